/* SPDX-License-Identifier: MIT */
/* The areas of all blocks, ordered by address. Writers hold a lock; readers never wait, so that a fault
 * handler may ask. */
#ifndef VG_MEMORY_INDEX_H
#define VG_MEMORY_INDEX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "memory/area.h"

struct vg_slab;
struct vg_extents;

struct vg_index_entry {
    uintptr_t low, high;   /* guards included */
    uintptr_t start, size; /* the block, or the slots of a slab */
    uintptr_t slab;        /* struct vg_slab *, which are never freed; 0 for a block of its own */
    uintptr_t extents;     /* struct vg_extents * of a block that has them, valid under the pager's lock */
};

/* False when out of memory. */
bool vg_index_add(const struct vg_area *area, size_t size, const struct vg_slab *slab,
                  const struct vg_extents *extents);
void vg_index_remove(const struct vg_area *area);
/* The entry whose area, guards included, holds address. Async-signal-safe: where a fault handler interrupted
 * this very thread while it was changing the index, it says false. */
bool vg_index_find(const void *address, struct vg_index_entry *out);

void vg_index_lock(void);
void vg_index_unlock(void);

#endif
