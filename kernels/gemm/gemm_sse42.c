/* SPDX-License-Identifier: MIT */
/* GEMM's inner parts for SSE4.2, the least that the library runs on: micro-tiles of 8 of the 16 registers. */
#include <complex.h>
#include <math.h>
#include <smmintrin.h>
#include <string.h>

#include "base/checked.h"
#include "kernels/gemm/gemm_leaf.h"
#include "kernels/gemm/gemm_names.inc"

#define PARTS_OF(name, type, lanes)                                                                          \
    typedef type raw_##name __attribute__((vector_size(16), may_alias));                                     \
    static inline raw_##name load_##name(const type *at, size_t count)                                       \
    {                                                                                                        \
        raw_##name vector = {0};                                                                             \
        memcpy(&vector, at, vg_least(count, lanes) * sizeof(*at));                                           \
        return vector;                                                                                       \
    }                                                                                                        \
    static inline void store_##name(type *at, raw_##name vector, size_t count)                               \
    {                                                                                                        \
        memcpy(at, &vector, vg_least(count, lanes) * sizeof(*at));                                           \
    }

PARTS_OF(float_4, float, 4)
PARTS_OF(double_2, double, 2)
PARTS_OF(word_4, word, 4)

typedef float floats __attribute__((vector_size(16)));
typedef word words __attribute__((vector_size(16)));

/* Exponents are rebiased as integers, and denormals become normal by the difference of two normal numbers. */
static inline floats widen_halves(const half *at)
{
    __m128i raw = _mm_cvtepu16_epi32(_mm_loadl_epi64((const void *)at));
    words bits = (words)raw, sign = (bits & 0x8000) << 16, size = (bits & 0x7fff) << 13;
    words tiny = (words)(size < (word)1 << 23), huge = (words)(size >= (word)31 << 23);
    words denormal = (words)((floats)(size + ((word)113 << 23)) - 0x1p-14f);
    words normal = size + ((word)112 << 23) + (huge & ((word)112 << 23));
    return (floats)(sign | (tiny & denormal) | (~tiny & normal));
}

static inline float widen_half(const half *at)
{
    const half four[4] = {*at};
    return widen_halves(four)[0];
}

__extension__ typedef _Float16 float16;

static inline void narrow_eight(half *at, const float *from)
{
    for (size_t i = 0; i < 8; i++) {
        float16 narrow = (float16)from[i];
        memcpy(at + i, &narrow, sizeof(narrow));
    }
}

#define TABLE vg_gemm_sse42
#define FLOAT_LANES 4
#define DOUBLE_LANES 2
#define MICRO_UP 2
#define ACROSS 4
#define MASKED false
#define FAST_MASKS false
#define DIRECT_UP 2
#define MICROS_OF_1(X) WIDTHS_8(X, 1)
#define MICROS_OF_ALL(X) MICROS_OF_1(X) WIDTHS_6(X, 2)
#define HALF_READ(at) widen_half(at)
#define HALF_READ_FOUR(at) widen_halves(at)
#define HALF_READ_WIDE(at) widen_halves(at)
#define HALF_WRITE_EIGHT(at, from) narrow_eight(at, from)
#define PAIRS_UP 2
#define PAIRS_ADD(sum, a, b) ((sum) + (pairs4_vec)_mm_madd_epi16((__m128i)(a), _mm_set1_epi32((int)(b))))
#include "kernels/gemm/gemm_types.inc"
