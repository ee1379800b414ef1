// SPDX-License-Identifier: MIT
// Atomics of half, float and double in global and local memory; the clock goes forward.
//: options -cl-std=CL3.0
//: run sums global 256 local 64
//: arg buffer ushort 4 zero
//: arg buffer float 4 zero
//: arg buffer double 4 zero
//: expect 0 list 23552 55296 20448 21504
//: expect 1 list 256 -128 31.5 64
//: expect 2 list 256 -128 31.5 64
//: run exchanges global 1
//: arg buffer float 4 zero
//: expect 0 list 1.5 2.5 2.5 7
//: run clock global 64
//: arg buffer int 64 zero
//: expect 0 const 1

/* Sums that no order of the work-items changes; the local one goes into the last place. */
#define SUMS(T)                                                                                              \
    static void sums_of_##T(global atomic_##T *out, local atomic_##T *shared)                                \
    {                                                                                                        \
        T id = (T)(get_global_id(0) % 64);                                                                   \
        if (get_local_id(0) == 0)                                                                            \
            atomic_store_explicit(shared, (T)0, memory_order_relaxed, memory_scope_work_group);              \
        work_group_barrier(CLK_LOCAL_MEM_FENCE);                                                             \
        atomic_fetch_add(out, (T)1);                                                                         \
        atomic_fetch_sub_explicit(out + 1, (T)0.5, memory_order_relaxed);                                    \
        atomic_fetch_max_explicit(out + 2, id / 2, memory_order_acq_rel, memory_scope_device);               \
        atomic_fetch_min(out + 2, (T)100);                                                                   \
        atomic_fetch_add_explicit(shared, (T)1, memory_order_relaxed, memory_scope_work_group);              \
        work_group_barrier(CLK_LOCAL_MEM_FENCE);                                                             \
        if (get_local_id(0) == 0)                                                                            \
            atomic_exchange(out + 3, atomic_load(shared));                                                   \
    }

SUMS(half)
SUMS(float)
SUMS(double)

kernel void sums(global atomic_half *h, global atomic_float *f, global atomic_double *d)
{
    local atomic_half of_half;
    local atomic_float of_float;
    local atomic_double of_double;
    sums_of_half(h, &of_half);
    sums_of_float(f, &of_float);
    sums_of_double(d, &of_double);
}

kernel void exchanges(global float *out)
{
    local atomic_half place;
    atomic_store(&place, 1.5h);
    out[0] = atomic_exchange(&place, 2.5h);
    out[1] = atomic_load(&place);
    out[2] = atomic_fetch_max(&place, 7.0h);
    out[3] = atomic_load_explicit(&place, memory_order_acquire, memory_scope_work_group);
}

kernel void clock(global int *out)
{
    ulong start = clock_read_device();
    uint2 end = clock_read_hilo_work_group();
    out[get_global_id(0)] = start != 0 && upsample(end.y, end.x) >= start;
}
