/* SPDX-License-Identifier: MIT */
/* What lanes tell each other: the primitives of builtins/base.h that sub-groups are made of.
 *
 * A shuffle is one instruction where its pattern is fixed, which is seen from an index made of the lane's
 * number and constants. Other patterns permute 32-bit words where the machine can, else go element by
 * element. */
#include "compiler/cc/simd/wide.h"
#include "compiler/cc/special.h"

/* ---- Ballot and fill ---- */

static void widen_ballot(struct vg_wide *wide, LLVMValueRef call)
{
    LLVMValueRef predicate = vg_lanes(wide, LLVMGetOperand(call, 0), 0);
    LLVMValueRef hit = LLVMBuildICmp(wide->b, LLVMIntNE, predicate, LLVMConstNull(LLVMTypeOf(predicate)), "");
    LLVMValueRef bits = vg_mask_bits(wide, vg_mask_and(wide, wide->mask, hit));
    LLVMTypeRef result = LLVMTypeOf(call);
    vg_set_scalar(wide, call, wide->width < 32 ? LLVMBuildZExt(wide->b, bits, result, "") : bits);
}

static void widen_fill(struct vg_wide *wide, LLVMValueRef call)
{
    LLVMValueRef value = vg_lanes(wide, LLVMGetOperand(call, 0), 0);
    if (wide->mask)
        value = LLVMBuildSelect(wide->b, wide->mask, value, vg_lanes(wide, LLVMGetOperand(call, 1), 0), "");
    vg_set_lanes(wide, call, 0, value);
}

/* ---- Fixed patterns ---- */

enum { INDEX_DEPTH = 6 }; /* instructions above one another in an index that is looked at */

static bool combine(LLVMOpcode opcode, uint32_t a, uint32_t b, uint32_t *result)
{
    switch (opcode) {
    case LLVMAdd:
        *result = a + b;
        return true;
    case LLVMSub:
        *result = a - b;
        return true;
    case LLVMXor:
        *result = a ^ b;
        return true;
    case LLVMAnd:
        *result = a & b;
        return true;
    case LLVMOr:
        *result = a | b;
        return true;
    default:
        return false;
    }
}

/* The index in one lane; false when it is not known before the code runs. */
static bool index_in_lane(const struct vg_wide *wide, LLVMValueRef index, uint32_t lane, unsigned depth,
                          uint32_t *result)
{
    if (LLVMIsAConstantInt(index)) {
        *result = (uint32_t)LLVMConstIntGetZExtValue(index);
        return true;
    }
    if (!LLVMIsAInstruction(index) || depth == 0)
        return false;
    enum vg_special special = vg_special_call(index);
    if (special == VG_LANE_ID || special == VG_LANE_COUNT) {
        *result = special == VG_LANE_ID ? lane : wide->width;
        return true;
    }
    uint32_t a, b;
    return LLVMGetNumOperands(index) == 2 && LLVMIsABinaryOperator(index) &&
           index_in_lane(wide, LLVMGetOperand(index, 0), lane, depth - 1, &a) &&
           index_in_lane(wide, LLVMGetOperand(index, 1), lane, depth - 1, &b) &&
           combine(LLVMGetInstructionOpcode(index), a, b, result);
}

/* The lane that each lane reads, as a constant; NULL when that is not known. */
static LLVMValueRef fixed_pattern(const struct vg_wide *wide, LLVMValueRef index)
{
    LLVMValueRef lanes[VG_LANES_MOST];
    for (uint32_t lane = 0; lane < wide->width; lane++) {
        uint32_t from;
        if (!index_in_lane(wide, index, lane, INDEX_DEPTH, &from))
            return NULL;
        lanes[lane] = LLVMConstInt(wide->i32, from & (wide->width - 1), false);
    }
    return LLVMConstVector(lanes, wide->width);
}

/* ---- Patterns known when the code runs ---- */

static LLVMValueRef element_by_element(struct vg_wide *wide, LLVMValueRef value, LLVMValueRef index)
{
    LLVMValueRef result = LLVMGetPoison(LLVMTypeOf(value));
    for (unsigned lane = 0; lane < wide->width; lane++) {
        LLVMValueRef at = LLVMConstInt(wide->i32, lane, false);
        LLVMValueRef from = LLVMBuildExtractElement(wide->b, index, at, "");
        result = LLVMBuildInsertElement(wide->b, result, LLVMBuildExtractElement(wide->b, value, from, ""),
                                        at, "");
    }
    return result;
}

