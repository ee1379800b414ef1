/* SPDX-License-Identifier: MIT */
/* What all tiers share: registration and the account of their capacity. */
#include "memory/tier.h"

#include <assert.h>

void vg_tier_register(struct vg_tier *tier, const struct vg_tier_ops *ops)
{
    assert(ops->name && ops->capacity && ops->commit && ops->discard);
    tier->ops = ops;
    tier->capacity = ops->capacity(tier);
    atomic_init(&tier->used, 0);
    atomic_init(&tier->peak, 0);
}

static void raise_peak(struct vg_tier *tier, uint64_t used)
{
    uint64_t peak = atomic_load_explicit(&tier->peak, memory_order_relaxed);
    while (peak < used && !atomic_compare_exchange_weak_explicit(&tier->peak, &peak, used,
                                                                 memory_order_relaxed, memory_order_relaxed))
        continue;
}

bool vg_tier_reserve(struct vg_tier *tier, uint64_t bytes)
{
    uint64_t used = atomic_load_explicit(&tier->used, memory_order_relaxed);
    do {
        if (bytes > tier->capacity - used)
            return false;
    } while (!atomic_compare_exchange_weak_explicit(&tier->used, &used, used + bytes, memory_order_relaxed,
                                                    memory_order_relaxed));
    raise_peak(tier, used + bytes);
    return true;
}

void vg_tier_release(struct vg_tier *tier, uint64_t bytes)
{
    uint64_t before = atomic_fetch_sub_explicit(&tier->used, bytes, memory_order_relaxed);
    assert(before >= bytes);
    (void)before;
}
