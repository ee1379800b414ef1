/* SPDX-License-Identifier: MIT */
/* Logarithms of numbers near one, and log2 with more digits than a double has, for powers. */
#ifndef VG_BUILTINS_MATH_LOG_H
#define VG_BUILTINS_MATH_LOG_H

#include "builtins/math/math.h"

/* log(1 + f) for 1 + f in [2/3, 4/3]. */
VG_HELPER float log1p_reduced(float f)
{
    return mul_add(f * f, mul_add(f, POLY(f, LOG_F), -0.5f), f);
}

/* log(1 + f) = 2 atanh(s), s = f / (2 + f), arranged so that the rounding of s matters little;
 * 1 + f in [sqrt(1/2), sqrt(2)]. */
VG_HELPER double log1p_reduced(double f)
{
    double s = f / (2.0 + f);
    double z = s * s;
    double half_square = 0.5 * f * f;
    return f - (half_square - s * mul_add(z, POLY(z, LOG_D), half_square));
}

/* log2(m + low) for m in [sqrt(1/2), sqrt(2)] and low below its ulp, as a double-double good to about 68 bits. */
VG_HELPER struct double_pair log2_reduced(double m, double low)
{
    double f = m - 1.0;
    struct double_pair d = two_sum(2.0, f);
    struct double_pair s = pair_div(two_sum(f, low), pair(d.hi, d.lo + low));
    struct double_pair z = pair_mul(s, s);
    struct double_pair cubic = pair_mul(pair_mul(z, s), pair(LOG2_C3_A_D, LOG2_C3_B_D));
    struct double_pair linear = pair_mul(s, pair(LOG2_C1_A_D, LOG2_C1_B_D));
    double tail = z.hi * z.hi * s.hi * POLY(z.hi, LOG2_TAIL_D);
    return pair_add(linear, pair_add(cubic, tail));
}

/* log2(x) for positive finite x. */
VG_HELPER struct double_pair log2_pair(double x)
{
    int e;
    double m = split_exponent(x, &e);
    return pair_add(log2_reduced(m, 0.0), (double)e);
}

/* log2(x), good to about 2^-44, for positive finite x with a normal double. */
VG_HELPER double log2_short(double x)
{
    int e;
    double m = split_normal(x, &e);
    double s = (m - 1.0) / (m + 1.0);
    double z = s * s;
    return mul_add(s, POLY(z, LOG2_SHORT_D), (double)e);
}

#endif
