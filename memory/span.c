/* SPDX-License-Identifier: MIT */
/* Spans of blocks: pinned by callers that want little, in pieces by transfers, and held as a whole by tasks
 * where that fits. */
#include <assert.h>
#include <errno.h>
#include <string.h>

#include "base/checked.h"
#include "base/error.h"
#include "memory/block.h"
#include "memory/pager.h"

/* Tasks may keep this part of the budget in all; the rest is for faults and for pieces of transfers. */
#define PROMISED_PARTS 3
#define BUDGET_PARTS 4

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

/* 0 or an error number. */
static int pin_spans(const struct vg_span *spans, size_t count)
{
    if (!vg_pager.on)
        return 0;
    vg_pager_lock();
    int error = pin_spans_locked(spans, count);
    vg_pager_unlock();
    return error;
}

static void unpin_spans(const struct vg_span *spans, size_t count)
{
    if (!vg_pager.on)
        return;
    vg_pager_lock();
    unpin_spans_locked(spans, count);
    vg_pager_unlock();
}

/* A block with users must not be destroyed. */
static void use_blocks(const struct vg_span *spans, size_t count)
{
    for (size_t i = 0; i < count; i++)
        atomic_fetch_add_explicit(&spans[i].block->pins, 1, memory_order_relaxed);
}

static void leave_blocks(const struct vg_span *spans, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        unsigned before = atomic_fetch_sub_explicit(&spans[i].block->pins, 1, memory_order_release);
        assert(before > 0);
        (void)before;
    }
}

cl_int vg_span_pin(const struct vg_span *span)
{
    VG_TRY(check_span(span));
    int error = pin_spans(span, 1);
    if (error)
        return no_room(error);
    use_blocks(span, 1);
    return CL_SUCCESS;
}

void vg_span_unpin(const struct vg_span *span)
{
    unpin_spans(span, 1);
    leave_blocks(span, 1);
}

/* ---- Pieces ---- */

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

/* Bytes of the extent that belong to the span. */
static size_t shared_bytes(const struct vg_span *span, const struct vg_mem_extent *extent)
{
    const char *start = (const char *)span->block->address + span->offset, *end = start + span->size;
    const char *from = extent->at > start ? extent->at : start;
    const char *to = extent->at + extent->bytes < end ? extent->at + extent->bytes : end;
    return (size_t)(to - from);
}

static bool is_in_ram(const struct vg_mem_extent *extent)
{
    return extent->state == VG_EXTENT_RESIDENT || extent->state == VG_EXTENT_COMING ||
           extent->state == VG_EXTENT_LEAVING;
}

/* What is on its way to a slot, or was changed since, is not in it. */
static bool is_stored(const struct vg_mem_extent *extent)
{
    return extent->slot != VG_SLOT_NONE && !extent->dirty && extent->state != VG_EXTENT_LEAVING;
}

struct vg_places vg_span_places(const struct vg_span *span)
{
    struct vg_places places = {0};
    struct run run;
    if (!run_of(span, &run))
        return (struct vg_places){.ram = span->size};
    vg_pager_lock();
    for (struct vg_mem_extent *extent = run.first; extent <= run.last; extent++) {
        size_t bytes = shared_bytes(span, extent);
        places.ram += is_in_ram(extent) ? bytes : 0;
        places.stored += is_stored(extent) ? bytes : 0;
    }
    vg_pager_unlock();
    return places;
}

void vg_spans_ask(const struct vg_span *spans, size_t count)
{
    bool asked = false;
    struct run run;
    if (!vg_pager.on)
        return;
    vg_pager_lock();
    for (size_t i = 0; i < count; i++)
        if (run_of(&spans[i], &run))
            for (struct vg_mem_extent *extent = run.first; extent <= run.last; extent++)
                asked |= vg_ahead_request_locked(extent);
    vg_pager_unlock();
    if (asked)
        vg_ahead_start();
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
    int error = *paged ? 0 : pin_spans(spans, count);
    if (error) {
        take_promise_back(bytes);
        return no_room(error);
    }
    use_blocks(spans, count);
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
    if (paged) {
        report_faults();
    } else {
        take_promise_back(spans_bytes(spans, count));
        unpin_spans(spans, count);
    }
    leave_blocks(spans, count);
}
