/* SPDX-License-Identifier: MIT */
/* Fills of buffers with a pattern, and of images with a colour, which is a pattern of one pixel. */
#include <string.h>

#include "base/checked.h"
#include "base/error.h"
#include "platform/check.h"
#include "platform/check_image.h"
#include "platform/command.h"
#include "platform/fault.h"
#include "platform/mem.h"
#include "platform/queue.h"

struct vg_fill_command vg_fill_buffer(cl_mem buffer, const void *pattern, size_t pattern_size, size_t offset,
                                      size_t size)
{
    return (struct vg_fill_command){.base = {.ops = &vg_fill_ops, .type = CL_COMMAND_FILL_BUFFER},
                                    .to = vg_end_buffer(buffer, offset),
                                    .region = {size, 1, 1},
                                    .pattern = pattern,
                                    .pattern_size = pattern_size};
}

struct vg_fill_command vg_fill_image(cl_mem image, const void *colour, const size_t *origin,
                                     const size_t *region)
{
    struct vg_fill_command fill = {.base = {.ops = &vg_fill_ops, .type = CL_COMMAND_FILL_IMAGE},
                                   .to = vg_end_image(image, origin),
                                   .pattern = colour};
    if (region)
        memcpy(fill.region, region, sizeof(fill.region));
    return fill;
}

static const struct vg_fill_command *fill_of(const struct vg_command *command)
{
    return (const struct vg_fill_command *)(const void *)command;
}

static cl_int check_buffer(const struct vg_queue *queue, const struct vg_fill_command *fill)
{
    const size_t longest = sizeof(((struct vg_fill *)0)->pattern), offset = fill->to.box.at[0];
    struct vg_mem *mem;
    VG_TRY(vg_check_buffer(queue, fill->to.mem, &mem));
    VG_TRY(vg_check_pointer("pattern", fill->pattern));
    if (!vg_is_power_of_two(fill->pattern_size) || fill->pattern_size > longest)
        return vg_fail(CL_INVALID_VALUE, "pattern_size is %zu, not a power of two up to %zu",
                       fill->pattern_size, longest);
    VG_TRY(vg_check_range(offset, fill->region[0], mem->size));
    if (offset % fill->pattern_size != 0 || fill->region[0] % fill->pattern_size != 0)
        return vg_fail(CL_INVALID_VALUE, "offset %zu or size %zu is not a multiple of pattern_size %zu",
                       offset, fill->region[0], fill->pattern_size);
    return CL_SUCCESS;
}

static cl_int check_image(const struct vg_queue *queue, const struct vg_fill_command *fill)
{
    struct vg_mem *mem;
    VG_TRY(vg_check_image(queue, fill->to.mem, &mem));
    VG_TRY(vg_check_pointer("fill_color", fill->pattern));
    VG_TRY(vg_check_region(fill->region));
    VG_TRY(vg_check_origin(&fill->to));
    return vg_check_image_region(mem, fill->to.box.at, fill->region);
}

static cl_int fill_check(const struct vg_queue *queue, const struct vg_command *command)
{
    const struct vg_fill_command *fill = fill_of(command);
    return fill->to.kind == VG_END_IMAGE ? check_image(queue, fill) : check_buffer(queue, fill);
}

static const struct vg_mem *image_of(const struct vg_fill_command *fill)
{
    return fill->to.kind == VG_END_IMAGE ? vg_end_mem(&fill->to) : NULL;
}

static size_t fill_uses(const struct vg_command *command, struct vg_use *uses, size_t max)
{
    const struct vg_fill_command *fill = fill_of(command);
    const struct vg_mem *image = image_of(fill);
    size_t bytes[3];
    vg_region_bytes(image, fill->region, bytes);
    struct vg_box box = vg_end_box(&fill->to, image, bytes);
    if (max > 0)
        uses[0] = vg_end_use(&fill->to, &box, bytes, true);
    return 1;
}

static cl_int fill_lower(struct vg_command *command, struct vg_task *task, void *extra)
{
    (void)extra;
    struct vg_fill_command *fill = (struct vg_fill_command *)(void *)command;
    const struct vg_mem *image = image_of(fill);
    struct vg_fill *body = &task->body.fill;
    if (fill->region[0] == 0)
        return CL_SUCCESS;
    task->kind = VG_TASK_FILL;
    body->report = &fill->report;
    vg_region_bytes(image, fill->region, body->region);
    struct vg_box box = vg_end_box(&fill->to, image, body->region);
    body->to = (struct vg_strided){vg_end_address(&fill->to, &box), box.row, box.slice};
    if (image) {
        body->pattern_size = image->image.pixel_bytes;
        vg_pixel_pack(image->format, fill->pattern, body->pattern);
    } else {
        body->pattern_size = fill->pattern_size;
        memcpy(body->pattern, fill->pattern, fill->pattern_size);
    }
    return CL_SUCCESS;
}

static bool fill_explain(const struct vg_event *event, size_t number, char *text, size_t size)
{
    return vg_fault_explain_memory("fill", &fill_of(event->command)->report, event, number, text, size);
}

const struct vg_command_ops vg_fill_ops = {
    .size = sizeof(struct vg_fill_command),
    .check = fill_check,
    .uses = fill_uses,
    .lower = fill_lower,
    .explain = fill_explain,
};
