/* SPDX-License-Identifier: MIT */
/* GEMM as built-in kernels: names, arguments and their rules. docs/kernels.md is the user's side. */
#ifndef VG_KERNELS_GEMM_DOOR_H
#define VG_KERNELS_GEMM_DOOR_H

#include "kernels/kernels.h"

#define VG_GEMM_BUILT_INS 26
extern const struct vg_built_in vg_gemm_built_ins[VG_GEMM_BUILT_INS];

#endif
