/* SPDX-License-Identifier: MIT */
/* Events: status, callbacks, waiting, user events and profiling.
 *
 * A status only falls, from CL_QUEUED to CL_COMPLETE or below. Registering a callback and changing the status
 * may race: both look at the other's write (all accesses are sequentially consistent), and a callback is
 * called by whoever claims it first. */
#include "platform/event.h"

#include <stdio.h>

#include "base/alloc.h"
#include "base/error.h"
#include "platform/check.h"
#include "platform/command.h"
#include "platform/context.h"
#include "platform/info.h"
#include "platform/notice.h"
#include "platform/queue.h"
#include "platform/shadow.h"

#define REASON_BYTES 512

struct vg_event_callback {
    struct vg_notice notice;
    struct vg_event_callback *next;
    struct vg_event *event; /* retained while the notice is posted */
    atomic_bool claimed;
    cl_int status; /* CL_SUBMITTED, CL_RUNNING or CL_COMPLETE */
    cl_int told;   /* what the application is told, once claimed */
    vg_event_notify notify;
    void *user;
};

static struct vg_event *event_of(struct vg_task *task)
{
    return VG_CONTAINER_OF(task, struct vg_event, task);
}

/* ---- Status ---- */

static void call_back(struct vg_notice *notice)
{
    struct vg_event_callback *callback = VG_CONTAINER_OF(notice, struct vg_event_callback, notice);
    struct vg_event *event = callback->event;
    callback->notify(vg_event_handle(event), callback->told, callback->user);
    vg_event_release(&event); /* With its last reference the event frees its callbacks. */
}

static void post_if_reached(struct vg_event *event, struct vg_event_callback *callback)
{
    cl_int status = atomic_load(&event->status);
    if (status > callback->status || atomic_exchange(&callback->claimed, true))
        return;
    callback->told = status < 0 ? status : callback->status;
    callback->event = event;
    callback->notice.call = call_back;
    vg_event_retain(event);
    vg_notice_post(&callback->notice);
}

static void advance(struct vg_event *event, cl_int status)
{
    atomic_store(&event->status, status);
    for (struct vg_event_callback *at = atomic_load(&event->callbacks); at; at = at->next)
        post_if_reached(event, at);
}

static void release_uses(struct vg_event *event)
{
    for (size_t i = 0; i < event->use_count; i++)
        vg_object_release(event->uses[i].object);
    event->use_count = 0;
}

static void report_failure(struct vg_event *event, int status)
{
    const struct vg_command_ops *ops = event->command->ops;
    char text[REASON_BYTES];
    size_t count = 0;
    vg_context_listen(event->context);
    while (ops->explain && ops->explain(event, count, text, sizeof text)) {
        (void)vg_fail(status, "%s", text);
        count++;
    }
    if (count == 0)
        (void)vg_fail(status, "command 0x%x failed after it was enqueued: %s", event->type,
                      vg_error_name(status));
    vg_context_listen(NULL);
}

static void on_started(struct vg_task *task)
{
    advance(event_of(task), CL_RUNNING);
}

static void on_done(struct vg_task *task, int status)
{
    struct vg_event *event = event_of(task);
    const struct vg_command *command = event->command;
    if (command && command->ops->over)
        command->ops->over(event->command, event->extra, status);
    if (command && event->use_count)
        vg_shadow_written(event->uses, event->use_count, command->keeps_shadow);
    if (command && status < 0)
        report_failure(event, status);
    if (command && command->ops->ended)
        command->ops->ended(event->command);
    release_uses(event);
    advance(event, status < 0 ? status : CL_COMPLETE);
}

static void on_retire(struct vg_task *task)
{
    struct vg_event *event = event_of(task);
    if (event->queue)
        vg_queue_forget(event->queue, event);
    vg_event_release(&event);
}

/* ---- Life ---- */

static void event_init(struct vg_event *event, cl_command_type type, enum vg_task_kind kind)
{
    event->type = type;
    atomic_init(&event->status, CL_QUEUED);
    atomic_init(&event->callbacks, NULL);
    vg_task_init(&event->task, kind);
    event->task.started = on_started;
    event->task.done = on_done;
    event->task.retire = on_retire;
    vg_event_retain(event); /* The running command's reference, given back by on_retire. */
}

