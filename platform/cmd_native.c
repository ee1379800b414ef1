/* SPDX-License-Identifier: MIT */
/* Native kernels: a function of the application, called once with a copy of its arguments in which the
 * addresses of buffers replace their handles. */
#include <string.h>

#include "base/checked.h"
#include "base/error.h"
#include "platform/check.h"
#include "platform/command.h"
#include "platform/mem.h"

struct vg_native vg_native(vg_native_function run, const void *args, size_t args_size, cl_uint mem_count,
                           const cl_mem *mems, const void **mem_places)
{
    return (struct vg_native){.base = {.ops = &vg_native_ops, .type = CL_COMMAND_NATIVE_KERNEL},
                              .run = run,
                              .args = args,
                              .args_size = args_size,
                              .mem_count = mem_count,
                              .mems = mems,
                              .mem_places = mem_places};
}

static const struct vg_native *native_of(const struct vg_command *command)
{
    return (const struct vg_native *)(const void *)command;
}

/* Where in args the i-th handle is; false when it is not wholly inside. */
static bool place_of(const struct vg_native *native, cl_uint i, size_t *offset)
{
    uintptr_t args = (uintptr_t)native->args, place = (uintptr_t)native->mem_places[i];
    *offset = place - args;
    return place >= args && vg_in_range(*offset, sizeof(cl_mem), native->args_size);
}

static cl_int check_mems(const struct vg_queue *queue, const struct vg_native *native)
{
    for (cl_uint i = 0; i < native->mem_count; i++) {
        struct vg_mem *mem;
        size_t offset;
        if (native->mems[i])
            VG_TRY(vg_check_buffer(queue, native->mems[i], &mem));
        if (!place_of(native, i, &offset))
            return vg_fail(CL_INVALID_VALUE, "args_mem_loc[%u] is %p, not inside the %zu bytes at %p", i,
                           native->mem_places[i], native->args_size, native->args);
    }
    return CL_SUCCESS;
}

static cl_int native_check(const struct vg_queue *queue, const struct vg_command *command)
{
    const struct vg_native *native = native_of(command);
    if (!native->run)
        return vg_fail(CL_INVALID_VALUE, "user_func is NULL");
    if ((native->args == NULL) != (native->args_size == 0) || (!native->args && native->mem_count > 0))
        return vg_fail(CL_INVALID_VALUE, "args is %p, cb_args is %zu, num_mem_objects is %u", native->args,
                       native->args_size, native->mem_count);
    VG_TRY(vg_check_list("mem_list", native->mem_count, native->mems));
    VG_TRY(vg_check_list("args_mem_loc", native->mem_count, native->mem_places));
    return check_mems(queue, native);
}

static size_t native_uses(const struct vg_command *command, struct vg_use *uses, size_t max)
{
    const struct vg_native *native = native_of(command);
    size_t count = 0;
    for (cl_uint i = 0; i < native->mem_count; i++) {
        struct vg_mem *mem = vg_mem_from(native->mems[i]);
        if (!mem)
            continue; /* NULL is handed to the function as it is. */
        if (count < max)
            uses[count] = (struct vg_use){.object = &mem->object, .size = mem->size, .write = true};
        count++;
    }
    return count;
}

static size_t native_extra(const struct vg_command *command)
{
    return native_of(command)->args_size;
}

static int native_run(void *arg)
{
    const struct vg_native *native = arg;
    native->run((void *)(uintptr_t)native->args);
    return CL_SUCCESS;
}

static cl_int native_lower(struct vg_command *command, struct vg_task *task, void *extra)
{
    struct vg_native *native = (struct vg_native *)(void *)command;
    if (native->args_size > 0)
        memcpy(extra, native->args, native->args_size);
    for (cl_uint i = 0; i < native->mem_count; i++) {
        struct vg_mem *mem = vg_mem_from(native->mems[i]);
        void *address = mem ? vg_mem_address(mem) : NULL;
        size_t offset;
        if (place_of(native, i, &offset))
            memcpy((char *)extra + offset, &address, sizeof(address));
    }
    native->args = extra;
    native->mems = NULL; /* The application's arrays are only good during the call. */
    native->mem_places = NULL;
    native->mem_count = 0;
    task->kind = VG_TASK_CALL;
    task->body.call = (struct vg_call){.run = native_run, .arg = native};
    return CL_SUCCESS;
}

const struct vg_command_ops vg_native_ops = {
    .size = sizeof(struct vg_native),
    .check = native_check,
    .uses = native_uses,
    .extra = native_extra,
    .lower = native_lower,
};
