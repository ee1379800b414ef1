/* SPDX-License-Identifier: MIT */
/* What most tests of the platform begin with: a context with its queues and buffers, and short forms of calls
 * that must succeed. */
#ifndef VG_TESTS_PLATFORM_FIXTURE_H
#define VG_TESTS_PLATFORM_FIXTURE_H

#include "tests/unit/unit.h"

#include "platform/command.h"
#include "platform/context.h"
#include "platform/device.h"
#include "platform/event.h"
#include "platform/mem.h"
#include "platform/queue.h"

static inline void succeeds(cl_int err)
{
    assert_int_equal(err, CL_SUCCESS);
}

struct vg_context *fixture_context(void);
struct vg_queue *fixture_queue(struct vg_context *context, cl_command_queue_properties flags);
struct vg_mem *fixture_buffer(struct vg_context *context, size_t size);
struct vg_event *fixture_user_event(struct vg_context *context);

/* Drop the reference that the application got. */
void fixture_drop_context(struct vg_context *context);
void fixture_drop_queue(struct vg_queue *queue);
void fixture_drop_mem(struct vg_mem *mem);
void fixture_drop_event(cl_event event);

/* Enqueue without waiting; the event is the application's when wanted. */
cl_int fixture_enqueue(struct vg_queue *queue, const struct vg_command *command, cl_event *event);
cl_int fixture_enqueue_after(struct vg_queue *queue, const struct vg_command *command, cl_event before,
                             cl_event *event);

/* A native kernel that adds its letter to a log, to see the order in which commands run. */
struct fixture_log {
    atomic_uint length;
    char text[64];
};
cl_int fixture_note(struct vg_queue *queue, struct fixture_log *log, char letter, cl_event before,
                    cl_event *event);

cl_int fixture_status(cl_event event);

/* Waits until the counter has the value; callbacks come from a thread of their own. Fails after some seconds.
 */
void fixture_eventually(atomic_int *counter, int value);

#endif
