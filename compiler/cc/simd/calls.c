/* SPDX-License-Identifier: MIT */
/* Calls and atomic operations. Intrinsics without effects have vector forms; what is left runs lane by lane
 * in order. An atomic reduction of all lanes into one place is done in registers first. */
#include <string.h>

#include "compiler/cc/late.h"
#include "compiler/cc/simd/wide.h"
#include "compiler/cc/special.h"

enum { ARGS_MOST = 8 };

/* ---- Intrinsics ---- */

/* Operands that all lanes share, a bit for each. */
static unsigned scalar_operands(const char *name)
{
    static const struct {
        const char *prefix;
        unsigned operands;
    } rows[] = {{"llvm.powi.", 2},       {"llvm.ctlz.", 2},    {"llvm.cttz.", 2},   {"llvm.abs.", 2},
                {"llvm.is.fpclass.", 2}, {"llvm.smul.fix", 4}, {"llvm.umul.fix", 4}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (strncmp(name, rows[i].prefix, strlen(rows[i].prefix)) == 0)
            return rows[i].operands;
    return 0;
}

/* The types that an intrinsic is overloaded by, after its name; false when the pattern is not known. */
static unsigned overloads(struct vg_wide *wide, LLVMValueRef call, unsigned c, LLVMTypeRef *types)
{
    LLVMTypeRef results[VG_COMPONENTS_MOST], first[VG_COMPONENTS_MOST], second[VG_COMPONENTS_MOST];
    const char *name = vg_name(vg_callee(call));
    vg_components(LLVMTypeOf(call), results);
    vg_components(LLVMTypeOf(LLVMGetOperand(call, 0)), first);
    bool by_argument = strncmp(name, "llvm.is.fpclass.", 16) == 0;
    types[0] = vg_wide_type(wide, by_argument ? first[c] : results[c]);
    if (strncmp(name, "llvm.ldexp.", 11) == 0) {
        vg_components(LLVMTypeOf(LLVMGetOperand(call, 1)), second);
        types[1] = vg_wide_type(wide, second[c]);
        return 2;
    }
    if (strncmp(name, "llvm.powi.", 10) == 0) {
        types[1] = LLVMTypeOf(LLVMGetOperand(call, 1));
        return 2;
    }
    bool converts = strncmp(name, "llvm.fpto", 9) == 0 || strncmp(name, "llvm.lrint", 10) == 0 ||
                    strncmp(name, "llvm.llrint", 11) == 0 || strncmp(name, "llvm.scmp", 9) == 0 ||
                    strncmp(name, "llvm.ucmp", 9) == 0;
    types[1] = vg_wide_type(wide, first[c]);
    return converts ? 2 : 1;
}

static bool is_elementwise(LLVMValueRef call)
{
    const char *name = vg_name(vg_callee(call));
    if (strncmp(name, "llvm.vector.", 12) == 0 || strncmp(name, "llvm.x86.", 9) == 0)
        return false;
    LLVMTypeKind kind = LLVMGetTypeKind(LLVMTypeOf(call));
    return kind != LLVMStructTypeKind && LLVMGetNumArgOperands(call) > 0;
}

static bool is_shared(unsigned shared, unsigned operand)
{
    return shared >> operand & 1;
}

LLVMValueRef vg_widen_intrinsic(struct vg_wide *wide, LLVMValueRef call, unsigned component)
{
    LLVMTypeRef types[2];
    LLVMValueRef callee = vg_callee(call), args[ARGS_MOST];
    unsigned id = LLVMGetIntrinsicID(callee), count = LLVMGetNumArgOperands(call);
    unsigned shared = scalar_operands(vg_name(callee)), type_count = overloads(wide, call, component, types);
    for (unsigned i = 0; i < count; i++) {
        LLVMValueRef operand = LLVMGetOperand(call, i);
        args[i] = is_shared(shared, i) ? vg_scalar(wide, operand) : vg_lanes(wide, operand, component);
    }
    LLVMValueRef function = LLVMGetIntrinsicDeclaration(wide->gen->module, id, types, type_count);
    LLVMTypeRef type = LLVMIntrinsicGetType(wide->gen->context, id, types, type_count);
    LLVMValueRef lanes = LLVMBuildCall2(wide->b, type, function, args, count, "");
    if (LLVMCanValueUseFastMathFlags(call) && LLVMCanValueUseFastMathFlags(lanes))
        LLVMSetFastMathFlags(lanes, LLVMGetFastMathFlags(call));
    return lanes;
}

static bool is_vector(LLVMValueRef value)
{
    return LLVMGetTypeKind(LLVMTypeOf(value)) == LLVMVectorTypeKind;
}

/* Vectors of OpenCL C whose components are at hand as they lie in memory stay so. */
static bool stays_flat(struct vg_wide *wide, LLVMValueRef call, unsigned shared)
{
    LLVMTypeRef types[2];
    bool any = false;
    if (!is_vector(call) || overloads(wide, call, 0, types) != 1)
        return false;
    for (unsigned i = 0; i < LLVMGetNumArgOperands(call); i++) {
        LLVMValueRef operand = LLVMGetOperand(call, i);
        bool fits = is_vector(operand) &&
                    LLVMGetVectorSize(LLVMTypeOf(operand)) == LLVMGetVectorSize(LLVMTypeOf(call));
        if (!is_shared(shared, i) && !(fits && vg_has_flat(wide, operand)))
            return false;
        any |= !is_shared(shared, i) && !vg_is_uniform(wide->shapes, operand);
    }
    return any;
}

static void widen_flat(struct vg_wide *wide, LLVMValueRef call, unsigned shared)
{
    LLVMValueRef args[ARGS_MOST];
    bool by_argument = strncmp(vg_name(vg_callee(call)), "llvm.is.fpclass.", 16) == 0;
    LLVMTypeRef own = LLVMTypeOf(by_argument ? LLVMGetOperand(call, 0) : call);
    LLVMTypeRef type = LLVMVectorType(LLVMGetElementType(own), LLVMGetVectorSize(own) * wide->width);
    unsigned id = LLVMGetIntrinsicID(vg_callee(call)), count = LLVMGetNumArgOperands(call);
    for (unsigned i = 0; i < count; i++) {
        LLVMValueRef operand = LLVMGetOperand(call, i);
        args[i] = is_shared(shared, i) ? vg_scalar(wide, operand) : vg_flat(wide, operand);
    }
    LLVMValueRef function = LLVMGetIntrinsicDeclaration(wide->gen->module, id, &type, 1);
    LLVMTypeRef function_type = LLVMIntrinsicGetType(wide->gen->context, id, &type, 1);
    LLVMValueRef flat = LLVMBuildCall2(wide->b, function_type, function, args, count, "");
    if (LLVMCanValueUseFastMathFlags(call) && LLVMCanValueUseFastMathFlags(flat))
        LLVMSetFastMathFlags(flat, LLVMGetFastMathFlags(call));
    vg_set_flat(wide, call, flat);
}

static void widen_intrinsic(struct vg_wide *wide, LLVMValueRef call)
{
    unsigned count = LLVMGetNumArgOperands(call), shared = scalar_operands(vg_name(vg_callee(call)));
    for (unsigned i = 0; i < count; i++)
        if (is_shared(shared, i) && !vg_is_uniform(wide->shapes, LLVMGetOperand(call, i)))
            shared = ~0u;
    if (!is_elementwise(call) || count > ARGS_MOST || shared == ~0u) {
        vg_widen_by_lane(wide, call);
        return;
    }
    if (stays_flat(wide, call, shared)) {
        widen_flat(wide, call, shared);
        return;
    }
    for (unsigned c = 0; c < vg_wide_value(wide, call)->components; c++)
        vg_set_lanes(wide, call, c, vg_widen_intrinsic(wide, call, c));
}

/* ---- Reductions of a work-item's own vector: between its components ---- */

static LLVMOpcode reduction_opcode(LLVMValueRef call)
{
    static const struct {
        const char *prefix;
        LLVMOpcode opcode;
    } rows[] = {{"llvm.vector.reduce.and.", LLVMAnd},
                {"llvm.vector.reduce.or.", LLVMOr},
                {"llvm.vector.reduce.xor.", LLVMXor},
                {"llvm.vector.reduce.add.", LLVMAdd},
                {"llvm.vector.reduce.mul.", LLVMMul}};
    const char *name = vg_name(vg_callee(call));
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (strncmp(name, rows[i].prefix, strlen(rows[i].prefix)) == 0)
            return rows[i].opcode;
    return (LLVMOpcode)0;
}

static bool widen_reduction(struct vg_wide *wide, LLVMValueRef call)
{
    LLVMOpcode opcode = reduction_opcode(call);
    LLVMValueRef vector = LLVMGetOperand(call, 0);
    if (opcode == (LLVMOpcode)0)
        return false;
    LLVMValueRef result = vg_lanes(wide, vector, 0);
    for (unsigned c = 1; c < LLVMGetVectorSize(LLVMTypeOf(vector)); c++)
        result = LLVMBuildBinOp(wide->b, opcode, result, vg_lanes(wide, vector, c), "");
    vg_set_lanes(wide, call, 0, result);
    return true;
}

/* ---- Functions that become instructions later: late.h ---- */

static bool is_pointer(LLVMValueRef value)
{
    return LLVMGetTypeKind(LLVMTypeOf(value)) == LLVMPointerTypeKind;
}

static bool late_stays_flat(struct vg_wide *wide, LLVMValueRef call)
{
    for (unsigned i = 0; i < LLVMGetNumArgOperands(call); i++)
        if (!is_pointer(LLVMGetOperand(call, i)) && !vg_has_flat(wide, LLVMGetOperand(call, i)))
            return false;
    return is_vector(call);
}

/* Lanes that take no part read the first pair of a table. */
static LLVMValueRef safe_places(struct vg_wide *wide, LLVMValueRef places)
{
    int from[VG_ELEMENTS_MOST];
    unsigned count = LLVMGetVectorSize(LLVMTypeOf(places));
    if (!wide->mask)
        return places;
    for (unsigned i = 0; i < count; i++)
        from[i] = (int)(i / (count / wide->width));
    LLVMValueRef mask = vg_shuffle(wide, wide->mask, NULL, from, count);
    return LLVMBuildSelect(wide->b, mask, places, LLVMConstNull(LLVMTypeOf(places)), "");
}

/* Of one component, or of all as they lie in memory. */
static LLVMValueRef call_late(struct vg_wide *wide, LLVMValueRef call, bool flat, unsigned component)
{
    LLVMValueRef args[ARGS_MOST], callee = vg_callee(call);
    unsigned count = LLVMGetNumArgOperands(call), last = count - 1;
    for (unsigned i = 0; i < count; i++) {
        LLVMValueRef operand = LLVMGetOperand(call, i);
        if (is_pointer(operand))
            args[i] = vg_scalar(wide, operand);
        else
            args[i] = flat ? vg_flat(wide, operand) : vg_lanes(wide, operand, component);
    }
    if (vg_special_call(call) == VG_LOOKUP)
        args[last] = safe_places(wide, args[last]);
    unsigned lanes = LLVMGetVectorSize(LLVMTypeOf(args[last]));
    LLVMValueRef function =
        vg_late_declare(wide->gen, vg_name(callee), LLVMGlobalGetValueType(callee), lanes);
    return LLVMBuildCall2(wide->b, LLVMGlobalGetValueType(function), function, args, count, "");
}

static void widen_late(struct vg_wide *wide, LLVMValueRef call)
{
    if (late_stays_flat(wide, call)) {
        vg_set_flat(wide, call, call_late(wide, call, true, 0));
        return;
    }
    for (unsigned c = 0; c < vg_wide_value(wide, call)->components; c++)
        vg_set_lanes(wide, call, c, call_late(wide, call, false, c));
}

/* What checked code found, told once for all lanes: the first one's operands and how many there are, which is
 * the last operand. */
static void widen_report(struct vg_wide *wide, LLVMValueRef call)
{
    LLVMValueRef bits = vg_mask_bits(wide, vg_mask(wide)), copy = LLVMInstructionClone(call);
    LLVMTypeRef type = LLVMTypeOf(bits);
    LLVMValueRef args[] = {bits, vg_int(wide->gen->context, 1, true)};
    LLVMValueRef first = vg_call_intrinsic(wide, "llvm.cttz", &type, 1, args, 2);
    LLVMValueRef lanes = vg_call_intrinsic(wide, "llvm.ctpop", &type, 1, args, 1);
    unsigned last = LLVMGetNumArgOperands(call) - 1;
    for (unsigned i = 0; i < last; i++) {
        LLVMValueRef operand = LLVMGetOperand(call, i);
        bool shared = vg_is_uniform(wide->shapes, operand);
        LLVMSetOperand(copy, i,
                       shared ? vg_scalar(wide, operand)
                              : LLVMBuildExtractElement(wide->b, vg_lanes(wide, operand, 0), first, ""));
    }
    LLVMTypeRef count = LLVMTypeOf(LLVMGetOperand(call, last));
    LLVMSetOperand(copy, last, LLVMBuildIntCast2(wide->b, lanes, count, false, ""));
    LLVMInsertIntoBuilder(wide->b, copy);
}

void vg_widen_call(struct vg_wide *wide, LLVMValueRef call)
{
    enum vg_special special = vg_special_call(call);
    struct vg_shape shape = vg_shape_of(wide->shapes, call);
    if (vg_widen_lanes(wide, call) || vg_is_remark(call) || vg_widen_outlined(wide, call))
        return;
    if (special == VG_FENCE)
        vg_clone_scalar(wide, call);
    else if (LLVMGetTypeKind(LLVMTypeOf(call)) != LLVMVoidTypeKind && shape.kind != VG_SHAPE_VARYING)
        vg_widen_shared(wide, call);
    else if (special == VG_CHECK_REPORT)
        widen_report(wide, call);
    else if (vg_is_late(special))
        widen_late(wide, call);
    else if (vg_is_pure_call(call) && widen_reduction(wide, call))
        return;
    else if (vg_is_pure_call(call))
        widen_intrinsic(wide, call);
    else
        vg_widen_by_lane(wide, call);
}

/* ---- Atomic operations ---- */

struct reduction {
    const char *name;                     /* of the intrinsic that reduces a vector */
    uint64_t identity_low, identity_high; /* with all bits below the sign, the sign */
};

static const struct reduction *reduction_of(LLVMAtomicRMWBinOp operation)
{
    static const struct reduction add = {"llvm.vector.reduce.add", 0, 0},
                                  or = {"llvm.vector.reduce.or", 0, 0},
                                  xor = {"llvm.vector.reduce.xor", 0, 0},
                                  and = {"llvm.vector.reduce.and", 1, 1},
                                  smax = {"llvm.vector.reduce.smax", 0, 1},
                                  smin = {"llvm.vector.reduce.smin", 1, 0},
                                  umax = {"llvm.vector.reduce.umax", 0, 0},
                                  umin = {"llvm.vector.reduce.umin", 1, 1};
    switch (operation) {
    case LLVMAtomicRMWBinOpAdd:
    case LLVMAtomicRMWBinOpSub: /* the sum of what is subtracted */
        return &add;
    case LLVMAtomicRMWBinOpAnd:
        return &and;
    case LLVMAtomicRMWBinOpOr:
        return &or ;
    case LLVMAtomicRMWBinOpXor:
        return &xor;
    case LLVMAtomicRMWBinOpMax:
        return &smax;
    case LLVMAtomicRMWBinOpMin:
        return &smin;
    case LLVMAtomicRMWBinOpUMax:
        return &umax;
    case LLVMAtomicRMWBinOpUMin:
        return &umin;
    default:
        return NULL;
    }
}

static LLVMValueRef identity_of(const struct reduction *reduction, LLVMTypeRef type)
{
    unsigned bits = LLVMGetIntTypeWidth(type);
    uint64_t sign = UINT64_C(1) << (bits - 1), low = reduction->identity_low ? sign - 1 : 0;
    return LLVMConstInt(type, low | (reduction->identity_high ? sign : 0), false);
}

/* All lanes meet at one place and nobody asks what was there: one operation with the lanes' sum. */
static bool reduce_first(struct vg_wide *wide, LLVMValueRef inst)
{
    LLVMValueRef value = LLVMGetOperand(inst, 1);
    LLVMTypeRef type = LLVMTypeOf(value);
    if (!LLVMIsAAtomicRMWInst(inst) || LLVMGetFirstUse(inst) ||
        !vg_is_uniform(wide->shapes, LLVMGetOperand(inst, 0)) || LLVMGetTypeKind(type) != LLVMIntegerTypeKind)
        return false;
    const struct reduction *reduction = reduction_of(LLVMGetAtomicRMWBinOp(inst));
    if (!reduction)
        return false;
    LLVMValueRef lanes = vg_lanes(wide, value, 0);
    if (wide->mask)
        lanes = LLVMBuildSelect(wide->b, wide->mask, lanes, vg_splat(wide, identity_of(reduction, type)), "");
    LLVMTypeRef wide_type = LLVMTypeOf(lanes);
    LLVMValueRef sum = vg_call_intrinsic(wide, reduction->name, &wide_type, 1, &lanes, 1);
    LLVMValueRef place = vg_scalar(wide, LLVMGetOperand(inst, 0)), copy = LLVMInstructionClone(inst);
    LLVMSetOperand(copy, 0, place);
    LLVMSetOperand(copy, 1, sum);
    LLVMInsertIntoBuilder(wide->b, copy);
    return true;
}

void vg_widen_atomic(struct vg_wide *wide, LLVMValueRef inst)
{
    if (!reduce_first(wide, inst))
        vg_widen_by_lane(wide, inst);
}
