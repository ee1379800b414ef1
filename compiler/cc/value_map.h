/* SPDX-License-Identifier: MIT */
/* Numbers values in the order in which they are first seen; what is known of each stands in arrays beside. */
#ifndef VG_COMPILER_CC_VALUE_MAP_H
#define VG_COMPILER_CC_VALUE_MAP_H

#include "compiler/cc/ir.h"

#define VG_NO_NUMBER SIZE_MAX

struct vg_value_map { /* an open hash table; zeroed is empty */
    struct vg_value_slot *slots;
    size_t count, capacity;
};

/* VG_NO_NUMBER when the value is not in it. */
size_t vg_value_map_find(const struct vg_value_map *map, LLVMValueRef value);
/* The value's number, map->count - 1 when it is new. Aborts when out of memory. */
size_t vg_value_map_add(struct vg_value_map *map, LLVMValueRef value);
void vg_value_map_finish(struct vg_value_map *map);

#endif
