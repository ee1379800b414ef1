/* SPDX-License-Identifier: MIT */
/* Holds and pins: how extents come into RAM and stay there. */
#include "memory/pager.h"

#include <assert.h>
#include <errno.h>
#include <string.h>

#include "base/checked.h"
#include "base/error.h"
#include "base/log.h"
#include "memory/block.h"
#include "memory/tier.h"

/* Tasks may keep this part of the budget in all; the rest is for faults and for pieces of transfers. */
#define PROMISED_PARTS 3
#define BUDGET_PARTS 4

struct vg_pager vg_pager = {
    .lock = VG_MUTEX_INIT(VG_RANK_PAGER),
    .changed = VG_COND_INIT,
    .open = VG_LIST_INIT(vg_pager.open),
    .closed = VG_LIST_INIT(vg_pager.closed),
    .tables = VG_LIST_INIT(vg_pager.tables),
};

bool vg_pager_start(uint64_t most, uint64_t least, uint64_t stored, const struct vg_store_ops *ops)
{
    vg_pager.budget = vg_pager.most = most;
    vg_pager.least = least;
    vg_pager.on = vg_store_init(&vg_pager.store, ops, stored);
    return vg_pager.on;
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
    return protect ? vg_extent_protect(extent) : 0;
}

/* The room is taken already. */
static int come_locked(struct vg_mem_extent *extent, bool fresh, bool ahead)
{
    int error = 0;
    if (fresh) {
        vg_reclaim_forget_slot_locked(extent);
        extent->state = VG_EXTENT_EMPTY;
    }
    enum vg_extent_state before = extent->state;
    if (before == VG_EXTENT_STORED) {
        extent->state = VG_EXTENT_COMING;
        extent->closed = ahead;
        vg_pager.busy++;
        vg_pager_unlock();
        error = vg_extent_fetch(extent);
        vg_pager_lock();
        vg_pager.busy--;
        vg_pager.counts.fetched += error == 0;
    }
    extent->state = error ? before : VG_EXTENT_RESIDENT;
    if (error) {
        vg_pager.resident -= extent->bytes;
    } else {
        extent->dirty = false;
        /* What was fetched can be read; what is empty becomes accessible when it is opened. */
        extent->closed = ahead || before == VG_EXTENT_EMPTY;
        vg_pager_list_locked(extent);
    }
    vg_cond_broadcast(&vg_pager.changed);
    return error;
}

bool vg_pager_bring_ahead_locked(struct vg_mem_extent *extent)
{
    if (vg_pager.resident + vg_pager.fixed + extent->bytes > vg_pager.budget) {
        const char *at = extent->at;
        if (!vg_reclaim_one_locked())
            return false;
        extent = vg_pager_find_locked(at, NULL);
        if (!extent || extent->state != VG_EXTENT_STORED ||
            vg_pager.resident + vg_pager.fixed + extent->bytes > vg_pager.budget)
            return false;
    }
    vg_pager.resident += extent->bytes;
    return come_locked(extent, false, true) == 0;
}

/* The store takes nothing more. What it has must be reachable all the same: the extent comes although it is
 * one too many, and leaves its slot to another. */
static int exchange_locked(struct vg_mem_extent *extent, bool fresh)
{
    vg_pager.resident += extent->bytes;
    int error = come_locked(extent, fresh, false);
    if (error)
        return error;
    vg_reclaim_forget_slot_locked(extent);
    extent->dirty = true;
    return vg_extent_protect(extent);
}

int vg_pager_bring_locked(struct vg_mem_extent *extent, bool write, bool fresh)
{
    for (;;) {
        bool waited = false;
        int error = 0;
        switch (extent->state) {
        case VG_EXTENT_RESIDENT:
            return open_locked(extent, write);
        case VG_EXTENT_LOST:
            return ESTALE;
        case VG_EXTENT_COMING:
        case VG_EXTENT_LEAVING:
            vg_cond_wait(&vg_pager.changed, &vg_pager.lock);
            break;
        default:
            error = vg_reclaim_locked(extent->bytes, &waited);
            if (error && error != ENOMEM && extent->state == VG_EXTENT_STORED)
                error = exchange_locked(extent, fresh);
            else if (!error && !waited)
                error = come_locked(extent, fresh, false);
            if (error)
                return error;
        }
    }
}

/* ---- Tables ---- */

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
    while (extent->state == VG_EXTENT_COMING || extent->state == VG_EXTENT_LEAVING)
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
    if (in_ram && !extent->dirty) {
        extent->dirty = true;
        extent->closed ? (void)0 : (void)vg_extent_protect(extent);
    }
}

