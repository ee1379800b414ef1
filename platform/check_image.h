/* SPDX-License-Identifier: MIT */
/* The rules for images: see check.h. */
#ifndef VG_PLATFORM_CHECK_IMAGE_H
#define VG_PLATFORM_CHECK_IMAGE_H

#include "platform/image.h"

struct vg_arg_info;
struct vg_kernel_info;
struct vg_queue;

/* How the pixels of an image lie: pitches, and bytes in all. */
struct vg_image_layout {
    size_t row, slice, size;
};

/* Creation. */
cl_int vg_check_image_format(const cl_image_format *format);
cl_int vg_check_image_format_supported(const cl_image_format *format, cl_mem_object_type type,
                                       cl_mem_flags flags, const struct vg_format **out);
cl_int vg_check_image_type(cl_mem_object_type type);
/* Extents and the rest of a descriptor, then its pitches; parent is what mem_object names, or NULL. */
cl_int vg_check_image_desc(const cl_image_desc *desc);
cl_int vg_check_image_size(const cl_image_desc *desc);
cl_int vg_check_image_parent(const cl_image_desc *desc, const struct vg_mem *parent);
cl_int vg_check_image_layout(const cl_image_desc *desc, size_t pixel_bytes, bool is_laid_out,
                             struct vg_image_layout *layout);
/* The layout within a buffer, or over the pixels of another image. */
cl_int vg_check_image_in_buffer(const struct vg_mem *buffer, size_t pixel_bytes,
                                const struct vg_image_layout *layout);
cl_int vg_check_image_on_image(const struct vg_mem *under, const cl_image_format *format,
                               const cl_image_desc *desc);
/* The layers that follow each other in y, and those in z, as the descriptor says; 1 where there are none. */
size_t vg_image_desc_height(const cl_image_desc *desc);
size_t vg_image_desc_depth(const cl_image_desc *desc);
size_t vg_image_desc_layers(const cl_image_desc *desc);

/* Commands. */
cl_int vg_check_image(const struct vg_queue *queue, cl_mem handle, struct vg_mem **out);
cl_int vg_check_is_image(const struct vg_mem *mem);
/* The region of pixels lies in the image. */
cl_int vg_check_image_region(const struct vg_mem *image, const size_t origin[3], const size_t region[3]);
/* Pitches of host memory for a region of so many bytes of the image. */
cl_int vg_check_host_pitches(const struct vg_mem *image, const struct vg_box *host, const size_t bytes[3]);
cl_int vg_check_same_format(const struct vg_mem *a, const struct vg_mem *b);
/* A buffer and an image between which pixels are copied are not one and the same. */
cl_int vg_check_not_of_buffer(const struct vg_mem *image, const struct vg_mem *buffer);
/* Where the pitches of a mapped image go. */
cl_int vg_check_pitch_pointers(const struct vg_mem *image, const size_t *row, const size_t *slice);

/* Kernel arguments: the qualifier agrees with the image's flags; the kernel has no more than the device
 * allows. */
cl_int vg_check_image_access(const struct vg_arg_info *arg, const struct vg_mem *image);
cl_int vg_check_image_arg_counts(const struct vg_kernel_info *kernel);

#endif
