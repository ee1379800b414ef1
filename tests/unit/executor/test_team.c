/* SPDX-License-Identifier: MIT */
/* Teams: who does their work, in the company of other work, on machines that hwloc makes up. */
#include "executor/team.h"

#include <pthread.h>
#include <sched.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "executor/fleet.h"
#include "executor/local.h"
#include "executor/place.h"
#include "tests/unit/executor/tracked.h"
#include "tests/unit/unit.h"

/* Who ran a task's body: a bit for each worker, and one for threads that are none. */
#define STRANGER 63
struct seen {
    atomic_uint_least64_t by;
    atomic_uint groups;
    uint64_t spin_ns;
};

static void note(struct seen *seen)
{
    const struct vg_worker *self = vg_local()->self;
    unsigned who = self && !self->helper ? self->index : STRANGER;
    atomic_fetch_or(&seen->by, UINT64_C(1) << who);
}

static int see_groups(const struct vg_launch *launch, const void *args, uint64_t first, uint64_t last,
                      void *scratch)
{
    struct seen *seen = (struct seen *)(uintptr_t)args;
    note(seen);
    for (uint64_t end = vg_now_ns() + seen->spin_ns; vg_now_ns() < end;)
        continue;
    atomic_fetch_add(&seen->groups, (unsigned)(last - first));
    return (void)launch, (void)scratch, 0;
}

static void range_by(struct tracked *t, struct seen *seen, struct vg_team *team, uint64_t groups)
{
    tracked_init(t, VG_TASK_RANGE);
    t->task.body.range = (struct vg_range){.entry = see_groups, .args = seen, .groups = groups};
    t->task.team = team;
}

static uint64_t bits(unsigned first, unsigned count)
{
    return ((UINT64_C(1) << count) - 1) << first;
}

static void the_same_interval_is_the_same_team(void **state)
{
    struct vg_team *team = vg_team_get(2, 3);
    assert_non_null(team);
    assert_ptr_equal(vg_team_get(2, 3), team);
    assert_ptr_not_equal(vg_team_get(2, 2), team);
    assert_ptr_not_equal(vg_team_get(1, 3), team);
    assert_true(vg_team_has(NULL, VG_NO_MEMBER));
}

/* Of a machine of two nodes, alone and beside work for everybody, with threads that help and without. */
static void only_members_do_the_work(void **state)
{
    static const unsigned intervals[][2] = {{0, 4}, {4, 4}, {0, 1}, {7, 1}, {3, 2}, {0, 8}};
    enum { TEAMS = sizeof intervals / sizeof *intervals, ROUNDS = 20 };
    force_machine("numa:2 core:4 pu:1");
    force_width(8);
    for (int round = 0; round < ROUNDS; round++) {
        struct seen seen[TEAMS] = {0}, all = {.spin_ns = 2000};
        struct tracked tasks[TEAMS], other;
        range_by(&other, &all, NULL, 300);
        if (round % 2)
            vg_task_submit(&other.task);
        for (size_t i = 0; i < TEAMS; i++) {
            seen[i].spin_ns = 1000;
            range_by(&tasks[i], &seen[i], vg_team_get(intervals[i][0], intervals[i][1]), 200 + i);
            vg_task_submit(&tasks[i].task);
        }
        for (size_t i = 0; i < TEAMS; i++) {
            assert_int_equal(tracked_wait(&tasks[i]), 0);
            assert_int_equal(atomic_load(&seen[i].groups), 200 + i);
            uint64_t strangers = atomic_load(&seen[i].by) & ~bits(intervals[i][0], intervals[i][1]);
            assert_int_equal(strangers, 0);
        }
        if (round % 2)
            assert_int_equal(tracked_wait(&other), 0);
    }
    assert_true(vg_place_has_nodes());
}

/* All members are needed to get past it. */
static atomic_uint arrived;

static int meet(const struct vg_launch *launch, const void *args, uint64_t first, uint64_t last,
                void *scratch)
{
    (void)launch, (void)scratch, (void)first, (void)last;
    atomic_fetch_add(&arrived, 1);
    while (atomic_load(&arrived) < *(const unsigned *)args)
        usleep(100);
    return 0;
}

static void all_members_come(void **state)
{
    force_width(6);
    for (unsigned count = 1; count <= 6; count++) {
        atomic_store(&arrived, 0);
        struct tracked t;
        atomic_uint_least64_t ns = 1000000; /* each group is worth a thread */
        tracked_init(&t, VG_TASK_RANGE);
        t.task.body.range =
            (struct vg_range){.entry = meet, .args = &count, .groups = count, .group_ns = &ns};
        t.task.team = vg_team_get(6 - count, count);
        vg_task_submit(&t.task);
        assert_int_equal(tracked_wait(&t), 0);
    }
}

