/* SPDX-License-Identifier: MIT */
/* Blocks: where each gets its addresses and its storage from.
 *
 * Four kinds: slots of a slab for small blocks, areas of their own for large ones, areas with a file in them,
 * and the caller's memory in place. The first two are charged against the device's capacity with the bytes
 * that they take, page or slot ends included; a charge is made before the memory and given back after it, so
 * that the account never falls short. Where there is a store below RAM, areas have extents, which the pager
 * moves, and slots are charged against RAM too. Blocks are independent of each other; what they share has its
 * own lock (index.c, pool.c) or is atomic. */
#include <assert.h>
#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/mman.h>

#include "base/alloc.h"
#include "base/checked.h"
#include "base/config.h"
#include "base/error.h"
#include "base/fork.h"
#include "base/log.h"
#include "base/topology.h"
#include "memory/area.h"
#include "memory/block.h"
#include "memory/index.h"
#include "memory/interleave.h"
#include "memory/memory.h"
#include "memory/pager.h"
#include "memory/pool.h"
#include "memory/tier.h"

#define INSTRUCTION_EXTENTS 32

static struct vg_tier ram;
static pthread_once_t once = PTHREAD_ONCE_INIT;
static atomic_uint_least64_t block_count;

/* A child of fork() gets the index and the pools in a consistent state. */
static void before_fork(void)
{
    vg_index_lock();
    vg_pool_lock();
}

static void after_fork(void)
{
    vg_pool_unlock();
    vg_index_unlock();
}

static struct vg_fork_watch watch = {
    .rank = VG_RANK_ARENA, .before = before_fork, .in_parent = after_fork, .in_child = after_fork};

static struct vg_fork_watch pager_watch = {
    .rank = VG_RANK_PAGER, .before = vg_pager_lock, .in_parent = vg_pager_unlock, .in_child = vg_pager_child};

/* Whoever names the directory or the size wants the disk to be used; nobody else's is filled. */
static uint64_t ssd_capacity(void)
{
    uint64_t set = vg_config_number(VG_ID_VGPU_MEM_SSD);
    return set || !*vg_config_string(VG_ID_VGPU_SPILL_DIR) ? set : vg_store_file_room();
}

/* One instruction of a kernel may touch as many extents as two for each lane of the longest vector, all of
 * which have to be in RAM at once, whatever the other threads do. */
static uint64_t paging_least(void)
{
    uint64_t extents = (uint64_t)INSTRUCTION_EXTENTS * (vg_cpu_count() + 1);
    return extents * VG_EXTENT_BYTES;
}

static void start_paging(uint64_t ssd)
{
    if (ram.capacity < paging_least()) {
        vg_log(VG_LOG_WARN, "VGPU_MEM_RAM is %llu bytes; paging needs and takes %llu",
               (unsigned long long)ram.capacity, (unsigned long long)paging_least());
        ram.capacity = paging_least();
    }
    if (vg_pager_start(ram.capacity, paging_least(), ssd, &vg_store_file_ops))
        ram.capacity += ssd;
    if (vg_pager.on && vg_config_number(VG_ID_VGPU_MEM_VRAM))
        vg_pager_compress(vg_config_number(VG_ID_VGPU_MEM_VRAM));
}

static void arena_start(void)
{
    vg_tier_register(&ram, &vg_tier_ram_ops);
    vg_interleave_start();
    uint64_t ssd = ssd_capacity();
    if (ssd)
        start_paging(ssd);
    vg_fork_watch(&pager_watch);
    vg_fork_watch(&watch);
}

static struct vg_tier *ram_tier(void)
{
    pthread_once(&once, arena_start);
    return &ram;
}

static struct vg_block *block_give(struct vg_block *block, void *address, size_t size)
{
    block->address = address;
    block->size = size;
    atomic_fetch_add_explicit(&block_count, 1, memory_order_relaxed);
    return block;
}

static cl_int no_memory(size_t size)
{
    return vg_fail(CL_MEM_OBJECT_ALLOCATION_FAILURE, "the system refuses %zu bytes of memory for a block",
                   size);
}

static cl_int charge(struct vg_block *block, size_t bytes)
{
    struct vg_tier *tier = ram_tier();
    if (!vg_tier_reserve(tier, bytes))
        return vg_fail(CL_MEM_OBJECT_ALLOCATION_FAILURE,
                       "a block of %zu bytes does not fit: %llu of %llu bytes of device memory are in use",
                       bytes, (unsigned long long)atomic_load(&tier->used),
                       (unsigned long long)tier->capacity);
    block->charged = bytes;
    return CL_SUCCESS;
}

static cl_int fill_from_pool(struct vg_block *block, size_t slot_bytes, size_t size)
{
    VG_TRY(charge(block, slot_bytes));
    if (!vg_pager_fix(slot_bytes))
        return no_memory(size);
    block->fixed = slot_bytes;
    if (!vg_pool_take(ram_tier(), slot_bytes, size, &block->slot))
        return no_memory(size);
    block->address = block->slot.address;
    return CL_SUCCESS;
}

