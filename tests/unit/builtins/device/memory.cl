/* SPDX-License-Identifier: MIT */
/* vload and vstore in every address space. For the host they are one, so that any pointer may stand for any
 * space. */
#include "tests/unit/builtins/device/device.h"

#define LOAD(S, T, N)                                                                                        \
    void device_vload##N##_##S##_##T(ARRAYS)                                                                 \
    {                                                                                                        \
        for (ulong i = 0; i < n; i++)                                                                        \
            vstore##N(vload##N(i, (const S T *)(ulong)pa), i, (global T *)pr);                               \
    }
#define STORE(S, T, N)                                                                                       \
    void device_vstore##N##_##S##_##T(ARRAYS)                                                                \
    {                                                                                                        \
        for (ulong i = 0; i < n; i++)                                                                        \
            vstore##N(vload##N(i, (global const T *)pa), i, (S T *)(ulong)pr);                               \
    }
#define ALL_SPACES(T) READABLE_SPACES(LOAD, T) WRITABLE_SPACES(STORE, T)
INT_TYPES(ALL_SPACES)
FLOAT_TYPES(ALL_SPACES)
