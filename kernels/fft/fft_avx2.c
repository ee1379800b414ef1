/* SPDX-License-Identifier: MIT */
/* FFT's inner parts for AVX2 with FMA. */
#include <immintrin.h>

#include "base/checked.h"
#include "kernels/fft/fft_leaf.h"

static inline __m256i float_mask(size_t count)
{
    return _mm256_cmpgt_epi32(_mm256_set1_epi32((int)count), _mm256_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7));
}

static inline __m256i double_mask(size_t count)
{
    return _mm256_cmpgt_epi64(_mm256_set1_epi64x((long long)count), _mm256_setr_epi64x(0, 1, 2, 3));
}

#define REAL float
#define LANES 8
#define MOST_RADIX 8
#define N(name) float_##name
#define LOAD_PART(at, count) (N(vec)) _mm256_maskload_ps((at), float_mask(count))
#define STORE_PART(at, vector, count) _mm256_maskstore_ps((at), float_mask(count), (__m256)(vector))
#include "kernels/fft/fft_template.inc"

#define REAL double
#define LANES 4
#define MOST_RADIX 8
#define N(name) double_##name
#define LOAD_PART(at, count) (N(vec)) _mm256_maskload_pd((at), double_mask(count))
#define STORE_PART(at, vector, count) _mm256_maskstore_pd((at), double_mask(count), (__m256d)(vector))
#include "kernels/fft/fft_template.inc"

const struct vg_fft_leaf *const vg_fft_avx2[] = {
    [VG_FFT_FLOAT] = &float_leaf, [VG_FFT_DOUBLE] = &double_leaf};
