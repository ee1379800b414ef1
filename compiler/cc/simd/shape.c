/* SPDX-License-Identifier: MIT */
/* Shapes of values and divergence of control flow, in one optimistic fixpoint: see shape.h. A value starts
 * unknown and goes down from uniform over strided to varying; a branch on anything but a uniform condition
 * makes the blocks up to where its ways meet again divergent, which makes phis there varying. */
#include "compiler/cc/simd/shape.h"

#include <string.h>

#include "base/alloc.h"
#include "compiler/cc/simd/simd.h"
#include "compiler/cc/special.h"

static const struct vg_shape uniform = {
    .kind = VG_SHAPE_UNIFORM, .align = 1, .no_sign_wrap = true, .no_unsign_wrap = true};
static const struct vg_shape varying = {.kind = VG_SHAPE_VARYING, .align = 1};

/* ---- Numbers ---- */

static size_t find_place(const struct vg_shapes *shapes, LLVMValueRef value)
{
    size_t place = ((uintptr_t)value >> 4) * UINT64_C(0x9E3779B97F4A7C15) >> 20 & shapes->mask;
    while (shapes->keys[place] && shapes->keys[place] != value)
        place = (place + 1) & shapes->mask;
    return place;
}

size_t vg_shapes_number(const struct vg_shapes *shapes, LLVMValueRef value)
{
    size_t place = find_place(shapes, value);
    return shapes->keys[place] ? shapes->numbers[place] : VG_NONE;
}

static void add_value(struct vg_shapes *shapes, LLVMValueRef value, struct vg_shape shape)
{
    size_t place = find_place(shapes, value);
    shapes->keys[place] = value;
    shapes->numbers[place] = shapes->count;
    shapes->values[shapes->count] = value;
    shapes->shapes[shapes->count++] = shape;
}

static void number_values(struct vg_shapes *shapes, LLVMValueRef function)
{
    size_t total = LLVMCountParams(function), slots = 64;
    VG_EACH_BLOCK (block, function)
        VG_EACH_INST (inst, block)
            total++;
    while (slots < total * 2)
        slots *= 2;
    shapes->mask = slots - 1;
    shapes->keys = vg_need(slots, sizeof *shapes->keys);
    shapes->numbers = vg_need(slots, sizeof *shapes->numbers);
    shapes->values = vg_need(total, sizeof *shapes->values);
    shapes->shapes = vg_need(total, sizeof *shapes->shapes);
    for (unsigned i = 0; i < LLVMCountParams(function); i++)
        add_value(shapes, LLVMGetParam(function, i),
                  shapes->gen->param_shapes ? shapes->gen->param_shapes[i] : uniform);
    const struct vg_shape unknown = {.align = 1};
    VG_EACH_BLOCK (block, function)
        VG_EACH_INST (inst, block)
            add_value(shapes, inst, unknown);
}

/* ---- Shapes ---- */

/* The power of two that divides a constant; a large one for 0. */
static uint64_t align_of(int64_t value)
{
    return value ? (uint64_t)value & -(uint64_t)value : UINT64_C(1) << 32;
}

struct vg_shape vg_shape_of(const struct vg_shapes *shapes, LLVMValueRef value)
{
    size_t number = vg_shapes_number(shapes, value);
    if (number != VG_NONE)
        return shapes->shapes[number];
    struct vg_shape shape = uniform;
    if (LLVMIsAConstantInt(value) && LLVMGetIntTypeWidth(LLVMTypeOf(value)) <= 64) {
        shape.align = align_of(LLVMConstIntGetSExtValue(value));
        shape.small = LLVMConstIntGetZExtValue(value) < UINT64_C(1) << 31;
    }
    return shape;
}

bool vg_is_uniform(const struct vg_shapes *shapes, LLVMValueRef value)
{
    return vg_shape_of(shapes, value).kind == VG_SHAPE_UNIFORM;
}

static uint64_t least(uint64_t a, uint64_t b)
{
    return a < b ? a : b;
}

static struct vg_shape strided(int64_t stride)
{
    struct vg_shape shape = uniform;
    if (stride == 0)
        return shape;
    shape.kind = VG_SHAPE_STRIDED;
    shape.stride = stride;
    return shape;
}

/* Ids that count up from lane to lane. A vector in which they pass a multiple of 2^31 would have them wrap
 * when narrowed to 32 bits; a program that narrows ids does not run on ranges of that size. */
