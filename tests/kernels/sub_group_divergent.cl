/* SPDX-License-Identifier: MIT */
/* Sub-groups of which only some work-items come to a place: votes, ballots, reductions and scans count those
 * alone. As in sub_group.cl each kernel finds out by loops over its sub-group's input what has to come out,
 * and writes a bit for each function that gave something else. */
//: options -cl-std=CL3.0

//: run ballots global 60 local 20
//: arg buffer uint 60 noise 1
//: arg buffer uint 60 iota
//: expect 1 const 0
//: run ballots global 5 local 5
//: arg buffer uint 5 noise 2
//: arg buffer uint 5 iota
//: expect 1 const 0
//: run masks global 20 local 20
//: arg buffer uint 20 iota
//: expect 0 const 0
//: run votes global 60 local 20
//: arg buffer uint 60 noise 3
//: arg buffer uint 60 iota
//: expect 1 const 0
//: run logical global 60 local 20
//: arg buffer uint 60 noise 4
//: arg buffer uint 60 iota
//: expect 1 const 0
//: run in_turns global 60 local 20
//: arg buffer uint 60 random
//: arg buffer uint 60 iota
//: expect 1 const 0
//: run both_ways global 60 local 20
//: arg buffer uint 60 noise 5
//: arg buffer uint 60 iota
//: expect 1 const 0
//: run after_return global 60 local 20
//: arg buffer uint 60 noise 6
//: arg buffer uint 60 zero
//: expect 1 const 0

//: run of_char global 60 local 20
//: arg buffer char 60 noise 7
//: arg buffer uint 60 iota
//: expect 1 const 0
//: run of_ushort global 60 local 20
//: arg buffer ushort 60 noise 8
//: arg buffer uint 60 iota
//: expect 1 const 0
//: run of_uint global 60 local 20
//: arg buffer uint 60 noise 9
//: arg buffer uint 60 iota
//: expect 1 const 0
//: run of_ulong global 60 local 20
//: arg buffer ulong 60 noise 10
//: arg buffer uint 60 iota
//: expect 1 const 0
//: run of_float global 60 local 20
//: arg buffer float 60 random
//: arg buffer uint 60 iota
//: expect 1 const 0
//: run of_double global 60 local 20
//: arg buffer double 60 random
//: arg buffer uint 60 iota
//: expect 1 const 0

size_t first(void)
{
    return get_global_id(0) - get_sub_group_local_id();
}

/* Bits of the work-items whose input has one of the given bits. */
uint those_with(global const uint *a, uint bits)
{
    uint lanes = 0;
    for (uint j = 0; j < get_sub_group_size(); j++)
        lanes |= (uint)((a[first() + j] & bits) != 0) << j;
    return lanes;
}

kernel void ballots(global const uint *a, global uint *bad)
{
    uint value = a[get_global_id(0)], lane = get_sub_group_local_id(), x = 0;
    uint all = those_with(a, ~0u), odd = those_with(a, 1), two = those_with(a, 2);
    uint4 ballot = sub_group_ballot(value & 2);
    x |= ballot.x != two || ballot.y != 0 || ballot.z != 0 || ballot.w != 0;
    if (value & 1) {
        ballot = sub_group_ballot(value & 2);
        x |= (ballot.x != (odd & two)) << 1;
        x |= (sub_group_ballot(1).x != odd) << 2;
    } else {
        x |= (sub_group_ballot(1).x != (all & ~odd)) << 3;
    }
    x |= (sub_group_inverse_ballot((uint4)(two, 0, 0, 0)) != (two >> lane & 1)) << 4;
    x |= (sub_group_ballot_bit_extract((uint4)(odd, 0, 0, 0), lane) != (value & 1)) << 5;
    x |= (sub_group_ballot_bit_count((uint4)(two, ~0u, 0, 0)) != popcount(two)) << 6;
    x |= (sub_group_ballot_exclusive_scan((uint4)(two, 0, 0, 0)) != popcount(two & ((1u << lane) - 1))) << 7;
    x |= (sub_group_ballot_inclusive_scan((uint4)(two, 0, 0, 0)) !=
          popcount(two & ((1u << lane) - 1)) + (two >> lane & 1))
         << 8;
    if (two) {
        x |= (sub_group_ballot_find_lsb((uint4)(two, 0, 0, 0)) != ctz(two)) << 9;
        x |= (sub_group_ballot_find_msb((uint4)(two, 0, 0, 0)) != 31 - clz(two)) << 10;
    }
    bad[get_global_id(0)] = x;
}

