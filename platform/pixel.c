/* SPDX-License-Identifier: MIT */
/* Colours to pixels, by the conversion rules of the OpenCL C specification for writes to images. */
#include <math.h>
#include <string.h>

#include "platform/format.h"

static float clamp(float value, float low, float high)
{
    if (!(value > low)) /* NaN too */
        return low;
    return value < high ? value : high;
}

/* To nearest even whatever the application's rounding mode is; |value| < 2^31. */
static int32_t round_even(float value)
{
    double below = floor((double)value), rest = (double)value - below;
    bool up = rest > 0.5 || (rest == 0.5 && fmod(below, 2) != 0);
    return (int32_t)below + up;
}

static uint16_t half_of(float value)
{
    uint32_t bits;
    memcpy(&bits, &value, sizeof(bits));
    uint16_t sign = (uint16_t)(bits >> 16 & 0x8000);
    bits &= 0x7fffffff;
    if (bits > 0x7f800000)
        return sign | 0x7e00; /* NaN */
    if (bits >= 0x477ff000)
        return sign | 0x7c00; /* 65520 and above round to infinity */
    if (bits < 0x38800000)    /* below 2^-14: denormal in steps of 2^-24 */
        return sign | (uint16_t)round_even(fabsf(value) * 0x1p24f);
    bits += 0xfff + (bits >> 13 & 1);
    return sign | (uint16_t)((bits >> 13) - (112u << 10));
}

static float srgb_of_linear(float c)
{
    c = clamp(c, 0, 1);
    return c < 0.0031308f ? 12.92f * c : (float)(1.055 * pow((double)c, 1 / 2.4) - 0.055);
}

/* The channel's value as the bits of a 32-bit integer, of which as many as it has are stored. */
static uint32_t float_channel(cl_channel_type type, float value)
{
    uint32_t bits;
    switch (type) {
    case CL_UNORM_INT8:
        return (uint32_t)round_even(clamp(value * 255.0f, 0, 255));
    case CL_UNORM_INT16:
        return (uint32_t)round_even(clamp(value * 65535.0f, 0, 65535));
    case CL_SNORM_INT8:
        return isnan(value) ? 0 : (uint32_t)round_even(clamp(value * 127.0f, -128, 127));
    case CL_SNORM_INT16:
        return isnan(value) ? 0 : (uint32_t)round_even(clamp(value * 32767.0f, -32768, 32767));
    case CL_HALF_FLOAT:
        return half_of(value);
    default:
        memcpy(&bits, &value, sizeof(bits));
        return bits;
    }
}

static uint32_t signed_channel(cl_channel_type type, cl_int value)
{
    cl_int limit = type == CL_SIGNED_INT8 ? INT8_MAX : type == CL_SIGNED_INT16 ? INT16_MAX : INT32_MAX;
    if (value > limit)
        value = limit;
    return (uint32_t)(value < -limit - 1 ? -limit - 1 : value);
}

static uint32_t unsigned_channel(cl_channel_type type, cl_uint value)
{
    cl_uint limit = type == CL_UNSIGNED_INT8    ? UINT8_MAX
                    : type == CL_UNSIGNED_INT16 ? UINT16_MAX
                                                : UINT32_MAX;
    return value < limit ? value : limit;
}

static uint32_t channel(const struct vg_format *format, const void *colour, unsigned index)
{
    cl_channel_type type = format->api.image_channel_data_type;
    const char *at = (const char *)colour + (size_t)index * 4;
    union {
        cl_float f;
        cl_int i;
        cl_uint u;
    } value;
    memcpy(&value, at, sizeof(value));
    if (type >= CL_SIGNED_INT8 && type <= CL_SIGNED_INT32)
        return signed_channel(type, value.i);
    if (type >= CL_UNSIGNED_INT8 && type <= CL_UNSIGNED_INT32)
        return unsigned_channel(type, value.u);
    if (format->api.image_channel_order == CL_sRGBA && index < 3)
        value.f = srgb_of_linear(value.f);
    return float_channel(type, value.f);
}

void vg_pixel_pack(const struct vg_format *format, const void *colour,
                   unsigned char pixel[VG_PIXEL_BYTES_MAX])
{
    static const unsigned plain[4] = {0, 1, 2, 3}, swapped[4] = {2, 1, 0, 3};
    const unsigned *order = format->api.image_channel_order == CL_BGRA ? swapped : plain;
    memset(pixel, 0, VG_PIXEL_BYTES_MAX);
    for (unsigned i = 0; i < format->channels; i++) {
        uint32_t bits = channel(format, colour, order[i]); /* The machine is little-endian. */
        memcpy(pixel + (size_t)i * format->channel_bytes, &bits, format->channel_bytes);
    }
}
