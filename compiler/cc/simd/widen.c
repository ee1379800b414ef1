/* SPDX-License-Identifier: MIT */
/* Instructions that compute: each becomes one scalar instruction when its result is uniform or strided,
 * otherwise one vector instruction per component. */
#include <string.h>

#include "base/alloc.h"
#include "compiler/cc/simd/simd.h"
#include "compiler/cc/simd/wide.h"
#include "compiler/cc/special.h"

/* ---- Uniform and strided results ---- */

/* Lane 0 need not be active, so what its value promises of overflow no longer holds. */
static void drop_promises(LLVMValueRef inst)
{
    switch (LLVMGetInstructionOpcode(inst)) {
    case LLVMAdd:
    case LLVMSub:
    case LLVMMul:
    case LLVMShl:
    case LLVMTrunc:
        LLVMSetNSW(inst, false);
        LLVMSetNUW(inst, false);
        break;
    case LLVMLShr:
    case LLVMAShr:
        LLVMSetExact(inst, false);
        break;
    case LLVMZExt:
        LLVMSetNNeg(inst, false);
        break;
    case LLVMGetElementPtr:
        LLVMGEPSetNoWrapFlags(inst, 0);
        break;
    default:
        break;
    }
}

/* What is never negative may be extended by its sign as well. An inactive lane 0 may be negative, and then
 * only that leads on to the values of the others. */
static bool extends_by_sign(struct vg_wide *wide, LLVMValueRef inst)
{
    if (LLVMGetInstructionOpcode(inst) != LLVMZExt || vg_is_uniform(wide->shapes, inst))
        return false;
    struct vg_shape shape = vg_shape_of(wide->shapes, inst);
    return !shape.guarded && !shape.checked &&
           !vg_shape_of(wide->shapes, LLVMGetOperand(inst, 0)).no_unsign_wrap;
}

/* A strided or is a sum in the active lanes, but in an inactive lane 0 bits may meet. */
static bool adds(struct vg_wide *wide, LLVMValueRef inst)
{
    return LLVMGetInstructionOpcode(inst) == LLVMOr && !vg_is_uniform(wide->shapes, inst);
}

LLVMValueRef vg_clone_scalar(struct vg_wide *wide, LLVMValueRef inst)
{
    LLVMValueRef operands[VG_COMPONENTS_MOST];
    unsigned count = vg_operand_count(inst);
    for (unsigned i = 0; i < count && i < VG_COMPONENTS_MOST; i++)
        operands[i] = vg_scalar(wide, LLVMGetOperand(inst, i));
    if (extends_by_sign(wide, inst))
        return LLVMBuildSExt(wide->b, operands[0], LLVMTypeOf(inst), "");
    if (adds(wide, inst))
        return LLVMBuildAdd(wide->b, operands[0], operands[1], "");
    LLVMValueRef copy = LLVMInstructionClone(inst);
    for (unsigned i = 0; i < count && i < VG_COMPONENTS_MOST; i++)
        LLVMSetOperand(copy, i, operands[i]);
    if (!vg_is_uniform(wide->shapes, inst))
        drop_promises(copy);
    LLVMInsertIntoBuilder(wide->b, copy);
    return copy;
}

/* ---- Varying results ---- */

static LLVMValueRef lanes_of(struct vg_wide *wide, LLVMValueRef inst, unsigned operand, unsigned component)
{
    return vg_lanes(wide, LLVMGetOperand(inst, operand), component);
}

/* Divisions by what inactive lanes hold must not trap: x86 divides them all. */
static LLVMValueRef safe_divisor(struct vg_wide *wide, LLVMValueRef divisor)
{
    if (!wide->mask || LLVMIsConstant(divisor))
        return divisor;
    LLVMValueRef one = LLVMConstInt(LLVMGetElementType(LLVMTypeOf(divisor)), 1, false);
    return LLVMBuildSelect(wide->b, wide->mask, divisor, vg_splat(wide, one), "");
}

static void copy_flags(LLVMValueRef from, LLVMValueRef to)
{
    if (!LLVMIsAInstruction(to))
        return;
    if (LLVMCanValueUseFastMathFlags(from) && LLVMCanValueUseFastMathFlags(to))
        LLVMSetFastMathFlags(to, LLVMGetFastMathFlags(from));
    if (LLVMGetInstructionOpcode(from) != LLVMGetInstructionOpcode(to))
        return;
    switch (LLVMGetInstructionOpcode(from)) {
    case LLVMAdd:
    case LLVMSub:
    case LLVMMul:
    case LLVMShl:
        LLVMSetNSW(to, LLVMGetNSW(from));
        LLVMSetNUW(to, LLVMGetNUW(from));
        break;
    case LLVMZExt:
        LLVMSetNNeg(to, LLVMGetNNeg(from));
        break;
    default:
        break;
    }
}

