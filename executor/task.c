/* SPDX-License-Identifier: MIT */
/* The graph. Lock-free: each task counts what it still waits for, and keeps a stack of edges to those that
 * wait for it, which is closed when it completes; an edge that comes too late sees the closed stack and the
 * status behind it.
 *
 * Completing a task only appends successors that became ready to the thread's ready list. The list is looked
 * at when the completion is over, so a chain of any length needs no more stack than one task. */
#include "executor/task.h"

#include <string.h>

#include "base/clock.h"
#include "base/error.h"
#include "base/sync.h"
#include "executor/counters.h"
#include "executor/executor.h"
#include "executor/fault.h"
#include "executor/fleet.h"
#include "executor/graph.h"

enum { UNKNOWN_STATUS = 1 };

static struct vg_edge closed; /* its address ends the stack of a complete task */

void vg_task_init(struct vg_task *task, enum vg_task_kind kind)
{
    memset(task, 0, sizeof *task);
    task->kind = kind;
    atomic_init(&task->status, UNKNOWN_STATUS);
    atomic_init(&task->pending, kind == VG_TASK_MANUAL ? 2 : 1);
}

int vg_task_status(const struct vg_task *task)
{
    return atomic_load_explicit(&task->status, memory_order_acquire);
}

/* Whether the task was under way when the process was forked, so that nobody in this child will complete it.
 */
static bool is_abandoned(const struct vg_task *task)
{
    unsigned era = atomic_load_explicit(&task->era, memory_order_relaxed);
    return era != 0 && task->kind != VG_TASK_MANUAL &&
           era != 1 + atomic_load_explicit(&vg_fleet.era, memory_order_relaxed);
}

bool vg_task_is_complete(const struct vg_task *task, int *status)
{
    int now = vg_task_status(task);
    if (now == UNKNOWN_STATUS) {
        if (!is_abandoned(task))
            return false;
        now = VG_STATUS_ABANDONED;
    }
    *status = now;
    return true;
}

static void fail(struct vg_task *task, int status)
{
    int none = 0;
    atomic_compare_exchange_strong_explicit(&task->failed, &none, status, memory_order_relaxed,
                                            memory_order_relaxed);
}

static void pass_failure(struct vg_task *to, enum vg_edge_kind kind, int status)
{
    if (status < 0 && kind == VG_EDGE_DATA)
        fail(to, VG_STATUS_DEPENDENCY);
}

/* The memory of a task is read while the one before it runs, whichever of the two comes first: its edge
 * (here) or the other's begin (ask_for_successors). A task that is paged needs all of RAM itself. */
static void ask_if_begun(const struct vg_task *task, const struct vg_task *before)
{
    if (vg_memory_is_paged() && atomic_load_explicit(&before->start_ns, memory_order_acquire) != 0 &&
        !before->paged)
        vg_spans_ask(task->spans, task->span_count);
}

void vg_task_after(struct vg_task *task, struct vg_task *before, struct vg_edge *edge, enum vg_edge_kind kind)
{
    int status;
    if (vg_task_is_complete(before, &status)) {
        pass_failure(task, kind, status);
        return;
    }
    edge->to = task;
    edge->kind = kind;
    atomic_fetch_add_explicit(&task->pending, 1, memory_order_relaxed);
    edge->next = atomic_load_explicit(&before->successors, memory_order_acquire);
    while (edge->next != &closed)
        /* Release: whoever closes the stack sees the edge. */
        if (atomic_compare_exchange_weak_explicit(&before->successors, &edge->next, edge,
                                                  memory_order_release, memory_order_acquire)) {
            ask_if_begun(task, before);
            return;
        }
    atomic_fetch_sub_explicit(&task->pending, 1, memory_order_relaxed);
    pass_failure(task, kind, vg_task_status(before));
}

