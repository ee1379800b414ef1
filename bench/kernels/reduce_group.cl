/* SPDX-License-Identifier: MIT */
/* The sum and the maximum of each work-group's items by collective functions. */
kernel void reduce(global const float *in, global float *sums, global float *most)
{
    const float value = in[get_global_id(0)];
    const float sum = work_group_reduce_add(value), maximum = work_group_reduce_max(value);
    if (get_local_id(0) == 0) {
        sums[get_group_id(0)] = sum;
        most[get_group_id(0)] = maximum;
    }
}
