/* SPDX-License-Identifier: MIT */
/* Functions that the work-items of a group call together: collectives, copies, atomics. The last work-group
 * of a range may be smaller than the others. */
//: options -cl-std=CL3.0

//: run sums global 12 local 5
//: arg buffer int 12 list 3 1 4 1 5 9 2 6 5 3 5 8
//: arg buffer int 36 zero
//: expect 1 list 14*5 25*5 13*2 3 4 8 9 14 9 11 17 22 25 5 13 0 3 4 8 9 0 9 11 17 22 0 5

//: run extremes global 12 local 5
//: arg buffer int 12 list 3 1 4 1 5 9 2 6 5 3 5 8
//: arg buffer int 36 zero
//: expect 1 list 1*5 2*5 5*2 3 3 4 4 5 9*5 5 8 2147483647 3 1 1 1 2147483647 9 2 2 2 2147483647 5

//: run agreements global 12 local 5
//: arg buffer int 12 list 3 1 4 1 5 9 2 6 5 3 5 8
//: arg buffer int 36 zero
//: expect 1 list 5*5 3*5 8*2 1*5 0*5 1*2 0*5 1*5 1*2

//: run scans_of_floats global 4 local 4
//: arg buffer float 4 list 0.5 -2 8 1
//: arg buffer double 12 zero
//: expect 1 list 7.5*4 -inf 0.5 0.5 8 0.5 -1.5 6.5 7.5

//: run copies global 3 2 local 3 2
//: arg buffer float 24 list 0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23
//: arg local 96
//: arg buffer float 24 zero
//: arg buffer float 28 zero
//: expect 2 list 20 21 22 23 16 17 18 19 12 13 14 15 8 9 10 11 4 5 6 7 0 1 2 3
//: expect 3 list 0 1 2 3 0*8 4 5 6 7 0*8 8 9 10 11

//: run counters global 64 local 16
//: arg buffer int 4 list 0 100 0 0
//: arg buffer float 1 list 0
//: arg buffer int 4 zero
//: expect 0 list 2016 36 64 1000
//: expect 1 list 64
//: expect 2 list 16*4

kernel void sums(global const int *a, global int *r)
{
    size_t i = get_global_id(0), n = get_global_size(0);
    r[i] = work_group_reduce_add(a[i]);
    r[n + i] = work_group_scan_inclusive_add(a[i]);
    r[2 * n + i] = work_group_scan_exclusive_add(a[i]);
}

kernel void extremes(global const int *a, global int *r)
{
    size_t i = get_global_id(0), n = get_global_size(0);
    r[i] = work_group_reduce_min(a[i]);
    r[n + i] = work_group_scan_inclusive_max(a[i]);
    r[2 * n + i] = work_group_scan_exclusive_min(a[i]);
}

kernel void agreements(global const int *a, global int *r)
{
    size_t i = get_global_id(0), n = get_global_size(0);
    r[i] = work_group_broadcast(a[i], get_local_size(0) - 1);
    r[n + i] = work_group_all(a[i] != 2) != 0;
    r[2 * n + i] = work_group_any(a[i] > 7) != 0;
}

kernel void scans_of_floats(global const float *a, global double *r)
{
    size_t i = get_global_id(0), n = get_global_size(0);
    r[i] = work_group_reduce_add(a[i]);
    r[n + i] = work_group_scan_exclusive_max(a[i]);
    r[2 * n + i] = work_group_scan_inclusive_add((double)a[i]);
}

kernel void copies(global const float4 *a, local float4 *scratch, global float4 *r, global float4 *s)
{
    size_t i = get_local_linear_id(), n = 6;
    event_t event = async_work_group_copy(scratch, a, n, 0);
    wait_group_events(1, &event);
    r[i] = scratch[n - 1 - i];
    barrier(CLK_LOCAL_MEM_FENCE | CLK_GLOBAL_MEM_FENCE);
    event = async_work_group_strided_copy(s, scratch, 3, 3, 0);
    wait_group_events(1, &event);
}

/* Every work-item takes part in global counters, every group has one of its own in local memory. */
kernel void counters(global int *c, global float *sum, global int *groups)
{
    local int items;
    if (get_local_id(0) == 0)
        items = 0;
    barrier(CLK_LOCAL_MEM_FENCE);
    atomic_inc(&items);
    atomic_add(&c[0], (int)get_global_id(0));
    atomic_dec(&c[1]);
    atomic_fetch_add_explicit((volatile global atomic_int *)&c[2], 1, memory_order_relaxed,
                              memory_scope_device);
    atomic_max(&c[3], (int)get_global_id(0) == 17 ? 1000 : 5);
    volatile global atomic_uint *bits = (volatile global atomic_uint *)sum;
    uint seen = atomic_load(bits);
    while (!atomic_compare_exchange_weak(bits, &seen, as_uint(as_float(seen) + 1.0f)))
        ;
    barrier(CLK_LOCAL_MEM_FENCE);
    if (get_local_id(0) == 0)
        groups[get_group_id(0)] = items;
}
