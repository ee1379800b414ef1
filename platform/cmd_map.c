/* SPDX-License-Identifier: MIT */
/* Map and unmap. The device shares the host's memory: the pointer is the memory object's own, and both
 * commands only take their place in the order. The map table changes at enqueue, on the application's thread.
 */
#include <string.h>

#include "base/error.h"
#include "platform/check.h"
#include "platform/check_image.h"
#include "platform/command.h"
#include "platform/mem.h"
#include "platform/queue.h"

#define MAP_WRITES (CL_MAP_WRITE | CL_MAP_WRITE_INVALIDATE_REGION)

/* ---- Map ---- */

struct vg_map vg_map_buffer(cl_mem buffer, cl_map_flags flags, size_t offset, size_t size)
{
    return (struct vg_map){.base = {.ops = &vg_map_ops, .type = CL_COMMAND_MAP_BUFFER},
                           .at = vg_end_buffer(buffer, offset),
                           .region = {size, 1, 1},
                           .flags = flags};
}

struct vg_map vg_map_image(cl_mem image, cl_map_flags flags, const size_t *origin, const size_t *region,
                           size_t *row_pitch, size_t *slice_pitch)
{
    struct vg_map map = {.base = {.ops = &vg_map_ops, .type = CL_COMMAND_MAP_IMAGE},
                         .at = vg_end_image(image, origin),
                         .flags = flags,
                         .row_pitch = row_pitch,
                         .slice_pitch = slice_pitch};
    if (region)
        memcpy(map.region, region, sizeof(map.region));
    return map;
}

static const struct vg_map *map_of(const struct vg_command *command)
{
    return (const struct vg_map *)(const void *)command;
}

static cl_int check_buffer(const struct vg_queue *queue, const struct vg_map *map, struct vg_mem **mem)
{
    VG_TRY(vg_check_buffer(queue, map->at.mem, mem));
    VG_TRY(vg_check_region(map->region));
    return vg_check_range(map->at.box.at[0], map->region[0], (*mem)->size);
}

static cl_int check_image(const struct vg_queue *queue, const struct vg_map *map, struct vg_mem **mem)
{
    VG_TRY(vg_check_image(queue, map->at.mem, mem));
    VG_TRY(vg_check_region(map->region));
    VG_TRY(vg_check_origin(&map->at));
    VG_TRY(vg_check_image_region(*mem, map->at.box.at, map->region));
    return vg_check_pitch_pointers(*mem, map->row_pitch, map->slice_pitch);
}

static cl_int map_check(const struct vg_queue *queue, const struct vg_command *command)
{
    const struct vg_map *map = map_of(command);
    struct vg_mem *mem;
    VG_TRY(map->at.kind == VG_END_IMAGE ? check_image(queue, map, &mem) : check_buffer(queue, map, &mem));
    VG_TRY(vg_check_bits("map_flags", map->flags, CL_MAP_READ | MAP_WRITES));
    if ((map->flags & CL_MAP_WRITE_INVALIDATE_REGION) && (map->flags & (CL_MAP_READ | CL_MAP_WRITE)))
        return vg_fail(CL_INVALID_VALUE, "CL_MAP_WRITE_INVALIDATE_REGION excludes the other map_flags");
    return vg_check_host_access(mem, map->flags & CL_MAP_READ, map->flags & MAP_WRITES);
}

/* The region in bytes and the box where it lies. */
static struct vg_box mapped_box(const struct vg_map *map, size_t bytes[3])
{
    const struct vg_mem *image = map->at.kind == VG_END_IMAGE ? vg_end_mem(&map->at) : NULL;
    vg_region_bytes(image, map->region, bytes);
    return vg_end_box(&map->at, image, bytes);
}

