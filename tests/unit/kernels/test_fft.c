/* SPDX-License-Identifier: MIT */
/* Transforms against sums in long double, at each instruction set: all short lengths, random shapes, steps,
 * batches and scales, real ones, in place; memory between the elements; long ones by some of their results,
 * by Parseval's theorem and back again; numbers of threads; the tables that are kept. */
#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/cpu.h"
#include "kernels/fft/fft.h"
#include "kernels/fft/fft_factor.h"
#include "kernels/fft/fft_line.h"
#include "kernels/fft/fft_roots.h"
#include "tests/unit/unit.h"

#define GUARD ((double)-77.25) /* between the elements */

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

struct side { /* memory of its exact size, so that a sanitizer sees accesses beyond */
    char *at;
    size_t reals;
};

struct trial {
    struct vg_fft what;
    struct side in, out;
    char *before; /* of out */
};

static size_t size_of(const struct trial *t)
{
    return t->what.type == VG_FFT_FLOAT ? sizeof(float) : sizeof(double);
}

static double get(const struct trial *t, const void *at, size_t index)
{
    return t->what.type == VG_FFT_FLOAT ? (double)((const float *)at)[index] : ((const double *)at)[index];
}

static void put(const struct trial *t, void *at, size_t index, double value)
{
    if (t->what.type == VG_FFT_FLOAT)
        ((float *)at)[index] = (float)value;
    else
        ((double *)at)[index] = value;
}

/* ---- Shapes ---- */

static bool is_real(const struct trial *t, bool out)
{
    return t->what.kind == (out ? VG_FFT_REAL_OUT : VG_FFT_REAL_IN);
}

/* Elements of a dimension on one side. */
static size_t extent(const struct trial *t, bool out, unsigned dim)
{
    const struct vg_fft *what = &t->what;
    bool halved = what->kind != VG_FFT_COMPLEX && dim + 1 == what->dims && !is_real(t, out);
    return halved ? what->n[dim] / 2 + 1 : what->n[dim];
}

static size_t *steps(struct trial *t, bool out)
{
    return out ? t->what.out : t->what.in;
}

/* Packed but for gaps of up to `gap` elements between rows, planes and transforms; or, turned, with the first
 * dimension as the fastest one. */
static size_t lay_out(struct trial *t, bool out, unsigned gap, bool turned)
{
    size_t step = 1 + (gap ? draw(gap) : 0);
    for (unsigned i = 0; i < t->what.dims; i++) {
        unsigned dim = turned ? i : t->what.dims - 1 - i;
        steps(t, out)[dim] = step;
        step = step * extent(t, out, dim) + (gap ? draw(gap) : 0);
    }
    *(out ? &t->what.out_batch : &t->what.in_batch) = step;
    return step * t->what.batch * (is_real(t, out) ? 1 : 2);
}

/* With the batch as the fastest dimension, as in columns of a matrix. */
static size_t lay_out_columns(struct trial *t, bool out, unsigned gap)
{
    size_t step = t->what.batch + (gap ? draw(gap) : 0);
    *(out ? &t->what.out_batch : &t->what.in_batch) = 1;
    for (unsigned i = t->what.dims; i-- > 0;) {
        steps(t, out)[i] = step;
        step *= extent(t, out, i);
    }
    return step * (is_real(t, out) ? 1 : 2);
}

static char *fill(const struct trial *t, size_t reals)
{
    char *at = malloc(reals ? reals * size_of(t) : 1);
    assert_non_null(at);
    for (size_t i = 0; i < reals; i++)
        put(t, at, i, draw_value());
    return at;
}

static void allocate(struct trial *t)
{
    t->in.at = fill(t, t->in.reals);
    t->out.at = t->what.in_place ? t->in.at : fill(t, t->out.reals);
    for (size_t i = 0; i < t->out.reals && !t->what.in_place; i++)
        put(t, t->out.at, i, GUARD);
    t->before = malloc(t->out.reals * size_of(t) + 1);
    assert_non_null(t->before);
    memcpy(t->before, t->out.at, t->out.reals * size_of(t));
}

static void finish(struct trial *t)
{
    if (!t->what.in_place)
        free(t->out.at);
    free(t->in.at);
    free(t->before);
}

