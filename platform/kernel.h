/* SPDX-License-Identifier: MIT */
/* Kernel objects: a function of a program with the values of its arguments.
 *
 * The values lie in a block in the layout that compiled code takes (compiler/abi.h), ready to be copied into
 * a command. Buffers are remembered by handle and not retained, as the specification demands; a launch checks
 * them. */
#ifndef VG_PLATFORM_KERNEL_H
#define VG_PLATFORM_KERNEL_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>

#include "compiler/compiler.h"
#include "platform/info.h"
#include "platform/object.h"

struct vg_built_in;
struct vg_device;
struct vg_program;

struct vg_kernel_target {     /* the kernel on one device of its program */
    struct vg_device *device; /* the program keeps it */
    struct vg_unit *unit; /* retained; NULL when the program was not built for the device, or is built in */
    size_t index;         /* of the kernel in the unit */
    bool non_uniform;
    _Atomic(const struct vg_code *) code; /* once it was needed */
};

struct vg_arg { /* beside its value in the block */
    bool set;
    cl_mem mem;         /* of images, and of global and constant pointers, where it may be NULL */
    size_t local_bytes; /* of local pointers */
};

/* The memory object that it names, NULL when there is none. */
static inline struct vg_mem *vg_arg_mem(const struct vg_arg *arg)
{
    return arg->mem ? vg_mem_from(arg->mem) : NULL;
}

struct vg_kernel {
    struct vg_object object;
    struct vg_program *program;         /* retained */
    const struct vg_kernel_info *info;  /* of the first target's unit, or of built_in */
    const struct vg_built_in *built_in; /* NULL for a compiled kernel */
    bool has_arg_info;
    struct vg_mutex lock; /* guards the next two */
    struct vg_arg *args;
    unsigned char *block;
    atomic_uint_least64_t group_ns; /* estimate for groups of group_items */
    atomic_uint_least64_t group_items;
    size_t target_count;
    struct vg_kernel_target targets[];
};

/* Gives the kernel of that name. */
cl_int vg_kernel_create(struct vg_program *program, const char *name, struct vg_kernel **out);
/* clCreateKernelsInProgram, whole. */
cl_int vg_kernel_create_all(struct vg_program *program, cl_uint capacity, cl_kernel *kernels,
                            cl_uint *count_ret);
cl_int vg_kernel_clone(struct vg_kernel *kernel, struct vg_kernel **out);

cl_int vg_kernel_set_arg(struct vg_kernel *kernel, cl_uint index, size_t size, const void *value);
cl_int vg_kernel_set_svm_arg(struct vg_kernel *kernel, cl_uint index);
cl_int vg_kernel_set_exec_info(struct vg_kernel *kernel, cl_kernel_exec_info name, size_t size,
                               const void *value);

/* The kernel on a device; NULL when its program has no executable there. A sub-device may use its parent's.
 */
struct vg_kernel_target *vg_kernel_target(struct vg_kernel *kernel, const struct vg_device *device);
/* Its code, waiting for the compiler at the first call. */
cl_int vg_kernel_code(struct vg_kernel_target *target, const struct vg_code **out);
/* Bytes of local memory: the kernel's own and its arguments', as vg_kernel_fill_block lays them out. */
cl_int vg_kernel_local_bytes(struct vg_kernel *kernel, const struct vg_code_info *code, size_t *bytes);
/* A copy of the argument block for a launch, with the addresses of buffers and the offsets of local
 * arguments. The caller has checked both. */
void vg_kernel_fill_block(struct vg_kernel *kernel, const struct vg_code_info *code, unsigned char *block);
/* Whether a kernel may write to the memory object of an argument. */
bool vg_arg_is_written(const struct vg_arg_info *info, const struct vg_mem *mem);
/* What code with these flags (enum vg_code_flags) looks at of each argument. CL_OUT_OF_HOST_MEMORY. */
cl_int vg_kernel_fill_check(struct vg_kernel *kernel, uint32_t flags, struct vg_check_arg *args);

cl_int vg_kernel_info(const struct vg_kernel *kernel, cl_kernel_info name, size_t capacity, void *value,
                      size_t *size_ret);
cl_int vg_kernel_arg_info(const struct vg_kernel *kernel, cl_uint index, cl_kernel_arg_info name,
                          size_t capacity, void *value, size_t *size_ret);
cl_int vg_kernel_work_group_info(struct vg_kernel *kernel, cl_device_id device,
                                 cl_kernel_work_group_info name, size_t capacity, void *value,
                                 size_t *size_ret);
cl_int vg_kernel_sub_group_info(struct vg_kernel *kernel, cl_device_id device, cl_kernel_sub_group_info name,
                                size_t input_size, const void *input, const struct vg_info_out *out);

#endif
