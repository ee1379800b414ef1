/* SPDX-License-Identifier: MIT */
/* Logarithms of numbers near one, and log2 with more digits than a double has, for powers. */
#ifndef VG_BUILTINS_MATH_LOG_H
#define VG_BUILTINS_MATH_LOG_H

#include "builtins/math/math.h"

/* log(1 + f) for 1 + f in [2/3, 4/3]. */
VG_HELPER float log1p_reduced(float f)
{
    return mul_add(f * f, mul_add(f, PAIRS(f, LOG_F), -0.5f), f);
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

/* By the nearest i / 2^7 to 1 / m the logarithm falls into that of 2^7 / i, from a table, and that of a
 * number near one. */
#define LOG2_TABLE_FIRST 90
static constant double log2_table_high[] = {LOG2_TABLE_HIGH_D}, log2_table_low[] = {LOG2_TABLE_LOW_D};

/* m i / 2^7 - 1: exact with an FMA, as two parts without. */
VG_HELPER struct double_pair distance_from_one(double m, double i)
{
    double inverse = i * 0x1p-7;
    if (__vg_has_fma())
        return pair(mul_add(m, inverse, -1.0), 0.0);
    double p = m * inverse;
    return pair(p - 1.0, product_error(m, inverse, p));
}

/* log2(1 + r.hi + r.lo) for |r| below 2^-7, the first two terms in double-double. */
VG_HELPER struct double_pair log2_near_one(struct double_pair r)
{
    struct double_pair square = two_product(r.hi, r.hi);
    struct double_pair first = two_product(r.hi, LOG2E_A_D),
                       second = two_product(square.hi, LOG2_NEAR_C2_A_D);
    double beyond = __vg_has_fma() ? first.lo : mul_add(r.lo * (1.0 - r.hi), LOG2E_A_D, first.lo);
    double rest = mul_add(r.hi, LOG2E_B_D, beyond);
    rest += mul_add(square.hi, LOG2_NEAR_C2_B_D, mul_add(square.lo, LOG2_NEAR_C2_A_D, second.lo));
    rest = mul_add(square.hi * r.hi, POLY(r.hi, LOG2_NEAR_D), rest);
    struct double_pair sum = quick_sum(first.hi, second.hi);
    return pair(sum.hi, sum.lo + rest);
}

/* log2(x) for positive finite x, good to about 2^-65 of itself. */
VG_HELPER struct double_pair log2_pair(double x)
{
    double e, m = split_exponent(x, &e);
    long i;
    double inverse = nearest_integer(POLY(m, INVERSE_D), &i);
    ulong at = ((ulong)i & 0xff) - LOG2_TABLE_FIRST;
    struct double_pair near = log2_near_one(distance_from_one(m, inverse));
    /* A table's value other than 0 is larger than what is near. */
    struct double_pair sum = quick_sum(e + log2_table_high[at], near.hi);
    return pair(sum.hi, sum.lo + (near.lo + log2_table_low[at]));
}

/* log2(x), good to about 2^-44, for positive finite x with a normal double. */
VG_HELPER double log2_short(double x)
{
    double e, m = split_normal(x, &e);
    double s = short_quotient(m - 1.0, m + 1.0);
    double z = s * s;
    return mul_add(s, POLY(z, LOG2_SHORT_D), e);
}

#endif
