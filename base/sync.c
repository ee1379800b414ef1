/* SPDX-License-Identifier: MIT */
/* Locks that check their order, and futexes.
 *
 * In builds without NDEBUG each thread keeps the set of ranks that it holds as a bit mask. Taking a lock
 * whose rank is not above all held ones ends the process with a message, whether or not this run would have
 * deadlocked. */
#include "base/sync.h"

#include <linux/futex.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#ifndef NDEBUG
static _Thread_local uint32_t held;

static void rank_fail(const char *what, enum vg_rank rank)
{
    fprintf(stderr, "vgpu: lock order: %s a lock of rank %d while holding ranks 0x%x\n", what, rank, held);
    abort();
}

static void rank_lock(enum vg_rank rank)
{
    if (held >> rank)
        rank_fail("taking", rank);
    held |= UINT32_C(1) << rank;
}

static void rank_unlock(enum vg_rank rank)
{
    if (!(held & UINT32_C(1) << rank))
        rank_fail("releasing", rank);
    held &= ~(UINT32_C(1) << rank);
}

/* A thread that sleeps may hold no lock but the one that the wait gives up. */
static void rank_wait(enum vg_rank rank)
{
    if (held != UINT32_C(1) << rank)
        rank_fail("waiting on", rank);
}
#else
static void rank_lock(enum vg_rank rank)
{
    (void)rank;
}

static void rank_unlock(enum vg_rank rank)
{
    (void)rank;
}

static void rank_wait(enum vg_rank rank)
{
    (void)rank;
}
#endif

void vg_mutex_init(struct vg_mutex *mutex, enum vg_rank rank)
{
    pthread_mutex_init(&mutex->os, NULL);
    mutex->rank = rank;
}

void vg_mutex_finish(struct vg_mutex *mutex)
{
    pthread_mutex_destroy(&mutex->os);
}

void vg_mutex_lock(struct vg_mutex *mutex)
{
    rank_lock(mutex->rank);
    pthread_mutex_lock(&mutex->os);
}

void vg_mutex_unlock(struct vg_mutex *mutex)
{
    rank_unlock(mutex->rank);
    pthread_mutex_unlock(&mutex->os);
}

void vg_cond_init(struct vg_cond *cond)
{
    pthread_cond_init(&cond->os, NULL);
}

void vg_cond_finish(struct vg_cond *cond)
{
    pthread_cond_destroy(&cond->os);
}

void vg_cond_wait(struct vg_cond *cond, struct vg_mutex *mutex)
{
    rank_wait(mutex->rank);
    pthread_cond_wait(&cond->os, &mutex->os);
}

void vg_cond_broadcast(struct vg_cond *cond)
{
    pthread_cond_broadcast(&cond->os);
}

void vg_futex_wait(atomic_uint *word, unsigned expected, int64_t timeout_ns)
{
    struct timespec time = {.tv_sec = timeout_ns / 1000000000, .tv_nsec = timeout_ns % 1000000000};
    syscall(SYS_futex, word, FUTEX_WAIT_PRIVATE, expected, timeout_ns < 0 ? NULL : &time, NULL, 0);
}

void vg_futex_wake(atomic_uint *word, int n)
{
    syscall(SYS_futex, word, FUTEX_WAKE_PRIVATE, n, NULL, NULL, 0);
}
