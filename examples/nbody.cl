/* SPDX-License-Identifier: MIT */
/* Gravitation between n bodies, all pairs, softened; positions carry the mass in w. Units with G = 1. */

#define TILE 256
#define SOFTENING 1e-3f /* squared length */

/* The acceleration of each body: tiles of bodies pass through local memory. */
kernel void accelerate(global const float4 *position, global float4 *acceleration, int n)
{
    local float4 tile[TILE];
    int i = get_global_id(0), l = get_local_id(0);
    float3 me = position[i].xyz, sum = 0;
    for (int start = 0; start < n; start += TILE) {
        tile[l] = position[start + l];
        barrier(CLK_LOCAL_MEM_FENCE);
        for (int j = 0; j < TILE; j++) {
            float3 d = tile[j].xyz - me;
            float r = rsqrt(dot(d, d) + SOFTENING);
            sum += d * (tile[j].w * r * r * r);
        }
        barrier(CLK_LOCAL_MEM_FENCE);
    }
    acceleration[i] = (float4)(sum, 0);
}

/* Half a step of velocity; then, if move is set, a whole step of position (leapfrog, kick-drift-kick). */
kernel void kick(global float4 *position, global float4 *velocity, global const float4 *acceleration, float dt, int move)
{
    int i = get_global_id(0);
    float3 v = velocity[i].xyz + acceleration[i].xyz * (0.5f * dt);
    velocity[i] = (float4)(v, 0);
    if (move)
        position[i] = (float4)(position[i].xyz + v * dt, position[i].w);
}
