/* SPDX-License-Identifier: MIT */
/* bitselect and select. A scalar select asks whether the condition is zero, a vector select looks at the most
 * significant bit of each component, as the conditional operator does. */
#include "builtins/base.h"

#define BITSELECT(T)                                                                                         \
    VG_OVERLOAD T bitselect(T a, T b, T mask)                                                                \
    {                                                                                                        \
        VG_UNSIGNED(T) bits = VG_BITS(T, mask);                                                              \
        return VG_FROM_BITS(T, (VG_BITS(T, a) & ~bits) | (VG_BITS(T, b) & bits));                            \
    }

#define SELECT(T, C)                                                                                         \
    VG_OVERLOAD T select(T a, T b, C condition)                                                              \
    {                                                                                                        \
        return condition ? b : a;                                                                            \
    }

#define VECTOR_SELECT(T, C, N) SELECT(T##N, C##N)

#define SELECTS(T)                                                                                           \
    SELECT(T, VG_SIGNED(T))                                                                                  \
    SELECT(T, VG_UNSIGNED(T))                                                                                \
    VECTOR_SELECTS(T, VG_SIGNED(T))                                                                          \
    VECTOR_SELECTS(T, VG_UNSIGNED(T))

/* Expands the name of the condition's type before VECTOR_SELECT pastes the size to it. */
#define VECTOR_SELECTS(T, C) VG_SIZES(VECTOR_SELECT, T, C)

VG_ALL_TYPES(BITSELECT)
VG_ALL_TYPES(SELECTS)
