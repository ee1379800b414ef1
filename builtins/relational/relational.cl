/* SPDX-License-Identifier: MIT */
/* Comparisons and tests of floating-point values. True is 1 for a scalar and -1 in each component of a
 * vector, which is what the comparison operators give, so both are one text: R is int for scalars, else the
 * vector of integers. */
#include "builtins/base.h"

/* The bits without the sign, and those of infinity. */
#define MAGNITUDE(T, R, x) (__builtin_astype(x, R) & (VG_SIGNED(T))VG_MAX(VG_SIGNED(T)))
#define INFINITY_BITS(T) ((VG_SIGNED(T))(SMALLEST_NORMAL(T) * (2 * VG_BIAS(T) + 1)))
#define SMALLEST_NORMAL(T) ((VG_SIGNED(T))((VG_SIGNED(T))1 << VG_FRACTION_BITS(T)))

/* V: half, float or double or a vector of them; B: the integers of the same size, for bit tests; R: the result. */
#define TESTS(T, V, B, R)                                                                                    \
    VG_OVERLOAD R isequal(V x, V y)                                                                          \
    {                                                                                                        \
        return x == y;                                                                                       \
    }                                                                                                        \
    VG_OVERLOAD R isnotequal(V x, V y)                                                                       \
    {                                                                                                        \
        return x != y;                                                                                       \
    }                                                                                                        \
    VG_OVERLOAD R isgreater(V x, V y)                                                                        \
    {                                                                                                        \
        return x > y;                                                                                        \
    }                                                                                                        \
    VG_OVERLOAD R isgreaterequal(V x, V y)                                                                   \
    {                                                                                                        \
        return x >= y;                                                                                       \
    }                                                                                                        \
    VG_OVERLOAD R isless(V x, V y)                                                                           \
    {                                                                                                        \
        return x < y;                                                                                        \
    }                                                                                                        \
    VG_OVERLOAD R islessequal(V x, V y)                                                                      \
    {                                                                                                        \
        return x <= y;                                                                                       \
    }                                                                                                        \
    VG_OVERLOAD R islessgreater(V x, V y)                                                                    \
    {                                                                                                        \
        return (x < y) | (x > y);                                                                            \
    }                                                                                                        \
    VG_OVERLOAD R isordered(V x, V y)                                                                        \
    {                                                                                                        \
        return (x == x) & (y == y);                                                                          \
    }                                                                                                        \
    VG_OVERLOAD R isunordered(V x, V y)                                                                      \
    {                                                                                                        \
        return (x != x) | (y != y);                                                                          \
    }                                                                                                        \
    VG_OVERLOAD R isnan(V x)                                                                                 \
    {                                                                                                        \
        return x != x;                                                                                       \
    }                                                                                                        \
    VG_OVERLOAD R isinf(V x)                                                                                 \
    {                                                                                                        \
        return MAGNITUDE(T, B, x) == INFINITY_BITS(T);                                                       \
    }                                                                                                        \
    VG_OVERLOAD R isfinite(V x)                                                                              \
    {                                                                                                        \
        return MAGNITUDE(T, B, x) < INFINITY_BITS(T);                                                        \
    }                                                                                                        \
    VG_OVERLOAD R isnormal(V x)                                                                              \
    {                                                                                                        \
        B magnitude = MAGNITUDE(T, B, x);                                                                    \
        return (magnitude >= SMALLEST_NORMAL(T)) & (magnitude < INFINITY_BITS(T));                           \
    }                                                                                                        \
    VG_OVERLOAD R signbit(V x)                                                                               \
    {                                                                                                        \
        return __builtin_astype(x, B) < (VG_SIGNED(T))0;                                                               \
    }

#define VECTOR_TESTS(T, I, N) TESTS(T, T##N, I##N, I##N)

TESTS(half, half, short, int)
TESTS(float, float, int, int)
TESTS(double, double, long, int)
VG_SIZES(VECTOR_TESTS, half, short)
VG_SIZES(VECTOR_TESTS, float, int)
VG_SIZES(VECTOR_TESTS, double, long)
