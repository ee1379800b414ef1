/* SPDX-License-Identifier: MIT */
/* mul_hi, mad_hi and mad_sat: products of twice the width. Up to 32 bits the next wider type holds them; for
 * 64 bits the high half is put together from products of 32-bit halves, which also vectorises. */
#include "builtins/base.h"

#define MUL_HI(T, WIDE)                                                                                      \
    VG_OVERLOAD T mul_hi(T x, T y)                                                                           \
    {                                                                                                        \
        return (T)((WIDE)x * (WIDE)y >> (8 * sizeof(T)));                                                    \
    }

/* The product and the sum of three values fit in WIDE. */
#define MAD_SAT(T, WIDE)                                                                                     \
    VG_OVERLOAD T mad_sat(T x, T y, T z)                                                                     \
    {                                                                                                        \
        WIDE sum = (WIDE)x * (WIDE)y + (WIDE)z, least = VG_MIN(T), largest = VG_MAX(T);                      \
        WIDE raised = sum < least ? least : sum;                                                             \
        return (T)(raised > largest ? largest : raised);                                                     \
    }

#define MAD_HI(T)                                                                                            \
    VG_OVERLOAD T mad_hi(T x, T y, T z)                                                                      \
    {                                                                                                        \
        return (T)((VG_UNSIGNED(T))mul_hi(x, y) + (VG_UNSIGNED(T))z);                                        \
    }

MUL_HI(char, int)
MUL_HI(short, int)
MUL_HI(int, long)
MUL_HI(uchar, uint)
MUL_HI(ushort, uint)
MUL_HI(uint, ulong)

VG_OVERLOAD ulong mul_hi(ulong x, ulong y)
{
    ulong xl = (uint)x, xh = x >> 32, yl = (uint)y, yh = y >> 32;
    ulong low = xl * yl, a = xh * yl + (low >> 32), b = xl * yh + (uint)a;
    return xh * yh + (a >> 32) + (b >> 32);
}

/* A negative operand is its unsigned value less 2^64, so the other operand is taken off the high half. */
VG_OVERLOAD long mul_hi(long x, long y)
{
    ulong high = mul_hi((ulong)x, (ulong)y);
    return (long)(high - (x < 0 ? (ulong)y : 0) - (y < 0 ? (ulong)x : 0));
}

MAD_SAT(char, int)
MAD_SAT(short, int)
MAD_SAT(int, long)
MAD_SAT(uchar, uint)
MAD_SAT(ushort, uint)
MAD_SAT(uint, ulong)

VG_OVERLOAD ulong mad_sat(ulong x, ulong y, ulong z)
{
    ulong sum = x * y + z;
    bool fits = mul_hi(x, y) == 0 && sum >= z;
    return fits ? sum : ULONG_MAX;
}

VG_OVERLOAD long mad_sat(long x, long y, long z)
{
    ulong sum = (ulong)x * (ulong)y + (ulong)z;
    long high = mul_hi(x, y) + (z >> 63) + (sum < (ulong)z);
    bool fits = high == (long)sum >> 63;
    return fits ? (long)sum : high < 0 ? LONG_MIN : LONG_MAX;
}

VG_INT_TYPES(MAD_HI)
