/* SPDX-License-Identifier: MIT */
/* pow, pown, powr, rootn as 2^(y log2 |x|); sqrt, rsqrt, cbrt, hypot. The product y log2 |x| reaches 1075 and needs a
 * small absolute error, so that the logarithm has two parts. What is extreme, and without an FMA all, float powers calculate in
 * double, double powers in double-double. */
#include "builtins/math/exp.h"
#include "builtins/math/log.h"
#include "builtins/math/quick.h"

/* log2 of 0, infinity and NaN in place of what the formula for numbers gave. Powers and roots of these come out right, or
 * as NaN if undefined, because infinite and NaN products pass through exp2. */
VG_HELPER double log2_or_extreme(double ax, double log2)
{
    log2 = ax == 0 ? -INF_D : log2;
    return ax < INF_D ? log2 : ax;
}
VG_HELPER struct double_pair log2_pair_or_extreme(double ax)
{
    struct double_pair l = log2_pair(ax);
    return pair(log2_or_extreme(ax, l.hi), l.lo);
}
VG_HELPER double log2_short_or_extreme(double ax)
{
    return log2_or_extreme(ax, log2_short(ax));
}

/* y, or without an FMA a smaller one where two_product would overflow; either only says "very large". */
VG_HELPER double splittable(double y)
{
    return __vg_has_fma() || magnitude(y) == INF_D ? y : at_most(at_least(y, -0x1p990), 0x1p990);
}

/* ax^y and the n-th root of ax, for ax >= 0. */
VG_HELPER double positive_power(double ax, double y)
{
    struct double_pair l = log2_pair_or_extreme(ax);
    struct double_pair t = two_product(l.hi, splittable(y));
    return exp2_pair(pair(t.hi, mul_add(l.lo, y, t.lo)));
}
VG_HELPER float positive_power(float ax, float y)
{
    if (relaxed())
        return quick_exp2(y * relaxed_log(ax, LOG2E_A_F, 1.0f));
    return exp2_to_float(log2_short_or_extreme((double)ax) * (double)y);
}
VG_HELPER double positive_power(double ax, int n)
{
    return positive_power(ax, (double)n);
}
VG_HELPER float positive_power(float ax, int n)
{
    if (relaxed())
        return quick_exp2((float)n * relaxed_log(ax, LOG2E_A_F, 1.0f));
    return exp2_to_float(log2_short_or_extreme((double)ax) * (double)n);
}
VG_HELPER double positive_root(double ax, int n)
{
    return exp2_pair(pair_div(log2_pair_or_extreme(ax), pair((double)n, 0.0)));
}
VG_HELPER float positive_root(float ax, int n)
{
    if (relaxed())
        return quick_exp2(relaxed_log(ax, LOG2E_A_F, 1.0f) / (float)n);
    return exp2_to_float(log2_short_or_extreme((double)ax) / (double)n);
}

VG_HELPER bool is_integer(float y)
{
    return __builtin_truncf(y) == y;
}
VG_HELPER bool is_integer(double y)
{
    return __builtin_trunc(y) == y;
}

#define BODY "builtins/math/power.inc"
#include "builtins/math/each_type.h"

float VG_OVERLOAD sqrt(float x)
{
    return __builtin_sqrtf(x);
}
double VG_OVERLOAD sqrt(double x)
{
    return __builtin_sqrt(x);
}

float VG_OVERLOAD rsqrt(float x)
{
    if (relaxed())
        return relaxed_rsqrt(x);
    float y = closer_rsqrt(x);
    if (VG_SELDOM(!(x >= 0x1p-126f && x < 0x1p127f)))
        y = (float)(1.0 / __builtin_sqrt((double)x));
    return y;
}
double VG_OVERLOAD rsqrt(double x)
{
    double y = closer_rsqrt(x);
    if (VG_SELDOM(!(x >= 0x1p-126 && x < 0x1p127)))
        y = 1.0 / __builtin_sqrt(x);
    return y;
}

/* An iteration of fourth order for x^(-1/3): r (1 + e / 3 + 2 e^2 / 9 + 14 e^3 / 81), e = 1 - x r^3. */
VG_HELPER float closer_inverse_cube_root(float x, float r)
{
    float e = mul_add(-x * r, r * r, 1.0f);
    return mul_add(r * e, POLY(e, 1.0f / 3, 2.0f / 9, 14.0f / 81), r);
}
/* r = |x|^(-1/3) to 16 bits, first from a third of the bits as a number, then a step of Newton's for |x| r^2. The scale keeps
 * cubes finite and arguments normal. */
