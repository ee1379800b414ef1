/* SPDX-License-Identifier: MIT */
/* The sum of each work-group's items: by sub-groups first, then their sums through local memory. */
#ifdef cl_khr_subgroups
#pragma OPENCL EXTENSION cl_khr_subgroups : enable
#endif

kernel void reduce(global const float *in, global float *sums, local float *parts)
{
    const float part = sub_group_reduce_add(in[get_global_id(0)]);
    if (get_sub_group_local_id() == 0)
        parts[get_sub_group_id()] = part;
    barrier(CLK_LOCAL_MEM_FENCE);
    if (get_local_id(0) == 0) {
        float sum = 0.0f;
        for (uint i = 0; i < get_num_sub_groups(); i++)
            sum += parts[i];
        sums[get_group_id(0)] = sum;
    }
}
