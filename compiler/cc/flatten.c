/* SPDX-License-Identifier: MIT */
/* Componentwise functions on whole vectors. vg_scalarise_calls gave each vector function a body that calls
 * the scalar one for every component. Where the scalar one, once tidied, is straight code whose instructions
 * have vector forms, the body becomes that code on vectors: the vectoriser leaves such values as they lie in
 * memory, and there is a fraction of the code to compile. What the scalar one stores through a parameter (the
 * second result of fract) is stored as a vector. Pairs of doubles from tables of constants are read by a
 * function of their places (lookup.c).
 *
 * Two kinds of branches are served. One around a few instructions becomes a choice. One that goes elsewhere,
 * to come back or not, is for rare arguments: the code without it is run in any case, and if any component of
 * any lane would have branched, the calls for every component are made too, and their results taken. */
#include <stdio.h>
#include <string.h>

#include "compiler/cc/late.h"
#include "compiler/cc/special.h"
#include "compiler/cc/vector_calls.h"

struct flatten {
    struct vg_gen *gen;
    LLVMBuilderRef builder;
    LLVMValueRef vector, scalar; /* functions */
    unsigned count;              /* of components */
    struct vg_values from, to; /* instructions and parameters of the scalar function, and what they became */
    struct vg_values stores;   /* of the scalar function */
    LLVMValueRef rare; /* components that would have branched elsewhere; NULL: there is no such branch */
};

