/* SPDX-License-Identifier: MIT */
/* Products against a triple loop in long double or in 64-bit integers, of each type and at each instruction
 * set: random sizes, steps, transposes, orders, batches, scales and epilogues; memory around C; what is not
 * read; NaN and infinity; numbers of threads. */
#include <complex.h>
#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/cpu.h"
#include "kernels/gemm/gemm.h"
#include "tests/unit/unit.h"

#define GUARD ((double)-77.25) /* around C */

static unsigned long long state_of_random = 1;

static unsigned draw(unsigned below)
{
    state_of_random = state_of_random * 6364136223846793005ull + 1442695040888963407ull;
    return (unsigned)(state_of_random >> 33) % below;
}

static double draw_value(void)
{
    return (double)draw(1u << 20) / (1 << 19) - 1;
}

enum element { F32, F64, C32, C64, F16, BF16, S8, U8, S32 };
static const size_t bytes_of[] = {4, 8, 8, 16, 2, 2, 1, 1, 4};

static const struct {
    enum element a, b, c;
    bool finishes; /* has biases and activations */
} types[VG_GEMM_TYPES] = {
    [VG_GEMM_FLOAT] = {F32, F32, F32, true},
    [VG_GEMM_DOUBLE] = {F64, F64, F64, true},
    [VG_GEMM_COMPLEX_FLOAT] = {C32, C32, C32, false},
    [VG_GEMM_COMPLEX_DOUBLE] = {C64, C64, C64, false},
    [VG_GEMM_HALF] = {F16, F16, F16, true},
    [VG_GEMM_HALF_FLOAT] = {F16, F16, F32, true},
    [VG_GEMM_BFLOAT] = {BF16, BF16, BF16, true},
    [VG_GEMM_BFLOAT_FLOAT] = {BF16, BF16, F32, true},
    [VG_GEMM_INT8] = {S8, S8, S32, false},
    [VG_GEMM_UINT8_INT8] = {U8, S8, S32, false},
    [VG_GEMM_INT8_UINT8] = {S8, U8, S32, false},
};

static bool is_complex(const struct vg_gemm *what)
{
    return types[what->type].a == C32 || types[what->type].a == C64;
}

static bool is_integer(const struct vg_gemm *what)
{
    return types[what->type].c == S32;
}

static double from_half(uint16_t bits)
{
    double size = bits & 0x3ff, sign = bits & 0x8000 ? -1 : 1;
    int exponent = bits >> 10 & 31;
    if (exponent == 31)
        return size != 0 ? (double)NAN : sign * (double)INFINITY;
    return sign * (exponent ? ldexp(size + 1024, exponent - 25) : ldexp(size, -24));
}

static double from_bfloat(uint16_t bits)
{
    uint32_t wide = (uint32_t)bits << 16;
    float value;
    memcpy(&value, &wide, sizeof(value));
    return value;
}

/* Of 16 bits; value fits exactly, or is cut. */
static uint16_t to_half(double value)
{
    uint16_t sign = signbit(value) ? 0x8000 : 0;
    if (isnan(value) || isinf(value))
        return sign | (isnan(value) ? 0x7e00 : 0x7c00);
    int exponent;
    double size = frexp(fabs(value), &exponent);
    if (size == 0 || exponent < -13) /* denormal */
        return sign | (uint16_t)ldexp(fabs(value), 24);
    return sign | (uint16_t)((exponent + 14) << 10) | ((uint16_t)ldexp(size, 11) & 0x3ff);
}

static uint16_t to_bfloat(double value)
{
    float narrow = (float)value;
    uint32_t bits;
    memcpy(&bits, &narrow, sizeof(bits));
    return (uint16_t)(bits >> 16 | (isnan(value) ? 0x40 : 0));
}

