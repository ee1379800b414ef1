/* SPDX-License-Identifier: MIT */
/* The state while a function for one work-item is rewritten for a vector of them, and what its parts share.
 *
 * Each value of the old function has a scalar form (uniform and strided values: lane 0's) or one vector per
 * component (varying values; a float4 has four components), or both. Values used outside of their block go
 * through variables, which mem2reg turns into registers afterwards, so that control flow can be rewritten
 * freely. */
#ifndef VG_COMPILER_CC_SIMD_WIDE_H
#define VG_COMPILER_CC_SIMD_WIDE_H

#include "compiler/cc/simd/shape.h"

enum { VG_COMPONENTS_MOST = 64, VG_LANES_MOST = 64, VG_ELEMENTS_MOST = VG_COMPONENTS_MOST * VG_LANES_MOST };

struct vg_wide_value {
    unsigned components;
    bool crosses;   /* used by other blocks or by phis */
    bool stays;     /* and only behind rare ways: then components that lie as in memory stay so */
    unsigned scope; /* in which scalar and lanes are at hand; 0: everywhere */
    LLVMValueRef scalar, guard;
    LLVMValueRef *lanes; /* per component; NULL where not computed */
    LLVMValueRef flat;   /* of vectors: lane 0's components, lane 1's... */
    LLVMValueRef scalar_slot, guard_slot, *lane_slots, flat_slot; /* variables */
    LLVMValueRef scalar_phi, *lane_phis, flat_phi;                /* variables that edges write for a phi */
};

/* A function that stays one, and what it becomes for arguments of certain shapes. */
enum { VG_CALLEE_PARAMS_MOST = 9 };
struct vg_callee {
    LLVMValueRef from, to;
    unsigned param_count;
    struct vg_shape params[VG_CALLEE_PARAMS_MOST];
};

struct vg_wide {
    struct vg_gen *gen;
    const struct vg_shapes *shapes;
    const struct vg_graph *graph;
    unsigned width;
    bool full;    /* all lanes take part, at least at the start */
    bool returns; /* a value for each lane: not the kernel's body but a callee */
    LLVMValueRef from, to;
    LLVMBuilderRef b, entry; /* at hand; at the end of the entry block, for variables */
    struct vg_wide_value *values;
    LLVMBasicBlockRef *blocks; /* new block of each old one */
    LLVMValueRef *masks;       /* variable of each divergent block: lanes that come to it */
    LLVMValueRef mask;         /* of the block at hand; NULL: all lanes */
    LLVMValueRef base_mask;    /* of blocks that are not divergent */
    unsigned scope;
    size_t block;
    bool transient;         /* what is computed now is not at hand later: it stands in a block of its own */
    const char *problem;    /* why the function cannot be rewritten; NULL: it can */
    LLVMValueRef unchecked; /* what must hold before memory is accessed or control goes on; NULL: nothing */
    LLVMBasicBlockRef start_anew; /* to which vectors go that break an assumption; NULL while none does */
    LLVMTypeRef i1, i8, i32, i64;
};

/* Components of a type: itself, or the elements of a vector, a struct or an array, flattened. 0 when there
 * are more than VG_COMPONENTS_MOST or some that no vector can hold. */
unsigned vg_components(LLVMTypeRef type, LLVMTypeRef *types);

/* ---- wide.c: values ---- */
LLVMTypeRef vg_wide_type(const struct vg_wide *wide, LLVMTypeRef element);
LLVMTypeRef vg_mask_type(const struct vg_wide *wide);
LLVMValueRef vg_splat(struct vg_wide *wide, LLVMValueRef scalar);
/* 0, step, 2 * step... of an integer type. */
LLVMValueRef vg_ramp(struct vg_wide *wide, LLVMTypeRef type, int64_t step);
LLVMValueRef vg_variable(struct vg_wide *wide, LLVMTypeRef type, const char *name);
/* Of a uniform or strided value, lane 0's; of constants the constant. */
LLVMValueRef vg_scalar(struct vg_wide *wide, LLVMValueRef value);
/* One component of any value, for all lanes. */
LLVMValueRef vg_lanes(struct vg_wide *wide, LLVMValueRef value, unsigned component);
/* The run-time check on which a strided value's shape depends; NULL when there is none. */
LLVMValueRef vg_guard(struct vg_wide *wide, LLVMValueRef value);
void vg_set_scalar(struct vg_wide *wide, LLVMValueRef inst, LLVMValueRef scalar);
void vg_set_guard(struct vg_wide *wide, LLVMValueRef inst, LLVMValueRef guard);
void vg_set_lanes(struct vg_wide *wide, LLVMValueRef inst, unsigned component, LLVMValueRef lanes);
/* All components as they lie in memory: lane 0's, then lane 1's... For scalars the same as vg_lanes. */
LLVMValueRef vg_flat(struct vg_wide *wide, LLVMValueRef value);
/* Whether that form is at hand, or costs nothing; not so where it would have to be shuffled together. */
bool vg_has_flat(struct vg_wide *wide, LLVMValueRef value);
void vg_set_flat(struct vg_wide *wide, LLVMValueRef inst, LLVMValueRef flat);
/* from[i] < 0: element i is of no importance. */
LLVMValueRef vg_shuffle(struct vg_wide *wide, LLVMValueRef a, LLVMValueRef b, const int *from,
                        unsigned count);
