/* SPDX-License-Identifier: MIT */
/* Atomics: what each leaves and returns, and that concurrent ones lose nothing. */
#include <string.h>

#include "tests/unit/builtins/group.h"
#include "tests/unit/builtins/lists.h"
#include "tests/unit/unit.h"

enum { COUNT = 500 };

struct operation {
    const char *name;
    vg_device *run;
    const struct vg_kind *kind;
    vg_wide (*combine)(vg_wide old, vg_wide value);
};

static vg_wide combine_add(vg_wide old, vg_wide value)
{
    return old + value;
}

static vg_wide combine_sub(vg_wide old, vg_wide value)
{
    return old - value;
}

static vg_wide combine_min(vg_wide old, vg_wide value)
{
    return old < value ? old : value;
}

static vg_wide combine_max(vg_wide old, vg_wide value)
{
    return old > value ? old : value;
}

static vg_wide combine_and(vg_wide old, vg_wide value)
{
    return old & value;
}

static vg_wide combine_or(vg_wide old, vg_wide value)
{
    return old | value;
}

static vg_wide combine_xor(vg_wide old, vg_wide value)
{
    return old ^ value;
}

static vg_wide combine_xchg(vg_wide old, vg_wide value)
{
    (void)old;
    return value;
}

#define DECLARE(NAME, OP, S, T, A) vg_device device_##NAME##_##S##_##T;
ATOMIC_OPERATIONS(DECLARE)
vg_device device_atomic_xchg_float;
#define ROW(NAME, OP, S, T, A) {#NAME " " #S, device_##NAME##_##S##_##T, &vg_kind_##T, combine_##OP},
static const struct operation operations[] = {
    ATOMIC_OPERATIONS(ROW){"atomic_xchg", device_atomic_xchg_float, &vg_kind_float, combine_xchg}};

struct cells {
    uint64_t a[COUNT], b[COUNT], c[COUNT], before[COUNT], r[COUNT];
};

static void fill(struct cells *cells)
{
    for (size_t i = 0; i < COUNT; i++) {
        cells->a[i] = vg_random();
        cells->b[i] = vg_random();
        cells->c[i] = cells->before[i] = vg_random();
    }
}

static void check_operation(const struct operation *operation)
{
    const struct vg_kind *kind = operation->kind;
    static struct cells cells;
    fill(&cells);
    operation->run(cells.a, cells.b, cells.c, cells.r, COUNT);
    for (size_t i = 0; i < COUNT; i++) {
        uint64_t before = vg_bits_at(kind, cells.before, i), mask = ~(uint64_t)0 >> (64 - kind->bits);
        vg_wide left =
            operation->combine(vg_integer(kind, before), vg_integer(kind, vg_bits_at(kind, cells.a, i)));
        if (vg_bits_at(kind, cells.r, i) != before || vg_bits_at(kind, cells.c, i) != ((uint64_t)left & mask))
            fail_msg("%s of %s", operation->name, kind->name);
    }
}

static void operations_return_the_old_value(void **state)
{
    for (size_t i = 0; i < sizeof operations / sizeof *operations; i++)
        check_operation(&operations[i]);
}

