/* SPDX-License-Identifier: MIT */
/* Built-in functions called with vectors: the ones that act on components and the ones that look at the
 * whole. */

//: run integers global 2 local 2
//: arg buffer int 8 list 1 -2 2147483647 -2147483648 5 6 7 8
//: arg buffer int 8 list 10 -20 1 -1 -5 100 -7 2147483647
//: arg buffer int 16 zero
//: arg buffer int 8 zero
//: expect 2 list 11 -22 2147483647 -2147483648 0 106 0 2147483647 1 -2 3 -2147483648 3 3 3 3
//: expect 3 list 5 -11 1073741824 -1073741825 0 53 0 1073741827

//: run common global 1 local 1
//: arg buffer float 4 list 1.5 -2.25 0 3.75
//: arg buffer float 16 zero
//: expect 1 list 1.5 -1 0 2 1.25 -0.625 0.5 2.375 1 -1 0 1 1 0 1 1

//: run conversions global 2 local 2
//: arg buffer float 8 list 1.5 2.5 -0.5 300 -1.5 127.5 1e10 nan
//: arg buffer char 16 zero
//: arg buffer uint 8 zero
//: arg buffer double 8 zero
//: expect 1 list 2 2 0 127 -2 127 127 0 2 3 0 127 -1 127 127 0
//: expect 2 list 1 2 0 300 0 127 4294967295 0
//: expect 3 list 1.5 2.5 -0.5 300 -1.5 127.5 1e10 nan

//: run pointers global 1 local 1
//: arg buffer float 4 list 8.25 -3.5 0.75 1024
//: arg buffer float 12 zero
//: arg buffer int 4 zero
//: arg buffer float 8 zero
//: expect 1 list 0.515625 -0.875 0.75 0.5 0.25 -0.5 0.75 0 0.25 0.5 0.75 0
//: expect 2 list 4 2 0 11
//: expect 3 list 8 -3 0 1024 8 -4 0 1024

//: run relations global 1 local 1
//: arg buffer float 8 list 1 2 3 4 4 3 3 0
//: arg buffer int 16 zero
//: expect 1 list 0 0 -1 0 -1 -1 0 0 1 0 4 3 3 4 0 0

//: run geometry global 1 local 1
//: arg buffer float 8 list 3 4 12 0 1 2 2 7
//: arg buffer float 10 zero
//: expect 1 list 35 35 13 3 0.6 0.8 -16 6 2 0

//: run three global 2 local 2
//: arg buffer float 6 list 1 2 3 4 5 6
//: arg buffer float 7 const -1
//: expect 1 list 2 3 4 5 6 7 -1

//: run shuffles global 1 local 1
//: arg buffer uchar 16 list 0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15
//: arg buffer uchar 4 list 7 15 0 8
//: arg buffer uchar 10 zero
//: expect 2 list 7 7 0 0 7 15 0 8 3 0

kernel void integers(global const int4 *a, global const int4 *b, global int4 *r, global int4 *halves)
{
    size_t i = get_global_id(0), n = get_global_size(0);
    r[i] = add_sat(a[i], b[i]);
    r[n + i] = min(a[i], 3);
    halves[i] = hadd(a[i], b[i]);
}

kernel void common(global const float4 *a, global float4 *r)
{
    r[0] = clamp(a[0], -1.0f, 2.0f);
    r[1] = mix(a[0], (float4)(1.0f), 0.5f);
    r[2] = sign(a[0]);
    r[3] = step(0.0f, a[0]);
}

kernel void conversions(global const float4 *a, global char4 *c, global uint4 *u, global double4 *d)
{
    size_t i = get_global_id(0);
    c[i] = convert_char4_sat_rte(a[i]);
    c[2 + i] = convert_char4_sat_rtp(a[i]);
    u[i] = convert_uint4_sat(a[i]);
    d[i] = convert_double4(a[i]);
}

kernel void pointers(global const float4 *a, global float4 *r, global int4 *exponents, global float4 *wholes)
{
    int4 exponent;
    float4 whole;
    r[0] = frexp(a[0], &exponent);
    exponents[0] = exponent;
    r[1] = modf(a[0], &whole);
    wholes[0] = whole;
    r[2] = fract(a[0], wholes + 1);
}

kernel void relations(global const float4 *a, global int4 *r)
{
    r[0] = isequal(a[0], a[1]);
    r[1] = isless(a[0], a[1]);
    r[2].x = any(r[0]);
    r[2].y = all(r[0]);
    r[2].zw = convert_int2(select(a[0].xy, a[1].xy, (int2)(-1, 0x80000000)));
    r[3].xy = convert_int2(select(a[0].zw, a[1].zw, (int2)(1, 0)));
}

kernel void geometry(global const float4 *a, global float *r)
{
    r[0] = dot(a[0], a[1]);
    r[1] = dot(a[0].xyz, a[1].xyz);
    r[2] = length(a[0]);
    r[3] = distance(a[1].xyz, (float3)(0, 0, 0));
    vstore2(normalize(a[0].xy), 2, r);
    float4 product = cross(a[0], a[1]);
    r[6] = product.x;
    r[7] = product.y;
    r[8] = product.z;
    r[9] = product.w;
}

kernel void three(global const float *a, global float *r)
{
    size_t i = get_global_id(0);
    vstore3(vload3(i, a) + 1, i, r);
}

kernel void shuffles(global const uchar8 *a, global const uchar4 *mask, global uchar *r)
{
    vstore4(shuffle(a[0], mask[0]), 0, r);
    vstore4(shuffle2(a[0], a[1], mask[0]), 1, r);
    vstore2(shuffle(a[0], (uchar2)(3, 16)), 4, r);
}
