/* SPDX-License-Identifier: MIT */
/* Kernel launches. check applies every rule and leaves the plan; lower copies the arguments behind the
 * command, so that the application may set them anew at once, and turns the plan into a RANGE task. */
#include "platform/cmd_kernel.h"

#include <string.h>

#include "base/error.h"
#include "base/log.h"
#include "compiler/check.h"
#include "compiler/printf.h"
#include "platform/check.h"
#include "platform/check_image.h"
#include "platform/device.h"
#include "platform/fault.h"
#include "platform/kernel.h"
#include "platform/program.h"
#include "platform/queue.h"

struct vg_ndrange vg_ndrange(cl_command_type type, cl_kernel kernel, struct vg_extent extent,
                             struct vg_launch_plan *plan)
{
    const struct vg_kernel *known = vg_kernel_from(kernel);
    const struct vg_command_ops *ops = known && known->built_in ? &vg_built_in_ops : &vg_ndrange_ops;
    memset(plan, 0, offsetof(struct vg_launch_plan, built_in)); /* what is behind is large and its maker's */
    return (struct vg_ndrange){
        .base = {.ops = ops, .type = type}, .kernel = kernel, .extent = extent, .plan = plan};
}

static cl_int check_mem_arg(const struct vg_queue *queue, const struct vg_arg_info *info, cl_mem handle)
{
    struct vg_mem *mem;
    return info->kind == VG_ARG_IMAGE ? vg_check_image(queue, handle, &mem)
                                      : vg_check_buffer(queue, handle, &mem);
}

/* "if any kernel arguments have not been set"; memory objects must still be good ones for this queue. */
static cl_int check_args(const struct vg_queue *queue, const struct vg_kernel *kernel)
{
    for (uint32_t i = 0; i < kernel->info->arg_count; i++) {
        if (!kernel->args[i].set)
            return vg_fail(CL_INVALID_KERNEL_ARGS, "argument %u (%s) of kernel %s has not been set", i,
                           kernel->info->args[i].name, kernel->info->name);
        if (kernel->args[i].mem)
            VG_TRY(check_mem_arg(queue, &kernel->info->args[i], kernel->args[i].mem));
    }
    return vg_check_image_arg_counts(kernel->info);
}

/* The rules for the kernel and its arguments. */
static cl_int check_kernel(const struct vg_queue *queue, cl_kernel handle, struct vg_kernel **kernel,
                           struct vg_kernel_target **target)
{
    VG_TRY(vg_kernel_get(handle, kernel));
    VG_TRY(vg_check_same_context(queue->context, (*kernel)->program->context, "the kernel"));
    *target = vg_kernel_target(*kernel, queue->device);
    if (!*target)
        return vg_fail(CL_INVALID_PROGRAM_EXECUTABLE,
                       "the program of kernel %s was not built for the queue's device",
                       (*kernel)->info->name);
    return check_args(queue, *kernel);
}

cl_int vg_launch_begin(const struct vg_queue *queue, const struct vg_ndrange *ndrange,
                       struct vg_kernel_target **target)
{
    VG_TRY(check_kernel(queue, ndrange->kernel, &ndrange->plan->kernel, target));
    return vg_extent_check(&ndrange->extent, &ndrange->plan->empty);
}

static struct vg_group_limits limits_of(const struct vg_queue *queue, const struct vg_kernel_target *target,
                                        const struct vg_launch_plan *plan)
{
    static const size_t max_sizes[3] = {VG_MAX_WORK_GROUP, VG_MAX_WORK_GROUP, VG_MAX_WORK_GROUP};
    return (struct vg_group_limits){
        .kernel = plan->kernel->info,
        .code = &plan->code->info,
        .max_sizes = max_sizes,
        .max_items = vg_max_group(plan->kernel->info, &plan->code->info, VG_MAX_WORK_GROUP),
        .non_uniform = target->non_uniform,
        .threads = queue->threads,
    };
}

