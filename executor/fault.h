/* SPDX-License-Identifier: MIT */
/* Faults of kernels: an access to memory that is not there, an illegal instruction, a division that traps, a
 * stack that is used up. The thread leaves the kernel, and the task fails; nothing else notices.
 *
 * Handlers are installed at the first kernel or transfer of a process, unless VGPU_FAULTS is 0. They act when
 * the interrupted thread runs a kernel and the instruction is the kernel's own, and on bus errors in guarded
 * calls; everything else is passed on. ABI: kernel */
#ifndef VG_EXECUTOR_FAULT_H
#define VG_EXECUTOR_FAULT_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#include "executor/task.h"

/* A function of ours that kernels call, and that may be left at any instruction: its faults are the kernel's.
 */
#define VG_KERNEL_CODE                                                                                       \
    __attribute__((section("vg_kernel_code"), noinline, no_sanitize("address", "undefined", "thread")))

/* A function that runs in vg_fault_guard, down to what it calls: a sanitizer that keeps account of its frames
 * would not learn that they are gone. */
#define VG_GUARDED __attribute__((no_sanitize("address", "thread")))

struct vg_fault {
    int signal, code;  /* as siginfo_t has them */
    bool has_address;  /* false when the processor does not tell: an address beyond the 48 bits that it has */
    bool in_scratch;   /* next to local and private memory */
    bool timeout;      /* no fault: it ran for too long */
    bool write;        /* the access was one, and not a read or a jump */
    uintptr_t address; /* of the access */
    uintptr_t pc;      /* of the instruction */
    uint64_t first, last; /* it happened in one of these work-groups, the last not included */
};

/* Where the first fault of a task is noted. */
struct vg_fault_report {
    atomic_uint_least64_t start_ns; /* of the task, when its time is limited */
    atomic_bool taken;              /* what follows may be read once the task is done */
    struct vg_fault fault;
};

/* Runs work-groups first..last-1 of a kernel on this thread: the status of its entry, or VG_STATUS_FAULT. */
int vg_fault_run(const struct vg_range *range, uint64_t first, uint64_t last, void *scratch);

/* Calls run(NULL, args, first, last, scratch), code of ours that holds nothing and may be left at any
 * instruction: a bus error in it, as where a mapped file has become shorter, ends it with VG_STATUS_FAULT. An
 * access where no memory is mapped goes to the application's handlers, which may put memory there. report may
 * be NULL. */
int vg_fault_guard(vg_kernel_entry *run, const void *args, uint64_t first, uint64_t last, void *scratch,
                   struct vg_fault_report *report);
/* memcpy, guarded like that. */
int vg_fault_copy(void *to, const void *from, size_t bytes, struct vg_fault_report *report);

/* For functions of ours that a kernel called: whether a text can be read up to its end, which is at most
 * `most` bytes away. Anywhere else it reads without care. */
bool vg_fault_is_text(const char *text, uint64_t most);
/* Whether accesses of this process to memory that is not in RAM are caught: vg_memory_fault. */
bool vg_fault_catches(void);

/* The library goes; no kernel runs any more. */
void vg_fault_unload(void);

#endif