static unsigned bits_of(struct vg_wide *wide, LLVMTypeRef type)
{
    return (unsigned)LLVMSizeOfTypeInBits(wide->gen->layout, type);
}

/* Quotients of integers of up to 32 bits are those of doubles, cut off: a quotient that is not whole differs
 * from the next whole number by at least 2^-32 of its size, far more than what rounding adds. 16 bits in
 * floats likewise. */
static LLVMValueRef divide_as_floats(struct vg_wide *wide, LLVMOpcode opcode, LLVMValueRef a, LLVMValueRef b)
{
    LLVMContextRef context = wide->gen->context;
    LLVMTypeRef type = LLVMTypeOf(a);
    bool is_signed = opcode == LLVMSDiv || opcode == LLVMSRem;
    bool narrow = bits_of(wide, LLVMGetElementType(type)) <= 16;
    LLVMTypeRef real =
        vg_wide_type(wide, narrow ? LLVMFloatTypeInContext(context) : LLVMDoubleTypeInContext(context));
    LLVMOpcode in = is_signed ? LLVMSIToFP : LLVMUIToFP, out = is_signed ? LLVMFPToSI : LLVMFPToUI;
    LLVMValueRef x = LLVMBuildCast(wide->b, in, a, real, ""), y = LLVMBuildCast(wide->b, in, b, real, "");
    LLVMValueRef quotient = LLVMBuildCast(wide->b, out, LLVMBuildFDiv(wide->b, x, y, ""), type, "");
    if (opcode == LLVMSDiv || opcode == LLVMUDiv)
        return quotient;
    return LLVMBuildSub(wide->b, a, LLVMBuildMul(wide->b, quotient, b, ""), "");
}

static LLVMValueRef widen_binary(struct vg_wide *wide, LLVMValueRef inst, unsigned c)
{
    LLVMOpcode opcode = LLVMGetInstructionOpcode(inst);
    LLVMValueRef a = lanes_of(wide, inst, 0, c), b = lanes_of(wide, inst, 1, c);
    if (!vg_is_division(opcode))
        return LLVMBuildBinOp(wide->b, opcode, a, b, "");
    if (!LLVMIsConstant(b) && bits_of(wide, LLVMGetElementType(LLVMTypeOf(b))) <= 32)
        return divide_as_floats(wide, opcode, a, b);
    return LLVMBuildBinOp(wide->b, opcode, a, safe_divisor(wide, b), "");
}

/* A choice between conditions is logic: a select of masks by a scalar would become a branch. */
static LLVMValueRef widen_select(struct vg_wide *wide, LLVMValueRef inst, unsigned c)
{
    LLVMValueRef condition = LLVMGetOperand(inst, 0);
    bool vector = LLVMGetTypeKind(LLVMTypeOf(condition)) == LLVMVectorTypeKind;
    LLVMValueRef a = lanes_of(wide, inst, 1, c), b = lanes_of(wide, inst, 2, c);
    if (LLVMTypeOf(inst) == wide->i1) {
        LLVMValueRef chosen = LLVMGetOperand(inst, 1), other = LLVMGetOperand(inst, 2);
        LLVMValueRef by = vg_lanes(wide, condition, 0);
        if (LLVMIsAConstantInt(other) && LLVMIsNull(other))
            return LLVMBuildAnd(wide->b, by, LLVMBuildFreeze(wide->b, a, ""), "");
        if (LLVMIsAConstantInt(chosen) && !LLVMIsNull(chosen))
            return LLVMBuildOr(wide->b, by, LLVMBuildFreeze(wide->b, b, ""), "");
        return LLVMBuildSelect(wide->b, by, a, b, "");
    }
    if (!vector && vg_is_uniform(wide->shapes, condition))
        return LLVMBuildSelect(wide->b, vg_scalar(wide, condition), a, b, "");
    return LLVMBuildSelect(wide->b, vg_lanes(wide, condition, vector ? c : 0), a, b, "");
}

