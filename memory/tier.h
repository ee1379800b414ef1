/* SPDX-License-Identifier: MIT */
/* One kind of storage behind the arena's addresses.
 *
 * The arena owns addresses: a block's range is reserved once and never moves. A tier owns storage: it puts
 * its storage behind a committed range and takes it away again, in units of VG_EXTENT_BYTES of the block (the
 * last extent of a block may be shorter). Where an extent sits is therefore a matter of which tier committed
 * it, and moving one means committing its addresses in another tier and copying; nobody who holds an address
 * notices.
 *
 * A tier is registered once and lives until the process ends. All functions may be called from any thread;
 * two calls for one range never overlap. */
#ifndef VG_MEMORY_TIER_H
#define VG_MEMORY_TIER_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "memory/memory.h"

struct vg_tier;

struct vg_tier_ops { /* every slot is mandatory; vg_tier_register asserts it */
    const char *name;
    /* Bytes that the tier may hold; asked once, at registration. */
    uint64_t (*capacity)(struct vg_tier *tier);
    /* Makes the reserved range [at, at + bytes) readable and writable; it reads as zeros and costs storage
     * only where it is written. at is a multiple of the page size. False when the system refuses; the range
     * is then unchanged. */
    bool (*commit)(struct vg_tier *tier, void *at, size_t bytes);
    /* Gives the storage behind a committed range back. The contents are lost; the range stays committed and
     * reads as zeros. False when the contents are still there. */
    bool (*discard)(struct vg_tier *tier, void *at, size_t bytes);
};

struct vg_tier {
    const struct vg_tier_ops *ops;
    uint64_t capacity;
    atomic_uint_least64_t used, peak; /* bytes reserved by blocks, not bytes touched */
};

/* Checks the slots and asks for the capacity. The ops are borrowed for good. */
void vg_tier_register(struct vg_tier *tier, const struct vg_tier_ops *ops);
/* Takes bytes of the capacity, or says that they are not there. */
bool vg_tier_reserve(struct vg_tier *tier, uint64_t bytes);
void vg_tier_release(struct vg_tier *tier, uint64_t bytes);

/* Anonymous memory, in huge pages where ranges are large, placed on the NUMA node that first touches it. */
extern const struct vg_tier_ops vg_tier_ram_ops;

#endif
