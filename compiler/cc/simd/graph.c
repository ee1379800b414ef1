/* SPDX-License-Identifier: MIT */
/* Blocks in order, dominators and loops: see graph.h. Dominators follow Cooper, Harvey and Kennedy, "A
 * Simple, Fast Dominance Algorithm". */
#include "compiler/cc/simd/graph.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"

void *vg_need(size_t count, size_t size)
{
    void *block = vg_zalloc_array(count ? count : 1, size);
    if (!block)
        abort();
    return block;
}

static void fill(size_t *list, size_t count)
{
    for (size_t i = 0; i < count; i++)
        list[i] = VG_NONE;
}

static bool collect_successors(struct vg_graph *graph, const char **why)
{
    graph->succs = vg_need(graph->count, sizeof *graph->succs);
    graph->succ_count = vg_need(graph->count, sizeof *graph->succ_count);
    for (size_t i = 0; i < graph->count; i++) {
        LLVMValueRef last = LLVMGetBasicBlockTerminator(graph->flow.blocks[i]);
        LLVMOpcode opcode = LLVMGetInstructionOpcode(last);
        unsigned count = LLVMGetNumSuccessors(last);
        if (opcode != LLVMBr && opcode != LLVMRet && opcode != LLVMUnreachable) {
            *why = "a terminator other than branch and return";
            return false;
        }
        graph->succ_count[i] = count;
        for (unsigned s = 0; s < count; s++)
            graph->succs[i][s] = vg_flow_number(&graph->flow, LLVMGetSuccessor(last, s));
    }
    return true;
}

/* ---- Orders ---- */

/* Neighbours in either direction; the virtual end is the successor of blocks without any. */
struct walk {
    const struct vg_graph *graph;
    bool backward;
};

static size_t neighbour_count(const struct walk *walk, size_t block)
{
    const struct vg_graph *graph = walk->graph;
    if (block == graph->count) {
        size_t ends = 0;
        for (size_t i = 0; i < graph->count && walk->backward; i++)
            ends += graph->succ_count[i] == 0;
        return ends;
    }
    if (walk->backward)
        return graph->flow.pred_at[block + 1] - graph->flow.pred_at[block];
    return graph->succ_count[block] ? graph->succ_count[block] : 1;
}

static size_t neighbour(const struct walk *walk, size_t block, size_t index)
{
    const struct vg_graph *graph = walk->graph;
    if (block == graph->count) {
        for (size_t i = 0;; i++)
            if (graph->succ_count[i] == 0 && index-- == 0)
                return i;
    }
    if (walk->backward)
        return graph->flow.preds[graph->flow.pred_at[block] + index];
    return graph->succ_count[block] ? graph->succs[block][index] : graph->count;
}

/* Reverse post-order from root into order; gives the number of blocks. The stack is explicit: a kernel may
 * have many thousand blocks. */
static size_t reverse_post_order(const struct walk *walk, size_t root, size_t *order)
{
    size_t total = walk->graph->count + 1, placed = total, depth = 0;
    size_t *stack = vg_need(total, sizeof *stack), *next = vg_need(total, sizeof *next);
    bool *seen = vg_need(total, sizeof *seen);
    stack[depth++] = root;
    seen[root] = true;
    while (depth > 0) {
        size_t block = stack[depth - 1];
        if (next[block] < neighbour_count(walk, block)) {
            size_t to = neighbour(walk, block, next[block]++);
            if (!seen[to])
                seen[stack[depth++] = to] = true;
        } else {
            order[--placed] = block;
            depth--;
        }
    }
    memmove(order, order + placed, (total - placed) * sizeof *order);
    vg_free(stack);
    vg_free(next);
    vg_free(seen);
    return total - placed;
}

static size_t meet(const size_t *parent, const size_t *rank, size_t a, size_t b)
{
    while (a != b) {
        while (rank[a] > rank[b])
            a = parent[a];
        while (rank[b] > rank[a])
            b = parent[b];
    }
    return a;
}

/* Immediate dominators of what `forward` reaches from root; the preds are those of the other direction. */
static size_t *find_dominators(const struct walk *forward, size_t root)
{
    size_t total = forward->graph->count + 1;
    const struct walk back = {forward->graph, !forward->backward};
    size_t *order = vg_need(total, sizeof *order), *rank = vg_need(total, sizeof *rank);
    size_t *parent = vg_need(total, sizeof *parent);
    size_t count = reverse_post_order(forward, root, order);
    fill(rank, total);
    fill(parent, total);
    for (size_t i = 0; i < count; i++)
        rank[order[i]] = i;
    parent[root] = root;
    for (bool changed = true; changed;) {
        changed = false;
        for (size_t i = 1; i < count; i++) {
            size_t block = order[i], best = VG_NONE, preds = neighbour_count(&back, block);
            for (size_t p = 0; p < preds; p++) {
                size_t from = neighbour(&back, block, p);
                if (rank[from] == VG_NONE || parent[from] == VG_NONE)
                    continue;
                best = best == VG_NONE ? from : meet(parent, rank, best, from);
            }
            changed |= parent[block] != best;
            parent[block] = best;
        }
    }
    vg_free(order);
    vg_free(rank);
    return parent;
}

