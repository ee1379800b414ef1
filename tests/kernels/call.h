/* SPDX-License-Identifier: MIT */
/* One call of a kernel's code as the platform would make it, from a run of a script (script.h), without the
 * OpenCL API. Buffers and scratch are shared mappings between pages that nobody may touch: an access past
 * their end faults, and a forked child may make the call for its parent. */
#ifndef VG_TESTS_KERNELS_CALL_H
#define VG_TESTS_KERNELS_CALL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "compiler/compiler.h"
#include "tests/kernels/script.h"

/* Bytes with an inaccessible page on either side. */
struct guarded {
    void *bytes;
    void *area;
    size_t area_size;
};

struct call {
    struct vg_launch launch;
    unsigned char *block; /* of arguments */
    struct guarded buffers[MAX_ARGS];
    struct vg_image images[MAX_ARGS];
    struct guarded scratch;
    uint64_t groups;
    size_t local_bytes;
};

/* The bytes end at the guard page, up to their alignment of 128, or (at_start) begin at it. */
bool guarded_map(size_t size, bool at_start, struct guarded *out);
void guarded_unmap(struct guarded *guarded);

/* Fills buffers and arguments; NULL, or what is wrong. To be finished in either case. */
const char *call_prepare(struct call *call, const struct run *run, const struct vg_kernel_info *info,
                         const struct vg_code_info *code);
/* Runs all groups, in two calls of the entry so that a start in the middle of the grid is tried too. */
const char *call_execute(struct call *call, const struct vg_code *code);
void call_finish(struct call *call);

#endif
