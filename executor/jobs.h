/* SPDX-License-Identifier: MIT */
/* The first cut of running tasks: each is divided into equal parts, and a part waits here until a thread
 * claims it. A thread claims the part at its own place first, so that from launch to launch it works on the
 * same part of the buffers, whose pages it touched first. Lock-free; any thread. */
#ifndef VG_EXECUTOR_JOBS_H
#define VG_EXECUTOR_JOBS_H

#include <stdbool.h>
#include <stdint.h>

#include "executor/deque.h"

#define VG_JOB_PARTS 64 /* at most: one bit each */

/* Offers units 0..units-1 of the task in `parts` parts, or with draw as many DRAW tokens. False when too many
 * tasks are on offer. */
bool vg_jobs_publish(struct vg_task *task, uint64_t units, unsigned parts, bool draw);
/* Claims a part for the thread at `index` of `width`, best its own. `turn` varies the task that is looked at
 * first. */
bool vg_jobs_claim(unsigned index, unsigned width, unsigned turn, struct vg_piece *piece);
/* Parts that wait to be claimed, as far as one can tell; exact when it says 0. */
unsigned vg_jobs_open(void);
/* Forgets everything: in the child of a fork. */
void vg_jobs_reset(void);

#endif