static bool dominates(const struct vg_graph *graph, size_t above, size_t block)
{
    while (block != above && graph->rank[block] > graph->rank[above])
        block = graph->dominator[block];
    return block == above;
}

/* ---- Loops ---- */

bool vg_graph_inside(const struct vg_graph *graph, size_t loop, size_t block)
{
    if (loop == VG_NONE)
        return true;
    for (size_t l = graph->loop_of[block]; l != VG_NONE; l = graph->loops[l].parent)
        if (l == loop)
            return true;
    return false;
}

bool vg_graph_is_header(const struct vg_graph *graph, size_t block)
{
    size_t loop = graph->loop_of[block];
    return loop != VG_NONE && graph->loops[loop].header == block;
}

bool vg_graph_is_latch(const struct vg_graph *graph, size_t block)
{
    size_t loop = graph->loop_of[block];
    return loop != VG_NONE && graph->loops[loop].latch == block;
}

bool vg_graph_is_back_edge(const struct vg_graph *graph, size_t from, size_t to)
{
    return vg_graph_is_latch(graph, from) && graph->loops[graph->loop_of[from]].header == to;
}

/* Takes into the loop all blocks from which its latch is reached; loops found before are inner ones. */
static void collect_loop(struct vg_graph *graph, size_t loop, size_t *queue)
{
    size_t queued = 0, header = graph->loops[loop].header;
    queue[queued++] = graph->loops[loop].latch;
    graph->loop_of[header] = loop;
    for (size_t i = 0; i < queued; i++) {
        size_t block = queue[i], inner = graph->loop_of[block];
        if (inner == loop)
            continue;
        if (inner == VG_NONE) {
            graph->loop_of[block] = loop;
        } else {
            while (graph->loops[inner].parent != VG_NONE)
                inner = graph->loops[inner].parent;
            if (inner == loop)
                continue;
            graph->loops[inner].parent = loop;
            block = graph->loops[inner].header;
        }
        for (size_t p = graph->flow.pred_at[block]; p < graph->flow.pred_at[block + 1]; p++)
            if (graph->rank[graph->flow.preds[p]] != VG_NONE)
                queue[queued++] = graph->flow.preds[p];
    }
}

static bool add_loop(struct vg_graph *graph, size_t header, size_t *queue)
{
    size_t latch = VG_NONE;
    for (size_t p = graph->flow.pred_at[header]; p < graph->flow.pred_at[header + 1]; p++) {
        size_t from = graph->flow.preds[p];
        if (graph->rank[from] == VG_NONE || graph->rank[from] < graph->rank[header])
            continue;
        if (latch != VG_NONE || !dominates(graph, header, from))
            return false;
        latch = from;
    }
    if (latch == VG_NONE)
        return true;
    graph->loops[graph->loop_count] = (struct vg_loop){header, latch, VG_NONE};
    collect_loop(graph, graph->loop_count++, queue);
    return true;
}

/* Headers from the end, so that inner loops come before outer ones. */
static bool find_loops(struct vg_graph *graph, const char **why)
{
    size_t edges = graph->flow.pred_at[graph->count];
    size_t *queue = vg_need(edges + graph->count + 1, sizeof *queue);
    graph->loops = vg_need(graph->count, sizeof *graph->loops);
    bool ok = true;
    for (size_t i = graph->order_count; ok && i-- > 0;)
        ok = add_loop(graph, graph->order[i], queue);
    if (!ok)
        *why = "control flow that is not made of natural loops";
    vg_free(queue);
    return ok;
}

/* ---- The final order ---- */

/* While blocks are placed: each loop, and the function, has a list of blocks whose predecessors are all
 * placed. A loop stands in its parent's list by its header, and once begun it is placed whole. */
struct placing {
    struct vg_graph *graph;
    size_t *waiting;         /* predecessors that are not placed yet */
    struct vg_values *ready; /* of each loop, and of the function last; the blocks' numbers */
};

static size_t home_of(const struct vg_graph *graph, size_t block)
{
    size_t loop = graph->loop_of[block];
    if (loop != VG_NONE && graph->loops[loop].header == block)
        loop = graph->loops[loop].parent;
    return loop == VG_NONE ? graph->loop_count : loop;
}

static void make_ready(struct placing *placing, size_t block)
{
    vg_values_add(&placing->ready[home_of(placing->graph, block)], (LLVMValueRef)(uintptr_t)(block + 1));
}