struct vg_event *vg_event_create(struct vg_queue *queue, cl_command_type type, size_t trailing)
{
    struct vg_event *event = vg_object_create(VG_KIND_EVENT, sizeof(*event) + trailing, &queue->object);
    if (!event)
        return NULL;
    vg_queue_retain(queue);
    event->queue = queue;
    event->context = queue->context;
    event_init(event, type, VG_TASK_NONE);
    return event;
}

void vg_event_abandon(struct vg_event *event)
{
    struct vg_event *other = event;
    vg_event_release(&other);
    vg_event_release(&event);
}

void vg_event_destroy(struct vg_event *event)
{
    release_uses(event);
    struct vg_event_callback *callback = atomic_load(&event->callbacks);
    while (callback) {
        struct vg_event_callback *next = callback->next;
        vg_free(callback);
        callback = next;
    }
    if (event->queue)
        vg_queue_release(&event->queue);
    else
        vg_context_release(&event->context);
    vg_object_free(&event->object);
}

/* ---- User events ---- */

cl_int vg_user_event_create(struct vg_context *context, struct vg_event **out)
{
    struct vg_event *event = vg_object_create(VG_KIND_EVENT, sizeof(*event), &context->object);
    if (!event)
        return vg_fail(CL_OUT_OF_HOST_MEMORY, "no memory for a user event");
    vg_context_retain(context);
    event->context = context;
    event_init(event, CL_COMMAND_USER, VG_TASK_MANUAL);
    atomic_store(&event->status, CL_SUBMITTED);
    event->task.started = NULL; /* A user event is never CL_RUNNING. */
    vg_task_submit(&event->task);
    *out = event;
    return CL_SUCCESS;
}

cl_int vg_user_event_set(struct vg_event *event, cl_int status)
{
    if (event->queue)
        return vg_fail(CL_INVALID_EVENT, "event %p is a command's, not a user event", (void *)event);
    if (status > CL_COMPLETE)
        return vg_fail(CL_INVALID_VALUE, "execution_status is %d, neither CL_COMPLETE nor negative", status);
    if (!vg_task_complete(&event->task, status))
        return vg_fail(CL_INVALID_OPERATION, "the status of event %p was set before", (void *)event);
    return CL_SUCCESS;
}

void vg_event_let_go(struct vg_event *event)
{
    if (event->queue || !vg_task_complete(&event->task, CL_INVALID_EVENT))
        return;
    vg_context_listen(event->context);
    (void)vg_fail(CL_INVALID_EVENT, "user event %p was released before its status was set", (void *)event);
    vg_context_listen(NULL);
}

/* ---- Callbacks and waiting ---- */

cl_int vg_event_on_status(struct vg_event *event, cl_int status, vg_event_notify notify, void *user)
{
    if (!notify)
        return vg_fail(CL_INVALID_VALUE, "pfn_event_notify is NULL");
    if (status != CL_SUBMITTED && status != CL_RUNNING && status != CL_COMPLETE)
        return vg_fail(CL_INVALID_VALUE, "command_exec_callback_type is %d", status);
    struct vg_event_callback *callback = vg_zalloc(sizeof(*callback));
    if (!callback)
        return vg_fail(CL_OUT_OF_HOST_MEMORY, "no memory for an event callback");
    callback->status = status;
    callback->notify = notify;
    callback->user = user;
    callback->next = atomic_load(&event->callbacks);
    while (!atomic_compare_exchange_weak(&event->callbacks, &callback->next, callback))
        ;
    post_if_reached(event, callback);
    return CL_SUCCESS;
}

cl_int vg_event_wait(struct vg_event *event)
{
    int status;
    if (vg_task_is_complete(&event->task, &status))
        return status;
    VG_TRY(vg_check_may_wait());
    return vg_task_wait(&event->task);
}

/* "if num_events is zero or event_list is NULL", "if events specified in event_list do not belong to the same
 * context" */