/* Work that is over sooner than a member wakes is for whoever finds it ready. */
static void small_kernels_run_at_once(void **state)
{
    struct seen seen = {0};
    struct tracked t;
    atomic_uint_least64_t ns = 1;
    int status = 1;
    range_by(&t, &seen, vg_team_get(1, 1), 2);
    t.task.body.range.group_ns = &ns;
    vg_task_submit(&t.task);
    assert_true(vg_task_is_complete(&t.task, &status));
    assert_int_equal(atomic_load(&seen.by), UINT64_C(1) << STRANGER);
    assert_int_equal(vg_executor_threads(), 0);
}

static void small_transfers_run_at_once(void **state)
{
    char from[64] = "here", to[64];
    struct tracked t;
    int status = 1;
    tracked_init(&t, VG_TASK_COPY);
    t.task.body.copy =
        (struct vg_copy){.to = {to, 64, 64}, .from = {from, 64, 64}, .region = {sizeof from, 1, 1}};
    t.task.team = vg_team_get(1, 1);
    vg_task_submit(&t.task);
    assert_true(vg_task_is_complete(&t.task, &status));
    assert_string_equal(to, "here");
    assert_int_equal(vg_executor_threads(), 0);
}

static struct seen begun;

static void note_begin(struct vg_task *task)
{
    note(&begun);
}

static void large_transfers_are_the_members(void **state)
{
    enum { BYTES = 8 << 20 };
    force_width(4);
    char *memory = malloc(BYTES);
    assert_non_null(memory);
    struct vg_task fill;
    vg_task_init(&fill, VG_TASK_FILL);
    fill.body.fill = (struct vg_fill){
        .to = {memory, BYTES, BYTES}, .region = {BYTES, 1, 1}, .pattern = {7}, .pattern_size = 1};
    fill.team = vg_team_get(2, 1);
    fill.started = note_begin;
    vg_task_submit(&fill);
    assert_int_equal(vg_task_wait(&fill), 0);
    assert_int_equal(atomic_load(&begun.by), bits(2, 1));
    for (size_t i = 0; i < BYTES; i++)
        assert_int_equal(memory[i], 7);
    free(memory);
}

/* Native kernels of a team of one, which wait for tasks of the same team. */
static int call_and_wait(void *arg)
{
    struct tracked *inner = arg;
    note((struct seen *)(uintptr_t)inner->task.body.range.args);
    vg_task_submit(&inner->task);
    return vg_task_wait(&inner->task);
}

static void members_may_wait_for_their_own(void **state)
{
    enum { N = 20 };
    static struct tracked outer[N], inner[N];
    static struct seen seen[N];
    force_width(3);
    struct vg_team *team = vg_team_get(2, 1);
    for (size_t i = 0; i < N; i++) {
        range_by(&inner[i], &seen[i], team, 50);
        tracked_init(&outer[i], VG_TASK_CALL);
        outer[i].task.body.call = (struct vg_call){.run = call_and_wait, .arg = &inner[i]};
        outer[i].task.team = team;
        vg_task_submit(&outer[i].task);
    }
    for (size_t i = 0; i < N; i++) {
        assert_int_equal(tracked_wait(&outer[i]), 0);
        assert_int_equal(tracked_wait(&inner[i]), 0);
        assert_int_equal(atomic_load(&seen[i].groups), 50);
        assert_int_equal(atomic_load(&seen[i].by), bits(2, 1));
    }
}

/* More tasks than there are slots for jobs, and chains from team to team. */
static void many_at_once_and_in_chains(void **state)
{
    enum { N = 300 };
    static struct tracked tasks[N];
    static struct seen seen[N];
    static struct vg_edge edges[N];
    force_width(4);
    for (unsigned i = 0; i < N; i++) {
        range_by(&tasks[i], &seen[i], vg_team_get(i % 4, 1 + i % 2), 40);
        if (i >= 100)
            vg_task_after(&tasks[i].task, &tasks[i - 100].task, &edges[i], VG_EDGE_DATA);
    }
    for (unsigned i = 0; i < N; i++)
        vg_task_submit(&tasks[i].task);
    for (unsigned i = 0; i < N; i++) {
        assert_int_equal(tracked_wait(&tasks[i]), 0);
        assert_int_equal(atomic_load(&seen[i].groups), 40);
        assert_int_equal(atomic_load(&seen[i].by) & ~bits(i % 4, 1 + i % 2), 0);
    }
}

static void run_by(struct vg_team *team, unsigned member)
{
    struct seen seen = {0};
    struct tracked t;
    range_by(&t, &seen, team, 100);
    vg_task_submit(&t.task);
    assert_int_equal(tracked_wait(&t), 0);
    assert_int_equal(atomic_load(&seen.by), bits(member, 1));
}

static void a_team_of_a_larger_fleet_keeps_one(void **state)
{
    struct vg_team *team = vg_team_get(5, 1);
    force_width(6);
    run_by(team, 5);
    vg_executor_stop();
    force_width(3);
    run_by(team, 2);
    vg_executor_stop();
    force_width(6);
    run_by(team, 5);
}

/* Each task meets a fleet that may be about to end. */
static atomic_bool all_came;

