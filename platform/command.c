/* SPDX-License-Identifier: MIT */
/* Turns a checked command into an event that is ready for its queue. Everything that belongs to the command
 * lies behind the event in one allocation, in the order of struct layout. */
#include "platform/command.h"

#include <string.h>

#include "base/alloc.h"
#include "base/checked.h"
#include "base/error.h"
#include "platform/device.h"
#include "platform/queue.h"

#define EXTRA_ALIGN 128 /* the largest alignment of an OpenCL type */
#define PART_ALIGN 16
#define QUEUE_EDGES 2 /* behind the barrier, and behind the join of everything earlier */

struct layout {
    size_t uses, extra_bytes, edges;              /* how many of each */
    size_t uses_at, spans_at, edges_at, extra_at; /* offsets from the end of struct vg_event */
    size_t total;
};

static bool add_part(size_t *total, size_t count, size_t size, size_t *at)
{
    return vg_align_up(*total, PART_ALIGN, at) && vg_add_mul(*at, count, size, total);
}

static bool plan(const struct vg_command *command, size_t wait_count, struct layout *layout)
{
    const struct vg_command_ops *ops = command->ops;
    layout->uses = ops->uses ? ops->uses(command, NULL, 0) : 0;
    layout->extra_bytes = ops->extra ? ops->extra(command) : 0;
    layout->edges = wait_count + QUEUE_EDGES;
    layout->total = ops->size;
    return add_part(&layout->total, layout->uses, sizeof(struct vg_use), &layout->uses_at) &&
           add_part(&layout->total, layout->uses, sizeof(struct vg_span), &layout->spans_at) &&
           add_part(&layout->total, layout->edges, sizeof(struct vg_edge), &layout->edges_at) &&
           add_part(&layout->total, layout->extra_bytes, 1, &layout->extra_at) &&
           vg_add(layout->total, layout->extra_bytes ? EXTRA_ALIGN : 0, &layout->total) &&
           layout->total <= PTRDIFF_MAX - sizeof(struct vg_event);
}

static void place(struct vg_event *event, const struct layout *layout, size_t command_size,
                  const struct vg_command *command)
{
    char *tail = (char *)(event + 1);
    event->command = (struct vg_command *)(void *)tail;
    memcpy(event->command, command, command_size);
    event->uses = (struct vg_use *)(void *)(tail + layout->uses_at);
    event->edges = (struct vg_edge *)(void *)(tail + layout->edges_at);
    if (layout->extra_bytes) {
        uintptr_t at = (uintptr_t)(tail + layout->extra_at);
        event->extra = tail + layout->extra_at + (EXTRA_ALIGN - at % EXTRA_ALIGN) % EXTRA_ALIGN;
    }
}

static bool is_memory(const struct vg_use *use)
{
    return use->size > 0;
}

/* Retains what the command uses, and tells the task which bytes to pin. */
static void hold_uses(struct vg_event *event, const struct layout *layout)
{
    struct vg_span *spans = (struct vg_span *)(void *)((char *)(event + 1) + layout->spans_at);
    size_t span_count = 0;
    if (layout->uses)
        event->command->ops->uses(event->command, event->uses, layout->uses);
    for (size_t i = 0; i < layout->uses; i++) {
        const struct vg_use *use = &event->uses[i];
        vg_object_retain(use->object);
        event->use_count++;
        if (is_memory(use))
            spans[span_count++] =
                vg_mem_span((struct vg_mem *)(void *)use->object, use->offset, use->size, use->write);
    }
    event->task.spans = spans;
    event->task.span_count = span_count;
}

cl_int vg_command_prepare(struct vg_queue *queue, const struct vg_command *command, struct vg_wait wait,
                          struct vg_event **out)
{
    struct layout layout;
    struct vg_event *event = NULL;
    if (plan(command, wait.count, &layout))
        event = vg_event_create(queue, command->type, layout.total);
    if (!event)
        return vg_fail(CL_OUT_OF_HOST_MEMORY, "no memory for a command with %zu bytes of arguments",
                       layout.extra_bytes);
    place(event, &layout, command->ops->size, command);
    event->task.team = queue->device->team;
    hold_uses(event, &layout);
    cl_int err = command->ops->lower(event->command, &event->task, event->extra);
    if (err != CL_SUCCESS) {
        vg_event_abandon(event);
        return err;
    }
    for (cl_uint i = 0; i < wait.count; i++)
        vg_command_after(event, &vg_event_from(wait.events[i])->task, VG_EDGE_DATA);
    *out = event;
    return CL_SUCCESS;
}

void vg_command_after(struct vg_event *event, struct vg_task *before, enum vg_edge_kind kind)
{
    vg_task_after(&event->task, before, &event->edges[event->edge_count++], kind);
}
