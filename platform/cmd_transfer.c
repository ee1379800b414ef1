/* SPDX-License-Identifier: MIT */
/* Transfers between host memory, buffers and images in every combination, linear and rectangular. An image is
 * a rectangle of bytes as wide as its pixels. */
#include <string.h>

#include "base/error.h"
#include "platform/check.h"
#include "platform/check_image.h"
#include "platform/command.h"
#include "platform/fault.h"
#include "platform/mem.h"
#include "platform/queue.h"

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

static const struct vg_transfer *transfer_of(const struct vg_command *command)
{
    return (const struct vg_transfer *)(const void *)command;
}

/* The image that gives the pixels their size; NULL for buffers alone. Two images have the same format. */
static const struct vg_mem *image_of(const struct vg_transfer *transfer)
{
    if (transfer->from.kind == VG_END_IMAGE)
        return vg_end_mem(&transfer->from);
    return transfer->to.kind == VG_END_IMAGE ? vg_end_mem(&transfer->to) : NULL;
}

/* ---- Rules ---- */

/* An end as the rules see it: its memory object (NULL for the host) and the box in bytes with its pitches. */
struct resolved {
    struct vg_mem *mem;
    struct vg_box box;
};

static cl_int check_object(const struct vg_queue *queue, const struct vg_end *end, struct resolved *out)
{
    *out = (struct resolved){.mem = NULL, .box = end->box};
    if (end->kind == VG_END_BUFFER)
        return vg_check_buffer(queue, end->mem, &out->mem);
    return end->kind == VG_END_IMAGE ? vg_check_image(queue, end->mem, &out->mem) : CL_SUCCESS;
}

static cl_int check_rect(const struct vg_end *end, const struct vg_mem *image, const size_t bytes[3],
                         struct resolved *resolved)
{
    if (end->kind == VG_END_HOST && image) {
        VG_TRY(vg_check_host_pitches(image, &end->box, bytes));
        resolved->box = vg_end_box(end, image, bytes);
    } else {
        VG_TRY(vg_check_pitches(&resolved->box, bytes));
    }
    return vg_check_box(&resolved->box, bytes, resolved->mem ? resolved->mem->size : SIZE_MAX);
}

static cl_int check_place(const struct vg_end *end, const struct vg_transfer *transfer,
                          struct resolved *resolved)
{
    VG_TRY(vg_check_origin(end));
    if (end->kind == VG_END_HOST)
        VG_TRY(vg_check_pointer("ptr", end->host));
    if (!transfer->rect)
        return vg_check_range(end->box.at[0], transfer->region[0],
                              resolved->mem ? resolved->mem->size : SIZE_MAX);
    if (end->kind == VG_END_IMAGE) {
        VG_TRY(vg_check_image_region(resolved->mem, end->box.at, transfer->region));
        resolved->box = vg_image_box(resolved->mem, end->box.at);
    }
    return CL_SUCCESS;
}

/* The ends that are no images, once the region is known to lie in the image and to have so many bytes. */
static cl_int check_rects(const struct vg_transfer *transfer, struct resolved *from, struct resolved *to)
{
    const struct vg_mem *image = image_of(transfer);
    size_t bytes[3];
    vg_region_bytes(image, transfer->region, bytes);
    if (transfer->from.kind != VG_END_IMAGE)
        VG_TRY(check_rect(&transfer->from, image, bytes, from));
    if (transfer->to.kind != VG_END_IMAGE)
        VG_TRY(check_rect(&transfer->to, image, bytes, to));
    return CL_SUCCESS;
}

static cl_int check_pair(const struct vg_mem *from, const struct vg_mem *to)
{
    if (from->format && to->format)
        return vg_check_same_format(from, to);
    if (from->format)
        return vg_check_not_of_buffer(from, to);
    return to->format ? vg_check_not_of_buffer(to, from) : CL_SUCCESS;
}

static cl_int check_between(const struct vg_transfer *transfer, struct resolved *from, struct resolved *to)
{
    size_t bytes[3];
    if (!from->mem)
        return vg_check_host_access(to->mem, false, true);
    if (!to->mem)
        return vg_check_host_access(from->mem, true, false);
    if (transfer->rect && from->mem == to->mem)
        VG_TRY(vg_check_same_pitches(&from->box, &to->box));
    if (!transfer->rect)
        from->box.row = from->box.slice = to->box.row = to->box.slice = transfer->region[0];
    vg_region_bytes(image_of(transfer), transfer->region, bytes);
    return vg_check_overlap(from->mem, &from->box, to->mem, &to->box, bytes);
}

static cl_int transfer_check(const struct vg_queue *queue, const struct vg_command *command)
{
    const struct vg_transfer *transfer = transfer_of(command);
    struct resolved from, to;
    VG_TRY(check_object(queue, &transfer->from, &from));
    VG_TRY(check_object(queue, &transfer->to, &to));
    if (from.mem && to.mem)
        VG_TRY(check_pair(from.mem, to.mem));
    if (transfer->rect)
        VG_TRY(vg_check_region(transfer->region));
    VG_TRY(check_place(&transfer->from, transfer, &from));
    VG_TRY(check_place(&transfer->to, transfer, &to));
    if (transfer->rect)
        VG_TRY(check_rects(transfer, &from, &to));
    return check_between(transfer, &from, &to);
}

/* ---- Work ---- */

static size_t transfer_uses(const struct vg_command *command, struct vg_use *uses, size_t max)
{
    const struct vg_transfer *transfer = transfer_of(command);
    const struct vg_end *ends[2] = {&transfer->from, &transfer->to};
    const struct vg_mem *image = image_of(transfer);
    size_t bytes[3], count = 0;
    vg_region_bytes(image, transfer->region, bytes);
    for (size_t i = 0; i < VG_COUNT(ends); i++) {
        if (ends[i]->kind == VG_END_HOST)
            continue;
        if (count < max) {
            struct vg_box box = vg_end_box(ends[i], image, bytes);
            uses[count] = vg_end_use(ends[i], &box, bytes, i == 1);
        }
        count++;
    }
    return count;
}

static struct vg_strided strided(const struct vg_end *end, const struct vg_mem *image, const size_t bytes[3])
{
    struct vg_box box = vg_end_box(end, image, bytes);
    return (struct vg_strided){.at = vg_end_address(end, &box), .row = box.row, .slice = box.slice};
}

static cl_int transfer_lower(struct vg_command *command, struct vg_task *task, void *extra)
{
    (void)extra;
    struct vg_transfer *transfer = (struct vg_transfer *)(void *)command;
    if (transfer->region[0] == 0)
        return CL_SUCCESS; /* Nothing to copy: the task keeps its kind, VG_TASK_NONE. */
    const struct vg_mem *image = image_of(transfer);
    struct vg_copy *copy = &task->body.copy;
    task->kind = VG_TASK_COPY;
    vg_region_bytes(image, transfer->region, copy->region);
    copy->to = strided(&transfer->to, image, copy->region);
    copy->from = strided(&transfer->from, image, copy->region);
    copy->report = &transfer->report;
    return CL_SUCCESS;
}

static bool transfer_explain(const struct vg_event *event, size_t number, char *text, size_t size)
{
    return vg_fault_explain_memory("transfer", &transfer_of(event->command)->report, event, number, text,
                                   size);
}

const struct vg_command_ops vg_transfer_ops = {
    .size = sizeof(struct vg_transfer),
    .check = transfer_check,
    .uses = transfer_uses,
    .lower = transfer_lower,
    .explain = transfer_explain,
};
