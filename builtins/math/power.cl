/* SPDX-License-Identifier: MIT */
/* pow, pown, powr, rootn as 2^(y log2 |x|); sqrt, rsqrt, cbrt, hypot. The product y log2 |x| reaches 1075 and needs a
 * small absolute error: float powers calculate in double, double powers in double-double. */
#include "builtins/math/exp.h"
#include "builtins/math/log.h"
#include "builtins/math/quick.h"

/* |x|^y for positive finite |x|; any y, only a NaN gives a NaN. Exponents that large only say "very large". */
VG_HELPER double positive_power(double ax, double y)
{
    return exp2_pair(pair_mul(log2_pair(ax), at_most(at_least(y, -0x1p66), 0x1p66)));
}
VG_HELPER float positive_power(float ax, float y)
{
    if (relaxed())
        return quick_exp2(y * relaxed_log(ax, LOG2E_A_F, 1.0f));
    return exp2_to_float(log2_short((double)ax) * (double)at_most(at_least(y, -0x1p40f), 0x1p40f));
}
VG_HELPER double positive_power(double ax, int n)
{
    return exp2_pair(pair_mul(log2_pair(ax), (double)n));
}
VG_HELPER float positive_power(float ax, int n)
{
    if (relaxed())
        return quick_exp2((float)n * relaxed_log(ax, LOG2E_A_F, 1.0f));
    return exp2_to_float(log2_short((double)ax) * (double)n);
}
VG_HELPER double positive_root(double ax, int n)
{
    return exp2_pair(pair_div(log2_pair(ax), pair((double)n, 0.0)));
}
VG_HELPER float positive_root(float ax, int n)
{
    if (relaxed())
        return quick_exp2(relaxed_log(ax, LOG2E_A_F, 1.0f) / (float)n);
    return exp2_to_float(log2_short((double)ax) / (double)n);
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
    return 1.0f / __builtin_sqrtf(x);
}
double VG_OVERLOAD rsqrt(double x)
{
    return 1.0 / __builtin_sqrt(x);
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

float VG_OVERLOAD cbrt(float x)
{
    double ax = (double)magnitude(x);
    double r = inverse_cube_root(ax);
    double e = mul_add(-ax * r, r * r, 1.0);
    float result = (float)(ax * r * mul_add(r * e, 2.0 / 3, r));
    return x == 0 || !is_finite(x) ? x : with_sign(result, x);
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
    return x == 0 || !is_finite(x) ? x : with_sign(y, x);
}

float VG_OVERLOAD hypot(float x, float y)
{
    float ax = magnitude(x), ay = magnitude(y);
    float big = ax > ay ? ax : ay, little = ax > ay ? ay : ax;
    float scale = big > 0x1p60f ? 0x1p-70f : big < 0x1p-50f ? 0x1p100f : 1.0f;
    float back = big > 0x1p60f ? 0x1p70f : big < 0x1p-50f ? 0x1p-100f : 1.0f;
    float a = big * scale, b = little * scale;
    float result = __builtin_sqrtf(mul_add(a, a, b * b)) * back;
    return !finite_only() && (ax == INF_F || ay == INF_F) ? INF_F : result;
}

double VG_OVERLOAD hypot(double x, double y)
{
    double ax = magnitude(x), ay = magnitude(y);
    double big = ax > ay ? ax : ay, little = ax > ay ? ay : ax;
    double scale = big > 0x1p500 ? 0x1p-600 : big < 0x1p-400 ? 0x1p600 : 1.0;
    double back = big > 0x1p500 ? 0x1p600 : big < 0x1p-400 ? 0x1p-600 : 1.0;
    double a = big * scale, b = little * scale;
    double result = __builtin_sqrt(mul_add(a, a, b * b)) * back;
    return ax == INF_D || ay == INF_D ? INF_D : x == x && y == y ? result : NAN_D;
}
