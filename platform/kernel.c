/* SPDX-License-Identifier: MIT */
/* Life of kernel objects, and the way from a kernel to its code on a device. */
#include "platform/kernel.h"

#include <string.h>

#include "base/alloc.h"
#include "base/checked.h"
#include "base/error.h"
#include "kernels/kernels.h"
#include "platform/device.h"
#include "platform/program.h"

/* Index of the kernel in the unit, or kernel_count. */
static size_t find_kernel(const struct vg_program_info *info, const char *name)
{
    size_t i = 0;
    while (i < info->kernel_count && strcmp(info->kernels[i].name, name) != 0)
        i++;
    return i;
}

/* Whether two builds define the kernel alike, as far as the arguments go. */
static bool same_definition(const struct vg_kernel_info *a, const struct vg_kernel_info *b)
{
    if (a->arg_count != b->arg_count || a->args_bytes != b->args_bytes)
        return false;
    for (uint32_t i = 0; i < a->arg_count; i++) {
        const struct vg_arg_info *x = &a->args[i], *y = &b->args[i];
        if (x->kind != y->kind || x->size != y->size || x->offset != y->offset || x->access != y->access ||
            strcmp(x->type_name, y->type_name) != 0)
            return false;
    }
    return true;
}

/* Fills the kernel's targets from the program's builds; afterwards the units are held. The code says what is
 * wrong, for the caller to put in words when the lock is no longer held. */
static cl_int take_targets_locked(struct vg_kernel *kernel, struct vg_program *program, const char *name)
{
    cl_int result = CL_INVALID_PROGRAM_EXECUTABLE;
    for (size_t i = 0; i < program->build_count; i++) {
        struct vg_build *build = &program->builds[i];
        struct vg_kernel_target *target = &kernel->targets[i];
        target->device = build->device;
        target->non_uniform = build->non_uniform;
        if (!vg_build_is_executable(build))
            continue;
        const struct vg_program_info *info = vg_unit_info(build->unit);
        target->index = find_kernel(info, name);
        if (target->index == info->kernel_count) {
            if (!kernel->info)
                result = CL_INVALID_KERNEL_NAME;
            continue;
        }
        if (kernel->info && !same_definition(kernel->info, &info->kernels[target->index]))
            return CL_INVALID_KERNEL_DEFINITION;
        if (!kernel->info) {
            kernel->info = &info->kernels[target->index];
            kernel->has_arg_info = info->has_arg_info;
        }
        vg_unit_retain(build->unit);
        target->unit = build->unit;
        result = CL_SUCCESS;
    }
    if (result == CL_SUCCESS)
        program->kernels++;
    return result;
}

/* The same for a program of built-in kernels. Their code tells that a work-group is one work-item. */
static cl_int take_built_in_locked(struct vg_kernel *kernel, struct vg_program *program, const char *name)
{
    static const struct vg_code code = {.info = {.abi_version = VG_ABI_VERSION, .width = 1, .max_group = 1}};
    for (size_t i = 0; i < program->built_in_count; i++) {
        if (strcmp(program->built_ins[i]->info.name, name) == 0)
            kernel->built_in = program->built_ins[i];
    }
    if (!kernel->built_in)
        return CL_INVALID_KERNEL_NAME;
    kernel->info = &kernel->built_in->info;
    kernel->has_arg_info = true;
    for (size_t i = 0; i < program->build_count; i++) {
        kernel->targets[i].device = program->builds[i].device;
        atomic_store_explicit(&kernel->targets[i].code, &code, memory_order_relaxed);
    }
    program->kernels++;
    return CL_SUCCESS;
}

static cl_int explain(cl_int code, const char *name)
{
    if (code == CL_INVALID_KERNEL_NAME)
        return vg_fail(code, "the program has no kernel named %s", name);
    if (code == CL_INVALID_KERNEL_DEFINITION)
        return vg_fail(code, "kernel %s was built with different arguments for different devices", name);
    if (code == CL_INVALID_PROGRAM_EXECUTABLE)
        return vg_fail(code, "no executable has been built from the program of kernel %s", name);
    return code;
}

static cl_int allocate(struct vg_program *program, struct vg_kernel **out)
{
    size_t size;
    if (!vg_add_mul(sizeof(struct vg_kernel), program->build_count, sizeof(struct vg_kernel_target), &size))
        return vg_fail(CL_OUT_OF_HOST_MEMORY, "a kernel for %zu devices", program->build_count);
    struct vg_kernel *kernel = vg_object_create(VG_KIND_KERNEL, size, &program->object);
    if (!kernel)
        return vg_fail(CL_OUT_OF_HOST_MEMORY, "a kernel object");
    vg_mutex_init(&kernel->lock, VG_RANK_KERNEL);
    vg_program_retain(program);
    kernel->program = program;
    kernel->target_count = program->build_count;
    *out = kernel;
    return CL_SUCCESS;
}

