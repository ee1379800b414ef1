/* SPDX-License-Identifier: MIT */
/* Argument reduction and the sine and cosine of small angles.
 *
 * Up to a limit the multiple of pi / 2 is subtracted in parts (Cody and Waite). Beyond it payne_hanek multiplies with
 * those 192 digits of 2 / pi that matter; that is the one branch, rarely taken. */
#ifndef VG_BUILTINS_MATH_TRIG_H
#define VG_BUILTINS_MATH_TRIG_H

#include "builtins/math/math.h"

#define CODY_WAITE_LIMIT_F 0x1p15f
#define CODY_WAITE_LIMIT_D 0x1p20

/* The angle is r + q pi / 2, |r| <= pi / 4 or a little more; q counts modulo 4. */
struct angle_F {
    float r;
    int q;
};
struct angle_D {
    double r;
    long q;
};

/* The binary digits of 2 / pi after 64 zeros. */
static constant ulong two_over_pi[] = {
    0x0000000000000000ul, 0xa2f9836e4e441529ul, 0xfc2757d1f534ddc0ul, 0xdb6295993c439041ul, 0xfe5163abdebbc561ul,
    0xb7246e3a424dd2e0ul, 0x06492eea09d1921cul, 0xfe1deb1cb129a73eul, 0xe88235f52ebb4484ul, 0xe99c7026b45f7e41ul,
    0x3991d639835339f4ul, 0x9c845f8bbdf9283bul, 0x1ff897ffde05980ful, 0xef2f118b5a0a6d1ful, 0x6d367ecf27cb09b7ul,
    0x4f463f669e5fea2dul, 0x7527bac7ebe5f17bul, 0x3d0739f78a5292eaul, 0x6bfb5fb11f8d5d08ul, 0x56033046fc7b6babul,
    0xf0cfbc209af4361dul,
};

VG_HELPER ulong product_high(ulong a, ulong b)
{
    ulong al = (uint)a, ah = a >> 32, bl = (uint)b, bh = b >> 32;
    ulong middle = ah * bl + (al * bl >> 32);
    ulong other = al * bh + (uint)middle;
    return ah * bh + (middle >> 32) + (other >> 32);
}

/* 64 digits of 2 / pi, shift of them short of the end of the word. */
VG_HELPER ulong digits_at(int word, int shift)
{
    return two_over_pi[word] << shift | two_over_pi[word + 1] >> 1 >> (63 - shift);
}

/* pi / 2 times the binary fraction 0.high low, not 0. */
VG_HELPER double times_half_pi(ulong high, ulong low)
{
    int zeros = __builtin_clzl(high);
    ulong top = high << zeros | low >> 1 >> (63 - zeros);
    double head = (double)(top & ~0x7fful), tail = (double)(top & 0x7fful);
    struct double_pair r = two_product(head, HALF_PI_A_D);
    return (r.hi + (r.lo + (head * HALF_PI_B_D + tail * HALF_PI_A_D))) * power_of_two_d(-64 - zeros);
}

/* For any finite x >= 2^15. x = m 2^e with an integer m; digits of 2 / pi that make multiples of 4 are left out, the
 * next 192 multiplied with m. The upper two bits of the product are q; what follows is r / (pi / 2), to 126 bits. */
VG_HELPER struct angle_D payne_hanek(double x)
{
    ulong bits = as_ulong(x);
    int at = (int)(bits >> 52) - 1075 + 62;
    ulong m = (bits & 0xffffffffffffful) | 0x10000000000000ul;
    int word = at >> 6, shift = at & 63;
    ulong v2 = digits_at(word, shift), v1 = digits_at(word + 1, shift), v0 = digits_at(word + 2, shift);
    ulong low = m * v1 + product_high(m, v0);
    ulong high = m * v2 + product_high(m, v1) + (low < m * v1);

    long q = (long)((high + (1ul << 61)) >> 62);
    high = high << 2 | low >> 62;
    low <<= 2;
    bool negative = (long)high < 0;
    low = negative ? -low : low;
    high = negative ? ~high + (low == 0) : high;
    double r = times_half_pi(high, low);
    struct angle_D a = {negative ? -r : r, q};
    return a;
}

