/* SPDX-License-Identifier: MIT */
/* What is done within one tile of C, or one small product, by one thread: one set of functions for each type
 * and instruction set.
 *
 * Packed operands are panels of units: for each index of the inner dimension the units of one micro-tile's
 * rows (or columns) side by side, zeros where the matrix has ended. A unit is a number, or a group of narrow
 * ones that follow each other in the inner dimension. Products of complex numbers are products of their
 * parts: a row of A becomes two, re -im and im re, and so do the rows of B, re and im, so that C keeps its
 * layout. */
#ifndef VG_KERNELS_GEMM_LEAF_H
#define VG_KERNELS_GEMM_LEAF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "kernels/gemm/gemm.h"

/* The vectors that panels are made of: rows of A, columns of B. Steps are in elements. */
struct vg_gemm_operand {
    const void *at;
    size_t step, along; /* from one vector to the next, from one element of a vector to the next */
    bool conjugate;
};

/* NULL stays NULL: its steps are 0. */
static inline const void *vg_gemm_element(const struct vg_gemm_operand *x, size_t vector, size_t element,
                                          size_t bytes)
{
    size_t elements = vector * x->step + element * x->along;
    return elements ? (const char *)x->at + elements * bytes : x->at;
}

/* Makes a panel, `width` units wide, of `count` vectors from `first` on and `depth` of their elements from
 * depth_at on. Of complex numbers, first, count, depth_at and depth count parts and are even, but for columns
 * of B, whose number is. */
typedef void vg_gemm_pack(void *panel, size_t width, const struct vg_gemm_operand *from, size_t first,
                          size_t count, size_t depth_at, size_t depth);

struct vg_gemm_tile { /* c = activation(alpha * a * b + beta * c + bias) */
    const struct vg_gemm *what;
    const struct vg_gemm_set *set;
    size_t row, column, m, n;    /* where it is in C, and how large */
    struct vg_gemm_operand a, b; /* of the product */
    void *c;                     /* the tile's first element; rows are contiguous */
    size_t ldc;
    double _Complex beta;
    bool finish; /* bias and activation are applied */
    bool direct_a,
        direct_b; /* not packed; direct_b as well when direct_a is. Rows of a direct a are contiguous */
    size_t block_rows, block_depth; /* block_rows a multiple of the micro-tile's rows */
    void *panels_a, *panels_b; /* room for packed blocks, aligned to 64: block_rows x block_depth units and
                                * block_depth x n, each with rows (columns) up to whole micro-tiles */
};

struct vg_gemm_leaf {
    size_t rows, columns; /* of a micro-tile */
    size_t unit, group;   /* bytes of a unit, and elements in it */
    size_t head;          /* units in front of each column of a panel of B */
    void (*run)(const struct vg_gemm_tile *tile);
    /* Products first..last-1 of a batch; NULL: there is none, nor direct operands. */
    void (*run_small)(const struct vg_gemm_plan *plan, uint64_t first, uint64_t last, void *scratch);
    bool (*packs_small)(const struct vg_gemm *what); /* whether that packs A, into all of m x k */
};

/* Of one type. */
struct vg_gemm_set {
    const struct vg_gemm_leaf *leaf; /* NULL: the type is not here */
    vg_gemm_pack *pack_a, *pack_b;
    /* From sums of a tile (alpha * a * b; ld of m) to narrower numbers in its C; NULL: C's are as wide. */
    void (*narrow)(const struct vg_gemm_tile *tile, float *sums);
};

/* By type. Those with VNNI have integers alone. */
extern const struct vg_gemm_set vg_gemm_sse42[VG_GEMM_TYPES], vg_gemm_avx2[VG_GEMM_TYPES],
    vg_gemm_avx512[VG_GEMM_TYPES], vg_gemm_avx2_vnni[VG_GEMM_TYPES], vg_gemm_avx512_vnni[VG_GEMM_TYPES];

#endif
