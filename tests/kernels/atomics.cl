// SPDX-License-Identifier: MIT
// Atomic operations of all work-items on one place, and on places of their own, with results that are used
// and results that are not.
//: options -cl-std=CL1.2
//: run counters global 100 local 20
//: arg buffer int 9 list 0 0 0 1000 -1000 -1 0 0 0
//: arg buffer int 100 iota
//: expect 0 list 100 -100 4950 0 99 0 127 100 1
//: run of_unsigned global 100 local 20
//: arg buffer uint 3 list 4294967295 0 0
//: arg buffer uint 100 affine -1 50
//: expect 0 list 0 4294967295 4294967246
//: run tickets global 120 local 24
//: arg buffer int 1 zero
//: arg buffer int 120 zero
//: expect 0 const 120
//: expect 1 const 1
//: run tickets_for_some global 120 local 24
//: arg buffer int 1 zero
//: arg buffer int 120 zero
//: expect 0 const 40
//: expect 1 list 1*40 0*80
//: run different_addends global 64 local 16
//: arg buffer int 1 zero
//: arg buffer int 128 zero
//: expect 0 const 128
//: expect 1 like every_other
//: run own_places global 64 local 16
//: arg buffer int 64 iota
//: arg buffer int 64 zero
//: expect 0 affine 2 7
//: expect 1 iota
//: run some_bins global 128 local 32
//: arg buffer int 16 zero
//: arg buffer int 128 iota
//: expect 0 const 24
//: run in_local_memory global 96 local 24
//: arg buffer int 4 zero
//: expect 0 const 300
//: run exchanged global 64 local 64
//: arg buffer int 1 const -1
//: arg buffer int 65 zero
//: expect 1 list 1*65
//: run compared global 64 local 16
//: arg buffer int 64 zero
//: arg buffer int 1 const 0
//: expect 1 const 64
//: run in_turns global 48 local 12
//: arg buffer int 1 zero
//: arg buffer int 1 zero
//: expect 0 const 1128
//: expect 1 const 48
kernel void counters(global int *counters, global const int *in)
{
    int x = in[get_global_id(0)];
    atomic_inc(&counters[0]);
    atomic_dec(&counters[1]);
    atomic_add(&counters[2], x);
    atomic_min(&counters[3], x);
    atomic_max(&counters[4], x);
    atomic_and(&counters[5], x);
    atomic_or(&counters[6], x);
    atomic_add(&counters[7], 1);
    atomic_xor(&counters[8], x == 57);
}

kernel void of_unsigned(global uint *counters, global const uint *in)
{
    uint x = in[get_global_id(0)];
    atomic_min(&counters[0], x);
    atomic_max(&counters[1], x);
    atomic_sub(&counters[2], x);
}

// Each gets a number of its own.
kernel void tickets(global int *next, global int *taken)
{
    taken[atomic_inc(next)] = 1;
}

kernel void tickets_for_some(global int *next, global int *taken)
{
    if (get_global_id(0) % 3 == 1)
        taken[atomic_add(next, 1)] = 1;
}

// Each reserves one place or three and marks the first.
kernel void different_addends(global int *next, global int *taken)
{
    int wanted = get_global_id(0) & 1 ? 3 : 1;
    int first = atomic_add(next, wanted);
    for (int i = 0; i < wanted; i++)
        atomic_inc(&taken[first + i]);
}

kernel void every_other(global int *next, global int *taken)
{
    taken[get_global_id(0) * 2] = 1;
    taken[get_global_id(0) * 2 + 1] = 1;
}

kernel void own_places(global int *places, global int *old)
{
    size_t g = get_global_id(0);
    old[g] = atomic_add(&places[g], (int)g + 7);
}

kernel void some_bins(global int *bins, global const int *in)
{
    int x = in[get_global_id(0)];
    atomic_add(&bins[x * 5 & 15], 2);
    if (x & 16)
        atomic_add(&bins[x & 15], 2);
}

kernel void in_local_memory(global int *out)
{
    local int sum;
    if (get_local_id(0) == 0)
        sum = 0;
    barrier(CLK_LOCAL_MEM_FENCE);
    atomic_add(&sum, (int)get_local_id(0) + 1);
    barrier(CLK_LOCAL_MEM_FENCE);
    if (get_local_id(0) == 23)
        out[get_group_id(0)] = sum;
}

// Every value goes in once and comes out once, the last one behind the barrier.
kernel void exchanged(global int *place, global int *seen)
{
    int old = atomic_xchg(place, (int)get_global_id(0));
    atomic_inc(&seen[old + 1]);
    barrier(CLK_GLOBAL_MEM_FENCE);
    if (get_local_id(0) == 5)
        atomic_inc(&seen[*place + 1]);
}

// One of all wins the exchange on each place.
kernel void compared(global int *places, global int *winners)
{
    for (int i = 0; i < 64; i++)
        if (atomic_cmpxchg(&places[i], 0, (int)get_global_id(0) + 1) == 0)
            atomic_inc(winners);
}

// A different number of operations for each work-item.
kernel void in_turns(global int *sum, global int *left)
{
    for (int i = 0; i < (int)get_global_id(0); i++)
        atomic_inc(sum);
    atomic_add(left, 1);
}
