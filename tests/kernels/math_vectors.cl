/* SPDX-License-Identifier: MIT */
/* Componentwise functions on vectors give the bits of the scalar ones, whether they are compiled whole or component by
 * component. The arguments are noise taken as floats, so that there are numbers of all sizes and NaNs, and integers; each
 * work-item counts differences. */

#pragma OPENCL EXTENSION cl_khr_fp64 : enable

//: run unary global 64 local 16
//: arg buffer int 512 noise 1
//: arg buffer int 64 zero
//: expect 1 zero

//: run binary global 64 local 16
//: arg buffer int 512 noise 2
//: arg buffer int 64 zero
//: expect 1 zero

//: run doubles global 64 local 16
//: arg buffer int 512 noise 3
//: arg buffer int 64 zero
//: expect 1 zero

#define SAME(a, b) (((a) == (b)) | (((a) != (a)) & ((b) != (b))))

/* The components of name(x) against name of the components. */
#define CHECK8(name, T, x)                                                                                   \
    {                                                                                                        \
        T##8 whole = name(x);                                                                                \
        T##8 parts = (T##8)(name(x.s0), name(x.s1), name(x.s2), name(x.s3), name(x.s4), name(x.s5), name(x.s6), \
                            name(x.s7));                                                                     \
        wrong += !all(SAME(whole, parts));                                                                   \
    }
#define CHECK4(name, T, a, b)                                                                                \
    {                                                                                                        \
        T##4 whole = name(a, b);                                                                             \
        T##4 parts = (T##4)(name(a.s0, b.s0), name(a.s1, b.s1), name(a.s2, b.s2), name(a.s3, b.s3));         \
        wrong += !all(SAME(whole, parts));                                                                   \
    }

kernel void unary(global const int8 *in, global int *out)
{
    size_t i = get_global_id(0);
    float8 bits = as_float8(in[i]), x = i & 1 ? bits : convert_float8(in[i]) * 0x1p-28f;
    int wrong = 0;
    CHECK8(exp, float, x)
    CHECK8(log, float, x)
    CHECK8(log1p, float, x)
    CHECK8(cbrt, float, x)
    CHECK8(acosh, float, x)
    CHECK8(atan, float, x)
    CHECK8(sin, float, x)
    CHECK8(sinpi, float, x)
    CHECK8(erf, float, x)
    CHECK8(native_exp, float, x)
    CHECK8(half_log, float, x)
    CHECK8(rsqrt, float, x)
    CHECK8(round, float, x)
    CHECK8(logb, float, x)
    out[i] = wrong;
}

kernel void binary(global const int8 *in, global int *out)
{
    size_t i = get_global_id(0);
    float4 x = as_float4(in[i].lo), y = i & 1 ? as_float4(in[i].hi) : convert_float4(in[i].hi) * 0x1p-28f;
    int4 n = in[i].hi >> 24, m = in[i].lo;
    int wrong = 0;
    CHECK4(pow, float, x, y)
    CHECK4(powr, float, x, y)
    CHECK4(hypot, float, x, y)
    CHECK4(atan2, float, x, y)
    CHECK4(fmod, float, x, y)
    CHECK4(minmag, float, x, y)
    CHECK4(nextafter, float, x, y)
    CHECK4(fdim, float, x, y)
    CHECK4(pown, float, x, n)
    CHECK4(rootn, float, x, n)
    CHECK4(ldexp, float, x, n)
    CHECK4(add_sat, int, m, n)
    CHECK4(mul_hi, int, m, n)
    CHECK4(rotate, int, m, n)
    out[i] = wrong;
}

kernel void doubles(global const int8 *in, global int *out)
{
    size_t i = get_global_id(0);
    double4 x = i & 1 ? as_double4(in[i]) : convert_double4(in[i].lo) * 0x1p-28;
    double4 y = convert_double4(in[i].hi) * 0x1p-26;
    int wrong = 0;
    CHECK4(pow, double, x, y)
    CHECK4(hypot, double, x, y)
    CHECK4(remainder, double, x, y)
    double4 e = exp(x), l = log(y), s = asinh(x), c = erfc(y);
    CHECK4(fmax, double, e, l)
    CHECK4(fmin, double, s, c)
    out[i] = wrong;
}
