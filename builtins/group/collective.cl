/* SPDX-License-Identifier: MIT */
/* Work-group collectives. The lanes of a vector combine their values first. Between two barriers the vectors
 * of a group run one after another, in the order of their linear ids, so that each adds to one place that the
 * group shares what it has; a scan finds there what the vectors before have left. A last barrier keeps the
 * place until everyone has read it. */
#include "builtins/group/lanes.h"

VG_HELPER bool is_first_vector(void)
{
    return (vg_lanes_start() | get_local_id(1) | get_local_id(2)) == 0;
}

/* combine takes what a vector has and gives what the group has. */
#define COLLECTIVE(T, OP)                                                                                    \
    VG_HELPER T combine_##OP(T value)                                                                        \
    {                                                                                                        \
        local T *place = (local T *)__vg_group_slots();                                                      \
        T before = *place;                                                                                   \
        *place = is_first_vector() ? value : VG_OP_##OP(before, value);                                      \
        barrier(CLK_LOCAL_MEM_FENCE);                                                                        \
        T total = *place;                                                                                    \
        barrier(CLK_LOCAL_MEM_FENCE);                                                                        \
        return total;                                                                                        \
    }                                                                                                        \
    /* What the vectors before have together; total is of this one. */                                       \
    VG_HELPER T before_##OP(T total)                                                                         \
    {                                                                                                        \
        local T *place = (local T *)__vg_group_slots();                                                      \
        T before = *place;                                                                                   \
        before = is_first_vector() ? VG_IDENTITY_##OP(T) : before;                                           \
        *place = VG_OP_##OP(before, total);                                                                  \
        barrier(CLK_LOCAL_MEM_FENCE);                                                                        \
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
        local T *slots = (local T *)__vg_group_slots();                                                      \
        if (source)                                                                                          \
            slots[0] = value;                                                                                \
        barrier(CLK_LOCAL_MEM_FENCE);                                                                        \
        T result = slots[0];                                                                                 \
        barrier(CLK_LOCAL_MEM_FENCE);                                                                        \
        return result;                                                                                       \
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
