/* SPDX-License-Identifier: MIT */
/* FFT's inner parts for AVX-512. */
#include <immintrin.h>

#include "base/checked.h"
#include "kernels/fft/fft_leaf.h"

static inline __mmask16 mask_of(size_t count)
{
    return (__mmask16)_bzhi_u32(0xffff, (unsigned)count);
}

#define REAL float
#define LANES 16
#define MOST_RADIX 16
#define N(name) float_##name
#define LOAD_PART(at, count) (N(vec)) _mm512_maskz_loadu_ps(mask_of(count), (at))
#define STORE_PART(at, vector, count) _mm512_mask_storeu_ps((at), mask_of(count), (__m512)(vector))
#include "kernels/fft/fft_template.inc"

#define REAL double
#define LANES 8
#define MOST_RADIX 16
#define N(name) double_##name
#define LOAD_PART(at, count) (N(vec)) _mm512_maskz_loadu_pd((__mmask8)mask_of(count), (at))
#define STORE_PART(at, vector, count) _mm512_mask_storeu_pd((at), (__mmask8)mask_of(count), (__m512d)(vector))
#include "kernels/fft/fft_template.inc"

const struct vg_fft_leaf *const vg_fft_avx512[] = {
    [VG_FFT_FLOAT] = &float_leaf, [VG_FFT_DOUBLE] = &double_leaf};
