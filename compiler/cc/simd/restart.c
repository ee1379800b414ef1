/* SPDX-License-Identifier: MIT */
/* Full vectors for which an assumption does not hold (vg_shapes_assume) start anew in gen->tail, with all of
 * their lanes: nothing has been written by then. */
#include "compiler/cc/simd/wide.h"

#include "base/alloc.h"
#include "compiler/cc/lines.h"

/* Tells the optimiser that a branch hardly ever goes to its second side. */
static void mark_likely(struct vg_wide *wide, LLVMValueRef branch)
{
    enum { LIKELY = 2000, UNLIKELY = 1 };
    LLVMContextRef c = wide->gen->context;
    LLVMMetadataRef row[] = {LLVMMDStringInContext2(c, "branch_weights", 14),
                             LLVMValueAsMetadata(vg_int(c, 32, LIKELY)),
                             LLVMValueAsMetadata(vg_int(c, 32, UNLIKELY))};
    LLVMValueRef node = LLVMMetadataAsValue(c, LLVMMDNodeInContext2(c, row, 3));
    LLVMSetMetadata(branch, LLVMGetMDKindIDInContext(c, "prof", 4), node);
}

static void go_on_if(struct vg_wide *wide, LLVMValueRef condition)
{
    if (!wide->start_anew)
        wide->start_anew = vg_new_block(wide, "start_anew");
    LLVMBasicBlockRef on = vg_new_block(wide, "assumed");
    mark_likely(wide, LLVMBuildCondBr(wide->b, condition, on, wide->start_anew));
    LLVMPositionBuilderAtEnd(wide->b, on);
}

void vg_settle_checks(struct vg_wide *wide)
{
    LLVMValueRef check = wide->unchecked;
    wide->unchecked = NULL;
    if (check)
        go_on_if(wide, check);
}

LLVMValueRef vg_agree(struct vg_wide *wide, LLVMValueRef condition)
{
    LLVMValueRef lanes = LLVMBuildFreeze(wide->b, vg_lanes(wide, condition, 0), "");
    LLVMValueRef all = vg_all(wide, lanes), none = LLVMBuildNot(wide->b, vg_any(wide, lanes), "");
    go_on_if(wide, LLVMBuildOr(wide->b, all, none, "agreed"));
    vg_wide_note(wide, VG_NOTE_AGREED, condition);
    return all;
}

/* The context is copied for the call, so that the one at hand need not be in memory. */
void vg_build_restart(struct vg_wide *wide)
{
    struct vg_gen *gen = wide->gen;
    if (!wide->start_anew)
        return;
    unsigned count = LLVMCountParams(wide->to);
    LLVMValueRef *operands = vg_need(count + 1, sizeof *operands);
    LLVMGetParams(wide->to, operands);
    LLVMPositionBuilderAtEnd(wide->b, wide->start_anew);
    LLVMSetCurrentDebugLocation2(wide->b, NULL);
    LLVMValueRef copy = vg_variable(wide, gen->item, "item_copy");
    LLVMBuildStore(wide->b, LLVMBuildLoad2(wide->b, gen->item, operands[count - 1], ""), copy);
    operands[count - 1] = LLVMConstInt(wide->i32, wide->width, false);
    operands[count] = copy;
    LLVMTypeRef type = LLVMGlobalGetValueType(gen->tail);
    LLVMValueRef call = LLVMBuildCall2(wide->b, type, gen->tail, operands, count + 1, "");
    vg_lines_mark_call(gen->context, call, LLVMGetSubprogram(gen->kernel));
    LLVMBuildRetVoid(wide->b);
    vg_free(operands);
}
