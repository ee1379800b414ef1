/* SPDX-License-Identifier: MIT */
/* Kernels: every group once, limits on threads, scratch, the floating-point environment, failures, nested
 * waits. */
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <xmmintrin.h>

#include "base/clock.h"
#include "executor/team.h"
#include "tests/unit/executor/tracked.h"
#include "tests/unit/unit.h"

static void every_group_runs_once(void **state)
{
    static const uint64_t sizes[] = {0, 1, 2, 3, 63, 64, 65, 1000, 4097, 100000};
    static const uint64_t estimates[] = {0, 1, 100, 30000};
    force_width(4);
    atomic_uchar *hits = calloc(100000, sizeof *hits);
    assert_non_null(hits);
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        for (size_t j = 0; j < sizeof estimates / sizeof *estimates; j++) {
            struct tracked t;
            atomic_uint_least64_t ns = estimates[j];
            tracked_range(&t, hits, sizes[i]);
            t.task.body.range.group_ns = &ns;
            vg_task_submit(&t.task);
            assert_int_equal(tracked_wait(&t), 0);
            for (uint64_t k = 0; k < sizes[i]; k++)
                assert_int_equal(atomic_exchange(&hits[k], 0), 1);
            assert_true(sizes[i] == 0 || ns != 0);
        }
    }
    free(hits);
}

struct relay {
    const uint64_t *ends;
    uint64_t failing; /* a group; none is UINT64_MAX */
    atomic_uint ran[3];
    atomic_bool early; /* a group began before those of the phase in front of it were over */
};

static int run_relay(const struct vg_launch *launch, const void *args, uint64_t first, uint64_t last,
                     void *scratch)
{
    struct relay *relay = (struct relay *)(uintptr_t)args;
    for (uint64_t i = first; i < last; i++) {
        unsigned phase = i < relay->ends[0] ? 0 : i < relay->ends[1] ? 1 : 2;
        uint64_t before = phase < 2 ? 0 : relay->ends[0];
        if (phase && atomic_load_explicit(&relay->ran[phase - 1], memory_order_relaxed) !=
                         relay->ends[phase - 1] - before)
            atomic_store(&relay->early, true);
        if (i == relay->failing)
            return -9;
        for (uint64_t end = vg_now_ns() + 1000; vg_now_ns() < end;)
            continue;
        atomic_fetch_add_explicit(&relay->ran[phase], 1, memory_order_relaxed);
    }
    return (void)launch, (void)scratch, 0;
}

static int race(struct relay *relay, uint64_t estimate)
{
    struct tracked t;
    atomic_uint_least64_t ns = estimate;
    tracked_init(&t, VG_TASK_RANGE);
    t.task.body.range = (struct vg_range){.entry = run_relay,
                                          .args = relay,
                                          .groups = relay->ends[2],
                                          .phase_ends = relay->ends,
                                          .group_ns = &ns};
    vg_task_submit(&t.task);
    return tracked_wait(&t);
}

static void phases_come_one_after_the_other(void **state)
{
    static const uint64_t ends[][3] = {{1, 2, 3}, {100, 101, 400}, {7, 300, 310}, {64, 128, 192}};
    static const uint64_t estimates[] = {0, 1, 1000, 100000};
    force_width(4);
    for (unsigned i = 0; i < 160; i++) {
        struct relay relay = {.ends = ends[i % 4], .failing = UINT64_MAX};
        assert_int_equal(race(&relay, estimates[i / 4 % 4]), 0);
        assert_false(atomic_load(&relay.early));
        for (unsigned phase = 0; phase < 3; phase++)
            assert_int_equal(atomic_load(&relay.ran[phase]),
                             relay.ends[phase] - (phase ? relay.ends[phase - 1] : 0));
    }
}

static void failed_phase_is_the_last(void **state)
{
    static const uint64_t ends[] = {100, 200, 300};
    force_width(4);
    for (unsigned i = 0; i < 20; i++) {
        struct relay relay = {.ends = ends, .failing = 120 + i};
        assert_int_equal(race(&relay, 1000), -9);
        assert_int_equal(atomic_load(&relay.ran[0]), 100);
        assert_int_equal(atomic_load(&relay.ran[2]), 0);
    }
}

struct crowd {
    atomic_int inside, most;
    atomic_uint groups;
};

static int count_crowd(const struct vg_launch *launch, const void *args, uint64_t first, uint64_t last,
                       void *scratch)
{
    struct crowd *crowd = (struct crowd *)(uintptr_t)args;
    int inside = atomic_fetch_add(&crowd->inside, 1) + 1, most = atomic_load(&crowd->most);
    while (most < inside && !atomic_compare_exchange_weak(&crowd->most, &most, inside))
        continue;
    for (uint64_t end = vg_now_ns() + 20000; vg_now_ns() < end;)
        continue;
    atomic_fetch_add(&crowd->groups, (unsigned)(last - first));
    atomic_fetch_sub(&crowd->inside, 1);
    return (void)launch, (void)scratch, 0;
}

