/* SPDX-License-Identifier: MIT */
/* The queue through which ready tasks reach the workers: first in, first out, linked through the tasks.
 * Pushing is wait-free; poppers exclude each other by a flag and give up rather than wait for it. */
#ifndef VG_EXECUTOR_INJECTOR_H
#define VG_EXECUTOR_INJECTOR_H

#include <stdatomic.h>
#include <stdbool.h>

#include "base/attributes.h"
#include "executor/task.h"

struct vg_injector {
    _Alignas(VG_CACHE_LINE) _Atomic(struct vg_task *) newest;
    atomic_uint count; /* raised before a push, lowered after a pop */
    _Alignas(VG_CACHE_LINE) atomic_bool popping;
    struct vg_task *oldest; /* the popper's */
    struct vg_task stub;    /* in the queue when it would otherwise be without a node */
};

void vg_injector_init(struct vg_injector *injector);
void vg_injector_push(struct vg_injector *injector, struct vg_task *task);
/* NULL when empty, or when another thread is pushing or popping at this moment. */
struct vg_task *vg_injector_pop(struct vg_injector *injector);

/* False only when every push so far has been popped; ordered with the wake protocol. */
static inline bool vg_injector_filled(struct vg_injector *injector)
{
    return atomic_load(&injector->count) != 0;
}

#endif
