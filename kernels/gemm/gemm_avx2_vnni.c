/* SPDX-License-Identifier: MIT */
/* Products of bytes for AVX2 with AVX-VNNI. */
#include <complex.h>
#include <immintrin.h>
#include <string.h>

#include "base/checked.h"
#include "kernels/gemm/gemm_leaf.h"
#include "kernels/gemm/gemm_names.inc"

typedef __m256i raw_word_8;

static inline __m256i mask_of(size_t count)
{
    return _mm256_cmpgt_epi32(_mm256_set1_epi32((int)count), _mm256_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7));
}

static inline __m256i load_word_8(const word *at, size_t count)
{
    return _mm256_maskload_epi32((const int *)at, mask_of(count));
}

static inline void store_word_8(word *at, __m256i vector, size_t count)
{
    _mm256_maskstore_epi32((int *)at, mask_of(count), vector);
}

#define TABLE vg_gemm_avx2_vnni
#define LANES 8
#define FAST_MASKS false
#define QUADS_UP 3
#define ACROSS 4
#define QUADS_ADD(sum, a, b)                                                                                 \
    (quads8_vec) _mm256_dpbusd_avx_epi32((__m256i)(sum), (__m256i)(a), _mm256_set1_epi32((int)(b)))
#define SWAPPED_ADD(sum, a, b)                                                                               \
    (swapped8_vec) _mm256_dpbusd_avx_epi32((__m256i)(sum), _mm256_set1_epi32((int)(b)), (__m256i)(a))
#include "kernels/gemm/gemm_vnni.inc"