static double _Complex get(enum element element, const void *at, size_t index)
{
    switch (element) {
    case F32:
        return ((const float *)at)[index];
    case F64:
        return ((const double *)at)[index];
    case C32:
        return CMPLX(((const float *)at)[2 * index], ((const float *)at)[2 * index + 1]);
    case C64:
        return CMPLX(((const double *)at)[2 * index], ((const double *)at)[2 * index + 1]);
    case F16:
        return from_half(((const uint16_t *)at)[index]);
    case BF16:
        return from_bfloat(((const uint16_t *)at)[index]);
    case S8:
        return ((const int8_t *)at)[index];
    case U8:
        return ((const uint8_t *)at)[index];
    default:
        return ((const int32_t *)at)[index];
    }
}

/* Of complex numbers the imaginary part is the value's half. Integers take values from -1 to 1 for their
 * whole range, and what is no number for anything. */
static void put(enum element element, void *at, size_t index, double value)
{
    double whole = isfinite(value) ? fmax(-1, fmin(1, value)) : 1;
    if (element == F32)
        ((float *)at)[index] = (float)value;
    else if (element == F64)
        ((double *)at)[index] = value;
    else if (element == C32)
        ((float *)at)[2 * index] = (float)value, ((float *)at)[2 * index + 1] = (float)(value / 2);
    else if (element == C64)
        ((double *)at)[2 * index] = value, ((double *)at)[2 * index + 1] = value / 2;
    else if (element == F16)
        ((uint16_t *)at)[index] = to_half(value);
    else if (element == BF16)
        ((uint16_t *)at)[index] = to_bfloat(value);
    else if (element == S8)
        ((int8_t *)at)[index] = (int8_t)lrint(whole * 127.5 - 0.5);
    else if (element == U8)
        ((uint8_t *)at)[index] = (uint8_t)lrint(whole * 127.5 + 127.5);
    else
        ((int32_t *)at)[index] = (int32_t)lrint(whole * 2e9);
}

/* Operands in memory of their exact size, so that a sanitizer sees accesses beyond. */
struct operand {
    struct vg_gemm_view view;
    enum element element;
    size_t elements;
};

struct trial {
    struct vg_gemm what;
    struct operand a, b, c;
    void *before, *bias;
};

/* A matrix of values; NaN for what must not be read. */
static struct operand make_operand(const struct trial *t, enum element element, size_t rows, size_t columns,
                                   bool read, bool shared)
{
    bool by_rows = draw(2);
    size_t length = by_rows ? columns : rows, lines = by_rows ? rows : columns,
           ld = length + draw(3) * draw(5);
    struct operand x = {.element = element, .view = {.row = by_rows ? ld : 1, .column = by_rows ? 1 : ld}};
    size_t one = length && lines ? (lines - 1) * ld + length : 0;
    x.view.batch = shared ? 0 : one + draw(4);
    x.elements = one && t->what.batch ? (t->what.batch - 1) * x.view.batch + one : 0;
    x.view.at = malloc(x.elements ? x.elements * bytes_of[element] : 1);
    assert_non_null(x.view.at);
    for (size_t i = 0; i < x.elements; i++)
        put(element, x.view.at, i, read ? draw(8) ? draw_value() : draw(2) ? 1.0 : -1.0 : (double)NAN);
    return x;
}

static void make_operands(struct trial *t)
{
    struct vg_gemm *what = &t->what;
    bool multiplies = what->alpha != 0;
    t->a = make_operand(t, types[what->type].a, what->m, what->k, multiplies, draw(4) == 0);
    t->b = make_operand(t, types[what->type].b, what->k, what->n, multiplies, draw(4) == 0);
    t->c = make_operand(t, types[what->type].c, what->m, what->n, true, false);
    if (is_complex(what)) {
        t->a.view.conjugate = draw(2);
        t->b.view.conjugate = draw(2);
    }
    size_t bytes = t->c.elements * bytes_of[t->c.element];
    t->before = malloc(bytes ? bytes : 1);
    assert_non_null(t->before);
    for (size_t i = 0; i < t->c.elements; i++) {
        if (draw(2)) /* between the lines too, where nothing may be written */
            put(t->c.element, t->c.view.at, i, GUARD);
    }
    memcpy(t->before, t->c.view.at, bytes);
    what->a = t->a.view;
    what->b = t->b.view;
    what->c = t->c.view;
}

