// SPDX-License-Identifier: MIT
// Functions: nested calls, kernels that call kernels, vectors by value, built-in functions with vectors, inline.
//: options -cl-std=CL1.2
//: run nested global 16 local 4
//: arg buffer int 16 iota
//: expect 0 affine 6 6
//: run calls_kernel global 16 local 8
//: arg buffer int 16 iota
//: expect 0 list 15 14 13 12 11 10 9 8 23 22 21 20 19 18 17 16
//: run wide_vectors global 4 local 2
//: arg buffer float 64 iota
//: expect 0 affine 3 1
//: run builtin_vectors global 4 local 2
//: arg buffer float 16 list -3 2 7 1 0 5 -1 9 4 4 4 4 -9 8 1 0
//: expect 0 list 0 2 5 1 0 5 0 5 4 4 4 4 0 5 1 0
//: run pointers_to_vectors global 2 local 2
//: arg buffer float 8 list 1.25 2.5 -3.75 4 0.5 -0.25 8 9.75
//: arg buffer float 8 zero
//: expect 0 list 0.25 0.5 -0.75 0 0.5 -0.25 0 0.75
//: expect 1 list 1 2 -3 4 0 0 8 9
//: run converts global 2 local 1
//: arg buffer int 8 zero
//: expect 0 list 255 0 3 -2 255 0 3 -2
int third(int x)
{
    return x + (int)get_local_size(0) - 4;
}

int second(int x, int y)
{
    return third(x) + third(y);
}

inline int first(int x)
{
    return second(x, x + 1) * 2 + second(x, x + 1);
}

kernel void nested(global int *data)
{
    int g = get_global_id(0);
    data[g] = first(data[g]) + 3;
}

kernel void callee(global int *data)
{
    local int tile[8];
    int l = get_local_id(0);
    tile[l] = data[get_global_id(0)];
    barrier(CLK_LOCAL_MEM_FENCE);
    data[get_global_id(0)] = tile[7 - l];
}

kernel void calls_kernel(global int *data)
{
    callee(data);
    barrier(CLK_GLOBAL_MEM_FENCE);
    data[get_global_id(0)] += 8;
}

float16 widen(float16 a, float16 b)
{
    return a * 2.0f + b;
}

kernel void wide_vectors(global float16 *data)
{
    float16 x = data[get_global_id(0)];
    data[get_global_id(0)] = widen(x, x + 1.0f);
}

kernel void builtin_vectors(global float4 *data)
{
    data[get_global_id(0)] = fmin(fmax(data[get_global_id(0)], 0.0f), (float4)(5));
}

kernel void pointers_to_vectors(global float4 *data, global float4 *whole)
{
    float4 integer, part = modf(data[get_global_id(0)], &integer);
    data[get_global_id(0)] = part;
    whole[get_global_id(0)] = integer;
}

kernel void converts(global int *out)
{
    uchar4 bytes = convert_uchar4_sat((float4)(300, -5, 3.7f, 1));
    int2 rounded = convert_int2_rtn((float2)(-1.5f, 2));
    int at = get_global_id(0) * 4;
    out[at] = bytes.x;
    out[at + 1] = bytes.y;
    out[at + 2] = bytes.z;
    out[at + 3] = rounded.x;
}
