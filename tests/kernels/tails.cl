// SPDX-License-Identifier: MIT
// Launches padded beyond the data: what a vector of work-items loads and stores ends where the data does. The
// buffers end, or begin, at pages that nobody may touch. Local sizes divide no vector.
//: options -cl-std=CL1.2
//: run floats global 130 local 13
//: arg buffer float 96 iota
//: arg buffer float 96 const 5
//: arg buffer float 96 zero
//: arg value uint 96
//: expect 2 affine 2 5
//: run floats4 global 52 local 13
//: arg buffer float 160 iota
//: arg value uint 40
//: arg buffer float 160 zero
//: expect 2 affine 2 0
//: run components global 52 local 13
//: arg buffer float 160 iota
//: arg value uint 40
//: arg buffer float 160 const -1
//: expect 2 like components_by_hand
//: run floats3 global 52 local 13
//: arg buffer float 96 iota
//: arg value uint 32
//: arg buffer float 96 zero
//: expect 2 affine 3 1
//: run aligned3 global 52 local 13
//: arg buffer int 160 iota
//: arg value uint 40
//: arg buffer int 128 zero
//: expect 2 like aligned3_by_hand
//: run uchars16 global 52 local 13
//: arg buffer uchar 640 iota
//: arg value uint 40
//: arg buffer uchar 640 zero
//: expect 2 affine -1 7
//: run uchars global 280 local 14
//: arg buffer uchar 256 iota
//: arg value uint 256
//: arg buffer uchar 256 zero
//: expect 2 affine 3 1
//: run shorts2 global 70 local 14
//: arg buffer short 128 iota
//: arg value uint 64
//: arg buffer short 128 zero
//: expect 2 like shorts2_by_hand
//: run longs global 52 local 13
//: arg buffer long 48 iota
//: arg value uint 48
//: arg buffer long 48 zero
//: expect 2 affine 10 -3
//: run every_third global 52 local 13
//: arg buffer int 96 iota
//: arg value uint 32
//: arg buffer int 96 const -1
//: expect 2 like every_third_by_hand
//: run backwards global 130 local 13
//: arg buffer int 96 iota
//: arg value uint 96
//: arg buffer int 96 zero
//: expect 2 affine -2 190
//: run halves global 130 local 13
//: arg buffer ushort 64 const 0x3c00
//: arg value uint 64
//: arg buffer float 64 zero
//: expect 2 affine 1 1
//: run halves4 global 52 local 13
//: arg buffer ushort 128 const 0xc200
//: arg value uint 32
//: arg buffer ushort 128 zero
//: expect 2 const 0xc600
kernel void floats(global const float *a, global const float *b, global float *out, uint n)
{
    const uint i = get_global_id(0);
    if (i < n)
        out[i] = 2 * a[i] + b[i];
}

kernel void floats4(global const float4 *in, uint n, global float4 *out)
{
    const uint i = get_global_id(0);
    if (i >= n)
        return;
    out[i] = in[i] + in[i];
}

// Not all components are read, nor all written.
kernel void components(global const float4 *in, uint n, global float4 *out)
{
    const uint i = get_global_id(0);
    if (i < n) {
        out[i].x = in[i].w;
        out[i].z = in[i].y + in[i].x;
    }
}

kernel void components_by_hand(global const float4 *in, uint n, global float4 *out)
{
    const uint i = get_global_id(0);
    if (i < n)
        out[i] = (float4)(4 * i + 3, -1, 8 * i + 1, -1);
}

kernel void floats3(global const float *in, uint n, global float *out)
{
    const uint i = get_global_id(0);
    if (i < n)
        vstore3(vload3(i, in) * 3 + 1, i, out);
}

// A vector of three takes the room of four.
kernel void aligned3(global const int3 *in, uint n, global int *out)
{
    const uint i = get_global_id(0);
    if (i < n)
        vstore3(in[i].zxy, i, out);
}

kernel void aligned3_by_hand(global const int *in, uint n, global int *out)
{
    const uint i = get_global_id(0);
    for (uint c = 0; i < n && c < 3; c++)
        out[3 * i + c] = in[4 * i + (c + 2) % 3];
}

kernel void uchars16(global const uchar16 *in, uint n, global uchar16 *out)
{
    const uint i = get_global_id(0);
    if (i < n)
        out[i] = (uchar)7 - in[i];
}

kernel void uchars(global const uchar *in, uint n, global uchar *out)
{
    const uint i = get_global_id(0);
    if (i < n)
        out[i] = in[i] * 3 + 1;
}

kernel void shorts2(global const short2 *in, uint n, global short2 *out)
{
    const uint i = get_global_id(0);
    if (i < n)
        out[i] = in[i].yx * (short2)(100, -100);
}

kernel void shorts2_by_hand(global const short *in, uint n, global short *out)
{
    const uint i = get_global_id(0);
    if (i < n) {
        out[2 * i] = (2 * i + 1) * 100;
        out[2 * i + 1] = (2 * i) * -100;
    }
}

kernel void longs(global const long *in, uint n, global long *out)
{
    const uint i = get_global_id(0);
    if (i < n)
        out[i] = in[i] * 10 - 3;
}

kernel void every_third(global const int *in, uint n, global int *out)
{
    const uint i = get_global_id(0);
    if (i < n)
        out[3 * i + 1] = in[3 * i + 2] + in[3 * i];
}

kernel void every_third_by_hand(global const int *in, uint n, global int *out)
{
    const uint i = get_global_id(0);
    if (i < n)
        out[3 * i + 1] = 6 * i + 2;
}

kernel void backwards(global const int *in, uint n, global int *out)
{
    const uint i = get_global_id(0);
    if (i < n)
        out[n - 1 - i] = 2 * in[i];
}

kernel void halves(global const half *in, uint n, global float *out)
{
    const uint i = get_global_id(0);
    if (i < n)
        out[i] = vload_half(i, in) + i;
}

kernel void halves4(global const half *in, uint n, global half *out)
{
    const uint i = get_global_id(0);
    if (i < n)
        vstore_half4(2 * vload_half4(i, in), i, out);
}
