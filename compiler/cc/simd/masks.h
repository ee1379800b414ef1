/* SPDX-License-Identifier: MIT */
/* Masks in the form that the machine computes with. */
#ifndef VG_COMPILER_CC_SIMD_MASKS_H
#define VG_COMPILER_CC_SIMD_MASKS_H

#include "compiler/cc/gen.h"

/* Run after all optimisation. Without AVX-512 there are no registers of single bits: LLVM would keep vectors
 * of i1 that live across blocks in 16-bit lanes and convert them at each use. Logic and phis of masks become
 * integers as wide as what is compared, all bits equal. */
void vg_masks_widen(struct vg_gen *gen);

#endif
