/* SPDX-License-Identifier: MIT */
/* Accelerations under gravity, all pairs: the work-group goes through the bodies tile by tile in local memory. */
kernel void nbody(global const float4 *bodies, global float4 *acceleration, int count, float softening,
                  local float4 *tile)
{
    const int i = get_global_id(0), item = get_local_id(0), size = get_local_size(0);
    const float4 self = bodies[i];
    float ax = 0.0f, ay = 0.0f, az = 0.0f;
    for (int first = 0; first < count; first += size) {
        tile[item] = bodies[first + item];
        barrier(CLK_LOCAL_MEM_FENCE);
        for (int j = 0; j < size; j++) {
            const float dx = tile[j].x - self.x, dy = tile[j].y - self.y, dz = tile[j].z - self.z;
            const float inverse = rsqrt(dx * dx + dy * dy + dz * dz + softening);
            const float pull = tile[j].w * inverse * inverse * inverse;
            ax += dx * pull;
            ay += dy * pull;
            az += dz * pull;
        }
        barrier(CLK_LOCAL_MEM_FENCE);
    }
    acceleration[i] = (float4)(ax, ay, az, 0.0f);
}
