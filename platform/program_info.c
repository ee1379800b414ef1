/* SPDX-License-Identifier: MIT */
/* clGetProgramInfo and clGetProgramBuildInfo. What a build can change is read under the program's lock;
 * binaries are made at the first question for them and kept, so that sizes and bytes agree. */
#include <string.h>

#include "base/alloc.h"
#include "base/error.h"
#include "platform/info.h"
#include "platform/program.h"

/* An object is shared as const by the info engine; its lock is not part of its value. */
static struct vg_program *program_of(const void *object)
{
    return (struct vg_program *)(uintptr_t)object;
}

static cl_int put_context(const void *object, const struct vg_info_out *out)
{
    const struct vg_program *program = object;
    return vg_info_put_pointer(out, program->context);
}

static cl_int put_device_count(const void *object, const struct vg_info_out *out)
{
    const struct vg_program *program = object;
    return vg_info_put_uint(out, (cl_uint)program->build_count);
}

static cl_int put_devices(const void *object, const struct vg_info_out *out)
{
    const struct vg_program *program = object;
    cl_device_id *devices = vg_zalloc_array(program->build_count, sizeof(*devices));
    if (!devices)
        return vg_fail(CL_OUT_OF_HOST_MEMORY, "a list of %zu devices", program->build_count);
    for (size_t i = 0; i < program->build_count; i++)
        devices[i] = vg_device_handle(program->builds[i].device);
    cl_int err = vg_info_put(out, devices, program->build_count * sizeof(*devices));
    vg_free(devices);
    return err;
}

/* Fills in binary and binary_size of a build that has something to save. Code may have to be waited for, so
 * this works without the lock and stores the result if the build is still the same. */
static cl_int save_binary(struct vg_program *program, struct vg_build *build)
{
    vg_mutex_lock(&program->lock);
    struct vg_unit *unit = build->binary ? NULL : build->unit ? build->unit : build->loaded;
    if (unit)
        vg_unit_retain(unit);
    vg_mutex_unlock(&program->lock);
    if (!unit)
        return CL_SUCCESS;
    void *bytes = NULL;
    size_t size = 0;
    cl_int err = vg_unit_save(unit, &bytes, &size);
    vg_mutex_lock(&program->lock);
    if (err == CL_SUCCESS && !build->binary && (build->unit ? build->unit : build->loaded) == unit) {
        build->binary = bytes;
        build->binary_size = size;
        bytes = NULL;
    }
    vg_mutex_unlock(&program->lock);
    vg_free(bytes);
    vg_unit_release(&unit);
    return err;
}

static cl_int put_binary_sizes(const void *object, const struct vg_info_out *out)
{
    struct vg_program *program = program_of(object);
    if (!out->value)
        return vg_info_put(out, NULL, program->build_count * sizeof(size_t));
    size_t *sizes = vg_zalloc_array(program->build_count, sizeof(*sizes));
    cl_int err = sizes ? CL_SUCCESS : vg_fail(CL_OUT_OF_HOST_MEMORY, "%zu sizes", program->build_count);
    for (size_t i = 0; i < program->build_count && err == CL_SUCCESS; i++) {
        err = save_binary(program, &program->builds[i]);
        vg_mutex_lock(&program->lock);
        sizes[i] = program->builds[i].binary ? program->builds[i].binary_size : 0;
        vg_mutex_unlock(&program->lock);
    }
    if (err == CL_SUCCESS)
        err = vg_info_put(out, sizes, program->build_count * sizeof(*sizes));
    vg_free(sizes);
    return err;
}

/* The value is an array of places, not of bytes: entries that are NULL are skipped. */
static cl_int put_binaries(const void *object, const struct vg_info_out *out)
{
    struct vg_program *program = program_of(object);
    size_t bytes = program->build_count * sizeof(unsigned char *);
    if (out->size_ret)
        *out->size_ret = bytes;
    if (!out->value)
        return CL_SUCCESS;
    if (out->capacity < bytes)
        return vg_fail(CL_INVALID_VALUE, "param_value_size is %zu; %zu pointers need %zu bytes",
                       out->capacity, program->build_count, bytes);
    unsigned char **places = out->value;
    for (size_t i = 0; i < program->build_count; i++) {
        VG_TRY(save_binary(program, &program->builds[i]));
        vg_mutex_lock(&program->lock);
        if (places[i] && program->builds[i].binary)
            memcpy(places[i], program->builds[i].binary, program->builds[i].binary_size);
        vg_mutex_unlock(&program->lock);
    }
    return CL_SUCCESS;
}

static cl_int put_kernel_count(const void *object, const struct vg_info_out *out)
{
    struct vg_kernel_names names;
    VG_TRY(vg_kernel_names_get(program_of(object), &names));
    cl_int err = vg_info_put_size(out, names.count);
    vg_kernel_names_finish(&names);
    return err;
}

