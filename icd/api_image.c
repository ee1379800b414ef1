/* SPDX-License-Identifier: MIT */
/* Images, samplers and pipes. The device has no pipes, so that none can be made, and a memory object that is
 * passed for one is not one. */
#include "base/error.h"
#include "icd/entry.h"
#include "platform/check.h"
#include "platform/check_image.h"
#include "platform/command.h"
#include "platform/context.h"
#include "platform/image.h"
#include "platform/queue.h"
#include "platform/sampler.h"

/* ---- Images ---- */

static cl_int create_image(cl_context context, const cl_mem_properties *properties, cl_mem_flags flags,
                           const cl_image_format *format, const cl_image_desc *desc, void *host_ptr,
                           struct vg_mem **image)
{
    struct vg_context *c;
    VG_TRY(vg_context_get(context, &c));
    vg_context_listen(c);
    cl_int err = vg_check_images(c);
    if (err == CL_SUCCESS)
        err = vg_image_create(c, properties, flags, format, desc, host_ptr, image);
    vg_context_listen(NULL);
    return err;
}

cl_mem CL_API_CALL clCreateImageWithProperties(cl_context context, const cl_mem_properties *properties,
                                               cl_mem_flags flags, const cl_image_format *format,
                                               const cl_image_desc *desc, void *host_ptr, cl_int *errcode_ret)
{
    struct vg_mem *image = NULL;
    cl_int err = create_image(context, properties, flags, format, desc, host_ptr, &image);
    return vg_mem_give(err, image, errcode_ret);
}

cl_mem CL_API_CALL clCreateImage(cl_context context, cl_mem_flags flags, const cl_image_format *format,
                                 const cl_image_desc *desc, void *host_ptr, cl_int *errcode_ret)
{
    return clCreateImageWithProperties(context, NULL, flags, format, desc, host_ptr, errcode_ret);
}

/* The older functions have no descriptor that could be wrong: "CL_INVALID_IMAGE_SIZE if image_width or
 * image_height are 0 or ... if values specified in image_row_pitch do not follow rules". */
static cl_mem create_old(cl_context context, cl_mem_flags flags, const cl_image_format *format,
                         const cl_image_desc *desc, void *host_ptr, cl_int *errcode_ret)
{
    struct vg_mem *image = NULL;
    cl_int err = create_image(context, NULL, flags, format, desc, host_ptr, &image);
    if (err == CL_INVALID_IMAGE_DESCRIPTOR)
        err = CL_INVALID_IMAGE_SIZE;
    return vg_mem_give(err, image, errcode_ret);
}

cl_mem CL_API_CALL clCreateImage2D(cl_context context, cl_mem_flags flags, const cl_image_format *format,
                                   size_t width, size_t height, size_t row_pitch, void *host_ptr,
                                   cl_int *errcode_ret)
{
    const cl_image_desc desc = {.image_type = CL_MEM_OBJECT_IMAGE2D,
                                .image_width = width,
                                .image_height = height,
                                .image_row_pitch = row_pitch};
    return create_old(context, flags, format, &desc, host_ptr, errcode_ret);
}

cl_mem CL_API_CALL clCreateImage3D(cl_context context, cl_mem_flags flags, const cl_image_format *format,
                                   size_t width, size_t height, size_t depth, size_t row_pitch,
                                   size_t slice_pitch, void *host_ptr, cl_int *errcode_ret)
{
    const cl_image_desc desc = {.image_type = CL_MEM_OBJECT_IMAGE3D,
                                .image_width = width,
                                .image_height = height,
                                .image_depth = depth > 1 ? depth : 0, /* 1 was too small a depth then */
                                .image_row_pitch = row_pitch,
                                .image_slice_pitch = slice_pitch};
    return create_old(context, flags, format, &desc, host_ptr, errcode_ret);
}

