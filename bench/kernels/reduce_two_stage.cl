/* SPDX-License-Identifier: MIT */
/* The sum of an array: few work-items go through it in strides, their sums become one a group, a last group adds
 * those. */
float group_sum(float value, local float *tree)
{
    const uint item = get_local_id(0);
    tree[item] = value;
    barrier(CLK_LOCAL_MEM_FENCE);
    for (uint step = get_local_size(0) / 2; step > 0; step /= 2) {
        if (item < step)
            tree[item] += tree[item + step];
        barrier(CLK_LOCAL_MEM_FENCE);
    }
    return tree[0];
}

kernel void reduce(global const float *in, uint n, global float *sums, local float *tree)
{
    float sum = 0.0f;
    for (uint i = get_global_id(0); i < n; i += get_global_size(0))
        sum += in[i];
    const float total = group_sum(sum, tree);
    if (get_local_id(0) == 0)
        sums[get_group_id(0)] = total;
}
