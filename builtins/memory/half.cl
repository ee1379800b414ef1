/* SPDX-License-Identifier: MIT */
/* Storage of half: vload_half, vstore_half and their aligned forms, in integer arithmetic, so that every
 * rounding mode is exact, subnormals are kept and no instruction beyond the base set is needed. */
#include "builtins/base.h"

enum rounding { RTE, RTZ, RTP, RTN };

/* The fraction is moved to its place in a float; a product with a power of two then corrects the exponent,
 * for subnormals too. Infinity and NaN come out of it above 2^16 and get the exponent that is all ones. */
VG_HELPER float from_half(ushort h)
{
    float scaled = as_float((uint)(h & 0x7fff) << 13) * 0x1p112f;
    uint bits = as_uint(scaled) | (scaled >= 0x1p16f ? 0x7f800000u : 0u);
    return as_float(bits | (uint)(h & 0x8000) << 16);
}

/* What a finite value becomes that is too large: the largest number or infinity. */
VG_HELPER ushort overflowed(bool negative, enum rounding mode)
{
    bool finite = (mode == RTZ) | ((mode == RTP) & negative) | ((mode == RTN) & !negative);
    return 0x7c00 - finite;
}

/* round_off drops bits from a magnitude in which one unit of the half is 1 << drop, and rounds by what it
 * drops. The carry may run into the exponent, as it should.
 *
 * to_half computes every case and selects, so that it stays free of branches. */
#define TO_HALF(T)                                                                                           \
    VG_HELPER VG_UNSIGNED(T)                                                                                 \
        round_off(VG_UNSIGNED(T) value, VG_UNSIGNED(T) drop, bool negative, enum rounding mode)              \
    {                                                                                                        \
        VG_UNSIGNED(T) kept = value >> drop, rest = value - (kept << drop);                                  \
        VG_UNSIGNED(T) middle = (VG_UNSIGNED(T))1 << (drop - 1);                                             \
        bool nearer = (rest > middle) | ((rest == middle) & (kept & 1)), inexact = rest != 0;                \
        bool up = ((mode == RTE) & nearer) | ((mode == RTP) & inexact & !negative) |                         \
                  ((mode == RTN) & inexact & negative);                                                      \
        return kept + up;                                                                                    \
    }                                                                                                        \
    VG_HELPER ushort to_half(T x, enum rounding mode)                                                        \
    {                                                                                                        \
        const VG_UNSIGNED(T) one = (VG_UNSIGNED(T))1 << VG_FRACTION_BITS(T);                                 \
        const VG_UNSIGNED(T) infinity = one * (2 * VG_BIAS(T) + 1);                                          \
        const VG_UNSIGNED(T) smallest_exponent = VG_BIAS(T) - 14, shift = VG_FRACTION_BITS(T) - 10;          \
        const VG_UNSIGNED(T) most_drop = 8 * sizeof(T) - 1, sign = (VG_UNSIGNED(T))1 << most_drop;           \
        VG_UNSIGNED(T) bits = VG_BITS(T, x), magnitude = bits & ~sign;                                       \
        VG_UNSIGNED(T) exponent = magnitude >> VG_FRACTION_BITS(T);                                          \
        bool negative = bits >= sign, normal = exponent >= smallest_exponent;                                \
        VG_UNSIGNED(T) implicit = exponent == 0 ? (VG_UNSIGNED(T))0 : one;                                   \
        VG_UNSIGNED(T) fraction = (magnitude & (one - 1)) | implicit;                                        \
        VG_UNSIGNED(T) rebiased = magnitude - (smallest_exponent - 1) * one;                                 \
        VG_UNSIGNED(T) below = shift + smallest_exponent - exponent, least = min(below, most_drop);          \
        VG_UNSIGNED(T) value = normal ? rebiased : fraction, drop = normal ? shift : least;                  \
        VG_UNSIGNED(T) rounded = round_off(value, drop, negative, mode);                                     \
        ushort large = overflowed(negative, mode), most = magnitude == infinity ? (ushort)0x7c00 : large;    \
        ushort number = (ushort)rounded, nan = 0x7e00 | ((magnitude >> shift) & 0x3ff);                      \
        ushort result = rounded >= 0x7c00 ? most : number;                                                   \
        return (magnitude > infinity ? nan : result) | (ushort)negative << 15;                               \
    }

