/* SPDX-License-Identifier: MIT */
/* The two ends of a transfer, of which fills and maps have one: a place in host memory, a buffer or an image,
 * and how a region lies there. Pure functions on the application's thread. */
#ifndef VG_PLATFORM_END_H
#define VG_PLATFORM_END_H

#include <stdbool.h>
#include <stddef.h>

#include "base/cl.h"

struct vg_mem;
struct vg_use;

enum vg_end_kind { VG_END_HOST, VG_END_BUFFER, VG_END_IMAGE };

/* A place in a three-dimensional array of bytes; pitch 0 = packed. */
struct vg_box {
    size_t at[3], row, slice;
};

struct vg_end {
    enum vg_end_kind kind;
    cl_mem mem;        /* BUFFER, IMAGE */
    void *host;        /* HOST; only written through when it is the destination */
    struct vg_box box; /* of an image: the pixel, without pitches */
    bool no_origin;    /* the application passed NULL for the origin */
};

/* Constructors for the entry points; an origin may be NULL, which check turns into CL_INVALID_VALUE. */
struct vg_end vg_end_buffer(cl_mem buffer, size_t offset);
struct vg_end vg_end_host(const void *host);
struct vg_end vg_end_buffer_rect(cl_mem buffer, const size_t *origin, size_t row, size_t slice);
struct vg_end vg_end_host_rect(const void *host, const size_t *origin, size_t row, size_t slice);
struct vg_end vg_end_image(cl_mem image, const size_t *origin);
/* Host memory that an image is read into or written from. */
struct vg_end vg_end_host_pixels(const void *host, size_t row, size_t slice);

/* What follows is for ends that have been checked. */

/* The memory object; NULL for the host. */
struct vg_mem *vg_end_mem(const struct vg_end *end);
/* The region in bytes: of pixels when the other end or this one is an image (else NULL). */
void vg_region_bytes(const struct vg_mem *image, const size_t region[3], size_t bytes[3]);
/* The end's box in bytes with its pitches, for a region of so many bytes. image as above. */
struct vg_box vg_end_box(const struct vg_end *end, const struct vg_mem *image, const size_t bytes[3]);
/* The end as something that the command uses. */
struct vg_use vg_end_use(const struct vg_end *end, const struct vg_box *box, const size_t bytes[3],
                         bool write);
/* Address of the box's first byte. */
void *vg_end_address(const struct vg_end *end, const struct vg_box *box);

#endif