kernel void masks(global uint *bad)
{
    uint lane = get_sub_group_local_id(), eq = 0, ge = 0, gt = 0, le = 0, lt = 0;
    for (uint j = 0; j < get_max_sub_group_size(); j++) {
        eq |= (uint)(j == lane) << j;
        ge |= (uint)(j >= lane) << j;
        gt |= (uint)(j > lane) << j;
        le |= (uint)(j <= lane) << j;
        lt |= (uint)(j < lane) << j;
    }
    uint x = get_sub_group_eq_mask().x != eq;
    x |= (get_sub_group_ge_mask().x != ge) << 1;
    x |= (get_sub_group_gt_mask().x != gt) << 2;
    x |= (get_sub_group_le_mask().x != le) << 3;
    x |= (get_sub_group_lt_mask().x != lt) << 4;
    x |= any((get_sub_group_ge_mask() | get_sub_group_le_mask()).yzw != 0) << 5;
    bad[get_global_id(0)] = x;
}

kernel void votes(global const uint *a, global uint *bad)
{
    uint value = a[get_global_id(0)], x = 0, odd = those_with(a, 1), two = those_with(a, 2);
    uint lane = get_sub_group_local_id(), same = 0;
    if (value & 1) {
        uint lowest = a[first() + ctz(odd)];
        for (uint j = 0; j < get_sub_group_size(); j++)
            same |= (uint)((a[first() + j] & 6) == (lowest & 6)) << j;
        x |= (sub_group_elect() != 0) != (lane == ctz(odd));
        x |= ((sub_group_non_uniform_all(value & 2) != 0) != ((odd & ~two) == 0)) << 1;
        x |= ((sub_group_non_uniform_any(value & 2) != 0) != ((odd & two) != 0)) << 2;
        x |= ((sub_group_non_uniform_all_equal(value & 6) != 0) != ((odd & ~same) == 0)) << 3;
        x |= (sub_group_non_uniform_all_equal(1.5f) == 0) << 4;
        x |= (sub_group_broadcast_first(value) != lowest) << 5;
        x |= (sub_group_non_uniform_broadcast(value, (uint)(31 - clz(odd))) != a[first() + 31 - clz(odd)])
             << 6;
    }
    bad[get_global_id(0)] = x;
}

