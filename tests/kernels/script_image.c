/* SPDX-License-Identifier: MIT */
/* Words of a script for images and samplers: see script.h. */
#include "tests/kernels/script_image.h"

#include <string.h>

#include "base/attributes.h"
#include "base/cl.h"

static const struct {
    const char *word;
    unsigned order, channels;
} orders[] = {{"r", CL_R, 1},         {"a", CL_A, 1},       {"intensity", CL_INTENSITY, 1},
              {"rg", CL_RG, 2},       {"ra", CL_RA, 2},     {"luminance", CL_LUMINANCE, 1},
              {"rgba", CL_RGBA, 4},   {"bgra", CL_BGRA, 4}, {"argb", CL_ARGB, 4},
              {"depth", CL_DEPTH, 1}, {"abgr", CL_ABGR, 4}, {"srgba", CL_sRGBA, 4}};

static const struct {
    const char *word;
    unsigned type;
    enum type element;
} types[] = {{"unorm8", CL_UNORM_INT8, UCHAR},      {"unorm16", CL_UNORM_INT16, USHORT},
             {"snorm8", CL_SNORM_INT8, CHAR},       {"snorm16", CL_SNORM_INT16, SHORT},
             {"int8", CL_SIGNED_INT8, CHAR},        {"int16", CL_SIGNED_INT16, SHORT},
             {"int32", CL_SIGNED_INT32, INT},       {"uint8", CL_UNSIGNED_INT8, UCHAR},
             {"uint16", CL_UNSIGNED_INT16, USHORT}, {"uint32", CL_UNSIGNED_INT32, UINT},
             {"half", CL_HALF_FLOAT, USHORT},       {"float", CL_FLOAT, FLOAT}};

static const struct {
    const char *word;
    unsigned bits;
} samplers[] = {{"pixels", 0},
                {"normalized", VG_SAMPLER_NORMALIZED},
                {"none", VG_SAMPLER_ADDRESS_NONE},
                {"clamp_to_edge", VG_SAMPLER_CLAMP_TO_EDGE},
                {"clamp", VG_SAMPLER_CLAMP},
                {"repeat", VG_SAMPLER_REPEAT},
                {"mirrored_repeat", VG_SAMPLER_MIRRORED_REPEAT},
                {"nearest", VG_SAMPLER_NEAREST},
                {"linear", VG_SAMPLER_LINEAR}};

bool script_image_order(const char *word, struct vg_image *image)
{
    for (size_t i = 0; i < VG_COUNT(orders); i++) {
        if (strcmp(word, orders[i].word) != 0)
            continue;
        image->channel_order = orders[i].order;
        image->pixel_bytes = orders[i].channels; /* of one byte each, until the type is known */
        return true;
    }
    return false;
}

bool script_image_type(const char *word, struct vg_image *image, enum type *element)
{
    for (size_t i = 0; i < VG_COUNT(types); i++) {
        if (strcmp(word, types[i].word) != 0)
            continue;
        image->channel_type = types[i].type;
        *element = types[i].element;
        image->pixel_bytes *= (unsigned)type_size(*element);
        return true;
    }
    return false;
}

bool script_sampler_word(const char *word, unsigned *bits)
{
    for (size_t i = 0; i < VG_COUNT(samplers); i++) {
        if (strcmp(word, samplers[i].word) != 0)
            continue;
        *bits |= samplers[i].bits;
        return true;
    }
    return false;
}

size_t script_image_settle(const char *kind, size_t height, size_t depth, struct vg_image *image)
{
    bool array = strstr(kind, "array") != NULL;
    image->height = (unsigned)height;
    image->depth = array ? 1 : (unsigned)depth;
    image->array_size = array ? (unsigned)depth : 1;
    if (image->row_pitch == 0)
        image->row_pitch = (size_t)image->width * image->pixel_bytes;
    if (image->slice_pitch == 0)
        image->slice_pitch = image->row_pitch * height;
    return image->slice_pitch * depth;
}
