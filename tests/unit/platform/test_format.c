/* SPDX-License-Identifier: MIT */
/* The table of image formats against the lists of the specification, and colours as pixels. */
#include "platform/format.h"

#include <math.h>
#include <string.h>

#include "base/attributes.h"
#include "tests/unit/unit.h"

static const cl_mem_object_type types[] = {CL_MEM_OBJECT_IMAGE1D,       CL_MEM_OBJECT_IMAGE1D_BUFFER,
                                           CL_MEM_OBJECT_IMAGE1D_ARRAY, CL_MEM_OBJECT_IMAGE2D,
                                           CL_MEM_OBJECT_IMAGE2D_ARRAY, CL_MEM_OBJECT_IMAGE3D};
static const cl_channel_type wide_types[] = {
    CL_UNORM_INT8,    CL_UNORM_INT16,    CL_SIGNED_INT8,    CL_SIGNED_INT16, CL_SIGNED_INT32,
    CL_UNSIGNED_INT8, CL_UNSIGNED_INT16, CL_UNSIGNED_INT32, CL_HALF_FLOAT,   CL_FLOAT};
static const cl_channel_type both_types[] = {CL_UNORM_INT8,     CL_SIGNED_INT8,   CL_SIGNED_INT16,
                                             CL_SIGNED_INT32,   CL_UNSIGNED_INT8, CL_UNSIGNED_INT16,
                                             CL_UNSIGNED_INT32, CL_HALF_FLOAT,    CL_FLOAT};

static bool has(cl_channel_order order, cl_channel_type type, cl_mem_object_type image, cl_mem_flags flags)
{
    const cl_image_format format = {order, type};
    return vg_format_find(&format, image, flags) != NULL;
}

static void what_a_full_profile_demands_is_there(void **state)
{
    static const cl_mem_flags flags[] = {CL_MEM_READ_ONLY, CL_MEM_WRITE_ONLY, CL_MEM_READ_WRITE};
    for (size_t t = 0; t < VG_COUNT(types); t++) {
        for (size_t f = 0; f < VG_COUNT(flags); f++) {
            for (size_t i = 0; i < VG_COUNT(wide_types); i++)
                assert_true(has(CL_RGBA, wide_types[i], types[t], flags[f]));
            assert_true(has(CL_BGRA, CL_UNORM_INT8, types[t], flags[f]));
        }
        for (size_t i = 0; i < VG_COUNT(both_types); i++) {
            assert_true(has(CL_RGBA, both_types[i], types[t], CL_MEM_KERNEL_READ_AND_WRITE));
            assert_true(has(CL_R, both_types[i], types[t], CL_MEM_KERNEL_READ_AND_WRITE));
        }
        assert_true(has(CL_sRGBA, CL_UNORM_INT8, types[t], CL_MEM_READ_ONLY));
        assert_false(has(CL_sRGBA, CL_UNORM_INT8, types[t], CL_MEM_WRITE_ONLY));
    }
}

static void depth_is_a_matter_of_two_dimensions(void **state)
{
    for (size_t t = 0; t < VG_COUNT(types); t++) {
        bool flat = types[t] == CL_MEM_OBJECT_IMAGE2D || types[t] == CL_MEM_OBJECT_IMAGE2D_ARRAY;
        assert_int_equal(has(CL_DEPTH, CL_FLOAT, types[t], 0), flat);
        assert_int_equal(has(CL_DEPTH, CL_UNORM_INT16, types[t], 0), flat);
    }
}

static void lists_are_cut_at_their_capacity(void **state)
{
    cl_image_format formats[64] = {{0}};
    cl_uint count = vg_format_list(CL_MEM_OBJECT_IMAGE2D, CL_MEM_READ_ONLY, 0, NULL);
    assert_in_range(count, 1, VG_COUNT(formats));
    assert_int_equal(vg_format_list(CL_MEM_OBJECT_IMAGE2D, CL_MEM_READ_ONLY, 2, formats), count);
    assert_int_not_equal(formats[1].image_channel_order, 0);
    assert_int_equal(formats[2].image_channel_order, 0);
    assert_int_equal(vg_format_list(CL_MEM_OBJECT_IMAGE2D, CL_MEM_READ_ONLY, count, formats), count);
    for (cl_uint i = 0; i < count; i++) {
        assert_true(vg_format_is_valid(&formats[i]));
        assert_non_null(vg_format_find(&formats[i], CL_MEM_OBJECT_IMAGE2D, CL_MEM_READ_ONLY));
    }
}

