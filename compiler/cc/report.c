/* SPDX-License-Identifier: MIT */
/* The report on one kernel: see report.h. */
#include "compiler/cc/report.h"

void vg_report_add(struct vg_text *text, const struct vg_kernel_info *kernel, const struct vg_code_info *code)
{
    vg_text_add(text, "kernel %s\n", kernel->name);
    if (*kernel->attributes)
        vg_text_add(text, "  attributes       %s\n", kernel->attributes);
    vg_text_add(text, "  arguments        %u in %u bytes\n", kernel->arg_count, kernel->args_bytes);
    vg_text_add(text, "  width            %u\n", code->width);
    vg_text_add(text, "  free form        %s\n", code->flags & VG_CODE_FREE_FORM ? "yes" : "no");
    vg_text_add(text, "  barriers         %s\n", code->flags & VG_CODE_BARRIER ? "yes" : "no");
    vg_text_add(text, "  printf           %s\n", code->flags & VG_CODE_PRINTF ? "yes" : "no");
    vg_text_add(text, "  local memory     %llu bytes of its own\n", (unsigned long long)code->local_bytes);
    vg_text_add(text, "  private memory   %llu bytes per work-item\n",
                (unsigned long long)code->private_bytes);
    vg_text_add(text, "  context          %llu bytes, %llu per work-item\n",
                (unsigned long long)code->fixed_bytes, (unsigned long long)code->item_bytes);
    vg_text_add(text, "  estimated cost   %llu\n", (unsigned long long)code->cost);
}
