/* SPDX-License-Identifier: MIT */
/* The heap with a tripwire. In ordinary use an allocation pays one relaxed load of `watched`; the shared
 * counter is touched only after a test has asked for it, so threads do not fight over its cache line. */
#include "base/alloc.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/attributes.h"
#include "base/checked.h"

static atomic_bool watched;
static atomic_uint_least64_t allocations;
static atomic_uint_least64_t fail_from = UINT64_MAX;

/* Counts one allocation; false when it is to fail. */
static bool may_allocate(void)
{
    if (VG_LIKELY(!atomic_load_explicit(&watched, memory_order_relaxed)))
        return true;
    return atomic_fetch_add(&allocations, 1) < atomic_load(&fail_from);
}

void vg_alloc_fail_after(int64_t n)
{
    atomic_store(&watched, true);
    atomic_store(&fail_from, n < 0 ? UINT64_MAX : atomic_load(&allocations) + (uint64_t)n);
}

uint64_t vg_alloc_count(void)
{
    atomic_store(&watched, true);
    return atomic_load(&allocations);
}

/* malloc(0) may be NULL, which callers would take for a failure. */
static size_t at_least_one(size_t size)
{
    return size ? size : 1;
}

void *vg_zalloc(size_t size)
{
    return vg_zalloc_array(1, size);
}

void *vg_zalloc_array(size_t count, size_t size)
{
    size_t total;
    return vg_mul(count, size, &total) && may_allocate() ? calloc(1, at_least_one(total)) : NULL;
}

void *vg_zalloc_aligned(size_t size, size_t align)
{
    void *block;
    if (!may_allocate())
        return NULL;
    if (align < sizeof(void *))
        align = sizeof(void *);
    if (posix_memalign(&block, align, at_least_one(size)) != 0)
        return NULL;
    return memset(block, 0, size);
}

void *vg_realloc(void *old, size_t size)
{
    return may_allocate() ? realloc(old, at_least_one(size)) : NULL;
}

void vg_free(void *block)
{
    free(block);
}

char *vg_strdup(const char *text)
{
    return text ? vg_strndup(text, strlen(text)) : NULL;
}

char *vg_strndup(const char *text, size_t length)
{
    size_t size;
    if (!vg_add(length, 1, &size) || !may_allocate())
        return NULL;
    char *copy = malloc(size);
    if (!copy)
        return NULL;
    memcpy(copy, text, length);
    copy[length] = '\0';
    return copy;
}

void *vg_memdup(const void *bytes, size_t size)
{
    void *copy = may_allocate() ? malloc(at_least_one(size)) : NULL;
    return copy && size ? memcpy(copy, bytes, size) : copy;
}
