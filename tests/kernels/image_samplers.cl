// SPDX-License-Identifier: MIT
// Address modes and filters, of samplers in the source and of arguments; the expected values follow from the
// formulas of the specification.
//: options -cl-std=CL3.0
//: run line global 12 local 12
//: arg image 1d r float 4 1 1 list 10 20 30 40
//: arg sampler pixels clamp_to_edge nearest
//: arg buffer float 12 list -5 -1 -0.25 0 0.75 1 2.5 3.99 4 4.5 1e30 -1e30
//: arg buffer float 12 zero
//: expect 3 list 10 10 10 10 10 20 30 40 40 40 40 10
//: run line global 12 local 12
//: arg image 1d r float 4 1 1 list 10 20 30 40
//: arg sampler pixels clamp nearest
//: arg buffer float 12 list -5 -1 -0.25 0 0.75 1 2.5 3.99 4 4.5 1e30 -1e30
//: arg buffer float 12 zero
//: expect 3 list 0 0 0 10 10 20 30 40 0 0 0 0
//: run line global 10 local 10
//: arg image 1d r float 4 1 1 list 10 20 30 40
//: arg sampler normalized repeat nearest
//: arg buffer float 10 list 0 0.25 0.5 0.75 1 1.3 -0.1 -0.25 -2.6 7.99
//: arg buffer float 10 zero
//: expect 3 list 10 20 30 40 10 20 40 40 20 40
//: run line global 10 local 10
//: arg image 1d r float 4 1 1 list 10 20 30 40
//: arg sampler normalized mirrored_repeat nearest
//: arg buffer float 10 list 0.1 0.3 0.6 0.9 1.1 1.3 1.9 2.1 -0.1 -0.6
//: arg buffer float 10 zero
//: expect 3 list 10 20 30 40 40 30 10 10 10 30
//: run line global 8 local 8
//: arg image 1d r float 4 1 1 list 10 20 30 40
//: arg sampler pixels clamp_to_edge linear
//: arg buffer float 8 list 0 0.5 1 1.25 2 3.5 3.75 9
//: arg buffer float 8 zero
//: expect 3 list 10 10 15 17.5 25 40 40 40
//: run line global 8 local 8
//: arg image 1d r float 4 1 1 list 10 20 30 40
//: arg sampler pixels clamp linear
//: arg buffer float 8 list 0 0.25 1 1.25 3.75 4 4.25 9
//: arg buffer float 8 zero
//: expect 3 list 5 7.5 15 17.5 30 20 10 0
//: run line global 8 local 8
//: arg image 1d r float 4 1 1 list 10 20 30 40
//: arg sampler normalized repeat linear
//: arg buffer float 8 list 0 0.125 0.25 1 0.9375 -0.0625 1.0625 0.375
//: arg buffer float 8 zero
//: expect 3 list 25 10 15 25 32.5 32.5 17.5 20
//: run line global 8 local 8
//: arg image 1d r float 4 1 1 list 10 20 30 40
//: arg sampler normalized mirrored_repeat linear
//: arg buffer float 8 list 0 0.125 0.25 1 0.9375 -0.0625 1.0625 -0.25
//: arg buffer float 8 zero
//: expect 3 list 10 10 15 40 40 10 40 15
//: run line global 6 local 6
//: arg image 1d a unorm8 4 1 1 list 51 102 153 204
//: arg sampler normalized clamp linear
//: arg buffer float 6 list 0 0.125 0.25 1 2 -3
//: arg buffer float 6 zero
//: expect 3 const 0
//: run border_alpha global 4 local 4
//: arg image 1d r float 4 1 1 const 5
//: arg image 1d rgba float 4 1 1 const 5
//: arg image 1d a float 4 1 1 const 5
//: arg image 1d rg float 4 1 1 const 5
//: arg buffer float 16 zero
//: expect 4 list 5 1 0 1 0 0 0 0 0 0 0 0 0 1 0 1
//: run plane global 64 33 local 16 1
//: arg image 2d rgba unorm8 16 8 1 random
//: arg buffer uchar 512 random
//: arg buffer float 8448 zero
//: expect 2 like plane_by_hand
//: run solid global 16 8 4 local 16 1 1
//: arg image 3d r float 8 4 4 random
//: arg buffer float 128 random
//: arg buffer float 512 zero
//: expect 2 like solid_by_hand
//: run layers global 8 5 local 8 1
//: arg image 2d_array r float 8 1 3 iota
//: arg buffer float 40 zero
//: expect 1 list 0 1 2 3 4 5 6 7 0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 16 17 18 19 20 21 22 23
kernel void line(read_only image1d_t image, sampler_t sampler, global const float *at, global float *out)
{
    size_t i = get_global_id(0);
    out[i] = read_imagef(image, sampler, at[i]).x;
}

