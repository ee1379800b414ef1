/* SPDX-License-Identifier: MIT */
/* clGetKernelInfo, clGetKernelArgInfo, clGetKernelWorkGroupInfo and clGetKernelSubGroupInfo. */
#include <string.h>

#include "base/checked.h"
#include "base/error.h"
#include "platform/device.h"
#include "platform/geometry.h"
#include "platform/info.h"
#include "platform/kernel.h"
#include "platform/program.h"

static cl_int put_name(const void *object, const struct vg_info_out *out)
{
    const struct vg_kernel *kernel = object;
    return vg_info_put_string(out, kernel->info->name);
}

static cl_int put_arg_count(const void *object, const struct vg_info_out *out)
{
    const struct vg_kernel *kernel = object;
    return vg_info_put_uint(out, kernel->info->arg_count);
}

static cl_int put_context(const void *object, const struct vg_info_out *out)
{
    const struct vg_kernel *kernel = object;
    return vg_info_put_pointer(out, kernel->program->context);
}

/* "For kernels not created from OpenCL C source and clCreateProgramWithSource the string will be empty." A
 * linked program was made from such source. */
static cl_int put_attributes(const void *object, const struct vg_info_out *out)
{
    const struct vg_kernel *kernel = object;
    return vg_info_put_string(out, kernel->program->origin == VG_FROM_BINARY ? "" : kernel->info->attributes);
}

static const struct vg_info_row kernel_rows[] = {
    VG_CALL(CL_KERNEL_FUNCTION_NAME, put_name),
    VG_CALL(CL_KERNEL_NUM_ARGS, put_arg_count),
    VG_CALL(CL_KERNEL_REFERENCE_COUNT, vg_info_api_refs),
    VG_CALL(CL_KERNEL_CONTEXT, put_context),
    VG_FIELD(CL_KERNEL_PROGRAM, vg_kernel, program, cl_program),
    VG_CALL(CL_KERNEL_ATTRIBUTES, put_attributes),
};

cl_int vg_kernel_info(const struct vg_kernel *kernel, cl_kernel_info name, size_t capacity, void *value,
                      size_t *size_ret)
{
    static const struct vg_info_table table = VG_INFO_TABLE("clGetKernelInfo", kernel_rows);
    return vg_info_get(&table, kernel, name, capacity, value, size_ret);
}

static cl_int put_address_space(const void *object, const struct vg_info_out *out)
{
    static const cl_kernel_arg_address_qualifier of_kind[] = {
        [VG_ARG_VALUE] = CL_KERNEL_ARG_ADDRESS_PRIVATE,     [VG_ARG_GLOBAL] = CL_KERNEL_ARG_ADDRESS_GLOBAL,
        [VG_ARG_CONSTANT] = CL_KERNEL_ARG_ADDRESS_CONSTANT, [VG_ARG_LOCAL] = CL_KERNEL_ARG_ADDRESS_LOCAL,
        [VG_ARG_IMAGE] = CL_KERNEL_ARG_ADDRESS_GLOBAL,      [VG_ARG_SAMPLER] = CL_KERNEL_ARG_ADDRESS_PRIVATE,
        [VG_ARG_PIPE] = CL_KERNEL_ARG_ADDRESS_GLOBAL,       [VG_ARG_QUEUE] = CL_KERNEL_ARG_ADDRESS_PRIVATE,
    };
    const struct vg_arg_info *arg = object;
    return vg_info_put_uint(out, of_kind[arg->kind]);
}

static cl_int put_access(const void *object, const struct vg_info_out *out)
{
    static const cl_kernel_arg_access_qualifier of_access[] = {
        [VG_ACCESS_NONE] = CL_KERNEL_ARG_ACCESS_NONE,
        [VG_ACCESS_READ_ONLY] = CL_KERNEL_ARG_ACCESS_READ_ONLY,
        [VG_ACCESS_WRITE_ONLY] = CL_KERNEL_ARG_ACCESS_WRITE_ONLY,
        [VG_ACCESS_READ_WRITE] = CL_KERNEL_ARG_ACCESS_READ_WRITE,
    };
    const struct vg_arg_info *arg = object;
    return vg_info_put_uint(out, of_access[arg->access]);
}

