/* SPDX-License-Identifier: MIT */
/* Events. A command is one allocation: its event, the typed command, the executor's task with its edges and
 * spans, and what the command copied. User events are events with a manual task and no command.
 *
 * An event's references: the application's, one while the task is not retired, and what queues, waiters and
 * posted callbacks hold. Callbacks run on the thread of notice.h. */
#ifndef VG_PLATFORM_EVENT_H
#define VG_PLATFORM_EVENT_H

#include "executor/task.h"
#include "platform/object.h"

struct vg_command;
struct vg_context;
struct vg_event_callback;
struct vg_queue;
struct vg_use;

typedef void(CL_CALLBACK *vg_event_notify)(cl_event event, cl_int status, void *user);

struct vg_event {
    struct vg_object object;
    struct vg_context *context; /* retained by the queue, or by the user event itself */
    struct vg_queue *queue;     /* retained; NULL for user events */
    cl_command_type type;
    atomic_int status;                             /* CL_QUEUED .. CL_COMPLETE, or negative */
    _Atomic(struct vg_event_callback *) callbacks; /* a stack that only grows until the event dies */
    cl_ulong queued_ns, submit_ns;                 /* when the queue profiles */

    struct vg_task task;
    struct vg_command *command; /* NULL for user events; within this allocation, as is all that follows */
    void *extra;                /* the command's own bytes, aligned to 128; NULL when it wants none */
    struct vg_use *uses;        /* what the command uses, retained until it is over */
    size_t use_count;
    struct vg_edge *edges; /* behind the wait list, then behind what the queue orders it after */
    size_t edge_count;
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

/* For command.c: an event of the queue with two references, the running command's and the application's, and
 * trailing zeroed bytes behind it. NULL when out of memory. */
struct vg_event *vg_event_create(struct vg_queue *queue, cl_command_type type, size_t trailing);
/* Gives both references of an event back whose task was not submitted. */
void vg_event_abandon(struct vg_event *event);
/* For object.c: the application let the last reference go. A user event that nobody can complete any more
 * fails, so that commands behind it do not wait for ever. */
void vg_event_let_go(struct vg_event *event);

#endif
