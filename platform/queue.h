/* SPDX-License-Identifier: MIT */
/* Command queues.
 *
 * In order: `tail` is the last command that may still run; each command takes the place of the one before
 * with one atomic exchange and gets an edge from it. Out of order: every command is a predecessor of `join`,
 * a task that is handed over when a marker or barrier asks for everything before it; `barrier` is the command
 * that all later ones wait for. Commands go to the executor at once, so that a flush has nothing left to do.
 */
#ifndef VG_PLATFORM_QUEUE_H
#define VG_PLATFORM_QUEUE_H

#include <stdbool.h>

#include "platform/event.h"
#include "platform/object.h"
#include "platform/props.h"

struct vg_context;
struct vg_device;
struct vg_command;
struct vg_join;

struct vg_queue {
    struct vg_object object;
    struct vg_context *context; /* retained */
    struct vg_device *device;   /* retained */
    cl_command_queue_properties flags;
    bool out_of_order, profiling;
    unsigned threads; /* compute units when the queue was made: to read them anew costs more than a launch */
    struct vg_props properties; /* as given to clCreateCommandQueueWithProperties */

    _Atomic(struct vg_event *) tail; /* in order only; owns a reference; cleared when that command retires */

    struct vg_mutex lock; /* out of order only; guards the next two */
    struct vg_join *join;
    struct vg_event *barrier; /* retained until it retires; NULL = none */
};

cl_int vg_queue_create(struct vg_context *context, cl_device_id device, const cl_queue_properties *properties,
                       struct vg_queue **out);
/* clCreateCommandQueue of OpenCL 1.x. */
cl_int vg_queue_create_flags(struct vg_context *context, cl_device_id device,
                             cl_command_queue_properties flags, struct vg_queue **out);
cl_int vg_queue_finish(struct vg_queue *queue);
cl_int vg_queue_info(const struct vg_queue *queue, cl_command_queue_info name, size_t capacity, void *value,
                     size_t *size_ret);

/* The one enqueue path: checks the command, copies it, orders it behind what it has to wait for and hands it
 * to the executor. The command is borrowed (usually on the caller's stack). block waits for it; event, when
 * not NULL, receives its event. */
cl_int vg_enqueue(cl_command_queue handle, const struct vg_command *command, struct vg_wait wait,
                  cl_bool block, cl_event *event);

/* For event.c: the command is over for good and no longer the queue's last. */
void vg_queue_forget(struct vg_queue *queue, struct vg_event *event);

#endif
