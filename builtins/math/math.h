/* SPDX-License-Identifier: MIT */
/* Helpers of the math functions: bits, powers of two, polynomials, error-free sums and products, double-double numbers.
 *
 * The sources are scalar and free of branches, so that vgpu-cc can widen them: both sides of a choice are computed
 * and select picks one. Loops and branches stand only where a rare argument costs much more than the usual one.
 * Contraction is off; what may be fused says mul_add, what must be exact uses the error-free helpers. */
#ifndef VG_BUILTINS_MATH_MATH_H
#define VG_BUILTINS_MATH_MATH_H

#include "builtins/base.h"
#include "builtins/math/coefficients.h"

#pragma OPENCL FP_CONTRACT OFF

/* Out-pointers come from any of these. */
#define VG_ADDRESS_SPACES(X) X(global) X(local) X(private) X(generic)

#define INF_F __builtin_inff()
#define INF_D __builtin_inf()
#define NAN_F __builtin_nanf("")
#define NAN_D __builtin_nan("")

VG_HELPER bool relaxed(void)
{
    return __vg_math() & VG_MATH_RELAXED;
}
VG_HELPER bool finite_only(void)
{
    return __vg_math() & VG_MATH_FINITE;
}

/* a * b + c, fused where the target does that in one instruction. */
VG_HELPER float mul_add(float a, float b, float c)
{
#pragma OPENCL FP_CONTRACT ON
    return a * b + c;
}
VG_HELPER double mul_add(double a, double b, double c)
{
#pragma OPENCL FP_CONTRACT ON
    return a * b + c;
}
/* x - a b, rounded once. */
VG_HELPER float exact_rest(float x, float a, float b)
{
    return __vg_has_fma() ? __builtin_fmaf(-a, b, x) : (float)((double)x - (double)a * (double)b);
}

/* Newton's method multiplies an approximation by a factor near 1. One that is 0 or infinite it would lose: the factor is a NaN
 * there, or beyond bounds. */
VG_HELPER float newton_factor(float factor)
{
    return factor > 0.5f ? factor : 0.5f;
}
/* To 21 bits, and of 0, infinities and NaN what it should be; denormals count as 0, and what is below 2^-125 may be 0. */
VG_HELPER float quick_inverse(float x)
{
    float y = __vg_estimate_recip(x);
    return y * newton_factor(mul_add(-x, y, 2.0f));
}
VG_HELPER float quick_rsqrt(float x)
{
    float y = __vg_estimate_rsqrt(x);
    return y * newton_factor(mul_add(-0.5f * y, x * y, 1.5f));
}
/* 1 / sqrt(x) for normal finite x within an ulp, by a step of third order. */
VG_HELPER float closer_rsqrt(float x)
{
    float y = __vg_estimate_rsqrt(x), e = mul_add(-x * y, y, 1.0f);
    return mul_add(y * e, mul_add(e, 0.375f, 0.5f), y);
}
/* The same for numbers that as floats are normal, from the float. */
VG_HELPER double closer_rsqrt(double x)
{
    double y = (double)quick_rsqrt((float)x), e = mul_add(-x * y, y, 1.0);
    return mul_add(y * e, mul_add(e, 0.375, 0.5), y);
}
/* x / y for such y, to 44 bits. */
VG_HELPER double short_quotient(double x, double y)
{
    double inverse = (double)__vg_quick_divide(1.0f, (float)y), q = x * inverse;
    return mul_add(mul_add(-y, q, x), inverse, q);
}

