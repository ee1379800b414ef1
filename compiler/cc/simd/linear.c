/* SPDX-License-Identifier: MIT */
/* Control flow for all lanes at once: partial linearisation after Moll and Hack, "Partial Control-Flow
 * Linearization".
 *
 * Blocks are laid out in the graph's order. A branch on a uniform condition stays a branch. Where lanes part,
 * the block that comes first in the order runs first, under the mask of its lanes, and the other one waits:
 * `pending` names, for each block, the blocks in which lanes still wait while it runs. At its end control
 * goes to the first of those. A loop begins with nothing pending inside; what waits outside is parked until
 * it is left. Lanes that leave a divergent loop wait for the others behind it, in the block `done`.
 *
 * A block that may be reached by no lane at all, and does what no lane may do then, is skipped. */
#include <string.h>

#include "base/alloc.h"
#include "compiler/cc/simd/wide.h"
#include "compiler/cc/special.h"

/* A set of blocks. */
struct set {
    uint64_t *words;
};

struct loop_state {
    struct set parked;      /* outside, waiting until the loop is left */
    struct set left;        /* where lanes go that leave a divergent loop */
    LLVMBasicBlockRef done; /* of a divergent loop: no lane is left in it */
};

struct layout {
    struct vg_wide *wide;
    const struct vg_graph *graph;
    size_t words;
    struct set *pending; /* per block */
    struct loop_state *loops;
    bool *may_be_empty; /* per block: control may come without a lane */
    bool ensured;       /* of the block at hand: some lane is in it */
};

/* What an edge leaves behind, stored once all of the block's edges are computed. */
struct store {
    LLVMValueRef value, slot;
};

struct stores {
    struct store *list;
    size_t count, capacity;
};

/* ---- Sets ---- */

static struct set new_set(const struct layout *layout)
{
    return (struct set){vg_need(layout->words, sizeof(uint64_t))};
}

static void add(struct set set, size_t block)
{
    set.words[block / 64] |= UINT64_C(1) << block % 64;
}

static void add_all(const struct layout *layout, struct set set, struct set other)
{
    for (size_t i = 0; i < layout->words; i++)
        set.words[i] |= other.words[i];
}

static void drop(struct set set, size_t block)
{
    set.words[block / 64] &= ~(UINT64_C(1) << block % 64);
}

static bool has(struct set set, size_t block)
{
    return set.words[block / 64] >> block % 64 & 1;
}

static size_t size_of(const struct layout *layout, struct set set)
{
    size_t count = 0;
    for (size_t i = 0; i < layout->words; i++)
        count += (size_t)__builtin_popcountll(set.words[i]);
    return count;
}

/* The one that comes first in the order; VG_NONE of an empty set. */
static size_t first_of(const struct layout *layout, struct set set)
{
    size_t best = VG_NONE;
    for (size_t i = 0; i < layout->words; i++)
        for (uint64_t word = set.words[i]; word; word &= word - 1) {
            size_t block = i * 64 + (size_t)__builtin_ctzll(word);
            if (best == VG_NONE || layout->graph->rank[block] < layout->graph->rank[best])
                best = block;
        }
    return best;
}

/* ---- Going on ---- */

/* Takes set apart: control goes to its first block, the others wait. */
static LLVMBasicBlockRef proceed(struct layout *layout, size_t from, struct set set, bool may_be_empty)
{
    const struct vg_graph *graph = layout->graph;
    size_t next = first_of(layout, set);
    drop(set, next);
    bool enters = vg_graph_is_header(graph, next) && !vg_graph_inside(graph, graph->loop_of[next], from);
    add_all(layout, enters ? layout->loops[graph->loop_of[next]].parked : layout->pending[next], set);
    layout->may_be_empty[next] |= may_be_empty;
    return layout->wide->blocks[next];
}

static bool is_empty(const struct layout *layout, struct set set)
{
    return first_of(layout, set) == VG_NONE;
}

static size_t innermost_divergent(const struct layout *layout, size_t block)
{
    size_t loop = layout->graph->loop_of[block];
    return loop != VG_NONE && layout->wide->shapes->loop_divergent[loop] ? loop : VG_NONE;
}