static cl_int check_event_list(cl_uint count, const cl_event *events)
{
    if (count == 0 || !events)
        return vg_fail(CL_INVALID_VALUE, "num_events is %u, event_list is %p", count, (const void *)events);
    const struct vg_context *context = NULL;
    for (cl_uint i = 0; i < count; i++) {
        struct vg_event *event;
        VG_TRY(vg_event_get(events[i], &event));
        if (!context)
            context = event->context;
        VG_TRY(vg_check_same_context(context, event->context, "event_list"));
    }
    return CL_SUCCESS;
}

cl_int vg_event_wait_all(cl_uint count, const cl_event *events)
{
    VG_TRY(check_event_list(count, events));
    bool failed = false;
    for (cl_uint i = 0; i < count; i++) {
        struct vg_event *event = vg_event_from(events[i]);
        int status;
        if (!vg_task_is_complete(&event->task, &status)) {
            VG_TRY(vg_check_may_wait());
            vg_event_retain(event);
            status = vg_task_wait(&event->task);
            vg_event_release(&event);
        }
        failed |= status < 0;
    }
    if (failed)
        return vg_fail(CL_EXEC_STATUS_ERROR_FOR_EVENTS_IN_WAIT_LIST, "one of the %u events failed", count);
    return CL_SUCCESS;
}

/* ---- Queries ---- */

static cl_int status_row(const void *object, const struct vg_info_out *out)
{
    const struct vg_event *event = object;
    cl_int status = atomic_load(&event->status);
    return vg_info_put(out, &status, sizeof(status));
}

static const struct vg_info_row event_rows[] = {
    VG_FIELD(CL_EVENT_COMMAND_QUEUE, vg_event, queue, cl_command_queue),
    VG_FIELD(CL_EVENT_CONTEXT, vg_event, context, cl_context),
    VG_FIELD(CL_EVENT_COMMAND_TYPE, vg_event, type, cl_command_type),
    VG_CALL(CL_EVENT_COMMAND_EXECUTION_STATUS, status_row),
    VG_CALL(CL_EVENT_REFERENCE_COUNT, vg_info_api_refs),
};
static const struct vg_info_table event_table = VG_INFO_TABLE("clGetEventInfo", event_rows);

cl_int vg_event_info(const struct vg_event *event, cl_event_info name, size_t capacity, void *value,
                     size_t *size_ret)
{
    return vg_info_get(&event_table, event, name, capacity, value, size_ret);
}

static cl_int end_row(const void *object, const struct vg_info_out *out)
{
    const struct vg_event *event = object;
    return vg_info_put_ulong(out, atomic_load(&event->task.end_ns));
}

static cl_int start_row(const void *object, const struct vg_info_out *out)
{
    /* Commands without a body, such as markers, start when they end. */
    const struct vg_event *event = object;
    uint64_t start = atomic_load(&event->task.start_ns);
    return start ? vg_info_put_ulong(out, start) : end_row(object, out);
}

static const struct vg_info_row profiling_rows[] = {
    VG_FIELD(CL_PROFILING_COMMAND_QUEUED, vg_event, queued_ns, cl_ulong),
    VG_FIELD(CL_PROFILING_COMMAND_SUBMIT, vg_event, submit_ns, cl_ulong),
    VG_CALL(CL_PROFILING_COMMAND_START, start_row),
    VG_CALL(CL_PROFILING_COMMAND_END, end_row),
    VG_CALL(CL_PROFILING_COMMAND_COMPLETE, end_row),
};
static const struct vg_info_table profiling_table = VG_INFO_TABLE("clGetEventProfilingInfo", profiling_rows);

cl_int vg_event_profiling_info(const struct vg_event *event, cl_profiling_info name, size_t capacity,
                               void *value, size_t *size_ret)
{
    if (!event->queue || !event->queue->profiling)
        return vg_fail(CL_PROFILING_INFO_NOT_AVAILABLE, "event %p is not of a queue with profiling",
                       (const void *)event);
    if (atomic_load(&event->status) != CL_COMPLETE)
        return vg_fail(CL_PROFILING_INFO_NOT_AVAILABLE, "the command of event %p is not complete",
                       (const void *)event);
    return vg_info_get(&profiling_table, event, name, capacity, value, size_ret);
}
