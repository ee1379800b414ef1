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
/* Uses the first size bytes of a file, which other mappings of it see change. The descriptor is open for
 * reading and writing; the caller may close it afterwards. The file stays as long as that: what is cut off
 * faults. */
cl_int vg_block_map(int fd, size_t size, struct vg_block **out);
/* Releases and NULLs; NULL inside is a no-op. */
void vg_block_destroy(struct vg_block **block);

void *vg_block_address(const struct vg_block *block);
size_t vg_block_size(const struct vg_block *block);
/* Its bytes may be elsewhere than at their addresses, so that only pinned ones can be touched. */
bool vg_block_is_paged(const struct vg_block *block);

struct vg_span {
    struct vg_block *block;
    size_t offset, size;
    bool write;
    bool overwrite; /* of a piece: all its bytes are written before any is read */
};

/* Brings the extents of the span into RAM and keeps them there until unpinned, for what is small beside the
 * budget. CL_OUT_OF_RESOURCES when there is no room, or when the disk fails. */
cl_int vg_span_pin(const struct vg_span *span);
void vg_span_unpin(const struct vg_span *span);

/* All spans of a task: pins them when they fit into RAM together with what other tasks hold. Otherwise
 * *paged is set, and the task pins pieces of them or lets its accesses fault (vg_memory_fault). */
enum vg_hold { VG_HOLD_WHOLE, VG_HOLD_PRESENT /* pages unless all of it is in RAM already */ };
cl_int vg_spans_hold(const struct vg_span *spans, size_t count, enum vg_hold how, bool *paged);
void vg_spans_release(const struct vg_span *spans, size_t count, bool paged);

/* Bytes of a span that are in RAM, and that have a copy in a store. Without a store all are in RAM. */
struct vg_places {
    size_t ram, stored;
};
struct vg_places vg_span_places(const struct vg_span *span);

/* Says that a task will use the spans before long: what has to be read comes ahead, into room that is free or
 * to be had at once. */
void vg_spans_ask(const struct vg_span *spans, size_t count);

/* Pieces of a few extents: one or two spans at once, for as long as it takes to copy them. Waits for other
 * pieces when there is no room for these; the caller has none pinned. */
cl_int vg_pieces_pin(const struct vg_span *spans, size_t count);
void vg_pieces_unpin(const struct vg_span *spans, size_t count);

/* Blocks may be larger than RAM. */
bool vg_memory_is_paged(void);

#define VG_EXTENT_BYTES ((size_t)2 << 20) /* what blocks are divided into at such addresses */

/* Bytes that blocks may take in all, read once at first use: RAM (VGPU_MEM_RAM, or a part of the machine's or
 * the cgroup's) and what lies below it (VGPU_MEM_SSD). What is compressed adds nothing, since not everything
 * can be. */
uint64_t vg_memory_budget(void);

struct vg_memory_stats {
    uint64_t used, peak; /* bytes taken from the budget, page and slot ends included */
    uint64_t blocks;     /* alive, wrapped ones included */
};
struct vg_paging_counts {               /* extents */
    uint64_t fetched, evicted, written; /* read from a store, let go, written before that */
    uint64_t ahead;                     /* of those fetched: before anybody waited for them */
    uint64_t faults;                    /* accesses that had to wait for it, or to be noticed */
    uint64_t demoted;                   /* moved from the compressed store to the file */
};
struct vg_paging_stats {
    uint64_t ram_budget, ram_used;              /* bytes */
    uint64_t stored;                            /* of extents in stores, copies of what is in RAM included */
    uint64_t in_file;                           /* of those, in the file */
    uint64_t read_bytes, written_bytes, errors; /* between RAM and the file */
    uint64_t packed;                            /* bytes that compressed extents take */
    uint64_t unpacked_bytes, packed_bytes;      /* of extents that came from there and went there */
    uint64_t demoted_bytes; /* of extents that went on from there to the file; in none of the others */
    struct vg_paging_counts counts;
};
/* All zero where RAM is the only tier. */
struct vg_paging_stats vg_paging_stats(void);
struct vg_memory_stats vg_memory_stats(void);

/* The block that holds address, for messages about faults and for SVM lookups: its start, size and whether
 * the address is in a guard page. False when no block is near. */
bool vg_memory_find(const void *address, void **start, size_t *size, bool *guard);

/* Called by the fault handler (executor/fault.c) before anything else, for every SIGSEGV and SIGBUS that an
 * access made, on the thread that made it: kernels, transfers and the application alike. True when the access
 * can now be done, and is to be tried again. Must be async-signal-safe, and keep errno. */
bool vg_memory_fault(void *address, bool write);

/* Joins the threads of this folder, which start again when they are needed. */
void vg_memory_stop(void);

/* A worker's private scratch: grows, never shrinks below what is in use, has a guard page behind it. */
struct vg_scratch {
    void *base;
    size_t size;
    void *reserved; /* the addresses around it, guards included */
    size_t reserved_bytes;
};
/* At least size bytes aligned to 4096, from 2 MiB on to that and of huge pages where there are any; keeps the
 * old area when large enough. False when out of memory. */
bool vg_scratch_reserve(struct vg_scratch *scratch, size_t size);
void vg_scratch_finish(struct vg_scratch *scratch);

#endif
