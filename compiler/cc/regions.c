/* SPDX-License-Identifier: MIT */
/* Cuts a kernel's body at its barriers.
 *
 * The body becomes a function that runs one work-item from a resume point (0: the start, i: behind the i-th
 * barrier) to the next barrier, and returns the number of that barrier, or 0 when the work-item is finished.
 * Values that live across a barrier are saved in the work-item's frame before it and loaded behind it, or
 * computed anew where that is cheap. To that end each such value gets a variable that its uses read; mem2reg
 * then rebuilds SSA form, whatever the control flow around the barriers looks like. entry.c runs the regions
 * over the group. */
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "compiler/cc/check.h"
#include "compiler/cc/flow.h"
#include "compiler/cc/gen.h"
#include "compiler/cc/simd/simd.h"
#include "compiler/cc/special.h"

#define REMAKE_COST 8 /* instructions up to which a value is computed anew rather than saved */

struct barrier {
    LLVMBasicBlockRef before, behind; /* the block that ends at it, the one to resume at */
    size_t before_number, behind_number;
};

struct cutter {
    struct vg_gen *gen;
    LLVMValueRef body;
    LLVMBasicBlockRef entry, start; /* the context block, and where the program begins */
    struct barrier *barriers;
    unsigned count;
    struct vg_flow flow;
    bool *live;    /* per block: the value at hand is live at its start */
    bool *reached; /* per block: the value's definition reaches its end without a barrier between */
    size_t *queue;
};

static void *need(size_t count, size_t size)
{
    void *block = vg_zalloc_array(count ? count : 1, size);
    if (!block)
        abort();
    return block;
}

/* ---- Cutting blocks ---- */

/* What precedes a barrier and what follows it. */
static struct barrier cut(struct cutter *cutter, LLVMValueRef call)
{
    LLVMBuilderRef builder = cutter->gen->builder;
    LLVMBasicBlockRef behind = LLVMGetInstructionParent(call), before = vg_cut_before(builder, call);
    if (cutter->gen->options->checks & VG_CHECK_DIVERGENCE)
        vg_values_add(&cutter->gen->barrier_sites,
                      vg_check_site(cutter->gen, call, VG_CHECK_DIVERGENCE, vg_check_barrier_name(call)));
    LLVMInstructionEraseFromParent(call);
    LLVMBuildBr(builder, behind);
    if (cutter->start == behind)
        cutter->start = before;
    return (struct barrier){.before = before, .behind = behind};
}

/* Backwards, because a cut leaves what precedes the barrier in a new block and what follows in the old one.
 */
static void cut_all(struct cutter *cutter)
{
    struct vg_values calls = {0};
    vg_insts_of(cutter->body, LLVMCall, &calls);
    cutter->barriers = need(calls.count, sizeof *cutter->barriers);
    for (size_t i = calls.count; i-- > 0;)
        if (vg_special_call(calls.list[i]) == VG_BARRIER)
            cutter->barriers[cutter->count++] = cut(cutter, calls.list[i]);
    vg_values_finish(&calls);
}

/* ---- Which values live across which barriers ---- */

/* Marks the blocks at whose start the value is live; false when there are none. */
static bool find_live(struct cutter *cutter, LLVMValueRef value, size_t home)
{
    const struct vg_flow *flow = &cutter->flow;
    size_t queued = 0;
    memset(cutter->live, 0, flow->count);
    for (LLVMUseRef use = LLVMGetFirstUse(value); use; use = LLVMGetNextUse(use)) {
        LLVMValueRef user = LLVMGetUser(use);
        size_t at = vg_flow_number(flow, LLVMGetInstructionParent(user));
        unsigned incoming = LLVMIsAPHINode(user) ? LLVMCountIncoming(user) : 0;
        for (unsigned i = 0; i < incoming; i++) {
            if (LLVMGetIncomingValue(user, i) != value)
                continue;
            size_t from = vg_flow_number(flow, LLVMGetIncomingBlock(user, i));
            if (from != home && !cutter->live[from])
                cutter->live[cutter->queue[queued++] = from] = true;
        }
        if (!incoming && at != home && !cutter->live[at])
            cutter->live[cutter->queue[queued++] = at] = true;
    }
    for (size_t i = 0; i < queued; i++) {
        size_t block = cutter->queue[i];
        for (size_t p = flow->pred_at[block]; p < flow->pred_at[block + 1]; p++) {
            size_t from = flow->preds[p];
            if (from != home && !cutter->live[from])
                cutter->live[cutter->queue[queued++] = from] = true;
        }
    }
    return queued != 0;
}

static bool crosses(const struct cutter *cutter)
{
    for (unsigned i = 0; i < cutter->count; i++)
        if (cutter->live[cutter->barriers[i].behind_number])
            return true;
    return false;
}

