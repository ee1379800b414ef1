/* SPDX-License-Identifier: MIT */
/* Work-group collectives. Every work-item puts its value into a slot that the group shares; between two
 * barriers the first one goes through them all, so the work is linear in the size of the group. A last
 * barrier keeps the slots for reading until everyone has read. */
#include "builtins/base.h"

#define OP_add(x, y) ((x) + (y))
#define OP_min(x, y) min(x, y)
#define OP_max(x, y) max(x, y)
#define IDENTITY_add(T) ((T)0)
#define IDENTITY_min(T) ((T)VG_MAX(T))
#define IDENTITY_max(T) ((T)VG_MIN(T))

/* A reduction leaves its result in the first slot; a scan overwrites each slot with its own. */
#define COLLECTIVE(T, OP)                                                                                    \
    VG_OVERLOAD T work_group_reduce_##OP(T value)                                                            \
    {                                                                                                        \
        local T *slots = (local T *)__vg_group_slots();                                                      \
        size_t index = vg_item_index();                                                                      \
        slots[index] = value;                                                                                \
        barrier(CLK_LOCAL_MEM_FENCE);                                                                        \
        if (index == 0) {                                                                                    \
            T total = slots[0];                                                                              \
            for (size_t i = 1, n = vg_item_count(); i < n; i++)                                              \
                total = OP_##OP(total, slots[i]);                                                            \
            slots[0] = total;                                                                                \
        }                                                                                                    \
        barrier(CLK_LOCAL_MEM_FENCE);                                                                        \
        T result = slots[0];                                                                                 \
        barrier(CLK_LOCAL_MEM_FENCE);                                                                        \
        return result;                                                                                       \
    }                                                                                                        \
    VG_HELPER T scan_##OP(T value, bool inclusive)                                                           \
    {                                                                                                        \
        local T *slots = (local T *)__vg_group_slots();                                                      \
        size_t index = vg_item_index();                                                                      \
        slots[index] = value;                                                                                \
        barrier(CLK_LOCAL_MEM_FENCE);                                                                        \
        if (index == 0) {                                                                                    \
            T before = IDENTITY_##OP(T);                                                                     \
            for (size_t i = 0, n = vg_item_count(); i < n; i++) {                                            \
                T upto = OP_##OP(before, slots[i]);                                                          \
                slots[i] = inclusive ? upto : before;                                                        \
                before = upto;                                                                               \
            }                                                                                                \
        }                                                                                                    \
        barrier(CLK_LOCAL_MEM_FENCE);                                                                        \
        T result = slots[index];                                                                             \
        barrier(CLK_LOCAL_MEM_FENCE);                                                                        \
        return result;                                                                                       \
    }                                                                                                        \
    VG_OVERLOAD T work_group_scan_inclusive_##OP(T value)                                                    \
    {                                                                                                        \
        return scan_##OP(value, true);                                                                       \
    }                                                                                                        \
    VG_OVERLOAD T work_group_scan_exclusive_##OP(T value)                                                    \
    {                                                                                                        \
        return scan_##OP(value, false);                                                                      \
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
    return work_group_reduce_min(predicate != 0);
}

VG_OVERLOAD int work_group_any(int predicate)
{
    return work_group_reduce_max(predicate != 0);
}
