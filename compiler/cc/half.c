/* SPDX-License-Identifier: MIT */
/* Arithmetic on half, which the machine does not have: operands become floats and the result is rounded to
 * half. That is what IEEE 754 asks for, since float has more than twice the bits of half. Only conversions
 * between float and half are left then, which are instructions of their own from AVX2 on (F16C); before, they
 * are made of integer arithmetic.
 *
 * LLVM would do most of this as well, but a component at a time, through functions of a run-time library, or
 * with two roundings where doubles become halves. It comes after all optimisation, which would take it back.
 */
#include <string.h>

#include "compiler/cc/gen.h"

struct lowering {
    struct vg_gen *gen;
    LLVMBuilderRef b;
    LLVMTypeRef half, single, wide; /* element types: half, float, double */
    bool has_f16c;
};

static LLVMTypeRef element_of(LLVMTypeRef type)
{
    return LLVMGetTypeKind(type) == LLVMVectorTypeKind ? LLVMGetElementType(type) : type;
}

static bool is_half(LLVMValueRef value)
{
    return LLVMGetTypeKind(element_of(LLVMTypeOf(value))) == LLVMHalfTypeKind;
}

static bool is_double(LLVMValueRef value)
{
    return LLVMGetTypeKind(element_of(LLVMTypeOf(value))) == LLVMDoubleTypeKind;
}

/* The type of as many elements of another kind. */
static LLVMTypeRef like(LLVMValueRef value, LLVMTypeRef element)
{
    LLVMTypeRef type = LLVMTypeOf(value);
    bool vector = LLVMGetTypeKind(type) == LLVMVectorTypeKind;
    return vector ? LLVMVectorType(element, LLVMGetVectorSize(type)) : element;
}

static LLVMTypeRef words_like(struct lowering *l, LLVMValueRef value, unsigned bits)
{
    return like(value, vg_int_type(l->gen->context, bits));
}

/* A constant in every element of a type. */
static LLVMValueRef all(LLVMTypeRef type, LLVMValueRef scalar)
{
    enum { LANES_MOST = 512 };
    LLVMValueRef lanes[LANES_MOST];
    if (LLVMGetTypeKind(type) != LLVMVectorTypeKind)
        return scalar;
    unsigned count = LLVMGetVectorSize(type);
    for (unsigned i = 0; i < count && i < LANES_MOST; i++)
        lanes[i] = scalar;
    return LLVMConstVector(lanes, count);
}

static LLVMValueRef integer(LLVMTypeRef type, uint64_t value)
{
    return all(type, LLVMConstInt(element_of(type), value, false));
}

static LLVMValueRef number(LLVMTypeRef type, double value)
{
    return all(type, LLVMConstReal(element_of(type), value));
}

static LLVMValueRef bits_of(struct lowering *l, LLVMValueRef value, unsigned bits)
{
    return LLVMBuildBitCast(l->b, value, words_like(l, value, bits), "");
}

/* ---- float and half ---- */

/* The fraction is moved to its place in a float; a product with a power of two then corrects the exponent,
 * for subnormals too. Infinity and NaN come out of it above 2^16 and get the exponent that is all ones. */
static LLVMValueRef expand(struct lowering *l, LLVMValueRef value)
{
    LLVMBuilderRef b = l->b;
    LLVMTypeRef type = words_like(l, value, 32), floats = like(value, l->single);
    LLVMValueRef word = LLVMBuildZExt(b, bits_of(l, value, 16), type, "");
    LLVMValueRef magnitude = LLVMBuildAnd(b, word, integer(type, 0x7fff), "");
    LLVMValueRef fraction =
        LLVMBuildBitCast(b, LLVMBuildShl(b, magnitude, integer(type, 13), ""), floats, "");
    LLVMValueRef scaled = LLVMBuildFMul(b, fraction, number(floats, 0x1p112), "");
    LLVMValueRef special = LLVMBuildFCmp(b, LLVMRealOGE, scaled, number(floats, 0x1p16), "");
    LLVMValueRef ones = LLVMBuildSelect(b, special, integer(type, 0x7f800000), integer(type, 0), "");
    LLVMValueRef sign = LLVMBuildShl(b, LLVMBuildXor(b, word, magnitude, ""), integer(type, 16), "");
    LLVMValueRef bits =
        LLVMBuildOr(b, LLVMBuildBitCast(b, scaled, type, ""), LLVMBuildOr(b, ones, sign, ""), "");
    return LLVMBuildBitCast(b, bits, floats, "");
}

/* To the nearest. A normal result is rounded by what is added below its last bit; for subnormals the sum with
 * 1/2, whose last bit is that of theirs, does it. The carry may run into the exponent, as it should. */