/* Of sizes far below SIZE_MAX. */
static size_t aligned(size_t bytes)
{
    return (bytes + VG_SCRATCH_ALIGN - 1) / VG_SCRATCH_ALIGN * VG_SCRATCH_ALIGN;
}

/* Local memory of one work-group, its shadow and cells, and the frames behind them. */
static cl_int plan_scratch(struct vg_launch_plan *plan)
{
    size_t local;
    uint32_t flags = plan->code->info.flags;
    VG_TRY(vg_kernel_local_bytes(plan->kernel, &plan->code->info, &local));
    if (local > VG_LOCAL_MEM_BYTES)
        return vg_fail(CL_OUT_OF_RESOURCES, "kernel %s needs %zu bytes of local memory; the device has %zu",
                       plan->kernel->info->name, local, (size_t)VG_LOCAL_MEM_BYTES);
    plan->local_bytes = aligned(local);
    plan->cells_at = plan->local_bytes * (flags & VG_CODE_UNINIT ? 2 : 1);
    if (flags & (VG_CODE_UNINIT | VG_CODE_RACE))
        local = plan->cells_at + plan->local_bytes * (flags & VG_CODE_RACE ? VG_CHECK_CELLS_SCALE : 0);
    return vg_scratch_layout(&plan->code->info, local, plan->geometry.local, &plan->frame_at,
                             &plan->scratch_bytes);
}

static cl_int ndrange_check(const struct vg_queue *queue, const struct vg_command *command)
{
    const struct vg_ndrange *ndrange = (const struct vg_ndrange *)command;
    struct vg_launch_plan *plan = ndrange->plan;
    struct vg_kernel_target *target;
    VG_TRY(vg_launch_begin(queue, ndrange, &target));
    if (plan->empty)
        return CL_SUCCESS;
    VG_TRY(vg_kernel_code(target, &plan->code));
    plan->unit = target->unit;
    struct vg_group_limits limits = limits_of(queue, target, plan);
    /* A kernel that cannot see its work-groups takes any that suit us. */
    if (!ndrange->extent.local && (plan->code->info.flags & VG_CODE_FREE_FORM))
        limits.non_uniform = true;
    VG_TRY(vg_geometry_make(&ndrange->extent, &limits, &plan->geometry));
    return plan_scratch(plan);
}

size_t vg_launch_uses(const struct vg_launch_plan *plan, vg_launch_use *use_of, struct vg_use *uses,
                      size_t max)
{
    const struct vg_kernel *kernel = plan->kernel;
    size_t count = 0;
    if (count < max)
        uses[count] = (struct vg_use){.object = (struct vg_object *)(uintptr_t)&kernel->object};
    count++;
    for (uint32_t i = 0; i < kernel->info->arg_count; i++) {
        struct vg_mem *mem = vg_arg_mem(&kernel->args[i]);
        if (!mem)
            continue;
        if (count < max)
            uses[count] = use_of(plan, i, mem);
        count++;
    }
    return count;
}

/* The whole object: nobody knows which part of it the code accesses. */
static struct vg_use use_whole(const struct vg_launch_plan *plan, uint32_t arg, struct vg_mem *mem)
{
    return (struct vg_use){&mem->object, 0, mem->size,
                           vg_arg_is_written(&plan->kernel->info->args[arg], mem)};
}

static size_t ndrange_uses(const struct vg_command *command, struct vg_use *uses, size_t max)
{
    return vg_launch_uses(((const struct vg_ndrange *)command)->plan, use_whole, uses, max);
}

/* Behind the command: the launch, then the argument block. */
static size_t block_at(void)
{
    return aligned(sizeof(struct vg_launch));
}

static size_t ndrange_extra(const struct vg_command *command)
{
    const struct vg_launch_plan *plan = ((const struct vg_ndrange *)command)->plan;
    return plan->empty ? 0 : block_at() + plan->kernel->info->args_bytes;
}

