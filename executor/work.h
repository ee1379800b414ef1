/* SPDX-License-Identifier: MIT */
/* What the body of a RANGE, COPY or FILL amounts to: a number of equal units, any part of which can be run by
 * itself. A unit is a work-group, or 4 KiB of a transfer's bytes. */
#ifndef VG_EXECUTOR_WORK_H
#define VG_EXECUTOR_WORK_H

#include <stdint.h>

#include "executor/deque.h"
#include "executor/task.h"

#define VG_WORK_UNKNOWN UINT64_MAX

uint64_t vg_work_units(const struct vg_task *task);
/* Nanoseconds that the whole body should take on one thread, or VG_WORK_UNKNOWN. Any kind of task. */
uint64_t vg_work_estimate(const struct vg_task *task);

/* Nanoseconds that one unit takes, which is how long a thread is kept at least, or VG_WORK_UNKNOWN. */
uint64_t vg_work_unit_ns(const struct vg_task *task);

/* The units of the phase that is under way: all, unless the work has several. */
struct vg_piece vg_work_phase(const struct vg_task *task);
bool vg_work_is_last_phase(const struct vg_task *task);

struct vg_cut {
    unsigned parts; /* >= 1 threads that are worth their waking */
    uint64_t grain; /* >= 1 units that are not worth splitting */
};
/* How to divide units > 0 among at most `threads` threads. */
struct vg_cut vg_work_cut(const struct vg_task *task, uint64_t units, unsigned threads);

/* Runs units first..last-1 on this thread; 0 or a negative status. */
int vg_work_run(const struct vg_task *task, uint64_t first, uint64_t last);
/* Takes note of the time that all units took together. */
void vg_work_learn(const struct vg_task *task, uint64_t busy_ns);

/* One file for each kind of body. */
int vg_range_run(const struct vg_range *range, uint64_t first, uint64_t last);
uint64_t vg_transfer_units(const size_t region[3]);
uint64_t vg_transfer_estimate(const size_t region[3]);
/* Of tasks of their kinds. A status, since a task whose spans are not all in RAM pins each piece of them. */
int vg_copy_run(const struct vg_task *task, uint64_t first, uint64_t last);
int vg_fill_run(const struct vg_task *task, uint64_t first, uint64_t last);

#endif
