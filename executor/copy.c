/* SPDX-License-Identifier: MIT */
/* Strided copies and fills; every transfer ends here. The bytes of a region are counted through, rows one
 * after another as if packed, and a unit is UNIT_BYTES of that count: so a region of any shape divides
 * evenly. Rows and slices that adjoin in memory on all sides are joined first.
 *
 * The memory may be a mapped file that somebody makes shorter, so it is accessed in guarded calls (fault.h):
 * one for all units, or where pieces are pinned one for each piece. These functions have the type of a
 * kernel's entry for that. */
#include <stdint.h>
#include <string.h>

#include "base/checked.h"
#include "executor/fault.h"
#include "executor/work.h"

#define UNIT_BYTES 4096
#define BYTES_PER_NS 8 /* of one thread, rounded up: for what is in a cache */
#define ROW_NS 4       /* per row beside its bytes */
#define STAMP_BYTES 4096

static uint64_t region_bytes(const size_t region[3])
{
    return (uint64_t)region[0] * region[1] * region[2];
}

uint64_t vg_transfer_units(const size_t region[3])
{
    uint64_t bytes = region_bytes(region);
    return bytes / UNIT_BYTES + (bytes % UNIT_BYTES != 0);
}

uint64_t vg_transfer_estimate(const size_t region[3])
{
    return region_bytes(region) / BYTES_PER_NS + (uint64_t)region[1] * region[2] * ROW_NS;
}

/* The place of a byte of a region, and how many follow it in its row. */
struct cursor {
    size_t row_bytes, rows; /* rows in a slice */
    size_t column, row, slice;
};

/* Joins rows, and then slices, that are packed. */
static void cursor_init(struct cursor *cursor, const size_t region[3], bool rows_packed, bool slices_packed,
                        uint64_t at)
{
    *cursor = (struct cursor){.row_bytes = region[0], .rows = region[1]};
    if (rows_packed || region[1] == 1) {
        cursor->row_bytes *= region[1];
        cursor->rows = 1;
    }
    if (cursor->rows == 1 && (slices_packed || region[2] == 1))
        cursor->row_bytes *= region[2];
    uint64_t row = at / cursor->row_bytes;
    cursor->column = (size_t)(at % cursor->row_bytes);
    cursor->row = (size_t)(row % cursor->rows);
    cursor->slice = (size_t)(row / cursor->rows);
}

static size_t cursor_left(const struct cursor *cursor, uint64_t bytes)
{
    size_t left = cursor->row_bytes - cursor->column;
    return left < bytes ? left : (size_t)bytes;
}

static void cursor_next_row(struct cursor *cursor)
{
    cursor->column = 0;
    if (++cursor->row == cursor->rows) {
        cursor->row = 0;
        cursor->slice++;
    }
}

static unsigned char *address(const struct vg_strided *side, const struct cursor *cursor)
{
    return (unsigned char *)side->at + cursor->slice * side->slice + cursor->row * side->row + cursor->column;
}

static bool rows_packed(const struct vg_strided *side, const size_t region[3])
{
    return side->row == region[0];
}

static bool slices_packed(const struct vg_strided *side, const size_t region[3])
{
    return side->slice == region[0] * region[1];
}

/* Bytes of units first..last-1: *at is the first one's count. */
static uint64_t unit_bytes(const size_t region[3], uint64_t first, uint64_t last, uint64_t *at)
{
    uint64_t total = region_bytes(region), end = last * UNIT_BYTES;
    *at = first * UNIT_BYTES;
    return (end < total ? end : total) - *at;
}

/* ---- Pieces of what is not all in RAM ---- */

static size_t to_extent_end(const void *at)
{
    return VG_EXTENT_BYTES - (uintptr_t)at % VG_EXTENT_BYTES;
}

/* The part of a task's span that a piece is; false for memory of the host. */
static bool span_of(const struct vg_task *task, const void *at, size_t count, bool write, struct vg_span *out)
{
    for (size_t i = 0; i < task->span_count; i++) {
        const struct vg_span *span = &task->spans[i];
        size_t offset = (size_t)((const char *)at - (const char *)vg_block_address(span->block));
        if (offset < span->offset || offset - span->offset >= span->size)
            continue;
        *out = (struct vg_span){
            .block = span->block, .offset = offset, .size = count, .write = write, .overwrite = write};
        return true;
    }
    return false;
}

/* Pins count bytes, which lie in one extent at either end. from may be NULL. The source comes first, since
 * what is to be overwritten is given up when it is pinned. */
static int pin_piece(const struct vg_task *task, void *to, const void *from, size_t count,
                     struct vg_span pins[2], size_t *pinned)
{
    *pinned = 0;
    if (from)
        *pinned += span_of(task, from, count, false, &pins[0]);
    *pinned += span_of(task, to, count, true, &pins[*pinned]);
    return vg_pieces_pin(pins, *pinned);
}

/* How much lies in one extent at either end; memory of the host has none. */
static size_t piece_bytes(const struct vg_task *task, const char *to, const char *from, size_t count)
{
    struct vg_span unused;
    if (span_of(task, to, 1, true, &unused))
        count = vg_least(count, to_extent_end(to));
    if (span_of(task, from, 1, false, &unused))
        count = vg_least(count, to_extent_end(from));
    return count;
}

