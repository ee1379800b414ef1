/* SPDX-License-Identifier: MIT */
/* Work-group collectives. The lanes of a vector combine their values first. Between two barriers the vectors
 * of a group run one after another, in the order of their ids: the last one therefore finds what each of them
 * has and combines it, and in a scan each finds what those before have together.
 *
 * There are two places for results, used in turns, so that one barrier is enough: behind it the one is read
 * while the next function writes the other. The last vector before the barrier ends the turn. */
#include "builtins/group/lanes.h"

enum { PLACE_BYTES = 8, TURN_AT = 2 * PLACE_BYTES };

VG_HELPER local char *slots(void)
{
    return (local char *)__vg_group_slots();
}

VG_HELPER local uint *turn(void)
{
    return (local uint *)(slots() + TURN_AT);
}

/* Of this turn, before the barrier. */
VG_HELPER local void *place(void)
{
    return slots() + (*turn() & 1) * PLACE_BYTES;
}

/* Behind the barrier. */
VG_HELPER local void *last_place(void)
{
    return slots() + (~*turn() & 1) * PLACE_BYTES;
}

/* One for each vector. */
VG_HELPER local void *parts(void)
{
    return slots() + VG_GROUP_SLOTS_AT;
}

VG_HELPER bool is_last_vector(void)
{
    return get_sub_group_id() + 1 == get_num_sub_groups();
}

VG_HELPER void end_turn(void)
{
    if (is_last_vector())
        *turn() ^= 1;
    barrier(CLK_LOCAL_MEM_FENCE);
}

/* total runs four sums, so that none has to wait for the one before, and fills up the parts to a multiple of
 * four. combine takes what a vector has and gives what the group has; before takes the same and gives what
 * the vectors before have. */
#define COLLECTIVE(T, OP)                                                                                    \
    VG_HELPER T total_##OP(local T *part, uint n)                                                            \
    {                                                                                                        \
        part[n] = part[n + 1] = part[n + 2] = VG_IDENTITY_##OP(T);                                           \
        T a = part[0], b = part[1], c = part[2], d = part[3];                                                \
        for (uint i = 4; i < n; i += 4) {                                                                    \
            a = VG_OP_##OP(a, part[i]);                                                                      \
            b = VG_OP_##OP(b, part[i + 1]);                                                                  \
            c = VG_OP_##OP(c, part[i + 2]);                                                                  \
            d = VG_OP_##OP(d, part[i + 3]);                                                                  \
        }                                                                                                    \
        a = VG_OP_##OP(a, b);                                                                                \
        c = VG_OP_##OP(c, d);                                                                                \
        return VG_OP_##OP(a, c);                                                                             \
    }                                                                                                        \
    VG_HELPER T combine_##OP(T value)                                                                        \
    {                                                                                                        \
        local T *part = (local T *)parts();                                                                  \
        part[get_sub_group_id()] = value;                                                                    \
        if (is_last_vector())                                                                                \
            *(local T *)place() = total_##OP(part, get_num_sub_groups());                                    \
        end_turn();                                                                                          \
        return *(local T *)last_place();                                                                     \
    }                                                                                                        \
    VG_HELPER T before_##OP(T total)                                                                         \
    {                                                                                                        \
        local T *sum = (local T *)place();                                                                   \
        T before = *sum;                                                                                     \
        before = get_sub_group_id() == 0 ? VG_IDENTITY_##OP(T) : before;                                     \
        *sum = VG_OP_##OP(before, total);                                                                    \
        end_turn();                                                                                          \
        return before;                                                                                       \
    }                                                                                                        \
    VG_OVERLOAD T work_group_reduce_##OP(T value)                                                            \
    {                                                                                                        \
        return combine_##OP(vg_lanes_reduce_##OP(value));                                                    \
    }                                                                                                        \
    VG_OVERLOAD T work_group_scan_inclusive_##OP(T value)                                                    \
    {                                                                                                        \
        T upto = vg_lanes_inclusive_##OP(value);                                                             \
        return VG_OP_##OP(before_##OP(vg_lane_shuffle(upto, __vg_lane_count() - 1)), upto);                  \
    }                                                                                                        \
    VG_OVERLOAD T work_group_scan_exclusive_##OP(T value)                                                    \
    {                                                                                                        \
        T upto = vg_lanes_inclusive_##OP(value), below = vg_lanes_exclusive_##OP(value);                     \
        return VG_OP_##OP(before_##OP(vg_lane_shuffle(upto, __vg_lane_count() - 1)), below);                 \
    }

#define BROADCAST(T)                                                                                         \
    VG_HELPER T broadcast(T value, bool source)                                                              \
    {                                                                                                        \
        if (source)                                                                                          \
            *(local T *)place() = value;                                                                     \
        end_turn();                                                                                          \
        return *(local T *)last_place();                                                                     \
    }                                                                                                        \
    VG_OVERLOAD T work_group_broadcast(T value, size_t x)                                                    \
    {                                                                                                        \
        return broadcast(value, get_local_id(0) == x);                                                       \
    }                                                                                                        \
    VG_OVERLOAD T work_group_broadcast(T value, size_t x, size_t y)                                          \
    {                                                                                                        \
        return broadcast(value, get_local_id(0) == x && get_local_id(1) == y);                               \
    }                                                                                                        \
    VG_OVERLOAD T work_group_broadcast(T value, size_t x, size_t y, size_t z)                                \
    {                                                                                                        \
        return broadcast(value, get_local_id(0) == x && get_local_id(1) == y && get_local_id(2) == z);       \
    }

#define COLLECTIVES(T) COLLECTIVE(T, add) COLLECTIVE(T, min) COLLECTIVE(T, max) BROADCAST(T)

COLLECTIVES(int)
COLLECTIVES(uint)
COLLECTIVES(long)
COLLECTIVES(ulong)
COLLECTIVES(half)
COLLECTIVES(float)
COLLECTIVES(double)

VG_OVERLOAD int work_group_all(int predicate)
{
    return combine_min((int)(__vg_lane_ballot(predicate == 0) == 0));
}

VG_OVERLOAD int work_group_any(int predicate)
{
    return combine_max((int)(__vg_lane_ballot(predicate) != 0));
}
