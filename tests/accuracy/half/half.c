/* SPDX-License-Identifier: MIT */
/* Measures the math functions of half against MPFR: all values of the first operand, with others that are
 * special, random or of a like size. Fails where an error passes its bound, or a special value or the sign of
 * a zero is wrong.
 *
 *   accuracy_half [--options BUILD-OPTIONS] [NAME...]
 *
 * nextafter, nan and fma are tested by tests/kernels/half.cl. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/attributes.h"
#include "tests/accuracy/references.h"
#include "tests/kernels/call.h"

enum { VALUES = 65536, TURNS = 4, DIGITS = 11, PRECISION = 160 };
enum form { UNARY, BINARY, WITH_INT, TO_INT, SPLIT, SPLIT_INT, DIVIDE };
enum operand { X, Y, N, RESULT, SECOND, K, OPERANDS };

static const struct row {
    const char *name;
    enum form form;
    double bound;
} rows[] = {
#define HALF(name, form, bound) {#name, form, bound},
#include "tests/accuracy/half/half.def"
#undef HALF
};

static const char *const statements[] = {
    [UNARY] = "r[i] = F(x[i])",
    [BINARY] = "r[i] = F(x[i], y[i])",
    [WITH_INT] = "r[i] = F(x[i], n[i])",
    [TO_INT] = "k[i] = F(x[i])",
    [SPLIT] = "half p; r[i] = F(x[i], &p); s[i] = p",
    [SPLIT_INT] = "int p; r[i] = F(x[i], &p); k[i] = p",
    [DIVIDE] = "int p; r[i] = F(x[i], y[i], &p); k[i] = p",
};

static uint16_t words[3][VALUES]; /* x, y, zeros */
static int integers[2][VALUES];   /* n, zeros */

struct worst {
    double error, x, y, got, expected;
    int n;
    unsigned long failures;
};

static double value_of(uint16_t half)
{
    int exponent = half >> 10 & 31, fraction = half & 0x3ff;
    double m = exponent == 31 ? (fraction ? NAN : INFINITY)
                              : ldexp(exponent ? fraction + 1024 : fraction, (exponent ? exponent : 1) - 25);
    return copysign(m, half & 0x8000 ? -1 : 1);
}

static uint64_t next_random(void)
{
    static uint64_t state = 88172645463325252u;
    state ^= state << 13;
    state ^= state >> 7;
    return state ^= state << 17;
}

static void fill(unsigned turn)
{
    static const uint16_t special[] = {0,      0x8000, 1,      0x8001, 0x3ff,  0x400,  0x3800, 0x3bff,
                                       0x3c00, 0xbc00, 0x3c01, 0x4000, 0xc000, 0x4200, 0xc200, 0x7bff,
                                       0xfbff, 0x7c00, 0xfc00, 0x7e00, 0x4248, 0x6400, 0x6401, 0xe401};
    static const int special_n[] = {
        0, 1, -1, 2, -2, 3, -3, 10, -24, 40, -50, 1000, -1001, 2147483647, -2147483647 - 1};
    for (unsigned i = 0; i < VALUES; i++) {
        uint64_t random = next_random();
        uint16_t like = (uint16_t)(i ^ (random & 0x87ff));
        words[X][i] = (uint16_t)i;
        words[Y][i] = turn == 0 ? special[random % VG_COUNT(special)] : turn == 1 ? like : (uint16_t)random;
        integers[0][i] = turn == 0 ? special_n[random % VG_COUNT(special_n)] : (int)(random % 81) - 40;
    }
}

/* The nearest half of an exact number. */
static double rounded(mpfr_t exact)
{
    mpfr_t half;
    mpfr_exp_t least = mpfr_get_emin(), most = mpfr_get_emax();
    mpfr_init2(half, DIGITS);
    int ternary = mpfr_set(half, exact, MPFR_RNDN);
    mpfr_set_emin(-23);
    mpfr_set_emax(16);
    ternary = mpfr_check_range(half, ternary, MPFR_RNDN);
    mpfr_subnormalize(half, ternary, MPFR_RNDN);
    double value = mpfr_get_d(half, MPFR_RNDN);
    mpfr_set_emin(least);
    mpfr_set_emax(most);
    mpfr_clear(half);
    return value;
}

/* |got - exact| in units of the last place; an infinity stands for the number after the largest. */
static double error_of(double got, mpfr_t exact, bool any_zero)
{
    double nearest = rounded(exact);
    if (isnan(nearest) || isnan(got))
        return isnan(nearest) && isnan(got) ? 0 : INFINITY;
    if (got == nearest)
        return got != 0 || any_zero || signbit(got) == signbit(nearest) || !mpfr_zero_p(exact) ? 0 : INFINITY;
    if (mpfr_inf_p(exact))
        return INFINITY;
    long exponent = mpfr_zero_p(exact) ? -13 : mpfr_get_exp(exact);
    exponent = exponent < -13 ? -13 : exponent > 16 ? 16 : exponent;
    double finite = isinf(got) ? copysign(0x1p16, got) : got;
    return fabs(ldexp(finite - mpfr_get_d(exact, MPFR_RNDN), (int)(DIGITS - exponent)));
}

