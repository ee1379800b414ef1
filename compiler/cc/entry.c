/* SPDX-License-Identifier: MIT */
/* The kernel's entry: loops over work-groups and over their work-items around the body,
 * innermost over those that are neighbours in a vector, as a rule in x.
 *
 * Without barriers a group is one loop nest. With barriers each region has a loop nest of its own; which one
 * is next is what the work-items returned. A work-item that returned early, or that a divergent barrier
 * (undefined by the specification) left behind, is skipped in the regions of others. ABI: kernel */
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "compiler/cc/check.h"
#include "compiler/cc/clang_front.h"
#include "compiler/cc/gen.h"
#include "compiler/cc/lines.h"
#include "compiler/cc/machine.h"

/* Of __vg_group_slots() in builtins/base.h: for the group and for each of its work-items. */
enum { SLOTS_BYTES = 64, SLOT_BYTES = 8 };

/* Variables that compare where the work-items of a group leave a region. */
struct vote {
    LLVMValueRef first;  /* where the first one did; NOBODY before */
    LLVMValueRef parted; /* the barrier that one of them did not come to; 0: there is none */
    LLVMValueRef item;   /* the local id of the first that did otherwise */
};
enum { NOBODY = 0x7fffffff };

/* A function under construction. Counters are variables; the optimiser turns them into registers. */
struct entry {
    struct vg_gen *gen;
    LLVMBuilderRef b;
    LLVMValueRef function, launch, args, scratch;
    LLVMValueRef item;      /* the context */
    LLVMValueRef tail_item; /* its copy for vectors that are not full */
    LLVMValueRef *operands; /* of the body: kernel arguments, [resume point], context */
    unsigned operand_count;
    LLVMValueRef group[3]; /* variables: the group at hand */
    LLVMValueRef index;    /* variable: linear id of the work-item */
    LLVMValueRef next;     /* variable: resume point of the next region */
    LLVMValueRef frames;   /* of the first work-item */
    struct vote vote;      /* of checked kernels */
    LLVMTypeRef i32, i64, ptr;
};

/* A counting loop from 0 to limit (at least 1); the body is built between open and close. */
struct loop {
    LLVMBasicBlockRef body;
    LLVMValueRef variable, limit;
};

static LLVMValueRef number(struct entry *e, uint64_t value)
{
    return vg_int(e->gen->context, 64, value);
}

static LLVMBasicBlockRef new_block(struct entry *e, const char *name)
{
    return LLVMAppendBasicBlockInContext(e->gen->context, e->function, name);
}

static LLVMValueRef get(struct entry *e, LLVMValueRef variable)
{
    return LLVMBuildLoad2(e->b, e->i64, variable, "");
}

static LLVMValueRef launch_field(struct entry *e, unsigned field, unsigned dimension)
{
    LLVMValueRef path[] = {vg_int(e->gen->context, 32, 0), vg_int(e->gen->context, 32, field),
                           vg_int(e->gen->context, 32, dimension)};
    LLVMValueRef at = LLVMBuildInBoundsGEP2(e->b, e->gen->launch, e->launch, path, field < 4 ? 3 : 2, "");
    return LLVMBuildLoad2(e->b, e->i64, at, "");
}

static void set_item(struct entry *e, enum vg_item_field field, unsigned dimension, LLVMValueRef value)
{
    LLVMBuildStore(e->b, value, vg_item_address(e->gen, e->item, field, dimension));
}

static struct loop open_loop(struct entry *e, LLVMValueRef variable, LLVMValueRef limit, const char *name)
{
    struct loop loop = {new_block(e, name), variable, limit};
    LLVMBuildStore(e->b, number(e, 0), variable);
    LLVMBuildBr(e->b, loop.body);
    LLVMPositionBuilderAtEnd(e->b, loop.body);
    return loop;
}

