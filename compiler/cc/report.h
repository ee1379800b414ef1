/* SPDX-License-Identifier: MIT */
/* What the compiler made of a kernel, for people: `vgpu-cc --emit=report` and -cl-vgpu-report. */
#ifndef VG_COMPILER_CC_REPORT_H
#define VG_COMPILER_CC_REPORT_H

#include "compiler/abi.h"
#include "compiler/cc/text.h"
#include "compiler/kernel_info.h"

void vg_report_add(struct vg_text *text, const struct vg_kernel_info *kernel,
                   const struct vg_code_info *code);

#endif
