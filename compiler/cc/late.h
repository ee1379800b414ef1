/* SPDX-License-Identifier: MIT */
/* Functions of the library that become instructions after all optimisation: VG_DOT, VG_ESTIMATE and VG_LOOKUP
 * of special.h. For vectors they are called by their name, a dot and the number of elements. */
#ifndef VG_COMPILER_CC_LATE_H
#define VG_COMPILER_CC_LATE_H

#include "compiler/cc/gen.h"

/* The form for that many elements of the function with this name, or that of another form, and this type, or
 * another form's. Pointers are the same for all elements. */
LLVMValueRef vg_late_declare(struct vg_gen *gen, const char *name, LLVMTypeRef type, unsigned lanes);
/* All calls become instructions. */
void vg_lower_late(struct vg_gen *gen);

/* dot.c, estimate.c, lookup.c: what calls of a function become, whose name begins with a prefix that is cut
 * off. The last one replaces all calls at once. */
LLVMValueRef vg_dot(struct vg_gen *gen, const char *kind, LLVMValueRef a, LLVMValueRef b);
LLVMValueRef vg_estimate(struct vg_gen *gen, const char *kind, LLVMValueRef x);
void vg_lower_lookups(struct vg_gen *gen, const struct vg_values *calls);

/* Elements of a vector, or 1. */
unsigned vg_late_lanes(LLVMValueRef value);
/* Elements of so many bits in the register that suits such a vector. */
unsigned vg_late_register(const struct vg_gen *gen, unsigned lanes, unsigned bits);
/* Elements from..from+count-1; the first one where there are none. */
LLVMValueRef vg_late_part(struct vg_gen *gen, LLVMValueRef vector, unsigned from, unsigned count);
/* A value of the type from parts of one size, of which the last may hold more than is wanted; the list is
 * overwritten. */
LLVMValueRef vg_late_join(struct vg_gen *gen, LLVMValueRef *parts, LLVMTypeRef type);

#endif
