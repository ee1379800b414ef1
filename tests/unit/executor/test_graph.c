/* SPDX-License-Identifier: MIT */
/* The graph: order, failures, manual tasks, late edges, long chains, hooks, and random graphs from many
 * threads. */
#include <pthread.h>
#include <sched.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "memory/memory.h"
#include "memory/pager.h"
#include "tests/unit/executor/tracked.h"
#include "tests/unit/unit.h"

static void small_tasks_run_before_submit_returns(void **state)
{
    struct tracked t;
    int status;
    tracked_init(&t, VG_TASK_NONE);
    vg_task_submit(&t.task);
    assert_true(vg_task_is_complete(&t.task, &status));
    assert_int_equal(tracked_wait(&t), 0);
    assert_int_equal(atomic_load(&t.started), 1);
    assert_int_equal(vg_executor_threads(), 0);
}

static void calls_return_their_status(void **state)
{
    struct tracked good, bad;
    tracked_init(&good, VG_TASK_CALL);
    tracked_init(&bad, VG_TASK_CALL);
    bad.result = -30;
    vg_task_submit(&good.task);
    vg_task_submit(&bad.task);
    assert_int_equal(tracked_wait(&good), 0);
    assert_int_equal(tracked_wait(&bad), -30);
    assert_int_equal(atomic_load(&good.runs), 1);
}

static void failure_goes_along_data_edges_only(void **state)
{
    struct tracked first, data, order, second;
    struct vg_edge edges[3];
    tracked_init(&first, VG_TASK_MANUAL);
    tracked_init(&data, VG_TASK_CALL);
    tracked_init(&order, VG_TASK_CALL);
    tracked_init(&second, VG_TASK_CALL);
    vg_task_submit(&first.task);
    vg_task_after(&data.task, &first.task, &edges[0], VG_EDGE_DATA);
    vg_task_after(&order.task, &first.task, &edges[1], VG_EDGE_ORDER);
    vg_task_after(&second.task, &data.task, &edges[2], VG_EDGE_DATA);
    vg_task_submit(&second.task);
    vg_task_submit(&order.task);
    vg_task_submit(&data.task);
    assert_true(vg_task_complete(&first.task, -59));
    assert_int_equal(tracked_wait(&first), -59);
    assert_int_equal(tracked_wait(&data), VG_STATUS_DEPENDENCY);
    assert_int_equal(tracked_wait(&second), VG_STATUS_DEPENDENCY);
    assert_int_equal(tracked_wait(&order), 0);
    assert_int_equal(atomic_load(&data.runs) + atomic_load(&second.runs), 0);
    assert_int_equal(atomic_load(&data.started), 0);
    assert_int_equal(atomic_load(&order.runs), 1);
}

static void edges_to_complete_tasks_do_not_wait(void **state)
{
    struct tracked good, bad, after, failed;
    struct vg_edge edges[3];
    tracked_init(&good, VG_TASK_NONE);
    tracked_init(&bad, VG_TASK_MANUAL);
    vg_task_submit(&good.task);
    vg_task_submit(&bad.task);
    assert_true(vg_task_complete(&bad.task, -5));
    tracked_init(&after, VG_TASK_NONE);
    vg_task_after(&after.task, &good.task, &edges[0], VG_EDGE_DATA);
    vg_task_after(&after.task, &bad.task, &edges[1], VG_EDGE_ORDER);
    vg_task_submit(&after.task);
    assert_int_equal(tracked_wait(&after), 0);
    tracked_init(&failed, VG_TASK_NONE);
    vg_task_after(&failed.task, &bad.task, &edges[2], VG_EDGE_DATA);
    vg_task_submit(&failed.task);
    assert_int_equal(tracked_wait(&failed), VG_STATUS_DEPENDENCY);
}

static void manual_tasks_complete_once(void **state)
{
    struct tracked t;
    int status;
    tracked_init(&t, VG_TASK_MANUAL);
    vg_task_submit(&t.task);
    assert_false(vg_task_is_complete(&t.task, &status));
    assert_true(vg_task_complete(&t.task, 0));
    assert_false(vg_task_complete(&t.task, -1));
    assert_int_equal(tracked_wait(&t), 0);
}

static void *complete_later(void *arg)
{
    struct timespec pause = {.tv_nsec = 20000000};
    nanosleep(&pause, NULL);
    assert_true(vg_task_complete(arg, 0));
    return NULL;
}

static void waiting_sleeps_until_another_thread_completes(void **state)
{
    struct tracked t;
    pthread_t thread;
    tracked_init(&t, VG_TASK_MANUAL);
    vg_task_submit(&t.task);
    assert_int_equal(pthread_create(&thread, NULL, complete_later, &t.task), 0);
    assert_int_equal(tracked_wait(&t), 0);
    pthread_join(thread, NULL);
}

/* A chain would overflow the stack if completing recursed: 200,000 tasks at 100 bytes of stack each are 20
 * MB. */
