/* SPDX-License-Identifier: MIT */
/* Command queues and the one enqueue path. */
#include "platform/queue.h"

#include "base/alloc.h"
#include "base/clock.h"
#include "base/error.h"
#include "platform/check.h"
#include "platform/command.h"
#include "platform/context.h"
#include "platform/device.h"
#include "platform/info.h"

/* A task that follows every command since the last marker; handed over by the next one. */
struct vg_join {
    struct vg_task task;
};

static void retire_join(struct vg_task *task)
{
    vg_free(VG_CONTAINER_OF(task, struct vg_join, task));
}

static struct vg_join *join_create(void)
{
    struct vg_join *join = vg_zalloc(sizeof(*join));
    if (join) {
        vg_task_init(&join->task, VG_TASK_NONE);
        join->task.retire = retire_join;
    }
    return join;
}

/* ---- Creation ---- */

struct queue_request {
    cl_command_queue_properties flags;
    bool has_size;
};

static cl_int set_flags(void *target, cl_properties value)
{
    struct queue_request *request = target;
    const cl_command_queue_properties known = CL_QUEUE_OUT_OF_ORDER_EXEC_MODE_ENABLE |
                                              CL_QUEUE_PROFILING_ENABLE | CL_QUEUE_ON_DEVICE |
                                              CL_QUEUE_ON_DEVICE_DEFAULT;
    VG_TRY(vg_check_bits("CL_QUEUE_PROPERTIES", value, known));
    request->flags = value;
    return CL_SUCCESS;
}

static cl_int set_size(void *target, cl_properties value)
{
    (void)value;
    struct queue_request *request = target;
    request->has_size = true;
    return CL_SUCCESS;
}

static const struct vg_props_row queue_props[] = {
    {.name = CL_QUEUE_PROPERTIES, .set = set_flags},
    {.name = CL_QUEUE_SIZE, .set = set_size},
};
static const struct vg_props_table queue_props_table =
    VG_PROPS_TABLE("clCreateCommandQueueWithProperties", queue_props, CL_INVALID_VALUE);

/* "if values specified in properties are valid but are not supported by the device"; CL_QUEUE_SIZE and the
 * default queue are valid only for queues on the device */
static cl_int check_request(const struct queue_request *request)
{
    bool on_device = (request->flags & CL_QUEUE_ON_DEVICE) != 0;
    if (!on_device && (request->has_size || (request->flags & CL_QUEUE_ON_DEVICE_DEFAULT)))
        return vg_fail(CL_INVALID_VALUE,
                       "CL_QUEUE_SIZE and CL_QUEUE_ON_DEVICE_DEFAULT need CL_QUEUE_ON_DEVICE");
    if (on_device && !(request->flags & CL_QUEUE_OUT_OF_ORDER_EXEC_MODE_ENABLE))
        return vg_fail(CL_INVALID_VALUE, "CL_QUEUE_ON_DEVICE needs CL_QUEUE_OUT_OF_ORDER_EXEC_MODE_ENABLE");
    if (on_device)
        return vg_fail(CL_INVALID_QUEUE_PROPERTIES, "the device has no queues of its own");
    return CL_SUCCESS;
}

static cl_int get_device(const struct vg_context *context, cl_device_id handle, struct vg_device **out)
{
    VG_TRY(vg_device_get(handle, out));
    return vg_check_device_in(context, *out);
}

static cl_int create(struct vg_context *context, struct vg_device *device, cl_command_queue_properties flags,
                     const cl_queue_properties *properties, struct vg_queue **out)
{
    struct vg_queue *queue = vg_object_create(VG_KIND_QUEUE, sizeof(*queue), &context->object);
    if (!queue)
        return vg_fail(CL_OUT_OF_HOST_MEMORY, "no memory for a command queue");
    vg_context_retain(context);
    vg_device_retain(device);
    queue->context = context;
    queue->device = device;
    queue->threads = vg_device_compute_units(device);
    queue->flags = flags;
    queue->out_of_order = (flags & CL_QUEUE_OUT_OF_ORDER_EXEC_MODE_ENABLE) != 0;
    queue->profiling = (flags & CL_QUEUE_PROFILING_ENABLE) != 0;
    vg_mutex_init(&queue->lock, VG_RANK_QUEUE);
    cl_int err = vg_props_copy(&queue_props_table, &queue->properties, properties);
    if (err == CL_SUCCESS && queue->out_of_order) {
        queue->join = join_create();
        if (!queue->join)
            err = vg_fail(CL_OUT_OF_HOST_MEMORY, "no memory for an out-of-order queue");
    }
    if (err != CL_SUCCESS) {
        vg_queue_release(&queue);
        return err;
    }
    *out = queue;
    return CL_SUCCESS;
}

