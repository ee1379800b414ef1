/* SPDX-License-Identifier: MIT */
/* The atomics of OpenCL 1.x: atomic_* on 32 bits and atom_* on 32 and 64. They are relaxed by definition. */
#include "builtins/base.h"

/* An operation of two operands under the name that the version gives it. */
#define BINARY(S, T, PREFIX, NAME, BUILTIN)                                                                  \
    VG_OVERLOAD T PREFIX##_##NAME(volatile S T *p, T value)                                                  \
    {                                                                                                        \
        return BUILTIN(p, value, __ATOMIC_RELAXED);                                                          \
    }

#define FAMILY(S, T, PREFIX)                                                                                 \
    BINARY(S, T, PREFIX, add, __atomic_fetch_add)                                                            \
    BINARY(S, T, PREFIX, sub, __atomic_fetch_sub)                                                            \
    BINARY(S, T, PREFIX, min, __atomic_fetch_min)                                                            \
    BINARY(S, T, PREFIX, max, __atomic_fetch_max)                                                            \
    BINARY(S, T, PREFIX, and, __atomic_fetch_and)                                                            \
    BINARY(S, T, PREFIX, or, __atomic_fetch_or)                                                              \
    BINARY(S, T, PREFIX, xor, __atomic_fetch_xor)                                                            \
    BINARY(S, T, PREFIX, xchg, __atomic_exchange_n)                                                          \
    VG_OVERLOAD T PREFIX##_inc(volatile S T *p)                                                              \
    {                                                                                                        \
        return __atomic_fetch_add(p, 1, __ATOMIC_RELAXED);                                                   \
    }                                                                                                        \
    VG_OVERLOAD T PREFIX##_dec(volatile S T *p)                                                              \
    {                                                                                                        \
        return __atomic_fetch_sub(p, 1, __ATOMIC_RELAXED);                                                   \
    }                                                                                                        \
    VG_OVERLOAD T PREFIX##_cmpxchg(volatile S T *p, T expected, T value)                                     \
    {                                                                                                        \
        __atomic_compare_exchange_n(p, &expected, value, false, __ATOMIC_RELAXED, __ATOMIC_RELAXED);         \
        return expected;                                                                                     \
    }

#define SPACE(S)                                                                                             \
    FAMILY(S, int, atomic)                                                                                   \
    FAMILY(S, uint, atomic)                                                                                  \
    FAMILY(S, int, atom)                                                                                     \
    FAMILY(S, uint, atom)                                                                                    \
    FAMILY(S, long, atom)                                                                                    \
    FAMILY(S, ulong, atom)                                                                                   \
    VG_OVERLOAD float atomic_xchg(volatile S float *p, float value)                                          \
    {                                                                                                        \
        return as_float(__atomic_exchange_n((volatile S int *)p, as_int(value), __ATOMIC_RELAXED));          \
    }

VG_SHARED_SPACES(SPACE)