static void *submit_in_turn(void *arg)
{
    for (unsigned i = 0; i < 2000; i++) {
        struct tracked t;
        tracked_init(&t, VG_TASK_CALL);
        if (arg)
            tracked_for_team(&t, i % 2, 1);
        vg_task_submit(&t.task);
        assert_int_equal(tracked_wait(&t), 0);
    }
    atomic_store(&all_came, true);
    return arg;
}

static void no_task_is_lost_to_a_fleet_that_stops(void **state)
{
    static char for_teams;
    unsigned seed = 1;
    for (unsigned width = 1; width <= 2; width++) {
        pthread_t thread;
        force_width(width);
        vg_executor_stop();
        atomic_store(&all_came, false);
        assert_int_equal(pthread_create(&thread, NULL, submit_in_turn, width > 1 ? &for_teams : NULL), 0);
        while (!atomic_load(&all_came)) {
            for (uint64_t end = vg_now_ns() + (uint64_t)rand_r(&seed) % 100000; vg_now_ns() < end;)
                continue;
            vg_executor_stop();
        }
        pthread_join(thread, NULL);
    }
}

/* ---- Workers stay where a partition put them ---- */

static unsigned cpus_of_caller(void)
{
    cpu_set_t cpus;
    assert_int_equal(sched_getaffinity(0, sizeof cpus, &cpus), 0);
    return (unsigned)CPU_COUNT(&cpus);
}

static int count_cpus(void *arg)
{
    *(unsigned *)arg = cpus_of_caller();
    return 0;
}

static unsigned cpus_of_worker(struct vg_team *team)
{
    unsigned count = 0;
    struct tracked t;
    tracked_init(&t, VG_TASK_CALL);
    t.task.body.call = (struct vg_call){.run = count_cpus, .arg = &count};
    t.task.team = team;
    vg_task_submit(&t.task);
    assert_int_equal(tracked_wait(&t), 0);
    return count;
}

/* A child has the whole machine, although a worker made it. */
static int fork_and_count(void *arg)
{
    unsigned expected = *(unsigned *)arg, bound = cpus_of_caller();
    pid_t child = fork();
    if (child == 0) {
        alarm(20);
        _exit(cpus_of_caller() == expected && vg_executor_usable() == expected ? 0 : 1);
    }
    int status = 1;
    bool ended = waitpid(child, &status, 0) == child && WIFEXITED(status) && WEXITSTATUS(status) == 0;
    return ended && bound < expected && vg_executor_usable() == expected ? 0 : -1;
}

static void promised_workers_stay(void **state)
{
    unsigned width = vg_executor_usable(), cpus = cpus_of_caller(), groups, sizes[VG_FLEET_MAX];
    if (width != cpus)
        skip(); /* a quota, and so fewer workers than CPUs */
    assert_true(vg_place_cut(VG_DOMAIN_L2, width, 0, width, &groups, sizes));
    if (groups < 2 || vg_place_has_nodes())
        skip();
    struct vg_team *team = vg_team_get(0, 1);
    assert_int_equal(cpus_of_worker(team), cpus);
    vg_place_promise(VG_DOMAIN_L2, 0, 1);
    assert_int_equal(cpus_of_worker(team), sizes[0]);
    assert_int_equal(cpus_of_worker(vg_team_get(width - 1, 1)), cpus);
    vg_place_promise(VG_DOMAIN_NUMA, 0, 1); /* is kept already */
    assert_int_equal(cpus_of_worker(team), sizes[0]);
    vg_executor_stop();
    assert_int_equal(cpus_of_worker(team), sizes[0]);
    struct tracked t;
    tracked_init(&t, VG_TASK_CALL);
    t.task.body.call = (struct vg_call){.run = fork_and_count, .arg = &cpus};
    t.task.team = team;
    vg_task_submit(&t.task);
    assert_int_equal(tracked_wait(&t), 0);
    assert_int_equal(cpus_of_caller(), cpus);
}

static void children_have_teams_as_well(void **state)
{
#if defined(__SANITIZE_THREAD__)
    skip(); /* it ends a child that starts threads */
#endif
    force_width(2);
    run_by(vg_team_get(1, 1), 1);
    pid_t child = fork();
    if (child == 0) {
        alarm(20);
        run_by(vg_team_get(1, 1), 1);
        run_by(vg_team_get(0, 1), 0);
        _exit(0);
    }
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    run_by(vg_team_get(1, 1), 1);
}

VG_TESTS(test_team, cmocka_unit_test(the_same_interval_is_the_same_team),
         cmocka_unit_test(only_members_do_the_work), cmocka_unit_test(all_members_come),
         cmocka_unit_test(small_kernels_run_at_once), cmocka_unit_test(small_transfers_run_at_once),
         cmocka_unit_test(large_transfers_are_the_members), cmocka_unit_test(members_may_wait_for_their_own),
         cmocka_unit_test(many_at_once_and_in_chains), cmocka_unit_test(a_team_of_a_larger_fleet_keeps_one),
         cmocka_unit_test(no_task_is_lost_to_a_fleet_that_stops), cmocka_unit_test(promised_workers_stay),
         cmocka_unit_test(children_have_teams_as_well));
