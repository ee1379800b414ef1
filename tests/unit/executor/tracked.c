/* SPDX-License-Identifier: MIT */
/* See tracked.h. */
#include "tests/unit/executor/tracked.h"

#include <sched.h>

#include "base/attributes.h"
#include "executor/fleet.h"
#include "executor/place.h"
#include "executor/team.h"
#include "tests/unit/unit.h"

static atomic_uint ticks;

unsigned tracked_tick(void)
{
    return atomic_fetch_add(&ticks, 1) + 1;
}

static struct tracked *of(struct vg_task *task)
{
    return VG_CONTAINER_OF(task, struct tracked, task);
}

static void on_started(struct vg_task *task)
{
    assert_int_equal(atomic_load(&of(task)->runs), 0);
    assert_true(task->start_ns != 0 && task->end_ns == 0);
    atomic_fetch_add(&of(task)->started, 1);
}

static void on_done(struct vg_task *task, int status)
{
    assert_true(task->end_ns >= task->start_ns && task->start_ns != 0);
    assert_int_equal(atomic_load(&task->status), 1);
    of(task)->at = tracked_tick();
    atomic_store(&of(task)->status, status);
    atomic_fetch_add(&of(task)->done, 1);
}

static void on_retire(struct vg_task *task)
{
    atomic_fetch_add(&of(task)->retired, 1);
}

static int call_body(void *arg)
{
    struct tracked *t = arg;
    atomic_fetch_add(&t->runs, 1);
    return t->result;
}

void tracked_init(struct tracked *t, enum vg_task_kind kind)
{
    *t = (struct tracked){0};
    vg_task_init(&t->task, kind);
    t->task.started = on_started;
    t->task.done = on_done;
    t->task.retire = on_retire;
    if (kind == VG_TASK_CALL)
        t->task.body.call = (struct vg_call){.run = call_body, .arg = t};
}

static int count_groups(const struct vg_launch *launch, const void *args, uint64_t first, uint64_t last,
                        void *scratch)
{
    atomic_uchar *hits = (atomic_uchar *)(uintptr_t)args;
    for (uint64_t i = first; i < last; i++)
        atomic_fetch_add_explicit(&hits[i], 1, memory_order_relaxed);
    (void)launch;
    (void)scratch;
    return 0;
}

void tracked_range(struct tracked *t, atomic_uchar *hits, uint64_t groups)
{
    tracked_init(t, VG_TASK_RANGE);
    t->task.body.range = (struct vg_range){.entry = count_groups, .groups = groups};
    t->task.body.range.args = hits;
}

void tracked_for_team(struct tracked *t, unsigned first, unsigned count)
{
    t->task.team = vg_team_get(first, count);
    assert_non_null(t->task.team);
}

int tracked_wait(struct tracked *t)
{
    int status = vg_task_wait(&t->task), again = 1;
    assert_true(status <= 0);
    assert_true(vg_task_is_complete(&t->task, &again));
    assert_int_equal(again, status);
    while (!atomic_load(&t->retired))
        sched_yield();
    assert_int_equal(atomic_load(&t->done), 1);
    assert_int_equal(atomic_load(&t->retired), 1);
    assert_int_equal(atomic_load(&t->status), status);
    assert_true(atomic_load(&t->started) <= 1);
    return status;
}

void force_width(unsigned width)
{
    vg_fleet.wanted = width;
}

void force_machine(const char *synthetic)
{
    vg_place_synthetic = synthetic;
    vg_place_forget();
}
