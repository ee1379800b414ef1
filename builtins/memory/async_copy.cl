/* SPDX-License-Identifier: MIT */
/* Asynchronous copies and prefetch. All work-items of a group reach a copy with the same arguments; the first of
 * them moves everything at once, in the order of memory. Waiting for an event is then a barrier. Vectors of three
 * are moved as vectors of four. */
#include "builtins/base.h"

/* T is the element of the signature, M the type that moves it. */
#define COPIES(T, M)                                                                                         \
    VG_HELPER void copy_all(local M *to, size_t to_step, const global M *from, size_t from_step, size_t n) \
    {                                                                                                        \
        for (size_t i = vg_item_index() ? n : 0; i < n; i++)                                                 \
            to[i * to_step] = from[i * from_step];                                                           \
    }                                                                                                        \
    VG_HELPER void copy_all(global M *to, size_t to_step, const local M *from, size_t from_step, size_t n) \
    {                                                                                                        \
        for (size_t i = vg_item_index() ? n : 0; i < n; i++)                                                 \
            to[i * to_step] = from[i * from_step];                                                           \
    }

#define ASYNC(T, M)                                                                                          \
    VG_OVERLOAD event_t async_work_group_copy(local T *to, const global T *from, size_t n, event_t event)    \
    {                                                                                                        \
        copy_all((local M *)to, 1, (const global M *)from, 1, n);                                          \
        return event;                                                                                        \
    }                                                                                                        \
    VG_OVERLOAD event_t async_work_group_copy(global T *to, const local T *from, size_t n, event_t event)    \
    {                                                                                                        \
        copy_all((global M *)to, 1, (const local M *)from, 1, n);                                          \
        return event;                                                                                        \
    }                                                                                                        \
    VG_OVERLOAD event_t async_work_group_strided_copy(local T *to, const global T *from, size_t n,           \
                                                      size_t stride, event_t event)                          \
    {                                                                                                        \
        copy_all((local M *)to, 1, (const global M *)from, stride, n);                                     \
        return event;                                                                                        \
    }                                                                                                        \
    VG_OVERLOAD event_t async_work_group_strided_copy(global T *to, const local T *from, size_t n,           \
                                                      size_t stride, event_t event)                          \
    {                                                                                                        \
        copy_all((global M *)to, stride, (const local M *)from, 1, n);                                     \
        return event;                                                                                        \
    }                                                                                                        \
    VG_OVERLOAD void prefetch(const global T *p, size_t n)                                                   \
    {                                                                                                        \
        (void)p;                                                                                             \
        (void)n;                                                                                             \
    }

#define BOTH(T, M) COPIES(T, M) ASYNC(T, M)
#define ALL_SIZES(T)                                                                                         \
    BOTH(T, T)                                                                                               \
    BOTH(T##2, T##2)                                                                                         \
    BOTH(T##4, T##4)                                                                                         \
    ASYNC(T##3, T##4)                                                                                        \
    BOTH(T##8, T##8)                                                                                         \
    BOTH(T##16, T##16)

VG_ALL_TYPES(ALL_SIZES)

#define WAIT(S)                                                                                              \
    VG_OVERLOAD void wait_group_events(int count, S event_t *events)                                         \
    {                                                                                                        \
        (void)count;                                                                                         \
        (void)events;                                                                                        \
        barrier(CLK_LOCAL_MEM_FENCE | CLK_GLOBAL_MEM_FENCE);                                                 \
    }

WAIT(private)
WAIT(generic)
