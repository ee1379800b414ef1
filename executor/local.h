/* SPDX-License-Identifier: MIT */
/* What the executor keeps for each thread that ever touched it. */
#ifndef VG_EXECUTOR_LOCAL_H
#define VG_EXECUTOR_LOCAL_H

#include <stdbool.h>

#include "executor/task.h"
#include "memory/memory.h"

struct vg_worker;
struct vg_counters;
struct vg_fault_thread;

struct vg_local {
    struct vg_worker *self;        /* its slot: a worker's for good, a helping thread's while it helps */
    struct vg_task *first_ready;   /* tasks that became ready on this thread and were not looked at yet, */
    struct vg_task *last_ready;    /* linked by next_ready */
    bool draining;                 /* somebody up the stack is looking at them */
    unsigned depth;                /* bodies and hooks on the stack */
    struct vg_scratch scratch;     /* freed when the thread ends */
    struct vg_fault_thread *fault; /* fault.c's; NULL before the thread's first kernel */
    struct vg_counters *counters;
    _Alignas(VG_SCRATCH_ALIGN) char head[VG_SCRATCH_HEAD]; /* of kernels that need no scratch behind it */
};

/* The calling thread's. */
struct vg_local *vg_local(void);
/* Scratch of at least size bytes for the calling thread, behind its head (compiler/abi.h); NULL when out of
 * memory. */
void *vg_local_scratch(size_t size);
/* The library goes: no thread may come back to its code when it ends. Scratch of threads that still live
 * stays mapped. */
void vg_local_unload(void);

#endif
