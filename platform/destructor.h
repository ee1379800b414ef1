/* SPDX-License-Identifier: MIT */
/* The stacks of destructor callbacks of contexts and memory objects. */
#ifndef VG_PLATFORM_DESTRUCTOR_H
#define VG_PLATFORM_DESTRUCTOR_H

#include "base/cl.h"
#include "base/sync.h"

typedef void vg_any_function(void); /* cast back to its own type by whoever stored it */

struct vg_destructor {
    struct vg_destructor *next;
    vg_any_function *notify;
    void *user;
};

/* Puts a callback on the stack that lock guards: CL_INVALID_VALUE when notify is NULL, CL_OUT_OF_HOST_MEMORY.
 */
cl_int vg_destructor_push(struct vg_destructor **stack, struct vg_mutex *lock, vg_any_function *notify,
                          void *user);

/* Calls and frees all, last registered first, through call, which knows the type of notify. For an object
 * that nobody else can reach any more. */
void vg_destructor_run(struct vg_destructor **stack, void *handle,
                       void (*call)(vg_any_function *notify, void *handle, void *user));

#endif