static void no_more_threads_than_allowed(void **state)
{
    force_width(6);
    for (unsigned limit = 1; limit <= 7; limit++) {
        struct crowd crowd = {0};
        struct tracked t;
        tracked_init(&t, VG_TASK_RANGE);
        t.task.body.range = (struct vg_range){.entry = count_crowd, .args = &crowd, .groups = 400};
        t.task.team = vg_team_get(0, limit);
        vg_task_submit(&t.task);
        assert_int_equal(tracked_wait(&t), 0);
        assert_int_equal(atomic_load(&crowd.groups), 400);
        assert_true(atomic_load(&crowd.most) <= (int)limit);
    }
}

/* While a thread of the application helps, the last worker stays away. */
static void no_more_threads_than_the_width(void **state)
{
    force_width(2);
    for (int i = 0; i < 5; i++) {
        struct crowd crowd = {0};
        struct tracked t;
        tracked_init(&t, VG_TASK_RANGE);
        t.task.body.range = (struct vg_range){.entry = count_crowd, .args = &crowd, .groups = 500};
        vg_task_submit(&t.task);
        assert_int_equal(tracked_wait(&t), 0);
        assert_int_equal(atomic_load(&crowd.groups), 500);
        /* The reserve may be in its last piece when the help sets in. */
        assert_true(atomic_load(&crowd.most) <= 3);
    }
}

static int use_scratch(const struct vg_launch *launch, const void *args, uint64_t first, uint64_t last,
                       void *scratch)
{
    size_t bytes = *(const size_t *)args;
    assert_int_equal((uintptr_t)scratch % VG_SCRATCH_ALIGN, 0);
    for (uint64_t i = first; i < last; i++) {
        memset(scratch, (int)i, bytes);
        for (size_t at = 0; at < bytes; at += 100)
            if (((unsigned char *)scratch)[at] != (unsigned char)i)
                return -9;
    }
    return (void)launch, 0;
}

static void scratch_is_private(void **state)
{
    force_width(4);
    for (size_t bytes = 1000; bytes < 1000000; bytes *= 10) {
        struct tracked t;
        tracked_init(&t, VG_TASK_RANGE);
        t.task.body.range =
            (struct vg_range){.entry = use_scratch, .args = &bytes, .groups = 500, .scratch_bytes = bytes};
        vg_task_submit(&t.task);
        assert_int_equal(tracked_wait(&t), 0);
    }
}

static void scratch_that_cannot_be_had_fails_the_task(void **state)
{
    struct tracked t;
    size_t bytes = SIZE_MAX / 2;
    tracked_init(&t, VG_TASK_RANGE);
    t.task.body.range =
        (struct vg_range){.entry = use_scratch, .args = &bytes, .groups = 500, .scratch_bytes = bytes};
    vg_task_submit(&t.task);
    assert_int_equal(tracked_wait(&t), VG_STATUS_RESOURCES);
}

static int fail_at_70(const struct vg_launch *launch, const void *args, uint64_t first, uint64_t last,
                      void *scratch)
{
    (void)launch, (void)args, (void)scratch;
    return first <= 70 && 70 < last ? -52 : 0;
}

static void kernel_failure_is_the_status(void **state)
{
    force_width(4);
    struct tracked t;
    atomic_uint_least64_t ns = 0;
    tracked_init(&t, VG_TASK_RANGE);
    t.task.body.range = (struct vg_range){.entry = fail_at_70, .groups = 1000, .group_ns = &ns};
    vg_task_submit(&t.task);
    assert_int_equal(tracked_wait(&t), -52);
    assert_int_equal(ns, 0);
}

#define FLUSH_TO_ZERO 0x8040u /* FTZ and DAZ */

static int check_denormals(const struct vg_launch *launch, const void *args, uint64_t first, uint64_t last,
                           void *scratch)
{
    (void)launch, (void)args, (void)scratch, (void)first, (void)last;
    volatile float small = 1e-38f;
    volatile float smaller = small / 16;
    return smaller == 0 || (_mm_getcsr() & 0xffc0) != 0x1f80 ? -1 : 0;
}

static void kernels_have_the_default_environment(void **state)
{
    force_width(3);
    atomic_uint_least64_t ns = 1;
    unsigned mine = 0x1f80 | FLUSH_TO_ZERO;
    _mm_setcsr(mine);
    for (int i = 0; i < 20; i++) {
        struct tracked t;
        tracked_init(&t, VG_TASK_RANGE);
        t.task.body.range = (struct vg_range){.entry = check_denormals, .groups = i % 2 ? 1 : 5000};
        t.task.body.range.group_ns = i % 2 ? &ns : NULL; /* here at once, or by whoever finds it */
        vg_task_submit(&t.task);
        assert_int_equal(tracked_wait(&t), 0);
        assert_int_equal(_mm_getcsr() & ~0x3fu, mine);
    }
    _mm_setcsr(0x1f80);
}

static void small_kernels_run_on_the_calling_thread(void **state)
{
    struct tracked t;
    int status;
    atomic_uint_least64_t ns = 10;
    tracked_init(&t, VG_TASK_RANGE);
    t.task.body.range = (struct vg_range){.entry = check_denormals, .groups = 4, .group_ns = &ns};
    vg_task_submit(&t.task);
    assert_true(vg_task_is_complete(&t.task, &status));
    assert_int_equal(status, 0);
    assert_int_equal(vg_executor_threads(), 0);
    assert_int_equal(vg_executor_stats().inline_runs, 1);
    assert_int_equal(vg_executor_stats().tasks, 1);
}

