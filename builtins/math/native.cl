/* SPDX-License-Identifier: MIT */
/* half_ and native_ functions: shorter polynomials, about 2^-13 accurate, the machine's own 1 / sqrt(x), denormals as zeros, and
 * Cody-Waite reduction only, which half_ arguments do not leave. half_ functions have the special values of the accurate ones. */
#include "builtins/math/quick.h"

/* Beyond 2^16 only a result in [-1, 1] is asked for: 0 takes the place of the argument, NaN that of infinity. */
VG_HELPER float half_angle(float x)
{
    return magnitude(x) <= 0x1p16f ? x : x - x;
}
VG_HELPER float or_nan(float x, float result)
{
    return x == x ? result : NAN_F;
}
VG_HELPER float or_nan_below_0(float x, float result)
{
    return x < 0 ? NAN_F : result;
}

VG_HELPER float quick_tan(float x)
{
    struct angle_F a = cody_waite(half_angle(x));
    return quick_tangent(a.r, a.q);
}

/* Where the machine's approximation would be denormal or 0 it is no beginning. */
VG_HELPER float half_inverse(float x)
{
    float result = quick_inverse(x);
    if (VG_SELDOM(magnitude(x) > 0x1p125f))
        result = 0x1p-64f / (x * 0x1p-64f);
    return result;
}

#define QUICK(name, half, native)                                                                            \
    float VG_OVERLOAD half_##name(float x)                                                                   \
    {                                                                                                        \
        return half;                                                                                         \
    }                                                                                                        \
    float VG_OVERLOAD native_##name(float x)                                                                 \
    {                                                                                                        \
        return native;                                                                                       \
    }
#define QUICK2(name, half, native)                                                                           \
    float VG_OVERLOAD half_##name(float x, float y)                                                          \
    {                                                                                                        \
        return half;                                                                                         \
    }                                                                                                        \
    float VG_OVERLOAD native_##name(float x, float y)                                                        \
    {                                                                                                        \
        return native;                                                                                       \
    }
#define LOG(name, factor, step)                                                                              \
    QUICK(name, or_nan_below_0(x, quick_log(x, factor, step)), quick_log(x, factor, step))

QUICK(exp, or_nan(x, quick_exp2(x * LOG2E_A_F)), quick_exp2(x * LOG2E_A_F))
QUICK(exp2, or_nan(x, quick_exp2(x)), quick_exp2(x))
QUICK(exp10, or_nan(x, quick_exp2(x * LOG2_10_F)), quick_exp2(x * LOG2_10_F))
LOG(log, 1.0f, LN2_A_F + LN2_B_F)
LOG(log2, LOG2E_A_F, 1.0f)
LOG(log10, LOG10E_A_F, LOG10_2_A_F + LOG10_2_B_F)
QUICK(sin, quick_sin(half_angle(x), true), quick_sin(half_angle(x), false))
QUICK(cos, quick_cos(half_angle(x), true), quick_cos(half_angle(x), false))
QUICK(tan, quick_tan(x), quick_tan(x))
QUICK(recip, half_inverse(x), quick_inverse(x))
QUICK(sqrt, __builtin_sqrtf(x), __builtin_sqrtf(x))
QUICK(rsqrt, __vg_estimate_rsqrt(x), __vg_estimate_rsqrt(x)) /* at most 6144 ulp */
/* native_ quotients and reciprocals may be 0 where 1 / y is below 2^-125. */
QUICK2(divide, x / y, x * quick_inverse(y))

/* The exponent multiplies the error of the logarithm, so that one has more digits. Its special values make those of
 * powr; NaN is left for x < 0, inf^0, 0^0 and 1^inf. */
VG_HELPER float quick_powr(float x, float y)
{
    return quick_exp2(y * relaxed_log(x, LOG2E_A_F, 1.0f));
}
QUICK2(powr, or_nan(y * relaxed_log(x, LOG2E_A_F, 1.0f), or_nan_below_0(x, quick_powr(x, y))), quick_powr(x, y))