static void orders_and_types_must_go_together(void **state)
{
    static const struct {
        cl_image_format format;
        bool valid;
    } rows[] = {
        {{0, CL_FLOAT}, false},
        {{CL_RGBA, 0}, false},
        {{CL_RGBA, CL_FLOAT}, true},
        {{CL_RGBA, CL_UNORM_SHORT_565}, false},
        {{CL_RGBA, CL_UNORM_INT_101010_2}, true},
        {{CL_RGB, CL_UNORM_SHORT_565}, true},
        {{CL_RGB, CL_FLOAT}, false},
        {{CL_BGRA, CL_UNORM_INT8}, true},
        {{CL_BGRA, CL_UNORM_INT16}, false},
        {{CL_ARGB, CL_SIGNED_INT8}, true},
        {{CL_sRGBA, CL_UNORM_INT8}, true},
        {{CL_sRGBA, CL_FLOAT}, false},
        {{CL_LUMINANCE, CL_HALF_FLOAT}, true},
        {{CL_LUMINANCE, CL_SIGNED_INT8}, false},
        {{CL_DEPTH, CL_FLOAT}, true},
        {{CL_DEPTH, CL_UNORM_INT8}, false},
        {{CL_DEPTH_STENCIL, CL_UNORM_INT24}, false},
        {{CL_R, CL_UNORM_INT24}, false},
    };
    for (size_t i = 0; i < VG_COUNT(rows); i++)
        assert_int_equal(vg_format_is_valid(&rows[i].format), rows[i].valid);
}

/* ---- Pixels ---- */

static uint64_t packed(cl_channel_order order, cl_channel_type type, const void *colour)
{
    const cl_image_format format = {order, type};
    unsigned char pixel[VG_PIXEL_BYTES_MAX];
    uint64_t bits;
    const struct vg_format *row = vg_format_find(&format, CL_MEM_OBJECT_IMAGE2D, CL_MEM_READ_ONLY);
    assert_non_null(row);
    vg_pixel_pack(row, colour, pixel);
    memcpy(&bits, pixel, sizeof(bits));
    return bits;
}

static uint64_t packed_float(cl_channel_type type, float value)
{
    const float colour[4] = {value, 9, 9, 9};
    return packed(CL_R, type, colour);
}

static void normalised_channels_round_to_even_and_saturate(void **state)
{
    assert_int_equal(packed_float(CL_UNORM_INT8, 0.5f), 128);     /* 127.5 */
    assert_int_equal(packed_float(CL_UNORM_INT8, 0.5f / 255), 0); /* 0.5 */
    assert_int_equal(packed_float(CL_UNORM_INT8, 0.5019608f), 128);
    assert_int_equal(packed_float(CL_UNORM_INT8, 7), 255);
    assert_int_equal(packed_float(CL_UNORM_INT8, -7), 0);
    assert_int_equal(packed_float(CL_UNORM_INT8, NAN), 0);
    assert_int_equal(packed_float(CL_UNORM_INT8, INFINITY), 255);
    assert_int_equal(packed_float(CL_UNORM_INT16, 0.5f), 32768);
    assert_int_equal(packed_float(CL_UNORM_INT16, 1e30f), 65535);
    assert_int_equal(packed_float(CL_SNORM_INT8, 0.5f), 64); /* 63.5 */
    assert_int_equal(packed_float(CL_SNORM_INT8, -0.5f), (uint8_t)-64);
    assert_int_equal(packed_float(CL_SNORM_INT8, -1), (uint8_t)-127);
    assert_int_equal(packed_float(CL_SNORM_INT8, -2), (uint8_t)-128);
    assert_int_equal(packed_float(CL_SNORM_INT8, NAN), 0);
    assert_int_equal(packed_float(CL_SNORM_INT16, -1), (uint16_t)-32767);
    assert_int_equal(packed_float(CL_SNORM_INT16, 0.5f), 16384); /* 16383.5 */
}

