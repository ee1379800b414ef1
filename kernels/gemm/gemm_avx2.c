/* SPDX-License-Identifier: MIT */
/* GEMM's inner parts for AVX2 with FMA: micro-tiles of 12 of the 16 registers. */
#include <complex.h>
#include <immintrin.h>
#include <math.h>
#include <string.h>

#include "base/checked.h"
#include "kernels/gemm/gemm_leaf.h"
#include "kernels/gemm/gemm_names.inc"

static inline __m256i mask_8(size_t count)
{
    return _mm256_cmpgt_epi32(_mm256_set1_epi32((int)count), _mm256_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7));
}

static inline __m256i mask_4(size_t count)
{
    return _mm256_cmpgt_epi64(_mm256_set1_epi64x((long long)count), _mm256_setr_epi64x(0, 1, 2, 3));
}

#define PARTS_OF(name, type, memory, raw, bits, suffix, mask)                                                \
    typedef raw raw_##name;                                                                                  \
    static inline raw load_##name(const type *at, size_t count)                                              \
    {                                                                                                        \
        return bits##_maskload_##suffix((const memory *)at, mask);                                           \
    }                                                                                                        \
    static inline void store_##name(type *at, raw vector, size_t count)                                      \
    {                                                                                                        \
        bits##_maskstore_##suffix((memory *)at, mask, vector);                                               \
    }

PARTS_OF(float_8, float, float, __m256, _mm256, ps, mask_8(count))
PARTS_OF(float_4, float, float, __m128, _mm, ps, _mm256_castsi256_si128(mask_8(count)))
PARTS_OF(double_4, double, double, __m256d, _mm256, pd, mask_4(count))
PARTS_OF(double_2, double, double, __m128d, _mm, pd, _mm256_castsi256_si128(mask_4(count)))
PARTS_OF(word_8, word, int, __m256i, _mm256, epi32, mask_8(count))

#define TABLE vg_gemm_avx2
#define FLOAT_LANES 8
#define FLOAT_HALF_LANES 4
#define DOUBLE_LANES 4
#define DOUBLE_HALF_LANES 2
#define MICRO_UP 3
#define ACROSS 4
#define MASKED true
#define FAST_MASKS false
#define DIRECT_UP 3
#define MICROS_OF_1(X) WIDTHS_8(X, 1)
#define MICROS_OF_ALL(X) MICROS_OF_1(X) WIDTHS_6(X, 2) WIDTHS_4(X, 3)
#define HALF_READ(at) _cvtsh_ss(*(at))
#define HALF_READ_FOUR(at) _mm_cvtph_ps(_mm_loadl_epi64((const void *)(at)))
#define HALF_READ_WIDE(at) _mm256_cvtph_ps(_mm_loadu_si128((const void *)(at)))
#define HALF_WRITE_EIGHT(at, from)                                                                           \
    _mm_storeu_si128((void *)(at), _mm256_cvtps_ph(_mm256_loadu_ps(from), _MM_FROUND_TO_NEAREST_INT))
#define PAIRS_UP 2
#define PAIRS_ADD(sum, a, b)                                                                                 \
    ((sum) + (pairs8_vec)_mm256_madd_epi16((__m256i)(a), _mm256_set1_epi32((int)(b))))
#include "kernels/gemm/gemm_types.inc"