static LLVMValueRef widen_address(struct vg_wide *wide, LLVMValueRef inst)
{
    LLVMValueRef indices[VG_COMPONENTS_MOST], base = LLVMGetOperand(inst, 0);
    unsigned count = (unsigned)LLVMGetNumOperands(inst) - 1;
    bool varies = !vg_is_uniform(wide->shapes, base);
    LLVMValueRef from = varies ? vg_lanes(wide, base, 0) : vg_scalar(wide, base);
    for (unsigned i = 0; i < count && i < VG_COMPONENTS_MOST; i++) {
        LLVMValueRef index = LLVMGetOperand(inst, i + 1);
        bool same = vg_is_uniform(wide->shapes, index);
        indices[i] = same ? vg_scalar(wide, index) : vg_lanes(wide, index, 0);
        varies |= !same;
    }
    if (!varies) /* a guarded shape of uniform parts does not occur, but a scalar would be wrong here */
        from = vg_splat(wide, from);
    return LLVMBuildGEP2(wide->b, LLVMGetGEPSourceElementType(inst), from, indices, count, "");
}

static LLVMValueRef widen_plain(struct vg_wide *wide, LLVMValueRef inst, unsigned c)
{
    LLVMOpcode opcode = LLVMGetInstructionOpcode(inst);
    LLVMTypeRef types[VG_COMPONENTS_MOST];
    switch (opcode) {
    case LLVMICmp:
        return LLVMBuildICmp(wide->b, LLVMGetICmpPredicate(inst), lanes_of(wide, inst, 0, c),
                             lanes_of(wide, inst, 1, c), "");
    case LLVMFCmp:
        return LLVMBuildFCmp(wide->b, LLVMGetFCmpPredicate(inst), lanes_of(wide, inst, 0, c),
                             lanes_of(wide, inst, 1, c), "");
    case LLVMSelect:
        return widen_select(wide, inst, c);
    case LLVMFNeg:
        return LLVMBuildFNeg(wide->b, lanes_of(wide, inst, 0, c), "");
    case LLVMFreeze:
        return LLVMBuildFreeze(wide->b, lanes_of(wide, inst, 0, c), "");
    case LLVMGetElementPtr:
        return widen_address(wide, inst);
    default:
        if (LLVMIsABinaryOperator(inst))
            return widen_binary(wide, inst, c);
        vg_components(LLVMTypeOf(inst), types);
        return LLVMBuildCast(wide->b, opcode, lanes_of(wide, inst, 0, c), vg_wide_type(wide, types[c]), "");
    }
}

/* ---- Vectors of OpenCL C: components move, no code is needed unless an index varies ---- */

static unsigned vector_size(LLVMValueRef value)
{
    return LLVMGetVectorSize(LLVMTypeOf(value));
}

static void widen_extract(struct vg_wide *wide, LLVMValueRef inst)
{
    LLVMValueRef from = LLVMGetOperand(inst, 0), index = LLVMGetOperand(inst, 1);
    if (LLVMIsAConstantInt(index)) {
        uint64_t at = LLVMConstIntGetZExtValue(index);
        vg_set_lanes(wide, inst, 0, vg_lanes(wide, from, at < vector_size(from) ? (unsigned)at : 0));
        return;
    }
    LLVMValueRef which = vg_lanes(wide, index, 0), result = vg_lanes(wide, from, 0);
    for (unsigned c = 1; c < vector_size(from); c++) {
        LLVMValueRef number = vg_splat(wide, LLVMConstInt(LLVMTypeOf(index), c, false));
        LLVMValueRef hit = LLVMBuildICmp(wide->b, LLVMIntEQ, which, number, "");
        result = LLVMBuildSelect(wide->b, hit, vg_lanes(wide, from, c), result, "");
    }
    vg_set_lanes(wide, inst, 0, result);
}

static void widen_insert(struct vg_wide *wide, LLVMValueRef inst)
{
    LLVMValueRef into = LLVMGetOperand(inst, 0), element = LLVMGetOperand(inst, 1),
                 index = LLVMGetOperand(inst, 2);
    for (unsigned c = 0; c < vector_size(inst); c++) {
        LLVMValueRef result = vg_lanes(wide, into, c);
        if (LLVMIsAConstantInt(index)) {
            result = LLVMConstIntGetZExtValue(index) == c ? vg_lanes(wide, element, 0) : result;
        } else {
            LLVMValueRef number = vg_splat(wide, LLVMConstInt(LLVMTypeOf(index), c, false));
            LLVMValueRef hit = LLVMBuildICmp(wide->b, LLVMIntEQ, vg_lanes(wide, index, 0), number, "");
            result = LLVMBuildSelect(wide->b, hit, vg_lanes(wide, element, 0), result, "");
        }
        vg_set_lanes(wide, inst, c, result);
    }
}

