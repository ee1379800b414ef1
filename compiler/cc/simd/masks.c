/* SPDX-License-Identifier: MIT */
/* Masks as integers: see masks.h. The members of a web of masks are phis, logic and freezes of vectors of i1;
 * all of a function are converted together, since each change between the two forms costs more than the logic
 * itself. */
#include "compiler/cc/simd/masks.h"

#include "base/alloc.h"
#include "compiler/cc/simd/graph.h"

struct webs {
    struct vg_gen *gen;
    LLVMBuilderRef b;
    struct vg_values members;
    LLVMValueRef *wide; /* of each member */
    void **keys;        /* hash table: member to its number */
    size_t *numbers;
    size_t mask;
    unsigned bits; /* of an element */
};

static bool is_mask(LLVMValueRef value)
{
    LLVMTypeRef type = LLVMTypeOf(value);
    if (LLVMGetTypeKind(type) != LLVMVectorTypeKind || LLVMGetVectorSize(type) < 4)
        return false;
    LLVMTypeRef element = LLVMGetElementType(type);
    return LLVMGetTypeKind(element) == LLVMIntegerTypeKind && LLVMGetIntTypeWidth(element) == 1;
}

static bool is_member(LLVMValueRef inst)
{
    if (!LLVMIsAInstruction(inst) || !is_mask(inst))
        return false;
    LLVMOpcode opcode = LLVMGetInstructionOpcode(inst);
    return opcode == LLVMPHI || opcode == LLVMAnd || opcode == LLVMOr || opcode == LLVMXor ||
           opcode == LLVMFreeze || (opcode == LLVMSelect && is_mask(LLVMGetOperand(inst, 0)));
}

static size_t find_place(const struct webs *webs, LLVMValueRef value)
{
    size_t place = ((uintptr_t)value >> 4) * UINT64_C(0x9E3779B97F4A7C15) >> 20 & webs->mask;
    while (webs->keys[place] && webs->keys[place] != value)
        place = (place + 1) & webs->mask;
    return place;
}

/* Bits of what a comparison compares, 0 when a mask does not come from one. */
static unsigned compared_bits(const struct webs *webs, LLVMValueRef value)
{
    if (!LLVMIsAICmpInst(value) && !LLVMIsAFCmpInst(value))
        return 0;
    LLVMTypeRef type = LLVMGetElementType(LLVMTypeOf(LLVMGetOperand(value, 0)));
    return (unsigned)LLVMSizeOfTypeInBits(webs->gen->layout, type);
}

/* As wide as the narrowest comparison among the members' operands, within what the machine has. */
static void choose_bits(struct webs *webs)
{
    unsigned narrowest = 64;
    bool found = false;
    for (size_t i = 0; i < webs->members.count; i++) {
        LLVMValueRef inst = webs->members.list[i];
        unsigned count = LLVMIsAPHINode(inst) ? LLVMCountIncoming(inst) : (unsigned)LLVMGetNumOperands(inst);
        for (unsigned o = 0; o < count; o++) {
            unsigned bits = compared_bits(webs, LLVMIsAPHINode(inst) ? LLVMGetIncomingValue(inst, o)
                                                                     : LLVMGetOperand(inst, o));
            found |= bits != 0;
            if (bits >= 8 && bits < narrowest)
                narrowest = bits;
        }
    }
    webs->bits = found ? narrowest : 32;
}

static LLVMTypeRef wide_type(const struct webs *webs, LLVMValueRef value)
{
    return LLVMVectorType(vg_int_type(webs->gen->context, webs->bits), LLVMGetVectorSize(LLVMTypeOf(value)));
}

static void position_behind(struct webs *webs, LLVMValueRef inst)
{
    LLVMValueRef next = LLVMGetNextInstruction(inst);
    while (LLVMIsAPHINode(next))
        next = LLVMGetNextInstruction(next);
    LLVMPositionBuilderBefore(webs->b, next);
}

/* The condition that all lanes of a mask share, NULL when it is not of that kind. */
static LLVMValueRef splat_source(LLVMValueRef value)
{
    if (!LLVMIsAShuffleVectorInst(value))
        return NULL;
    LLVMValueRef insert = LLVMGetOperand(value, 0);
    for (unsigned i = 0; i < LLVMGetNumMaskElements(value); i++)
        if (LLVMGetMaskValue(value, i) != 0)
            return NULL;
    if (!LLVMIsAInsertElementInst(insert) || !LLVMIsAConstantInt(LLVMGetOperand(insert, 2)) ||
        !LLVMIsNull(LLVMGetOperand(insert, 2)))
        return NULL;
    return LLVMGetOperand(insert, 1);
}