static size_t index_of(const struct vg_gemm_view *view, size_t item, size_t row, size_t column)
{
    return item * view->batch + row * view->row + column * view->column;
}

static double _Complex read_operand(const struct operand *x, size_t item, size_t row, size_t column)
{
    double _Complex value = get(x->element, x->view.at, index_of(&x->view, item, row, column));
    return x->view.conjugate ? conj(value) : value;
}

static long double activate(long double x, enum vg_gemm_activation activation)
{
    if (activation == VG_GEMM_RELU)
        return x < 0 ? 0 : x;
    return activation == VG_GEMM_GELU ? x / 2 * (1 + erfl(x * sqrtl(0.5L))) : x;
}

/* Numbers by their parts, and the sum of the sizes of what was added to either. */
struct sum {
    long double re, im, size;
};

/* x * y, as plain arithmetic has it: a factor without an imaginary part scales, unless `whole`. */
static void add(struct sum *sum, double _Complex x, double _Complex y, bool whole)
{
    long double xr = creal(x), xi = cimag(x), yr = creal(y), yi = cimag(y);
    sum->re += whole ? xr * yr - xi * yi : xr * yr;
    sum->im += whole ? xr * yi + xi * yr : xr * yi;
    sum->size += fabsl(xr * yr) + fabsl(xi * yi) + fabsl(xr * yi) + fabsl(xi * yr);
}

/* The exact element. */
static struct sum exact(const struct trial *t, size_t item, size_t row, size_t column)
{
    const struct vg_gemm *what = &t->what;
    bool whole = cimag(what->alpha) != 0 || cimag(what->beta) != 0;
    struct sum product = {0}, result = {0};
    for (size_t p = 0; p < what->k && what->alpha != 0; p++)
        add(&product, read_operand(&t->a, item, row, p), read_operand(&t->b, item, p, column),
            is_complex(what));
    if (what->alpha != 0) {
        long double ar = creal(what->alpha), ai = cimag(what->alpha);
        result.re = ar * product.re - (whole ? ai * product.im : 0);
        result.im = ar * product.im + (whole ? ai * product.re : 0);
        result.size = (fabsl(ar) + fabsl(ai)) * product.size;
    }
    if (what->beta != 0)
        add(&result, what->beta, get(t->c.element, t->before, index_of(&t->c.view, item, row, column)),
            whole);
    if (t->bias)
        add(&result, 1, get(t->c.element, t->bias, what->bias.row ? row : column), false);
    return result;
}

static void check_integer(const struct trial *t, size_t item, size_t row, size_t column)
{
    const struct vg_gemm *what = &t->what;
    int64_t sum = 0;
    for (size_t p = 0; p < what->k && what->alpha != 0; p++)
        sum += (int64_t)creal(read_operand(&t->a, item, row, p)) *
               (int64_t)creal(read_operand(&t->b, item, p, column));
    size_t index = index_of(&what->c, item, row, column);
    uint32_t want = (uint32_t)(int64_t)creal(what->alpha) * (uint32_t)sum;
    if (what->beta != 0)
        want += (uint32_t)(int64_t)creal(what->beta) * ((const uint32_t *)t->before)[index];
    if (((const uint32_t *)what->c.at)[index] != want)
        fail_msg("%zux%zux%zu, item %zu, (%zu, %zu): %u is not %u", what->m, what->n, what->k, item, row,
                 column, ((const uint32_t *)what->c.at)[index], want);
}

/* What rounding to the type of C adds. */
static long double rounding_of(const struct trial *t, long double want)
{
    if (t->c.element == F16)
        return 0x1p-11L * fabsl(want) + 0x1p-25L;
    return t->c.element == BF16 ? 0x1p-8L * fabsl(want) : 0;
}

