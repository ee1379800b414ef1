/* SPDX-License-Identifier: MIT */
/* Common and geometric functions against the same formulas in long double, within the errors that the
 * specification allows. */
#include <float.h>
#include <math.h>
#include <string.h>

#include "tests/unit/builtins/lists.h"
#include "tests/unit/builtins/values.h"
#include "tests/unit/unit.h"

static long double value_at(const struct vg_kind *kind, const void *array, size_t index)
{
    if (kind->bits == 32)
        return ((const float *)array)[index];
    return ((const double *)array)[index];
}

static void set_value(const struct vg_kind *kind, void *array, size_t index, long double value)
{
    if (kind->bits == 32)
        ((float *)array)[index] = (float)value;
    else
        ((double *)array)[index] = (double)value;
}

static long double epsilon_of(const struct vg_kind *kind)
{
    return kind->bits == 32 ? FLT_EPSILON : DBL_EPSILON;
}

static long double largest_of(const struct vg_kind *kind)
{
    return kind->bits == 32 ? FLT_MAX : DBL_MAX;
}

/* One unit in the last place of a number of this type near x. */
static long double unit_at(const struct vg_kind *kind, long double x)
{
    int least = kind->bits == 32 ? FLT_MIN_EXP : DBL_MIN_EXP, exponent;
    frexpl(x, &exponent);
    return ldexpl(epsilon_of(kind), (exponent > least ? exponent : least) - 1);
}

/* Equal up to `units`; past the largest number infinity will do, NaN must be NaN. */
static bool close_to(const struct vg_kind *kind, long double result, long double expected, long double units)
{
    if (isnan(expected) || isnan(result))
        return isnan(expected) && isnan(result);
    if (isinf(result) && fabsl(expected) + units * unit_at(kind, expected) > largest_of(kind))
        return signbit(result) == signbit(expected);
    return result == expected || fabsl(result - expected) <= units * unit_at(kind, expected);
}

struct common {
    const char *name;
    vg_device *run;
    const struct vg_kind *kind;
    int arity;
    long double (*expected)(const long double *x);
    long double units,
        absolute; /* the error allowed: units in the last place, or an absolute one for operands in [-1, 1] */
};

static long double expected_degrees(const long double *x)
{
    return x[0] * (180 / 3.14159265358979323846264338327950288L);
}

static long double expected_radians(const long double *x)
{
    return x[0] * (3.14159265358979323846264338327950288L / 180);
}

static long double expected_sign(const long double *x)
{
    return x[0] > 0 ? 1 : x[0] < 0 ? -1 : isnan(x[0]) ? 0 : x[0];
}

static long double expected_max(const long double *x)
{
    return x[0] < x[1] ? x[1] : x[0];
}

static long double expected_min(const long double *x)
{
    return x[1] < x[0] ? x[1] : x[0];
}

static long double expected_step(const long double *x)
{
    return x[1] < x[0] ? 0 : 1;
}

static long double expected_clamp(const long double *x)
{
    const long double raised[] = {expected_max(x), x[2]};
    return expected_min(raised);
}

static long double expected_mix(const long double *x)
{
    return x[0] + (x[1] - x[0]) * x[2];
}

static long double expected_smoothstep(const long double *x)
{
    long double t = (x[2] - x[0]) / (x[1] - x[0]);
    t = t < 0 ? 0 : t > 1 ? 1 : t;
    return t * t * (3 - 2 * t);
}

#define ERROR_degrees 2, 0
#define ERROR_radians 2, 0
#define ERROR_sign 0, 0
#define ERROR_max 0, 0
#define ERROR_min 0, 0
#define ERROR_step 0, 0
#define ERROR_clamp 0, 0
#define ERROR_mix 0, 1e-6L
#define ERROR_smoothstep 0, 1e-5L

#define DECLARE(NAME, T, ARITY) vg_device device_##NAME##_##T;
COMMON_FUNCTIONS(float, DECLARE)
COMMON_FUNCTIONS(double, DECLARE)
#define ROW(NAME, T, ARITY) {#NAME, device_##NAME##_##T, &vg_kind_##T, ARITY, expected_##NAME, ERROR_##NAME},
static const struct common commons[] = {COMMON_FUNCTIONS(float, ROW) COMMON_FUNCTIONS(double, ROW)};

