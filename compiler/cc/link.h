/* SPDX-License-Identifier: MIT */
/* Modules to one module. */
#ifndef VG_COMPILER_CC_LINK_H
#define VG_COMPILER_CC_LINK_H

#include "compiler/cc/ir.h"
#include "compiler/cc/text.h"

/* Errors that LLVM reports while it works in this context go to log, which must outlive the context's use. */
void vg_link_report_to(LLVMContextRef context, struct vg_text *log);

/* Whether there was one since. LLVM goes on after some, so that what it gives then must not be used. */
bool vg_link_reported(void);

/* A module from bitcode; NULL when damaged (log says so). Copies nothing: bytes must outlive the module. */
LLVMModuleRef vg_link_read(LLVMContextRef context, const void *bytes, size_t size, struct vg_text *log);

/* Takes both; into is the result. False when a symbol is defined twice (log names it). */
bool vg_link_add(LLVMModuleRef into, LLVMModuleRef from);

#endif
