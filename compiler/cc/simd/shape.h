/* SPDX-License-Identifier: MIT */
/* How a value differs between the work-items (lanes) of a vector, and where control flow does.
 *
 * Lanes are consecutive in x. A strided value is lane 0's value plus lane * stride, in the arithmetic of its
 * own width (bytes for pointers). Arithmetic keeps that exactly; widening an integer keeps it only when no
 * lane wraps around, which is either proven or checked when the code runs: then the value, and what derives
 * from it, is guarded. */
#ifndef VG_COMPILER_CC_SIMD_SHAPE_H
#define VG_COMPILER_CC_SIMD_SHAPE_H

#include "compiler/cc/gen.h"
#include "compiler/cc/simd/graph.h"

enum vg_shape_kind { VG_SHAPE_UNKNOWN, VG_SHAPE_UNIFORM, VG_SHAPE_STRIDED, VG_SHAPE_VARYING };

struct vg_shape {
    enum vg_shape_kind kind;
    int64_t stride;    /* of strided values */
    uint64_t align;    /* of lane 0's strided value: a power of two that divides it */
    bool guarded;      /* strided only when a check at run time says so */
    bool checked;      /* that check is made once and for all where the value is computed */
    bool no_sign_wrap; /* from lane to lane, the value read as signed does not wrap */
    bool no_unsign_wrap;
    bool small; /* from 0 to 2^31 - 1 */
};

struct vg_shapes {
    struct vg_gen *gen;
    const struct vg_graph *graph;
    unsigned width;
    size_t count; /* instructions and parameters */
    LLVMValueRef *values;
    struct vg_shape *shapes;
    void **keys; /* hash table: value to number */
    size_t *numbers;
    size_t mask;
    /* Per block: lanes may be elsewhere while it runs; lanes that took different ways meet at its start; its
     * branch is divergent. */
    bool *divergent, *join, *splits;
    bool *loop_divergent; /* per loop: lanes leave it in different turns */
    /* After vg_shapes_assume, per block: its branch goes one way for all lanes; the instructions with smaller
     * numbers, before which nothing can have been written. NULL otherwise. */
    bool *agreed;
    size_t *early_end;
};

void vg_shapes_init(struct vg_shapes *shapes, struct vg_gen *gen, const struct vg_graph *graph,
                    LLVMValueRef function, unsigned width);
/* Analyses again for vectors that can start anew, in other code, until something is written: up to there
 * branches on bounds go one way and checks of strided values hold, or else they do start anew. Only for
 * functions without barriers. */
void vg_shapes_assume(struct vg_shapes *shapes);
/* For vg_shapes_assume: forgets all shapes and finds them anew. */
void vg_shapes_again(struct vg_shapes *shapes);
void vg_shapes_finish(struct vg_shapes *shapes);

/* VG_NONE for constants and values that are not of the function. */
size_t vg_shapes_number(const struct vg_shapes *shapes, LLVMValueRef value);
struct vg_shape vg_shape_of(const struct vg_shapes *shapes, LLVMValueRef value);
bool vg_is_uniform(const struct vg_shapes *shapes, LLVMValueRef value);

/* What llvm.smax and its like do. */
struct vg_bound {
    bool is_bound, is_signed, is_max;
};
struct vg_bound vg_bound_of(LLVMValueRef call);
/* Whether a call only computes a result from its arguments, so that it may be widened or run for inactive
 * lanes. */
bool vg_is_pure_call(LLVMValueRef call);
/* Whether a call says something about the program but does nothing. */
bool vg_is_remark(LLVMValueRef call);

#endif
