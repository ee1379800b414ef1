/* SPDX-License-Identifier: MIT */
/* read_imagef, read_imageh, read_imagei, read_imageui: coordinates to pixels after the rules of the specification, chapter
 * "Image Addressing and Filtering". Coordinates out of the image are moved into it before anything is read;
 * where the border's colour is asked for, what was read is replaced. The border is 0 in all channels that the
 * format has, which makes it what the specification says for each order. */
#include "builtins/image/texel.h"

/* ---- Coordinates ---- */

/* Where comparisons decide, NaN becomes low. */
VG_HELPER float clamp_number(float x, float low, float high)
{
    x = x > low ? x : low;
    return x < high ? x : high;
}

VG_HELPER int inside(int x, uint size)
{
    return clamp(x, 0, (int)size - 1);
}

VG_HELPER bool is_inside(int x, uint size)
{
    return (uint)x < size;
}

/* A coordinate in pixels; not further away than one beyond each end and a half for the filter. */
VG_HELPER float unwrap(float s, uint pixels, uint sampler)
{
#pragma clang fp contract(off)
    float size = (float)(int)pixels, u = s;
    uint mode = sampler & SAMPLER_ADDRESS;
    if (mode == CLK_ADDRESS_REPEAT)
        u = (s - floor(s)) * size;
    else if (mode == CLK_ADDRESS_MIRRORED_REPEAT)
        u = fabs(s - 2.0f * rint(0.5f * s)) * size;
    else if (sampler & CLK_NORMALIZED_COORDS_TRUE)
        u = s * size;
    return clamp_number(u, -2.0f, size + 2.0f);
}

VG_HELPER int nearest(float s, uint pixels, uint sampler)
{
    int i = (int)floor(unwrap(s, pixels, sampler));
    bool wraps = (sampler & SAMPLER_ADDRESS) == CLK_ADDRESS_REPEAT;
    return wraps && i >= (int)pixels ? i - (int)pixels : i;
}

VG_HELPER int layer_of(float s, uint layers)
{
    return (int)rint(clamp_number(s, 0.0f, (float)(int)(layers - 1)));
}

VG_HELPER int layer_of(int s, uint layers)
{
    return inside(s, layers);
}

/* ---- One pixel ---- */

/* Zero where the border is asked for and `there` says no. */
VG_HELPER uint4 bordered(uint4 words, bool there, uint sampler)
{
    bool keep = there | ((sampler & SAMPLER_ADDRESS) != CLK_ADDRESS_CLAMP);
    return (uint4)(keep ? words.x : 0, keep ? words.y : 0, keep ? words.z : 0, keep ? words.w : 0);
}

VG_HELPER uint4 fetch(image_ref image, enum kind kind, uint sampler, int x, int y, int z, int layer)
{
    bool there = is_inside(x, image->width);
    int row = 0, slice = 0;
    if ((kind & 3) >= 2) {
        there &= is_inside(y, image->height);
        row = inside(y, image->height);
    }
    if ((kind & 3) >= 3) {
        there &= is_inside(z, image->depth);
        slice = inside(z, image->depth);
    }
    global uchar *start = row_at(image, kind, row, slice, layer);
    return bordered(__vg_texel_load(start, inside(x, image->width), image->pixel_bytes), there, sampler);
}

VG_HELPER uint4 read_nearest(image_ref image, enum kind kind, uint sampler, int4 at)
{
    return fetch(image, kind, sampler, at.x, at.y, at.z, kind & ARRAY ? layer_of(at.w, image->array_size) : 0);
}

VG_HELPER uint4 read_nearest(image_ref image, enum kind kind, uint sampler, float4 at)
{
    int x = nearest(at.x, image->width, sampler);
    int y = (kind & 3) >= 2 ? nearest(at.y, image->height, sampler) : 0;
    int z = (kind & 3) == 3 ? nearest(at.z, image->depth, sampler) : 0;
    return fetch(image, kind, sampler, x, y, z, kind & ARRAY ? layer_of(at.w, image->array_size) : 0);
}

VG_HELPER float4 channels_float(image_ref image, uint4 words)
{
    return __vg_texel_float(words, image->type, image->order);
}

/* ---- The linear filter ---- */

/* The two pixels on either side of a coordinate. */
struct between {
    int first, second;
    bool first_there, second_there;
    float weight; /* of the second */
};