static cl_int fill_from_area(struct vg_block *block, size_t size, size_t align)
{
    size_t bytes;
    if (!vg_align_up(size, vg_page_bytes(), &bytes))
        return vg_fail(CL_MEM_OBJECT_ALLOCATION_FAILURE, "a block of %zu bytes exceeds the address space",
                       size);
    VG_TRY(charge(block, bytes));
    struct vg_tier *tier = ram_tier();
    if (!vg_area_reserve(size, align, &block->area))
        return no_memory(size);
    bool ready;
    if (vg_pager.on) {
        block->extents = vg_extents_create(&block->area);
        ready = block->extents != NULL;
    } else {
        ready = tier->ops->commit(tier, block->area.start, block->area.size);
    }
    if (!ready || !vg_index_add(&block->area, size, NULL, block->extents)) {
        vg_area_release(&block->area);
        vg_free(block->extents);
        return no_memory(size);
    }
    if (block->extents)
        vg_pager_add(block->extents);
    block->address = block->area.start;
    return CL_SUCCESS;
}

/* Gives back what is counted. */
static void discharge(struct vg_block *block)
{
    if (block->fixed)
        vg_pager_unfix(block->fixed);
    if (block->charged)
        vg_tier_release(ram_tier(), block->charged);
}

cl_int vg_block_create(size_t size, size_t align, struct vg_block **out)
{
    if (size == 0)
        return vg_fail(CL_INVALID_BUFFER_SIZE, "a block needs a size above 0");
    if (!vg_is_power_of_two(align))
        return vg_fail(CL_INVALID_VALUE, "an alignment of %zu is not a power of two", align);
    struct vg_block *block = vg_zalloc(sizeof *block);
    if (!block)
        return vg_fail(CL_OUT_OF_HOST_MEMORY, "no memory for a block of %zu bytes", size);
    if (align < VG_POOL_ALIGN)
        align = VG_POOL_ALIGN;
    size_t slot_bytes = size <= VG_POOL_MAX ? vg_pool_slot_bytes(size, align) : 0;
    cl_int status = slot_bytes ? fill_from_pool(block, slot_bytes, size) : fill_from_area(block, size, align);
    if (status != CL_SUCCESS) {
        discharge(block);
        vg_free(block);
        return status;
    }
    *out = block_give(block, block->address, size);
    return CL_SUCCESS;
}

cl_int vg_block_wrap(void *host, size_t size, struct vg_block **out)
{
    struct vg_block *block = vg_zalloc(sizeof *block);
    if (!block)
        return vg_fail(CL_OUT_OF_HOST_MEMORY, "no memory to describe %zu bytes at %p", size, host);
    *out = block_give(block, host, size);
    return CL_SUCCESS;
}

/* What lies behind the file's last page, up to the end of the area, is memory of ours. */
static bool map_file(const struct vg_area *area, int fd, size_t size)
{
    const int access = PROT_READ | PROT_WRITE;
    return mprotect(area->start, area->size, access) == 0 &&
           mmap(area->start, size, access, MAP_SHARED | MAP_FIXED, fd, 0) != MAP_FAILED;
}

cl_int vg_block_map(int fd, size_t size, struct vg_block **out)
{
    ram_tier(); /* for what is set up with it */
    struct vg_block *block = vg_zalloc(sizeof *block);
    if (!block)
        return vg_fail(CL_OUT_OF_HOST_MEMORY, "no memory to describe %zu bytes of a file", size);
    errno = ENOMEM; /* unless the system gives another reason */
    if (!vg_area_reserve(size, VG_POOL_ALIGN, &block->area) || !map_file(&block->area, fd, size) ||
        !vg_index_add(&block->area, size, NULL, NULL)) {
        int error = errno;
        vg_area_release(&block->area);
        vg_free(block);
        return vg_fail(CL_MEM_OBJECT_ALLOCATION_FAILURE,
                       "the system does not map %zu bytes of descriptor %d: %s", size, fd, strerror(error));
    }
    *out = block_give(block, block->area.start, size);
    return CL_SUCCESS;
}

void vg_block_destroy(struct vg_block **handle)
{
    struct vg_block *block = *handle;
    if (!block)
        return;
    *handle = NULL;
    assert(atomic_load(&block->pins) == 0);
    if (block->slot.slab)
        vg_pool_give(ram_tier(), &block->slot);
    if (block->area.base) {
        vg_index_remove(&block->area);
        if (block->extents)
            vg_pager_remove(block->extents);
        vg_area_release(&block->area);
        vg_free(block->extents);
    }
    discharge(block);
    atomic_fetch_sub_explicit(&block_count, 1, memory_order_relaxed);
    vg_free(block);
}

void *vg_block_address(const struct vg_block *block)
{
    return block->address;
}

size_t vg_block_size(const struct vg_block *block)
{
    return block->size;
}

bool vg_block_is_paged(const struct vg_block *block)
{
    return block->extents != NULL;
}

uint64_t vg_memory_budget(void)
{
    return ram_tier()->capacity;
}

struct vg_memory_stats vg_memory_stats(void)
{
    struct vg_tier *tier = ram_tier();
    return (struct vg_memory_stats){
        .used = atomic_load(&tier->used),
        .peak = atomic_load(&tier->peak),
        .blocks = atomic_load(&block_count),
    };
}

bool vg_memory_find(const void *address, void **start, size_t *size, bool *guard)
{
    struct vg_index_entry entry;
    if (!vg_index_find(address, &entry))
        return false;
    uintptr_t at = (uintptr_t)address;
    bool inside = at >= entry.start && at - entry.start < entry.size;
    if (entry.slab) { /* what lies outside of the slots is next to the first or the last one */
        if (!inside)
            at = at < entry.start ? entry.start : entry.start + entry.size - 1;
        *guard = !inside;
        return vg_pool_find((const struct vg_slab *)entry.slab, (const void *)at, start, size);
    }
    *start = (void *)entry.start;
    *size = entry.size;
    *guard = !inside;
    return true;
}
