/* SPDX-License-Identifier: MIT */
/* From the compressed store on to the file.
 *
 * The compressed store is the faster one, so what has just left RAM is to be in it, and what nobody has asked
 * for since long ago makes room. The pager's list of packed extents is in the order in which they came there.
 * An extent that has come back to RAM keeps its copy, which need not be packed again if nobody writes to it,
 * at the head of the list, because giving that copy up costs nothing. All functions are called with the
 * pager's lock, from any thread, fault handlers included; the bytes are moved without it. */
#include <errno.h>
#include <sys/mman.h>

#include "base/attributes.h"
#include "memory/pager.h"

static bool is_packed(const struct vg_mem_extent *extent)
{
    return extent->slot != VG_SLOT_NONE && extent->store == &vg_pager.vram;
}

static void list_packed(struct vg_mem_extent *extent, bool last)
{
    if (!is_packed(extent))
        return;
    vg_list_remove(&extent->packed);
    vg_list_append(last ? &vg_pager.packed : vg_pager.packed.next, &extent->packed);
}

void vg_demote_is_packed_locked(struct vg_mem_extent *extent)
{
    list_packed(extent, true);
}

void vg_demote_is_copy_locked(struct vg_mem_extent *extent)
{
    list_packed(extent, false);
}

struct sinking {
    struct vg_mem_extent *extent;
    char *bytes;   /* unpacked; NULL: there was no memory */
    uint32_t slot; /* of the file */
    int error;     /* why it stays where it is */
};

static void unpack(struct sinking *one)
{
    one->bytes = vg_extent_stage(one->extent->bytes);
    one->error = one->bytes ? 0 : errno;
    if (one->error)
        return;
    struct vg_transfer transfer = {
        .memory = one->bytes, .bytes = one->extent->bytes, .slot = one->extent->slot};
    vg_pager.vram.ops->read(&vg_pager.vram, &transfer, 1); /* not counted, since it is not for RAM */
    one->error = transfer.error;
}

/* They are SINKING and the lock is not held. */
static void move_on(struct sinking *sinking, unsigned count)
{
    struct vg_transfer transfers[VG_STORE_BATCH];
    struct sinking *which[VG_STORE_BATCH];
    unsigned written = 0;
    for (struct sinking *one = sinking; one < sinking + count; one++) {
        unpack(one);
        if (one->error)
            continue;
        which[written] = one;
        transfers[written++] =
            (struct vg_transfer){.memory = one->bytes, .bytes = one->extent->bytes, .slot = one->slot};
    }
    vg_store_write(&vg_pager.store, transfers, written);
    for (unsigned i = 0; i < written; i++)
        which[i]->error = transfers[i].error;
    for (struct sinking *one = sinking; one < sinking + count; one++)
        if (one->bytes)
            munmap(one->bytes, one->extent->bytes);
}

static bool end_sinking_locked(const struct sinking *one)
{
    struct vg_mem_extent *extent = one->extent;
    extent->state = VG_EXTENT_STORED;
    if (one->error) {
        vg_store_give(&vg_pager.store, one->slot, extent->bytes);
        return false;
    }
    vg_reclaim_forget_slot_locked(extent);
    extent->store = &vg_pager.store;
    extent->slot = one->slot;
    vg_pager.counts.demoted++;
    vg_pager.demoted_bytes += extent->bytes;
    return true;
}

/* The next of the list that is nowhere else, and a slot for it. Copies of what is in RAM go on the way. */
static bool begin_sinking_locked(struct sinking *one)
{
    for (struct vg_list *at = vg_pager.packed.next, *next; at != &vg_pager.packed; at = next) {
        struct vg_mem_extent *extent = VG_CONTAINER_OF(at, struct vg_mem_extent, packed);
        next = at->next;
        if (vg_reclaim_steal_slot_locked(extent, &vg_pager.vram) && !vg_store_is_over(&vg_pager.vram))
            return false;
        if (extent->state != VG_EXTENT_STORED)
            continue;
        *one = (struct sinking){.extent = extent};
        if (vg_reclaim_take_slot_locked(extent->bytes, &one->slot))
            return false;
        extent->state = VG_EXTENT_SINKING;
        return true;
    }
    return false;
}

static unsigned move_some_on_locked(unsigned count)
{
    struct sinking sinking[VG_STORE_BATCH];
    unsigned begun = 0, moved = 0;
    while (begun < count && begin_sinking_locked(&sinking[begun]))
        begun++;
    if (begun == 0)
        return 0;
    vg_pager_unlock();
    move_on(sinking, begun);
    vg_pager_lock();
    for (struct sinking *one = sinking; one < sinking + begun; one++)
        moved += end_sinking_locked(one);
    vg_cond_broadcast(&vg_pager.changed);
    return moved;
}

void vg_demote_locked(unsigned count)
{
    while (vg_store_is_over(&vg_pager.vram) && move_some_on_locked(count))
        ;
}
