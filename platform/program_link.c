/* SPDX-License-Identifier: MIT */
/* clLinkProgram: a new program whose unit is linked from the units of others, for each device by itself. */
#include "base/alloc.h"
#include "base/error.h"
#include "platform/check.h"
#include "platform/context.h"
#include "platform/program.h"

static bool is_linkable(const struct vg_unit *unit)
{
    return unit && vg_unit_kind(unit) != VG_UNIT_EXECUTABLE;
}

/* Takes a reference to what input has for the device: a compiled object or library, or NULL. */
static struct vg_unit *linkable_unit(struct vg_program *input, cl_device_id device, bool *non_uniform)
{
    struct vg_unit *unit = NULL;
    vg_mutex_lock(&input->lock);
    const struct vg_build *build = vg_program_find(input, device);
    if (build)
        build = vg_program_built_locked(input, build);
    if (build && build->status != CL_BUILD_IN_PROGRESS)
        unit = build->unit ? build->unit : build->loaded;
    if (is_linkable(unit)) {
        vg_unit_retain(unit);
        *non_uniform &= build->unit ? build->non_uniform : vg_options_non_uniform(vg_unit_options(unit));
    } else {
        unit = NULL;
    }
    vg_mutex_unlock(&input->lock);
    return unit;
}

static cl_int check_inputs(const struct vg_context *context, const struct vg_link_call *call)
{
    VG_TRY(vg_check_list("input_programs", call->input_count, call->inputs));
    if (call->input_count == 0)
        return vg_fail(CL_INVALID_VALUE, "there are no input programs");
    for (cl_uint i = 0; i < call->input_count; i++) {
        struct vg_program *input;
        VG_TRY(vg_program_get(call->inputs[i], &input));
        VG_TRY(vg_check_same_context(context, input->context, "input_programs"));
    }
    return CL_SUCCESS;
}

/* The inputs of one device's link. */
struct inputs {
    struct vg_unit **units;
    size_t count;
    bool non_uniform;
};

static void inputs_finish(struct inputs *inputs)
{
    for (size_t i = 0; i < inputs->count; i++)
        vg_unit_release(&inputs->units[i]);
    vg_free(inputs->units);
    *inputs = (struct inputs){0};
}

/* "All programs contain a compiled binary or library for the device ... none of the programs contain one ...
 * all other cases return CL_INVALID_OPERATION". */
static cl_int inputs_collect(const struct vg_link_call *call, cl_device_id device, struct inputs *inputs)
{
    *inputs = (struct inputs){.non_uniform = true};
    inputs->units = vg_zalloc_array(call->input_count, sizeof(struct vg_unit *));
    if (!inputs->units)
        return vg_fail(CL_OUT_OF_HOST_MEMORY, "a list of %u programs", call->input_count);
    for (cl_uint i = 0; i < call->input_count; i++) {
        struct vg_unit *unit = linkable_unit(vg_program_from(call->inputs[i]), device, &inputs->non_uniform);
        if (unit)
            inputs->units[inputs->count++] = unit;
    }
    if (inputs->count == call->input_count || inputs->count == 0)
        return CL_SUCCESS;
    size_t have = inputs->count;
    inputs_finish(inputs);
    return vg_fail(CL_INVALID_OPERATION, "%zu of %u input programs have a compiled binary for the device",
                   have, call->input_count);
}

static bool inputs_equal(const struct inputs *a, const struct inputs *b)
{
    for (size_t i = 0; i < a->count && a->count == b->count; i++) {
        if (a->units[i] != b->units[i])
            return false;
    }
    return a->count == b->count;
}

/* Links for all devices of program; devices with the same inputs, which is nearly always all of them, share
 * the result. */
static cl_int link_all(struct vg_program *program, const struct vg_link_call *call, struct inputs *inputs)
{
    cl_int code = CL_SUCCESS;
    struct vg_build_result result = {0};
    for (size_t i = 0; i < program->build_count; i++) {
        if (inputs[i].count == 0)
            continue;
        if (!result.options || !inputs_equal(&inputs[i], &inputs[i - 1])) {
            vg_build_result_finish(&result);
            result.options = call->options ? call->options : "";
            result.non_uniform = inputs[i].non_uniform;
            result.code = vg_link(inputs[i].units, inputs[i].count, call->options, &result.unit, &result.log);
        }
        vg_build_finish(program, &program->builds[i], &result);
        if (result.code != CL_SUCCESS)
            code = result.code;
    }
    vg_build_result_finish(&result);
    return code;
}

/* Collects the inputs of all devices; at least one must have some. */
static cl_int collect_all(struct vg_program *program, const struct vg_link_call *call, struct inputs *inputs)
{
    size_t linked = 0;
    for (size_t i = 0; i < program->build_count; i++) {
        VG_TRY(inputs_collect(call, vg_device_handle(program->builds[i].device), &inputs[i]));
        linked += inputs[i].count;
    }
    if (linked == 0)
        return vg_fail(CL_INVALID_OPERATION, "no input program has a compiled object or library");
    return CL_SUCCESS;
}

static cl_int link_checked(struct vg_context *context, const struct vg_link_call *call,
                           struct vg_program **out)
{
    VG_TRY(check_inputs(context, call));
    VG_TRY(vg_check_notify(call->notify, call->user));
    struct vg_program *program;
    VG_TRY(vg_program_create(context, VG_FROM_LINK, call->devices, &program));
    cl_int err = vg_compiler_check_options(call->options, VG_STAGE_LINK);
    struct inputs *inputs = vg_zalloc_array(program->build_count, sizeof(*inputs));
    if (err == CL_SUCCESS && !inputs)
        err = vg_fail(CL_OUT_OF_HOST_MEMORY, "the inputs of %zu devices", program->build_count);
    if (err == CL_SUCCESS)
        err = collect_all(program, call, inputs);
    if (err == CL_SUCCESS)
        err = link_all(program, call, inputs);
    for (size_t i = 0; inputs && i < program->build_count; i++)
        inputs_finish(&inputs[i]);
    vg_free(inputs);
    if (err != CL_SUCCESS && err != CL_LINK_PROGRAM_FAILURE) {
        vg_program_release(&program);
        return err;
    }
    *out = program;
    if (call->notify)
        call->notify(vg_program_handle(program), call->user);
    return err;
}

cl_int vg_program_link(struct vg_context *context, const struct vg_link_call *call, struct vg_program **out)
{
    vg_context_retain(context);
    vg_context_listen(context);
    cl_int err = link_checked(context, call, out);
    vg_context_listen(NULL);
    vg_context_release(&context);
    return err;
}