/* Gives the branch back to the start. */
static LLVMValueRef close_loop(struct entry *e, const struct loop *loop, uint64_t step)
{
    LLVMBasicBlockRef behind = new_block(e, "behind");
    LLVMValueRef next = LLVMBuildNUWAdd(e->b, get(e, loop->variable), number(e, step), "");
    LLVMBuildStore(e->b, next, loop->variable);
    LLVMValueRef more = LLVMBuildICmp(e->b, LLVMIntULT, next, loop->limit, "");
    LLVMValueRef branch = LLVMBuildCondBr(e->b, more, loop->body, behind);
    LLVMPositionBuilderAtEnd(e->b, behind);
    return branch;
}

/* Where work-items cannot part there is nothing to see. */
static bool watches_barriers(const struct vg_gen *gen)
{
    return gen->keeps_state && gen->options->checks & VG_CHECK_DIVERGENCE;
}

/* ---- The function and what is the same for all groups ---- */

static void start_function(struct entry *e)
{
    LLVMTypeRef params[] = {e->ptr, e->ptr, e->i64, e->i64, e->ptr};
    e->function =
        LLVMAddFunction(e->gen->module, VG_ENTRY_SYMBOL, LLVMFunctionType(e->i32, params, 5, false));
    LLVMSetVisibility(e->function, LLVMDefaultVisibility);
    static const unsigned pointers[] = {0, 1, 4};
    for (unsigned i = 0; i < 3; i++)
        vg_add_param_attribute(e->function, pointers[i], "noalias");
    vg_add_param_attribute(e->function, 0, "readonly");
    vg_add_param_attribute(e->function, 1, "readonly");
    vg_add_attribute(e->function, "nounwind");
    LLVMMetadataRef debug = LLVMGetSubprogram(e->gen->kernel);
    if (debug) { /* the body dissolves in the entry, and its source lines become the entry's */
        LLVMSetSubprogram(e->gen->kernel, NULL);
        LLVMSetSubprogram(e->function, debug);
    }
    e->launch = LLVMGetParam(e->function, 0);
    e->args = LLVMGetParam(e->function, 1);
    e->scratch = LLVMGetParam(e->function, 4);
    LLVMPositionBuilderAtEnd(e->b, new_block(e, "entry"));
    e->item = LLVMBuildAlloca(e->b, e->gen->item, "item");
    if (e->gen->tail)
        e->tail_item = LLVMBuildAlloca(e->b, e->gen->item, "tail_item");
    for (unsigned i = 0; i < 3; i++)
        e->group[i] = LLVMBuildAlloca(e->b, e->i64, "group");
    e->index = LLVMBuildAlloca(e->b, e->i64, "index");
    e->next = LLVMBuildAlloca(e->b, e->i32, "next");
    if (watches_barriers(e->gen)) {
        e->vote.first = LLVMBuildAlloca(e->b, e->i32, "first");
        e->vote.parted = LLVMBuildAlloca(e->b, e->i32, "parted");
        e->vote.item = LLVMBuildAlloca(e->b, e->i64, "parted_item");
    }
}

static uint64_t round_up(uint64_t value, uint64_t align)
{
    return (value + align - 1) & ~(align - 1);
}

/* The descriptor of an image is there, so that its fields may be loaded before anything asks for them. */
static void promise_descriptor(struct entry *e, LLVMValueRef pointer)
{
    LLVMContextRef c = e->gen->context;
    LLVMMetadataRef bytes = LLVMValueAsMetadata(number(e, sizeof(struct vg_image)));
    LLVMMetadataRef align = LLVMValueAsMetadata(number(e, _Alignof(struct vg_image)));
    LLVMSetMetadata(pointer, LLVMGetMDKindIDInContext(c, "dereferenceable", 15),
                    LLVMMetadataAsValue(c, LLVMMDNodeInContext2(c, &bytes, 1)));
    LLVMSetMetadata(pointer, LLVMGetMDKindIDInContext(c, "align", 5),
                    LLVMMetadataAsValue(c, LLVMMDNodeInContext2(c, &align, 1)));
}

