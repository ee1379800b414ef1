/* SPDX-License-Identifier: MIT */
/* Map and unmap. The device shares the host's memory: the pointer is the buffer's own, and both commands only
 * take their place in the order. The map table changes at enqueue, on the application's thread. */
#include "base/error.h"
#include "platform/check.h"
#include "platform/command.h"
#include "platform/mem.h"
#include "platform/queue.h"

#define MAP_WRITES (CL_MAP_WRITE | CL_MAP_WRITE_INVALIDATE_REGION)

/* ---- Map ---- */

struct vg_map vg_map(cl_mem buffer, cl_map_flags flags, size_t offset, size_t size)
{
    return (struct vg_map){.base = {.ops = &vg_map_ops, .type = CL_COMMAND_MAP_BUFFER},
                           .buffer = buffer,
                           .flags = flags,
                           .offset = offset,
                           .size = size};
}

static const struct vg_map *map_of(const struct vg_command *command)
{
    return (const struct vg_map *)(const void *)command;
}

static cl_int map_check(const struct vg_queue *queue, const struct vg_command *command)
{
    const struct vg_map *map = map_of(command);
    struct vg_mem *mem;
    VG_TRY(vg_check_buffer(queue, map->buffer, &mem));
    VG_TRY(vg_check_bits("map_flags", map->flags, CL_MAP_READ | MAP_WRITES));
    if ((map->flags & CL_MAP_WRITE_INVALIDATE_REGION) && (map->flags & (CL_MAP_READ | CL_MAP_WRITE)))
        return vg_fail(CL_INVALID_VALUE, "CL_MAP_WRITE_INVALIDATE_REGION excludes the other map_flags");
    if (map->size == 0)
        return vg_fail(CL_INVALID_VALUE, "size is 0");
    VG_TRY(vg_check_range(map->offset, map->size, mem->size));
    return vg_check_host_access(mem, map->flags & CL_MAP_READ, map->flags & MAP_WRITES);
}

static size_t map_uses(const struct vg_command *command, struct vg_use *uses, size_t max)
{
    const struct vg_map *map = map_of(command);
    if (max > 0)
        uses[0] = (struct vg_use){.object = &vg_mem_from(map->buffer)->object,
                                  .offset = map->offset,
                                  .size = map->size,
                                  .write = (map->flags & MAP_WRITES) != 0};
    return 1;
}

static void *mapped_pointer(const struct vg_map *map)
{
    return (char *)vg_mem_address(vg_mem_from(map->buffer)) + map->offset;
}

static cl_int map_lower(struct vg_command *command, struct vg_task *task, void *extra)
{
    (void)task; /* It keeps its kind, VG_TASK_NONE. */
    (void)extra;
    const struct vg_map *map = map_of(command);
    return vg_mem_map(vg_mem_from(map->buffer), mapped_pointer(map), map->size, map->flags & MAP_WRITES);
}

/* A map that failed gives nothing to unmap. */
static void map_over(struct vg_command *command, void *extra, int status)
{
    (void)extra;
    const struct vg_map *map = map_of(command);
    if (status < 0)
        (void)vg_mem_unmap(vg_mem_from(map->buffer), mapped_pointer(map));
}

const struct vg_command_ops vg_map_ops = {
    .size = sizeof(struct vg_map),
    .check = map_check,
    .uses = map_uses,
    .lower = map_lower,
    .over = map_over,
};

void *vg_enqueue_map(cl_command_queue queue, cl_mem buffer, cl_bool block, cl_map_flags flags, size_t offset,
                     size_t size, struct vg_wait wait, cl_event *event, cl_int *errcode_ret)
{
    const struct vg_map map = vg_map(buffer, flags, offset, size);
    cl_int err = vg_enqueue(queue, &map.base, wait, block, event);
    if (errcode_ret)
        *errcode_ret = err;
    return err == CL_SUCCESS ? mapped_pointer(&map) : NULL;
}

/* ---- Unmap ---- */

struct vg_unmap vg_unmap(cl_mem mem, void *pointer)
{
    return (struct vg_unmap){
        .base = {.ops = &vg_unmap_ops, .type = CL_COMMAND_UNMAP_MEM_OBJECT}, .mem = mem, .pointer = pointer};
}

static const struct vg_unmap *unmap_of(const struct vg_command *command)
{
    return (const struct vg_unmap *)(const void *)command;
}

static cl_int unmap_check(const struct vg_queue *queue, const struct vg_command *command)
{
    struct vg_mem *mem;
    return vg_check_buffer(queue, unmap_of(command)->mem, &mem);
}

static size_t unmap_uses(const struct vg_command *command, struct vg_use *uses, size_t max)
{
    if (max > 0)
        uses[0] = (struct vg_use){.object = &vg_mem_from(unmap_of(command)->mem)->object};
    return 1;
}

static cl_int unmap_lower(struct vg_command *command, struct vg_task *task, void *extra)
{
    (void)task;
    (void)extra;
    const struct vg_unmap *unmap = unmap_of(command);
    return vg_mem_unmap(vg_mem_from(unmap->mem), unmap->pointer);
}

const struct vg_command_ops vg_unmap_ops = {
    .size = sizeof(struct vg_unmap),
    .check = unmap_check,
    .uses = unmap_uses,
    .lower = unmap_lower,
};
