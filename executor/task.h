/* SPDX-License-Identifier: MIT */
/* Tasks: the plain work that commands are lowered to, and the graph that orders them. No OpenCL types.
 *
 * Life: vg_task_init; fill the body; vg_task_after for each predecessor; vg_task_submit. When all
 * predecessors are complete the executor pins the task's spans, runs the body, unpins, calls done(),
 * publishes the status, releases the successors, wakes waiters and calls retire(), after which the task's
 * memory is the owner's again (retire may free it). A task's memory and its edges are the owner's, embedded
 * in the command: the executor allocates nothing per task.
 *
 * status: 0 or a negative OpenCL code. A failed predecessor on a DATA edge fails the task with
 * VG_STATUS_DEPENDENCY without running it; an ORDER edge (in-order queues, barriers) only waits. */
#ifndef VG_EXECUTOR_TASK_H
#define VG_EXECUTOR_TASK_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "compiler/abi.h"
#include "memory/memory.h"

#define VG_STATUS_DEPENDENCY (-14) /* CL_EXEC_STATUS_ERROR_FOR_EVENTS_IN_WAIT_LIST */
#define VG_STATUS_RESOURCES (-5)   /* CL_OUT_OF_RESOURCES: no memory for scratch */
#define VG_STATUS_FAULT (-5)       /* CL_OUT_OF_RESOURCES: the kernel did what no kernel may: fault.h */
#define VG_STATUS_ABANDONED (-5)   /* CL_OUT_OF_RESOURCES: was under way in the parent of a fork */

enum vg_task_kind {
    VG_TASK_NONE,   /* complete as soon as ready: markers, barriers */
    VG_TASK_MANUAL, /* complete when vg_task_complete is called: user events */
    VG_TASK_RANGE,  /* work-groups of a kernel */
    VG_TASK_COPY,   /* strided three-dimensional copy */
    VG_TASK_FILL,   /* pattern fill, strided */
    VG_TASK_CALL,   /* a function on one thread: native kernels, everything odd */
};

struct vg_task;
struct vg_team;

enum vg_edge_kind { VG_EDGE_ORDER, VG_EDGE_DATA };

struct vg_edge { /* lives in the successor's memory */
    struct vg_edge *next;
    struct vg_task *to;
    enum vg_edge_kind kind;
};

struct vg_fault_report;

struct vg_range {
    vg_kernel_entry *entry;
    const void *text;  /* the code that the entry is part of: */
    size_t text_bytes; /* faults there fail the task; 0: faults end the process, */
    bool guarded;      /* but for bus errors: the entry is ours, and may be left anywhere (fault.h) */
    const struct vg_launch *launch;
    const void *args;
    uint64_t groups; /* the range is [0, groups) */
    /* Where phases end, rising, the last of them at groups: the work-groups of a phase begin when those of
     * the one before it are over, and see what they wrote. Owner's memory; NULL: one phase. */
    const uint64_t *phase_ends;
    size_t scratch_bytes; /* per worker */
    /* Running estimate of one group's time, 0 = unknown; updated by each run. May be NULL. */
    atomic_uint_least64_t *group_ns;
    struct vg_fault_report *report; /* owner's memory; may be NULL */
};

struct vg_strided { /* one side of a copy: address of its first byte, and pitches in bytes */
    void *at;
    size_t row, slice;
};

struct vg_copy {
    struct vg_strided to, from;
    size_t region[3];               /* bytes, rows, slices; all > 0 */
    struct vg_fault_report *report; /* owner's memory; may be NULL */
};

struct vg_fill {
    struct vg_strided to;
    size_t region[3];
    unsigned char pattern[128];
    size_t pattern_size; /* divides region[0] */
    struct vg_fault_report *report;
};

struct vg_call {
    int (*run)(void *arg); /* returns a status */
    void *arg;
};

struct vg_task {
    /* Set by the owner before submit. */
    enum vg_task_kind kind;
    union {
        struct vg_range range;
        struct vg_copy copy;
        struct vg_fill fill;
        struct vg_call call;
    } body;
    size_t span_count;
    const struct vg_span *spans; /* pinned while running; owner's memory */
    struct vg_team *team;        /* who runs the body (team.h) unless it is small; NULL = anybody */

    /* Hooks, each of which may be NULL. */
    void (*started)(struct vg_task *task);          /* the first piece is about to run */
    void (*done)(struct vg_task *task, int status); /* the work is over; successors and waiters learn later */
    void (*retire)(struct vg_task *task);           /* the executor's last touch: the task may now be freed */

    /* Times in vg_now_ns(); 0 until reached. Readable after done. */
    atomic_uint_least64_t start_ns, end_ns;

    /* The executor's. */
    atomic_int status;   /* 1 until complete; then 0 or negative */
    atomic_uint pending; /* incomplete predecessors, + 1 until submitted, + 1 until a MANUAL is completed */
    atomic_uint pieces;  /* unfinished pieces of a running body */
    atomic_int failed;   /* first negative status of a predecessor or piece */
    _Atomic(struct vg_edge *) successors; /* a stack; a sentinel when complete */
    _Atomic(struct vg_task *) next_ready; /* link in the one queue that a ready task is in */
    atomic_uint waiters;                  /* futex word: 1 while a thread sleeps in vg_task_wait */
    atomic_uint manual;                   /* 1 once a MANUAL was completed by its owner */
    atomic_uint era; /* forks behind the process that submitted it, + 1; 0 until submitted */
    bool pinned;
    bool paged;                    /* its spans are not all in RAM: work.h */
    unsigned phase;                /* of the range that is under way */
    uint64_t grain;                /* units of work that are not worth splitting further */
    atomic_uint_least64_t busy_ns; /* time spent in its pieces by all threads */
};

/* Everything zero but the kind; the caller then fills body, spans and hooks. */
void vg_task_init(struct vg_task *task, enum vg_task_kind kind);

/* Orders task behind before (which must be alive for the call). edge is memory of task's owner, valid until
 * task is done. To be called before vg_task_submit(task). */
void vg_task_after(struct vg_task *task, struct vg_task *before, struct vg_edge *edge,
                   enum vg_edge_kind kind);

/* Hands the task over. A ready task that is estimated to be over within a few microseconds runs before this
 * returns, on this thread; others go to the workers. Hooks of this and other tasks may run inside this call:
 * hold no lock that they take. */
void vg_task_submit(struct vg_task *task);

/* Ends a MANUAL task that was submitted; later calls are ignored and return false. */
bool vg_task_complete(struct vg_task *task, int status);

/* Whether the task is complete; then *status is set. In the child of a fork, tasks that the parent had
 * submitted but not completed are complete with VG_STATUS_ABANDONED (their hooks are not called); MANUAL ones
 * live on. */
bool vg_task_is_complete(const struct vg_task *task, int *status);

/* Waits, running other ready pieces meanwhile; returns the status. The owner must keep the task alive
 * (retire() may be still under way when this returns, done() is not). Must not be called from inside a body
 * or callback on a worker: see vg_executor_on_worker. */
int vg_task_wait(struct vg_task *task);

#endif
