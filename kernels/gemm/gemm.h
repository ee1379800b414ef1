/* SPDX-License-Identifier: MIT */
/* Matrix products: C = activation(alpha * A * B + beta * C + bias), one or a batch of them, of real, complex
 * and narrow numbers.
 *
 * A product is described by views (transposes and orders are steps), planned once, and run as the work-groups
 * of a RANGE task: each computes one tile of C, or one small product of a batch, with panels of its own in
 * scratch. Which elements are added in which order depends on k alone, so that a result does not depend on
 * the number of threads. */
#ifndef VG_KERNELS_GEMM_H
#define VG_KERNELS_GEMM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "compiler/abi.h"

enum vg_gemm_type { /* of A and B, and of C where that is another one */
                    VG_GEMM_FLOAT,
                    VG_GEMM_DOUBLE,
                    VG_GEMM_COMPLEX_FLOAT,
                    VG_GEMM_COMPLEX_DOUBLE,
                    VG_GEMM_HALF, /* added up in float, like the next three */
                    VG_GEMM_HALF_FLOAT,
                    VG_GEMM_BFLOAT,
                    VG_GEMM_BFLOAT_FLOAT,
                    VG_GEMM_INT8, /* C, alpha and beta are 32-bit integers modulo 2^32, like in the next two
                                   */
                    VG_GEMM_UINT8_INT8,
                    VG_GEMM_INT8_UINT8,
                    VG_GEMM_TYPES
};
enum vg_gemm_activation { VG_GEMM_NO_ACTIVATION, VG_GEMM_RELU, VG_GEMM_GELU };

struct vg_gemm_view { /* a matrix; steps are in elements */
    void *at;
    size_t row, column; /* from one row to the next, from one column to the next */
    size_t batch;       /* from one matrix of a batch to the next */
    bool conjugate;     /* A and B alone */
};

struct vg_gemm_bias { /* a vector that is added to each row or each column; row or column is 0 */
    const void *at;   /* NULL: none */
    size_t row, column;
};

struct vg_gemm {
    enum vg_gemm_type type;
    size_t m, n, k, batch;       /* A is m x k, B k x n */
    double _Complex alpha, beta; /* alpha 0: A and B are not read; beta 0: C is not read */
    struct vg_gemm_view a, b, c; /* row or column of c is 1 */
    struct vg_gemm_bias bias;    /* this and the next: not of complex numbers and integers */
    enum vg_gemm_activation activation;
};

struct vg_gemm_set;

struct vg_gemm_plan {
    struct vg_gemm what; /* such that c.row is 1; of complex numbers m, k and c count their parts */
    const struct vg_gemm_set *set;
    bool turned; /* it is the transposed product */
    bool small;  /* nothing of B is packed, and a group is a whole product */
    bool direct_a, direct_b;
    size_t tile_rows, tile_columns, block_rows, block_depth;
    size_t tiles_down, tiles_across;
    size_t panels_b_at, sums_at;      /* in scratch */
    size_t a_at, b_at, c_at, bias_at; /* for whoever calls vg_gemm_place: bytes from the begin of buffers, */
    bool biased;                      /* and whether there is a bias */
    uint64_t groups;
    size_t scratch_bytes;
    uint64_t group_ns; /* a guess of what a tile takes, > 0 */
};

/* Plans for so many threads. The addresses of a, b, c and bias may be filled in afterwards with
 * vg_gemm_place, which takes them as given to vg_gemm_make. */
void vg_gemm_make(const struct vg_gemm *what, unsigned threads, struct vg_gemm_plan *plan);
void vg_gemm_place(struct vg_gemm_plan *plan, void *a, void *b, void *c, const void *bias);

/* A kernel entry whose args are the plan. ABI: kernel */
int vg_gemm_run(const struct vg_launch *launch, const void *plan, uint64_t first, uint64_t last,
                void *scratch);

#endif
