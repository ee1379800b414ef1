/* SPDX-License-Identifier: MIT */
/* Pins: a pinned span stays in RAM. With RAM as the only tier everything is there already, and a pin is a
 * check of the span and a count that keeps the block from being destroyed under its user. */
#include <assert.h>

#include "base/checked.h"
#include "base/error.h"
#include "memory/block.h"
#include "memory/memory.h"

cl_int vg_span_pin(const struct vg_span *span)
{
    struct vg_block *block = span->block;
    if (!vg_in_range(span->offset, span->size, block->size))
        return vg_fail(CL_OUT_OF_RESOURCES,
                       "a span of %zu bytes at offset %zu exceeds its block of %zu bytes", span->size,
                       span->offset, block->size);
    atomic_fetch_add_explicit(&block->pins, 1, memory_order_relaxed);
    return CL_SUCCESS;
}

void vg_span_unpin(const struct vg_span *span)
{
    unsigned before = atomic_fetch_sub_explicit(&span->block->pins, 1, memory_order_release);
    assert(before > 0);
    (void)before;
}
