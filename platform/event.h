/* SPDX-License-Identifier: MIT */
/* Events. A command is one allocation: its event, the typed command, the executor's task with its edges and
 * spans, and what the command copied. User events are events with a manual task and no command.
 *
 * An event's references: the application's, one while the task is not retired, and what queues and waiters
 * hold. Callbacks run on the thread that changes the status, with no lock held, before waiters and later
 * commands learn of completion. */
#ifndef VG_PLATFORM_EVENT_H
#define VG_PLATFORM_EVENT_H

#include "executor/task.h"
#include "platform/object.h"

struct vg_command;
struct vg_context;
struct vg_event_callback;
struct vg_queue;

typedef void(CL_CALLBACK *vg_event_notify)(cl_event event, cl_int status, void *user);

struct vg_event {
    struct vg_object object;
    struct vg_context *context; /* retained */
    struct vg_queue *queue;     /* retained; NULL for user events */
    cl_command_type type;
    atomic_int status;                             /* CL_QUEUED .. CL_COMPLETE, or negative */
    _Atomic(struct vg_event_callback *) callbacks; /* a stack that only grows until the event dies */
    cl_ulong queued_ns, submit_ns;                 /* when the queue profiles */

    struct vg_task task;
    struct vg_command *command; /* NULL for user events; within this allocation, as is all that follows */
    void *extra;                /* the command's own bytes, aligned to 128; NULL when it wants none */
    struct vg_object **held;    /* objects that the command uses, retained until it is over */
    size_t held_count;
    struct vg_edge join_edge; /* to the queue's join, in out-of-order queues */
};

struct vg_wait { /* an event wait list as the application gave it */
    cl_uint count;
    const cl_event *events;
};

static inline struct vg_wait vg_wait_list(cl_uint count, const cl_event *events)
{
    return (struct vg_wait){count, events};
}

cl_int vg_user_event_create(struct vg_context *context, struct vg_event **out);
cl_int vg_user_event_set(struct vg_event *event, cl_int status); /* clSetUserEventStatus */
cl_int vg_event_on_status(struct vg_event *event, cl_int status, vg_event_notify notify,
                          void *user);                           /* clSetEventCallback */
cl_int vg_event_wait_all(cl_uint count, const cl_event *events); /* clWaitForEvents */

cl_int vg_event_info(const struct vg_event *event, cl_event_info name, size_t capacity, void *value,
                     size_t *size_ret);
cl_int vg_event_profiling_info(const struct vg_event *event, cl_profiling_info name, size_t capacity,
                               void *value, size_t *size_ret);

/* Waits for one event while holding a reference; gives its status, CL_INVALID_OPERATION on a callback's
 * thread. */
cl_int vg_event_wait(struct vg_event *event);

/* For queue.c: an event with the objects it belongs to retained and room for trailing bytes behind it, in two
 * references: the running command's and the one for the application. */
cl_int vg_event_create(struct vg_context *context, struct vg_queue *queue, cl_command_type type,
                       size_t trailing, struct vg_event **out);
/* Moves the status forward and runs the callbacks that it reaches. */
void vg_event_advance(struct vg_event *event, cl_int status);

#endif
