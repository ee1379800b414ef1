/* SPDX-License-Identifier: MIT */
/* Launches of built-in kernels. check has the kernel's own rules applied to the values of the arguments and
 * leaves the plan; lower copies it behind the command and turns it into a RANGE task, whose work-groups are
 * the plan's. The global size says nothing about those: it is one work-item. */
#include <string.h>

#include "base/error.h"
#include "kernels/kernels.h"
#include "platform/check.h"
#include "platform/cmd_kernel.h"
#include "platform/device.h"
#include "platform/fault.h"
#include "platform/kernel.h"
#include "platform/queue.h"

_Static_assert(VG_BUILT_IN_ARGS_MOST <= 32, "buffers of a call are kept on the stack");

static const struct vg_launch_plan *plan_of(const struct vg_command *command)
{
    return ((const struct vg_ndrange *)command)->plan;
}

/* "The maximum global size" of CL_KERNEL_GLOBAL_WORK_SIZE: one work-item in each dimension. */
static cl_int check_extent(const struct vg_kernel *kernel, const struct vg_extent *extent)
{
    for (cl_uint i = 0; i < extent->work_dim; i++) {
        if (extent->global[i] != 1)
            return vg_fail(CL_INVALID_GLOBAL_WORK_SIZE,
                           "global_work_size[%u] is %zu; the built-in kernel %s is launched with 1", i,
                           extent->global[i], kernel->info->name);
        if (extent->local && extent->local[i] != 1)
            return vg_fail(CL_INVALID_WORK_GROUP_SIZE,
                           "local_work_size[%u] is %zu; the built-in kernel %s is launched with 1", i,
                           extent->local[i], kernel->info->name);
    }
    return CL_SUCCESS;
}

static void describe_buffers(const struct vg_kernel *kernel, struct vg_built_in_buffer *buffers)
{
    for (uint32_t i = 0; i < kernel->info->arg_count; i++) {
        const struct vg_mem *mem = vg_arg_mem(&kernel->args[i]);
        buffers[i] = (struct vg_built_in_buffer){0};
        if (mem)
            buffers[i] =
                (struct vg_built_in_buffer){vg_mem_address(mem), mem->size, mem->flags & CL_MEM_READ_ONLY};
    }
}

static cl_int make_plan(struct vg_kernel *kernel, unsigned threads, struct vg_launch_plan *plan)
{
    struct vg_built_in_buffer buffers[VG_BUILT_IN_ARGS_MOST];
    vg_mutex_lock(&kernel->lock);
    describe_buffers(kernel, buffers);
    cl_int code = kernel->built_in->make(kernel->built_in, kernel->block, buffers, threads, plan->built_in,
                                         &plan->work);
    vg_mutex_unlock(&kernel->lock);
    return code;
}

static cl_int built_in_check(const struct vg_queue *queue, const struct vg_command *command)
{
    const struct vg_ndrange *ndrange = (const struct vg_ndrange *)command;
    struct vg_launch_plan *plan = ndrange->plan;
    struct vg_kernel_target *target;
    VG_TRY(vg_launch_begin(queue, ndrange, &target));
    if (plan->empty)
        return CL_SUCCESS;
    VG_TRY(check_extent(plan->kernel, &ndrange->extent));
    return make_plan(plan->kernel, queue->threads, plan);
}

static struct vg_use use_of(const struct vg_launch_plan *plan, uint32_t arg, struct vg_mem *mem)
{
    for (size_t i = 0; i < plan->work.reach_count; i++) {
        const struct vg_built_in_reach *reach = &plan->work.reach[i];
        if (reach->arg == arg && reach->size)
            return (struct vg_use){&mem->object, reach->offset, reach->size, reach->write};
    }
    return (struct vg_use){.object = &mem->object};
}

static size_t built_in_uses(const struct vg_command *command, struct vg_use *uses, size_t max)
{
    return vg_launch_uses(plan_of(command), use_of, uses, max);
}

/* Behind the command: how long a work-group takes, then the plan. */
#define PLAN_AT 16

static size_t built_in_extra(const struct vg_command *command)
{
    return PLAN_AT + plan_of(command)->kernel->built_in->plan_bytes;
}

static void *placed_plan(void *extra)
{
    return (char *)extra + PLAN_AT;
}

static cl_int built_in_lower(struct vg_command *command, struct vg_task *task, void *extra)
{
    struct vg_ndrange *ndrange = (struct vg_ndrange *)command;
    const struct vg_launch_plan *plan = ndrange->plan;
    const struct vg_built_in *built_in = plan->kernel->built_in;
    struct vg_built_in_buffer buffers[VG_BUILT_IN_ARGS_MOST];
    ndrange->plan = NULL;
    if (plan->empty || plan->work.groups == 0) {
        task->kind = VG_TASK_NONE;
        return CL_SUCCESS;
    }
    atomic_uint_least64_t *group_ns = extra;
    void *args = placed_plan(extra);
    atomic_store_explicit(group_ns, plan->work.group_ns, memory_order_relaxed);
    memcpy(args, plan->built_in, built_in->plan_bytes);
    describe_buffers(plan->kernel, buffers);
    VG_TRY(built_in->place(args, buffers));
    ndrange->placed = built_in;
    task->kind = VG_TASK_RANGE;
    task->body.range = (struct vg_range){
        .entry = built_in->entry,
        .args = args,
        .groups = plan->work.groups,
        .phase_ends = built_in->phase_ends ? built_in->phase_ends(args) : NULL,
        .scratch_bytes = plan->work.scratch_bytes,
        .group_ns = group_ns,
        .guarded = true,
        .report = &ndrange->report,
    };
    return CL_SUCCESS;
}

static bool built_in_explain(const struct vg_event *event, size_t number, char *text, size_t size)
{
    const struct vg_ndrange *ndrange = (const struct vg_ndrange *)event->command;
    const struct vg_kernel *kernel = (const struct vg_kernel *)(const void *)event->uses[0].object;
    return vg_fault_explain_memory(kernel->info->name, &ndrange->report, event, number, text, size);
}

static void built_in_over(struct vg_command *command, void *extra, int status)
{
    const struct vg_built_in *built_in = ((struct vg_ndrange *)command)->placed;
    if (built_in && built_in->done)
        built_in->done(placed_plan(extra));
    (void)status;
}

const struct vg_command_ops vg_built_in_ops = {
    .size = sizeof(struct vg_ndrange),
    .check = built_in_check,
    .uses = built_in_uses,
    .extra = built_in_extra,
    .lower = built_in_lower,
    .explain = built_in_explain,
    .over = built_in_over,
};
