/* SPDX-License-Identifier: MIT */
/* The cost model: see width.h.
 *
 * Both forms of a kernel are priced in operations per work-item, loops counted LOOP_TURNS times. Vector code
 * shares an operation among its lanes, but pays for each lane where addresses vary, runs both sides of
 * divergent branches, and stays in divergent loops until the last lane leaves. Scalar code pays for branches
 * that cannot be foretold. The figures were fitted to the kernels of bench/kernels on a Zen 3. */
#include "compiler/cc/simd/width.h"

#include "base/alloc.h"
#include "compiler/cc/simd/index.h"
#include "compiler/cc/special.h"

#define LOOP_TURNS 32.0
#define DIVERGENT_TURNS 1.6  /* turns of the lane that stays longest, to those of the average lane */
#define MISPREDICTED 2.0     /* operations lost at a divergent branch, in scalar code */
#define MASKING 2.0          /* operations to keep the masks of a divergent branch */
#define LANE_LOAD 4.0        /* operations of a lane's own memory access */
#define LANE_LOAD_NARROW 9.0 /* of 8 or 16 bits, which have to be put together */
#define LANE_LOAD_DIRECT 3.0 /* with an index that is in memory */
#define LANE_STORE 6.0
#define LANE_STORE_MASKED 10.0
#define LANE_CALL 25.0
#define OUTLINED_CALL 100.0 /* of all its instructions */
#define ATOMIC 10.0
#define ATOMIC_BY_LANE 8.0 /* one after the other, with nothing between them */
#define BARRIER_LOOPS 2.0  /* what scalar code pays the more for loops over the regions between barriers */
#define CLEARLY 1.05       /* scalar code must be better by this, since it does not hide latency */
#define CHAINED 1.6 /* the same where each turn of a loop waits for the sum or the like of the one before */
#define LANES_PART 0.2     /* of the cost: accesses by lane past which wider vectors only add to them */
#define LOOP_VALUES 40     /* varying values under masks in loops, past which masks take the registers */
#define ACCESS_REGISTERS 2 /* of one access, past which wider vectors confuse the prefetcher */

struct model {
    const struct vg_gen *gen;
    const struct vg_shapes *shapes;
    unsigned width, vector_bits;
    double scalar, vector; /* of a work-item */
    double lanes;          /* the part of vector that is memory accesses by lane */
    double by_lane;        /* the same, of the block at hand and all its lanes */
    double widest;         /* registers of the largest access of all lanes at once */
    unsigned loop_values;
    bool chained; /* floating-point values go from turn to turn of a loop */
};

unsigned vg_width_native(const struct vg_gen *gen)
{
    switch (gen->target.isa) {
    case VG_ISA_AVX512:
        return 16;
    case VG_ISA_AVX2:
        return 8;
    default:
        return 4;
    }
}

/* ---- Prices ---- */

static LLVMTypeRef value_type(LLVMValueRef inst)
{
    LLVMOpcode opcode = LLVMGetInstructionOpcode(inst);
    bool looks_at_operand = opcode == LLVMStore || opcode == LLVMICmp || opcode == LLVMFCmp;
    return LLVMTypeOf(looks_at_operand ? LLVMGetOperand(inst, 0) : inst);
}

/* Registers that one of the machine's operations on a value of every lane takes. */
static double registers(const struct model *model, LLVMValueRef inst, unsigned lanes)
{
    LLVMTypeRef types[VG_COMPONENTS_MOST];
    unsigned count = vg_components(value_type(inst), types), bits = 0;
    for (unsigned i = 0; i < count; i++)
        bits += (unsigned)LLVMSizeOfTypeInBits(model->gen->layout, types[i]);
    double full = (double)bits * lanes / model->vector_bits;
    return full > 1.0 || count > 1 ? full : 1.0;
}

static bool is_wide_integer(LLVMTypeRef type)
{
    while (LLVMGetTypeKind(type) == LLVMVectorTypeKind)
        type = LLVMGetElementType(type);
    return LLVMGetTypeKind(type) == LLVMIntegerTypeKind && LLVMGetIntTypeWidth(type) == 64;
}

static bool is_floating(LLVMTypeRef type)
{
    while (LLVMGetTypeKind(type) == LLVMVectorTypeKind)
        type = LLVMGetElementType(type);
    LLVMTypeKind kind = LLVMGetTypeKind(type);
    return kind == LLVMFloatTypeKind || kind == LLVMDoubleTypeKind || kind == LLVMHalfTypeKind;
}

/* What checked code knows when it is entered, and what it does once. */
static bool is_check(LLVMValueRef call)
{
    enum vg_special special = vg_special_call(call);
    return vg_is_check_value(special) || special == VG_CHECK_REPORT;
}