/* Room for the arguments; a kernel without any gets none. */
static cl_int allocate_args(struct vg_kernel *kernel)
{
    const struct vg_kernel_info *info = kernel->info;
    if (info->arg_count > 0) {
        kernel->args = vg_zalloc_array(info->arg_count, sizeof(*kernel->args));
        kernel->block = vg_zalloc(info->args_bytes ? info->args_bytes : 1);
        if (!kernel->args || !kernel->block)
            return vg_fail(CL_OUT_OF_HOST_MEMORY, "%u arguments of kernel %s", info->arg_count, info->name);
    }
    return CL_SUCCESS;
}

cl_int vg_kernel_create(struct vg_program *program, const char *name, struct vg_kernel **out)
{
    struct vg_kernel *kernel = NULL;
    if (!name)
        return vg_fail(CL_INVALID_VALUE, "kernel_name is NULL");
    VG_TRY(allocate(program, &kernel));
    vg_mutex_lock(&program->lock);
    cl_int err = program->origin == VG_FROM_BUILT_INS ? take_built_in_locked(kernel, program, name)
                                                      : take_targets_locked(kernel, program, name);
    vg_mutex_unlock(&program->lock);
    err = explain(err, name);
    if (err != CL_SUCCESS)
        kernel->info = NULL; /* it was never counted */
    else
        err = allocate_args(kernel);
    if (err != CL_SUCCESS) {
        vg_kernel_release(&kernel);
        return err;
    }
    *out = kernel;
    return CL_SUCCESS;
}

void vg_kernel_destroy(struct vg_kernel *kernel)
{
    for (size_t i = 0; i < kernel->target_count; i++)
        vg_unit_release(&kernel->targets[i].unit);
    vg_free(kernel->args);
    vg_free(kernel->block);
    vg_mutex_finish(&kernel->lock);
    if (kernel->info) {
        vg_mutex_lock(&kernel->program->lock);
        kernel->program->kernels--;
        vg_mutex_unlock(&kernel->program->lock);
    }
    vg_program_release(&kernel->program);
    vg_object_free(&kernel->object);
}

static cl_int create_each(struct vg_program *program, const struct vg_kernel_names *names, cl_kernel *kernels)
{
    for (size_t i = 0; i < names->count; i++) {
        struct vg_kernel *kernel;
        cl_int err = vg_kernel_create(program, vg_kernel_names_at(names, i), &kernel);
        if (err != CL_SUCCESS) {
            while (i-- > 0)
                vg_kernel_api_release(kernels[i]);
            return err;
        }
        kernels[i] = vg_kernel_handle(kernel);
    }
    return CL_SUCCESS;
}

cl_int vg_kernel_create_all(struct vg_program *program, cl_uint capacity, cl_kernel *kernels,
                            cl_uint *count_ret)
{
    struct vg_kernel_names names;
    VG_TRY(vg_kernel_names_get(program, &names));
    cl_int err = CL_SUCCESS;
    if (kernels && capacity < names.count)
        err = vg_fail(CL_INVALID_VALUE, "num_kernels is %u; the program has %zu kernels", capacity,
                      names.count);
    else if (kernels)
        err = create_each(program, &names, kernels);
    if (err == CL_SUCCESS && count_ret)
        *count_ret = (cl_uint)names.count;
    vg_kernel_names_finish(&names);
    return err;
}

cl_int vg_kernel_clone(struct vg_kernel *kernel, struct vg_kernel **out)
{
    struct vg_kernel *copy;
    VG_TRY(vg_kernel_create(kernel->program, kernel->info->name, &copy));
    vg_mutex_lock(&kernel->lock);
    if (copy->args) {
        memcpy(copy->args, kernel->args, copy->info->arg_count * sizeof(*copy->args));
        memcpy(copy->block, kernel->block, copy->info->args_bytes);
    }
    vg_mutex_unlock(&kernel->lock);
    *out = copy;
    return CL_SUCCESS;
}

struct vg_kernel_target *vg_kernel_target(struct vg_kernel *kernel, const struct vg_device *device)
{
    for (; device; device = device->parent) {
        for (size_t i = 0; i < kernel->target_count; i++) {
            if (kernel->targets[i].device == device && (kernel->targets[i].unit || kernel->built_in))
                return &kernel->targets[i];
        }
    }
    return NULL;
}

cl_int vg_kernel_code(struct vg_kernel_target *target, const struct vg_code **out)
{
    const struct vg_code *code = atomic_load_explicit(&target->code, memory_order_acquire);
    if (!code) {
        cl_int err = vg_unit_code(target->unit, target->index, &code);
        if (err == CL_BUILD_PROGRAM_FAILURE)
            return vg_fail(CL_INVALID_PROGRAM_EXECUTABLE, "no code could be generated for kernel %s",
                           vg_unit_info(target->unit)->kernels[target->index].name);
        VG_TRY(err);
        atomic_store_explicit(&target->code, code, memory_order_release);
    }
    *out = code;
    return CL_SUCCESS;
}
