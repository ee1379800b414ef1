/* SPDX-License-Identifier: MIT */
/* Conversions to half. Integers that float does not hold exactly are beyond the range of half, where nothing but their
 * sign and size counts, so that all of them may pass through float. */
#include "builtins/convert/half.h"

#define TO_HALF(S, WAY)                                                                                      \
    VG_OVERLOAD half convert_half(S x)                                                                       \
    {                                                                                                        \
        return vg_half_rte(WAY(x));                                                                          \
    }                                                                                                        \
    VG_OVERLOAD half convert_half_rte(S x)                                                                   \
    {                                                                                                        \
        return vg_half_rte(WAY(x));                                                                          \
    }                                                                                                        \
    VG_OVERLOAD half convert_half_rtz(S x)                                                                   \
    {                                                                                                        \
        return vg_half_rtz(WAY(x));                                                                          \
    }                                                                                                        \
    VG_OVERLOAD half convert_half_rtp(S x)                                                                   \
    {                                                                                                        \
        return vg_half_rtp(WAY(x));                                                                          \
    }                                                                                                        \
    VG_OVERLOAD half convert_half_rtn(S x)                                                                   \
    {                                                                                                        \
        return vg_half_rtn(WAY(x));                                                                          \
    }

VG_INT_TYPES(TO_HALF, (float))
TO_HALF(float, vg_before_half)
TO_HALF(double, vg_before_half)

#define SAME(SUFFIX)                                                                                         \
    VG_OVERLOAD half convert_half##SUFFIX(half x)                                                            \
    {                                                                                                        \
        return x;                                                                                            \
    }
SAME()
SAME(_rte)
SAME(_rtz)
SAME(_rtp)
SAME(_rtn)
