/* SPDX-License-Identifier: MIT */
/* Products against a triple loop in long double, at each instruction set: random sizes, steps, transposes,
 * orders, batches, scales and epilogues; memory around C; what is not read; NaN and infinity; numbers of
 * threads. */
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

/* Operands in memory of their exact size, so that a sanitizer sees accesses beyond. */
struct operand {
    struct vg_gemm_view view;
    size_t elements;
};

struct trial {
    struct vg_gemm what;
    struct operand a, b, c;
    void *before, *bias;
};

static double get(const struct trial *t, const void *at, size_t index)
{
    return t->what.type == VG_GEMM_FLOAT ? (double)((const float *)at)[index] : ((const double *)at)[index];
}

static void put(const struct trial *t, void *at, size_t index, double value)
{
    if (t->what.type == VG_GEMM_FLOAT)
        ((float *)at)[index] = (float)value;
    else
        ((double *)at)[index] = value;
}

static size_t element_size(const struct trial *t)
{
    return t->what.type == VG_GEMM_FLOAT ? sizeof(float) : sizeof(double);
}

/* A matrix of values; NaN for what must not be read. */
static struct operand make_operand(const struct trial *t, size_t rows, size_t columns, bool by_rows,
                                   bool read)
{
    size_t length = by_rows ? columns : rows, lines = by_rows ? rows : columns,
           ld = length + draw(3) * draw(5);
    struct operand x = {.view = {.row = by_rows ? ld : 1, .column = by_rows ? 1 : ld}};
    size_t one = length && lines ? (lines - 1) * ld + length : 0;
    x.view.batch = one + draw(4);
    x.elements = one && t->what.batch ? (t->what.batch - 1) * x.view.batch + one : 0;
    x.view.at = malloc(x.elements ? x.elements * element_size(t) : 1);
    assert_non_null(x.view.at);
    for (size_t i = 0; i < x.elements; i++)
        put(t, x.view.at, i, read ? draw_value() : (double)NAN);
    return x;
}

