/* SPDX-License-Identifier: MIT */
/* Numbers for tables, exact to the last bits of a double. */
#ifndef VG_KERNELS_FFT_ROOTS_H
#define VG_KERNELS_FFT_ROOTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct vg_fft_exact {
    long double re, im;
};

/* exp(-2 pi i k / n), for k < n <= 2^60. */
struct vg_fft_exact vg_fft_root(uint64_t k, uint64_t n);
/* The transform of x in place; slow but for small prime factors of n. False when out of memory. */
bool vg_fft_transform_exact(struct vg_fft_exact *x, size_t n);

#endif
