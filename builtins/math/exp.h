/* SPDX-License-Identifier: MIT */
/* e^x and 2^x as a factor near one and a power of two, for everything that is built on exponentials. */
#ifndef VG_BUILTINS_MATH_EXP_H
#define VG_BUILTINS_MATH_EXP_H

#include "builtins/math/math.h"

/* e^r - 1 for |r| <= log(2) / 2. */
VG_HELPER float expm1_reduced(float r)
{
    return mul_add(r * r, POLY(r, EXP_F), r);
}
VG_HELPER double expm1_reduced(double r)
{
    return mul_add(r * r, POLY(r, EXP_D), r);
}

/* x - n log(2), n the integer nearest to x / log(2); |x| below 2^10 (float) and 2^15 (double). */
VG_HELPER float reduce_ln2(float x, int *n)
{
    float y = nearest_integer(x * LOG2E_A_F, n);
    return mul_add(y, -LN2_B_F, mul_add(y, -LN2_A_F, x));
}
VG_HELPER double reduce_ln2(double x, long *n)
{
    double y = nearest_integer(x * LOG2E_A_D, n);
    return mul_add(y, -LN2_B_D, mul_add(y, -LN2_A_D, x));
}

/* 2^x for x = n + r as the factor of 2^n. */
VG_HELPER double exp2_reduced(double r)
{
    return mul_add(r, POLY(r, EXP2_D), 1.0);
}
VG_HELPER float exp2_reduced(float r)
{
    return mul_add(r, POLY(r, EXP2_F), 1.0f);
}

/* 2^(t + low) where that is normal; low may be as large as 1. */
VG_HELPER float exp2_of_sum(float t, float low)
{
    int n;
    float whole = nearest_integer(t + low, &n);
    return as_float(as_int(exp2_reduced((t - whole) + low)) + (n << 23));
}
VG_HELPER double exp2_of_sum(double t, double low)
{
    long n;
    double whole = nearest_integer(t + low, &n);
    return as_double(as_long(exp2_reduced((t - whole) + low)) + (n << 52));
}

/* 2^(t.hi + t.lo), NaN for a NaN. */
VG_HELPER double exp2_pair(struct double_pair t)
{
    double hi = at_most(at_least(t.hi, -1100.0), 1100.0);
    double lo = hi == t.hi ? t.lo : 0.0;
    long n;
    double whole = nearest_integer(hi, &n);
    return scale_near_one(exp2_reduced((hi - whole) + lo), n);
}

/* 2^t rounded to float, about 2^-33 accurate before that. */
VG_HELPER float exp2_to_float(double t)
{
    double x = at_most(at_least(t, -200.0), 200.0);
    long n;
    double r = x - nearest_integer(x, &n);
    return (float)(mul_add(r, POLY(r, EXP2_SHORT_D), 1.0) * power_of_two_d(n));
}

#endif
