/* SPDX-License-Identifier: MIT */
/* Program-scope variables. The ones that all kernels of a program must share (everything in the global
 * address space, constants that such a variable points to, and large constants) live in the program's data
 * object, which exports them; kernels import them. Other constants stay with the kernel that reads them. */
#ifndef VG_COMPILER_CC_GLOBALS_H
#define VG_COMPILER_CC_GLOBALS_H

#include "compiler/cc/ir.h"

/* Begins the names of variables that the data object exports. */
#define VG_DATA_PREFIX "vg_data."

struct vg_globals {
    size_t count;   /* of shared variables */
    uint64_t bytes; /* of those in the global address space */
};

struct vg_globals vg_globals_measure(LLVMModuleRef module);
/* Exports the shared variables; everything else becomes internal, for globaldce to remove. */
void vg_globals_export(LLVMModuleRef module);
/* Turns the shared variables into imports. */
void vg_globals_import(LLVMModuleRef module);

#endif
