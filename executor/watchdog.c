/* SPDX-License-Identifier: MIT */
/* A thread's state goes from IDLE to RUNNING and back while nobody minds it. The watchdog makes it SEIZED
 * instead; whoever is SEIZED and leaves the kernel says LEFT, and waits until the watchdog, who is done
 * with the code then, makes it IDLE. So code is never unloaded under the watchdog. */
#include "executor/watchdog.h"

#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <sys/mman.h>

#include "base/clock.h"
#include "base/config.h"
#include "base/fork.h"
#include "base/log.h"
#include "base/sync.h"

#define NS_PER_MS UINT64_C(1000000)
#define SWEEP_MOST_NS (250 * NS_PER_MS)
#define SWEEP_LEAST_NS NS_PER_MS
#define PATIENCE_NS (200 * NS_PER_MS) /* with threads that are not in the code itself */
#define NAP_NS 50000

enum { IDLE, RUNNING, SEIZED, LEFT };

static struct vg_mutex lock = VG_MUTEX_INIT(VG_RANK_WATCHDOG); /* guards the list and the thread */
static struct vg_watched *list;
static pthread_t thread;
static atomic_bool running;
static atomic_uint stopping; /* a futex */
static atomic_uint_least64_t limit_ms;
static _Atomic(void *) revoked; /* the code that may not be executed now */

/* ---- The threads that run kernels ---- */

void vg_watchdog_add(struct vg_watched *watched)
{
    vg_mutex_lock(&lock);
    watched->next = list;
    watched->from = &list;
    if (list)
        list->from = &watched->next;
    list = watched;
    vg_mutex_unlock(&lock);
}

void vg_watchdog_remove(struct vg_watched *watched)
{
    vg_mutex_lock(&lock);
    if (watched->from) {
        *watched->from = watched->next;
        if (watched->next)
            watched->next->from = watched->from;
    }
    vg_mutex_unlock(&lock);
}

void vg_watchdog_enter(struct vg_watched *watched, const void *text, size_t text_bytes, uint64_t start_ns)
{
    atomic_store_explicit(&watched->text, (void *)(uintptr_t)text, memory_order_relaxed);
    atomic_store_explicit(&watched->text_bytes, text_bytes, memory_order_relaxed);
    atomic_store_explicit(&watched->start_ns, start_ns, memory_order_relaxed);
    atomic_store_explicit(&watched->state, RUNNING, memory_order_release); /* read by seize */
}

void vg_watchdog_leave(struct vg_watched *watched)
{
    unsigned state = RUNNING;
    if (atomic_compare_exchange_strong(&watched->state, &state, IDLE))
        return;
    atomic_store(&watched->state, LEFT);
    while (atomic_load(&watched->state) == LEFT)
        vg_futex_wait(&watched->state, LEFT, -1);
}

bool vg_watchdog_ends(struct vg_watched *watched)
{
    void *text = atomic_load(&watched->text);
    unsigned state;
    while ((state = atomic_load(&watched->state)) == RUNNING && atomic_load(&revoked) == text)
        sched_yield();
    return state == SEIZED;
}

/* ---- The watchdog ---- */

/* text NULL: any. */
static bool is_late(struct vg_watched *watched, const void *text, uint64_t now)
{
    uint64_t limit = atomic_load_explicit(&limit_ms, memory_order_relaxed) * NS_PER_MS;
    return now > atomic_load_explicit(&watched->start_ns, memory_order_relaxed) + limit &&
           (!text || atomic_load_explicit(&watched->text, memory_order_relaxed) == text);
}

static void release(struct vg_watched *watched)
{
    unsigned state = SEIZED;
    if (atomic_compare_exchange_strong(&watched->state, &state, RUNNING) || state != LEFT)
        return;
    atomic_store(&watched->state, IDLE);
    vg_futex_wake(&watched->state, 1);
}

/* It may have come to another kernel between the look and the seizing; from then on it stays. */
static bool seize(struct vg_watched *watched, const void *text, uint64_t now)
{
    unsigned state = RUNNING;
    if (atomic_load_explicit(&watched->state, memory_order_acquire) != RUNNING ||
        !is_late(watched, text, now) || !atomic_compare_exchange_strong(&watched->state, &state, SEIZED))
        return false;
    if (is_late(watched, text, now))
        return true;
    release(watched);
    return false;
}