static LLVMValueRef load_arg(struct entry *e, unsigned index)
{
    const struct vg_arg_info *arg = &e->gen->info->args[index];
    LLVMTypeRef type = LLVMTypeOf(LLVMGetParam(e->gen->kernel, index));
    LLVMValueRef slot = vg_byte_offset(e->b, e->args, number(e, arg->offset), "");
    if (arg->kind == VG_ARG_LOCAL) {
        LLVMValueRef at = vg_byte_offset(e->b, e->scratch, LLVMBuildLoad2(e->b, e->i64, slot, ""), "");
        return LLVMBuildAddrSpaceCast(e->b, at, type, "");
    }
    if (arg->kind == VG_ARG_VALUE && LLVMGetTypeKind(type) == LLVMPointerTypeKind)
        return slot; /* a struct; the body makes its copy */
    LLVMValueRef value = LLVMBuildLoad2(e->b, type, slot, "");
    if (arg->kind == VG_ARG_IMAGE)
        promise_descriptor(e, value);
    return value;
}

static void load_args(struct entry *e)
{
    e->operand_count = LLVMCountParams(e->gen->kernel);
    e->operands = vg_zalloc_array(e->operand_count, sizeof *e->operands);
    if (!e->operands)
        abort();
    for (unsigned i = 0; i < e->gen->info->arg_count; i++)
        e->operands[i] = load_arg(e, i);
    e->operands[e->operand_count - 1] = e->item;
}

/* A number of work-items rounded up to a multiple of the width. */
static LLVMValueRef whole_vectors(struct entry *e, LLVMValueRef count)
{
    uint64_t width = e->gen->code.width;
    count = LLVMBuildAdd(e->b, count, number(e, width - 1), "");
    return LLVMBuildAnd(e->b, count, number(e, ~(width - 1)), "");
}

/* Frames of all work-items follow the group's slots: [slots][frames]. */
static void place_frames(struct entry *e)
{
    struct vg_gen *gen = e->gen;
    LLVMValueRef base = vg_byte_offset(e->b, e->scratch, launch_field(e, 6, 0), "frames");
    unsigned lanes = e->gen->lane_dimension;
    LLVMValueRef items = whole_vectors(e, launch_field(e, 2, lanes));
    for (unsigned i = 0; i < 3; i++)
        items = i == lanes ? items : LLVMBuildMul(e->b, items, launch_field(e, 2, i), "");
    set_item(e, VG_ITEM_LAUNCH, 0, e->launch);
    set_item(e, VG_ITEM_SCRATCH, 0, e->scratch);
    set_item(e, VG_ITEM_SLOTS, 0, base);
    e->frames = base;
    if (gen->uses_slots) {
        LLVMValueRef slots = LLVMBuildMul(e->b, items, number(e, SLOT_BYTES), "");
        slots = LLVMBuildAdd(e->b, slots, number(e, SLOTS_BYTES + gen->frame_align - 1), "");
        slots = LLVMBuildAnd(e->b, slots, number(e, ~(gen->frame_align - 1)), "");
        e->frames = vg_byte_offset(e->b, base, slots, "");
    }
    set_item(e, VG_ITEM_FRAME, 0, e->frames);
    LLVMValueRef all = LLVMBuildMul(e->b, items, number(e, gen->code.item_bytes), "");
    all = LLVMBuildAdd(e->b, all, number(e, gen->code.fixed_bytes), "");
    set_item(e, VG_ITEM_PRIVATE_END, 0, vg_byte_offset(e->b, base, all, ""));
}

/* ---- One group ---- */

static void start_group(struct entry *e)
{
    for (unsigned i = 0; i < 3; i++) {
        LLVMValueRef group = get(e, e->group[i]), size = launch_field(e, 2, i);
        LLVMValueRef start = LLVMBuildMul(e->b, group, size, "");
        LLVMValueRef left = LLVMBuildSub(e->b, launch_field(e, 0, i), start, "");
        LLVMValueRef partial = LLVMBuildICmp(e->b, LLVMIntULT, left, size, "");
        set_item(e, VG_ITEM_GROUP_ID, i, group);
        set_item(e, VG_ITEM_LOCAL_SIZE, i, LLVMBuildSelect(e->b, partial, left, size, ""));
        set_item(e, VG_ITEM_GLOBAL_BASE, i, LLVMBuildAdd(e->b, start, launch_field(e, 1, i), ""));
    }
}