static void widen_shuffle(struct vg_wide *wide, LLVMValueRef inst)
{
    LLVMValueRef a = LLVMGetOperand(inst, 0), b = LLVMGetOperand(inst, 1);
    int size = (int)vector_size(a);
    for (unsigned c = 0; c < LLVMGetNumMaskElements(inst); c++) {
        int from = LLVMGetMaskValue(inst, c);
        LLVMValueRef lanes;
        if (from == LLVMGetUndefMaskElem())
            lanes = LLVMGetPoison(vg_wide_type(wide, LLVMGetElementType(LLVMTypeOf(a))));
        else
            lanes =
                from < size ? vg_lanes(wide, a, (unsigned)from) : vg_lanes(wide, b, (unsigned)(from - size));
        vg_set_lanes(wide, inst, c, lanes);
    }
}

/* First component and number of components of the part that indices name. */
static unsigned find_part(LLVMTypeRef type, LLVMValueRef inst, unsigned *count)
{
    LLVMTypeRef types[VG_COMPONENTS_MOST];
    unsigned first = 0;
    const unsigned *indices = LLVMGetIndices(inst);
    for (unsigned i = 0; i < LLVMGetNumIndices(inst); i++) {
        bool is_struct = LLVMGetTypeKind(type) == LLVMStructTypeKind;
        for (unsigned e = 0; e < indices[i]; e++)
            first += vg_components(is_struct ? LLVMStructGetTypeAtIndex(type, e) : LLVMGetElementType(type),
                                   types);
        type = is_struct ? LLVMStructGetTypeAtIndex(type, indices[i]) : LLVMGetElementType(type);
    }
    *count = vg_components(type, types);
    return first;
}

static void widen_extract_value(struct vg_wide *wide, LLVMValueRef inst)
{
    unsigned count, first = find_part(LLVMTypeOf(LLVMGetOperand(inst, 0)), inst, &count);
    for (unsigned c = 0; c < count; c++)
        vg_set_lanes(wide, inst, c, lanes_of(wide, inst, 0, first + c));
}

static void widen_insert_value(struct vg_wide *wide, LLVMValueRef inst)
{
    LLVMTypeRef types[VG_COMPONENTS_MOST];
    unsigned count, first = find_part(LLVMTypeOf(inst), inst, &count);
    unsigned all = vg_components(LLVMTypeOf(inst), types);
    for (unsigned c = 0; c < all; c++) {
        bool inside = c >= first && c < first + count;
        vg_set_lanes(wide, inst, c, inside ? lanes_of(wide, inst, 1, c - first) : lanes_of(wide, inst, 0, c));
    }
}

/* ---- Bits of a vector as another type: through the bits of each component ---- */

static LLVMValueRef to_bits(struct vg_wide *wide, LLVMValueRef lanes)
{
    LLVMTypeRef element = LLVMGetElementType(LLVMTypeOf(lanes));
    LLVMTypeRef type = vg_wide_type(wide, vg_int_type(wide->gen->context, bits_of(wide, element)));
    return LLVMBuildBitCast(wide->b, lanes, type, "");
}

/* Components from `first` put side by side in an integer of `bits`. */
static LLVMValueRef join_bits(struct vg_wide *wide, LLVMValueRef value, unsigned first, unsigned count,
                              unsigned bits)
{
    LLVMTypeRef type = vg_wide_type(wide, vg_int_type(wide->gen->context, bits));
    LLVMValueRef result = NULL;
    for (unsigned i = 0; i < count; i++) {
        LLVMValueRef part = LLVMBuildZExt(wide->b, to_bits(wide, vg_lanes(wide, value, first + i)), type, "");
        LLVMValueRef by = vg_splat(wide, LLVMConstInt(LLVMGetElementType(type), i * (bits / count), false));
        part = i ? LLVMBuildShl(wide->b, part, by, "") : part;
        result = result ? LLVMBuildOr(wide->b, result, part, "") : part;
    }
    return result;
}

static LLVMValueRef split_bits(struct vg_wide *wide, LLVMValueRef value, unsigned component, unsigned index,
                               unsigned bits)
{
    LLVMValueRef whole = to_bits(wide, vg_lanes(wide, value, component));
    LLVMTypeRef element = LLVMGetElementType(LLVMTypeOf(whole));
    LLVMValueRef by = vg_splat(wide, LLVMConstInt(element, index * bits, false));
    whole = index ? LLVMBuildLShr(wide->b, whole, by, "") : whole;
    return LLVMBuildTrunc(wide->b, whole, vg_wide_type(wide, vg_int_type(wide->gen->context, bits)), "");
}

