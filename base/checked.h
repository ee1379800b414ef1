/* SPDX-License-Identifier: MIT */
/* Overflow-safe size arithmetic: each function says whether the exact result fits, and stores it if so.
 * All size mathematics on values that an application can choose goes through here. */
#ifndef VG_BASE_CHECKED_H
#define VG_BASE_CHECKED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

static inline bool vg_add(size_t a, size_t b, size_t *sum)
{
    return !__builtin_add_overflow(a, b, sum);
}

static inline bool vg_mul(size_t a, size_t b, size_t *product)
{
    return !__builtin_mul_overflow(a, b, product);
}

/* base + a * b */
static inline bool vg_add_mul(size_t base, size_t a, size_t b, size_t *result)
{
    size_t product;
    return vg_mul(a, b, &product) && vg_add(base, product, result);
}

/* value / by, rounded up; by > 0. */
static inline size_t vg_divide_up(size_t value, size_t by)
{
    return value / by + (value % by != 0);
}

/* value rounded up to a multiple of align, a power of two. */
static inline bool vg_align_up(size_t value, size_t align, size_t *result)
{
    size_t sum;
    if (!vg_add(value, align - 1, &sum))
        return false;
    *result = sum & ~(align - 1);
    return true;
}

/* Whether [at, at + size) lies within [0, limit). */
static inline bool vg_in_range(size_t at, size_t size, size_t limit)
{
    return at <= limit && size <= limit - at;
}

static inline size_t vg_least(size_t a, size_t b)
{
    return a < b ? a : b;
}

static inline size_t vg_most(size_t a, size_t b)
{
    return a > b ? a : b;
}

static inline bool vg_is_power_of_two(size_t value)
{
    return value != 0 && (value & (value - 1)) == 0;
}

#endif
