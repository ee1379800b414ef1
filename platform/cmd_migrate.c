/* SPDX-License-Identifier: MIT */
/* Migration of memory objects, and handing external ones over. Host, device and whoever else has mapped a
 * file share one memory, so that nothing has to move: the command takes its place in the order and holds what
 * it names. */
#include "base/error.h"
#include "platform/check.h"
#include "platform/command.h"
#include "platform/external.h"
#include "platform/mem.h"
#include "platform/queue.h"

struct vg_migrate vg_migrate(cl_uint count, const cl_mem *mems, cl_mem_migration_flags flags)
{
    return (struct vg_migrate){.base = {.ops = &vg_migrate_ops, .type = CL_COMMAND_MIGRATE_MEM_OBJECTS},
                               .count = count,
                               .mems = mems,
                               .flags = flags};
}

static const struct vg_migrate *migrate_of(const struct vg_command *command)
{
    return (const struct vg_migrate *)(const void *)command;
}

static cl_int migrate_check(const struct vg_queue *queue, const struct vg_command *command)
{
    const struct vg_migrate *migrate = migrate_of(command);
    if (migrate->count == 0 || !migrate->mems)
        return vg_fail(CL_INVALID_VALUE, "num_mem_objects is %u, mem_objects is %p", migrate->count,
                       (const void *)migrate->mems);
    for (cl_uint i = 0; i < migrate->count; i++) {
        struct vg_mem *mem;
        VG_TRY(vg_check_mem(queue, migrate->mems[i], &mem));
    }
    return vg_check_bits("flags", migrate->flags,
                         CL_MIGRATE_MEM_OBJECT_HOST | CL_MIGRATE_MEM_OBJECT_CONTENT_UNDEFINED);
}

static size_t migrate_uses(const struct vg_command *command, struct vg_use *uses, size_t max)
{
    const struct vg_migrate *migrate = migrate_of(command);
    for (size_t i = 0; i < max && i < migrate->count; i++)
        uses[i] = (struct vg_use){.object = &vg_mem_from(migrate->mems[i])->object};
    return migrate->count;
}

static cl_int migrate_lower(struct vg_command *command, struct vg_task *task, void *extra)
{
    (void)extra;
    struct vg_migrate *migrate = (struct vg_migrate *)(void *)command;
    migrate->mems = NULL; /* The application's array is only good during the call. */
    task->kind = VG_TASK_NONE;
    return CL_SUCCESS;
}

const struct vg_command_ops vg_migrate_ops = {
    .size = sizeof(struct vg_migrate),
    .check = migrate_check,
    .uses = migrate_uses,
    .lower = migrate_lower,
};

/* ---- External memory ---- */

struct vg_migrate vg_hand_over(cl_command_type type, cl_uint count, const cl_mem *mems)
{
    return (struct vg_migrate){
        .base = {.ops = &vg_hand_over_ops, .type = type}, .count = count, .mems = mems};
}

static cl_int hand_over_check(const struct vg_queue *queue, const struct vg_command *command)
{
    const struct vg_migrate *migrate = migrate_of(command);
    VG_TRY(vg_check_list("mem_objects", migrate->count, migrate->mems));
    for (cl_uint i = 0; i < migrate->count; i++) {
        struct vg_mem *mem;
        VG_TRY(vg_mem_get(migrate->mems[i], &mem));
        VG_TRY(vg_external_check_acquire(mem, queue->device));
    }
    return CL_SUCCESS;
}

const struct vg_command_ops vg_hand_over_ops = {
    .size = sizeof(struct vg_migrate),
    .check = hand_over_check,
    .uses = migrate_uses,
    .lower = migrate_lower,
};