/* ---- Runs ---- */

static void run(const struct vg_fft *what, const void *in, void *out, unsigned threads, bool backwards)
{
    struct vg_fft_plan plan;
    struct vg_fft_extent extent;
    assert_true(vg_fft_make(what, threads, &plan, &extent));
    if (extent.groups == 0)
        return;
    assert_true(extent.group_ns > 0);
    assert_true(vg_fft_acquire(&plan, in, out));
    char *scratch = vg_zalloc_aligned(extent.scratch_bytes + 1, 128);
    const uint64_t *ends = vg_fft_phase_ends(&plan);
    assert_non_null(scratch);
    for (uint64_t begin = 0; begin < extent.groups; begin = *ends++) {
        for (uint64_t i = begin; i < *ends; i++) {
            uint64_t group = backwards ? *ends - 1 - (i - begin) : i;
            assert_int_equal(vg_fft_run(NULL, &plan, group, group + 1, scratch), 0);
        }
    }
    vg_free(scratch);
    vg_fft_release(&plan);
}

/* ---- The exact result ---- */

struct array { /* packed, complex */
    struct vg_fft_exact *at;
    size_t batch, n[VG_FFT_DIMS_MOST];
};

static size_t elements_of(const struct array *a)
{
    return a->batch * a->n[0] * a->n[1] * a->n[2];
}

/* Where an element of the packed array is on one side. */
static size_t place_of(struct trial *t, bool out, const struct array *a, size_t index)
{
    size_t at = 0;
    for (unsigned i = t->what.dims; i-- > 0; index /= a->n[i])
        at += index % a->n[i] * steps(t, out)[i];
    at += index * (out ? t->what.out_batch : t->what.in_batch);
    return at * (is_real(t, out) ? 1 : 2);
}

static struct array array_of(struct trial *t, bool out)
{
    struct array a = {.batch = t->what.batch, .n = {1, 1, 1}};
    for (unsigned i = 0; i < t->what.dims; i++)
        a.n[i] = extent(t, out, i);
    a.at = calloc(elements_of(&a) + 1, sizeof(*a.at));
    assert_non_null(a.at);
    return a;
}

static struct array read_side(struct trial *t, bool out)
{
    struct array a = array_of(t, out);
    for (size_t i = 0; i < elements_of(&a); i++) {
        size_t at = place_of(t, out, &a, i);
        const char *from = out ? t->out.at : t->in.at;
        a.at[i].re = get(t, from, at);
        a.at[i].im = is_real(t, out) ? 0 : get(t, from, at + 1);
    }
    return a;
}

/* One transform of n elements that are `step` apart. */
static void sum_line(struct vg_fft_exact *x, size_t n, size_t step, bool inverse)
{
    struct vg_fft_exact *y = calloc(n, sizeof(*y)), *roots = calloc(n, sizeof(*roots));
    assert_true(y && roots);
    for (size_t k = 0; k < n; k++)
        roots[k] = vg_fft_root(inverse && k ? n - k : k, n);
    for (size_t k = 0; k < n; k++) {
        for (size_t j = 0, at = 0; j < n; j++, at = at + k < n ? at + k : at + k - n) {
            y[k].re += x[j * step].re * roots[at].re - x[j * step].im * roots[at].im;
            y[k].im += x[j * step].re * roots[at].im + x[j * step].im * roots[at].re;
        }
    }
    for (size_t k = 0; k < n; k++)
        x[k * step] = y[k];
    free(y);
    free(roots);
}

static void sum_dimension(struct array *a, unsigned dim, bool inverse)
{
    size_t step = 1, all = elements_of(a);
    for (unsigned i = dim + 1; i < VG_FFT_DIMS_MOST; i++)
        step *= a->n[i];
    for (size_t i = 0; i < all; i++) {
        if (i / step % a->n[dim] == 0)
            sum_line(a->at + i, a->n[dim], step, inverse);
    }
}

