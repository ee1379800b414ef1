/* SPDX-License-Identifier: MIT */
/* Strided copies and fills; every transfer ends here. The bytes of a region are counted through, rows one
 * after another as if packed, and a unit is UNIT_BYTES of that count: so a region of any shape divides
 * evenly. Rows and slices that adjoin in memory on all sides are joined first. */
#include <stdint.h>
#include <string.h>

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

void vg_copy_run(const struct vg_copy *copy, uint64_t first, uint64_t last)
{
    uint64_t at, bytes = unit_bytes(copy->region, first, last, &at);
    struct cursor cursor;
    cursor_init(&cursor, copy->region,
                rows_packed(&copy->to, copy->region) && rows_packed(&copy->from, copy->region),
                slices_packed(&copy->to, copy->region) && slices_packed(&copy->from, copy->region), at);
    while (bytes) {
        size_t count = cursor_left(&cursor, bytes);
        void *to = address(&copy->to, &cursor);
        const void *from = address(&copy->from, &cursor);
        if (to != from)
            memcpy(to, from, count);
        bytes -= count;
        cursor_next_row(&cursor);
    }
}

/* Writes count bytes of the repeated pattern, beginning with its byte `phase`. */
static void stamp(unsigned char *to, size_t count, const struct vg_fill *fill, size_t phase)
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

void vg_fill_run(const struct vg_fill *fill, uint64_t first, uint64_t last)
{
    uint64_t at, bytes = unit_bytes(fill->region, first, last, &at);
    struct cursor cursor;
    cursor_init(&cursor, fill->region, rows_packed(&fill->to, fill->region),
                slices_packed(&fill->to, fill->region), at);
    while (bytes) {
        size_t count = cursor_left(&cursor, bytes);
        stamp(address(&fill->to, &cursor), count, fill, cursor.column % fill->pattern_size);
        bytes -= count;
        cursor_next_row(&cursor);
    }
}
