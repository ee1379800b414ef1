/* SPDX-License-Identifier: MIT */
/* Lowers what is left of the special calls to loads from the work-item's context and from struct vg_launch,
 * and notes what the kernel asks for. ABI: kernel */
#include <stddef.h>

#include "compiler/cc/check.h"
#include "compiler/cc/gen.h"
#include "compiler/cc/special.h"

enum launch_field {
    LAUNCH_GLOBAL_SIZE,
    LAUNCH_GLOBAL_OFFSET,
    LAUNCH_LOCAL_SIZE,
    LAUNCH_NUM_GROUPS,
    LAUNCH_WORK_DIM,
    LAUNCH_PRINTF_SINK = 7,
};

/* While the calls of one function are lowered. */
struct lowering {
    struct vg_gen *gen;
    LLVMBuilderRef b;
    LLVMValueRef item;
};

static LLVMValueRef constant(struct lowering *low, uint64_t value)
{
    return vg_int(low->gen->context, 64, value);
}

static LLVMValueRef launch_load(struct lowering *low, enum launch_field field, unsigned dimension,
                                LLVMTypeRef type)
{
    LLVMContextRef context = low->gen->context;
    LLVMValueRef launch = vg_item_load(low->gen, low->item, VG_ITEM_LAUNCH, 0);
    LLVMValueRef path[] = {vg_int(context, 32, 0), vg_int(context, 32, field),
                           vg_int(context, 32, dimension)};
    unsigned depth = field < LAUNCH_WORK_DIM ? 3 : 2;
    LLVMValueRef at = LLVMBuildInBoundsGEP2(low->b, low->gen->launch, launch, path, depth, "");
    return LLVMBuildLoad2(low->b, type, at, "");
}

/* One dimension's value of a work-item function. */
static LLVMValueRef value_at(struct lowering *low, enum vg_special special, unsigned dimension)
{
    LLVMTypeRef i64 = vg_int_type(low->gen->context, 64);
    switch (special) {
    case VG_GET_GLOBAL_ID: {
        LLVMValueRef base = vg_item_load(low->gen, low->item, VG_ITEM_GLOBAL_BASE, dimension);
        LLVMValueRef local = vg_item_load(low->gen, low->item, VG_ITEM_LOCAL_ID, dimension);
        return LLVMBuildNUWAdd(low->b, base, local, "");
    }
    case VG_GET_LOCAL_ID:
        return vg_item_load(low->gen, low->item, VG_ITEM_LOCAL_ID, dimension);
    case VG_GET_GROUP_ID:
        return vg_item_load(low->gen, low->item, VG_ITEM_GROUP_ID, dimension);
    case VG_GET_LOCAL_SIZE:
        return vg_item_load(low->gen, low->item, VG_ITEM_LOCAL_SIZE, dimension);
    case VG_GET_ENQUEUED_LOCAL_SIZE:
        return launch_load(low, LAUNCH_LOCAL_SIZE, dimension, i64);
    case VG_GET_GLOBAL_SIZE:
        return launch_load(low, LAUNCH_GLOBAL_SIZE, dimension, i64);
    case VG_GET_NUM_GROUPS:
        return launch_load(low, LAUNCH_NUM_GROUPS, dimension, i64);
    default:
        return launch_load(low, LAUNCH_GLOBAL_OFFSET, dimension, i64);
    }
}

static bool is_size(enum vg_special special)
{
    return special == VG_GET_LOCAL_SIZE || special == VG_GET_ENQUEUED_LOCAL_SIZE ||
           special == VG_GET_GLOBAL_SIZE || special == VG_GET_NUM_GROUPS;
}

/* A dimension past the third gives 1 for sizes and 0 for the rest. Selects rather than an indexed load, so
 * that the context can dissolve into registers. */
