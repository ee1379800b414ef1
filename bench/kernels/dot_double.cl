/* SPDX-License-Identifier: MIT */
/* Dot product in double precision: strided partial sums, then a tree in local memory. */
#pragma OPENCL EXTENSION cl_khr_fp64 : enable

kernel void dot_product(global const double *x, global const double *y, uint n, global double *sums,
                        local double *tree)
{
    const uint item = get_local_id(0);
    double sum = 0.0;
    for (uint i = get_global_id(0); i < n; i += get_global_size(0))
        sum = fma(x[i], y[i], sum);
    tree[item] = sum;
    for (uint step = get_local_size(0) / 2; step > 0; step >>= 1) {
        barrier(CLK_LOCAL_MEM_FENCE);
        if (item < step)
            tree[item] += tree[item + step];
    }
    if (item == 0)
        sums[get_group_id(0)] = tree[0];
}