/* What the results of real numbers would be in full: the last dimension is as long as n says. */
static void complete(struct trial *t, struct array *a)
{
    unsigned last = t->what.dims - 1;
    size_t n = t->what.n[last], some = a->n[last], rows = elements_of(a) / some;
    struct vg_fft_exact *whole = calloc(rows * n, sizeof(*whole));
    assert_non_null(whole);
    for (size_t row = 0; row < rows; row++) {
        for (size_t k = 0; k < n; k++) {
            struct vg_fft_exact x = a->at[row * some + (k < some ? k : n - k)];
            whole[row * n + k] = (struct vg_fft_exact){x.re, k < some ? x.im : -x.im};
        }
        whole[row * n].im = 0;
        if (n % 2 == 0)
            whole[row * n + n / 2].im = 0;
    }
    free(a->at);
    a->at = whole;
    a->n[last] = n;
}

static struct array exact_result(struct trial *t)
{
    struct array a = read_side(t, false);
    for (unsigned i = 0; i < t->what.dims; i++) {
        if (t->what.kind == VG_FFT_REAL_OUT && i + 1 == t->what.dims)
            complete(t, &a);
        sum_dimension(&a, i, t->what.inverse);
    }
    for (size_t i = 0; i < elements_of(&a); i++) {
        a.at[i].re *= (long double)t->what.scale;
        a.at[i].im *= (long double)t->what.scale;
    }
    return a;
}

/* ---- Comparison ---- */

/* In units of eps, of the L2 norm. */
static long double bound(const struct vg_fft *what)
{
    long double elements = 1;
    for (unsigned i = 0; i < what->dims; i++)
        elements *= (long double)what->n[i];
    return 0.4L * (1 + log2l(elements));
}

static long double epsilon(const struct trial *t)
{
    return t->what.type == VG_FFT_FLOAT ? FLT_EPSILON : DBL_EPSILON;
}

static void check_norms(const struct trial *t, long double error, long double norm)
{
    long double ratio = sqrtl(error / norm) / epsilon(t), most = bound(&t->what);
    if (norm == 0 && error == 0)
        return;
    if (!(ratio <= most))
        fail_msg("%s, kind %d, %zux%zux%zu, %zu of them: the error is %.2Lf eps, not %.2Lf",
                 t->what.type == VG_FFT_FLOAT ? "float" : "double", (int)t->what.kind, t->what.n[0],
                 t->what.n[1], t->what.n[2], t->what.batch, ratio, most);
}

static void check_result(struct trial *t, const struct array *want)
{
    struct array a = array_of(t, true);
    long double error = 0, norm = 0;
    unsigned char *within = calloc(t->out.reals + 1, 1);
    assert_non_null(within);
    for (size_t i = 0; i < elements_of(&a); i++) {
        size_t at = place_of(t, true, &a, i), last = t->what.dims - 1, row = i / a.n[last];
        struct vg_fft_exact x = want->at[row * want->n[last] + i % a.n[last]];
        long double re = get(t, t->out.at, at) - x.re, im = 0;
        within[at] = 1;
        if (!is_real(t, true)) {
            within[at + 1] = 1;
            im = get(t, t->out.at, at + 1) - x.im;
        }
        error += re * re + im * im;
        norm += x.re * x.re + x.im * x.im;
    }
    check_norms(t, error, norm);
    for (size_t i = 0; i < t->out.reals; i++) {
        if (!within[i])
            assert_memory_equal(t->out.at + i * size_of(t), t->before + i * size_of(t), size_of(t));
    }
    free(within);
    free(a.at);
}

static void run_trial(struct trial *t, unsigned threads)
{
    struct array want = exact_result(t);
    char *before = malloc(t->in.reals * size_of(t) + 1);
    assert_non_null(before);
    memcpy(before, t->in.at, t->in.reals * size_of(t));
    run(&t->what, t->in.at, t->out.at, threads, draw(2));
    check_result(t, &want);
    if (!t->what.in_place)
        assert_memory_equal(before, t->in.at, t->in.reals * size_of(t));
    free(before);
    free(want.at);
}

/* ---- Cases ---- */

static void use_isa(const char *isa)
{
    setenv("VGPU_ISA", isa, 1);
    if (strcmp(vg_isa_name(vg_cpu()->use), isa) != 0)
        skip();
}