static LLVMValueRef by_dimension(struct lowering *low, enum vg_special special, LLVMValueRef dimension)
{
    LLVMValueRef outside = constant(low, is_size(special));
    if (LLVMIsAConstantInt(dimension)) {
        uint64_t index = LLVMConstIntGetZExtValue(dimension);
        return index < 3 ? value_at(low, special, (unsigned)index) : outside;
    }
    LLVMValueRef result = outside;
    for (unsigned i = 0; i < 3; i++) {
        LLVMValueRef index = LLVMConstInt(LLVMTypeOf(dimension), i, false);
        LLVMValueRef hit = LLVMBuildICmp(low->b, LLVMIntEQ, dimension, index, "");
        result = LLVMBuildSelect(low->b, hit, value_at(low, special, i), result, "");
    }
    return result;
}

/* (z * sizes[1] + y) * sizes[0] + x over a work-item function's values. */
static LLVMValueRef linear(struct lowering *low, const LLVMValueRef ids[3], enum vg_special sizes)
{
    LLVMValueRef result = ids[2];
    for (int i = 1; i >= 0; i--) {
        result = LLVMBuildMul(low->b, result, value_at(low, sizes, (unsigned)i), "");
        result = LLVMBuildAdd(low->b, result, ids[i], "");
    }
    return result;
}

static LLVMValueRef global_linear_id(struct lowering *low)
{
    LLVMValueRef ids[3];
    for (unsigned i = 0; i < 3; i++)
        ids[i] = LLVMBuildSub(low->b, value_at(low, VG_GET_GLOBAL_ID, i),
                              value_at(low, VG_GET_GLOBAL_OFFSET, i), "");
    return linear(low, ids, VG_GET_GLOBAL_SIZE);
}

static LLVMValueRef local_linear_id(struct lowering *low)
{
    LLVMValueRef ids[3];
    for (unsigned i = 0; i < 3; i++)
        ids[i] = value_at(low, VG_GET_LOCAL_ID, i);
    return linear(low, ids, VG_GET_LOCAL_SIZE);
}

/* Vectors of `rows` rows of work-items; sizes: of a group, as it is or as enqueued. */
static LLVMValueRef sub_groups(struct lowering *low, enum vg_special sizes, LLVMValueRef rows)
{
    uint64_t width = low->gen->code.width;
    LLVMValueRef row = LLVMBuildAdd(low->b, value_at(low, sizes, 0), constant(low, width - 1), "");
    row = LLVMBuildUDiv(low->b, row, constant(low, width), "");
    return LLVMBuildMul(low->b, rows, row, "");
}

/* Vectors of the rows before, then of this row: the local id at hand is that of the first lane. */
static LLVMValueRef sub_group_id(struct lowering *low)
{
    LLVMValueRef rows =
        LLVMBuildMul(low->b, value_at(low, VG_GET_LOCAL_ID, 2), value_at(low, VG_GET_LOCAL_SIZE, 1), "");
    rows = LLVMBuildAdd(low->b, rows, value_at(low, VG_GET_LOCAL_ID, 1), "");
    LLVMValueRef here =
        LLVMBuildUDiv(low->b, value_at(low, VG_GET_LOCAL_ID, 0), constant(low, low->gen->code.width), "");
    return LLVMBuildAdd(low->b, sub_groups(low, VG_GET_LOCAL_SIZE, rows), here, "");
}

static LLVMValueRef sub_group_value(struct lowering *low, enum vg_special special, LLVMTypeRef type)
{
    enum vg_special sizes = special == VG_GET_NUM_SUB_GROUPS ? VG_GET_LOCAL_SIZE : VG_GET_ENQUEUED_LOCAL_SIZE;
    LLVMValueRef value;
    if (special == VG_GET_SUB_GROUP_ID)
        value = sub_group_id(low);
    else
        value = sub_groups(low, sizes,
                           LLVMBuildMul(low->b, value_at(low, sizes, 1), value_at(low, sizes, 2), ""));
    return LLVMBuildTrunc(low->b, value, type, "");
}

