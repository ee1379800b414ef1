/* SPDX-License-Identifier: MIT */
/* The workers and what they share; for the files of this folder.
 *
 * There are as many workers as CPUs to use (the width). Since a thread of the application that waits helps,
 * the last worker, the reserve, takes no kernel or transfer work while one does, so that no more threads than
 * CPUs compute. One thread helps at a time, from a slot of its own behind the workers'. It runs what it waits
 * for and what is over soon; when it comes to something longer, it leaves that and its role to the reserve.
 *
 * Going to sleep and being woken: a worker that finds nothing counts as searching, spins a while, sets its
 * bit in `idle`, stops searching, looks once more, and parks. Whoever makes work visible then looks at
 * `searching`, and only when nobody searches clears an idle bit and wakes that worker. All of it is
 * sequentially consistent, so one of the two sees the other. A worker that ends its search by finding work
 * wakes the next one if there is more. */
#ifndef VG_EXECUTOR_FLEET_H
#define VG_EXECUTOR_FLEET_H

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/attributes.h"
#include "executor/deque.h"
#include "executor/injector.h"
#include "executor/jobs.h"
#include "executor/team.h"

#define VG_FLEET_MAX 1024 /* workers at most */

struct vg_worker {
    struct vg_deque deque;
    _Alignas(VG_CACHE_LINE) atomic_uint woken; /* futex: 1 = leave the park */
    unsigned index;                            /* place and part; the helper has the reserve's */
    unsigned turn;
    atomic_uint near_first, near_count; /* the workers of its node; count 0 = all. A helper may read them
                                         * while the fleet starts anew */
    struct vg_team *served;             /* the team that had its turn last */
    bool in_vain;                       /* the last look found nothing */
    bool searching;                     /* counted in fleet.searching */
    bool helper;
    unsigned char bound;           /* place.c: what its thread is bound to */
    struct vg_task *next;          /* a task that became ready here and runs here next */
    const struct vg_task *awaited; /* helper's: what it waits for; NULL = it may run anything */
    pthread_t thread;
    _Atomic(unsigned short *) victims; /* other workers, nearest first; NULL = by index */
};

/* See team.h. */
struct vg_team {
    struct vg_team *next;
    unsigned first, count;
    struct vg_injector ready, calls; /* as those of the fleet */
    struct vg_jobs jobs;
};

enum vg_fleet_state { VG_FLEET_STOPPED, VG_FLEET_RUNNING, VG_FLEET_STOPPING };

struct vg_fleet {
    atomic_uint state;
    atomic_uint width;         /* workers meant to run; while not stopped */
    atomic_uint alive;         /* workers that run */
    atomic_uint begun;         /* those of them that have come to vg_worker_main() */
    atomic_uint era;           /* forks behind this process */
    uint64_t spin_ns;          /* set once */
    unsigned wanted;           /* test hook: workers to start whatever the CPUs; 0 = as many as CPUs */
    struct vg_worker *workers; /* [room + 1]; made once; the last is the helper's */
    unsigned room;
    _Alignas(VG_CACHE_LINE) atomic_uint searching;
    atomic_uint helping; /* 1 while the helper's slot is taken */
    atomic_uint reserve; /* index of the worker that yields to it; the last one, unless nodes matter */
    _Alignas(VG_CACHE_LINE) atomic_uint_least64_t idle[VG_FLEET_MAX / 64];
    struct vg_injector injector;
    struct vg_injector calls; /* CALL tasks, which may block: for workers only */
    struct vg_jobs jobs;
    _Atomic(struct vg_team *) teams; /* newest first */
};

extern struct vg_fleet vg_fleet;

/* The first of all teams; each has the next. Acquire: pairs with their publication. */
static inline struct vg_team *vg_teams(void)
{
    return atomic_load_explicit(&vg_fleet.teams, memory_order_acquire);
}

/* team.c */
struct vg_interval {
    unsigned first, count;
};
/* The workers of the node of this one; none when it does not matter. */
static inline struct vg_interval vg_near(const struct vg_worker *worker)
{
    return (struct vg_interval){atomic_load_explicit(&worker->near_first, memory_order_relaxed),
                                atomic_load_explicit(&worker->near_count, memory_order_relaxed)};
}
/* The workers of the team that there are; all of them for NULL. */
struct vg_interval vg_team_interval(const struct vg_team *team);
/* Whether there is something for its members to begin. */
bool vg_team_offers(struct vg_team *team);
/* In the child of a fork. */
void vg_teams_reset(void);

static inline unsigned vg_member(const struct vg_worker *worker)
{
    return worker->helper ? VG_NO_MEMBER : worker->index;
}

/* How long to look for work before sleeping. On a single CPU whoever spins only keeps the others from it. */
static inline uint64_t vg_spin_ns(void)
{
    return atomic_load_explicit(&vg_fleet.width, memory_order_relaxed) > 1 ? vg_fleet.spin_ns : 0;
}

/* executor.c: once per process, from vg_local(). */
void vg_fleet_init(void);
/* Starts the workers unless they run. False when there is not one. */
bool vg_fleet_start(void);

/* wake.c */
/* Wakes one worker for a task that was just put into an injector, unless one is searching already. */
void vg_wake_for_task(bool call);
/* Wakes up to two workers for the parts on offer; those go on waking. */
void vg_wake_for_parts(void);
/* Wakes up to `most` parked members. */
void vg_wake_team(const struct vg_team *team, unsigned most);
/* Wakes every parked worker. */
void vg_wake_all(void);
/* Wakes one for what a helping thread leaves behind. */
void vg_wake_for_rest(void);
/* Whether the worker leaves kernels and transfers to a helping thread. */
bool vg_worker_yields(const struct vg_worker *worker);
void vg_search_begin(struct vg_worker *worker);
void vg_search_end(struct vg_worker *worker);
/* Sleeps until woken; false when the fleet is stopping and nothing is left to do. */
bool vg_worker_park(struct vg_worker *worker);

/* worker.c */
void *vg_worker_main(void *worker);
/* Helps, spins, then sleeps until the task is complete. */
void vg_worker_help(struct vg_task *task);

#endif