static cl_int put_type_qualifiers(const void *object, const struct vg_info_out *out)
{
    static const struct {
        uint32_t ours;
        cl_kernel_arg_type_qualifier theirs;
    } bits[] = {
        {VG_QUAL_CONST, CL_KERNEL_ARG_TYPE_CONST},
        {VG_QUAL_RESTRICT, CL_KERNEL_ARG_TYPE_RESTRICT},
        {VG_QUAL_VOLATILE, CL_KERNEL_ARG_TYPE_VOLATILE},
        {VG_QUAL_PIPE, CL_KERNEL_ARG_TYPE_PIPE},
    };
    const struct vg_arg_info *arg = object;
    cl_kernel_arg_type_qualifier qualifiers = CL_KERNEL_ARG_TYPE_NONE;
    for (size_t i = 0; i < VG_COUNT(bits); i++) {
        if (arg->qualifiers & bits[i].ours)
            qualifiers |= bits[i].theirs;
    }
    return vg_info_put_ulong(out, qualifiers);
}

static const struct vg_info_row arg_rows[] = {
    VG_CALL(CL_KERNEL_ARG_ADDRESS_QUALIFIER, put_address_space),
    VG_CALL(CL_KERNEL_ARG_ACCESS_QUALIFIER, put_access),
    VG_CALL(CL_KERNEL_ARG_TYPE_QUALIFIER, put_type_qualifiers),
    VG_TEXT(CL_KERNEL_ARG_TYPE_NAME, vg_arg_info, type_name),
    VG_TEXT(CL_KERNEL_ARG_NAME, vg_arg_info, name),
};

cl_int vg_kernel_arg_info(const struct vg_kernel *kernel, cl_uint index, cl_kernel_arg_info name,
                          size_t capacity, void *value, size_t *size_ret)
{
    static const struct vg_info_table table = VG_INFO_TABLE("clGetKernelArgInfo", arg_rows);
    if (index >= kernel->info->arg_count)
        return vg_fail(CL_INVALID_ARG_INDEX, "kernel %s has %u arguments; there is none with index %u",
                       kernel->info->name, kernel->info->arg_count, index);
    if (!kernel->has_arg_info)
        return vg_fail(
            CL_KERNEL_ARG_INFO_NOT_AVAILABLE,
            "the program of kernel %s holds no argument information; build it with -cl-kernel-arg-info",
            kernel->info->name);
    return vg_info_get(&table, &kernel->info->args[index], name, capacity, value, size_ret);
}

/* What clGetKernelWorkGroupInfo asks: a kernel with its code for one device. */
struct on_device {
    struct vg_kernel *kernel;
    const struct vg_code_info *code;
    cl_uint device_width; /* 32-bit lanes of a vector */
};

static cl_int put_group_size(const void *object, const struct vg_info_out *out)
{
    const struct on_device *on = object;
    return vg_info_put_size(out, vg_max_group(on->kernel->info, on->code, VG_MAX_WORK_GROUP));
}

static cl_int put_required_size(const void *object, const struct vg_info_out *out)
{
    const struct on_device *on = object;
    size_t size[3];
    for (unsigned i = 0; i < 3; i++)
        size[i] = on->kernel->info->reqd_size[i];
    return vg_info_put(out, size, sizeof(size));
}

static cl_int put_local_bytes(const void *object, const struct vg_info_out *out)
{
    const struct on_device *on = object;
    size_t bytes;
    VG_TRY(vg_kernel_local_bytes(on->kernel, on->code, &bytes));
    return vg_info_put_ulong(out, bytes);
}

static cl_int put_preferred_multiple(const void *object, const struct vg_info_out *out)
{
    const struct on_device *on = object;
    size_t width = on->code->width;
    return vg_info_put_size(out, width > 1 ? width : on->device_width);
}

static cl_int put_private_bytes(const void *object, const struct vg_info_out *out)
{
    const struct on_device *on = object;
    return vg_info_put_ulong(out, on->code->private_bytes);
}

/* A launch of a built-in kernel is one work-item. */
static cl_int put_global_size(const void *object, const struct vg_info_out *out)
{
    static const size_t one[3] = {1, 1, 1};
    const struct on_device *on = object;
    if (on->kernel->built_in)
        return vg_info_put(out, one, sizeof(one));
    return vg_fail(CL_INVALID_VALUE, "CL_KERNEL_GLOBAL_WORK_SIZE is for built-in kernels; %s is not one",
                   on->kernel->info->name);
}

