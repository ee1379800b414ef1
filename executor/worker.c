/* SPDX-License-Identifier: MIT */
/* What a thread with a slot does: find the next piece, run it, look at what became ready by it; a worker
 * parks when there is nothing, a helping thread goes when what it waits for is complete. */
#include <immintrin.h>
#include <stdio.h>

#include "base/clock.h"
#include "executor/counters.h"
#include "executor/fleet.h"
#include "executor/fpenv.h"
#include "executor/graph.h"
#include "executor/jobs.h"
#include "executor/place.h"
#include "executor/work.h"

#define INJECTOR_TURN 61 /* so often new tasks go before the pieces of running ones */
#define NESTED_SLEEP_NS 1000000
#define HELP_MOST_NS 200000 /* a thread of the application begins nothing longer for others */
#define POLL_PAUSES 16

static bool take_task(struct vg_injector *injector, struct vg_piece *piece)
{
    struct vg_task *task = vg_injector_pop(injector);
    *piece = (struct vg_piece){task, VG_TOKEN_START, 0};
    return task != NULL;
}

static bool take_next(struct vg_worker *self, struct vg_piece *piece)
{
    *piece = (struct vg_piece){self->next, VG_TOKEN_START, 0};
    self->next = NULL;
    return piece->task != NULL;
}

static bool steal_from(unsigned slot, struct vg_piece *piece)
{
    if (!vg_deque_steal(&vg_fleet.workers[slot].deque, piece))
        return false;
    vg_counters_add(vg_local(), VG_COUNT_STEALS);
    return true;
}

static bool steal(struct vg_worker *self, struct vg_piece *piece)
{
    unsigned width = atomic_load_explicit(&vg_fleet.width, memory_order_relaxed);
    unsigned count = self->helper ? width : width - 1;
    unsigned first = self->helper ? self->index : self->index + 1;
    const unsigned short *victims = atomic_load_explicit(&self->victims, memory_order_acquire);
    for (unsigned i = 0; i < count; i++)
        if (steal_from(victims ? victims[i] : (first + i) % width, piece))
            return true;
    return !self->helper && steal_from(vg_fleet.room, piece);
}

static bool find_piece(struct vg_worker *self, bool calls, struct vg_piece *piece)
{
    unsigned width = atomic_load_explicit(&vg_fleet.width, memory_order_relaxed);
    if (take_next(self, piece))
        return true;
    if (vg_worker_yields(self))
        return calls && take_task(&vg_fleet.calls, piece);
    if (++self->turn % INJECTOR_TURN == 0 && take_task(&vg_fleet.injector, piece))
        return true;
    if (vg_deque_pop(&self->deque, piece))
        return true;
    if (vg_jobs_claim(self->index, width, self->turn, piece)) {
        vg_wake_for_parts();
        return true;
    }
    return take_task(&vg_fleet.injector, piece) || (calls && take_task(&vg_fleet.calls, piece)) ||
           steal(self, piece);
}

/* A thread of the application must not be kept by the long kernels of others. */
static bool suits(const struct vg_worker *self, const struct vg_task *task)
{
    return !self->awaited || task == self->awaited || vg_work_unit_ns(task) <= HELP_MOST_NS;
}

/* Leaves a piece to the workers. */
static void leave_piece(struct vg_worker *self, const struct vg_piece *piece)
{
    if (piece->last == 0 && piece->first == VG_TOKEN_START)
        vg_injector_push(&vg_fleet.injector, piece->task);
    else if (!vg_deque_push(&self->deque, piece))
        vg_run_piece(self, *piece); /* a full deque: nothing better to do with it */
}

enum outcome { IDLE, WORKED, UNSUITED };

/* Runs one piece. CALL tasks, which may wait for others themselves, are for workers that have not come too
 * deep that way. */
static enum outcome work_once(struct vg_local *local, struct vg_worker *self)
{
    bool calls = !self->helper && local->depth < VG_NESTING_MOST;
    struct vg_piece piece;
    if (!find_piece(self, calls, &piece))
        return IDLE;
    if (!suits(self, piece.task)) {
        leave_piece(self, &piece);
        return UNSUITED;
    }
    vg_search_end(self);
    vg_run_piece(self, piece);
    vg_task_drain(local);
    return WORKED;
}

