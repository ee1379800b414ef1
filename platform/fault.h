/* SPDX-License-Identifier: MIT */
/* What is said of a kernel that faulted: kernel, source line, work-group, and the buffer that was missed; and
 * of other commands whose memory went. */
#ifndef VG_PLATFORM_FAULT_H
#define VG_PLATFORM_FAULT_H

#include "executor/fault.h"
#include "platform/command.h"

struct vg_check;
struct vg_code;
struct vg_kernel;

struct vg_fault_scene {
    const struct vg_fault *fault;
    const struct vg_kernel *kernel;
    const struct vg_code *code;
    const struct vg_launch *launch;
    const void *args;          /* the argument block */
    const struct vg_use *uses; /* memory objects of the arguments, in their order */
    size_t use_count;
};

/* Writes one sentence. */
void vg_fault_explain(const struct vg_fault_scene *scene, char *text, size_t size);
/* The same of a command that is called `what` and no compiled kernel; false when it did not fault, or for any
 * number but the first. */
bool vg_fault_explain_memory(const char *what, const struct vg_fault_report *report,
                             const struct vg_event *event, size_t number, char *text, size_t size);
/* The same of what a checked kernel found: the finding with this number, and behind the last one how many
 * others there were; false when there is no more to say. */
bool vg_fault_explain_check(const struct vg_fault_scene *scene, const struct vg_check *check, size_t number,
                            char *text, size_t size);

#endif
