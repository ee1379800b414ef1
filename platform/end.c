/* SPDX-License-Identifier: MIT */
/* Where the regions of transfers, fills and maps lie. */
#include "platform/end.h"

#include <string.h>

#include "platform/command.h"
#include "platform/image.h"
#include "platform/mem.h"

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
    return (struct vg_end){.kind = VG_END_BUFFER, .mem = buffer, .box = {.at = {offset, 0, 0}}};
}

struct vg_end vg_end_host(const void *host)
{
    return (struct vg_end){.kind = VG_END_HOST, .host = (void *)(uintptr_t)host};
}

struct vg_end vg_end_buffer_rect(cl_mem buffer, const size_t *origin, size_t row, size_t slice)
{
    return (struct vg_end){
        .kind = VG_END_BUFFER, .mem = buffer, .box = rect_box(origin, row, slice), .no_origin = !origin};
}

struct vg_end vg_end_host_rect(const void *host, const size_t *origin, size_t row, size_t slice)
{
    return (struct vg_end){.kind = VG_END_HOST,
                           .host = (void *)(uintptr_t)host,
                           .box = rect_box(origin, row, slice),
                           .no_origin = !origin};
}

struct vg_end vg_end_image(cl_mem image, const size_t *origin)
{
    return (struct vg_end){
        .kind = VG_END_IMAGE, .mem = image, .box = rect_box(origin, 0, 0), .no_origin = !origin};
}

struct vg_end vg_end_host_pixels(const void *host, size_t row, size_t slice)
{
    const size_t start[3] = {0, 0, 0};
    return vg_end_host_rect(host, start, row, slice);
}

/* ---- Places ---- */

struct vg_mem *vg_end_mem(const struct vg_end *end)
{
    return end->kind == VG_END_HOST ? NULL : vg_mem_from(end->mem);
}

void vg_region_bytes(const struct vg_mem *image, const size_t region[3], size_t bytes[3])
{
    memcpy(bytes, region, 3 * sizeof(*bytes));
    if (image)
        bytes[0] *= image->image.pixel_bytes;
}

struct vg_box vg_end_box(const struct vg_end *end, const struct vg_mem *image, const size_t bytes[3])
{
    struct vg_box box = end->box;
    if (end->kind == VG_END_IMAGE)
        return vg_image_box(vg_end_mem(end), box.at);
    /* What follows one another in a 1D array are layers. */
    if (image && image->type == CL_MEM_OBJECT_IMAGE1D_ARRAY && box.slice) {
        box.row = box.slice;
        box.slice = 0;
    }
    if (box.row == 0)
        box.row = bytes[0];
    if (box.slice == 0)
        box.slice = bytes[1] * box.row;
    return box;
}

static size_t first_byte(const struct vg_box *box)
{
    return box->at[0] + box->at[1] * box->row + box->at[2] * box->slice;
}

struct vg_use vg_end_use(const struct vg_end *end, const struct vg_box *box, const size_t bytes[3],
                         bool write)
{
    size_t size = (bytes[2] - 1) * box->slice + (bytes[1] - 1) * box->row + bytes[0];
    return (struct vg_use){.object = &vg_end_mem(end)->object,
                           .offset = first_byte(box),
                           .size = bytes[0] ? size : 0,
                           .write = write};
}

void *vg_end_address(const struct vg_end *end, const struct vg_box *box)
{
    const struct vg_mem *mem = vg_end_mem(end);
    return (char *)(mem ? vg_mem_address(mem) : end->host) + first_byte(box);
}
