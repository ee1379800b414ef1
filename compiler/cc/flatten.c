/* SPDX-License-Identifier: MIT */
/* Componentwise functions on whole vectors. vg_scalarise_calls gave each vector function a body that calls
 * the scalar one for every component. Where the scalar one, once tidied, is straight code whose instructions
 * have vector forms, the body becomes that code on vectors: the vectoriser leaves such values as they lie in
 * memory, and there is a fraction of the code to compile. What the scalar one stores through a parameter (the
 * second result of fract) is stored as a vector. */
#include <string.h>

#include "compiler/cc/gen.h"
#include "compiler/cc/vector_calls.h"

struct flatten {
    LLVMBuilderRef builder;
    LLVMValueRef vector, scalar; /* functions */
    unsigned count;              /* of components */
    struct vg_values from, to; /* instructions and parameters of the scalar function, and what they became */
};

static const char by_argument[] = "llvm.is.fpclass."; /* its overloaded type is its argument's */

/* Intrinsics with one overloaded type, that of the result otherwise, and the operands that are flags. */
static const struct {
    const char *name;
    unsigned flags;
} intrinsics[] = {
    {"llvm.fabs.", 0},       {"llvm.copysign.", 0},   {"llvm.sqrt.", 0},     {"llvm.fma.", 0},
    {"llvm.fmuladd.", 0},    {"llvm.floor.", 0},      {"llvm.ceil.", 0},     {"llvm.trunc.", 0},
    {"llvm.rint.", 0},       {"llvm.minnum.", 0},     {"llvm.maxnum.", 0},   {"llvm.ctlz.", 2},
    {"llvm.cttz.", 2},       {"llvm.abs.", 2},        {"llvm.smax.", 0},     {"llvm.smin.", 0},
    {"llvm.umax.", 0},       {"llvm.umin.", 0},       {"llvm.fshl.", 0},     {"llvm.fshr.", 0},
    {"llvm.sadd.sat.", 0},   {"llvm.uadd.sat.", 0},   {"llvm.ssub.sat.", 0}, {"llvm.usub.sat.", 0},
    {"llvm.is.fpclass.", 2}, {"llvm.bitreverse.", 0}, {"llvm.bswap.", 0},    {"llvm.ctpop.", 0}};

static int find_intrinsic(LLVMValueRef inst)
{
    LLVMValueRef callee = vg_callee(inst);
    const char *name = callee ? vg_name(callee) : "";
    for (size_t i = 0; i < sizeof intrinsics / sizeof *intrinsics; i++)
        if (strncmp(name, intrinsics[i].name, strlen(intrinsics[i].name)) == 0)
            return (int)i;
    return -1;
}

static bool is_plain(LLVMTypeRef type)
{
    LLVMTypeKind kind = LLVMGetTypeKind(type);
    return kind == LLVMIntegerTypeKind || kind == LLVMFloatTypeKind || kind == LLVMDoubleTypeKind ||
           kind == LLVMHalfTypeKind;
}

static bool is_inner_call(LLVMValueRef inst)
{
    LLVMValueRef callee = vg_callee(inst);
    return callee && !LLVMIsDeclaration(callee);
}

static bool is_flat(LLVMValueRef scalar);

static bool is_flat_call(LLVMValueRef inst)
{
    LLVMValueRef callee = vg_callee(inst);
    return callee && (LLVMIsDeclaration(callee) ? find_intrinsic(inst) >= 0 : is_flat(callee));
}

/* The pointer of the vector function points to all components, so that its parameter serves as it is. */
static bool stores_to_parameter(LLVMValueRef inst)
{
    return LLVMGetInstructionOpcode(inst) == LLVMStore && LLVMIsAArgument(LLVMGetOperand(inst, 1)) &&
           !LLVMGetVolatile(inst) && LLVMGetOrdering(inst) == LLVMAtomicOrderingNotAtomic;
}

static bool has_vector_form(LLVMValueRef inst)
{
    LLVMOpcode opcode = LLVMGetInstructionOpcode(inst);
    if (stores_to_parameter(inst))
        return true;
    if (opcode == LLVMRet)
        return LLVMGetNumOperands(inst) == 1;
    if (!is_plain(LLVMTypeOf(inst)) || vg_is_division(opcode))
        return false;
    return LLVMIsABinaryOperator(inst) || LLVMIsACastInst(inst) || LLVMIsACmpInst(inst) ||
           opcode == LLVMFNeg || opcode == LLVMFreeze || opcode == LLVMSelect ||
           (opcode == LLVMCall && is_flat_call(inst));
}

