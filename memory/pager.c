/* SPDX-License-Identifier: MIT */
/* The account of RAM, and how extents come into it. */
#include "memory/pager.h"

#include <errno.h>

#include "base/attributes.h"
#include "memory/index.h"

struct vg_pager vg_pager = {
    .lock = VG_MUTEX_INIT(VG_RANK_PAGER),
    .changed = VG_COND_INIT,
    .open = VG_LIST_INIT(vg_pager.open),
    .closed = VG_LIST_INIT(vg_pager.closed),
    .tables = VG_LIST_INIT(vg_pager.tables),
    .packed = VG_LIST_INIT(vg_pager.packed),
};

bool vg_pager_start(uint64_t most, uint64_t least, uint64_t stored, const struct vg_store_ops *ops)
{
    vg_pager.budget = vg_pager.most = most;
    vg_pager.least = least;
    vg_pager.on = vg_store_init(&vg_pager.store, ops, stored);
    return vg_pager.on;
}

void vg_pager_compress(uint64_t bytes)
{
    if (!vg_store_init(&vg_pager.vram, &vg_store_vram_ops, bytes) || vg_store_open(&vg_pager.vram))
        vg_pager.vram.slots = 0;
}

void vg_pager_lock(void)
{
    vg_mutex_lock(&vg_pager.lock);
}

void vg_pager_unlock(void)
{
    vg_mutex_unlock(&vg_pager.lock);
}

/* ---- Lists ---- */

void vg_pager_list_locked(struct vg_mem_extent *extent)
{
    vg_list_append(extent->closed ? &vg_pager.closed : &vg_pager.open, &extent->link);
    extent->closed ? vg_pager.closed_count++ : vg_pager.open_count++;
}

void vg_pager_unlist_locked(struct vg_mem_extent *extent)
{
    vg_list_remove(&extent->link);
    extent->closed ? vg_pager.closed_count-- : vg_pager.open_count--;
}

int vg_pager_protect_locked(struct vg_mem_extent *extent)
{
    int error = vg_extent_protect(extent);
    if (!error || extent->closed)
        return error;
    if (extent->pins == 0)
        vg_pager_unlist_locked(extent);
    extent->closed = true;
    if (extent->pins == 0)
        vg_pager_list_locked(extent);
    return error;
}

/* ---- Coming ---- */

/* The extent is resident: lets it be accessed, and makes it the youngest of its list. */
static int open_locked(struct vg_mem_extent *extent, bool write)
{
    bool protect = extent->closed || (write && !extent->dirty);
    if (extent->pins == 0)
        vg_pager_unlist_locked(extent);
    extent->closed = false;
    extent->dirty |= write;
    if (extent->pins == 0)
        vg_pager_list_locked(extent);
    return protect ? vg_pager_protect_locked(extent) : 0;
}

static void end_coming_locked(struct vg_mem_extent *extent, enum vg_extent_state before, int error,
                              bool ahead)
{
    extent->state = error ? before : VG_EXTENT_RESIDENT;
    if (error) {
        vg_pager.resident -= extent->bytes;
    } else {
        extent->dirty = false;
        /* What was fetched can be read; what is empty becomes accessible when it is opened. */
        extent->closed = ahead || before == VG_EXTENT_EMPTY;
        vg_pager_list_locked(extent);
        vg_demote_is_copy_locked(extent);
    }
    vg_cond_broadcast(&vg_pager.changed);
}

/* Stored extents, for which room is taken: all are read at once. Lets the lock go meanwhile. */
static void fetch_locked(struct vg_mem_extent *const *extents, int *errors, unsigned count, bool ahead)
{
    for (unsigned i = 0; i < count; i++) {
        extents[i]->state = VG_EXTENT_COMING;
        extents[i]->closed = ahead;
    }
    vg_pager.busy += count;
    vg_pager_unlock();
    vg_extents_fetch(extents, errors, count);
    vg_pager_lock();
    vg_pager.busy -= count;
    for (unsigned i = 0; i < count; i++) {
        vg_pager.counts.fetched += errors[i] == 0;
        end_coming_locked(extents[i], VG_EXTENT_STORED, errors[i], ahead);
    }
}

/* What it held is not needed, but given up only once the extent can be written: whoever fails to write it has
 * changed nothing. */
