/* SPDX-License-Identifier: MIT */
/* Sub-groups whose work-items are all at the same place: ids, votes, broadcasts, reductions and scans. What a
 * sub-group is depends on the width of vectors, so each kernel finds out by loops over its sub-group's input
 * what has to come out, and writes a bit for each function that gave something else. Rows of 5 and 20
 * work-items leave vectors that are not full. */
//: options -cl-std=CL3.0

//: run ids global 45 4 2 local 20 2 1
//: arg buffer uint 360 iota
//: expect 0 const 0
//: run ids global 5 3 1 local 5 3 1
//: arg buffer uint 15 iota
//: expect 0 const 0

//: run votes global 60 local 20
//: arg buffer int 60 noise 1
//: arg buffer uint 60 iota
//: expect 1 const 0
//: run votes global 10 3 local 5 3
//: arg buffer int 30 noise 2
//: arg buffer uint 30 iota
//: expect 1 const 0

//: run of_char global 60 local 20
//: arg buffer char 60 noise 3
//: arg buffer uint 60 iota
//: expect 1 const 0
//: run of_uchar global 60 local 20
//: arg buffer uchar 60 noise 4
//: arg buffer uint 60 iota
//: expect 1 const 0
//: run of_short global 60 local 20
//: arg buffer short 60 noise 5
//: arg buffer uint 60 iota
//: expect 1 const 0
//: run of_ushort global 60 local 20
//: arg buffer ushort 60 noise 6
//: arg buffer uint 60 iota
//: expect 1 const 0
//: run of_int global 60 local 20
//: arg buffer int 60 random
//: arg buffer uint 60 iota
//: expect 1 const 0
//: run of_int global 10 3 local 5 3
//: arg buffer int 30 random
//: arg buffer uint 30 iota
//: expect 1 const 0
//: run of_uint global 60 local 20
//: arg buffer uint 60 noise 9
//: arg buffer uint 60 iota
//: expect 1 const 0
//: run of_long global 60 local 20
//: arg buffer long 60 random
//: arg buffer uint 60 iota
//: expect 1 const 0
//: run of_ulong global 60 local 20
//: arg buffer ulong 60 noise 11
//: arg buffer uint 60 iota
//: expect 1 const 0
//: run of_float global 60 local 20
//: arg buffer float 60 noise 12
//: arg buffer uint 60 iota
//: expect 1 const 0
//: run of_double global 60 local 20
//: arg buffer double 60 noise 13
//: arg buffer uint 60 iota
//: expect 1 const 0
//: run vectors global 60 local 20
//: arg buffer float 60 noise 14
//: arg buffer uint 60 iota
//: expect 1 const 0
//: run exchange_memory global 40 local 20
//: arg buffer int 40 noise 15
//: arg buffer uint 40 iota
//: expect 1 const 0

/* Index of this work-item, and of its sub-group's first one: neighbours in x are neighbours in memory. */
size_t own(void)
{
    return (get_global_id(2) * get_global_size(1) + get_global_id(1)) * get_global_size(0) + get_global_id(0);
}

size_t first(void)
{
    return own() - get_sub_group_local_id();
}

kernel void ids(global uint *bad)
{
    uint width = get_max_sub_group_size(), size = get_sub_group_size(), lane = get_sub_group_local_id();
    uint row = (get_local_size(0) + width - 1) / width;
    uint whole_row = (get_enqueued_local_size(0) + width - 1) / width;
    uint in_row = get_local_id(0) / width;
    uint left = get_local_size(0) - in_row * width;
    uint x = lane != get_local_id(0) % width;
    x |= (size != (left < width ? left : width)) << 1;
    x |= (get_num_sub_groups() != row * get_local_size(1) * get_local_size(2)) << 2;
    x |=
        (get_enqueued_num_sub_groups() != whole_row * get_enqueued_local_size(1) * get_enqueued_local_size(2))
        << 3;
    x |= (get_sub_group_id() != (get_local_id(2) * get_local_size(1) + get_local_id(1)) * row + in_row) << 4;
    bad[own()] = x;
}

