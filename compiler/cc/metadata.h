/* SPDX-License-Identifier: MIT */
/* What the module says about its kernels, as struct vg_program_info. */
#ifndef VG_COMPILER_CC_METADATA_H
#define VG_COMPILER_CC_METADATA_H

#include "compiler/cc/ir.h"
#include "compiler/cc/text.h"
#include "compiler/kernel_info.h"

bool vg_is_kernel(LLVMValueRef function);
/* False when a kernel has arguments that the device does not support (log says which) or memory is out. */
bool vg_metadata_read(LLVMModuleRef module, struct vg_program_info *info, struct vg_text *log);

/* One kernel's part of it, to be released with the program information that it then belongs to. */
bool vg_metadata_read_kernel(LLVMValueRef function, struct vg_kernel_info *kernel, struct vg_text *log);

#endif
