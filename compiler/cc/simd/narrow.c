/* SPDX-License-Identifier: MIT */
/* Counters of 32 bits that the optimiser made 64 wide, cutting them back to 32 bits in each turn of their
 * loop. As such they would be strided only as long as no lane wraps around, turn after turn; as counters of
 * 32 bits they are in any case, and only what they address has to be checked. */
#include "compiler/cc/simd/simd.h"

enum { DEPTH = 4 };

static bool is_cut(LLVMValueRef value)
{
    if (!LLVMIsAInstruction(value) || LLVMGetInstructionOpcode(value) != LLVMAnd)
        return false;
    LLVMValueRef by = LLVMGetOperand(value, 1);
    return LLVMIsAConstantInt(by) && LLVMConstIntGetZExtValue(by) == UINT32_MAX;
}

static bool is_narrow_use(LLVMValueRef user)
{
    return is_cut(user) || (LLVMIsATruncInst(user) && LLVMGetIntTypeWidth(LLVMTypeOf(user)) <= 32);
}

/* Looked at through their lower 32 bits only, and cut to those at least once. */
static bool is_narrow_counter(LLVMValueRef phi)
{
    LLVMTypeRef type = LLVMTypeOf(phi);
    if (LLVMGetTypeKind(type) != LLVMIntegerTypeKind || LLVMGetIntTypeWidth(type) != 64)
        return false;
    bool cut = false;
    for (LLVMUseRef use = LLVMGetFirstUse(phi); use; use = LLVMGetNextUse(use)) {
        if (!is_narrow_use(LLVMGetUser(use)))
            return false;
        cut |= is_cut(LLVMGetUser(use));
    }
    return cut;
}

/* The lower 32 bits of a value, at the builder's position. `phi` has become `narrow`. */
static LLVMValueRef low_half(struct vg_gen *gen, LLVMValueRef value, LLVMValueRef phi, LLVMValueRef narrow,
                             unsigned depth)
{
    LLVMTypeRef i32 = vg_int_type(gen->context, 32);
    if (value == phi)
        return narrow;
    if (LLVMIsAInstruction(value) && depth > 0) {
        LLVMOpcode opcode = LLVMGetInstructionOpcode(value);
        if (is_cut(value))
            return low_half(gen, LLVMGetOperand(value, 0), phi, narrow, depth - 1);
        if (opcode == LLVMZExt && LLVMTypeOf(LLVMGetOperand(value, 0)) == i32)
            return LLVMGetOperand(value, 0);
        if (opcode == LLVMAdd || opcode == LLVMSub || opcode == LLVMMul)
            return LLVMBuildBinOp(gen->builder, opcode,
                                  low_half(gen, LLVMGetOperand(value, 0), phi, narrow, depth - 1),
                                  low_half(gen, LLVMGetOperand(value, 1), phi, narrow, depth - 1), "");
    }
    return LLVMBuildTrunc(gen->builder, value, i32, "");
}

static void replace_uses(struct vg_gen *gen, LLVMValueRef phi, LLVMValueRef narrow)
{
    struct vg_values users = {0};
    for (LLVMUseRef use = LLVMGetFirstUse(phi); use; use = LLVMGetNextUse(use))
        vg_values_add(&users, LLVMGetUser(use));
    for (size_t i = 0; i < users.count; i++) {
        LLVMPositionBuilderBefore(gen->builder, users.list[i]);
        LLVMTypeRef type = LLVMTypeOf(users.list[i]);
        bool wide = LLVMGetIntTypeWidth(type) > 32, same = LLVMTypeOf(narrow) == type;
        LLVMValueRef value = wide   ? LLVMBuildZExt(gen->builder, narrow, type, "")
                             : same ? narrow
                                    : LLVMBuildTrunc(gen->builder, narrow, type, "");
        vg_replace(users.list[i], value);
    }
    vg_values_finish(&users);
}

static void narrow_counter(struct vg_gen *gen, LLVMValueRef phi)
{
    LLVMPositionBuilderBefore(gen->builder, phi);
    LLVMValueRef narrow = LLVMBuildPhi(gen->builder, vg_int_type(gen->context, 32), "");
    for (unsigned i = 0; i < LLVMCountIncoming(phi); i++) {
        LLVMBasicBlockRef from = LLVMGetIncomingBlock(phi, i);
        LLVMPositionBuilderBefore(gen->builder, LLVMGetBasicBlockTerminator(from));
        LLVMValueRef value = low_half(gen, LLVMGetIncomingValue(phi, i), phi, narrow, DEPTH);
        LLVMAddIncoming(narrow, &value, &from, 1);
    }
    replace_uses(gen, phi, narrow);
    LLVMReplaceAllUsesWith(phi, LLVMGetPoison(LLVMTypeOf(phi)));
    LLVMInstructionEraseFromParent(phi);
}

void vg_simd_narrow_counters(struct vg_gen *gen)
{
    struct vg_values phis = {0};
    vg_insts_of(gen->kernel, LLVMPHI, &phis);
    for (size_t i = 0; i < phis.count; i++)
        if (is_narrow_counter(phis.list[i]))
            narrow_counter(gen, phis.list[i]);
    vg_values_finish(&phis);
}
