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

static bool is_division(LLVMOpcode opcode)
{
    return is_signed(opcode) || opcode == LLVMUDiv || opcode == LLVMURem;
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

/* Constants other than 0 and -1 need no guard: LLVMBuildSelect folds their conditions away. */
static void guard(struct vg_gen *gen, LLVMValueRef inst)
{
    LLVMBuilderRef b = gen->builder;
    LLVMValueRef dividend = LLVMGetOperand(inst, 0), divisor = LLVMGetOperand(inst, 1);
    LLVMTypeRef type = LLVMTypeOf(inst), element = element_of(type);
    unsigned bits = LLVMGetIntTypeWidth(element);
    LLVMPositionBuilderBefore(b, inst);
    LLVMValueRef bad = LLVMBuildICmp(b, LLVMIntEQ, divisor, LLVMConstNull(type), "");
    if (is_signed(LLVMGetInstructionOpcode(inst))) {
        LLVMValueRef least = splat(type, LLVMConstInt(element, 1ull << (bits - 1), false));
        LLVMValueRef minus_one = splat(type, LLVMConstAllOnes(element));
        LLVMValueRef is_least = LLVMBuildICmp(b, LLVMIntEQ, dividend, least, "");
        LLVMValueRef is_minus_one = LLVMBuildICmp(b, LLVMIntEQ, divisor, minus_one, "");
        bad = LLVMBuildOr(b, bad, LLVMBuildAnd(b, is_least, is_minus_one, ""), "");
    }
    LLVMValueRef one = splat(type, LLVMConstInt(element, 1, false));
    LLVMSetOperand(inst, 1, LLVMBuildSelect(b, bad, one, divisor, "divisor"));
}

void vg_guard_divisions(struct vg_gen *gen)
{
    VG_EACH_FUNCTION (function, gen->module)
        VG_EACH_BLOCK (block, function)
            VG_EACH_INST (inst, block)
                if (is_division(LLVMGetInstructionOpcode(inst)))
                    guard(gen, inst);
}