static bool ends_at_barrier(const struct cutter *cutter, size_t block)
{
    for (unsigned i = 0; i < cutter->count; i++)
        if (cutter->barriers[i].before_number == block)
            return true;
    return false;
}

/* Marks in `marks` all blocks that can be reached from block without passing a barrier. */
static void find_reached(struct cutter *cutter, size_t block, bool *marks)
{
    size_t queued = 1;
    memset(marks, 0, cutter->flow.count);
    cutter->queue[0] = block;
    marks[block] = true;
    for (size_t i = 0; i < queued; i++) {
        size_t at = cutter->queue[i];
        if (ends_at_barrier(cutter, at))
            continue;
        LLVMValueRef last = LLVMGetBasicBlockTerminator(cutter->flow.blocks[at]);
        for (unsigned s = 0; s < LLVMGetNumSuccessors(last); s++) {
            size_t next = vg_flow_number(&cutter->flow, LLVMGetSuccessor(last, s));
            if (!marks[next])
                marks[cutter->queue[queued++] = next] = true;
        }
    }
}

/* ---- Values that are computed anew ---- */

static bool is_cheap(LLVMValueRef inst)
{
    switch (LLVMGetInstructionOpcode(inst)) {
    case LLVMAdd:
    case LLVMSub:
    case LLVMMul:
    case LLVMShl:
    case LLVMLShr:
    case LLVMAShr:
    case LLVMAnd:
    case LLVMOr:
    case LLVMXor:
    case LLVMICmp:
    case LLVMSelect:
    case LLVMZExt:
    case LLVMSExt:
    case LLVMTrunc:
    case LLVMGetElementPtr:
    case LLVMAddrSpaceCast:
    case LLVMPtrToInt:
    case LLVMIntToPtr:
        return true;
    default: {
        enum vg_special special = vg_special_call(inst);
        return vg_is_id(special) || special == VG_GROUP_SLOTS || special == VG_LANE_PLACE ||
               special == VG_GROUP_PLACE;
    }
    }
}

static bool is_available(const struct cutter *cutter, LLVMValueRef value)
{
    return !LLVMIsAInstruction(value) || LLVMGetInstructionParent(value) == cutter->entry;
}

/* Instructions needed to compute the value from parameters and constants; more than REMAKE_COST when that is
 * not possible. */
static unsigned remake_cost(const struct cutter *cutter, LLVMValueRef value, unsigned budget)
{
    if (is_available(cutter, value))
        return 0;
    if (budget == 0 || !is_cheap(value))
        return REMAKE_COST + 1;
    unsigned cost = 1;
    for (unsigned i = 0; i < vg_operand_count(value) && cost <= budget; i++)
        cost += remake_cost(cutter, LLVMGetOperand(value, i), budget - cost);
    return cost <= budget ? cost : REMAKE_COST + 1;
}

static LLVMValueRef remake(struct cutter *cutter, LLVMValueRef value)
{
    if (is_available(cutter, value))
        return value;
    LLVMValueRef copy = LLVMInstructionClone(value);
    for (unsigned i = 0; i < vg_operand_count(value); i++)
        LLVMSetOperand(copy, i, remake(cutter, LLVMGetOperand(value, i)));
    LLVMInsertIntoBuilder(cutter->gen->builder, copy);
    return copy;
}

/* ---- Carrying values across ---- */

static void position_behind(LLVMBuilderRef builder, LLVMValueRef inst)
{
    LLVMValueRef next = LLVMGetNextInstruction(inst);
    while (LLVMIsAPHINode(next))
        next = LLVMGetNextInstruction(next);
    LLVMPositionBuilderBefore(builder, next);
}

/* Uses outside the value's own block read the variable. */
static void read_variable(struct cutter *cutter, LLVMValueRef value, LLVMValueRef variable)
{
    LLVMBuilderRef builder = cutter->gen->builder;
    LLVMBasicBlockRef home = LLVMGetInstructionParent(value);
    struct vg_values users = {0};
    for (LLVMUseRef use = LLVMGetFirstUse(value); use; use = LLVMGetNextUse(use))
        if (!vg_values_have(&users, LLVMGetUser(use)))
            vg_values_add(&users, LLVMGetUser(use));
    for (size_t u = 0; u < users.count; u++) {
        LLVMValueRef user = users.list[u];
        bool phi = LLVMIsAPHINode(user);
        if (!phi && LLVMGetInstructionParent(user) == home)
            continue;
        for (unsigned i = 0; i < (unsigned)LLVMGetNumOperands(user); i++) {
            if (LLVMGetOperand(user, i) != value || (phi && LLVMGetIncomingBlock(user, i) == home))
                continue;
            LLVMValueRef before = phi ? LLVMGetBasicBlockTerminator(LLVMGetIncomingBlock(user, i)) : user;
            LLVMPositionBuilderBefore(builder, before);
            LLVMSetOperand(user, i, LLVMBuildLoad2(builder, LLVMTypeOf(value), variable, ""));
        }
    }
    vg_values_finish(&users);
}

