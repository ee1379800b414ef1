/* SPDX-License-Identifier: MIT */
/* Images, samplers and pipes. The device has no images and pipes, so that none can be made, and a memory
 * object that is passed for one is not one. */
#include "base/error.h"
#include "icd/entry.h"
#include "platform/check.h"
#include "platform/sampler.h"

static cl_mem refuse_image(cl_context context, cl_int *errcode_ret)
{
    struct vg_context *c;
    cl_int err = vg_context_get(context, &c);
    if (err == CL_SUCCESS)
        err = vg_check_images(c);
    return vg_mem_give(err, NULL, errcode_ret);
}

static cl_int not_one(cl_mem mem, const char *kind)
{
    struct vg_mem *m;
    VG_TRY(vg_mem_get(mem, &m));
    return vg_fail(CL_INVALID_MEM_OBJECT, "%p is not %s", (void *)mem, kind);
}

static cl_int refuse_command(cl_command_queue queue, cl_mem image)
{
    struct vg_queue *q;
    VG_TRY(vg_queue_get(queue, &q));
    return not_one(image, "an image");
}

cl_mem CL_API_CALL clCreateImage(cl_context context, cl_mem_flags flags, const cl_image_format *format,
                                 const cl_image_desc *desc, void *host_ptr, cl_int *errcode_ret)
{
    (void)flags, (void)format, (void)desc, (void)host_ptr;
    return refuse_image(context, errcode_ret);
}

cl_mem CL_API_CALL clCreateImageWithProperties(cl_context context, const cl_mem_properties *properties,
                                               cl_mem_flags flags, const cl_image_format *format,
                                               const cl_image_desc *desc, void *host_ptr, cl_int *errcode_ret)
{
    (void)properties, (void)flags, (void)format, (void)desc, (void)host_ptr;
    return refuse_image(context, errcode_ret);
}

cl_mem CL_API_CALL clCreateImage2D(cl_context context, cl_mem_flags flags, const cl_image_format *format,
                                   size_t width, size_t height, size_t row_pitch, void *host_ptr,
                                   cl_int *errcode_ret)
{
    (void)flags, (void)format, (void)width, (void)height, (void)row_pitch, (void)host_ptr;
    return refuse_image(context, errcode_ret);
}

cl_mem CL_API_CALL clCreateImage3D(cl_context context, cl_mem_flags flags, const cl_image_format *format,
                                   size_t width, size_t height, size_t depth, size_t row_pitch,
                                   size_t slice_pitch, void *host_ptr, cl_int *errcode_ret)
{
    (void)flags, (void)format, (void)width, (void)height, (void)depth, (void)row_pitch, (void)slice_pitch;
    (void)host_ptr;
    return refuse_image(context, errcode_ret);
}

static bool is_image_type(cl_mem_object_type type)
{
    return type >= CL_MEM_OBJECT_IMAGE2D && type <= CL_MEM_OBJECT_IMAGE1D_BUFFER;
}

cl_int CL_API_CALL clGetSupportedImageFormats(cl_context context, cl_mem_flags flags, cl_mem_object_type type,
                                              cl_uint num_entries, cl_image_format *formats,
                                              cl_uint *num_formats)
{
    struct vg_context *c;
    VG_TRY(vg_context_get(context, &c));
    VG_TRY(vg_check_mem_flags(flags & ~(cl_mem_flags)CL_MEM_KERNEL_READ_AND_WRITE, false));
    if (!is_image_type(type))
        return vg_fail(CL_INVALID_VALUE, "image_type 0x%x is not an image type", type);
    if (num_entries == 0 && formats)
        return vg_fail(CL_INVALID_VALUE, "image_formats is an array of length 0");
    if (num_formats)
        *num_formats = 0;
    return CL_SUCCESS;
}

cl_int CL_API_CALL clGetImageInfo(cl_mem image, cl_image_info name, size_t size, void *value,
                                  size_t *size_ret)
{
    (void)name, (void)size, (void)value, (void)size_ret;
    return not_one(image, "an image");
}

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
    const cl_sampler_properties properties[] = {CL_SAMPLER_NORMALIZED_COORDS,
                                                normalized,
                                                CL_SAMPLER_ADDRESSING_MODE,
                                                addressing,
                                                CL_SAMPLER_FILTER_MODE,
                                                filter,
                                                0};
    return clCreateSamplerWithProperties(context, properties, errcode_ret);
}