static void fill_launch(struct vg_launch *launch, const struct vg_launch_plan *plan)
{
    const struct vg_geometry *g = &plan->geometry;
    for (unsigned i = 0; i < 3; i++) {
        launch->global_size[i] = g->global[i];
        launch->global_offset[i] = g->offset[i];
        launch->local_size[i] = g->local[i];
        launch->num_groups[i] = g->groups[i];
    }
    launch->work_dim = g->work_dim;
    launch->frame_at = plan->frame_at;
}

/* The estimate is of one group, so that it follows when groups of another size are launched. */
static atomic_uint_least64_t *group_estimate(struct vg_kernel *kernel, size_t items)
{
    uint64_t before = atomic_exchange_explicit(&kernel->group_items, items, memory_order_relaxed);
    if (before != items && before != 0) {
        double scale = (double)items / (double)before;
        uint64_t ns = atomic_load_explicit(&kernel->group_ns, memory_order_relaxed);
        atomic_store_explicit(&kernel->group_ns, (uint64_t)((double)ns * scale), memory_order_relaxed);
    }
    return &kernel->group_ns;
}

/* Lets users see whether an application that can do without OpenCL makes use of it. */
static void log_launch(const struct vg_launch_plan *plan)
{
    const struct vg_geometry *g = &plan->geometry;
    vg_log(VG_LOG_DEBUG, "kernel %s: %zux%zux%zu work-items in groups of %zux%zux%zu",
           plan->kernel->info->name, g->global[0], g->global[1], g->global[2], g->local[0], g->local[1],
           g->local[2]);
}

/* Who accesses the program's variables is kept for each launch, as for buffers. */
static cl_int fill_variables(const struct vg_launch_plan *plan, struct vg_check *check)
{
    struct vg_check_arg *variables = &check->args[plan->kernel->info->arg_count];
    size_t bytes = vg_unit_variables(plan->unit, &variables->start);
    if (bytes == 0)
        return CL_SUCCESS;
    variables->extent = bytes;
    variables->cells = variables->owned_cells = vg_check_cells_create(bytes);
    return variables->cells
               ? CL_SUCCESS
               : vg_fail(CL_OUT_OF_HOST_MEMORY, "no memory for who accesses the variables of kernel %s",
                         plan->kernel->info->name);
}

/* What checked code knows of the launch. */
static cl_int lower_check(struct vg_ndrange *ndrange, const struct vg_launch_plan *plan,
                          const struct vg_launch *launch)
{
    uint32_t flags = plan->code->info.flags;
    if (!(flags & VG_CODE_CHECKED))
        return CL_SUCCESS;
    struct vg_check *check = vg_check_create(plan->kernel->info->arg_count);
    if (!check)
        return vg_fail(CL_OUT_OF_HOST_MEMORY, "what checks of kernel %s find", plan->kernel->info->name);
    check->local_bytes = plan->local_bytes;
    check->cells_at = plan->cells_at;
    check->launch = launch;
    cl_int code = vg_kernel_fill_check(plan->kernel, flags, check->args);
    if (code == CL_SUCCESS && flags & VG_CODE_RACE)
        code = fill_variables(plan, check);
    if (code != CL_SUCCESS) {
        vg_check_destroy(check);
        return code;
    }
    ndrange->check = check;
    ndrange->base.keeps_shadow = flags & VG_CODE_UNINIT;
    return CL_SUCCESS;
}