cl_int vg_queue_create(struct vg_context *context, cl_device_id handle, const cl_queue_properties *properties,
                       struct vg_queue **out)
{
    struct vg_device *device;
    struct queue_request request = {0};
    VG_TRY(get_device(context, handle, &device));
    VG_TRY(vg_props_read(&queue_props_table, properties, &request));
    VG_TRY(check_request(&request));
    return create(context, device, request.flags, properties, out);
}

cl_int vg_queue_create_flags(struct vg_context *context, cl_device_id handle,
                             cl_command_queue_properties flags, struct vg_queue **out)
{
    struct vg_device *device;
    VG_TRY(get_device(context, handle, &device));
    VG_TRY(vg_check_bits("properties", flags,
                         CL_QUEUE_OUT_OF_ORDER_EXEC_MODE_ENABLE | CL_QUEUE_PROFILING_ENABLE));
    return create(context, device, flags, NULL, out);
}

void vg_queue_destroy(struct vg_queue *queue)
{
    /* Commands hold the queue, so that none is left; the join was never handed over. */
    vg_free(queue->join);
    vg_props_finish(&queue->properties);
    vg_mutex_finish(&queue->lock);
    vg_device_release(&queue->device);
    vg_context_release(&queue->context);
    vg_object_free(&queue->object);
}

/* ---- Order ---- */

static void order_in_order(struct vg_queue *queue, struct vg_event *event)
{
    vg_event_retain(event);
    struct vg_event *before = atomic_exchange(&queue->tail, event);
    if (before) {
        vg_command_after(event, &before->task, VG_EDGE_ORDER);
        vg_event_release(&before);
    }
}

/* Takes the queue's join out and puts next, which belongs to the caller, in its place. */
static struct vg_join *swap_join_locked(struct vg_queue *queue, struct vg_join *next)
{
    struct vg_join *join = queue->join;
    queue->join = next;
    return join;
}

static void order_out_of_order(struct vg_queue *queue, struct vg_event *event, struct vg_join *next)
{
    struct vg_join *join = NULL;
    struct vg_event *old_barrier = NULL;
    vg_mutex_lock(&queue->lock);
    if (queue->barrier)
        vg_command_after(event, &queue->barrier->task, VG_EDGE_ORDER);
    if (event->command->after_all) {
        join = swap_join_locked(queue, next);
        vg_command_after(event, &join->task, VG_EDGE_ORDER);
    }
    vg_task_after(&queue->join->task, &event->task, &event->join_edge, VG_EDGE_ORDER);
    if (event->command->barrier) {
        old_barrier = queue->barrier;
        vg_event_retain(event);
        queue->barrier = event;
    }
    vg_mutex_unlock(&queue->lock);
    vg_event_release(&old_barrier);
    if (join)
        vg_task_submit(&join->task);
}

void vg_queue_forget(struct vg_queue *queue, struct vg_event *event)
{
    struct vg_event *held = NULL;
    if (!queue->out_of_order) {
        struct vg_event *last = event;
        if (atomic_compare_exchange_strong(&queue->tail, &last, NULL))
            held = event;
    } else if (event->command->barrier) {
        vg_mutex_lock(&queue->lock);
        if (queue->barrier == event) {
            held = queue->barrier;
            queue->barrier = NULL;
        }
        vg_mutex_unlock(&queue->lock);
    }
    vg_event_release(&held);
}

/* ---- Enqueue ---- */

