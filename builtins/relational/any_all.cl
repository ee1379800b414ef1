/* SPDX-License-Identifier: MIT */
/* any and all look at the most significant bits, which or and and carry through to one value. */
#include "builtins/base.h"

#define ANY_ALL(T)                                                                                           \
    VG_OVERLOAD int any(T x)                                                                                 \
    {                                                                                                        \
        return x < 0;                                                                                        \
    }                                                                                                        \
    VG_OVERLOAD int all(T x)                                                                                 \
    {                                                                                                        \
        return x < 0;                                                                                        \
    }

#define VECTOR_ANY_ALL(T, N)                                                                                 \
    VG_OVERLOAD int any(T##N x)                                                                              \
    {                                                                                                        \
        return any(__builtin_reduce_or(x));                                                                  \
    }                                                                                                        \
    VG_OVERLOAD int all(T##N x)                                                                              \
    {                                                                                                        \
        return all(__builtin_reduce_and(x));                                                                 \
    }

#define ALL_SIZES(T) ANY_ALL(T) VG_SIZES(VECTOR_ANY_ALL, T)

VG_SIGNED_TYPES(ALL_SIZES)
