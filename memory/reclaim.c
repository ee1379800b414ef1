/* SPDX-License-Identifier: MIT */
/* How extents leave RAM. All functions are called with the pager's lock, from any thread, fault handlers
 * included; writing is done without it. */
#include <errno.h>

#include "base/attributes.h"
#include "memory/pager.h"
#include "memory/tier.h"

#define CLOSED_PART 8 /* of the resident extents: how many of the oldest show whether they are still used */
#define STEAL_MOST 64

void vg_reclaim_forget_slot_locked(struct vg_mem_extent *extent)
{
    if (extent->slot == VG_SLOT_NONE)
        return;
    vg_store_give(extent->store, extent->slot, extent->bytes);
    vg_list_remove(&extent->packed);
    extent->slot = VG_SLOT_NONE;
}

bool vg_reclaim_steal_slot_locked(struct vg_mem_extent *extent, const struct vg_store *store)
{
    if (extent->state != VG_EXTENT_RESIDENT || extent->slot == VG_SLOT_NONE || extent->store != store)
        return false;
    vg_reclaim_forget_slot_locked(extent);
    extent->dirty = true;
    return vg_pager_protect_locked(extent) == 0;
}

static bool steal_slots_locked(void)
{
    unsigned stolen = 0;
    for (struct vg_list *at = vg_pager.tables.next; at != &vg_pager.tables; at = at->next) {
        struct vg_extents *extents = VG_CONTAINER_OF(at, struct vg_extents, link);
        for (size_t i = 0; i < extents->count && stolen < STEAL_MOST; i++)
            stolen += vg_reclaim_steal_slot_locked(&extents->of[i], &vg_pager.store);
    }
    return stolen > 0;
}

int vg_reclaim_take_slot_locked(size_t bytes, uint32_t *slot)
{
    int error = vg_store_open(&vg_pager.store);
    if (error)
        return error;
    do
        *slot = vg_store_take(&vg_pager.store, bytes);
    while (*slot == VG_SLOT_NONE && steal_slots_locked());
    return *slot == VG_SLOT_NONE ? ENOSPC : 0;
}

static int give_slot_locked(struct vg_mem_extent *extent)
{
    if (extent->slot != VG_SLOT_NONE)
        return 0;
    extent->store = &vg_pager.store;
    return vg_reclaim_take_slot_locked(extent->bytes, &extent->slot);
}

static bool is_zero(const struct vg_mem_extent *extent)
{
    const uint64_t *words = (const uint64_t *)(const void *)extent->at;
    size_t count = extent->bytes / sizeof *words;
    for (size_t i = 0; i < count; i++)
        if (words[i])
            return false;
    return true;
}

struct leaving {
    struct vg_mem_extent *extent;
    uint32_t vram_slot;
    int error, no_slot; /* why it stays; why the store below cannot take it */
    bool zero, packed;
};

static bool pack(const struct leaving *one)
{
    struct vg_transfer transfer = {
        .memory = one->extent->at, .bytes = one->extent->bytes, .slot = one->vram_slot};
    if (one->vram_slot == VG_SLOT_NONE)
        return false;
    vg_store_write(&vg_pager.vram, &transfer, 1);
    return transfer.error == 0;
}

/* They are LEAVING and the lock is not held. Between freezing and dropping nobody can write to them. */
static void write_out(struct leaving *leaving, unsigned count)
{
    struct vg_transfer transfers[VG_STORE_BATCH];
    struct leaving *which[VG_STORE_BATCH];
    unsigned written = 0;
    for (struct leaving *one = leaving; one < leaving + count; one++) {
        struct vg_mem_extent *extent = one->extent;
        if (one->error || !extent->dirty)
            continue;
        one->error = vg_extent_freeze(extent);
        one->zero = !one->error && is_zero(extent);
        one->packed = !one->error && !one->zero && pack(one);
        if (!one->error && !one->zero && !one->packed)
            one->error = one->no_slot;
        if (one->error || one->zero || one->packed)
            continue;
        which[written] = one;
        transfers[written++] =
            (struct vg_transfer){.memory = extent->at, .bytes = extent->bytes, .slot = extent->slot};
    }
    vg_store_write(&vg_pager.store, transfers, written);
    for (unsigned i = 0; i < written; i++)
        which[i]->error = transfers[i].error;
}

static void begin_leaving_locked(struct leaving *one, struct vg_mem_extent *extent)
{
    *one = (struct leaving){.extent = extent, .vram_slot = VG_SLOT_NONE};
    if (extent->dirty) {
        if (extent->store == &vg_pager.vram)
            vg_reclaim_forget_slot_locked(extent);
        one->no_slot = give_slot_locked(extent);
        one->vram_slot = vg_pager.vram.slots ? vg_store_take(&vg_pager.vram, extent->bytes) : VG_SLOT_NONE;
    }
    vg_pager_unlist_locked(extent);
    extent->state = VG_EXTENT_LEAVING;
    vg_pager.busy++;
}

