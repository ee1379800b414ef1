// SPDX-License-Identifier: MIT
// Every type and order of channels, read and written: conversions, rounding, saturation, what absent channels are.
//: options -cl-std=CL3.0
//: run read_float global 4 local 4
//: arg image 2d rgba unorm8 4 1 1 list 0 1 127 255 51 102 153 204 255 255 0 0 3 5 15 17
//: arg buffer float 16 zero
//: expect 1 list 0 0.0039215686 0.498039216 1 0.2 0.4 0.6 0.8 1 1 0 0 0.011764706 0.019607843 0.058823529 0.066666667
//: run read_float global 2 local 2
//: arg image 2d bgra unorm8 2 1 1 list 0 51 102 255 255 0 51 0
//: arg buffer float 8 zero
//: expect 1 list 0.4 0.2 0 1 0.2 0 1 0
//: run read_float global 2 local 2
//: arg image 2d argb unorm8 2 1 1 list 0 51 102 255 255 0 51 0
//: arg buffer float 8 zero
//: expect 1 list 0.2 0.4 1 0 0 0.2 0 1
//: run read_float global 2 local 2
//: arg image 2d abgr unorm8 2 1 1 list 0 51 102 255 255 0 51 0
//: arg buffer float 8 zero
//: expect 1 list 1 0.4 0.2 0 0 0.2 0 1
//: run read_float global 3 local 3
//: arg image 2d r unorm8 3 1 1 list 0 51 255
//: arg buffer float 12 zero
//: expect 1 list 0 0 0 1 0.2 0 0 1 1 0 0 1
//: run read_float global 2 local 2
//: arg image 2d rg unorm8 2 1 1 list 0 51 255 102
//: arg buffer float 8 zero
//: expect 1 list 0 0.2 0 1 1 0.4 0 1
//: run read_float global 2 local 2
//: arg image 2d ra unorm8 2 1 1 list 0 51 255 102
//: arg buffer float 8 zero
//: expect 1 list 0 0 0 0.2 1 0 0 0.4
//: run read_float global 2 local 2
//: arg image 2d a unorm8 2 1 1 list 51 255
//: arg buffer float 8 zero
//: expect 1 list 0 0 0 0.2 0 0 0 1
//: run read_float global 2 local 2
//: arg image 2d intensity float 2 1 1 list 0.25 -7
//: arg buffer float 8 zero
//: expect 1 list 0.25*4 -7*4
//: run read_float global 2 local 2
//: arg image 2d luminance unorm16 2 1 1 list 13107 65535
//: arg buffer float 8 zero
//: expect 1 list 0.2*3 1 1*4
//: run read_float global 2 local 2
//: arg image 2d rgba unorm16 2 1 1 list 0 1 13107 65535 65535 26214 39321 52428
//: arg buffer float 8 zero
//: expect 1 list 0 1.5259022e-05 0.2 1 1 0.4 0.6 0.8
//: run read_float global 3 local 3
//: arg image 2d rg snorm8 3 1 1 list -128 -127 0 127 64 -1
//: arg buffer float 12 zero
//: expect 1 list -1 -1 0 1 0 1 0 1 0.503937008 -0.00787401575 0 1
//: run read_float global 3 local 3
//: arg image 2d r snorm16 3 1 1 list -32768 -32767 32767
//: arg buffer float 12 zero
//: expect 1 list -1 0 0 1 -1 0 0 1 1 0 0 1
//: run read_float global 2 local 2
//: arg image 2d rgba half 2 1 1 list 0x3c00 0xbc00 0x7bff 1 0x3800 0 0x8000 0x4248
//: arg buffer float 8 zero
//: expect 1 list 1 -1 65504 5.96046448e-08 0.5 0 -0 3.140625
//: run read_float global 2 local 2
//: arg image 2d rg float 2 1 1 list 1.5 -2.5 3.25 4
//: arg buffer float 8 zero
//: expect 1 list 1.5 -2.5 0 1 3.25 4 0 1
//: run read_int global 2 local 2
//: arg image 2d rgba int8 2 1 1 list -128 -1 0 127 5 -6 7 -8
//: arg buffer int 8 zero
//: expect 1 list -128 -1 0 127 5 -6 7 -8
//: run read_int global 2 local 2
//: arg image 2d rg int16 2 1 1 list -32768 32767 -1 1
//: arg buffer int 8 zero
//: expect 1 list -32768 32767 0 1 -1 1 0 1
//: run read_int global 2 local 2
//: arg image 2d rgba int32 2 1 1 list -2147483648 2147483647 -1 1 2 3 4 5
//: arg buffer int 8 zero
//: expect 1 list -2147483648 2147483647 -1 1 2 3 4 5
//: run read_uint global 2 local 2
//: arg image 2d r uint8 2 1 1 list 255 128
//: arg buffer uint 8 zero
//: expect 1 list 255 0 0 1 128 0 0 1
//: run read_uint global 2 local 2
//: arg image 2d rgba uint16 2 1 1 list 65535 32768 1 0 2 3 4 5
//: arg buffer uint 8 zero
//: expect 1 list 65535 32768 1 0 2 3 4 5
//: run read_uint global 2 local 2
//: arg image 2d rg uint32 2 1 1 list 4294967295 2147483648 1 0
//: arg buffer uint 8 zero
//: expect 1 list 4294967295 2147483648 0 1 1 0 0 1
//: run write_float global 3 local 3
//: arg image 2d rgba unorm8 3 1 1 zero
//: arg buffer float 12 list 0 1 2 -1 0.5 0.25 0.0019607842 0.001961 nan 1e30 -1e30 0.00588235294
//: expect 0 list 0 255 255 0 128 64 0 1 0 255 0 2
//: run write_float global 2 local 2
//: arg image 2d bgra unorm8 2 1 1 zero
//: arg buffer float 8 list 1 0.8 0.6 0.4 0 0.2 0.4 1
//: expect 0 list 153 204 255 102 102 51 0 255
//: run write_float global 2 local 2
//: arg image 2d argb unorm8 2 1 1 zero
//: arg buffer float 8 list 1 0.8 0.6 0.4 0 0.2 0.4 1
//: expect 0 list 102 255 204 153 255 0 51 102
//: run write_float global 2 local 2
//: arg image 2d a unorm8 2 1 1 zero
//: arg buffer float 8 list 1 0.8 0.6 0.4 0 0.2 0.4 1
//: expect 0 list 102 255
//: run write_float global 2 local 2
//: arg image 2d ra unorm8 2 1 1 zero
//: arg buffer float 8 list 1 0.8 0.6 0.4 0 0.2 0.4 1
//: expect 0 list 255 102 0 255
//: run write_float global 2 local 2
//: arg image 2d rg snorm8 2 1 1 zero
//: arg buffer float 8 list 1 -1 0 0 -2 0.5 0 0
//: expect 0 list 127 -127 -128 64
//: run write_float global 2 local 2
//: arg image 2d r snorm16 2 1 1 zero
//: arg buffer float 8 list 1 0 0 0 -2 0 0 0
//: expect 0 list 32767 -32768
//: run write_float global 2 local 2
//: arg image 2d rgba unorm16 2 1 1 zero
//: arg buffer float 8 list 1 0.2 -5 7 0.4 0.6 0.8 0.00000763
//: expect 0 list 65535 13107 0 65535 26214 39321 52428 1
//: run write_float global 2 local 2
//: arg image 2d rgba half 2 1 1 zero
//: arg buffer float 8 list 1 -1 1e10 5.96046448e-08 0.5 0 1.00048828125 1.00146484375
//: expect 0 list 0x3c00 0xbc00 0x7c00 1 0x3800 0 0x3c00 0x3c02
//: run write_float global 2 local 2
//: arg image 2d rgba float 2 1 1 zero
//: arg buffer float 8 list 1 -1 1e10 5 0.5 0 1.5 -7
//: expect 0 list 1 -1 1e10 5 0.5 0 1.5 -7
//: run write_int global 2 local 2
//: arg image 2d rgba int8 2 1 1 zero
//: arg buffer int 8 list 127 128 -128 -129 1000000 -1000000 0 -1
//: expect 0 list 127 127 -128 -128 127 -128 0 -1
//: run write_int global 2 local 2
//: arg image 2d rg int16 2 1 1 zero
//: arg buffer int 8 list 32768 -32769 0 0 5 -5 0 0
//: expect 0 list 32767 -32768 5 -5
//: run write_int global 2 local 2
//: arg image 2d r int32 2 1 1 zero
//: arg buffer int 8 list -2147483648 0 0 0 2147483647 0 0 0
//: expect 0 list -2147483648 2147483647
//: run write_uint global 2 local 2
//: arg image 2d rgba uint8 2 1 1 zero
//: arg buffer uint 8 list 255 256 4294967295 0 1 2 3 4
//: expect 0 list 255 255 255 0 1 2 3 4
//: run write_uint global 2 local 2
//: arg image 2d rg uint16 2 1 1 zero
//: arg buffer uint 8 list 65536 65535 0 0 1 4294967295 0 0
//: expect 0 list 65535 65535 1 65535
//: run write_uint global 2 local 2
//: arg image 2d rgba uint32 2 1 1 zero
//: arg buffer uint 8 list 4294967295 2147483648 0 1 2 3 4 5
//: expect 0 list 4294967295 2147483648 0 1 2 3 4 5
//: run depths global 4 local 4
//: arg image 2d_depth depth unorm16 4 1 1 list 0 13107 65535 26214
//: arg image 2d_depth depth float 4 1 1 zero
//: arg buffer float 4 zero
//: expect 1 list 0 0.2 1 0.4
//: expect 2 list 0 0.2 1 0.4
//: run light global 2 local 2
//: arg image 2d srgba unorm8 2 1 1 list 0 10 11 128 128 188 255 255
//: arg buffer int 8 zero
//: expect 1 list 0 30 33 5020 2159 5029 10000 10000
//: run halves global 2 local 2
//: arg image 2d rgba unorm8 2 1 1 list 0 51 255 1 128 0 0 3
//: arg image 2d rgba half 2 1 1 zero
//: expect 1 list 0 0x3266 0x3c00 0x1c04 0x3804 0 0 0x2206
kernel void read_float(read_only image2d_t image, global float4 *out)
{
    int x = get_global_id(0);
    out[x] = read_imagef(image, (int2)(x, 0));
}