/* There is no recursion: vg_inline_policy refuses it later, and depth bounds it until then. */
static bool is_flat(LLVMValueRef scalar)
{
    enum { DEPTH_MOST = 4 };
    static unsigned depth;
    bool flat = LLVMCountBasicBlocks(scalar) == 1 && depth < DEPTH_MOST;
    depth++;
    for (LLVMValueRef inst = flat ? LLVMGetFirstInstruction(LLVMGetFirstBasicBlock(scalar)) : NULL;
         inst && flat; inst = LLVMGetNextInstruction(inst)) {
        flat = has_vector_form(inst);
        for (unsigned i = 0; flat && i < (unsigned)LLVMGetNumOperands(inst); i++) {
            LLVMValueRef operand = LLVMGetOperand(inst, i);
            bool place = i == 1 && stores_to_parameter(inst);
            flat = place || LLVMIsAFunction(operand) || is_plain(LLVMTypeOf(operand));
        }
    }
    depth--;
    return flat;
}

static LLVMValueRef splat_constant(struct flatten *f, LLVMValueRef value)
{
    enum { COMPONENTS_MOST = 16 };
    LLVMValueRef all[COMPONENTS_MOST];
    if (LLVMIsUndef(value) || LLVMIsPoison(value))
        return LLVMGetUndef(LLVMVectorType(LLVMTypeOf(value), f->count));
    for (unsigned i = 0; i < f->count; i++)
        all[i] = value;
    return LLVMConstVector(all, f->count);
}

static LLVMValueRef vector_of(struct flatten *f, LLVMValueRef value)
{
    for (size_t i = f->from.count; i-- > 0;)
        if (f->from.list[i] == value)
            return f->to.list[i];
    return splat_constant(f, value);
}

static LLVMValueRef splat(struct flatten *f, LLVMValueRef value)
{
    LLVMContextRef context = LLVMGetTypeContext(LLVMTypeOf(value));
    LLVMTypeRef type = LLVMVectorType(LLVMTypeOf(value), f->count);
    LLVMTypeRef mask = LLVMVectorType(vg_int_type(context, 32), f->count);
    LLVMValueRef one =
        LLVMBuildInsertElement(f->builder, LLVMGetPoison(type), value, vg_int(context, 32, 0), "");
    return LLVMBuildShuffleVector(f->builder, one, LLVMGetPoison(type), LLVMConstNull(mask), "");
}

static void note(struct flatten *f, LLVMValueRef from, LLVMValueRef to)
{
    vg_values_add(&f->from, from);
    vg_values_add(&f->to, to);
}

static LLVMValueRef clone_body(struct flatten *f, LLVMValueRef scalar);

/* The body of a function that the scalar one calls. Each use of it has mappings of its own, found first. */
static LLVMValueRef clone_inner(struct flatten *f, LLVMValueRef inst)
{
    enum { PARAMS_MOST = 8 };
    LLVMValueRef callee = vg_callee(inst), args[PARAMS_MOST];
    unsigned count = LLVMCountParams(callee);
    for (unsigned i = 0; i < count && i < PARAMS_MOST; i++)
        args[i] = vector_of(f, LLVMGetOperand(inst, i));
    for (unsigned i = 0; i < count && i < PARAMS_MOST; i++)
        note(f, LLVMGetParam(callee, i), args[i]);
    return clone_body(f, callee);
}

static LLVMValueRef clone_call(struct flatten *f, LLVMValueRef inst, LLVMTypeRef type)
{
    enum { ARGS_MOST = 4 };
    LLVMValueRef args[ARGS_MOST], callee = vg_callee(inst);
    if (!LLVMIsDeclaration(callee))
        return clone_inner(f, inst);
    if (strncmp(vg_name(callee), by_argument, sizeof by_argument - 1) == 0)
        type = LLVMVectorType(LLVMTypeOf(LLVMGetOperand(inst, 0)), f->count);
    unsigned count = LLVMGetNumArgOperands(inst), flags = intrinsics[find_intrinsic(inst)].flags;
    for (unsigned i = 0; i < count; i++)
        args[i] = flags >> i & 1 ? LLVMGetOperand(inst, i) : vector_of(f, LLVMGetOperand(inst, i));
    unsigned id = LLVMGetIntrinsicID(callee);
    LLVMModuleRef module = LLVMGetGlobalParent(f->vector);
    LLVMValueRef function = LLVMGetIntrinsicDeclaration(module, id, &type, 1);
    LLVMTypeRef function_type = LLVMIntrinsicGetType(LLVMGetModuleContext(module), id, &type, 1);
    return LLVMBuildCall2(f->builder, function_type, function, args, count, "");
}

