/* SPDX-License-Identifier: MIT */
/* Stacks of destructor callbacks. */
#include "platform/destructor.h"

#include "base/alloc.h"
#include "base/error.h"

cl_int vg_destructor_push(struct vg_destructor **stack, struct vg_mutex *lock, vg_any_function *notify,
                          void *user)
{
    if (!notify)
        return vg_fail(CL_INVALID_VALUE, "pfn_notify is NULL");
    struct vg_destructor *entry = vg_zalloc(sizeof(*entry));
    if (!entry)
        return vg_fail(CL_OUT_OF_HOST_MEMORY, "no memory for a destructor callback");
    entry->notify = notify;
    entry->user = user;
    vg_mutex_lock(lock);
    entry->next = *stack;
    *stack = entry;
    vg_mutex_unlock(lock);
    return CL_SUCCESS;
}

void vg_destructor_run(struct vg_destructor **stack, void *handle,
                       void (*call)(vg_any_function *notify, void *handle, void *user))
{
    while (*stack) {
        struct vg_destructor *entry = *stack;
        *stack = entry->next;
        call(entry->notify, handle, entry->user);
        vg_free(entry);
    }
}
