/* SPDX-License-Identifier: MIT */
/* Transfers between host memory and buffers in every combination, linear and rectangular, and fills. */
#include <string.h>

#include "base/checked.h"
#include "base/error.h"
#include "platform/check.h"
#include "platform/command.h"
#include "platform/mem.h"
#include "platform/queue.h"

/* ---- Constructors ---- */

static struct vg_box rect_box(const size_t *origin, size_t row, size_t slice)
{
    struct vg_box box = {.row = row, .slice = slice};
    if (origin)
        memcpy(box.at, origin, sizeof(box.at));
    return box;
}

struct vg_end vg_end_buffer(cl_mem buffer, size_t offset)
{
    return (struct vg_end){.kind = VG_END_BUFFER, .buffer = buffer, .box = {.at = {offset, 0, 0}}};
}

struct vg_end vg_end_host(const void *host)
{
    return (struct vg_end){.kind = VG_END_HOST, .host = (void *)(uintptr_t)host};
}

struct vg_end vg_end_buffer_rect(cl_mem buffer, const size_t *origin, size_t row, size_t slice)
{
    return (struct vg_end){
        .kind = VG_END_BUFFER, .buffer = buffer, .box = rect_box(origin, row, slice), .no_origin = !origin};
}

struct vg_end vg_end_host_rect(const void *host, const size_t *origin, size_t row, size_t slice)
{
    return (struct vg_end){.kind = VG_END_HOST,
                           .host = (void *)(uintptr_t)host,
                           .box = rect_box(origin, row, slice),
                           .no_origin = !origin};
}

struct vg_transfer vg_transfer(cl_command_type type, struct vg_end from, struct vg_end to, size_t size)
{
    return (struct vg_transfer){
        .base = {.ops = &vg_transfer_ops, .type = type}, .from = from, .to = to, .region = {size, 1, 1}};
}

struct vg_transfer vg_transfer_rect(cl_command_type type, struct vg_end from, struct vg_end to,
                                    const size_t *region)
{
    struct vg_transfer transfer = {
        .base = {.ops = &vg_transfer_ops, .type = type}, .from = from, .to = to, .rect = true};
    if (region)
        memcpy(transfer.region, region, sizeof(transfer.region));
    return transfer;
}

/* ---- Transfer ---- */

static const struct vg_transfer *transfer_of(const struct vg_command *command)
{
    return (const struct vg_transfer *)(const void *)command;
}

/* An end as the rules see it: its buffer (NULL for the host), how many bytes it has, and the box with its
 * pitches. */
struct resolved {
    struct vg_mem *mem;
    struct vg_box box;
};

static cl_int check_object(const struct vg_queue *queue, const struct vg_end *end, struct resolved *out)
{
    *out = (struct resolved){.mem = NULL, .box = end->box};
    if (end->kind == VG_END_BUFFER)
        return vg_check_buffer(queue, end->buffer, &out->mem);
    return CL_SUCCESS;
}

static cl_int check_place(const struct vg_end *end, const struct vg_transfer *transfer,
                          struct resolved *resolved)
{
    if (end->no_origin)
        return vg_fail(CL_INVALID_VALUE, "an origin is NULL");
    if (end->kind == VG_END_HOST)
        VG_TRY(vg_check_pointer("ptr", end->host));
    if (!transfer->rect)
        return vg_check_range(end->box.at[0], transfer->region[0],
                              resolved->mem ? resolved->mem->size : SIZE_MAX);
    VG_TRY(vg_check_pitches(&resolved->box, transfer->region));
    return vg_check_box(&resolved->box, transfer->region, resolved->mem ? resolved->mem->size : SIZE_MAX);
}

static cl_int check_between(const struct vg_transfer *transfer, struct resolved *from, struct resolved *to)
{
    if (!from->mem)
        return vg_check_host_access(to->mem, false, true);
    if (!to->mem)
        return vg_check_host_access(from->mem, true, false);
    if (transfer->rect && from->mem == to->mem)
        VG_TRY(vg_check_same_pitches(&from->box, &to->box));
    if (!transfer->rect)
        from->box.row = from->box.slice = to->box.row = to->box.slice = transfer->region[0];
    return vg_check_overlap(from->mem, &from->box, to->mem, &to->box, transfer->region);
}

static cl_int transfer_check(const struct vg_queue *queue, const struct vg_command *command)
{
    const struct vg_transfer *transfer = transfer_of(command);
    struct resolved from, to;
    VG_TRY(check_object(queue, &transfer->from, &from));
    VG_TRY(check_object(queue, &transfer->to, &to));
    if (transfer->rect)
        VG_TRY(vg_check_region(transfer->region));
    VG_TRY(check_place(&transfer->from, transfer, &from));
    VG_TRY(check_place(&transfer->to, transfer, &to));
    return check_between(transfer, &from, &to);
}

/* The box with its pitches; the rules have been checked. */
static struct vg_box packed(const struct vg_end *end, const size_t region[3])
{
    struct vg_box box = end->box;
    if (box.row == 0)
        box.row = region[0];
    if (box.slice == 0)
        box.slice = region[1] * box.row;
    return box;
}

static size_t first_byte(const struct vg_box *box)
{
    return box->at[0] + box->at[1] * box->row + box->at[2] * box->slice;
}

