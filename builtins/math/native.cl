/* SPDX-License-Identifier: MIT */
/* half_ and native_ functions: shorter polynomials, about 2^-16 accurate, and Cody-Waite reduction only, which half_
 * arguments do not leave. Division and square roots are instructions of their own and as fast as they get. */
#include "builtins/math/exp.h"
#include "builtins/math/log.h"
#include "builtins/math/trig.h"

VG_HELPER float quick_exp2(float x)
{
    float y = at_most(at_least(x, -151.0f), 129.0f);
    int n;
    float r = y - nearest_integer(y, &n);
    return scale_near_one(mul_add(r, POLY(r, EXP2_SHORT_F), 1.0f), n);
}

/* log(x) times the factor that makes it one of another base, which is 1 / step. */
VG_HELPER float quick_log(float x, float factor, float step)
{
    int e;
    float f = split_exponent(x, &e) - 1.0f;
    float l = f * mul_add(f, POLY(f, LOG_SHORT_F), 1.0f);
    float special = x == 0 ? -INF_F : x == INF_F ? INF_F : NAN_F;
    return x > 0 && x < INF_F ? mul_add(l, factor, (float)e * step) : special;
}

/* The sine of turn quarter turns more than x, that is of x or its cosine. Beyond 2^16 only a result in [-1, 1] is asked
 * for; 0 takes the place of the argument, NaN that of infinity. */
VG_HELPER float quick_sine(float x, int turn)
{
    float ax = magnitude(x);
    struct angle_F a = cody_waite(ax <= 0x1p16f ? ax : ax - ax);
    float z = a.r * a.r;
    float s = mul_add(a.r * z, POLY(z, SIN_SHORT_F), a.r);
    float c = mul_add(z * z, POLY(z, COS_SHORT_F), mul_add(z, -0.5f, 1.0f));
    int q = a.q + turn;
    int negative = turn == 0 ? (int)(as_uint(x) >> 31) : 0;
    return negate_if_odd(q & 1 ? c : s, ((q >> 1) ^ negative) & 1);
}

#define QUICK(name, expression)                                                                              \
    float VG_OVERLOAD half_##name(float x)                                                                   \
    {                                                                                                        \
        return expression;                                                                                   \
    }                                                                                                        \
    float VG_OVERLOAD native_##name(float x)                                                                 \
    {                                                                                                        \
        return expression;                                                                                   \
    }
#define QUICK2(name, expression)                                                                             \
    float VG_OVERLOAD half_##name(float x, float y)                                                          \
    {                                                                                                        \
        return expression;                                                                                   \
    }                                                                                                        \
    float VG_OVERLOAD native_##name(float x, float y)                                                        \
    {                                                                                                        \
        return expression;                                                                                   \
    }

QUICK(exp, quick_exp2(x * LOG2E_A_F))
QUICK(exp2, quick_exp2(x))
QUICK(exp10, quick_exp2(x * LOG2_10_F))
QUICK(log, quick_log(x, 1.0f, LN2_A_F + LN2_B_F))
QUICK(log2, quick_log(x, LOG2E_A_F, 1.0f))
QUICK(log10, quick_log(x, LOG10E_A_F, LOG10_2_A_F + LOG10_2_B_F))
QUICK(sin, quick_sine(x, 0))
QUICK(cos, quick_sine(x, 1))
QUICK(tan, quick_sine(x, 0) / quick_sine(x, 1))
QUICK(recip, 1.0f / x)
QUICK(sqrt, __builtin_sqrtf(x))
QUICK(rsqrt, 1.0f / __builtin_sqrtf(x))
QUICK2(divide, x / y)
/* The exponent multiplies the error of the logarithm, so that one is the accurate one; its special values make all of
 * powr's. */
QUICK2(powr, quick_exp2(y * log2(x)))