static struct vg_shape id_shape(uint64_t align)
{
    struct vg_shape shape = strided(1);
    shape.align = align;
    shape.small = true;
    return shape;
}

static struct vg_shape special_shape(const struct vg_shapes *shapes, enum vg_special special,
                                     LLVMValueRef call)
{
    switch (special) {
    case VG_GET_GLOBAL_ID:
    case VG_GET_LOCAL_ID: {
        LLVMValueRef dimension = LLVMGetOperand(call, 0);
        struct vg_shape other = uniform;
        other.small = true;
        if (LLVMConstIntGetZExtValue(dimension) != shapes->gen->lane_dimension)
            return other;
        return id_shape(special == VG_GET_LOCAL_ID ? shapes->width : 1);
    }
    case VG_GET_GLOBAL_LINEAR_ID:
    case VG_GET_LOCAL_LINEAR_ID:
        return strided(1);
    case VG_LANE_ID:
        return id_shape(UINT64_C(1) << 32);
    case VG_LANE_PLACE:
        return strided((int64_t)LLVMConstIntGetZExtValue(LLVMGetOperand(call, 1)));
    default:
        return uniform;
    }
}

static bool is_strided_or_uniform(struct vg_shape shape)
{
    return shape.kind == VG_SHAPE_UNIFORM || shape.kind == VG_SHAPE_STRIDED;
}

static struct vg_shape of_operand(const struct vg_shapes *shapes, LLVMValueRef inst, unsigned index)
{
    return vg_shape_of(shapes, LLVMGetOperand(inst, index));
}

/* Both operands are uniform or strided, the result's stride is known. */
static struct vg_shape combine(struct vg_shape a, struct vg_shape b, int64_t stride, LLVMValueRef inst)
{
    if (stride == 0 && (a.guarded || b.guarded)) /* uniform values have no check */
        return varying;
    struct vg_shape shape = strided(stride);
    bool or = LLVMGetInstructionOpcode(inst) == LLVMOr;
    shape.guarded = a.guarded || b.guarded;
    shape.no_sign_wrap = (or || LLVMGetNSW(inst)) && a.no_sign_wrap && b.no_sign_wrap;
    shape.no_unsign_wrap = (or || LLVMGetNUW(inst)) && a.no_unsign_wrap && b.no_unsign_wrap;
    shape.align = least(a.align, b.align);
    return shape;
}

static struct vg_shape sum(const struct vg_shapes *shapes, LLVMValueRef inst, int sign)
{
    struct vg_shape a = of_operand(shapes, inst, 0), b = of_operand(shapes, inst, 1);
    if (!is_strided_or_uniform(a) || !is_strided_or_uniform(b))
        return varying;
    int64_t stride = (int64_t)((uint64_t)a.stride + (uint64_t)(b.stride * sign));
    return combine(a, b, stride, inst);
}

static struct vg_shape product(struct vg_shape a, LLVMValueRef inst, LLVMValueRef factor, bool shift)
{
    if (a.kind != VG_SHAPE_STRIDED || !LLVMIsAConstantInt(factor))
        return varying;
    int64_t by = LLVMConstIntGetSExtValue(factor), stride = 0;
    unsigned bits = LLVMGetIntTypeWidth(LLVMTypeOf(inst));
    if (shift && (by < 0 || by >= bits))
        return varying;
    if (shift ? by > 62 : by > INT32_MAX || by < INT32_MIN)
        return varying;
    by = shift ? INT64_C(1) << by : by;
    if (__builtin_mul_overflow(a.stride, by, &stride))
        return varying;
    struct vg_shape shape = combine(a, uniform, stride, inst);
    shape.no_sign_wrap |= a.small && bits == 64 && by > 0 && by <= INT64_C(1) << 32;
    shape.no_unsign_wrap |= a.small && bits == 64 && by > 0 && by <= INT64_C(1) << 32;
    shape.align = a.align * align_of(by);
    if (shape.align > UINT64_C(1) << 32)
        shape.align = UINT64_C(1) << 32;
    return shape;
}

/* Whether lane 0 stands so that all lanes have the same quotient by a power of two. */
static bool in_one_block(const struct vg_shapes *shapes, struct vg_shape shape, uint64_t block)
{
    uint64_t span;
    if (__builtin_mul_overflow((uint64_t)shape.stride, (uint64_t)shapes->width, &span))
        return false;
    return shape.stride > 0 && !shape.guarded && span <= block && block % span == 0 &&
           (span & (span - 1)) == 0 && shape.align % span == 0;
}