/* `count` elements from the first on; past the end they are arbitrary. */
static LLVMValueRef part(struct vg_wide *wide, LLVMValueRef vector, unsigned first, unsigned count)
{
    unsigned known = LLVMGetVectorSize(LLVMTypeOf(vector));
    LLVMValueRef at[2 * VG_LANES_MOST];
    for (unsigned i = 0; i < count; i++)
        at[i] = first + i < known ? LLVMConstInt(wide->i32, first + i, false) : LLVMGetPoison(wide->i32);
    return LLVMBuildShuffleVector(wide->b, vector, LLVMGetPoison(LLVMTypeOf(vector)),
                                  LLVMConstVector(at, count), "");
}

/* Two vectors of the same size, one behind the other. */
static LLVMValueRef joined(struct vg_wide *wide, LLVMValueRef low, LLVMValueRef high)
{
    LLVMValueRef at[2 * VG_LANES_MOST];
    unsigned count = 2 * LLVMGetVectorSize(LLVMTypeOf(low));
    for (unsigned i = 0; i < count; i++)
        at[i] = LLVMConstInt(wide->i32, i, false);
    return LLVMBuildShuffleVector(wide->b, low, high, LLVMConstVector(at, count), "");
}

static LLVMValueRef same_words(struct vg_wide *wide, unsigned word, unsigned count)
{
    LLVMValueRef words[VG_LANES_MOST];
    for (unsigned i = 0; i < count; i++)
        words[i] = LLVMConstInt(wide->i32, word, false);
    return LLVMConstVector(words, count);
}

/* One register of the result: what each register of words has there, by the index's upper bits. */
static LLVMValueRef permute_register(struct vg_wide *wide, LLVMValueRef words, LLVMValueRef index)
{
    enum { REGISTER = 8 };
    unsigned count = LLVMGetVectorSize(LLVMTypeOf(words));
    LLVMValueRef result = NULL;
    for (unsigned first = 0; first < count; first += REGISTER) {
        LLVMValueRef args[] = {part(wide, words, first, REGISTER), index};
        LLVMValueRef here = vg_call_intrinsic(wide, "llvm.x86.avx2.permd", NULL, 0, args, 2);
        LLVMValueRef behind =
            LLVMBuildICmp(wide->b, LLVMIntUGE, index, same_words(wide, first, REGISTER), "");
        result = result ? LLVMBuildSelect(wide->b, behind, here, result, "") : here;
    }
    return result;
}

/* Any number of words, a power of two. */
static LLVMValueRef permute_words(struct vg_wide *wide, LLVMValueRef words, LLVMValueRef index)
{
    unsigned count = LLVMGetVectorSize(LLVMTypeOf(index));
    if (count < 8)
        return part(wide, permute_register(wide, words, part(wide, index, 0, 8)), 0, count);
    if (count == 8)
        return permute_register(wide, words, index);
    LLVMValueRef low = permute_words(wide, words, part(wide, index, 0, count / 2));
    return joined(wide, low, permute_words(wide, words, part(wide, index, count / 2, count / 2)));
}

/* 64-bit elements are two words each. */
static LLVMValueRef word_index(struct vg_wide *wide, LLVMValueRef index)
{
    LLVMValueRef one = same_words(wide, 1, wide->width), at[2 * VG_LANES_MOST];
    LLVMValueRef low = LLVMBuildShl(wide->b, index, one, ""), high = LLVMBuildOr(wide->b, low, one, "");
    for (unsigned i = 0; i < 2 * wide->width; i++)
        at[i] = LLVMConstInt(wide->i32, i / 2 + i % 2 * wide->width, false);
    return LLVMBuildShuffleVector(wide->b, low, high, LLVMConstVector(at, 2 * wide->width), "");
}

