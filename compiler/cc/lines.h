/* SPDX-License-Identifier: MIT */
/* Source lines of generated code. */
#ifndef VG_COMPILER_CC_LINES_H
#define VG_COMPILER_CC_LINES_H

#include "compiler/cc/gen.h"

/* The first line of a source function, for code that comes from none of its statements. */
LLVMMetadataRef vg_lines_start(LLVMContextRef context, LLVMMetadataRef subprogram);
/* Lets a function have the lines that its instructions got from the source function of another one. */
void vg_lines_share(struct vg_gen *gen, LLVMMetadataRef subprogram, LLVMValueRef function);

#endif
