/* SPDX-License-Identifier: MIT */
/* Numbered control-flow graph: see flow.h. */
#include "compiler/cc/flow.h"

#include <stdlib.h>

#include "base/alloc.h"

static void *need(size_t count, size_t size)
{
    void *block = vg_zalloc_array(count ? count : 1, size);
    if (!block)
        abort();
    return block;
}

static size_t find_place(const struct vg_flow *flow, LLVMBasicBlockRef block)
{
    size_t place = ((uintptr_t)block >> 4) * UINT64_C(0x9E3779B97F4A7C15) & flow->mask;
    while (flow->keys[place] && flow->keys[place] != block)
        place = (place + 1) & flow->mask;
    return place;
}

static void number_blocks(struct vg_flow *flow, LLVMValueRef function)
{
    flow->count = LLVMCountBasicBlocks(function);
    flow->blocks = need(flow->count, sizeof(LLVMBasicBlockRef));
    LLVMGetBasicBlocks(function, flow->blocks);
    size_t slots = 16;
    while (slots < flow->count * 2)
        slots *= 2;
    flow->mask = slots - 1;
    flow->keys = need(slots, sizeof(void *));
    flow->numbers = need(slots, sizeof(size_t));
    for (size_t i = 0; i < flow->count; i++) {
        size_t place = find_place(flow, flow->blocks[i]);
        flow->keys[place] = flow->blocks[i];
        flow->numbers[place] = i;
    }
}

/* Counting sort of all edges by their target. */
static void collect_preds(struct vg_flow *flow)
{
    size_t edges = 0;
    flow->pred_at = need(flow->count + 2, sizeof(size_t));
    for (size_t i = 0; i < flow->count; i++) {
        LLVMValueRef last = LLVMGetBasicBlockTerminator(flow->blocks[i]);
        for (unsigned s = 0; s < LLVMGetNumSuccessors(last); s++, edges++)
            flow->pred_at[vg_flow_number(flow, LLVMGetSuccessor(last, s)) + 2]++;
    }
    for (size_t i = 2; i < flow->count + 2; i++)
        flow->pred_at[i] += flow->pred_at[i - 1];
    flow->preds = need(edges, sizeof(size_t));
    for (size_t i = 0; i < flow->count; i++) {
        LLVMValueRef last = LLVMGetBasicBlockTerminator(flow->blocks[i]);
        for (unsigned s = 0; s < LLVMGetNumSuccessors(last); s++)
            flow->preds[flow->pred_at[vg_flow_number(flow, LLVMGetSuccessor(last, s)) + 1]++] = i;
    }
}

void vg_flow_init(struct vg_flow *flow, LLVMValueRef function)
{
    *flow = (struct vg_flow){0};
    number_blocks(flow, function);
    collect_preds(flow);
}

size_t vg_flow_number(const struct vg_flow *flow, LLVMBasicBlockRef block)
{
    return flow->numbers[find_place(flow, block)];
}

void vg_flow_finish(struct vg_flow *flow)
{
    vg_free(flow->blocks);
    vg_free(flow->pred_at);
    vg_free(flow->preds);
    vg_free(flow->keys);
    vg_free(flow->numbers);
    *flow = (struct vg_flow){0};
}
