/* SPDX-License-Identifier: MIT */
/* Half storage: each function moves n scalars, or n vectors with the distances between them that the function
 * has. */
#include "tests/unit/builtins/device/device.h"

void device_vload_half(ARRAYS)
{
    for (ulong i = 0; i < n; i++)
        ((global float *)pr)[i] = vload_half(i, (global const half *)pa);
}

#define LOAD(NAME, N)                                                                                        \
    void device_##NAME##_##N(ARRAYS)                                                                         \
    {                                                                                                        \
        for (ulong i = 0; i < n; i++)                                                                        \
            vstore##N(NAME##N(i, (global const half *)pa), i, (global float *)pr);                           \
    }
HALF_VECTORS(LOAD, vload_half)
HALF_VECTORS(LOAD, vloada_half)

#define STORE(T, SUFFIX)                                                                                     \
    void device_vstore_half##SUFFIX##_##T(ARRAYS)                                                            \
    {                                                                                                        \
        for (ulong i = 0; i < n; i++)                                                                        \
            vstore_half##SUFFIX(((global const T *)pa)[i], i, (global half *)pr);                            \
    }
HALF_ROUNDINGS(STORE, float)
HALF_ROUNDINGS(STORE, double)

#define STORE_VECTORS(NAME, N)                                                                               \
    void device_##NAME##_##N(ARRAYS)                                                                         \
    {                                                                                                        \
        for (ulong i = 0; i < n; i++)                                                                        \
            NAME##N##_rtz(vload##N(i, (global const float *)pa), i, (global half *)pr);                      \
    }
HALF_VECTORS(STORE_VECTORS, vstore_half)
HALF_VECTORS(STORE_VECTORS, vstorea_half)
