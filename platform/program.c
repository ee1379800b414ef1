/* SPDX-License-Identifier: MIT */
/* Life of program objects: made from source and binaries, and what all kinds of build share. */
#include "platform/program.h"

#include <string.h>

#include "base/alloc.h"
#include "base/checked.h"
#include "base/error.h"
#include "kernels/kernels.h"
#include "platform/check.h"
#include "platform/context.h"
#include "platform/device.h"

bool vg_device_list_has(struct vg_device_list list, const struct vg_build *build)
{
    for (cl_uint i = 0; i < list.count; i++) {
        if (list.devices[i] == vg_device_handle(build->device))
            return true;
    }
    return list.count == 0;
}

struct vg_build *vg_program_find(struct vg_program *program, cl_device_id device)
{
    for (size_t i = 0; i < program->build_count; i++) {
        if (vg_device_handle(program->builds[i].device) == device)
            return &program->builds[i];
    }
    return NULL;
}

/* "If a program binary has not been built for a sub-device, the program binary associated with the parent
 * device will be used." */
const struct vg_build *vg_program_built_locked(struct vg_program *program, const struct vg_build *build)
{
    for (const struct vg_device *device = build->device; device; device = device->parent) {
        const struct vg_build *own = vg_program_find(program, vg_device_handle(device));
        if (own && (own->status != CL_BUILD_NONE || own->loaded))
            return own;
    }
    return build;
}

/* "if any device in device_list is not in the list of devices associated with program" */
cl_int vg_program_check_devices(struct vg_program *program, struct vg_device_list list)
{
    VG_TRY(vg_check_list("device_list", list.count, list.devices));
    for (cl_uint i = 0; i < list.count; i++) {
        if (!vg_program_find(program, list.devices[i]))
            return vg_fail(CL_INVALID_DEVICE, "device_list[%u] (%p) is not a device of the program", i,
                           (void *)list.devices[i]);
    }
    return CL_SUCCESS;
}

/* The same for the context, where the list must not be empty when required is set. */
static cl_int check_context_devices(const struct vg_context *context, struct vg_device_list list,
                                    bool required)
{
    VG_TRY(vg_check_list("device_list", list.count, list.devices));
    if (required && list.count == 0)
        return vg_fail(CL_INVALID_VALUE, "device_list is empty");
    for (cl_uint i = 0; i < list.count; i++) {
        struct vg_device *device;
        VG_TRY(vg_device_get(list.devices[i], &device));
        VG_TRY(vg_check_device_in(context, device));
    }
    return CL_SUCCESS;
}

/* "if pfn_notify is NULL but user_data is not NULL" */
cl_int vg_check_notify(vg_program_notify notify, const void *user)
{
    if (!notify && user)
        return vg_fail(CL_INVALID_VALUE, "user_data is given without pfn_notify");
    return CL_SUCCESS;
}

cl_int vg_program_create(struct vg_context *context, enum vg_program_origin origin,
                         struct vg_device_list list, struct vg_program **out)
{
    VG_TRY(check_context_devices(context, list, false));
    size_t count = list.count ? list.count : context->device_count, size;
    if (!vg_add_mul(sizeof(struct vg_program), count, sizeof(struct vg_build), &size))
        return vg_fail(CL_OUT_OF_HOST_MEMORY, "a program for %zu devices", count);
    struct vg_program *program = vg_object_create(VG_KIND_PROGRAM, size, &context->object);
    if (!program)
        return vg_fail(CL_OUT_OF_HOST_MEMORY, "a program object");
    vg_mutex_init(&program->lock, VG_RANK_PROGRAM);
    vg_context_retain(context);
    program->context = context;
    program->origin = origin;
    program->build_count = count;
    for (size_t i = 0; i < count; i++) {
        struct vg_build *build = &program->builds[i];
        build->device = list.count ? vg_device_from(list.devices[i]) : context->devices[i];
        vg_device_retain(build->device);
        build->status = CL_BUILD_NONE;
    }
    *out = program;
    return CL_SUCCESS;
}