static struct vg_shape shift_right(const struct vg_shapes *shapes, LLVMValueRef inst, bool is_signed)
{
    struct vg_shape a = of_operand(shapes, inst, 0);
    LLVMValueRef by = LLVMGetOperand(inst, 1);
    if (a.kind != VG_SHAPE_STRIDED || !LLVMIsAConstantInt(by) || LLVMConstIntGetZExtValue(by) > 62)
        return varying;
    int64_t block = INT64_C(1) << LLVMConstIntGetZExtValue(by);
    if (in_one_block(shapes, a, (uint64_t)block))
        return uniform;
    if (a.stride % block != 0)
        return varying;
    struct vg_shape shape = strided(a.stride / block);
    shape.guarded = a.guarded || !(is_signed ? a.no_sign_wrap : a.no_unsign_wrap);
    shape.align = 1;
    return shape;
}

/* A mask of low bits is a remainder, one of high bits rounds down. */
static struct vg_shape mask(const struct vg_shapes *shapes, LLVMValueRef inst)
{
    struct vg_shape a = of_operand(shapes, inst, 0);
    LLVMValueRef by = LLVMGetOperand(inst, 1);
    if (a.kind != VG_SHAPE_STRIDED || !LLVMIsAConstantInt(by) || LLVMGetIntTypeWidth(LLVMTypeOf(inst)) > 64)
        return varying;
    uint64_t bits = LLVMConstIntGetZExtValue(by);
    int64_t high = LLVMConstIntGetSExtValue(by);
    if (high < 0 && in_one_block(shapes, a, -(uint64_t)high) &&
        ((uint64_t)-high & ((uint64_t)-high - 1)) == 0)
        return uniform;
    if ((bits & (bits + 1)) != 0 || bits == 0)
        return varying;
    struct vg_shape shape = a;
    bool keeps = in_one_block(shapes, a, bits + 1) || (a.small && bits >= INT32_MAX);
    shape.no_sign_wrap = shape.no_unsign_wrap = true;
    shape.guarded = a.guarded || !keeps;
    shape.small = a.small || bits <= INT32_MAX;
    return shape;
}

static struct vg_shape extend(struct vg_shape a, LLVMValueRef inst, bool is_signed)
{
    if (a.kind != VG_SHAPE_STRIDED)
        return varying;
    bool proven = is_signed ? a.no_sign_wrap : a.no_unsign_wrap || (LLVMGetNNeg(inst) && a.no_sign_wrap);
    struct vg_shape shape = a;
    shape.guarded = a.guarded || !proven;
    shape.no_sign_wrap = true;
    shape.no_unsign_wrap = !is_signed || a.small;
    return shape;
}

static struct vg_shape cast(const struct vg_shapes *shapes, LLVMValueRef inst, LLVMOpcode opcode)
{
    LLVMTypeRef to = LLVMTypeOf(inst), from = LLVMTypeOf(LLVMGetOperand(inst, 0));
    struct vg_shape a = of_operand(shapes, inst, 0);
    bool bits = LLVMGetTypeKind(to) == LLVMIntegerTypeKind && LLVMGetTypeKind(from) == LLVMIntegerTypeKind;
    if (a.kind != VG_SHAPE_STRIDED)
        return varying;
    if (bits && (LLVMGetIntTypeWidth(to) == 1 || LLVMGetIntTypeWidth(from) == 1))
        return varying;
    switch (opcode) {
    case LLVMZExt:
        return extend(a, inst, false);
    case LLVMSExt:
        return extend(a, inst, true);
    case LLVMTrunc: {
        struct vg_shape shape = a;
        shape.small = a.small && LLVMGetIntTypeWidth(to) >= 32;
        shape.no_sign_wrap = shape.no_unsign_wrap = shape.small;
        return shape;
    }
    case LLVMPtrToInt:
    case LLVMIntToPtr:
        return LLVMGetTypeKind(to) == LLVMVectorTypeKind || LLVMGetTypeKind(from) == LLVMVectorTypeKind ||
                       (LLVMGetTypeKind(to) == LLVMIntegerTypeKind && LLVMGetIntTypeWidth(to) != 64) ||
                       (LLVMGetTypeKind(from) == LLVMIntegerTypeKind && LLVMGetIntTypeWidth(from) != 64)
                   ? varying
                   : a;
    case LLVMAddrSpaceCast:
        return a;
    case LLVMBitCast:
        return to == from ? a : varying;
    default:
        return varying;
    }
}