static void widen_bitcast(struct vg_wide *wide, LLVMValueRef inst)
{
    LLVMValueRef from = LLVMGetOperand(inst, 0);
    LLVMTypeRef in[VG_COMPONENTS_MOST], out[VG_COMPONENTS_MOST];
    unsigned from_count = vg_components(LLVMTypeOf(from), in),
             to_count = vg_components(LLVMTypeOf(inst), out);
    unsigned bits = bits_of(wide, out[0]);
    for (unsigned c = 0; c < to_count; c++) {
        LLVMValueRef part;
        if (from_count == to_count)
            part = vg_lanes(wide, from, c);
        else if (from_count > to_count)
            part = join_bits(wide, from, c * (from_count / to_count), from_count / to_count, bits);
        else
            part = split_bits(wide, from, c / (to_count / from_count), c % (to_count / from_count), bits);
        vg_set_lanes(wide, inst, c, LLVMBuildBitCast(wide->b, part, vg_wide_type(wide, out[c]), ""));
    }
}

/* ---- One instruction ---- */

/* An operand of an instruction that runs lane by lane: the scalar that all share, or all lanes' values. */
static LLVMValueRef shared_or_all(struct vg_wide *wide, LLVMValueRef operand)
{
    LLVMTypeKind kind = LLVMGetTypeKind(LLVMTypeOf(operand));
    if (vg_is_uniform(wide->shapes, operand))
        return vg_scalar(wide, operand);
    if (kind == LLVMStructTypeKind || kind == LLVMArrayTypeKind)
        wide->problem = "a structure that differs between work-items is passed on whole";
    return vg_flat(wide, operand);
}

static LLVMValueRef of_lane(struct vg_wide *wide, LLVMValueRef operand, LLVMValueRef all,
                            const struct vg_each_lane *each)
{
    int from[VG_COMPONENTS_MOST];
    if (vg_is_uniform(wide->shapes, operand))
        return all;
    if (LLVMGetTypeKind(LLVMTypeOf(operand)) != LLVMVectorTypeKind)
        return LLVMBuildExtractElement(wide->b, all, each->index, "");
    unsigned count = LLVMGetVectorSize(LLVMTypeOf(operand));
    for (unsigned c = 0; c < count; c++)
        from[c] = (int)(each->lane * count + c);
    return vg_shuffle(wide, all, NULL, from, count);
}

/* Copies for each active lane, with that lane's operands. */
void vg_widen_by_lane(struct vg_wide *wide, LLVMValueRef inst)
{
    LLVMTypeRef types[VG_COMPONENTS_MOST];
    bool result = LLVMGetTypeKind(LLVMTypeOf(inst)) != LLVMVoidTypeKind;
    vg_wide_note(wide, VG_NOTE_CALL, inst);
    unsigned components = result ? vg_components(LLVMTypeOf(inst), types) : 0, count = vg_operand_count(inst);
    LLVMValueRef lanes[VG_COMPONENTS_MOST], operands[VG_COMPONENTS_MOST];
    for (unsigned c = 0; c < components; c++)
        lanes[c] = LLVMGetPoison(vg_wide_type(wide, types[c]));
    for (unsigned i = 0; i < count; i++)
        operands[i] = shared_or_all(wide, LLVMGetOperand(inst, i));
    for (unsigned lane = 0; lane < wide->width; lane++) {
        struct vg_each_lane each;
        vg_lane_open(wide, &each, lane);
        LLVMValueRef copy = LLVMInstructionClone(inst), with[VG_COMPONENTS_MOST];
        for (unsigned i = 0; i < count; i++)
            LLVMSetOperand(copy, i, of_lane(wide, LLVMGetOperand(inst, i), operands[i], &each));
        LLVMInsertIntoBuilder(wide->b, copy);
        for (unsigned c = 0; c < components; c++)
            with[c] =
                LLVMBuildInsertElement(wide->b, lanes[c], vg_component_of(wide, copy, c), each.index, "");
        vg_lane_close(wide, &each);
        for (unsigned c = 0; c < components; c++)
            lanes[c] = vg_lane_result(wide, &each, with[c], lanes[c]);
    }
    for (unsigned c = 0; c < components; c++)
        vg_set_lanes(wide, inst, c, lanes[c]);
}

/* last = lane 0's value + stride * (width - 1), computed where it cannot wrap, must not exceed what the
 * narrow type holds; a shape of lanes that go down fails too, since the sum is compared as unsigned. */