static cl_int ndrange_lower(struct vg_command *command, struct vg_task *task, void *extra)
{
    struct vg_ndrange *ndrange = (struct vg_ndrange *)command;
    const struct vg_launch_plan *plan = ndrange->plan;
    struct vg_launch *launch = extra;
    ndrange->plan = NULL;
    if (plan->empty) {
        task->kind = VG_TASK_NONE;
        return CL_SUCCESS;
    }
    if (plan->code->info.flags & VG_CODE_PRINTF) {
        ndrange->sink = vg_printf_sink_create();
        if (!ndrange->sink)
            return vg_fail(CL_OUT_OF_HOST_MEMORY, "what kernel %s prints", plan->kernel->info->name);
    }
    cl_int code = lower_check(ndrange, plan, launch);
    if (code != CL_SUCCESS) {
        vg_printf_sink_destroy(ndrange->sink);
        return code;
    }
    unsigned char *block = (unsigned char *)extra + block_at();
    fill_launch(launch, plan);
    launch->check = ndrange->check;
    launch->printf_sink = ndrange->sink;
    ndrange->code = plan->code;
    vg_kernel_fill_block(plan->kernel, &plan->code->info, block);
    log_launch(plan);
    task->kind = VG_TASK_RANGE;
    task->body.range = (struct vg_range){
        .entry = plan->code->entry,
        .text = plan->code->text,
        .text_bytes = plan->code->text_bytes,
        .launch = launch,
        .args = block,
        .groups = plan->geometry.group_count,
        .scratch_bytes = plan->scratch_bytes,
        .group_ns = group_estimate(plan->kernel, plan->geometry.group_items),
        .report = &ndrange->report,
    };
    return CL_SUCCESS;
}

/* What was printed reaches stdout before anybody learns that the kernel is over. */
static void ndrange_over(struct vg_command *command, void *extra, int status)
{
    struct vg_ndrange *ndrange = (struct vg_ndrange *)command;
    (void)extra, (void)status;
    if (ndrange->sink)
        vg_printf_sink_flush(ndrange->sink);
    vg_printf_sink_destroy(ndrange->sink);
    ndrange->sink = NULL;
}

static bool ndrange_explain(const struct vg_event *event, size_t number, char *text, size_t size)
{
    const struct vg_ndrange *ndrange = (const struct vg_ndrange *)event->command;
    size_t faults = ndrange->report.taken ? 1 : 0;
    const struct vg_fault_scene scene = {
        .fault = &ndrange->report.fault,
        .kernel = (const struct vg_kernel *)(const void *)event->uses[0].object,
        .code = ndrange->code,
        .launch = event->extra,
        .args = (const char *)event->extra + block_at(),
        .uses = event->uses + 1,
        .use_count = event->use_count - 1,
    };
    if (number < faults)
        vg_fault_explain(&scene, text, size);
    else if (ndrange->check)
        return vg_fault_explain_check(&scene, ndrange->check, number - faults, text, size);
    return number < faults;
}

static void ndrange_ended(struct vg_command *command)
{
    struct vg_ndrange *ndrange = (struct vg_ndrange *)command;
    vg_check_destroy(ndrange->check);
    ndrange->check = NULL;
}

const struct vg_command_ops vg_ndrange_ops = {
    .size = sizeof(struct vg_ndrange),
    .check = ndrange_check,
    .uses = ndrange_uses,
    .extra = ndrange_extra,
    .lower = ndrange_lower,
    .over = ndrange_over,
    .explain = ndrange_explain,
    .ended = ndrange_ended,
};

/* The same choice as a launch without a local size makes; but what a kernel that cannot see its work-groups
 * is launched with need not be legal as an explicit size, so that here the program's own rule for uniform
 * groups holds. */
cl_int vg_suggest_local_size(cl_command_queue queue_handle, cl_kernel kernel_handle, struct vg_extent extent,
                             size_t *local)
{
    struct vg_queue *queue;
    struct vg_launch_plan plan = {0};
    struct vg_kernel_target *target;
    VG_TRY(vg_queue_get(queue_handle, &queue));
    VG_TRY(check_kernel(queue, kernel_handle, &plan.kernel, &target));
    VG_TRY(vg_extent_check(&extent, &plan.empty));
    if (plan.empty)
        return vg_fail(CL_INVALID_GLOBAL_WORK_SIZE, "global_work_size is NULL or has a 0");
    VG_TRY(vg_check_pointer("suggested_local_work_size", local));
    VG_TRY(vg_kernel_code(target, &plan.code));
    struct vg_group_limits limits = limits_of(queue, target, &plan);
    VG_TRY(vg_geometry_make(&extent, &limits, &plan.geometry));
    memcpy(local, plan.geometry.local, extent.work_dim * sizeof(*local));
    return CL_SUCCESS;
}
