/* SPDX-License-Identifier: MIT */
/* check_mirror.c: pointers into the shadow, for check_shadow.c. */
#ifndef VG_COMPILER_CC_CHECK_SHADOW_H
#define VG_COMPILER_CC_CHECK_SHADOW_H

#include "compiler/cc/gen.h"
#include "compiler/cc/value_map.h"

struct vg_mirrors {
    struct vg_gen *gen;
    LLVMBuilderRef b;
    LLVMTypeRef ptr;
    struct vg_value_map numbers; /* of the pointers looked at */
    struct vg_values list;       /* their places in the shadow; NULL: they have none */
    struct vg_values phis;       /* whose operands are still to be looked at */
    bool locals;                 /* the shadow of local memory tells the truth */
};

/* Also settles whether local memory has a shadow, for gen. */
void vg_mirrors_start(struct vg_mirrors *m, struct vg_gen *gen);
/* The pointer into the shadow; NULL where there is none. */
LLVMValueRef vg_mirror_of(struct vg_mirrors *m, LLVMValueRef pointer);
/* Once all pointers have been asked for. */
void vg_mirror_settle(struct vg_mirrors *m);
void vg_mirrors_finish(struct vg_mirrors *m);

/* Of a pointer that is a parameter of the kernel; VG_ARG_VALUE for all others. */
enum vg_arg_kind vg_mirror_argument_kind(struct vg_mirrors *m, LLVMValueRef root);
bool vg_mirror_is_buffer(struct vg_mirrors *m, LLVMValueRef root);
/* Whether all that a pointer comes from is such. */
bool vg_mirror_all_roots(struct vg_mirrors *m, LLVMValueRef pointer,
                         bool (*is_such)(struct vg_mirrors *m, LLVMValueRef root));

#endif
