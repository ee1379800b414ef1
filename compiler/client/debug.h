/* SPDX-License-Identifier: MIT */
/* Makes loaded code visible: to gdb through its JIT interface, to unwinders, and to perf on request
 * (VGPU_PERF). Any thread. */
#ifndef VG_COMPILER_CLIENT_DEBUG_H
#define VG_COMPILER_CLIENT_DEBUG_H

#include "compiler/client/loader.h"

struct vg_jit_entry { /* layout fixed by gdb's JIT interface */
    struct vg_jit_entry *next, *prev;
    const char *file; /* owned */
    uint64_t size;
};

struct vg_announced {
    struct vg_jit_entry entry;
    const char *unwind;
};

/* Announces an image with a copy of the object that it was loaded from. `name` is the kernel's, for perf; ""
 * for data. `announced` must stay where it is until vg_debug_withdraw. */
void vg_debug_announce(struct vg_announced *announced, const struct vg_elf *image, const void *object,
                       size_t size, const char *name);
void vg_debug_withdraw(struct vg_announced *announced);

#endif
