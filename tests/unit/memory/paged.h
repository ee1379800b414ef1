/* SPDX-License-Identifier: MIT */
/* Paging with a RAM of a few extents, and a store made for the tests, which fails when it is told to. */
#ifndef VG_TESTS_MEMORY_PAGED_H
#define VG_TESTS_MEMORY_PAGED_H

#include "memory/block.h"
#include "memory/memory.h"
#include "memory/pager.h"
#include "tests/unit/unit.h"

#define MIB ((size_t)1 << 20)

extern struct paged_store {
    int fail_writes, fail_reads; /* error numbers; 0 = work */
    unsigned fail_one_in;        /* 0: all of them */
    void (*during_write)(void);  /* on the thread that writes, which has no lock */
} paged_store;
extern const struct vg_store_ops paged_ops;

void paged_start(size_t ram, const char *ssd);
struct vg_block *paged_make(size_t size);
struct vg_span paged_piece(struct vg_block *block, size_t offset, size_t size, bool write);
/* Writes a byte into each piece of 64 KiB. */
void paged_put(struct vg_block *block, size_t offset, size_t size, int value);
void paged_expect(struct vg_block *block, size_t offset, size_t size, int value);

#endif