static LLVMValueRef check_range(struct vg_wide *wide, LLVMValueRef first, int64_t stride, uint64_t bias,
                                uint64_t most)
{
    LLVMTypeRef type = LLVMTypeOf(first);
    int64_t reach = stride * (int64_t)(wide->width - 1);
    LLVMValueRef last = LLVMBuildAdd(wide->b, first, LLVMConstInt(type, (uint64_t)reach + bias, true), "");
    return LLVMBuildICmp(wide->b, LLVMIntULE, last, LLVMConstInt(type, most, false), "unwrapped");
}

/* All lanes on the strided operand's side of the bound: the first and the last one, between which no lane
 * wraps around. */
static LLVMValueRef check_bound(struct vg_wide *wide, LLVMValueRef call, int64_t stride)
{
    struct vg_bound bound = vg_bound_of(call);
    bool first_strided = !vg_is_uniform(wide->shapes, LLVMGetOperand(call, 0));
    struct vg_shape shape = vg_shape_of(wide->shapes, LLVMGetOperand(call, first_strided ? 0 : 1));
    LLVMValueRef first = vg_scalar(wide, LLVMGetOperand(call, first_strided ? 0 : 1));
    LLVMValueRef limit = vg_scalar(wide, LLVMGetOperand(call, first_strided ? 1 : 0));
    int64_t reach = stride * (int64_t)(wide->width - 1);
    LLVMValueRef last =
        LLVMBuildAdd(wide->b, first, LLVMConstInt(LLVMTypeOf(first), (uint64_t)reach, true), "");
    LLVMIntPredicate above = bound.is_signed ? LLVMIntSGE : LLVMIntUGE,
                     below = bound.is_signed ? LLVMIntSLE : LLVMIntULE;
    LLVMValueRef nearest = bound.is_max == (stride > 0) ? first : last;
    LLVMValueRef inside = LLVMBuildICmp(wide->b, bound.is_max ? above : below, nearest, limit, "unbounded");
    if (bound.is_signed ? shape.no_sign_wrap : shape.no_unsign_wrap)
        return inside;
    LLVMValueRef on = LLVMBuildICmp(wide->b, stride > 0 ? above : below, last, first, "unwrapped");
    return LLVMBuildAnd(wide->b, inside, on, "");
}

/* The remainders go on to the last lane without reaching the divisor. */
static LLVMValueRef check_remainder(struct vg_wide *wide, LLVMValueRef inst, int64_t stride)
{
    LLVMValueRef first = vg_scalar(wide, LLVMGetOperand(inst, 0)),
                 by = vg_scalar(wide, LLVMGetOperand(inst, 1));
    LLVMTypeRef type = LLVMTypeOf(first);
    LLVMValueRef left = LLVMBuildSub(wide->b, by, vg_scalar(wide, inst), "");
    LLVMValueRef reach = LLVMConstInt(type, (uint64_t)stride * (wide->width - 1), false);
    LLVMValueRef fits = LLVMBuildICmp(wide->b, LLVMIntUGT, left, reach, "same_turn");
    if (LLVMGetInstructionOpcode(inst) == LLVMURem)
        return fits;
    LLVMValueRef zero = LLVMConstNull(type);
    LLVMValueRef positive = LLVMBuildICmp(wide->b, LLVMIntSGE, first, zero, "");
    fits = LLVMBuildAnd(wide->b, fits, positive, "");
    return LLVMBuildAnd(wide->b, fits, LLVMBuildICmp(wide->b, LLVMIntSGT, by, zero, ""), "");
}

static LLVMValueRef own_guard(struct vg_wide *wide, LLVMValueRef inst, LLVMValueRef scalar, int64_t stride)
{
    LLVMTypeRef type = LLVMTypeOf(LLVMGetOperand(inst, 0));
    unsigned bits = LLVMGetTypeKind(type) == LLVMIntegerTypeKind ? LLVMGetIntTypeWidth(type) : 64;
    switch (LLVMGetInstructionOpcode(inst)) {
    case LLVMSExt:
        return check_range(wide, scalar, stride, UINT64_C(1) << (bits - 1), (UINT64_C(1) << bits) - 1);
    case LLVMZExt:
        return check_range(wide, scalar, stride, 0, (UINT64_C(1) << bits) - 1);
    case LLVMAnd:
        return check_range(wide, scalar, stride, 0, LLVMConstIntGetZExtValue(LLVMGetOperand(inst, 1)));
    case LLVMLShr:
    case LLVMAShr: {
        unsigned left = bits - (unsigned)LLVMConstIntGetZExtValue(LLVMGetOperand(inst, 1));
        uint64_t most = left >= 64 ? UINT64_MAX : (UINT64_C(1) << left) - 1;
        bool is_signed = LLVMGetInstructionOpcode(inst) == LLVMAShr;
        return check_range(wide, scalar, stride, is_signed ? UINT64_C(1) << (left - 1) : 0, most);
    }
    case LLVMURem:
    case LLVMSRem:
        return check_remainder(wide, inst, stride);
    case LLVMCall:
        return vg_bound_of(inst).is_bound ? check_bound(wide, inst, stride) : NULL;
    default:
        return NULL;
    }
}