static struct trial trial_of(enum vg_fft_type type, enum vg_fft_kind kind, size_t n, size_t batch)
{
    return (struct trial){.what = {.type = type,
                                   .kind = kind,
                                   .inverse = kind == VG_FFT_REAL_OUT || (kind == VG_FFT_COMPLEX && draw(2)),
                                   .scale = 1,
                                   .dims = 1,
                                   .n = {n, 1, 1},
                                   .batch = batch}};
}

/* Every length up to 140, in rows and in columns, both types, all kinds. */
static void try_lengths(const char *isa)
{
    use_isa(isa);
    for (size_t n = 1; n <= 140; n++) {
        for (unsigned i = 0; i < 12; i++) {
            struct trial t = trial_of(i % 2, i / 2 % 3, n, 1 + draw(i < 6 ? 3 : 20));
            t.in.reals = i < 6 ? lay_out(&t, false, 0, false) : lay_out_columns(&t, false, 0);
            t.out.reals = i < 6 ? lay_out(&t, true, 0, false) : lay_out_columns(&t, true, 0);
            allocate(&t);
            run_trial(&t, 1);
            finish(&t);
        }
    }
}

static void draw_shape(struct trial *t, unsigned most)
{
    static const double scales[] = {1, 1, 0.5, -0.25, 3};
    *t = trial_of(draw(2), draw(3), 1, draw(3) ? 1 + draw(4) : draw(40));
    t->what.dims = 1 + draw(3);
    t->what.scale = scales[draw(5)];
    for (unsigned i = 0; i < t->what.dims; i++)
        t->what.n[i] = 1 + draw(t->what.dims == 1 ? most * 4 : most / t->what.dims);
    t->what.in_place = t->what.kind == VG_FFT_COMPLEX && draw(2);
}

static void lay_out_both(struct trial *t)
{
    unsigned way = draw(4), gap = draw(2) * 3;
    for (unsigned out = 0; out < 2; out++) {
        size_t reals = way < 2 ? lay_out(t, out, gap, way) : lay_out_columns(t, out, gap);
        *(out ? &t->out.reals : &t->in.reals) = reals;
        way = way == 3 ? 0 : way;
    }
    if (t->what.in_place) {
        memcpy(t->what.out, t->what.in, sizeof(t->what.in));
        t->what.out_batch = t->what.in_batch;
        t->out.reals = t->in.reals;
    }
}

static void try_shapes(const char *isa)
{
    use_isa(isa);
    for (unsigned i = 0; i < 500; i++) {
        struct trial t;
        draw_shape(&t, 70);
        lay_out_both(&t);
        allocate(&t);
        run_trial(&t, 1 + draw(6));
        finish(&t);
    }
}

/* Some results of a long transform by sums, its norm, and the way back. */
static void check_some(struct trial *t)
{
    size_t n = t->what.n[0];
    long double error = 0, norm = 0;
    for (unsigned i = 0; i < 6; i++) {
        size_t k = i < 2 ? i * (n - 1) : draw((unsigned)n), at = 0;
        struct vg_fft_exact sum = {0};
        for (size_t j = 0; j < n; j++, at = (at + k) % n) {
            struct vg_fft_exact root = vg_fft_root(t->what.inverse && at ? n - at : at, n);
            long double re = get(t, t->in.at, 2 * j), im = get(t, t->in.at, 2 * j + 1);
            sum.re += re * root.re - im * root.im;
            sum.im += re * root.im + im * root.re;
        }
        long double re = get(t, t->out.at, 2 * k) - sum.re, im = get(t, t->out.at, 2 * k + 1) - sum.im;
        error += re * re + im * im;
        norm += sum.re * sum.re + sum.im * sum.im;
    }
    check_norms(t, error, norm);
}

static long double norm_of(const struct trial *t, const void *at)
{
    long double sum = 0;
    for (size_t i = 0; i < 2 * t->what.n[0]; i++) {
        long double x = get(t, at, i);
        sum += x * x;
    }
    return sum;
}

static void check_way_back(struct trial *t)
{
    size_t n = t->what.n[0];
    struct vg_fft back = t->what;
    back.inverse = !back.inverse;
    back.in_place = true;
    back.scale = 1 / (double)n;
    run(&back, t->out.at, t->out.at, 3, false);
    long double error = 0;
    for (size_t i = 0; i < 2 * n; i++) {
        long double difference = get(t, t->out.at, i) - get(t, t->in.at, i);
        error += difference * difference;
    }
    check_norms(t, error / 4, norm_of(t, t->in.at)); /* twice the error */
}

