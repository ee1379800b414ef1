/* SPDX-License-Identifier: MIT */
/* GEMM's inner parts for AVX-512: micro-tiles of 24 of the 32 registers. */
#include <immintrin.h>
#include <math.h>

#include "base/checked.h"
#include "kernels/gemm/gemm_leaf.h"

static inline __mmask16 mask_of(size_t count)
{
    return (__mmask16)_bzhi_u32(0xffff, (unsigned)count);
}

#define REAL float
#define LANES 16
#define UP 3
#define ACROSS 8
#define SQUARE 8
#define N(name) float_##name
#define ERF(x) erff(x)
#define LOAD_PART(at, count) (N(vec)) _mm512_maskz_loadu_ps(mask_of(count), (at))
#define STORE_PART(at, vector, count) _mm512_mask_storeu_ps((at), mask_of(count), (__m512)(vector))
#include "kernels/gemm/gemm_template.inc"

#define REAL double
#define LANES 8
#define UP 3
#define ACROSS 8
#define SQUARE 4
#define N(name) double_##name
#define ERF(x) erf(x)
#define LOAD_PART(at, count) (N(vec)) _mm512_maskz_loadu_pd((__mmask8)mask_of(count), (at))
#define STORE_PART(at, vector, count) _mm512_mask_storeu_pd((at), (__mmask8)mask_of(count), (__m512d)(vector))
#include "kernels/gemm/gemm_template.inc"

const struct vg_gemm_leaf vg_gemm_avx512[] = {
    [VG_GEMM_FLOAT] = {48, 8, float_run_tile},
    [VG_GEMM_DOUBLE] = {24, 8, double_run_tile},
};
