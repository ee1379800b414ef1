/* SPDX-License-Identifier: MIT */
#include "tests/unit/memory/model.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "tests/unit/memory/paged.h"

#define BLOCKS 12
#define PIECE_MOST 100000
#define STEP ((size_t)65536)

struct model {
    struct vg_block *block;
    unsigned char *bytes;
    size_t size;
};

static struct model models[BLOCKS];
static unsigned seed = 1, failed;

void model_seed(unsigned value)
{
    seed = value;
}

size_t model_below(size_t bound)
{
    return (((size_t)rand_r(&seed) << 31) ^ (size_t)rand_r(&seed)) % bound;
}

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

static struct model *any(void)
{
    return &models[model_below(BLOCKS)];
}

static unsigned char *block_bytes(const struct vg_span *span)
{
    return (unsigned char *)vg_block_address(span->block) + span->offset;
}

static void replace(struct model *model)
{
    vg_block_destroy(&model->block);
    free(model->bytes);
    *model = (struct model){.size = 70000 + model_below(7 * MIB)};
    if (model_below(8) == 0)
        vg_alloc_fail_after((int64_t)model_below(3));
    cl_int status = vg_block_create(model->size, 128, &model->block);
    vg_alloc_fail_after(-1);
    if (status == CL_SUCCESS)
        model->bytes = calloc(1, model->size);
    else
        model->block = NULL;
}

/* One value, or bytes that hardly compress. */
static void write_some(const struct vg_span *span, const struct model *model)
{
    unsigned char *at = block_bytes(span);
    unsigned noise = model_below(2) ? (unsigned)model_below(1 << 30) | 1 : 0;
    memset(at, (int)model_below(256), span->size);
    for (size_t i = 0; noise && i < span->size; i++, noise = noise * 1664525 + 1013904223)
        at[i] = (unsigned char)(noise >> 24);
    memcpy(model->bytes + span->offset, at, span->size);
}

static void change_or_compare(struct model *model)
{
    size_t offset = model_below(model->size), size = 1 + model_below(least(model->size - offset, PIECE_MOST));
    struct vg_span span = paged_piece(model->block, offset, size, model_below(2));
    span.overwrite = span.write && model_below(4) == 0;
    if (span.overwrite && model_below(2)) { /* an extent as a whole */
        span.offset = offset / VG_EXTENT_BYTES * VG_EXTENT_BYTES;
        span.size = least(model->size - span.offset, VG_EXTENT_BYTES);
    }
    if (vg_pieces_pin(&span, 1) != CL_SUCCESS) {
        failed++;
        return;
    }
    if (span.write)
        write_some(&span, model);
    else
        assert_memory_equal(block_bytes(&span), model->bytes + span.offset, span.size);
    vg_pieces_unpin(&span, 1);
}

/* As a transfer between buffers does it. */
static void copy(const struct model *from, const struct model *to)
{
    size_t size = 1 + model_below(least(least(from->size, to->size), PIECE_MOST));
    struct vg_span spans[] = {
        paged_piece(from->block, model_below(from->size - size + 1), size, false),
        paged_piece(to->block, model_below(to->size - size + 1), size, true),
    };
    if (vg_pieces_pin(spans, 2) != CL_SUCCESS) {
        failed++;
        return;
    }
    memmove(block_bytes(&spans[1]), block_bytes(&spans[0]), size);
    memmove(to->bytes + spans[1].offset, from->bytes + spans[0].offset, size);
    vg_pieces_unpin(spans, 2);
}

/* As a task holds it. */
static void hold_and_change(const struct model *model)
{
    struct vg_span span = paged_piece(model->block, 0, model->size, true);
    bool paged;
    if (vg_spans_hold(&span, 1, VG_HOLD_WHOLE, &paged) != CL_SUCCESS) {
        failed++;
        return;
    }
    if (!paged) {
        assert_memory_equal(block_bytes(&span), model->bytes, model->size);
        span.offset = model_below(model->size);
        span.size = 1 + model_below(least(model->size - span.offset, PIECE_MOST));
        write_some(&span, model);
        span = paged_piece(model->block, 0, model->size, true);
    }
    vg_spans_release(&span, 1, paged);
}

static void operate(void)
{
    struct model *model = any(), *other = any();
    size_t kind = model_below(200);
    if (!model->block || kind == 0)
        replace(model);
    else if (kind < 20 && other->block && other != model)
        copy(model, other);
    else if (kind < 24)
        hold_and_change(model);
    else
        change_or_compare(model);
}

void model_run(int count, void (*before)(int operation))
{
    for (int i = 0; i < count; i++) {
        if (before)
            before(i);
        operate();
    }
}

static void compare_all(const struct model *model)
{
    for (size_t at = 0; at < model->size; at += STEP) {
        struct vg_span span = paged_piece(model->block, at, least(model->size - at, STEP), false);
        assert_int_equal(vg_pieces_pin(&span, 1), CL_SUCCESS);
        assert_memory_equal(block_bytes(&span), model->bytes + at, span.size);
        vg_pieces_unpin(&span, 1);
    }
}

void model_end(void)
{
    for (struct model *model = models; model < models + BLOCKS; model++) {
        if (model->block)
            compare_all(model);
        vg_block_destroy(&model->block);
        free(model->bytes);
        *model = (struct model){0};
    }
}

unsigned model_failed(void)
{
    return failed;
}
