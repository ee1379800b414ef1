/* SPDX-License-Identifier: MIT */
/* The image formats of the device: one table (format.c). Pure functions; any thread. */
#ifndef VG_PLATFORM_FORMAT_H
#define VG_PLATFORM_FORMAT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/cl.h"

/* What kernels may do with images of a format. */
enum vg_format_access {
    VG_FORMAT_READ = 1,
    VG_FORMAT_WRITE = 2,
    VG_FORMAT_BOTH = 4, /* reads and writes in one kernel: read_write */
};

struct vg_format {
    cl_image_format api;
    uint8_t channels, channel_bytes;
    uint8_t access; /* enum vg_format_access bits */
};

#define VG_PIXEL_BYTES_MAX 16

static inline size_t vg_format_pixel_bytes(const struct vg_format *format)
{
    return (size_t)format->channels * format->channel_bytes;
}

/* Whether the order and the type are known to the API and go together, supported or not. */
bool vg_format_is_valid(const cl_image_format *format);
/* The row for images of this type that are created with these flags; NULL when they are not supported. */
const struct vg_format *vg_format_find(const cl_image_format *format, cl_mem_object_type type,
                                       cl_mem_flags flags);
/* Fills at most capacity formats (NULL = none) for images of the type with these flags; returns how many
 * there are. */
cl_uint vg_format_list(cl_mem_object_type type, cl_mem_flags flags, cl_uint capacity,
                       cl_image_format *formats);

/* The pixel of a colour: four floats, ints or uints as the format's type demands, one float for CL_DEPTH.
 * Normalised and integer channels saturate; halves and whole numbers are rounded to nearest even. */
void vg_pixel_pack(const struct vg_format *format, const void *colour,
                   unsigned char pixel[VG_PIXEL_BYTES_MAX]);

#endif
