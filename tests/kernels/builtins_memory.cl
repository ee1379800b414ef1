/* SPDX-License-Identifier: MIT */
/* Loads and stores of vectors and halves in every address space of OpenCL C 1.2, and the atomics of that
 * version. */
//: options -cl-std=CL1.2

//: run spaces global 2 local 2
//: arg buffer short 6 list 1 2 3 4 5 6
//: arg local 12
//: arg buffer short 18 zero
//: expect 2 list 4 5 6 1 2 3 11 12 13 21 22 23 -1 -2 -3 -2 -4 -6

//: run halves global 4 local 4
//: arg buffer ushort 16 list 0x3c00 0xc000 0x0001 0x7bff 0x3555 0x8000 0x7c00 0x03ff 0 0 0 0 0 0 0 0
//: arg buffer float 8 zero
//: arg buffer ushort 8 zero
//: expect 1 list 1 -2 5.9604644775390625e-08 65504 0.333251953125 -0.0 inf 6.0975551605224609e-05
//: expect 2 list 0x3c00 0xc000 0x0001 0x7bff 0x3555 0x8000 0x7c00 0x03ff

//: run roundings global 5 local 5
//: arg buffer double 5 list 1.00048828125 -1.00048828125 65519.99 1e-30 -1e9
//: arg buffer ushort 10 zero
//: arg buffer ushort 10 zero
//: expect 1 list 0x3c00 0xbc00 0x7bff 0 0xfc00 0x3c00 0xbc00 0x7bff 0 0xfbff
//: expect 2 list 0x3c01 0xbc00 0x7c00 1 0xfbff 0x3c00 0xbc01 0x7bff 0 0xfc00

//: run wide_atomics global 40 local 40
//: arg buffer long 3 list 5 -1 0
//: arg buffer ulong 1 list 7
//: expect 0 list 45 39 38
//: expect 1 list 100000000000

//: run picks global 3 local 3
//: arg buffer int 3 list -1 0 5
//: arg buffer int 6 zero
//: expect 1 list 10 20 20 0xffff 0 5

constant short table[] = {11, 12, 13, 21, 22, 23};

kernel void spaces(global const short *a, local short *scratch, global short *r)
{
    size_t i = get_global_id(0), n = get_global_size(0);
    short own[4];
    vstore3(vload3(i, a), i, scratch);
    barrier(CLK_LOCAL_MEM_FENCE);
    vstore3(vload3(n - 1 - i, scratch), i, r);
    vstore3(vload3(i, table), n + i, r);
    vstore3((short3)(-1, -2, -3) * (short)(i + 1), 0, own);
    vstore3(vload3(0, own), 2 * n + i, r);
}

kernel void halves(global const half *a, global float *r, global half *h)
{
    size_t i = get_global_id(0);
    float2 pair = vload_half2(i, a);
    vstore2(pair, i, r);
    vstore_half2(pair, i, h);
}

kernel void roundings(global const double *a, global half *r, global half *directed)
{
    size_t i = get_global_id(0), n = get_global_size(0);
    vstore_half(a[i], i, r);
    vstore_half_rtz(a[i], n + i, r);
    vstore_half_rtp(a[i], i, directed);
    vstore_half_rtn(a[i], n + i, directed);
}

#pragma OPENCL EXTENSION cl_khr_int64_base_atomics : enable
#pragma OPENCL EXTENSION cl_khr_int64_extended_atomics : enable

kernel void wide_atomics(global long *a, global ulong *b)
{
    long i = get_global_id(0);
    atom_inc(&a[0]);
    atom_max(&a[1], i);
    atom_cmpxchg(&a[2], (long)0, (long)38);
    atom_min(b, 100000000000UL + i * 2);
    atom_max(b, 100000000000UL);
}

kernel void picks(global const int *a, global int *r)
{
    size_t i = get_global_id(0), n = get_global_size(0);
    r[i] = select(20, 10, a[i] < 0);
    r[n + i] = convert_ushort(a[i]);
}
