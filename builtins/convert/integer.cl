/* SPDX-License-Identifier: MIT */
/* Conversions between integers. They are exact or wrap, so the rounding modes change nothing; _sat clamps. */
#include "builtins/base.h"

/* The limits that both types hold, as values of the source S: clamping there is what the machine's packing does. */
#define IS_SIGNED(T) ((T)(-1) < (T)0)
#define LOWER(T) (IS_SIGNED(T) ? (long)VG_MIN(T) : 0)
#define LEAST(D, S) (S)(LOWER(D) > LOWER(S) ? LOWER(D) : LOWER(S))
#define MOST(D, S) (S)((ulong)VG_MAX(D) < (ulong)VG_MAX(S) ? (ulong)VG_MAX(D) : (ulong)VG_MAX(S))

#define PLAIN(D, S, SUFFIX)                                                                                  \
    VG_OVERLOAD D convert_##D##SUFFIX(S x)                                                                   \
    {                                                                                                        \
        return (D)x;                                                                                         \
    }

#define SATURATING(D, S, SUFFIX)                                                                             \
    VG_OVERLOAD D convert_##D##_sat##SUFFIX(S x)                                                             \
    {                                                                                                        \
        S raised = x < LEAST(D, S) ? LEAST(D, S) : x;                                                        \
        return (D)(raised > MOST(D, S) ? MOST(D, S) : raised);                                               \
    }

#define ROUNDED(D, S, SUFFIX) PLAIN(D, S, SUFFIX) SATURATING(D, S, SUFFIX)
#define CONVERSION(D, S)                                                                                     \
    ROUNDED(D, S, ) ROUNDED(D, S, _rte) ROUNDED(D, S, _rtz) ROUNDED(D, S, _rtp) ROUNDED(D, S, _rtn)

#define FROM(S)                                                                                              \
    CONVERSION(char, S)                                                                                      \
    CONVERSION(short, S)                                                                                     \
    CONVERSION(int, S)                                                                                       \
    CONVERSION(long, S)                                                                                      \
    CONVERSION(uchar, S)                                                                                     \
    CONVERSION(ushort, S)                                                                                    \
    CONVERSION(uint, S)                                                                                      \
    CONVERSION(ulong, S)

VG_INT_TYPES(FROM)
