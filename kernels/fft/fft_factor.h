/* SPDX-License-Identifier: MIT */
/* Lengths and their factors. */
#ifndef VG_KERNELS_FFT_FACTOR_H
#define VG_KERNELS_FFT_FACTOR_H

#include <stdbool.h>
#include <stddef.h>

#include "kernels/fft/fft_line.h"

/* The radices of n, with powers of two in as few and even ones as most_radix allows; 0 when n has a prime
 * factor that is no radix, and for 1. */
unsigned vg_fft_radices(size_t n, unsigned most_radix, unsigned radices[VG_FFT_FACTORS_MOST]);
/* The length of the convolution for a column of n elements: 0 when its factors are radices. */
size_t vg_fft_convolution(size_t n);
/* Columns' lengths whose product is n, at most VG_FFT_PASSES_MOST; 0 when there are none. lanes: that hold
 * neighbouring elements; 1: none. */
unsigned vg_fft_split(size_t n, size_t column_most, size_t lanes, size_t lengths[VG_FFT_PASSES_MOST]);

#endif
