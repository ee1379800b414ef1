/* SPDX-License-Identifier: MIT */
/* Integer arithmetic that overflows neither in the result nor on the way: halving and saturating sums, clamp,
 * min, max, 24-bit products, upsample. */
#include "builtins/base.h"

/* Written so that LLVM knows each as one instruction. The builtin would promote a type narrower than int, and
 * int holds the sums of those. */
#define SATURATING_NARROW(T)                                                                                 \
    VG_HELPER T saturated_##T(int value)                                                                     \
    {                                                                                                        \
        int raised = value < VG_MIN(T) ? VG_MIN(T) : value;                                                  \
        return (T)(raised > VG_MAX(T) ? VG_MAX(T) : raised);                                                 \
    }                                                                                                        \
    VG_OVERLOAD T add_sat(T x, T y)                                                                          \
    {                                                                                                        \
        return saturated_##T(x + y);                                                                         \
    }                                                                                                        \
    VG_OVERLOAD T sub_sat(T x, T y)                                                                          \
    {                                                                                                        \
        return saturated_##T(x - y);                                                                         \
    }

#define SATURATING_SIGNED(T)                                                                                 \
    VG_OVERLOAD T add_sat(T x, T y)                                                                          \
    {                                                                                                        \
        return __builtin_elementwise_add_sat(x, y);                                                          \
    }                                                                                                        \
    VG_OVERLOAD T sub_sat(T x, T y)                                                                          \
    {                                                                                                        \
        return __builtin_elementwise_sub_sat(x, y);                                                          \
    }

#define SATURATING_UNSIGNED(T)                                                                               \
    VG_OVERLOAD T add_sat(T x, T y)                                                                          \
    {                                                                                                        \
        T sum = x + y;                                                                                       \
        return sum < x ? VG_MAX(T) : sum;                                                                    \
    }                                                                                                        \
    VG_OVERLOAD T sub_sat(T x, T y)                                                                          \
    {                                                                                                        \
        T difference = x - y;                                                                                \
        return x > y ? difference : 0;                                                                       \
    }

#define HALVING(T)                                                                                           \
    VG_OVERLOAD T hadd(T x, T y)                                                                             \
    {                                                                                                        \
        return (x & y) + ((x ^ y) >> 1);                                                                     \
    }                                                                                                        \
    VG_OVERLOAD T rhadd(T x, T y)                                                                            \
    {                                                                                                        \
        return (x | y) - ((x ^ y) >> 1);                                                                     \
    }

#define ORDER(T)                                                                                             \
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
    }

/* The program promises operands of 24 bits, for which the plain product is the answer. */
#define PRODUCTS24(T)                                                                                        \
    VG_OVERLOAD T mul24(T x, T y)                                                                            \
    {                                                                                                        \
        return x * y;                                                                                        \
    }                                                                                                        \
    VG_OVERLOAD T mad24(T x, T y, T z)                                                                       \
    {                                                                                                        \
        return x * y + z;                                                                                    \
    }

#define UPSAMPLE(T, WIDE)                                                                                    \
    VG_OVERLOAD WIDE upsample(T high, VG_UNSIGNED(T) low)                                                    \
    {                                                                                                        \
        return (WIDE)((VG_UNSIGNED(WIDE))high << (8 * sizeof(T)) | low);                                     \
    }

SATURATING_NARROW(char)
SATURATING_NARROW(short)
SATURATING_SIGNED(int)
SATURATING_SIGNED(long)
VG_UNSIGNED_TYPES(SATURATING_UNSIGNED)
VG_INT_TYPES(HALVING)
VG_INT_TYPES(ORDER)
PRODUCTS24(int)
PRODUCTS24(uint)
UPSAMPLE(char, short)
UPSAMPLE(short, int)
UPSAMPLE(int, long)
UPSAMPLE(uchar, ushort)
UPSAMPLE(ushort, uint)
UPSAMPLE(uint, ulong)
