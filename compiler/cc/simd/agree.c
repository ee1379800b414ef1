/* SPDX-License-Identifier: MIT */
/* What full vectors may assume: see vg_shapes_assume in shape.h.
 *
 * Most kernels begin with a check of bounds, and their indices could wrap around but do not. As long as
 * nothing has been written, a vector for which such a thing does not hold can start again in the code for
 * vectors that are not full, which assumes nothing. So only one form of each access and branch remains. */
#include "base/alloc.h"
#include "compiler/cc/simd/shape.h"
#include "compiler/cc/special.h"

enum { ROUNDS = 4 }; /* of analysis, each of which sees a little further */

static bool writes(LLVMValueRef inst)
{
    switch (LLVMGetInstructionOpcode(inst)) {
    case LLVMStore:
    case LLVMAtomicRMW:
    case LLVMAtomicCmpXchg:
    case LLVMFence:
        return true;
    case LLVMLoad:
        return LLVMGetVolatile(inst);
    case LLVMCall: {
        enum vg_special special = vg_special_call(inst);
        /* A fault that is told of twice does no harm. */
        return !vg_is_pure_call(inst) && !vg_is_remark(inst) && !vg_is_id(special) &&
               !vg_is_check_value(special) && special != VG_CHECK_REPORT;
    }
    default:
        return false;
    }
}

/* Number of the first instruction that writes; SIZE_MAX when none does. */
static size_t first_write(const struct vg_shapes *shapes, size_t block)
{
    VG_EACH_INST (inst, shapes->graph->flow.blocks[block])
        if (writes(inst))
            return vg_shapes_number(shapes, inst);
    return SIZE_MAX;
}

/* Instructions of each block before which nothing can have been written. In loops there are none, since all
 * turns so far would be for nothing; nor where lanes may be elsewhere. */
static void find_early(struct vg_shapes *shapes)
{
    const struct vg_graph *graph = shapes->graph;
    bool *written = vg_need(graph->count, sizeof *written); /* when the block begins */
    for (size_t i = 0; i < graph->order_count; i++) {
        size_t block = graph->order[i];
        for (size_t p = graph->flow.pred_at[block]; p < graph->flow.pred_at[block + 1]; p++) {
            size_t pred = graph->flow.preds[p];
            written[block] |= written[pred] || first_write(shapes, pred) != SIZE_MAX;
        }
        bool here = !written[block] && !shapes->divergent[block] && graph->loop_of[block] == VG_NONE;
        shapes->early_end[block] = here ? first_write(shapes, block) : 0;
    }
    vg_free(written);
}

/* Comparisons of values that are linear in the lane, and what joins them: bounds, in all likelihood. */
static bool is_bound_check(const struct vg_shapes *shapes, LLVMValueRef condition, unsigned depth)
{
    if (vg_is_uniform(shapes, condition))
        return true;
    if (!LLVMIsAInstruction(condition) || depth == 0)
        return false;
    LLVMOpcode opcode = LLVMGetInstructionOpcode(condition);
    unsigned count = (unsigned)LLVMGetNumOperands(condition);
    bool compares = opcode == LLVMICmp;
    if (!compares && opcode != LLVMAnd && opcode != LLVMOr && opcode != LLVMXor && opcode != LLVMSelect &&
        opcode != LLVMFreeze)
        return false;
    for (unsigned i = 0; i < count; i++) {
        LLVMValueRef operand = LLVMGetOperand(condition, i);
        bool linear = compares ? vg_shape_of(shapes, operand).kind != VG_SHAPE_VARYING
                               : is_bound_check(shapes, operand, depth - 1);
        if (!linear)
            return false;
    }
    return true;
}

static bool agrees(const struct vg_shapes *shapes, size_t block)
{
    enum { DEPTH = 8 };
    LLVMValueRef last = LLVMGetBasicBlockTerminator(shapes->graph->flow.blocks[block]);
    return shapes->splits[block] && shapes->early_end[block] == SIZE_MAX &&
           is_bound_check(shapes, LLVMGetCondition(last), DEPTH);
}

void vg_shapes_assume(struct vg_shapes *shapes)
{
    const struct vg_graph *graph = shapes->graph;
    shapes->agreed = vg_need(graph->count + 1, sizeof *shapes->agreed);
    shapes->early_end = vg_need(graph->count + 1, sizeof *shapes->early_end);
    for (unsigned round = 0; round < ROUNDS; round++) {
        bool more = round == 0;
        find_early(shapes);
        for (size_t block = 0; block < graph->count; block++) {
            if (!agrees(shapes, block))
                continue;
            shapes->agreed[block] = more = true;
        }
        if (!more)
            break;
        vg_shapes_again(shapes);
    }
}
