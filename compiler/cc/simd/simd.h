/* SPDX-License-Identifier: MIT */
/* The vectoriser: a kernel's body for one work-item becomes one for `width` work-items that are neighbours in
 * x, one in each lane of the machine's vectors; in y where the kernel accesses memory so and does not mind.
 */
#ifndef VG_COMPILER_CC_SIMD_SIMD_H
#define VG_COMPILER_CC_SIMD_SIMD_H

#include "compiler/cc/gen.h"

/* Looks at the kernel, which has its context parameter but still its barriers, and decides on the number of
 * lanes: gen->code.width, 1 when it stays scalar, with the reason in gen->scalar_reason. Brings control flow
 * into the form that vg_simd_widen needs. */
bool vg_simd_plan(struct vg_gen *gen);
/* narrow.c: counters that are looked at as 32 bits become such. */
void vg_simd_narrow_counters(struct vg_gen *gen);
/* Shapes of the kernel as it stands, before it is cut at its barriers. */
bool vg_simd_analyse(struct vg_gen *gen);
/* Whether that found a value to be the same for all work-items of a vector. */
bool vg_simd_is_uniform(const struct vg_gen *gen, LLVMValueRef value);
/* Private arrays of which all elements have one size and whose address stays known are laid out so that the
 * same element of neighbouring lanes lies side by side. */
void vg_simd_place_arrays(struct vg_gen *gen);
/* Bytes from a private array of one lane to that of the next. */
uint64_t vg_simd_array_stride(const struct vg_gen *gen, LLVMValueRef alloca);
/* Rewrites gen->kernel for full vectors, and makes gen->tail for those that are not. False with gen->give_up
 * set: the kernel has to be generated again as scalar code. */
bool vg_simd_widen(struct vg_gen *gen);
void vg_simd_finish(struct vg_gen *gen);

#endif
