/* SPDX-License-Identifier: MIT */
/* Integer functions against the definitions of the specification, computed in 128 bits. */
#include <inttypes.h>

#include "tests/unit/builtins/lists.h"
#include "tests/unit/builtins/values.h"
#include "tests/unit/unit.h"

struct operation {
    const char *name;
    vg_device *run;
    const struct vg_kind *kind;
    int arity;
    vg_wide (*expected)(const struct vg_kind *kind, const vg_wide *operand);
};

static vg_wide limited(const struct vg_kind *kind, vg_wide value)
{
    vg_wide least = vg_least(kind), largest = vg_largest(kind);
    return value < least ? least : value > largest ? largest : value;
}

/* Rounds toward minus infinity, as a shift does. */
static vg_wide shifted(vg_wide value, int places)
{
    return value >> places;
}

static vg_wide expected_abs(const struct vg_kind *kind, const vg_wide *x)
{
    (void)kind;
    return x[0] < 0 ? -x[0] : x[0];
}

static vg_wide expected_abs_diff(const struct vg_kind *kind, const vg_wide *x)
{
    const vg_wide difference = x[0] - x[1];
    return expected_abs(kind, &difference);
}

static vg_wide expected_add_sat(const struct vg_kind *kind, const vg_wide *x)
{
    return limited(kind, x[0] + x[1]);
}

static vg_wide expected_sub_sat(const struct vg_kind *kind, const vg_wide *x)
{
    return limited(kind, x[0] - x[1]);
}

static vg_wide expected_hadd(const struct vg_kind *kind, const vg_wide *x)
{
    (void)kind;
    return shifted(x[0] + x[1], 1);
}

static vg_wide expected_rhadd(const struct vg_kind *kind, const vg_wide *x)
{
    (void)kind;
    return shifted(x[0] + x[1] + 1, 1);
}

static vg_wide expected_max(const struct vg_kind *kind, const vg_wide *x)
{
    (void)kind;
    return x[0] > x[1] ? x[0] : x[1];
}

static vg_wide expected_min(const struct vg_kind *kind, const vg_wide *x)
{
    (void)kind;
    return x[0] < x[1] ? x[0] : x[1];
}

static vg_wide expected_clamp(const struct vg_kind *kind, const vg_wide *x)
{
    const vg_wide raised[] = {expected_max(kind, x), x[2]};
    return expected_min(kind, raised);
}

static vg_wide expected_mul_hi(const struct vg_kind *kind, const vg_wide *x)
{
    return kind->is_signed ? shifted(x[0] * x[1], kind->bits)
                           : (vg_wide)((vg_uwide)x[0] * (vg_uwide)x[1] >> kind->bits);
}

static vg_wide expected_mad_hi(const struct vg_kind *kind, const vg_wide *x)
{
    return expected_mul_hi(kind, x) + x[2];
}

/* The sum of a product of two 64-bit numbers and a third fits in 128 bits of the same signedness. */
static vg_wide expected_mad_sat(const struct vg_kind *kind, const vg_wide *x)
{
    if (kind->is_signed)
        return limited(kind, x[0] * x[1] + x[2]);
    vg_uwide sum = (vg_uwide)x[0] * (vg_uwide)x[1] + (vg_uwide)x[2], largest = (vg_uwide)vg_largest(kind);
    return (vg_wide)(sum > largest ? largest : sum);
}

static vg_wide expected_mul24(const struct vg_kind *kind, const vg_wide *x)
{
    (void)kind;
    return x[0] * x[1];
}

static vg_wide expected_mad24(const struct vg_kind *kind, const vg_wide *x)
{
    return expected_mul24(kind, x) + x[2];
}

static bool bit(const vg_wide *x, int place)
{
    return *x >> place & 1;
}

static vg_wide expected_clz(const struct vg_kind *kind, const vg_wide *x)
{
    int count = 0;
    while (count < kind->bits && !bit(x, kind->bits - 1 - count))
        count++;
    return count;
}

static vg_wide expected_ctz(const struct vg_kind *kind, const vg_wide *x)
{
    int count = 0;
    while (count < kind->bits && !bit(x, count))
        count++;
    return count;
}

static vg_wide expected_popcount(const struct vg_kind *kind, const vg_wide *x)
{
    int count = 0;
    for (int place = 0; place < kind->bits; place++)
        count += bit(x, place);
    return count;
}

