/* SPDX-License-Identifier: MIT */
/* The rules for images. Each comment quotes the condition from the OpenCL API specification. */
#include "platform/check_image.h"

#include "base/checked.h"
#include "base/error.h"
#include "compiler/kernel_info.h"
#include "platform/check.h"

/* The largest extents of each type of image; 0 for those that it does not have. */
static const struct kind {
    cl_mem_object_type type;
    size_t width, height, depth, layers;
} kinds[] = {
    {CL_MEM_OBJECT_IMAGE1D, VG_IMAGE_MAX_WIDTH, 0, 0, 0},
    {CL_MEM_OBJECT_IMAGE1D_BUFFER, VG_IMAGE_MAX_BUFFER, 0, 0, 0},
    {CL_MEM_OBJECT_IMAGE1D_ARRAY, VG_IMAGE_MAX_WIDTH, 0, 0, VG_IMAGE_MAX_LAYERS},
    {CL_MEM_OBJECT_IMAGE2D, VG_IMAGE_MAX_WIDTH, VG_IMAGE_MAX_WIDTH, 0, 0},
    {CL_MEM_OBJECT_IMAGE2D_ARRAY, VG_IMAGE_MAX_WIDTH, VG_IMAGE_MAX_WIDTH, 0, VG_IMAGE_MAX_LAYERS},
    {CL_MEM_OBJECT_IMAGE3D, VG_IMAGE_MAX_3D, VG_IMAGE_MAX_3D, VG_IMAGE_MAX_3D, 0},
};

static const struct kind *find_kind(cl_mem_object_type type)
{
    for (size_t i = 0; i < VG_COUNT(kinds); i++) {
        if (kinds[i].type == type)
            return &kinds[i];
    }
    return NULL;
}

size_t vg_image_desc_height(const cl_image_desc *desc)
{
    return find_kind(desc->image_type)->height ? desc->image_height : 1;
}

size_t vg_image_desc_depth(const cl_image_desc *desc)
{
    return find_kind(desc->image_type)->depth ? desc->image_depth : 1;
}

size_t vg_image_desc_layers(const cl_image_desc *desc)
{
    return find_kind(desc->image_type)->layers ? desc->image_array_size : 1;
}

static bool has_slices(const struct kind *kind)
{
    return kind->depth || kind->layers;
}

/* ---- Creation ---- */

/* "if values specified in image_format are not valid or if image_format is NULL" */
cl_int vg_check_image_format(const cl_image_format *format)
{
    if (!format)
        return vg_fail(CL_INVALID_IMAGE_FORMAT_DESCRIPTOR, "image_format is NULL");
    if (!vg_format_is_valid(format))
        return vg_fail(CL_INVALID_IMAGE_FORMAT_DESCRIPTOR,
                       "channel order 0x%x and data type 0x%x are unknown or do not go together",
                       format->image_channel_order, format->image_channel_data_type);
    return CL_SUCCESS;
}

/* "if there are no devices in context that support image_format" */
cl_int vg_check_image_format_supported(const cl_image_format *format, cl_mem_object_type type,
                                       cl_mem_flags flags, const struct vg_format **out)
{
    *out = vg_format_find(format, type, flags);
    if (!*out)
        return vg_fail(CL_IMAGE_FORMAT_NOT_SUPPORTED,
                       "channel order 0x%x with data type 0x%x, image type 0x%x and flags 0x%llx",
                       format->image_channel_order, format->image_channel_data_type, type,
                       (unsigned long long)flags);
    return CL_SUCCESS;
}

/* "if flags or image_type are not valid" */
cl_int vg_check_image_type(cl_mem_object_type type)
{
    if (!find_kind(type))
        return vg_fail(CL_INVALID_VALUE, "image_type 0x%x is not an image type", type);
    return CL_SUCCESS;
}

/* "if values specified in image_desc are not valid or if image_desc is NULL" */
cl_int vg_check_image_desc(const cl_image_desc *desc)
{
    const struct kind *kind = desc ? find_kind(desc->image_type) : NULL;
    if (!kind)
        return vg_fail(CL_INVALID_IMAGE_DESCRIPTOR, "image_desc is NULL or image_type 0x%x is not one",
                       desc ? desc->image_type : 0);
    if (desc->num_mip_levels || desc->num_samples)
        return vg_fail(CL_INVALID_IMAGE_DESCRIPTOR, "num_mip_levels is %u, num_samples %u; both must be 0",
                       desc->num_mip_levels, desc->num_samples);
    return CL_SUCCESS;
}

