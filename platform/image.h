/* SPDX-License-Identifier: MIT */
/* Image objects: memory objects with a format and a layout (struct vg_mem's format and image). Any thread. */
#ifndef VG_PLATFORM_IMAGE_H
#define VG_PLATFORM_IMAGE_H

#include "platform/end.h"
#include "platform/format.h"
#include "platform/mem.h"

/* Limits that the device reports. */
#define VG_IMAGE_MAX_WIDTH ((size_t)16384) /* and height, of all but the next two */
#define VG_IMAGE_MAX_3D ((size_t)2048)
#define VG_IMAGE_MAX_BUFFER ((size_t)1 << 26) /* pixels of a 1D image that is a buffer */
#define VG_IMAGE_MAX_LAYERS ((size_t)2048)
#define VG_IMAGE_PITCH_ALIGN 1u /* pixels; rows of an image from a buffer may begin at any of them */
#define VG_IMAGE_BASE_ALIGN 1u
#define VG_MAX_READ_IMAGE_ARGS 128u
#define VG_MAX_WRITE_IMAGE_ARGS 128u
#define VG_MAX_READ_WRITE_IMAGE_ARGS 128u
#define VG_MAX_SAMPLERS 32u

/* clCreateImageWithProperties and its older forms. */
cl_int vg_image_create(struct vg_context *context, const cl_mem_properties *properties, cl_mem_flags flags,
                       const cl_image_format *format, const cl_image_desc *desc, void *host_ptr,
                       struct vg_mem **out);
cl_int vg_image_info(const struct vg_mem *image, cl_image_info name, size_t capacity, void *value,
                     size_t *size_ret);

/* Pixels in each of the three directions that commands count in: layers of an array come last. */
void vg_image_extent(const struct vg_mem *image, size_t extent[3]);
/* The box of bytes that begins at a pixel. */
struct vg_box vg_image_box(const struct vg_mem *image, const size_t origin[3]);
/* CL_IMAGE_SLICE_PITCH: 0 for images that are one slice. */
size_t vg_image_slice_pitch(const struct vg_mem *image);

#endif
