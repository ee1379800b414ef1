/* SPDX-License-Identifier: MIT */
/* Products of bytes for AVX-512 with VNNI. */
#include <complex.h>
#include <immintrin.h>
#include <string.h>

#include "base/checked.h"
#include "kernels/gemm/gemm_leaf.h"
#include "kernels/gemm/gemm_names.inc"

typedef __m512i raw_word_16;

static inline __mmask16 mask_of(size_t count)
{
    return (__mmask16)_bzhi_u32(0xffff, (unsigned)count);
}

static inline __m512i load_word_16(const word *at, size_t count)
{
    return _mm512_maskz_loadu_epi32(mask_of(count), at);
}

static inline void store_word_16(word *at, __m512i vector, size_t count)
{
    _mm512_mask_storeu_epi32(at, mask_of(count), vector);
}

#define TABLE vg_gemm_avx512_vnni
#define LANES 16
#define FAST_MASKS true
#define QUADS_UP 3
#define ACROSS 8
#define QUADS_ADD(sum, a, b)                                                                                 \
    (quads16_vec) _mm512_dpbusd_epi32((__m512i)(sum), (__m512i)(a), _mm512_set1_epi32((int)(b)))
#define SWAPPED_ADD(sum, a, b)                                                                               \
    (swapped16_vec) _mm512_dpbusd_epi32((__m512i)(sum), _mm512_set1_epi32((int)(b)), (__m512i)(a))
#include "kernels/gemm/gemm_vnni.inc"
