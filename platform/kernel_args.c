/* SPDX-License-Identifier: MIT */
/* clSetKernelArg and its relatives. A call that fails changes nothing. */
#include <string.h>

#include "base/checked.h"
#include "base/error.h"
#include "compiler/check.h"
#include "platform/check.h"
#include "platform/check_image.h"
#include "platform/kernel.h"
#include "platform/mem.h"
#include "platform/program.h"
#include "platform/sampler.h"
#include "platform/shadow.h"

/* One argument that is being set. */
struct setting {
    struct vg_kernel *kernel;
    const struct vg_arg_info *info;
    cl_uint index;
    size_t size;
    const void *value;
};

/* What becomes of it: bytes for the block's slot, and the record beside it. */
struct result {
    const void *bytes;
    size_t size;
    uint64_t word; /* room for a value of our own */
    struct vg_arg arg;
};

static cl_int check_size(const struct setting *s)
{
    if (s->size != s->info->size)
        return vg_fail(CL_INVALID_ARG_SIZE, "argument %u (%s) of kernel %s takes %u bytes, not %zu", s->index,
                       s->info->name, s->kernel->info->name, s->info->size, s->size);
    return CL_SUCCESS;
}

static cl_int set_value(const struct setting *s, struct result *r)
{
    VG_TRY(check_size(s));
    if (!s->value)
        return vg_fail(CL_INVALID_ARG_VALUE, "argument %u (%s) of kernel %s needs a value", s->index,
                       s->info->name, s->kernel->info->name);
    r->bytes = s->value;
    r->size = s->size;
    return CL_SUCCESS;
}

/* NULL and a pointer to NULL both mean a null pointer. Nothing goes into the block yet: a launch takes the
 * address from the buffer that it retains. */
static cl_int set_buffer(const struct setting *s, struct result *r)
{
    struct vg_mem *mem = NULL;
    if (s->size != sizeof(cl_mem))
        return check_size(s);
    if (s->value)
        memcpy(&r->arg.mem, s->value, sizeof(cl_mem));
    if (r->arg.mem) {
        VG_TRY(vg_mem_get(r->arg.mem, &mem));
        VG_TRY(vg_check_is_buffer(mem));
        VG_TRY(vg_check_same_context(s->kernel->program->context, mem->context, "the argument"));
    }
    return CL_SUCCESS;
}

/* The offset is only known when all local arguments are. */
static cl_int set_local(const struct setting *s, struct result *r)
{
    if (s->value)
        return vg_fail(CL_INVALID_ARG_VALUE,
                       "argument %u (%s) of kernel %s is local memory and takes no value", s->index,
                       s->info->name, s->kernel->info->name);
    if (s->size == 0)
        return vg_fail(CL_INVALID_ARG_SIZE, "argument %u (%s) of kernel %s is 0 bytes of local memory",
                       s->index, s->info->name, s->kernel->info->name);
    r->arg.local_bytes = s->size;
    return CL_SUCCESS;
}

static cl_int set_sampler(const struct setting *s, struct result *r)
{
    cl_sampler handle = NULL;
    struct vg_sampler *sampler;
    VG_TRY(check_size(s));
    if (s->value)
        memcpy(&handle, s->value, sizeof(handle));
    VG_TRY(vg_sampler_get(handle, &sampler));
    VG_TRY(vg_check_same_context(s->kernel->program->context, sampler->context, "the argument"));
    r->word = vg_sampler_code(sampler);
    r->bytes = &r->word;
    r->size = sizeof(r->word);
    return CL_SUCCESS;
}

/* As with buffers, a launch takes the address of the description from the image that it retains. */
static cl_int set_image(const struct setting *s, struct result *r)
{
    struct vg_mem *mem;
    VG_TRY(check_size(s));
    if (s->value)
        memcpy(&r->arg.mem, s->value, sizeof(cl_mem));
    VG_TRY(vg_mem_get(r->arg.mem, &mem));
    VG_TRY(vg_check_is_image(mem));
    VG_TRY(vg_check_same_context(s->kernel->program->context, mem->context, "the argument"));
    return vg_check_image_access(s->info, mem);
}

/* The device has no pipes, so that no memory object is one. */
static cl_int set_pipe(const struct setting *s, struct result *r)
{
    (void)r;
    VG_TRY(check_size(s));
    return vg_fail(CL_INVALID_MEM_OBJECT, "argument %u (%s) of kernel %s does not point to a pipe", s->index,
                   s->info->name, s->kernel->info->name);
}

