/* SPDX-License-Identifier: MIT */
/* abs and abs_diff: the result is unsigned, so no value overflows. */
#include "builtins/base.h"

#define ABS_SIGNED(T)                                                                                        \
    VG_OVERLOAD VG_UNSIGNED(T) abs(T x)                                                                      \
    {                                                                                                        \
        return x < 0 ? -(VG_UNSIGNED(T))x : (VG_UNSIGNED(T))x;                                               \
    }

#define ABS_UNSIGNED(T)                                                                                      \
    VG_OVERLOAD T abs(T x)                                                                                   \
    {                                                                                                        \
        return x;                                                                                            \
    }

#define ABS_DIFF(T)                                                                                          \
    VG_OVERLOAD VG_UNSIGNED(T) abs_diff(T x, T y)                                                            \
    {                                                                                                        \
        return x > y ? (VG_UNSIGNED(T))x - (VG_UNSIGNED(T))y : (VG_UNSIGNED(T))y - (VG_UNSIGNED(T))x;        \
    }

VG_SIGNED_TYPES(ABS_SIGNED)
VG_UNSIGNED_TYPES(ABS_UNSIGNED)
VG_INT_TYPES(ABS_DIFF)