static void lower_fence(struct lowering *low, LLVMValueRef call)
{
    static const LLVMAtomicOrdering orders[] = {LLVMAtomicOrderingNotAtomic, LLVMAtomicOrderingAcquire,
                                                LLVMAtomicOrderingRelease, LLVMAtomicOrderingAcquireRelease,
                                                LLVMAtomicOrderingSequentiallyConsistent};
    LLVMValueRef order = LLVMGetOperand(call, 0);
    bool known =
        LLVMIsAConstantInt(order) && LLVMConstIntGetZExtValue(order) < sizeof orders / sizeof *orders;
    LLVMAtomicOrdering ordering = orders[known ? LLVMConstIntGetZExtValue(order) : 4];
    if (ordering != LLVMAtomicOrderingNotAtomic)
        LLVMBuildFence(low->b, ordering, false, "");
    LLVMInstructionEraseFromParent(call);
}

/* Local memory is [scratch, scratch + frame_at), private memory from there to the end of the frames; the rest
 * is global. */
static LLVMValueRef is_within(struct lowering *low, LLVMValueRef address, LLVMValueRef from, LLVMValueRef to)
{
    LLVMTypeRef i64 = vg_int_type(low->gen->context, 64);
    LLVMValueRef at = LLVMBuildPtrToInt(low->b, address, i64, "");
    from = LLVMBuildPtrToInt(low->b, from, i64, "");
    to = LLVMBuildPtrToInt(low->b, to, i64, "");
    LLVMValueRef low_ok = LLVMBuildICmp(low->b, LLVMIntUGE, at, from, "");
    return LLVMBuildAnd(low->b, low_ok, LLVMBuildICmp(low->b, LLVMIntULT, at, to, ""), "");
}

static LLVMValueRef address_query(struct lowering *low, enum vg_special special, LLVMValueRef call)
{
    LLVMTypeRef i64 = vg_int_type(low->gen->context, 64);
    LLVMValueRef address = LLVMGetOperand(call, 0);
    LLVMValueRef scratch = vg_item_load(low->gen, low->item, VG_ITEM_SCRATCH, 0);
    LLVMValueRef frames = vg_byte_offset(low->b, scratch, launch_load(low, 6, 0, i64), "");
    LLVMValueRef end = vg_item_load(low->gen, low->item, VG_ITEM_PRIVATE_END, 0);
    LLVMValueRef in_local = is_within(low, address, scratch, frames);
    LLVMValueRef in_private = is_within(low, address, frames, end);
    if (special == VG_GET_FENCE) { /* CLK_LOCAL_MEM_FENCE 1, CLK_GLOBAL_MEM_FENCE 2 */
        LLVMTypeRef type = LLVMTypeOf(call);
        LLVMValueRef none = LLVMConstInt(type, 0, false), global = LLVMConstInt(type, 2, false);
        LLVMValueRef other = LLVMBuildSelect(low->b, in_private, none, global, "");
        return LLVMBuildSelect(low->b, in_local, LLVMConstInt(type, 1, false), other, "");
    }
    LLVMValueRef hit = special == VG_TO_LOCAL ? in_local : in_private;
    if (special == VG_TO_GLOBAL)
        hit = LLVMBuildNot(low->b, LLVMBuildOr(low->b, in_local, in_private, ""), "");
    LLVMValueRef cast = LLVMBuildAddrSpaceCast(low->b, address, LLVMTypeOf(call), "");
    return LLVMBuildSelect(low->b, hit, cast, LLVMConstNull(LLVMTypeOf(call)), "");
}

