/* SPDX-License-Identifier: MIT */
/* Half storage: all halves loaded; floats and doubles near every half and halfway between halves stored in
 * every mode. */
#include <stdlib.h>
#include <string.h>

#include "tests/unit/builtins/exact.h"
#include "tests/unit/builtins/lists.h"
#include "tests/unit/unit.h"

#define HALVES 65536
#define GUARD 0xabcd

static void check_float(uint16_t half, uint32_t result)
{
    struct vg_exact value = vg_exact_from_bits(&vg_format_half, half);
    if (value.class == VG_NAN)
        assert_true(vg_format_is_nan(&vg_format_float, result));
    else
        assert_int_equal(result, vg_exact_to_format(value, &vg_format_float, VG_RTE));
}

vg_device device_vload_half;

static void every_half_loads_exactly(void **state)
{
    static uint16_t halves[HALVES];
    static uint32_t results[HALVES];
    for (size_t i = 0; i < HALVES; i++)
        halves[i] = (uint16_t)i;
    device_vload_half(halves, NULL, NULL, results, HALVES);
    for (size_t i = 0; i < HALVES; i++)
        check_float(halves[i], results[i]);
}

struct half_store {
    vg_device *run;
    const struct vg_kind *kind;
    enum vg_rounding rounding;
};

#define DECLARE_STORE(T, SUFFIX) vg_device device_vstore_half##SUFFIX##_##T;
HALF_ROUNDINGS(DECLARE_STORE, float)
HALF_ROUNDINGS(DECLARE_STORE, double)
#define VG_ VG_RTE
#define VG__rte VG_RTE
#define VG__rtz VG_RTZ
#define VG__rtp VG_RTP
#define VG__rtn VG_RTN
#define STORE_ROW(T, SUFFIX) {device_vstore_half##SUFFIX##_##T, &vg_kind_##T, VG_##SUFFIX},
static const struct half_store stores[] = {HALF_ROUNDINGS(STORE_ROW, float)
                                               HALF_ROUNDINGS(STORE_ROW, double)};

/* Three bits patterns around each half and around each point halfway to the next one. */
static size_t near_halves(const struct vg_kind *kind, void *values)
{
    const struct vg_format *format = kind->bits == 32 ? &vg_format_float : &vg_format_double;
    size_t count = 0;
    for (uint32_t half = 0; half < HALVES; half++) {
        struct vg_exact value = vg_exact_from_bits(&vg_format_half, half);
        struct vg_exact middle = value;
        middle.magnitude = 2 * value.magnitude + 1;
        middle.exponent--;
        uint64_t bits = vg_exact_to_format(value, format, VG_RTE);
        uint64_t middle_bits = vg_exact_to_format(middle, format, VG_RTE);
        for (int step = -1; step <= 1; step++) {
            vg_set_bits(kind, values, count++, bits + (uint64_t)(int64_t)step);
            vg_set_bits(kind, values, count++, middle_bits + (uint64_t)(int64_t)step);
        }
    }
    return count;
}

static void check_stores(const struct half_store *store, const void *values, size_t count, uint16_t *results)
{
    store->run(values, NULL, NULL, results, count);
    for (size_t i = 0; i < count; i++) {
        struct vg_exact value = vg_exact_from_kind(store->kind, vg_bits_at(store->kind, values, i));
        uint64_t expected = vg_exact_to_format(value, &vg_format_half, store->rounding);
        if (value.class == VG_NAN)
            assert_true(vg_format_is_nan(&vg_format_half, results[i]));
        else
            assert_int_equal(results[i], expected);
    }
}

static void stores_round_exactly(void **state)
{
    size_t most = 6 * HALVES;
    void *values = calloc(most, 8);
    uint16_t *results = calloc(most, 2);
    assert_non_null(values);
    assert_non_null(results);
    for (size_t i = 0; i < sizeof stores / sizeof *stores; i++) {
        check_stores(&stores[i], values, near_halves(stores[i].kind, values), results);
        struct vg_operands operands;
        vg_operands_create(stores[i].kind, 1, &operands);
        check_stores(&stores[i], operands.column[0], operands.count, operands.results);
        vg_operands_destroy(&operands);
    }
    free(values);
    free(results);
}

struct half_vectors {
    vg_device *load, *store;
    size_t size, step;
};

#define DECLARE_VECTORS(NAME, N) vg_device device_##NAME##_##N;
HALF_VECTORS(DECLARE_VECTORS, vload_half)
HALF_VECTORS(DECLARE_VECTORS, vloada_half)
HALF_VECTORS(DECLARE_VECTORS, vstore_half)
HALF_VECTORS(DECLARE_VECTORS, vstorea_half)
#define PACKED_ROW(NAME, N) {device_vload##NAME##_##N, device_vstore##NAME##_##N, N, N},
#define ALIGNED_ROW(NAME, N) {device_vload##NAME##_##N, device_vstore##NAME##_##N, N, N == 3 ? 4 : N},
static const struct half_vectors vectors[] = {HALF_VECTORS(PACKED_ROW, _half)
                                                  HALF_VECTORS(ALIGNED_ROW, a_half)};

/* Loads and stores `count` vectors; nothing but their components is touched. */
static void check_vectors(const struct half_vectors *row)
{
    enum { COUNT = 5, MOST = 16 * COUNT + 1 };
    _Alignas(64) uint16_t halves[MOST], stored[MOST];
    uint32_t floats[MOST];
    for (size_t i = 0; i < MOST; i++) {
        halves[i] = (uint16_t)(vg_random() & 0x7bff);
        stored[i] = GUARD;
        floats[i] = 0;
    }
    row->load(halves, NULL, NULL, floats, COUNT);
    row->store(floats, NULL, NULL, stored, COUNT);
    for (size_t i = 0; i < MOST; i++) {
        size_t vector = i / row->step, component = i % row->step;
        bool used = vector < COUNT && component < row->size;
        if (used)
            check_float(halves[i], floats[vector * row->size + component]);
        assert_int_equal(stored[i], used ? halves[i] : GUARD);
    }
}

static void vectors_lie_where_they_should(void **state)
{
    for (size_t i = 0; i < sizeof vectors / sizeof *vectors; i++)
        check_vectors(&vectors[i]);
}

VG_TESTS(test_half, cmocka_unit_test(every_half_loads_exactly), cmocka_unit_test(stores_round_exactly),
         cmocka_unit_test(vectors_lie_where_they_should));