static void check_part(const struct trial *t, size_t item, size_t row, size_t column, double got,
                       long double sum, long double size)
{
    const struct vg_gemm *what = &t->what;
    long double want = activate(sum, what->activation);
    long double eps = t->c.element == F64 || t->c.element == C64 ? DBL_EPSILON : FLT_EPSILON;
    size_t terms = (is_complex(what) ? 2 * what->k : what->k) + 4;
    if (isnan(want) && isnan(got))
        return;
    if ((long double)got == want) /* infinity has no bound */
        return;
    long double bound = (long double)terms * eps * size;
    if (what->activation == VG_GEMM_GELU)
        bound = 1.2L * bound + 4 * eps * fabsl(sum);
    bound += rounding_of(t, want);
    if (t->c.element == F16 && isinf(got) &&
        fabsl(want) + bound >= 65520) /* half an ulp beyond the largest */
        got = got < 0 ? -65520 : 65520;
    if (fabsl(want) >= 65520 && t->c.element == F16)
        want = want < 0 ? -65520 : 65520;
    if (!(fabsl((long double)got - want) <= bound))
        fail_msg("type %d, %zux%zux%zu, item %zu, (%zu, %zu): %.17g is not %.17Lg within %Lg",
                 (int)what->type, what->m, what->n, what->k, item, row, column, got, want, bound);
}

/* The bound of docs/kernels.md; GELU's slope is below 1.2. */
static void check_element(const struct trial *t, size_t item, size_t row, size_t column)
{
    if (is_integer(&t->what)) {
        check_integer(t, item, row, column);
        return;
    }
    struct sum want = exact(t, item, row, column);
    double _Complex got = get(t->c.element, t->what.c.at, index_of(&t->what.c, item, row, column));
    check_part(t, item, row, column, creal(got), want.re, want.size);
    if (is_complex(&t->what))
        check_part(t, item, row, column, cimag(got), want.im, want.size);
}

static void check_rest(const struct trial *t)
{
    size_t size = bytes_of[t->c.element];
    unsigned char *within = calloc(t->c.elements + 1, 1);
    assert_non_null(within);
    for (size_t item = 0; item < t->what.batch; item++)
        for (size_t i = 0; i < t->what.m; i++)
            for (size_t j = 0; j < t->what.n; j++)
                within[index_of(&t->what.c, item, i, j)] = 1;
    for (size_t i = 0; i < t->c.elements; i++) {
        if (!within[i])
            assert_memory_equal((char *)t->what.c.at + i * size, (char *)t->before + i * size, size);
    }
    free(within);
}

static void run(const struct vg_gemm *what, unsigned threads, bool backwards)
{
    struct vg_gemm_plan plan;
    vg_gemm_make(what, threads, &plan);
    vg_gemm_place(&plan, what->a.at, what->b.at, what->c.at, what->bias.at);
    void *scratch = vg_zalloc_aligned(plan.scratch_bytes + 128, 128);
    assert_non_null(scratch);
    for (uint64_t i = 0; i < plan.groups; i++) { /* in any order */
        uint64_t group = backwards ? plan.groups - 1 - i : i;
        assert_int_equal(vg_gemm_run(NULL, &plan, group, group + 1, scratch), 0);
    }
    vg_free(scratch);
}

static void make_bias(struct trial *t)
{
    bool rows = draw(2);
    size_t count = rows ? t->what.m : t->what.n;
    t->bias = malloc((count + 1) * bytes_of[t->c.element]);
    assert_non_null(t->bias);
    for (size_t i = 0; i < count; i++)
        put(t->c.element, t->bias, i, draw_value());
    t->what.bias = (struct vg_gemm_bias){t->bias, rows, !rows};
}

static void finish(struct trial *t)
{
    free(t->a.view.at);
    free(t->b.view.at);
    free(t->c.view.at);
    free(t->before);
    free(t->bias);
}