static LLVMValueRef permute(struct vg_wide *wide, LLVMValueRef value, LLVMValueRef index)
{
    LLVMTypeRef type = LLVMTypeOf(value);
    if (wide->gen->target.isa < VG_ISA_AVX2)
        return element_by_element(wide, value, index);
    if (LLVMGetIntTypeWidth(LLVMGetElementType(type)) == 32)
        return permute_words(wide, value, index);
    LLVMTypeRef pairs = LLVMVectorType(wide->i32, 2 * wide->width);
    LLVMValueRef words = LLVMBuildBitCast(wide->b, value, pairs, "");
    return LLVMBuildBitCast(wide->b, permute_words(wide, words, word_index(wide, index)), type, "");
}

/* An index past the vector wraps around. */
static void widen_shuffle(struct vg_wide *wide, LLVMValueRef call)
{
    LLVMValueRef old = LLVMGetOperand(call, 0), index = LLVMGetOperand(call, 1);
    LLVMValueRef within = LLVMConstInt(wide->i32, wide->width - 1, false);
    if (vg_is_uniform(wide->shapes, old)) {
        vg_set_scalar(wide, call, vg_scalar(wide, old));
        return;
    }
    LLVMValueRef value = vg_lanes(wide, old, 0);
    if (vg_is_uniform(wide->shapes, index)) {
        LLVMValueRef lane = LLVMBuildAnd(wide->b, vg_scalar(wide, index), within, "");
        vg_set_scalar(wide, call, LLVMBuildExtractElement(wide->b, value, lane, ""));
        return;
    }
    LLVMValueRef pattern = fixed_pattern(wide, index);
    if (pattern) {
        LLVMValueRef nothing = LLVMGetPoison(LLVMTypeOf(value));
        vg_set_lanes(wide, call, 0, LLVMBuildShuffleVector(wide->b, value, nothing, pattern, ""));
        return;
    }
    LLVMValueRef lanes = LLVMBuildAnd(wide->b, vg_lanes(wide, index, 0), vg_splat(wide, within), "");
    vg_set_lanes(wide, call, 0, permute(wide, value, lanes));
}

/* ---- Whether any is set ---- */

/* A part of a vector of conditions: compared for itself, so that no mask of all has to be cut up. */
static LLVMValueRef part_of_condition(struct vg_wide *wide, LLVMValueRef all, unsigned first)
{
    LLVMOpcode opcode = LLVMIsAInstruction(all) ? LLVMGetInstructionOpcode(all) : (LLVMOpcode)0;
    bool compares = opcode == LLVMFCmp || opcode == LLVMICmp, floats = opcode == LLVMFCmp;
    if (!compares && opcode != LLVMAnd && opcode != LLVMOr)
        return part(wide, all, first, wide->width);
    LLVMValueRef a = LLVMGetOperand(all, 0), b = LLVMGetOperand(all, 1);
    if (!compares)
        return LLVMBuildBinOp(wide->b, opcode, part_of_condition(wide, a, first),
                              part_of_condition(wide, b, first), "");
    a = part(wide, a, first, wide->width);
    b = part(wide, b, first, wide->width);
    return floats ? LLVMBuildFCmp(wide->b, LLVMGetFCmpPredicate(all), a, b, "")
                  : LLVMBuildICmp(wide->b, LLVMGetICmpPredicate(all), a, b, "");
}

static void widen_any(struct vg_wide *wide, LLVMValueRef call)
{
    LLVMValueRef vector = LLVMGetOperand(call, 0), any = NULL;
    bool flat = vg_has_flat(wide, vector);
    for (unsigned c = 0; c < LLVMGetVectorSize(LLVMTypeOf(vector)); c++) {
        LLVMValueRef some = flat ? part_of_condition(wide, vg_flat(wide, vector), c * wide->width)
                                 : vg_lanes(wide, vector, c);
        any = any ? LLVMBuildOr(wide->b, any, some, "") : some;
    }
    if (wide->mask) /* otherwise poison of lanes that take no part would decide */
        any = LLVMBuildFreeze(wide->b, any, "");
    vg_set_scalar(wide, call, vg_any(wide, any));
}

bool vg_widen_lanes(struct vg_wide *wide, LLVMValueRef call)
{
    switch (vg_special_call(call)) {
    case VG_ANY_LANE:
        widen_any(wide, call);
        return true;
    case VG_LANE_BALLOT:
        widen_ballot(wide, call);
        return true;
    case VG_LANE_SHUFFLE:
        widen_shuffle(wide, call);
        return true;
    case VG_LANE_FILL:
        widen_fill(wide, call);
        return true;
    default:
        return false;
    }
}
