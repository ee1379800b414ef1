/* SPDX-License-Identifier: MIT */
/* Device memory: blocks with a fixed virtual range for life, whose extents sit in tiers (memory/tier.h).
 *
 * Large blocks have guard pages before and behind; small ones come from pools. A range must be pinned while a
 * task uses it; pins nest. All functions may be called from any thread. */
#ifndef VG_MEMORY_MEMORY_H
#define VG_MEMORY_MEMORY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/cl.h"

struct vg_block;

/* Reserves size > 0 bytes at a multiple of align (a power of two, at least 128 is used). Contents are
 * undefined to the API but never another process's or block's secrets. CL_MEM_OBJECT_ALLOCATION_FAILURE past
 * the budget. */
cl_int vg_block_create(size_t size, size_t align, struct vg_block **out);
/* Uses the caller's memory in place, at any alignment; it must outlive the block. */
cl_int vg_block_wrap(void *host, size_t size, struct vg_block **out);
/* Releases and NULLs; NULL inside is a no-op. */
void vg_block_destroy(struct vg_block **block);

void *vg_block_address(const struct vg_block *block);
size_t vg_block_size(const struct vg_block *block);

struct vg_span {
    struct vg_block *block;
    size_t offset, size;
    bool write;
};

/* Brings the extents of the span into RAM and keeps them there until unpinned. */
cl_int vg_span_pin(const struct vg_span *span);
void vg_span_unpin(const struct vg_span *span);

/* Bytes that blocks may take in all, read once at first use (VGPU_MEM_RAM, RAM, cgroup limit). */
uint64_t vg_memory_budget(void);

struct vg_memory_stats {
    uint64_t used, peak; /* bytes taken from the budget, page and slot ends included */
    uint64_t blocks;     /* alive, wrapped ones included */
};
struct vg_memory_stats vg_memory_stats(void);

/* The block that holds address, for messages about faults and for SVM lookups: its start, size and whether
 * the address is in a guard page. False when no block is near. */
bool vg_memory_find(const void *address, void **start, size_t *size, bool *guard);

/* Called by the fault handler (executor/fault.c) before anything else, for every SIGSEGV and SIGBUS that an
 * access made, on the thread that made it: kernels, transfers and the application alike. True when the access
 * can now be done, and is to be tried again. Must be async-signal-safe, and keep errno. */
bool vg_memory_fault(void *address, bool write);

/* A worker's private scratch: grows, never shrinks below what is in use, has a guard page behind it. */
struct vg_scratch {
    void *base;
    size_t size;
};
/* At least size bytes aligned to 4096; keeps the old area when large enough. False when out of memory. */
bool vg_scratch_reserve(struct vg_scratch *scratch, size_t size);
void vg_scratch_finish(struct vg_scratch *scratch);

#endif
