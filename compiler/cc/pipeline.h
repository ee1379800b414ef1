/* SPDX-License-Identifier: MIT */
/* A program's module to the objects that run. */
#ifndef VG_COMPILER_CC_PIPELINE_H
#define VG_COMPILER_CC_PIPELINE_H

#include "base/cpu.h"
#include "compiler/abi.h"
#include "compiler/cc/ir.h"
#include "compiler/cc/text.h"
#include "compiler/options.h"

enum vg_emit { VG_EMIT_OBJECT, VG_EMIT_ASSEMBLY, VG_EMIT_IR };

struct vg_generate {
    const char *kernel; /* "" = the program's data object */
    struct vg_target target;
    enum vg_emit emit;
    const struct vg_options *options;
    struct vg_text *report; /* receives what became of the kernel; NULL: nobody asks */
};

/* Takes module, which must be linked and for the host. NULL when something is wrong with the kernel: log says
 * what. *code, when not NULL, receives what the object's information constant holds. */
LLVMMemoryBufferRef vg_generate(LLVMModuleRef module, const struct vg_generate *what, struct vg_text *log,
                                struct vg_code_info *code);

#endif
