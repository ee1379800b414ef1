/* SPDX-License-Identifier: MIT */
/* Small blocks: slots of a fixed size, cut from slabs. Any thread. */
#ifndef VG_MEMORY_POOL_H
#define VG_MEMORY_POOL_H

#include <stdbool.h>
#include <stddef.h>

#include "memory/tier.h"

#define VG_POOL_MAX ((size_t)64 << 10)
#define VG_POOL_ALIGN 128

struct vg_slab;

struct vg_slot {
    struct vg_slab *slab;
    void *address;
};

/* The slot size that serves size bytes at a multiple of align, or 0 when none does. */
size_t vg_pool_slot_bytes(size_t size, size_t align);

/* A zeroed slot of slot_bytes (from vg_pool_slot_bytes) for a block of size bytes. False when out of memory.
 */
bool vg_pool_take(struct vg_tier *tier, size_t slot_bytes, size_t size, struct vg_slot *out);
void vg_pool_give(struct vg_tier *tier, const struct vg_slot *slot);

/* The block in the slot that holds address. False when the slot is free. Async-signal-safe: slabs are never
 * freed. */
bool vg_pool_find(const struct vg_slab *slab, const void *address, void **start, size_t *size);

void vg_pool_lock(void);
void vg_pool_unlock(void);

#endif