static struct vg_shape address(const struct vg_shapes *shapes, LLVMValueRef inst)
{
    struct vg_shape base = of_operand(shapes, inst, 0);
    LLVMTypeRef type = LLVMGetGEPSourceElementType(inst);
    if (!is_strided_or_uniform(base) || LLVMGetTypeKind(LLVMTypeOf(inst)) == LLVMVectorTypeKind)
        return varying;
    int64_t stride = base.stride;
    bool guarded = base.guarded;
    for (unsigned i = 1; i < (unsigned)LLVMGetNumOperands(inst); i++) {
        LLVMValueRef index = LLVMGetOperand(inst, i);
        if (i > 1 && LLVMGetTypeKind(type) == LLVMStructTypeKind) {
            type = LLVMStructGetTypeAtIndex(type, (unsigned)LLVMConstIntGetZExtValue(index));
            continue;
        }
        type = i > 1 ? LLVMGetElementType(type) : type;
        struct vg_shape shape = vg_shape_of(shapes, index);
        if (!is_strided_or_uniform(shape))
            return varying;
        if (shape.kind == VG_SHAPE_STRIDED && LLVMGetIntTypeWidth(LLVMTypeOf(index)) < 64)
            return varying;
        stride += shape.stride * (int64_t)LLVMABISizeOfType(shapes->gen->layout, type);
        guarded |= shape.guarded;
    }
    if (stride == 0 && guarded)
        return varying;
    struct vg_shape shape = strided(stride);
    shape.guarded = guarded;
    return shape;
}

static struct vg_shape choice(const struct vg_shapes *shapes, LLVMValueRef inst)
{
    struct vg_shape a = of_operand(shapes, inst, 1), b = of_operand(shapes, inst, 2);
    if (!vg_is_uniform(shapes, LLVMGetOperand(inst, 0)) || !is_strided_or_uniform(a) ||
        !is_strided_or_uniform(b) || a.stride != b.stride || a.guarded || b.guarded)
        return varying;
    a.align = least(a.align, b.align);
    a.no_sign_wrap &= b.no_sign_wrap;
    a.no_unsign_wrap &= b.no_unsign_wrap;
    a.small &= b.small;
    return a;
}

static bool starts_with(const char *text, const char *prefix)
{
    return strncmp(text, prefix, strlen(prefix)) == 0;
}

bool vg_is_remark(LLVMValueRef call)
{
    static const char *const names[] = {"llvm.lifetime.", "llvm.assume", "llvm.dbg.",
                                        "llvm.experimental.noalias", "llvm.donothing"};
    LLVMValueRef callee = vg_callee(call);
    for (size_t i = 0; callee && i < sizeof names / sizeof *names; i++)
        if (starts_with(vg_name(callee), names[i]))
            return true;
    return false;
}

bool vg_is_pure_call(LLVMValueRef call)
{
    static const char *const effects[] = {"llvm.mem",      "llvm.masked.", "llvm.trap", "llvm.debugtrap",
                                          "llvm.prefetch", "llvm.va_",     "llvm.stack"};
    LLVMValueRef callee = vg_callee(call);
    if (vg_is_late(vg_special_call(call)))
        return true;
    if (!callee || LLVMGetIntrinsicID(callee) == 0)
        return false;
    for (size_t i = 0; i < sizeof effects / sizeof *effects; i++)
        if (starts_with(vg_name(callee), effects[i]))
            return false;
    return true;
}

static bool all_uniform(const struct vg_shapes *shapes, LLVMValueRef inst, unsigned count)
{
    for (unsigned i = 0; i < count; i++)
        if (!vg_is_uniform(shapes, LLVMGetOperand(inst, i)))
            return false;
    return true;
}

/* The smaller or larger of a strided and a uniform value is the strided one as long as no lane is on the
 * other side, and none wraps around. */
static struct vg_shape bounded(const struct vg_shapes *shapes, LLVMValueRef call)
{
    struct vg_shape a = of_operand(shapes, call, 0), b = of_operand(shapes, call, 1);
    bool is_signed = vg_bound_of(call).is_signed;
    struct vg_shape shape = a.kind == VG_SHAPE_STRIDED ? a : b;
    bool one_uniform = a.kind == VG_SHAPE_UNIFORM || b.kind == VG_SHAPE_UNIFORM;
    if (shape.kind != VG_SHAPE_STRIDED || !one_uniform)
        return varying;
    shape.align = 1;
    shape.guarded = true;
    shape.small = a.small && b.small;
    shape.no_sign_wrap |= is_signed;
    shape.no_unsign_wrap = !is_signed || shape.small;
    return shape;
}

