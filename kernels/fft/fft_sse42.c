/* SPDX-License-Identifier: MIT */
/* FFT's inner parts for SSE4.2, the least that the library runs on. */
#include <string.h>

#include "base/checked.h"
#include "kernels/fft/fft_leaf.h"

typedef float float_lanes __attribute__((vector_size(16), may_alias));
typedef double double_lanes __attribute__((vector_size(16), may_alias));

static inline float_lanes load_floats(const float *at, size_t count)
{
    float_lanes lanes = {0};
    memcpy(&lanes, at, vg_least(count, 4) * sizeof(*at));
    return lanes;
}

static inline double_lanes load_doubles(const double *at, size_t count)
{
    double_lanes lanes = {0};
    memcpy(&lanes, at, vg_least(count, 2) * sizeof(*at));
    return lanes;
}

static inline void store_floats(float *at, float_lanes lanes, size_t count)
{
    memcpy(at, &lanes, vg_least(count, 4) * sizeof(*at));
}

static inline void store_doubles(double *at, double_lanes lanes, size_t count)
{
    memcpy(at, &lanes, vg_least(count, 2) * sizeof(*at));
}

#define REAL float
#define LANES 4
#define MOST_RADIX 8
#define N(name) float_##name
#define LOAD_PART(at, count) load_floats(at, count)
#define STORE_PART(at, vector, count) store_floats(at, vector, count)
#include "kernels/fft/fft_template.inc"

#define REAL double
#define LANES 2
#define MOST_RADIX 8
#define N(name) double_##name
#define LOAD_PART(at, count) load_doubles(at, count)
#define STORE_PART(at, vector, count) store_doubles(at, vector, count)
#include "kernels/fft/fft_template.inc"

const struct vg_fft_leaf *const vg_fft_sse42[] = {
    [VG_FFT_FLOAT] = &float_leaf, [VG_FFT_DOUBLE] = &double_leaf};
