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

/* By the nearest i / 2^9 to 1 / m the logarithm falls into that of 2^9 / i, from a table of sums, and that of a
 * number near one. */
#define LOG2_TABLE_FIRST 362
static constant double log2_table[] __attribute__((aligned(16))) = {LOG2_TABLE_D};

/* m i / 2^9 - 1: exact with an FMA, as two parts without. */
VG_HELPER struct double_pair distance_from_one(double m, double i)
{
    double inverse = i * 0x1p-9;
    if (__vg_has_fma())
        return pair(mul_add(m, inverse, -1.0), 0.0);
    double p = m * inverse;
    return pair(p - 1.0, product_error(m, inverse, p));
}

/* log2(1 + r.hi + r.lo) for |r| below 2^-9.1, the first term in double-double. */
VG_HELPER struct double_pair log2_near_one(struct double_pair r)
{
    struct double_pair first = two_product(r.hi, LOG2E_A_D);
    double rest = __vg_has_fma() ? first.lo : mul_add(r.lo * (1.0 - r.hi), LOG2E_A_D, first.lo);
    rest = mul_add(r.hi, LOG2E_B_D, rest);
    return pair(first.hi, mul_add(r.hi * r.hi, POLY(r.hi, LOG2_NEAR_D), rest));
}

/* log2(m 2^e), good to about 2^-62 of itself; m in [sqrt(1/2), sqrt(2)). The second part may be 2^-10 of the first. */
VG_HELPER struct double_pair log2_of_parts(double m, double e)
{
    /* The sum holds i in its low bits, counted from the first one. */
    double shifted = POLY(m, INVERSE_D) + (0x1.8p52 - LOG2_TABLE_FIRST), inverse = shifted - (0x1.8p52 - LOG2_TABLE_FIRST);
    double2 of_table = ((constant double2 *)log2_table)[as_ulong(shifted) & 0x3ff];
    struct double_pair near = log2_near_one(distance_from_one(m, inverse));
    /* A table's value other than 0 is larger than what is near. */
    struct double_pair sum = quick_sum(e + of_table.x, near.hi);
    return pair(sum.hi, sum.lo + (near.lo + of_table.y));
}
/* log2(x) for positive finite x. */
VG_HELPER struct double_pair log2_pair(double x)
{
    double e, m = split_exponent(x, &e);
    struct double_pair l = log2_of_parts(m, e);
    return quick_sum(l.hi, l.lo);
}

/* log2(x) for positive normal x as the sum of two numbers, good to about 2^-30 of itself: 2 atanh(s) / log(2), s = f / (2 + f),
 * with what s, its product and 2 + f lose by rounding. The second may be 2^-6 of the first. With an FMA only. */
struct log2_sum_F {
    float hi, lo;
};
struct log2_sum_D {
    double hi, lo;
};
VG_HELPER struct log2_sum_F log2_of_normal(float x)
{
    uint offset = as_uint(x) - 0x3f3504f3u;
    float e = (float)((int)offset >> 23), m = as_float((offset & 0x7fffffu) + 0x3f3504f3u);
    float f = m - 1.0f, d = m + 1.0f, inverse = __vg_quick_divide(1.0f, d);
    float s = f * inverse, z = s * s, p = s * LOG2_C1_A_F, hi = e + p;
    float rest = mul_add(-s, (1.0f - d) + m, mul_add(-s, d, f)) * inverse;
    float lo = mul_add(s, LOG2_C1_B_F, mul_add(s, LOG2_C1_A_F, -p));
    lo = mul_add(s * z, POLY(z, LOG2_TAIL_F), mul_add(rest, LOG2_C1_A_F, lo));
    struct log2_sum_F l = {hi, ((e - hi) + p) + lo};
    return l;
}
VG_HELPER struct log2_sum_D log2_of_normal(double x)
{
    double e, m = split_normal(x, &e);
    struct double_pair sum = log2_of_parts(m, e);
    struct log2_sum_D l = {sum.hi, sum.lo};
    return l;
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