/* Uniform in [-1, 1], a multiple of 2^-20: smoothstep needs edges that differ and are in order. */
static void set_small(const struct common *function, struct vg_operands *operands)
{
    for (size_t row = 0; row < operands->count; row++) {
        for (int i = 0; i < function->arity; i++)
            set_value(function->kind, operands->column[i], row,
                      (int)(vg_random() % 2097153 - 1048576) / 1048576.0L);
        long double low = value_at(function->kind, operands->column[0], row);
        if (strcmp(function->name, "smoothstep") == 0)
            set_value(function->kind, operands->column[1], row, low + (vg_random() % 1024 + 1) / 1024.0L);
    }
}

static void check_common(const struct common *function)
{
    struct vg_operands operands;
    vg_operands_create(function->kind, function->arity, &operands);
    if (function->absolute > 0)
        set_small(function, &operands);
    function->run(operands.column[0], operands.column[1], operands.column[2], operands.results,
                  operands.count);
    for (size_t row = 0; row < operands.count; row++) {
        long double x[3] = {0}, result = value_at(function->kind, operands.results, row);
        for (int i = 0; i < function->arity; i++)
            x[i] = value_at(function->kind, operands.column[i], row);
        long double expected = function->expected(x);
        bool right = function->absolute > 0 ? fabsl(result - expected) <= function->absolute
                                            : close_to(function->kind, result, expected, function->units);
        if (!right)
            fail_msg("%s of %s at %La, %La, %La: %La, expected %La", function->name, function->kind->name,
                     x[0], x[1], x[2], result, expected);
    }
    vg_operands_destroy(&operands);
}

static void common_functions(void **state)
{
    for (size_t i = 0; i < sizeof commons / sizeof *commons; i++)
        check_common(&commons[i]);
}

/* Geometric functions: everything about one kind of vector. */
struct geometric {
    const char *name;
    vg_device *dot, *length, *distance, *normalize;
    const struct vg_kind *kind;
    size_t size;
    bool fast;
};

#define DECLARE_GEOMETRIC(NAME, T, V, N) vg_device device_##NAME##_##V;
#define DECLARE_LENGTHS(T, V, N) LENGTHS(DECLARE_GEOMETRIC, T, V, N)
#define DECLARE_FAST_LENGTHS(T, V, N) FAST_LENGTHS(DECLARE_GEOMETRIC, T, V, N)
GEOMETRIC_SIZES(DECLARE_LENGTHS, float)
GEOMETRIC_SIZES(DECLARE_LENGTHS, double)
GEOMETRIC_SIZES(DECLARE_FAST_LENGTHS, float)
#define GEOMETRIC_ROW(T, V, N)                                                                               \
    {#V, device_dot_##V, device_length_##V, device_distance_##V, device_normalize_##V, &vg_kind_##T,         \
     N,  false},
#define FAST_ROW(T, V, N)                                                                                    \
    {"fast " #V,                                                                                             \
     device_dot_##V,                                                                                         \
     device_fast_length_##V,                                                                                 \
     device_fast_distance_##V,                                                                               \
     device_fast_normalize_##V,                                                                              \
     &vg_kind_##T,                                                                                           \
     N,                                                                                                      \
     true},
static const struct geometric geometrics[] = {GEOMETRIC_SIZES(GEOMETRIC_ROW, float) GEOMETRIC_SIZES(
    GEOMETRIC_ROW, double) GEOMETRIC_SIZES(FAST_ROW, float)};

enum { VECTORS = 20000 };

struct vectors {
    _Alignas(32) double a[4 * VECTORS];
    _Alignas(32) double b[4 * VECTORS];
    _Alignas(32) double r[4 * VECTORS];
};

static size_t room_of(const struct geometric *row)
{
    return row->size == 3 ? 4 : row->size;
}

/* Components of one vector have close exponents, and these go through the whole range of the type; the fast
 * functions only promise something for sums of squares inside the range. */
