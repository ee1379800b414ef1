// SPDX-License-Identifier: MIT
// Every kind of image, read with and without a sampler and written, against the same pixels in a buffer; pitches,
// coordinates outside, questions.
//: options -cl-std=CL3.0
//: run lines global 70 local 32
//: arg image 1d rgba unorm8 64 1 1 random
//: arg buffer uchar 256 random
//: arg image 1d_buffer r float 64 1 1 iota
//: arg image 1d_array rg uint16 64 1 3 pitch 272 272 random
//: arg buffer ushort 408 random
//: arg buffer int 140 zero
//: expect 5 like lines_by_hand
//: run planes global 37 9 local 16 1
//: arg image 2d rgba unorm8 32 6 1 pitch 144 864 random
//: arg buffer uchar 864 random
//: arg image 2d_array r int32 32 6 4 pitch 128 896 noise 7
//: arg buffer int 896 noise 7
//: arg buffer int 666 zero
//: expect 4 like planes_by_hand
//: run solid global 20 6 5 local 8 1 1
//: arg image 3d rgba float 16 4 3 random
//: arg buffer float 768 random
//: arg buffer float 2400 zero
//: expect 2 like solid_by_hand
//: run write_planes global 37 9 local 16 1
//: arg image 2d rgba unorm8 32 6 1 pitch 144 864 random
//: arg buffer uchar 864 random
//: expect 0 like write_planes_by_hand
//: run write_others global 16 local 16
//: arg image 1d r float 16 1 1 zero
//: arg image 1d_buffer r float 16 1 1 zero
//: arg image 1d_array r float 16 1 2 zero
//: arg image 2d_array r float 16 1 3 zero
//: arg image 3d r float 16 2 2 zero
//: expect 0 affine 1 1
//: expect 1 affine 1 2
//: expect 2 list 0*16 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18
//: expect 3 list 0*32 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19
//: expect 4 list 0*48 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20
//: run twice global 64 local 16
//: arg image 2d r float 64 1 1 iota
//: expect 0 affine 4 0
//: run questions global 1 local 1
//: arg image 1d r unorm8 11 1 1 zero
//: arg image 1d_array rg int8 12 1 3 zero
//: arg image 2d rgba float 13 4 1 zero
//: arg image 2d_array bgra unorm8 14 5 6 zero
//: arg image 3d a half 15 7 8 zero
//: arg image 2d_array_depth depth float 9 2 4 zero
//: arg buffer int 24 zero
//: expect 6 list 11 0x10d2 0x10b0 12 3 0x10d7 0x10b2 13 4 13 4 14 5 6 15 7 8 15 7 8 0 9 2 4
constant sampler_t edge = CLK_NORMALIZED_COORDS_FALSE | CLK_ADDRESS_CLAMP_TO_EDGE | CLK_FILTER_NEAREST;
constant sampler_t border = CLK_NORMALIZED_COORDS_FALSE | CLK_ADDRESS_CLAMP | CLK_FILTER_NEAREST;

kernel void lines(read_only image1d_t a, global const uchar *pixels, read_only image1d_buffer_t b, read_only image1d_array_t c,
                  global const ushort *layers, global int *out)
{
    int x = get_global_id(0);
    float4 edged = read_imagef(a, edge, x - 3), bordered = read_imagef(a, border, x - 3);
    float from_buffer = read_imagef(b, min(x, 63)).x;
    uint4 layer = read_imageui(c, border, (int2)(x, x % 5 - 1));
    out[2 * x] = (int)rint(edged.x * 255.0f) + 1000 * (int)rint(bordered.w * 255.0f);
    out[2 * x + 1] = (int)from_buffer + (int)(layer.x * 64) + (int)(layer.y * 640) + (int)(layer.w * 100000);
}

kernel void lines_by_hand(read_only image1d_t a, global const uchar *pixels, read_only image1d_buffer_t b,
                          read_only image1d_array_t c, global const ushort *layers, global int *out)
{
    int x = get_global_id(0), at = x - 3, clamped = clamp(at, 0, 63);
    out[2 * x] = pixels[4 * clamped] + 1000 * (at == clamped ? pixels[4 * clamped + 3] : 0);
    int row = clamp(x % 5 - 1, 0, 2) * 136;
    int2 layer = x < 64 ? (int2)(layers[row + 2 * x], layers[row + 2 * x + 1]) : (int2)(0);
    out[2 * x + 1] = min(x, 63) + layer.x * 64 + layer.y * 640 + 100000;
}

