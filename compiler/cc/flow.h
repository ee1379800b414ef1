/* SPDX-License-Identifier: MIT */
/* The control-flow graph of a function with numbered blocks, which LLVM's C API does not offer. */
#ifndef VG_COMPILER_CC_FLOW_H
#define VG_COMPILER_CC_FLOW_H

#include "compiler/cc/ir.h"

struct vg_flow {
    size_t count;
    LLVMBasicBlockRef *blocks;
    size_t *pred_at,
        *preds;  /* the predecessors of block i are preds[pred_at[i]] to preds[pred_at[i + 1] - 1] */
    void **keys; /* hash table: block to number */
    size_t *numbers;
    size_t mask;
};

/* Aborts when out of memory. */
void vg_flow_init(struct vg_flow *flow, LLVMValueRef function);
size_t vg_flow_number(const struct vg_flow *flow, LLVMBasicBlockRef block);
void vg_flow_finish(struct vg_flow *flow);

#endif
