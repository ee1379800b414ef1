/* SPDX-License-Identifier: MIT */
/* Locks, their ranks, reference counts and futexes. */
#include "tests/unit/unit.h"

#include <signal.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/sync.h"

static struct vg_mutex low = VG_MUTEX_INIT(VG_RANK_QUEUE);
static struct vg_mutex high = VG_MUTEX_INIT(VG_RANK_ARENA);
static struct vg_mutex peer = VG_MUTEX_INIT(VG_RANK_ARENA);

/* How a child that runs body ends: the signal that ended it, or 0. */
static int end_of_child(void (*body)(void))
{
    int status;
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        signal(SIGABRT, SIG_DFL);
        if (!freopen("/dev/null", "w", stderr))
            _exit(2);
        body();
        _exit(0);
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    return WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status);
}

static void take_rising(void)
{
    vg_mutex_lock(&low);
    vg_mutex_lock(&high);
    vg_mutex_unlock(&low);
    vg_mutex_unlock(&high);
    vg_mutex_lock(&low);
    vg_mutex_unlock(&low);
}

static void take_falling(void)
{
    vg_mutex_lock(&high);
    vg_mutex_lock(&low);
}

static void take_equal(void)
{
    vg_mutex_lock(&high);
    vg_mutex_lock(&peer);
}

#ifndef NDEBUG
static void release_untaken(void)
{
    vg_mutex_unlock(&high);
}

static void wait_with_another_lock(void)
{
    struct vg_cond cond = VG_COND_INIT;
    vg_mutex_lock(&low);
    vg_mutex_lock(&high);
    vg_cond_wait(&cond, &high);
}
#endif

static void rising_ranks_are_fine(void **state)
{
    assert_int_equal(end_of_child(take_rising), 0);
}

/* Release builds do not check. */
static void wrong_order_ends_debug_builds(void **state)
{
#ifdef NDEBUG
    assert_int_equal(end_of_child(take_falling), 0);
    assert_int_equal(end_of_child(take_equal), 0);
#else
    assert_int_equal(end_of_child(take_falling), SIGABRT);
    assert_int_equal(end_of_child(take_equal), SIGABRT);
    assert_int_equal(end_of_child(release_untaken), SIGABRT);
    assert_int_equal(end_of_child(wait_with_another_lock), SIGABRT);
#endif
}

static void the_last_drop_says_so(void **state)
{
    struct vg_refcount ref;
    vg_ref_init(&ref);
    vg_ref_take(&ref);
    assert_int_equal(vg_ref_get(&ref), 2);
    assert_false(vg_ref_drop(&ref));
    assert_true(vg_ref_drop(&ref));
}

struct ping {
    struct vg_mutex mutex;
    struct vg_cond cond;
    int turn; /* whose turn it is, 0 or 1; protected by mutex */
    int rounds;
};

static void play(struct ping *ping, int me)
{
    for (int i = 0; i < 1000; i++) {
        vg_mutex_lock(&ping->mutex);
        while (ping->turn != me)
            vg_cond_wait(&ping->cond, &ping->mutex);
        ping->turn = !me;
        ping->rounds++;
        vg_cond_broadcast(&ping->cond);
        vg_mutex_unlock(&ping->mutex);
    }
}

static void *play_second(void *ping)
{
    play(ping, 1);
    return NULL;
}

static void threads_alternate_through_a_condition(void **state)
{
    struct ping ping = {.turn = 0};
    pthread_t thread;
    vg_mutex_init(&ping.mutex, VG_RANK_QUEUE);
    vg_cond_init(&ping.cond);
    assert_int_equal(pthread_create(&thread, NULL, play_second, &ping), 0);
    play(&ping, 0);
    assert_int_equal(pthread_join(thread, NULL), 0);
    assert_int_equal(ping.rounds, 2000);
    vg_cond_finish(&ping.cond);
    vg_mutex_finish(&ping.mutex);
}

static void *sleep_on_word(void *word)
{
    while (atomic_load((atomic_uint *)word) == 0)
        vg_futex_wait(word, 0, -1);
    return NULL;
}

static void futex_wake_ends_an_endless_wait(void **state)
{
    atomic_uint word = 0;
    pthread_t thread;
    assert_int_equal(pthread_create(&thread, NULL, sleep_on_word, &word), 0);
    atomic_store(&word, 1);
    vg_futex_wake(&word, 1);
    assert_int_equal(pthread_join(thread, NULL), 0);
}

static void futex_wait_returns_at_another_value_and_in_time(void **state)
{
    atomic_uint word = 1;
    vg_futex_wait(&word, 0, -1); /* would sleep forever if it slept */
    uint64_t begin = vg_now_ns();
    vg_futex_wait(&word, 1, 20000000);
    assert_true(vg_now_ns() - begin < UINT64_C(10000000000));
}

VG_TESTS(test_sync, cmocka_unit_test(rising_ranks_are_fine), cmocka_unit_test(wrong_order_ends_debug_builds),
         cmocka_unit_test(the_last_drop_says_so), cmocka_unit_test(threads_alternate_through_a_condition),
         cmocka_unit_test(futex_wake_ends_an_endless_wait),
         cmocka_unit_test(futex_wait_returns_at_another_value_and_in_time));