void vg_pager_child(void)
{
    for (struct vg_list *at = vg_pager.tables.next; at != &vg_pager.tables; at = at->next) {
        struct vg_extents *extents = VG_CONTAINER_OF(at, struct vg_extents, link);
        for (size_t i = 0; i < extents->count; i++)
            inherit(&extents->of[i]);
    }
    vg_pager.busy = 0;
    vg_cond_init(&vg_pager.changed);
    vg_ahead_child();
    if (vg_pager.on)
        vg_store_abandon(&vg_pager.store);
    vg_pager_unlock();
}

struct vg_paging_stats vg_paging_stats(void)
{
    struct vg_store *store = &vg_pager.store;
    vg_pager_lock();
    struct vg_paging_stats stats = {
        .ram_budget = vg_pager.on ? vg_pager.budget : 0,
        .ram_used = vg_pager.resident + vg_pager.fixed,
        .stored = store->used,
        .read_bytes = atomic_load_explicit(&store->read_bytes, memory_order_relaxed),
        .written_bytes = atomic_load_explicit(&store->written_bytes, memory_order_relaxed),
        .errors = atomic_load_explicit(&store->errors, memory_order_relaxed),
        .counts = vg_pager.counts,
    };
    vg_pager_unlock();
    return stats;
}

/* ---- Spans ---- */

static cl_int check_span(const struct vg_span *span)
{
    if (!vg_in_range(span->offset, span->size, span->block->size))
        return vg_fail(CL_OUT_OF_RESOURCES,
                       "a span of %zu bytes at offset %zu exceeds its block of %zu bytes", span->size,
                       span->offset, span->block->size);
    return CL_SUCCESS;
}

/* The extents of a span; none of a block without extents. */
struct run {
    struct vg_mem_extent *first, *last; /* the latter is included */
};

static bool run_of(const struct vg_span *span, struct run *run)
{
    struct vg_extents *extents = span->block->extents;
    if (!extents || span->size == 0)
        return false;
    run->first = vg_extents_at(extents, span->offset);
    run->last = vg_extents_at(extents, span->offset + span->size - 1);
    return true;
}

static uint64_t run_bytes(const struct run *run)
{
    return (uint64_t)(run->last->at - run->first->at) + run->last->bytes;
}

static void unpin_locked(struct vg_mem_extent *extent)
{
    assert(extent->pins > 0);
    if (--extent->pins == 0) {
        vg_pager_list_locked(extent);
        vg_cond_broadcast(&vg_pager.changed);
    }
}

static int pin_locked(struct vg_mem_extent *extent, bool write, bool fresh)
{
    int error = vg_pager_bring_locked(extent, write, fresh);
    if (!error && extent->pins++ == 0)
        vg_pager_unlist_locked(extent);
    return error;
}

/* What will be overwritten need not be fetched. */
static bool covers(const struct vg_span *span, const struct vg_mem_extent *extent)
{
    const char *start = (const char *)span->block->address + span->offset;
    return extent->at >= start && extent->at + extent->bytes <= start + span->size;
}

static int pin_run_locked(const struct run *run, const struct vg_span *span)
{
    for (struct vg_mem_extent *extent = run->first; extent <= run->last; extent++) {
        int error = pin_locked(extent, span->write, span->overwrite && covers(span, extent));
        if (error) {
            while (extent-- > run->first)
                unpin_locked(extent);
            return error;
        }
    }
    return 0;
}

static cl_int no_room(int error)
{
    struct vg_paging_stats now = vg_paging_stats();
    if (error == ENOMEM)
        return vg_fail(CL_OUT_OF_RESOURCES,
                       "no room in RAM: commands under way need all of %llu bytes, %llu are taken",
                       (unsigned long long)now.ram_budget, (unsigned long long)now.ram_used);
    return vg_fail(CL_OUT_OF_RESOURCES, "device memory cannot be moved between RAM and %s: %s",
                   vg_pager.store.ops->name, strerror(error));
}

cl_int vg_span_pin(const struct vg_span *span)
{
    struct run run;
    VG_TRY(check_span(span));
    if (run_of(span, &run)) {
        vg_pager_lock();
        int error = pin_run_locked(&run, span);
        vg_pager_unlock();
        if (error)
            return no_room(error);
    }
    atomic_fetch_add_explicit(&span->block->pins, 1, memory_order_relaxed);
    return CL_SUCCESS;
}

void vg_span_unpin(const struct vg_span *span)
{
    struct run run;
    if (run_of(span, &run)) {
        vg_pager_lock();
        for (struct vg_mem_extent *extent = run.first; extent <= run.last; extent++)
            unpin_locked(extent);
        vg_pager_unlock();
    }
    unsigned before = atomic_fetch_sub_explicit(&span->block->pins, 1, memory_order_release);
    assert(before > 0);
    (void)before;
}

/* ---- Pieces ---- */

