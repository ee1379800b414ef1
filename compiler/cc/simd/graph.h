/* SPDX-License-Identifier: MIT */
/* Structure of a function's control flow: an order of its blocks, dominators, post-dominators and loops,
 * which LLVM's C API does not offer. The function has passed lower-switch, fix-irreducible and loop-simplify:
 * a block has at most two successors, every cycle is a natural loop with one latch and a preheader. */
#ifndef VG_COMPILER_CC_SIMD_GRAPH_H
#define VG_COMPILER_CC_SIMD_GRAPH_H

#include "compiler/cc/flow.h"

#define VG_NONE SIZE_MAX

struct vg_loop {
    size_t header, latch;
    size_t parent; /* VG_NONE: outermost */
};

struct vg_graph {
    struct vg_flow flow;
    size_t count; /* blocks; `count` itself numbers the end that all returns lead to */
    size_t (*succs)[2];
    unsigned *succ_count;
    size_t *order; /* of the reachable blocks: topological but for back edges, each loop in one piece */
    size_t order_count;
    size_t *rank;           /* place in the order, VG_NONE when unreachable */
    size_t *dominator;      /* immediate; of the entry itself */
    size_t *post_dominator; /* immediate; `count` where paths part for good */
    size_t *loop_of;        /* innermost; VG_NONE outside of loops */
    struct vg_loop *loops;
    size_t loop_count;
};

/* False, with the reason in *why, when the function is not of the required form or never returns. The graph
 * can be finished either way. */
bool vg_graph_init(struct vg_graph *graph, LLVMValueRef function, const char **why);
void vg_graph_finish(struct vg_graph *graph);

/* Whether a loop (VG_NONE: the function) holds a block. */
bool vg_graph_inside(const struct vg_graph *graph, size_t loop, size_t block);
bool vg_graph_is_header(const struct vg_graph *graph, size_t block);
bool vg_graph_is_latch(const struct vg_graph *graph, size_t block);
/* The edge from a latch to its header. */
bool vg_graph_is_back_edge(const struct vg_graph *graph, size_t from, size_t to);

/* Zeroed memory; aborts when there is none: the process is a child that only its own request depends on. */
void *vg_need(size_t count, size_t size);

#endif
