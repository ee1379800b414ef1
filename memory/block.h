/* SPDX-License-Identifier: MIT */
/* What a block is, for the files of this folder. */
#ifndef VG_MEMORY_BLOCK_H
#define VG_MEMORY_BLOCK_H

#include <stdatomic.h>
#include <stddef.h>

#include "memory/area.h"
#include "memory/extent.h"
#include "memory/pool.h"

struct vg_block {
    void *address;
    size_t size;
    size_t charged;             /* bytes of the tier's capacity; 0 for the caller's memory */
    struct vg_area area;        /* of a large block; base NULL otherwise */
    struct vg_slot slot;        /* of a small block; slab NULL otherwise */
    size_t fixed;               /* bytes of RAM that never leave it */
    struct vg_extents *extents; /* NULL: always in RAM, or the caller's */
    atomic_uint pins;           /* spans in use */
};

#endif
