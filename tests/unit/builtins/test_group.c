/* SPDX-License-Identifier: MIT */
/* Collectives and asynchronous copies of a work-group, with one thread for each work-item, in groups of one,
 * two and three dimensions. */
#include <float.h>
#include <math.h>
#include <string.h>

#include "tests/unit/builtins/group.h"
#include "tests/unit/builtins/lists.h"
#include "tests/unit/unit.h"

static const size_t sizes[][3] = {{1, 1, 1}, {24, 1, 1}, {6, 4, 1}, {4, 3, 2}};

struct collective {
    vg_device *run;
    const struct vg_kind *kind;
    double (*combine)(double x, double y);
    double identity;
};

static double combine_add(double x, double y)
{
    return x + y;
}

static double combine_min(double x, double y)
{
    return x < y ? x : y;
}

static double combine_max(double x, double y)
{
    return x > y ? x : y;
}

#define LEAST_int INT32_MIN
#define LEAST_uint 0
#define LEAST_long INT64_MIN
#define LEAST_ulong 0
#define LEAST_float -INFINITY
#define LEAST_double -INFINITY
#define LARGEST_int INT32_MAX
#define LARGEST_uint UINT32_MAX
#define LARGEST_long INT64_MAX
#define LARGEST_ulong UINT64_MAX
#define LARGEST_float INFINITY
#define LARGEST_double INFINITY
#define IDENTITY_add(T) 0
#define IDENTITY_min(T) (double)LARGEST_##T
#define IDENTITY_max(T) (double)LEAST_##T

#define DECLARE(T, OP) vg_device device_group_##OP##_##T;
#define DECLARE_ALL(T) GROUP_OPERATIONS(DECLARE, T) vg_device device_group_broadcast_##T;
GROUP_TYPES(DECLARE_ALL)
#define ROW(T, OP) {device_group_##OP##_##T, &vg_kind_##T, combine_##OP, IDENTITY_##OP(T)},
#define ROWS(T) GROUP_OPERATIONS(ROW, T)
#define BROADCAST_ROW(T) {device_group_broadcast_##T, &vg_kind_##T, NULL, 0},
static const struct collective collectives[] = {GROUP_TYPES(ROWS)};
static const struct collective broadcasts[] = {GROUP_TYPES(BROADCAST_ROW)};

/* Values small enough that a double holds every sum exactly. */
static double value_at(const struct vg_kind *kind, const void *array, size_t index)
{
    if (!kind->is_float)
        return (double)vg_integer(kind, vg_bits_at(kind, array, index));
    return kind->bits == 32 ? ((const float *)array)[index] : ((const double *)array)[index];
}

static void set_value(const struct vg_kind *kind, void *array, size_t index, double value)
{
    if (!kind->is_float)
        vg_set_bits(kind, array, index, (uint64_t)(int64_t)value);
    else if (kind->bits == 32)
        ((float *)array)[index] = (float)value;
    else
        ((double *)array)[index] = value;
}

static void check_collective(const struct collective *row, const size_t size[3])
{
    _Alignas(8) unsigned char values[8 * VG_MOST_ITEMS], results[3 * sizeof values];
    size_t count = size[0] * size[1] * size[2];
    for (size_t i = 0; i < count; i++)
        set_value(row->kind, values, i, (double)(vg_random() % 1000) - (row->kind->is_signed ? 500 : 0));
    vg_run_group(size, row->run, values, NULL, NULL, results, count);
    double total = value_at(row->kind, values, 0);
    for (size_t i = 1; i < count; i++)
        total = row->combine(total, value_at(row->kind, values, i));
    double before = row->identity;
    for (size_t i = 0; i < count; i++) {
        double value = value_at(row->kind, values, i), upto = i ? row->combine(before, value) : value;
        assert_true(value_at(row->kind, results, i) == total);
        assert_true(value_at(row->kind, results, count + i) == upto);
        assert_true(value_at(row->kind, results, 2 * count + i) == before);
        before = upto;
    }
}