float VG_OVERLOAD cbrt(float x)
{
    float ax = magnitude(x);
    bool small = ax < 0x1p-120f;
    float normal = ax * (small ? 0x1p24f : 0x1p-3f);
    float guess = as_float((int)mul_add((float)as_int(normal), -1.0f / 3, (float)0x54a232a3));
    float r = closer_inverse_cube_root(normal, guess), square = r * r, y = normal * square;
    if (!relaxed())
        y = mul_add(mul_add(-y, y * y, normal), square * (1.0f / 3), y);
    y *= small ? 0x1p-8f : 0x1p1f;
    return with_sign(finite_only() || ax < INF_F ? y : ax, x);
}

/* x^(-1/3) for a normal x > 0, to 24 bits: a third of the exponent taken from the bits, then an iteration of fourth
 * order, r (1 + e / 3 + 2 e^2 / 9 + 14 e^3 / 81) with e = 1 - x r^3. */
VG_HELPER double inverse_cube_root(double x)
{
    ulong third = (as_ulong(x) >> 32) * 0x55555556ul >> 32;
    double r = as_double((0x553ef0fful - third) << 32);
    double e = mul_add(-x * r, r * r, 1.0);
    return mul_add(r * e, POLY(e, 1.0 / 3, 2.0 / 9, 14.0 / 81), r);
}

double VG_OVERLOAD cbrt(double x)
{
    bool small = magnitude(x) < 0x1p-1000, large = magnitude(x) > 0x1p1000;
    double ax = magnitude(x) * (small ? 0x1p54 : large ? 0x1p-54 : 1.0);
    double r = inverse_cube_root(ax);
    double e = mul_add(-ax * r, r * r, 1.0);
    r = mul_add(r * e, POLY(e, 1.0 / 3, 2.0 / 9), r);
    double y = ax * r * r;
    /* One Newton step with the exact residual x - y^3. */
    struct double_pair square = two_product(y, y);
    struct double_pair cube = two_product(square.hi, y);
    double rest = ((ax - cube.hi) - cube.lo) - square.lo * y;
    y = mul_add(rest * r, r * (1.0 / 3), y);
    y *= small ? 0x1p-18 : large ? 0x1p18 : 1.0;
    return is_finite(x) ? with_sign(y, x) : x;
}

/* Divided by the power of two of the larger one, squares neither overflow nor lose what matters. Infinity counts more than NaN
 * does, as its bits do not. */
VG_HELPER float hypot_of_any(float x, float y)
{
    int bx = as_int(magnitude(x)), by = as_int(magnitude(y)), big = bx > by ? bx : by;
    int power = clamped(big & 0x7f800000, 0x00800000, 0x7e800000);
    float scale = as_float(0x7f000000 - power), a = as_float(bx) * scale, b = as_float(by) * scale;
    float result = __builtin_sqrtf(mul_add(a, a, b * b)) * as_float(power);
    return !finite_only() && (as_float(bx) == INF_F || as_float(by) == INF_F) ? INF_F : result;
}
VG_HELPER double hypot_of_any(double x, double y)
{
    double ax = magnitude(x), ay = magnitude(y);
    double big = ax > ay ? ax : ay, little = ax > ay ? ay : ax;
    double scale = big > 0x1p500 ? 0x1p-600 : big < 0x1p-400 ? 0x1p600 : 1.0;
    double back = big > 0x1p500 ? 0x1p600 : big < 0x1p-400 ? 0x1p-600 : 1.0;
    double a = big * scale, b = little * scale;
    double result = __builtin_sqrt(mul_add(a, a, b * b)) * back;
    return ax == INF_D || ay == INF_D ? INF_D : x == x && y == y ? result : NAN_D;
}

/* Where the sum of squares is far from both ends, so is what it lacks. */
float VG_OVERLOAD hypot(float x, float y)
{
    float square = mul_add(x, x, y * y), result = __builtin_sqrtf(square);
    if (VG_SELDOM(!(square > 0x1p-100f && square < 0x1p127f)))
        result = hypot_of_any(x, y);
    return result;
}
double VG_OVERLOAD hypot(double x, double y)
{
    double square = mul_add(x, x, y * y), result = __builtin_sqrt(square);
    if (VG_SELDOM(!(square > 0x1p-900 && square < 0x1p1000)))
        result = hypot_of_any(x, y);
    return result;
}