/* Conditions take a byte each in memory, so that those of a vector lie side by side. */
static LLVMTypeRef saved_type(struct cutter *cutter, LLVMTypeRef type)
{
    bool vector = LLVMGetTypeKind(type) == LLVMVectorTypeKind;
    LLVMTypeRef element = vector ? LLVMGetElementType(type) : type;
    if (LLVMGetTypeKind(element) != LLVMIntegerTypeKind || LLVMGetIntTypeWidth(element) != 1)
        return type;
    LLVMTypeRef byte = vg_int_type(cutter->gen->context, 8);
    return vector ? LLVMVectorType(byte, LLVMGetVectorSize(type)) : byte;
}

/* The builder stands where the context block ends; gives the value's place in the frame. What is the same for
 * a vector of work-items is saved once. */
static LLVMValueRef frame_place(struct cutter *cutter, LLVMValueRef value)
{
    struct vg_gen *gen = cutter->gen;
    LLVMTypeRef type = saved_type(cutter, LLVMTypeOf(value));
    uint64_t size = LLVMABISizeOfType(gen->layout, type), align = LLVMABIAlignmentOfType(gen->layout, type);
    uint64_t offset = vg_frame_reserve(gen, size, align);
    return vg_frame_place(gen, offset, vg_simd_is_uniform(gen, value) ? 0 : size);
}

static LLVMValueRef load_saved(struct cutter *cutter, LLVMTypeRef type, LLVMValueRef place)
{
    LLVMBuilderRef builder = cutter->gen->builder;
    LLVMValueRef saved = LLVMBuildLoad2(builder, saved_type(cutter, type), place, "");
    return LLVMTypeOf(saved) == type ? saved : LLVMBuildTrunc(builder, saved, type, "");
}

static void store_saved(struct cutter *cutter, LLVMValueRef value, LLVMValueRef place)
{
    LLVMBuilderRef builder = cutter->gen->builder;
    LLVMTypeRef type = saved_type(cutter, LLVMTypeOf(value));
    LLVMValueRef saved = LLVMTypeOf(value) == type ? value : LLVMBuildZExt(builder, value, type, "");
    LLVMBuildStore(builder, saved, place);
}

/* place NULL: the value is computed anew. `value` itself is only copied, its uses are read_variable's. */
static void carry_across(struct cutter *cutter, LLVMValueRef value, LLVMValueRef variable, LLVMValueRef place)
{
    LLVMBuilderRef builder = cutter->gen->builder;
    LLVMTypeRef type = LLVMTypeOf(value);
    for (unsigned i = 0; i < cutter->count; i++) {
        const struct barrier *barrier = &cutter->barriers[i];
        if (!cutter->live[barrier->behind_number])
            continue;
        LLVMPositionBuilderBefore(builder, LLVMGetFirstInstruction(barrier->behind));
        LLVMValueRef fresh = place ? load_saved(cutter, type, place) : remake(cutter, value);
        LLVMBuildStore(builder, fresh, variable);
        if (place && cutter->reached[barrier->before_number]) {
            LLVMPositionBuilderBefore(builder, LLVMGetBasicBlockTerminator(barrier->before));
            store_saved(cutter, LLVMBuildLoad2(builder, type, variable, ""), place);
        }
    }
}

static void carry(struct cutter *cutter, LLVMValueRef value)
{
    size_t home = vg_flow_number(&cutter->flow, LLVMGetInstructionParent(value));
    if (!find_live(cutter, value, home) || !crosses(cutter))
        return;
    find_reached(cutter, home, cutter->reached);
    LLVMBuilderRef builder = cutter->gen->builder;
    bool anew = remake_cost(cutter, value, REMAKE_COST) <= REMAKE_COST;
    vg_notes_add(&cutter->gen->notes, anew ? VG_NOTE_REMADE : VG_NOTE_SAVED, value);
    LLVMPositionBuilderBefore(builder, LLVMGetFirstInstruction(cutter->entry));
    LLVMValueRef variable = LLVMBuildAlloca(builder, LLVMTypeOf(value), "");
    LLVMPositionBuilderBefore(builder, LLVMGetBasicBlockTerminator(cutter->entry));
    LLVMValueRef place = anew ? NULL : frame_place(cutter, value);
    carry_across(cutter, value, variable, place);
    read_variable(cutter, value, variable);
    position_behind(builder, value);
    LLVMBuildStore(builder, value, variable);
}

static bool has_result(LLVMValueRef inst)
{
    return LLVMGetTypeKind(LLVMTypeOf(inst)) != LLVMVoidTypeKind && LLVMGetFirstUse(inst);
}

