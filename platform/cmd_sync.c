/* SPDX-License-Identifier: MIT */
/* Markers and barriers. They have no work; what they wait for and hold back is the queue's affair. */
#include "base/error.h"
#include "platform/command.h"

static cl_int sync_check(const struct vg_queue *queue, const struct vg_command *command)
{
    (void)queue;
    (void)command;
    return CL_SUCCESS;
}

static cl_int sync_lower(struct vg_command *command, struct vg_task *task, void *extra)
{
    (void)command;
    (void)extra;
    task->kind = VG_TASK_NONE;
    return CL_SUCCESS;
}

const struct vg_command_ops vg_sync_ops = {
    .size = sizeof(struct vg_command),
    .check = sync_check,
    .lower = sync_lower,
};

struct vg_command vg_marker(struct vg_wait wait)
{
    return (struct vg_command){.ops = &vg_sync_ops, .type = CL_COMMAND_MARKER, .after_all = wait.count == 0};
}

struct vg_command vg_barrier(struct vg_wait wait)
{
    return (struct vg_command){
        .ops = &vg_sync_ops, .type = CL_COMMAND_BARRIER, .after_all = wait.count == 0, .barrier = true};
}

struct vg_command vg_wait_for(void)
{
    return (struct vg_command){.ops = &vg_sync_ops, .type = CL_COMMAND_BARRIER, .barrier = true};
}