/* From a block whose lanes have all gone elsewhere: to where others wait. NULL when they wait nowhere. */
static LLVMBasicBlockRef leave_empty(struct layout *layout, size_t block)
{
    struct set rest = new_set(layout);
    add_all(layout, rest, layout->pending[block]);
    LLVMBasicBlockRef to = NULL;
    size_t loop = layout->graph->loop_of[block];
    if (!is_empty(layout, rest)) {
        to = proceed(layout, block, rest, size_of(layout, rest) > 1);
    } else {
        while (loop != VG_NONE && !layout->wide->shapes->loop_divergent[loop] &&
               is_empty(layout, layout->loops[loop].parked))
            loop = layout->graph->loops[loop].parent;
        if (loop != VG_NONE && layout->wide->shapes->loop_divergent[loop]) {
            to = layout->loops[loop].done;
        } else if (loop != VG_NONE) {
            add_all(layout, rest, layout->loops[loop].parked);
            to = proceed(layout, block, rest, size_of(layout, rest) > 1);
        }
    }
    vg_free(rest.words);
    return to;
}

/* ---- Edges ---- */

static void add_store(struct stores *stores, LLVMValueRef value, LLVMValueRef slot)
{
    if (stores->count == stores->capacity) {
        size_t capacity = stores->capacity ? stores->capacity * 2 : 32;
        struct store *list = vg_need(capacity, sizeof *list);
        if (stores->count)
            memcpy(list, stores->list, stores->count * sizeof *list);
        vg_free(stores->list);
        stores->list = list;
        stores->capacity = capacity;
    }
    stores->list[stores->count++] = (struct store){value, slot};
}

static void flush(struct vg_wide *wide, struct stores *stores)
{
    for (size_t i = 0; i < stores->count; i++)
        LLVMBuildStore(wide->b, stores->list[i].value, stores->list[i].slot);
    stores->count = 0;
}

static LLVMValueRef read(struct vg_wide *wide, LLVMValueRef slot)
{
    return LLVMBuildLoad2(wide->b, LLVMGetAllocatedType(slot), slot, "");
}

static bool leaves_divergent_loop(const struct vg_wide *wide, size_t from, size_t to)
{
    for (size_t l = wide->graph->loop_of[from]; l != VG_NONE; l = wide->graph->loops[l].parent)
        if (wide->shapes->loop_divergent[l] && !vg_graph_inside(wide->graph, l, to))
            return true;
    return false;
}

static LLVMValueRef phi_variable(struct vg_wide *wide, LLVMValueRef *slot, LLVMTypeRef type)
{
    if (!*slot)
        *slot = vg_variable(wide, type, "phi");
    return *slot;
}

bool vg_is_behind_any_lane(const struct vg_graph *graph, size_t block)
{
    LLVMBasicBlockRef above = graph->flow.blocks[graph->dominator[block]];
    LLVMValueRef last = LLVMGetBasicBlockTerminator(above);
    bool branches = LLVMIsABranchInst(last) && LLVMIsConditional(last);
    return branches && LLVMIsAInstruction(LLVMGetCondition(last)) &&
           vg_special_call(LLVMGetCondition(last)) == VG_ANY_LANE;
}

/* There a vector of OpenCL C stays as it lies in memory if the first edge, the usual one, brings it so. */
static bool flat_phi_edge(struct vg_wide *wide, LLVMValueRef phi, LLVMValueRef value, struct stores *stores)
{
    struct vg_wide_value *known = vg_wide_value(wide, phi);
    bool flat = known->flat_phi ||
                (!known->lane_phis && !vg_is_uniform(wide->shapes, value) && vg_has_flat(wide, value));
    if (!flat || LLVMGetTypeKind(LLVMTypeOf(phi)) != LLVMVectorTypeKind)
        return false;
    LLVMValueRef all = vg_flat(wide, value);
    add_store(stores, all, phi_variable(wide, &known->flat_phi, LLVMTypeOf(all)));
    return true;
}

/* Where lanes meet, each edge writes only its own lanes. */
static void phi_edge(struct vg_wide *wide, LLVMValueRef phi, LLVMValueRef value, LLVMValueRef lanes_mask,
                     bool blend, struct stores *stores)
{
    struct vg_wide_value *known = vg_wide_value(wide, phi);
    if (vg_shape_of(wide->shapes, phi).kind != VG_SHAPE_VARYING) {
        LLVMValueRef slot = phi_variable(wide, &known->scalar_phi, LLVMTypeOf(phi));
        add_store(stores, vg_scalar(wide, value), slot);
        return;
    }
    LLVMTypeRef types[VG_COMPONENTS_MOST];
    vg_components(LLVMTypeOf(phi), types);
    if (!known->lane_phis)
        known->lane_phis = vg_need(known->components, sizeof *known->lane_phis);
    for (unsigned c = 0; c < known->components; c++) {
        LLVMValueRef slot = phi_variable(wide, &known->lane_phis[c], vg_wide_type(wide, types[c]));
        LLVMValueRef lanes = vg_lanes(wide, value, c);
        if (blend && lanes_mask)
            lanes = LLVMBuildSelect(wide->b, lanes_mask, lanes, read(wide, slot), "");
        add_store(stores, lanes, slot);
    }
}

