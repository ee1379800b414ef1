/* SPDX-License-Identifier: MIT */
/* Conversions to float and double. The machine rounds to the nearest; the directed modes are made from it, or
 * from a conversion of leading bits that is exact, by a step of one unit in the last place. */
#include "builtins/base.h"

/* Integers that fit in the fraction, and the identity: exact in every mode. */
#define EXACT(D, S, SUFFIX)                                                                                  \
    VG_OVERLOAD D convert_##D##SUFFIX(S x)                                                                   \
    {                                                                                                        \
        return (D)x;                                                                                         \
    }
#define ALWAYS_EXACT(D, S)                                                                                   \
    EXACT(D, S, ) EXACT(D, S, _rte) EXACT(D, S, _rtz) EXACT(D, S, _rtp) EXACT(D, S, _rtn)

/* The magnitude cut to the bits that D holds converts exactly; `away` asks for one unit more where bits were
 * cut. */
#define CUT(D, U)                                                                                            \
    VG_HELPER D D##_cut(U magnitude, bool away)                                                              \
    {                                                                                                        \
        const int held = VG_FRACTION_BITS(D) + 1, width = 8 * sizeof(U);                                     \
        int spare = max(width - held - (int)clz(magnitude), 0);                                              \
        U rest = magnitude & (((U)1 << spare) - 1);                                                          \
        return VG_FROM_BITS(D, VG_BITS(D, (D)(magnitude - rest)) + (away && rest != 0));                     \
    }

#define INEXACT(D, S)                                                                                        \
    EXACT(D, S, )                                                                                            \
    EXACT(D, S, _rte)                                                                                        \
    VG_HELPER D D##_directed(S x, bool away_above, bool away_below)                                          \
    {                                                                                                        \
        bool negative = x < 0;                                                                               \
        VG_UNSIGNED(S) magnitude = negative ? -(VG_UNSIGNED(S))x : (VG_UNSIGNED(S))x;                        \
        D result = D##_cut(magnitude, negative ? away_below : away_above);                                   \
        return negative ? -result : result;                                                                  \
    }                                                                                                        \
    VG_OVERLOAD D convert_##D##_rtz(S x)                                                                     \
    {                                                                                                        \
        return D##_directed(x, false, false);                                                                \
    }                                                                                                        \
    VG_OVERLOAD D convert_##D##_rtp(S x)                                                                     \
    {                                                                                                        \
        return D##_directed(x, true, false);                                                                 \
    }                                                                                                        \
    VG_OVERLOAD D convert_##D##_rtn(S x)                                                                     \
    {                                                                                                        \
        return D##_directed(x, false, true);                                                                 \
    }

CUT(float, uint)
CUT(float, ulong)
CUT(double, ulong)

ALWAYS_EXACT(float, char)
ALWAYS_EXACT(float, uchar)
ALWAYS_EXACT(float, short)
ALWAYS_EXACT(float, ushort)
INEXACT(float, int)
INEXACT(float, uint)
INEXACT(float, long)
INEXACT(float, ulong)
ALWAYS_EXACT(float, half)
ALWAYS_EXACT(float, float)

ALWAYS_EXACT(double, char)
ALWAYS_EXACT(double, uchar)
ALWAYS_EXACT(double, short)
ALWAYS_EXACT(double, ushort)
ALWAYS_EXACT(double, int)
ALWAYS_EXACT(double, uint)
INEXACT(double, long)
INEXACT(double, ulong)
ALWAYS_EXACT(double, half)
ALWAYS_EXACT(double, float)
ALWAYS_EXACT(double, double)

/* Double to float: one step from the nearest when it lies on the wrong side. The nearest has the sign of x
 * even when it is zero, so a step away from zero adds one to the bits and a step toward it takes one. */
VG_OVERLOAD float convert_float(double x)
{
    return (float)x;
}

VG_OVERLOAD float convert_float_rte(double x)
{
    return (float)x;
}

VG_OVERLOAD float convert_float_rtz(double x)
{
    float nearest = (float)x;
    bool beyond = __builtin_elementwise_abs((double)nearest) > __builtin_elementwise_abs(x);
    return as_float(as_int(nearest) - beyond);
}

VG_OVERLOAD float convert_float_rtp(double x)
{
    float nearest = (float)x;
    int toward = as_long(x) < 0 ? -1 : 1;
    return as_float(as_int(nearest) + ((double)nearest < x ? toward : 0));
}

VG_OVERLOAD float convert_float_rtn(double x)
{
    return -convert_float_rtp(-x);
}