static LLVMValueRef contract(struct lowering *l, LLVMValueRef value)
{
    LLVMBuilderRef b = l->b;
    LLVMTypeRef type = words_like(l, value, 32), floats = LLVMTypeOf(value);
    LLVMValueRef bits = bits_of(l, value, 32), m = LLVMBuildAnd(b, bits, integer(type, 0x7fffffff), "");
    LLVMValueRef sign = LLVMBuildLShr(b, LLVMBuildXor(b, bits, m, ""), integer(type, 16), "");
    LLVMValueRef last = LLVMBuildAnd(b, LLVMBuildLShr(b, m, integer(type, 13), ""), integer(type, 1), "");
    LLVMValueRef rebias = LLVMBuildAdd(b, m, integer(type, 0xc8000fff), "");
    LLVMValueRef normal = LLVMBuildLShr(b, LLVMBuildAdd(b, rebias, last, ""), integer(type, 13), "");
    LLVMValueRef sum = LLVMBuildFAdd(b, LLVMBuildBitCast(b, m, floats, ""), number(floats, 0.5), "");
    LLVMValueRef tiny = LLVMBuildSub(b, bits_of(l, sum, 32), integer(type, 0x3f000000), "");
    LLVMValueRef payload =
        LLVMBuildAnd(b, LLVMBuildLShr(b, m, integer(type, 13), ""), integer(type, 0x3ff), "");
    LLVMValueRef nan = LLVMBuildOr(b, payload, integer(type, 0x7e00), "");
    LLVMValueRef is_nan = LLVMBuildICmp(b, LLVMIntSGT, m, integer(type, 0x7f800000), "");
    LLVMValueRef large = LLVMBuildSelect(b, is_nan, nan, integer(type, 0x7c00), "");
    LLVMValueRef is_tiny = LLVMBuildICmp(b, LLVMIntSLT, m, integer(type, 0x38800000), "");
    LLVMValueRef is_large = LLVMBuildICmp(b, LLVMIntSGE, m, integer(type, 0x47800000), "");
    LLVMValueRef small = LLVMBuildSelect(b, is_tiny, tiny, normal, "");
    LLVMValueRef result = LLVMBuildOr(b, LLVMBuildSelect(b, is_large, large, small, ""), sign, "");
    LLVMValueRef narrow = LLVMBuildTrunc(b, result, words_like(l, value, 16), "");
    return LLVMBuildBitCast(b, narrow, like(value, l->half), "");
}

static LLVMValueRef to_float(struct lowering *l, LLVMValueRef value)
{
    if (l->has_f16c || LLVMIsConstant(value))
        return LLVMBuildFPExt(l->b, value, like(value, l->single), "");
    return expand(l, value);
}

/* Of a double, the bits that a half cannot see become a single one first, so that nothing rounds twice. */
static LLVMValueRef to_half(struct lowering *l, LLVMValueRef value)
{
    LLVMBuilderRef b = l->b;
    if (is_double(value)) {
        LLVMTypeRef type = words_like(l, value, 64);
        LLVMValueRef bits = bits_of(l, value, 64), low = LLVMBuildAnd(b, bits, integer(type, 0xffffffff), "");
        LLVMValueRef any = LLVMBuildICmp(b, LLVMIntNE, low, integer(type, 0), "");
        LLVMValueRef sticky = LLVMBuildShl(b, LLVMBuildZExt(b, any, type, ""), integer(type, 32), "");
        LLVMValueRef kept = LLVMBuildOr(b, LLVMBuildXor(b, bits, low, ""), sticky, "");
        LLVMValueRef odd = LLVMBuildBitCast(b, kept, LLVMTypeOf(value), "");
        value = LLVMBuildFPTrunc(b, odd, like(value, l->single), "");
    }
    if (l->has_f16c || LLVMIsConstant(value))
        return LLVMBuildFPTrunc(b, value, like(value, l->half), "");
    return contract(l, value);
}

/* ---- Instructions ---- */

static void keep_flags(LLVMValueRef from, LLVMValueRef to)
{
    if (LLVMCanValueUseFastMathFlags(from) && LLVMIsAInstruction(to) && LLVMCanValueUseFastMathFlags(to))
        LLVMSetFastMathFlags(to, LLVMGetFastMathFlags(from));
}

static LLVMValueRef lower_arithmetic(struct lowering *l, LLVMValueRef inst)
{
    LLVMValueRef x = to_float(l, LLVMGetOperand(inst, 0)), y = to_float(l, LLVMGetOperand(inst, 1));
    LLVMValueRef result = LLVMBuildBinOp(l->b, LLVMGetInstructionOpcode(inst), x, y, "");
    keep_flags(inst, result);
    return to_half(l, result);
}