static cl_int check_extent(const char *what, size_t extent, size_t limit)
{
    if (limit && (extent == 0 || extent > limit))
        return vg_fail(CL_INVALID_IMAGE_SIZE, "%s is %zu; the device allows 1 to %zu", what, extent, limit);
    return CL_SUCCESS;
}

/* "if the image dimensions specified in image_desc are not valid or exceed the maximum image dimensions
 * described in the Device Queries table for all devices in context" */
cl_int vg_check_image_size(const cl_image_desc *desc)
{
    const struct kind *kind = find_kind(desc->image_type);
    VG_TRY(check_extent("image_width", desc->image_width, kind->width));
    VG_TRY(check_extent("image_height", desc->image_height, kind->height));
    VG_TRY(check_extent("image_depth", desc->image_depth, kind->depth));
    return check_extent("image_array_size", desc->image_array_size, kind->layers);
}

/* "mem_object ... may refer to a buffer or image memory object ... if image_type is CL_MEM_OBJECT_IMAGE2D ...
 * must be a buffer if image_type is CL_MEM_OBJECT_IMAGE1D_BUFFER ... otherwise it must be NULL" */
cl_int vg_check_image_parent(const cl_image_desc *desc, const struct vg_mem *parent)
{
    bool is_good = !parent;
    if (desc->image_type == CL_MEM_OBJECT_IMAGE1D_BUFFER)
        is_good = parent && parent->type == CL_MEM_OBJECT_BUFFER;
    else if (desc->image_type == CL_MEM_OBJECT_IMAGE2D && parent)
        is_good = parent->type == CL_MEM_OBJECT_BUFFER || parent->type == CL_MEM_OBJECT_IMAGE2D;
    if (!is_good)
        return vg_fail(CL_INVALID_IMAGE_DESCRIPTOR, "mem_object %p does not suit image_type 0x%x",
                       (void *)desc->mem_object, desc->image_type);
    return CL_SUCCESS;
}

/* "image_row_pitch must be zero if host_ptr is NULL ... and the image is not a 2D image created from a buffer
 * ... If image_row_pitch is non-zero, then it must be greater than or equal to the image_width times the size
 * of an image element in bytes, and must be a multiple of the size of an image element in bytes", and the
 * like for image_slice_pitch */
cl_int vg_check_image_layout(const cl_image_desc *desc, size_t pixel_bytes, bool is_laid_out,
                             struct vg_image_layout *layout)
{
    const struct kind *kind = find_kind(desc->image_type);
    size_t row = desc->image_row_pitch, slice = desc->image_slice_pitch, rows, slices;
    if (!is_laid_out && ((row && !desc->mem_object) || slice))
        return vg_fail(CL_INVALID_IMAGE_DESCRIPTOR, "pitches %zu and %zu without host memory", row, slice);
    if (row && (row < desc->image_width * pixel_bytes || row % pixel_bytes != 0))
        return vg_fail(CL_INVALID_IMAGE_DESCRIPTOR,
                       "image_row_pitch %zu is less than %zu or no multiple of the %zu bytes of a pixel", row,
                       desc->image_width * pixel_bytes, pixel_bytes);
    if (!row)
        row = desc->image_width * pixel_bytes;
    bool fits = vg_mul(row, vg_image_desc_height(desc), &rows);
    if (slice && has_slices(kind) && (!fits || slice < rows || slice % row != 0))
        return vg_fail(CL_INVALID_IMAGE_DESCRIPTOR,
                       "image_slice_pitch %zu is less than the slice or no multiple of the row pitch %zu",
                       slice, row);
    if (!slice || !has_slices(kind))
        slice = rows;
    slices = vg_image_desc_depth(desc) * vg_image_desc_layers(desc);
    if (!fits || !vg_mul(slice, slices, &layout->size) || layout->size > PTRDIFF_MAX)
        return vg_fail(CL_INVALID_IMAGE_DESCRIPTOR, "%zu slices of %zu bytes exceed the address space",
                       slices, slice);
    layout->row = row;
    layout->slice = slice;
    return CL_SUCCESS;
}

/* "if a 2D image is created from a buffer and the row pitch and base address alignment does not follow the
 * rules described"; the image lies within the buffer. */
