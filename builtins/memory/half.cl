/* SPDX-License-Identifier: MIT */
/* Storage of half: vload_half, vstore_half and their aligned forms. Subnormals are kept and every mode rounds exactly.
 * Vectors are accessed at the alignment of one half, so that the packed and the aligned form are one text; those of three
 * component by component, because they are as large as vectors of four. */
#include "builtins/convert/half.h"

/* STEP is the distance between vectors: N, or 4 for vectors of three in the aligned form. */
#define LOAD(S, NAME, N, STEP)                                                                               \
    VG_OVERLOAD float##N NAME##N(size_t offset, const S half *p)                                             \
    {                                                                                                        \
        typedef half##N packed __attribute__((aligned(sizeof(half))));                                       \
        return __builtin_convertvector(*(const S packed *)(p + offset * STEP), float##N);                    \
    }

#define LOADS(S, NAME, THREE)                                                                                \
    VG_OVERLOAD float NAME(size_t offset, const S half *p)                                                   \
    {                                                                                                        \
        return (float)p[offset];                                                                             \
    }                                                                                                        \
    VG_OVERLOAD float3 NAME##3(size_t offset, const S half *p)                                               \
    {                                                                                                        \
        const S half *from = p + offset * THREE;                                                             \
        return (float3)((float)from[0], (float)from[1], (float)from[2]);                                     \
    }                                                                                                        \
    LOAD(S, NAME, 2, 2) LOAD(S, NAME, 4, 4) LOAD(S, NAME, 8, 8) LOAD(S, NAME, 16, 16)

#define LOADS_FROM(S) LOADS(S, vload_half, 3) LOADS(S, vloada_half, 4)

VG_READABLE_SPACES(LOADS_FROM)

/* Component lists: PARTS_N(f, MODE) is f(0, MODE), ..., f(N - 1, MODE). */
#define PARTS_2(f, MODE) f(0, MODE), f(1, MODE)
#define PARTS_3(f, MODE) PARTS_2(f, MODE), f(2, MODE)
#define PARTS_4(f, MODE) PARTS_3(f, MODE), f(3, MODE)
#define PARTS_8(f, MODE) PARTS_4(f, MODE), f(4, MODE), f(5, MODE), f(6, MODE), f(7, MODE)
#define PARTS_16(f, MODE)                                                                                    \
    PARTS_8(f, MODE), f(8, MODE), f(9, MODE), f(10, MODE), f(11, MODE), f(12, MODE), f(13, MODE),            \
        f(14, MODE), f(15, MODE)

#define ROUNDED(i, MODE) vg_half##MODE(vg_before_half(data[i]))
#define STORED(i, MODE) to[i] = ROUNDED(i, MODE)

#define STORE(S, T, NAME, N, SUFFIX, MODE, STEP)                                                             \
    VG_OVERLOAD void NAME##N##SUFFIX(T##N data, size_t offset, S half *p)                                    \
    {                                                                                                        \
        typedef half##N packed __attribute__((aligned(sizeof(half))));                                       \
        *(S packed *)(p + offset * STEP) = (half##N)(PARTS_##N(ROUNDED, MODE));                              \
    }

#define STORES(S, T, NAME, THREE, SUFFIX, MODE)                                                              \
    VG_OVERLOAD void NAME##SUFFIX(T data, size_t offset, S half *p)                                          \
    {                                                                                                        \
        p[offset] = vg_half##MODE(vg_before_half(data));                                                     \
    }                                                                                                        \
    VG_OVERLOAD void NAME##3##SUFFIX(T##3 data, size_t offset, S half *p)                                    \
    {                                                                                                        \
        S half *to = p + offset * THREE;                                                                     \
        PARTS_3(STORED, MODE);                                                                               \
    }                                                                                                        \
    STORE(S, T, NAME, 2, SUFFIX, MODE, 2)                                                                    \
    STORE(S, T, NAME, 4, SUFFIX, MODE, 4)                                                                    \
    STORE(S, T, NAME, 8, SUFFIX, MODE, 8)                                                                    \
    STORE(S, T, NAME, 16, SUFFIX, MODE, 16)

/* Without a suffix the rounding is to the nearest, the device's default. */
#define STORES_ROUNDED(S, T, NAME, THREE)                                                                    \
    STORES(S, T, NAME, THREE, , _rte)                                                                        \
    STORES(S, T, NAME, THREE, _rte, _rte)                                                                    \
    STORES(S, T, NAME, THREE, _rtz, _rtz)                                                                    \
    STORES(S, T, NAME, THREE, _rtp, _rtp)                                                                    \
    STORES(S, T, NAME, THREE, _rtn, _rtn)

#define STORES_TO(S)                                                                                         \
    STORES_ROUNDED(S, float, vstore_half, 3)                                                                 \
    STORES_ROUNDED(S, float, vstorea_half, 4)                                                                \
    STORES_ROUNDED(S, double, vstore_half, 3)                                                                \
    STORES_ROUNDED(S, double, vstorea_half, 4)

VG_WRITABLE_SPACES(STORES_TO)