VG_FLOAT_TYPES(TO_HALF)

/* Component lists: PARTS_N(f) is f(0), ..., f(N - 1). */
#define PARTS_2(f) f(0), f(1)
#define PARTS_3(f) f(0), f(1), f(2)
#define PARTS_4(f) PARTS_3(f), f(3)
#define PARTS_8(f) PARTS_4(f), f(4), f(5), f(6), f(7)
#define PARTS_16(f) PARTS_8(f), f(8), f(9), f(10), f(11), f(12), f(13), f(14), f(15)

#define LOADED(i) from_half(from[i])
#define STORED(i) to[i] = to_half(data[i], mode)

/* STEP is the distance between vectors: N, or 4 for vectors of three in the aligned form. */
#define LOAD(S, NAME, N, STEP)                                                                               \
    VG_OVERLOAD float##N NAME##N(size_t offset, const S half *p)                                             \
    {                                                                                                        \
        const S ushort *from = (const S ushort *)p + offset * STEP;                                          \
        return (float##N)(PARTS_##N(LOADED));                                                                \
    }

#define LOADS(S, NAME, THREE)                                                                                \
    VG_OVERLOAD float NAME(size_t offset, const S half *p)                                                   \
    {                                                                                                        \
        return from_half(((const S ushort *)p)[offset]);                                                     \
    }                                                                                                        \
    LOAD(S, NAME, 2, 2) LOAD(S, NAME, 3, THREE) LOAD(S, NAME, 4, 4) LOAD(S, NAME, 8, 8) LOAD(S, NAME, 16, 16)

#define LOADS_FROM(S) LOADS(S, vload_half, 3) LOADS(S, vloada_half, 4)

VG_READABLE_SPACES(LOADS_FROM)

#define STORE(S, T, NAME, N, SUFFIX, MODE, STEP)                                                             \
    VG_OVERLOAD void NAME##N##SUFFIX(T##N data, size_t offset, S half *p)                                    \
    {                                                                                                        \
        const enum rounding mode = MODE;                                                                     \
        S ushort *to = (S ushort *)p + offset * STEP;                                                        \
        PARTS_##N(STORED);                                                                                   \
    }

#define STORES(S, T, NAME, THREE, SUFFIX, MODE)                                                              \
    VG_OVERLOAD void NAME##SUFFIX(T data, size_t offset, S half *p)                                          \
    {                                                                                                        \
        ((S ushort *)p)[offset] = to_half(data, MODE);                                                       \
    }                                                                                                        \
    STORE(S, T, NAME, 2, SUFFIX, MODE, 2)                                                                    \
    STORE(S, T, NAME, 3, SUFFIX, MODE, THREE)                                                                \
    STORE(S, T, NAME, 4, SUFFIX, MODE, 4)                                                                    \
    STORE(S, T, NAME, 8, SUFFIX, MODE, 8)                                                                    \
    STORE(S, T, NAME, 16, SUFFIX, MODE, 16)

/* Without a suffix the rounding is to the nearest, the device's default. */
#define STORES_ROUNDED(S, T, NAME, THREE)                                                                    \
    STORES(S, T, NAME, THREE, , RTE)                                                                         \
    STORES(S, T, NAME, THREE, _rte, RTE)                                                                     \
    STORES(S, T, NAME, THREE, _rtz, RTZ)                                                                     \
    STORES(S, T, NAME, THREE, _rtp, RTP)                                                                     \
    STORES(S, T, NAME, THREE, _rtn, RTN)

#define STORES_TO(S)                                                                                         \
    STORES_ROUNDED(S, float, vstore_half, 3)                                                                 \
    STORES_ROUNDED(S, float, vstorea_half, 4)                                                                \
    STORES_ROUNDED(S, double, vstore_half, 3)                                                                \
    STORES_ROUNDED(S, double, vstorea_half, 4)

VG_WRITABLE_SPACES(STORES_TO)