cl_int vg_check_image_in_buffer(const struct vg_mem *buffer, size_t pixel_bytes,
                                const struct vg_image_layout *layout)
{
    if (layout->row % (VG_IMAGE_PITCH_ALIGN * pixel_bytes) != 0)
        return vg_fail(CL_INVALID_IMAGE_FORMAT_DESCRIPTOR, "row pitch %zu is no multiple of %u pixels",
                       layout->row, VG_IMAGE_PITCH_ALIGN);
    if (layout->size > buffer->size)
        return vg_fail(CL_INVALID_IMAGE_SIZE, "an image of %zu bytes leaves the buffer of %zu bytes",
                       layout->size, buffer->size);
    return CL_SUCCESS;
}

/* The table of compatible image channel orders, of which the device has these. */
static bool orders_match(cl_channel_order under, cl_channel_order over)
{
    return (under == CL_sRGBA && over == CL_RGBA) || (under == CL_RGBA && over == CL_sRGBA) ||
           (under == CL_R && over == CL_DEPTH);
}

/* "if a 2D image is created from a 2D image object and the rules described above are not followed": the same
 * extents and data type, and an order that means the same bytes. */
cl_int vg_check_image_on_image(const struct vg_mem *under, const cl_image_format *format,
                               const cl_image_desc *desc)
{
    const cl_image_format *base = &under->format->api;
    if (format->image_channel_data_type != base->image_channel_data_type ||
        !orders_match(base->image_channel_order, format->image_channel_order))
        return vg_fail(CL_INVALID_IMAGE_FORMAT_DESCRIPTOR,
                       "format 0x%x, 0x%x does not suit an image of 0x%x, 0x%x", format->image_channel_order,
                       format->image_channel_data_type, base->image_channel_order,
                       base->image_channel_data_type);
    if (desc->image_width != under->image.width || desc->image_height != under->image.height ||
        (desc->image_row_pitch && desc->image_row_pitch != under->image.row_pitch))
        return vg_fail(CL_INVALID_IMAGE_FORMAT_DESCRIPTOR,
                       "%zu x %zu with row pitch %zu is not the layout of mem_object", desc->image_width,
                       desc->image_height, desc->image_row_pitch);
    return CL_SUCCESS;
}

/* ---- Commands ---- */

/* "if image is not a valid image object" */
cl_int vg_check_is_image(const struct vg_mem *mem)
{
    if (!mem->format)
        return vg_fail(CL_INVALID_MEM_OBJECT, "%p is a buffer, not an image", (const void *)mem);
    return CL_SUCCESS;
}

cl_int vg_check_image(const struct vg_queue *queue, cl_mem handle, struct vg_mem **out)
{
    VG_TRY(vg_check_mem(queue, handle, out));
    return vg_check_is_image(*out);
}

/* "if the region being read or written specified by origin and region is out of bounds or if ... values in
 * origin and region do not follow rules described in the argument description": what an image does not have
 * is one pixel wide. */
cl_int vg_check_image_region(const struct vg_mem *image, const size_t origin[3], const size_t region[3])
{
    size_t extent[3];
    vg_image_extent(image, extent);
    for (size_t i = 0; i < 3; i++) {
        if (!vg_in_range(origin[i], region[i], extent[i]))
            return vg_fail(CL_INVALID_VALUE, "origin[%zu] %zu and region[%zu] %zu leave an image of %zu", i,
                           origin[i], i, region[i], extent[i]);
    }
    return CL_SUCCESS;
}

/* "if row_pitch is not 0 and is less than the element size in bytes * width; if slice_pitch is not 0 for a 1D
 * or 2D image, or less than row_pitch * height" */
cl_int vg_check_host_pitches(const struct vg_mem *image, const struct vg_box *host, const size_t bytes[3])
{
    size_t row = host->row ? host->row : bytes[0], slice, end;
    size_t height = image->type == CL_MEM_OBJECT_IMAGE1D_ARRAY ? 1 : bytes[1];
    if (row < bytes[0])
        return vg_fail(CL_INVALID_VALUE, "row pitch %zu is less than the region's %zu bytes", row, bytes[0]);
    if (host->slice && !has_slices(find_kind(image->type)))
        return vg_fail(CL_INVALID_VALUE, "slice pitch %zu for an image that is one slice", host->slice);
    bool fits = vg_mul(row, height, &slice);
    if (host->slice && (!fits || host->slice < slice))
        return vg_fail(CL_INVALID_VALUE, "slice pitch %zu is less than %zu rows of %zu bytes", host->slice,
                       height, row);
    if (!fits || !vg_mul(host->slice ? host->slice : slice, bytes[1] > bytes[2] ? bytes[1] : bytes[2], &end))
        return vg_fail(CL_INVALID_VALUE, "pitches %zu and %zu leave the address space", host->row,
                       host->slice);
    return CL_SUCCESS;
}