/* Horner's scheme, the constant term first: POLY(x, c0, c1, c2) is c0 + c1 x + c2 x^2. */
#define POLY(x, ...) POLY_COUNT(__VA_ARGS__, 24, 23, 22, 21, 20, 19, 18, 17, 16, 15, 14, 13, POLY_LOW)(x, __VA_ARGS__)
#define POLY_LOW 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1
#define POLY_COUNT(...) POLY_PICK(__VA_ARGS__)
#define POLY_PICK(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t, u, v, w, x, count, ...) POLY##count
#define POLY1(x, a) (a)
#define POLY2(x, a, ...) mul_add(x, POLY1(x, __VA_ARGS__), a)
#define POLY3(x, a, ...) mul_add(x, POLY2(x, __VA_ARGS__), a)
#define POLY4(x, a, ...) mul_add(x, POLY3(x, __VA_ARGS__), a)
#define POLY5(x, a, ...) mul_add(x, POLY4(x, __VA_ARGS__), a)
#define POLY6(x, a, ...) mul_add(x, POLY5(x, __VA_ARGS__), a)
#define POLY7(x, a, ...) mul_add(x, POLY6(x, __VA_ARGS__), a)
#define POLY8(x, a, ...) mul_add(x, POLY7(x, __VA_ARGS__), a)
#define POLY9(x, a, ...) mul_add(x, POLY8(x, __VA_ARGS__), a)
#define POLY10(x, a, ...) mul_add(x, POLY9(x, __VA_ARGS__), a)
#define POLY11(x, a, ...) mul_add(x, POLY10(x, __VA_ARGS__), a)
#define POLY12(x, a, ...) mul_add(x, POLY11(x, __VA_ARGS__), a)
#define POLY13(x, a, ...) mul_add(x, POLY12(x, __VA_ARGS__), a)
#define POLY14(x, a, ...) mul_add(x, POLY13(x, __VA_ARGS__), a)
#define POLY15(x, a, ...) mul_add(x, POLY14(x, __VA_ARGS__), a)
#define POLY16(x, a, ...) mul_add(x, POLY15(x, __VA_ARGS__), a)
#define POLY17(x, a, ...) mul_add(x, POLY16(x, __VA_ARGS__), a)
#define POLY18(x, a, ...) mul_add(x, POLY17(x, __VA_ARGS__), a)
#define POLY19(x, a, ...) mul_add(x, POLY18(x, __VA_ARGS__), a)
#define POLY20(x, a, ...) mul_add(x, POLY19(x, __VA_ARGS__), a)
#define POLY21(x, a, ...) mul_add(x, POLY20(x, __VA_ARGS__), a)
#define POLY22(x, a, ...) mul_add(x, POLY21(x, __VA_ARGS__), a)
#define POLY23(x, a, ...) mul_add(x, POLY22(x, __VA_ARGS__), a)
#define POLY24(x, a, ...) mul_add(x, POLY23(x, __VA_ARGS__), a)

/* The same in steps of x^2, each of two terms: one more product, but a chain of half the length, which is what a long
 * polynomial waits for. */
#define PAIRS(x, ...) \
    PAIRS_COUNT(__VA_ARGS__, 24, 23, 22, 21, 20, 19, 18, 17, 16, 15, 14, 13, POLY_LOW)(x, (x) * (x), __VA_ARGS__)
#define PAIRS_COUNT(...) PAIRS_PICK(__VA_ARGS__)
#define PAIRS_PICK(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t, u, v, w, x, count, ...) PAIRS##count
#define PAIRS1(x, square, a) (a)
#define PAIRS2(x, square, a, b) mul_add(x, b, a)
#define PAIRS3(x, square, a, b, ...) mul_add(square, PAIRS1(x, square, __VA_ARGS__), mul_add(x, b, a))
#define PAIRS4(x, square, a, b, ...) mul_add(square, PAIRS2(x, square, __VA_ARGS__), mul_add(x, b, a))
#define PAIRS5(x, square, a, b, ...) mul_add(square, PAIRS3(x, square, __VA_ARGS__), mul_add(x, b, a))
#define PAIRS6(x, square, a, b, ...) mul_add(square, PAIRS4(x, square, __VA_ARGS__), mul_add(x, b, a))
#define PAIRS7(x, square, a, b, ...) mul_add(square, PAIRS5(x, square, __VA_ARGS__), mul_add(x, b, a))
#define PAIRS8(x, square, a, b, ...) mul_add(square, PAIRS6(x, square, __VA_ARGS__), mul_add(x, b, a))
#define PAIRS9(x, square, a, b, ...) mul_add(square, PAIRS7(x, square, __VA_ARGS__), mul_add(x, b, a))
#define PAIRS10(x, square, a, b, ...) mul_add(square, PAIRS8(x, square, __VA_ARGS__), mul_add(x, b, a))
#define PAIRS11(x, square, a, b, ...) mul_add(square, PAIRS9(x, square, __VA_ARGS__), mul_add(x, b, a))
#define PAIRS12(x, square, a, b, ...) mul_add(square, PAIRS10(x, square, __VA_ARGS__), mul_add(x, b, a))
#define PAIRS13(x, square, a, b, ...) mul_add(square, PAIRS11(x, square, __VA_ARGS__), mul_add(x, b, a))
#define PAIRS14(x, square, a, b, ...) mul_add(square, PAIRS12(x, square, __VA_ARGS__), mul_add(x, b, a))