#define DECLARE_COMPARE(NAME, S, T) vg_device device_##NAME##_##S##_##T;
#define DECLARE_C11_COMPARE(T) vg_device device_compare_exchange_strong_##T, device_compare_exchange_weak_##T;
LEGACY_COMPARES(DECLARE_COMPARE)
GROUP_TYPES(DECLARE_C11_COMPARE)
#define COMPARE_ROW(NAME, S, T) {#NAME " " #S, device_##NAME##_##S##_##T, &vg_kind_##T, NULL},
#define C11_COMPARE_ROW(T)                                                                                   \
    {"strong", device_compare_exchange_strong_##T, &vg_kind_##T, NULL},                                      \
        {"weak", device_compare_exchange_weak_##T, &vg_kind_##T, NULL},
static const struct operation compares[] = {LEGACY_COMPARES(COMPARE_ROW) GROUP_TYPES(C11_COMPARE_ROW)};

/* The weak form may fail without cause in principle, but not on x86 nor with the instructions that LLVM uses.
 */
static void compares_exchange_what_is_expected(void **state)
{
    static struct cells cells;
    for (size_t row = 0; row < sizeof compares / sizeof *compares; row++) {
        const struct vg_kind *kind = compares[row].kind;
        fill(&cells);
        for (size_t i = 0; i < COUNT; i += 2)
            vg_set_bits(kind, cells.a, i, vg_bits_at(kind, cells.before, i));
        compares[row].run(cells.a, cells.b, cells.c, cells.r, COUNT);
        for (size_t i = 0; i < COUNT; i++) {
            uint64_t before = vg_bits_at(kind, cells.before, i);
            bool same = vg_bits_at(kind, cells.a, i) == before;
            if (vg_bits_at(kind, cells.r, i) != before ||
                vg_bits_at(kind, cells.c, i) != (same ? vg_bits_at(kind, cells.b, i) : before))
                fail_msg("%s of %s", compares[row].name, kind->name);
        }
    }
}

#define DECLARE_LOAD_STORE(T) vg_device device_load_store_##T;
GROUP_TYPES(DECLARE_LOAD_STORE)
#define LOAD_STORE_ROW(T) {"load_store", device_load_store_##T, &vg_kind_##T, NULL},
static const struct operation load_stores[] = {GROUP_TYPES(LOAD_STORE_ROW)};

/* The program sets the object to a, reads it, sets it to b, reads that into r and writes back what it had
 * read first. */
static void loads_and_stores(void **state)
{
    static struct cells cells;
    for (size_t row = 0; row < sizeof load_stores / sizeof *load_stores; row++) {
        const struct vg_kind *kind = load_stores[row].kind;
        fill(&cells);
        load_stores[row].run(cells.a, cells.b, cells.c, cells.r, COUNT);
        assert_memory_equal(cells.r, cells.b, COUNT * (size_t)kind->bits / 8);
        assert_memory_equal(cells.c, cells.a, COUNT * (size_t)kind->bits / 8);
    }
}

vg_device device_inc_dec, device_flag, device_contend;

/* Each 32-bit object is incremented and then decremented, the sum of what came before is told; so for 64
 * bits. */
static void increments_and_decrements(void **state)
{
    uint64_t objects[COUNT], before[COUNT], sums[COUNT / 2];
    for (size_t i = 0; i < COUNT; i++)
        objects[i] = before[i] = vg_random();
    size_t n = COUNT / 2;
    device_inc_dec(NULL, NULL, objects, sums, n);
    assert_memory_equal(objects, before, sizeof objects);
    for (size_t i = 0; i < n; i++) {
        int32_t first = ((const int32_t *)before)[i];
        uint64_t wide = before[n + i];
        assert_int_equal(sums[i], (uint64_t)(int64_t)first + (uint32_t)first + 1 + wide + wide + 1);
    }
}

static void flags(void **state)
{
    int flag = 0, results[4];
    device_flag(NULL, NULL, &flag, results, 1);
    const int expected[] = {0, 1, 0, 0};
    assert_memory_equal(results, expected, sizeof results);
}

static void concurrent_operations_lose_nothing(void **state)
{
    struct {
        int32_t integer;
        float sum;
    } shared = {0};
    const size_t threads[] = {8, 1, 1};
    vg_run_at_once(threads, device_contend, NULL, NULL, &shared, NULL, 20000);
    assert_int_equal(shared.integer, 160000);
    assert_true(shared.sum == 160000.0f);
}

VG_TESTS(test_atomic, cmocka_unit_test(operations_return_the_old_value),
         cmocka_unit_test(compares_exchange_what_is_expected), cmocka_unit_test(loads_and_stores),
         cmocka_unit_test(increments_and_decrements), cmocka_unit_test(flags),
         cmocka_unit_test(concurrent_operations_lose_nothing));
