/* SPDX-License-Identifier: MIT */
/* The first cut of running tasks: each is divided into equal parts, and a part waits here until a thread
 * claims it. A thread claims the part at its own place first, so that from launch to launch it works on the
 * same part of the buffers, whose pages it touched first. Lock-free; any thread. */
#ifndef VG_EXECUTOR_JOBS_H
#define VG_EXECUTOR_JOBS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/attributes.h"
#include "executor/deque.h"

#define VG_JOB_PARTS 64 /* at most: one bit each */
#define VG_JOB_SLOTS 64 /* likewise */

struct vg_job {
    _Alignas(VG_CACHE_LINE) atomic_uint_least64_t open;
    atomic_uint readers; /* claimers that have yet to read the fields; 0 = the slot is free */
    atomic_uint parts;   /* read ahead of a claim to choose the part */
    struct vg_task *task;
    uint64_t first, units;
};

/* What is on offer to those who share it: all workers, or those of a team. All zero at first. */
struct vg_jobs {
    struct vg_job of[VG_JOB_SLOTS];
    _Alignas(VG_CACHE_LINE) atomic_uint_least64_t active; /* a bit for each job with an open part */
};

/* Where a claimer stands among those who share the jobs. */
struct vg_seat {
    unsigned index, width;
    unsigned near_first, near_count; /* the seats of its NUMA node, its own among them */
};

/* Offers the piece in `parts` parts. False when too many tasks are on offer. */
bool vg_jobs_publish(struct vg_jobs *jobs, const struct vg_piece *piece, unsigned parts);
/* Claims a part, best that of the seat, and with near only what belongs to a seat of the node. `turn` varies
 * the task that is looked at first. */
bool vg_jobs_claim(struct vg_jobs *jobs, const struct vg_seat *seat, bool near, unsigned turn,
                   struct vg_piece *piece);
/* Parts that wait to be claimed, as far as one can tell; exact when it says 0. */
unsigned vg_jobs_open(struct vg_jobs *jobs);
/* Forgets everything: in the child of a fork. */
void vg_jobs_reset(struct vg_jobs *jobs);

#endif
