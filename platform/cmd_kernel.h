/* SPDX-License-Identifier: MIT */
/* Kernel launches as commands: clEnqueueNDRangeKernel and clEnqueueTask. */
#ifndef VG_PLATFORM_CMD_KERNEL_H
#define VG_PLATFORM_CMD_KERNEL_H

#include "executor/fault.h"
#include "kernels/kernels.h"
#include "platform/command.h"
#include "platform/geometry.h"

struct vg_code;
struct vg_kernel;
struct vg_kernel_target;

/* What check finds out and lower needs. */
struct vg_launch_plan {
    struct vg_kernel *kernel;
    const struct vg_unit *unit; /* which the code is of */
    const struct vg_code *code;
    bool empty; /* nothing to run: the command is a marker */
    struct vg_geometry geometry;
    size_t local_bytes; /* of a work-group, a multiple of VG_SCRATCH_ALIGN */
    size_t cells_at;    /* of struct vg_check */
    size_t frame_at, scratch_bytes;
    struct vg_built_in_work work; /* this and what follows: of a built-in kernel */
    _Alignas(16) unsigned char built_in[VG_BUILT_IN_PLAN_MOST];
};

struct vg_ndrange {
    struct vg_command base;
    cl_kernel kernel;
    struct vg_extent extent;
    struct vg_launch_plan *plan;      /* the caller's, valid during the enqueue */
    struct vg_printf_sink *sink;      /* set by lower */
    const struct vg_code *code;       /* likewise */
    struct vg_check *check;           /* likewise; of checked code only */
    const struct vg_built_in *placed; /* likewise: what the plan behind the command is of */
    struct vg_fault_report report;
};
extern const struct vg_command_ops vg_ndrange_ops, vg_built_in_ops; /* compiled and built-in kernels */

/* Clears the plan. */
struct vg_ndrange vg_ndrange(cl_command_type type, cl_kernel kernel, struct vg_extent extent,
                             struct vg_launch_plan *plan);

/* What the commands of compiled and of built-in kernels share: check begins with the rules for the kernel,
 * its arguments and the extent, which leave kernel and empty in the plan; uses are the kernel and, as use_of
 * has it, every memory object among the arguments. */
cl_int vg_launch_begin(const struct vg_queue *queue, const struct vg_ndrange *ndrange,
                       struct vg_kernel_target **target);
typedef struct vg_use vg_launch_use(const struct vg_launch_plan *plan, uint32_t arg, struct vg_mem *mem);
size_t vg_launch_uses(const struct vg_launch_plan *plan, vg_launch_use *use_of, struct vg_use *uses,
                      size_t max);

/* clGetKernelSuggestedLocalWorkSize, whole. */
cl_int vg_suggest_local_size(cl_command_queue queue, cl_kernel kernel, struct vg_extent extent,
                             size_t *local);

#endif
