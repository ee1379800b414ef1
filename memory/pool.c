/* SPDX-License-Identifier: MIT */
/* Slot sizes go up in steps of a half: 128, 256, 384, 512, 768, 1024, 1536 ... 64 KiB. Each has its slabs,
 * areas of which the list holds those with a free slot. A slot is zeroed when it is handed out again, never
 * before, so that blocks that die cost nothing. A slab that falls empty gives its storage back but keeps its
 * addresses and its place in the index for good: whoever looks an address up may rely on the slab. */
#include "memory/pool.h"

#include <stdint.h>
#include <string.h>

#include "base/alloc.h"
#include "base/attributes.h"
#include "base/list.h"
#include "base/sync.h"
#include "memory/area.h"
#include "memory/index.h"

struct vg_slab {
    struct vg_list link; /* in its class's list while a slot is free; to itself otherwise */
    struct vg_area area;
    size_t slot_bytes;
    uint32_t slots, used;
    uint32_t fresh;  /* slots from here on were not handed out since the storage was last zero */
    uint32_t given;  /* length of the stack of slots that came back */
    uint32_t *stack; /* [slots] */
    atomic_uint_least32_t sizes[]; /* [slots] bytes of the block in it; 0 = free */
};

static const size_t class_bytes[] = {128,  256,  384,  512,   768,   1024,  1536,  2048,  3072,
                                     4096, 6144, 8192, 12288, 16384, 24576, 32768, 49152, 65536};
static struct vg_list classes[VG_COUNT(class_bytes)]; /* prev and next NULL until first used */
static struct vg_mutex lock = VG_MUTEX_INIT(VG_RANK_POOL);

void vg_pool_lock(void)
{
    vg_mutex_lock(&lock);
}

void vg_pool_unlock(void)
{
    vg_mutex_unlock(&lock);
}

size_t vg_pool_slot_bytes(size_t size, size_t align)
{
    for (size_t i = 0; i < VG_COUNT(class_bytes); i++)
        if (class_bytes[i] >= size && class_bytes[i] % align == 0)
            return class_bytes[i];
    return 0;
}

static struct vg_list *class_of_locked(size_t slot_bytes)
{
    size_t i = 0;
    while (class_bytes[i] != slot_bytes)
        i++;
    if (!classes[i].next)
        vg_list_init(&classes[i]);
    return &classes[i];
}

static void slab_destroy(struct vg_slab *slab)
{
    vg_area_release(&slab->area);
    vg_free(slab->stack);
    vg_free(slab);
}

static struct vg_slab *slab_create(struct vg_tier *tier, size_t slot_bytes)
{
    size_t bytes = slot_bytes < 4096 ? (size_t)256 << 10 : (size_t)1 << 20;
    size_t slots = bytes / slot_bytes;
    struct vg_slab *slab = vg_zalloc(sizeof *slab + slots * sizeof slab->sizes[0]);
    if (!slab)
        return NULL;
    vg_list_init(&slab->link);
    slab->slot_bytes = slot_bytes;
    slab->slots = (uint32_t)slots;
    slab->stack = vg_zalloc_array(slots, sizeof slab->stack[0]);
    if (!slab->stack || !vg_area_reserve(bytes, VG_POOL_MAX, &slab->area) ||
        !tier->ops->commit(tier, slab->area.start, slab->area.size) ||
        !vg_index_add(&slab->area, slots * slot_bytes, slab, NULL)) {
        slab_destroy(slab);
        return NULL;
    }
    return slab;
}

/* Takes a slot; *dirty tells whether it has contents of an earlier block. */
static void *slot_take_locked(struct vg_slab *slab, size_t size, bool *dirty)
{
    *dirty = slab->given > 0;
    uint32_t index = *dirty ? slab->stack[--slab->given] : slab->fresh++;
    atomic_store_explicit(&slab->sizes[index], (uint32_t)size, memory_order_relaxed);
    if (++slab->used == slab->slots)
        vg_list_remove(&slab->link);
    return slab->area.start + index * slab->slot_bytes;
}

bool vg_pool_take(struct vg_tier *tier, size_t slot_bytes, size_t size, struct vg_slot *out)
{
    vg_mutex_lock(&lock);
    struct vg_list *class = class_of_locked(slot_bytes);
    if (vg_list_empty(class)) {
        /* The index has a lock of lower rank, so a slab is made without ours; others may do so too, at worst
         * in vain. */
        vg_mutex_unlock(&lock);
        struct vg_slab *made = slab_create(tier, slot_bytes);
        if (!made)
            return false;
        vg_mutex_lock(&lock);
        vg_list_append(class, &made->link);
    }
    bool dirty;
    out->slab = VG_CONTAINER_OF(class->next, struct vg_slab, link);
    out->address = slot_take_locked(out->slab, size, &dirty);
    vg_mutex_unlock(&lock);
    if (dirty)
        memset(out->address, 0, slot_bytes);
    return true;
}

/* Gives the storage of an empty slab back, unless it is the last one with free slots: the next block would
 * fault its pages in again at once. */
static void slab_trim_locked(struct vg_tier *tier, struct vg_slab *slab, struct vg_list *class)
{
    if (class->next == class->prev || !tier->ops->discard(tier, slab->area.start, slab->area.size))
        return;
    slab->fresh = 0;
    slab->given = 0;
    vg_list_remove(&slab->link);
    vg_list_append(class, &slab->link); /* fuller slabs are used first */
}

void vg_pool_give(struct vg_tier *tier, const struct vg_slot *slot)
{
    struct vg_slab *slab = slot->slab;
    uint32_t index = (uint32_t)((size_t)((char *)slot->address - slab->area.start) / slab->slot_bytes);
    vg_mutex_lock(&lock);
    struct vg_list *class = class_of_locked(slab->slot_bytes);
    atomic_store_explicit(&slab->sizes[index], 0, memory_order_relaxed);
    slab->stack[slab->given++] = index;
    if (slab->used-- == slab->slots)
        vg_list_append(class->next, &slab->link); /* in front: a full slab is worth filling again */
    if (slab->used == 0)
        slab_trim_locked(tier, slab, class);
    vg_mutex_unlock(&lock);
}

bool vg_pool_find(const struct vg_slab *slab, const void *address, void **start, size_t *size)
{
    size_t offset = (size_t)((const char *)address - slab->area.start);
    size_t index = offset / slab->slot_bytes;
    if (index >= slab->slots)
        return false;
    *start = slab->area.start + index * slab->slot_bytes;
    *size = atomic_load_explicit(&slab->sizes[index], memory_order_relaxed);
    return *size != 0;
}
