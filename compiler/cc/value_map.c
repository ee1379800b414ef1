/* SPDX-License-Identifier: MIT */
#include "compiler/cc/value_map.h"

#include <stdlib.h>

#include "base/alloc.h"

struct vg_value_slot {
    LLVMValueRef value;
    size_t number;
};

static struct vg_value_slot *slot_of(const struct vg_value_map *map, LLVMValueRef value)
{
    size_t at = (size_t)(((uintptr_t)value >> 4) * UINT64_C(0x9e3779b97f4a7c15) >> 20);
    while (map->slots[at % map->capacity].value && map->slots[at % map->capacity].value != value)
        at++;
    return &map->slots[at % map->capacity];
}

static void grow(struct vg_value_map *map)
{
    struct vg_value_map old = *map;
    map->capacity = old.capacity ? 2 * old.capacity : 256;
    map->slots = vg_zalloc_array(map->capacity, sizeof *map->slots);
    if (!map->slots)
        abort();
    for (size_t i = 0; i < old.capacity; i++)
        if (old.slots[i].value)
            *slot_of(map, old.slots[i].value) = old.slots[i];
    vg_free(old.slots);
}

size_t vg_value_map_find(const struct vg_value_map *map, LLVMValueRef value)
{
    if (map->capacity == 0)
        return VG_NO_NUMBER;
    const struct vg_value_slot *slot = slot_of(map, value);
    return slot->value ? slot->number : VG_NO_NUMBER;
}

size_t vg_value_map_add(struct vg_value_map *map, LLVMValueRef value)
{
    if (2 * map->count >= map->capacity)
        grow(map);
    struct vg_value_slot *slot = slot_of(map, value);
    if (!slot->value)
        *slot = (struct vg_value_slot){value, map->count++};
    return slot->number;
}

void vg_value_map_finish(struct vg_value_map *map)
{
    vg_free(map->slots);
    *map = (struct vg_value_map){0};
}