static LLVMValueRef state_of(struct entry *e)
{
    LLVMValueRef frame = vg_item_load(e->gen, e->item, VG_ITEM_FRAME, 0);
    return vg_byte_offset(e->b, frame, number(e, e->gen->state_at * e->gen->code.width), "state");
}

/* The code for vectors that are not full is a function of its own, so it gets a context of its own: the main
 * one then need not be in memory. */
static LLVMValueRef call_tail(struct entry *e, LLVMValueRef lanes)
{
    struct vg_gen *gen = e->gen;
    LLVMValueRef whole = LLVMBuildLoad2(e->b, gen->item, e->item, "");
    LLVMBuildStore(e->b, whole, e->tail_item);
    LLVMValueRef *operands = vg_zalloc_array(e->operand_count + 1, sizeof *operands);
    if (!operands)
        abort();
    memcpy(operands, e->operands, e->operand_count * sizeof *operands);
    operands[e->operand_count - 1] = LLVMBuildTrunc(e->b, lanes, e->i32, "");
    operands[e->operand_count] = e->tail_item;
    LLVMTypeRef type = LLVMGlobalGetValueType(gen->tail);
    LLVMValueRef call = LLVMBuildCall2(e->b, type, gen->tail, operands, e->operand_count + 1, "");
    vg_lines_mark_call(gen->context, call, LLVMGetSubprogram(e->function));
    vg_free(operands);
    return call;
}

/* lanes NULL: a full vector, or one work-item. */
static LLVMValueRef call_body(struct entry *e, LLVMValueRef lanes)
{
    if (lanes)
        return call_tail(e, lanes);
    LLVMTypeRef type = LLVMGlobalGetValueType(e->gen->kernel);
    return LLVMBuildCall2(e->b, type, e->gen->kernel, e->operands, e->operand_count, "");
}

static LLVMValueRef get_number(struct entry *e, LLVMValueRef variable)
{
    return LLVMBuildLoad2(e->b, e->i32, variable, "");
}

static void open_vote(struct entry *e)
{
    if (!watches_barriers(e->gen))
        return;
    LLVMBuildStore(e->b, vg_int(e->gen->context, 32, NOBODY), e->vote.first);
    LLVMBuildStore(e->b, vg_int(e->gen->context, 32, 0), e->vote.parted);
    LLVMBuildStore(e->b, number(e, 0), e->vote.item);
}

static void set_if(struct entry *e, LLVMValueRef condition, LLVMValueRef value, LLVMValueRef variable)
{
    LLVMValueRef old = LLVMBuildLoad2(e->b, LLVMTypeOf(value), variable, "");
    LLVMBuildStore(e->b, LLVMBuildSelect(e->b, condition, value, old, ""), variable);
}

/* Of two places where work-items stopped, the one with the larger number is a barrier. */
static void count_vote(struct entry *e, LLVMValueRef stopped)
{
    if (!watches_barriers(e->gen))
        return;
    LLVMValueRef none = vg_int(e->gen->context, 32, NOBODY), zero = vg_int(e->gen->context, 32, 0);
    LLVMValueRef ids[3], first = get_number(e, e->vote.first), parted = get_number(e, e->vote.parted);
    LLVMValueRef is_first = LLVMBuildICmp(e->b, LLVMIntEQ, first, none, "");
    LLVMValueRef differs = LLVMBuildICmp(e->b, LLVMIntNE, first, stopped, "");
    LLVMValueRef is_new = LLVMBuildICmp(e->b, LLVMIntEQ, parted, zero, "");
    differs = LLVMBuildAnd(e->b, differs, LLVMBuildNot(e->b, is_first, ""), "");
    differs = LLVMBuildAnd(e->b, differs, is_new, "");
    LLVMValueRef above = LLVMBuildICmp(e->b, LLVMIntUGT, stopped, first, "");
    for (unsigned i = 0; i < 3; i++)
        ids[i] = vg_item_load(e->gen, e->item, VG_ITEM_LOCAL_ID, i);
    set_if(e, differs, vg_check_pack(e->gen, ids), e->vote.item);
    set_if(e, differs, LLVMBuildSelect(e->b, above, stopped, first, ""), e->vote.parted);
    set_if(e, is_first, stopped, e->vote.first);
}

