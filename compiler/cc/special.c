/* SPDX-License-Identifier: MIT */
/* The table of functions that code generation lowers itself: see special.h. */
#include "compiler/cc/special.h"

#include <string.h>

static const struct {
    const char *name;
    enum vg_special special;
} specials[] = {
    {"_Z12get_work_dimv", VG_GET_WORK_DIM},
    {"_Z13get_global_idj", VG_GET_GLOBAL_ID},
    {"_Z12get_local_idj", VG_GET_LOCAL_ID},
    {"_Z12get_group_idj", VG_GET_GROUP_ID},
    {"_Z14get_local_sizej", VG_GET_LOCAL_SIZE},
    {"_Z23get_enqueued_local_sizej", VG_GET_ENQUEUED_LOCAL_SIZE},
    {"_Z15get_global_sizej", VG_GET_GLOBAL_SIZE},
    {"_Z14get_num_groupsj", VG_GET_NUM_GROUPS},
    {"_Z17get_global_offsetj", VG_GET_GLOBAL_OFFSET},
    {"_Z20get_global_linear_idv", VG_GET_GLOBAL_LINEAR_ID},
    {"_Z19get_local_linear_idv", VG_GET_LOCAL_LINEAR_ID},
    {"_Z16get_sub_group_idv", VG_GET_SUB_GROUP_ID},
    {"_Z18get_num_sub_groupsv", VG_GET_NUM_SUB_GROUPS},
    {"_Z27get_enqueued_num_sub_groupsv", VG_GET_ENQUEUED_NUM_SUB_GROUPS},
    {"__vg_group_slots", VG_GROUP_SLOTS},
    {"__vg_fence", VG_FENCE},
    {"__vg_has_fma", VG_HAS_FMA},
    {"__vg_sampler", VG_SAMPLER_OF},
    {"__translate_sampler_initializer", VG_SAMPLER_LITERAL},
    {"__vg_math", VG_MATH},
    {"__vg_quick_divide", VG_QUICK_DIVIDE},
    {"__to_global", VG_TO_GLOBAL},
    {"__to_local", VG_TO_LOCAL},
    {"__to_private", VG_TO_PRIVATE},
    {"_Z9get_fencePU3AS4v", VG_GET_FENCE},
    {"_Z9get_fencePU3AS4Kv", VG_GET_FENCE},
    {"_Z7barrierj", VG_BARRIER},
    {"_Z18work_group_barrierj", VG_BARRIER},
    {"_Z18work_group_barrierj12memory_scope", VG_BARRIER},
    {"printf", VG_PRINTF_CALL},
    {"__vg_packed_printf", VG_PACKED_PRINTF},
    {"__vg_lane_place", VG_LANE_PLACE},
    {"__vg_group_place", VG_GROUP_PLACE},
    {"__vg_check_extent", VG_CHECK_EXTENT},
    {"__vg_check_readable", VG_CHECK_READABLE},
    {"__vg_check_writable", VG_CHECK_WRITABLE},
    {"__vg_check_shadow", VG_CHECK_SHADOW},
    {"__vg_check_local", VG_CHECK_LOCAL},
    {"__vg_check_report", VG_CHECK_REPORT},
    {"__vg_check_stored", VG_CHECK_STORED},
    {"__vg_check_access", VG_CHECK_ACCESS},
    {"__vg_checked_events", VG_CHECKED_EVENTS},
    {"__vg_checked_tell", VG_CHECKED_TELL},
    {"__vg_checked_address_global", VG_CHECKED_ADDRESS},
    {"__vg_checked_address_local", VG_CHECKED_ADDRESS},
    {"__vg_lane_id", VG_LANE_ID},
    {"__vg_lane_count", VG_LANE_COUNT},
    {"__vg_lane_ballot", VG_LANE_BALLOT},
    {"__vg_lane_shuffle_uint", VG_LANE_SHUFFLE},
    {"__vg_lane_shuffle_ulong", VG_LANE_SHUFFLE},
    {"__vg_lane_fill_uint", VG_LANE_FILL},
    {"__vg_lane_fill_ulong", VG_LANE_FILL},
};

/* Overloaded, for each type of image and each size of vector, and what late.c makes instructions of. */
static const struct {
    const char *prefix;
    enum vg_special special;
} families[] = {
    {"_Z10__vg_image", VG_IMAGE_OF}, {"__vg_any_lane", VG_ANY_LANE}, {"__vg_dot_", VG_DOT},
    {"__vg_estimate_", VG_ESTIMATE}, {"__vg_lookup_", VG_LOOKUP},
};

enum vg_special vg_special_of(const char *name)
{
    for (size_t i = 0; i < sizeof specials / sizeof *specials; i++)
        if (strcmp(specials[i].name, name) == 0)
            return specials[i].special;
    for (size_t i = 0; i < sizeof families / sizeof *families; i++)
        if (strncmp(name, families[i].prefix, strlen(families[i].prefix)) == 0)
            return families[i].special;
    return VG_SPECIAL_NONE;
}

enum vg_special vg_special_call(LLVMValueRef inst)
{
    LLVMValueRef callee = vg_callee(inst);
    return callee && LLVMIsDeclaration(callee) ? vg_special_of(vg_name(callee)) : VG_SPECIAL_NONE;
}