/* Lanes in `mask` (NULL: all) go from a block to another: what its phis get and which lanes wait there. */
static void edge(struct vg_wide *wide, size_t from, size_t to, LLVMValueRef mask, struct stores *stores)
{
    const struct vg_graph *graph = wide->graph;
    bool leaves = leaves_divergent_loop(wide, from, to);
    bool blend = wide->shapes->join[to] || leaves;
    VG_EACH_INST (phi, graph->flow.blocks[to]) {
        if (!LLVMIsAPHINode(phi))
            break;
        LLVMValueRef value = vg_incoming(phi, graph->flow.blocks[from]);
        bool varies = vg_shape_of(wide->shapes, phi).kind == VG_SHAPE_VARYING;
        if (blend || !varies || !vg_is_behind_any_lane(graph, to) || !flat_phi_edge(wide, phi, value, stores))
            phi_edge(wide, phi, value, mask, blend, stores);
    }
    if (!wide->shapes->divergent[to])
        return;
    LLVMValueRef lanes = mask ? mask : LLVMConstAllOnes(vg_mask_type(wide));
    size_t preds = graph->flow.pred_at[to + 1] - graph->flow.pred_at[to];
    if (preds > 1 || leaves)
        lanes = LLVMBuildOr(wide->b, lanes, read(wide, wide->masks[to]), "");
    add_store(stores, lanes, wide->masks[to]);
}

/* ---- Terminators ---- */

static bool is_exit(const struct layout *layout, size_t loop, size_t to)
{
    return loop != VG_NONE && !vg_graph_inside(layout->graph, loop, to);
}

/* Where control goes when all lanes of a block take one edge. */
static LLVMBasicBlockRef one_way(struct layout *layout, size_t from, size_t to)
{
    const struct vg_graph *graph = layout->graph;
    size_t loop = innermost_divergent(layout, from);
    struct set set = new_set(layout);
    LLVMBasicBlockRef next;
    add_all(layout, set, layout->pending[from]);
    if (is_exit(layout, loop, to)) {
        add(layout->loops[loop].left, to);
        next = is_empty(layout, set) ? layout->loops[loop].done
                                     : proceed(layout, from, set, size_of(layout, set) > 1);
    } else if (vg_graph_is_back_edge(graph, from, to)) {
        next = layout->wide->blocks[to];
    } else {
        add(set, to);
        for (size_t l = graph->loop_of[from]; l != VG_NONE && !vg_graph_inside(graph, l, to);
             l = graph->loops[l].parent)
            add_all(layout, set, layout->loops[l].parked);
        bool direct = first_of(layout, set) == to;
        bool empty = direct ? !layout->ensured : !layout->ensured || size_of(layout, set) > 1;
        next = proceed(layout, from, set, empty);
    }
    vg_free(set.words);
    return next;
}

/* The latch of a divergent loop: another turn while any lane wants one. */
static void build_latch(struct layout *layout, size_t block, LLVMValueRef again)
{
    struct vg_wide *wide = layout->wide;
    size_t loop = layout->graph->loop_of[block];
    LLVMBasicBlockRef header = wide->blocks[layout->graph->loops[loop].header];
    if (again)
        LLVMBuildCondBr(wide->b, vg_any(wide, again), header, layout->loops[loop].done);
    else
        LLVMBuildBr(wide->b, header);
}

static bool is_divergent_latch(const struct layout *layout, size_t block)
{
    return vg_graph_is_latch(layout->graph, block) && innermost_divergent(layout, block) != VG_NONE;
}

/* One side of a branch that stays a branch. */
static void build_side(struct layout *layout, size_t from, size_t to)
{
    struct vg_wide *wide = layout->wide;
    struct stores stores = {0};
    vg_new_scope(wide);
    edge(wide, from, to, wide->mask, &stores);
    flush(wide, &stores);
    vg_free(stores.list);
    if (is_divergent_latch(layout, from) && vg_graph_is_back_edge(layout->graph, from, to))
        build_latch(layout, from, wide->mask);
    else
        LLVMBuildBr(wide->b, one_way(layout, from, to));
}