/* One piece, which lies in one extent at either end. */
static int copy_piece(const struct vg_task *task, char *to, const char *from, size_t count)
{
    struct vg_span pins[2];
    size_t pinned;
    int status = pin_piece(task, to, from, count, pins, &pinned);
    if (status)
        return status;
    status = vg_fault_copy(to, from, count, task->body.copy.report);
    vg_pieces_unpin(pins, pinned);
    return status;
}

VG_GUARDED static int copy_bytes(const struct vg_task *task, char *to, const char *from, size_t count)
{
    if (to == from)
        return 0;
    if (!task->paged) {
        memcpy(to, from, count);
        return 0;
    }
    for (size_t done = 0, now; done < count; done += now) {
        now = piece_bytes(task, to + done, from + done, count - done);
        int status = copy_piece(task, to + done, from + done, now);
        if (status)
            return status;
    }
    return 0;
}

VG_GUARDED static int copy_units(const struct vg_launch *launch, const void *args, uint64_t first,
                                 uint64_t last, void *scratch)
{
    const struct vg_task *task = args;
    const struct vg_copy *copy = &task->body.copy;
    uint64_t at, bytes = unit_bytes(copy->region, first, last, &at);
    struct cursor cursor;
    cursor_init(&cursor, copy->region,
                rows_packed(&copy->to, copy->region) && rows_packed(&copy->from, copy->region),
                slices_packed(&copy->to, copy->region) && slices_packed(&copy->from, copy->region), at);
    while (bytes) {
        size_t count = cursor_left(&cursor, bytes);
        int status = copy_bytes(task, (char *)address(&copy->to, &cursor),
                                (const char *)address(&copy->from, &cursor), count);
        if (status)
            return status;
        bytes -= count;
        cursor_next_row(&cursor);
    }
    return (void)launch, (void)scratch, 0;
}

int vg_copy_run(const struct vg_task *task, uint64_t first, uint64_t last)
{
    if (task->paged)
        return copy_units(NULL, task, first, last, NULL);
    return vg_fault_guard(copy_units, task, first, last, NULL, task->body.copy.report);
}

/* Writes count bytes of the repeated pattern, beginning with its byte `phase`. */
VG_GUARDED static void stamp(unsigned char *to, size_t count, const struct vg_fill *fill, size_t phase)
{
    size_t period = fill->pattern_size, done = period < count ? period : count;
    if (period == 1) {
        memset(to, fill->pattern[0], count);
        return;
    }
    for (size_t i = 0; i < done; i++)
        to[i] = fill->pattern[(phase + i) % period];
    /* What is written is the source of the rest, doubled up to a size that stays in the nearest cache. */
    size_t source = done;
    while (done < count) {
        size_t next = source < count - done ? source : count - done;
        memcpy(to + done, to, next);
        done += next;
        if (source < STAMP_BYTES)
            source = done;
    }
}

struct stamping {
    unsigned char *to;
    size_t count, phase;
    const struct vg_fill *fill;
};

VG_GUARDED static int stamp_pinned(const struct vg_launch *launch, const void *args, uint64_t first,
                                   uint64_t last, void *scratch)
{
    const struct stamping *piece = args;
    stamp(piece->to, piece->count, piece->fill, piece->phase);
    return (void)launch, (void)first, (void)last, (void)scratch, 0;
}

/* One piece, which lies in one extent. */
static int stamp_piece(const struct vg_task *task, const struct stamping *piece)
{
    struct vg_span pins[2];
    size_t pinned;
    int status = pin_piece(task, piece->to, NULL, piece->count, pins, &pinned);
    if (status)
        return status;
    status = vg_fault_guard(stamp_pinned, piece, 0, 0, NULL, piece->fill->report);
    vg_pieces_unpin(pins, pinned);
    return status;
}

VG_GUARDED static int stamp_bytes(const struct vg_task *task, unsigned char *to, size_t count, size_t phase)
{
    const struct vg_fill *fill = &task->body.fill;
    if (!task->paged) {
        stamp(to, count, fill, phase);
        return 0;
    }
    for (size_t done = 0, now; done < count; done += now) {
        now = vg_least(count - done, to_extent_end(to + done));
        const struct stamping piece = {to + done, now, (phase + done) % fill->pattern_size, fill};
        int status = stamp_piece(task, &piece);
        if (status)
            return status;
    }
    return 0;
}

VG_GUARDED static int stamp_units(const struct vg_launch *launch, const void *args, uint64_t first,
                                  uint64_t last, void *scratch)
{
    const struct vg_task *task = args;
    const struct vg_fill *fill = &task->body.fill;
    uint64_t at, bytes = unit_bytes(fill->region, first, last, &at);
    struct cursor cursor;
    cursor_init(&cursor, fill->region, rows_packed(&fill->to, fill->region),
                slices_packed(&fill->to, fill->region), at);
    while (bytes) {
        size_t count = cursor_left(&cursor, bytes);
        int status =
            stamp_bytes(task, address(&fill->to, &cursor), count, cursor.column % fill->pattern_size);
        if (status)
            return status;
        bytes -= count;
        cursor_next_row(&cursor);
    }
    return (void)launch, (void)scratch, 0;
}

int vg_fill_run(const struct vg_task *task, uint64_t first, uint64_t last)
{
    if (task->paged)
        return stamp_units(NULL, task, first, last, NULL);
    return vg_fault_guard(stamp_units, task, first, last, NULL, task->body.fill.report);
}
