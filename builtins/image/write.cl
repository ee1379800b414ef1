/* SPDX-License-Identifier: MIT */
/* write_imagef, write_imageh, write_imagei, write_imageui. What lies outside of the image is not written. */
#include "builtins/image/texel.h"

VG_HELPER void put(image_ref image, enum kind kind, int4 at, uint4 words)
{
    bool there = (uint)at.x < image->width;
    if ((kind & 3) >= 2)
        there &= (uint)at.y < image->height;
    if ((kind & 3) == 3)
        there &= (uint)at.z < image->depth;
    if (kind & ARRAY)
        there &= (uint)at.w < image->array_size;
    if (there)
        __vg_texel_store(row_at(image, kind, at.y, at.z, at.w), at.x, image->pixel_bytes, words);
}

VG_HELPER void put_float(image_ref image, enum kind kind, int4 at, float4 colour)
{
    float4 channels = __vg_texel_disorder_float(colour, image->order);
    put(image, kind, at, __vg_texel_of_float(channels, image->type));
}

VG_HELPER void put_int(image_ref image, enum kind kind, int4 at, int4 colour)
{
    put(image, kind, at, __vg_texel_of_int(__vg_texel_disorder_int(colour, image->order), image->type));
}

VG_HELPER void put_uint(image_ref image, enum kind kind, int4 at, uint4 colour)
{
    uint4 channels = as_uint4(__vg_texel_disorder_int(as_int4(colour), image->order));
    put(image, kind, at, __vg_texel_of_uint(channels, image->type));
}

#define WRITE(IMAGE, N, KIND, ACCESS)                                                                        \
    VG_OVERLOAD void write_imagef(ACCESS IMAGE image, int##N at, float4 colour)                              \
    {                                                                                                        \
        put_float(__vg_image(image), KIND, spread(at, KIND), colour);                                        \
    }                                                                                                        \
    VG_OVERLOAD void write_imageh(ACCESS IMAGE image, int##N at, half4 colour)                               \
    {                                                                                                        \
        write_imagef(image, at, convert_float4(colour));                                                     \
    }                                                                                                        \
    VG_OVERLOAD void write_imagei(ACCESS IMAGE image, int##N at, int4 colour)                                \
    {                                                                                                        \
        put_int(__vg_image(image), KIND, spread(at, KIND), colour);                                          \
    }                                                                                                        \
    VG_OVERLOAD void write_imageui(ACCESS IMAGE image, int##N at, uint4 colour)                              \
    {                                                                                                        \
        put_uint(__vg_image(image), KIND, spread(at, KIND), colour);                                         \
    }
VG_IMAGE_KINDS(WRITE, write_only)
VG_IMAGE_KINDS(WRITE, read_write)
VG_BUFFER_KIND(WRITE, write_only)
VG_BUFFER_KIND(WRITE, read_write)

#define WRITE_DEPTH(IMAGE, N, KIND, ACCESS)                                                                  \
    VG_OVERLOAD void write_imagef(ACCESS IMAGE image, int##N at, float depth)                                \
    {                                                                                                        \
        image_ref ref = __vg_image(image);                                                                   \
        put(ref, KIND, spread(at, KIND), __vg_texel_of_float((float4)(depth, 0, 0, 0), ref->type));          \
    }
VG_DEPTH_KINDS(WRITE_DEPTH, write_only)
VG_DEPTH_KINDS(WRITE_DEPTH, read_write)