/* Of large products the edges, and here and there an element. */
static bool is_checked(const struct vg_gemm *what, size_t row, size_t column)
{
    bool large = (double)what->m * (double)what->n * (double)what->k > 1e6;
    return !large || (row + 2 >= what->m && column % 3 == 0) || (column + 2 >= what->n && row % 3 == 0) ||
           draw(64) == 0;
}

static void run_trial(struct trial *t, unsigned threads)
{
    const struct vg_gemm *what = &t->what;
    if (what->beta == 0) { /* must not be read */
        for (size_t i = 0; i < t->c.elements; i++)
            put(t->c.element, t->c.view.at, i, (double)NAN);
        memcpy(t->before, t->c.view.at, t->c.elements * bytes_of[t->c.element]);
    }
    run(what, threads, draw(2));
    for (size_t item = 0; item < what->batch; item++)
        for (size_t i = 0; i < what->m; i++)
            for (size_t j = 0; j < what->n; j++)
                if (is_checked(what, i, j))
                    check_element(t, item, i, j);
    check_rest(t);
}

static double _Complex draw_scale(const struct trial *t)
{
    static const double scales[] = {1, 1, 0, -0.5, 2.25}, integers[] = {1, 1, 0, -3, 2147483647};
    double real = is_integer(&t->what) ? integers[draw(5)] : scales[draw(5)];
    return is_complex(&t->what) && draw(2) ? CMPLX(real, scales[draw(5)]) : real;
}

static void draw_trial(struct trial *t, size_t most)
{
    *t = (struct trial){.what = {.type = draw(VG_GEMM_TYPES)}};
    t->what.m = draw((unsigned)most);
    t->what.n = draw((unsigned)most);
    t->what.k = draw((unsigned)most);
    t->what.batch = draw(4);
    t->what.alpha = draw_scale(t);
    t->what.beta = draw_scale(t);
    if (types[t->what.type].finishes)
        t->what.activation = draw(3);
    make_operands(t);
    if (types[t->what.type].finishes && draw(2))
        make_bias(t);
}

static void plant_specials(struct trial *t)
{
    static const double specials[] = {NAN, INFINITY, -INFINITY, 0};
    for (unsigned i = draw(4); i > 0 && t->a.elements && t->b.elements && t->what.alpha != 0; i--) {
        put(t->a.element, t->a.view.at, draw((unsigned)t->a.elements), specials[draw(4)]);
        put(t->b.element, t->b.view.at, draw((unsigned)t->b.elements), specials[draw(4)]);
    }
}

/* Large products that all but cancel: the bound is of their sizes, not of the sum's. */
static void plant_cancellation(struct trial *t)
{
    for (size_t i = 0; i + 1 < t->a.elements; i += 2) {
        put(t->a.element, t->a.view.at, i, 3e4);
        put(t->a.element, t->a.view.at, i + 1, -3e4);
    }
}

static void use_isa(const char *isa)
{
    setenv("VGPU_ISA", isa, 1);
    if (strcmp(vg_isa_name(vg_cpu()->use), isa) != 0)
        skip();
}

static void try_sizes(const char *isa)
{
    struct trial t;
    use_isa(isa);
    for (unsigned i = 0; i < 1200; i++) {
        draw_trial(&t, i % 6 ? 40 : 90);
        if (i % 3 == 0)
            plant_specials(&t);
        if (i % 7 == 0)
            plant_cancellation(&t);
        run_trial(&t, 1 + draw(6));
        finish(&t);
    }
}

static void sizes_sse42(void **state)
{
    (void)state;
    try_sizes("sse4.2");
}

static void sizes_avx2(void **state)
{
    (void)state;
    try_sizes("avx2");
}

static void sizes_avx512(void **state)
{
    (void)state;
    try_sizes("avx512");
}

