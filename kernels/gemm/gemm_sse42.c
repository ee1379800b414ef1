/* SPDX-License-Identifier: MIT */
/* GEMM's inner parts for SSE4.2, the least that the library runs on: micro-tiles of 8 of the 16 registers. */
#include <math.h>
#include <string.h>

#include "base/checked.h"
#include "kernels/gemm/gemm_leaf.h"

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
#define UP 2
#define ACROSS 4
#define SQUARE 4
#define N(name) float_##name
#define ERF(x) erff(x)
#define LOAD_PART(at, count) load_floats(at, count)
#define STORE_PART(at, vector, count) store_floats(at, vector, count)
#include "kernels/gemm/gemm_template.inc"

#define REAL double
#define LANES 2
#define UP 2
#define ACROSS 4
#define SQUARE 4
#define N(name) double_##name
#define ERF(x) erf(x)
#define LOAD_PART(at, count) load_doubles(at, count)
#define STORE_PART(at, vector, count) store_doubles(at, vector, count)
#include "kernels/gemm/gemm_template.inc"

const struct vg_gemm_leaf vg_gemm_sse42[] = {
    [VG_GEMM_FLOAT] = {8, 4, float_run_tile},
    [VG_GEMM_DOUBLE] = {4, 4, double_run_tile},
};