static cl_int set_queue(const struct setting *s, struct result *r)
{
    (void)r;
    VG_TRY(check_size(s));
    return vg_fail(CL_INVALID_DEVICE_QUEUE, "argument %u (%s) of kernel %s does not point to a device queue",
                   s->index, s->info->name, s->kernel->info->name);
}

static cl_int (*const setters[])(const struct setting *s, struct result *r) = {
    [VG_ARG_VALUE] = set_value, [VG_ARG_GLOBAL] = set_buffer, [VG_ARG_CONSTANT] = set_buffer,
    [VG_ARG_LOCAL] = set_local, [VG_ARG_IMAGE] = set_image,   [VG_ARG_SAMPLER] = set_sampler,
    [VG_ARG_PIPE] = set_pipe,   [VG_ARG_QUEUE] = set_queue,
};

static cl_int check_index(const struct vg_kernel *kernel, cl_uint index)
{
    if (index >= kernel->info->arg_count)
        return vg_fail(CL_INVALID_ARG_INDEX, "kernel %s has %u arguments; there is none with index %u",
                       kernel->info->name, kernel->info->arg_count, index);
    return CL_SUCCESS;
}

cl_int vg_kernel_set_arg(struct vg_kernel *kernel, cl_uint index, size_t size, const void *value)
{
    VG_TRY(check_index(kernel, index));
    const struct vg_arg_info *info = &kernel->info->args[index];
    const struct setting setting = {kernel, info, index, size, value};
    struct result result = {.arg.set = true};
    VG_TRY(setters[info->kind](&setting, &result));
    vg_mutex_lock(&kernel->lock);
    kernel->args[index] = result.arg;
    if (result.size > 0)
        memcpy(kernel->block + info->offset, result.bytes, result.size);
    vg_mutex_unlock(&kernel->lock);
    return CL_SUCCESS;
}

cl_int vg_kernel_set_svm_arg(struct vg_kernel *kernel, cl_uint index)
{
    VG_TRY(check_index(kernel, index));
    return vg_fail(CL_INVALID_OPERATION, "no device of the context supports shared virtual memory");
}

cl_int vg_kernel_set_exec_info(struct vg_kernel *kernel, cl_kernel_exec_info name, size_t size,
                               const void *value)
{
    cl_bool system;
    if (!value && size > 0)
        return vg_fail(CL_INVALID_VALUE, "param_value is NULL with a size of %zu", size);
    if (name == CL_KERNEL_EXEC_INFO_SVM_PTRS)
        return vg_fail(CL_INVALID_OPERATION,
                       "kernel %s: no device of the context supports shared virtual memory",
                       kernel->info->name);
    if (name != CL_KERNEL_EXEC_INFO_SVM_FINE_GRAIN_SYSTEM || size != sizeof(system))
        return vg_fail(CL_INVALID_VALUE, "clSetKernelExecInfo does not take name 0x%x with %zu bytes", name,
                       size);
    memcpy(&system, value, sizeof(system));
    if (system)
        return vg_fail(CL_INVALID_OPERATION,
                       "kernel %s: no device of the context supports fine-grain system memory",
                       kernel->info->name);
    return CL_SUCCESS;
}

/* Where a local argument begins behind end, aligned for its pointee. */
static bool place_local(const struct vg_arg_info *info, size_t end, size_t *at)
{
    return vg_align_up(end, info->align > 1 ? info->align : 1, at);
}

cl_int vg_kernel_local_bytes(struct vg_kernel *kernel, const struct vg_code_info *code, size_t *bytes)
{
    size_t end = code->local_bytes;
    bool fits = true;
    vg_mutex_lock(&kernel->lock);
    for (uint32_t i = 0; i < kernel->info->arg_count && fits; i++) {
        if (kernel->info->args[i].kind == VG_ARG_LOCAL)
            fits = place_local(&kernel->info->args[i], end, &end) &&
                   vg_add(end, kernel->args[i].local_bytes, &end);
    }
    vg_mutex_unlock(&kernel->lock);
    if (!fits)
        return vg_fail(CL_OUT_OF_RESOURCES, "the local arguments of kernel %s are larger than memory",
                       kernel->info->name);
    *bytes = end;
    return CL_SUCCESS;
}

/* What the slot of a memory object holds. */
static uint64_t address_of(const struct vg_arg_info *info, const struct vg_mem *mem)
{
    if (info->kind == VG_ARG_IMAGE)
        return (uint64_t)(uintptr_t)&mem->image;
    return (uint64_t)(uintptr_t)vg_mem_address(mem);
}