static int come_fresh_locked(struct vg_mem_extent *extent)
{
    extent->closed = false;
    extent->dirty = true;
    int error = vg_extent_protect(extent);
    if (error) {
        extent->dirty = false;
        vg_pager.resident -= extent->bytes;
        return error;
    }
    vg_reclaim_forget_slot_locked(extent);
    extent->state = VG_EXTENT_RESIDENT;
    vg_pager_list_locked(extent);
    vg_cond_broadcast(&vg_pager.changed);
    return 0;
}

/* The room is taken already. */
static int come_locked(struct vg_mem_extent *extent, bool fresh)
{
    int error = 0;
    if (fresh)
        return come_fresh_locked(extent);
    if (extent->state == VG_EXTENT_STORED)
        fetch_locked(&extent, &error, 1, false);
    else
        end_coming_locked(extent, VG_EXTENT_EMPTY, 0, false);
    return error;
}

static bool has_room(uint64_t bytes)
{
    return vg_pager.resident + vg_pager.fixed + bytes <= vg_pager.budget;
}

void vg_pager_bring_ahead_locked(const char *const *addresses, unsigned count)
{
    struct vg_mem_extent *extents[VG_STORE_BATCH];
    int errors[VG_STORE_BATCH];
    unsigned found = 0;
    if (!has_room((uint64_t)count * VG_EXTENT_BYTES))
        (void)vg_reclaim_some_locked(count);
    for (unsigned i = 0; i < count; i++) {
        struct vg_mem_extent *extent = vg_pager_find_locked(addresses[i], NULL);
        if (!extent || extent->state != VG_EXTENT_STORED || !has_room(extent->bytes))
            continue;
        extent->state = VG_EXTENT_COMING; /* so that it is not found twice */
        vg_pager.resident += extent->bytes;
        extents[found++] = extent;
    }
    if (found == 0)
        return;
    fetch_locked(extents, errors, found, true);
    for (unsigned i = 0; i < found; i++)
        vg_pager.counts.ahead += errors[i] == 0;
}

/* The store takes nothing more. What it has must be reachable all the same: the extent comes although it is
 * one too many, and leaves its slot to another. */
static int exchange_locked(struct vg_mem_extent *extent, bool fresh)
{
    vg_pager.resident += extent->bytes;
    int error = come_locked(extent, fresh);
    if (error || fresh) /* which has left its slot */
        return error;
    vg_reclaim_forget_slot_locked(extent);
    extent->dirty = true;
    return vg_pager_protect_locked(extent);
}

int vg_pager_bring_locked(struct vg_mem_extent *extent, bool write, bool fresh)
{
    for (;;) {
        bool waited = false;
        int error = 0;
        unsigned char before = extent->state;
        switch (before) {
        case VG_EXTENT_RESIDENT:
            return open_locked(extent, write);
        case VG_EXTENT_LOST:
            return ESTALE;
        case VG_EXTENT_COMING:
        case VG_EXTENT_LEAVING:
        case VG_EXTENT_SINKING:
            vg_cond_wait(&vg_pager.changed, &vg_pager.lock);
            break;
        default:
            error = vg_reclaim_locked(extent->bytes, &waited);
            if (extent->state != before)
                break; /* another thread has begun with it, or is done */
            if (error && error != ENOMEM && before == VG_EXTENT_STORED)
                error = exchange_locked(extent, fresh);
            else if (!error && !waited)
                error = come_locked(extent, fresh);
            if (error)
                return error;
        }
    }
}

/* ---- Tables ---- */

struct vg_mem_extent *vg_pager_find_locked(const void *address, struct vg_extents **extents)
{
    struct vg_index_entry entry;
    if (!vg_index_find(address, &entry) || !entry.extents)
        return NULL;
    struct vg_extents *table = (struct vg_extents *)entry.extents;
    size_t at = (size_t)((const char *)address - table->start);
    if (extents)
        *extents = table;
    return at < table->bytes ? vg_extents_at(table, at) : NULL;
}

bool vg_pager_fix(uint64_t bytes)
{
    bool waited = true;
    int error = 0;
    if (!vg_pager.on)
        return true;
    vg_pager_lock();
    while (waited && !error) {
        waited = false;
        error = vg_reclaim_locked(bytes, &waited);
    }
    if (!error) {
        vg_pager.resident -= bytes;
        vg_pager.fixed += bytes;
    }
    vg_pager_unlock();
    return !error;
}