/* Prepares and hands over a command that has passed its checks; *out holds one reference. */
static cl_int submit(struct vg_queue *queue, const struct vg_command *command, struct vg_wait wait,
                     struct vg_event **out)
{
    cl_ulong queued_ns = queue->profiling ? vg_now_ns() : 0;
    struct vg_join *join = NULL;
    if (queue->out_of_order && command->after_all) {
        join = join_create();
        if (!join)
            return vg_fail(CL_OUT_OF_HOST_MEMORY, "no memory for a marker or barrier");
    }
    struct vg_event *event;
    cl_int err = vg_command_prepare(queue, command, wait, &event);
    if (err != CL_SUCCESS) {
        vg_free(join);
        return err;
    }
    event->queued_ns = queued_ns;
    atomic_store_explicit(&event->status, CL_SUBMITTED, memory_order_relaxed);
    if (queue->out_of_order)
        order_out_of_order(queue, event, join);
    else
        order_in_order(queue, event);
    if (queue->profiling)
        event->submit_ns = vg_now_ns();
    vg_task_submit(&event->task);
    *out = event;
    return CL_SUCCESS;
}

static cl_int enqueue(struct vg_queue *queue, const struct vg_command *command, struct vg_wait wait,
                      bool block, cl_event *event_ret)
{
    VG_TRY(command->ops->check(queue, command));
    VG_TRY(vg_check_wait(queue->context, wait));
    if (block)
        VG_TRY(vg_check_may_wait());
    struct vg_event *event;
    VG_TRY(submit(queue, command, wait, &event));
    cl_int status = block ? vg_event_wait(event) : CL_SUCCESS;
    if (event_ret && status == CL_SUCCESS)
        *event_ret = vg_event_handle(event);
    else
        vg_event_release(&event);
    return status;
}

cl_int vg_enqueue(cl_command_queue handle, const struct vg_command *command, struct vg_wait wait,
                  cl_bool block, cl_event *event)
{
    struct vg_queue *queue;
    VG_TRY(vg_queue_get(handle, &queue));
    if (!queue->context->notify)
        return enqueue(queue, command, wait, block, event);
    vg_context_listen(queue->context);
    cl_int err = enqueue(queue, command, wait, block, event);
    vg_context_listen(NULL);
    return err;
}

cl_int vg_queue_finish(struct vg_queue *queue)
{
    if (!queue->out_of_order && !atomic_load(&queue->tail))
        return CL_SUCCESS;
    VG_TRY(vg_check_may_wait());
    const struct vg_command marker = vg_marker(vg_wait_list(0, NULL));
    struct vg_event *event;
    VG_TRY(submit(queue, &marker, vg_wait_list(0, NULL), &event));
    (void)vg_task_wait(&event->task); /* Commands that failed are over as well. */
    vg_event_release(&event);
    return CL_SUCCESS;
}

/* ---- Queries ---- */

static cl_int properties_row(const void *object, const struct vg_info_out *out)
{
    const struct vg_queue *queue = object;
    return vg_info_put(out, queue->properties.list, queue->properties.bytes);
}

static cl_int size_row(const void *object, const struct vg_info_out *out)
{
    (void)out;
    return vg_fail(CL_INVALID_COMMAND_QUEUE, "queue %p is not on the device and has no CL_QUEUE_SIZE",
                   object);
}

static const struct vg_info_row queue_rows[] = {
    VG_FIELD(CL_QUEUE_CONTEXT, vg_queue, context, cl_context),
    VG_FIELD(CL_QUEUE_DEVICE, vg_queue, device, cl_device_id),
    VG_CALL(CL_QUEUE_REFERENCE_COUNT, vg_info_api_refs),
    VG_FIELD(CL_QUEUE_PROPERTIES, vg_queue, flags, cl_command_queue_properties),
    VG_CALL(CL_QUEUE_PROPERTIES_ARRAY, properties_row),
    VG_CALL(CL_QUEUE_SIZE, size_row),
    VG_CONST(CL_QUEUE_DEVICE_DEFAULT, cl_command_queue, NULL),
};
static const struct vg_info_table queue_table = VG_INFO_TABLE("clGetCommandQueueInfo", queue_rows);

cl_int vg_queue_info(const struct vg_queue *queue, cl_command_queue_info name, size_t capacity, void *value,
                     size_t *size_ret)
{
    return vg_info_get(&queue_table, queue, name, capacity, value, size_ret);
}
