/* SPDX-License-Identifier: MIT */
/* Kernel-scope local variables: each gets an offset from the start of scratch. */
#include "compiler/cc/clang_front.h"
#include "compiler/cc/gen.h"

static LLVMValueRef address_of(struct vg_gen *gen, LLVMValueRef function, uint64_t offset)
{
    LLVMBasicBlockRef entry = LLVMGetEntryBasicBlock(function);
    LLVMPositionBuilderBefore(gen->builder, LLVMGetBasicBlockTerminator(entry));
    LLVMValueRef scratch = vg_item_load(gen, vg_context_of(function), VG_ITEM_SCRATCH, 0);
    LLVMValueRef at = vg_byte_offset(gen->builder, scratch, vg_int(gen->context, 64, offset), "local");
    return LLVMBuildAddrSpaceCast(gen->builder, at, vg_ptr_type(gen->context, VG_SPACE_LOCAL), "");
}

static void replace_in(struct vg_gen *gen, LLVMValueRef function, LLVMValueRef global, uint64_t offset)
{
    LLVMValueRef address = NULL;
    VG_EACH_BLOCK (block, function) {
        VG_EACH_INST (inst, block) {
            for (int i = 0; i < LLVMGetNumOperands(inst); i++) {
                if (LLVMGetOperand(inst, (unsigned)i) != global)
                    continue;
                address = address ? address : address_of(gen, function, offset);
                LLVMSetOperand(inst, (unsigned)i, address);
            }
        }
    }
}

void vg_local_place(struct vg_gen *gen)
{
    uint64_t bytes = 0;
    VG_EACH_GLOBAL (global, gen->module) {
        if (LLVMGetPointerAddressSpace(LLVMTypeOf(global)) != VG_SPACE_LOCAL || !LLVMGetFirstUse(global))
            continue;
        vg_front_expand_constants(global);
        LLVMTypeRef type = LLVMGlobalGetValueType(global);
        uint64_t align = LLVMGetAlignment(global);
        if (align < LLVMABIAlignmentOfType(gen->layout, type))
            align = LLVMABIAlignmentOfType(gen->layout, type);
        bytes = (bytes + align - 1) & ~(align - 1);
        VG_EACH_FUNCTION (function, gen->module)
            if (!LLVMIsDeclaration(function))
                replace_in(gen, function, global, bytes);
        bytes += LLVMABISizeOfType(gen->layout, type);
    }
    gen->code.local_bytes = bytes;
}
