/* SPDX-License-Identifier: MIT */
/* The library defines componentwise functions for scalars only. A call with vectors becomes one call per
 * component of the scalar function (or more than that: flatten.c), whose mangled name follows from that of
 * the vector one. */
#ifndef VG_COMPILER_CC_VECTOR_CALLS_H
#define VG_COMPILER_CC_VECTOR_CALLS_H

#include "compiler/cc/ir.h"
#include "compiler/cc/text.h"

/* Writes the scalar function's name; false when name is not that of a function with vector parameters. */
bool vg_scalar_name(const char *name, struct vg_text *scalar);

/* Gives a declared vector function a body that calls the scalar one, which it declares, for each component.
 */
void vg_scalarise_calls(LLVMValueRef function, const char *scalar);
/* The scalar function behind such a one, NULL for all others. */
LLVMValueRef vg_scalar_of(LLVMValueRef function);

#endif