/* x - n pi / 2 for |n| up to 2^20, to two roundings; what is subtracted first leaves no error. */
VG_HELPER double minus_quarters(double x, double n)
{
    if (__vg_has_fma())
        return mul_add(n, -HALF_PI_C_D, mul_add(n, -HALF_PI_B_D, mul_add(n, -HALF_PI_A_D, x)));
    return ((x - n * HALF_PI_33_A_D) - n * HALF_PI_33_B_D) - n * HALF_PI_33_C_D - n * HALF_PI_33_D_D;
}
VG_HELPER float minus_quarters(float x, float n)
{
    if (__vg_has_fma())
        return mul_add(n, -HALF_PI_C_F, mul_add(n, -HALF_PI_B_F, mul_add(n, -HALF_PI_A_F, x)));
    return (float)(((double)x - (double)n * HALF_PI_33_A_D) - (double)n * HALF_PI_33_B_D);
}
VG_HELPER struct angle_D cody_waite(double x)
{
    struct angle_D a;
    double n = nearest_integer(x * TWO_OVER_PI_D, &a.q);
    a.r = minus_quarters(x, n);
    return a;
}
VG_HELPER struct angle_F cody_waite(float x)
{
    struct angle_F a;
    float n = nearest_integer(x * TWO_OVER_PI_F, &a.q);
    a.r = minus_quarters(x, n);
    return a;
}

VG_HELPER struct angle_D exact_angle(double x)
{
    struct angle_D a = payne_hanek(x);
    a.r = is_finite(x) ? a.r : NAN_D;
    return a;
}
VG_HELPER struct angle_F exact_angle(float x)
{
    struct angle_D exact = payne_hanek((double)x);
    struct angle_F a = {is_finite(x) ? (float)exact.r : NAN_F, (int)exact.q};
    return a;
}

/* x is at least 0: the functions put the sign on their results, which is right for zeros too. */
VG_HELPER struct angle_D reduce_angle(double x)
{
    struct angle_D a = cody_waite(x);
    if (VG_SELDOM(!(x < CODY_WAITE_LIMIT_D)))
        a = exact_angle(x);
    return a;
}
VG_HELPER struct angle_F reduce_angle(float x)
{
    struct angle_F a = cody_waite(x);
    if (VG_SELDOM(!(x < CODY_WAITE_LIMIT_F)))
        a = exact_angle(x);
    return a;
}

VG_HELPER float sine_of(struct angle_F a)
{
    float z = a.r * a.r;
    return mul_add(a.r * z, POLY(z, SIN_F), a.r);
}
VG_HELPER double sine_of(struct angle_D a)
{
    double z = a.r * a.r;
    return mul_add(a.r * z, POLY(z, SIN_D), a.r);
}
VG_HELPER float cosine_of(struct angle_F a)
{
    float z = a.r * a.r;
    return mul_add(z * z, POLY(z, COS_F), mul_add(z, -0.5f, 1.0f));
}
VG_HELPER double cosine_of(struct angle_D a)
{
    double z = a.r * a.r;
    return mul_add(z * z, POLY(z, COS_D), mul_add(z, -0.5, 1.0));
}

/* x less a multiple of 2, |r| <= 1, exactly; 0 for huge x. */
VG_HELPER float less_whole_turns(float x)
{
    return mul_add(__builtin_rintf(0.5f * x), -2.0f, x);
}
VG_HELPER double less_whole_turns(double x)
{
    return mul_add(__builtin_rint(0.5 * x), -2.0, x);
}
/* The t with sin(pi t) = sin(pi y), |t| <= 1/2, for |y| <= 1. Of zeros only that of y = -0 is -0. */
VG_HELPER float less_half_turns(float y)
{
    return at_least(at_most(y, 1.0f - y), -1.0f - y);
}
VG_HELPER double less_half_turns(double y)
{
    return at_least(at_most(y, 1.0 - y), -1.0 - y);
}
/* sin(pi t) for |t| <= 1/2. What is added to 2 t is small where the result is large. */
VG_HELPER float wide_sinpi(float t)
{
    float z = t * t;
    return mul_add(t, POLY(z, SINPI_F), t + t);
}
VG_HELPER double wide_sinpi(double t)
{
    double z = t * t;
    return mul_add(t, POLY(z, SINPI_D), t + t);
}
/* tan(r) for |r| <= pi / 4. */
VG_HELPER float tan_reduced(float r)
{
    float z = r * r;
    return mul_add(r * z, PAIRS(z, TAN_F), r);
}

#endif
