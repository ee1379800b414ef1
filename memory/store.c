/* SPDX-License-Identifier: MIT */
/* What all stores share: slots, and counts. A slot may be taken by an extent shorter than it is, so there are
 * more slots than full extents fit into the capacity, which is counted in bytes. */
#include "memory/store.h"

#include <string.h>

#include "base/alloc.h"
#include "memory/extent.h"

#define SHORTEST_EXTENT ((uint64_t)64 << 10)
#define SHORTEST_CONTENTS ((uint64_t)4 << 10)
#define SPARE_SLOTS 64 /* for what is on its way there when the capacity is used up */
#define WORD_BITS 64

bool vg_store_init(struct vg_store *store, const struct vg_store_ops *ops, uint64_t capacity)
{
    uint64_t slots =
        ops->by_contents ? capacity / SHORTEST_CONTENTS + SPARE_SLOTS : capacity / SHORTEST_EXTENT;
    if (slots >= VG_SLOT_NONE)
        slots = VG_SLOT_NONE - WORD_BITS;
    *store = (struct vg_store){.ops = ops, .capacity = capacity, .slots = (uint32_t)slots, .fd = -1};
    store->taken = vg_zalloc_array(slots / WORD_BITS + 1, sizeof store->taken[0]);
    return store->taken != NULL;
}

static uint32_t find_slot(const struct vg_store *store, uint32_t first, uint32_t last)
{
    for (uint32_t slot = first; slot < last; slot++) {
        uint64_t word = store->taken[slot / WORD_BITS];
        if (word == UINT64_MAX)
            slot |= WORD_BITS - 1;
        else if (!(word >> slot % WORD_BITS & 1))
            return slot;
    }
    return VG_SLOT_NONE;
}

uint32_t vg_store_take(struct vg_store *store, size_t bytes)
{
    if (!store->ops->by_contents && bytes > store->capacity - store->used)
        return VG_SLOT_NONE;
    uint32_t slot =
        find_slot(store, store->hint, store->slots); /* neighbours are written one after the other */
    if (slot == VG_SLOT_NONE)
        slot = find_slot(store, 0, store->hint);
    if (slot == VG_SLOT_NONE)
        return slot;
    store->taken[slot / WORD_BITS] |= UINT64_C(1) << slot % WORD_BITS;
    store->hint = slot + 1;
    store->used += bytes;
    if (store->used > store->peak)
        store->peak = store->used;
    return slot;
}

void vg_store_give(struct vg_store *store, uint32_t slot, size_t bytes)
{
    store->ops->drop(store, slot, bytes);
    store->taken[slot / WORD_BITS] &= ~(UINT64_C(1) << slot % WORD_BITS);
    store->used -= bytes;
}

bool vg_store_is_over(const struct vg_store *store)
{
    return atomic_load_explicit(&store->held, memory_order_relaxed) > store->capacity;
}

int vg_store_open(struct vg_store *store)
{
    int error = store->is_open ? 0 : store->ops->open(store);
    store->is_open = !error;
    return error;
}

void vg_store_abandon(struct vg_store *store)
{
    if (store->is_open)
        store->ops->abandon(store);
    store->is_open = false;
    store->used = 0;
    store->hint = 0;
    memset(store->taken, 0, (store->slots / WORD_BITS + 1) * sizeof store->taken[0]);
}

static void note(struct vg_store *store, atomic_uint_least64_t *bytes, const struct vg_transfer *transfers,
                 unsigned count)
{
    for (unsigned i = 0; i < count; i++)
        if (transfers[i].error)
            atomic_fetch_add_explicit(&store->errors, 1, memory_order_relaxed);
        else
            atomic_fetch_add_explicit(bytes, transfers[i].bytes, memory_order_relaxed);
}

void vg_store_write(struct vg_store *store, struct vg_transfer *transfers, unsigned count)
{
    if (count == 0)
        return;
    store->ops->write(store, transfers, count);
    note(store, &store->written_bytes, transfers, count);
}

void vg_store_read(struct vg_store *store, struct vg_transfer *transfers, unsigned count)
{
    if (count == 0)
        return;
    store->ops->read(store, transfers, count);
    note(store, &store->read_bytes, transfers, count);
}
