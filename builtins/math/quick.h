/* SPDX-License-Identifier: MIT */
/* Float functions with fewer digits: half_ and native_ (8192 ulp), and what relaxed math asks for, which is most of
 * float's digits where the result is small and their share of the argument elsewhere. Denormal arguments and results
 * count as zeros. Special values other than 0 are only served where a function's comment says so. */
#ifndef VG_BUILTINS_MATH_QUICK_H
#define VG_BUILTINS_MATH_QUICK_H

#include "builtins/math/trig.h"

/* Infinity and 0 for 0 and infinity; something large for 0 where all is finite. */
VG_HELPER float relaxed_rsqrt(float x)
{
    if (finite_only())
        return closer_rsqrt(at_least(x, 0x1p-126f));
    float result = closer_rsqrt(x);
    result = x < INF_F ? result : x == INF_F ? 0.0f : NAN_F;
    return x < 0x1p-126f ? INF_F : result;
}

/* The 2^n that makes p, 2^r, into 2^x. n is in the low bits of shifted, and a NaN has none there as a rule. */
VG_HELPER float exp2_scaled(float p, float shifted, float x)
{
    float result = as_float(as_uint(p) + (as_uint(shifted) << 23));
    return x < -126.0f ? 0.0f : result;
}
VG_HELPER float quick_exp2(float x)
{
    float y = at_most(x, 128.0f), shifted = y + 0x1.8p23f;
    float r = y - (shifted - 0x1.8p23f);
    return exp2_scaled(POLY(r, 1.0f, EXP2_SHORT_F), shifted, y);
}
VG_HELPER float relaxed_exp2(float x)
{
    float y = at_most(x, 128.0f), shifted = y + 0x1.8p23f;
    float r = y - (shifted - 0x1.8p23f);
    return exp2_scaled(POLY(r, 1.0f, EXP2_RELAXED_F), shifted, y);
}

/* The logarithm of 0 where x is below least; of infinity and NaN themselves, if there may be any. */
VG_HELPER float quick_log_or_special(float x, float least, float result)
{
    result = finite_only() || x < INF_F ? result : x;
    return x < least ? -INF_F : result;
}
/* log(x) times the factor that makes it one of another base, which is 1 / step. */
VG_HELPER float quick_log(float x, float factor, float step)
{
    float e, f = split_normal(x, &e) - 1.0f;
    float l = f * POLY(f, 1.0f, LOG_SHORT_F);
    return quick_log_or_special(x, 0x1p-126f, mul_add(l, factor, e * step));
}
VG_HELPER float relaxed_log(float x, float factor, float step)
{
    float e, f = split_normal(x, &e) - 1.0f;
    float l = mul_add(f * f, PAIRS(f, LOG_RELAXED_F), f);
    return quick_log_or_special(x, 0x1p-126f, mul_add(l, factor, e * step));
}

#define QUICK_ANGLE_LIMIT 0x1p20f

/* x - n pi for n below 2^21 or so; exact is for a small relative error near 0 too. */
VG_HELPER float minus_half_turns(float x, float n, bool exact)
{
    if (!__vg_has_fma())
        return (float)(((double)x - (double)n * PI_33_A_D) - (double)n * PI_33_B_D);
    float r = mul_add(n, -PI_B_F, mul_add(n, -PI_A_F, x));
    return exact ? mul_add(n, -PI_C_F, r) : r;
}
/* sin(r) for |r| <= pi / 2, negated if turns is odd. */
VG_HELPER float wide_sine(float r, float turns)
{
    float z = r * r, s = mul_add(r * z, POLY(z, SIN_WIDE_F), r);
    return as_float(as_uint(s) ^ as_uint(turns) << 31);
}
/* An angle is r + turns pi, |r| <= pi / 2; of turns the low bit counts. */
struct half_turns {
    float r, turns;
};
/* x or, shifted, x + pi / 2, for |x| up to QUICK_ANGLE_LIMIT. The sum keeps the number of half turns in its low bits. */
VG_HELPER struct half_turns quick_half_turns(float x, bool shifted, bool exact)
{
    float turns = shifted ? mul_add(x, INV_PI_A_F, -0.5f) + 0x1.8p23f : mul_add(x, INV_PI_A_F, 0x1.8p23f);
    float n = turns - 0x1.8p23f;
    struct half_turns a = {minus_half_turns(x, shifted ? n + 0.5f : n, exact), shifted ? as_float(~as_uint(turns)) : turns};
    return a;
}
/* The same for larger ones. */
VG_HELPER struct half_turns exact_half_turns(float x, bool shifted)
{
    struct angle_D exact = payne_hanek((double)magnitude(x));
    int q = (int)exact.q + shifted;
    double near = exact.r > 0 ? exact.r - HALF_PI_A_D : exact.r + HALF_PI_A_D;
    double r = q & 1 ? near : exact.r;
    q += q & 1 ? (exact.r > 0 ? 1 : -1) : 0;
    struct half_turns a = {(float)(x < 0 && !shifted ? -r : r), as_float(q >> 1)};
    a.r = is_finite(x) ? a.r : NAN_F;
    return a;
}
VG_HELPER float relaxed_sine(float x, bool shifted)
{
    struct half_turns a = quick_half_turns(x, shifted, false);
    if (VG_SELDOM(!(magnitude(x) < QUICK_ANGLE_LIMIT)))
        a = exact_half_turns(x, shifted);
    return wide_sine(a.r, a.turns);
}
VG_HELPER float quick_sin(float x, bool exact)
{
    struct half_turns a = quick_half_turns(x, false, exact);
    return wide_sine(a.r, a.turns);
}
VG_HELPER float quick_cos(float x, bool exact)
{
    struct half_turns a = quick_half_turns(x, true, exact);
    return wide_sine(a.r, a.turns);
}
/* Both, of an angle within a quarter of pi. */
VG_HELPER float short_sine(float r)
{
    float z = r * r;
    return mul_add(r * z, POLY(z, SIN_SHORT_F), r);
}
VG_HELPER float short_cosine(float r)
{
    float z = r * r;
    return mul_add(z * z, POLY(z, COS_SHORT_F), mul_add(z, -0.5f, 1.0f));
}
VG_HELPER float quick_tangent(float r, int q)
{
    float s = short_sine(r), c = short_cosine(r);
    return negate_if_odd(__vg_quick_divide(q & 1 ? c : s, q & 1 ? s : c), q & 1);
}
/* sin(pi x) and cos(pi x), from x less a multiple of 2. */
VG_HELPER float quick_sinpi(float x)
{
    float y = less_whole_turns(x), turns = y + 0x1.8p23f;
    return wide_sine((y - (turns - 0x1.8p23f)) * PI_A_F, turns);
}
VG_HELPER float quick_cospi(float x)
{
    return wide_sine((0.5f - magnitude(less_whole_turns(x))) * PI_A_F, 0.0f);
}

#endif
