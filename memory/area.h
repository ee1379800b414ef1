/* SPDX-License-Identifier: MIT */
/* A reserved address range with inaccessible guards before and behind: what blocks, slabs and scratch are
 * made of. Any thread. */
#ifndef VG_MEMORY_AREA_H
#define VG_MEMORY_AREA_H

#include <stdbool.h>
#include <stddef.h>

#define VG_AREA_GUARD ((size_t)64 << 10)
/* Bytes behind the last one that may be touched as well. Applications read the last element of a buffer as
 * part of a wider vector, which no GPU minds; the longest vector has 128 bytes. */
#define VG_AREA_TAIL ((size_t)128)

struct vg_area {
    char *base; /* the whole reservation, guards included */
    size_t length;
    char *start; /* the usable part: a multiple of the alignment, and of the page size */
    size_t size; /* the tail included; a multiple of the page size */
};

/* Reserves room for size > 0 bytes at a multiple of align (a power of two). False when addresses or memory
 * run out. */
bool vg_area_reserve(size_t size, size_t align, struct vg_area *out);
void vg_area_release(struct vg_area *area);

size_t vg_page_bytes(void);

#endif