static void try_long(const char *isa)
{
    static const size_t lengths[] = {257,   361,   509,   1000,  1009,       1024,  2018,
                                     2048,  4096,  4099,  5000,  2 * 2053,   10007, 17 * 1024,
                                     19683, 32768, 65536, 65537, 67 * 67 * 3};
    use_isa(isa);
    for (unsigned i = 0; i < 2 * sizeof(lengths) / sizeof(*lengths); i++) {
        struct trial t = trial_of(i % 2, VG_FFT_COMPLEX, lengths[i / 2], 1);
        t.in.reals = lay_out(&t, false, 0, false);
        t.out.reals = lay_out(&t, true, 0, false);
        allocate(&t);
        run(&t.what, t.in.at, t.out.at, 1 + draw(4), draw(2));
        check_some(&t);
        long double ratio = norm_of(&t, t.out.at) / norm_of(&t, t.in.at) / (long double)lengths[i / 2];
        assert_true(fabsl(ratio - 1) < 40 * epsilon(&t)); /* Parseval */
        check_way_back(&t);
        finish(&t);
    }
}

/* Real transforms that are too long for a column, alone and in a batch, and long columns. */
static void try_long_others(const char *isa)
{
    static const size_t lengths[] = {300, 301, 1002, 2006, 2098, 4103};
    use_isa(isa);
    for (unsigned i = 0; i < 2 * sizeof(lengths) / sizeof(*lengths); i++) {
        for (unsigned kind = 0; kind < 3; kind++) {
            struct trial t =
                trial_of(i % 2, kind, lengths[i / 2], lengths[i / 2] < 2000 ? 1 + draw(5) : 1 + draw(2));
            bool columns = kind == VG_FFT_COMPLEX;
            t.in.reals = columns ? lay_out_columns(&t, false, 3) : lay_out(&t, false, 0, false);
            t.out.reals = columns ? lay_out_columns(&t, true, 3) : lay_out(&t, true, draw(2), false);
            allocate(&t);
            run_trial(&t, 1 + draw(4));
            finish(&t);
        }
    }
}

#define AT_EACH_ISA(what)                                                                                    \
    static void what##_sse42(void **state)                                                                   \
    {                                                                                                        \
        (void)state;                                                                                         \
        try_##what("sse4.2");                                                                                \
    }                                                                                                        \
    static void what##_avx2(void **state)                                                                    \
    {                                                                                                        \
        (void)state;                                                                                         \
        try_##what("avx2");                                                                                  \
    }                                                                                                        \
    static void what##_avx512(void **state)                                                                  \
    {                                                                                                        \
        (void)state;                                                                                         \
        try_##what("avx512");                                                                                \
    }
AT_EACH_ISA(lengths)
AT_EACH_ISA(shapes)
AT_EACH_ISA(long)
AT_EACH_ISA(long_others)

/* A line that is a product of three columns. */
static void three_passes(void **state)
{
    size_t lengths[VG_FFT_PASSES_MOST], n = (size_t)5 << 20;
    (void)state;
    assert_int_equal(vg_fft_split(n, 256, 16, lengths), 3);
    struct trial t = trial_of(VG_FFT_FLOAT, VG_FFT_COMPLEX, n, 1);
    t.in.reals = lay_out(&t, false, 0, false);
    t.out.reals = lay_out(&t, true, 0, false);
    allocate(&t);
    run(&t.what, t.in.at, t.out.at, 2, true);
    check_some(&t);
    check_way_back(&t);
    finish(&t);
}

static void threads_change_no_result(void **state)
{
    static const size_t lengths[] = {60, 4096, 5003, 65536};
    (void)state;
    for (unsigned i = 0; i < 16; i++) {
        struct trial t = trial_of(i % 2, VG_FFT_COMPLEX, lengths[i / 4], i & 2 ? 1 : 5);
        t.in.reals = t.out.reals = lay_out(&t, false, 0, false);
        lay_out(&t, true, 0, false);
        allocate(&t);
        run(&t.what, t.in.at, t.out.at, 1, false);
        run(&t.what, t.in.at, t.before, 7, true);
        assert_memory_equal(t.out.at, t.before, t.out.reals * size_of(&t));
        finish(&t);
    }
}