void vg_program_destroy(struct vg_program *program)
{
    for (size_t i = 0; i < program->build_count; i++) {
        struct vg_build *build = &program->builds[i];
        vg_unit_release(&build->loaded);
        vg_unit_release(&build->unit);
        vg_free(build->options);
        vg_free(build->log);
        vg_free(build->binary);
        vg_device_release(&build->device);
    }
    vg_free(program->source);
    vg_free(program->built_ins);
    vg_mutex_finish(&program->lock);
    vg_context_release(&program->context);
    vg_object_free(&program->object);
}

/* The concatenation of the strings without the NULs in them. */
static cl_int join_strings(cl_uint count, const char **strings, const size_t *lengths, char **text,
                           size_t *size)
{
    size_t total = 0, at = 0;
    for (cl_uint i = 0; i < count; i++) {
        size_t length = lengths && lengths[i] ? lengths[i] : strlen(strings[i]);
        if (!vg_add(total, length, &total) || total == SIZE_MAX)
            return vg_fail(CL_OUT_OF_HOST_MEMORY,
                           "the lengths of the strings add up to more than a size_t holds");
    }
    char *joined = vg_zalloc(total + 1);
    if (!joined)
        return vg_fail(CL_OUT_OF_HOST_MEMORY, "%zu bytes of program source", total);
    for (cl_uint i = 0; i < count; i++) {
        size_t length = lengths && lengths[i] ? lengths[i] : strlen(strings[i]);
        for (size_t c = 0; c < length; c++) {
            if (strings[i][c])
                joined[at++] = strings[i][c];
        }
    }
    *text = joined;
    *size = at;
    return CL_SUCCESS;
}

cl_int vg_program_from_source(struct vg_context *context, cl_uint count, const char **strings,
                              const size_t *lengths, struct vg_program **out)
{
    if (count == 0 || !strings)
        return vg_fail(CL_INVALID_VALUE, "count is %u and strings %p; at least one string is needed", count,
                       (void *)strings);
    for (cl_uint i = 0; i < count; i++) {
        if (!strings[i])
            return vg_fail(CL_INVALID_VALUE, "strings[%u] is NULL", i);
    }
    struct vg_program *program;
    VG_TRY(vg_program_create(context, VG_FROM_SOURCE, (struct vg_device_list){0}, &program));
    cl_int err = join_strings(count, strings, lengths, &program->source, &program->source_size);
    if (err != CL_SUCCESS) {
        vg_program_release(&program);
        return err;
    }
    *out = program;
    return CL_SUCCESS;
}

/* Loads one device's binary and says in its status how that went. */
static cl_int load_binary(const struct vg_binary_list *list, cl_uint i, struct vg_unit **unit)
{
    cl_int err;
    if (list->sizes[i] == 0 || !list->bytes[i])
        err = vg_fail(CL_INVALID_VALUE, "binaries[%u] is %p with a length of %zu", i, (void *)list->bytes[i],
                      list->sizes[i]);
    else
        err = vg_unit_load(list->bytes[i], list->sizes[i], unit);
    if (list->status)
        list->status[i] = err;
    return err;
}

cl_int vg_program_from_binaries(struct vg_context *context, const struct vg_binary_list *list,
                                struct vg_program **out)
{
    VG_TRY(check_context_devices(context, list->devices, true));
    VG_TRY(vg_check_pointer("lengths", list->sizes));
    VG_TRY(vg_check_pointer("binaries", list->bytes));
    struct vg_program *program;
    VG_TRY(vg_program_create(context, VG_FROM_BINARY, list->devices, &program));
    cl_int result = CL_SUCCESS;
    for (cl_uint i = 0; i < list->devices.count; i++) {
        cl_int err = load_binary(list, i, &program->builds[i].loaded);
        if (result == CL_SUCCESS)
            result = err;
    }
    if (result != CL_SUCCESS) {
        vg_program_release(&program);
        return result;
    }
    *out = program;
    return CL_SUCCESS;
}

static bool is_in(const struct vg_program *program, const struct vg_built_in *built_in)
{
    size_t i = 0;
    while (i < program->built_in_count && program->built_ins[i] != built_in)
        i++;
    return i < program->built_in_count;
}

/* "if kernel_names contains a kernel name that is not supported by any of the devices"; a name that is there
 * twice counts once. */
