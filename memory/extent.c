/* SPDX-License-Identifier: MIT */
/* The mapping of extents. Any thread; the caller owns the extent. */
#include "memory/extent.h"

#include <errno.h>
#include <sys/mman.h>

#include "base/alloc.h"
#include "memory/interleave.h"
#include "memory/store.h"
#include "memory/tier.h"

/* Both are hints. */
static void advise(char *at, size_t bytes)
{
    if (bytes >= VG_EXTENT_BYTES)
        (void)madvise(at, bytes, MADV_HUGEPAGE);
    vg_interleave(at, bytes);
}

struct vg_extents *vg_extents_create(const struct vg_area *area)
{
    /* The tail behind a block (area.h) is no reason for an extent of its own. */
    size_t count = (area->size - vg_page_bytes() + VG_EXTENT_BYTES - 1) / VG_EXTENT_BYTES;
    if (count == 0)
        count = 1;
    struct vg_extents *extents = vg_zalloc(sizeof *extents + count * sizeof extents->of[0]);
    if (!extents)
        return NULL;
    vg_list_init(&extents->link);
    extents->start = area->start;
    extents->bytes = area->size;
    extents->count = count;
    for (size_t i = 0; i < count; i++) {
        size_t at = i * VG_EXTENT_BYTES;
        struct vg_mem_extent *extent = &extents->of[i];
        vg_list_init(&extent->link);
        vg_list_init(&extent->packed);
        extent->at = area->start + at;
        extent->bytes = (uint32_t)(i + 1 == count ? area->size - at : VG_EXTENT_BYTES);
        extent->slot = VG_SLOT_NONE;
    }
    advise(area->start, area->size);
    return extents;
}

struct vg_mem_extent *vg_extents_at(struct vg_extents *extents, size_t at)
{
    size_t index = at / VG_EXTENT_BYTES;
    return &extents->of[index < extents->count ? index : extents->count - 1];
}

static int protect(const struct vg_mem_extent *extent, int protection)
{
    return mprotect(extent->at, extent->bytes, protection) ? errno : 0;
}

int vg_extent_protect(const struct vg_mem_extent *extent)
{
    if (extent->closed)
        return protect(extent, PROT_NONE);
    return protect(extent, extent->dirty ? PROT_READ | PROT_WRITE : PROT_READ);
}

int vg_extent_freeze(const struct vg_mem_extent *extent)
{
    return protect(extent, PROT_READ);
}

int vg_extent_drop(const struct vg_mem_extent *extent)
{
    if (mmap(extent->at, extent->bytes, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_FIXED,
             -1, 0) == MAP_FAILED)
        return errno;
    advise(extent->at, extent->bytes);
    return 0;
}

/* At a multiple of the huge page size, so that moving it is moving one entry of a page table. */
char *vg_extent_stage(size_t bytes)
{
    size_t length = bytes + VG_EXTENT_BYTES;
    char *base =
        mmap(NULL, length, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (base == MAP_FAILED)
        return NULL;
    size_t skip = (size_t)(-(uintptr_t)base & (VG_EXTENT_BYTES - 1));
    if (skip)
        munmap(base, skip);
    if (length - skip > bytes)
        munmap(base + skip + bytes, length - skip - bytes);
    advise(base + skip, bytes);
    return base + skip;
}

/* What was read elsewhere moves to its address. */
static int place(const struct vg_mem_extent *extent, char *staging)
{
    if (mprotect(staging, extent->bytes, extent->closed ? PROT_NONE : PROT_READ))
        return errno;
    void *at = mremap(staging, extent->bytes, extent->bytes, MREMAP_MAYMOVE | MREMAP_FIXED, extent->at);
    return at == MAP_FAILED ? errno : 0;
}

void vg_extents_fetch(struct vg_mem_extent *const *extents, int *errors, unsigned count)
{
    struct vg_transfer transfers[VG_STORE_BATCH];
    unsigned which[VG_STORE_BATCH], staged = 0;
    for (unsigned i = 0; i < count; i++) {
        char *staging = vg_extent_stage(extents[i]->bytes);
        errors[i] = staging ? 0 : errno;
        if (!staging)
            continue;
        which[staged] = i;
        transfers[staged++] =
            (struct vg_transfer){.memory = staging, .bytes = extents[i]->bytes, .slot = extents[i]->slot};
    }
    for (unsigned i = 0, same; i < staged; i += same) {
        struct vg_store *store = extents[which[i]]->store;
        for (same = 1; i + same < staged && extents[which[i + same]]->store == store; same++)
            ;
        vg_store_read(store, &transfers[i], same);
    }
    for (unsigned i = 0; i < staged; i++) {
        const struct vg_mem_extent *extent = extents[which[i]];
        int error = transfers[i].error ? transfers[i].error : place(extent, transfers[i].memory);
        if (error)
            munmap(transfers[i].memory, extent->bytes);
        errors[which[i]] = error;
    }
}
