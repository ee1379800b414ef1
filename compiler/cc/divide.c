/* SPDX-License-Identifier: MIT */
/* Integer division that cannot trap. OpenCL C leaves the result undefined when the divisor is 0 or the
 * quotient does not fit, but the kernel must go on, while x86 raises a fault: the divisor becomes 1 in these
 * cases. With it, the most negative number divided by -1 gives itself and the rest 0, as two's complement
 * would. */
#include "compiler/cc/gen.h"

static bool is_signed(LLVMOpcode opcode)
{
    return opcode == LLVMSDiv || opcode == LLVMSRem;
}

/* A constant of the type, in every lane of a vector. */
static LLVMValueRef splat(LLVMTypeRef type, LLVMValueRef scalar)
{
    enum { LANES_MOST = 16 };
    LLVMValueRef lanes[LANES_MOST];
    if (LLVMGetTypeKind(type) != LLVMVectorTypeKind)
        return scalar;
    unsigned count = LLVMGetVectorSize(type);
    for (unsigned i = 0; i < count && i < LANES_MOST; i++)
        lanes[i] = scalar;
    return LLVMConstVector(lanes, count);
}

static LLVMTypeRef element_of(LLVMTypeRef type)
{
    return LLVMGetTypeKind(type) == LLVMVectorTypeKind ? LLVMGetElementType(type) : type;
}

static LLVMValueRef all_lanes(LLVMTypeRef type, uint64_t value)
{
    return splat(type, LLVMConstInt(element_of(type), value, true));
}

/* -1 - 0 and 0 - 0 are at most 0 and -1 as unsigned numbers: both signed cases in one comparison. Whether the
 * divisor is bad does not depend on the dividend, so that a divisor that all work-items share stays shared.
 */
static LLVMValueRef is_bad(LLVMBuilderRef b, LLVMValueRef divisor, bool is_signed)
{
    LLVMTypeRef type = LLVMTypeOf(divisor);
    if (!is_signed)
        return LLVMBuildICmp(b, LLVMIntEQ, divisor, LLVMConstNull(type), "");
    LLVMValueRef next = LLVMBuildAdd(b, divisor, all_lanes(type, 1), "");
    return LLVMBuildICmp(b, LLVMIntULE, next, all_lanes(type, 1), "");
}

/* A quotient by -1 is computed apart, since 1 took the divisor's place. */
static void negate_by_minus_one(LLVMBuilderRef b, LLVMValueRef inst, LLVMValueRef dividend,
                                LLVMValueRef divisor)
{
    LLVMTypeRef type = LLVMTypeOf(inst);
    LLVMPositionBuilderBefore(b, LLVMGetNextInstruction(inst));
    LLVMValueRef minus_one = LLVMBuildICmp(b, LLVMIntEQ, divisor, LLVMConstAllOnes(type), "");
    LLVMValueRef negative = LLVMBuildNeg(b, dividend, "");
    LLVMValueRef result = LLVMBuildSelect(b, minus_one, negative, inst, "");
    LLVMReplaceAllUsesWith(inst, result);
    LLVMSetOperand(result, 2, inst); /* its own use has been replaced too */
}

/* Divisors that are constant and neither 0 nor -1 need no guard. */
static bool is_safe(LLVMValueRef divisor, bool is_signed)
{
    if (!LLVMIsAConstantInt(divisor))
        return false;
    return !LLVMIsNull(divisor) && !(is_signed && LLVMConstIntGetSExtValue(divisor) == -1);
}

static void guard(struct vg_gen *gen, LLVMValueRef inst)
{
    LLVMBuilderRef b = gen->builder;
    LLVMOpcode opcode = LLVMGetInstructionOpcode(inst);
    LLVMValueRef dividend = LLVMGetOperand(inst, 0), divisor = LLVMGetOperand(inst, 1);
    if (is_safe(divisor, is_signed(opcode)))
        return;
    LLVMPositionBuilderBefore(b, inst);
    if (!LLVMIsAConstant(divisor))
        divisor = LLVMBuildFreeze(b, divisor, "");
    LLVMValueRef one = all_lanes(LLVMTypeOf(inst), 1);
    LLVMValueRef safe = LLVMBuildSelect(b, is_bad(b, divisor, is_signed(opcode)), one, divisor, "divisor");
    LLVMSetOperand(inst, 1, safe);
    if (opcode == LLVMSDiv)
        negate_by_minus_one(b, inst, dividend, divisor);
}

void vg_guard_divisions(struct vg_gen *gen)
{
    struct vg_values divisions = {0};
    VG_EACH_FUNCTION (function, gen->module)
        VG_EACH_BLOCK (block, function)
            VG_EACH_INST (inst, block)
                if (vg_is_division(LLVMGetInstructionOpcode(inst)))
                    vg_values_add(&divisions, inst);
    for (size_t i = 0; i < divisions.count; i++)
        guard(gen, divisions.list[i]);
    vg_values_finish(&divisions);
}