static void append_ready(struct vg_task *task)
{
    struct vg_local *local = vg_local();
    atomic_store_explicit(&task->next_ready, NULL, memory_order_relaxed);
    if (local->first_ready)
        atomic_store_explicit(&local->last_ready->next_ready, task, memory_order_relaxed);
    else
        local->first_ready = task;
    local->last_ready = task;
}

static struct vg_task *take_ready(struct vg_local *local)
{
    struct vg_task *task = local->first_ready;
    if (task)
        local->first_ready = atomic_load_explicit(&task->next_ready, memory_order_relaxed);
    return task;
}

/* Takes one off the count of what the task waits for. */
static void release(struct vg_task *task)
{
    /* Release what the predecessor wrote, acquire what all of them wrote. */
    if (atomic_fetch_sub_explicit(&task->pending, 1, memory_order_acq_rel) == 1)
        append_ready(task);
}

static struct vg_edge *reversed(struct vg_edge *edge)
{
    struct vg_edge *first = NULL;
    while (edge) {
        struct vg_edge *next = edge->next;
        edge->next = first;
        first = edge;
        edge = next;
    }
    return first;
}

/* Closes the stack of successors and releases them in the order in which they came. */
static void release_successors(struct vg_task *task, int status)
{
    struct vg_edge *edge =
        reversed(atomic_exchange_explicit(&task->successors, &closed, memory_order_acq_rel));
    while (edge) {
        struct vg_edge *next =
            edge->next; /* the edge is the successor's memory, which may go once released */
        pass_failure(edge->to, edge->kind, status);
        release(edge->to);
        edge = next;
    }
}

/* What a task can do with spans that do not fit into RAM: kernels fault, transfers pin piece by piece. */
static bool can_page(const struct vg_task *task)
{
    return task->kind == VG_TASK_NONE || task->kind == VG_TASK_COPY || task->kind == VG_TASK_FILL ||
           (task->kind == VG_TASK_RANGE && vg_fault_catches());
}

static int pin(struct vg_task *task)
{
    bool pieces = task->kind == VG_TASK_COPY || task->kind == VG_TASK_FILL;
    int status =
        vg_spans_hold(task->spans, task->span_count, pieces ? VG_HOLD_PRESENT : VG_HOLD_WHOLE, &task->paged);
    if (status)
        return status;
    if (task->paged && !can_page(task)) {
        vg_spans_release(task->spans, task->span_count, true);
        return vg_fail(VG_STATUS_RESOURCES, "a command needs more memory at once than RAM has for it");
    }
    task->pinned = true;
    return 0;
}

static void call_hook(struct vg_local *local, void (*hook)(struct vg_task *), struct vg_task *task)
{
    if (!hook)
        return;
    local->depth++;
    hook(task);
    local->depth--;
}

/* Those that wait for this one are alive until it releases them, and so are their edges. */
static void ask_for_successors(const struct vg_task *task)
{
    if (!vg_memory_is_paged() || task->paged)
        return;
    for (struct vg_edge *edge = atomic_load_explicit(&task->successors, memory_order_acquire);
         edge && edge != &closed; edge = edge->next)
        vg_spans_ask(edge->to->spans, edge->to->span_count);
}

bool vg_task_begin(struct vg_task *task)
{
    int status = pin(task);
    if (status) {
        vg_task_finish(task, status, vg_now_ns());
        return false;
    }
    /* Release: who sees that it has begun sees whether it is paged. */
    atomic_store_explicit(&task->start_ns, vg_now_ns(), memory_order_release);
    ask_for_successors(task);
    call_hook(vg_local(), task->started, task);
    return true;
}

