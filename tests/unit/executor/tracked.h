/* SPDX-License-Identifier: MIT */
/* Tasks that note what happens to them, for the tests of the executor. */
#ifndef VG_TESTS_UNIT_EXECUTOR_TRACKED_H
#define VG_TESTS_UNIT_EXECUTOR_TRACKED_H

#include "executor/executor.h"
#include "executor/task.h"

struct tracked {
    struct vg_task task;
    atomic_int runs, started, done, retired; /* how often each happened */
    atomic_int status;                       /* that done() was given */
    unsigned at;                             /* place in the order of all completions, from 1 */
    int result;                              /* of a call body */
};

/* A task whose hooks count; a CALL runs a body that counts and returns t->result. */
void tracked_init(struct tracked *t, enum vg_task_kind kind);
/* A RANGE that counts its groups in hits[group]. */
void tracked_range(struct tracked *t, atomic_uchar *hits, uint64_t groups);
/* Leaves the body to workers first..first+count-1. */
void tracked_for_team(struct tracked *t, unsigned first, unsigned count);
/* Waits for completion and retirement, and checks that every hook was called once. */
int tracked_wait(struct tracked *t);
/* The next number of the order. */
unsigned tracked_tick(void);

/* Starts the executor with this many workers, whatever the machine. To be called first. */
void force_width(unsigned width);
/* Places them on a machine that hwloc makes up. */
void force_machine(const char *synthetic);

#endif