static void build_uniform_branch(struct layout *layout, size_t block, LLVMValueRef condition)
{
    struct vg_wide *wide = layout->wide;
    LLVMBasicBlockRef sides[] = {vg_new_block(wide, "side"), vg_new_block(wide, "side")};
    bool agreed =
        wide->shapes->agreed && wide->shapes->agreed[block] && !vg_is_uniform(wide->shapes, condition);
    LLVMValueRef scalar = agreed ? vg_agree(wide, condition) : vg_scalar(wide, condition);
    LLVMBuildCondBr(wide->b, scalar, sides[0], sides[1]);
    for (unsigned s = 0; s < 2; s++) {
        LLVMPositionBuilderAtEnd(wide->b, sides[s]);
        build_side(layout, block, layout->graph->succs[block][s]);
    }
}

/* Lanes part: both edges are taken, each under its mask. */
static void build_divergent_branch(struct layout *layout, size_t block, LLVMValueRef condition)
{
    struct vg_wide *wide = layout->wide;
    const size_t *to = layout->graph->succs[block];
    size_t loop = innermost_divergent(layout, block);
    bool leaves = is_exit(layout, loop, to[0]) || is_exit(layout, loop, to[1]);
    vg_wide_note(wide, leaves ? VG_NOTE_LOOP : VG_NOTE_MASK,
                 LLVMGetBasicBlockTerminator(layout->graph->flow.blocks[block]));
    LLVMValueRef taken = vg_lanes(wide, condition, 0);
    if (!LLVMIsConstant(taken))
        taken = LLVMBuildFreeze(wide->b, taken, "");
    LLVMValueRef masks[] = {vg_mask_and(wide, wide->mask, taken),
                            vg_mask_and(wide, wide->mask, LLVMBuildNot(wide->b, taken, ""))};
    struct stores stores = {0};
    struct set set = new_set(layout);
    LLVMValueRef again = NULL, stay = NULL;
    add_all(layout, set, layout->pending[block]);
    bool others = !is_empty(layout, set);
    unsigned exits = 0;
    for (unsigned s = 0; s < 2; s++) {
        edge(wide, block, to[s], masks[s], &stores);
        if (is_divergent_latch(layout, block) && vg_graph_is_back_edge(layout->graph, block, to[s])) {
            again = masks[s];
        } else if (is_exit(layout, loop, to[s])) {
            add(layout->loops[loop].left, to[s]);
            exits++;
        } else {
            add(set, to[s]);
            stay = masks[s];
        }
    }
    flush(wide, &stores);
    vg_free(stores.list);
    if (again) {
        build_latch(layout, block, again);
    } else if (is_empty(layout, set)) {
        LLVMBuildBr(wide->b, layout->loops[loop].done);
    } else if (exits == 1 && !others) {
        LLVMValueRef any = vg_any(wide, stay);
        LLVMBuildCondBr(wide->b, any, proceed(layout, block, set, false), layout->loops[loop].done);
    } else {
        LLVMBuildBr(wide->b, proceed(layout, block, set, true));
    }
    vg_free(set.words);
}

/* A block that returns without a barrier's number does nothing that others would have to wait for. */
static bool is_plain_return(const struct layout *layout, size_t block)
{
    LLVMValueRef first = LLVMGetFirstInstruction(layout->graph->flow.blocks[block]);
    if (LLVMGetInstructionOpcode(first) == LLVMUnreachable)
        return true;
    if (LLVMGetInstructionOpcode(first) != LLVMRet)
        return false;
    return LLVMGetNumOperands(first) == 0 || LLVMIsNull(LLVMGetOperand(first, 0));
}

/* Lanes of this block are finished, or wait at a barrier, for which all others must be finished. */
static void build_return(struct layout *layout, size_t block, LLVMValueRef inst)
{
    struct vg_wide *wide = layout->wide;
    struct set rest = new_set(layout);
    add_all(layout, rest, layout->pending[block]);
    bool value = LLVMGetNumOperands(inst) == 1 && LLVMGetInstructionOpcode(inst) == LLVMRet;
    bool barrier = value && !wide->returns && !LLVMIsNull(LLVMGetOperand(inst, 0));
    if (barrier)
        for (size_t i = 0; i < layout->graph->count; i++)
            if (has(rest, i) && is_plain_return(layout, i))
                drop(rest, i);
    if (!is_empty(layout, rest)) {
        if (barrier)
            wide->problem = "a barrier that work-items of a vector may reach at different times";
        LLVMBuildBr(wide->b, proceed(layout, block, rest, true));
    } else if (barrier) {
        vg_keep_lanes(wide);
        LLVMBuildRet(wide->b, vg_scalar(wide, LLVMGetOperand(inst, 0)));
    } else if (wide->returns) {
        vg_return_lanes(wide, LLVMGetOperand(inst, 0));
    } else if (wide->gen->has_barrier) {
        LLVMBuildRet(wide->b, LLVMConstNull(wide->i32));
    } else {
        LLVMBuildRetVoid(wide->b);
    }
    vg_free(rest.words);
}