VG_HELPER struct between neighbours(float s, uint pixels, uint sampler)
{
#pragma clang fp contract(off)
    float u = unwrap(s, pixels, sampler) - 0.5f, below = floor(u);
    int first = (int)below, second = first + 1, size = (int)pixels;
    struct between b = {.weight = u - below};
    if ((sampler & SAMPLER_ADDRESS) == CLK_ADDRESS_REPEAT) {
        first = first < 0 ? first + size : first;
        second = second >= size ? second - size : second;
    }
    b.first_there = is_inside(first, pixels);
    b.second_there = is_inside(second, pixels);
    b.first = inside(first, pixels);
    b.second = inside(second, pixels);
    return b;
}

VG_HELPER float4 filter_row(image_ref image, global const uchar *row, const struct between *x, bool there,
                            uint sampler)
{
    uint4 a = __vg_texel_load(row, x->first, image->pixel_bytes);
    uint4 b = __vg_texel_load(row, x->second, image->pixel_bytes);
    a = bordered(a, there & x->first_there, sampler);
    b = bordered(b, there & x->second_there, sampler);
    return channels_float(image, a) * (1.0f - x->weight) + channels_float(image, b) * x->weight;
}

VG_HELPER float4 filter_slice(image_ref image, enum kind kind, uint sampler, const struct between *x,
                              const struct between *y, int z, bool there, int layer)
{
    global uchar *first = row_at(image, kind, y->first, z, layer);
    global uchar *second = row_at(image, kind, y->second, z, layer);
    float4 a = filter_row(image, first, x, there & y->first_there, sampler);
    float4 b = filter_row(image, second, x, there & y->second_there, sampler);
    return a * (1.0f - y->weight) + b * y->weight;
}

VG_HELPER float4 read_linear(image_ref image, enum kind kind, uint sampler, float4 at)
{
    int layer = kind & ARRAY ? layer_of(at.w, image->array_size) : 0;
    const struct between x = neighbours(at.x, image->width, sampler);
    if ((kind & 3) == 1)
        return filter_row(image, row_at(image, kind, 0, 0, layer), &x, true, sampler);
    const struct between y = neighbours(at.y, image->height, sampler);
    if ((kind & 3) == 2)
        return filter_slice(image, kind, sampler, &x, &y, 0, true, layer);
    const struct between z = neighbours(at.z, image->depth, sampler);
    float4 a = filter_slice(image, kind, sampler, &x, &y, z.first, z.first_there, layer);
    float4 b = filter_slice(image, kind, sampler, &x, &y, z.second, z.second_there, layer);
    return a * (1.0f - z.weight) + b * z.weight;
}

/* ---- The functions ---- */

VG_HELPER float4 colour_float(image_ref image, float4 channels)
{
    return __vg_texel_order_float(channels * __vg_texel_scale(image->type), image->order);
}

VG_HELPER int4 colour_int(image_ref image, uint4 words)
{
    return __vg_texel_order_int(__vg_texel_int(words, image->type), image->order);
}

VG_HELPER uint4 colour_uint(image_ref image, uint4 words)
{
    return as_uint4(__vg_texel_order_int(as_int4(__vg_texel_uint(words, image->type)), image->order));
}

/* Integer coordinates are in pixels and meet no filter. */
VG_HELPER float4 sample_float(image_ref image, enum kind kind, uint sampler, int4 at)
{
    return colour_float(image, channels_float(image, read_nearest(image, kind, sampler, at)));
}

VG_HELPER float4 sample_float(image_ref image, enum kind kind, uint sampler, float4 at)
{
    float4 channels;
    if (sampler & CLK_FILTER_LINEAR)
        channels = read_linear(image, kind, sampler, at);
    else
        channels = channels_float(image, read_nearest(image, kind, sampler, at));
    return colour_float(image, channels);
}

#define PLAIN CLK_ADDRESS_NONE

