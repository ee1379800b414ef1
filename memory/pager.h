/* SPDX-License-Identifier: MIT */
/* What decides which extents are in RAM; for the files of this folder.
 *
 * One lock guards the state of all extents and the account of RAM. It is never held during input and output:
 * a thread marks an extent as COMING, LEAVING or SINKING, lets the lock go, moves the bytes, and takes it
 * again; whoever wants that extent meanwhile waits for `changed`. A thread that waits for RAM owns no such
 * extent, so all waiting ends.
 *
 * Resident extents that nobody pins are in one of two lists, oldest first. `open` ones can be accessed as
 * they are. The oldest are moved to `closed`, where an access faults and puts them back: those that are found
 * there when room is needed were not used of late, and go. */
#ifndef VG_MEMORY_PAGER_H
#define VG_MEMORY_PAGER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/sync.h"
#include "base/topology.h"
#include "memory/extent.h"
#include "memory/memory.h"
#include "memory/store.h"

struct vg_pager {
    bool on; /* there is a store below RAM; set once */
    struct vg_mutex lock;
    struct vg_cond changed;      /* an extent has come or left, or was unpinned */
    struct vg_list open, closed; /* struct vg_mem_extent.link */
    struct vg_list tables;       /* struct vg_extents.link */
    struct vg_list packed;       /* struct vg_mem_extent.packed: the first give their room up first */
    size_t open_count, closed_count;
    uint64_t most;     /* RAM for blocks when there is enough */
    uint64_t least;    /* and when there is not */
    uint64_t budget;   /* and now */
    uint64_t fixed;    /* taken by blocks that never leave */
    uint64_t resident; /* taken by extents, those COMING and LEAVING included */
    uint64_t promised; /* to tasks whose spans are held whole */
    unsigned pieces;   /* calls of vg_pieces_pin whose pins are held */
    unsigned busy;     /* extents COMING or LEAVING */
    struct vg_store store;
    struct vg_store vram; /* tried before it; no slots: there is none */
    int fault_error;      /* why an access could not be served; 0 after it was reported */
    struct vg_paging_counts counts;
    uint64_t demoted_bytes;
};

extern struct vg_pager vg_pager;

/* Once, before any block is made, with bytes of RAM at most and at least, and of a store. False when out of
 * memory. */
bool vg_pager_start(uint64_t most, uint64_t least, uint64_t stored, const struct vg_store_ops *ops);

void vg_pager_lock(void);
void vg_pager_unlock(void);
void vg_pager_child(void); /* the child of a fork lets the lock go so */

/* Puts so many bytes of compressed store before the other. */
void vg_pager_compress(uint64_t bytes);

/* RAM for a block that never leaves; false when there is none. */
bool vg_pager_fix(uint64_t bytes);
void vg_pager_unfix(uint64_t bytes);

void vg_pager_add(struct vg_extents *extents);
/* Gives up whatever the extents take. The mapping and the table are the caller's. */
void vg_pager_remove(struct vg_extents *extents);

/* Makes the extent resident and accessible, for writing on request: 0 or an error number. fresh: what it held
 * is not needed. May let the lock go meanwhile; the extent is as promised when it returns. */
int vg_pager_bring_locked(struct vg_mem_extent *extent, bool write, bool fresh);
/* The same ahead of their use, for up to VG_STORE_BATCH stored extents at addresses, but only into room that
 * is free or to be had at once. They are closed then. */
void vg_pager_bring_ahead_locked(const char *const *addresses, unsigned count);
/* The extent that holds address, which may be anything, and its table (may be NULL). */
struct vg_mem_extent *vg_pager_find_locked(const void *address, struct vg_extents **extents);
void vg_pager_list_locked(struct vg_mem_extent *extent);
void vg_pager_unlist_locked(struct vg_mem_extent *extent);
/* Lets a resident extent be accessed as its fields say: 0 or an error number. Where the system refuses, as it
 * does a process with too many mappings, the extent counts as closed, so that its next use tries again. */
int vg_pager_protect_locked(struct vg_mem_extent *extent);

/* reclaim.c: takes bytes of RAM, of which other extents are deprived where necessary. *waited: the lock was
 * let go, and the caller has to look at everything again; the bytes are then not taken. */
int vg_reclaim_locked(uint64_t bytes, bool *waited);
/* Lets up to VG_STORE_BATCH extents go, those that were used least of late. How many went: fewer when that
 * fails, or there are no more. */
unsigned vg_reclaim_some_locked(unsigned count);
/* The slot holds nothing that is needed any more. */
void vg_reclaim_forget_slot_locked(struct vg_mem_extent *extent);
/* Gives a copy up whose original is in RAM as well. False when there is none in this store. */
bool vg_reclaim_steal_slot_locked(struct vg_mem_extent *extent, const struct vg_store *store);
/* A slot of the file for so many bytes, for which copies are given up where necessary: 0 or an error number.
 */
int vg_reclaim_take_slot_locked(size_t bytes, uint32_t *slot);

/* demote.c: the extent has come to the compressed store, or has come back from there to RAM. What has lain
 * there longest is the first to go on to the file; what is in RAM as well goes before it. */
void vg_demote_is_packed_locked(struct vg_mem_extent *extent);
void vg_demote_is_copy_locked(struct vg_mem_extent *extent);
/* Moves extents on, so many at once, until the compressed store takes no more than it may. Where the file
 * fails they stay. May let the lock go meanwhile. */
void vg_demote_locked(unsigned count);

/* ahead.c: the extent is in use, and those behind it will be. */
void vg_ahead_ask_locked(const struct vg_extents *extents, const struct vg_mem_extent *extent);
/* The extent will be in use soon. False when it does not have to be read, or too many are asked for already.
 */
bool vg_ahead_request_locked(const struct vg_mem_extent *extent);
/* Somebody had to wait for room. */
void vg_ahead_short_locked(void);
/* Starts the threads unless they run. Not from a fault handler. */
void vg_ahead_start(void);
void vg_ahead_child(void);
/* The RAM for blocks that take so much now, where so much is left, or where threads wait for memory whatever
 * is left. */
uint64_t vg_ahead_budget(uint64_t taken, struct vg_memory_limits limits, bool stalls);

#endif
