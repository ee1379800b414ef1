/* SPDX-License-Identifier: MIT */
/* GEMM's inner parts for AVX2 with FMA: micro-tiles of 12 of the 16 registers. */
#include <immintrin.h>
#include <math.h>

#include "base/checked.h"
#include "kernels/gemm/gemm_leaf.h"

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
#define UP 3
#define ACROSS 4
#define SQUARE 4
#define N(name) float_##name
#define ERF(x) erff(x)
#define LOAD_PART(at, count) (N(vec)) _mm256_maskload_ps((at), float_mask(count))
#define STORE_PART(at, vector, count) _mm256_maskstore_ps((at), float_mask(count), (__m256)(vector))
#include "kernels/gemm/gemm_template.inc"

#define REAL double
#define LANES 4
#define UP 3
#define ACROSS 4
#define SQUARE 4
#define N(name) double_##name
#define ERF(x) erf(x)
#define LOAD_PART(at, count) (N(vec)) _mm256_maskload_pd((at), double_mask(count))
#define STORE_PART(at, vector, count) _mm256_maskstore_pd((at), double_mask(count), (__m256d)(vector))
#include "kernels/gemm/gemm_template.inc"

const struct vg_gemm_leaf vg_gemm_avx2[] = {
    [VG_GEMM_FLOAT] = {24, 4, float_run_tile},
    [VG_GEMM_DOUBLE] = {12, 4, double_run_tile},
};
