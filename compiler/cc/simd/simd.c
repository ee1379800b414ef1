/* SPDX-License-Identifier: MIT */
/* From plan to wide functions: see simd.h. */
#include "compiler/cc/simd/simd.h"

#include <string.h>

#include "base/alloc.h"
#include "compiler/cc/lines.h"
#include "compiler/cc/simd/wide.h"
#include "compiler/cc/simd/width.h"
#include "compiler/cc/special.h"

enum {
    BLOCKS_MOST = 6000, /* past which sets of blocks would take too much memory */
    INSTRUCTIONS_MOST = 12000,
};
#define COLUMNS_PART 0.7 /* of the cost along x, below which vectors go along y */

struct vg_simd {
    struct vg_graph graph;
    struct vg_shapes shapes;
    uint64_t mask_place; /* in the frame: lanes that wait at a barrier */
    bool keeps_mask;
};

static const char canonical_passes[] =
    "function(lower-switch,mergereturn,fix-irreducible,loop-simplify,lcssa)";
/* What barriers were cut into has several returns, each with its number. */
static const char cut_passes[] = "function(lower-switch,fix-irreducible,loop-simplify,lcssa)";

/* ---- What can be widened ---- */

static bool is_supported_call(LLVMValueRef call)
{
    LLVMValueRef callee = vg_callee(call);
    return callee && (LLVMIsDeclaration(callee) || vg_is_outlined(callee));
}

static const char *unsupported(LLVMValueRef inst)
{
    LLVMTypeRef types[VG_COMPONENTS_MOST];
    LLVMOpcode opcode = LLVMGetInstructionOpcode(inst);
    if (opcode == LLVMCall && !is_supported_call(inst))
        return "it calls a function that is too large to become part of it";
    if (opcode == LLVMVAArg || opcode == LLVMIndirectBr || opcode == LLVMInvoke)
        return "an instruction without a form for vectors";
    if (opcode == LLVMAlloca && !LLVMIsAConstantInt(LLVMGetOperand(inst, 0)))
        return "an array whose size is not constant";
    LLVMTypeRef type = opcode == LLVMStore ? LLVMTypeOf(LLVMGetOperand(inst, 0)) : LLVMTypeOf(inst);
    if (LLVMGetTypeKind(type) != LLVMVoidTypeKind && vg_components(type, types) == 0)
        return "a value too large for vectors";
    if (opcode == LLVMGetElementPtr && LLVMGetTypeKind(type) == LLVMVectorTypeKind)
        return "vectors of addresses";
    return NULL;
}

static const char *find_unsupported(LLVMValueRef function)
{
    VG_EACH_BLOCK (block, function) {
        VG_EACH_INST (inst, block) {
            const char *why = unsupported(inst);
            if (why)
                return why;
        }
    }
    return LLVMCountBasicBlocks(function) > BLOCKS_MOST ? "it has too many branches" : NULL;
}

static size_t count_instructions(LLVMValueRef function)
{
    size_t count = 0;
    VG_EACH_BLOCK (block, function)
        VG_EACH_INST (inst, block)
            count++;
    return count;
}

static bool stay_scalar(struct vg_gen *gen, const char *why)
{
    gen->scalar_reason = why;
    gen->code.width = 1;
    if (gen->info->reqd_sub_group)
        vg_text_add(gen->log,
                    "error: kernel %s asks for sub-groups of %u work-items and cannot have them: %s\n",
                    gen->info->name, gen->info->reqd_sub_group, why);
    return gen->info->reqd_sub_group == 0;
}

static void forget(struct vg_simd *simd)
{
    vg_shapes_finish(&simd->shapes);
    vg_graph_finish(&simd->graph);
}

static bool analyse(struct vg_gen *gen, struct vg_simd *simd, unsigned width, const char **why)
{
    bool ok = vg_graph_init(&simd->graph, gen->kernel, why);
    if (ok)
        vg_shapes_init(&simd->shapes, gen, &simd->graph, gen->kernel, width);
    return ok;
}

/* What vectors along x (0) or y (1) would be like. */
static bool choose_along(struct vg_gen *gen, unsigned dimension, struct vg_choice *choice, const char **why)
{
    gen->lane_dimension = dimension;
    bool ok = analyse(gen, gen->simd, vg_width_native(gen), why);
    if (ok)
        *choice = vg_width_choose(gen, &gen->simd->shapes);
    forget(gen->simd);
    return ok;
}

