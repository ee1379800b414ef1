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
    *piece = (struct vg_piece){.task = task};
    return task != NULL;
}

static bool take_next(struct vg_worker *self, struct vg_piece *piece)
{
    *piece = (struct vg_piece){.task = self->next};
    self->next = NULL;
    return piece->task != NULL;
}

static bool steal_from(const struct vg_worker *self, unsigned slot, struct vg_piece *piece)
{
    if (!vg_deque_steal(&vg_fleet.workers[slot].deque, vg_member(self), piece))
        return false;
    vg_counters_add(vg_local(), VG_COUNT_STEALS);
    return true;
}

static bool is_near(struct vg_interval near, unsigned index)
{
    return near.count == 0 || (index >= near.first && index - near.first < near.count);
}

/* From workers of the own node, or from the others. */
static bool steal(struct vg_worker *self, bool near, struct vg_piece *piece)
{
    unsigned width = atomic_load_explicit(&vg_fleet.width, memory_order_relaxed);
    unsigned count = self->helper ? width : width - 1;
    unsigned first = self->helper ? self->index : self->index + 1;
    const unsigned short *victims = atomic_load_explicit(&self->victims, memory_order_acquire);
    struct vg_interval node = vg_near(self);
    for (unsigned i = 0; i < count; i++) {
        unsigned victim = victims ? victims[i] : (first + i) % width;
        if (is_near(node, victim) == near && steal_from(self, victim, piece))
            return true;
    }
    return near && !self->helper && steal_from(self, vg_fleet.room, piece);
}

/* The place of the worker `index` in the interval; at the nearer end when it is outside. */
static unsigned seat_of(unsigned index, struct vg_interval in)
{
    if (index <= in.first)
        return 0;
    return index - in.first < in.count ? index - in.first : in.count - 1;
}

/* Where the worker sits in the interval, and those of its node. */
static struct vg_seat seat_in(const struct vg_worker *self, struct vg_interval in)
{
    struct vg_seat seat = {.index = seat_of(self->index, in), .width = in.count, .near_count = in.count};
    struct vg_interval near = vg_near(self);
    if (near.count) {
        seat.near_first = seat_of(near.first, in);
        seat.near_count = seat_of(near.first + near.count - 1, in) - seat.near_first + 1;
    }
    return seat;
}

static bool claim(struct vg_worker *self, struct vg_team *team, bool near, struct vg_piece *piece)
{
    struct vg_seat seat = seat_in(self, vg_team_interval(team));
    return vg_jobs_claim(team ? &team->jobs : &vg_fleet.jobs, &seat, near, self->turn, piece);
}

static bool find_in_team(struct vg_worker *self, struct vg_team *team, bool calls, struct vg_piece *piece)
{
    if (!vg_team_has(team, vg_member(self)))
        return false;
    self->served = team;
    vg_place_keep(self);
    return claim(self, team, true, piece) || claim(self, team, false, piece) ||
           take_task(&team->ready, piece) || (calls && take_task(&team->calls, piece));
}

/* In turn: first those behind the one that was served last. */
static bool find_in_teams(struct vg_worker *self, bool calls, struct vg_piece *piece)
{
    struct vg_team *after = self->served ? self->served->next : NULL;
    for (struct vg_team *team = after; team; team = team->next)
        if (find_in_team(self, team, calls, piece))
            return true;
    for (struct vg_team *team = vg_teams(); team != after; team = team->next)
        if (find_in_team(self, team, calls, piece))
            return true;
    return false;
}

/* While a thread of the application helps in its place, the reserve does what that may not do. */
static bool find_for_reserve(struct vg_worker *self, bool calls, struct vg_piece *piece)
{
    return (vg_deque_has_teams(&self->deque) && vg_deque_pop(&self->deque, piece)) ||
           find_in_teams(self, calls, piece) || (calls && take_task(&vg_fleet.calls, piece));
}

static bool claim_of_all(struct vg_worker *self, bool near, struct vg_piece *piece)
{
    if (!claim(self, NULL, near, piece))
        return false;
    vg_wake_for_parts();
    return true;
}

/* What is on offer to all workers. */
static bool find_for_all(struct vg_worker *self, bool calls, struct vg_piece *piece)
{
    return claim_of_all(self, true, piece) || take_task(&vg_fleet.injector, piece) ||
           (calls && take_task(&vg_fleet.calls, piece));
}

/* Memory is faster for the workers of the node where it was touched first; so those of others take their
 * parts only when they have looked in vain for work that is nearer. */
static bool find_far(struct vg_worker *self, struct vg_piece *piece)
{
    return vg_near(self).count && self->in_vain &&
           (claim_of_all(self, false, piece) || steal(self, false, piece));
}

static bool find_piece(struct vg_worker *self, bool calls, struct vg_piece *piece)
{
    if (take_next(self, piece))
        return true;
    if (vg_worker_yields(self))
        return find_for_reserve(self, calls, piece);
    if (++self->turn % INJECTOR_TURN == 0 && take_task(&vg_fleet.injector, piece))
        return true;
    if (vg_deque_pop(&self->deque, piece))
        return true;
    bool teams_first = self->turn % 2;
    return (teams_first && find_in_teams(self, calls, piece)) || find_for_all(self, calls, piece) ||
           (!teams_first && find_in_teams(self, calls, piece)) || steal(self, true, piece) ||
           find_far(self, piece);
}

/* A thread of the application must not be kept by the long kernels of others. */
static bool suits(const struct vg_worker *self, const struct vg_task *task)
{
    return !self->awaited || task == self->awaited || vg_work_unit_ns(task) <= HELP_MOST_NS;
}

/* Leaves a piece to the workers. */
static void leave_piece(struct vg_worker *self, const struct vg_piece *piece)
{
    if (piece->last == 0)
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
    self->in_vain = !find_piece(self, calls, &piece);
    if (self->in_vain)
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
        vg_place_late(width); /* before the thread is bound: it reads which CPUs there are */
    self->bound = 0;
    vg_place_keep(self);
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
    vg_place_helper(local->self);
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