static void pause_a_little(void)
{
    for (int i = 0; i < POLL_PAUSES; i++)
        _mm_pause();
}

/* Looks for work for a while. */
static bool spin(struct vg_local *local, struct vg_worker *self)
{
    uint64_t end = vg_now_ns() + vg_spin_ns();
    while (!vg_worker_yields(self) && vg_now_ns() < end) {
        if (work_once(local, self) == WORKED)
            return true;
        pause_a_little();
    }
    return false;
}

static void become_worker(struct vg_worker *self)
{
    char name[16];
    snprintf(name, sizeof name, "vgpu-%u", self->index);
    pthread_setname_np(pthread_self(), name);
    _mm_setcsr(VG_MXCSR_KERNEL); /* not what the creating thread had */
    unsigned width = atomic_load_explicit(&vg_fleet.width, memory_order_relaxed);
    if (self->index + 1 == width)
        vg_place_workers(width);
}

void *vg_worker_main(void *worker)
{
    struct vg_local *local = vg_local();
    struct vg_worker *self = local->self = worker;
    atomic_fetch_add(&vg_fleet.begun, 1);
    become_worker(self);
    while (local->self == self) { /* not so after a body forked: this thread is then the child's only one */
        if (work_once(local, self) == WORKED)
            continue;
        vg_search_begin(self);
        if (!spin(local, self) && !vg_worker_park(self))
            break;
    }
    vg_search_end(self);
    return NULL;
}

/* Gives the thread the helper's slot, when that is free. */
static void helper_enter(struct vg_local *local, const struct vg_task *awaited)
{
    unsigned none = 0;
    if (atomic_load_explicit(&vg_fleet.state, memory_order_acquire) != VG_FLEET_RUNNING ||
        atomic_load_explicit(&vg_fleet.helping, memory_order_relaxed) ||
        !atomic_compare_exchange_strong(&vg_fleet.helping, &none, 1))
        return;
    local->self = &vg_fleet.workers[vg_fleet.room];
    local->self->index = atomic_load_explicit(&vg_fleet.width, memory_order_relaxed) - 1;
    local->self->awaited = awaited;
}

static void helper_leave(struct vg_local *local)
{
    struct vg_worker *self = local->self;
    if (!self || !self->helper)
        return;
    local->self = NULL;
    atomic_store(&vg_fleet.helping, 0);
    vg_wake_for_rest();
}

/* Works until nothing is found for a while, the task is complete, or something unsuitable comes up. */
static void help(struct vg_local *local, const struct vg_task *task)
{
    uint64_t idle_since = vg_now_ns();
    int status;
    while (!vg_task_is_complete(task, &status)) {
        if (!local->self)
            helper_enter(local, task);
        enum outcome outcome = local->self ? work_once(local, local->self) : IDLE;
        if (outcome == UNSUITED)
            return;
        uint64_t now = vg_now_ns();
        if (outcome == WORKED)
            idle_since = now;
        else if (now - idle_since >= vg_spin_ns())
            return;
        else
            pause_a_little();
    }
}

/* In a body: its thread has a slot, and whatever it waits for may need it. So it runs anything, and looks
 * again and again. */
static void help_nested(struct vg_local *local, struct vg_task *task)
{
    const struct vg_task *awaited = local->self->awaited;
    int status;
    local->self->awaited = NULL;
    for (;;) {
        help(local, task);
        if (vg_task_is_complete(task, &status))
            break;
        vg_task_sleep(task, NESTED_SLEEP_NS);
    }
    if (local->self)
        local->self->awaited = awaited;
}

void vg_worker_help(struct vg_task *task)
{
    struct vg_local *local = vg_local();
    int status;
    if (local->self) {
        help_nested(local, task);
        return;
    }
    help(local, task);
    helper_leave(local);
    while (!vg_task_is_complete(task, &status))
        vg_task_sleep(task, -1);
}