/* A mask from outside of the web, extended where it is made, so that each is extended once. */
static LLVMValueRef extend_leaf(struct webs *webs, LLVMValueRef value)
{
    LLVMTypeRef type = wide_type(webs, value);
    if (LLVMIsAInstruction(value))
        position_behind(webs, value);
    LLVMValueRef condition = splat_source(value);
    if (!condition)
        return LLVMBuildSExt(webs->b, value, type, "");
    LLVMValueRef zero = LLVMConstNull(vg_int_type(webs->gen->context, 32)), nothing = LLVMGetPoison(type);
    LLVMValueRef scalar = LLVMBuildSExt(webs->b, condition, LLVMGetElementType(type), "");
    LLVMValueRef first = LLVMBuildInsertElement(webs->b, nothing, scalar, zero, "");
    LLVMTypeRef lanes = LLVMVectorType(LLVMTypeOf(zero), LLVMGetVectorSize(type));
    return LLVMBuildShuffleVector(webs->b, first, nothing, LLVMConstNull(lanes), "");
}

static LLVMValueRef constant_mask(struct webs *webs, LLVMValueRef value)
{
    LLVMTypeRef type = wide_type(webs, value), element = LLVMGetElementType(type);
    unsigned count = LLVMGetVectorSize(type);
    if (LLVMIsPoison(value))
        return LLVMGetPoison(type);
    if (LLVMIsUndef(value))
        return LLVMConstNull(type);
    LLVMValueRef *lanes = vg_need(count, sizeof *lanes);
    for (unsigned i = 0; i < count; i++) {
        LLVMValueRef bit = LLVMGetAggregateElement(value, i);
        bool on = bit && LLVMIsAConstantInt(bit) && !LLVMIsNull(bit);
        lanes[i] = on ? LLVMConstAllOnes(element) : LLVMConstNull(element);
    }
    LLVMValueRef mask = LLVMConstVector(lanes, count);
    vg_free(lanes);
    return mask;
}

/* The wide form of an operand of a member. */
static LLVMValueRef wide_of(struct webs *webs, LLVMValueRef value, struct vg_values *leaves,
                            struct vg_values *extended)
{
    size_t place = find_place(webs, value);
    if (webs->keys[place])
        return webs->wide[webs->numbers[place]];
    if (LLVMIsAConstant(value))
        return constant_mask(webs, value);
    for (size_t i = 0; i < leaves->count; i++)
        if (leaves->list[i] == value)
            return extended->list[i];
    if (!LLVMIsAInstruction(value)) /* a parameter: the builder stands at the start of the function */
        LLVMPositionBuilderBefore(webs->b,
                                  LLVMGetFirstInstruction(LLVMGetEntryBasicBlock(LLVMGetParamParent(value))));
    vg_values_add(leaves, value);
    vg_values_add(extended, extend_leaf(webs, value));
    return extended->list[extended->count - 1];
}

/* Members without their operands, which may come later in the function. */
static void make_members(struct webs *webs)
{
    for (size_t i = 0; i < webs->members.count; i++) {
        LLVMValueRef inst = webs->members.list[i], nothing = LLVMGetPoison(wide_type(webs, inst));
        LLVMPositionBuilderBefore(webs->b, inst);
        switch (LLVMGetInstructionOpcode(inst)) {
        case LLVMPHI:
            webs->wide[i] = LLVMBuildPhi(webs->b, LLVMTypeOf(nothing), "mask");
            break;
        default: { /* an operation that is not folded, to hold the place */
            LLVMValueRef held = LLVMBuildFreeze(webs->b, nothing, "mask");
            webs->wide[i] = held;
        }
        }
    }
}

static LLVMValueRef build_member(struct webs *webs, LLVMValueRef inst, LLVMValueRef *operands)
{
    switch (LLVMGetInstructionOpcode(inst)) {
    case LLVMFreeze:
        return LLVMBuildFreeze(webs->b, operands[0], "mask");
    case LLVMSelect: {
        LLVMValueRef yes = LLVMBuildAnd(webs->b, operands[0], operands[1], "");
        LLVMValueRef no = LLVMBuildAnd(webs->b, LLVMBuildNot(webs->b, operands[0], ""), operands[2], "");
        return LLVMBuildOr(webs->b, yes, no, "mask");
    }
    default:
        return LLVMBuildBinOp(webs->b, LLVMGetInstructionOpcode(inst), operands[0], operands[1], "mask");
    }
}

