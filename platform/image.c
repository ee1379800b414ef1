/* SPDX-License-Identifier: MIT */
/* Images: linear rows of pixels, in storage of their own, in host memory or over another memory object.
 * Pixels of our own rows are packed, as an application would lay them out, so that transfers are plain
 * copies. */
#include "platform/image.h"

#include "base/error.h"
#include "platform/check.h"
#include "platform/check_image.h"
#include "platform/context.h"
#include "platform/external.h"
#include "platform/info.h"

#define SPARE_BYTES 15 /* behind the last pixel, that gathers of whole vectors may read */
/* What vg_image_create is told, and what the rules make of it. */
struct order {
    cl_mem_flags flags;
    const cl_image_format *api_format;
    const cl_image_desc *desc;
    void *host_ptr;
    struct vg_mem *parent; /* borrowed; NULL when the image has its own storage */
    struct vg_external external;
    const struct vg_format *format;
    struct vg_image_layout layout;
};

static const struct vg_props_row image_props[] = {VG_EXTERNAL_ROWS};
static const struct vg_props_table image_props_table =
    VG_PROPS_TABLE("clCreateImageWithProperties", image_props, CL_INVALID_PROPERTY);

/* ---- Rules ---- */

static cl_int check_parent(const struct vg_context *context, struct order *order)
{
    cl_mem handle = order->desc->mem_object;
    if (handle) {
        order->parent = vg_mem_from(handle);
        if (!order->parent)
            return vg_fail(CL_INVALID_IMAGE_DESCRIPTOR, "mem_object %p is no memory object", (void *)handle);
        VG_TRY(vg_check_same_context(context, order->parent->context, "mem_object"));
    }
    return vg_check_image_parent(order->desc, order->parent);
}

static cl_int check_flags(const struct vg_context *context, struct order *order)
{
    VG_TRY(vg_external_check(&order->external, context, order->flags));
    if (order->parent && order->external.imports)
        return vg_fail(CL_INVALID_PROPERTY, "an external memory handle is given for an image in another "
                                            "memory object");
    if (!order->parent) {
        VG_TRY(vg_check_mem_flags(order->flags, false));
        return vg_check_host_ptr(order->flags, order->host_ptr);
    }
    VG_TRY(vg_check_view_flags(order->parent, order->flags));
    order->flags = vg_mem_inherit(order->flags, order->parent);
    return vg_check_host_ptr(0, order->host_ptr);
}

static cl_int check_order(const struct vg_context *context, struct order *order)
{
    VG_TRY(vg_check_image_format(order->api_format));
    VG_TRY(vg_check_image_desc(order->desc));
    VG_TRY(check_parent(context, order));
    VG_TRY(check_flags(context, order));
    VG_TRY(vg_check_image_size(order->desc));
    bool on_image = order->parent && order->parent->format;
    if (on_image)
        VG_TRY(vg_check_image_on_image(order->parent, order->api_format, order->desc));
    VG_TRY(vg_check_image_format_supported(order->api_format, order->desc->image_type, order->flags,
                                           &order->format));
    size_t pixel_bytes = vg_format_pixel_bytes(order->format);
    bool is_laid_out = order->host_ptr || order->external.imports;
    VG_TRY(vg_check_image_layout(order->desc, pixel_bytes, is_laid_out, &order->layout));
    if (on_image) {
        order->layout = (struct vg_image_layout){order->parent->image.row_pitch,
                                                 order->parent->image.slice_pitch, order->parent->size};
        return CL_SUCCESS;
    }
    return order->parent ? vg_check_image_in_buffer(order->parent, pixel_bytes, &order->layout) : CL_SUCCESS;
}

/* ---- Creation ---- */

static void describe(struct vg_mem *mem, const struct order *order)
{
    mem->format = order->format;
    mem->image = (struct vg_image){
        .data = vg_mem_address(mem),
        .row_pitch = order->layout.row,
        .slice_pitch = order->layout.slice,
        .width = (uint32_t)order->desc->image_width,
        .height = (uint32_t)vg_image_desc_height(order->desc),
        .depth = (uint32_t)vg_image_desc_depth(order->desc),
        .array_size = (uint32_t)vg_image_desc_layers(order->desc),
        .channel_order = order->format->api.image_channel_order,
        .channel_type = order->format->api.image_channel_data_type,
        .pixel_bytes = (uint32_t)vg_format_pixel_bytes(order->format),
    };
}

static cl_int make(struct vg_mem *mem, const struct order *order, const cl_mem_properties *properties)
{
    VG_TRY(vg_props_copy(&image_props_table, &mem->properties, properties));
    if (order->parent)
        vg_mem_share_store(mem, order->parent, 0);
    else
        VG_TRY(vg_mem_make_store(mem, &order->external, order->host_ptr, SPARE_BYTES));
    describe(mem, order);
    return CL_SUCCESS;
}

cl_int vg_image_create(struct vg_context *context, const cl_mem_properties *properties, cl_mem_flags flags,
                       const cl_image_format *format, const cl_image_desc *desc, void *host_ptr,
                       struct vg_mem **out)
{
    struct order order = {.flags = flags, .api_format = format, .desc = desc, .host_ptr = host_ptr};
    VG_TRY(vg_props_read(&image_props_table, properties, &order.external));
    VG_TRY(check_order(context, &order));
    struct vg_mem *mem = vg_mem_new(context, desc->image_type, order.flags, order.layout.size);
    if (!mem)
        return vg_fail(CL_OUT_OF_HOST_MEMORY, "no memory for an image object");
    cl_int err = make(mem, &order, properties);
    if (err != CL_SUCCESS) {
        vg_mem_release(&mem);
        return err;
    }
    *out = mem;
    return CL_SUCCESS;
}