cl_int CL_API_CALL clGetSupportedImageFormats(cl_context context, cl_mem_flags flags, cl_mem_object_type type,
                                              cl_uint num_entries, cl_image_format *formats,
                                              cl_uint *num_formats)
{
    struct vg_context *c;
    VG_TRY(vg_context_get(context, &c));
    VG_TRY(vg_check_mem_flags(flags & ~(cl_mem_flags)CL_MEM_KERNEL_READ_AND_WRITE, false));
    VG_TRY(vg_check_image_type(type));
    if (num_entries == 0 && formats)
        return vg_fail(CL_INVALID_VALUE, "image_formats is an array of length 0");
    cl_uint count = vg_check_images(c) == CL_SUCCESS ? vg_format_list(type, flags, num_entries, formats) : 0;
    if (num_formats)
        *num_formats = count;
    return CL_SUCCESS;
}

cl_int CL_API_CALL clGetImageInfo(cl_mem image, cl_image_info name, size_t size, void *value,
                                  size_t *size_ret)
{
    struct vg_mem *m;
    VG_TRY(vg_mem_get(image, &m));
    return vg_image_info(m, name, size, value, size_ret);
}

/* ---- Samplers ---- */

cl_sampler CL_API_CALL clCreateSamplerWithProperties(cl_context context,
                                                     const cl_sampler_properties *properties,
                                                     cl_int *errcode_ret)
{
    struct vg_context *c;
    struct vg_sampler *sampler = NULL;
    cl_int err = vg_context_get(context, &c);
    if (err == CL_SUCCESS)
        err = vg_check_images(c);
    if (err == CL_SUCCESS)
        err = vg_sampler_create(c, properties, &sampler);
    return vg_sampler_give(err, sampler, errcode_ret);
}

cl_sampler CL_API_CALL clCreateSampler(cl_context context, cl_bool normalized, cl_addressing_mode addressing,
                                       cl_filter_mode filter, cl_int *errcode_ret)
{
    struct vg_context *c;
    struct vg_sampler *sampler = NULL;
    cl_int err = vg_context_get(context, &c);
    if (err == CL_SUCCESS)
        err = vg_check_images(c);
    if (err == CL_SUCCESS)
        err = vg_sampler_create_modes(c, normalized, addressing, filter, &sampler);
    return vg_sampler_give(err, sampler, errcode_ret);
}

cl_int CL_API_CALL clGetSamplerInfo(cl_sampler sampler, cl_sampler_info name, size_t size, void *value,
                                    size_t *size_ret)
{
    struct vg_sampler *s;
    VG_TRY(vg_sampler_get(sampler, &s));
    return vg_sampler_info(s, name, size, value, size_ret);
}

/* ---- Pipes ---- */

cl_mem CL_API_CALL clCreatePipe(cl_context context, cl_mem_flags flags, cl_uint packet_size,
                                cl_uint max_packets, const cl_pipe_properties *properties,
                                cl_int *errcode_ret)
{
    struct vg_context *c;
    (void)flags, (void)packet_size, (void)max_packets, (void)properties;
    cl_int err = vg_context_get(context, &c);
    if (err == CL_SUCCESS)
        err = vg_fail(CL_INVALID_OPERATION, "no device of the context supports pipes");
    return vg_mem_give(err, NULL, errcode_ret);
}

cl_int CL_API_CALL clGetPipeInfo(cl_mem pipe, cl_pipe_info name, size_t size, void *value, size_t *size_ret)
{
    struct vg_mem *m;
    (void)name, (void)size, (void)value, (void)size_ret;
    VG_TRY(vg_mem_get(pipe, &m));
    return vg_fail(CL_INVALID_MEM_OBJECT, "%p is not a pipe", (void *)pipe);
}

/* ---- Commands ---- */