kernel void votes(global const int *a, global uint *bad)
{
    size_t from = first();
    int all = 1, any = 0, rare = 0;
    for (uint j = 0; j < get_sub_group_size(); j++) {
        all &= (a[from + j] & 7) != 0;
        any |= (a[from + j] & 7) == 0;
        rare |= (a[from + j] & 31) == 0;
    }
    int value = a[own()];
    uint x = (sub_group_all(value & 7) != 0) != all;
    x |= ((sub_group_any((value & 7) == 0) != 0) != any) << 1;
    x |= ((sub_group_any((value & 31) == 0) != 0) != rare) << 2;
    x |= (sub_group_all(1) == 0) << 3;
    x |= (sub_group_any(0) != 0) << 4;
    bad[own()] = x;
}

#define ADD(x, y) ((x) + (y))
#define CHECK(T, BIT, OP, NAME, IDENTITY)                                                                    \
    {                                                                                                        \
        T upto = IDENTITY, before = IDENTITY, total = IDENTITY;                                              \
        for (uint j = 0; j < get_sub_group_size(); j++) {                                                    \
            if (j == get_sub_group_local_id())                                                               \
                before = total;                                                                              \
            total = OP(total, a[from + j]);                                                                  \
            if (j == get_sub_group_local_id())                                                               \
                upto = total;                                                                                \
        }                                                                                                    \
        x |= (sub_group_reduce_##NAME(a[own()]) != total) << BIT;                                            \
        x |= (sub_group_scan_inclusive_##NAME(a[own()]) != upto) << (BIT + 1);                               \
        x |= (sub_group_scan_exclusive_##NAME(a[own()]) != before) << (BIT + 2);                             \
    }

/* Sums of multiples of 1/8 are exact in any order. */
#define OF_TYPE(T, LEAST, MOST)                                                                              \
    kernel void of_##T(global const T *a, global uint *bad)                                                  \
    {                                                                                                        \
        size_t from = first();                                                                               \
        uint x = 0, last = get_sub_group_size() - 1;                                                         \
        CHECK(T, 0, ADD, add, 0)                                                                             \
        CHECK(T, 3, min, min, MOST)                                                                          \
        CHECK(T, 6, max, max, LEAST)                                                                         \
        x |= (sub_group_broadcast(a[own()], 0) != a[from]) << 9;                                             \
        x |= (sub_group_broadcast(a[own()], last) != a[from + last]) << 10;                                  \
        bad[own()] = x;                                                                                      \
    }

OF_TYPE(char, CHAR_MIN, CHAR_MAX)
OF_TYPE(uchar, 0, UCHAR_MAX)
OF_TYPE(short, SHRT_MIN, SHRT_MAX)
OF_TYPE(ushort, 0, USHRT_MAX)
OF_TYPE(int, INT_MIN, INT_MAX)
OF_TYPE(uint, 0, UINT_MAX)
OF_TYPE(long, LONG_MIN, LONG_MAX)
OF_TYPE(ulong, 0, ULONG_MAX)
OF_TYPE(float, -INFINITY, INFINITY)
OF_TYPE(double, -INFINITY, INFINITY)

kernel void vectors(global const float *a, global uint *bad)
{
    size_t from = first();
    uint last = get_sub_group_size() - 1;
    float value = a[own()], there = a[from + last];
    uint x = any(sub_group_broadcast((float3)(value, value + 1, 2), last) != (float3)(there, there + 1, 2));
    int8 many = sub_group_broadcast((int8)((int)value), last);
    x |= (any(many != (int8)((int)there)) != 0) << 1;
    bad[own()] = x;
}

/* What a work-item stores before the barrier the others load behind it. */
kernel void exchange_memory(global const int *a, global uint *bad)
{
    local int shared[20];
    uint lane = get_sub_group_local_id(), next = (lane + 1) % get_sub_group_size();
    local int *mine = shared + get_local_id(0) - lane;
    mine[lane] = a[own()];
    sub_group_barrier(CLK_LOCAL_MEM_FENCE);
    uint x = mine[next] != a[first() + next];
    sub_group_barrier(CLK_LOCAL_MEM_FENCE, memory_scope_sub_group);
    mine[next] = -1;
    sub_group_barrier(CLK_LOCAL_MEM_FENCE);
    bad[own()] = x | (mine[lane] != -1) << 1;
}
