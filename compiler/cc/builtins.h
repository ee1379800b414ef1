/* SPDX-License-Identifier: MIT */
/* The library of built-in functions, and calls of them that it serves component by component. */
#ifndef VG_COMPILER_CC_BUILTINS_H
#define VG_COMPILER_CC_BUILTINS_H

#include "compiler/cc/ir.h"
#include "compiler/cc/text.h"

/* Whether code generation knows what to do with a declaration: an intrinsic, a special name, a library
 * function or one that the library has for scalars. */
bool vg_builtins_have(LLVMValueRef declaration);

/* Adds an error for each declared and used function or variable that nobody defines. False when there was
 * one. */
bool vg_builtins_check(LLVMModuleRef module, struct vg_text *log);

/* Defines every library function that module needs. */
bool vg_builtins_link(LLVMModuleRef module, struct vg_text *log);

#endif
