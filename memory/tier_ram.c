/* SPDX-License-Identifier: MIT */
/* The RAM tier: anonymous memory. Commit only lifts the protection, so that a block costs nothing until it is
 * touched and its pages land on the node of the thread that touches them first, or on all in turn
 * (interleave.h). */
#include "memory/tier.h"

#include <sys/mman.h>

#include "base/config.h"
#include "base/log.h"
#include "base/topology.h"
#include "memory/interleave.h"

static uint64_t ram_capacity(struct vg_tier *tier)
{
    (void)tier;
    uint64_t set = vg_config_number(VG_ID_VGPU_MEM_RAM);
    if (set)
        return set;
    uint64_t total = vg_memory_limits().total;
    return total / 4 * 3;
}

static bool ram_commit(struct vg_tier *tier, void *at, size_t bytes)
{
    (void)tier;
    if (mprotect(at, bytes, PROT_READ | PROT_WRITE))
        return false;
    /* A hint: kernels without transparent huge pages refuse it, and nothing is lost. */
    if (bytes >= VG_EXTENT_BYTES && madvise(at, bytes, MADV_HUGEPAGE))
        vg_log(VG_LOG_DEBUG, "no huge pages for %zu bytes at %p", bytes, at);
    vg_interleave(at, bytes);
    return true;
}

static bool ram_discard(struct vg_tier *tier, void *at, size_t bytes)
{
    (void)tier;
    return madvise(at, bytes, MADV_DONTNEED) == 0;
}

const struct vg_tier_ops vg_tier_ram_ops = {
    .name = "ram",
    .capacity = ram_capacity,
    .commit = ram_commit,
    .discard = ram_discard,
};