static void build_terminator(struct layout *layout, size_t block, LLVMValueRef inst)
{
    const struct vg_graph *graph = layout->graph;
    if (graph->succ_count[block] == 0)
        build_return(layout, block, inst);
    else if (graph->succ_count[block] == 1 || graph->succs[block][0] == graph->succs[block][1])
        build_side(layout, block, graph->succs[block][0]);
    else if (layout->wide->shapes->splits[block])
        build_divergent_branch(layout, block, LLVMGetCondition(inst));
    else
        build_uniform_branch(layout, block, LLVMGetCondition(inst));
}

/* ---- Blocks ---- */

/* Memory, tables, a division, which may trap, or a call that does something. */
static bool needs_lanes(LLVMValueRef inst)
{
    LLVMOpcode opcode = LLVMGetInstructionOpcode(inst);
    return opcode == LLVMLoad || opcode == LLVMStore || opcode == LLVMAtomicRMW ||
           opcode == LLVMAtomicCmpXchg || vg_is_division(opcode) || vg_special_call(inst) == VG_LOOKUP ||
           (opcode == LLVMCall && !vg_is_pure_call(inst) && !vg_is_remark(inst));
}

/* Whether a block may only run when some lane is in it: it accesses memory or takes long, or a branch or loop
 * hangs on it. */
static bool needs_a_lane(const struct layout *layout, size_t block)
{
    enum { CHEAP = 12 };
    unsigned count = 0;
    VG_EACH_INST (inst, layout->graph->flow.blocks[block])
        if (needs_lanes(inst) || vg_is_slow(inst) || ++count > CHEAP)
            return true;
    if (vg_graph_is_header(layout->graph, block))
        return true;
    return layout->graph->succ_count[block] == 2 && !layout->wide->shapes->splits[block];
}

static void skip_when_empty(struct layout *layout, size_t block)
{
    struct vg_wide *wide = layout->wide;
    layout->ensured = !layout->may_be_empty[block];
    if (layout->ensured || !wide->mask || !needs_a_lane(layout, block))
        return;
    LLVMBasicBlockRef away = leave_empty(layout, block);
    layout->ensured = true;
    if (!away)
        return;
    LLVMBasicBlockRef run = vg_new_block(wide, "some");
    LLVMBuildCondBr(wide->b, vg_any(wide, wide->mask), run, away);
    LLVMPositionBuilderAtEnd(wide->b, run);
}

static void read_phi(struct vg_wide *wide, LLVMValueRef phi)
{
    struct vg_wide_value *known = vg_wide_value(wide, phi);
    LLVMTypeRef types[VG_COMPONENTS_MOST];
    if (vg_shape_of(wide->shapes, phi).kind != VG_SHAPE_VARYING) {
        vg_set_scalar(wide, phi, read(wide, phi_variable(wide, &known->scalar_phi, LLVMTypeOf(phi))));
        return;
    }
    if (known->flat_phi) {
        vg_set_flat(wide, phi, read(wide, known->flat_phi));
        return;
    }
    vg_components(LLVMTypeOf(phi), types);
    if (!known->lane_phis)
        known->lane_phis = vg_need(known->components, sizeof *known->lane_phis);
    for (unsigned c = 0; c < known->components; c++)
        vg_set_lanes(wide, phi, c,
                     read(wide, phi_variable(wide, &known->lane_phis[c], vg_wide_type(wide, types[c]))));
}

static void take_mask(struct vg_wide *wide, size_t block)
{
    wide->mask = wide->base_mask;
    if (!wide->shapes->divergent[block])
        return;
    wide->mask = read(wide, wide->masks[block]);
    LLVMBuildStore(wide->b, LLVMConstNull(vg_mask_type(wide)), wide->masks[block]);
}

/* What must not happen to lanes whose shape is not what it was assumed to be. */
static bool hangs_on_checks(LLVMValueRef inst)
{
    return needs_lanes(inst) || LLVMIsAFenceInst(inst) || LLVMIsATerminatorInst(inst);
}

