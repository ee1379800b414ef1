/* SPDX-License-Identifier: MIT */
/* Running sums of each work-group's items by Hillis and Steele: in steps of doubling distance. */
kernel void scan(global const uint *in, global uint *out, local uint *sums)
{
    const uint item = get_local_id(0), size = get_local_size(0);
    sums[item] = in[get_global_id(0)];
    barrier(CLK_LOCAL_MEM_FENCE);
    for (uint distance = 1; distance < size; distance *= 2) {
        const uint before = item >= distance ? sums[item - distance] : 0;
        barrier(CLK_LOCAL_MEM_FENCE);
        sums[item] += before;
        barrier(CLK_LOCAL_MEM_FENCE);
    }
    out[get_global_id(0)] = sums[item];
}
