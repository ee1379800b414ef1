/* SPDX-License-Identifier: MIT */
/* The formats of pixels: see texel.h. Sizes, types and orders are chosen one after the other, which takes few
 * branches for many formats; the usual ones come first. */
#include "builtins/image/texel.h"

/* Applications may place images where they like. */
typedef ushort ushort_any __attribute__((aligned(1)));
typedef uint uint_any __attribute__((aligned(1)));
typedef uint2 uint2_any __attribute__((aligned(1)));
typedef uint4 uint4_any __attribute__((aligned(1)));

/* ---- Bytes ---- */

uint4 __vg_texel_load(global const uchar *row, int x, uint pixel_bytes)
{
    if (pixel_bytes == 4)
        return (uint4)(((global const uint_any *)row)[x], 0, 0, 0);
    if (pixel_bytes == 16)
        return ((global const uint4_any *)row)[x];
    if (pixel_bytes == 1)
        return (uint4)(row[x], 0, 0, 0);
    if (pixel_bytes == 2)
        return (uint4)(((global const ushort_any *)row)[x], 0, 0, 0);
    return (uint4)(((global const uint2_any *)row)[x], 0, 0);
}

void __vg_texel_store(global uchar *row, int x, uint pixel_bytes, uint4 words)
{
    if (pixel_bytes == 4)
        ((global uint_any *)row)[x] = words.x;
    else if (pixel_bytes == 16)
        ((global uint4_any *)row)[x] = words;
    else if (pixel_bytes == 1)
        row[x] = (uchar)words.x;
    else if (pixel_bytes == 2)
        ((global ushort_any *)row)[x] = (ushort)words.x;
    else
        ((global uint2_any *)row)[x] = words.xy;
}

/* ---- Numbers ---- */

VG_HELPER uint4 bytes_of(uint4 words)
{
    return (uint4)(words.x & 0xff, words.x >> 8 & 0xff, words.x >> 16 & 0xff, words.x >> 24);
}

VG_HELPER int4 signed_bytes_of(uint4 words)
{
    int word = (int)words.x;
    return (int4)(word << 24 >> 24, word << 16 >> 24, word << 8 >> 24, word >> 24);
}

VG_HELPER uint4 shorts_of(uint4 words)
{
    return (uint4)(words.x & 0xffff, words.x >> 16, words.y & 0xffff, words.y >> 16);
}

VG_HELPER int4 signed_shorts_of(uint4 words)
{
    int low = (int)words.x, high = (int)words.y;
    return (int4)(low << 16 >> 16, low >> 16, high << 16 >> 16, high >> 16);
}

VG_HELPER float half_of(uint bits)
{
    ushort half_bits = (ushort)bits;
    return vload_half(0, (private half *)&half_bits);
}

/* Light of a byte of sRGB, as a part of 255: above the straight piece at the start a polynomial through the
 * Chebyshev nodes of ((c + 0.055) / 1.055) to the power of 2.4, within 3e-6. */
VG_HELPER float light_of(float byte)
{
    float c = byte * (1.0f / 255.0f), p = 0.0506566446f;
    p = p * c - 0.235176109f;
    p = p * c + 0.481966718f;
    p = p * c - 0.616709141f;
    p = p * c + 0.785992942f;
    p = p * c + 0.498081157f;
    p = p * c + 0.034307856f;
    p = p * c + 0.000880719448f;
    return c <= 0.04045f ? byte * (1.0f / 12.92f) : p * 255.0f;
}

VG_HELPER float4 float_of_bytes(uint4 words, uint order)
{
    float4 c = convert_float4(as_int4(bytes_of(words)));
    if (order == CLK_sRGBA)
        return (float4)(light_of(c.x), light_of(c.y), light_of(c.z), c.w);
    return c;
}

float4 __vg_texel_float(uint4 words, uint type, uint order)
{
    if (type == CLK_UNORM_INT8)
        return float_of_bytes(words, order);
    if (type == CLK_FLOAT)
        return as_float4(words);
    if (type == CLK_UNORM_INT16)
        return convert_float4(as_int4(shorts_of(words)));
    if (type == CLK_SNORM_INT8)
        return convert_float4(max(signed_bytes_of(words), -127));
    if (type == CLK_SNORM_INT16)
        return convert_float4(max(signed_shorts_of(words), -32767));
    uint4 halves = shorts_of(words);
    return (float4)(half_of(halves.x), half_of(halves.y), half_of(halves.z), half_of(halves.w));
}

float __vg_texel_scale(uint type)
{
    float scale = type == CLK_UNORM_INT8 ? 1.0f / 255.0f : 1.0f;
    scale = type == CLK_UNORM_INT16 ? 1.0f / 65535.0f : scale;
    scale = type == CLK_SNORM_INT8 ? 1.0f / 127.0f : scale;
    return type == CLK_SNORM_INT16 ? 1.0f / 32767.0f : scale;
}