static void lower_printf(struct lowering *low, LLVMValueRef call)
{
    struct vg_gen *gen = low->gen;
    LLVMTypeRef ptr = vg_ptr_type(gen->context, 0), i32 = vg_int_type(gen->context, 32);
    LLVMTypeRef params[] = {ptr, ptr, ptr, vg_int_type(gen->context, 64)};
    LLVMTypeRef type = LLVMFunctionType(i32, params, 4, false);
    LLVMValueRef function = LLVMGetNamedFunction(gen->module, "vg_rt_printf");
    if (!function)
        function = LLVMAddFunction(gen->module, "vg_rt_printf", type);
    LLVMValueRef args[] = {launch_load(low, LAUNCH_PRINTF_SINK, 0, ptr), LLVMGetOperand(call, 0),
                           LLVMGetOperand(call, 1), LLVMGetOperand(call, 2)};
    vg_replace(call, LLVMBuildCall2(low->b, type, function, args, 4, ""));
}

static LLVMValueRef check_of(struct lowering *low)
{
    LLVMValueRef launch = vg_item_load(low->gen, low->item, VG_ITEM_LAUNCH, 0);
    return vg_check_load(low->gen, launch);
}

/* A field of struct vg_check. */
static LLVMValueRef check_load(struct lowering *low, size_t offset, LLVMTypeRef type, const char *name)
{
    LLVMValueRef at = vg_byte_offset(low->b, check_of(low), constant(low, offset), "");
    return vg_mark_invariant(LLVMBuildLoad2(low->b, type, at, name));
}

static LLVMValueRef check_argument(struct lowering *low, LLVMValueRef call, size_t field)
{
    uint64_t index = LLVMConstIntGetZExtValue(LLVMGetOperand(call, 0));
    size_t offset = offsetof(struct vg_check, args) + index * sizeof(struct vg_check_arg) + field;
    return check_load(low, offset, LLVMTypeOf(call), "");
}

/* The shadow of local memory lies behind it. */
static LLVMValueRef local_shadow(struct lowering *low, LLVMValueRef call)
{
    LLVMValueRef bytes = check_load(low, offsetof(struct vg_check, local_bytes),
                                    vg_int_type(low->gen->context, 64), "local_bytes");
    LLVMValueRef at = LLVMBuildAddrSpaceCast(low->b, LLVMGetOperand(call, 0), LLVMTypeOf(call), "");
    return vg_byte_offset(low->b, at, bytes, "shadow");
}

static void lower_check_report(struct lowering *low, LLVMValueRef call)
{
    enum { IDS = 5, COUNT = 8 }; /* operands */
    LLVMValueRef ids[3], args[VG_CHECK_PARAMS] = {check_of(low)};
    for (unsigned i = 0; i < IDS; i++)
        args[i + 1] = LLVMGetOperand(call, i);
    for (unsigned i = 0; i < 3; i++) {
        ids[i] = LLVMGetOperand(call, IDS + i);
        args[IDS + 2 + i] = value_at(low, VG_GET_GROUP_ID, i);
    }
    args[IDS + 1] = vg_check_pack(low->gen, ids);
    args[VG_CHECK_PARAMS - 1] = LLVMGetOperand(call, COUNT);
    vg_check_tell(low->gen, args);
    LLVMInstructionEraseFromParent(call);
}

static void lower_check_stored(struct lowering *low, LLVMValueRef call)
{
    struct vg_gen *gen = low->gen;
    LLVMTypeRef ptr = vg_ptr_type(gen->context, 0), params[] = {ptr, ptr, vg_int_type(gen->context, 64)};
    LLVMTypeRef type = LLVMFunctionType(LLVMVoidTypeInContext(gen->context), params, 3, false);
    LLVMValueRef function = vg_check_declare(gen, "vg_rt_check_stored", type);
    LLVMValueRef args[] = {check_of(low), LLVMGetOperand(call, 0), LLVMGetOperand(call, 1)};
    LLVMBuildCall2(low->b, type, function, args, 3, "");
    LLVMInstructionEraseFromParent(call);
}

