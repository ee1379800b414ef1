/* SPDX-License-Identifier: MIT */
/* Objects that the tests of the platform share. */
#include "tests/unit/platform/fixture.h"

#include <time.h>

struct vg_context *fixture_context(void)
{
    const cl_device_id device = vg_device_handle(vg_device_root());
    struct vg_context *context = NULL;
    succeeds(vg_context_create(NULL, 1, &device, NULL, NULL, &context));
    return context;
}

struct vg_queue *fixture_queue(struct vg_context *context, cl_command_queue_properties flags)
{
    struct vg_queue *queue = NULL;
    succeeds(vg_queue_create_flags(context, vg_device_handle(vg_device_root()), flags, &queue));
    return queue;
}

struct vg_mem *fixture_buffer(struct vg_context *context, size_t size)
{
    struct vg_mem *mem = NULL;
    succeeds(vg_buffer_create(context, NULL, CL_MEM_READ_WRITE, size, NULL, &mem));
    return mem;
}

struct vg_event *fixture_user_event(struct vg_context *context)
{
    struct vg_event *event = NULL;
    succeeds(vg_user_event_create(context, &event));
    return event;
}

void fixture_drop_context(struct vg_context *context)
{
    succeeds(vg_context_api_release(vg_context_handle(context)));
}

void fixture_drop_queue(struct vg_queue *queue)
{
    succeeds(vg_queue_api_release(vg_queue_handle(queue)));
}

void fixture_drop_mem(struct vg_mem *mem)
{
    succeeds(vg_mem_api_release(vg_mem_handle(mem)));
}

void fixture_drop_event(cl_event event)
{
    succeeds(vg_event_api_release(event));
}

cl_int fixture_enqueue(struct vg_queue *queue, const struct vg_command *command, cl_event *event)
{
    return vg_enqueue(vg_queue_handle(queue), command, vg_wait_list(0, NULL), CL_FALSE, event);
}

cl_int fixture_enqueue_after(struct vg_queue *queue, const struct vg_command *command, cl_event before,
                             cl_event *event)
{
    return vg_enqueue(vg_queue_handle(queue), command, vg_wait_list(before ? 1 : 0, before ? &before : NULL),
                      CL_FALSE, event);
}

struct note {
    struct fixture_log *log;
    char letter;
};

static void CL_CALLBACK write_note(void *args)
{
    const struct note *note = args;
    note->log->text[atomic_fetch_add(&note->log->length, 1)] = note->letter;
}

cl_int fixture_note(struct vg_queue *queue, struct fixture_log *log, char letter, cl_event before,
                    cl_event *event)
{
    const struct note note = {log, letter};
    const struct vg_native native = vg_native(write_note, &note, sizeof(note), 0, NULL, NULL);
    return fixture_enqueue_after(queue, &native.base, before, event);
}

cl_int fixture_status(cl_event event)
{
    cl_int status = 1;
    succeeds(vg_event_info(vg_event_from(event), CL_EVENT_COMMAND_EXECUTION_STATUS, sizeof(status), &status,
                           NULL));
    return status;
}

void fixture_eventually(atomic_int *counter, int value)
{
    const struct timespec millisecond = {0, 1000000};
    for (int i = 0; i < 10000 && atomic_load(counter) != value; i++)
        nanosleep(&millisecond, NULL);
    assert_int_equal(atomic_load(counter), value);
}
