/* SPDX-License-Identifier: MIT */
/* What is done by one thread in one go: one set of functions for each type and instruction set.
 *
 * A block is as many transforms of a short length, a column, as a vector has lanes, one in each. Inside,
 * element k of all of them is one vector of real parts and one of imaginary parts, so that passes need no
 * shuffles; the ends of a block bring numbers from the usual form, with real and imaginary part side by side,
 * and back. Steps are in reals. */
#ifndef VG_KERNELS_FFT_LEAF_H
#define VG_KERNELS_FFT_LEAF_H

#include <stdbool.h>
#include <stddef.h>

#include "kernels/fft/fft.h"

#define VG_FFT_FACTORS_MOST 12
#define VG_FFT_PRIME_MOST 61 /* larger primes are not radices */

struct vg_fft_factor { /* of a column: a pass of Stockham's algorithm */
    unsigned radix;
    const void *roots;  /* complex [rest][radix - 1]: roots of unity that outputs are multiplied by */
    const void *kernel; /* of an odd radix: [radix] cosines, then [radix] sines, of 2 pi k / radix */
};

struct vg_fft_column {
    size_t n;
    size_t room;      /* of each of two arrays, in pairs of vectors */
    size_t convolved; /* length of the convolution that Bluestein's algorithm makes of it; 0: none */
    unsigned factor_count;
    struct vg_fft_factor factors[VG_FFT_FACTORS_MOST]; /* of n, or of what is convolved */
    const void *chirp, *spectrum;                      /* of Bluestein's algorithm, complex */
};

/* How the ends of a block differ from those of a transform of complex numbers. */
enum vg_fft_ends {
    VG_FFT_ENDS_COMPLEX,
    VG_FFT_ENDS_REAL_IN,  /* real numbers come in, of the n results the first n / 2 + 1 go out */
    VG_FFT_ENDS_PAIRS_IN, /* 2 n real numbers come in, n + 1 results go out */
    VG_FFT_ENDS_REAL_OUT, /* and the other way round */
    VG_FFT_ENDS_PAIRS_OUT,
};

struct vg_fft_side {
    void *at;
    size_t lane, step; /* from one transform to the next, from one element to the next */
    size_t part;       /* from the real part to the imaginary one */
    size_t
        ahead; /* from an element to one of the same place in what is wanted next, to be fetched; 0: none */
};

/* What becomes of a block's results. */
enum vg_fft_finish { VG_FFT_FINISH_NONE, VG_FFT_FINISH_SCALE, VG_FFT_FINISH_ROW, VG_FFT_FINISH_BASE };

struct vg_fft_block {
    const struct vg_fft_column *column;
    struct vg_fft_side in, out;
    size_t count; /* transforms, > 0: as many at a time as there are lanes, all of them at once with a base */
    bool inverse;
    enum vg_fft_ends ends;
    const void *half;       /* complex [n / 2 + 1]: roots of unity of order 2 n, for pairs */
    const void *row, *base; /* complex [n] and vectors [n][2]: results are multiplied by them; may be NULL */
    double scale;           /* and by this, without a row */
    void *scratch;          /* 2 * column->room pairs of vectors, aligned to them */
};

/* Elements first..last-1 of one transform that is too long for a column, between its steps. */
struct vg_fft_stretch {
    size_t n, first, last;
    struct vg_fft_side in, out; /* of element 0 */
    bool inverse;
    const void *roots; /* complex, by the element, or what the function says */
    double scale;
};

typedef void vg_fft_stretch_run(const struct vg_fft_stretch *stretch);

struct vg_fft_leaf {
    size_t lanes, size;  /* of a vector; bytes of a real */
    unsigned most_radix; /* of powers of two: 8 or 16 */
    void (*run)(const struct vg_fft_block *block);
    /* Bluestein's algorithm: out = in * root for elements below n, 0 from there on. */
    vg_fft_stretch_run *begin_chirp;
    /* out = in * root with its parts exchanged. */
    vg_fft_stretch_run *multiply;
    /* out = in with its parts exchanged, * root * scale. */
    vg_fft_stretch_run *end_chirp;
    /* Real transforms of even length 2 n: from the transform of n pairs to its n + 1 results in place, and
     * from results to what the inverse transform makes pairs of. Each element k <= n / 2 stands for n - k as
     * well; roots as of a block's half. */
    vg_fft_stretch_run *split_pairs, *join_pairs;
    /* Real transforms of odd length n: real numbers become complex, or the first results or the real parts
     * are kept, by what the sides have; results become all n of them. */
    vg_fft_stretch_run *convert, *mirror;
};

/* By type. */
extern const struct vg_fft_leaf *const vg_fft_sse42[], *const vg_fft_avx2[], *const vg_fft_avx512[];

#endif