/* Of an operation on one register or scalar. */
static double unit_price(LLVMValueRef inst, bool vector)
{
    LLVMOpcode opcode = LLVMGetInstructionOpcode(inst);
    switch (opcode) {
    case LLVMPHI:
    case LLVMBr:
    case LLVMRet:
    case LLVMBitCast:
    case LLVMFreeze:
    case LLVMAddrSpaceCast:
    case LLVMExtractElement:
    case LLVMInsertElement:
    case LLVMExtractValue:
        return 0.0;
    case LLVMTrunc:
    case LLVMZExt:
    case LLVMSExt:
    case LLVMGetElementPtr:
        return vector ? 1.0 : 0.3;
    case LLVMMul:
        return is_wide_integer(LLVMTypeOf(inst)) && vector ? 5.0 : 1.5;
    case LLVMFDiv:
        return 5.0;
    case LLVMCall:
        if (vg_callee(inst) && vg_is_outlined(vg_callee(inst)))
            return OUTLINED_CALL;
        return vg_is_remark(inst) || is_check(inst) ? 0.0 : 2.0;
    default:
        if (vg_is_division(opcode))
            return 4.0;
        return 1.0;
    }
}

static bool runs_by_lane(LLVMValueRef call)
{
    if (vg_callee(call) && vg_is_outlined(vg_callee(call)))
        return false;
    return !vg_is_pure_call(call) && !vg_is_remark(call) && vg_special_call(call) == VG_SPECIAL_NONE;
}

static bool is_private(LLVMValueRef pointer)
{
    return LLVMIsAAllocaInst(vg_base_pointer(pointer)) != NULL;
}

/* Of a lane's part in an access of each lane's own. */
static double lane_price(const struct model *model, LLVMValueRef inst, bool stores, bool masked)
{
    LLVMTypeRef type = value_type(inst);
    struct vg_index index;
    if (stores)
        return masked ? LANE_STORE_MASKED : LANE_STORE;
    if (vg_index_find(model->shapes, inst, &index))
        return LANE_LOAD_DIRECT;
    bool narrow = LLVMGetTypeKind(type) == LLVMIntegerTypeKind && LLVMGetIntTypeWidth(type) < 32;
    return narrow ? LANE_LOAD_NARROW : LANE_LOAD;
}

static double access_price(struct model *model, LLVMValueRef inst, bool stores, unsigned block)
{
    LLVMValueRef pointer = LLVMGetOperand(inst, stores ? 1 : 0);
    struct vg_shape shape = vg_shape_of(model->shapes, pointer);
    if (shape.kind == VG_SHAPE_UNIFORM)
        return 1.0;
    bool private = shape.kind == VG_SHAPE_STRIDED && is_private(pointer); /* will be interleaved */
    double full = registers(model, inst, model->width), masked = model->shapes->divergent[block] ? 2.0 : 0.0;
    int64_t bytes = (int64_t)LLVMABISizeOfType(model->gen->layout, value_type(inst));
    if (private || (shape.kind == VG_SHAPE_STRIDED && shape.stride == bytes)) {
        model->widest = full > model->widest ? full : model->widest;
        return full + masked;
    }
    if (shape.kind == VG_SHAPE_STRIDED && !stores && shape.stride > 0 && shape.stride <= 8 * bytes)
        return 2.0 * full * (double)shape.stride / (double)bytes + masked;
    double by_lane = lane_price(model, inst, stores, masked > 0) * model->width;
    model->by_lane += by_lane;
    return by_lane + masked;
}

/* Pairs are read once for both of their numbers, in scalar code too by each component. */
static double lookup_price(LLVMValueRef call)
{
    LLVMTypeRef types[VG_COMPONENTS_MOST];
    return LANE_LOAD / 2 * vg_components(LLVMTypeOf(call), types);
}

static double vector_price(struct model *model, LLVMValueRef inst, unsigned block)
{
    struct vg_shape shape = vg_shape_of(model->shapes, inst);
    LLVMOpcode opcode = LLVMGetInstructionOpcode(inst);
    switch (opcode) {
    case LLVMLoad:
    case LLVMStore:
        return access_price(model, inst, opcode == LLVMStore, block);
    case LLVMAtomicRMW:
    case LLVMAtomicCmpXchg: {
        bool once = !LLVMGetFirstUse(inst) && vg_is_uniform(model->shapes, LLVMGetOperand(inst, 0));
        return once ? 2 * ATOMIC : ATOMIC_BY_LANE * model->width;
    }
    case LLVMCall:
        if (runs_by_lane(inst))
            return LANE_CALL * model->width;
        break;
    default:
        break;
    }
    if (shape.kind != VG_SHAPE_VARYING)
        return unit_price(inst, false);
    if (vg_special_call(inst) == VG_LOOKUP) {
        double by_lane = lookup_price(inst) * model->width;
        model->by_lane += by_lane;
        return by_lane;
    }
    double price = unit_price(inst, true) * registers(model, inst, model->width);
    if (vg_is_division(opcode) && !LLVMIsAConstant(LLVMGetOperand(inst, 1)))
        price = is_wide_integer(LLVMTypeOf(inst)) ? 10.0 * model->width : price * 2;
    return price;
}