static void close_vote(struct entry *e)
{
    struct vg_gen *gen = e->gen;
    if (!watches_barriers(gen))
        return;
    LLVMBasicBlockRef tell = new_block(e, "parted"), behind = new_block(e, "together");
    LLVMValueRef parted = get_number(e, e->vote.parted);
    LLVMBuildCondBr(e->b, LLVMBuildIsNull(e->b, parted, ""), behind, tell);
    LLVMPositionBuilderAtEnd(e->b, tell);
    LLVMValueRef site = LLVMConstNull(e->ptr);
    for (size_t i = 0; i < gen->barrier_sites.count; i++) {
        LLVMValueRef here = LLVMBuildICmp(e->b, LLVMIntEQ, parted, vg_int(gen->context, 32, i + 1), "");
        site = LLVMBuildSelect(e->b, here, gen->barrier_sites.list[i], site, "");
    }
    LLVMValueRef args[VG_CHECK_PARAMS] = {vg_check_load(gen, e->launch),
                                          number(e, VG_CHECK_DIVERGENCE),
                                          site,
                                          LLVMConstNull(e->ptr),
                                          number(e, 0),
                                          number(e, 0),
                                          get(e, e->vote.item)};
    for (unsigned i = 0; i < 3; i++)
        args[7 + i] = get(e, e->group[i]);
    args[10] = number(e, 1);
    vg_check_tell(gen, args);
    LLVMBuildBr(e->b, behind);
    LLVMPositionBuilderAtEnd(e->b, behind);
}

/* One work-item or vector of a region: the frame, then the body unless it stopped elsewhere. */
static void run_item(struct entry *e, LLVMValueRef region, LLVMValueRef lanes)
{
    struct vg_gen *gen = e->gen;
    LLVMValueRef index = get(e, e->index);
    LLVMValueRef offset = LLVMBuildMul(e->b, index, number(e, gen->frame_bytes * gen->code.width), "");
    set_item(e, VG_ITEM_FRAME, 0, vg_byte_offset(e->b, e->frames, offset, ""));
    LLVMBuildStore(e->b, LLVMBuildNUWAdd(e->b, index, number(e, 1), ""), e->index);
    LLVMBasicBlockRef behind = NULL;
    if (gen->keeps_state && LLVMConstIntGetZExtValue(region) != 0) {
        LLVMBasicBlockRef run = new_block(e, "run");
        behind = new_block(e, "skip");
        LLVMValueRef state = LLVMBuildLoad2(e->b, e->i32, state_of(e), "");
        LLVMBuildCondBr(e->b, LLVMBuildICmp(e->b, LLVMIntEQ, state, region, ""), run, behind);
        LLVMPositionBuilderAtEnd(e->b, run);
    }
    e->operands[e->operand_count - 2] = region;
    LLVMValueRef stopped = call_body(e, lanes);
    if (gen->keeps_state)
        LLVMBuildStore(e->b, stopped, state_of(e));
    count_vote(e, stopped);
    LLVMValueRef done = LLVMBuildICmp(e->b, LLVMIntEQ, stopped, vg_int(gen->context, 32, 0), "");
    LLVMValueRef old = LLVMBuildLoad2(e->b, e->i32, e->next, "");
    LLVMBuildStore(e->b, LLVMBuildSelect(e->b, done, old, stopped, ""), e->next);
    if (behind) {
        LLVMBuildBr(e->b, behind);
        LLVMPositionBuilderAtEnd(e->b, behind);
    }
}