struct vg_bound vg_bound_of(LLVMValueRef call)
{
    static const struct {
        const char *prefix;
        struct vg_bound bound;
    } rows[] = {{"llvm.smax.", {true, true, true}},
                {"llvm.smin.", {true, true, false}},
                {"llvm.umax.", {true, false, true}},
                {"llvm.umin.", {true, false, false}}};
    LLVMValueRef callee = vg_callee(call);
    bool scalar = LLVMGetTypeKind(LLVMTypeOf(call)) == LLVMIntegerTypeKind;
    for (size_t i = 0; callee && scalar && i < sizeof rows / sizeof *rows; i++)
        if (starts_with(vg_name(callee), rows[i].prefix))
            return rows[i].bound;
    return (struct vg_bound){0};
}

static struct vg_shape call_shape(const struct vg_shapes *shapes, LLVMValueRef call)
{
    enum vg_special special = vg_special_call(call);
    unsigned count = LLVMGetNumArgOperands(call);
    if (special == VG_LANE_SHUFFLE && !vg_is_uniform(shapes, LLVMGetOperand(call, 0)))
        return vg_is_uniform(shapes, LLVMGetOperand(call, 1)) ? uniform : varying;
    if (special == VG_LANE_FILL)
        return varying;
    if (vg_is_id(special) || vg_is_lanes_together(special) || special == VG_GROUP_SLOTS ||
        special == VG_LANE_PLACE || special == VG_GROUP_PLACE || special == VG_ANY_LANE ||
        vg_is_check_value(special))
        return special_shape(shapes, special, call);
    if (vg_is_remark(call) || LLVMGetTypeKind(LLVMTypeOf(call)) == LLVMVoidTypeKind)
        return uniform;
    if (vg_bound_of(call).is_bound && !all_uniform(shapes, call, count))
        return bounded(shapes, call);
    bool pure = vg_is_pure_call(call) || special == VG_GET_FENCE ||
                (special >= VG_TO_GLOBAL && special <= VG_TO_PRIVATE);
    return pure && all_uniform(shapes, call, count) ? uniform : varying;
}

/* A value of a divergent loop that is used behind it: lanes leave with what it was in their last turn. */
static bool left_in_turns(const struct vg_shapes *shapes, LLVMValueRef value, size_t from, size_t to)
{
    const struct vg_graph *graph = shapes->graph;
    if (!LLVMIsAInstruction(value))
        return false;
    size_t home = vg_flow_number(&graph->flow, LLVMGetInstructionParent(value));
    for (size_t l = graph->loop_of[from]; l != VG_NONE; l = graph->loops[l].parent)
        if (shapes->loop_divergent[l] && !vg_graph_inside(graph, l, to) && vg_graph_inside(graph, l, home))
            return true;
    return false;
}

static bool leaves_divergent_loop(const struct vg_shapes *shapes, size_t from, size_t to)
{
    const struct vg_graph *graph = shapes->graph;
    for (size_t l = graph->loop_of[from]; l != VG_NONE; l = graph->loops[l].parent)
        if (shapes->loop_divergent[l] && !vg_graph_inside(graph, l, to))
            return true;
    return false;
}

/* Unknown incoming values are left out: the next round knows more. */
static struct vg_shape phi_shape(const struct vg_shapes *shapes, LLVMValueRef phi, size_t block)
{
    struct vg_shape result = {.align = 1};
    unsigned count = LLVMCountIncoming(phi);
    bool same = true, in_turns = false, meets = shapes->join[block];
    for (unsigned i = 0; i < count; i++) {
        LLVMValueRef value = LLVMGetIncomingValue(phi, i);
        size_t from = vg_flow_number(&shapes->graph->flow, LLVMGetIncomingBlock(phi, i));
        same &= value == LLVMGetIncomingValue(phi, 0);
        in_turns |= left_in_turns(shapes, value, from, block);
        meets |= leaves_divergent_loop(shapes, from, block);
        struct vg_shape shape = vg_shape_of(shapes, value);
        if (shape.kind == VG_SHAPE_UNKNOWN)
            continue;
        if (result.kind == VG_SHAPE_UNKNOWN) {
            result = shape;
            continue;
        }
        if (shape.kind != result.kind || shape.stride != result.stride)
            return varying;
        result.align = least(result.align, shape.align);
        result.no_sign_wrap &= shape.no_sign_wrap;
        result.no_unsign_wrap &= shape.no_unsign_wrap;
        result.small &= shape.small;
        result.guarded |= shape.guarded;
    }
    if (in_turns || (meets && !same) || result.guarded)
        return varying;
    return result;
}

