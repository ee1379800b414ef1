// SPDX-License-Identifier: MIT
// The simplest kernels: consecutive accesses, three dimensions, offsets, partial groups.
//: options -cl-std=CL3.0
//: run saxpy global 61 local 16
//: arg buffer float 61 iota
//: arg buffer float 61 const 1
//: arg value float 2
//: expect 1 affine 2 1
//: run ids global 6 4 2 local 4 2 1 offset 10 20 30
//: arg buffer int 48 zero
//: expect 0 iota
//: run global_ids global 5 3 2 local 2 2 2 offset 7 5 3
//: arg buffer int 180 zero
//: expect 0 like global_ids_by_hand
//: run sizes global 10 local 4
//: arg buffer int 34 const -1
//: expect 0 list 4*24 2*6 -1*4
//: run past_dimensions global 4 local 2
//: arg buffer int 8 zero
//: arg value uint 5
//: expect 0 list 1 1 1 0 0 0 0 0
kernel void saxpy(global const float *x, global float *y, float a)
{
    size_t i = get_global_id(0);
    y[i] = a * x[i] + y[i];
}

kernel void ids(global int *out)
{
    out[get_global_linear_id()] = (get_global_id(2) - 30) * 24 + (get_global_id(1) - 20) * 6 + get_global_id(0) - 10;
}

kernel void global_ids(global int *out)
{
    size_t n = get_global_linear_id();
    for (uint d = 0; d < 3; d++)
        out[n * 6 + d] = get_global_id(d);
    for (uint d = 0; d < 3; d++)
        out[n * 6 + 3 + d] = get_group_id(d) * get_enqueued_local_size(d) + get_local_id(d) + get_global_offset(d);
}

kernel void global_ids_by_hand(global int *out)
{
    size_t n = get_global_linear_id();
    int ids[3] = {n % 5 + 7, n / 5 % 3 + 5, n / 15 + 3};
    for (uint d = 0; d < 6; d++)
        out[n * 6 + d] = ids[d % 3];
}

kernel void sizes(global int *out)
{
    size_t i = get_global_id(0);
    out[i * 3] = get_local_size(0);
    out[i * 3 + 1] = get_local_size(0);
    out[i * 3 + 2] = get_local_size(0);
}

kernel void past_dimensions(global int *out, uint d)
{
    out[0] = get_global_size(d);
    out[1] = get_local_size(d);
    out[2] = get_num_groups(d);
    out[3] = get_global_id(d) + get_local_id(d) + get_group_id(d) + get_global_offset(d);
}