static LLVMValueRef run(struct entry *e, LLVMValueRef region, LLVMValueRef lanes)
{
    if (!region)
        return call_body(e, lanes);
    run_item(e, region, lanes);
    return NULL;
}

static LLVMValueRef id_variable(struct entry *e, unsigned dimension)
{
    return vg_item_address(e->gen, e->item, VG_ITEM_LOCAL_ID, dimension);
}

static void loop_over_row(struct entry *e, LLVMValueRef region, LLVMValueRef size)
{
    struct loop loop = open_loop(e, id_variable(e, e->gen->lane_dimension), size, "row");
    LLVMValueRef call = run(e, region, NULL), branch = close_loop(e, &loop, 1);
    if (call && e->gen->is_parallel && vg_may_be_parallel(e->gen))
        vg_front_mark_parallel(branch, call);
}

/* Full vectors, then what is left. */
static void loop_over_vectors(struct entry *e, LLVMValueRef region, LLVMValueRef size)
{
    uint64_t width = e->gen->code.width;
    LLVMBasicBlockRef vectors = new_block(e, "vectors"), rest = new_block(e, "rest");
    LLVMBasicBlockRef tail = new_block(e, "tail"), row_done = new_block(e, "row_done");
    LLVMValueRef full = LLVMBuildAnd(e->b, size, number(e, ~(width - 1)), "");
    LLVMValueRef id = id_variable(e, e->gen->lane_dimension);
    LLVMBuildStore(e->b, number(e, 0), id);
    LLVMBuildCondBr(e->b, LLVMBuildICmp(e->b, LLVMIntNE, full, number(e, 0), ""), vectors, rest);
    LLVMPositionBuilderAtEnd(e->b, vectors);
    struct loop loop = open_loop(e, id, full, "row");
    run(e, region, NULL);
    close_loop(e, &loop, width);
    LLVMBuildBr(e->b, rest);
    LLVMPositionBuilderAtEnd(e->b, rest);
    LLVMValueRef left = LLVMBuildSub(e->b, size, full, "");
    LLVMBuildCondBr(e->b, LLVMBuildICmp(e->b, LLVMIntNE, left, number(e, 0), ""), tail, row_done);
    LLVMPositionBuilderAtEnd(e->b, tail);
    if (e->gen->tail)
        run(e, region, left);
    LLVMBuildBr(e->b, row_done);
    LLVMPositionBuilderAtEnd(e->b, row_done);
}

/* region NULL: a body without barriers. */
static void loop_over_items(struct entry *e, LLVMValueRef region)
{
    const unsigned lanes = e->gen->lane_dimension, outer[2] = {2, 1 - lanes};
    struct loop loops[2];
    LLVMBuildStore(e->b, number(e, 0), e->index);
    for (unsigned i = 0; i < 2; i++) {
        LLVMValueRef size = vg_item_load(e->gen, e->item, VG_ITEM_LOCAL_SIZE, outer[i]);
        loops[i] = open_loop(e, id_variable(e, outer[i]), size, "rows");
    }
    LLVMValueRef size = vg_item_load(e->gen, e->item, VG_ITEM_LOCAL_SIZE, lanes);
    if (e->gen->code.width > 1)
        loop_over_vectors(e, region, size);
    else
        loop_over_row(e, region, size);
    close_loop(e, &loops[1], 1);
    close_loop(e, &loops[0], 1);
}

