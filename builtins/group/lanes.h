/* SPDX-License-Identifier: MIT */
/* What the work-items of a sub-group, the lanes of one vector, compute together: for any type on the words
 * that the lane primitives of base.h take.
 *
 * Reductions and scans first give the lanes that do not take part the operation's identity; the steps that
 * follow are straight code, which all lanes run. A step reaches twice as far as the one before. Indices are
 * the lane's own number and constants, so that each shuffle has a fixed pattern. */
#ifndef VG_BUILTINS_GROUP_LANES_H
#define VG_BUILTINS_GROUP_LANES_H

#include "builtins/base.h"

/* Integers wrap around: lanes are combined in another order than that in which a program may know that they
 * do not overflow. */
#define VG_LANE_ARITHMETIC(T, WORD)                                                                          \
    VG_HELPER T vg_sum(T x, T y)                                                                             \
    {                                                                                                        \
        return (T)((WORD)x + (WORD)y);                                                                       \
    }                                                                                                        \
    VG_HELPER T vg_product(T x, T y)                                                                         \
    {                                                                                                        \
        return (T)((WORD)x * (WORD)y);                                                                       \
    }

VG_LANE_ARITHMETIC(char, uint)
VG_LANE_ARITHMETIC(uchar, uint)
VG_LANE_ARITHMETIC(short, uint)
VG_LANE_ARITHMETIC(ushort, uint)
VG_LANE_ARITHMETIC(int, uint)
VG_LANE_ARITHMETIC(uint, uint)
VG_LANE_ARITHMETIC(long, ulong)
VG_LANE_ARITHMETIC(ulong, ulong)
VG_LANE_ARITHMETIC(half, half)
VG_LANE_ARITHMETIC(float, float)
VG_LANE_ARITHMETIC(double, double)

#define VG_OP_add(x, y) vg_sum(x, y)
#define VG_OP_mul(x, y) vg_product(x, y)
#define VG_OP_min(x, y) min(x, y)
#define VG_OP_max(x, y) max(x, y)
#define VG_OP_and(x, y) ((x) & (y))
#define VG_OP_or(x, y) ((x) | (y))
#define VG_OP_xor(x, y) ((x) ^ (y))
#define VG_IDENTITY_add(T) ((T)0)
#define VG_IDENTITY_mul(T) ((T)1)
#define VG_IDENTITY_min(T) ((T)VG_MAX(T))
#define VG_IDENTITY_max(T) ((T)VG_MIN(T))
#define VG_IDENTITY_and(T) ((T) ~(T)0)
#define VG_IDENTITY_or(T) ((T)0)
#define VG_IDENTITY_xor(T) ((T)0)

VG_HELPER half vg_half_of(uint word)
{
    return as_half((ushort)word);
}

#define VG_LANE_TYPE(T, WORD, TO_WORD, FROM_WORD)                                                            \
    VG_HELPER T vg_lane_shuffle(T value, uint lane)                                                          \
    {                                                                                                        \
        return FROM_WORD(__vg_lane_shuffle_##WORD(TO_WORD(value), lane));                                    \
    }                                                                                                        \
    VG_HELPER T vg_lane_fill(T value, T otherwise)                                                           \
    {                                                                                                        \
        return FROM_WORD(__vg_lane_fill_##WORD(TO_WORD(value), TO_WORD(otherwise)));                         \
    }

VG_LANE_TYPE(char, uint, (uint), (char))
VG_LANE_TYPE(uchar, uint, (uint), (uchar))
VG_LANE_TYPE(short, uint, (uint), (short))
VG_LANE_TYPE(ushort, uint, (uint), (ushort))
VG_LANE_TYPE(int, uint, (uint), (int))
VG_LANE_TYPE(uint, uint, (uint), (uint))
VG_LANE_TYPE(long, ulong, (ulong), (long))
VG_LANE_TYPE(ulong, ulong, (ulong), (ulong))
VG_LANE_TYPE(half, uint, as_ushort, vg_half_of)
VG_LANE_TYPE(float, uint, as_uint, as_float)
VG_LANE_TYPE(double, ulong, as_ulong, as_double)

/* X(distance) for each step that the widest vector needs; narrower ones leave out the last. */
#define VG_LANE_STEPS(X, ...)                                                                                \
    X(1, ##__VA_ARGS__) X(2, ##__VA_ARGS__) X(4, ##__VA_ARGS__) X(8, ##__VA_ARGS__) X(16, ##__VA_ARGS__)

#define VG_REDUCE_STEP(DISTANCE, OP)                                                                         \
    other = vg_lane_shuffle(value, lane ^ DISTANCE);                                                         \
    value = DISTANCE < size ? VG_OP_##OP(value, other) : value;

#define VG_SCAN_STEP(DISTANCE, OP)                                                                           \
    other = vg_lane_shuffle(value, lane - DISTANCE);                                                         \
    value = lane >= DISTANCE ? VG_OP_##OP(other, value) : value;

/* Over each `cluster` lanes that are neighbours, a power of two; over all of the vector; scans over all. */
#define VG_LANES_COLLECTIVE(T, OP)                                                                           \
    VG_HELPER T vg_lanes_cluster_##OP(T value, uint cluster)                                                 \
    {                                                                                                        \
        uint lane = __vg_lane_id(), size = min(cluster, __vg_lane_count());                                  \
        T other;                                                                                             \
        value = vg_lane_fill(value, VG_IDENTITY_##OP(T));                                                    \
        VG_LANE_STEPS(VG_REDUCE_STEP, OP)                                                                    \
        return value;                                                                                        \
    }                                                                                                        \
    VG_HELPER T vg_lanes_reduce_##OP(T value)                                                                \
    {                                                                                                        \
        return vg_lane_shuffle(vg_lanes_cluster_##OP(value, __vg_lane_count()), 0);                          \
    }                                                                                                        \
    VG_HELPER T vg_lanes_inclusive_##OP(T value)                                                             \
    {                                                                                                        \
        uint lane = __vg_lane_id();                                                                          \
        T other;                                                                                             \
        value = vg_lane_fill(value, VG_IDENTITY_##OP(T));                                                    \
        VG_LANE_STEPS(VG_SCAN_STEP, OP)                                                                      \
        return value;                                                                                        \
    }                                                                                                        \
    VG_HELPER T vg_lanes_exclusive_##OP(T value)                                                             \
    {                                                                                                        \
        uint lane = __vg_lane_id();                                                                          \
        T before = vg_lane_shuffle(vg_lanes_inclusive_##OP(value), lane - 1);                                \
        return lane ? before : VG_IDENTITY_##OP(T);                                                          \
    }

#define VG_LANES_ARITHMETIC(T)                                                                               \
    VG_LANES_COLLECTIVE(T, add)                                                                              \
    VG_LANES_COLLECTIVE(T, min) VG_LANES_COLLECTIVE(T, max) VG_LANES_COLLECTIVE(T, mul)
#define VG_LANES_BITWISE(T) VG_LANES_COLLECTIVE(T, and) VG_LANES_COLLECTIVE(T, or) VG_LANES_COLLECTIVE(T, xor)

VG_ALL_TYPES(VG_LANES_ARITHMETIC)
VG_INT_TYPES(VG_LANES_BITWISE)

/* The lowest lane that takes part. */
VG_HELPER uint vg_lane_first(void)
{
    return ctz(__vg_lane_ballot(1));
}

/* Local id in x of lane 0. */
VG_HELPER uint vg_lanes_start(void)
{
    return vg_lane_shuffle((uint)get_local_id(0), 0);
}

#endif
