/* SPDX-License-Identifier: MIT */
/* Values of arguments and the rules that several families of built-in kernels have. */
#include "kernels/door.h"

#include <string.h>

#include "base/checked.h"
#include "base/error.h"

const char *vg_door_name(const struct vg_door_call *call, unsigned arg)
{
    return call->self->info.args[arg].name;
}

cl_uint vg_door_uint(const struct vg_door_call *call, unsigned arg)
{
    cl_uint value;
    memcpy(&value, call->block + (size_t)arg * VG_DOOR_SLOT, sizeof(value));
    return value;
}

cl_ulong vg_door_ulong(const struct vg_door_call *call, unsigned arg)
{
    cl_ulong value;
    memcpy(&value, call->block + (size_t)arg * VG_DOOR_SLOT, sizeof(value));
    return value;
}

double vg_door_scalar(const struct vg_door_call *call, unsigned arg)
{
    float narrow;
    double wide;
    memcpy(&narrow, call->block + (size_t)arg * VG_DOOR_SLOT, sizeof(narrow));
    memcpy(&wide, call->block + (size_t)arg * VG_DOOR_SLOT, sizeof(wide));
    return call->self->info.args[arg].size == sizeof(float) ? (double)narrow : wide;
}

bool vg_door_has(const struct vg_door_call *call, unsigned arg)
{
    return arg < call->self->info.arg_count;
}

cl_int vg_door_check_choice(const struct vg_door_call *call, unsigned arg, cl_uint first, cl_uint count)
{
    cl_uint value = vg_door_uint(call, arg);
    if (value < first || value - first >= count)
        return vg_fail(CL_INVALID_VALUE, "argument %u (%s) of kernel %s is %u; %u to %u are known", arg,
                       vg_door_name(call, arg), call->self->info.name, value, first, first + count - 1);
    return CL_SUCCESS;
}

cl_int vg_door_check_buffer(const struct vg_door_call *call, unsigned arg, unsigned offset, size_t elements,
                            size_t size, struct vg_built_in_reach *reach)
{
    const struct vg_built_in_buffer *buffer = &call->buffers[arg];
    size_t end, bytes, at = vg_door_ulong(call, offset);
    if (!buffer->at)
        return vg_fail(CL_INVALID_VALUE,
                       "argument %u (%s) of kernel %s is NULL, but %zu elements are accessed", arg,
                       vg_door_name(call, arg), call->self->info.name, elements);
    if (!vg_add(at, elements, &end) || !vg_mul(end, size, &bytes) || bytes > buffer->size)
        return vg_fail(CL_INVALID_BUFFER_SIZE,
                       "argument %u (%s) of kernel %s has %zu bytes; from %s %zu on %zu elements of %zu "
                       "bytes are accessed",
                       arg, vg_door_name(call, arg), call->self->info.name, buffer->size,
                       vg_door_name(call, offset), at, elements, size);
    *reach = (struct vg_built_in_reach){.arg = arg, .offset = at * size, .size = elements * size};
    return CL_SUCCESS;
}

cl_int vg_door_check_written(const struct vg_door_call *call, unsigned arg)
{
    if (call->buffers[arg].read_only)
        return vg_fail(CL_INVALID_VALUE, "argument %u (%s) of kernel %s was created with CL_MEM_READ_ONLY",
                       arg, vg_door_name(call, arg), call->self->info.name);
    return CL_SUCCESS;
}

uintptr_t vg_door_begin(const struct vg_door_call *call, const struct vg_built_in_reach *reach)
{
    return (uintptr_t)call->buffers[reach->arg].at + reach->offset;
}

bool vg_door_overlap(const struct vg_door_call *call, const struct vg_built_in_reach *a,
                     const struct vg_built_in_reach *b)
{
    uintptr_t a_at = vg_door_begin(call, a), b_at = vg_door_begin(call, b);
    return a->size && b->size && a_at < b_at + b->size && b_at < a_at + a->size;
}

cl_int vg_door_fail_overlap(const struct vg_door_call *call, unsigned arg, unsigned other)
{
    return vg_fail(CL_MEM_COPY_OVERLAP, "argument %u (%s) of kernel %s overlaps argument %u (%s)", arg,
                   vg_door_name(call, arg), call->self->info.name, other, vg_door_name(call, other));
}

void *vg_door_address(const struct vg_built_in_buffer *buffer, size_t offset)
{
    return buffer->at ? (char *)(uintptr_t)buffer->at + offset : NULL;
}
