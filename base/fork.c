/* SPDX-License-Identifier: MIT */
/* The watchers of fork(), in a list by rising rank behind one pthread_atfork. The list's own lock is held
 * across the fork; it comes before all ranked ones and is never taken for anything else. */
#include "base/fork.h"

#include <stddef.h>

static pthread_mutex_t list_lock = PTHREAD_MUTEX_INITIALIZER;
static struct vg_fork_watch *first;

static void before_fork(void)
{
    pthread_mutex_lock(&list_lock);
    for (const struct vg_fork_watch *watch = first; watch; watch = watch->next) {
        if (watch->before)
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
    if (hook)
        hook();
}

static void after_fork_in_parent(void)
{
    run_backwards(first, false);
    pthread_mutex_unlock(&list_lock);
}

static void after_fork_in_child(void)
{
    run_backwards(first, true);
    pthread_mutex_unlock(&list_lock);
}

bool vg_fork_watch(struct vg_fork_watch *watch)
{
    pthread_mutex_lock(&list_lock);
    bool watched = first || pthread_atfork(before_fork, after_fork_in_parent, after_fork_in_child) == 0;
    if (watched) {
        struct vg_fork_watch **link = &first;
        while (*link && (*link)->rank <= watch->rank)
            link = &(*link)->next;
        watch->next = *link;
        *link = watch;
    }
    pthread_mutex_unlock(&list_lock);
    return watched;
}