static struct vg_shape division(const struct vg_shapes *shapes, LLVMValueRef inst)
{
    struct vg_shape a = of_operand(shapes, inst, 0);
    LLVMValueRef by = LLVMGetOperand(inst, 1);
    if (a.kind != VG_SHAPE_STRIDED || !LLVMIsAConstantInt(by) || !a.no_unsign_wrap)
        return varying;
    uint64_t block = LLVMConstIntGetZExtValue(by);
    return block && in_one_block(shapes, a, block & -block) ? uniform : varying;
}

/* A remainder by a divisor that all lanes share, as long as no lane starts anew. */
static struct vg_shape rest(const struct vg_shapes *shapes, LLVMValueRef inst, bool is_signed)
{
    struct vg_shape a = of_operand(shapes, inst, 0);
    bool linear = is_signed ? a.no_sign_wrap : a.no_unsign_wrap;
    if (a.kind != VG_SHAPE_STRIDED || a.stride < 0 || !linear ||
        !vg_is_uniform(shapes, LLVMGetOperand(inst, 1)))
        return varying;
    a.align = 1;
    a.guarded = true;
    a.no_sign_wrap = a.no_unsign_wrap = true;
    return a;
}

static struct vg_shape transfer(const struct vg_shapes *shapes, LLVMValueRef inst, size_t block)
{
    LLVMOpcode opcode = LLVMGetInstructionOpcode(inst);
    switch (opcode) {
    case LLVMPHI:
        return phi_shape(shapes, inst, block);
    case LLVMCall:
        return call_shape(shapes, inst);
    case LLVMAlloca:
        return strided((int64_t)vg_simd_array_stride(shapes->gen, inst));
    case LLVMAtomicRMW:
    case LLVMAtomicCmpXchg:
        return varying;
    default:
        break;
    }
    unsigned count = (unsigned)LLVMGetNumOperands(inst);
    if (LLVMIsATerminatorInst(inst) || all_uniform(shapes, inst, count))
        return uniform;
    if (LLVMGetTypeKind(LLVMTypeOf(inst)) == LLVMVectorTypeKind)
        return varying;
    switch (opcode) {
    case LLVMAdd:
        return sum(shapes, inst, 1);
    case LLVMSub:
        return sum(shapes, inst, -1);
    case LLVMMul:
        return product(of_operand(shapes, inst, 0), inst, LLVMGetOperand(inst, 1), false);
    case LLVMShl:
        return product(of_operand(shapes, inst, 0), inst, LLVMGetOperand(inst, 1), true);
    case LLVMLShr:
        return shift_right(shapes, inst, false);
    case LLVMAShr:
        return shift_right(shapes, inst, true);
    case LLVMUDiv:
        return division(shapes, inst);
    case LLVMURem:
        return rest(shapes, inst, false);
    case LLVMSRem:
        return rest(shapes, inst, true);
    case LLVMAnd:
        return mask(shapes, inst);
    case LLVMOr: /* without common bits it is a sum that does not overflow */
        return LLVMGetIsDisjoint(inst) ? sum(shapes, inst, 1) : varying;
    case LLVMGetElementPtr:
        return address(shapes, inst);
    case LLVMSelect:
        return choice(shapes, inst);
    case LLVMFreeze:
        return of_operand(shapes, inst, 0);
    default:
        return cast(shapes, inst, opcode);
    }
}

/* ---- Divergence ---- */

static bool set(bool *flag)
{
    bool changed = !*flag;
    *flag = true;
    return changed;
}

