/* SPDX-License-Identifier: MIT */
/* All conversions between scalar types, in every mode, against exact arithmetic. */
#include <inttypes.h>
#include <string.h>

#include "tests/unit/builtins/exact.h"
#include "tests/unit/builtins/lists.h"
#include "tests/unit/unit.h"

struct conversion {
    vg_device *run;
    const struct vg_kind *to, *from;
    const char *suffix;
};

#define DECLARE(D, S, SUFFIX) vg_device device_convert_##D##SUFFIX##_##S;
CONVERSIONS(DECLARE)
#define ROW(D, S, SUFFIX) {device_convert_##D##SUFFIX##_##S, &vg_kind_##D, &vg_kind_##S, #SUFFIX},
static const struct conversion conversions[] = {CONVERSIONS(ROW)};

static bool ends_with(const char *text, const char *end)
{
    size_t length = strlen(text), tail = strlen(end);
    return length >= tail && strcmp(text + length - tail, end) == 0;
}

/* Without a suffix: toward zero to an integer, to the nearest otherwise. */
static enum vg_rounding rounding_of(const struct conversion *conversion)
{
    static const struct {
        const char *end;
        enum vg_rounding rounding;
    } endings[] = {{"_rte", VG_RTE}, {"_rtz", VG_RTZ}, {"_rtp", VG_RTP}, {"_rtn", VG_RTN}};
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
        if (ends_with(conversion->suffix, endings[i].end))
            return endings[i].rounding;
    return conversion->to->is_float ? VG_RTE : VG_RTZ;
}

/* False when the specification leaves the result open. */
static bool expected_integer(const struct conversion *conversion, struct vg_exact value, vg_wide *result)
{
    const struct vg_kind *to = conversion->to;
    bool saturates = strncmp(conversion->suffix, "_sat", 4) == 0;
    vg_wide least = vg_least(to), largest = vg_largest(to);
    if (value.class == VG_NAN) {
        *result = 0;
        return saturates;
    }
    if (value.class == VG_INFINITE)
        *result = value.negative ? least - 1 : largest + 1;
    else
        *result = vg_exact_to_integer(value, rounding_of(conversion));
    bool inside = *result >= least && *result <= largest;
    if (saturates && !inside)
        *result = *result < least ? least : largest;
    return inside || saturates || !conversion->from->is_float;
}

static void check_integer(const struct conversion *conversion, uint64_t bits, uint64_t result)
{
    vg_wide expected;
    if (!expected_integer(conversion, vg_exact_from_kind(conversion->from, bits), &expected))
        return;
    uint64_t expected_bits = (uint64_t)expected & ~(uint64_t)0 >> (64 - conversion->to->bits);
    if (result != expected_bits)
        fail_msg("convert_%s%s of %s %" PRIx64 ": %" PRIx64 ", expected %" PRIx64, conversion->to->name,
                 conversion->suffix, conversion->from->name, bits, result, expected_bits);
}

static void check_float(const struct conversion *conversion, uint64_t bits, uint64_t result)
{
    const struct vg_format *format = conversion->to->bits == 32 ? &vg_format_float : &vg_format_double;
    struct vg_exact value = vg_exact_from_kind(conversion->from, bits);
    uint64_t expected = vg_exact_to_format(value, format, rounding_of(conversion));
    bool right = value.class == VG_NAN ? vg_format_is_nan(format, result) : result == expected;
    if (!right)
        fail_msg("convert_%s%s of %s %" PRIx64 ": %" PRIx64 ", expected %" PRIx64, conversion->to->name,
                 conversion->suffix, conversion->from->name, bits, result, expected);
}

/* Values next to those that the destination can just hold or just not, and halfway between integers. */
static void add_borders(const struct conversion *conversion, struct vg_operands *operands)
{
    size_t row = operands->count / 2;
    if (!conversion->from->is_float || conversion->to->is_float)
        return;
    const struct vg_format *format = conversion->from->bits == 32 ? &vg_format_float : &vg_format_double;
    for (int power = 0; power <= 64; power++) {
        struct vg_exact border = {.magnitude = 1, .exponent = power};
        uint64_t bits = vg_exact_to_format(border, format, VG_RTE);
        for (int step = -3; step <= 3; step++) {
            uint64_t near = bits + (uint64_t)(int64_t)step;
            vg_set_bits(conversion->from, operands->column[0], row++, near);
            vg_set_bits(conversion->from, operands->column[0], row++,
                        near | (uint64_t)1 << (conversion->from->bits - 1));
        }
    }
    for (int half = -600; half <= 600; half++) {
        struct vg_exact value = {
            .negative = half < 0, .magnitude = (uint64_t)(half < 0 ? -half : half), .exponent = -1};
        vg_set_bits(conversion->from, operands->column[0], row++, vg_exact_to_format(value, format, VG_RTE));
    }
    assert_true(row <= operands->count);
}

/* Random doubles seldom lie near floats: half of them get only bits that a float or the one after it has. */
static void add_near_floats(const struct conversion *conversion, struct vg_operands *operands)
{
    if (conversion->to != &vg_kind_float || conversion->from != &vg_kind_double)
        return;
    for (size_t row = operands->count / 2; row < operands->count; row++) {
        struct vg_exact value = vg_exact_from_bits(&vg_format_float, vg_random() & 0xffffffff);
        uint64_t bits = vg_exact_to_format(value, &vg_format_double, VG_RTE);
        vg_set_bits(&vg_kind_double, operands->column[0], row,
                    bits + (vg_random() % 3 - 1) * (vg_random() % 2));
    }
}

static void check_conversion(const struct conversion *conversion)
{
    struct vg_operands operands;
    vg_operands_create(conversion->from, 1, &operands);
    add_borders(conversion, &operands);
    add_near_floats(conversion, &operands);
    conversion->run(operands.column[0], NULL, NULL, operands.results, operands.count);
    for (size_t row = 0; row < operands.count; row++) {
        uint64_t bits = vg_bits_at(conversion->from, operands.column[0], row);
        uint64_t result = vg_bits_at(conversion->to, operands.results, row);
        if (conversion->to->is_float)
            check_float(conversion, bits, result);
        else
            check_integer(conversion, bits, result);
    }
    vg_operands_destroy(&operands);
}

static void check_all(const struct vg_kind *to)
{
    size_t checked = 0;
    for (size_t i = 0; i < sizeof conversions / sizeof *conversions; i++) {
        if (conversions[i].to == to) {
            check_conversion(&conversions[i]);
            checked++;
        }
    }
    assert_int_equal(checked, to->is_float ? 50 : 100);
}

#define CASE(T)                                                                                              \
    static void convert_to_##T(void **state)                                                                 \
    {                                                                                                        \
        check_all(&vg_kind_##T);                                                                             \
    }
INT_TYPES(CASE)
FLOAT_TYPES(CASE)

VG_TESTS(test_convert, cmocka_unit_test(convert_to_char), cmocka_unit_test(convert_to_uchar),
         cmocka_unit_test(convert_to_short), cmocka_unit_test(convert_to_ushort),
         cmocka_unit_test(convert_to_int), cmocka_unit_test(convert_to_uint),
         cmocka_unit_test(convert_to_long), cmocka_unit_test(convert_to_ulong),
         cmocka_unit_test(convert_to_float), cmocka_unit_test(convert_to_double));