static double scalar_price(const struct model *model, LLVMValueRef inst)
{
    switch (LLVMGetInstructionOpcode(inst)) {
    case LLVMAtomicRMW:
    case LLVMAtomicCmpXchg:
        return ATOMIC;
    case LLVMCall:
        if (runs_by_lane(inst))
            return LANE_CALL;
        if (vg_special_call(inst) == VG_LOOKUP)
            return lookup_price(inst);
        break;
    default:
        break;
    }
    return unit_price(inst, false) * registers(model, inst, 1);
}

/* ---- How often a block runs ---- */

static bool is_linear(const struct model *model, LLVMValueRef value)
{
    return vg_shape_of(model->shapes, value).kind != VG_SHAPE_VARYING;
}

/* Whether lanes leave a loop at about the same time: what decides counts up evenly from lane to lane. */
static bool leaves_together(const struct model *model, size_t loop)
{
    const struct vg_graph *graph = model->shapes->graph;
    for (size_t i = 0; i < graph->order_count; i++) {
        size_t block = graph->order[i];
        if (!model->shapes->splits[block] || !vg_graph_inside(graph, loop, block))
            continue;
        if (vg_graph_inside(graph, loop, graph->succs[block][0]) &&
            vg_graph_inside(graph, loop, graph->succs[block][1]))
            continue;
        LLVMValueRef condition = LLVMGetCondition(LLVMGetBasicBlockTerminator(graph->flow.blocks[block]));
        if (!LLVMIsAICmpInst(condition) || !is_linear(model, LLVMGetOperand(condition, 0)) ||
            !is_linear(model, LLVMGetOperand(condition, 1)))
            return false;
    }
    return true;
}

static double turns_of(const struct model *model, unsigned block, bool vector)
{
    const struct vg_graph *graph = model->shapes->graph;
    double turns = 1.0;
    for (size_t l = graph->loop_of[block]; l != VG_NONE; l = graph->loops[l].parent) {
        turns *= LOOP_TURNS;
        if (vector && model->shapes->loop_divergent[l] && !leaves_together(model, l))
            turns *= DIVERGENT_TURNS;
    }
    return turns;
}

/* The part of work-items that comes to a block behind divergent branches of its own loop. */
static double share_of(const struct model *model, unsigned block)
{
    const struct vg_graph *graph = model->shapes->graph;
    double share = 1.0;
    size_t at = block;
    while (model->shapes->divergent[at] && graph->dominator[at] != at) {
        size_t above = graph->dominator[at];
        bool inner = graph->loop_of[above] == graph->loop_of[at];
        if (model->shapes->splits[above] && graph->post_dominator[above] != at && inner && share > 0.2)
            share *= 0.6;
        at = above;
    }
    return share;
}

static void price_block(struct model *model, unsigned block)
{
    const struct vg_graph *graph = model->shapes->graph;
    double scalar = 0, vector = 0;
    model->by_lane = 0;
    VG_EACH_INST (inst, graph->flow.blocks[block]) {
        scalar += scalar_price(model, inst);
        vector += vector_price(model, inst, block);
        size_t loop = graph->loop_of[block];
        bool varying = vg_shape_of(model->shapes, inst).kind == VG_SHAPE_VARYING;
        model->loop_values += varying && loop != VG_NONE && model->shapes->divergent[block];
        model->chained |= varying && LLVMIsAPHINode(inst) && vg_graph_is_header(graph, block) &&
                          is_floating(LLVMTypeOf(inst));
    }
    if (model->shapes->splits[block]) {
        vector += MASKING;
        scalar += graph->loop_of[block] != VG_NONE && vg_graph_is_latch(graph, block) ? 1.0 : MISPREDICTED;
    }
    model->scalar += scalar * share_of(model, block) * turns_of(model, block, false);
    model->vector += vector * turns_of(model, block, true) / model->width;
    model->lanes += model->by_lane * turns_of(model, block, true) / model->width;
}