/* Runs regions until no work-item waits at a barrier. */
static void run_regions(struct entry *e)
{
    unsigned count = e->gen->resume_points + 1;
    LLVMBasicBlockRef choose = new_block(e, "choose"), group_done = new_block(e, "group_done");
    LLVMBuildStore(e->b, vg_int(e->gen->context, 32, 0), e->next);
    LLVMBasicBlockRef first = new_block(e, "region");
    LLVMBuildBr(e->b, first);
    LLVMPositionBuilderAtEnd(e->b, choose);
    LLVMValueRef next = LLVMBuildLoad2(e->b, e->i32, e->next, "");
    LLVMBuildStore(e->b, vg_int(e->gen->context, 32, 0), e->next);
    LLVMValueRef dispatch = LLVMBuildSwitch(e->b, next, group_done, count);
    for (unsigned i = 0; i < count; i++) {
        LLVMBasicBlockRef region = i ? new_block(e, "region") : first;
        if (i)
            LLVMAddCase(dispatch, vg_int(e->gen->context, 32, i), region);
        LLVMPositionBuilderAtEnd(e->b, region);
        open_vote(e);
        loop_over_items(e, vg_int(e->gen->context, 32, i));
        close_vote(e);
        LLVMBuildBr(e->b, choose);
    }
    LLVMPositionBuilderAtEnd(e->b, group_done);
}

/* ---- All groups ---- */

static void find_first_group(struct entry *e)
{
    LLVMValueRef rest = LLVMGetParam(e->function, 2);
    for (unsigned i = 0; i < 2; i++) {
        LLVMValueRef count = launch_field(e, 3, i);
        LLVMBuildStore(e->b, LLVMBuildURem(e->b, rest, count, ""), e->group[i]);
        rest = LLVMBuildUDiv(e->b, rest, count, "");
    }
    LLVMBuildStore(e->b, rest, e->group[2]);
}

/* Adds one to x; a coordinate that reaches its end starts again and carries to the next. */
static void advance_group(struct entry *e)
{
    LLVMValueRef carry = number(e, 1);
    for (unsigned i = 0; i < 3; i++) {
        LLVMValueRef value = LLVMBuildAdd(e->b, get(e, e->group[i]), carry, "");
        LLVMValueRef end = LLVMBuildICmp(e->b, LLVMIntEQ, value, launch_field(e, 3, i), "");
        LLVMBuildStore(e->b, LLVMBuildSelect(e->b, end, number(e, 0), value, ""), e->group[i]);
        carry = LLVMBuildZExt(e->b, end, e->i64, "");
    }
}

/* Volatile, since nothing in this module reads it. */
static void tell_group(struct entry *e, LLVMValueRef linear)
{
    LLVMValueRef at = vg_byte_offset(e->b, e->scratch, number(e, (uint64_t)-VG_GROUP_BACK), "");
    LLVMSetVolatile(LLVMBuildStore(e->b, get(e, linear), at), true);
}

static LLVMValueRef check_field(struct entry *e, size_t offset)
{
    LLVMValueRef at = vg_byte_offset(e->b, vg_check_load(e->gen, e->launch), number(e, offset), "");
    return vg_mark_invariant(LLVMBuildLoad2(e->b, e->i64, at, ""));
}

/* Nothing was written to local memory yet, and nobody accessed it. */
static void start_shadows(struct entry *e)
{
    struct vg_gen *gen = e->gen;
    if (!(gen->shadows_local || gen->code.flags & VG_CODE_RACE))
        return;
    LLVMValueRef bytes = check_field(e, offsetof(struct vg_check, local_bytes));
    if (gen->shadows_local) {
        LLVMValueRef shadow = vg_byte_offset(e->b, e->scratch, bytes, "shadow");
        LLVMBuildMemSet(e->b, shadow, vg_int(gen->context, 8, UINT8_MAX), bytes, VG_SCRATCH_ALIGN);
    }
    if (gen->code.flags & VG_CODE_RACE) {
        LLVMValueRef at = check_field(e, offsetof(struct vg_check, cells_at));
        LLVMValueRef cells = vg_byte_offset(e->b, e->scratch, at, "cells");
        bytes = LLVMBuildMul(e->b, bytes, number(e, VG_CHECK_CELLS_SCALE), "");
        LLVMBuildMemSet(e->b, cells, vg_int(gen->context, 8, 0), bytes, VG_SCRATCH_ALIGN);
    }
}