/* One thread takes transforms one by one; many share a long one. */
static void groups_follow_threads(void **state)
{
    struct trial t = trial_of(VG_FFT_DOUBLE, VG_FFT_COMPLEX, 65536, 16);
    struct vg_fft_plan plan;
    struct vg_fft_extent extent;
    (void)state;
    lay_out(&t, false, 0, false);
    lay_out(&t, true, 0, false);
    assert_true(vg_fft_make(&t.what, 4, &plan, &extent));
    assert_int_equal(extent.groups, 16);
    assert_true(vg_fft_make(&t.what, 64, &plan, &extent));
    assert_in_range(extent.groups, 2 * 64, 2 * 512);
    t.what.batch = 0;
    assert_true(vg_fft_make(&t.what, 4, &plan, &extent));
    assert_int_equal(extent.groups, 0);
}

static void radices_are_few_and_even(void **state)
{
    unsigned radices[VG_FFT_FACTORS_MOST];
    (void)state;
    assert_int_equal(vg_fft_radices(1024, 16, radices), 3);
    assert_true(radices[0] == 16 && radices[1] == 8 && radices[2] == 8);
    assert_int_equal(vg_fft_radices(64, 8, radices), 2);
    assert_int_equal(vg_fft_radices(2 * 3 * 5 * 61, 8, radices), 4);
    assert_int_equal(vg_fft_radices(67, 8, radices), 0);
    assert_int_equal(vg_fft_radices(1, 8, radices), 0);
    for (size_t n = 2; n <= VG_FFT_COLUMN_MOST; n++) {
        unsigned count = vg_fft_radices(n, 8, radices);
        size_t product = 1;
        for (unsigned i = 0; i < count; i++)
            product *= radices[i];
        assert_true(count == 0 || product == n);
        assert_true((count == 0) == (vg_fft_convolution(n) != 0));
    }
}

static void splits_fill_the_lanes(void **state)
{
    size_t lengths[VG_FFT_PASSES_MOST];
    (void)state;
    assert_int_equal(vg_fft_split(1000, 256, 8, lengths), 2);
    assert_true(lengths[0] == 8 && lengths[1] == 125);
    assert_int_equal(vg_fft_split(1000, 256, 1, lengths), 2);
    assert_true(lengths[0] == 40 && lengths[1] == 25);
    assert_int_equal(vg_fft_split(1000, 1024, 8, lengths), 1);
    assert_int_equal(vg_fft_split(1009, 256, 8, lengths), 1);
    assert_int_equal(vg_fft_split(4099, 256, 8, lengths), 0);
    for (size_t n = 1; n < 3000000; n += 1 + n / 200) {
        unsigned count = vg_fft_split(n, 256, 16, lengths);
        size_t product = 1;
        for (unsigned i = 0; i < count; i++) {
            assert_in_range(lengths[i], 1, VG_FFT_COLUMN_MOST);
            product *= lengths[i];
        }
        assert_true(count == 0 || product == n);
    }
}

static void convolutions_are_long_enough(void **state)
{
    (void)state;
    for (size_t n = 67; n < 70000; n += 1 + n / 50) {
        size_t length = vg_fft_convolution(n);
        if (length == 0)
            continue;
        assert_in_range(length, 2 * n - 1, 3 * n);
        assert_int_equal(length % 4, 0);
        for (size_t p = 2; p <= 5; p++) {
            while (length % p == 0)
                length /= p;
        }
        assert_int_equal(length, 1);
    }
}

static void roots_are_exact(void **state)
{
    (void)state;
    for (uint64_t n = 1; n <= 64; n++) {
        for (uint64_t k = 0; k < n; k++) {
            struct vg_fft_exact root = vg_fft_root(k, n);
            long double angle = -6.283185307179586476925286766559L * (long double)k / (long double)n;
            assert_true(fabsl(root.re - cosl(angle)) < 1e-18L && fabsl(root.im - sinl(angle)) < 1e-18L);
        }
    }
    assert_true(vg_fft_root(1, 4).re == 0 && vg_fft_root(1, 4).im == -1);
    assert_true(vg_fft_root(1, 2).re == -1 && vg_fft_root(1, 2).im == 0);
}