VG_HELPER float magnitude(float x)
{
    return __builtin_fabsf(x);
}
VG_HELPER double magnitude(double x)
{
    return __builtin_fabs(x);
}
VG_HELPER float with_sign(float x, float sign)
{
    return __builtin_copysignf(x, sign);
}
VG_HELPER double with_sign(double x, double sign)
{
    return __builtin_copysign(x, sign);
}
/* 1 where the sign is that of negative numbers, 0 elsewhere. */
VG_HELPER int sign_bit(float x)
{
    return (int)(as_uint(x) >> 31);
}
VG_HELPER long sign_bit(double x)
{
    return (long)(as_ulong(x) >> 63);
}
/* -x where odd is odd, x elsewhere. */
VG_HELPER float negate_if_odd(float x, int odd)
{
    return as_float(as_uint(x) ^ ((uint)odd << 31));
}
VG_HELPER double negate_if_odd(double x, long odd)
{
    return as_double(as_ulong(x) ^ ((ulong)odd << 63));
}
VG_HELPER float root(float x)
{
    return __builtin_sqrtf(x);
}
VG_HELPER double root(double x)
{
    return __builtin_sqrt(x);
}
/* The nearest integer, ties to even, in both forms, for |x| < 2^22 (float) and 2^31 (double). Adding 1.5 2^23 leaves it
 * in the low bits; unlike a conversion that is defined for every x, which matters because huge, infinite and NaN
 * arguments pass here before their results are replaced. The integers of doubles are long: lanes of one width need no
 * conversion. */
VG_HELPER float nearest_integer(float x, int *n)
{
    float shifted = x + 0x1.8p23f;
    *n = as_int(shifted) - 0x4b400000;
    return shifted - 0x1.8p23f;
}
VG_HELPER double nearest_integer(double x, long *n)
{
    double shifted = x + 0x1.8p52;
    *n = as_long(shifted) - 0x4338000000000000;
    return shifted - 0x1.8p52;
}
VG_HELPER float at_least(float x, float low)
{
    return x < low ? low : x;
}
VG_HELPER double at_least(double x, double low)
{
    return x < low ? low : x;
}
VG_HELPER float at_most(float x, float high)
{
    return x > high ? high : x;
}
VG_HELPER double at_most(double x, double high)
{
    return x > high ? high : x;
}
VG_HELPER int clamped(int x, int low, int high)
{
    return x < low ? low : x > high ? high : x;
}

/* 2^n as a normal number: n in [-126, 127] or [-1022, 1023]. */
VG_HELPER float power_of_two_f(int n)
{
    return as_float((n + 127) << 23);
}
VG_HELPER double power_of_two_d(long n)
{
    return as_double(((ulong)n + 1023) << 52);
}
VG_HELPER double power_of_two(double n)
{
    long i;
    (void)nearest_integer(n, &i);
    return power_of_two_d(i);
}
/* x 2^n for a normal x near one and n in [-252, 254] or [-2044, 2046]; rounds once, overflows to infinity. */
VG_HELPER float scale_near_one(float x, int n)
{
    int first = n >> 1;
    return x * power_of_two_f(first) * power_of_two_f(n - first);
}
VG_HELPER double scale_near_one(double x, long n)
{
    long first = n >> 1;
    return x * power_of_two_d(first) * power_of_two_d(n - first);
}