static const struct vg_info_row group_rows[] = {
    VG_CALL(CL_KERNEL_WORK_GROUP_SIZE, put_group_size),
    VG_CALL(CL_KERNEL_COMPILE_WORK_GROUP_SIZE, put_required_size),
    VG_CALL(CL_KERNEL_LOCAL_MEM_SIZE, put_local_bytes),
    VG_CALL(CL_KERNEL_PREFERRED_WORK_GROUP_SIZE_MULTIPLE, put_preferred_multiple),
    VG_CALL(CL_KERNEL_PRIVATE_MEM_SIZE, put_private_bytes),
    /* Registers spill to the stack of the thread. */
    VG_CONST(CL_KERNEL_SPILL_MEM_SIZE_INTEL, cl_ulong, 0),
    VG_CALL(CL_KERNEL_GLOBAL_WORK_SIZE, put_global_size),
};

/* "if device is not in the list of devices associated with kernel or if device is NULL but there is more than
 * one" */
static cl_int find_target(struct vg_kernel *kernel, cl_device_id device, struct vg_kernel_target **out)
{
    struct vg_device *found = kernel->targets[0].device;
    if (device) {
        VG_TRY(vg_device_get(device, &found));
        if (!vg_program_find(kernel->program, device))
            return vg_fail(CL_INVALID_DEVICE, "%p is not a device of kernel %s", (void *)device,
                           kernel->info->name);
    } else if (kernel->target_count > 1) {
        return vg_fail(CL_INVALID_DEVICE, "device is NULL, but kernel %s has %zu devices", kernel->info->name,
                       kernel->target_count);
    }
    *out = vg_kernel_target(kernel, found);
    return *out ? CL_SUCCESS
                : vg_fail(CL_INVALID_DEVICE, "kernel %s was not built for the device", kernel->info->name);
}

cl_int vg_kernel_work_group_info(struct vg_kernel *kernel, cl_device_id device,
                                 cl_kernel_work_group_info name, size_t capacity, void *value,
                                 size_t *size_ret)
{
    static const struct vg_info_table table = VG_INFO_TABLE("clGetKernelWorkGroupInfo", group_rows);
    struct vg_kernel_target *target;
    const struct vg_code *code;
    VG_TRY(find_target(kernel, device, &target));
    VG_TRY(vg_kernel_code(target, &code));
    const struct on_device on = {kernel, &code->info, vg_device_root()->vector_width};
    return vg_info_get(&table, &on, name, capacity, value, size_ret);
}

/* ---- Sub-groups: the vectors of each row of a work-group ---- */

struct sub_group_query {
    struct on_device on;
    const void *input;
    size_t input_size;
};

/* The local size that the query names. */
static cl_int read_local_size(const struct sub_group_query *query, size_t local[3])
{
    size_t count = query->input_size / sizeof(size_t);
    if (!query->input)
        return vg_fail(CL_INVALID_VALUE, "input_value is NULL, but the query needs a local size");
    if (query->input_size % sizeof(size_t) != 0 || count < 1 || count > VG_MAX_WORK_DIM)
        return vg_fail(CL_INVALID_VALUE,
                       "input_value_size is %zu; a local size has 1 to %d values of %zu bytes",
                       query->input_size, VG_MAX_WORK_DIM, sizeof(size_t));
    for (size_t i = 0; i < 3; i++)
        local[i] = i < count ? ((const size_t *)query->input)[i] : 1;
    return CL_SUCCESS;
}

/* 0 when a group of that size cannot be run. */
static size_t count_sub_groups(const struct on_device *on, const size_t local[3])
{
    size_t items = 1, width = on->code->width;
    for (unsigned i = 0; i < 3; i++)
        if (!vg_mul(items, local[i], &items))
            return 0;
    if (items > vg_max_group(on->kernel->info, on->code, VG_MAX_WORK_GROUP))
        return 0;
    return (local[0] + width - 1) / width * local[1] * local[2];
}

static cl_int put_sub_group_size(const void *object, const struct vg_info_out *out)
{
    const struct sub_group_query *query = object;
    size_t local[3];
    VG_TRY(read_local_size(query, local));
    return vg_info_put_size(out, query->on.code->width);
}