/* Signs are bits. Vectors take them by pairs, because LLVM would see through logic on halves and take
 * components apart; it does not look into other widths. */
static LLVMValueRef lower_sign(struct lowering *l, LLVMValueRef value, LLVMOpcode opcode, uint32_t mask)
{
    LLVMTypeRef type = LLVMTypeOf(value), words = vg_int_type(l->gen->context, 16);
    bool vector = LLVMGetTypeKind(type) == LLVMVectorTypeKind;
    if (vector && LLVMGetVectorSize(type) % 2) {
        LLVMValueRef result = value;
        for (unsigned lane = 0; lane < LLVMGetVectorSize(type); lane++) {
            LLVMValueRef place = vg_int(l->gen->context, 32, lane);
            LLVMValueRef one = LLVMBuildExtractElement(l->b, value, place, "");
            result = LLVMBuildInsertElement(l->b, result, lower_sign(l, one, opcode, mask), place, "");
        }
        return result;
    }
    if (vector)
        words = LLVMVectorType(vg_int_type(l->gen->context, 32), LLVMGetVectorSize(type) / 2);
    LLVMValueRef bits = LLVMBuildBitCast(l->b, value, words, "");
    LLVMValueRef changed =
        LLVMBuildBinOp(l->b, opcode, bits, integer(words, vector ? mask << 16 | mask : mask), "");
    return LLVMBuildBitCast(l->b, changed, type, "");
}

static LLVMValueRef lower_compare(struct lowering *l, LLVMValueRef inst)
{
    LLVMValueRef x = LLVMGetOperand(inst, 0), y = LLVMGetOperand(inst, 1);
    if (!is_half(x))
        return NULL;
    return LLVMBuildFCmp(l->b, LLVMGetFCmpPredicate(inst), to_float(l, x), to_float(l, y), "");
}

/* LLVM would choose between floats. */
static LLVMValueRef lower_select(struct lowering *l, LLVMValueRef inst)
{
    if (!is_half(inst))
        return NULL;
    LLVMValueRef yes = bits_of(l, LLVMGetOperand(inst, 1), 16), no = bits_of(l, LLVMGetOperand(inst, 2), 16);
    LLVMValueRef bits = LLVMBuildSelect(l->b, LLVMGetOperand(inst, 0), yes, no, "");
    return LLVMBuildBitCast(l->b, bits, LLVMTypeOf(inst), "");
}

/* Integers that float does not hold exactly are beyond the range of half. */
static LLVMValueRef lower_cast(struct lowering *l, LLVMValueRef inst)
{
    LLVMOpcode opcode = LLVMGetInstructionOpcode(inst);
    LLVMValueRef x = LLVMGetOperand(inst, 0);
    if (opcode == LLVMFPTrunc)
        return is_half(inst) && (is_double(x) || !l->has_f16c) ? to_half(l, x) : NULL;
    if (is_half(inst))
        return to_half(l, LLVMBuildCast(l->b, opcode, x, like(x, l->single), ""));
    if (!is_half(x) || (opcode == LLVMFPExt && l->has_f16c && !is_double(inst)))
        return NULL;
    LLVMValueRef value = to_float(l, x);
    bool done = opcode == LLVMFPExt && !is_double(inst);
    return done ? value : LLVMBuildCast(l->b, opcode, value, LLVMTypeOf(inst), "");
}

/* Of the functions that take numbers of one type and give one of the same. */
static LLVMValueRef call_in_float(struct lowering *l, LLVMValueRef call)
{
    enum { ARGS_MOST = 3 };
    LLVMValueRef args[ARGS_MOST];
    unsigned count = LLVMGetNumArgOperands(call), id = LLVMGetIntrinsicID(vg_callee(call));
    for (unsigned i = 0; i < count && i < ARGS_MOST; i++)
        args[i] = to_float(l, LLVMGetOperand(call, i));
    LLVMTypeRef type = like(call, l->single);
    LLVMValueRef function = LLVMGetIntrinsicDeclaration(l->gen->module, id, &type, 1);
    LLVMTypeRef signature = LLVMIntrinsicGetType(l->gen->context, id, &type, 1);
    LLVMValueRef result = LLVMBuildCall2(l->b, signature, function, args, count, "");
    keep_flags(call, result);
    return to_half(l, result);
}

static LLVMValueRef in_double(struct lowering *l, LLVMValueRef value)
{
    return LLVMBuildFPExt(l->b, to_float(l, value), like(value, l->wide), "");
}