/* "if src_image and dst_image do not use the same image format" */
cl_int vg_check_same_format(const struct vg_mem *a, const struct vg_mem *b)
{
    const cl_image_format *from = &a->format->api, *to = &b->format->api;
    if (from->image_channel_order != to->image_channel_order ||
        from->image_channel_data_type != to->image_channel_data_type)
        return vg_fail(CL_IMAGE_FORMAT_MISMATCH, "formats 0x%x, 0x%x and 0x%x, 0x%x differ",
                       from->image_channel_order, from->image_channel_data_type, to->image_channel_order,
                       to->image_channel_data_type);
    return CL_SUCCESS;
}

/* "if src_image is a 1D image buffer object created from dst_buffer" */
cl_int vg_check_not_of_buffer(const struct vg_mem *image, const struct vg_mem *buffer)
{
    if (image->type == CL_MEM_OBJECT_IMAGE1D_BUFFER && image->parent == buffer)
        return vg_fail(CL_INVALID_MEM_OBJECT, "the image was created from the buffer");
    return CL_SUCCESS;
}

/* "if image_row_pitch is NULL; if image is a 3D image, 1D or 2D image array and image_slice_pitch is NULL" */
cl_int vg_check_pitch_pointers(const struct vg_mem *image, const size_t *row, const size_t *slice)
{
    VG_TRY(vg_check_pointer("image_row_pitch", row));
    return has_slices(find_kind(image->type)) ? vg_check_pointer("image_slice_pitch", slice) : CL_SUCCESS;
}

/* ---- Kernel arguments ---- */

/* "if the argument is an image declared with the read_only qualifier and arg_value refers to an image object
 * created with cl_mem_flags of CL_MEM_WRITE_ONLY", and the like */
cl_int vg_check_image_access(const struct vg_arg_info *arg, const struct vg_mem *image)
{
    bool reads = arg->access != VG_ACCESS_WRITE_ONLY;
    bool writes = arg->access == VG_ACCESS_WRITE_ONLY || arg->access == VG_ACCESS_READ_WRITE;
    if ((reads && (image->flags & CL_MEM_WRITE_ONLY)) || (writes && (image->flags & CL_MEM_READ_ONLY)))
        return vg_fail(CL_INVALID_ARG_VALUE, "argument %s of type %s cannot be an image with flags 0x%llx",
                       arg->name, arg->type_name, (unsigned long long)image->flags);
    return CL_SUCCESS;
}

static cl_int check_count(const struct vg_kernel_info *kernel, const char *what, unsigned count,
                          unsigned limit)
{
    if (count > limit)
        return vg_fail(CL_OUT_OF_RESOURCES, "kernel %s has %u %s; the device allows %u", kernel->name, count,
                       what, limit);
    return CL_SUCCESS;
}

/* "if the number of read-only image args used in kernel exceed the CL_DEVICE_MAX_READ_IMAGE_ARGS value for
 * device or the number of write-only and read-write image args used in kernel exceed the
 * CL_DEVICE_MAX_READ_WRITE_IMAGE_ARGS value for device or the number of samplers used in kernel exceed
 * CL_DEVICE_MAX_SAMPLERS for device" */
cl_int vg_check_image_arg_counts(const struct vg_kernel_info *kernel)
{
    unsigned counts[VG_ACCESS_READ_WRITE + 1] = {0}, samplers = 0;
    for (uint32_t i = 0; i < kernel->arg_count; i++) {
        if (kernel->args[i].kind == VG_ARG_IMAGE && kernel->args[i].access <= VG_ACCESS_READ_WRITE)
            counts[kernel->args[i].access]++;
        samplers += kernel->args[i].kind == VG_ARG_SAMPLER;
    }
    VG_TRY(check_count(kernel, "read_only images", counts[VG_ACCESS_NONE] + counts[VG_ACCESS_READ_ONLY],
                       VG_MAX_READ_IMAGE_ARGS));
    VG_TRY(check_count(kernel, "images that it writes",
                       counts[VG_ACCESS_WRITE_ONLY] + counts[VG_ACCESS_READ_WRITE],
                       VG_MAX_READ_WRITE_IMAGE_ARGS));
    return check_count(kernel, "samplers", samplers, VG_MAX_SAMPLERS);
}
