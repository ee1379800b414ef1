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

#define PLAIN(D, S, SUFFIX)                                                                                  \
    VG_OVERLOAD D convert_##D##SUFFIX(S x)                                                                   \
    {                                                                                                        \
        return (D)ROUND##SUFFIX(x);                                                                          \
    }

#define SATURATING(D, S, SUFFIX)                                                                             \
    VG_OVERLOAD D convert_##D##_sat##SUFFIX(S x)                                                             \
    {                                                                                                        \
        S rounded = ROUND##SUFFIX(x);                                                                        \
        D inside = rounded >= (S)VG_MIN(D) ? (D)rounded : x != x ? (D)0 : VG_MIN(D);                         \
        return rounded >= TOO_LARGE(D, S) ? VG_MAX(D) : inside;                                              \
    }

/* The limits of narrow types are floating-point numbers, so that the clamp is two instructions. The comparison with the
 * lower one is false for NaN, which becomes 0 for unsigned types by that and for signed ones before. */
#define SATURATING_NARROW(D, S, SUFFIX)                                                                      \
    VG_OVERLOAD D convert_##D##_sat##SUFFIX(S x)                                                             \
    {                                                                                                        \
        S number = VG_MIN(D) == 0 || x == x ? x : 0;                                                         \
        S raised = number > VG_MIN(D) ? number : VG_MIN(D);                                                  \
        S held = raised < VG_MAX(D) ? raised : VG_MAX(D);                                                    \
        return (D)(int)ROUND##SUFFIX(held);                                                                  \
    }

#define IN_EVERY_MODE(X, D, S) X(D, S, ) X(D, S, _rte) X(D, S, _rtz) X(D, S, _rtp) X(D, S, _rtn)
#define TO(D) IN_EVERY_MODE(PLAIN, D, float) IN_EVERY_MODE(PLAIN, D, double)
#define SATURATING_TO(D) IN_EVERY_MODE(SATURATING, D, float) IN_EVERY_MODE(SATURATING, D, double)
#define SATURATING_TO_NARROW(D)                                                                              \
    IN_EVERY_MODE(SATURATING_NARROW, D, float) IN_EVERY_MODE(SATURATING_NARROW, D, double)

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
SATURATING_TO_NARROW(char)
SATURATING_TO_NARROW(uchar)
SATURATING_TO_NARROW(short)
SATURATING_TO_NARROW(ushort)
SATURATING_TO(int)
SATURATING_TO(uint)
SATURATING_TO(long)
SATURATING_TO(ulong)
VG_INT_TYPES(FROM_HALVES)
