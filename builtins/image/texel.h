/* SPDX-License-Identifier: MIT */
/* Pixels as they lie in memory: their bytes, in up to four words, and what those stand for. Channels here are
 * in memory's order; the ones that a format does not have are 0. texel.cl explains. */
#ifndef VG_BUILTINS_IMAGE_TEXEL_H
#define VG_BUILTINS_IMAGE_TEXEL_H

#include "builtins/image/image.h"

/* Touches exactly the pixel. */
uint4 __vg_texel_load(global const uchar *row, int x, uint pixel_bytes);
void __vg_texel_store(global uchar *row, int x, uint pixel_bytes, uint4 words);

/* Numbers of the channels. Normalised ones are whole numbers, to be multiplied with the scale of their type;
 * the order tells whether they stand for light in the curve of sRGB. */
float4 __vg_texel_float(uint4 words, uint type, uint order);
float __vg_texel_scale(uint type);
int4 __vg_texel_int(uint4 words, uint type);
uint4 __vg_texel_uint(uint4 words, uint type);

uint4 __vg_texel_of_float(float4 channels, uint type);
uint4 __vg_texel_of_int(int4 channels, uint type);
uint4 __vg_texel_of_uint(uint4 channels, uint type);

/* From memory's order to red, green, blue, alpha, and back. */
float4 __vg_texel_order_float(float4 channels, uint order);
int4 __vg_texel_order_int(int4 channels, uint order);
float4 __vg_texel_disorder_float(float4 colour, uint order);
int4 __vg_texel_disorder_int(int4 colour, uint order);

#endif
