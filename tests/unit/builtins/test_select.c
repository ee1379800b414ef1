/* SPDX-License-Identifier: MIT */
/* select, bitselect, any, all and shuffles on vectors of every type and size. Components are compared as
 * bits. */
#include "tests/unit/builtins/lists.h"
#include "tests/unit/builtins/values.h"
#include "tests/unit/unit.h"

enum { COUNT = 40, MOST = COUNT * 16 };

/* Four arrays with room for vectors of 16. Masks are random, with a good share of zeros and of extreme
 * values. */
struct arrays {
    _Alignas(128) uint64_t a[MOST];
    _Alignas(128) uint64_t b[MOST];
    _Alignas(128) uint64_t c[MOST];
    _Alignas(128) uint64_t r[MOST];
};

static size_t room_of(size_t components)
{
    return components == 3 ? 4 : components;
}

static void fill(struct arrays *arrays, const struct vg_kind *kind)
{
    for (size_t i = 0; i < MOST; i++) {
        arrays->a[i] = vg_random();
        arrays->b[i] = vg_random();
        arrays->r[i] = 0;
    }
    uint64_t top = (uint64_t)1 << (kind->bits - 1);
    const uint64_t masks[] = {0, top, 1, top - 1, ~(uint64_t)0};
    for (size_t i = 0; i < MOST * 64 / (size_t)kind->bits; i++) {
        uint64_t choice = vg_random() % 8;
        vg_set_bits(kind, arrays->c, i, choice < 5 ? masks[choice] : vg_random());
    }
}

static bool top_bit(const struct vg_kind *kind, const void *array, size_t index)
{
    return vg_bits_at(kind, array, index) >> (kind->bits - 1);
}

struct selection {
    vg_device *run;
    const struct vg_kind *kind;
    size_t components;
};

#define DECLARE_SELECT(V, C) vg_device device_select_##V##_##C;
#define DECLARE_VECTOR_SELECT(T, C, N) DECLARE_SELECT(T##N, C##N)
#define DECLARE_SELECTS(T, I, U)                                                                             \
    DECLARE_SELECT(T, I)                                                                                     \
    DECLARE_SELECT(T, U)                                                                                     \
    VECTOR_SIZES(DECLARE_VECTOR_SELECT, T, I)                                                                \
    VECTOR_SIZES(DECLARE_VECTOR_SELECT, T, U) vg_device device_bitselect_##T;
SELECT_TYPES(DECLARE_SELECTS)