static void reductions_and_scans(void **state)
{
    for (size_t i = 0; i < sizeof collectives / sizeof *collectives; i++)
        for (size_t s = 0; s < sizeof sizes / sizeof *sizes; s++)
            check_collective(&collectives[i], sizes[s]);
}

static void broadcasts_reach_everyone(void **state)
{
    for (size_t row = 0; row < sizeof broadcasts / sizeof *broadcasts; row++) {
        for (size_t s = 0; s < sizeof sizes / sizeof *sizes; s++) {
            const struct vg_kind *kind = broadcasts[row].kind;
            uint64_t values[VG_MOST_ITEMS], results[VG_MOST_ITEMS];
            size_t count = sizes[s][0] * sizes[s][1] * sizes[s][2];
            for (size_t i = 0; i < count; i++)
                values[i] = vg_random();
            vg_run_group(sizes[s], broadcasts[row].run, values, NULL, NULL, results, count);
            for (size_t i = 0; i < count; i++)
                assert_int_equal(vg_bits_at(kind, results, i), vg_bits_at(kind, values, count - 1));
        }
    }
}

vg_device device_group_all_any;

static void all_and_any(void **state)
{
    for (int zeros = 0; zeros < 3; zeros++) {
        const size_t *size = sizes[3];
        int predicates[24], results[48];
        for (int i = 0; i < 24; i++)
            predicates[i] = zeros == 0 ? i - 100 : zeros == 1 ? (i == 17) * 0x100 : 0;
        vg_run_group(size, device_group_all_any, predicates, NULL, NULL, results, 24);
        for (int i = 0; i < 24; i++) {
            assert_int_equal(results[i] != 0, zeros == 0);
            assert_int_equal(results[24 + i] != 0, zeros < 2);
        }
    }
}

struct copy {
    vg_device *run;
    size_t element;
};

#define DECLARE_COPY(T, SIZE) vg_device device_group_copy_##T;
#define COPY_ROW(T, SIZE) {device_group_copy_##T, SIZE},
COPY_TYPES(DECLARE_COPY)
static const struct copy copies[] = {COPY_TYPES(COPY_ROW)};

/* The kernel copies n elements through local memory, then gathers every third and scatters them to every
 * second place. */
static void check_copy(const struct copy *copy, size_t n)
{
    enum { MOST = 50, ELEMENT = 128 };
    static _Alignas(128) unsigned char from[3 * MOST * ELEMENT], local[MOST * ELEMENT],
        to[4 * MOST * ELEMENT];
    const unsigned char guard = 0x5a;
    size_t size = copy->element;
    for (size_t i = 0; i < sizeof from; i++)
        from[i] = (unsigned char)vg_random();
    memset(to, guard, sizeof to);
    vg_run_group(sizes[3], copy->run, from, NULL, local, to, n);
    for (size_t i = 0; i < n; i++) {
        const unsigned char *gathered = from + 3 * i * size, *scattered = to + (2 * n + 2 * i) * size;
        assert_memory_equal(to + i * size, from + i * size, size);
        assert_memory_equal(to + (n + i) * size, gathered, size);
        assert_memory_equal(scattered, gathered, size);
        assert_int_equal(scattered[size], guard);
    }
}

/* Fewer elements than work-items, as many, and more. */
static void asynchronous_copies(void **state)
{
    const size_t counts[] = {0, 5, 24, 50};
    for (size_t i = 0; i < sizeof copies / sizeof *copies; i++)
        for (size_t n = 0; n < sizeof counts / sizeof *counts; n++)
            check_copy(&copies[i], counts[n]);
}

VG_TESTS(test_group, cmocka_unit_test(reductions_and_scans), cmocka_unit_test(broadcasts_reach_everyone),
         cmocka_unit_test(all_and_any), cmocka_unit_test(asynchronous_copies));