static void lower_check_access(struct lowering *low, LLVMValueRef call)
{
    enum { IDS = 8, HEAD = 2, COUNT = 14 }; /* operands that are handed on, behind the head; parameters */
    struct vg_gen *gen = low->gen;
    LLVMValueRef ids[3], args[COUNT] = {check_of(low), vg_item_load(gen, low->item, VG_ITEM_SCRATCH, 0)};
    LLVMTypeRef params[COUNT];
    for (unsigned i = 0; i < IDS; i++)
        args[HEAD + i] = LLVMGetOperand(call, i);
    for (unsigned i = 0; i < 3; i++) {
        ids[i] = LLVMGetOperand(call, IDS + i);
        args[HEAD + IDS + 1 + i] = value_at(low, VG_GET_GROUP_ID, i);
    }
    args[HEAD + IDS] = vg_check_pack(gen, ids);
    for (unsigned i = 0; i < COUNT; i++)
        params[i] = LLVMTypeOf(args[i]);
    LLVMTypeRef type = LLVMFunctionType(LLVMVoidTypeInContext(gen->context), params, COUNT, false);
    LLVMValueRef function = vg_check_declare(gen, "vg_rt_check_access", type);
    vg_check_set_attributes(function);
    LLVMBuildCall2(low->b, type, function, args, COUNT, "");
    LLVMInstructionEraseFromParent(call);
}

/* Lane 0's place: each lane takes the offset once. */
static LLVMValueRef frame_place(struct lowering *low, LLVMValueRef offset)
{
    uint64_t bytes = LLVMConstIntGetZExtValue(offset) * low->gen->code.width;
    LLVMValueRef frame = vg_item_load(low->gen, low->item, VG_ITEM_FRAME, 0);
    return vg_byte_offset(low->b, frame, constant(low, bytes), "private");
}

/* In scalar code a vector has one lane; in vector code only the id of lane 0 and the number of lanes are
 * left. */
static LLVMValueRef lane_value(struct lowering *low, enum vg_special special, LLVMValueRef call)
{
    LLVMTypeRef type = LLVMTypeOf(call);
    LLVMValueRef first = LLVMGetNumArgOperands(call) ? LLVMGetOperand(call, 0) : NULL;
    switch (special) {
    case VG_LANE_COUNT:
        return LLVMConstInt(type, low->gen->code.width, false);
    case VG_LANE_BALLOT: {
        LLVMValueRef hit = LLVMBuildICmp(low->b, LLVMIntNE, first, LLVMConstNull(LLVMTypeOf(first)), "");
        return LLVMBuildZExt(low->b, hit, type, "");
    }
    case VG_LANE_SHUFFLE:
    case VG_LANE_FILL:
        return first;
    case VG_ANY_LANE: {
        LLVMTypeRef bits = vg_int_type(low->gen->context, LLVMGetVectorSize(LLVMTypeOf(first)));
        LLVMValueRef word = LLVMBuildBitCast(low->b, first, bits, "");
        return LLVMBuildICmp(low->b, LLVMIntNE, word, LLVMConstNull(bits), "");
    }
    default:
        return LLVMConstNull(type);
    }
}

