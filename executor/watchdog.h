/* SPDX-License-Identifier: MIT */
/* Ends kernels that run for longer than VGPU_KERNEL_TIMEOUT allows.
 *
 * Compiled code looks at nothing for this: a thread takes the right to execute the kernel's code away for a
 * moment, so that whoever runs it faults at its next instruction and leaves as after any other fault; a
 * thread that is in a function outside of the kernel does when it comes back. Threads that run the same code
 * for another launch wait in the fault handler until the right is back. */
#ifndef VG_EXECUTOR_WATCHDOG_H
#define VG_EXECUTOR_WATCHDOG_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What is known of a thread that runs kernels. */
struct vg_watched {
    struct vg_watched *next, **from; /* from: the pointer to this one */
    atomic_uint state;               /* enum of watchdog.c; a futex */
    _Atomic(void *) text;            /* the code that it runs */
    atomic_size_t text_bytes;
    atomic_uint_least64_t start_ns; /* of the task */
};

/* Starts the thread when there is a limit and it does not run; false when there is none. Once the limit was
 * found to be none, it stays so. */
bool vg_watchdog_start(void);
/* The limit in milliseconds. */
uint64_t vg_watchdog_limit(void);
void vg_watchdog_stop(void);

void vg_watchdog_add(struct vg_watched *watched);
void vg_watchdog_remove(struct vg_watched *watched);

/* Around the run of a kernel; what the text is part of must live until vg_watchdog_leave returns. */
void vg_watchdog_enter(struct vg_watched *watched, const void *text, size_t text_bytes, uint64_t start_ns);
void vg_watchdog_leave(struct vg_watched *watched);

/* For the fault handler of a thread between the two that may not execute its code: true when it has to leave,
 * false when it can go on. */
bool vg_watchdog_ends(struct vg_watched *watched);

#endif