static void put_slot(unsigned char *block, const struct vg_arg_info *info, uint64_t value)
{
    memcpy(block + info->offset, &value, sizeof(value));
}

bool vg_arg_is_written(const struct vg_arg_info *info, const struct vg_mem *mem)
{
    if (info->kind == VG_ARG_IMAGE)
        return info->access == VG_ACCESS_WRITE_ONLY || info->access == VG_ACCESS_READ_WRITE;
    return info->kind == VG_ARG_GLOBAL && !(info->qualifiers & VG_QUAL_CONST) &&
           !(mem->flags & CL_MEM_READ_ONLY);
}

static struct vg_mem *buffer_of(const struct vg_arg *arg)
{
    struct vg_mem *mem = vg_arg_mem(arg);
    return mem && !mem->format ? mem : NULL;
}

/* The cells of a buffer that any argument may write, one set for all that share its storage. */
static cl_int fill_cells(const struct vg_kernel *kernel, uint32_t index, struct vg_check_arg *args)
{
    struct vg_mem *mem = buffer_of(&kernel->args[index]), *owner = mem ? vg_mem_owner(mem) : NULL;
    bool written = false;
    for (uint32_t i = 0; owner && i < kernel->info->arg_count; i++) {
        struct vg_mem *other = buffer_of(&kernel->args[i]);
        if (!other || vg_mem_owner(other) != owner)
            continue;
        written |= vg_arg_is_written(&kernel->info->args[i], other);
        if (i < index && args[i].cells) {
            args[index].cells = (char *)args[i].cells + (mem->origin - other->origin) * VG_CHECK_CELLS_SCALE;
            return CL_SUCCESS;
        }
    }
    if (!written)
        return CL_SUCCESS;
    char *cells = vg_check_cells_create(owner->size);
    if (!cells)
        return vg_fail(CL_OUT_OF_HOST_MEMORY, "no memory for who accesses argument %u (%s) of kernel %s",
                       index, kernel->info->args[index].name, kernel->info->name);
    args[index].cells = cells + mem->origin * VG_CHECK_CELLS_SCALE;
    args[index].owned_cells = cells;
    return CL_SUCCESS;
}

static cl_int fill_check_arg(const struct vg_kernel *kernel, uint32_t index, uint32_t flags,
                             struct vg_check_arg *args)
{
    const struct vg_arg *arg = &kernel->args[index];
    struct vg_mem *mem = vg_arg_mem(arg);
    args[index].extent = mem ? mem->size : arg->local_bytes;
    args[index].readable = mem && mem->flags & CL_MEM_WRITE_ONLY ? 0 : args[index].extent;
    args[index].writable = mem && mem->flags & CL_MEM_READ_ONLY ? 0 : args[index].extent;
    args[index].start = mem ? (uintptr_t)vg_mem_address(mem) : 0;
    if (buffer_of(arg) && flags & VG_CODE_UNINIT)
        VG_TRY(vg_shadow_of(mem, &args[index].shadow));
    return flags & VG_CODE_RACE ? fill_cells(kernel, index, args) : CL_SUCCESS;
}

cl_int vg_kernel_fill_check(struct vg_kernel *kernel, uint32_t flags, struct vg_check_arg *args)
{
    cl_int code = CL_SUCCESS;
    vg_mutex_lock(&kernel->lock);
    for (uint32_t i = 0; i < kernel->info->arg_count && code == CL_SUCCESS; i++)
        code = fill_check_arg(kernel, i, flags, args);
    vg_mutex_unlock(&kernel->lock);
    return code;
}

void vg_kernel_fill_block(struct vg_kernel *kernel, const struct vg_code_info *code, unsigned char *block)
{
    const struct vg_kernel_info *info = kernel->info;
    size_t end = code->local_bytes, at;
    vg_mutex_lock(&kernel->lock);
    if (info->args_bytes > 0)
        memcpy(block, kernel->block, info->args_bytes);
    for (uint32_t i = 0; i < info->arg_count; i++) {
        const struct vg_arg *arg = &kernel->args[i];
        const struct vg_mem *mem = vg_arg_mem(arg);
        if (mem)
            put_slot(block, &info->args[i], address_of(&info->args[i], mem));
        if (info->args[i].kind == VG_ARG_LOCAL && place_local(&info->args[i], end, &at)) {
            put_slot(block, &info->args[i], at);
            end = at + arg->local_bytes;
        }
    }
    vg_mutex_unlock(&kernel->lock);
}