kernel void planes(read_only image2d_t a, global const uchar *pixels, read_only image2d_array_t b, global const int *layers,
                   global int *out)
{
    int x = get_global_id(0), y = get_global_id(1), i = (y * 37 + x) * 2;
    float4 edged = read_imagef(a, edge, (int2)(x - 2, y - 1)), bordered = read_imagef(a, border, (float2)(x - 1.75f, y - 0.25f));
    int layer = read_imagei(b, border, (int4)(x, y, (x + y) % 6 - 1, 0)).x;
    int4 bytes = convert_int4_rte(edged * 255);
    out[i] = bytes.x | bytes.y << 8 | bytes.w << 16;
    out[i + 1] = layer ^ (int)rint(bordered.z * 255);
}

kernel void planes_by_hand(read_only image2d_t a, global const uchar *pixels, read_only image2d_array_t b, global const int *layers,
                           global int *out)
{
    int x = get_global_id(0), y = get_global_id(1), i = (y * 37 + x) * 2;
    global const uchar *p = pixels + clamp(y - 1, 0, 5) * 144 + clamp(x - 2, 0, 31) * 4;
    out[i] = p[0] | p[1] << 8 | p[3] << 16;
    int u = x - 2, v = y - 1;
    int value = u >= 0 && u < 32 && v >= 0 && v < 6 ? pixels[v * 144 + u * 4 + 2] : 0;
    int layer = clamp((x + y) % 6 - 1, 0, 3);
    out[i + 1] = value ^ (x < 32 && y < 6 ? layers[layer * 224 + y * 32 + x] : 0);
}

kernel void solid(read_only image3d_t a, global const float *pixels, global float *out)
{
    int x = get_global_id(0), y = get_global_id(1), z = get_global_id(2);
    float4 value = read_imagef(a, border, (int4)(x - 1, y - 1, z - 1, 0));
    vstore4(value, (z * 6 + y) * 20 + x, out);
}

kernel void solid_by_hand(read_only image3d_t a, global const float *pixels, global float *out)
{
    int x = get_global_id(0), y = get_global_id(1), z = get_global_id(2), u = x - 1, v = y - 1, w = z - 1;
    bool there = u >= 0 && u < 16 && v >= 0 && v < 4 && w >= 0 && w < 3;
    float4 value = 0;
    if (there)
        value = vload4((w * 4 + v) * 16 + u, pixels);
    vstore4(value, (z * 6 + y) * 20 + x, out);
}

kernel void write_planes(write_only image2d_t a, global const uchar *pixels)
{
    int x = get_global_id(0), y = get_global_id(1);
    write_imagef(a, (int2)(x - 2, y - 1), (float4)(x, y, x + y, 255) / 255.0f);
}

// The image's pixels cannot be named here but by the image, so one pixel is written at a time, and only inside.
kernel void write_planes_by_hand(write_only image2d_t a, global const uchar *pixels)
{
    int x = get_global_id(0) - 2, y = get_global_id(1) - 1;
    if (x >= 0 && x < 32 && y >= 0 && y < 6)
        write_imagef(a, (int2)(x, y), (float4)(x + 2, y + 1, x + y + 3, 255) / 255.0f);
}

kernel void write_others(write_only image1d_t a, write_only image1d_buffer_t b, write_only image1d_array_t c,
                         write_only image2d_array_t d, write_only image3d_t e)
{
    int x = get_global_id(0);
    write_imagef(a, x, (float4)(x + 1));
    write_imagef(b, x, (float4)(x + 2));
    write_imagef(c, (int2)(x, 1), (float4)(x + 3));
    write_imagef(d, (int4)(x, 0, 2, 0), (float4)(x + 4));
    write_imagef(e, (int4)(x, 1, 1, 0), (float4)(x + 5));
}

kernel void twice(read_write image2d_t a)
{
    int2 at = (int2)(get_global_id(0), 0);
    for (int i = 0; i < 2; i++) {
        float4 value = read_imagef(a, at);
        write_imagef(a, at, value * 2);
        atomic_work_item_fence(CLK_IMAGE_MEM_FENCE, memory_order_acq_rel, memory_scope_work_item);
    }
}

kernel void questions(read_only image1d_t a, write_only image1d_array_t b, read_write image2d_t c, read_only image2d_array_t d,
                      read_only image3d_t e, read_only image2d_array_depth_t f, global int *out)
{
    out[0] = get_image_width(a);
    out[1] = get_image_channel_data_type(a);
    out[2] = get_image_channel_order(a);
    out[3] = get_image_width(b);
    out[4] = get_image_array_size(b);
    out[5] = get_image_channel_data_type(b);
    out[6] = get_image_channel_order(b);
    out[7] = get_image_width(c);
    out[8] = get_image_height(c);
    vstore2(get_image_dim(c), 0, out + 9);
    vstore2(get_image_dim(d), 0, out + 11);
    out[13] = get_image_array_size(d);
    out[14] = get_image_width(e);
    out[15] = get_image_height(e);
    out[16] = get_image_depth(e);
    vstore4(get_image_dim(e), 0, out + 17);
    vstore2(get_image_dim(f), 0, out + 21);
    out[23] = get_image_array_size(f);
}