static struct vg_fft_key key_of(size_t n)
{
    return (struct vg_fft_key){.type = VG_FFT_DOUBLE, .n = n, .column_most = 256, .inside = true};
}

static void lines_are_shared_and_kept(void **state)
{
    const struct vg_fft_key key = key_of(4096), other = key_of(4100);
    (void)state;
    const struct vg_fft_line *line = vg_fft_line_get(&key), *again = vg_fft_line_get(&key);
    assert_non_null(line);
    assert_ptr_equal(line, again);
    const struct vg_fft_line *another = vg_fft_line_get(&other);
    assert_ptr_not_equal(line, another);
    assert_int_equal(vg_fft_kept().lines, 2);
    vg_fft_line_put(line);
    vg_fft_line_put(line);
    vg_fft_line_put(another);
    assert_int_equal(vg_fft_kept().lines, 2);
    again = vg_fft_line_get(&key);
    assert_ptr_equal(line, again);
    vg_fft_line_put(again);
}

/* What is in use stays; of the rest only the latest. */
static void kept_lines_are_bounded(void **state)
{
    const struct vg_fft_key first = key_of(10007);
    (void)state;
    const struct vg_fft_line *held = vg_fft_line_get(&first);
    assert_non_null(held);
    size_t held_bytes = vg_fft_kept().bytes, lines = 0;
    for (size_t n = 1u << 18; lines < 40; n += 1u << 17, lines++) {
        const struct vg_fft_key key = key_of(n * 3);
        const struct vg_fft_line *line = vg_fft_line_get(&key);
        assert_non_null(line);
        vg_fft_line_put(line);
        assert_in_range(vg_fft_kept().bytes, 1, VG_FFT_KEPT_BYTES + held_bytes);
    }
    assert_in_range(vg_fft_kept().lines, 2, 41);
    const struct vg_fft_line *again = vg_fft_line_get(&first);
    assert_ptr_equal(held, again);
    vg_fft_line_put(again);
    vg_fft_line_put(held);
}

/* Each allocation of a plan fails in turn. */
static void out_of_memory_leaves_nothing(void **state)
{
    (void)state;
    for (int64_t after = 0; after < 60; after++) {
        struct trial t = trial_of(VG_FFT_DOUBLE, VG_FFT_COMPLEX, 1009 + (size_t)after, 1);
        struct vg_fft_plan plan;
        struct vg_fft_extent extent;
        lay_out(&t, false, 0, false);
        lay_out(&t, true, 0, false);
        vg_alloc_fail_after(after);
        bool made = vg_fft_make(&t.what, 2, &plan, &extent) && vg_fft_acquire(&plan, &t, &t);
        vg_alloc_fail_after(-1);
        if (made)
            vg_fft_release(&plan);
        assert_true(made || after < 40);
    }
}

VG_TESTS(test_fft, cmocka_unit_test(lengths_sse42), cmocka_unit_test(lengths_avx2),
         cmocka_unit_test(lengths_avx512), cmocka_unit_test(shapes_sse42), cmocka_unit_test(shapes_avx2),
         cmocka_unit_test(shapes_avx512), cmocka_unit_test(long_sse42), cmocka_unit_test(long_avx2),
         cmocka_unit_test(long_avx512), cmocka_unit_test(long_others_sse42),
         cmocka_unit_test(long_others_avx2), cmocka_unit_test(long_others_avx512),
         cmocka_unit_test(three_passes), cmocka_unit_test(threads_change_no_result),
         cmocka_unit_test(groups_follow_threads), cmocka_unit_test(radices_are_few_and_even),
         cmocka_unit_test(splits_fill_the_lanes), cmocka_unit_test(convolutions_are_long_enough),
         cmocka_unit_test(roots_are_exact), cmocka_unit_test(lines_are_shared_and_kept),
         cmocka_unit_test(kept_lines_are_bounded), cmocka_unit_test(out_of_memory_leaves_nothing));