#define LOGICAL(BIT, OP, WITH)                                                                               \
    x |= (sub_group_non_uniform_reduce_logical_##OP(value & 2) != WITH(odd)) << BIT;                         \
    x |= (sub_group_non_uniform_scan_inclusive_logical_##OP(value & 2) != WITH(odd & upto)) << (BIT + 1);    \
    x |= (sub_group_non_uniform_scan_exclusive_logical_##OP(value & 2) != WITH(odd & before)) << (BIT + 2);  \
    x |= (sub_group_clustered_reduce_logical_##OP(value & 2, 1) != WITH(1u << lane)) << (BIT + 3);
#define ALL_OF(lanes) ((int)((lanes & ~two) == 0))
#define ANY_OF(lanes) ((int)((lanes & two) != 0))
#define ODD_OF(lanes) ((int)(popcount(lanes & two) & 1))

kernel void logical(global const uint *a, global uint *bad)
{
    uint value = a[get_global_id(0)], x = 0, odd = those_with(a, 1), two = those_with(a, 2);
    uint lane = get_sub_group_local_id(), before = (1u << lane) - 1, upto = before | 1u << lane;
    if (value & 1) {
        LOGICAL(0, and, ALL_OF)
        LOGICAL(4, or, ANY_OF)
        LOGICAL(8, xor, ODD_OF)
    }
    bad[get_global_id(0)] = x;
}

/* Work-items leave the loop one after another; in each turn those that are left are counted. */
kernel void in_turns(global const uint *a, global uint *bad)
{
    uint turns = a[get_global_id(0)] % 7, x = 0;
    for (uint i = 0; i < turns; i++) {
        uint left = 0;
        for (uint j = 0; j < get_sub_group_size(); j++)
            left += a[first() + j] % 7 > i;
        x |= sub_group_non_uniform_reduce_add(1u) != left;
        if (i % 2 == 0)
            x |= (popcount(sub_group_ballot(1).x) != left) << 1;
    }
    bad[get_global_id(0)] = x;
}

/* The same call on both sides of a branch is two calls. */
kernel void both_ways(global const uint *a, global uint *bad)
{
    uint value = a[get_global_id(0)], odd = popcount(those_with(a, 1)), count;
    if (value & 1)
        count = sub_group_non_uniform_reduce_add(1u);
    else
        count = sub_group_non_uniform_reduce_add(1u);
    uint x = count != (value & 1 ? odd : get_sub_group_size() - odd);
    uint here = sub_group_ballot(1).x, there = 0;
    if (value & 1)
        there = sub_group_ballot(1).x;
    x |= (popcount(here) != get_sub_group_size()) << 1;
    x |= (popcount(there) != (value & 1 ? odd : 0)) << 2;
    bad[get_global_id(0)] = x;
}

kernel void after_return(global const uint *a, global uint *bad)
{
    uint odd = those_with(a, 1);
    if (!(a[get_global_id(0)] & 1))
        return;
    barrier(CLK_LOCAL_MEM_FENCE);
    bad[get_global_id(0)] = sub_group_ballot(1).x != odd;
}

#define ADD(x, y) ((x) + (y))
#define MUL(x, y) ((ulong)(x) * (ulong)(y))
#define AND(x, y) ((x) & (y))
#define OR(x, y) ((x) | (y))
#define XOR(x, y) ((x) ^ (y))
#define CHECK(T, BIT, OP, NAME, IDENTITY)                                                                    \
    {                                                                                                        \
        T upto = IDENTITY, before = IDENTITY, total = IDENTITY;                                              \
        for (uint j = 0; j < get_sub_group_size(); j++) {                                                    \
            if (j == get_sub_group_local_id())                                                               \
                before = total;                                                                              \
            if ((uint)a[from + j] & 1)                                                                       \
                total = OP(total, (T)VALUE(a[from + j]));                                                    \
            if (j == get_sub_group_local_id())                                                               \
                upto = total;                                                                                \
        }                                                                                                    \
        x |= (sub_group_non_uniform_reduce_##NAME(value) != total) << BIT;                                   \
        x |= (sub_group_non_uniform_scan_inclusive_##NAME(value) != upto) << (BIT + 1);                      \
        x |= (sub_group_non_uniform_scan_exclusive_##NAME(value) != before) << (BIT + 2);                    \
    }
#define ARITHMETIC(T, LEAST, MOST)                                                                           \
    CHECK(T, 0, ADD, add, 0)                                                                                 \
    CHECK(T, 3, MUL, mul, 1)                                                                                 \
    CHECK(T, 6, min, min, MOST)                                                                              \
    CHECK(T, 9, max, max, LEAST)
#define BITS(T)                                                                                              \
    CHECK(T, 12, AND, and, ~(T)0)                                                                            \
    CHECK(T, 15, OR, or, 0)                                                                                  \
    CHECK(T, 18, XOR, xor, 0)

#define OF_TYPE(T, CHECKS)                                                                                   \
    kernel void of_##T(global const T *a, global uint *bad)                                                  \
    {                                                                                                        \
        size_t from = first();                                                                               \
        uint x = 0;                                                                                          \
        T value = VALUE(a[get_global_id(0)]);                                                                \
        if ((uint)a[get_global_id(0)] & 1) {                                                                 \
            CHECKS                                                                                           \
        }                                                                                                    \
        bad[get_global_id(0)] = x;                                                                           \
    }

#define VALUE(v) (v)
OF_TYPE(char, ARITHMETIC(char, CHAR_MIN, CHAR_MAX) BITS(char))
OF_TYPE(ushort, ARITHMETIC(ushort, 0, USHRT_MAX) BITS(ushort))
OF_TYPE(uint, ARITHMETIC(uint, 0, UINT_MAX) BITS(uint))
OF_TYPE(ulong, ARITHMETIC(ulong, 0, ULONG_MAX) BITS(ulong))

/* Powers of two, so that products are exact. */
#undef MUL
#define MUL(x, y) ((x) * (y))
#undef VALUE
#define VALUE(v) ((v) > 500 ? 2 : 1)
OF_TYPE(float, ARITHMETIC(float, -INFINITY, INFINITY))
OF_TYPE(double, ARITHMETIC(double, -INFINITY, INFINITY))
