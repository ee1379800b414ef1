/* SPDX-License-Identifier: MIT */
/* erf and erfc. Of float: erf(x) = 1 - e^(-x - x P(x)) with one polynomial for x >= 0, and erfc(x) = e^(-x^2) w P(w),
 * w = 1 / (x + 2), for x >= 0.
 * Of double: both from tables of themselves and their derivatives. */
#include "builtins/math/exp.h"
#include "builtins/math/quick.h"

/* What is subtracted from 1 keeps its digits: 1 - 2^n e^r = (1 - 2^n) - 2^n (e^r - 1). */
VG_HELPER float erf_of_positive(float y)
{
    int n;
    float r = reduce_ln2(-mul_add(y, PAIRS(y, ERF_F), y), &n);
    float power = power_of_two_f(n);
    return (1.0f - power) - expm1_reduced(r) * power;
}
/* x P(x^2) / Q(x^2). */
VG_HELPER float relaxed_erf(float y)
{
    float z = y * y;
    return __vg_quick_divide(y * PAIRS(z, ERF_SHORT_P_F), PAIRS(z, ERF_SHORT_Q_F));
}

float VG_OVERLOAD erf(float x)
{
    float y = at_most(magnitude(x), relaxed() ? 3.92f : 4.0f);
    return with_sign(relaxed() ? relaxed_erf(y) : erf_of_positive(y), x);
}

/* e^r - 1 for |r| <= log(2) / 2; with relaxed math erfc has the same bound, but that is wide. */
VG_HELPER float expm1_for_erfc(float r)
{
    return relaxed() ? mul_add(r * r, POLY(r, EXPM1_SHORT_F), r) : expm1_reduced(r);
}

/* 2^n x for x near one and n in [-190, 0]: rounds once. */
VG_HELPER float scale_down(float x, int n)
{
    return x * power_of_two_f(n + 64) * 0x1p-64f;
}

/* w P(w), and what its last steps lose by rounding. */
VG_HELPER float scaled_tail(float w, float *low)
{
    if (relaxed()) {
        *low = 0;
        return w * mul_add(w, PAIRS(w, ERFC_F), ERFC_0_F);
    }
    float upper = POLY(w, ERFC_F), q = mul_add(w, upper, ERFC_0_F), p = w * q;
    *low = mul_add(w, mul_add(w, upper, ERFC_0_F - q), mul_add(w, q, -p));
    if (!__vg_has_fma()) {
        double exact = (double)w * ((double)w * (double)upper + (double)ERFC_0_F);
        p = (float)exact;
        *low = (float)(exact - (double)p);
    }
    return p;
}
/* For y >= 0 the logarithm of the result is -y^2 + log(w P(w)). To its first part are added what the square loses by rounding
 * and what follows from the relative error of w, times d log(w P(w)) / d log(w), which is about 1 + 2.4 w. */
float VG_OVERLOAD erfc(float x)
{
    float y = at_most(magnitude(x), 10.5f), square = y * y;
    float d = y + 2.0f, w = relaxed() ? __vg_quick_divide(1.0f, d) : 1.0f / d;
    float correction = exact_rest(square, y, y);
    if (!relaxed()) {
        float error = mul_add(-w, y - (d - 2.0f), exact_rest(1.0f, d, w));
        correction = mul_add(error, mul_add(w, 2.4f, 1.0f), correction);
    }
    int n;
    float r = reduce_ln2(-square, &n) + correction;
    float low, p = scaled_tail(w, &low);
    float tail = scale_down(p + mul_add(p, expm1_for_erfc(r), low), n);
    return x < 0 ? 2.0f - tail : tail;
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
static constant double erf_table[] __attribute__((aligned(16))) = {ERF_TABLE_D};

double VG_OVERLOAD erf(double x)
{
    double ax = magnitude(x), limit = 6.0;
    long n;
    double r = nearest_integer((ax < limit ? ax : limit) * 128.0, &n) * 0x1p-7, d = at_most(ax, limit) - r;
    /* An index that is known to be small and positive needs no conversion. */
    double2 of_table = ((constant double2 *)erf_table)[(ulong)n & 1023];
    double first = of_table.y * d;
    return with_sign(of_table.x + mul_add(first, hermite_sum(r, d), first), x);
}

/* The integral of e^(-2 r t - t^2) over t in [0, d], divided by d: by powers of d^2, whose factors are integrals of
 * s^(2 j) e^(-2 r d s) over s in [0, 1]. */
VG_HELPER double mean_decay(double r, double d)
{
    double rd = r * d, square = d * d;
    double rest = mul_add(-square, POLY(rd, DECAY_2_D), POLY(rd, DECAY_1_D));
    return mul_add(-square, rest, POLY(rd, DECAY_0_D));
}

/* 2^128 times the numbers, the last of which stand for 0. Any index of 12 bits may be read. */
static constant double erfc_table[2 * 4096] __attribute__((aligned(16))) = {
#include "builtins/math/erfc_table.inc"
};

/* Of |x|, and for negative x taken from 2. The sum holds the nearest multiple of 2^-7 in its low bits. */
double VG_OVERLOAD erfc(double x)
{
    double y = at_most(magnitude(x), 27.25), shifted = y + 0x1.8p45, r = shifted - 0x1.8p45, d = y - r;
    double2 of_table = ((constant double2 *)erfc_table)[as_ulong(shifted) & 4095];
    double tail = mul_add(-of_table.y * d, mean_decay(r, d), of_table.x);
    double scale = with_sign(0x1p-128, x);
    return mul_add(tail, scale, mul_add(scale, -0x1p128, 1.0));
}
