/* SPDX-License-Identifier: MIT */
/* Rounding to half in every mode, for conversions and for storage. The compiler makes one instruction of a conversion
 * between float and half, rounding to the nearest; the other modes are one step away from that. */
#ifndef VG_BUILTINS_CONVERT_HALF_H
#define VG_BUILTINS_CONVERT_HALF_H

#include "builtins/base.h"

/* A float that rounds to half as x does in every mode. Bits that a half cannot see become a single one, so that nothing
 * rounds twice; magnitudes far outside the range of half come near to it, so that the float neither overflows nor
 * vanishes. */
VG_HELPER float vg_before_half(double x)
{
    ulong bits = as_ulong(x), kept = bits & 0x7fffffff00000000ul;
    double m = as_double(kept | ((uint)bits ? 0x100000000ul : 0ul));
    m = m > 0x1p20 && m < (double)INFINITY ? 0x1p20 : m;
    m = m < 0x1p-40 && m > 0 ? 0x1p-40 : m;
    return __builtin_copysignf((float)m, (float)x);
}
VG_HELPER float vg_before_half(float x)
{
    return x;
}

/* The nearest has the sign of x even when it is zero, so a step away from zero adds one to the bits. An infinity that
 * rounding made lies one step beyond the largest number. */
VG_HELPER half vg_half_rte(float x)
{
    return (half)x;
}
VG_HELPER half vg_half_rtz(float x)
{
    half nearest = (half)x;
    bool beyond = __builtin_fabsf((float)nearest) > __builtin_fabsf(x);
    return as_half((short)(as_short(nearest) - beyond));
}
VG_HELPER half vg_half_rtp(float x)
{
    half nearest = (half)x;
    short step = as_int(x) < 0 ? -1 : 1;
    return as_half((short)(as_short(nearest) + ((float)nearest < x ? step : (short)0)));
}
VG_HELPER half vg_half_rtn(float x)
{
    half nearest = (half)x;
    short step = as_int(x) < 0 ? 1 : -1;
    return as_half((short)(as_short(nearest) + ((float)nearest > x ? step : (short)0)));
}

#endif
