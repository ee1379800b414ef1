/* SPDX-License-Identifier: MIT */
/* The intrusive queue of Vyukov. A push swaps itself in as the newest and then links its predecessor to
 * itself; between the two steps the chain is cut, and a popper that comes to the cut treats the queue as
 * empty. The count still shows it filled, so nobody goes to sleep over it. */
#include "executor/injector.h"

void vg_injector_init(struct vg_injector *injector)
{
    atomic_init(&injector->count, 0);
    atomic_init(&injector->popping, false);
    atomic_init(&injector->stub.next_ready, NULL);
    atomic_init(&injector->newest, &injector->stub);
    injector->oldest = &injector->stub;
}

static void link_newest(struct vg_injector *injector, struct vg_task *task)
{
    atomic_store_explicit(&task->next_ready, NULL, memory_order_relaxed);
    struct vg_task *before = atomic_exchange(&injector->newest, task);
    atomic_store_explicit(&before->next_ready, task, memory_order_release);
}

void vg_injector_push(struct vg_injector *injector, struct vg_task *task)
{
    atomic_fetch_add(&injector->count, 1);
    link_newest(injector, task);
}

static struct vg_task *next_of(struct vg_task *task)
{
    return atomic_load_explicit(&task->next_ready, memory_order_acquire);
}

static struct vg_task *pop_alone(struct vg_injector *injector)
{
    struct vg_task *oldest = injector->oldest;
    struct vg_task *next = next_of(oldest);
    if (oldest == &injector->stub) {
        if (!next)
            return NULL;
        injector->oldest = oldest = next;
        next = next_of(oldest);
    }
    if (!next) { /* the newest can only leave when something stands behind it */
        if (oldest != atomic_load(&injector->newest))
            return NULL;
        link_newest(injector, &injector->stub);
        next = next_of(oldest);
        if (!next)
            return NULL;
    }
    injector->oldest = next;
    return oldest;
}

struct vg_task *vg_injector_pop(struct vg_injector *injector)
{
    if (!vg_injector_filled(injector) ||
        atomic_exchange_explicit(&injector->popping, true, memory_order_acquire))
        return NULL;
    struct vg_task *task = pop_alone(injector);
    atomic_store_explicit(&injector->popping, false, memory_order_release);
    if (task)
        atomic_fetch_sub(&injector->count, 1);
    return task;
}
