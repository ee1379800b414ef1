/* SPDX-License-Identifier: MIT */
/* erf and erfc. Near 0 a polynomial (float); further out erf is 1 - erfc, and erfc(x) = e^(-x^2) P(t) / (1 + 2 x) with one
 * polynomial for all x >= 0 in t = (x - k) / (x + k). */
#include "builtins/math/exp.h"

VG_HELPER double exp_to_float_precision(double x)
{
    long n;
    double r = mul_add(x, LOG2E_A_D, -nearest_integer(x * LOG2E_A_D, &n));
    return mul_add(r, POLY(r, EXP2_SHORT_D), 1.0) * power_of_two_d(n);
}

/* 1 - e^(-P(|x|)) keeps float out of cancellation, since erfc is below 0.2 there. */
float VG_OVERLOAD erf(float x)
{
    float ax = magnitude(x), z = x * x;
    float near = mul_add(x, POLY(z, ERF_F), x);
    float y = at_most(ax, 4.0f);
    int n;
    float r = reduce_ln2(-POLY(y, ERF_TAIL_F), &n);
    float power = power_of_two_f(n);
    float far = (1.0f - power) - expm1_reduced(r) * power;
    return ax < 0.92f ? near : with_sign(far, x);
}

float VG_OVERLOAD erfc(float x)
{
    double y = at_most((double)magnitude(x), 10.5);
    double t = (y - 2.0) / (y + 2.0);
    double tail = exp_to_float_precision(-y * y) * POLY(t, ERFC_SHORT_D) / (1.0 + 2.0 * y);
    float result = (float)(x < 0 ? 2.0 - tail : tail);
    return x == x ? result : NAN_F;
}

/* erfc(y) for y >= 0; e^(-y^2) from both parts of the square. The long polynomial comes last, when least else is kept. */
VG_HELPER double erfc_of_positive(double x)
{
    double y = at_most(x, 28.0);
    struct double_pair square = two_product(y, y);
    long n;
    double r = reduce_ln2(-square.hi, &n) - square.lo;
    double power = (1.0 + expm1_reduced(r)) / (1.0 + 2.0 * y);
    double t = (y - 4.0) / (y + 4.0);
    return scale_near_one(power * POLY(t, ERFC_D), n);
}

/* The integral of e^(-2 r t - t^2) over t in [0, d], divided by d, less 1; |d| <= 2^-8. Hermite's polynomials of r are the
 * derivatives (Abramowitz and Stegun 7.1.19, 22.11.7). */
VG_HELPER double hermite_sum(double r, double d)
{
    double z = r * r, rd = r * d, square = d * d;
    double even = mul_add(z, POLY(z, -2.0 / 5, 2.0 / 15), 1.0 / 10);
    double odd = mul_add(z, POLY(z, -2.0 / 9, 2.0 / 45), 1.0 / 6);
    double low = mul_add(-rd, mul_add(z, 1.0 / 3, -1.0 / 2), mul_add(z, 2.0 / 3, -1.0 / 3));
    return mul_add(square, mul_add(square, mul_add(-rd, odd, even), low), -rd);
}

/* From the nearest of a table's points by the Taylor series. A NaN reads the last one. */
static constant double erf_table[] = {ERF_TABLE_D};

double VG_OVERLOAD erf(double x)
{
    double ax = magnitude(x), limit = 6.0;
    double shifted = (ax < limit ? ax : limit) * 128.0 + 0x1.8p52;
    ulong at = as_ulong(shifted) & 1023;
    double r = (shifted - 0x1.8p52) * 0x1p-7, d = at_most(ax, limit) - r;
    double first = erf_table[2 * at + 1] * d;
    return with_sign(erf_table[2 * at] + mul_add(first, hermite_sum(r, d), first), x);
}

double VG_OVERLOAD erfc(double x)
{
    double tail = erfc_of_positive(magnitude(x));
    return x < 0 ? 2.0 - tail : tail;
}