static LLVMValueRef both(struct vg_wide *wide, LLVMValueRef a, LLVMValueRef b)
{
    if (!a || !b)
        return a ? a : b;
    return a == b ? a : LLVMBuildAnd(wide->b, a, b, "");
}

/* The check of a guarded value: its own and those of its operands. */
static void set_guards(struct vg_wide *wide, LLVMValueRef inst)
{
    LLVMValueRef guard = own_guard(wide, inst, vg_scalar(wide, inst), vg_shape_of(wide->shapes, inst).stride);
    for (unsigned i = 0; i < vg_operand_count(inst); i++)
        guard = both(wide, guard, vg_guard(wide, LLVMGetOperand(inst, i)));
    vg_set_guard(wide, inst, guard ? guard : LLVMConstAllOnes(wide->i1));
}

/* That of a value on which the whole vector then depends. */
static void expect_check(struct vg_wide *wide, LLVMValueRef inst)
{
    LLVMValueRef check = own_guard(wide, inst, vg_scalar(wide, inst), vg_shape_of(wide->shapes, inst).stride);
    wide->unchecked = both(wide, wide->unchecked, check);
    vg_wide_note(wide, VG_NOTE_AGREED, inst);
}

void vg_widen_shared(struct vg_wide *wide, LLVMValueRef inst)
{
    struct vg_shape shape = vg_shape_of(wide->shapes, inst);
    vg_set_scalar(wide, inst, vg_clone_scalar(wide, inst));
    if (shape.guarded)
        set_guards(wide, inst);
    if (shape.checked)
        expect_check(wide, inst);
}

/* ---- Operations on vectors of OpenCL C that treat all components alike ---- */

static bool is_vector(LLVMValueRef value)
{
    return LLVMGetTypeKind(LLVMTypeOf(value)) == LLVMVectorTypeKind;
}

static bool keeps_count(LLVMValueRef cast)
{
    LLVMValueRef operand = LLVMGetOperand(cast, 0);
    return is_vector(operand) &&
           LLVMGetVectorSize(LLVMTypeOf(operand)) == LLVMGetVectorSize(LLVMTypeOf(cast));
}

/* Operands whose components are at hand as they lie in memory stay so: no shuffles are needed. */
static bool stays_flat(struct vg_wide *wide, LLVMValueRef inst)
{
    LLVMOpcode opcode = LLVMGetInstructionOpcode(inst);
    bool plain = LLVMIsABinaryOperator(inst) || LLVMIsACastInst(inst) || LLVMIsACmpInst(inst) ||
                 opcode == LLVMFNeg || opcode == LLVMFreeze || opcode == LLVMSelect;
    if (!plain || !is_vector(inst) || vg_is_division(opcode) || (opcode == LLVMBitCast && !keeps_count(inst)))
        return false;
    bool any = false;
    for (unsigned i = 0; i < (unsigned)LLVMGetNumOperands(inst); i++) {
        LLVMValueRef operand = LLVMGetOperand(inst, i);
        if (!is_vector(operand) ? !vg_is_uniform(wide->shapes, operand) : !vg_has_flat(wide, operand))
            return false;
        any |= is_vector(operand) && !vg_is_uniform(wide->shapes, operand);
    }
    return any;
}

static LLVMValueRef flat_operand(struct vg_wide *wide, LLVMValueRef inst, unsigned index)
{
    LLVMValueRef operand = LLVMGetOperand(inst, index);
    return is_vector(operand) ? vg_flat(wide, operand) : vg_scalar(wide, operand);
}