static void fill_members(struct webs *webs)
{
    struct vg_values leaves = {0}, extended = {0};
    for (size_t i = 0; i < webs->members.count; i++) {
        LLVMValueRef inst = webs->members.list[i], operands[3] = {NULL};
        if (LLVMIsAPHINode(inst)) {
            for (unsigned o = 0; o < LLVMCountIncoming(inst); o++) {
                LLVMValueRef value = wide_of(webs, LLVMGetIncomingValue(inst, o), &leaves, &extended);
                LLVMBasicBlockRef from = LLVMGetIncomingBlock(inst, o);
                LLVMAddIncoming(webs->wide[i], &value, &from, 1);
            }
            continue;
        }
        for (unsigned o = 0; o < (unsigned)LLVMGetNumOperands(inst) && o < 3; o++)
            operands[o] = wide_of(webs, LLVMGetOperand(inst, o), &leaves, &extended);
        LLVMPositionBuilderBefore(webs->b, webs->wide[i]);
        LLVMValueRef made = build_member(webs, inst, operands);
        LLVMValueRef held = webs->wide[i];
        webs->wide[i] = made;
        vg_replace(held, made);
    }
    vg_values_finish(&leaves);
    vg_values_finish(&extended);
}

/* What is not of the web sees a comparison of the sign, which instructions with masks take as it is. */
static void replace_use(struct webs *webs, LLVMValueRef user, unsigned index, LLVMValueRef wide)
{
    LLVMTypeRef type = LLVMTypeOf(wide);
    if (LLVMIsASExtInst(user) && LLVMTypeOf(user) == type) {
        LLVMReplaceAllUsesWith(user, wide);
        return;
    }
    LLVMValueRef before =
        LLVMIsAPHINode(user) ? LLVMGetBasicBlockTerminator(LLVMGetIncomingBlock(user, index)) : user;
    LLVMPositionBuilderBefore(webs->b, before);
    LLVMSetOperand(user, index, LLVMBuildICmp(webs->b, LLVMIntSLT, wide, LLVMConstNull(type), ""));
}

static void replace_uses(struct webs *webs, size_t number)
{
    LLVMValueRef inst = webs->members.list[number];
    struct vg_values users = {0};
    for (LLVMUseRef use = LLVMGetFirstUse(inst); use; use = LLVMGetNextUse(use))
        if (!webs->keys[find_place(webs, LLVMGetUser(use))] && !vg_values_have(&users, LLVMGetUser(use)))
            vg_values_add(&users, LLVMGetUser(use));
    for (size_t u = 0; u < users.count; u++)
        for (unsigned o = 0; o < (unsigned)LLVMGetNumOperands(users.list[u]); o++)
            if (LLVMGetOperand(users.list[u], o) == inst)
                replace_use(webs, users.list[u], o, webs->wide[number]);
    vg_values_finish(&users);
}

static void collect(struct webs *webs, LLVMValueRef function)
{
    size_t slots = 16;
    VG_EACH_BLOCK (block, function)
        VG_EACH_INST (inst, block)
            if (is_member(inst))
                vg_values_add(&webs->members, inst);
    while (slots < webs->members.count * 2)
        slots *= 2;
    webs->mask = slots - 1;
    webs->keys = vg_need(slots, sizeof *webs->keys);
    webs->numbers = vg_need(slots, sizeof *webs->numbers);
    webs->wide = vg_need(webs->members.count, sizeof *webs->wide);
    for (size_t i = 0; i < webs->members.count; i++) {
        size_t place = find_place(webs, webs->members.list[i]);
        webs->keys[place] = webs->members.list[i];
        webs->numbers[place] = i;
    }
}

static void widen_function(struct vg_gen *gen, LLVMValueRef function)
{
    struct webs webs = {.gen = gen, .b = gen->builder};
    collect(&webs, function);
    if (webs.members.count > 0) {
        choose_bits(&webs);
        make_members(&webs);
        fill_members(&webs);
        for (size_t i = 0; i < webs.members.count; i++)
            replace_uses(&webs, i);
    }
    vg_values_finish(&webs.members);
    vg_free(webs.wide);
    vg_free(webs.keys);
    vg_free(webs.numbers);
}

void vg_masks_widen(struct vg_gen *gen)
{
    if (gen->target.isa >= VG_ISA_AVX512 || gen->code.width == 1)
        return;
    VG_EACH_FUNCTION (function, gen->module)
        if (!LLVMIsDeclaration(function))
            widen_function(gen, function);
}