static void make_operands(struct trial *t)
{
    struct vg_gemm *what = &t->what;
    bool multiplies = what->alpha != 0;
    t->a = make_operand(t, what->m, what->k, draw(2), multiplies);
    t->b = make_operand(t, what->k, what->n, draw(2), multiplies);
    t->c = make_operand(t, what->m, what->n, draw(2), true);
    size_t bytes = t->c.elements * element_size(t);
    t->before = malloc(bytes ? bytes : 1);
    assert_non_null(t->before);
    for (size_t i = 0; i < t->c.elements; i++) {
        if (draw(2)) /* between the lines too, where nothing may be written */
            put(t, t->c.view.at, i, GUARD);
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

static long double activate(long double x, enum vg_gemm_activation activation)
{
    if (activation == VG_GEMM_RELU)
        return x < 0 ? 0 : x;
    return activation == VG_GEMM_GELU ? x / 2 * (1 + erfl(x * sqrtl(0.5L))) : x;
}

/* The exact element, and the sum of the sizes of what was added. */
static long double exact(const struct trial *t, size_t item, size_t row, size_t column, long double *size)
{
    const struct vg_gemm *what = &t->what;
    long double sum = 0, sizes = 0, beta_c = 0, bias = 0;
    for (size_t p = 0; p < what->k && what->alpha != 0; p++) {
        long double x = get(t, t->a.view.at, index_of(&t->a.view, item, row, p));
        long double y = get(t, t->b.view.at, index_of(&t->b.view, item, p, column));
        sum += x * y;
        sizes += fabsl(x * y);
    }
    if (what->beta != 0)
        beta_c = what->beta * (long double)get(t, t->before, index_of(&t->c.view, item, row, column));
    if (t->bias)
        bias = get(t, t->bias, what->bias.row ? row : column);
    *size = fabsl(what->alpha) * sizes + fabsl(beta_c) + fabsl(bias);
    return (what->alpha != 0 ? what->alpha * sum : 0) + beta_c + bias;
}

/* (k + 4) eps times the sizes; GELU's slope is below 1.2. */
static void check_element(const struct trial *t, size_t item, size_t row, size_t column)
{
    const struct vg_gemm *what = &t->what;
    long double size, sum = exact(t, item, row, column, &size), want = activate(sum, what->activation);
    long double eps = what->type == VG_GEMM_FLOAT ? FLT_EPSILON : DBL_EPSILON;
    double got = get(t, what->c.at, index_of(&what->c, item, row, column));
    if (isnan(want) && isnan(got))
        return;
    if (isinf(want) && (long double)got == want)
        return;
    long double bound = ((long double)what->k + 4) * eps * size * 1.2L + 4 * eps * fabsl(sum);
    if (!(fabsl((long double)got - want) <= bound))
        fail_msg("%zux%zux%zu, item %zu, (%zu, %zu): %.17g is not %.17Lg within %Lg", what->m, what->n,
                 what->k, item, row, column, got, want, bound);
}

static void check_rest(const struct trial *t)
{
    size_t size = element_size(t);
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
    t->bias = malloc((count + 1) * element_size(t));
    assert_non_null(t->bias);
    for (size_t i = 0; i < count; i++)
        put(t, t->bias, i, draw_value());
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

static void run_trial(struct trial *t, unsigned threads)
{
    const struct vg_gemm *what = &t->what;
    if (what->beta == 0) { /* must not be read */
        for (size_t i = 0; i < t->c.elements; i++)
            put(t, t->c.view.at, i, (double)NAN);
        memcpy(t->before, t->c.view.at, t->c.elements * element_size(t));
    }
    run(what, threads, draw(2));
    for (size_t item = 0; item < what->batch; item++)
        for (size_t i = 0; i < what->m; i++)
            for (size_t j = 0; j < what->n; j++)
                check_element(t, item, i, j);
    check_rest(t);
}

static void draw_trial(struct trial *t, size_t most)
{
    static const double scales[] = {1, 1, 0, -0.5, 2.25};
    *t = (struct trial){.what = {.type = draw(2) ? VG_GEMM_FLOAT : VG_GEMM_DOUBLE}};
    t->what.m = draw((unsigned)most);
    t->what.n = draw((unsigned)most);
    t->what.k = draw((unsigned)most);
    t->what.batch = draw(4);
    t->what.alpha = scales[draw(5)];
    t->what.beta = scales[draw(5)];
    t->what.activation = draw(3);
    make_operands(t);
    if (draw(2))
        make_bias(t);
}

static void plant_specials(struct trial *t)
{
    static const double specials[] = {NAN, INFINITY, -INFINITY, 0};
    for (unsigned i = draw(4); i > 0 && t->a.elements && t->b.elements && t->what.alpha != 0; i--) {
        put(t, t->a.view.at, draw((unsigned)t->a.elements), specials[draw(4)]);
        put(t, t->b.view.at, draw((unsigned)t->b.elements), specials[draw(4)]);
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
    for (unsigned i = 0; i < 600; i++) {
        draw_trial(&t, i < 500 ? 40 : 90);
        if (i % 3 == 0)
            plant_specials(&t);
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

/* Packed operands in several blocks of the inner dimension and of rows, and several tiles. */
static void try_large(const char *isa)
{
    static const size_t shapes[][3] = {
        {410, 83, 1100}, {70, 300, 700}, {1300, 50, 560}, {5, 900, 600}, {900, 3, 1200}};
    struct trial t;
    use_isa(isa);
    for (unsigned i = 0; i < 2 * sizeof(shapes) / sizeof(*shapes); i++) {
        const size_t *shape = shapes[i / 2];
        t = (struct trial){.what = {.type = i % 2,
                                    .m = shape[0],
                                    .n = shape[1],
                                    .k = shape[2],
                                    .batch = 1,
                                    .alpha = 1.5,
                                    .beta = -1}};
        make_operands(&t);
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
    for (unsigned i = 0; i < 2; i++) {
        struct trial t = {.what = {.type = i, .m = 350, .n = 290, .k = 800, .batch = 1, .alpha = 1}};
        make_operands(&t);
        run(&t.what, 1, false);
        memcpy(t.before, t.c.view.at, t.c.elements * element_size(&t));
        run(&t.what, 7, true);
        for (size_t row = 0; row < t.what.m; row++)
            for (size_t column = 0; column < t.what.n; column++) {
                size_t index = index_of(&t.what.c, 0, row, column);
                assert_true(get(&t, t.c.view.at, index) == get(&t, t.before, index));
            }
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
         cmocka_unit_test(sizes_avx512), cmocka_unit_test(large_sse42), cmocka_unit_test(large_avx2),
         cmocka_unit_test(large_avx512), cmocka_unit_test(threads_change_nothing),
         cmocka_unit_test(tiles_follow_threads));
