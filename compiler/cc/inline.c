/* SPDX-License-Identifier: MIT */
/* Which calls are inlined. Everything is, as long as the kernel stays of bounded size; past that, large
 * functions with several callers remain functions. Functions with barriers are always inlined, since regions
 * are cut in the kernel's body. OpenCL C has no recursion, and the sizes of frames rely on that. */
#include <stdlib.h>

#include "base/alloc.h"
#include "compiler/cc/gen.h"
#include "compiler/cc/special.h"

#define KERNEL_BUDGET 30000 /* instructions up to which a kernel is inlined whole */
#define ALWAYS_INLINE 200   /* instructions of a function that is never worth a call */
#define COST_LIMIT (UINT64_C(1) << 40)

enum visit { NOT_VISITED, OPEN, CLOSED };

struct node {
    LLVMValueRef function;
    enum visit visit;
    bool barrier;
    uint64_t all;    /* instructions with everything inlined */
    uint64_t chosen; /* instructions with the chosen calls inlined */
    unsigned callers;
};

struct graph {
    struct vg_gen *gen;
    struct node *nodes;
    size_t count;
};

static struct node *node_of(struct graph *graph, LLVMValueRef function)
{
    for (size_t i = 0; i < graph->count; i++)
        if (graph->nodes[i].function == function)
            return &graph->nodes[i];
    return NULL;
}

static bool stays_a_call(const struct node *node)
{
    return !node->barrier && node->callers > 1 && node->chosen > ALWAYS_INLINE;
}

static bool visit(struct graph *graph, struct node *node);

static bool visit_call(struct graph *graph, struct node *node, LLVMValueRef inst)
{
    LLVMValueRef callee = vg_callee(inst);
    struct node *called = callee ? node_of(graph, callee) : NULL;
    node->all++;
    node->chosen++;
    node->barrier |= vg_special_call(inst) == VG_BARRIER;
    if (!called)
        return true;
    if (!visit(graph, called))
        return false;
    called->callers++;
    if (vg_is_outlined(called->function))
        return true;
    node->barrier |= called->barrier;
    node->all += called->all;
    node->chosen += called->chosen > ALWAYS_INLINE && !called->barrier ? 1 : called->chosen;
    if (node->all > COST_LIMIT)
        node->all = COST_LIMIT;
    return true;
}

/* Callees first; false when a function reaches itself. */
static bool visit(struct graph *graph, struct node *node)
{
    if (node->visit == CLOSED)
        return true;
    if (node->visit == OPEN) {
        vg_text_add(graph->gen->log, "error: function %s calls itself; OpenCL C has no recursion\n",
                    vg_name(node->function));
        return false;
    }
    node->visit = OPEN;
    VG_EACH_BLOCK (block, node->function)
        VG_EACH_INST (inst, block)
            if (!visit_call(graph, node, inst))
                return false;
    node->visit = CLOSED;
    return true;
}

static void mark(struct graph *graph)
{
    struct node *kernel = node_of(graph, graph->gen->kernel);
    bool whole = kernel->all <= KERNEL_BUDGET;
    graph->gen->has_barrier = kernel->barrier;
    for (size_t i = 0; i < graph->count; i++) {
        struct node *node = &graph->nodes[i];
        bool call = vg_is_outlined(node->function) || (!whole && stays_a_call(node));
        vg_remove_attribute(node->function, call ? "alwaysinline" : "noinline");
        if (node != kernel)
            vg_add_attribute(node->function, call ? "noinline" : "alwaysinline");
    }
}

bool vg_inline_policy(struct vg_gen *gen)
{
    struct graph graph = {.gen = gen};
    VG_EACH_FUNCTION (function, gen->module)
        graph.count += !LLVMIsDeclaration(function);
    graph.nodes = vg_zalloc_array(graph.count, sizeof *graph.nodes);
    if (!graph.nodes)
        abort();
    size_t i = 0;
    VG_EACH_FUNCTION (function, gen->module)
        if (!LLVMIsDeclaration(function))
            graph.nodes[i++].function = function;
    bool ok = visit(&graph, node_of(&graph, gen->kernel));
    if (ok)
        mark(&graph);
    vg_free(graph.nodes);
    return ok;
}