static void build_block(struct layout *layout, size_t block)
{
    struct vg_wide *wide = layout->wide;
    wide->block = block;
    vg_new_scope(wide);
    LLVMPositionBuilderAtEnd(wide->b, wide->blocks[block]);
    LLVMSetCurrentDebugLocation2(wide->b, NULL);
    take_mask(wide, block);
    skip_when_empty(layout, block);
    LLVMBasicBlockRef old = layout->graph->flow.blocks[block];
    VG_EACH_INST (inst, old) {
        LLVMSetCurrentDebugLocation2(wide->b, LLVMInstructionGetDebugLoc(inst));
        if (hangs_on_checks(inst))
            vg_settle_checks(wide);
        if (LLVMIsATerminatorInst(inst))
            build_terminator(layout, block, inst);
        else if (LLVMIsAPHINode(inst))
            read_phi(wide, inst);
        else
            vg_widen_instruction(wide, inst);
    }
}

/* Behind the latch of a divergent loop: to where its lanes went. */
static void build_done(struct layout *layout, size_t loop)
{
    struct vg_wide *wide = layout->wide;
    const struct vg_graph *graph = layout->graph;
    size_t parent = graph->loops[loop].parent;
    struct set set = new_set(layout);
    bool beyond = false;
    add_all(layout, set, layout->loops[loop].parked);
    for (size_t i = 0; i < graph->count; i++) {
        if (!has(layout->loops[loop].left, i))
            continue;
        if (parent != VG_NONE && !vg_graph_inside(graph, parent, i)) {
            add(layout->loops[parent].left, i);
            beyond = true;
        } else {
            add(set, i);
        }
    }
    LLVMPositionBuilderAtEnd(wide->b, layout->loops[loop].done);
    LLVMSetCurrentDebugLocation2(wide->b, NULL);
    if (is_empty(layout, set))
        LLVMBuildBr(wide->b, layout->loops[parent].done);
    else
        LLVMBuildBr(wide->b,
                    proceed(layout, graph->loops[loop].latch, set, beyond || size_of(layout, set) > 1));
    vg_free(set.words);
}

static void init_layout(struct layout *layout, struct vg_wide *wide)
{
    const struct vg_graph *graph = wide->graph;
    *layout = (struct layout){.wide = wide, .graph = graph, .words = (graph->count + 63) / 64};
    layout->pending = vg_need(graph->count, sizeof *layout->pending);
    layout->may_be_empty = vg_need(graph->count, sizeof(bool));
    layout->loops = vg_need(graph->loop_count, sizeof *layout->loops);
    for (size_t i = 0; i < graph->count; i++)
        layout->pending[i] = new_set(layout);
    for (size_t l = 0; l < graph->loop_count; l++) {
        layout->loops[l] = (struct loop_state){new_set(layout), new_set(layout), NULL};
        if (wide->shapes->loop_divergent[l])
            layout->loops[l].done = vg_new_block(wide, "done");
    }
}

static void finish_layout(struct layout *layout)
{
    for (size_t i = 0; i < layout->graph->count; i++)
        vg_free(layout->pending[i].words);
    for (size_t l = 0; l < layout->graph->loop_count; l++) {
        vg_free(layout->loops[l].parked.words);
        vg_free(layout->loops[l].left.words);
    }
    vg_free(layout->pending);
    vg_free(layout->may_be_empty);
    vg_free(layout->loops);
}

static void prepare_masks(struct vg_wide *wide)
{
    for (size_t i = 0; i < wide->graph->count; i++) {
        if (!wide->shapes->divergent[i])
            continue;
        wide->masks[i] = vg_variable(wide, vg_mask_type(wide), "mask");
        LLVMBuildStore(wide->entry, LLVMConstNull(vg_mask_type(wide)), wide->masks[i]);
    }
}

void vg_linearise(struct vg_wide *wide)
{
    struct layout layout;
    const struct vg_graph *graph = wide->graph;
    init_layout(&layout, wide);
    prepare_masks(wide);
    for (size_t i = 0; i < graph->order_count && !wide->problem; i++) {
        size_t block = graph->order[i];
        build_block(&layout, block);
        for (size_t l = graph->loop_of[block]; l != VG_NONE && graph->loops[l].latch == block;
             l = graph->loops[l].parent)
            if (wide->shapes->loop_divergent[l])
                build_done(&layout, l);
    }
    vg_build_restart(wide);
    finish_layout(&layout);
}