#define READ_WITH(IMAGE, N, KIND, C)                                                                         \
    VG_OVERLOAD float4 read_imagef(read_only IMAGE image, sampler_t sampler, C##N at)                        \
    {                                                                                                        \
        return sample_float(__vg_image(image), KIND, __vg_sampler(sampler), spread(at, KIND));               \
    }                                                                                                        \
    VG_OVERLOAD half4 read_imageh(read_only IMAGE image, sampler_t sampler, C##N at)                         \
    {                                                                                                        \
        return convert_half4(read_imagef(image, sampler, at));                                               \
    }                                                                                                        \
    VG_OVERLOAD int4 read_imagei(read_only IMAGE image, sampler_t sampler, C##N at)                          \
    {                                                                                                        \
        image_ref ref = __vg_image(image);                                                                   \
        return colour_int(ref, read_nearest(ref, KIND, __vg_sampler(sampler), spread(at, KIND)));            \
    }                                                                                                        \
    VG_OVERLOAD uint4 read_imageui(read_only IMAGE image, sampler_t sampler, C##N at)                        \
    {                                                                                                        \
        image_ref ref = __vg_image(image);                                                                   \
        return colour_uint(ref, read_nearest(ref, KIND, __vg_sampler(sampler), spread(at, KIND)));           \
    }
#define READ_WITH_SAMPLER(IMAGE, N, KIND)                                                                    \
    READ_WITH(IMAGE, N, KIND, int)                                                                           \
    READ_WITH(IMAGE, N, KIND, float)
VG_IMAGE_KINDS(READ_WITH_SAMPLER)

#define READ_PLAIN(IMAGE, N, KIND, ACCESS)                                                                   \
    VG_OVERLOAD float4 read_imagef(ACCESS IMAGE image, int##N at)                                            \
    {                                                                                                        \
        return sample_float(__vg_image(image), KIND, PLAIN, spread(at, KIND));                               \
    }                                                                                                        \
    VG_OVERLOAD half4 read_imageh(ACCESS IMAGE image, int##N at)                                             \
    {                                                                                                        \
        return convert_half4(read_imagef(image, at));                                                        \
    }                                                                                                        \
    VG_OVERLOAD int4 read_imagei(ACCESS IMAGE image, int##N at)                                              \
    {                                                                                                        \
        image_ref ref = __vg_image(image);                                                                   \
        return colour_int(ref, read_nearest(ref, KIND, PLAIN, spread(at, KIND)));                            \
    }                                                                                                        \
    VG_OVERLOAD uint4 read_imageui(ACCESS IMAGE image, int##N at)                                            \
    {                                                                                                        \
        image_ref ref = __vg_image(image);                                                                   \
        return colour_uint(ref, read_nearest(ref, KIND, PLAIN, spread(at, KIND)));                           \
    }
VG_IMAGE_KINDS(READ_PLAIN, read_only)
VG_IMAGE_KINDS(READ_PLAIN, read_write)
VG_BUFFER_KIND(READ_PLAIN, read_only)
VG_BUFFER_KIND(READ_PLAIN, read_write)

/* Depth has one channel and no order. */
VG_HELPER float depth_of(image_ref image, float4 channels)
{
    return channels.x * __vg_texel_scale(image->type);
}

VG_HELPER float sample_depth(image_ref image, enum kind kind, uint sampler, int4 at)
{
    return depth_of(image, channels_float(image, read_nearest(image, kind, sampler, at)));
}

VG_HELPER float sample_depth(image_ref image, enum kind kind, uint sampler, float4 at)
{
    if (sampler & CLK_FILTER_LINEAR)
        return depth_of(image, read_linear(image, kind, sampler, at));
    return depth_of(image, channels_float(image, read_nearest(image, kind, sampler, at)));
}

#define READ_DEPTH(IMAGE, N, KIND)                                                                           \
    VG_OVERLOAD float read_imagef(read_only IMAGE image, sampler_t sampler, int##N at)                       \
    {                                                                                                        \
        return sample_depth(__vg_image(image), KIND, __vg_sampler(sampler), spread(at, KIND));               \
    }                                                                                                        \
    VG_OVERLOAD float read_imagef(read_only IMAGE image, sampler_t sampler, float##N at)                     \
    {                                                                                                        \
        return sample_depth(__vg_image(image), KIND, __vg_sampler(sampler), spread(at, KIND));               \
    }                                                                                                        \
    VG_OVERLOAD float read_imagef(read_only IMAGE image, int##N at)                                          \
    {                                                                                                        \
        return sample_depth(__vg_image(image), KIND, PLAIN, spread(at, KIND));                               \
    }                                                                                                        \
    VG_OVERLOAD float read_imagef(read_write IMAGE image, int##N at)                                         \
    {                                                                                                        \
        return sample_depth(__vg_image(image), KIND, PLAIN, spread(at, KIND));                               \
    }
VG_DEPTH_KINDS(READ_DEPTH)
