/* SPDX-License-Identifier: MIT */
/* Checked kernels: docs/checked.md. Checks are put into the program as it is written, before anything may
 * make use of what a fault leaves undefined, as ordinary control flow that the vectoriser turns into masks.
 */
#ifndef VG_COMPILER_CC_CHECK_H
#define VG_COMPILER_CC_CHECK_H

#include "compiler/cc/gen.h"
#include "compiler/cc/value_map.h"

/* Adds the checks that the options ask for. Every function that accesses memory is inlined first, so that all
 * pointers can be followed to where they come from. */
bool vg_check_instrument(struct vg_gen *gen);

/* check_copy.c: before the library is linked, once everything is in the kernel, and behind all checks. */
void vg_check_watch_copies(struct vg_gen *gen);
void vg_check_copies(struct vg_gen *gen);
void vg_check_lower_addresses(struct vg_gen *gen);

/* What a report of this kind calls an instruction: a text with its source line. */
LLVMValueRef vg_check_site(struct vg_gen *gen, LLVMValueRef inst, enum vg_check_flags kind, const char *what);
/* What a report calls a barrier, which may stand for something else. */
const char *vg_check_barrier_name(LLVMValueRef barrier);
/* Calls vg_rt_check_found at the builder's position. */
enum { VG_CHECK_PARAMS = 11 };
void vg_check_tell(struct vg_gen *gen, LLVMValueRef *args);
/* A local id as that function takes it. */
LLVMValueRef vg_check_pack(struct vg_gen *gen, const LLVMValueRef ids[3]);
/* launch->check, at the builder's position; the load may be moved anywhere. */
LLVMValueRef vg_check_load(struct vg_gen *gen, LLVMValueRef launch);
/* What the entry returns. */
LLVMValueRef vg_check_status(struct vg_gen *gen, LLVMValueRef launch);

/* Accesses: loads, stores, atomic operations and LLVM's memory intrinsics. */
bool vg_accesses_memory(LLVMValueRef inst);
/* The pointers of an access: two of a copy, else one. */
unsigned vg_access_pointers(LLVMValueRef inst, LLVMValueRef pointers[2]);
/* Its bytes, i64, at the access. */
LLVMValueRef vg_access_bytes(struct vg_gen *gen, LLVMValueRef inst);
/* What reports call it, "a read of 4 bytes" and its like; pointer: which of the two. */
LLVMValueRef vg_access_site(struct vg_gen *gen, LLVMValueRef inst, enum vg_check_flags kind, unsigned pointer,
                            LLVMValueRef bytes);
/* A branch on whether an access is in bounds. */
bool vg_check_is_bounds_branch(LLVMValueRef branch);

/* Where what is added goes: behind or before an instruction, without a source line. */
void vg_check_place_behind(struct vg_gen *gen, LLVMValueRef inst);
void vg_check_place_before(struct vg_gen *gen, LLVMValueRef inst);
LLVMValueRef vg_check_declare(struct vg_gen *gen, const char *name, LLVMTypeRef type);
/* Of a function of ours that touches no memory of the program's. */
void vg_check_set_attributes(LLVMValueRef function);
LLVMValueRef vg_check_local_id(struct vg_gen *gen, unsigned dimension);

/* check_mark.c: marks what private variables hold at first. */
void vg_check_mark_unwritten(struct vg_gen *gen);
/* The marks: a call that gives what is in a register, (name, offset), and one that stands for all bytes of a
 * variable in memory, (variable, bytes). */
bool vg_is_unwritten(LLVMValueRef value);
bool vg_is_unwritten_whole(LLVMValueRef inst);
/* check_shadow.c: tells of what depends on memory that was never written, and takes the marks away. */
void vg_check_unwritten(struct vg_gen *gen);

/* check_race.c: before anything is inlined, what orders work-items besides barriers; then tells of every
 * access to memory that work-items share. */
void vg_check_mark_meetings(struct vg_gen *gen);
void vg_check_races(struct vg_gen *gen);
/* A barrier, or what marks such a place. */
bool vg_orders_items(LLVMValueRef inst);

/* check_place.c: where pointers point. */

/* A pointer as an object and a distance from its start. */
struct vg_place {
    LLVMValueRef offset; /* i64 */
    LLVMValueRef extent; /* i64, bytes of the object; NULL: nothing is known of the pointer */
    LLVMValueRef object; /* what the object is called, a pointer to text */
    /* The array of a structure that it points into, where it is known; part_extent: NULL where not. */
    LLVMValueRef part_offset, part_extent, part;
};

/* Tells of an instruction, at the builder's position. */
void vg_check_report(struct vg_gen *gen, LLVMValueRef inst, LLVMValueRef kind, LLVMValueRef site,
                     struct vg_place place);

struct vg_places {
    struct vg_gen *gen;
    LLVMTypeRef i64, ptr;
    struct vg_value_map known; /* the pointers looked at */
    struct vg_place *list;     /* by their numbers */
    size_t capacity;
};

/* Names the private variables, whose names are lost when their block is cut. */
void vg_places_start(struct vg_places *places, struct vg_gen *gen);
/* Computes beside the pointer where it points. */
struct vg_place vg_place_of(struct vg_places *places, LLVMValueRef pointer);
/* What a pointer comes from through choices and additions; NULL when it is more than one thing. */
LLVMValueRef vg_place_root(LLVMValueRef pointer);
/* All that it comes from, added to the list. */
void vg_place_roots(LLVMValueRef pointer, struct vg_values *roots);
/* A cast, or another instruction that gives the pointer that it is given. */
bool vg_place_passes_on(LLVMValueRef pointer);
/* Number of the kernel's argument; arg_count when the parameter is none. */
unsigned vg_place_argument(const struct vg_gen *gen, LLVMValueRef param);
/* A call of a function of the launch alone, at the kernel's begin. */
LLVMValueRef vg_check_known(struct vg_gen *gen, const char *name, LLVMTypeRef result, LLVMValueRef of);
/* A text in the kernel's object. */
LLVMValueRef vg_place_text(struct vg_gen *gen, const char *bytes, size_t size);
void vg_places_finish(struct vg_places *places);

#endif