/* The list is made first: carrying adds instructions that need no carrying themselves. Backwards, so that
 * what a value is computed from is still there, and not yet read from variables, when it is computed anew. */
static void carry_all(struct cutter *cutter)
{
    struct vg_values values = {0};
    VG_EACH_BLOCK (block, cutter->body)
        VG_EACH_INST (inst, block)
            if (block != cutter->entry && has_result(inst))
                vg_values_add(&values, inst);
    for (size_t i = values.count; i-- > 0;)
        carry(cutter, values.list[i]);
    vg_values_finish(&values);
}

/* ---- Resume points ---- */

static bool is_return(LLVMBasicBlockRef block)
{
    return LLVMGetInstructionOpcode(LLVMGetBasicBlockTerminator(block)) == LLVMRet;
}

/* Whether work-items that enter at a block may leave the region at different points. */
static bool is_mixed(struct cutter *cutter, LLVMBasicBlockRef from)
{
    unsigned exits = 0;
    bool returns = false;
    find_reached(cutter, vg_flow_number(&cutter->flow, from), cutter->reached);
    for (unsigned i = 0; i < cutter->count; i++)
        exits += cutter->reached[cutter->barriers[i].before_number];
    for (size_t i = 0; i < cutter->flow.count; i++)
        returns |= cutter->reached[i] && is_return(cutter->flow.blocks[i]);
    return exits + returns > 1;
}

static void find_state(struct cutter *cutter)
{
    struct vg_gen *gen = cutter->gen;
    gen->keeps_state = is_mixed(cutter, cutter->start);
    for (unsigned i = 0; i < cutter->count; i++)
        gen->keeps_state |= is_mixed(cutter, cutter->barriers[i].behind);
    if (gen->keeps_state)
        gen->state_at = vg_frame_reserve(gen, 4, 4);
}

static void return_number(struct cutter *cutter, LLVMBasicBlockRef block, unsigned number)
{
    LLVMInstructionEraseFromParent(LLVMGetBasicBlockTerminator(block));
    LLVMPositionBuilderAtEnd(cutter->gen->builder, block);
    LLVMBuildRet(cutter->gen->builder, vg_int(cutter->gen->context, 32, number));
}

static void resume_at(struct cutter *cutter)
{
    struct vg_gen *gen = cutter->gen;
    for (unsigned i = 0; i < cutter->count; i++)
        return_number(cutter, cutter->barriers[i].before, i + 1);
    LLVMValueRef resume = LLVMGetParam(cutter->body, LLVMCountParams(cutter->body) - 2);
    LLVMInstructionEraseFromParent(LLVMGetBasicBlockTerminator(cutter->entry));
    LLVMPositionBuilderAtEnd(gen->builder, cutter->entry);
    LLVMValueRef dispatch = LLVMBuildSwitch(gen->builder, resume, cutter->start, cutter->count);
    for (unsigned i = 0; i < cutter->count; i++)
        LLVMAddCase(dispatch, vg_int(gen->context, 32, i + 1), cutter->barriers[i].behind);
}

static void end_returns(struct cutter *cutter)
{
    struct vg_values returns = {0};
    vg_insts_of(cutter->body, LLVMRet, &returns);
    for (size_t i = 0; i < returns.count; i++)
        return_number(cutter, LLVMGetInstructionParent(returns.list[i]), 0);
    vg_values_finish(&returns);
}

bool vg_regions_split(struct vg_gen *gen)
{
    LLVMBasicBlockRef entry = LLVMGetEntryBasicBlock(gen->kernel);
    LLVMBasicBlockRef start = LLVMGetSuccessor(LLVMGetBasicBlockTerminator(entry), 0);
    struct cutter cutter = {.gen = gen, .body = gen->kernel, .entry = entry, .start = start};
    end_returns(&cutter);
    cut_all(&cutter);
    vg_flow_init(&cutter.flow, cutter.body);
    cutter.live = need(cutter.flow.count, sizeof(bool));
    cutter.reached = need(cutter.flow.count, sizeof(bool));
    cutter.queue = need(cutter.flow.count + 1, sizeof(size_t));
    for (unsigned i = 0; i < cutter.count; i++) {
        cutter.barriers[i].before_number = vg_flow_number(&cutter.flow, cutter.barriers[i].before);
        cutter.barriers[i].behind_number = vg_flow_number(&cutter.flow, cutter.barriers[i].behind);
    }
    find_state(&cutter);
    carry_all(&cutter);
    resume_at(&cutter);
    gen->resume_points = cutter.count;
    vg_flow_finish(&cutter.flow);
    vg_free(cutter.live);
    vg_free(cutter.reached);
    vg_free(cutter.queue);
    vg_free(cutter.barriers);
    return vg_run_passes(gen, "function(mem2reg)");
}