/* The way on from a block. */
struct turn {
    LLVMBasicBlockRef to;    /* NULL: the block returns, or branches as no flat code does */
    LLVMBasicBlockRef aside; /* the other side of a branch that becomes a choice */
    LLVMValueRef condition;  /* of that, or of the rare branch */
    bool negated;            /* false leads there */
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

/* ---- Tables ---- */

static bool is_pair(LLVMTypeRef type)
{
    return LLVMGetTypeKind(type) == LLVMVectorTypeKind && LLVMGetVectorSize(type) == 2 &&
           LLVMGetTypeKind(LLVMGetElementType(type)) == LLVMDoubleTypeKind;
}

/* The address of a pair of doubles in a table of constants. */
static bool is_place(LLVMValueRef inst)
{
    if (!LLVMIsAGetElementPtrInst(inst) || LLVMGetNumOperands(inst) != 2)
        return false;
    LLVMValueRef table = LLVMGetOperand(inst, 0);
    return LLVMIsAGlobalVariable(table) && LLVMIsGlobalConstant(table) &&
           is_pair(LLVMGetGEPSourceElementType(inst)) &&
           LLVMTypeOf(LLVMGetOperand(inst, 1)) == vg_int_type(LLVMGetTypeContext(LLVMTypeOf(inst)), 64);
}

static bool is_pair_load(LLVMValueRef inst)
{
    enum { PAIR_BYTES = 16 };
    return LLVMIsALoadInst(inst) && is_pair(LLVMTypeOf(inst)) && is_place(LLVMGetOperand(inst, 0)) &&
           LLVMGetAlignment(inst) >= PAIR_BYTES && !LLVMGetVolatile(inst) &&
           LLVMGetOrdering(inst) == LLVMAtomicOrderingNotAtomic;
}

/* One number of a pair. */
static bool is_table_value(LLVMValueRef inst)
{
    return LLVMIsAExtractElementInst(inst) && is_pair_load(LLVMGetOperand(inst, 0)) &&
           LLVMIsAConstantInt(LLVMGetOperand(inst, 1));
}

static bool are_users(LLVMValueRef value, bool (*are)(LLVMValueRef user))
{
    for (LLVMUseRef use = LLVMGetFirstUse(value); use; use = LLVMGetNextUse(use))
        if (!are(LLVMGetUser(use)))
            return false;
    return true;
}

/* Parts of reading a table, which become a function of the places when its values are taken. */
static bool reads_table(LLVMValueRef inst)
{
    return is_place(inst) ? are_users(inst, is_pair_load)
                          : is_pair_load(inst) && are_users(inst, is_table_value);
}

/* Straight code, where tables may be read as long as all components come there that the scalar function
 * brings there: until a rare branch, after which certain becomes false. */
static bool is_flat(LLVMValueRef scalar, bool *certain);

static bool is_flat_call(LLVMValueRef inst, bool *certain)
{
    LLVMValueRef callee = vg_callee(inst);
    if (callee && LLVMIsDeclaration(callee))
        return find_intrinsic(inst) >= 0 || vg_is_late(vg_special_call(inst));
    return callee && is_flat(callee, certain);
}

/* The pointer of the vector function points to all components, so that its parameter serves as it is. */
static bool stores_to_parameter(LLVMValueRef inst)
{
    return LLVMGetInstructionOpcode(inst) == LLVMStore && LLVMIsAArgument(LLVMGetOperand(inst, 1)) &&
           !LLVMGetVolatile(inst) && LLVMGetOrdering(inst) == LLVMAtomicOrderingNotAtomic;
}

static bool has_vector_form(LLVMValueRef inst, bool *certain)
{
    LLVMOpcode opcode = LLVMGetInstructionOpcode(inst);
    if (stores_to_parameter(inst))
        return true;
    if (opcode == LLVMRet)
        return LLVMGetNumOperands(inst) == 1;
    if (opcode == LLVMBr)
        return true;
    if (reads_table(inst))
        return *certain;
    if (!is_plain(LLVMTypeOf(inst)) || vg_is_division(opcode))
        return false;
    return LLVMIsABinaryOperator(inst) || LLVMIsACastInst(inst) || LLVMIsACmpInst(inst) ||
           opcode == LLVMFNeg || opcode == LLVMFreeze || opcode == LLVMSelect || opcode == LLVMPHI ||
           is_table_value(inst) || (opcode == LLVMCall && is_flat_call(inst, certain));
}

static bool has_plain_operands(LLVMValueRef inst)
{
    for (unsigned i = 0; i < (unsigned)LLVMGetNumOperands(inst); i++) {
        LLVMValueRef operand = LLVMGetOperand(inst, i);
        bool place = i == 1 && stores_to_parameter(inst);
        if (!place && !LLVMIsAFunction(operand) && !LLVMIsABasicBlock(operand) &&
            !is_plain(LLVMTypeOf(operand)))
            return false;
    }
    return true;
}

static bool is_flat_block(LLVMBasicBlockRef block, bool *certain)
{
    VG_EACH_INST (inst, block)
        if (!has_vector_form(inst, certain) ||
            !(has_plain_operands(inst) || reads_table(inst) || is_table_value(inst)))
            return false;
    return true;
}

static unsigned count_edges_to(LLVMBasicBlockRef block)
{
    unsigned count = 0;
    for (LLVMUseRef use = LLVMGetFirstUse(LLVMBasicBlockAsValue(block)); use; use = LLVMGetNextUse(use))
        count++;
    return count;
}

/* A block so small that it may as well be run, and goes nowhere else. */
static bool is_choice(LLVMBasicBlockRef block, LLVMBasicBlockRef to)
{
    enum { INSTRUCTIONS_MOST = 12 };
    unsigned count = 0;
    LLVMValueRef last = LLVMGetBasicBlockTerminator(block);
    if (count_edges_to(block) != 1 || LLVMGetNumSuccessors(last) != 1 || LLVMGetSuccessor(last, 0) != to)
        return false;
    VG_EACH_INST (inst, block)
        if (++count > INSTRUCTIONS_MOST || LLVMIsAStoreInst(inst) || LLVMIsAPHINode(inst))
            return false;
    bool certain = false;
    return is_flat_block(block, &certain);
}

/* The successor that is said to be likely, 2 without such a word. */
static unsigned likely_successor(LLVMValueRef branch)
{
    enum { OPERANDS_MOST = 4 };
    LLVMValueRef operands[OPERANDS_MOST], weights = LLVMGetMetadata(branch, LLVMGetMDKindID("prof", 4));
    unsigned count = weights ? (unsigned)LLVMGetMDNodeNumOperands(weights) : 0;
    if (count < 3 || count > OPERANDS_MOST)
        return 2;
    LLVMGetMDNodeOperands(weights, operands);
    LLVMValueRef first = operands[count - 2], second = operands[count - 1];
    if (!LLVMIsAConstantInt(first) || !LLVMIsAConstantInt(second))
        return 2;
    return LLVMConstIntGetZExtValue(first) >= LLVMConstIntGetZExtValue(second) ? 0 : 1;
}

static struct turn turn_of(LLVMBasicBlockRef block)
{
    LLVMValueRef last = LLVMGetBasicBlockTerminator(block);
    if (LLVMGetInstructionOpcode(last) != LLVMBr || LLVMGetNumSuccessors(last) != 2)
        return (struct turn){0};
    LLVMBasicBlockRef ways[] = {LLVMGetSuccessor(last, 0), LLVMGetSuccessor(last, 1)};
    unsigned likely = likely_successor(last), to = likely;
    if (likely == 2) {
        to = is_choice(ways[1], ways[0]) ? 0 : 1;
        if (!is_choice(ways[1 - to], ways[to]))
            return (struct turn){0};
    }
    return (struct turn){.to = ways[to],
                         .aside = likely == 2 ? ways[1 - to] : NULL,
                         .condition = LLVMGetCondition(last),
                         .negated = to == 0};
}

/* There is no recursion: vg_inline_policy refuses it later, and depth bounds it until then. */
static bool is_flat(LLVMValueRef scalar, bool *certain)
{
    enum { DEPTH_MOST = 4, BLOCKS_MOST = 8 };
    static unsigned depth;
    bool flat = depth < DEPTH_MOST;
    depth++;
    LLVMBasicBlockRef block = LLVMGetEntryBasicBlock(scalar);
    for (unsigned count = 0; block && flat; count++) {
        struct turn turn = turn_of(block);
        bool returns = LLVMIsAReturnInst(LLVMGetBasicBlockTerminator(block));
        flat = is_flat_block(block, certain) && (turn.to || returns) && count < BLOCKS_MOST;
        *certain &= !turn.to || turn.aside;
        block = turn.to;
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

/* The form of a function of late.h. */
static LLVMValueRef clone_late(struct flatten *f, LLVMValueRef inst)
{
    enum { ARGS_MOST = 4 };
    LLVMValueRef args[ARGS_MOST], callee = vg_callee(inst);
    unsigned count = LLVMGetNumArgOperands(inst);
    for (unsigned i = 0; i < count; i++)
        args[i] = vector_of(f, LLVMGetOperand(inst, i));
    LLVMValueRef function =
        vg_late_declare(f->gen, vg_name(callee), LLVMGlobalGetValueType(callee), f->count);
    return LLVMBuildCall2(f->builder, LLVMGlobalGetValueType(function), function, args, count, "");
}

static LLVMValueRef clone_table_value(struct flatten *f, LLVMValueRef inst)
{
    LLVMValueRef place = LLVMGetOperand(LLVMGetOperand(inst, 0), 0), table = LLVMGetOperand(place, 0);
    bool second = LLVMConstIntGetZExtValue(LLVMGetOperand(inst, 1)) != 0;
    LLVMTypeRef params[] = {LLVMTypeOf(table), LLVMTypeOf(LLVMGetOperand(place, 1))};
    LLVMTypeRef type = LLVMFunctionType(LLVMTypeOf(inst), params, 2, false);
    LLVMValueRef args[] = {table, vector_of(f, LLVMGetOperand(place, 1))};
    LLVMValueRef function =
        vg_late_declare(f->gen, second ? "__vg_lookup_second" : "__vg_lookup_first", type, f->count);
    return LLVMBuildCall2(f->builder, LLVMGlobalGetValueType(function), function, args, 2, "");
}

static LLVMValueRef clone_call(struct flatten *f, LLVMValueRef inst, LLVMTypeRef type)
{
    enum { ARGS_MOST = 4 };
    LLVMValueRef args[ARGS_MOST], callee = vg_callee(inst);
    if (!LLVMIsDeclaration(callee))
        return clone_inner(f, inst);
    if (vg_is_late(vg_special_call(inst)))
        return clone_late(f, inst);
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
static void clone_store(struct flatten *f, LLVMValueRef inst)
{
    LLVMValueRef value = vector_of(f, LLVMGetOperand(inst, 0)), place = vector_of(f, LLVMGetOperand(inst, 1));
    LLVMValueRef store = LLVMBuildStore(f->builder, value, place);
    LLVMSetAlignment(store, LLVMGetAlignment(inst));
}

static void clone_stores(struct flatten *f)
{
    for (size_t i = 0; i < f->stores.count; i++)
        clone_store(f, f->stores.list[i]);
}

static LLVMValueRef clone(struct flatten *f, LLVMValueRef inst)
{
    LLVMOpcode opcode = LLVMGetInstructionOpcode(inst);
    LLVMTypeRef type = LLVMVectorType(LLVMTypeOf(inst), f->count);
    if (is_table_value(inst))
        return clone_table_value(f, inst);
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

static void clone_block(struct flatten *f, LLVMBasicBlockRef block)
{
    VG_EACH_INST (inst, block) {
        if (LLVMIsATerminatorInst(inst) || LLVMIsAPHINode(inst) || reads_table(inst))
            continue;
        if (LLVMGetInstructionOpcode(inst) == LLVMStore) {
            vg_values_add(&f->stores, inst);
            continue;
        }
        LLVMValueRef copy = clone(f, inst);
        if (LLVMIsAInstruction(copy) && LLVMCanValueUseFastMathFlags(inst) &&
            LLVMCanValueUseFastMathFlags(copy) && !is_inner_call(inst))
            LLVMSetFastMathFlags(copy, LLVMGetFastMathFlags(inst));
        note(f, inst, copy);
    }
}

static void clone_turn(struct flatten *f, LLVMBasicBlockRef block, const struct turn *turn)
{
    LLVMValueRef taken = vector_of(f, turn->condition);
    if (turn->negated)
        taken = LLVMBuildNot(f->builder, taken, "");
    if (turn->aside)
        clone_block(f, turn->aside);
    else
        f->rare = f->rare ? LLVMBuildOr(f->builder, f->rare, taken, "") : taken;
    VG_EACH_INST (phi, turn->to) {
        if (!LLVMIsAPHINode(phi))
            break;
        LLVMValueRef value = vector_of(f, vg_incoming(phi, block));
        if (turn->aside)
            value =
                LLVMBuildSelect(f->builder, taken, vector_of(f, vg_incoming(phi, turn->aside)), value, "");
        note(f, phi, value);
    }
}

/* Returns what the function returns. */
static LLVMValueRef clone_body(struct flatten *f, LLVMValueRef scalar)
{
    LLVMBasicBlockRef block = LLVMGetEntryBasicBlock(scalar);
    for (;;) {
        clone_block(f, block);
        struct turn turn = turn_of(block);
        if (!turn.to)
            return vector_of(f, LLVMGetOperand(LLVMGetBasicBlockTerminator(block), 0));
        clone_turn(f, block, &turn);
        block = turn.to;
    }
}

static LLVMValueRef call_any_lane(struct flatten *f)
{
    char name[32];
    snprintf(name, sizeof name, "__vg_any_lane%u", f->count);
    LLVMModuleRef module = LLVMGetGlobalParent(f->vector);
    LLVMTypeRef param = LLVMTypeOf(f->rare);
    LLVMTypeRef type = LLVMFunctionType(LLVMGetElementType(param), &param, 1, false);
    LLVMValueRef function = LLVMGetNamedFunction(module, name);
    if (!function) {
        function = LLVMAddFunction(module, name, type);
        vg_add_attribute(function, "nounwind");
        vg_add_attribute(function, "willreturn");
        vg_add_attribute(function, "nosync");
        vg_add_attribute(function, "memory"); /* none */
    }
    return LLVMBuildCall2(f->builder, type, function, &f->rare, 1, "");
}

static bool has_pointer(LLVMValueRef function)
{
    for (unsigned i = 0; i < LLVMCountParams(function); i++)
        if (!is_plain(LLVMTypeOf(LLVMGetParam(function, i))))
            return true;
    return false;
}

/* Rare code is not copied for each component; what checked code knows does not reach it elsewhere. */
static void outline_calls(struct vg_gen *gen, LLVMBasicBlockRef block, LLVMValueRef scalar)
{
    if (has_pointer(scalar) || gen->options->checks)
        return;
    LLVMBasicBlockRef here = LLVMGetInsertBlock(gen->builder);
    LLVMValueRef function = vg_outline_call(gen, scalar, NULL);
    LLVMPositionBuilderAtEnd(gen->builder, here);
    VG_EACH_INST (inst, block)
        if (LLVMIsACallInst(inst) && vg_callee(inst) == scalar)
            LLVMSetOperand(inst, (unsigned)LLVMGetNumOperands(inst) - 1, function);
}

/* Goes on to the calls for every component, which are in a block that returns, or to where these then go as
 * well. */
static void branch_to_calls(struct vg_gen *gen, struct flatten *f, LLVMBasicBlockRef calls,
                            LLVMValueRef result)
{
    LLVMBasicBlockRef from = LLVMGetInsertBlock(gen->builder), usual = from;
    LLVMBasicBlockRef done = LLVMAppendBasicBlockInContext(gen->context, f->vector, "");
    LLVMValueRef any = call_any_lane(f), last = LLVMGetBasicBlockTerminator(calls);
    outline_calls(gen, calls, f->scalar);
    if (f->stores.count) {
        usual = LLVMInsertBasicBlockInContext(gen->context, done, "");
        LLVMPositionBuilderAtEnd(gen->builder, usual);
        clone_stores(f);
        LLVMBuildBr(gen->builder, done);
    }
    LLVMPositionBuilderAtEnd(gen->builder, from);
    LLVMBuildCondBr(gen->builder, any, calls, usual == from ? done : usual);
    LLVMValueRef called = LLVMGetOperand(last, 0);
    LLVMPositionBuilderBefore(gen->builder, last);
    LLVMBuildBr(gen->builder, done);
    LLVMInstructionEraseFromParent(last);
    LLVMPositionBuilderAtEnd(gen->builder, done);
    LLVMValueRef phi = LLVMBuildPhi(gen->builder, LLVMTypeOf(result), "");
    LLVMAddIncoming(phi, (LLVMValueRef[]){result, called}, (LLVMBasicBlockRef[]){usual, calls}, 2);
    LLVMBuildRet(gen->builder, phi);
}

static void flatten(struct vg_gen *gen, LLVMValueRef vector, LLVMValueRef scalar)
{
    struct flatten f = {.gen = gen, .builder = gen->builder, .vector = vector, .scalar = scalar};
    f.count = LLVMGetVectorSize(LLVMGetReturnType(LLVMGlobalGetValueType(vector)));
    LLVMBasicBlockRef old = LLVMGetFirstBasicBlock(vector);
    LLVMBasicBlockRef block = LLVMInsertBasicBlockInContext(gen->context, old, "");
    LLVMPositionBuilderAtEnd(gen->builder, block);
    LLVMSetCurrentDebugLocation2(gen->builder, NULL);
    for (unsigned i = 0; i < LLVMCountParams(scalar); i++) {
        LLVMValueRef param = LLVMGetParam(vector, i);
        note(&f, LLVMGetParam(scalar, i), is_plain(LLVMTypeOf(param)) ? splat(&f, param) : param);
    }
    LLVMValueRef result = clone_body(&f, scalar);
    if (f.rare) {
        branch_to_calls(gen, &f, old, result);
    } else {
        clone_stores(&f);
        LLVMBuildRet(gen->builder, result);
        LLVMDeleteBasicBlock(old);
    }
    vg_values_finish(&f.from);
    vg_values_finish(&f.to);
    vg_values_finish(&f.stores);
}

void vg_flatten_vector_functions(struct vg_gen *gen)
{
    VG_EACH_FUNCTION (function, gen->module) {
        LLVMValueRef scalar = vg_scalar_of(function);
        bool vector =
            LLVMGetTypeKind(LLVMGetReturnType(LLVMGlobalGetValueType(function))) == LLVMVectorTypeKind;
        bool certain = true;
        if (scalar && vector && is_flat(scalar, &certain))
            flatten(gen, function, scalar);
    }
}