static LLVMValueRef widen_flat(struct vg_wide *wide, LLVMValueRef inst)
{
    LLVMOpcode opcode = LLVMGetInstructionOpcode(inst);
    LLVMValueRef a = flat_operand(wide, inst, 0);
    LLVMValueRef b = LLVMGetNumOperands(inst) > 1 ? flat_operand(wide, inst, 1) : NULL;
    LLVMTypeRef element = LLVMGetElementType(LLVMTypeOf(inst));
    LLVMTypeRef type = LLVMVectorType(element, LLVMGetVectorSize(LLVMTypeOf(inst)) * wide->width);
    switch (opcode) {
    case LLVMICmp:
        return LLVMBuildICmp(wide->b, LLVMGetICmpPredicate(inst), a, b, "");
    case LLVMFCmp:
        return LLVMBuildFCmp(wide->b, LLVMGetFCmpPredicate(inst), a, b, "");
    case LLVMSelect:
        return LLVMBuildSelect(wide->b, a, b, flat_operand(wide, inst, 2), "");
    case LLVMFNeg:
        return LLVMBuildFNeg(wide->b, a, "");
    case LLVMFreeze:
        return LLVMBuildFreeze(wide->b, a, "");
    default:
        return b ? LLVMBuildBinOp(wide->b, opcode, a, b, "") : LLVMBuildCast(wide->b, opcode, a, type, "");
    }
}

static void widen_varying(struct vg_wide *wide, LLVMValueRef inst)
{
    if (stays_flat(wide, inst)) {
        LLVMValueRef flat = widen_flat(wide, inst);
        copy_flags(inst, flat);
        vg_set_flat(wide, inst, flat);
        return;
    }
    switch (LLVMGetInstructionOpcode(inst)) {
    case LLVMExtractElement:
        widen_extract(wide, inst);
        return;
    case LLVMInsertElement:
        widen_insert(wide, inst);
        return;
    case LLVMShuffleVector:
        widen_shuffle(wide, inst);
        return;
    case LLVMExtractValue:
        widen_extract_value(wide, inst);
        return;
    case LLVMInsertValue:
        widen_insert_value(wide, inst);
        return;
    case LLVMBitCast:
        widen_bitcast(wide, inst);
        return;
    default:
        break;
    }
    for (unsigned c = 0; c < vg_wide_value(wide, inst)->components; c++) {
        LLVMValueRef lanes = widen_plain(wide, inst, c);
        copy_flags(inst, lanes);
        vg_set_lanes(wide, inst, c, lanes);
    }
}

/* A private array small enough for the C stack: those of all lanes in one. */
static void widen_alloca(struct vg_wide *wide, LLVMValueRef inst)
{
    enum { VECTOR_ALIGN = 32 };
    uint64_t bytes = LLVMABISizeOfType(wide->gen->layout, LLVMGetAllocatedType(inst));
    bytes *= LLVMConstIntGetZExtValue(LLVMGetOperand(inst, 0));
    uint64_t stride = vg_simd_array_stride(wide->gen, inst);
    LLVMTypeRef type = LLVMArrayType2(wide->i8, (bytes > stride ? bytes : stride) * wide->width);
    LLVMValueRef all = vg_variable(wide, type, "private");
    LLVMSetAlignment(all, LLVMGetAlignment(inst) > VECTOR_ALIGN ? LLVMGetAlignment(inst) : VECTOR_ALIGN);
    vg_set_scalar(wide, inst, all);
}

LLVMValueRef vg_widen_guarded(struct vg_wide *wide, LLVMValueRef inst)
{
    LLVMValueRef lanes =
        LLVMIsACallInst(inst) ? vg_widen_intrinsic(wide, inst, 0) : widen_plain(wide, inst, 0);
    copy_flags(inst, lanes);
    return lanes;
}

void vg_widen_instruction(struct vg_wide *wide, LLVMValueRef inst)
{
    struct vg_shape shape = vg_shape_of(wide->shapes, inst);
    switch (LLVMGetInstructionOpcode(inst)) {
    case LLVMLoad:
        vg_widen_load(wide, inst);
        return;
    case LLVMStore:
        vg_widen_store(wide, inst);
        return;
    case LLVMCall:
        vg_widen_call(wide, inst);
        return;
    case LLVMAtomicRMW:
    case LLVMAtomicCmpXchg:
        vg_widen_atomic(wide, inst);
        return;
    case LLVMAlloca:
        widen_alloca(wide, inst);
        return;
    case LLVMFence:
        LLVMInsertIntoBuilder(wide->b, LLVMInstructionClone(inst));
        return;
    default:
        break;
    }
    if (shape.kind == VG_SHAPE_VARYING || shape.kind == VG_SHAPE_UNKNOWN) {
        widen_varying(wide, inst);
        return;
    }
    vg_widen_shared(wide, inst);
}
