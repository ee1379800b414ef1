/* SPDX-License-Identifier: MIT */
/* Conversions from floating point to integers, toward zero unless a mode is named. The machine's conversion
 * goes toward zero; for the other modes the value is first rounded as a floating-point number, which is
 * exact. _sat clamps, and turns NaN into 0. */
#include "builtins/base.h"

#define ROUND(x) (x)
#define ROUND_rte(x) __builtin_elementwise_roundeven(x)
#define ROUND_rtz(x) (x)
#define ROUND_rtp(x) __builtin_elementwise_ceil(x)
#define ROUND_rtn(x) __builtin_elementwise_floor(x)

/* The first value past the largest integer is a power of two, which every floating-point type can tell
 * exactly. */
#define TOO_LARGE(D, S) ((S)(VG_MAX(D) / 2 + 1) * 2)

#define ROUNDED(D, S, SUFFIX)                                                                                \
    VG_OVERLOAD D convert_##D##SUFFIX(S x)                                                                   \
    {                                                                                                        \
        return (D)ROUND##SUFFIX(x);                                                                          \
    }                                                                                                        \
    VG_OVERLOAD D convert_##D##_sat##SUFFIX(S x)                                                             \
    {                                                                                                        \
        S rounded = ROUND##SUFFIX(x);                                                                        \
        D inside = rounded >= (S)VG_MIN(D) ? (D)rounded : x != x ? (D)0 : VG_MIN(D);                         \
        return rounded >= TOO_LARGE(D, S) ? VG_MAX(D) : inside;                                              \
    }

#define CONVERSION(S, D)                                                                                     \
    ROUNDED(D, S, )                                                                                          \
    ROUNDED(D, S, _rte)                                                                                      \
    ROUNDED(D, S, _rtz)                                                                                      \
    ROUNDED(D, S, _rtp)                                                                                      \
    ROUNDED(D, S, _rtn)

#define TO(D) CONVERSION(float, D) CONVERSION(double, D)

/* Exact as floats. */
#define FROM_HALF(D, SUFFIX)                                                                                 \
    VG_OVERLOAD D convert_##D##SUFFIX(half x)                                                                \
    {                                                                                                        \
        return convert_##D##SUFFIX((float)x);                                                                \
    }                                                                                                        \
    VG_OVERLOAD D convert_##D##_sat##SUFFIX(half x)                                                          \
    {                                                                                                        \
        return convert_##D##_sat##SUFFIX((float)x);                                                          \
    }
#define FROM_HALVES(D)                                                                                       \
    FROM_HALF(D, ) FROM_HALF(D, _rte) FROM_HALF(D, _rtz) FROM_HALF(D, _rtp) FROM_HALF(D, _rtn)

VG_INT_TYPES(TO)
VG_INT_TYPES(FROM_HALVES)
