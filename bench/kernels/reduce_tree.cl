/* SPDX-License-Identifier: MIT */
/* The sum of each work-group's items, by a tree in local memory. */
kernel void reduce(global const float *in, global float *sums, local float *tree)
{
    const uint item = get_local_id(0);
    tree[item] = in[get_global_id(0)];
    barrier(CLK_LOCAL_MEM_FENCE);
    for (uint half_size = get_local_size(0) / 2; half_size > 0; half_size /= 2) {
        if (item < half_size)
            tree[item] += tree[item + half_size];
        barrier(CLK_LOCAL_MEM_FENCE);
    }
    if (item == 0)
        sums[get_group_id(0)] = tree[0];
}
