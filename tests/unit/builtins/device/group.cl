/* SPDX-License-Identifier: MIT */
/* Functions that the work-items of a group call together: each runs on a thread of its own and handles one
 * element, the one at its place in the group. n is the size of the group. */
#include "tests/unit/builtins/device/device.h"

static size_t place(void)
{
    return (get_local_id(2) * get_local_size(1) + get_local_id(1)) * get_local_size(0) + get_local_id(0);
}

/* Three results for each work-item. */
#define SCANS(T, OP)                                                                                         \
    void device_group_##OP##_##T(ARRAYS)                                                                     \
    {                                                                                                        \
        T value = ((global const T *)pa)[place()];                                                           \
        global T *r = (global T *)pr;                                                                        \
        r[place()] = work_group_reduce_##OP(value);                                                          \
        r[place() + n] = work_group_scan_inclusive_##OP(value);                                              \
        r[place() + 2 * n] = work_group_scan_exclusive_##OP(value);                                          \
    }
#define ALL_SCANS(T) GROUP_OPERATIONS(SCANS, T)
GROUP_TYPES(ALL_SCANS)

/* The source is the last work-item of each dimension. */
#define BROADCAST(T)                                                                                         \
    void device_group_broadcast_##T(ARRAYS)                                                                  \
    {                                                                                                        \
        T value = ((global const T *)pa)[place()];                                                           \
        size_t x = get_local_size(0) - 1, y = get_local_size(1) - 1, z = get_local_size(2) - 1;              \
        global T *r = (global T *)pr;                                                                        \
        r[place()] = z   ? work_group_broadcast(value, x, y, z)                                              \
                     : y ? work_group_broadcast(value, x, y)                                                 \
                         : work_group_broadcast(value, x);                                                   \
    }
GROUP_TYPES(BROADCAST)

/* b: whether the work-item's predicate holds. */
void device_group_all_any(ARRAYS)
{
    int predicate = ((global const int *)pa)[place()];
    global int *r = (global int *)pr;
    r[place()] = work_group_all(predicate);
    r[place() + n] = work_group_any(predicate);
}

/* c is local memory. In: copied as it is, then every third element gathered; out: from local to every second
 * element. r holds n, then n, then 2n elements. */
#define COPIES(T, SIZE)                                                                                      \
    void device_group_copy_##T(ARRAYS)                                                                       \
    {                                                                                                        \
        global const T *a = (global const T *)pa;                                                            \
        local T *c = (local T *)(ulong)pc;                                                                   \
        global T *r = (global T *)pr;                                                                        \
        event_t event = async_work_group_copy(c, a, n, 0);                                                   \
        wait_group_events(1, &event);                                                                        \
        event = async_work_group_copy(r, c, n, 0);                                                           \
        wait_group_events(1, &event);                                                                        \
        event = async_work_group_strided_copy(c, a, n, 3, 0);                                                \
        wait_group_events(1, &event);                                                                        \
        event = async_work_group_copy(r + n, c, n, 0);                                                       \
        event = async_work_group_strided_copy(r + 2 * n, c, n, 2, event);                                    \
        wait_group_events(1, &event);                                                                        \
        prefetch(a, n);                                                                                      \
    }
COPY_TYPES(COPIES)
