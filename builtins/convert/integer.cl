/* SPDX-License-Identifier: MIT */
/* Conversions between integers. They are exact or wrap, so the rounding modes change nothing; _sat clamps. */
#include "builtins/base.h"

/* Which limits of the destination D the source S can pass is known from the types, so one comparison on each
 * side, made in the wider of the two types, is enough. */
#define IS_SIGNED(T) ((T)(-1) < (T)0)
#define BELOW(D, S, x) (IS_SIGNED(S) && (long)(x) < (IS_SIGNED(D) ? (long)VG_MIN(D) : 0))
#define ABOVE(D, S, x) (!(IS_SIGNED(S) && (long)(x) < 0) && (ulong)(x) > (ulong)VG_MAX(D))

#define PLAIN(D, S, SUFFIX)                                                                                  \
    VG_OVERLOAD D convert_##D##SUFFIX(S x)                                                                   \
    {                                                                                                        \
        return (D)x;                                                                                         \
    }

#define SATURATING(D, S, SUFFIX)                                                                             \
    VG_OVERLOAD D convert_##D##_sat##SUFFIX(S x)                                                             \
    {                                                                                                        \
        return BELOW(D, S, x) ? VG_MIN(D) : ABOVE(D, S, x) ? VG_MAX(D) : (D)x;                               \
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
