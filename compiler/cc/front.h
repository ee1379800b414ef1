/* SPDX-License-Identifier: MIT */
/* Program text to a module for the host: clang's arguments from our options, the language's macros from
 * compiler/features.def. */
#ifndef VG_COMPILER_CC_FRONT_H
#define VG_COMPILER_CC_FRONT_H

#include "compiler/cc/clang_front.h"
#include "compiler/cc/text.h"
#include "compiler/options.h"

struct vg_front_result {
    LLVMModuleRef module;
    char *dependencies; /* as in struct vg_front_output */
};

/* False when the program is wrong or clang failed: log says why. */
bool vg_front_compile(LLVMContextRef context, const struct vg_options *options,
                      const struct vg_front_file *source, const struct vg_front_file *headers,
                      size_t header_count, struct vg_text *log, struct vg_front_result *result);

#endif
