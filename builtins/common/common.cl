/* SPDX-License-Identifier: MIT */
/* The common functions. Comparisons are written as the specification has them, which settles what a NaN does.
 */
#include "builtins/base.h"

#define COMMON(T)                                                                                            \
    VG_OVERLOAD T min(T x, T y)                                                                              \
    {                                                                                                        \
        return y < x ? y : x;                                                                                \
    }                                                                                                        \
    VG_OVERLOAD T max(T x, T y)                                                                              \
    {                                                                                                        \
        return x < y ? y : x;                                                                                \
    }                                                                                                        \
    VG_OVERLOAD T clamp(T x, T low, T high)                                                                  \
    {                                                                                                        \
        T raised = x < low ? low : x;                                                                        \
        return high < raised ? high : raised;                                                                \
    }                                                                                                        \
    VG_OVERLOAD T degrees(T x)                                                                               \
    {                                                                                                        \
        return (T)57.295779513082320876798154814105170332 * x;                                               \
    }                                                                                                        \
    VG_OVERLOAD T radians(T x)                                                                               \
    {                                                                                                        \
        return (T)0.017453292519943295769236907684886127 * x;                                                \
    }                                                                                                        \
    VG_OVERLOAD T mix(T x, T y, T a)                                                                         \
    {                                                                                                        \
        return x + (y - x) * a;                                                                              \
    }                                                                                                        \
    VG_OVERLOAD T step(T edge, T x)                                                                          \
    {                                                                                                        \
        return x < edge ? (T)0 : (T)1;                                                                       \
    }                                                                                                        \
    VG_OVERLOAD T smoothstep(T edge0, T edge1, T x)                                                          \
    {                                                                                                        \
        T t = clamp((x - edge0) / (edge1 - edge0), (T)0, (T)1);                                              \
        return t * t * ((T)3 - (T)2 * t);                                                                    \
    }                                                                                                        \
    VG_OVERLOAD T sign(T x)                                                                                  \
    {                                                                                                        \
        return x > 0 ? (T)1 : x < 0 ? (T)(-1) : x == 0 ? x : (T)0;                                           \
    }

COMMON(float)
COMMON(double)

/* In float, rounded once. */
#define HALF_1(NAME)                                                                                         \
    VG_OVERLOAD half NAME(half x)                                                                            \
    {                                                                                                        \
        return (half)NAME((float)x);                                                                         \
    }
#define HALF_2(NAME)                                                                                         \
    VG_OVERLOAD half NAME(half x, half y)                                                                    \
    {                                                                                                        \
        return (half)NAME((float)x, (float)y);                                                               \
    }
#define HALF_3(NAME)                                                                                         \
    VG_OVERLOAD half NAME(half x, half y, half z)                                                            \
    {                                                                                                        \
        return (half)NAME((float)x, (float)y, (float)z);                                                     \
    }

HALF_2(min)
HALF_2(max)
HALF_3(clamp)
HALF_1(degrees)
HALF_1(radians)
HALF_3(mix)
HALF_2(step)
HALF_3(smoothstep)
HALF_1(sign)