static void long_kernels_do_not_hold_up_submit(void **state)
{
    struct crowd crowd = {0};
    struct tracked t;
    tracked_init(&t, VG_TASK_RANGE);
    t.task.body.range = (struct vg_range){.entry = count_crowd, .args = &crowd, .groups = 20000};
    uint64_t start = vg_now_ns();
    vg_task_submit(&t.task);
    assert_true(vg_now_ns() - start < 100000000); /* of at least 300 ms by all groups */
    assert_int_equal(tracked_wait(&t), 0);
}

/* Bodies that wait for other tasks; all workers may be doing so at once. */
static int wait_for_inner(void *arg)
{
    struct tracked *inner = arg;
    assert_true(vg_executor_on_worker());
    vg_task_submit(&inner->task);
    return vg_task_wait(&inner->task);
}

static void bodies_may_wait_for_tasks(void **state)
{
    enum { N = 40 };
    force_width(2);
    static struct tracked outer[N], inner[N];
    static atomic_uchar hits[N][300];
    assert_false(vg_executor_on_worker());
    for (size_t i = 0; i < N; i++) {
        tracked_range(&inner[i], hits[i], 300);
        tracked_init(&outer[i], VG_TASK_CALL);
        outer[i].task.body.call = (struct vg_call){.run = wait_for_inner, .arg = &inner[i]};
        vg_task_submit(&outer[i].task);
    }
    for (size_t i = 0; i < N; i++) {
        assert_int_equal(tracked_wait(&outer[i]), 0);
        assert_int_equal(tracked_wait(&inner[i]), 0);
        for (size_t j = 0; j < 300; j++)
            assert_int_equal(atomic_load(&hits[i][j]), 1);
    }
}

static void without_a_waiting_thread_work_goes_on(void **state)
{
    force_width(1);
    struct crowd crowd = {0};
    struct tracked t;
    int status;
    tracked_init(&t, VG_TASK_RANGE);
    t.task.body.range = (struct vg_range){.entry = count_crowd, .args = &crowd, .groups = 10};
    vg_task_submit(&t.task);
    while (!vg_task_is_complete(&t.task, &status))
        nanosleep(&(struct timespec){.tv_nsec = 1000000}, NULL);
    assert_int_equal(tracked_wait(&t), 0);
    assert_int_equal(vg_executor_threads(), 1);
}

static int sleep_long(const struct vg_launch *launch, const void *args, uint64_t first, uint64_t last,
                      void *scratch)
{
    (void)launch, (void)args, (void)scratch, (void)first, (void)last;
    nanosleep(&(struct timespec){.tv_nsec = 300000000}, NULL);
    return 0;
}

static void *complete_soon(void *arg)
{
    nanosleep(&(struct timespec){.tv_nsec = 20000000}, NULL);
    assert_true(vg_task_complete(arg, 0));
    return NULL;
}

/* Three long kernels are queued for two workers; a thread that waits for something else keeps off the third.
 */
static void waiting_is_not_held_up_by_other_kernels(void **state)
{
    force_width(2);
    struct tracked longs[3], event;
    pthread_t thread;
    for (size_t i = 0; i < 3; i++) {
        tracked_init(&longs[i], VG_TASK_RANGE);
        longs[i].task.body.range = (struct vg_range){.entry = sleep_long, .groups = 1};
        vg_task_submit(&longs[i].task);
    }
    tracked_init(&event, VG_TASK_MANUAL);
    vg_task_submit(&event.task);
    assert_int_equal(pthread_create(&thread, NULL, complete_soon, &event.task), 0);
    uint64_t start = vg_now_ns();
    assert_int_equal(tracked_wait(&event), 0);
    assert_true(vg_now_ns() - start < 200000000);
    pthread_join(thread, NULL);
    for (size_t i = 0; i < 3; i++)
        assert_int_equal(tracked_wait(&longs[i]), 0);
}

VG_TESTS(test_range, cmocka_unit_test(every_group_runs_once),
         cmocka_unit_test(phases_come_one_after_the_other), cmocka_unit_test(failed_phase_is_the_last),
         cmocka_unit_test(no_more_threads_than_allowed), cmocka_unit_test(no_more_threads_than_the_width),
         cmocka_unit_test(scratch_is_private), cmocka_unit_test(scratch_that_cannot_be_had_fails_the_task),
         cmocka_unit_test(kernel_failure_is_the_status),
         cmocka_unit_test(kernels_have_the_default_environment),
         cmocka_unit_test(small_kernels_run_on_the_calling_thread),
         cmocka_unit_test(long_kernels_do_not_hold_up_submit), cmocka_unit_test(bodies_may_wait_for_tasks),
         cmocka_unit_test(waiting_is_not_held_up_by_other_kernels),
         cmocka_unit_test(without_a_waiting_thread_work_goes_on));