static size_t map_uses(const struct vg_command *command, struct vg_use *uses, size_t max)
{
    const struct vg_map *map = map_of(command);
    size_t bytes[3];
    struct vg_box box = mapped_box(map, bytes);
    if (max > 0)
        uses[0] = vg_end_use(&map->at, &box, bytes, (map->flags & MAP_WRITES) != 0);
    if (max > 0 && vg_memory_is_paged())
        uses[0].size = 0; /* the mapping holds it for longer than the command */
    return 1;
}

static void *mapped_pointer(const struct vg_map *map)
{
    size_t bytes[3];
    struct vg_box box = mapped_box(map, bytes);
    return vg_end_address(&map->at, &box);
}

static int hold_mapping(void *arg)
{
    const struct vg_map *map = arg;
    return vg_mem_hold_mapping(vg_end_mem(&map->at), mapped_pointer(map), &map->held);
}

/* Where everything is in RAM the task keeps its kind, VG_TASK_NONE. */
static void lower_hold(struct vg_map *map, struct vg_task *task)
{
    size_t bytes[3];
    if (!vg_memory_is_paged())
        return;
    struct vg_box box = mapped_box(map, bytes);
    struct vg_use use = vg_end_use(&map->at, &box, bytes, (map->flags & MAP_WRITES) != 0);
    map->held = vg_mem_span(vg_end_mem(&map->at), use.offset, use.size, use.write);
    task->kind = VG_TASK_CALL;
    task->body.call = (struct vg_call){.run = hold_mapping, .arg = map};
}

static cl_int map_lower(struct vg_command *command, struct vg_task *task, void *extra)
{
    (void)extra;
    struct vg_map *map = (struct vg_map *)(void *)command;
    lower_hold(map, task);
    struct vg_part part;
    memcpy(part.at, map->at.box.at, sizeof(part.at));
    memcpy(part.size, map->region, sizeof(part.size));
    return vg_mem_map(vg_end_mem(&map->at), mapped_pointer(map), &part, map->flags & MAP_WRITES);
}

/* A map that failed gives nothing to unmap. */
static void map_over(struct vg_command *command, void *extra, int status)
{
    (void)extra;
    const struct vg_map *map = map_of(command);
    struct vg_span held = {0};
    if (status < 0)
        (void)vg_mem_unmap(vg_end_mem(&map->at), mapped_pointer(map), &held);
    vg_mem_let_go(&held);
}

const struct vg_command_ops vg_map_ops = {
    .size = sizeof(struct vg_map),
    .check = map_check,
    .uses = map_uses,
    .lower = map_lower,
    .over = map_over,
};

static void give_pitches(const struct vg_map *map)
{
    const struct vg_mem *mem = vg_end_mem(&map->at);
    if (map->row_pitch)
        *map->row_pitch = mem->image.row_pitch;
    if (map->slice_pitch)
        *map->slice_pitch = vg_image_slice_pitch(mem);
}

void *vg_enqueue_map(cl_command_queue queue, const struct vg_map *map, cl_bool block, struct vg_wait wait,
                     cl_event *event, cl_int *errcode_ret)
{
    cl_int err = vg_enqueue(queue, &map->base, wait, block, event);
    if (errcode_ret)
        *errcode_ret = err;
    if (err != CL_SUCCESS)
        return NULL;
    give_pitches(map);
    return mapped_pointer(map);
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
    return vg_check_mem(queue, unmap_of(command)->mem, &mem);
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
    struct vg_unmap *unmap = (struct vg_unmap *)(void *)command;
    return vg_mem_unmap(vg_mem_from(unmap->mem), unmap->pointer, &unmap->held);
}

static void unmap_over(struct vg_command *command, void *extra, int status)
{
    (void)extra;
    (void)status;
    vg_mem_let_go(&unmap_of(command)->held);
}

const struct vg_command_ops vg_unmap_ops = {
    .size = sizeof(struct vg_unmap),
    .check = unmap_check,
    .uses = unmap_uses,
    .lower = unmap_lower,
    .over = unmap_over,
};