bool vg_simd_plan(struct vg_gen *gen)
{
    const char *why = find_unsupported(gen->kernel);
    bool required = gen->info->reqd_sub_group != 0, asked = gen->options->width != 0;
    if (gen->options->width == 1 && !required)
        why = "-cl-vgpu-width=1 asks for it";
    if (gen->options->opt_disable && gen->options->width == 0 && !required)
        why = "-cl-opt-disable asks for plain code";
    if (!asked && !required && count_instructions(gen->kernel) > INSTRUCTIONS_MOST)
        why = "it is so large that vector code would take too long to generate";
    if (gen->give_up)
        why = gen->give_up;
    if (why)
        return stay_scalar(gen, why);
    vg_simd_narrow_counters(gen);
    if (!vg_run_passes(gen, canonical_passes))
        return false;
    gen->simd = vg_need(1, sizeof *gen->simd);
    struct vg_choice rows, columns;
    bool ok = choose_along(gen, 0, &rows, &why);
    if (ok && vg_width_may_be_columns(gen, &rows) && choose_along(gen, 1, &columns, &why) &&
        columns.width > 1 && columns.vector_cost < COLUMNS_PART * rows.vector_cost)
        rows = columns;
    else
        gen->lane_dimension = 0;
    if (ok)
        vg_width_settle(gen, &rows);
    return ok || stay_scalar(gen, why);
}

bool vg_simd_analyse(struct vg_gen *gen)
{
    const char *why = NULL;
    if (gen->code.width == 1)
        return true;
    bool ok = analyse(gen, gen->simd, gen->code.width, &why);
    if (!ok)
        gen->give_up = why;
    return ok;
}

bool vg_simd_is_uniform(const struct vg_gen *gen, LLVMValueRef value)
{
    bool known = gen->simd && gen->code.width > 1 && vg_shapes_number(&gen->simd->shapes, value) != VG_NONE;
    return known && vg_is_uniform(&gen->simd->shapes, value);
}

void vg_simd_finish(struct vg_gen *gen)
{
    if (gen->simd)
        forget(gen->simd);
    vg_free(gen->simd);
    gen->simd = NULL;
}

/* ---- One wide function ---- */

/* The parameters are those of the body, and lanes' count before the context unless all take part. */
static LLVMTypeRef wide_function_type(struct vg_gen *gen, bool full)
{
    LLVMTypeRef old = LLVMGlobalGetValueType(gen->kernel), params[VG_COMPONENTS_MOST * 8];
    unsigned count = LLVMCountParamTypes(old);
    LLVMGetParamTypes(old, params);
    if (!full) {
        params[count] = params[count - 1];
        params[count - 1] = vg_int_type(gen->context, 32);
        count++;
    }
    return LLVMFunctionType(LLVMGetReturnType(old), params, count, false);
}

static void copy_attributes(LLVMValueRef from, LLVMValueRef to, LLVMAttributeIndex at,
                            LLVMAttributeIndex index)
{
    LLVMAttributeRef list[64];
    unsigned count = LLVMGetAttributeCountAtIndex(from, at);
    if (count > 64)
        return; /* attributes only help */
    LLVMGetAttributesAtIndex(from, at, list);
    for (unsigned i = 0; i < count; i++)
        LLVMAddAttributeAtIndex(to, index, list[i]);
}