static void long_chains_do_not_recurse(void **state)
{
    enum { N = 200000 };
    struct tracked *chain = calloc(N, sizeof *chain);
    struct vg_edge *edges = calloc(N, sizeof *edges);
    assert_true(chain && edges);
    for (size_t i = 0; i < N; i++) {
        tracked_init(&chain[i], i ? VG_TASK_NONE : VG_TASK_MANUAL);
        if (i)
            vg_task_after(&chain[i].task, &chain[i - 1].task, &edges[i], VG_EDGE_DATA);
        vg_task_submit(&chain[i].task);
    }
    assert_true(vg_task_complete(&chain[0].task, 0));
    for (size_t i = 0; i < N; i++)
        assert_int_equal(tracked_wait(&chain[i]), 0);
    for (size_t i = 1; i < N; i++)
        assert_true(chain[i].at > chain[i - 1].at);
    free(chain);
    free(edges);
}

static void spans_are_pinned_or_the_task_fails(void **state)
{
    struct vg_block *block = NULL;
    assert_int_equal(vg_block_create(1000, 128, &block), CL_SUCCESS);
    struct vg_span spans[] = {{.block = block, .size = 1000}, {.block = block, .offset = 999, .size = 2}};
    struct tracked good, bad;
    tracked_init(&good, VG_TASK_CALL);
    good.task.spans = spans;
    good.task.span_count = 1;
    tracked_init(&bad, VG_TASK_CALL);
    bad.task.spans = spans;
    bad.task.span_count = 2;
    vg_task_submit(&good.task);
    vg_task_submit(&bad.task);
    assert_int_equal(tracked_wait(&good), 0);
    assert_int_equal(tracked_wait(&bad), CL_OUT_OF_RESOURCES);
    assert_int_equal(atomic_load(&bad.runs), 0);
    assert_int_equal(atomic_load(&bad.started), 0);
    vg_block_destroy(&block); /* asserts that nothing is pinned */
}

/* done() of one task submits the next, which is how callbacks enqueue. */
static struct tracked relay[1000];
static atomic_uint relayed;

static void submit_next(struct vg_task *task, int status)
{
    size_t i = atomic_fetch_add(&relayed, 1) + 1;
    assert_int_equal(status, 0);
    if (i < sizeof relay / sizeof *relay) {
        vg_task_init(&relay[i].task, i % 100 ? VG_TASK_NONE : VG_TASK_CALL);
        if (i % 100 == 0)
            relay[i].task.body.call = relay[0].task.body.call;
        relay[i].task.done = submit_next;
        vg_task_submit(&relay[i].task);
    }
    (void)task;
}

/* A block of 16 MiB that is in no RAM, though there is room for it. */
static struct vg_block *make_stored(void)
{
    struct vg_block *blocks[2];
    setenv("VGPU_MEM_SSD", "128M", 1);
    (void)vg_memory_budget();
    vg_pager.budget = vg_pager.most = vg_pager.least = 32 << 20;
    for (size_t b = 0; b < 2; b++) {
        size_t size = (size_t)(16 + 16 * b) << 20;
        assert_int_equal(vg_block_create(size, 128, &blocks[b]), CL_SUCCESS);
        for (size_t at = 0; at < size; at += VG_EXTENT_BYTES) {
            struct vg_span span = {blocks[b], at, VG_EXTENT_BYTES, .write = true};
            assert_int_equal(vg_span_pin(&span), CL_SUCCESS);
            memset((char *)vg_block_address(blocks[b]) + at, 1, VG_EXTENT_BYTES);
            vg_span_unpin(&span);
        }
    }
    vg_block_destroy(&blocks[1]);
    return blocks[0];
}

/* Ends when the memory of the task behind it has come, or after ten seconds. */
static int wait_for_extents(void *unused)
{
    struct timespec tick = {.tv_nsec = 1000000};
    for (int tries = 0; tries < 10000 && vg_paging_stats().counts.ahead < 8; tries++)
        nanosleep(&tick, NULL);
    return vg_paging_stats().counts.ahead == 8 ? 0 : -1;
}

static void memory_comes_while_the_task_before_runs(bool late)
{
    struct tracked gate, first, second;
    struct vg_edge edges[2];
    struct vg_block *block = make_stored();
    struct vg_span span = {block, 0, 16 << 20, .write = true};
    tracked_init(&gate, VG_TASK_MANUAL);
    tracked_init(&first, VG_TASK_CALL);
    tracked_init(&second, VG_TASK_CALL);
    first.task.body.call.run = wait_for_extents;
    second.task.spans = &span;
    second.task.span_count = 1;
    vg_task_submit(&gate.task);
    vg_task_after(&first.task, &gate.task, &edges[0], VG_EDGE_DATA);
    if (!late)
        vg_task_after(&second.task, &first.task, &edges[1], VG_EDGE_DATA);
    vg_task_submit(&first.task);
    vg_task_complete(&gate.task, 0);
    if (late) {
        while (atomic_load(&first.started) == 0)
            sched_yield();
        vg_task_after(&second.task, &first.task, &edges[1], VG_EDGE_DATA);
    }
    vg_task_submit(&second.task);
    assert_int_equal(tracked_wait(&gate), 0);
    assert_int_equal(vg_task_wait(&first.task), 0);
    assert_int_equal(tracked_wait(&second), 0);
    vg_block_destroy(&block);
}

