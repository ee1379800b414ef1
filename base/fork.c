/* SPDX-License-Identifier: MIT */
/* The watchers of fork(), in a list by rising rank behind one pthread_atfork. The list only grows, so that it
 * is walked without its lock: a watcher may be added by a thread that holds one of the locks that a fork
 * waits for. A fork calls those watchers afterwards that it called before. */
#include "base/fork.h"

#include <stddef.h>

static pthread_mutex_t list_lock = PTHREAD_MUTEX_INITIALIZER;
static struct vg_fork_watch *_Atomic first;
static atomic_uint count;

static _Thread_local unsigned called; /* watchers that this thread's fork knows */

static bool is_known(const struct vg_fork_watch *watch)
{
    return watch->number < called;
}

static void before_fork(void)
{
    called = atomic_load(&count);
    for (const struct vg_fork_watch *watch = first; watch; watch = watch->next) {
        if (is_known(watch) && watch->before)
            watch->before();
    }
}

/* Recursion goes no deeper than there are parts of the library that watch. */
static void run_backwards(const struct vg_fork_watch *watch, bool child)
{
    if (!watch)
        return;
    run_backwards(watch->next, child);
    void (*hook)(void) = child ? watch->in_child : watch->in_parent;
    if (is_known(watch) && hook)
        hook();
}

static void after_fork_in_parent(void)
{
    run_backwards(first, false);
}

/* Another thread of the parent may have been adding a watcher. */
static void after_fork_in_child(void)
{
    pthread_mutex_init(&list_lock, NULL);
    run_backwards(first, true);
}

bool vg_fork_watch(struct vg_fork_watch *watch)
{
    pthread_mutex_lock(&list_lock);
    unsigned number = atomic_load(&count);
    bool watched = number > 0 || pthread_atfork(before_fork, after_fork_in_parent, after_fork_in_child) == 0;
    if (watched) {
        struct vg_fork_watch *_Atomic *link = &first;
        while (*link && (*link)->rank <= watch->rank)
            link = &(*link)->next;
        watch->number = number;
        watch->next = *link;
        *link = watch;
        atomic_store(&count, number + 1);
    }
    pthread_mutex_unlock(&list_lock);
    return watched;
}
