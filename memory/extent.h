/* SPDX-License-Identifier: MIT */
/* Extents: the pieces of a block that come and go by themselves, and how their addresses are mapped.
 *
 * Only blocks with an area of their own have extents, and only where there is a store below RAM. What the
 * protection says is always true: an extent that is not resident cannot be touched, one that equals its copy
 * in the store can only be read. So an access that nobody announced faults (fault.c) and nothing is missed.
 */
#ifndef VG_MEMORY_EXTENT_H
#define VG_MEMORY_EXTENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/list.h"
#include "memory/area.h"

struct vg_store;

enum vg_extent_state {
    VG_EXTENT_EMPTY,    /* reads as zeros, takes nothing */
    VG_EXTENT_STORED,   /* in its slot only */
    VG_EXTENT_COMING,   /* a thread reads it into RAM */
    VG_EXTENT_RESIDENT, /* in RAM, maybe in its slot as well */
    VG_EXTENT_LEAVING,  /* a thread writes it to its slot */
    VG_EXTENT_SINKING,  /* a thread moves it from its slot to one of a lower store */
    VG_EXTENT_LOST,     /* in a slot of the process that forked this one */
};

enum { VG_SLOT_NONE = UINT32_MAX };

/* Everything is guarded by the pager's lock, except that the thread that made it COMING, LEAVING or SINKING
 * moves the bytes without. */
struct vg_mem_extent {
    struct vg_list link;   /* in one of the pager's lists while resident and not pinned */
    struct vg_list packed; /* in the pager's list while it has a slot of the compressed store */
    char *at;
    uint32_t bytes;
    uint32_t pins;
    struct vg_store *store; /* where its slot is */
    uint32_t slot;          /* VG_SLOT_NONE: in no store */
    unsigned char state;    /* enum vg_extent_state */
    bool dirty;             /* RAM has what the slot has not */
    bool closed;            /* resident, but the next access is to be noticed */
};

struct vg_extents {
    struct vg_list link; /* in the pager's list of all tables */
    char *start;
    size_t bytes, count;
    struct vg_mem_extent of[]; /* [count]; all of VG_EXTENT_BYTES, but the last is up to a page longer */
};

/* NULL when out of memory. */
struct vg_extents *vg_extents_create(const struct vg_area *area);
/* The extent that holds a byte, at less than bytes. */
struct vg_mem_extent *vg_extents_at(struct vg_extents *extents, size_t at);

/* Mapping; 0 or the system's error number. All async-signal-safe. */
/* Lets the extent be accessed as its fields say. */
int vg_extent_protect(const struct vg_mem_extent *extent);
/* Lets it be read while it is written out. */
int vg_extent_freeze(const struct vg_mem_extent *extent);
/* Takes access and pages away at once, so that no write can come in between. */
int vg_extent_drop(const struct vg_mem_extent *extent);
/* Memory at no extent's address, for one that is on its way; the caller unmaps it. NULL: errno says why. */
char *vg_extent_stage(size_t bytes);
/* Reads up to VG_STORE_BATCH from their slots. Other threads see the whole of each at once,
 * read-only or closed. */
void vg_extents_fetch(struct vg_mem_extent *const *extents, int *errors, unsigned count);

#endif
