/* SPDX-License-Identifier: MIT */
/* What the compiler made of a kernel, for people: `vgpu-cc --emit=report` and -cl-vgpu-report.
 * docs/performance.md tells how to read it. */
#ifndef VG_COMPILER_CC_REPORT_H
#define VG_COMPILER_CC_REPORT_H

#include "compiler/cc/gen.h"

void vg_report_add(struct vg_text *text, const struct vg_gen *gen);

#endif