cl_int CL_API_CALL clGetSamplerInfo(cl_sampler sampler, cl_sampler_info name, size_t size, void *value,
                                    size_t *size_ret)
{
    struct vg_sampler *s;
    VG_TRY(vg_sampler_get(sampler, &s));
    return vg_sampler_info(s, name, size, value, size_ret);
}

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
    (void)name, (void)size, (void)value, (void)size_ret;
    return not_one(pipe, "a pipe");
}

cl_int CL_API_CALL clEnqueueReadImage(cl_command_queue queue, cl_mem image, cl_bool blocking,
                                      const size_t *origin, const size_t *region, size_t row_pitch,
                                      size_t slice_pitch, void *ptr, cl_uint num_events,
                                      const cl_event *events, cl_event *event)
{
    (void)blocking, (void)origin, (void)region, (void)row_pitch, (void)slice_pitch, (void)ptr;
    (void)num_events, (void)events, (void)event;
    return refuse_command(queue, image);
}

cl_int CL_API_CALL clEnqueueWriteImage(cl_command_queue queue, cl_mem image, cl_bool blocking,
                                       const size_t *origin, const size_t *region, size_t row_pitch,
                                       size_t slice_pitch, const void *ptr, cl_uint num_events,
                                       const cl_event *events, cl_event *event)
{
    (void)blocking, (void)origin, (void)region, (void)row_pitch, (void)slice_pitch, (void)ptr;
    (void)num_events, (void)events, (void)event;
    return refuse_command(queue, image);
}

cl_int CL_API_CALL clEnqueueFillImage(cl_command_queue queue, cl_mem image, const void *color,
                                      const size_t *origin, const size_t *region, cl_uint num_events,
                                      const cl_event *events, cl_event *event)
{
    (void)color, (void)origin, (void)region, (void)num_events, (void)events, (void)event;
    return refuse_command(queue, image);
}

cl_int CL_API_CALL clEnqueueCopyImage(cl_command_queue queue, cl_mem from, cl_mem to,
                                      const size_t *from_origin, const size_t *to_origin,
                                      const size_t *region, cl_uint num_events, const cl_event *events,
                                      cl_event *event)
{
    (void)to, (void)from_origin, (void)to_origin, (void)region, (void)num_events, (void)events, (void)event;
    return refuse_command(queue, from);
}

cl_int CL_API_CALL clEnqueueCopyImageToBuffer(cl_command_queue queue, cl_mem from, cl_mem to,
                                              const size_t *origin, const size_t *region, size_t offset,
                                              cl_uint num_events, const cl_event *events, cl_event *event)
{
    (void)to, (void)origin, (void)region, (void)offset, (void)num_events, (void)events, (void)event;
    return refuse_command(queue, from);
}

cl_int CL_API_CALL clEnqueueCopyBufferToImage(cl_command_queue queue, cl_mem from, cl_mem to, size_t offset,
                                              const size_t *origin, const size_t *region, cl_uint num_events,
                                              const cl_event *events, cl_event *event)
{
    (void)from, (void)offset, (void)origin, (void)region, (void)num_events, (void)events, (void)event;
    return refuse_command(queue, to);
}

void *CL_API_CALL clEnqueueMapImage(cl_command_queue queue, cl_mem image, cl_bool blocking,
                                    cl_map_flags flags, const size_t *origin, const size_t *region,
                                    size_t *row_pitch, size_t *slice_pitch, cl_uint num_events,
                                    const cl_event *events, cl_event *event, cl_int *errcode_ret)
{
    (void)blocking, (void)flags, (void)origin, (void)region, (void)row_pitch, (void)slice_pitch;
    (void)num_events, (void)events, (void)event;
    cl_int err = refuse_command(queue, image);
    if (errcode_ret)
        *errcode_ret = err;
    return NULL;
}