static void loop_over_groups(struct entry *e)
{
    LLVMBasicBlockRef group = new_block(e, "group"), done = new_block(e, "done");
    LLVMValueRef first = LLVMGetParam(e->function, 2), last = LLVMGetParam(e->function, 3);
    LLVMValueRef linear = LLVMBuildAlloca(e->b, e->i64, "linear");
    LLVMBuildStore(e->b, first, linear);
    find_first_group(e);
    LLVMBuildCondBr(e->b, LLVMBuildICmp(e->b, LLVMIntULT, first, last, ""), group, done);
    LLVMPositionBuilderAtEnd(e->b, group);
    tell_group(e, linear);
    start_group(e);
    start_shadows(e);
    if (e->gen->has_barrier)
        run_regions(e);
    else
        loop_over_items(e, NULL);
    advance_group(e);
    LLVMValueRef next = LLVMBuildNUWAdd(e->b, get(e, linear), number(e, 1), "");
    LLVMBuildStore(e->b, next, linear);
    LLVMBuildCondBr(e->b, LLVMBuildICmp(e->b, LLVMIntULT, next, last, ""), group, done);
    LLVMPositionBuilderAtEnd(e->b, done);
    bool checked = e->gen->options->checks != 0;
    LLVMBuildRet(e->b, checked ? vg_check_status(e->gen, e->launch) : vg_int(e->gen->context, 32, 0));
}

/* All frames of a group should fit in a worker's scratch of bearable size. */
static uint32_t largest_group(uint64_t item_bytes)
{
    const uint64_t bearable = UINT64_C(256) << 20;
    uint64_t items = item_bytes ? bearable / item_bytes : 0;
    return items > 0 && items < 4096 ? (uint32_t)items : item_bytes > bearable;
}

/* From the frame to what the executor reserves. */
static void settle_sizes(struct vg_gen *gen)
{
    gen->frame_bytes = round_up(gen->frame_bytes, gen->frame_align);
    if (gen->has_barrier)
        gen->code.item_bytes = gen->frame_bytes;
    else
        gen->code.fixed_bytes = gen->frame_bytes * gen->code.width;
    if (gen->uses_slots) {
        gen->code.item_bytes += SLOT_BYTES;
        gen->code.fixed_bytes += SLOTS_BYTES + gen->frame_align;
    }
    gen->code.max_group = largest_group(gen->code.item_bytes);
}

void vg_entry_build(struct vg_gen *gen)
{
    settle_sizes(gen);
    struct entry e = {.gen = gen, .b = gen->builder};
    e.i32 = vg_int_type(gen->context, 32);
    e.i64 = vg_int_type(gen->context, 64);
    e.ptr = vg_ptr_type(gen->context, 0);
    LLVMSetCurrentDebugLocation2(e.b, NULL); /* what follows comes from no line */
    start_function(&e);
    load_args(&e);
    place_frames(&e);
    loop_over_groups(&e);
    vg_add_attribute(gen->kernel, "alwaysinline");
    if (gen->tail)
        vg_add_attribute(gen->tail, "noinline");
    vg_free(e.operands);
}

/* The fields of struct vg_code_info in order. ABI: kernel */
void vg_entry_info(struct vg_gen *gen)
{
    const struct vg_code_info *code = &gen->code;
    LLVMContextRef c = gen->context;
    LLVMValueRef fields[] = {vg_int(c, 32, code->abi_version), vg_int(c, 32, code->flags),
                             vg_int(c, 32, code->width),       vg_int(c, 32, code->max_group),
                             vg_int(c, 64, code->local_bytes), vg_int(c, 64, code->fixed_bytes),
                             vg_int(c, 64, code->item_bytes),  vg_int(c, 64, code->private_bytes),
                             vg_int(c, 64, code->cost)};
    LLVMValueRef value = LLVMConstStructInContext(c, fields, sizeof fields / sizeof *fields, false);
    LLVMValueRef info = LLVMAddGlobal(gen->module, LLVMTypeOf(value), VG_INFO_SYMBOL);
    LLVMSetInitializer(info, value);
    LLVMSetGlobalConstant(info, true);
    LLVMSetAlignment(info, 8);
}