int4 __vg_texel_int(uint4 words, uint type)
{
    if (type == CLK_SIGNED_INT8)
        return signed_bytes_of(words);
    if (type == CLK_SIGNED_INT16)
        return signed_shorts_of(words);
    return as_int4(words);
}

uint4 __vg_texel_uint(uint4 words, uint type)
{
    if (type == CLK_UNSIGNED_INT8)
        return bytes_of(words);
    if (type == CLK_UNSIGNED_INT16)
        return shorts_of(words);
    return words;
}

/* ---- Back to bytes ---- */

VG_HELPER uint4 of_bytes(uint4 c)
{
    return (uint4)((c.x & 0xff) | (c.y & 0xff) << 8 | (c.z & 0xff) << 16 | c.w << 24, 0, 0, 0);
}

VG_HELPER uint4 of_shorts(uint4 c)
{
    return (uint4)((c.x & 0xffff) | c.y << 16, (c.z & 0xffff) | c.w << 16, 0, 0);
}

/* The nearest whole number, even in the middle, between low and high; NaN is taken for low. */
VG_HELPER uint nearest_whole(float x, float scale, float low)
{
    x *= scale;
    x = x > low ? x : low;
    x = x < scale ? x : scale;
    return (uint)(int)rint(x);
}

VG_HELPER uint4 nearest_wholes(float4 c, float scale, float low)
{
    return (uint4)(nearest_whole(c.x, scale, low), nearest_whole(c.y, scale, low),
                   nearest_whole(c.z, scale, low), nearest_whole(c.w, scale, low));
}

VG_HELPER uint half_bits(float x)
{
    ushort bits;
    vstore_half_rte(x, 0, (private half *)&bits);
    return bits;
}

uint4 __vg_texel_of_float(float4 c, uint type)
{
    if (type == CLK_UNORM_INT8)
        return of_bytes(nearest_wholes(c, 255.0f, 0.0f));
    if (type == CLK_FLOAT)
        return as_uint4(c);
    if (type == CLK_UNORM_INT16)
        return of_shorts(nearest_wholes(c, 65535.0f, 0.0f));
    if (type == CLK_SNORM_INT8)
        return of_bytes(nearest_wholes(c, 127.0f, -128.0f));
    if (type == CLK_SNORM_INT16)
        return of_shorts(nearest_wholes(c, 32767.0f, -32768.0f));
    return of_shorts((uint4)(half_bits(c.x), half_bits(c.y), half_bits(c.z), half_bits(c.w)));
}

uint4 __vg_texel_of_int(int4 c, uint type)
{
    if (type == CLK_SIGNED_INT8)
        return of_bytes(as_uint4(clamp(c, -128, 127)));
    if (type == CLK_SIGNED_INT16)
        return of_shorts(as_uint4(clamp(c, -32768, 32767)));
    return as_uint4(c);
}

uint4 __vg_texel_of_uint(uint4 c, uint type)
{
    if (type == CLK_UNSIGNED_INT8)
        return of_bytes(min(c, 255u));
    if (type == CLK_UNSIGNED_INT16)
        return of_shorts(min(c, 65535u));
    return c;
}

/* ---- Orders ---- */

/* What is not there reads as 0, alpha as 1. */
#define ORDER(T)                                                                                             \
    T##4 __vg_texel_order_##T(T##4 c, uint order)                                                            \
    {                                                                                                        \
        switch (order) {                                                                                     \
        case CLK_RGBA:                                                                                       \
        case CLK_sRGBA:                                                                                      \
            return c;                                                                                        \
        case CLK_BGRA:                                                                                       \
            return c.zyxw;                                                                                   \
        case CLK_ARGB:                                                                                       \
            return c.yzwx;                                                                                   \
        case CLK_ABGR:                                                                                       \
            return c.wzyx;                                                                                   \
        case CLK_A:                                                                                          \
            return (T##4)(0, 0, 0, c.x);                                                                     \
        case CLK_RA:                                                                                         \
            return (T##4)(c.x, 0, 0, c.y);                                                                   \
        case CLK_INTENSITY:                                                                                  \
            return c.xxxx;                                                                                   \
        case CLK_LUMINANCE:                                                                                  \
            return (T##4)(c.xxx, 1);                                                                         \
        default:                                                                                             \
            return (T##4)(c.xyz, 1);                                                                         \
        }                                                                                                    \
    }                                                                                                        \
    T##4 __vg_texel_disorder_##T(T##4 c, uint order)                                                         \
    {                                                                                                        \
        switch (order) {                                                                                     \
        case CLK_BGRA:                                                                                       \
            return c.zyxw;                                                                                   \
        case CLK_ARGB:                                                                                       \
            return c.wxyz;                                                                                   \
        case CLK_ABGR:                                                                                       \
            return c.wzyx;                                                                                   \
        case CLK_A:                                                                                          \
            return c.wwww;                                                                                   \
        case CLK_RA:                                                                                         \
            return c.xwww;                                                                                   \
        default:                                                                                             \
            return c;                                                                                        \
        }                                                                                                    \
    }
ORDER(float)
ORDER(int)
