/* SPDX-License-Identifier: MIT */
/* Code generation of one kernel: the state that its steps share, and the steps, in the order in which
 * pipeline.c runs them. A step that can fail returns false with the reason in gen->log. */
#ifndef VG_COMPILER_CC_GEN_H
#define VG_COMPILER_CC_GEN_H

#include <llvm-c/DebugInfo.h>
#include <llvm-c/Target.h>
#include <llvm-c/TargetMachine.h>

#include "base/cpu.h"
#include "compiler/abi.h"
#include "compiler/cc/ir.h"
#include "compiler/cc/notes.h"
#include "compiler/cc/text.h"
#include "compiler/kernel_info.h"
#include "compiler/options.h"

/* The context of a work-item, a structure on the C stack of the entry function. Every function that is not
 * inlined gets its address as last parameter; inlined it dissolves into registers. */
enum vg_item_field {
    VG_ITEM_LAUNCH,      /* const struct vg_launch * */
    VG_ITEM_SCRATCH,     /* local memory of the group, then the frames */
    VG_ITEM_FRAME,       /* private memory of this work-item */
    VG_ITEM_SLOTS,       /* __vg_group_slots() */
    VG_ITEM_PRIVATE_END, /* end of all frames */
    VG_ITEM_LOCAL_ID,    /* uint64_t[3] each from here */
    VG_ITEM_LOCAL_SIZE,  /* of this group, smaller at the upper edges */
    VG_ITEM_GROUP_ID,
    VG_ITEM_GLOBAL_BASE, /* global id of the group's first work-item */
    VG_ITEM_FIELDS
};

struct vg_gen {
    LLVMContextRef context;
    LLVMModuleRef module;
    LLVMTargetMachineRef machine;
    LLVMTargetDataRef layout;
    LLVMBuilderRef builder;
    struct vg_target target;
    const struct vg_options *options;
    const struct vg_kernel_info *info;
    struct vg_text *log;
    struct vg_text *report; /* NULL: nobody asks */
    struct vg_notes notes;
    LLVMValueRef kernel; /* the body; changes as it is rebuilt with other parameters */
    LLVMTypeRef item;    /* of the context */
    LLVMTypeRef launch;  /* struct vg_launch */
    struct vg_code_info code;

    bool has_barrier;
    bool uses_slots;
    bool uses_lanes;      /* looks at sub-groups */
    bool wants_frames;    /* no private memory may lie on the C stack, since its address is asked for */
    bool is_parallel;     /* work-items share no memory but what the program gives them */
    uint64_t frame_bytes; /* of one work-item */
    uint64_t frame_align;
    unsigned resume_points;         /* barriers of the body */
    struct vg_values barrier_sites; /* what reports call them, in this order; of checked kernels */
    bool keeps_state;               /* work-items of a group may leave a region at different points */
    uint64_t state_at;              /* offset of the resume point in the frame */
    bool shadows_local;             /* checks what was written to local memory */

    /* Vectors: simd/simd.h. code.width is their number of work-items. */
    struct vg_simd *simd;
    unsigned lane_dimension;   /* in which the work-items of a vector are neighbours: 0 (x), or 1 (y) */
    struct vg_callee *callees; /* functions of vectors that the kernel calls: simd/callee.c */
    size_t callee_count;
    const struct vg_shape *param_shapes; /* NULL: all parameters are uniform */
    LLVMValueRef tail; /* the body for a vector of which not all lanes take part; NULL: there are none */
    struct vg_values arrays;         /* private arrays whose elements are interleaved by lane */
    uint64_t *element_bytes;         /* of each of them */
    const char *scalar_reason;       /* why the kernel stays scalar */
    const char *give_up;             /* why vectorising failed half-way */
    double scalar_cost, vector_cost; /* operations of a work-item as the cost model has it; 0: not asked */
};

void vg_gen_types(struct vg_gen *gen);

/* outline.c: reads of images that stay functions, and others: a function that calls the given one, which must
 * be safe whatever its arguments are; second: what stands for the second parameter, NULL for itself. */
void vg_outline_reads(struct vg_gen *gen);
LLVMValueRef vg_outline_call(struct vg_gen *gen, LLVMValueRef callee, LLVMValueRef second);
bool vg_is_outlined(LLVMValueRef function);
/* inline.c: which calls stay; recursion is an error. */
bool vg_inline_policy(struct vg_gen *gen);
/* private.c: structs passed in memory become copies that the callee makes. */
void vg_private_copy_byval(struct vg_gen *gen);
/* flatten.c: componentwise functions on whole vectors, where scalar ones are straight code. */
void vg_flatten_vector_functions(struct vg_gen *gen);
/* early.c: special calls that need no context: fences, __vg_has_fma, __vg_math, packing of printf's
 * arguments. */
bool vg_lower_early(struct vg_gen *gen);
/* divide.c: integer division by whatever it may be. */
void vg_guard_divisions(struct vg_gen *gen);
/* context.c: the hidden parameter. Gives each function an entry block of its own for what derives from it. */
void vg_context_add(struct vg_gen *gen);
/* The context parameter of a function. */
LLVMValueRef vg_context_of(LLVMValueRef function);
LLVMValueRef vg_item_address(struct vg_gen *gen, LLVMValueRef item, enum vg_item_field field,
                             unsigned dimension);
LLVMValueRef vg_item_load(struct vg_gen *gen, LLVMValueRef item, enum vg_item_field field,
                          unsigned dimension);
/* local.c: kernel-scope local variables to offsets in scratch. */
void vg_local_place(struct vg_gen *gen);
/* private.c: allocas to offsets in the frame. */
bool vg_private_place(struct vg_gen *gen);
/* Room in the frame of a work-item; gives the offset. A vector's frame is that of its work-items together:
 * the offset counts once for each lane. */
uint64_t vg_frame_reserve(struct vg_gen *gen, uint64_t size, uint64_t align);
/* The address of a place there, at the builder's position; stride: bytes from a lane's place to the next
 * lane's, 0 for one place that all lanes share. */
LLVMValueRef vg_frame_place(struct vg_gen *gen, uint64_t offset, uint64_t stride);
/* half.c: arithmetic on half. */
void vg_lower_half(struct vg_gen *gen);
/* atomics.c: atomic operations that nobody else can see. */
void vg_lower_local_atomics(struct vg_gen *gen);
/* regions.c: the body cut at its barriers. */
bool vg_regions_split(struct vg_gen *gen);
/* workitem.c: the remaining special calls, from the context. */
void vg_workitem_survey(struct vg_gen *gen);
/* Calls whose value is the same all over a function go to its begin. Left where they are, one that is made on
 * two of the ways to a place becomes a choice between two values there, which the vectoriser cannot know to
 * be one. */
void vg_workitem_hoist(struct vg_gen *gen);
/* Work-item functions of a dimension that is not constant become choices between those of each dimension. */
void vg_workitem_split(struct vg_gen *gen);
void vg_workitem_lower(struct vg_gen *gen);
/* parallel.c: whether LLVM may be told that work-items are independent. */
bool vg_may_be_parallel(const struct vg_gen *gen);
/* entry.c: the loops over work-groups and work-items, and the information constant. */
void vg_entry_build(struct vg_gen *gen);
void vg_entry_info(struct vg_gen *gen);

/* Runs a pass list in LLVM's own textual form. */
bool vg_run_passes(struct vg_gen *gen, const char *passes);

#endif
