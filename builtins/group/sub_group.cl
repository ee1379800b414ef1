/* SPDX-License-Identifier: MIT */
/* Sub-groups: which work-items they have, votes, broadcasts, reductions, scans and shuffles. A sub-group is
 * the work-items of one vector, neighbours in x, so that the last one of each row may be smaller. Functions
 * that all work-items must reach and those that only some may reach are the same here: the lanes that take
 * part are known in either case. */
#include "builtins/group/lanes.h"

uint VG_OVERLOAD get_max_sub_group_size(void)
{
    return __vg_lane_count();
}

uint VG_OVERLOAD get_sub_group_size(void)
{
    return min((uint)get_local_size(0) - vg_lanes_start(), __vg_lane_count());
}

uint VG_OVERLOAD get_sub_group_local_id(void)
{
    return __vg_lane_id();
}

/* The lanes of a vector are at the same place already; what is left is the order of their memory accesses. */
void VG_OVERLOAD sub_group_barrier(cl_mem_fence_flags flags)
{
    (void)flags;
    __vg_fence(3);
}

void VG_OVERLOAD sub_group_barrier(cl_mem_fence_flags flags, memory_scope scope)
{
    (void)scope;
    sub_group_barrier(flags);
}

/* ---- Votes ---- */

int VG_OVERLOAD sub_group_all(int predicate)
{
    return __vg_lane_ballot(predicate == 0) == 0;
}

int VG_OVERLOAD sub_group_any(int predicate)
{
    return __vg_lane_ballot(predicate) != 0;
}

int VG_OVERLOAD sub_group_non_uniform_all(int predicate)
{
    return sub_group_all(predicate);
}

int VG_OVERLOAD sub_group_non_uniform_any(int predicate)
{
    return sub_group_any(predicate);
}

int VG_OVERLOAD sub_group_elect(void)
{
    return __vg_lane_id() == vg_lane_first();
}

/* ---- Ballots: a bit for each work-item; no vector has more than the first component holds ---- */

VG_HELPER uint all_lanes(void)
{
    return ~0u >> (32 - __vg_lane_count());
}

VG_HELPER uint lanes_below(void)
{
    return (1u << __vg_lane_id()) - 1;
}

VG_HELPER uint lanes_up_to(void)
{
    return ~(~1u << __vg_lane_id());
}

VG_HELPER uint4 bits(uint lanes)
{
    return (uint4)(lanes, 0, 0, 0);
}

uint4 VG_OVERLOAD sub_group_ballot(int predicate)
{
    return bits(__vg_lane_ballot(predicate));
}

int VG_OVERLOAD sub_group_inverse_ballot(uint4 value)
{
    return value.x >> __vg_lane_id() & 1;
}

int VG_OVERLOAD sub_group_ballot_bit_extract(uint4 value, uint index)
{
    return index < 32 ? value.x >> index & 1 : 0;
}

uint VG_OVERLOAD sub_group_ballot_bit_count(uint4 value)
{
    return popcount(value.x & all_lanes());
}

uint VG_OVERLOAD sub_group_ballot_inclusive_scan(uint4 value)
{
    return popcount(value.x & lanes_up_to());
}

uint VG_OVERLOAD sub_group_ballot_exclusive_scan(uint4 value)
{
    return popcount(value.x & lanes_below());
}

uint VG_OVERLOAD sub_group_ballot_find_lsb(uint4 value)
{
    return ctz(value.x & all_lanes());
}

uint VG_OVERLOAD sub_group_ballot_find_msb(uint4 value)
{
    return 31 - clz(value.x & all_lanes());
}

uint4 VG_OVERLOAD get_sub_group_eq_mask(void)
{
    return bits(1u << __vg_lane_id());
}

uint4 VG_OVERLOAD get_sub_group_ge_mask(void)
{
    return bits(all_lanes() & ~lanes_below());
}

uint4 VG_OVERLOAD get_sub_group_gt_mask(void)
{
    return bits(all_lanes() & ~lanes_up_to());
}

uint4 VG_OVERLOAD get_sub_group_le_mask(void)
{
    return bits(lanes_up_to());
}

uint4 VG_OVERLOAD get_sub_group_lt_mask(void)
{
    return bits(lanes_below());
}

/* ---- Broadcasts and shuffles ---- */