static bool all_left_locked(void)
{
    for (struct vg_watched *at = list; at; at = at->next)
        if (atomic_load(&at->state) == SEIZED)
            return false;
    return true;
}

static void await_locked(void)
{
    static const struct timespec nap = {.tv_nsec = NAP_NS};
    uint64_t end = vg_now_ns() + PATIENCE_NS;
    while (!all_left_locked() && vg_now_ns() < end)
        nanosleep(&nap, NULL);
}

static void release_locked(void)
{
    for (struct vg_watched *at = list; at; at = at->next)
        release(at);
}

/* Ends all late runs of the code that `first`, which is seized, runs. */
static void end_runs_locked(struct vg_watched *first, uint64_t now)
{
    void *text = atomic_load(&first->text);
    size_t bytes = atomic_load(&first->text_bytes);
    for (struct vg_watched *at = first->next; at; at = at->next)
        seize(at, text, now);
    atomic_store(&revoked, text);
    if (mprotect(text, bytes, PROT_READ) == 0)
        await_locked();
    mprotect(text, bytes, PROT_READ | PROT_EXEC);
    atomic_store(&revoked, NULL);
    release_locked();
}

static void sweep(void)
{
    vg_mutex_lock(&lock);
    uint64_t now = vg_now_ns();
    for (struct vg_watched *at = list; at; at = at->next)
        if (seize(at, NULL, now))
            end_runs_locked(at, now);
    vg_mutex_unlock(&lock);
}

static void *watch(void *unused)
{
    uint64_t period = vg_watchdog_limit() * NS_PER_MS / 4;
    period = period > SWEEP_MOST_NS ? SWEEP_MOST_NS : period < SWEEP_LEAST_NS ? SWEEP_LEAST_NS : period;
    pthread_setname_np(pthread_self(), "vgpu-watchdog");
    while (!atomic_load(&stopping)) {
        vg_futex_wait(&stopping, 0, (int64_t)period);
        sweep();
    }
    return unused;
}

/* ---- Life ---- */

static void before_fork(void)
{
    vg_mutex_lock(&lock);
}

static void after_fork_in_parent(void)
{
    vg_mutex_unlock(&lock);
}

/* Of the threads that were watched only this one lives on, outside of any kernel. */
static void after_fork_in_child(void)
{
    for (struct vg_watched *at = list; at; at = at->next)
        atomic_store(&at->state, IDLE);
    atomic_store(&running, false);
    vg_mutex_unlock(&lock);
}

static void read_limit(void)
{
    static struct vg_fork_watch watch_forks = {.rank = VG_RANK_WATCHDOG,
                                               .before = before_fork,
                                               .in_parent = after_fork_in_parent,
                                               .in_child = after_fork_in_child};
    atomic_store(&limit_ms, vg_config_number(VG_ID_VGPU_KERNEL_TIMEOUT));
    if (atomic_load(&limit_ms))
        vg_fork_watch(&watch_forks);
}

static bool start_thread_locked(void)
{
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    int error = pthread_create(&thread, NULL, watch, NULL);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    if (error)
        vg_log(VG_LOG_WARN, "no thread to watch VGPU_KERNEL_TIMEOUT: pthread_create() gives error %d", error);
    return error == 0;
}

uint64_t vg_watchdog_limit(void)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, read_limit);
    return atomic_load_explicit(&limit_ms, memory_order_relaxed);
}

bool vg_watchdog_start(void)
{
    if (vg_watchdog_limit() == 0)
        return false;
    if (atomic_load_explicit(&running, memory_order_relaxed))
        return true;
    vg_mutex_lock(&lock);
    if (!atomic_load(&running))
        atomic_store(&running, start_thread_locked());
    vg_mutex_unlock(&lock);
    return true;
}

void vg_watchdog_stop(void)
{
    if (!atomic_exchange(&running, false))
        return;
    atomic_store(&stopping, 1);
    vg_futex_wake(&stopping, 1);
    pthread_join(thread, NULL);
}