/* Without dot products of bytes, where the CPU has them. */
static void use_no_vnni(const char *isa)
{
    use_isa(isa);
    if (!vg_cpu()->vnni)
        skip();
    ((struct vg_cpu *)(uintptr_t)vg_cpu())->vnni = false;
}

static void sizes_avx2_no_vnni(void **state)
{
    (void)state;
    use_no_vnni("avx2");
    try_sizes("avx2");
}

static void sizes_avx512_no_vnni(void **state)
{
    (void)state;
    use_no_vnni("avx512");
    try_sizes("avx512");
}

/* Packed operands in several blocks of the inner dimension and of rows, and several tiles. */
static void try_large(const char *isa)
{
    static const size_t shapes[][3] = {{410, 83, 1100}, {70, 300, 700}, {1300, 50, 560},
                                       {5, 900, 600},   {900, 3, 1200}, {40, 50, 4100}};
    struct trial t;
    use_isa(isa);
    for (unsigned i = 0; i < VG_GEMM_TYPES * sizeof(shapes) / sizeof(*shapes); i++) {
        const size_t *shape = shapes[i / VG_GEMM_TYPES];
        t = (struct trial){.what = {.type = i % VG_GEMM_TYPES,
                                    .m = shape[0],
                                    .n = shape[1],
                                    .k = shape[2],
                                    .batch = 1,
                                    .alpha = 2,
                                    .beta = -1}};
        make_operands(&t);
        if (types[t.what.type].finishes)
            make_bias(&t);
        run_trial(&t, 4);
        finish(&t);
    }
}

static void large_sse42(void **state)
{
    (void)state;
    try_large("sse4.2");
}

static void large_avx2(void **state)
{
    (void)state;
    try_large("avx2");
}

static void large_avx512(void **state)
{
    (void)state;
    try_large("avx512");
}

static void threads_change_nothing(void **state)
{
    (void)state;
    for (unsigned i = 0; i < VG_GEMM_TYPES; i++) {
        struct trial t = {.what = {.type = i, .m = 350, .n = 290, .k = 800, .batch = 1, .alpha = 1}};
        make_operands(&t);
        size_t bytes = t.c.elements * bytes_of[t.c.element];
        run(&t.what, 1, false);
        memcpy(t.before, t.c.view.at, bytes);
        run(&t.what, 7, true);
        assert_memory_equal(t.before, t.c.view.at, bytes);
        finish(&t);
    }
}

/* Many threads get many tiles, and one thread few large ones. */
static void tiles_follow_threads(void **state)
{
    struct vg_gemm what = {.type = VG_GEMM_DOUBLE,
                           .m = 512,
                           .n = 512,
                           .k = 512,
                           .batch = 1,
                           .alpha = 1,
                           .a = {.row = 1, .column = 512},
                           .b = {.row = 1, .column = 512},
                           .c = {.row = 1, .column = 512}};
    struct vg_gemm_plan plan;
    (void)state;
    vg_gemm_make(&what, 1, &plan);
    assert_int_equal(plan.groups, 1);
    vg_gemm_make(&what, 8, &plan);
    assert_in_range(plan.groups, 8, 64);
    what.m = what.n = what.k = 8;
    what.batch = 1000;
    vg_gemm_make(&what, 8, &plan);
    assert_int_equal(plan.groups, 1000);
    assert_int_equal(plan.scratch_bytes, 0);
    what.m = 0;
    vg_gemm_make(&what, 8, &plan);
    assert_int_equal(plan.groups, 0);
}

VG_TESTS(test_gemm, cmocka_unit_test(sizes_sse42), cmocka_unit_test(sizes_avx2),
         cmocka_unit_test(sizes_avx512), cmocka_unit_test(sizes_avx2_no_vnni),
         cmocka_unit_test(sizes_avx512_no_vnni), cmocka_unit_test(large_sse42), cmocka_unit_test(large_avx2),
         cmocka_unit_test(large_avx512), cmocka_unit_test(threads_change_nothing),
         cmocka_unit_test(tiles_follow_threads));