#define SELECT_ROW(T, C, N) {device_select_##T##N##_##C##N, &vg_kind_##T, N},
#define SELECT_ROWS(T, I, U)                                                                                 \
    {device_select_##T##_##I, &vg_kind_##T, 1}, {device_select_##T##_##U, &vg_kind_##T, 1},                  \
        VECTOR_SIZES(SELECT_ROW, T, I) VECTOR_SIZES(SELECT_ROW, T, U)
#define BITSELECT_ROW(T, I, U) {device_bitselect_##T, &vg_kind_##T, 1},
static const struct selection selections[] = {SELECT_TYPES(SELECT_ROWS)};
static const struct selection bitselections[] = {SELECT_TYPES(BITSELECT_ROW)};

static void select_takes_the_second_where_told(void **state)
{
    static struct arrays arrays;
    for (size_t s = 0; s < sizeof selections / sizeof *selections; s++) {
        const struct selection *row = &selections[s];
        size_t room = room_of(row->components);
        fill(&arrays, row->kind);
        row->run(arrays.a, arrays.b, arrays.c, arrays.r, COUNT);
        for (size_t i = 0; i < COUNT * room; i++) {
            if (i % room >= row->components)
                continue;
            bool second = row->components == 1 ? vg_bits_at(row->kind, arrays.c, i) != 0
                                               : top_bit(row->kind, arrays.c, i);
            uint64_t expected = vg_bits_at(row->kind, second ? arrays.b : arrays.a, i);
            assert_int_equal(vg_bits_at(row->kind, arrays.r, i), expected);
        }
    }
}

static void bitselect_takes_bits(void **state)
{
    static struct arrays arrays;
    for (size_t s = 0; s < sizeof bitselections / sizeof *bitselections; s++) {
        const struct vg_kind *kind = bitselections[s].kind;
        fill(&arrays, kind);
        bitselections[s].run(arrays.a, arrays.b, arrays.c, arrays.r, COUNT);
        for (size_t i = 0; i < COUNT; i++) {
            uint64_t mask = vg_bits_at(kind, arrays.c, i);
            uint64_t expected =
                (vg_bits_at(kind, arrays.a, i) & ~mask) | (vg_bits_at(kind, arrays.b, i) & mask);
            assert_int_equal(vg_bits_at(kind, arrays.r, i), expected);
        }
    }
}

#define DECLARE_ANY_ALL(T, N) vg_device device_any_##T##N, device_all_##T##N;
#define DECLARE_ANY_ALLS(T)                                                                                  \
    vg_device device_any_##T, device_all_##T;                                                                \
    VECTOR_SIZES(DECLARE_ANY_ALL, T)
SIGNED_TYPES(DECLARE_ANY_ALLS)
#define ANY_ROW(T, N) {device_any_##T##N, &vg_kind_##T, N},
#define ALL_ROW(T, N) {device_all_##T##N, &vg_kind_##T, N},
#define ANY_ROWS(T) {device_any_##T, &vg_kind_##T, 1}, VECTOR_SIZES(ANY_ROW, T)
#define ALL_ROWS(T) {device_all_##T, &vg_kind_##T, 1}, VECTOR_SIZES(ALL_ROW, T)
static const struct selection anys[] = {SIGNED_TYPES(ANY_ROWS)};
static const struct selection alls[] = {SIGNED_TYPES(ALL_ROWS)};

/* The number of components whose most significant bit is set decides. */
static void check_any_all(const struct selection *row, bool want_all)
{
    static struct arrays arrays;
    size_t room = room_of(row->components);
    fill(&arrays, row->kind);
    for (size_t i = 0; i < 8 * room; i++) /* vectors with all, none and the last of the bits */
        vg_set_bits(row->kind, arrays.c, i,
                    i < 2 * room                                      ? ~(uint64_t)0
                    : i < 4 * room || i % room != row->components - 1 ? 0
                                                                      : ~(uint64_t)0);
    row->run(arrays.c, NULL, NULL, arrays.r, COUNT);
    for (size_t i = 0; i < COUNT; i++) {
        size_t set = 0;
        for (size_t component = 0; component < row->components; component++)
            set += top_bit(row->kind, arrays.c, i * room + component);
        bool expected = want_all ? set == row->components : set > 0;
        assert_int_equal(((const int32_t *)arrays.r)[i], expected);
    }
}

static void any_and_all_look_at_top_bits(void **state)
{
    for (size_t i = 0; i < sizeof anys / sizeof *anys; i++) {
        check_any_all(&anys[i], false);
        check_any_all(&alls[i], true);
    }
}

struct shuffle {
    vg_device *one, *two;
    const struct vg_kind *kind, *mask;
    size_t from, to;
};

#define DECLARE_SHUFFLE(T, U, M, N) vg_device device_shuffle_##T##M##_##N, device_shuffle2_##T##M##_##N;
#define DECLARE_SHUFFLES(T, I, U) SHUFFLES(DECLARE_SHUFFLE, T, U)
#define SHUFFLE_ROW(T, U, M, N)                                                                              \
    {device_shuffle_##T##M##_##N, device_shuffle2_##T##M##_##N, &vg_kind_##T, &vg_kind_##U, M, N},
#define SHUFFLE_ROWS(T, I, U) SHUFFLES(SHUFFLE_ROW, T, U)
SELECT_TYPES(DECLARE_SHUFFLES)
static const struct shuffle shuffles[] = {SELECT_TYPES(SHUFFLE_ROWS)};

static void check_shuffle(const struct shuffle *row, struct arrays *arrays, bool two)
{
    (two ? row->two : row->one)(arrays->a, arrays->b, arrays->c, arrays->r, COUNT);
    for (size_t i = 0; i < COUNT * row->to; i++) {
        size_t pick = vg_bits_at(row->mask, arrays->c, i) % (row->from << two),
               vector = i / row->to * row->from;
        const void *source = pick < row->from ? arrays->a : arrays->b;
        uint64_t expected = vg_bits_at(row->kind, source, vector + pick % row->from);
        assert_int_equal(vg_bits_at(row->kind, arrays->r, i), expected);
    }
}

static void shuffles_pick_components(void **state)
{
    static struct arrays arrays;
    for (size_t i = 0; i < sizeof shuffles / sizeof *shuffles; i++) {
        fill(&arrays, shuffles[i].mask);
        for (size_t word = 0; word < MOST; word++)
            arrays.c[word] = vg_random();
        check_shuffle(&shuffles[i], &arrays, false);
        check_shuffle(&shuffles[i], &arrays, true);
    }
}

VG_TESTS(test_select, cmocka_unit_test(select_takes_the_second_where_told),
         cmocka_unit_test(bitselect_takes_bits), cmocka_unit_test(any_and_all_look_at_top_bits),
         cmocka_unit_test(shuffles_pick_components));