static void unpin_spans_locked(const struct vg_span *spans, size_t count)
{
    struct run run;
    while (count--)
        if (run_of(&spans[count], &run))
            for (struct vg_mem_extent *extent = run.first; extent <= run.last; extent++)
                unpin_locked(extent);
}

static int pin_spans_locked(const struct vg_span *spans, size_t count)
{
    struct run run;
    for (size_t i = 0; i < count; i++) {
        int error = run_of(&spans[i], &run) ? pin_run_locked(&run, &spans[i]) : 0;
        if (error) {
            unpin_spans_locked(spans, i);
            return error;
        }
    }
    return 0;
}

cl_int vg_pieces_pin(const struct vg_span *spans, size_t count)
{
    for (size_t i = 0; i < count; i++)
        VG_TRY(check_span(&spans[i]));
    if (!vg_pager.on)
        return CL_SUCCESS;
    struct run run;
    int error;
    vg_pager_lock();
    /* A thread that waits has given its own pieces back, so one of those that want room gets it. */
    while ((error = pin_spans_locked(spans, count)) == ENOMEM && vg_pager.pieces > 0)
        vg_cond_wait(&vg_pager.changed, &vg_pager.lock);
    vg_pager.pieces += error == 0;
    for (size_t i = 0; i < count && !error; i++)
        if (!spans[i].write && run_of(&spans[i], &run))
            vg_ahead_ask_locked(spans[i].block->extents, run.last);
    vg_pager_unlock();
    return error ? no_room(error) : CL_SUCCESS;
}

void vg_pieces_unpin(const struct vg_span *spans, size_t count)
{
    if (!vg_pager.on)
        return;
    vg_pager_lock();
    unpin_spans_locked(spans, count);
    vg_pager.pieces--;
    vg_cond_broadcast(&vg_pager.changed);
    vg_pager_unlock();
}

/* ---- Holds: all spans of a task ---- */

bool vg_memory_is_paged(void)
{
    return vg_pager.on;
}

static bool are_present(const struct vg_span *spans, size_t count)
{
    bool present = true;
    struct run run;
    vg_pager_lock();
    for (size_t i = 0; i < count && present; i++)
        if (run_of(&spans[i], &run))
            for (struct vg_mem_extent *extent = run.first; extent <= run.last && present; extent++)
                present = extent->state == VG_EXTENT_RESIDENT;
    vg_pager_unlock();
    return present;
}

static uint64_t spans_bytes(const struct vg_span *spans, size_t count)
{
    uint64_t bytes = 0;
    struct run run;
    for (size_t i = 0; i < count; i++)
        if (run_of(&spans[i], &run))
            bytes += run_bytes(&run);
    return bytes;
}

static bool promise(uint64_t bytes)
{
    if (bytes == 0)
        return true;
    vg_pager_lock();
    bool fits = bytes + vg_pager.promised + vg_pager.fixed <= vg_pager.budget / BUDGET_PARTS * PROMISED_PARTS;
    if (fits)
        vg_pager.promised += bytes;
    vg_pager_unlock();
    return fits;
}

static void take_promise_back(uint64_t bytes)
{
    if (bytes == 0)
        return;
    vg_pager_lock();
    vg_pager.promised -= bytes;
    vg_pager_unlock();
}

cl_int vg_spans_hold(const struct vg_span *spans, size_t count, enum vg_hold how, bool *paged)
{
    *paged = false;
    for (size_t i = 0; i < count; i++)
        VG_TRY(check_span(&spans[i]));
    uint64_t bytes = spans_bytes(spans, count);
    *paged = (bytes && how == VG_HOLD_PRESENT && !are_present(spans, count)) || !promise(bytes);
    if (*paged)
        vg_ahead_start();
    for (size_t i = 0; i < count; i++) {
        if (*paged) {
            atomic_fetch_add_explicit(&spans[i].block->pins, 1, memory_order_relaxed);
            continue;
        }
        cl_int err = vg_span_pin(&spans[i]);
        if (err != CL_SUCCESS) {
            while (i)
                vg_span_unpin(&spans[--i]);
            take_promise_back(bytes);
            return err;
        }
    }
    return CL_SUCCESS;
}

/* What went wrong in a fault handler is said by the first task that ends behind it. */
static void report_faults(void)
{
    vg_pager_lock();
    int error = vg_pager.fault_error;
    vg_pager.fault_error = 0;
    vg_pager_unlock();
    if (error)
        (void)no_room(error);
}

void vg_spans_release(const struct vg_span *spans, size_t count, bool paged)
{
    if (paged)
        report_faults();
    else
        take_promise_back(spans_bytes(spans, count));
    while (count--) {
        if (paged)
            atomic_fetch_sub_explicit(&spans[count].block->pins, 1, memory_order_release);
        else
            vg_span_unpin(&spans[count]);
    }
}
