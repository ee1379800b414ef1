/* SPDX-License-Identifier: MIT */
/* Built-in kernels: what clCreateProgramWithBuiltInKernels offers.
 *
 * A built-in kernel has a name and arguments like a compiled one, of which info tells in the same form. A
 * launch has four steps: make checks the arguments' values against each other and the buffers, and leaves a
 * plan; place gives the plan the addresses, and what it needs besides them; entry runs the plan's work-groups
 * on any number of threads at once; done gives back what place took. Until then the plan is plain data, so
 * that it can be copied. Any thread; nothing here starts one. */
#ifndef VG_KERNELS_KERNELS_H
#define VG_KERNELS_KERNELS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/cl.h"
#include "compiler/abi.h"
#include "compiler/kernel_info.h"

#define VG_BUILT_IN_PLAN_MOST 512 /* bytes of a plan */
#define VG_BUILT_IN_REACH_MOST 4
#define VG_BUILT_IN_ARGS_MOST 24

/* A buffer argument as it is at the launch. */
struct vg_built_in_buffer {
    const void *at; /* NULL when the argument is NULL */
    size_t size;
    bool read_only; /* by its flags */
};

/* Bytes of a buffer argument that the launch accesses, of which some are written when write is set. */
struct vg_built_in_reach {
    uint32_t arg;
    size_t offset, size; /* size 0: none */
    bool write;
};

struct vg_built_in_work {
    uint64_t groups;   /* 0: nothing to do */
    uint64_t group_ns; /* a guess of the time that one takes, > 0 */
    size_t scratch_bytes;
    size_t reach_count;
    struct vg_built_in_reach reach[VG_BUILT_IN_REACH_MOST];
};

struct vg_built_in {
    struct vg_kernel_info info;
    size_t plan_bytes;
    const void *family; /* make's own */
    /* block holds the values in info's layout, buffers has one row for each argument. Fails with a code of
     * the launch, and a sentence. */
    cl_int (*make)(const struct vg_built_in *self, const unsigned char *block,
                   const struct vg_built_in_buffer *buffers, unsigned threads, void *plan,
                   struct vg_built_in_work *work);
    /* Of plans with groups. When it fails, nothing is to be given back. */
    cl_int (*place)(void *plan, const struct vg_built_in_buffer *buffers);
    void (*done)(void *plan); /* of a placed plan, in place; may be NULL */
    /* Of a placed plan: where its phases end (executor/task.h), until done; NULL: one phase. */
    const uint64_t *(*phase_ends)(const void *plan);
    vg_kernel_entry *entry; /* its args are the plan */
};

#define VG_BUILT_IN_VERSION_MAJOR 1 /* of all of them, for CL_DEVICE_BUILT_IN_KERNELS_WITH_VERSION */
#define VG_BUILT_IN_VERSION_MINOR 0

size_t vg_built_in_count(void);
const struct vg_built_in *vg_built_in_at(size_t index);
/* NULL when there is none of that name, which need not end with a NUL. */
const struct vg_built_in *vg_built_in_find(const char *name, size_t length);

#endif