/* ---- Geometry ---- */

void vg_image_extent(const struct vg_mem *image, size_t extent[3])
{
    bool row_layers = image->type == CL_MEM_OBJECT_IMAGE1D_ARRAY;
    extent[0] = image->image.width;
    extent[1] = row_layers ? image->image.array_size : image->image.height;
    extent[2] = row_layers ? 1 : (size_t)image->image.depth * image->image.array_size;
}

struct vg_box vg_image_box(const struct vg_mem *image, const size_t origin[3])
{
    const struct vg_image *i = &image->image;
    struct vg_box box = {.at = {origin[0] * i->pixel_bytes, origin[1], origin[2]},
                         .row = i->row_pitch,
                         .slice = i->slice_pitch};
    if (image->type == CL_MEM_OBJECT_IMAGE1D_ARRAY) {
        box.row = i->slice_pitch;
        box.slice = i->slice_pitch * i->array_size;
    }
    return box;
}

size_t vg_image_slice_pitch(const struct vg_mem *image)
{
    bool has_slices = image->type == CL_MEM_OBJECT_IMAGE3D || image->type == CL_MEM_OBJECT_IMAGE2D_ARRAY ||
                      image->type == CL_MEM_OBJECT_IMAGE1D_ARRAY;
    return has_slices ? image->image.slice_pitch : 0;
}

/* ---- Queries ---- */

static cl_int format_row(const void *object, const struct vg_info_out *out)
{
    const struct vg_mem *image = object;
    return vg_info_put(out, &image->format->api, sizeof(image->format->api));
}

static cl_int element_size_row(const void *object, const struct vg_info_out *out)
{
    const struct vg_mem *image = object;
    return vg_info_put_size(out, image->image.pixel_bytes);
}

static cl_int row_pitch_row(const void *object, const struct vg_info_out *out)
{
    const struct vg_mem *image = object;
    return vg_info_put_size(out, image->image.row_pitch);
}

static cl_int slice_pitch_row(const void *object, const struct vg_info_out *out)
{
    return vg_info_put_size(out, vg_image_slice_pitch(object));
}

static cl_int width_row(const void *object, const struct vg_info_out *out)
{
    const struct vg_mem *image = object;
    return vg_info_put_size(out, image->image.width);
}

static bool is_one_of(const struct vg_mem *image, cl_mem_object_type a, cl_mem_object_type b,
                      cl_mem_object_type c)
{
    return image->type == a || image->type == b || image->type == c;
}

static cl_int height_row(const void *object, const struct vg_info_out *out)
{
    const struct vg_mem *image = object;
    bool has = is_one_of(image, CL_MEM_OBJECT_IMAGE2D, CL_MEM_OBJECT_IMAGE2D_ARRAY, CL_MEM_OBJECT_IMAGE3D);
    return vg_info_put_size(out, has ? image->image.height : 0);
}

static cl_int depth_row(const void *object, const struct vg_info_out *out)
{
    const struct vg_mem *image = object;
    return vg_info_put_size(out, image->type == CL_MEM_OBJECT_IMAGE3D ? image->image.depth : 0);
}

static cl_int array_size_row(const void *object, const struct vg_info_out *out)
{
    const struct vg_mem *image = object;
    bool has = is_one_of(image, CL_MEM_OBJECT_IMAGE1D_ARRAY, CL_MEM_OBJECT_IMAGE2D_ARRAY, 0);
    return vg_info_put_size(out, has ? image->image.array_size : 0);
}

static cl_int buffer_row(const void *object, const struct vg_info_out *out)
{
    const struct vg_mem *image = object;
    bool has = image->parent && !image->parent->format;
    return vg_info_put_pointer(out, has ? image->parent : NULL);
}

static const struct vg_info_row image_rows[] = {
    VG_CALL(CL_IMAGE_FORMAT, format_row),       VG_CALL(CL_IMAGE_ELEMENT_SIZE, element_size_row),
    VG_CALL(CL_IMAGE_ROW_PITCH, row_pitch_row), VG_CALL(CL_IMAGE_SLICE_PITCH, slice_pitch_row),
    VG_CALL(CL_IMAGE_WIDTH, width_row),         VG_CALL(CL_IMAGE_HEIGHT, height_row),
    VG_CALL(CL_IMAGE_DEPTH, depth_row),         VG_CALL(CL_IMAGE_ARRAY_SIZE, array_size_row),
    VG_CALL(CL_IMAGE_BUFFER, buffer_row),       VG_CONST(CL_IMAGE_NUM_MIP_LEVELS, cl_uint, 0),
    VG_CONST(CL_IMAGE_NUM_SAMPLES, cl_uint, 0),
};

cl_int vg_image_info(const struct vg_mem *image, cl_image_info name, size_t capacity, void *value,
                     size_t *size_ret)
{
    static const struct vg_info_table table = VG_INFO_TABLE("clGetImageInfo", image_rows);
    VG_TRY(vg_check_is_image(image));
    return vg_info_get(&table, image, name, capacity, value, size_ret);
}
