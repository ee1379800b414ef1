// SPDX-License-Identifier: MIT
// Kernels with so many reads of images that those stay functions, in straight code, under masks and by an argument that is a
// sampler, against loops with one read.
//: options -cl-std=CL3.0
//: run nearest global 70 5 local 32 1
//: arg image 2d rgba unorm8 64 6 1 random
//: arg sampler pixels clamp nearest
//: arg buffer float 1400 zero
//: expect 2 like nearest_in_a_loop
//: run filtered global 70 5 local 32 1
//: arg image 2d rgba float 64 6 1 random
//: arg sampler normalized mirrored_repeat linear
//: arg buffer float 1400 zero
//: expect 2 like filtered_in_a_loop
//: run whole global 70 5 local 32 1
//: arg image 2d r uint16 64 6 1 random
//: arg buffer uint 350 zero
//: expect 1 like whole_in_a_loop
constant sampler_t edge = CLK_NORMALIZED_COORDS_FALSE | CLK_ADDRESS_CLAMP_TO_EDGE | CLK_FILTER_NEAREST;

kernel void nearest(read_only image2d_t image, sampler_t sampler, global float *out)
{
    int2 at = (int2)(get_global_id(0), get_global_id(1));
    float4 sum = 0;
    sum += read_imagef(image, edge, at + (int2)(-2, -2)) * 1;
    sum += read_imagef(image, edge, at + (int2)(-1, -2)) * 2;
    sum += read_imagef(image, edge, at + (int2)(0, -2)) * 3;
    sum += read_imagef(image, edge, at + (int2)(1, -2)) * 4;
    sum += read_imagef(image, edge, at + (int2)(2, -2)) * 5;
    sum += read_imagef(image, edge, at + (int2)(-2, -1)) * 6;
    sum += read_imagef(image, edge, at + (int2)(-1, -1)) * 7;
    sum += read_imagef(image, edge, at + (int2)(0, -1)) * 8;
    sum += read_imagef(image, edge, at + (int2)(1, -1)) * 9;
    sum += read_imagef(image, edge, at + (int2)(2, -1)) * 10;
    sum += read_imagef(image, edge, at + (int2)(-2, 0)) * 11;
    sum += read_imagef(image, edge, at + (int2)(-1, 0)) * 12;
    sum += read_imagef(image, edge, at + (int2)(0, 0)) * 13;
    sum += read_imagef(image, edge, at + (int2)(1, 0)) * 14;
    sum += read_imagef(image, edge, at + (int2)(2, 0)) * 15;
    sum += read_imagef(image, edge, at + (int2)(-2, 1)) * 16;
    sum += read_imagef(image, edge, at + (int2)(-1, 1)) * 17;
    sum += read_imagef(image, edge, at + (int2)(0, 1)) * 18;
    if (at.x % 3) {
        sum += read_imagef(image, sampler, at + (int2)(-2, -2)) * 1;
        sum += read_imagef(image, sampler, at + (int2)(-1, -2)) * 2;
        sum += read_imagef(image, sampler, at + (int2)(0, -2)) * 3;
        sum += read_imagef(image, sampler, at + (int2)(1, -2)) * 4;
    }
    vstore4(sum, at.y * 70 + at.x, out);
}

kernel void nearest_in_a_loop(read_only image2d_t image, sampler_t sampler, global float *out)
{
    int2 at = (int2)(get_global_id(0), get_global_id(1));
    float4 sum = 0;
    for (int k = 0; k < 18; k++)
        sum += read_imagef(image, edge, at + (int2)(k % 5 - 2, k / 5 - 2)) * (k + 1);
    if (at.x % 3)
        for (int k = 0; k < 4; k++)
            sum += read_imagef(image, sampler, at + (int2)(k % 5 - 2, k / 5 - 2)) * (k + 1);
    vstore4(sum, at.y * 70 + at.x, out);
}

kernel void filtered(read_only image2d_t image, sampler_t sampler, global float *out)
{
    float2 at = (float2)(get_global_id(0), get_global_id(1)) / 16.0f;
    float4 sum = 0;
    sum += read_imagef(image, sampler, at + (float2)(-2, -2)) * 1;
    sum += read_imagef(image, sampler, at + (float2)(-1, -2)) * 2;
    sum += read_imagef(image, sampler, at + (float2)(0, -2)) * 3;
    sum += read_imagef(image, sampler, at + (float2)(1, -2)) * 4;
    sum += read_imagef(image, sampler, at + (float2)(2, -2)) * 5;
    sum += read_imagef(image, sampler, at + (float2)(-2, -1)) * 6;
    sum += read_imagef(image, sampler, at + (float2)(-1, -1)) * 7;
    sum += read_imagef(image, sampler, at + (float2)(0, -1)) * 8;
    vstore4(sum, get_global_id(1) * 70 + get_global_id(0), out);
}

kernel void filtered_in_a_loop(read_only image2d_t image, sampler_t sampler, global float *out)
{
    float2 at = (float2)(get_global_id(0), get_global_id(1)) / 16.0f;
    float4 sum = 0;
    for (int k = 0; k < 8; k++)
        sum += read_imagef(image, sampler, at + (float2)(k % 5 - 2, k / 5 - 2)) * (k + 1);
    vstore4(sum, get_global_id(1) * 70 + get_global_id(0), out);
}

kernel void whole(read_only image2d_t image, global uint *out)
{
    int2 at = (int2)(get_global_id(1), get_global_id(0) % 6);
    uint sum = 0;
    sum += read_imageui(image, edge, at + (int2)(-2, -2)).x * 1;
    sum += read_imageui(image, edge, at + (int2)(-1, -2)).x * 2;
    sum += read_imageui(image, edge, at + (int2)(0, -2)).x * 3;
    sum += read_imageui(image, edge, at + (int2)(1, -2)).x * 4;
    sum += read_imageui(image, edge, at + (int2)(2, -2)).x * 5;
    sum += read_imageui(image, edge, at + (int2)(-2, -1)).x * 6;
    sum += read_imageui(image, edge, at + (int2)(-1, -1)).x * 7;
    sum += read_imageui(image, edge, at + (int2)(0, -1)).x * 8;
    sum += read_imageui(image, edge, at + (int2)(1, -1)).x * 9;
    sum += read_imageui(image, edge, at + (int2)(2, -1)).x * 10;
    sum += read_imageui(image, edge, at + (int2)(-2, 0)).x * 11;
    sum += read_imageui(image, edge, at + (int2)(-1, 0)).x * 12;
    sum += read_imageui(image, edge, at + (int2)(0, 0)).x * 13;
    sum += read_imageui(image, edge, at + (int2)(1, 0)).x * 14;
    sum += read_imageui(image, edge, at + (int2)(2, 0)).x * 15;
    sum += read_imageui(image, edge, at + (int2)(-2, 1)).x * 16;
    sum += read_imageui(image, edge, at + (int2)(-1, 1)).x * 17;
    sum += read_imageui(image, edge, at + (int2)(0, 1)).x * 18;
    out[get_global_id(1) * 70 + get_global_id(0)] = sum;
}

kernel void whole_in_a_loop(read_only image2d_t image, global uint *out)
{
    int2 at = (int2)(get_global_id(1), get_global_id(0) % 6);
    uint sum = 0;
    for (int k = 0; k < 18; k++)
        sum += read_imageui(image, edge, at + (int2)(k % 5 - 2, k / 5 - 2)).x * (k + 1);
    out[get_global_id(1) * 70 + get_global_id(0)] = sum;
}