static size_t extent(const struct vg_box *box, const size_t region[3])
{
    return (region[2] - 1) * box->slice + (region[1] - 1) * box->row + region[0];
}

static size_t transfer_uses(const struct vg_command *command, struct vg_use *uses, size_t max)
{
    const struct vg_transfer *transfer = transfer_of(command);
    const struct vg_end *ends[2] = {&transfer->from, &transfer->to};
    size_t count = 0;
    for (size_t i = 0; i < VG_COUNT(ends); i++) {
        if (ends[i]->kind != VG_END_BUFFER)
            continue;
        if (count < max) {
            struct vg_box box = packed(ends[i], transfer->region);
            uses[count] = (struct vg_use){.object = &vg_mem_from(ends[i]->buffer)->object,
                                          .offset = first_byte(&box),
                                          .size = transfer->region[0] ? extent(&box, transfer->region) : 0,
                                          .write = i == 1};
        }
        count++;
    }
    return count;
}

static struct vg_strided strided(const struct vg_end *end, const size_t region[3])
{
    struct vg_box box = packed(end, region);
    char *base = end->kind == VG_END_HOST ? end->host : vg_mem_address(vg_mem_from(end->buffer));
    return (struct vg_strided){.at = base + first_byte(&box), .row = box.row, .slice = box.slice};
}

static cl_int transfer_lower(struct vg_command *command, struct vg_task *task, void *extra)
{
    (void)extra;
    const struct vg_transfer *transfer = transfer_of(command);
    if (transfer->region[0] == 0)
        return CL_SUCCESS; /* Nothing to copy: the task keeps its kind, VG_TASK_NONE. */
    task->kind = VG_TASK_COPY;
    task->body.copy = (struct vg_copy){.to = strided(&transfer->to, transfer->region),
                                       .from = strided(&transfer->from, transfer->region)};
    memcpy(task->body.copy.region, transfer->region, sizeof(transfer->region));
    return CL_SUCCESS;
}

const struct vg_command_ops vg_transfer_ops = {
    .size = sizeof(struct vg_transfer),
    .check = transfer_check,
    .uses = transfer_uses,
    .lower = transfer_lower,
};

/* ---- Fill ---- */

struct vg_fill_buffer vg_fill_buffer(cl_mem buffer, const void *pattern, size_t pattern_size, size_t offset,
                                     size_t size)
{
    return (struct vg_fill_buffer){.base = {.ops = &vg_fill_buffer_ops, .type = CL_COMMAND_FILL_BUFFER},
                                   .buffer = buffer,
                                   .pattern = pattern,
                                   .pattern_size = pattern_size,
                                   .offset = offset,
                                   .size = size};
}

static const struct vg_fill_buffer *fill_of(const struct vg_command *command)
{
    return (const struct vg_fill_buffer *)(const void *)command;
}

static cl_int fill_check(const struct vg_queue *queue, const struct vg_command *command)
{
    const struct vg_fill_buffer *fill = fill_of(command);
    const size_t longest = sizeof(((struct vg_fill *)0)->pattern);
    struct vg_mem *mem;
    VG_TRY(vg_check_buffer(queue, fill->buffer, &mem));
    VG_TRY(vg_check_pointer("pattern", fill->pattern));
    if (!vg_is_power_of_two(fill->pattern_size) || fill->pattern_size > longest)
        return vg_fail(CL_INVALID_VALUE, "pattern_size is %zu, not a power of two up to %zu",
                       fill->pattern_size, longest);
    VG_TRY(vg_check_range(fill->offset, fill->size, mem->size));
    if (fill->offset % fill->pattern_size != 0 || fill->size % fill->pattern_size != 0)
        return vg_fail(CL_INVALID_VALUE, "offset %zu or size %zu is not a multiple of pattern_size %zu",
                       fill->offset, fill->size, fill->pattern_size);
    return CL_SUCCESS;
}

static size_t fill_uses(const struct vg_command *command, struct vg_use *uses, size_t max)
{
    const struct vg_fill_buffer *fill = fill_of(command);
    if (max > 0)
        uses[0] = (struct vg_use){.object = &vg_mem_from(fill->buffer)->object,
                                  .offset = fill->offset,
                                  .size = fill->size,
                                  .write = true};
    return 1;
}

static cl_int fill_lower(struct vg_command *command, struct vg_task *task, void *extra)
{
    (void)extra;
    const struct vg_fill_buffer *fill = fill_of(command);
    if (fill->size == 0)
        return CL_SUCCESS;
    char *base = vg_mem_address(vg_mem_from(fill->buffer));
    task->kind = VG_TASK_FILL;
    task->body.fill = (struct vg_fill){.to = {base + fill->offset, fill->size, fill->size},
                                       .region = {fill->size, 1, 1},
                                       .pattern_size = fill->pattern_size};
    memcpy(task->body.fill.pattern, fill->pattern, fill->pattern_size);
    return CL_SUCCESS;
}

const struct vg_command_ops vg_fill_buffer_ops = {
    .size = sizeof(struct vg_fill_buffer),
    .check = fill_check,
    .uses = fill_uses,
    .lower = fill_lower,
};