static cl_int put_joined(const struct vg_kernel_names *names, const struct vg_info_out *out)
{
    size_t size = 1;
    for (size_t i = 0; i < names->count; i++)
        size += strlen(vg_kernel_names_at(names, i)) + 1;
    char *joined = vg_zalloc(size), *at = joined;
    for (size_t i = 0; joined && i < names->count; i++) {
        at = stpcpy(at, i == 0 ? "" : ";");
        at = stpcpy(at, vg_kernel_names_at(names, i));
    }
    cl_int err =
        joined ? vg_info_put_string(out, joined) : vg_fail(CL_OUT_OF_HOST_MEMORY, "the kernels' names");
    vg_free(joined);
    return err;
}

static cl_int put_kernel_names(const void *object, const struct vg_info_out *out)
{
    struct vg_kernel_names names;
    VG_TRY(vg_kernel_names_get(program_of(object), &names));
    cl_int err = put_joined(&names, out);
    vg_kernel_names_finish(&names);
    return err;
}

/* Constructors and destructors are of C++ for OpenCL, which the compiler does not take. */
static cl_int put_no_structors(const void *object, const struct vg_info_out *out)
{
    struct vg_kernel_names names;
    VG_TRY(vg_kernel_names_get(program_of(object), &names));
    vg_kernel_names_finish(&names);
    return vg_info_put_uint(out, CL_FALSE);
}

static const struct vg_info_row program_rows[] = {
    VG_CALL(CL_PROGRAM_REFERENCE_COUNT, vg_info_api_refs),
    VG_CALL(CL_PROGRAM_CONTEXT, put_context),
    VG_CALL(CL_PROGRAM_NUM_DEVICES, put_device_count),
    VG_CALL(CL_PROGRAM_DEVICES, put_devices),
    VG_TEXT(CL_PROGRAM_SOURCE, vg_program, source),
    VG_EMPTY(CL_PROGRAM_IL),
    VG_CALL(CL_PROGRAM_BINARY_SIZES, put_binary_sizes),
    VG_CALL(CL_PROGRAM_BINARIES, put_binaries),
    VG_CALL(CL_PROGRAM_NUM_KERNELS, put_kernel_count),
    VG_CALL(CL_PROGRAM_KERNEL_NAMES, put_kernel_names),
    VG_CALL(CL_PROGRAM_SCOPE_GLOBAL_CTORS_PRESENT, put_no_structors),
    VG_CALL(CL_PROGRAM_SCOPE_GLOBAL_DTORS_PRESENT, put_no_structors),
};

cl_int vg_program_info(struct vg_program *program, cl_program_info name, size_t capacity, void *value,
                       size_t *size_ret)
{
    static const struct vg_info_table table = VG_INFO_TABLE("clGetProgramInfo", program_rows);
    return vg_info_get(&table, program, name, capacity, value, size_ret);
}

static cl_int put_binary_type(const void *object, const struct vg_info_out *out)
{
    const struct vg_build *build = object;
    const struct vg_unit *unit = build->unit ? build->unit : build->loaded;
    cl_program_binary_type type = CL_PROGRAM_BINARY_TYPE_NONE;
    if (unit && vg_unit_kind(unit) == VG_UNIT_OBJECT)
        type = CL_PROGRAM_BINARY_TYPE_COMPILED_OBJECT;
    else if (unit && vg_unit_kind(unit) == VG_UNIT_LIBRARY)
        type = CL_PROGRAM_BINARY_TYPE_LIBRARY;
    else if (unit)
        type = CL_PROGRAM_BINARY_TYPE_EXECUTABLE;
    return vg_info_put_uint(out, type);
}

static cl_int put_global_size(const void *object, const struct vg_info_out *out)
{
    const struct vg_build *build = object;
    return vg_info_put_size(out, build->unit ? (size_t)vg_unit_info(build->unit)->global_bytes : 0);
}

static const struct vg_info_row build_rows[] = {
    VG_FIELD(CL_PROGRAM_BUILD_STATUS, vg_build, status, cl_build_status),
    VG_TEXT(CL_PROGRAM_BUILD_OPTIONS, vg_build, options),
    VG_TEXT(CL_PROGRAM_BUILD_LOG, vg_build, log),
    VG_CALL(CL_PROGRAM_BINARY_TYPE, put_binary_type),
    VG_CALL(CL_PROGRAM_BUILD_GLOBAL_VARIABLE_TOTAL_SIZE, put_global_size),
};

cl_int vg_program_build_info(struct vg_program *program, cl_device_id device, cl_program_build_info name,
                             size_t capacity, void *value, size_t *size_ret)
{
    static const struct vg_info_table table = VG_INFO_TABLE("clGetProgramBuildInfo", build_rows);
    const struct vg_build *build = vg_program_find(program, device);
    if (!build)
        return vg_fail(CL_INVALID_DEVICE, "%p is not a device of the program", (void *)device);
    vg_mutex_lock(&program->lock);
    cl_int err =
        vg_info_get(&table, vg_program_built_locked(program, build), name, capacity, value, size_ret);
    vg_mutex_unlock(&program->lock);
    return err;
}
