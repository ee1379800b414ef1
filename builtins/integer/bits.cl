/* SPDX-License-Identifier: MIT */
/* Bit counts and rotation. clz and ctz of zero are the width of the type. */
#include "builtins/base.h"

#define BITS(T)                                                                                              \
    VG_OVERLOAD T clz(T x)                                                                                   \
    {                                                                                                        \
        return (T)__builtin_clzg((VG_UNSIGNED(T))x, (int)(8 * sizeof(T)));                                   \
    }                                                                                                        \
    VG_OVERLOAD T ctz(T x)                                                                                   \
    {                                                                                                        \
        return (T)__builtin_ctzg((VG_UNSIGNED(T))x, (int)(8 * sizeof(T)));                                   \
    }                                                                                                        \
    VG_OVERLOAD T popcount(T x)                                                                              \
    {                                                                                                        \
        return (T)__builtin_popcountg((VG_UNSIGNED(T))x);                                                    \
    }                                                                                                        \
    VG_OVERLOAD T rotate(T x, T places)                                                                      \
    {                                                                                                        \
        VG_UNSIGNED(T) bits = (VG_UNSIGNED(T))x, mask = 8 * sizeof(T) - 1;                                   \
        VG_UNSIGNED(T) left = (VG_UNSIGNED(T))places & mask, right = -(VG_UNSIGNED(T))places & mask;         \
        return (T)(bits << left | bits >> right);                                                            \
    }

VG_INT_TYPES(BITS)