/* A loop whose lanes may leave a divergent loop around it is divergent itself. */
static bool spread_to_inner_loops(struct vg_shapes *shapes)
{
    const struct vg_graph *graph = shapes->graph;
    bool changed = false;
    for (size_t i = 0; i < graph->order_count; i++) {
        size_t block = graph->order[i];
        for (unsigned s = 0; s < graph->succ_count[block]; s++) {
            size_t to = graph->succs[block][s];
            if (!leaves_divergent_loop(shapes, block, to))
                continue;
            for (size_t l = graph->loop_of[block]; l != VG_NONE; l = graph->loops[l].parent)
                if (!vg_graph_inside(graph, l, to))
                    changed |= set(&shapes->loop_divergent[l]);
        }
    }
    return changed;
}

static size_t add_successors(const struct vg_graph *graph, size_t block, size_t *queue, size_t queued,
                             bool *seen)
{
    for (unsigned s = 0; s < graph->succ_count[block]; s++)
        if (set(&seen[graph->succs[block][s]]))
            queue[queued++] = graph->succs[block][s];
    return queued;
}

static size_t reachable_preds(const struct vg_graph *graph, size_t block)
{
    size_t count = 0;
    for (size_t p = graph->flow.pred_at[block]; p < graph->flow.pred_at[block + 1]; p++)
        count += graph->rank[graph->flow.preds[p]] != VG_NONE;
    return count;
}

/* Blocks that lanes can come to from a branch before they reach `end`; gives their number. queue and seen
 * have room for all blocks and the end. */
static size_t blocks_between(const struct vg_graph *graph, size_t block, size_t end, size_t *queue,
                             bool *seen)
{
    memset(seen, 0, (graph->count + 1) * sizeof *seen);
    size_t queued = add_successors(graph, block, queue, 0, seen);
    for (size_t i = 0; i < queued; i++)
        if (queue[i] != end)
            queued = add_successors(graph, queue[i], queue, queued, seen);
    return queued;
}

/* The innermost loop that holds a branch and the block where its ways meet, but that lanes leave in between,
 * to come back in a turn of a loop around it. */
static size_t left_in_between(const struct vg_graph *graph, size_t block, size_t end, const size_t *queue,
                              size_t queued)
{
    for (size_t l = graph->loop_of[block]; l != VG_NONE; l = graph->loops[l].parent)
        for (size_t i = 0; end != graph->count && vg_graph_inside(graph, l, end) && i < queued; i++)
            if (!vg_graph_inside(graph, l, queue[i]))
                return l;
    return VG_NONE;
}

/* The block at which all lanes that part at a branch have met again, in one turn of each loop around it;
 * fills the queue with what lies between. */
static size_t meeting_point(const struct vg_graph *graph, size_t block, size_t *queue, size_t *queued,
                            bool *seen)
{
    size_t end = graph->post_dominator[block];
    for (;;) {
        *queued = blocks_between(graph, block, end, queue, seen);
        size_t loop = left_in_between(graph, block, end, queue, *queued);
        if (loop == VG_NONE)
            return end;
        while (end != graph->count && vg_graph_inside(graph, loop, end))
            end = graph->post_dominator[end];
    }
}

/* The branch of a block is divergent: marks what lies between it and the point where its ways have met. */
static bool mark_divergent(struct vg_shapes *shapes, size_t block)
{
    const struct vg_graph *graph = shapes->graph;
    size_t *queue = vg_need(graph->count + 2, sizeof *queue), queued;
    bool *seen = vg_need(graph->count + 1, sizeof *seen), changed = false;
    size_t end = meeting_point(graph, block, queue, &queued, seen);
    for (size_t l = graph->loop_of[block]; l != VG_NONE; l = graph->loops[l].parent)
        if (end == graph->count || !vg_graph_inside(graph, l, end))
            changed |= set(&shapes->loop_divergent[l]);
    for (size_t i = 0; i < queued; i++) {
        size_t at = queue[i];
        if (reachable_preds(graph, at) > 1 && !vg_graph_is_header(graph, at))
            changed |= set(&shapes->join[at]);
        if (at != end)
            changed |= set(&shapes->divergent[at]);
    }
    changed |= spread_to_inner_loops(shapes);
    vg_free(queue);
    vg_free(seen);
    return changed;
}

static bool check_branch(struct vg_shapes *shapes, size_t block)
{
    LLVMValueRef last = LLVMGetBasicBlockTerminator(shapes->graph->flow.blocks[block]);
    if (shapes->splits[block] || shapes->graph->succ_count[block] < 2)
        return false;
    if (shapes->agreed && shapes->agreed[block])
        return false;
    struct vg_shape shape = vg_shape_of(shapes, LLVMGetCondition(last));
    if (shape.kind == VG_SHAPE_UNIFORM || shape.kind == VG_SHAPE_UNKNOWN)
        return false;
    shapes->splits[block] = true;
    mark_divergent(shapes, block);
    return true;
}

