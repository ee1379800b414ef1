/* SPDX-License-Identifier: MIT */
/* What is done within one tile of C, by one thread: one set of functions for each instruction set. */
#ifndef VG_KERNELS_GEMM_LEAF_H
#define VG_KERNELS_GEMM_LEAF_H

#include <stdbool.h>
#include <stddef.h>

#include "kernels/gemm/gemm.h"

struct vg_gemm_tile { /* c = activation(alpha * a * b + beta * c + bias) */
    size_t m, n, k;
    struct vg_gemm_view a, b, c; /* rows of c are contiguous */
    double alpha, beta;          /* k 0: only beta counts */
    struct vg_gemm_bias bias;
    size_t bias_row, bias_column; /* where the tile is in C */
    enum vg_gemm_activation activation;
    bool direct_a,
        direct_b; /* not packed; direct_b as well when direct_a is. Rows of a direct a are contiguous */
    size_t block_rows, block_depth; /* block_rows a multiple of the micro-tile's rows */
    void *panels_a, *panels_b; /* room for packed blocks, aligned to 64: block_rows x block_depth elements and
                                * block_depth x n, each with rows (columns) up to whole micro-tiles */
};

struct vg_gemm_leaf {
    size_t rows, columns; /* of a micro-tile */
    void (*run)(const struct vg_gemm_tile *tile);
};

/* By type. */
extern const struct vg_gemm_leaf vg_gemm_sse42[], vg_gemm_avx2[], vg_gemm_avx512[];

#endif
