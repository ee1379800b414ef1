/* SPDX-License-Identifier: MIT */
/* Runs bodies: whole ones on the thread that found them ready, large ones in pieces.
 *
 * A large body is divided into parts (jobs.c). The thread that has a part halves it down to the grain, leaves
 * the upper halves in its deque for itself or for thieves, and runs the lowest. `pieces` counts what is not
 * finished; the thread that brings it to zero begins the next phase, or finishes the task. */
#include "base/clock.h"
#include "executor/counters.h"
#include "executor/fleet.h"
#include "executor/graph.h"
#include "executor/jobs.h"
#include "executor/work.h"

#define SMALL_NS 5000

bool vg_run_is_small(const struct vg_task *task)
{
    return vg_work_estimate(task) <= SMALL_NS;
}

static uint64_t start_of(const struct vg_task *task)
{
    return atomic_load_explicit(&task->start_ns, memory_order_relaxed);
}

static int call_body(struct vg_task *task)
{
    if (task->kind == VG_TASK_CALL)
        return task->body.call.run(task->body.call.arg);
    uint64_t units = vg_work_units(task);
    return units ? vg_work_run(task, 0, units) : 0;
}

static void run_whole(struct vg_local *local, struct vg_task *task)
{
    local->depth++;
    int status = call_body(task);
    local->depth--;
    uint64_t end = task->kind == VG_TASK_NONE ? start_of(task) : vg_now_ns();
    if (status == 0)
        vg_work_learn(task, end - start_of(task));
    vg_task_finish(task, status, end);
}

void vg_run_here(struct vg_task *task)
{
    struct vg_local *local = vg_local();
    if (!vg_task_begin(task))
        return;
    vg_counters_add(local, VG_COUNT_INLINE_RUNS);
    run_whole(local, task);
}

/* Whether another phase follows, which is this thread's to begin. */
static bool piece_over(struct vg_task *task)
{
    /* Release what this piece wrote; the last one acquires what all wrote. */
    if (atomic_fetch_sub_explicit(&task->pieces, 1, memory_order_acq_rel) != 1)
        return false;
    int failed = atomic_load_explicit(&task->failed, memory_order_relaxed);
    if (failed == 0 && !vg_work_is_last_phase(task))
        return true;
    if (failed == 0)
        vg_work_learn(task, atomic_load_explicit(&task->busy_ns, memory_order_relaxed));
    vg_task_finish(task, failed, vg_now_ns());
    return false;
}

/* Runs units on this thread unless the task has failed already. */
static void run_units(struct vg_task *task, uint64_t first, uint64_t last)
{
    if (atomic_load_explicit(&task->failed, memory_order_relaxed))
        return;
    struct vg_local *local = vg_local();
    vg_counters_add(local, VG_COUNT_PIECES);
    uint64_t start = vg_now_ns();
    local->depth++;
    int status = vg_work_run(task, first, last);
    local->depth--;
    atomic_fetch_add_explicit(&task->busy_ns, vg_now_ns() - start, memory_order_relaxed);
    int none = 0;
    if (status)
        atomic_compare_exchange_strong_explicit(&task->failed, &none, status, memory_order_relaxed,
                                                memory_order_relaxed);
}

/* Leaves the parts to those who may run them. False when too much is on offer already. */
static bool offer_parts(const struct vg_piece *piece, unsigned parts)
{
    struct vg_team *team = piece->task->team; /* the task may be over once it is published */
    if (!vg_jobs_publish(team ? &team->jobs : &vg_fleet.jobs, piece, parts))
        return false;
    if (team)
        vg_wake_team(team, parts);
    else
        vg_wake_for_parts();
    return true;
}

/* Begins a phase: false when the whole of it is this thread's piece. */
static bool offer_phase(struct vg_task *task, struct vg_piece *piece)
{
    *piece = vg_work_phase(task);
    struct vg_cut cut = vg_work_cut(task, piece->last - piece->first, vg_team_interval(task->team).count);
    task->grain = cut.grain;
    atomic_store_explicit(&task->pieces, cut.parts, memory_order_relaxed);
    if (cut.parts > 1 && offer_parts(piece, cut.parts))
        return true;
    atomic_store_explicit(&task->pieces, 1, memory_order_relaxed);
    return false;
}

static void run_halving(struct vg_worker *self, struct vg_piece piece)
{
    struct vg_task *task = piece.task;
    while (piece.last - piece.first > task->grain) {
        uint64_t middle = piece.first + (piece.last - piece.first) / 2;
        atomic_fetch_add_explicit(&task->pieces, 1, memory_order_relaxed);
        if (!vg_deque_push(&self->deque, &(struct vg_piece){task, middle, piece.last})) {
            atomic_fetch_sub_explicit(&task->pieces, 1, memory_order_relaxed);
            break;
        }
        piece.last = middle;
    }
    run_units(task, piece.first, piece.last);
}

static void run_phases(struct vg_worker *self, struct vg_piece piece)
{
    for (run_halving(self, piece); piece_over(piece.task); run_halving(self, piece)) {
        piece.task->phase++;
        if (offer_phase(piece.task, &piece))
            return;
    }
}

static void start(struct vg_worker *self, struct vg_task *task)
{
    struct vg_piece piece;
    if (!vg_task_begin(task))
        return;
    if (vg_work_units(task) == 0)
        run_whole(vg_local(), task);
    else if (!offer_phase(task, &piece))
        run_phases(self, piece);
}

void vg_run_piece(struct vg_worker *self, struct vg_piece piece)
{
    if (piece.last != 0)
        run_phases(self, piece);
    else
        start(self, piece.task);
}