static void fill_vectors(const struct geometric *row, struct vectors *vectors)
{
    int range = row->kind->bits == 32 ? (row->fast ? 60 : 148) : 1073,
        top = row->kind->bits == 32 ? 127 : 1023;
    size_t room = room_of(row);
    for (size_t i = 0; i < VECTORS * room; i++) {
        size_t vector = i / room;
        int exponent = row->fast ? (int)(vector % (size_t)range) - range / 2
                                 : (int)(vector % (size_t)(range + top)) - range;
        long double x = (vg_random() >> 40) / 8388608.0L - 1, y = (vg_random() >> 40) / 8388608.0L - 1;
        set_value(row->kind, vectors->a, i, ldexpl(x, exponent - (int)(vg_random() % 6)));
        set_value(row->kind, vectors->b, i, ldexpl(y, exponent - (int)(vg_random() % 6)));
    }
}

static void load_vector(const struct geometric *row, const void *array, size_t index, long double *x)
{
    for (size_t i = 0; i < row->size; i++)
        x[i] = value_at(row->kind, array, index * room_of(row) + i);
}

static long double exact_length(const long double *x, size_t size)
{
    long double sum = 0;
    for (size_t i = 0; i < size; i++)
        sum += x[i] * x[i];
    return sqrtl(sum);
}

static void check_dot(const struct geometric *row, struct vectors *vectors)
{
    row->dot(vectors->a, vectors->b, NULL, vectors->r, VECTORS);
    for (size_t v = 0; v < VECTORS; v++) {
        long double x[4], y[4], sum = 0, largest = 0, result = value_at(row->kind, vectors->r, v);
        load_vector(row, vectors->a, v, x);
        load_vector(row, vectors->b, v, y);
        for (size_t i = 0; i < row->size; i++) {
            sum += x[i] * y[i];
            largest = fmaxl(largest, fabsl(x[i] * y[i]));
        }
        long double allowed =
            largest * (2 * row->size - 1) * epsilon_of(row->kind) + unit_at(row->kind, 0) * row->size;
        if (largest * row->size <= largest_of(row->kind) && fabsl(result - sum) > allowed)
            fail_msg("dot of %s: %La, expected %La", row->name, result, sum);
    }
}

static void check_lengths(const struct geometric *row, struct vectors *vectors)
{
    bool is_float = row->kind->bits == 32;
    long double units = row->fast  ? 8191.5L + row->size
                        : is_float ? 2.75L + 0.5L * row->size
                                   : 5.5L + row->size;
    row->length(vectors->a, NULL, NULL, vectors->r, VECTORS);
    for (size_t v = 0; v < VECTORS; v++) {
        long double x[4], result = value_at(row->kind, vectors->r, v);
        load_vector(row, vectors->a, v, x);
        if (!close_to(row->kind, result, exact_length(x, row->size), units))
            fail_msg("length of %s %La, ...: %La, expected %La", row->name, x[0], result,
                     exact_length(x, row->size));
    }
    units = row->fast ? 8191.5L + 2 * row->size : is_float ? 2.5L + 2 * row->size : 5.5L + 2 * row->size;
    row->distance(vectors->a, vectors->b, NULL, vectors->r, VECTORS);
    for (size_t v = 0; v < VECTORS; v++) {
        long double x[4], y[4], result = value_at(row->kind, vectors->r, v);
        load_vector(row, vectors->a, v, x);
        load_vector(row, vectors->b, v, y);
        for (size_t i = 0; i < row->size; i++)
            x[i] -= y[i];
        if (!close_to(row->kind, result, exact_length(x, row->size), units))
            fail_msg("distance of %s: %La, expected %La", row->name, result, exact_length(x, row->size));
    }
}

static void check_normalize(const struct geometric *row, struct vectors *vectors)
{
    bool is_float = row->kind->bits == 32;
    long double units = (row->fast ? 8192 : is_float ? 2 : 4.5L) + row->size;
    row->normalize(vectors->a, NULL, NULL, vectors->r, VECTORS);
    for (size_t v = 0; v < VECTORS; v++) {
        long double x[4], result[4];
        load_vector(row, vectors->a, v, x);
        load_vector(row, vectors->r, v, result);
        long double length = exact_length(x, row->size);
        for (size_t i = 0; i < row->size; i++)
            if (!close_to(row->kind, result[i], length > 0 ? x[i] / length : x[i], units))
                fail_msg("normalize of %s %La, ... [%zu]: %La, expected %La", row->name, x[0], i, result[i],
                         x[i] / length);
    }
}

