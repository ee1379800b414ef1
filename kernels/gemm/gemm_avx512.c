/* SPDX-License-Identifier: MIT */
/* GEMM's inner parts for AVX-512: micro-tiles of 24 of the 32 registers. Few rows take narrower vectors, so
 * that what is loaded does not cross lines for nothing. */
#include <complex.h>
#include <immintrin.h>
#include <math.h>
#include <string.h>

#include "base/checked.h"
#include "kernels/gemm/gemm_leaf.h"
#include "kernels/gemm/gemm_names.inc"

static inline __mmask16 mask_of(size_t count)
{
    return (__mmask16)_bzhi_u32(0xffff, (unsigned)count);
}

#define PARTS_OF(name, type, raw, bits, suffix, mask)                                                        \
    typedef raw raw_##name;                                                                                  \
    static inline raw load_##name(const type *at, size_t count)                                              \
    {                                                                                                        \
        return bits##_maskz_loadu_##suffix((mask)mask_of(count), at);                                        \
    }                                                                                                        \
    static inline void store_##name(type *at, raw vector, size_t count)                                      \
    {                                                                                                        \
        bits##_mask_storeu_##suffix(at, (mask)mask_of(count), vector);                                       \
    }

PARTS_OF(float_16, float, __m512, _mm512, ps, __mmask16)
PARTS_OF(float_8, float, __m256, _mm256, ps, __mmask8)
PARTS_OF(float_4, float, __m128, _mm, ps, __mmask8)
PARTS_OF(double_8, double, __m512d, _mm512, pd, __mmask8)
PARTS_OF(double_4, double, __m256d, _mm256, pd, __mmask8)
PARTS_OF(double_2, double, __m128d, _mm, pd, __mmask8)
PARTS_OF(word_16, word, __m512i, _mm512, epi32, __mmask16)

#define TABLE vg_gemm_avx512
#define FLOAT_LANES 16
#define FLOAT_HALF_LANES 8
#define FLOAT_QUARTER_LANES 4
#define DOUBLE_LANES 8
#define DOUBLE_HALF_LANES 4
#define DOUBLE_QUARTER_LANES 2
#define MICRO_UP 3
#define ACROSS 8
#define MASKED true
#define FAST_MASKS true
#define DIRECT_UP 4
#define MICROS_OF_1(X) WIDTHS_16(X, 1)
#define MICROS_OF_ALL(X) MICROS_OF_1(X) WIDTHS_12(X, 2) WIDTHS_8(X, 3) WIDTHS_6(X, 4)
#define HALF_READ(at) _cvtsh_ss(*(at))
#define HALF_READ_FOUR(at) _mm_cvtph_ps(_mm_loadl_epi64((const void *)(at)))
#define HALF_READ_WIDE(at) _mm512_cvtph_ps(_mm256_loadu_si256((const void *)(at)))
#define HALF_WRITE_EIGHT(at, from)                                                                           \
    _mm_storeu_si128((void *)(at), _mm256_cvtps_ph(_mm256_loadu_ps(from), _MM_FROUND_TO_NEAREST_INT))
#define PAIRS_UP 3
#define PAIRS_ADD(sum, a, b)                                                                                 \
    ((sum) + (pairs16_vec)_mm512_madd_epi16((__m512i)(a), _mm512_set1_epi32((int)(b))))
#include "kernels/gemm/gemm_types.inc"
