/* SPDX-License-Identifier: MIT */
/* What has to happen around fork(), in the order of the locks that it is about: whoever has locks that the
 * child must find free, and whole what they guard, watches with the rank of its first lock. pthread_atfork
 * alone would run the watchers in the order in which the parts of the library happened to start. */
#ifndef VG_BASE_FORK_H
#define VG_BASE_FORK_H

#include "base/sync.h"

struct vg_fork_watch {
    enum vg_rank rank;
    void (*before)(void);               /* rising ranks; takes the locks; each may be NULL */
    void (*in_parent)(void);            /* falling ranks; lets them go */
    void (*in_child)(void);             /* the same */
    struct vg_fork_watch *_Atomic next; /* the rest belongs to fork.c */
    unsigned number;
};

/* To be called once for each watch, which must live for good. False when out of memory. Any thread. */
bool vg_fork_watch(struct vg_fork_watch *watch);

#endif
