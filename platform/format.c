/* SPDX-License-Identifier: MIT */
/* The table of image formats: what OpenCL 3.0 demands of a full profile, and the same types for one and two
 * channels. Few enough that everybody can test all of them. */
#include "platform/format.h"

#include "base/attributes.h"

#define ALL (VG_FORMAT_READ | VG_FORMAT_WRITE | VG_FORMAT_BOTH)
#define COLOURS(order, channels)                                                                             \
    {{order, CL_UNORM_INT8}, channels, 1, ALL}, {{order, CL_UNORM_INT16}, channels, 2, ALL},                 \
        {{order, CL_SNORM_INT8}, channels, 1, ALL}, {{order, CL_SNORM_INT16}, channels, 2, ALL},             \
        {{order, CL_SIGNED_INT8}, channels, 1, ALL}, {{order, CL_SIGNED_INT16}, channels, 2, ALL},           \
        {{order, CL_SIGNED_INT32}, channels, 4, ALL}, {{order, CL_UNSIGNED_INT8}, channels, 1, ALL},         \
        {{order, CL_UNSIGNED_INT16}, channels, 2, ALL}, {{order, CL_UNSIGNED_INT32}, channels, 4, ALL},      \
        {{order, CL_HALF_FLOAT}, channels, 2, ALL},                                                          \
    {                                                                                                        \
        {order, CL_FLOAT}, channels, 4, ALL                                                                  \
    }

static const struct vg_format formats_table[] = {
    COLOURS(CL_RGBA, 4),
    COLOURS(CL_RG, 2),
    COLOURS(CL_R, 1),
    {{CL_BGRA, CL_UNORM_INT8}, 4, 1, ALL},
    {{CL_sRGBA, CL_UNORM_INT8}, 4, 1, VG_FORMAT_READ},
    {{CL_DEPTH, CL_UNORM_INT16}, 1, 2, ALL},
    {{CL_DEPTH, CL_FLOAT}, 1, 4, ALL},
};

/* ---- Validity ---- */

static bool is_between(cl_uint value, cl_uint first, cl_uint last)
{
    return value >= first && value <= last;
}

static bool is_byte_type(cl_channel_type type)
{
    return type == CL_UNORM_INT8 || type == CL_SNORM_INT8 || type == CL_SIGNED_INT8 ||
           type == CL_UNSIGNED_INT8;
}

static bool is_packed_type(cl_channel_type type)
{
    return type == CL_UNORM_SHORT_565 || type == CL_UNORM_SHORT_555 || type == CL_UNORM_INT_101010;
}

/* The tables of channel orders and data types say which types an order goes with. */
bool vg_format_is_valid(const cl_image_format *format)
{
    cl_channel_type type = format->image_channel_data_type;
    cl_channel_order order = format->image_channel_order;
    if (!is_between(order, CL_R, CL_ABGR) || !is_between(type, CL_SNORM_INT8, CL_UNORM_INT_101010_2))
        return false;
    switch (order) {
    case CL_RGB:
    case CL_RGBx:
        return is_packed_type(type);
    case CL_ARGB:
    case CL_BGRA:
    case CL_ABGR:
        return is_byte_type(type);
    case CL_sRGB:
    case CL_sRGBx:
    case CL_sRGBA:
    case CL_sBGRA:
        return type == CL_UNORM_INT8;
    case CL_INTENSITY:
    case CL_LUMINANCE:
        return is_between(type, CL_SNORM_INT8, CL_UNORM_INT16) || is_between(type, CL_HALF_FLOAT, CL_FLOAT);
    case CL_DEPTH:
        return type == CL_UNORM_INT16 || type == CL_FLOAT;
    case CL_DEPTH_STENCIL:
        return false; /* only of what OpenGL shares */
    case CL_RGBA:
        return !is_packed_type(type) && type != CL_UNORM_INT24;
    default:
        return !is_packed_type(type) && type != CL_UNORM_INT24 && type != CL_UNORM_INT_101010_2;
    }
}

/* ---- Look-up ---- */

/* CL_MEM_READ_WRITE means kernels that read and others that write. */
static uint8_t wanted_access(cl_mem_flags flags)
{
    if (flags & CL_MEM_KERNEL_READ_AND_WRITE)
        return VG_FORMAT_BOTH;
    if (flags & CL_MEM_WRITE_ONLY)
        return VG_FORMAT_WRITE;
    if (flags & CL_MEM_READ_ONLY)
        return VG_FORMAT_READ;
    return VG_FORMAT_READ | VG_FORMAT_WRITE;
}

static bool is_offered(const struct vg_format *format, cl_mem_object_type type, cl_mem_flags flags)
{
    uint8_t access = wanted_access(flags);
    if (format->api.image_channel_order == CL_DEPTH && type != CL_MEM_OBJECT_IMAGE2D &&
        type != CL_MEM_OBJECT_IMAGE2D_ARRAY)
        return false;
    return (format->access & access) == access;
}

const struct vg_format *vg_format_find(const cl_image_format *format, cl_mem_object_type type,
                                       cl_mem_flags flags)
{
    for (size_t i = 0; i < VG_COUNT(formats_table); i++) {
        const struct vg_format *row = &formats_table[i];
        if (row->api.image_channel_order == format->image_channel_order &&
            row->api.image_channel_data_type == format->image_channel_data_type)
            return is_offered(row, type, flags) ? row : NULL;
    }
    return NULL;
}

cl_uint vg_format_list(cl_mem_object_type type, cl_mem_flags flags, cl_uint capacity,
                       cl_image_format *formats)
{
    cl_uint count = 0;
    for (size_t i = 0; i < VG_COUNT(formats_table); i++) {
        if (!is_offered(&formats_table[i], type, flags))
            continue;
        if (formats && count < capacity)
            formats[count] = formats_table[i].api;
        count++;
    }
    return count;
}
