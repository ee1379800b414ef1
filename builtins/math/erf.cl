/* SPDX-License-Identifier: MIT */
/* erf and erfc. Near 0 a polynomial; further out erf is 1 - erfc, and erfc(x) = e^(-x^2) P(t) / (1 + 2 x) with one
 * polynomial for all x >= 0 in t = (x - k) / (x + k). */
#include "builtins/math/exp.h"

VG_HELPER double exp_to_float_precision(double x)
{
    int n;
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

/* erfc(y) for y >= 0; e^(-y^2) from both parts of the square. */
VG_HELPER double erfc_of_positive(double x)
{
    double y = at_most(x, 28.0);
    double t = (y - 4.0) / (y + 4.0);
    double p = POLY(t, ERFC_D);
    struct double_pair square = two_product(y, y);
    int n;
    double r = reduce_ln2(-square.hi, &n) - square.lo;
    return scale_near_one((1.0 + expm1_reduced(r)) * (p / (1.0 + 2.0 * y)), n);
}

double VG_OVERLOAD erf(double x)
{
    double ax = magnitude(x), z = x * x;
    double near = mul_add(x, POLY(z, ERF_D), x);
    double far = with_sign(1.0 - erfc_of_positive(ax), x);
    return ax < 0.93 ? near : far;
}

double VG_OVERLOAD erfc(double x)
{
    double tail = erfc_of_positive(magnitude(x));
    return x < 0 ? 2.0 - tail : tail;
}