#define SHUFFLES(T)                                                                                          \
    T VG_OVERLOAD sub_group_broadcast(T value, uint index)                                                   \
    {                                                                                                        \
        return vg_lane_shuffle(value, index);                                                                \
    }                                                                                                        \
    T VG_OVERLOAD sub_group_non_uniform_broadcast(T value, uint index)                                       \
    {                                                                                                        \
        return vg_lane_shuffle(value, index);                                                                \
    }                                                                                                        \
    T VG_OVERLOAD sub_group_broadcast_first(T value)                                                         \
    {                                                                                                        \
        return vg_lane_shuffle(value, vg_lane_first());                                                      \
    }                                                                                                        \
    int VG_OVERLOAD sub_group_non_uniform_all_equal(T value)                                                 \
    {                                                                                                        \
        return sub_group_all(value == sub_group_broadcast_first(value));                                     \
    }                                                                                                        \
    T VG_OVERLOAD sub_group_shuffle(T value, uint index)                                                     \
    {                                                                                                        \
        return vg_lane_shuffle(value, index);                                                                \
    }                                                                                                        \
    T VG_OVERLOAD sub_group_shuffle_xor(T value, uint mask)                                                  \
    {                                                                                                        \
        return vg_lane_shuffle(value, __vg_lane_id() ^ mask);                                                \
    }                                                                                                        \
    T VG_OVERLOAD sub_group_shuffle_up(T value, uint delta)                                                  \
    {                                                                                                        \
        return vg_lane_shuffle(value, __vg_lane_id() - delta);                                               \
    }                                                                                                        \
    T VG_OVERLOAD sub_group_shuffle_down(T value, uint delta)                                                \
    {                                                                                                        \
        return vg_lane_shuffle(value, __vg_lane_id() + delta);                                               \
    }                                                                                                        \
    T VG_OVERLOAD sub_group_rotate(T value, int delta)                                                       \
    {                                                                                                        \
        return vg_lane_shuffle(value, __vg_lane_id() + (uint)delta);                                         \
    }                                                                                                        \
    T VG_OVERLOAD sub_group_clustered_rotate(T value, int delta, uint cluster)                               \
    {                                                                                                        \
        uint lane = __vg_lane_id(), inside = cluster - 1;                                                    \
        return vg_lane_shuffle(value, (lane & ~inside) | ((lane + (uint)delta) & inside));                   \
    }

VG_ALL_TYPES(SHUFFLES)

/* ---- Reductions and scans ---- */

#define UNIFORM(T, OP)                                                                                       \
    T VG_OVERLOAD sub_group_reduce_##OP(T value)                                                             \
    {                                                                                                        \
        return vg_lanes_reduce_##OP(value);                                                                  \
    }                                                                                                        \
    T VG_OVERLOAD sub_group_scan_inclusive_##OP(T value)                                                     \
    {                                                                                                        \
        return vg_lanes_inclusive_##OP(value);                                                               \
    }                                                                                                        \
    T VG_OVERLOAD sub_group_scan_exclusive_##OP(T value)                                                     \
    {                                                                                                        \
        return vg_lanes_exclusive_##OP(value);                                                               \
    }

#define NON_UNIFORM(T, OP)                                                                                   \
    T VG_OVERLOAD sub_group_non_uniform_reduce_##OP(T value)                                                 \
    {                                                                                                        \
        return vg_lanes_reduce_##OP(value);                                                                  \
    }                                                                                                        \
    T VG_OVERLOAD sub_group_non_uniform_scan_inclusive_##OP(T value)                                         \
    {                                                                                                        \
        return vg_lanes_inclusive_##OP(value);                                                               \
    }                                                                                                        \
    T VG_OVERLOAD sub_group_non_uniform_scan_exclusive_##OP(T value)                                         \
    {                                                                                                        \
        return vg_lanes_exclusive_##OP(value);                                                               \
    }                                                                                                        \
    T VG_OVERLOAD sub_group_clustered_reduce_##OP(T value, uint cluster)                                     \
    {                                                                                                        \
        return vg_lanes_cluster_##OP(value, cluster);                                                        \
    }

#define ARITHMETIC(T)                                                                                        \
    UNIFORM(T, add)                                                                                          \
    UNIFORM(T, min)                                                                                          \
    UNIFORM(T, max) NON_UNIFORM(T, add) NON_UNIFORM(T, min) NON_UNIFORM(T, max) NON_UNIFORM(T, mul)
#define BITWISE(T) NON_UNIFORM(T, and) NON_UNIFORM(T, or) NON_UNIFORM(T, xor)

VG_ALL_TYPES(ARITHMETIC)
VG_INT_TYPES(BITWISE)

/* Of truth values. Each is a question to the ballot about some of the lanes: have none of them a predicate of
 * 0, has any a predicate, is the number of predicates odd. */
VG_HELPER int logical_and(int predicate, uint lanes)
{
    return (__vg_lane_ballot(predicate == 0) & lanes) == 0;
}

VG_HELPER int logical_or(int predicate, uint lanes)
{
    return (__vg_lane_ballot(predicate) & lanes) != 0;
}

VG_HELPER int logical_xor(int predicate, uint lanes)
{
    return popcount(__vg_lane_ballot(predicate) & lanes) & 1;
}

VG_HELPER uint lanes_of_cluster(uint cluster)
{
    uint lanes = cluster < 32 ? (1u << cluster) - 1 : ~0u;
    return lanes << (__vg_lane_id() & ~(cluster - 1));
}

#define LOGICAL(OP)                                                                                          \
    int VG_OVERLOAD sub_group_non_uniform_reduce_##OP(int predicate)                                         \
    {                                                                                                        \
        return OP(predicate, ~0u);                                                                           \
    }                                                                                                        \
    int VG_OVERLOAD sub_group_non_uniform_scan_inclusive_##OP(int predicate)                                 \
    {                                                                                                        \
        return OP(predicate, lanes_up_to());                                                                 \
    }                                                                                                        \
    int VG_OVERLOAD sub_group_non_uniform_scan_exclusive_##OP(int predicate)                                 \
    {                                                                                                        \
        return OP(predicate, lanes_below());                                                                 \
    }                                                                                                        \
    int VG_OVERLOAD sub_group_clustered_reduce_##OP(int predicate, uint cluster)                             \
    {                                                                                                        \
        return OP(predicate, lanes_of_cluster(cluster));                                                     \
    }

LOGICAL(logical_and)
LOGICAL(logical_or)
LOGICAL(logical_xor)