kernel void read_int(read_only image2d_t image, global int4 *out)
{
    int x = get_global_id(0);
    out[x] = read_imagei(image, (int2)(x, 0));
}

kernel void read_uint(read_only image2d_t image, global uint4 *out)
{
    int x = get_global_id(0);
    out[x] = read_imageui(image, (int2)(x, 0));
}

kernel void write_float(write_only image2d_t image, global const float4 *in)
{
    int x = get_global_id(0);
    write_imagef(image, (int2)(x, 0), in[x]);
}

kernel void write_int(write_only image2d_t image, global const int4 *in)
{
    int x = get_global_id(0);
    write_imagei(image, (int2)(x, 0), in[x]);
}

kernel void write_uint(write_only image2d_t image, global const uint4 *in)
{
    int x = get_global_id(0);
    write_imageui(image, (int2)(x, 0), in[x]);
}

kernel void depths(read_only image2d_depth_t in, write_only image2d_depth_t copy, global float *out)
{
    int x = get_global_id(0);
    float depth = read_imagef(in, (int2)(x, 0));
    write_imagef(copy, (int2)(x, 0), depth);
    out[x] = depth;
}

kernel void light(read_only image2d_t image, global int4 *out)
{
    int x = get_global_id(0);
    out[x] = convert_int4_rte(read_imagef(image, (int2)(x, 0)) * 10000);
}

kernel void halves(read_only image2d_t in, write_only image2d_t out)
{
    int2 at = (int2)(get_global_id(0), 0);
    write_imageh(out, at, read_imageh(in, at));
}
