/* SPDX-License-Identifier: MIT */
/* How many work-items a kernel's vectors hold. */
#ifndef VG_COMPILER_CC_SIMD_WIDTH_H
#define VG_COMPILER_CC_SIMD_WIDTH_H

#include "compiler/cc/simd/shape.h"

/* 32-bit lanes of the machine's vectors. */
unsigned vg_width_native(const struct vg_gen *gen);
/* What the program asks for, otherwise what the cost model finds best; 1 when scalar code is better, with the
 * reason in gen->scalar_reason. */
unsigned vg_width_choose(struct vg_gen *gen, const struct vg_shapes *shapes);

#endif
