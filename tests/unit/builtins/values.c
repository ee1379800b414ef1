/* SPDX-License-Identifier: MIT */
/* Edge values and random ones. Random floating-point operands are random bits, so that all exponents,
 * infinities, NaN and subnormals come up. */
#include "tests/unit/builtins/values.h"

#include <stdlib.h>
#include <string.h>

#include "tests/unit/unit.h"

#define RANDOM_ROWS 20000
#define MOST_EDGES 64

#define INTEGER_KIND(name, bits, is_signed)                                                                  \
    const struct vg_kind vg_kind_##name = {#name, bits, is_signed, false}
INTEGER_KIND(char, 8, true);
INTEGER_KIND(short, 16, true);
INTEGER_KIND(int, 32, true);
INTEGER_KIND(long, 64, true);
INTEGER_KIND(uchar, 8, false);
INTEGER_KIND(ushort, 16, false);
INTEGER_KIND(uint, 32, false);
INTEGER_KIND(ulong, 64, false);
const struct vg_kind vg_kind_float = {"float", 32, true, true};
const struct vg_kind vg_kind_double = {"double", 64, true, true};

uint64_t vg_random(void)
{
    static uint64_t state = 0x9e3779b97f4a7c15;
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return state * 0x2545f4914f6cdd1d;
}

uint64_t vg_bits_at(const struct vg_kind *kind, const void *array, size_t index)
{
    uint64_t bits = 0;
    size_t size = kind->bits / 8;
    memcpy(&bits, (const char *)array + index * size, size);
    return bits;
}

void vg_set_bits(const struct vg_kind *kind, void *array, size_t index, uint64_t bits)
{
    size_t size = kind->bits / 8;
    memcpy((char *)array + index * size, &bits, size);
}

vg_wide vg_integer(const struct vg_kind *kind, uint64_t bits)
{
    uint64_t mask = ~(uint64_t)0 >> (64 - kind->bits);
    bool negative = kind->is_signed && bits >> (kind->bits - 1) & 1;
    return negative ? (vg_wide)(bits & mask) - ((vg_wide)mask + 1) : (vg_wide)(bits & mask);
}

vg_wide vg_least(const struct vg_kind *kind)
{
    return kind->is_signed ? -((vg_wide)1 << (kind->bits - 1)) : 0;
}

vg_wide vg_largest(const struct vg_kind *kind)
{
    return ((vg_wide)1 << (kind->bits - kind->is_signed)) - 1;
}

static size_t integer_edges(const struct vg_kind *kind, uint64_t *edges)
{
    uint64_t top = (uint64_t)1 << (kind->bits - 1), half = (uint64_t)1 << (kind->bits / 2);
    const uint64_t around[] = {0, top, half, half >> 1, top >> 1};
    size_t count = 0;
    for (size_t i = 0; i < sizeof around / sizeof *around; i++)
        for (int step = -2; step <= 2; step++)
            edges[count++] = around[i] + (uint64_t)(int64_t)step;
    return count;
}

/* Zeros, subnormals, the borders of the exponent, the numbers around 0.5, 1, 1.5, 2 and 3, infinity and NaN,
 * of both signs. */
static size_t float_edges(const struct vg_kind *kind, uint64_t *edges)
{
    int fraction = kind->bits == 32 ? 23 : 52;
    uint64_t one = (uint64_t)1 << fraction, bias = kind->bits == 32 ? 127 : 1023;
    const uint64_t magnitudes[] = {0,
                                   1,
                                   one - 1,
                                   one,
                                   one + 1,
                                   (bias - 1) * one - 1,
                                   (bias - 1) * one,
                                   (bias - 1) * one + 1,
                                   bias * one - 1,
                                   bias * one,
                                   bias * one + 1,
                                   bias * one + one / 2,
                                   (bias + 1) * one,
                                   (bias + 1) * one + one / 4,
                                   (bias + 1) * one + one / 2,
                                   (2 * bias + 1) * one - 1,
                                   (2 * bias + 1) * one,
                                   (2 * bias + 1) * one + one / 2};
    size_t count = 0;
    for (size_t i = 0; i < sizeof magnitudes / sizeof *magnitudes; i++) {
        edges[count++] = magnitudes[i];
        edges[count++] = magnitudes[i] | (uint64_t)1 << (kind->bits - 1);
    }
    return count;
}

static void *allocate(size_t count)
{
    void *block = calloc(count, 8);
    assert_non_null(block);
    return block;
}

/* The index in base `radix`, one digit for each column, picks the edges of the row. */
static void set_edges(const struct vg_kind *kind, int arity, struct vg_operands *out, const uint64_t *edges,
                      size_t radix, size_t rows)
{
    for (size_t row = 0; row < rows; row++) {
        size_t rest = row;
        for (int i = 0; i < arity; i++, rest /= radix)
            vg_set_bits(kind, out->column[i], row, edges[rest % radix]);
    }
}

static void set_every_value(const struct vg_kind *kind, int arity, struct vg_operands *out,
                            const uint64_t *edges, size_t edge_count)
{
    for (size_t row = 0; row < out->count; row++) {
        const uint64_t digits[] = {row, row >> 8, edges[(row >> 16) % edge_count]};
        for (int i = 0; i < arity; i++)
            vg_set_bits(kind, out->column[i], row, digits[i]);
    }
}

void vg_operands_create(const struct vg_kind *kind, int arity, struct vg_operands *out)
{
    uint64_t edges[MOST_EDGES];
    size_t radix = kind->is_float ? float_edges(kind, edges) : integer_edges(kind, edges), rows = 1;
    for (int i = 0; i < arity; i++)
        rows *= radix;
    bool exhaustive = kind->bits == 8 || (kind->bits == 16 && arity == 1);
    out->count = !exhaustive ? rows + RANDOM_ROWS
                 : arity < 3 ? (size_t)1 << kind->bits * arity
                             : 65536 * radix;
    for (int i = 0; i < 3; i++)
        out->column[i] = allocate(out->count);
    out->results = allocate(out->count);
    if (exhaustive) {
        set_every_value(kind, arity, out, edges, radix);
        return;
    }
    set_edges(kind, arity, out, edges, radix, rows);
    for (size_t row = rows; row < out->count; row++)
        for (int i = 0; i < arity; i++)
            vg_set_bits(kind, out->column[i], row, vg_random() >> (vg_random() % 8 ? 0 : vg_random() % 64));
}

void vg_operands_destroy(struct vg_operands *operands)
{
    for (int i = 0; i < 3; i++)
        free(operands->column[i]);
    free(operands->results);
}