static void end_leaving_locked(struct leaving *one)
{
    struct vg_mem_extent *extent = one->extent;
    vg_pager.busy--;
    if (one->packed) {
        vg_reclaim_forget_slot_locked(extent);
        extent->store = &vg_pager.vram;
        extent->slot = one->vram_slot;
    } else if (one->vram_slot != VG_SLOT_NONE) {
        vg_store_give(&vg_pager.vram, one->vram_slot, extent->bytes);
    }
    if (one->error) {
        extent->state = VG_EXTENT_RESIDENT;
        (void)vg_extent_protect(extent);
        vg_pager_list_locked(extent);
        vg_demote_is_copy_locked(extent);
        return;
    }
    vg_pager.counts.evicted++;
    vg_pager.counts.written += extent->dirty && !one->zero;
    if (one->zero)
        vg_reclaim_forget_slot_locked(extent);
    extent->dirty = false;
    extent->closed = false;
    extent->state = extent->slot == VG_SLOT_NONE ? VG_EXTENT_EMPTY : VG_EXTENT_STORED;
    vg_pager.resident -= extent->bytes;
    vg_demote_is_packed_locked(extent);
}

/* Lets extents go for which leaving has begun. Those that fail are as they were, at the young end of their
 * list. Extents that move on for them do so first, so that the room is the caller's when it is there; and the
 * pages go under the lock, so that a child of a fork has either them or an extent that says that it has not.
 */
static void leave_locked(struct leaving *leaving, unsigned count)
{
    unsigned packed = 0;
    vg_pager_unlock();
    write_out(leaving, count);
    vg_pager_lock();
    for (struct leaving *one = leaving; one < leaving + count; one++)
        packed += one->packed;
    vg_demote_locked(packed ? packed : 1);
    for (struct leaving *one = leaving; one < leaving + count; one++) {
        if (!one->error)
            one->error = vg_extent_drop(one->extent);
        end_leaving_locked(one);
    }
    vg_cond_broadcast(&vg_pager.changed);
}

static int evict_locked(struct vg_mem_extent *extent)
{
    struct leaving one;
    begin_leaving_locked(&one, extent);
    leave_locked(&one, 1);
    return one.error;
}

static struct vg_mem_extent *first_of(struct vg_list *list)
{
    return vg_list_empty(list) ? NULL : VG_CONTAINER_OF(list->next, struct vg_mem_extent, link);
}

/* Moves the oldest open extents to where their next access is noticed. */
static void age_locked(void)
{
    size_t wanted = (vg_pager.open_count + vg_pager.closed_count) / CLOSED_PART + 1;
    while (vg_pager.closed_count < wanted && vg_pager.open_count) {
        struct vg_mem_extent *extent = first_of(&vg_pager.open);
        vg_pager_unlist_locked(extent);
        extent->closed = true;
        vg_pager_list_locked(extent);
        if (vg_extent_protect(extent))
            return; /* out of mappings: it may be used a while longer than it should */
    }
}

static struct vg_mem_extent *first_clean(struct vg_list *list)
{
    for (struct vg_list *at = list->next; at != list; at = at->next) {
        struct vg_mem_extent *extent = VG_CONTAINER_OF(at, struct vg_mem_extent, link);
        if (!extent->dirty)
            return extent;
    }
    return NULL;
}

/* When the store takes nothing more, what it has already can go all the same. */
static int evict_clean_locked(int error)
{
    struct vg_mem_extent *extent = first_clean(&vg_pager.closed);
    if (!extent)
        extent = first_clean(&vg_pager.open);
    return extent ? evict_locked(extent) : error;
}

unsigned vg_reclaim_some_locked(unsigned count)
{
    struct leaving leaving[VG_STORE_BATCH];
    unsigned begun = 0, gone = 0;
    age_locked();
    for (; begun < count && !vg_list_empty(&vg_pager.closed); begun++)
        begin_leaving_locked(&leaving[begun], first_of(&vg_pager.closed));
    if (begun == 0)
        return 0;
    leave_locked(leaving, begun);
    for (unsigned i = 0; i < begun; i++)
        gone += leaving[i].error == 0;
    return gone;
}

int vg_reclaim_locked(uint64_t bytes, bool *waited)
{
    if (vg_pager.resident + vg_pager.fixed + bytes <= vg_pager.budget) {
        vg_pager.resident += bytes;
        return 0;
    }
    *waited = true;
    vg_ahead_short_locked();
    age_locked();
    struct vg_mem_extent *extent = first_of(&vg_pager.closed);
    if (extent) {
        int error = evict_locked(extent);
        return error ? evict_clean_locked(error) : 0;
    }
    if (vg_pager.busy == 0)
        return ENOMEM;
    vg_cond_wait(&vg_pager.changed, &vg_pager.lock);
    return 0;
}
