/* SPDX-License-Identifier: MIT */
/* The tree's heap functions. Each can be made to fail for tests: after vg_alloc_fail_after(n), the n-th
 * following allocation of the process (counted from 0) and all later ones return NULL. Any thread. */
#ifndef VG_BASE_ALLOC_H
#define VG_BASE_ALLOC_H

#include <stddef.h>
#include <stdint.h>

void *vg_zalloc(size_t size);                       /* zeroed; NULL when out of memory */
void *vg_zalloc_array(size_t count, size_t size);   /* overflow-safe */
void *vg_zalloc_aligned(size_t size, size_t align); /* zeroed; align a power of two; free with vg_free */
void *vg_realloc(void *old, size_t size);           /* as realloc(); the old block survives a failure */
void vg_free(void *block);                          /* NULL is a no-op */
char *vg_strdup(const char *text);                  /* NULL when text is NULL or out of memory */
char *vg_strndup(const char *text, size_t length);
void *vg_memdup(const void *bytes, size_t size);

/* Test hook: -1 = never fail (the default). vg_alloc_count() gives the allocations since the first call of
 * either function; tests compare two readings. */
void vg_alloc_fail_after(int64_t n);
uint64_t vg_alloc_count(void);

#endif