cl_int CL_API_CALL clEnqueueReadImage(cl_command_queue queue, cl_mem image, cl_bool blocking,
                                      const size_t *origin, const size_t *region, size_t row_pitch,
                                      size_t slice_pitch, void *ptr, cl_uint num_events,
                                      const cl_event *events, cl_event *event)
{
    struct vg_transfer t = vg_transfer_rect(CL_COMMAND_READ_IMAGE, vg_end_image(image, origin),
                                            vg_end_host_pixels(ptr, row_pitch, slice_pitch), region);
    return vg_enqueue(queue, &t.base, vg_wait_list(num_events, events), blocking, event);
}

cl_int CL_API_CALL clEnqueueWriteImage(cl_command_queue queue, cl_mem image, cl_bool blocking,
                                       const size_t *origin, const size_t *region, size_t row_pitch,
                                       size_t slice_pitch, const void *ptr, cl_uint num_events,
                                       const cl_event *events, cl_event *event)
{
    struct vg_transfer t =
        vg_transfer_rect(CL_COMMAND_WRITE_IMAGE, vg_end_host_pixels(ptr, row_pitch, slice_pitch),
                         vg_end_image(image, origin), region);
    return vg_enqueue(queue, &t.base, vg_wait_list(num_events, events), blocking, event);
}

cl_int CL_API_CALL clEnqueueFillImage(cl_command_queue queue, cl_mem image, const void *color,
                                      const size_t *origin, const size_t *region, cl_uint num_events,
                                      const cl_event *events, cl_event *event)
{
    struct vg_fill_command fill = vg_fill_image(image, color, origin, region);
    return vg_enqueue(queue, &fill.base, vg_wait_list(num_events, events), CL_FALSE, event);
}

cl_int CL_API_CALL clEnqueueCopyImage(cl_command_queue queue, cl_mem from, cl_mem to,
                                      const size_t *from_origin, const size_t *to_origin,
                                      const size_t *region, cl_uint num_events, const cl_event *events,
                                      cl_event *event)
{
    struct vg_transfer t = vg_transfer_rect(CL_COMMAND_COPY_IMAGE, vg_end_image(from, from_origin),
                                            vg_end_image(to, to_origin), region);
    return vg_enqueue(queue, &t.base, vg_wait_list(num_events, events), CL_FALSE, event);
}

cl_int CL_API_CALL clEnqueueCopyImageToBuffer(cl_command_queue queue, cl_mem from, cl_mem to,
                                              const size_t *origin, const size_t *region, size_t offset,
                                              cl_uint num_events, const cl_event *events, cl_event *event)
{
    struct vg_transfer t = vg_transfer_rect(CL_COMMAND_COPY_IMAGE_TO_BUFFER, vg_end_image(from, origin),
                                            vg_end_buffer(to, offset), region);
    return vg_enqueue(queue, &t.base, vg_wait_list(num_events, events), CL_FALSE, event);
}

cl_int CL_API_CALL clEnqueueCopyBufferToImage(cl_command_queue queue, cl_mem from, cl_mem to, size_t offset,
                                              const size_t *origin, const size_t *region, cl_uint num_events,
                                              const cl_event *events, cl_event *event)
{
    struct vg_transfer t = vg_transfer_rect(CL_COMMAND_COPY_BUFFER_TO_IMAGE, vg_end_buffer(from, offset),
                                            vg_end_image(to, origin), region);
    return vg_enqueue(queue, &t.base, vg_wait_list(num_events, events), CL_FALSE, event);
}

void *CL_API_CALL clEnqueueMapImage(cl_command_queue queue, cl_mem image, cl_bool blocking,
                                    cl_map_flags flags, const size_t *origin, const size_t *region,
                                    size_t *row_pitch, size_t *slice_pitch, cl_uint num_events,
                                    const cl_event *events, cl_event *event, cl_int *errcode_ret)
{
    struct vg_map map = vg_map_image(image, flags, origin, region, row_pitch, slice_pitch);
    return vg_enqueue_map(queue, &map, blocking, vg_wait_list(num_events, events), event, errcode_ret);
}
