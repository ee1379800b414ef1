/* SPDX-License-Identifier: MIT */
/* The shape of a kernel launch: the rules for global and local sizes, the choice of a local size when the
 * application leaves it open, and the layout of a worker's scratch. Pure functions; any thread. */
#ifndef VG_PLATFORM_GEOMETRY_H
#define VG_PLATFORM_GEOMETRY_H

#include <stdbool.h>
#include <stddef.h>

#include "base/cl.h"
#include "compiler/abi.h"
#include "compiler/kernel_info.h"

/* As the application states it. global, offset and local are arrays of work_dim, or NULL. */
struct vg_extent {
    cl_uint work_dim;
    const size_t *offset, *global, *local;
};

/* What a kernel's code and the device allow. */
struct vg_group_limits {
    const struct vg_kernel_info *kernel;
    const struct vg_code_info *code;
    const size_t *max_sizes; /* of a work-group in each dimension, the device's */
    size_t max_items;        /* of a work-group, see vg_max_group */
    bool non_uniform;        /* whether the groups at the edge may be smaller */
    unsigned threads;        /* that share the launch */
};

/* As launched; all sizes are 1 and offsets 0 past work_dim. */
struct vg_geometry {
    unsigned work_dim;
    size_t offset[3], global[3], local[3], groups[3];
    size_t group_count;
    size_t group_items; /* work-items of a whole group */
};

/* Largest work-group of the kernel on a device that allows device_max. */
size_t vg_max_group(const struct vg_kernel_info *kernel, const struct vg_code_info *code, size_t device_max);

/* Whether nothing is to be run: some global size is 0, or none is given. Checks work_dim and the offsets. */
cl_int vg_extent_check(const struct vg_extent *extent, bool *empty);

/* The launch for a checked, not empty extent, with a local size of our choice when there is none. */
cl_int vg_geometry_make(const struct vg_extent *extent, const struct vg_group_limits *limits,
                        struct vg_geometry *geometry);

/* Scratch of one worker: local memory of one group, [0, *frame_at), then frames. local_args are the bytes of
 * the local pointer arguments, already laid out behind the kernel's own local variables up to local_end. */
cl_int vg_scratch_layout(const struct vg_code_info *code, size_t local_end, const size_t local[3],
                         size_t *frame_at, size_t *scratch_bytes);

#endif