/* How small integers are passed would have to be said at each call too. */
static void drop_extensions(LLVMValueRef function, LLVMAttributeIndex index)
{
    static const char *const names[] = {"zeroext", "signext"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        LLVMRemoveEnumAttributeAtIndex(function, index,
                                       LLVMGetEnumAttributeKindForName(names[i], strlen(names[i])));
}

static LLVMValueRef declare_wide(struct vg_gen *gen, bool full)
{
    LLVMValueRef function =
        LLVMAddFunction(gen->module, full ? "wide" : "wide_tail", wide_function_type(gen, full));
    LLVMSetLinkage(function, LLVMInternalLinkage);
    LLVMAttributeIndex whole = (LLVMAttributeIndex)LLVMAttributeFunctionIndex;
    copy_attributes(gen->kernel, function, whole, whole);
    unsigned count = LLVMCountParams(gen->kernel);
    for (unsigned i = 0; i + 1 < count; i++) {
        copy_attributes(gen->kernel, function, i + 1, i + 1);
        drop_extensions(function, i + 1);
    }
    return function;
}

/* The lanes of guarded values are computed where they are needed, from operands that must then be at hand. */
static void spread_crossing(struct vg_wide *wide)
{
    for (bool changed = true; changed;) {
        changed = false;
        for (size_t i = 0; i < wide->shapes->count; i++) {
            LLVMValueRef inst = wide->shapes->values[i];
            if (!wide->shapes->shapes[i].guarded || !wide->values[i].crosses)
                continue;
            for (unsigned o = 0; o < (unsigned)LLVMGetNumOperands(inst); o++) {
                LLVMValueRef operand = LLVMGetOperand(inst, o);
                struct vg_wide_value *known =
                    LLVMIsAInstruction(operand) ? vg_wide_value(wide, operand) : NULL;
                if (known && !known->crosses)
                    known->crosses = changed = true;
            }
        }
    }
}

/* Whether all uses elsewhere are behind rare ways, in the loops that the value is in. */
static bool stays_flat(const struct vg_wide *wide, LLVMValueRef value)
{
    const struct vg_graph *graph = wide->graph;
    size_t home = vg_flow_number(&graph->flow, LLVMGetInstructionParent(value));
    for (LLVMUseRef use = LLVMGetFirstUse(value); use; use = LLVMGetNextUse(use)) {
        LLVMValueRef user = LLVMGetUser(use);
        size_t block = vg_flow_number(&graph->flow, LLVMGetInstructionParent(user));
        if (block == home && !LLVMIsAPHINode(user))
            continue;
        if (!vg_is_behind_any_lane(graph, block) || !vg_graph_inside(graph, graph->loop_of[block], home))
            return false;
    }
    return true;
}

/* Uses that another block, or one side of a branch, makes of a value go through its variable. */
static void find_crossing(struct vg_wide *wide)
{
    for (size_t i = 0; i < wide->shapes->count; i++) {
        LLVMValueRef value = wide->shapes->values[i];
        LLVMTypeRef types[VG_COMPONENTS_MOST];
        struct vg_wide_value *known = &wide->values[i];
        bool nothing = LLVMGetTypeKind(LLVMTypeOf(value)) == LLVMVoidTypeKind;
        known->components = nothing ? 0 : vg_components(LLVMTypeOf(value), types);
        known->lanes = vg_need(known->components, sizeof *known->lanes);
        known->scope = LLVMIsAInstruction(value) ? 1 : 0;
        if (!LLVMIsAInstruction(value))
            continue;
        LLVMBasicBlockRef home = LLVMGetInstructionParent(value);
        for (LLVMUseRef use = LLVMGetFirstUse(value); use && !known->crosses; use = LLVMGetNextUse(use)) {
            LLVMValueRef user = LLVMGetUser(use);
            known->crosses = LLVMIsAPHINode(user) || LLVMGetInstructionParent(user) != home;
        }
        bool is_vector = LLVMGetTypeKind(LLVMTypeOf(value)) == LLVMVectorTypeKind;
        known->stays = is_vector && known->crosses && stays_flat(wide, value);
    }
}

static void init_wide(struct vg_wide *wide, struct vg_gen *gen, LLVMValueRef to, bool full)
{
    const struct vg_simd *simd = gen->simd;
    *wide = (struct vg_wide){
        .gen = gen, .shapes = &simd->shapes, .graph = &simd->graph, .width = gen->code.width};
    wide->full = full;
    wide->scope = 1;
    wide->from = gen->kernel;
    wide->to = to;
    wide->i1 = vg_int_type(gen->context, 1);
    wide->i8 = vg_int_type(gen->context, 8);
    wide->i32 = vg_int_type(gen->context, 32);
    wide->i64 = vg_int_type(gen->context, 64);
    wide->b = LLVMCreateBuilderInContext(gen->context);
    wide->entry = LLVMCreateBuilderInContext(gen->context);
    wide->values = vg_need(simd->shapes.count, sizeof *wide->values);
    wide->blocks = vg_need(simd->graph.count, sizeof *wide->blocks);
    wide->masks = vg_need(simd->graph.count, sizeof *wide->masks);
    LLVMPositionBuilderAtEnd(wide->entry, vg_new_block(wide, "variables"));
    find_crossing(wide);
    spread_crossing(wide);
    for (size_t i = 0; i < simd->graph.count; i++)
        wide->blocks[i] = vg_new_block(wide, "wide");
}

static void finish_wide(struct vg_wide *wide)
{
    for (size_t i = 0; i < wide->shapes->count; i++) {
        vg_free(wide->values[i].lanes);
        vg_free(wide->values[i].lane_slots);
        vg_free(wide->values[i].lane_phis);
    }
    vg_free(wide->values);
    vg_free(wide->blocks);
    vg_free(wide->masks);
    LLVMDisposeBuilder(wide->b);
    LLVMDisposeBuilder(wide->entry);
}

static void map_params(struct vg_wide *wide)
{
    unsigned count = LLVMCountParams(wide->from);
    for (unsigned i = 0; i + 1 < count; i++)
        vg_wide_value(wide, LLVMGetParam(wide->from, i))->scalar = LLVMGetParam(wide->to, i);
    vg_wide_value(wide, LLVMGetParam(wide->from, count - 1))->scalar = LLVMGetLastParam(wide->to);
}

/* ---- Lanes that are still at work ---- */

static bool is_barrier_return(LLVMValueRef last)
{
    return LLVMGetInstructionOpcode(last) == LLVMRet && LLVMGetNumOperands(last) == 1 &&
           !LLVMIsNull(LLVMGetOperand(last, 0));
}

/* Some lanes may have returned before a barrier: the others are noted in the frame. */
static void find_kept_mask(struct vg_gen *gen, struct vg_simd *simd)
{
    for (size_t i = 0; gen->has_barrier && i < simd->graph.count; i++)
        if (simd->shapes.divergent[i] &&
            is_barrier_return(LLVMGetBasicBlockTerminator(simd->graph.flow.blocks[i])))
            simd->keeps_mask = true;
    if (simd->keeps_mask)
        simd->mask_place = vg_frame_reserve(gen, 8, 8);
}

static LLVMValueRef mask_address(struct vg_wide *wide, LLVMBuilderRef b)
{
    struct vg_gen *gen = wide->gen;
    LLVMBuilderRef kept = gen->builder;
    gen->builder = b;
    LLVMValueRef at = vg_frame_place(gen, gen->simd->mask_place, 0);
    gen->builder = kept;
    return at;
}

void vg_keep_lanes(struct vg_wide *wide)
{
    if (!wide->gen->simd->keeps_mask)
        return;
    LLVMValueRef bits = vg_mask_bits(wide, vg_mask(wide));
    LLVMValueRef word = wide->width < 64 ? LLVMBuildZExt(wide->b, bits, wide->i64, "") : bits;
    LLVMBuildStore(wide->b, word, mask_address(wide, wide->b));
}

/* Lanes that take part, from their number; NULL for all. */
static LLVMValueRef starting_mask(struct vg_wide *wide)
{
    if (wide->full)
        return NULL;
    LLVMValueRef count = LLVMGetParam(wide->to, LLVMCountParams(wide->to) - 2);
    return LLVMBuildICmp(wide->b, LLVMIntULT, vg_ramp(wide, wide->i32, 1), vg_splat(wide, count), "lanes");
}

/* Behind a barrier only the lanes that reached it go on. A vector with none is done. */
static void resume_lanes(struct vg_wide *wide)
{
    LLVMValueRef resume = LLVMGetParam(wide->to, LLVMCountParams(wide->to) - (wide->full ? 2 : 3));
    LLVMValueRef starts = LLVMBuildICmp(wide->b, LLVMIntEQ, resume, LLVMConstNull(wide->i32), "");
    LLVMValueRef word = LLVMBuildLoad2(wide->b, wide->i64, mask_address(wide, wide->b), "");
    LLVMValueRef bits = LLVMBuildTrunc(wide->b, word, vg_int_type(wide->gen->context, wide->width), "");
    LLVMValueRef kept = LLVMBuildBitCast(wide->b, bits, vg_mask_type(wide), "");
    LLVMValueRef all = wide->base_mask ? wide->base_mask : LLVMConstAllOnes(vg_mask_type(wide));
    wide->base_mask = LLVMBuildSelect(wide->b, starts, all, kept, "");
    LLVMBasicBlockRef go = vg_new_block(wide, "go"), nobody = vg_new_block(wide, "nobody");
    LLVMBuildCondBr(wide->b, vg_any(wide, wide->base_mask), go, nobody);
    LLVMPositionBuilderAtEnd(wide->b, nobody);
    LLVMBuildRet(wide->b, LLVMConstNull(wide->i32));
    LLVMPositionBuilderAtEnd(wide->b, go);
}

/* The body, from the first block that was built for it. */
static void build_body(struct vg_wide *wide, LLVMBasicBlockRef start)
{
    LLVMBuildBr(wide->b, wide->blocks[0]);
    vg_linearise(wide);
    LLVMBuildBr(wide->entry, start);
    VG_EACH_BLOCK (block, wide->to) {
        if (LLVMGetBasicBlockTerminator(block))
            continue;
        LLVMPositionBuilderAtEnd(wide->b, block);
        LLVMBuildUnreachable(wide->b);
    }
}

/* With a state of its own, because there is but one function at a time in it. */
static bool build_callee(struct vg_gen *gen, const struct vg_callee *callee)
{
    struct vg_gen own = *gen;
    struct vg_simd simd = {0};
    struct vg_wide wide;
    const char *why = NULL;
    own.kernel = callee->from;
    own.param_shapes = callee->params;
    own.has_barrier = false;
    own.tail = NULL;
    own.simd = &simd;
    bool ok = analyse(&own, &simd, gen->code.width, &why);
    if (ok) {
        init_wide(&wide, &own, callee->to, true);
        wide.returns = true;
        vg_map_callee_params(&wide, callee);
        LLVMBasicBlockRef start = vg_new_block(&wide, "start");
        LLVMPositionBuilderAtEnd(wide.b, start);
        build_body(&wide, start);
        why = wide.problem;
        finish_wide(&wide);
    }
    forget(&simd);
    gen->notes = own.notes;
    gen->give_up = why;
    return ok && !why;
}

static bool build_callees(struct vg_gen *gen)
{
    for (size_t i = 0; i < gen->callee_count; i++)
        if (!build_callee(gen, &gen->callees[i]))
            return false;
    return true;
}

static bool build_wide(struct vg_gen *gen, bool full, LLVMValueRef *result)
{
    struct vg_wide wide;
    init_wide(&wide, gen, declare_wide(gen, full), full);
    map_params(&wide);
    LLVMBasicBlockRef start = vg_new_block(&wide, "start");
    LLVMPositionBuilderAtEnd(wide.b, start);
    wide.base_mask = starting_mask(&wide);
    if (gen->simd->keeps_mask)
        resume_lanes(&wide);
    build_body(&wide, start);
    gen->give_up = wide.problem;
    finish_wide(&wide);
    *result = wide.to;
    return !gen->give_up;
}

/* Every group's extent in x is a multiple of the width. */
static bool has_no_tail(const struct vg_gen *gen)
{
    bool whole_groups = gen->options->std < 200 || gen->options->uniform_groups;
    return whole_groups && gen->info->reqd_size[0] != 0 && gen->info->reqd_size[0] % gen->code.width == 0;
}

bool vg_simd_widen(struct vg_gen *gen)
{
    LLVMValueRef full = NULL;
    const char *why = NULL;
    forget(gen->simd);
    if (!vg_run_passes(gen, cut_passes))
        return false;
    if (!analyse(gen, gen->simd, gen->code.width, &why)) {
        gen->give_up = why;
        return false;
    }
    find_kept_mask(gen, gen->simd);
    if (gen->simd->keeps_mask && gen->options->checks & VG_CHECK_DIVERGENCE) {
        gen->give_up = "each work-item is watched at the barriers that not all may reach";
        return false;
    }
    if (!has_no_tail(gen) && !build_wide(gen, false, &gen->tail))
        return false;
    if (gen->tail && !gen->has_barrier)
        vg_shapes_assume(&gen->simd->shapes);
    if (!build_wide(gen, true, &full) || !build_callees(gen))
        return false;
    LLVMMetadataRef debug = LLVMGetSubprogram(gen->kernel);
    if (debug) {
        LLVMSetSubprogram(gen->kernel, NULL);
        LLVMSetSubprogram(full, debug);
        if (gen->tail)
            vg_lines_share(gen, debug, gen->tail);
    }
    LLVMDeleteFunction(gen->kernel);
    gen->kernel = full;
    return vg_run_passes(gen, "function(mem2reg)");
}