/* Blocks that return come last: what others still have to do precedes it. */
static bool goes_before(const struct vg_graph *graph, size_t a, size_t b)
{
    bool a_ends = graph->succ_count[a] == 0, b_ends = graph->succ_count[b] == 0;
    return a_ends != b_ends ? b_ends : graph->rank[a] < graph->rank[b];
}

static size_t take_ready(struct placing *placing, size_t home)
{
    struct vg_values *list = &placing->ready[home];
    size_t best = 0;
    for (size_t i = 1; i < list->count; i++)
        if (goes_before(placing->graph, (uintptr_t)list->list[i] - 1, (uintptr_t)list->list[best] - 1))
            best = i;
    size_t block = (uintptr_t)list->list[best] - 1;
    list->list[best] = list->list[--list->count];
    return block;
}

static void place_block(struct placing *placing, size_t block, size_t *order, size_t *placed)
{
    const struct vg_graph *graph = placing->graph;
    order[(*placed)++] = block;
    for (unsigned s = 0; s < graph->succ_count[block]; s++) {
        size_t to = graph->succs[block][s];
        if (!vg_graph_is_back_edge(graph, block, to) && --placing->waiting[to] == 0)
            make_ready(placing, to);
    }
}

static void count_waiting(struct placing *placing)
{
    const struct vg_graph *graph = placing->graph;
    for (size_t i = 0; i < graph->order_count; i++) {
        size_t block = graph->order[i];
        for (unsigned s = 0; s < graph->succ_count[block]; s++)
            if (!vg_graph_is_back_edge(graph, block, graph->succs[block][s]))
                placing->waiting[graph->succs[block][s]]++;
    }
}

static bool place_all(struct vg_graph *graph)
{
    struct placing placing = {graph, vg_need(graph->count, sizeof(size_t)),
                              vg_need(graph->loop_count + 1, sizeof(struct vg_values))};
    size_t *order = vg_need(graph->count + 1, sizeof *order),
           *open = vg_need(graph->loop_count + 1, sizeof *open);
    size_t placed = 0, depth = 1;
    count_waiting(&placing);
    open[0] = graph->loop_count;
    make_ready(&placing, graph->order[0]);
    while (depth > 0) {
        if (placing.ready[open[depth - 1]].count == 0) {
            depth--;
            continue;
        }
        size_t block = take_ready(&placing, open[depth - 1]);
        if (vg_graph_is_header(graph, block))
            open[depth++] = graph->loop_of[block];
        place_block(&placing, block, order, &placed);
    }
    bool ok = placed == graph->order_count;
    for (size_t i = 0; ok && i < placed; i++)
        graph->rank[graph->order[i] = order[i]] = i;
    for (size_t i = 0; i <= graph->loop_count; i++)
        vg_values_finish(&placing.ready[i]);
    vg_free(placing.ready);
    vg_free(placing.waiting);
    vg_free(order);
    vg_free(open);
    return ok;
}

static void find_order(struct vg_graph *graph)
{
    const struct walk forward = {graph, false};
    graph->order = vg_need(graph->count + 1, sizeof *graph->order);
    graph->rank = vg_need(graph->count + 1, sizeof *graph->rank);
    size_t count = reverse_post_order(&forward, 0, graph->order);
    fill(graph->rank, graph->count + 1);
    for (size_t i = 0; i < count; i++) {
        if (graph->order[i] == graph->count)
            continue;
        graph->rank[graph->order[i]] = graph->order_count;
        graph->order[graph->order_count++] = graph->order[i];
    }
}

bool vg_graph_init(struct vg_graph *graph, LLVMValueRef function, const char **why)
{
    *graph = (struct vg_graph){0};
    vg_flow_init(&graph->flow, function);
    graph->count = graph->flow.count;
    if (!collect_successors(graph, why))
        return false;
    const struct walk forward = {graph, false}, backward = {graph, true};
    find_order(graph);
    graph->dominator = find_dominators(&forward, 0);
    graph->post_dominator = find_dominators(&backward, graph->count);
    graph->loop_of = vg_need(graph->count + 1, sizeof *graph->loop_of);
    fill(graph->loop_of, graph->count + 1);
    if (!find_loops(graph, why))
        return false;
    *why = "control flow that has no order";
    if (!place_all(graph))
        return false;
    *why = "a loop without an end";
    for (size_t i = 0; i < graph->order_count; i++)
        if (graph->post_dominator[graph->order[i]] == VG_NONE)
            return false;
    return true;
}

void vg_graph_finish(struct vg_graph *graph)
{
    vg_flow_finish(&graph->flow);
    vg_free(graph->succs);
    vg_free(graph->succ_count);
    vg_free(graph->order);
    vg_free(graph->rank);
    vg_free(graph->dominator);
    vg_free(graph->post_dominator);
    vg_free(graph->loop_of);
    vg_free(graph->loops);
    *graph = (struct vg_graph){0};
}
