/* SPDX-License-Identifier: MIT */
/* The math functions of half, which calculate in float and round once. Functions that must be exact or correctly rounded
 * stay so: float holds what they give, or has more than twice the bits of half, after which rounding again changes
 * nothing. Where the half_ functions of float are fine enough and range no further, those serve. */
#include "builtins/math/math.h"

#define UNARY(name, function)                                                                                \
    half VG_OVERLOAD name(half x)                                                                            \
    {                                                                                                        \
        return (half)function((float)x);                                                                     \
    }
#define BINARY(name, function)                                                                               \
    half VG_OVERLOAD name(half x, half y)                                                                    \
    {                                                                                                        \
        return (half)function((float)x, (float)y);                                                           \
    }
#define WITH_INT(name)                                                                                       \
    half VG_OVERLOAD name(half x, int n)                                                                     \
    {                                                                                                        \
        return (half)name((float)x, n);                                                                      \
    }

/* half_sin and half_tan may lose the sign of zero. */
VG_HELPER float sine(float x)
{
    float result = half_sin(x);
    return x == 0 ? x : result;
}
VG_HELPER float tangent(float x)
{
    float result = half_tan(x);
    return x == 0 ? x : result;
}

UNARY(acos, acos)
UNARY(acosh, acosh)
UNARY(acospi, acospi)
UNARY(asin, asin)
UNARY(asinh, asinh)
UNARY(asinpi, asinpi)
UNARY(atan, atan)
UNARY(atanh, atanh)
UNARY(atanpi, atanpi)
UNARY(cbrt, cbrt)
UNARY(ceil, __builtin_ceilf)
UNARY(cos, half_cos)
UNARY(cosh, cosh)
UNARY(cospi, cospi)
UNARY(erf, erf)
UNARY(erfc, erfc)
UNARY(exp, half_exp)
UNARY(exp10, half_exp10)
UNARY(exp2, half_exp2)
UNARY(expm1, expm1)
UNARY(fabs, __builtin_fabsf)
UNARY(floor, __builtin_floorf)
UNARY(lgamma, lgamma)
UNARY(log, half_log)
UNARY(log10, half_log10)
UNARY(log1p, log1p)
UNARY(log2, half_log2)
UNARY(logb, logb)
UNARY(rint, __builtin_rintf)
UNARY(round, round)
UNARY(rsqrt, rsqrt)
UNARY(sin, sine)
UNARY(sinh, sinh)
UNARY(sinpi, sinpi)
UNARY(sqrt, __builtin_sqrtf)
UNARY(tan, tangent)
UNARY(tanh, tanh)
UNARY(tanpi, tanpi)
UNARY(tgamma, tgamma)
UNARY(trunc, __builtin_truncf)
BINARY(atan2, atan2)
BINARY(atan2pi, atan2pi)
BINARY(copysign, __builtin_copysignf)
BINARY(fdim, fdim)
BINARY(fmax, __builtin_fmaxf)
BINARY(fmin, __builtin_fminf)
BINARY(fmod, fmod)
BINARY(hypot, hypot)
BINARY(maxmag, maxmag)
BINARY(minmag, minmag)
BINARY(pow, pow)
BINARY(powr, powr)
BINARY(remainder, remainder)
WITH_INT(pown)
WITH_INT(rootn)

half VG_OVERLOAD nan(ushort code)
{
    return as_half((ushort)(0x7e00 | (code & 0x1ff)));
}

int VG_OVERLOAD ilogb(half x)
{
    return ilogb((float)x);
}

/* No power beyond these changes the result, and with them the product is exact. */
half VG_OVERLOAD ldexp(half x, int n)
{
    return (half)((float)x * power_of_two_f(clamped(n, -60, 60)));
}

/* The product is exact in double. The sum may lose bits, but only where one part is too small to change how the other
 * rounds. */
half VG_OVERLOAD fma(half a, half b, half c)
{
    return (half)((double)a * (double)b + (double)c);
}
half VG_OVERLOAD mad(half a, half b, half c)
{
    return (half)mul_add((float)a, (float)b, (float)c);
}

/* Numbers of one sign are ordered as their bits are. */
half VG_OVERLOAD nextafter(half x, half y)
{
    float a = (float)x, b = (float)y;
    ushort outward = (a < b) == (a > 0) ? 1 : -1, tiniest = (as_ushort(y) & 0x8000) | 1;
    ushort step = a == 0 ? tiniest : (ushort)(as_ushort(x) + outward);
    ushort result = a == b ? as_ushort(y) : step;
    return as_half((ushort)(a == a && b == b ? result : 0x7e00));
}

/* The largest half below 1 bounds fract, whose exact value may round to 1. */
#define WITH_POINTERS(SPACE)                                                                                 \
    half VG_OVERLOAD fract(half x, SPACE half *whole)                                                        \
    {                                                                                                        \
        float below, rest = fract((float)x, (generic float *)&below);                                                         \
        *whole = (half)below;                                                                                \
        return (half)at_most(rest, 0x1.ffcp-1f);                                                             \
    }                                                                                                        \
    half VG_OVERLOAD modf(half x, SPACE half *whole)                                                         \
    {                                                                                                        \
        float toward_zero, rest = modf((float)x, (generic float *)&toward_zero);                                              \
        *whole = (half)toward_zero;                                                                          \
        return (half)rest;                                                                                   \
    }                                                                                                        \
    half VG_OVERLOAD sincos(half x, SPACE half *cosine)                                                      \
    {                                                                                                        \
        *cosine = (half)half_cos((float)x);                                                                \
        return (half)sine((float)x);                                                                       \
    }                                                                                                        \
    half VG_OVERLOAD frexp(half x, SPACE int *exponent)                                                      \
    {                                                                                                        \
        int e;                                                                                               \
        half result = (half)frexp((float)x, (generic int *)&e);                                                             \
        *exponent = e;                                                                                       \
        return result;                                                                                       \
    }                                                                                                        \
    half VG_OVERLOAD lgamma_r(half x, SPACE int *sign)                                                       \
    {                                                                                                        \
        int s;                                                                                               \
        half result = (half)lgamma_r((float)x, (generic int *)&s);                                                          \
        *sign = s;                                                                                           \
        return result;                                                                                       \
    }                                                                                                        \
    half VG_OVERLOAD remquo(half x, half y, SPACE int *quotient)                                             \
    {                                                                                                        \
        int q;                                                                                               \
        half result = (half)remquo((float)x, (float)y, (generic int *)&q);                                                  \
        *quotient = q;                                                                                       \
        return result;                                                                                       \
    }
VG_ADDRESS_SPACES(WITH_POINTERS)
