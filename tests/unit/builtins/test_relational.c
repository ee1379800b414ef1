/* SPDX-License-Identifier: MIT */
/* Relational functions of scalars and vectors against C's own tests. True is 1 for scalars and -1 for
 * vectors. */
#include <math.h>
#include <string.h>

#include "tests/unit/builtins/lists.h"
#include "tests/unit/builtins/values.h"
#include "tests/unit/unit.h"

/* The reference is generic in C too, so each test exists for float and for double; operands come as bits. */
#define REFERENCE(NAME, T, BITS, RESULT)                                                                     \
    static bool NAME##_##T(uint64_t x_bits, uint64_t y_bits)                                                 \
    {                                                                                                        \
        BITS x_part = (BITS)x_bits, y_part = (BITS)y_bits;                                                   \
        T x, y;                                                                                              \
        memcpy(&x, &x_part, sizeof x);                                                                       \
        memcpy(&y, &y_part, sizeof y);                                                                       \
        (void)y;                                                                                             \
        return RESULT;                                                                                       \
    }
#define REFERENCES(NAME, RESULT)                                                                             \
    REFERENCE(NAME, float, uint32_t, RESULT) REFERENCE(NAME, double, uint64_t, RESULT)
REFERENCES(expected_isnan, isnan(x))
REFERENCES(expected_isinf, isinf(x))
REFERENCES(expected_isfinite, isfinite(x))
REFERENCES(expected_isnormal, isnormal(x))
REFERENCES(expected_signbit, signbit(x))
REFERENCES(expected_isequal, x == y)
REFERENCES(expected_isnotequal, x != y)
REFERENCES(expected_isgreater, isgreater(x, y))
REFERENCES(expected_isgreaterequal, isgreaterequal(x, y))
REFERENCES(expected_isless, isless(x, y))
REFERENCES(expected_islessequal, islessequal(x, y))
REFERENCES(expected_islessgreater, islessgreater(x, y))
REFERENCES(expected_isordered, !isunordered(x, y))
REFERENCES(expected_isunordered, isunordered(x, y))

struct relation {
    const char *name;
    vg_device *run;
    bool (*expected)(uint64_t x, uint64_t y);
    const struct vg_kind *kind, *result;
    size_t components;
};

#define DECLARE(NAME, V, R, N) vg_device device_##NAME##_##V;
#define DECLARE_ALL(V, R, N) TESTS_OF_ONE(DECLARE, V, R, N) TESTS_OF_TWO(DECLARE, V, R, N)
#define DECLARE_VECTORS(T, R, N) DECLARE_ALL(T##N, R, N)
DECLARE_ALL(float, int, 1)
DECLARE_ALL(double, int, 1)
VECTOR_SIZES(DECLARE_VECTORS, float, int)
VECTOR_SIZES(DECLARE_VECTORS, double, long)

#define FLOAT_ROW(NAME, V, R, N)                                                                             \
    {#NAME " of " #V, device_##NAME##_##V, expected_##NAME##_float, &vg_kind_float, &vg_kind_##R, N},
#define DOUBLE_ROW(NAME, V, R, N)                                                                            \
    {#NAME " of " #V, device_##NAME##_##V, expected_##NAME##_double, &vg_kind_double, &vg_kind_##R, N},
#define FLOAT_ROWS(V, R, N) TESTS_OF_ONE(FLOAT_ROW, V, R, N) TESTS_OF_TWO(FLOAT_ROW, V, R, N)
#define DOUBLE_ROWS(V, R, N) TESTS_OF_ONE(DOUBLE_ROW, V, R, N) TESTS_OF_TWO(DOUBLE_ROW, V, R, N)
#define FLOAT_VECTOR_ROWS(T, R, N) FLOAT_ROWS(T##N, R, N)
#define DOUBLE_VECTOR_ROWS(T, R, N) DOUBLE_ROWS(T##N, R, N)
static const struct relation relations[] = {FLOAT_ROWS(float, int, 1) DOUBLE_ROWS(double, int, 1)
                                                VECTOR_SIZES(FLOAT_VECTOR_ROWS, float, int)
                                                    VECTOR_SIZES(DOUBLE_VECTOR_ROWS, double, long)};

static void check_relation(const struct relation *relation)
{
    struct vg_operands operands;
    vg_operands_create(relation->kind, 2, &operands);
    size_t room = relation->components == 3 ? 4 : relation->components, vectors = operands.count / room;
    relation->run(operands.column[0], operands.column[1], NULL, operands.results, vectors);
    for (size_t i = 0; i < vectors * room; i++) {
        if (i % room >= relation->components)
            continue;
        uint64_t x = vg_bits_at(relation->kind, operands.column[0], i);
        uint64_t y = vg_bits_at(relation->kind, operands.column[1], i);
        int64_t yes = relation->components == 1 ? 1 : -1;
        int64_t result =
            (int64_t)vg_integer(relation->result, vg_bits_at(relation->result, operands.results, i));
        if (result != (relation->expected(x, y) ? yes : 0))
            fail_msg("%s at %llx, %llx: %lld", relation->name, (unsigned long long)x, (unsigned long long)y,
                     (long long)result);
    }
    vg_operands_destroy(&operands);
}

static void relations_of_every_size(void **state)
{
    for (size_t i = 0; i < sizeof relations / sizeof *relations; i++)
        check_relation(&relations[i]);
}

VG_TESTS(test_relational, cmocka_unit_test(relations_of_every_size));
