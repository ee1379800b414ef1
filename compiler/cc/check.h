/* SPDX-License-Identifier: MIT */
/* Checked kernels: docs/checked.md. Checks are put into the program as it is written, before anything may
 * make use of what a fault leaves undefined, as ordinary control flow that the vectoriser turns into masks.
 */
#ifndef VG_COMPILER_CC_CHECK_H
#define VG_COMPILER_CC_CHECK_H

#include "compiler/cc/gen.h"

/* Adds the checks that the options ask for. Every function that accesses memory is inlined first, so that all
 * pointers can be followed to where they come from. */
bool vg_check_instrument(struct vg_gen *gen);

/* What a report calls an instruction: a text with its source line. */
LLVMValueRef vg_check_site(struct vg_gen *gen, LLVMValueRef inst, const char *what);
/* Calls vg_rt_check_found at the builder's position. */
enum { VG_CHECK_PARAMS = 10 };
void vg_check_tell(struct vg_gen *gen, LLVMValueRef *args);
/* A local id as that function takes it. */
LLVMValueRef vg_check_pack(struct vg_gen *gen, const LLVMValueRef ids[3]);
/* launch->check, at the builder's position; the load may be moved anywhere. */
LLVMValueRef vg_check_load(struct vg_gen *gen, LLVMValueRef launch);
LLVMValueRef vg_mark_invariant(struct vg_gen *gen, LLVMValueRef load);
/* What the entry returns. */
LLVMValueRef vg_check_status(struct vg_gen *gen, LLVMValueRef launch);

/* check_place.c: where pointers point. */

/* A pointer as an object and a distance from its start. */
struct vg_place {
    LLVMValueRef offset; /* i64 */
    LLVMValueRef extent; /* i64, bytes of the object; NULL: nothing is known of the pointer */
    LLVMValueRef object; /* what the object is called, a pointer to text */
};

struct vg_places {
    struct vg_gen *gen;
    LLVMTypeRef i64, ptr;
    struct vg_known_place *known; /* by pointer, an open hash table */
    size_t count, capacity;
};

/* Names the private variables, whose names are lost when their block is cut. */
void vg_places_start(struct vg_places *places, struct vg_gen *gen);
/* Computes beside the pointer where it points. */
struct vg_place vg_place_of(struct vg_places *places, LLVMValueRef pointer);
/* What a pointer comes from through choices and additions; NULL when it is more than one thing. */
LLVMValueRef vg_place_root(LLVMValueRef pointer);
/* A text in the kernel's object. */
LLVMValueRef vg_place_text(struct vg_gen *gen, const char *bytes, size_t size);
void vg_places_finish(struct vg_places *places);

#endif