static struct model price(const struct vg_gen *gen, const struct vg_shapes *shapes, unsigned width)
{
    struct model model = {
        .gen = gen, .shapes = shapes, .width = width, .vector_bits = vg_width_native(gen) * 32};
    for (size_t i = 0; i < shapes->graph->order_count; i++)
        price_block(&model, (unsigned)shapes->graph->order[i]);
    return model;
}

/* 0 when the program leaves it open. A sub-group is a vector, and a ballot of it has 32 bits; with one
 * work-item it would serve nobody. */
static unsigned asked_for(const struct vg_gen *gen)
{
    enum { SUB_GROUP_MOST = 32 };
    unsigned width = gen->options->width;
    if (gen->info->reqd_sub_group)
        return gen->info->reqd_sub_group;
    if (!gen->uses_lanes)
        return width;
    if (width == 0)
        return vg_width_native(gen);
    return width < SUB_GROUP_MOST ? width : SUB_GROUP_MOST;
}

/* Calls of a kernel. */
static bool has_call(const struct vg_gen *gen, bool (*is_such)(LLVMValueRef call))
{
    struct vg_values calls = {0};
    bool found = false;
    vg_insts_of(gen->kernel, LLVMCall, &calls);
    for (size_t i = 0; i < calls.count && !found; i++)
        found = is_such(calls.list[i]);
    vg_values_finish(&calls);
    return found;
}

/* Tells work-items of different rows (y) or layers (z) apart. */
static bool looks_at_rows(LLVMValueRef call)
{
    return vg_takes_dimension(vg_special_call(call)) && !LLVMIsNull(LLVMGetOperand(call, 0));
}

static bool is_linear_id(LLVMValueRef call)
{
    enum vg_special special = vg_special_call(call);
    return special == VG_GET_GLOBAL_LINEAR_ID || special == VG_GET_LOCAL_LINEAR_ID;
}

/* Work-groups fill vectors of that many lanes. Those of kernels that cannot see their groups can be made to;
 * square ones are seldom wider than ROW. */
static bool fills_vectors(const struct vg_gen *gen, unsigned width)
{
    enum { ROW = 16 };
    if (gen->info->reqd_size[0])
        return gen->info->reqd_size[0] % width == 0;
    return width <= ROW || (gen->code.flags & VG_CODE_FREE_FORM) || !has_call(gen, looks_at_rows);
}

/* Two registers for each value let more operations be under way at once, as long as they are enough. */
static bool is_better_doubled(const struct vg_gen *gen, const struct model *model)
{
    return model->lanes <= LANES_PART * model->vector && model->loop_values <= LOOP_VALUES &&
           model->widest <= ACCESS_REGISTERS && fills_vectors(gen, 2 * model->width);
}

/* The machine's width, or less where the program says that work-groups are narrower. */
static unsigned width_for_groups(const struct vg_gen *gen)
{
    enum { NARROWEST = 4 };
    unsigned width = vg_width_native(gen);
    while (gen->info->reqd_size[0] && gen->info->reqd_size[0] % width != 0 && width > NARROWEST)
        width /= 2;
    return width;
}

static unsigned best_width(const struct vg_gen *gen, const struct model *model)
{
    double scalar = gen->has_barrier ? model->scalar * BARRIER_LOOPS : model->scalar;
    if (scalar * (model->chained ? CHAINED : CLEARLY) < model->vector)
        return 1;
    return is_better_doubled(gen, model) ? 2 * model->width : model->width;
}

struct vg_choice vg_width_choose(const struct vg_gen *gen, const struct vg_shapes *shapes)
{
    unsigned asked = asked_for(gen);
    struct model model = price(gen, shapes, asked ? asked : width_for_groups(gen));
    return (struct vg_choice){.width = asked ? asked : best_width(gen, &model),
                              .asked = asked != 0,
                              .scalar_cost = model.scalar,
                              .vector_cost = model.vector,
                              .lanes_cost = model.lanes};
}

bool vg_width_may_be_columns(const struct vg_gen *gen, const struct vg_choice *rows)
{
    return (gen->code.flags & VG_CODE_FREE_FORM) && rows->lanes_cost > 0 && has_call(gen, looks_at_rows) &&
           !has_call(gen, is_linear_id); /* linear ids count up along x */
}

void vg_width_settle(struct vg_gen *gen, const struct vg_choice *choice)
{
    gen->code.width = choice->width;
    if (gen->lane_dimension == 1)
        gen->code.flags |= VG_CODE_COLUMNS;
    if (choice->asked)
        return;
    gen->scalar_cost = choice->scalar_cost;
    gen->vector_cost = choice->vector_cost;
    if (choice->lanes_cost == 0)
        gen->code.flags |= VG_CODE_STREAMS;
    if (choice->width == 1)
        gen->scalar_reason = "most of its work is memory accesses of each lane's own";
}