static void judge(const struct row *row, struct worst *worst, const struct vg_call *call, double got,
                  mpfr_t exact)
{
    double error = error_of(got, exact, call->any_zero), expected = rounded(exact);
    if (strcmp(row->name, "fract") == 0 && expected == 1 && got == 0x1.ffcp-1)
        return; /* what fract is bound by */
    worst->failures += error > row->bound;
    if (error > worst->error)
        *worst = (struct worst){error, call->x, call->y, got, expected, call->n, worst->failures};
}

static void judge_all(const struct row *row, struct call *made, struct worst *worst)
{
    const uint16_t *results = made->buffers[RESULT].bytes, *seconds = made->buffers[SECOND].bytes;
    const int *ks = made->buffers[K].bytes;
    vg_reference *reference = vg_find_reference(row->name);
    bool has_k = row->form == TO_INT || row->form == SPLIT_INT || row->form == DIVIDE;
    mpfr_t exact, second;
    mpfr_inits2(PRECISION, exact, second, (mpfr_ptr)0);
    for (unsigned i = 0; i < VALUES; i++) {
        long k = 0;
        struct vg_call call = {
            .x = value_of(words[X][i]), .y = value_of(words[Y][i]), .n = integers[0][i], .single = true};
        reference(&call, exact, second, &k);
        if (row->form != TO_INT)
            judge(row, worst, &call, value_of(results[i]), exact);
        if (row->form == SPLIT)
            judge(row, worst, &call, value_of(seconds[i]), second);
        bool any_k = row->form == SPLIT_INT && !isfinite(call.x);
        if (has_k && !any_k && k != ks[i]) {
            *worst = (struct worst){INFINITY, call.x, call.y, ks[i], (double)k, call.n, worst->failures + 1};
        }
    }
    mpfr_clears(exact, second, (mpfr_ptr)0);
}

static void run_all(const struct row *row, struct vg_unit *unit, const struct vg_code *code,
                    struct worst *worst)
{
    struct run run = {.work_dim = 1, .global = {VALUES, 1, 1}, .local = {64, 1, 1}, .arg_count = OPERANDS};
    for (unsigned i = 0; i < OPERANDS; i++) {
        bool whole = i == N || i == K;
        void *data = whole ? (void *)integers[i == K] : (void *)words[i < N ? i : 2];
        run.args[i] =
            (struct arg){.form = ARG_BUFFER, .type = whole ? INT : USHORT, .count = VALUES, .data = data};
    }
    bool unary = row->form == UNARY || row->form == TO_INT || row->form == SPLIT || row->form == SPLIT_INT;
    for (unsigned turn = 0; turn < (unary ? 1 : TURNS); turn++) {
        struct call call;
        fill(turn);
        const char *wrong = call_prepare(&call, &run, &vg_unit_info(unit)->kernels[0], &code->info);
        if (!wrong)
            wrong = call_execute(&call, code);
        if (wrong)
            printf("%s: %s\n", row->name, wrong), exit(2);
        judge_all(row, &call, worst);
        call_finish(&call);
    }
}

static bool measure(const struct row *row, const char *options)
{
    char source[1024], *log = NULL;
    snprintf(source, sizeof source,
             "#define F(...) %s(__VA_ARGS__)\n#define divide(x, y) ((x) / (y))\n"
             "kernel void f(global const half *x, global const half *y, global const int *n,\n"
             "              global half *restrict r, global half *restrict s, global int *restrict k)\n"
             "{ size_t i = get_global_id(0); %s; }\n",
             row->name, statements[row->form]);
    struct vg_unit *unit = NULL;
    const struct vg_code *code;
    cl_int status = vg_compile(source, strlen(source), options, VG_STAGE_BUILD, NULL, 0, &unit, &log);
    if (status == CL_SUCCESS)
        status = vg_unit_code(unit, 0, &code);
    struct worst worst = {.error = -1};
    if (status == CL_SUCCESS)
        run_all(row, unit, code, &worst);
    else
        printf("%s: error %d: %s\n", row->name, status, log ? log : "");
    vg_free(log);
    vg_unit_release(&unit);
    bool ok = status == CL_SUCCESS && worst.failures == 0;
    printf("%-10s %8.3f of %g ulp at x = %a, y = %a, n = %d: %a, expected %a%s\n", row->name, worst.error,
           row->bound, worst.x, worst.y, worst.n, worst.got, worst.expected, ok ? "" : "   FAILED");
    return ok;
}

int main(int argc, char **argv)
{
    bool has_options = argc > 2 && strcmp(argv[1], "--options") == 0;
    int first = has_options ? 3 : 1, failed = 0, measured = 0;
    for (size_t i = 0; i < VG_COUNT(rows); i++) {
        bool wanted = first == argc;
        for (int name = first; name < argc; name++)
            wanted |= strcmp(argv[name], rows[i].name) == 0;
        if (!wanted)
            continue;
        measured++;
        failed += !measure(&rows[i], has_options ? argv[2] : "");
    }
    printf("%d measured, %d failed\n", measured, failed);
    return failed || !measured ? 1 : 0;
}
