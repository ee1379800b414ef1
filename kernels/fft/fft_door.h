/* SPDX-License-Identifier: MIT */
/* FFT as built-in kernels: names, arguments and their rules. docs/kernels.md is the user's side. */
#ifndef VG_KERNELS_FFT_DOOR_H
#define VG_KERNELS_FFT_DOOR_H

#include "kernels/kernels.h"

#define VG_FFT_BUILT_INS 6
extern const struct vg_built_in vg_fft_built_ins[VG_FFT_BUILT_INS];

#endif
