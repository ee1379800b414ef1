/* SPDX-License-Identifier: MIT */
/* Keeps the items above a level, in order within blocks: each work-group finds places by a scan in local memory,
 * and writes its block and the block's count. */
kernel void compact(global const float *in, global float *out, global uint *counts, float level, local uint *places)
{
    const uint item = get_local_id(0), size = get_local_size(0), i = get_global_id(0);
    const float value = in[i];
    const bool kept = value > level;
    places[item] = kept;
    barrier(CLK_LOCAL_MEM_FENCE);
    for (uint distance = 1; distance < size; distance <<= 1) {
        uint sum = places[item];
        if (item >= distance)
            sum += places[item - distance];
        barrier(CLK_LOCAL_MEM_FENCE);
        places[item] = sum;
        barrier(CLK_LOCAL_MEM_FENCE);
    }
    if (kept)
        out[get_group_id(0) * size + places[item] - 1] = value;
    if (item == size - 1)
        counts[get_group_id(0)] = places[item];
}