static cl_int put_sub_group_count(const void *object, const struct vg_info_out *out)
{
    const struct sub_group_query *query = object;
    size_t local[3];
    VG_TRY(read_local_size(query, local));
    return vg_info_put_size(out, count_sub_groups(&query->on, local));
}

/* Whole vectors in one row where they fit, otherwise rows of one work-item. */
static void find_local_size(const struct on_device *on, size_t count, size_t dimensions, size_t local[3])
{
    const uint32_t *reqd = on->kernel->info->reqd_size;
    const size_t required[3] = {reqd[0], reqd[1], reqd[2]};
    const size_t row[3] = {count * on->code->width, 1, 1}, column[3] = {1, count, 1}, none[3] = {0};
    const size_t *found = none;
    if (count > VG_MAX_WORK_GROUP)
        found = none;
    else if (required[0])
        found = count_sub_groups(on, required) == count ? required : none;
    else if (count_sub_groups(on, row) == count)
        found = row;
    else if (dimensions > 1 && count_sub_groups(on, column) == count)
        found = column;
    memcpy(local, found, sizeof(none));
}

static cl_int put_local_size(const void *object, const struct vg_info_out *out)
{
    const struct sub_group_query *query = object;
    size_t local[3], dimensions = out->value ? out->capacity / sizeof(size_t) : VG_MAX_WORK_DIM;
    if (!query->input || query->input_size != sizeof(size_t))
        return vg_fail(CL_INVALID_VALUE, "input_value %p of %zu bytes is no number of sub-groups, a size_t",
                       query->input, query->input_size);
    if (out->value && (out->capacity % sizeof(size_t) != 0 || dimensions < 1 || dimensions > VG_MAX_WORK_DIM))
        return vg_fail(CL_INVALID_VALUE,
                       "param_value_size is %zu; a local size has 1 to %d values of %zu bytes", out->capacity,
                       VG_MAX_WORK_DIM, sizeof(size_t));
    find_local_size(&query->on, *(const size_t *)query->input, dimensions, local);
    return vg_info_put(out, local, dimensions * sizeof(size_t));
}

/* A row has at least one. */
static cl_int put_most_sub_groups(const void *object, const struct vg_info_out *out)
{
    const struct sub_group_query *query = object;
    const struct vg_kernel_info *info = query->on.kernel->info;
    const size_t required[3] = {info->reqd_size[0], info->reqd_size[1], info->reqd_size[2]};
    size_t most = required[0] ? count_sub_groups(&query->on, required)
                              : vg_max_group(info, query->on.code, VG_MAX_WORK_GROUP);
    return vg_info_put_size(out, most);
}

static cl_int put_required_sub_group(const void *object, const struct vg_info_out *out)
{
    const struct sub_group_query *query = object;
    return vg_info_put_size(out, query->on.kernel->info->reqd_sub_group);
}

static const struct vg_info_row sub_group_rows[] = {
    VG_CALL(CL_KERNEL_MAX_SUB_GROUP_SIZE_FOR_NDRANGE, put_sub_group_size),
    VG_CALL(CL_KERNEL_SUB_GROUP_COUNT_FOR_NDRANGE, put_sub_group_count),
    VG_CALL(CL_KERNEL_LOCAL_SIZE_FOR_SUB_GROUP_COUNT, put_local_size),
    VG_CALL(CL_KERNEL_MAX_NUM_SUB_GROUPS, put_most_sub_groups),
    /* OpenCL C has no attribute for a number of sub-groups. */
    VG_CONST(CL_KERNEL_COMPILE_NUM_SUB_GROUPS, size_t, 0),
    VG_CALL(CL_KERNEL_COMPILE_SUB_GROUP_SIZE_INTEL, put_required_sub_group),
};

cl_int vg_kernel_sub_group_info(struct vg_kernel *kernel, cl_device_id device, cl_kernel_sub_group_info name,
                                size_t input_size, const void *input, const struct vg_info_out *out)
{
    static const struct vg_info_table table = VG_INFO_TABLE("clGetKernelSubGroupInfo", sub_group_rows);
    struct vg_kernel_target *target;
    const struct vg_code *code;
    VG_TRY(find_target(kernel, device, &target));
    VG_TRY(vg_kernel_code(target, &code));
    const struct sub_group_query query = {
        {kernel, &code->info, vg_device_root()->vector_width}, input, input_size};
    return vg_info_get(&table, &query, name, out->capacity, out->value, out->size_ret);
}
