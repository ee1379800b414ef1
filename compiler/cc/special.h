/* SPDX-License-Identifier: MIT */
/* The functions that code generation lowers itself, by name. */
#ifndef VG_COMPILER_CC_SPECIAL_H
#define VG_COMPILER_CC_SPECIAL_H

#include "compiler/cc/ir.h"

enum vg_special {
    VG_SPECIAL_NONE,
    /* Work-item functions. */
    VG_GET_WORK_DIM,
    VG_GET_GLOBAL_ID,
    VG_GET_LOCAL_ID,
    VG_GET_GROUP_ID,
    VG_GET_LOCAL_SIZE,
    VG_GET_ENQUEUED_LOCAL_SIZE,
    VG_GET_GLOBAL_SIZE,
    VG_GET_NUM_GROUPS,
    VG_GET_GLOBAL_OFFSET,
    VG_GET_GLOBAL_LINEAR_ID,
    VG_GET_LOCAL_LINEAR_ID,
    VG_GET_SUB_GROUP_ID,
    VG_GET_NUM_SUB_GROUPS,
    VG_GET_ENQUEUED_NUM_SUB_GROUPS,
    /* Of the library: base.h in builtins/. */
    VG_GROUP_SLOTS,
    VG_FENCE,
    VG_HAS_FMA,
    VG_IMAGE_OF,        /* the descriptor of an image, (image) */
    VG_SAMPLER_OF,      /* the bits of a sampler, (sampler) */
    VG_SAMPLER_LITERAL, /* clang's: a sampler, (bits) */
    VG_DOT,             /* these three: late.h */
    VG_ESTIMATE,        /* the machine's approximation, (x) */
    VG_LOOKUP,          /* of flatten.c: a number of the pair at that place of a table, (table, place) */
    VG_MATH,
    VG_QUICK_DIVIDE,
    /* Address space queries. */
    VG_TO_GLOBAL,
    VG_TO_LOCAL,
    VG_TO_PRIVATE,
    VG_GET_FENCE,
    VG_BARRIER,
    VG_PRINTF_CALL,
    VG_PACKED_PRINTF, /* what printf becomes before the sink is known */
    /* Places in the frame of a vector of work-items: of the work-item, (offset, stride in bytes), and one for
     * all of them, (offset). */
    VG_LANE_PLACE,
    VG_GROUP_PLACE,
    /* Of checked code: what is known of a launch; a finding, (kind, site, object, offset, extent, local id in
     * x, y and z, work-items that it stands for); a write through a pointer of which nothing is known,
     * (address, bytes); an access, (site, object, offset, address, bytes, kind, value, epoch, local id). */
    VG_CHECK_EXTENT, /* bytes behind the pointer of an argument, (index) */
    VG_CHECK_READABLE,
    VG_CHECK_WRITABLE,
    VG_CHECK_SHADOW, /* the shadow of an argument's buffer, (index) */
    VG_CHECK_LOCAL,  /* the shadow of local memory, (pointer) */
    VG_CHECK_REPORT,
    VG_CHECK_STORED,
    VG_CHECK_ACCESS,
    /* Of the library's part of checks, and gone behind them: check_copy.c. */
    VG_CHECKED_EVENTS,
    VG_CHECKED_TELL,
    VG_CHECKED_ADDRESS, /* a pointer as a number, through which nothing is accessed */
    /* Lanes of a vector, which are the work-items of a sub-group: base.h in builtins/. */
    VG_LANE_ID,
    VG_LANE_COUNT,
    VG_LANE_BALLOT,
    VG_LANE_SHUFFLE,
    VG_LANE_FILL,
    /* Of flatten.c: whether any component of any lane is set, (vector of i1). Lanes that take no part may
       count. */
    VG_ANY_LANE,
};

enum vg_special vg_special_of(const char *name);
/* Of the function that an instruction calls; VG_SPECIAL_NONE for everything else. */
enum vg_special vg_special_call(LLVMValueRef inst);
static inline bool vg_is_work_item_function(enum vg_special special)
{
    return special >= VG_GET_WORK_DIM && special <= VG_GET_ENQUEUED_NUM_SUB_GROUPS;
}
/* get_global_id(dimension) and its like. */
static inline bool vg_takes_dimension(enum vg_special special)
{
    return special >= VG_GET_GLOBAL_ID && special <= VG_GET_GLOBAL_OFFSET;
}
/* What a work-item may compute wherever and as often as it likes. */
static inline bool vg_is_id(enum vg_special special)
{
    return vg_is_work_item_function(special) || special == VG_LANE_ID || special == VG_LANE_COUNT;
}
/* What checked code knows when it is entered. */
static inline bool vg_is_check_value(enum vg_special special)
{
    return special >= VG_CHECK_EXTENT && special <= VG_CHECK_LOCAL;
}
/* What late.c makes instructions of. */
static inline bool vg_is_late(enum vg_special special)
{
    return special >= VG_DOT && special <= VG_LOOKUP;
}
/* Functions whose result depends on which lanes come to the call. */
static inline bool vg_is_lanes_together(enum vg_special special)
{
    return special >= VG_LANE_BALLOT && special <= VG_LANE_FILL;
}

#endif