static void lower(struct lowering *low, LLVMValueRef call)
{
    enum vg_special special = vg_special_call(call);
    if (special == VG_SPECIAL_NONE || vg_is_late(special))
        return;
    LLVMPositionBuilderBefore(low->b, call);
    switch (special) {
    case VG_GET_WORK_DIM:
        vg_replace(call, launch_load(low, LAUNCH_WORK_DIM, 0, vg_int_type(low->gen->context, 32)));
        break;
    case VG_GET_GLOBAL_LINEAR_ID:
        vg_replace(call, global_linear_id(low));
        break;
    case VG_GET_LOCAL_LINEAR_ID:
        vg_replace(call, local_linear_id(low));
        break;
    case VG_GET_SUB_GROUP_ID:
    case VG_GET_NUM_SUB_GROUPS:
    case VG_GET_ENQUEUED_NUM_SUB_GROUPS:
        vg_replace(call, sub_group_value(low, special, LLVMTypeOf(call)));
        break;
    case VG_GROUP_SLOTS: {
        LLVMValueRef slots = vg_item_load(low->gen, low->item, VG_ITEM_SLOTS, 0);
        vg_replace(call, LLVMBuildAddrSpaceCast(low->b, slots, LLVMTypeOf(call), ""));
        break;
    }
    case VG_FENCE:
        lower_fence(low, call);
        break;
    case VG_TO_GLOBAL:
    case VG_TO_LOCAL:
    case VG_TO_PRIVATE:
    case VG_GET_FENCE:
        vg_replace(call, address_query(low, special, call));
        break;
    case VG_PACKED_PRINTF:
        lower_printf(low, call);
        break;
    case VG_CHECK_EXTENT:
        vg_replace(call, check_argument(low, call, offsetof(struct vg_check_arg, extent)));
        break;
    case VG_CHECK_READABLE:
        vg_replace(call, check_argument(low, call, offsetof(struct vg_check_arg, readable)));
        break;
    case VG_CHECK_WRITABLE:
        vg_replace(call, check_argument(low, call, offsetof(struct vg_check_arg, writable)));
        break;
    case VG_CHECK_SHADOW:
        vg_replace(call, check_argument(low, call, offsetof(struct vg_check_arg, shadow)));
        break;
    case VG_CHECK_LOCAL:
        vg_replace(call, local_shadow(low, call));
        break;
    case VG_CHECK_ACCESS:
        lower_check_access(low, call);
        break;
    case VG_CHECK_STORED:
        lower_check_stored(low, call);
        break;
    case VG_CHECK_REPORT:
        lower_check_report(low, call);
        break;
    case VG_LANE_PLACE:
    case VG_GROUP_PLACE:
        vg_replace(call, frame_place(low, LLVMGetOperand(call, 0)));
        break;
    case VG_LANE_ID:
    case VG_LANE_COUNT:
    case VG_LANE_BALLOT:
    case VG_LANE_SHUFFLE:
    case VG_LANE_FILL:
    case VG_ANY_LANE:
        vg_replace(call, lane_value(low, special, call));
        break;
    default:
        vg_replace(call, by_dimension(low, special, LLVMGetOperand(call, 0)));
    }
}

void vg_workitem_lower(struct vg_gen *gen)
{
    struct vg_values calls = {0};
    VG_EACH_FUNCTION (function, gen->module) {
        if (LLVMIsDeclaration(function))
            continue;
        struct lowering low = {gen, gen->builder, vg_context_of(function)};
        vg_insts_of(function, LLVMCall, &calls);
        for (size_t i = 0; i < calls.count; i++)
            lower(&low, calls.list[i]);
    }
    vg_values_finish(&calls);
}

static LLVMValueRef of_dimension(struct vg_gen *gen, LLVMValueRef call, unsigned dimension)
{
    LLVMValueRef copy = LLVMInstructionClone(call);
    LLVMSetOperand(copy, 0, vg_int(gen->context, 32, dimension));
    LLVMInsertIntoBuilder(gen->builder, copy);
    return copy;
}

void vg_workitem_split(struct vg_gen *gen)
{
    struct vg_values calls = {0};
    vg_insts_of(gen->kernel, LLVMCall, &calls);
    for (size_t i = 0; i < calls.count; i++) {
        LLVMValueRef call = calls.list[i];
        enum vg_special special = vg_special_call(call);
        if (!vg_takes_dimension(special) || LLVMIsAConstantInt(LLVMGetOperand(call, 0)))
            continue;
        LLVMPositionBuilderBefore(gen->builder, call);
        LLVMValueRef dimension = LLVMGetOperand(call, 0);
        LLVMValueRef result = LLVMConstInt(LLVMTypeOf(call), is_size(special), false);
        for (unsigned d = 0; d < 3; d++) {
            LLVMValueRef hit = LLVMBuildICmp(gen->builder, LLVMIntEQ, dimension,
                                             LLVMConstInt(LLVMTypeOf(dimension), d, false), "");
            result = LLVMBuildSelect(gen->builder, hit, of_dimension(gen, call, d), result, "");
        }
        vg_replace(call, result);
    }
    vg_values_finish(&calls);
}