void vg_pager_unfix(uint64_t bytes)
{
    if (!vg_pager.on)
        return;
    vg_pager_lock();
    vg_pager.fixed -= bytes;
    vg_cond_broadcast(&vg_pager.changed);
    vg_pager_unlock();
}

void vg_pager_add(struct vg_extents *extents)
{
    vg_pager_lock();
    vg_list_append(&vg_pager.tables, &extents->link);
    vg_pager_unlock();
}

static void forget_locked(struct vg_mem_extent *extent)
{
    while (extent->state == VG_EXTENT_COMING || extent->state == VG_EXTENT_LEAVING ||
           extent->state == VG_EXTENT_SINKING)
        vg_cond_wait(&vg_pager.changed, &vg_pager.lock);
    if (extent->state == VG_EXTENT_RESIDENT) {
        vg_pager_unlist_locked(extent);
        vg_pager.resident -= extent->bytes;
    }
    if (extent->state != VG_EXTENT_LOST)
        vg_reclaim_forget_slot_locked(extent);
    extent->state = VG_EXTENT_EMPTY;
}

void vg_pager_remove(struct vg_extents *extents)
{
    vg_pager_lock();
    for (size_t i = 0; i < extents->count; i++)
        forget_locked(&extents->of[i]);
    vg_list_remove(&extents->link);
    vg_cond_broadcast(&vg_pager.changed);
    vg_pager_unlock();
}

/* The threads that moved extents are not here, and the slots are the parent's. */
static void inherit(struct vg_mem_extent *extent)
{
    bool in_ram = extent->state == VG_EXTENT_RESIDENT || extent->state == VG_EXTENT_LEAVING;
    if (extent->state == VG_EXTENT_LEAVING) {
        extent->state = VG_EXTENT_RESIDENT;
        vg_pager_list_locked(extent);
    } else if (!in_ram && extent->state != VG_EXTENT_EMPTY) {
        if (extent->state == VG_EXTENT_COMING)
            vg_pager.resident -= extent->bytes;
        extent->state = VG_EXTENT_LOST;
    }
    extent->slot = VG_SLOT_NONE;
    vg_list_init(&extent->packed);
    if (in_ram && !extent->dirty) {
        extent->dirty = true;
        if (!extent->closed)
            (void)vg_pager_protect_locked(extent);
    }
}

void vg_pager_child(void)
{
    for (struct vg_list *at = vg_pager.tables.next; at != &vg_pager.tables; at = at->next) {
        struct vg_extents *extents = VG_CONTAINER_OF(at, struct vg_extents, link);
        for (size_t i = 0; i < extents->count; i++)
            inherit(&extents->of[i]);
    }
    vg_list_init(&vg_pager.packed);
    vg_pager.busy = 0;
    vg_cond_init(&vg_pager.changed);
    vg_ahead_child();
    if (vg_pager.on)
        vg_store_abandon(&vg_pager.store);
    if (vg_pager.vram.slots) {
        vg_store_abandon(&vg_pager.vram);
        if (vg_store_open(&vg_pager.vram))
            vg_pager.vram.slots = 0;
    }
    vg_pager_unlock();
}

struct vg_paging_stats vg_paging_stats(void)
{
    struct vg_store *store = &vg_pager.store;
    vg_pager_lock();
    struct vg_paging_stats stats = {
        .ram_budget = vg_pager.on ? vg_pager.budget : 0,
        .ram_used = vg_pager.resident + vg_pager.fixed,
        .stored = store->used + vg_pager.vram.used,
        .in_file = store->used,
        .packed = atomic_load_explicit(&vg_pager.vram.held, memory_order_relaxed),
        .unpacked_bytes = atomic_load_explicit(&vg_pager.vram.read_bytes, memory_order_relaxed),
        .packed_bytes = atomic_load_explicit(&vg_pager.vram.written_bytes, memory_order_relaxed),
        .read_bytes = atomic_load_explicit(&store->read_bytes, memory_order_relaxed),
        .written_bytes =
            atomic_load_explicit(&store->written_bytes, memory_order_relaxed) - vg_pager.demoted_bytes,
        .demoted_bytes = vg_pager.demoted_bytes,
        .errors = atomic_load_explicit(&store->errors, memory_order_relaxed),
        .counts = vg_pager.counts,
    };
    vg_pager_unlock();
    return stats;
}