static void geometric_functions(void **state)
{
    static struct vectors vectors;
    for (size_t i = 0; i < sizeof geometrics / sizeof *geometrics; i++) {
        fill_vectors(&geometrics[i], &vectors);
        check_dot(&geometrics[i], &vectors);
        check_lengths(&geometrics[i], &vectors);
        check_normalize(&geometrics[i], &vectors);
    }
}

/* Zero stays zero with its signs; an infinite vector becomes the signs of its infinite components; a NaN
 * spoils all. */
static void normalize_of_special_vectors(void **state)
{
    for (size_t g = 0; g < sizeof geometrics / sizeof *geometrics; g++) {
        const struct geometric *row = &geometrics[g];
        static struct vectors vectors;
        if (row->fast)
            continue;
        long double infinite = 1 / sqrtl(row->size > 1 ? 2 : 1), inputs[3][4] = {{-0.0L, 0, -0.0L, 0},
                                                                                 {-INFINITY, INFINITY, 3, -4},
                                                                                 {1, NAN, 2, INFINITY}};
        inputs[2][0] = row->size == 1 ? NAN : 1;
        const long double expected[3][4] = {
            {-0.0L, 0, -0.0L, 0}, {-infinite, infinite, 0, -0.0L}, {NAN, NAN, NAN, NAN}};
        for (size_t i = 0; i < 3 * room_of(row); i++)
            set_value(row->kind, vectors.a, i, inputs[i / room_of(row)][i % room_of(row)]);
        row->normalize(vectors.a, NULL, NULL, vectors.r, 3);
        for (size_t i = 0; i < 3 * row->size; i++) {
            size_t vector = i / row->size, component = i % row->size;
            long double result = value_at(row->kind, vectors.r, vector * room_of(row) + component);
            long double wanted = expected[vector][component];
            assert_true(close_to(row->kind, result, wanted, 2));
            assert_true(isnan(wanted) || !signbit(result) == !signbit(wanted));
        }
    }
}

vg_device device_cross_float3, device_cross_float4, device_cross_double3, device_cross_double4;

static void check_cross(vg_device *run, const struct vg_kind *kind, size_t size)
{
    static struct vectors vectors;
    for (size_t i = 0; i < 4 * VECTORS; i++) {
        set_value(kind, vectors.a, i, (vg_random() >> 40) / 8388608.0L - 1);
        set_value(kind, vectors.b, i, (vg_random() >> 40) / 8388608.0L - 1);
    }
    run(vectors.a, vectors.b, NULL, vectors.r, VECTORS);
    for (size_t i = 0; i < 4 * VECTORS; i++) {
        size_t first = i / 4 * 4, y = first + (i + 1) % 4 % 3, z = first + (i % 4 + 2) % 3;
        long double expected = value_at(kind, vectors.a, y) * value_at(kind, vectors.b, z) -
                               value_at(kind, vectors.a, z) * value_at(kind, vectors.b, y);
        if (i % 4 < 3)
            assert_true(fabsl(value_at(kind, vectors.r, i) - expected) <= 3 * epsilon_of(kind));
        else if (size == 4)
            assert_true(value_at(kind, vectors.r, i) == 0);
    }
}

static void cross_products(void **state)
{
    check_cross(device_cross_float3, &vg_kind_float, 3);
    check_cross(device_cross_float4, &vg_kind_float, 4);
    check_cross(device_cross_double3, &vg_kind_double, 3);
    check_cross(device_cross_double4, &vg_kind_double, 4);
}

VG_TESTS(test_float, cmocka_unit_test(common_functions), cmocka_unit_test(geometric_functions),
         cmocka_unit_test(normalize_of_special_vectors), cmocka_unit_test(cross_products));