void vg_task_finish(struct vg_task *task, int status, uint64_t end_ns)
{
    struct vg_local *local = vg_local();
    if (atomic_load_explicit(&task->start_ns, memory_order_relaxed) == 0) /* never begun */
        atomic_store_explicit(&task->start_ns, end_ns, memory_order_relaxed);
    atomic_store_explicit(&task->end_ns, end_ns, memory_order_relaxed);
    if (task->pinned)
        vg_spans_release(task->spans, task->span_count, task->paged);
    if (task->done) {
        local->depth++;
        task->done(task, status);
        local->depth--;
    }
    vg_counters_add(local, VG_COUNT_TASKS);
    atomic_store(&task->status, status); /* in one order with a waiter's store to waiters */
    release_successors(task, status);
    if (atomic_load(&task->waiters)) {
        atomic_store(&task->waiters, 0);
        vg_futex_wake(&task->waiters, INT32_MAX);
    }
    call_hook(local, task->retire, task);
}

void vg_task_sleep(struct vg_task *task, int64_t timeout_ns)
{
    atomic_store(&task->waiters, 1);
    if (atomic_load(&task->status) == UNKNOWN_STATUS)
        vg_futex_wait(&task->waiters, 1, timeout_ns);
}

static void run_all_of(struct vg_injector *ready, struct vg_injector *calls)
{
    struct vg_task *task;
    while ((task = vg_injector_pop(ready)) || (task = vg_injector_pop(calls)))
        vg_run_here(task);
}

/* Without a worker, and when none can be made, this thread runs what is queued. */
static void run_queued(void)
{
    run_all_of(&vg_fleet.injector, &vg_fleet.calls);
    for (struct vg_team *team = vg_teams(); team; team = team->next)
        run_all_of(&team->ready, &team->calls);
}

/* Hands a task to the workers. It is queued before the state is read: a fleet that stops looks at the queues
 * after it has changed the state, so either a worker takes the task or the fleet is started again. */
static void hand_over(struct vg_task *task)
{
    bool call = task->kind == VG_TASK_CALL;
    struct vg_team *team = task->team; /* the task may be over once it is queued */
    if (team)
        vg_injector_push(call ? &team->calls : &team->ready, task);
    else
        vg_injector_push(call ? &vg_fleet.calls : &vg_fleet.injector, task);
    if (atomic_load(&vg_fleet.state) != VG_FLEET_RUNNING && !vg_fleet_start())
        run_queued();
    else if (team)
        vg_wake_team(team, 1);
    else
        vg_wake_for_task(call);
}

static void look_at(struct vg_local *local, struct vg_task *task)
{
    int failed = atomic_load_explicit(&task->failed, memory_order_relaxed);
    struct vg_worker *self = local->self;
    if (failed)
        vg_task_finish(task, failed, vg_now_ns());
    else if (vg_run_is_small(task) && local->depth < VG_NESTING_MOST)
        vg_run_here(task);
    else if (self && !self->helper && !self->next && !local->first_ready && local->depth == 0 &&
             vg_team_has(task->team, self->index))
        self->next = task; /* at depth 0 the worker comes to it at once */
    else
        hand_over(task);
}

void vg_task_drain(struct vg_local *local)
{
    bool outer = local->draining;
    local->draining = true;
    for (struct vg_task *task; (task = take_ready(local)) != NULL;)
        look_at(local, task);
    local->draining = outer;
}

static void drain_unless_draining(void)
{
    struct vg_local *local = vg_local();
    if (!local->draining)
        vg_task_drain(local);
}

void vg_task_submit(struct vg_task *task)
{
    struct vg_local *local = vg_local();
    atomic_store_explicit(&task->era, 1 + atomic_load_explicit(&vg_fleet.era, memory_order_relaxed),
                          memory_order_relaxed);
    release(task);
    if (!local->draining)
        vg_task_drain(local);
}

bool vg_task_complete(struct vg_task *task, int status)
{
    if (atomic_exchange_explicit(&task->manual, 1, memory_order_relaxed))
        return false;
    if (status < 0)
        fail(task, status);
    release(task);
    drain_unless_draining();
    return true;
}

int vg_task_wait(struct vg_task *task)
{
    int status = 0;
    if (vg_task_is_complete(task, &status))
        return status;
    vg_task_drain(vg_local()); /* what became ready further down this stack */
    vg_worker_help(task);
    vg_task_is_complete(task, &status);
    return status;
}