static double half_value(unsigned bits)
{
    int exponent = (int)(bits >> 10 & 31);
    double fraction = bits & 1023, sign = bits & 0x8000 ? -1 : 1;
    if (exponent == 0)
        return sign * ldexp(fraction, -24);
    return sign * ldexp(fraction + 1024, exponent - 25);
}

/* All halves are kept, and what lies between two of them goes to the nearer, in the middle to the even one.
 */
static void halves_are_the_nearest(void **state)
{
    for (unsigned bits = 0; bits < 0x7c00; bits++) {
        double value = half_value(bits), next = bits + 1 < 0x7c00 ? half_value(bits + 1) : 65536;
        double middle = (value + next) / 2;
        unsigned even = bits % 2 ? bits + 1 : bits;
        assert_int_equal(packed_float(CL_HALF_FLOAT, (float)value), bits);
        assert_int_equal(packed_float(CL_HALF_FLOAT, (float)-value), bits | 0x8000);
        assert_int_equal(packed_float(CL_HALF_FLOAT, (float)middle), even);
        assert_int_equal(packed_float(CL_HALF_FLOAT, nextafterf((float)middle, 0)), bits);
        assert_int_equal(packed_float(CL_HALF_FLOAT, nextafterf((float)middle, INFINITY)), bits + 1);
    }
    assert_int_equal(packed_float(CL_HALF_FLOAT, INFINITY), 0x7c00);
    assert_int_equal(packed_float(CL_HALF_FLOAT, -INFINITY), 0xfc00);
    assert_true((packed_float(CL_HALF_FLOAT, NAN) & 0x7fff) > 0x7c00);
    assert_int_equal(packed_float(CL_FLOAT, 1.5f), 0x3fc00000);
}

static void integers_saturate(void **state)
{
    const cl_int ints[4] = {300, -300, -5, INT32_MIN};
    const cl_uint uints[4] = {300, 70000, 5, UINT32_MAX};
    assert_int_equal(packed(CL_RGBA, CL_SIGNED_INT8, ints), 0x80fb807f);
    assert_int_equal(packed(CL_RGBA, CL_SIGNED_INT16, ints), 0x8000fffbfed4012c);
    assert_int_equal(packed(CL_RG, CL_SIGNED_INT32, ints), 0xfffffed40000012c);
    assert_int_equal(packed(CL_RGBA, CL_UNSIGNED_INT8, uints), 0xff05ffff);
    assert_int_equal(packed(CL_RGBA, CL_UNSIGNED_INT16, uints), 0xffff0005ffff012c);
    assert_int_equal(packed(CL_RG, CL_UNSIGNED_INT32, uints), 0x000111700000012c);
}

static void orders_place_the_channels(void **state)
{
    const float colour[4] = {0, 0.2f, 1, 0.4f}, grey[4] = {0.5f, 0.5f, 0.5f, 0.5f};
    assert_int_equal(packed(CL_RGBA, CL_UNORM_INT8, colour), 0x66ff3300);
    assert_int_equal(packed(CL_BGRA, CL_UNORM_INT8, colour), 0x660033ff);
    assert_int_equal(packed(CL_RG, CL_UNORM_INT8, colour), 0x3300);
    assert_int_equal(packed(CL_sRGBA, CL_UNORM_INT8, grey), 0x80bcbcbc); /* alpha is linear */
    assert_int_equal(packed(CL_DEPTH, CL_FLOAT, grey), 0x3f000000);
}

VG_TESTS(test_format, cmocka_unit_test(what_a_full_profile_demands_is_there),
         cmocka_unit_test(depth_is_a_matter_of_two_dimensions),
         cmocka_unit_test(lists_are_cut_at_their_capacity),
         cmocka_unit_test(orders_and_types_must_go_together),
         cmocka_unit_test(normalised_channels_round_to_even_and_saturate),
         cmocka_unit_test(halves_are_the_nearest), cmocka_unit_test(integers_saturate),
         cmocka_unit_test(orders_place_the_channels));
