/* SPDX-License-Identifier: MIT */
/* exp, exp2, exp10, expm1. x = n log(2) + r, a polynomial in r, then 2^n in two factors so that denormal results
 * round once. Arguments are clamped to a little beyond the range of results; the clamp lets a NaN pass. */
#include "builtins/math/exp.h"
#include "builtins/math/quick.h"

float VG_OVERLOAD exp(float x)
{
    if (relaxed())
        return relaxed_exp2(x * LOG2E_A_F);
    int n;
    float r = reduce_ln2(at_most(at_least(x, -105.0f), 90.0f), &n);
    return scale_near_one(1.0f + expm1_reduced(r), n);
}

double VG_OVERLOAD exp(double x)
{
    long n;
    double r = reduce_ln2(at_most(at_least(x, -750.0), 710.0), &n);
    return scale_near_one(1.0 + expm1_reduced(r), n);
}

float VG_OVERLOAD exp2(float x)
{
    if (relaxed())
        return relaxed_exp2(x);
    float y = at_most(at_least(x, -151.0f), 129.0f);
    int n;
    float whole = nearest_integer(y, &n);
    return scale_near_one(exp2_reduced(y - whole), n);
}

double VG_OVERLOAD exp2(double x)
{
    double y = at_most(at_least(x, -1080.0), 1025.0);
    long n;
    double whole = nearest_integer(y, &n);
    return scale_near_one(exp2_reduced(y - whole), n);
}

float VG_OVERLOAD exp10(float x)
{
    if (relaxed())
        return relaxed_exp2(x * LOG2_10_F);
    float y = at_most(at_least(x, -46.0f), 39.0f);
    int n;
    float whole = nearest_integer(y * LOG2_10_F, &n);
    float r = mul_add(whole, -LOG10_2_B_F, mul_add(whole, -LOG10_2_A_F, y));
    return scale_near_one(1.0f + expm1_reduced(mul_add(r, LN10_A_F, r * LN10_B_F)), n);
}

double VG_OVERLOAD exp10(double x)
{
    double y = at_most(at_least(x, -325.0), 310.0);
    long n;
    double whole = nearest_integer(y * LOG2_10_D, &n);
    double r = mul_add(whole, -LOG10_2_B_D, mul_add(whole, -LOG10_2_A_D, y));
    return scale_near_one(1.0 + expm1_reduced(mul_add(r, LN10_A_D, r * LN10_B_D)), n);
}

/* 2^n (e^r - 1) + (2^n - 1), at half its size because n may be 128 or 1024. */
float VG_OVERLOAD expm1(float x)
{
    int n;
    float r = reduce_ln2(at_most(at_least(x, -20.0f), 89.0f), &n);
    float half_power = power_of_two_f(n - 1);
    float result = 2.0f * mul_add(expm1_reduced(r), half_power, half_power - 0.5f);
    return magnitude(x) < 0x1p-25f ? x : result;
}

double VG_OVERLOAD expm1(double x)
{
    long n;
    double r = reduce_ln2(at_most(at_least(x, -40.0), 710.0), &n);
    double half_power = power_of_two_d(n - 1);
    double result = 2.0 * mul_add(expm1_reduced(r), half_power, half_power - 0.5);
    return magnitude(x) < 0x1p-54 ? x : result;
}