static bool same_shape(struct vg_shape a, struct vg_shape b)
{
    return a.kind == b.kind && a.stride == b.stride && a.align == b.align && a.guarded == b.guarded &&
           a.no_sign_wrap == b.no_sign_wrap && a.no_unsign_wrap == b.no_unsign_wrap && a.small == b.small &&
           a.checked == b.checked;
}

/* Shapes only go down, so that the rounds end; what else changes only makes promises weaker. */
static struct vg_shape lower(struct vg_shape old, struct vg_shape new)
{
    if (old.kind == VG_SHAPE_UNKNOWN)
        return new;
    if (new.kind < old.kind ||
        (old.kind == VG_SHAPE_STRIDED && new.kind == VG_SHAPE_STRIDED &&new.stride != old.stride) ||
        (old.kind == VG_SHAPE_UNIFORM && new.kind == VG_SHAPE_STRIDED))
        return varying;
    new.align = least(old.align, new.align);
    new.guarded |= old.guarded;
    new.no_sign_wrap &= old.no_sign_wrap;
    new.no_unsign_wrap &= old.no_unsign_wrap;
    new.small &= old.small;
    return new;
}

static bool visit(struct vg_shapes *shapes, LLVMValueRef inst, size_t block)
{
    struct vg_shape *at = &shapes->shapes[vg_shapes_number(shapes, inst)];
    if (at->kind == VG_SHAPE_VARYING)
        return false;
    struct vg_shape shape = transfer(shapes, inst, block);
    if (shape.kind == VG_SHAPE_UNKNOWN)
        return false;
    shape.checked =
        shape.guarded && shapes->early_end &&
        (size_t)(at - shapes->shapes) < shapes->early_end[block]; /* of its own, not an operand's */
    shape.guarded &= !shape.checked;
    shape = lower(*at, shape);
    bool changed = !same_shape(shape, *at);
    *at = shape;
    return changed;
}

static void find_shapes(struct vg_shapes *shapes)
{
    const struct vg_graph *graph = shapes->graph;
    for (bool changed = true; changed;) {
        changed = false;
        for (size_t i = 0; i < graph->order_count; i++) {
            size_t block = graph->order[i];
            VG_EACH_INST (inst, graph->flow.blocks[block])
                changed |= visit(shapes, inst, block);
            changed |= check_branch(shapes, block);
        }
    }
}

void vg_shapes_init(struct vg_shapes *shapes, struct vg_gen *gen, const struct vg_graph *graph,
                    LLVMValueRef function, unsigned width)
{
    *shapes = (struct vg_shapes){.gen = gen, .graph = graph, .width = width};
    number_values(shapes, function);
    shapes->divergent = vg_need(graph->count + 1, sizeof(bool));
    shapes->join = vg_need(graph->count + 1, sizeof(bool));
    shapes->splits = vg_need(graph->count + 1, sizeof(bool));
    shapes->loop_divergent = vg_need(graph->loop_count, sizeof(bool));
    find_shapes(shapes);
}

void vg_shapes_again(struct vg_shapes *shapes)
{
    const struct vg_graph *graph = shapes->graph;
    const struct vg_shape unknown = {.align = 1};
    for (size_t i = 0; i < shapes->count; i++)
        if (LLVMIsAInstruction(shapes->values[i]))
            shapes->shapes[i] = unknown;
    memset(shapes->divergent, 0, graph->count * sizeof(bool));
    memset(shapes->join, 0, graph->count * sizeof(bool));
    memset(shapes->splits, 0, graph->count * sizeof(bool));
    memset(shapes->loop_divergent, 0, graph->loop_count * sizeof(bool));
    find_shapes(shapes);
}

void vg_shapes_finish(struct vg_shapes *shapes)
{
    vg_free(shapes->keys);
    vg_free(shapes->numbers);
    vg_free(shapes->values);
    vg_free(shapes->shapes);
    vg_free(shapes->divergent);
    vg_free(shapes->join);
    vg_free(shapes->splits);
    vg_free(shapes->loop_divergent);
    vg_free(shapes->agreed);
    vg_free(shapes->early_end);
    *shapes = (struct vg_shapes){0};
}