static void memory_of_the_next_task_is_read_ahead(void **state)
{
    memory_comes_while_the_task_before_runs(false);
}

static void memory_of_a_task_that_comes_later_is_read_ahead(void **state)
{
    memory_comes_while_the_task_before_runs(true);
}

static void hooks_may_submit(void **state)
{
    tracked_init(&relay[0], VG_TASK_CALL);
    relay[0].task.done = submit_next;
    vg_task_submit(&relay[0].task);
    while (atomic_load(&relayed) < sizeof relay / sizeof *relay)
        nanosleep(&(struct timespec){.tv_nsec = 1000000}, NULL);
    vg_executor_stop();
}

enum { NODES = 3000, EDGES_MOST = 4, BUILDERS = 4 };

struct node {
    struct tracked t;
    struct vg_edge edges[EDGES_MOST];
    unsigned before[EDGES_MOST], count;
    enum vg_edge_kind kinds[EDGES_MOST];
    atomic_uchar hits[50];
};

struct graph {
    struct node *nodes;
    unsigned seed;
};

static enum vg_task_kind random_kind(unsigned *seed)
{
    static const enum vg_task_kind kinds[] = {VG_TASK_NONE, VG_TASK_NONE, VG_TASK_CALL, VG_TASK_RANGE};
    return kinds[rand_r(seed) % 4];
}

static void build_node(struct graph *graph, unsigned i)
{
    struct node *node = &graph->nodes[i];
    enum vg_task_kind kind = random_kind(&graph->seed);
    if (kind == VG_TASK_RANGE)
        tracked_range(&node->t, node->hits, 50);
    else
        tracked_init(&node->t, kind);
    if (kind == VG_TASK_CALL && rand_r(&graph->seed) % 200 == 0)
        node->t.result = -7;
    node->count = i ? (unsigned)rand_r(&graph->seed) % (EDGES_MOST + 1) : 0;
    for (unsigned j = 0; j < node->count; j++) {
        unsigned back = 1 + (unsigned)rand_r(&graph->seed) % 20;
        node->before[j] = back > i ? 0 : i - back;
        node->kinds[j] = rand_r(&graph->seed) % 2 ? VG_EDGE_DATA : VG_EDGE_ORDER;
        vg_task_after(&node->t.task, &graph->nodes[node->before[j]].t.task, &node->edges[j], node->kinds[j]);
    }
    vg_task_submit(&node->t.task);
}

static void check_node(const struct graph *graph, struct node *node)
{
    bool failed = false;
    int status = tracked_wait(&node->t);
    for (unsigned j = 0; j < node->count; j++) {
        struct tracked *before = &graph->nodes[node->before[j]].t;
        assert_true(before->at < node->t.at);
        failed |= node->kinds[j] == VG_EDGE_DATA && atomic_load(&before->status) < 0;
    }
    assert_int_equal(status, failed ? VG_STATUS_DEPENDENCY : node->t.result);
    for (size_t i = 0; node->t.task.kind == VG_TASK_RANGE && i < 50; i++)
        assert_int_equal(atomic_load(&node->hits[i]), failed ? 0 : 1);
}

static void *build_and_check(void *arg)
{
    struct graph *graph = arg;
    for (unsigned i = 0; i < NODES; i++)
        build_node(graph, i);
    for (unsigned i = 0; i < NODES; i++)
        check_node(graph, &graph->nodes[i]);
    return NULL;
}

static void random_graphs_keep_order(void **state)
{
    force_width(4);
    struct graph graphs[BUILDERS];
    pthread_t threads[BUILDERS];
    for (unsigned i = 0; i < BUILDERS; i++) {
        graphs[i] = (struct graph){.nodes = calloc(NODES, sizeof(struct node)), .seed = i + 1};
        assert_non_null(graphs[i].nodes);
        assert_int_equal(pthread_create(&threads[i], NULL, build_and_check, &graphs[i]), 0);
    }
    for (unsigned i = 0; i < BUILDERS; i++) {
        pthread_join(threads[i], NULL);
        free(graphs[i].nodes);
    }
}

VG_TESTS(test_graph, cmocka_unit_test(small_tasks_run_before_submit_returns),
         cmocka_unit_test(calls_return_their_status), cmocka_unit_test(failure_goes_along_data_edges_only),
         cmocka_unit_test(edges_to_complete_tasks_do_not_wait), cmocka_unit_test(manual_tasks_complete_once),
         cmocka_unit_test(waiting_sleeps_until_another_thread_completes),
         cmocka_unit_test(long_chains_do_not_recurse), cmocka_unit_test(spans_are_pinned_or_the_task_fails),
         cmocka_unit_test(memory_of_the_next_task_is_read_ahead),
         cmocka_unit_test(memory_of_a_task_that_comes_later_is_read_ahead),
         cmocka_unit_test(hooks_may_submit), cmocka_unit_test(random_graphs_keep_order));