/* x = m 2^e with m in [2/3, 4/3); x positive and normal. */
VG_HELPER float split_normal(float x, float *e)
{
    uint offset = as_uint(x) - 0x3f2aaaabu;
    *e = (float)((int)offset >> 23);
    return as_float((offset & 0x7fffffu) + 0x3f2aaaabu);
}
/* The same for |x|, denormal or not. */
VG_HELPER float split_exponent(float x, float *e)
{
    bool small = x < 0x1p-126f;
    uint offset = as_uint(x * (small ? 0x1p23f : 1.0f)) - (small ? 0x4aaaaaabu : 0x3f2aaaabu);
    *e = (float)((int)offset >> 23);
    return as_float((offset & 0x7fffffu) + 0x3f2aaaabu);
}
/* The same with m in [sqrt(1/2), sqrt(2)). The exponent becomes a double as the low bits of 2^52 and what counts it. */
VG_HELPER double split_normal(double x, double *e)
{
    ulong offset = as_ulong(x) - 0x3fe6a09e667f3bcdul;
    *e = as_double(((offset + (1024ul << 52)) >> 52) | 0x4330000000000000ul) - (0x1p52 + 1024.0);
    return as_double((offset & 0xffffffffffffful) + 0x3fe6a09e667f3bcdul);
}
VG_HELPER double split_exponent(double x, double *e)
{
    bool small = x < 0x1p-1022;
    double shifted;
    double m = split_normal(small ? x * 0x1p54 : x, &shifted);
    *e = shifted - (small ? 54.0 : 0.0);
    return m;
}

/* Each number is compared in the way that takes one instruction of all machines; LLVM would make a test of the class of x
 * from x < INF. */
VG_HELPER bool is_normal_above_0(float x)
{
    return x >= 0x1p-126f && as_int(x) < 0x7f800000;
}
VG_HELPER bool is_normal_above_0(double x)
{
    return x >= 0x1p-1022 && as_long(x) < 0x7ff0000000000000;
}
VG_HELPER bool is_finite(float x)
{
    return magnitude(x) < INF_F;
}
VG_HELPER bool is_finite(double x)
{
    return magnitude(x) < INF_D;
}

/* Unevaluated sums hi + lo, |lo| at most half an ulp of hi, or a little more. */
struct double_pair {
    double hi, lo;
};

VG_HELPER struct double_pair pair(double hi, double lo)
{
    struct double_pair r = {hi, lo};
    return r;
}
/* Exact a + b where |a| >= |b| or a is 0. */
VG_HELPER struct double_pair quick_sum(double a, double b)
{
    double s = a + b;
    return pair(s, b - (s - a));
}
/* Exact a + b. */
VG_HELPER struct double_pair two_sum(double a, double b)
{
    double s = a + b;
    double t = s - a;
    return pair(s, (a - (s - t)) + (b - t));
}
/* a to 26 bits, so that products of what it splits a into are exact. */
VG_HELPER double upper_half(double a)
{
    double c = a * 0x8000001p0;
    return c - (c - a);
}
VG_HELPER double product_error(double a, double b, double p)
{
    if (__vg_has_fma())
        return __builtin_fma(a, b, -p);
    double ah = upper_half(a), al = a - ah, bh = upper_half(b), bl = b - bh;
    return ((ah * bh - p) + ah * bl + al * bh) + al * bl;
}
/* Exact a b, save for overflow and underflow. */
VG_HELPER struct double_pair two_product(double a, double b)
{
    double p = a * b;
    return pair(p, product_error(a, b, p));
}
VG_HELPER struct double_pair pair_add(struct double_pair a, struct double_pair b)
{
    struct double_pair s = two_sum(a.hi, b.hi);
    return quick_sum(s.hi, s.lo + (a.lo + b.lo));
}
VG_HELPER struct double_pair pair_add(struct double_pair a, double b)
{
    struct double_pair s = two_sum(a.hi, b);
    return quick_sum(s.hi, s.lo + a.lo);
}
VG_HELPER struct double_pair pair_mul(struct double_pair a, struct double_pair b)
{
    struct double_pair p = two_product(a.hi, b.hi);
    return quick_sum(p.hi, p.lo + (a.hi * b.lo + a.lo * b.hi));
}
VG_HELPER struct double_pair pair_mul(struct double_pair a, double b)
{
    struct double_pair p = two_product(a.hi, b);
    return quick_sum(p.hi, p.lo + a.lo * b);
}
/* a / b; infinite if a.hi is. */
VG_HELPER struct double_pair pair_div(struct double_pair a, struct double_pair b)
{
    double inverse = 1.0 / b.hi, q = a.hi * inverse;
    double p = q * b.hi;
    double rest = ((a.hi - p) - product_error(q, b.hi, p)) + (a.lo - q * b.lo);
    return pair(q, rest * inverse);
}

#endif
