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
    extent->slot = VG_SLOT_NONE;
}

/* Gives a copy up whose original is in RAM as well. */
static bool steal_slot_of_locked(struct vg_mem_extent *extent)
{
    if (extent->state != VG_EXTENT_RESIDENT || extent->slot == VG_SLOT_NONE)
        return false;
    vg_reclaim_forget_slot_locked(extent);
    extent->dirty = true;
    return vg_extent_protect(extent) == 0;
}

static bool steal_slots_locked(void)
{
    unsigned stolen = 0;
    for (struct vg_list *at = vg_pager.tables.next; at != &vg_pager.tables; at = at->next) {
        struct vg_extents *extents = VG_CONTAINER_OF(at, struct vg_extents, link);
        for (size_t i = 0; i < extents->count && stolen < STEAL_MOST; i++)
            stolen += steal_slot_of_locked(&extents->of[i]);
    }
    return stolen > 0;
}

/* The slot is only ever taken here, so an extent without one was never written. */
static int give_slot_locked(struct vg_mem_extent *extent)
{
    if (extent->slot != VG_SLOT_NONE)
        return 0;
    int error = vg_store_open(&vg_pager.store);
    if (error)
        return error;
    extent->store = &vg_pager.store;
    do
        extent->slot = vg_store_take(extent->store, extent->bytes);
    while (extent->slot == VG_SLOT_NONE && steal_slots_locked());
    return extent->slot == VG_SLOT_NONE ? ENOSPC : 0;
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

/* The extent is LEAVING and the lock is not held. Between freezing and dropping nobody can write to it. */
static int write_out(struct vg_mem_extent *extent, bool *zero)
{
    int error = vg_extent_freeze(extent);
    if (error)
        return error;
    *zero = is_zero(extent);
    return *zero ? 0 : vg_store_write(extent->store, extent->slot, extent->at, extent->bytes);
}

/* Lets a listed extent go. When that fails it is as it was, at the young end of its list. */
static int evict_locked(struct vg_mem_extent *extent)
{
    bool zero = false;
    int error = extent->dirty ? give_slot_locked(extent) : 0;
    vg_pager_unlist_locked(extent);
    extent->state = VG_EXTENT_LEAVING;
    vg_pager.busy++;
    vg_pager_unlock();
    if (!error && extent->dirty)
        error = write_out(extent, &zero);
    if (!error)
        error = vg_extent_drop(extent);
    vg_pager_lock();
    vg_pager.busy--;
    if (error) {
        extent->state = VG_EXTENT_RESIDENT;
        (void)vg_extent_protect(extent);
        vg_pager_list_locked(extent);
    } else {
        vg_pager.counts.evicted++;
        vg_pager.counts.written += extent->dirty && !zero;
        if (zero)
            vg_reclaim_forget_slot_locked(extent);
        extent->dirty = false;
        extent->closed = false;
        extent->state = extent->slot == VG_SLOT_NONE ? VG_EXTENT_EMPTY : VG_EXTENT_STORED;
        vg_pager.resident -= extent->bytes;
    }
    vg_cond_broadcast(&vg_pager.changed);
    return error;
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

bool vg_reclaim_one_locked(void)
{
    age_locked();
    struct vg_mem_extent *extent = first_of(&vg_pager.closed);
    return extent && evict_locked(extent) == 0;
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