kernel void border_alpha(read_only image1d_t r, read_only image1d_t rgba, read_only image1d_t a, read_only image1d_t rg,
                         global float *out)
{
    const sampler_t border = CLK_NORMALIZED_COORDS_FALSE | CLK_ADDRESS_CLAMP | CLK_FILTER_NEAREST;
    int i = get_global_id(0);
    float4 value = i == 0   ? (float4)(read_imagef(r, border, 0).x, read_imagef(r, border, 7).w, 0, 1)
                   : i == 1 ? read_imagef(rgba, border, -1)
                   : i == 2 ? read_imagef(a, border, 4)
                            : read_imagef(rg, border, -1).xwyw;
    vstore4(value, i, out);
}

constant sampler_t smooth = CLK_NORMALIZED_COORDS_TRUE | CLK_ADDRESS_CLAMP_TO_EDGE | CLK_FILTER_LINEAR;

kernel void plane(read_only image2d_t image, global const uchar *pixels, global float *out)
{
    int x = get_global_id(0), y = get_global_id(1);
    vstore4(read_imagef(image, smooth, (float2)(x / 64.0f, y / 32.0f)), y * 64 + x, out);
}

kernel void plane_by_hand(read_only image2d_t image, global const uchar *pixels, global float *out)
{
    int x = get_global_id(0), y = get_global_id(1);
    float u = x / 4.0f - 0.5f, v = y / 4.0f - 0.5f, a = u - floor(u), b = v - floor(v);
    int left = clamp((int)floor(u), 0, 15), right = clamp((int)floor(u) + 1, 0, 15);
    int top = clamp((int)floor(v), 0, 7), bottom = clamp((int)floor(v) + 1, 0, 7);
    float4 upper = convert_float4(vload4(top * 16 + left, pixels)) * (1 - a) + convert_float4(vload4(top * 16 + right, pixels)) * a;
    float4 lower = convert_float4(vload4(bottom * 16 + left, pixels)) * (1 - a) + convert_float4(vload4(bottom * 16 + right, pixels)) * a;
    vstore4((upper * (1 - b) + lower * b) / 255.0f, y * 64 + x, out);
}

constant sampler_t tiled = CLK_NORMALIZED_COORDS_TRUE | CLK_ADDRESS_REPEAT | CLK_FILTER_LINEAR;

kernel void solid(read_only image3d_t image, global const float *pixels, global float *out)
{
    int x = get_global_id(0), y = get_global_id(1), z = get_global_id(2);
    out[(z * 8 + y) * 16 + x] = read_imagef(image, tiled, (float4)(x / 16.0f, y / 8.0f - 1, z / 4.0f + 0.125f, 0)).x;
}

kernel void solid_by_hand(read_only image3d_t image, global const float *pixels, global float *out)
{
    int x = get_global_id(0), y = get_global_id(1), z = get_global_id(2);
    float sum = 0;
    for (int k = 0; k < 2; k++)
        for (int j = 0; j < 2; j++)
            for (int i = 0; i < 2; i++) {
                float u = x / 2.0f - 0.5f, v = y / 2.0f - 0.5f, w = z + 0.0f;
                float a = u - floor(u), b = v - floor(v), c = w - floor(w);
                int column = ((int)floor(u) + i + 8) % 8, row = ((int)floor(v) + j + 4) % 4, slice = ((int)floor(w) + k) % 4;
                sum += (i ? a : 1 - a) * (j ? b : 1 - b) * (k ? c : 1 - c) * pixels[(slice * 4 + row) * 8 + column];
            }
    out[(z * 8 + y) * 16 + x] = sum;
}

kernel void layers(read_only image2d_array_t image, global float *out)
{
    const sampler_t edge = CLK_NORMALIZED_COORDS_FALSE | CLK_ADDRESS_CLAMP_TO_EDGE | CLK_FILTER_NEAREST;
    int x = get_global_id(0), y = get_global_id(1);
    out[y * 8 + x] = read_imagef(image, edge, (float4)(x + 0.5f, 0.5f, y * 0.9f - 0.8f, 0)).x;
}
