/* SPDX-License-Identifier: MIT */
/* Accelerations under gravity, all pairs; a body is its position and mass. */
kernel void nbody(global const float4 *bodies, global float4 *acceleration, int count, float softening)
{
    const int i = get_global_id(0);
    const float4 self = bodies[i];
    float3 sum = (float3)(0.0f);
    for (int j = 0; j < count; j++) {
        const float4 other = bodies[j];
        const float3 way = other.xyz - self.xyz;
        const float inverse = native_rsqrt(dot(way, way) + softening);
        sum += way * (other.w * inverse * inverse * inverse);
    }
    acceleration[i] = (float4)(sum, 0.0f);
}
