/* SPDX-License-Identifier: MIT */
/* The compressed store: extents as LZ4 blocks in anonymous memory, so that they are gone with their process.
 *
 * Each has a mapping of its own, in whole pages, and counts with what it takes. An extent that does not
 * become smaller by a quarter is refused; the disk takes it. What is more than the capacity in the end is
 * moved on by demote.c, and until then nothing more is taken. Nothing here allocates from the heap or needs
 * much stack, because fault handlers call it. */
#include <errno.h>
#include <lz4.h>
#include <stdint.h>
#include <sys/mman.h>

#include "memory/area.h"
#include "memory/store.h"
#include "memory/tier.h"

#define WORTH_PARTS 3 /* of its size: more than that may as well go to the disk */
#define SIZE_PARTS 4

struct vg_packed {
    char *at;
    uint32_t bytes, taken; /* the latter in whole pages */
};

static char *map_pages(size_t bytes)
{
    void *at = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (at == MAP_FAILED)
        return NULL;
    (void)madvise(at, bytes, MADV_DONTFORK);
    return at;
}

static int vram_open(struct vg_store *store)
{
    store->packed = (struct vg_packed *)(void *)map_pages(store->slots * sizeof store->packed[0]);
    return store->packed ? 0 : ENOMEM;
}

static size_t whole_pages(size_t bytes)
{
    size_t page = vg_page_bytes();
    return (bytes + page - 1) / page * page;
}

static void vram_drop(struct vg_store *store, uint32_t slot, size_t bytes)
{
    (void)bytes;
    struct vg_packed *packed = &store->packed[slot];
    if (!packed->at)
        return;
    munmap(packed->at, packed->taken);
    atomic_fetch_sub_explicit(&store->held, packed->taken, memory_order_relaxed);
    *packed = (struct vg_packed){0};
}

/* The compressor's state lies behind the room for the result. */
static int pack(struct vg_store *store, const struct vg_transfer *transfer)
{
    size_t most = whole_pages(transfer->bytes / SIZE_PARTS * WORTH_PARTS);
    size_t all = most + whole_pages((size_t)LZ4_sizeofState());
    if (vg_store_is_over(store))
        return ENOSPC; /* without trying */
    char *at = map_pages(all);
    if (!at)
        return ENOMEM;
    int bytes =
        LZ4_compress_fast_extState(at + most, transfer->memory, at, (int)transfer->bytes, (int)most, 1);
    size_t taken = whole_pages((size_t)bytes);
    if (bytes <= 0 || taken > store->capacity) {
        munmap(at, all);
        return E2BIG;
    }
    atomic_fetch_add_explicit(&store->held, taken, memory_order_relaxed);
    munmap(at + taken, all - taken);
    store->packed[transfer->slot] =
        (struct vg_packed){.at = at, .bytes = (uint32_t)bytes, .taken = (uint32_t)taken};
    return 0;
}

static void vram_write(struct vg_store *store, struct vg_transfer *transfers, unsigned count)
{
    for (struct vg_transfer *one = transfers; one < transfers + count; one++)
        one->error = pack(store, one);
}

static void vram_read(struct vg_store *store, struct vg_transfer *transfers, unsigned count)
{
    for (struct vg_transfer *one = transfers; one < transfers + count; one++) {
        const struct vg_packed *packed = &store->packed[one->slot];
        int bytes = LZ4_decompress_safe(packed->at, one->memory, (int)packed->bytes, (int)one->bytes);
        one->error = bytes == (int)one->bytes ? 0 : EIO;
    }
}

/* None of it is mapped in a child. */
static void vram_abandon(struct vg_store *store)
{
    store->packed = NULL;
    atomic_store_explicit(&store->held, 0, memory_order_relaxed);
}

const struct vg_store_ops vg_store_vram_ops = {
    .name = "vram",
    .by_contents = true,
    .open = vram_open,
    .write = vram_write,
    .read = vram_read,
    .abandon = vram_abandon,
    .drop = vram_drop,
};
