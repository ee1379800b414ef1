/* SPDX-License-Identifier: MIT */
/* The steps of a task's life, for those who run it; task.c has the graph, run.c the bodies. */
#ifndef VG_EXECUTOR_GRAPH_H
#define VG_EXECUTOR_GRAPH_H

#include <stdbool.h>

#include "executor/deque.h"
#include "executor/local.h"
#include "executor/task.h"

#define VG_NESTING_MOST 16 /* bodies that run other bodies while they wait, on one stack */

/* Pins the spans, notes the time and calls started(). False when a pin failed, and the task is over. */
bool vg_task_begin(struct vg_task *task);
/* Ends the task with this status at end_ns: unpins, calls the hooks, releases successors (to the thread's
 * ready list) and waiters. The task may be gone afterwards. */
void vg_task_finish(struct vg_task *task, int status, uint64_t end_ns);
/* Looks at all tasks on the thread's ready list: runs the small ones, hands the others on. */
void vg_task_drain(struct vg_local *local);
/* Sleeps until the task is complete, or for timeout_ns when that is not negative. */
void vg_task_sleep(struct vg_task *task, int64_t timeout_ns);
/* The status; 1 until complete. */
int vg_task_status(const struct vg_task *task);

/* run.c */
/* Whether the task is to be run at once by whoever finds it ready. */
bool vg_run_is_small(const struct vg_task *task);
/* Runs the whole body of a ready task on this thread and finishes it. */
void vg_run_here(struct vg_task *task);
/* Runs a piece, or begins the ready task that it stands for, on a thread that has a slot. */
void vg_run_piece(struct vg_worker *self, struct vg_piece piece);

#endif