/* Rounds once: the product is exact in double, and what the sum may lose there is too small to change how it
 * rounds. */
static LLVMValueRef lower_fma(struct lowering *l, LLVMValueRef call)
{
    LLVMValueRef x = in_double(l, LLVMGetOperand(call, 0)), y = in_double(l, LLVMGetOperand(call, 1));
    LLVMValueRef product = LLVMBuildFMul(l->b, x, y, "");
    return to_half(l, LLVMBuildFAdd(l->b, product, in_double(l, LLVMGetOperand(call, 2)), ""));
}

/* Where the program leaves it open whether the product is rounded, it is. */
static LLVMValueRef lower_fmuladd(struct lowering *l, LLVMValueRef call)
{
    LLVMValueRef x = to_float(l, LLVMGetOperand(call, 0)), y = to_float(l, LLVMGetOperand(call, 1));
    LLVMValueRef product = to_float(l, to_half(l, LLVMBuildFMul(l->b, x, y, "")));
    return to_half(l, LLVMBuildFAdd(l->b, product, to_float(l, LLVMGetOperand(call, 2)), ""));
}

static LLVMValueRef lower_call(struct lowering *l, LLVMValueRef call)
{
    static const char *const plain[] = {"sqrt",      "floor",   "ceil",         "trunc",     "rint",
                                        "nearbyint", "round",   "minimum",      "roundeven", "copysign",
                                        "minnum",    "maximum", "canonicalize", "maxnum"};
    static const char prefix[] = "llvm.";
    LLVMValueRef callee = vg_callee(call);
    if (!callee || !is_half(call) || strncmp(vg_name(callee), prefix, sizeof prefix - 1) != 0)
        return NULL;
    const char *name = vg_name(callee) + sizeof prefix - 1;
    size_t length = strcspn(name, ".");
    if (strncmp(name, "fma", length) == 0)
        return lower_fma(l, call);
    if (strncmp(name, "fmuladd", length) == 0)
        return lower_fmuladd(l, call);
    if (strncmp(name, "fabs", length) == 0)
        return lower_sign(l, LLVMGetOperand(call, 0), LLVMAnd, 0x7fff);
    for (size_t i = 0; i < sizeof plain / sizeof *plain; i++)
        if (strlen(plain[i]) == length && strncmp(name, plain[i], length) == 0)
            return call_in_float(l, call);
    return NULL;
}

/* What takes the instruction's place; NULL when it may stay. */
static LLVMValueRef lower(struct lowering *l, LLVMValueRef inst)
{
    switch (LLVMGetInstructionOpcode(inst)) {
    case LLVMFAdd:
    case LLVMFSub:
    case LLVMFMul:
    case LLVMFDiv:
    case LLVMFRem:
        return is_half(inst) ? lower_arithmetic(l, inst) : NULL;
    case LLVMFNeg:
        return is_half(inst) ? lower_sign(l, LLVMGetOperand(inst, 0), LLVMXor, 0x8000) : NULL;
    case LLVMFCmp:
        return lower_compare(l, inst);
    case LLVMFPExt:
    case LLVMFPTrunc:
    case LLVMSIToFP:
    case LLVMUIToFP:
    case LLVMFPToSI:
    case LLVMFPToUI:
        return lower_cast(l, inst);
    case LLVMSelect:
        return lower_select(l, inst);
    case LLVMCall:
        return lower_call(l, inst);
    default:
        return NULL;
    }
}

static bool concerns_half(LLVMValueRef inst)
{
    if (is_half(inst))
        return true;
    return LLVMGetNumOperands(inst) > 0 && is_half(LLVMGetOperand(inst, 0));
}

void vg_lower_half(struct vg_gen *gen)
{
    struct lowering l = {.gen = gen,
                         .b = gen->builder,
                         .half = LLVMHalfTypeInContext(gen->context),
                         .single = LLVMFloatTypeInContext(gen->context),
                         .wide = LLVMDoubleTypeInContext(gen->context),
                         .has_f16c = gen->target.isa >= VG_ISA_AVX2};
    struct vg_values insts = {0};
    VG_EACH_FUNCTION (function, gen->module)
        VG_EACH_BLOCK (block, function)
            VG_EACH_INST (inst, block)
                if (concerns_half(inst))
                    vg_values_add(&insts, inst);
    for (size_t i = 0; i < insts.count; i++) {
        LLVMPositionBuilderBefore(gen->builder, insts.list[i]);
        LLVMValueRef value = lower(&l, insts.list[i]);
        if (value)
            vg_replace(insts.list[i], value);
    }
    vg_values_finish(&insts);
}