/* count vectors of the same size, count a power of two, one after the other; the list is overwritten. */
LLVMValueRef vg_concat(struct vg_wide *wide, LLVMValueRef *parts, unsigned count);
/* Component of a scalar value of any type. */
LLVMValueRef vg_component_of(struct vg_wide *wide, LLVMValueRef value, unsigned component);
struct vg_wide_value *vg_wide_value(struct vg_wide *wide, LLVMValueRef value);
/* Moves on to another block of the old function, or to one side of a branch: what was at hand no longer is.
 */
void vg_new_scope(struct vg_wide *wide);
/* For the report; once, though the function is built for full vectors and for others. */
void vg_wide_note(struct vg_wide *wide, enum vg_note note, LLVMValueRef inst);
LLVMBasicBlockRef vg_new_block(struct vg_wide *wide, const char *name);
LLVMValueRef vg_call_intrinsic(struct vg_wide *wide, const char *name, LLVMTypeRef *types, size_t type_count,
                               LLVMValueRef *args, unsigned count);

/* Masks: vectors of i1. */
LLVMValueRef vg_mask(struct vg_wide *wide); /* of the block at hand, made if it is all lanes */
LLVMValueRef vg_mask_bits(struct vg_wide *wide, LLVMValueRef mask);
LLVMValueRef vg_any(struct vg_wide *wide, LLVMValueRef mask);
LLVMValueRef vg_all(struct vg_wide *wide, LLVMValueRef mask);
/* mask and condition, NULL standing for all lanes; freezes the condition, which may be poison in other lanes.
 */
LLVMValueRef vg_mask_and(struct vg_wide *wide, LLVMValueRef mask, LLVMValueRef condition);

/* Runs something for each active lane in order: opens a loop that is written out, lane by lane. */
struct vg_each_lane {
    unsigned lane;
    LLVMValueRef index;
    LLVMBasicBlockRef before, run, behind; /* before NULL: the lane is active in any case */
};
void vg_lane_open(struct vg_wide *wide, struct vg_each_lane *each, unsigned lane);
void vg_lane_close(struct vg_wide *wide, struct vg_each_lane *each);
/* The value from the lane's run, or `otherwise` when it was not active. Call after vg_lane_close. */
LLVMValueRef vg_lane_result(struct vg_wide *wide, const struct vg_each_lane *each, LLVMValueRef result,
                            LLVMValueRef otherwise);

/* ---- widen.c, memory.c, calls.c: one instruction each ---- */
/* Whether one of the machine's instructions accesses a place of each lane's own, faster than an access for
 * each. */
bool vg_has_fast_lanes(const struct vg_gen *gen, LLVMTypeRef type);
void vg_widen_instruction(struct vg_wide *wide, LLVMValueRef inst);
/* All lanes of a guarded value, from those of its operands, where they are needed. */
LLVMValueRef vg_widen_guarded(struct vg_wide *wide, LLVMValueRef inst);
/* A call to an intrinsic on one component. */
LLVMValueRef vg_widen_intrinsic(struct vg_wide *wide, LLVMValueRef call, unsigned component);
void vg_widen_load(struct vg_wide *wide, LLVMValueRef inst);
void vg_widen_store(struct vg_wide *wide, LLVMValueRef inst);
void vg_widen_atomic(struct vg_wide *wide, LLVMValueRef inst);
void vg_widen_call(struct vg_wide *wide, LLVMValueRef inst);
/* lanes.c: false when the call is not one of lanes to each other. */
bool vg_widen_lanes(struct vg_wide *wide, LLVMValueRef call);
/* A uniform or strided result, with the run-time check that it may need. */
void vg_widen_shared(struct vg_wide *wide, LLVMValueRef inst);
/* A copy of the instruction with scalar operands: for uniform and strided results. */
LLVMValueRef vg_clone_scalar(struct vg_wide *wide, LLVMValueRef inst);
/* callee.c: false when the call is not one of a function that stays one. */
bool vg_widen_outlined(struct vg_wide *wide, LLVMValueRef call);
void vg_map_callee_params(struct vg_wide *wide, const struct vg_callee *callee);
void vg_return_lanes(struct vg_wide *wide, LLVMValueRef value);
/* Copies of the instruction for each active lane. */
void vg_widen_by_lane(struct vg_wide *wide, LLVMValueRef inst);

/* ---- restart.c: vectors that start anew in the code for those that are not full ---- */
/* All lanes take the same side of the branch, or the vector starts anew. Gives the side as a scalar. */
LLVMValueRef vg_agree(struct vg_wide *wide, LLVMValueRef condition);
/* Goes on only when what is unchecked holds. */
void vg_settle_checks(struct vg_wide *wide);
void vg_build_restart(struct vg_wide *wide);

/* ---- linear.c: control flow ---- */
void vg_linearise(struct vg_wide *wide);
/* Whether a block comes next after the test whether any lane goes a rare way: it is that way or where it
 * ends. */
bool vg_is_behind_any_lane(const struct vg_graph *graph, size_t block);
/* simd.c: notes which lanes wait at the barrier that the block at hand ends with. */
void vg_keep_lanes(struct vg_wide *wide);

#endif
