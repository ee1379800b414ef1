/* SPDX-License-Identifier: MIT */
/* Atomic operations on local memory. A work-group runs on one thread from its first to its last work-item, so
 * nobody else sees its local memory and a plain load, operation and store do. Run after all optimisation,
 * which must not reorder or join what work-items do one after the other. */
#include "compiler/cc/gen.h"

static bool is_local(LLVMValueRef pointer)
{
    return LLVMGetPointerAddressSpace(LLVMTypeOf(pointer)) == VG_SPACE_LOCAL;
}

static LLVMValueRef choose(LLVMBuilderRef b, LLVMIntPredicate predicate, LLVMValueRef x, LLVMValueRef y)
{
    return LLVMBuildSelect(b, LLVMBuildICmp(b, predicate, x, y, ""), x, y, "");
}

/* NULL for operations that stay atomic. */
static LLVMValueRef apply(LLVMBuilderRef b, LLVMAtomicRMWBinOp operation, LLVMValueRef old,
                          LLVMValueRef value)
{
    switch (operation) {
    case LLVMAtomicRMWBinOpXchg:
        return value;
    case LLVMAtomicRMWBinOpAdd:
        return LLVMBuildAdd(b, old, value, "");
    case LLVMAtomicRMWBinOpSub:
        return LLVMBuildSub(b, old, value, "");
    case LLVMAtomicRMWBinOpAnd:
        return LLVMBuildAnd(b, old, value, "");
    case LLVMAtomicRMWBinOpOr:
        return LLVMBuildOr(b, old, value, "");
    case LLVMAtomicRMWBinOpXor:
        return LLVMBuildXor(b, old, value, "");
    case LLVMAtomicRMWBinOpMax:
        return choose(b, LLVMIntSGT, old, value);
    case LLVMAtomicRMWBinOpMin:
        return choose(b, LLVMIntSLT, old, value);
    case LLVMAtomicRMWBinOpUMax:
        return choose(b, LLVMIntUGT, old, value);
    case LLVMAtomicRMWBinOpUMin:
        return choose(b, LLVMIntULT, old, value);
    case LLVMAtomicRMWBinOpFAdd:
        return LLVMBuildFAdd(b, old, value, "");
    case LLVMAtomicRMWBinOpFSub:
        return LLVMBuildFSub(b, old, value, "");
    default:
        return NULL;
    }
}

static void lower_update(LLVMBuilderRef b, LLVMValueRef inst)
{
    LLVMValueRef place = LLVMGetOperand(inst, 0), value = LLVMGetOperand(inst, 1);
    LLVMPositionBuilderBefore(b, inst);
    LLVMValueRef old = LLVMBuildLoad2(b, LLVMTypeOf(value), place, "");
    LLVMValueRef new = apply(b, LLVMGetAtomicRMWBinOp(inst), old, value);
    if (!new) {
        LLVMInstructionEraseFromParent(old);
        return;
    }
    LLVMBuildStore(b, new, place);
    vg_replace(inst, old);
}

static void lower_exchange(LLVMBuilderRef b, LLVMValueRef inst)
{
    LLVMValueRef place = LLVMGetOperand(inst, 0), expected = LLVMGetOperand(inst, 1);
    if (LLVMGetTypeKind(LLVMTypeOf(expected)) != LLVMIntegerTypeKind)
        return;
    LLVMPositionBuilderBefore(b, inst);
    LLVMValueRef old = LLVMBuildLoad2(b, LLVMTypeOf(expected), place, "");
    LLVMValueRef same = LLVMBuildICmp(b, LLVMIntEQ, old, expected, "");
    LLVMBuildStore(b, LLVMBuildSelect(b, same, LLVMGetOperand(inst, 2), old, ""), place);
    LLVMValueRef result = LLVMBuildInsertValue(b, LLVMGetPoison(LLVMTypeOf(inst)), old, 0, "");
    vg_replace(inst, LLVMBuildInsertValue(b, result, same, 1, ""));
}

void vg_lower_local_atomics(struct vg_gen *gen)
{
    struct vg_values list = {0};
    VG_EACH_FUNCTION (function, gen->module) {
        vg_insts_of(function, LLVMAtomicRMW, &list);
        for (size_t i = 0; i < list.count; i++)
            if (is_local(LLVMGetOperand(list.list[i], 0)))
                lower_update(gen->builder, list.list[i]);
        vg_insts_of(function, LLVMAtomicCmpXchg, &list);
        for (size_t i = 0; i < list.count; i++)
            if (is_local(LLVMGetOperand(list.list[i], 0)))
                lower_exchange(gen->builder, list.list[i]);
    }
    vg_values_finish(&list);
}