/* A vector is aligned better than its components, but need not be told so. */
static LLVMValueRef clone_store(struct flatten *f, LLVMValueRef inst)
{
    LLVMValueRef value = vector_of(f, LLVMGetOperand(inst, 0)), place = vector_of(f, LLVMGetOperand(inst, 1));
    LLVMValueRef store = LLVMBuildStore(f->builder, value, place);
    LLVMSetAlignment(store, LLVMGetAlignment(inst));
    return store;
}

static LLVMValueRef clone(struct flatten *f, LLVMValueRef inst)
{
    LLVMOpcode opcode = LLVMGetInstructionOpcode(inst);
    if (opcode == LLVMStore)
        return clone_store(f, inst);
    LLVMTypeRef type = LLVMVectorType(LLVMTypeOf(inst), f->count);
    LLVMValueRef a = opcode == LLVMCall ? NULL : vector_of(f, LLVMGetOperand(inst, 0));
    switch (opcode) {
    case LLVMCall:
        return clone_call(f, inst, type);
    case LLVMICmp:
        return LLVMBuildICmp(f->builder, LLVMGetICmpPredicate(inst), a, vector_of(f, LLVMGetOperand(inst, 1)),
                             "");
    case LLVMFCmp:
        return LLVMBuildFCmp(f->builder, LLVMGetFCmpPredicate(inst), a, vector_of(f, LLVMGetOperand(inst, 1)),
                             "");
    case LLVMSelect:
        return LLVMBuildSelect(f->builder, a, vector_of(f, LLVMGetOperand(inst, 1)),
                               vector_of(f, LLVMGetOperand(inst, 2)), "");
    case LLVMFNeg:
        return LLVMBuildFNeg(f->builder, a, "");
    case LLVMFreeze:
        return LLVMBuildFreeze(f->builder, a, "");
    default:
        return LLVMIsACastInst(inst)
                   ? LLVMBuildCast(f->builder, opcode, a, type, "")
                   : LLVMBuildBinOp(f->builder, opcode, a, vector_of(f, LLVMGetOperand(inst, 1)), "");
    }
}

/* Returns what the function returns. */
static LLVMValueRef clone_body(struct flatten *f, LLVMValueRef scalar)
{
    VG_EACH_INST (inst, LLVMGetFirstBasicBlock(scalar)) {
        if (LLVMGetInstructionOpcode(inst) == LLVMRet)
            return vector_of(f, LLVMGetOperand(inst, 0));
        LLVMValueRef copy = clone(f, inst);
        if (LLVMIsAInstruction(copy) && LLVMCanValueUseFastMathFlags(inst) &&
            LLVMCanValueUseFastMathFlags(copy) && !is_inner_call(inst))
            LLVMSetFastMathFlags(copy, LLVMGetFastMathFlags(inst));
        note(f, inst, copy);
    }
    return NULL;
}

static void flatten(struct vg_gen *gen, LLVMValueRef vector, LLVMValueRef scalar)
{
    struct flatten f = {.builder = gen->builder, .vector = vector, .scalar = scalar};
    f.count = LLVMGetVectorSize(LLVMGetReturnType(LLVMGlobalGetValueType(vector)));
    LLVMBasicBlockRef old = LLVMGetFirstBasicBlock(vector);
    LLVMBasicBlockRef block = LLVMInsertBasicBlockInContext(gen->context, old, "");
    LLVMPositionBuilderAtEnd(gen->builder, block);
    LLVMSetCurrentDebugLocation2(gen->builder, NULL);
    for (unsigned i = 0; i < LLVMCountParams(scalar); i++) {
        LLVMValueRef param = LLVMGetParam(vector, i);
        note(&f, LLVMGetParam(scalar, i), is_plain(LLVMTypeOf(param)) ? splat(&f, param) : param);
    }
    LLVMBuildRet(gen->builder, clone_body(&f, scalar));
    LLVMDeleteBasicBlock(old);
    vg_values_finish(&f.from);
    vg_values_finish(&f.to);
}

void vg_flatten_vector_functions(struct vg_gen *gen)
{
    VG_EACH_FUNCTION (function, gen->module) {
        LLVMValueRef scalar = vg_scalar_of(function);
        bool vector =
            LLVMGetTypeKind(LLVMGetReturnType(LLVMGlobalGetValueType(function))) == LLVMVectorTypeKind;
        if (scalar && vector && is_flat(scalar))
            flatten(gen, function, scalar);
    }
}
