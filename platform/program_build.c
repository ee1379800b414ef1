/* SPDX-License-Identifier: MIT */
/* clBuildProgram and clCompileProgram.
 *
 * A build has three steps: begin marks the chosen devices as in progress, or fails when it may not start;
 * then the compiler works, without any lock held; at last the result is stored for each of them. */
#include "base/alloc.h"
#include "base/error.h"
#include "platform/check.h"
#include "platform/context.h"
#include "platform/program.h"

/* "if the program has no source available", "if it was not created with source, IL or binary" */
static cl_int check_origin(const struct vg_program *program, enum vg_option_stage stage)
{
    if (program->origin == VG_FROM_LINK)
        return vg_fail(CL_INVALID_OPERATION, "the program comes from clLinkProgram and cannot be built");
    if (program->origin == VG_FROM_BUILT_INS)
        return vg_fail(CL_INVALID_OPERATION, "the program is of built-in kernels, which are not built");
    if (stage == VG_STAGE_COMPILE && program->origin != VG_FROM_SOURCE)
        return vg_fail(CL_INVALID_OPERATION, "the program has no source to compile");
    return CL_SUCCESS;
}

static cl_int check_headers(const struct vg_program *program, const struct vg_build_call *call)
{
    VG_TRY(vg_check_list("input_headers", call->header_count, call->headers));
    VG_TRY(vg_check_list("header_include_names", call->header_count, call->header_names));
    for (cl_uint i = 0; i < call->header_count; i++) {
        struct vg_program *header;
        VG_TRY(vg_program_get(call->headers[i], &header));
        VG_TRY(vg_check_same_context(program->context, header->context, "input_headers"));
        if (!header->source || !call->header_names[i])
            return vg_fail(CL_INVALID_VALUE, "input_headers[%u] has no source or no name", i);
    }
    return CL_SUCCESS;
}

/* Why a build of these devices may not start now; NULL when it may. */
static const char *obstacle_locked(struct vg_program *program, struct vg_device_list list)
{
    if (program->kernels > 0)
        return "kernel objects of the program exist";
    for (size_t i = 0; i < program->build_count; i++) {
        struct vg_build *build = &program->builds[i];
        if (vg_device_list_has(list, build) && build->status == CL_BUILD_IN_PROGRESS)
            return "a build of the program is under way";
    }
    return NULL;
}

static cl_int begin(struct vg_program *program, struct vg_device_list list)
{
    vg_mutex_lock(&program->lock);
    const char *obstacle = obstacle_locked(program, list);
    for (size_t i = 0; i < program->build_count && !obstacle; i++) {
        if (vg_device_list_has(list, &program->builds[i]))
            program->builds[i].status = CL_BUILD_IN_PROGRESS;
    }
    vg_mutex_unlock(&program->lock);
    return obstacle ? vg_fail(CL_INVALID_OPERATION, "the program cannot be built: %s", obstacle) : CL_SUCCESS;
}

static void finish_chosen(struct vg_program *program, struct vg_device_list list,
                          const struct vg_build_result *result)
{
    for (size_t i = 0; i < program->build_count; i++) {
        if (vg_device_list_has(list, &program->builds[i]))
            vg_build_finish(program, &program->builds[i], result);
    }
}

/* One unit serves all devices. */
static cl_int build_source(struct vg_program *program, const struct vg_build_call *call)
{
    struct vg_build_result result = {.options = call->options,
                                     .non_uniform = vg_options_non_uniform(call->options)};
    struct vg_header *headers = NULL;
    if (call->header_count > 0) {
        headers = vg_zalloc_array(call->header_count, sizeof(*headers));
        if (!headers)
            result.code = vg_fail(CL_OUT_OF_HOST_MEMORY, "a list of %u headers", call->header_count);
    }
    for (cl_uint i = 0; headers && i < call->header_count; i++) {
        const struct vg_program *header = vg_program_from(call->headers[i]);
        headers[i] = (struct vg_header){call->header_names[i], header->source, header->source_size};
    }
    if (result.code == CL_SUCCESS)
        result.code = vg_compile(program->source, program->source_size, call->options, call->stage, headers,
                                 call->header_count, &result.unit, &result.log);
    finish_chosen(program, call->devices, &result);
    cl_int code = result.code;
    vg_build_result_finish(&result);
    vg_free(headers);
    return code;
}

/* An executable is ready as it was loaded; an object or library is linked by itself. */
static void build_loaded(struct vg_unit *loaded, struct vg_build_result *result)
{
    result->non_uniform = vg_options_non_uniform(vg_unit_options(loaded));
    if (vg_unit_kind(loaded) == VG_UNIT_EXECUTABLE) {
        vg_unit_retain(loaded);
        result->unit = loaded;
    } else {
        result->code = vg_link(&loaded, 1, NULL, &result->unit, &result->log);
    }
}

static cl_int build_binaries(struct vg_program *program, const struct vg_build_call *call)
{
    cl_int code = CL_SUCCESS;
    for (size_t i = 0; i < program->build_count; i++) {
        struct vg_build *build = &program->builds[i];
        struct vg_build_result result = {.options = call->options};
        if (!vg_device_list_has(call->devices, build))
            continue;
        build_loaded(build->loaded, &result);
        if (result.code != CL_SUCCESS)
            code = CL_BUILD_PROGRAM_FAILURE;
        vg_build_finish(program, build, &result);
        vg_build_result_finish(&result);
    }
    return code;
}

static cl_int build_checked(struct vg_program *program, const struct vg_build_call *call)
{
    VG_TRY(vg_program_check_devices(program, call->devices));
    VG_TRY(vg_check_notify(call->notify, call->user));
    VG_TRY(check_headers(program, call));
    VG_TRY(check_origin(program, call->stage));
    VG_TRY(vg_compiler_check_options(call->options, call->stage));
    VG_TRY(begin(program, call->devices));
    cl_int err =
        program->origin == VG_FROM_SOURCE ? build_source(program, call) : build_binaries(program, call);
    if (call->notify)
        call->notify(vg_program_handle(program), call->user);
    return err;
}

cl_int vg_program_build(struct vg_program *program, const struct vg_build_call *call)
{
    struct vg_context *context = program->context;
    vg_context_retain(context);
    vg_program_retain(program); /* the callback may release it */
    vg_context_listen(context);
    cl_int err = build_checked(program, call);
    vg_context_listen(NULL);
    vg_program_release(&program);
    vg_context_release(&context);
    return err;
}