static vg_wide expected_rotate(const struct vg_kind *kind, const vg_wide *x)
{
    vg_wide result = 0;
    int by = (int)(x[1] & (kind->bits - 1));
    for (int place = 0; place < kind->bits; place++)
        if (bit(x, place))
            result |= (vg_wide)1 << (place + by) % kind->bits;
    return result;
}

#define DECLARE(NAME, T, ARITY) vg_device device_##NAME##_##T;
#define ROW(NAME, T, ARITY) {#NAME, device_##NAME##_##T, &vg_kind_##T, ARITY, expected_##NAME},
#define ROWS(T) INTEGER_FUNCTIONS(T, ROW)
#define DECLARE_ALL(T) INTEGER_FUNCTIONS(T, DECLARE)
INT_TYPES(DECLARE_ALL)
PRODUCTS24(DECLARE)

static const struct operation operations[] = {INT_TYPES(ROWS)};
static const struct operation products24[] = {PRODUCTS24(ROW)};

static void check_row(const struct operation *operation, const struct vg_operands *operands, size_t row)
{
    const struct vg_kind *kind = operation->kind;
    vg_wide x[3] = {0};
    for (int i = 0; i < operation->arity; i++)
        x[i] = vg_integer(kind, vg_bits_at(kind, operands->column[i], row));
    uint64_t mask = ~(uint64_t)0 >> (64 - kind->bits);
    uint64_t expected = (uint64_t)operation->expected(kind, x) & mask;
    uint64_t result = vg_bits_at(kind, operands->results, row);
    if (result != expected)
        fail_msg("%s of %s at %" PRIx64 ", %" PRIx64 ", %" PRIx64 ": %" PRIx64 ", expected %" PRIx64,
                 operation->name, kind->name, (uint64_t)x[0], (uint64_t)x[1], (uint64_t)x[2], result,
                 expected);
}

static void check_operation(const struct operation *operation, const struct vg_operands *operands)
{
    operation->run(operands->column[0], operands->column[1], operands->column[2], operands->results,
                   operands->count);
    for (size_t row = 0; row < operands->count; row++)
        check_row(operation, operands, row);
}

static void integer_functions(void **state)
{
    for (size_t i = 0; i < sizeof operations / sizeof *operations; i++) {
        struct vg_operands operands;
        vg_operands_create(operations[i].kind, operations[i].arity, &operands);
        check_operation(&operations[i], &operands);
        vg_operands_destroy(&operands);
    }
}

/* Only operands of 24 bits have a defined product. */
static void products_of_24_bits(void **state)
{
    for (size_t i = 0; i < sizeof products24 / sizeof *products24; i++) {
        const struct vg_kind *kind = products24[i].kind;
        struct vg_operands operands;
        vg_operands_create(kind, products24[i].arity, &operands);
        for (size_t row = 0; row < operands.count; row++) {
            for (int column = 0; column < 2; column++) {
                vg_wide value = vg_integer(kind, vg_bits_at(kind, operands.column[column], row));
                vg_set_bits(kind, operands.column[column], row, (uint64_t)shifted(value, 8));
            }
        }
        check_operation(&products24[i], &operands);
        vg_operands_destroy(&operands);
    }
}

#define DECLARE_UPSAMPLE(T, LOW, WIDE) vg_device device_upsample_##T;
#define UPSAMPLE_ROW(T, LOW, WIDE) {device_upsample_##T, &vg_kind_##T, &vg_kind_##WIDE},
UPSAMPLES(DECLARE_UPSAMPLE)

static void upsample_joins_halves(void **state)
{
    static const struct {
        vg_device *run;
        const struct vg_kind *kind, *wide;
    } rows[] = {UPSAMPLES(UPSAMPLE_ROW)};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct vg_operands operands;
        vg_operands_create(rows[i].kind, 2, &operands);
        rows[i].run(operands.column[0], operands.column[1], NULL, operands.results, operands.count);
        for (size_t row = 0; row < operands.count; row++) {
            uint64_t high = vg_bits_at(rows[i].kind, operands.column[0], row);
            uint64_t low = vg_bits_at(rows[i].kind, operands.column[1], row);
            assert_int_equal(vg_bits_at(rows[i].wide, operands.results, row),
                             high << rows[i].kind->bits | low);
        }
        vg_operands_destroy(&operands);
    }
}

VG_TESTS(test_integer, cmocka_unit_test(integer_functions), cmocka_unit_test(products_of_24_bits),
         cmocka_unit_test(upsample_joins_halves));
