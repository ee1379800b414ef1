/* SPDX-License-Identifier: MIT */
/* Several threads keep streams of mixed tasks going on few and on many workers: in-order queues with user
 * events, copies behind kernels, ranges of teams, failures, waits in the middle, and stops of the executor
 * meanwhile. Each stream carries a running value through its tasks, so that one lost, doubled or reordered
 * task shows at its end. */
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tests/unit/executor/tracked.h"
#include "tests/unit/unit.h"

enum { STREAMS = 6, STEPS = 1500, WORDS = 600 };

struct stream {
    unsigned seed;
    uint64_t values[2][WORDS]; /* copied to and fro */
    struct tracked tasks[STEPS];
    struct vg_edge edges[STEPS][2];
    uint64_t expected;
    atomic_uint_least64_t ns;
    pthread_t thread;
};

/* Adds one to each word. */
static int add_one(const struct vg_launch *launch, const void *args, uint64_t first, uint64_t last,
                   void *scratch)
{
    uint64_t *values = (uint64_t *)(uintptr_t)args;
    memset(scratch, 1, 1000);
    for (uint64_t i = first; i < last; i++)
        values[i]++;
    (void)launch;
    return 0;
}

static int add_one_alone(void *arg)
{
    return add_one(NULL, arg, 0, WORDS, (char[1000]){0});
}

static void step_range(struct stream *s, struct tracked *t)
{
    tracked_init(t, VG_TASK_RANGE);
    if (rand_r(&s->seed) % 3 == 0) /* some of them beyond the workers that there are */
        tracked_for_team(t, (unsigned)rand_r(&s->seed) % 6, 1 + (unsigned)rand_r(&s->seed) % 4);
    if (rand_r(&s->seed) % 4 == 0)
        atomic_store(&s->ns, (unsigned)rand_r(&s->seed) % 3000); /* 0 too: estimates may be anything */
    t->task.body.range = (struct vg_range){
        .entry = add_one,
        .args = s->values[0],
        .groups = WORDS,
        .scratch_bytes = 1000,
        .group_ns = &s->ns,
    };
    s->expected++;
}

static void step_copy(struct stream *s, struct tracked *t, int from)
{
    tracked_init(t, VG_TASK_COPY);
    t->task.body.copy = (struct vg_copy){
        .to = {s->values[!from], sizeof s->values[0], sizeof s->values[0]},
        .from = {s->values[from], sizeof s->values[0], sizeof s->values[0]},
        .region = {sizeof s->values[0], 1, 1},
    };
}

static void step_init(struct stream *s, size_t i)
{
    struct tracked *t = &s->tasks[i];
    switch (rand_r(&s->seed) % 6) {
    case 0:
        tracked_init(t, VG_TASK_CALL);
        t->task.body.call = (struct vg_call){.run = add_one_alone, .arg = s->values[0]};
        s->expected++;
        break;
    case 1:
        step_copy(s, t, rand_r(&s->seed) % 4 == 0);
        if (t->task.body.copy.from.at == s->values[1])
            tracked_init(t, VG_TASK_NONE); /* only ever copied away, so that the value stays */
        break;
    case 2:
        tracked_init(t, VG_TASK_MANUAL);
        break;
    default:
        step_range(s, t);
    }
}

static void *run_stream(void *arg)
{
    struct stream *s = arg;
    struct tracked *open_event = NULL;
    for (size_t i = 0; i < STEPS; i++) {
        struct tracked *t = &s->tasks[i];
        step_init(s, i);
        if (i)
            vg_task_after(&t->task, &s->tasks[i - 1].task, &s->edges[i][0], VG_EDGE_DATA);
        if (i > 10)
            vg_task_after(&t->task, &s->tasks[i - 1 - (unsigned)rand_r(&s->seed) % 10].task, &s->edges[i][1],
                          VG_EDGE_ORDER);
        vg_task_submit(&t->task);
        if (t->task.kind == VG_TASK_MANUAL) {
            if (open_event)
                assert_true(vg_task_complete(&open_event->task, 0));
            open_event = t;
        } else if (rand_r(&s->seed) % 20 == 0) {
            if (open_event)
                assert_true(vg_task_complete(&open_event->task, 0));
            open_event = NULL;
            assert_int_equal(tracked_wait(t), 0);
            assert_int_equal(s->values[0][i % WORDS], s->expected);
        }
    }
    if (open_event)
        assert_true(vg_task_complete(&open_event->task, 0));
    for (size_t i = STEPS; i-- > 0;)
        assert_int_equal(tracked_wait(&s->tasks[i]), 0);
    for (size_t i = 0; i < WORDS; i++)
        assert_int_equal(s->values[0][i], s->expected);
    return NULL;
}

static void run_streams(unsigned width, bool with_stops)
{
    force_width(width);
    struct stream *streams = calloc(STREAMS, sizeof *streams);
    assert_non_null(streams);
    for (unsigned i = 0; i < STREAMS; i++) {
        streams[i].seed = i + 100 * width;
        assert_int_equal(pthread_create(&streams[i].thread, NULL, run_stream, &streams[i]), 0);
    }
    for (int i = 0; with_stops && i < 30; i++) {
        usleep(3000);
        vg_executor_stop();
    }
    for (unsigned i = 0; i < STREAMS; i++)
        pthread_join(streams[i].thread, NULL);
    vg_executor_stop();
    free(streams);
}

static void streams_on_one_worker(void **state)
{
    run_streams(1, false);
}

static void streams_on_two_workers(void **state)
{
    run_streams(2, false);
}

static void streams_on_many_workers(void **state)
{
    run_streams(16, false);
}

static void streams_while_workers_come_and_go(void **state)
{
    run_streams(4, true);
}

/* With helpers that look at the nodes of workers that start anew. */
static void streams_on_two_nodes(void **state)
{
    force_machine("numa:2 core:2 pu:1");
    run_streams(4, true);
}

VG_TESTS(test_executor_mix, cmocka_unit_test(streams_on_one_worker), cmocka_unit_test(streams_on_two_workers),
         cmocka_unit_test(streams_on_many_workers), cmocka_unit_test(streams_while_workers_come_and_go),
         cmocka_unit_test(streams_on_two_nodes));
