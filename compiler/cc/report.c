/* SPDX-License-Identifier: MIT */
/* The report on one kernel: see report.h. */
#include "compiler/cc/report.h"

static void add_row(struct vg_text *text, const struct vg_gen *gen, enum vg_note note, const char *one,
                    const char *many)
{
    unsigned count = gen->notes.of[note].count;
    if (count == 0)
        return;
    vg_text_add(text, "  %-16s %u %s", "", count, count == 1 ? one : many);
    vg_notes_print_lines(&gen->notes, note, text);
    vg_text_add(text, "\n");
}

static void add_width(struct vg_text *text, const struct vg_gen *gen)
{
    vg_text_add(text, "  width            %u", gen->code.width);
    if (gen->code.width == 1)
        vg_text_add(text, ": work-items run one at a time, because %s\n",
                    gen->scalar_reason ? gen->scalar_reason : "nothing else was tried");
    else
        vg_text_add(text, " work-items at once%s%s\n", gen->lane_dimension ? ", neighbours in y" : "",
                    gen->options->width ? ", as -cl-vgpu-width asks" : "");
    if (gen->scalar_cost > 0)
        vg_text_add(text, "  estimate         %.1f operations a work-item as vectors, %.1f one at a time\n",
                    gen->vector_cost, gen->scalar_cost);
}

/* What slows vectors down, and where. */
static void add_notes(struct vg_text *text, const struct vg_gen *gen)
{
    if (gen->code.width == 1)
        return;
    vg_text_add(text, "  control flow\n");
    add_row(text, gen, VG_NOTE_MASK, "branch whose sides both run, under masks",
            "branches whose sides both run, under masks");
    add_row(text, gen, VG_NOTE_AGREED,
            "check that a vector passes as a whole, or else starts anew under masks",
            "checks that a vector passes as a whole, or else starts anew under masks");
    add_row(text, gen, VG_NOTE_LOOP, "loop that turns until its last work-item leaves",
            "loops that turn until their last work-item leaves");
    vg_text_add(text, "  memory\n");
    add_row(text, gen, VG_NOTE_SHARED, "access to one place for all", "accesses to one place for all");
    add_row(text, gen, VG_NOTE_WHOLE, "access to neighbouring places at once",
            "accesses to neighbouring places at once");
    add_row(text, gen, VG_NOTE_CHECKED, "access at once where a check while running allows it",
            "accesses at once where a check while running allows it");
    add_row(text, gen, VG_NOTE_BY_LANE, "access of each work-item by itself (gather or scatter)",
            "accesses of each work-item by itself (gather or scatter)");
    add_row(text, gen, VG_NOTE_CALL, "operation that each work-item does by itself",
            "operations that each work-item does by itself");
}

static void add_barriers(struct vg_text *text, const struct vg_gen *gen)
{
    if (!(gen->code.flags & VG_CODE_BARRIER))
        return;
    vg_text_add(text, "  barriers         %u\n", gen->resume_points);
    add_row(text, gen, VG_NOTE_SAVED, "value kept in memory across them",
            "values kept in memory across them");
    add_row(text, gen, VG_NOTE_REMADE, "value computed anew behind them", "values computed anew behind them");
}

void vg_report_add(struct vg_text *text, const struct vg_gen *gen)
{
    const struct vg_kernel_info *kernel = gen->info;
    const struct vg_code_info *code = &gen->code;
    vg_text_add(text, "kernel %s\n", kernel->name);
    if (*kernel->attributes)
        vg_text_add(text, "  attributes       %s\n", kernel->attributes);
    vg_text_add(text, "  arguments        %u in %u bytes\n", kernel->arg_count, kernel->args_bytes);
    add_width(text, gen);
    add_notes(text, gen);
    add_barriers(text, gen);
    vg_text_add(text, "  free form        %s\n", code->flags & VG_CODE_FREE_FORM ? "yes" : "no");
    vg_text_add(text, "  printf           %s\n", code->flags & VG_CODE_PRINTF ? "yes" : "no");
    vg_text_add(text, "  local memory     %llu bytes of its own\n", (unsigned long long)code->local_bytes);
    vg_text_add(text, "  private memory   %llu bytes per work-item\n",
                (unsigned long long)code->private_bytes);
    vg_text_add(text, "  context          %llu bytes, %llu per work-item\n",
                (unsigned long long)code->fixed_bytes, (unsigned long long)code->item_bytes);
    vg_text_add(text, "  estimated cost   %llu\n", (unsigned long long)code->cost);
}
