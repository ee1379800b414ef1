/* SPDX-License-Identifier: MIT */
/* From clang's spir64 module to one for the host. */
#ifndef VG_COMPILER_CC_RETARGET_H
#define VG_COMPILER_CC_RETARGET_H

#include "compiler/cc/ir.h"

/* Triple and data layout. */
void vg_retarget_layout(LLVMModuleRef module);
/* These, calling conventions, linkage; function attributes that only make sense for spir64. */
void vg_retarget(LLVMModuleRef module);
/* Replaces OpenCL's opaque types (event_t and the like) by pointers, which is what code generation knows.
 * Takes module; a module without such types is given back as it is. NULL only when LLVM cannot read its own
 * output. */
LLVMModuleRef vg_retarget_opaque_types(LLVMModuleRef module);

#endif
