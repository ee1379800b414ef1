/* SPDX-License-Identifier: MIT */
/* The queue of ready tasks alone: order, and many pushing and popping at once. */
#include "executor/injector.h"

#include <pthread.h>
#include <sched.h>

#include "tests/unit/unit.h"

enum { PER_THREAD = 20000, THREADS = 3 };
static struct vg_injector injector;
static struct vg_task tasks[THREADS][PER_THREAD];
static atomic_uint popped;
static atomic_uchar seen[THREADS][PER_THREAD];

static void first_in_first_out(void **state)
{
    vg_injector_init(&injector);
    assert_null(vg_injector_pop(&injector));
    for (int round = 0; round < 3; round++) {
        for (size_t i = 0; i < 5; i++)
            vg_injector_push(&injector, &tasks[0][i]);
        assert_true(vg_injector_filled(&injector));
        for (size_t i = 0; i < 5; i++)
            assert_ptr_equal(vg_injector_pop(&injector), &tasks[0][i]);
        assert_null(vg_injector_pop(&injector));
        assert_false(vg_injector_filled(&injector));
    }
}

static void *pusher(void *arg)
{
    struct vg_task *mine = arg;
    for (size_t i = 0; i < PER_THREAD; i++)
        vg_injector_push(&injector, &mine[i]);
    return NULL;
}

static void *popper(void *arg)
{
    while (atomic_load(&popped) < THREADS * PER_THREAD) {
        struct vg_task *task = vg_injector_pop(&injector);
        if (!task) {
            sched_yield();
            continue;
        }
        size_t index = (size_t)(task - tasks[0]);
        atomic_fetch_add(&seen[index / PER_THREAD][index % PER_THREAD], 1);
        atomic_fetch_add(&popped, 1);
    }
    return arg;
}

static void every_task_comes_out_once(void **state)
{
    pthread_t pushers[THREADS], poppers[2];
    vg_injector_init(&injector);
    for (size_t i = 0; i < THREADS; i++)
        assert_int_equal(pthread_create(&pushers[i], NULL, pusher, tasks[i]), 0);
    for (size_t i = 0; i < 2; i++)
        assert_int_equal(pthread_create(&poppers[i], NULL, popper, NULL), 0);
    for (size_t i = 0; i < THREADS; i++)
        pthread_join(pushers[i], NULL);
    for (size_t i = 0; i < 2; i++)
        pthread_join(poppers[i], NULL);
    for (size_t i = 0; i < THREADS; i++)
        for (size_t j = 0; j < PER_THREAD; j++)
            assert_int_equal(atomic_load(&seen[i][j]), 1);
    assert_false(vg_injector_filled(&injector));
}

VG_TESTS(test_injector, cmocka_unit_test(first_in_first_out), cmocka_unit_test(every_task_comes_out_once));
