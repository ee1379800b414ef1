/* SPDX-License-Identifier: MIT */
/* Source lines of generated code. */
#ifndef VG_COMPILER_CC_LINES_H
#define VG_COMPILER_CC_LINES_H

#include "compiler/cc/gen.h"

/* A call that comes from no statement gets the first line of the source function, which may be NULL: calls
 * between functions that have lines must have one. */
void vg_lines_mark_call(LLVMContextRef context, LLVMValueRef call, LLVMMetadataRef subprogram);
/* Lets a function have the lines that its instructions got from the source function of another one. */
void vg_lines_share(struct vg_gen *gen, LLVMMetadataRef subprogram, LLVMValueRef function);

#endif