static bool looks_at_lanes(enum vg_special special)
{
    return vg_is_lanes_together(special) || special == VG_LANE_ID || special == VG_LANE_COUNT ||
           (special >= VG_GET_SUB_GROUP_ID && special <= VG_GET_ENQUEUED_NUM_SUB_GROUPS);
}

static bool looks_at_groups(enum vg_special special)
{
    switch (special) {
    case VG_GET_LOCAL_ID:
    case VG_GET_GROUP_ID:
    case VG_GET_LOCAL_SIZE:
    case VG_GET_ENQUEUED_LOCAL_SIZE:
    case VG_GET_NUM_GROUPS:
    case VG_GET_LOCAL_LINEAR_ID:
    case VG_GROUP_SLOTS:
    case VG_BARRIER:
        return true;
    default:
        return looks_at_lanes(special);
    }
}

/* Whether the call has the same value wherever its work-item makes it. */
static bool is_fixed(LLVMValueRef call)
{
    enum vg_special special = vg_special_call(call);
    return vg_is_work_item_function(special) &&
           (!vg_takes_dimension(special) || LLVMIsAConstantInt(LLVMGetOperand(call, 0)));
}

/* Moves the call to the begin of its function. */
static void hoist(LLVMBuilderRef builder, LLVMValueRef call, LLVMValueRef first)
{
    LLVMMetadataRef line = LLVMInstructionGetDebugLoc(call);
    if (call == first)
        return;
    LLVMPositionBuilderBefore(builder, first);
    LLVMInstructionRemoveFromParent(call);
    LLVMInsertIntoBuilder(builder, call);
    LLVMInstructionSetDebugLoc(call, line);
}

void vg_workitem_hoist(struct vg_gen *gen)
{
    struct vg_values calls = {0};
    VG_EACH_FUNCTION (function, gen->module) {
        vg_insts_of(function, LLVMCall, &calls);
        for (size_t i = 0; i < calls.count; i++)
            if (is_fixed(calls.list[i]))
                hoist(gen->builder, calls.list[i], LLVMGetFirstInstruction(LLVMGetEntryBasicBlock(function)));
    }
    LLVMSetCurrentDebugLocation2(gen->builder, NULL);
    vg_values_finish(&calls);
}

void vg_workitem_survey(struct vg_gen *gen)
{
    bool free_form = gen->info->reqd_size[0] == 0;
    for (uint32_t i = 0; i < gen->info->arg_count; i++)
        free_form &= gen->info->args[i].kind != VG_ARG_LOCAL;
    VG_EACH_GLOBAL (global, gen->module)
        free_form &= LLVMGetPointerAddressSpace(LLVMTypeOf(global)) != VG_SPACE_LOCAL;
    struct vg_values calls = {0};
    VG_EACH_FUNCTION (function, gen->module) {
        vg_insts_of(function, LLVMCall, &calls);
        for (size_t i = 0; i < calls.count; i++) {
            enum vg_special special = vg_special_call(calls.list[i]);
            free_form &= !looks_at_groups(special);
            gen->uses_slots |= special == VG_GROUP_SLOTS;
            gen->uses_lanes |= looks_at_lanes(special);
        }
    }
    vg_values_finish(&calls);
    if (free_form)
        gen->code.flags |= VG_CODE_FREE_FORM;
    if (gen->has_barrier)
        gen->code.flags |= VG_CODE_BARRIER;
}
