/* SPDX-License-Identifier: MIT */
/* The process's workers. They start at the first task that wants more than the calling thread, restart lazily
 * in the child of a fork, and stop when the library is unloaded. */
#ifndef VG_EXECUTOR_EXECUTOR_H
#define VG_EXECUTOR_EXECUTOR_H

#include <stdbool.h>
#include <stdint.h>

/* Threads that the executor uses or would use, the waiting thread included. Cheap: counted once and at each
 * start. */
unsigned vg_executor_width(void);
/* How many it would use if it started now, read anew each time; on a worker, how many there are. */
unsigned vg_executor_usable(void);
/* Worker threads now alive in this process; 0 before the first launch that needs one. */
unsigned vg_executor_threads(void);
/* Whether the caller is a worker or inside a task body run by a helping thread. */
bool vg_executor_on_worker(void);
/* Joins all workers once the work at hand is over; the next task starts them again. */
void vg_executor_stop(void);

struct vg_executor_stats {
    uint64_t tasks, pieces, steals, parks, inline_runs;
};
struct vg_executor_stats vg_executor_stats(void);

#endif