static cl_int take_built_ins(struct vg_program *program, const char *names)
{
    program->built_ins = vg_zalloc_array(vg_built_in_count(), sizeof(const struct vg_built_in *));
    if (!program->built_ins)
        return vg_fail(CL_OUT_OF_HOST_MEMORY, "a list of %zu built-in kernels", vg_built_in_count());
    for (const char *at = names;; at++) {
        size_t length = strcspn(at, ";");
        const struct vg_built_in *built_in = vg_built_in_find(at, length);
        if (!built_in)
            return vg_fail(CL_INVALID_VALUE,
                           "kernel_names has \"%.*s\"; the device has no such built-in kernel",
                           (int)vg_least(length, 200), at);
        if (!is_in(program, built_in))
            program->built_ins[program->built_in_count++] = built_in;
        at += length;
        if (!*at)
            return CL_SUCCESS;
    }
}

cl_int vg_program_from_built_ins(struct vg_context *context, struct vg_device_list devices, const char *names,
                                 struct vg_program **out)
{
    VG_TRY(check_context_devices(context, devices, true));
    VG_TRY(vg_check_pointer("kernel_names", names));
    struct vg_program *program;
    VG_TRY(vg_program_create(context, VG_FROM_BUILT_INS, devices, &program));
    cl_int err = take_built_ins(program, names);
    if (err != CL_SUCCESS) {
        vg_program_release(&program);
        return err;
    }
    *out = program;
    return CL_SUCCESS;
}

/* Takes a reference to an executable of the program; NULL when no device has one. */
static struct vg_unit *any_executable(struct vg_program *program)
{
    struct vg_unit *unit = NULL;
    vg_mutex_lock(&program->lock);
    for (size_t i = 0; i < program->build_count && !unit; i++) {
        if (vg_build_is_executable(&program->builds[i]))
            unit = program->builds[i].unit;
    }
    if (unit)
        vg_unit_retain(unit);
    vg_mutex_unlock(&program->lock);
    return unit;
}

cl_int vg_kernel_names_get(struct vg_program *program, struct vg_kernel_names *names)
{
    *names = (struct vg_kernel_names){.program = program, .count = program->built_in_count};
    if (program->origin == VG_FROM_BUILT_INS)
        return CL_SUCCESS;
    names->unit = any_executable(program);
    if (!names->unit)
        return vg_fail(CL_INVALID_PROGRAM_EXECUTABLE, "no executable has been built from the program");
    names->count = vg_unit_info(names->unit)->kernel_count;
    return CL_SUCCESS;
}

const char *vg_kernel_names_at(const struct vg_kernel_names *names, size_t index)
{
    return names->unit ? vg_unit_info(names->unit)->kernels[index].name
                       : names->program->built_ins[index]->info.name;
}

void vg_kernel_names_finish(struct vg_kernel_names *names)
{
    vg_unit_release(&names->unit);
}

bool vg_build_is_executable(const struct vg_build *build)
{
    return build->status == CL_BUILD_SUCCESS && build->unit &&
           vg_unit_kind(build->unit) == VG_UNIT_EXECUTABLE;
}

void vg_build_finish(struct vg_program *program, struct vg_build *build, const struct vg_build_result *result)
{
    if (result->unit)
        vg_unit_retain(result->unit);
    char *log = vg_strdup(result->log), *options = vg_strdup(result->options);
    vg_mutex_lock(&program->lock);
    struct vg_unit *old_unit = build->unit;
    void *old[] = {build->log, build->options, build->binary};
    build->unit = result->unit;
    build->log = log;
    build->options = options;
    build->binary = NULL;
    build->non_uniform = result->non_uniform;
    build->status = result->code == CL_SUCCESS ? CL_BUILD_SUCCESS : CL_BUILD_ERROR;
    vg_mutex_unlock(&program->lock);
    vg_unit_release(&old_unit);
    for (size_t i = 0; i < VG_COUNT(old); i++)
        vg_free(old[i]);
}

void vg_build_result_finish(struct vg_build_result *result)
{
    vg_unit_release(&result->unit);
    vg_free(result->log);
    result->log = NULL;
}

bool vg_options_non_uniform(const char *options)
{
    struct vg_options parsed;
    char *error = NULL;
    bool allowed = vg_options_parse(options, VG_STAGE_BUILD, &parsed, &error);
    if (allowed) {
        allowed = parsed.std >= 200 && !parsed.uniform_groups;
        vg_options_finish(&parsed);
    }
    vg_free(error);
    return allowed;
}
