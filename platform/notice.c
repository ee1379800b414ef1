/* SPDX-License-Identifier: MIT */
/* A stack of posted notices, newest first, and the thread that takes all of them at a time. Posting is a push
 * and, after it, a step of the futex word `posts`; the thread reads the word before it looks at the stack, so
 * that it cannot sleep through a post. */
#include "platform/notice.h"

#include <pthread.h>
#include <signal.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/fork.h"
#include "base/log.h"
#include "base/sync.h"

static _Atomic(struct vg_notice *) posted;
static atomic_uint posts;
static atomic_bool running; /* the thread exists or is being made */

static struct vg_notice *take_oldest_first(void)
{
    struct vg_notice *newest = atomic_exchange(&posted, NULL), *oldest = NULL;
    while (newest) {
        struct vg_notice *next = newest->next;
        newest->next = oldest;
        oldest = newest;
        newest = next;
    }
    return oldest;
}

/* Calls all that is posted; false when there was nothing. */
static bool call_posted(void)
{
    struct vg_notice *notice = take_oldest_first();
    bool any = notice != NULL;
    while (notice) {
        struct vg_notice *next = notice->next;
        notice->call(notice);
        notice = next;
    }
    return any;
}

static void *serve(void *unused)
{
    pthread_setname_np(pthread_self(), "vgpu-callbacks");
    for (;;) {
        unsigned seen = atomic_load(&posts);
        if (!call_posted())
            vg_futex_wait(&posts, seen, -1);
    }
    return unused;
}

/* The thread gets no signals: they are the application's own threads' affair. */
static bool start_thread(void)
{
    pthread_t thread;
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    int error = pthread_create(&thread, NULL, serve, NULL);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    if (error == 0)
        pthread_detach(thread);
    return error == 0;
}

/* What the parent's thread had not called yet stays the parent's. */
static void forget_parent(void)
{
    atomic_store(&posted, NULL);
    atomic_store(&running, false);
}

static void watch_forks(void)
{
    static struct vg_fork_watch watch = {.rank = VG_RANK_CONTEXT, .in_child = forget_parent};
    vg_fork_watch(&watch);
}

void vg_notice_post(struct vg_notice *notice)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, watch_forks);
    notice->next = atomic_load(&posted);
    while (!atomic_compare_exchange_weak(&posted, &notice->next, notice))
        ;
    atomic_fetch_add(&posts, 1);
    if (!atomic_exchange(&running, true) && !start_thread()) {
        vg_log(VG_LOG_WARN, "no thread for event callbacks; they run where commands complete");
        atomic_store(&running, false);
        call_posted();
        return;
    }
    vg_futex_wake(&posts, 1);
}
