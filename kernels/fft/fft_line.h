/* SPDX-License-Identifier: MIT */
/* Lines: how transforms of one length are computed, with their tables.
 *
 * A short line is one column (fft_leaf.h). A longer one is a product of at most three columns' lengths, each
 * of which is a pass of Stockham's algorithm over the whole line; one that has no such factors is a
 * convolution, by a line of another length.
 *
 * Lines are shared by all that need the same one, and kept when nobody needs them for the next one, the
 * latest VG_FFT_KEPT_BYTES of them, until the library is unloaded. Any thread. */
#ifndef VG_KERNELS_FFT_LINE_H
#define VG_KERNELS_FFT_LINE_H

#include "kernels/fft/fft.h"
#include "kernels/fft/fft_leaf.h"

#define VG_FFT_PASSES_MOST 3
#define VG_FFT_COLUMN_MOST 2048       /* elements; half of it where a column is a convolution */
#define VG_FFT_KEPT_BYTES (64u << 20) /* of tables that no launch needs at the moment */

/* What a line is found by. */
struct vg_fft_key {
    enum vg_fft_type type;
    size_t n;
    size_t column_most; /* up to which a line is one column, at most VG_FFT_COLUMN_MOST */
    bool inside;        /* the first pass has neighbouring elements in its lanes */
    bool half;          /* with roots of order 2 n */
};

struct vg_fft_pass { /* of [radix][rest][stride] to [rest][radix][stride] */
    size_t radix, stride, rest;
    struct vg_fft_column column; /* of length radix */
    /* Roots that results are multiplied by unless rest is 1: complex [rest][radix], or with neighbouring
     * elements in the lanes base [radix] vectors and rows for each vector of rest. */
    const void *rows, *base;
};

struct vg_fft_line {
    struct vg_fft_key key;
    const struct vg_fft_leaf *leaf;
    unsigned pass_count;
    struct vg_fft_pass passes[VG_FFT_PASSES_MOST];
    const struct vg_fft_line *convolution; /* that does the transforms, whose length is the convolution's */
    const void *chirp, *spectrum;          /* then complex [n] and [convolution's n] */
    const void *half;                      /* complex [n / 2 + 1] */
};

/* NULL when out of memory. */
const struct vg_fft_line *vg_fft_line_get(const struct vg_fft_key *key);
void vg_fft_line_put(const struct vg_fft_line *line); /* NULL is a no-op */
const struct vg_fft_leaf *vg_fft_leaf(enum vg_fft_type type);

/* How many lines are kept, whether needed or not, and their bytes. */
struct vg_fft_kept {
    size_t lines, bytes;
};
struct vg_fft_kept vg_fft_kept(void);

#endif
