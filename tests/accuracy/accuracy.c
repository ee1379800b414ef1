/* SPDX-License-Identifier: MIT */
/* Measures the math functions against MPFR and fails where an error passes its bound, a special value is
 * wrong or a zero has the wrong sign.
 *
 *   accuracy_test [--count N] [--seed S] [--type float|double] [NAME...]    (N random calls beside the
 * special ones)
 *
 * prints for each function and type the largest error in ulp, the arguments that gave it and the bound. */
#include "tests/accuracy/inputs.h"
#include "tests/accuracy/references.h"

#include <float.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BATCH 1024
#define SKIPPED 77 /* what CTest takes for "skipped" */

enum form { UNARY, BINARY, TERNARY, WITH_INT, TO_INT, CODE, SPLIT, SPLIT_INT, DIVIDE };

typedef void device_function(const void *x, const void *y, const void *z, const int *n, void *result,
                             void *second, int *k, size_t count);

#define DECLARE(name, T) device_function device_##name##_##T;
#define BOTH(name, reference, form, float_bound, double_bound) DECLARE(name, float) DECLARE(name, double)
#define SINGLE(name, reference, form, bound) DECLARE(name, float)
#include "tests/accuracy/functions.def"

struct row {
    const char *name, *reference;
    enum form form;
    bool single;
    double bound;
    device_function *call;
};
static const struct row rows[] = {
#define BOTH(name, reference, form, float_bound, double_bound)                                               \
    {#name, #reference, form, true, float_bound, device_##name##_float},                                     \
        {#name, #reference, form, false, double_bound, device_##name##_double},
#define SINGLE(name, reference, form, bound) {#name, #reference, form, true, bound, device_##name##_float},
#include "tests/accuracy/functions.def"
};

/* Arguments and results of one batch; the device sees values in its own type, values holds room for either.
 */
struct batch {
    struct vg_call calls[BATCH];
    double values[5][BATCH]; /* x, y, z, result, second in the type of the function */
    int n[BATCH], k[BATCH];
};

struct worst {
    double error;
    struct vg_call call;
    double got, expected;
    int got_k;
    unsigned long failures;
};

static void store(struct batch *b, bool single, int which, int i, double value)
{
    if (single)
        ((float *)b->values[which])[i] = (float)value;
    else
        b->values[which][i] = value;
}

static double load(const struct batch *b, bool single, int which, int i)
{
    return single ? (double)((const float *)b->values[which])[i] : b->values[which][i];
}

/* Half_ sine and its kin are only defined up to 2^16, and arguments of nan() are bits. */
static bool in_domain(const struct row *row, const struct vg_call *call)
{
    bool half = strncmp(row->name, "half_", 5) == 0 || strncmp(row->name, "native_", 7) == 0;
    bool periodic = strcmp(row->reference, "sin") == 0 || strcmp(row->reference, "cos") == 0 ||
                    strcmp(row->reference, "tan") == 0;
    return !(half && periodic && isfinite(call->x) && fabs(call->x) > 0x1p16);
}

/* |got - exact| in units of the last place of exact. */
static double ulp_error(bool single, double got, mpfr_t exact, bool any_zero)
{
    double rounded = single ? (double)mpfr_get_flt(exact, MPFR_RNDN) : mpfr_get_d(exact, MPFR_RNDN);
    if (isnan(rounded) || isnan(got))
        return isnan(rounded) && isnan(got) ? 0 : INFINITY;
    if (got == rounded)
        return got != 0 || any_zero || signbit(got) == signbit(rounded) || !mpfr_zero_p(exact) ? 0 : INFINITY;
    if (mpfr_inf_p(exact))
        return INFINITY;
    int digits = single ? FLT_MANT_DIG : DBL_MANT_DIG, lowest = single ? FLT_MIN_EXP : DBL_MIN_EXP;
    int highest = single ? FLT_MAX_EXP : DBL_MAX_EXP;
    long exponent = mpfr_zero_p(exact) ? lowest : mpfr_get_exp(exact);
    exponent = exponent < lowest ? lowest : exponent > highest ? highest : exponent;
    /* An infinity stands for the number after the largest. */
    mpfr_t difference;
    mpfr_init2(difference, mpfr_get_prec(exact));
    mpfr_set_d(difference, isinf(got) ? copysign(1, got) : got, MPFR_RNDN);
    mpfr_mul_2si(difference, difference, isinf(got) ? highest : 0, MPFR_RNDN);
    mpfr_sub(difference, difference, exact, MPFR_RNDN);
    mpfr_mul_2si(difference, difference, digits - exponent, MPFR_RNDN);
    double error = fabs(mpfr_get_d(difference, MPFR_RNDN));
    mpfr_clear(difference);
    return error;
}

/* lgamma crosses zero between the poles of negative numbers; OpenCL bounds nothing there, the test the
 * absolute error. */
static double relaxed_error(const struct row *row, const struct vg_call *call, double got, mpfr_t exact,
                            double error)
{
    if (strncmp(row->name, "lgamma", 6) != 0 || call->x >= 0 || !isfinite(got) || !mpfr_number_p(exact))
        return error;
    double epsilon = row->single ? FLT_EPSILON : DBL_EPSILON;
    double absolute = fabs(got - mpfr_get_d(exact, MPFR_RNDN)) / epsilon / fmax(1, fabs(call->x));
    return absolute < error ? absolute : error;
}

static void judge(const struct row *row, const struct batch *b, int i, vg_reference *reference,
                  struct worst *worst)
{
    struct vg_call call = b->calls[i];
    mpfr_t exact, second;
    long k = 0;
    mpfr_init2(exact, 160);
    mpfr_init2(second, 160);
    reference(&call, exact, second, &k);

    bool has_k = row->form == TO_INT || row->form == SPLIT_INT || row->form == DIVIDE;
    double got = row->form == TO_INT ? 0 : load(b, row->single, 3, i);
    double error = ulp_error(row->single, got, exact, call.any_zero || row->form == TO_INT);
    error = relaxed_error(row, &call, got, exact, error);
    double expected = mpfr_get_d(exact, MPFR_RNDN);
    if (row->form == SPLIT) {
        double other = ulp_error(row->single, load(b, row->single, 4, i), second, false);
        if (other > error) {
            error = other;
            got = load(b, row->single, 4, i);
            expected = mpfr_get_d(second, MPFR_RNDN);
        }
    }
    if (has_k && b->k[i] != k) {
        error = INFINITY;
        expected = (double)k;
    }
    worst->failures += error > row->bound;
    if (error > worst->error || (worst->call.x != worst->call.x && error >= worst->error)) {
        *worst = (struct worst){error, call, got, expected, b->k[i], worst->failures};
    }
    mpfr_clear(exact);
    mpfr_clear(second);
}

static void fill(const struct row *row, struct batch *b, struct vg_inputs *inputs, int count)
{
    for (int i = 0; i < count; i++) {
        double xyz[3];
        int n;
        do {
            vg_inputs_next(inputs, xyz, &n);
            b->calls[i] = (struct vg_call){xyz[0], xyz[1], xyz[2], n, row->single, false};
        } while (!in_domain(row, &b->calls[i]));
        for (int j = 0; j < 3; j++)
            store(b, row->single, j, i, xyz[j]);
        b->n[i] = n;
    }
}

/* Returns whether all errors are within the bound. */
static bool measure(const struct row *row, size_t count, uint64_t seed)
{
    static struct batch batch;
    struct worst worst = {.error = 0};
    struct vg_inputs inputs;
    vg_reference *reference = vg_find_reference(row->reference);
    int operands = row->form == TERNARY ? 3 : row->form == BINARY || row->form == DIVIDE ? 2 : 1;
    if (!reference) {
        printf("%s: no reference named %s\n", row->name, row->reference);
        return false;
    }
    vg_inputs_init(&inputs, seed, row->single, operands);
    size_t total = vg_inputs_specials(&inputs) + count;
    for (size_t done = 0; done < total; done += BATCH) {
        int here = total - done < BATCH ? (int)(total - done) : BATCH;
        fill(row, &batch, &inputs, here);
        row->call(batch.values[0], batch.values[1], batch.values[2], batch.n, batch.values[3],
                  batch.values[4], batch.k, (size_t)here);
        for (int i = 0; i < here; i++)
            judge(row, &batch, i, reference, &worst);
    }
    bool good = worst.failures == 0;
    printf("%-14s %-6s %10.4g ulp of %-5g %s", row->name, row->single ? "float" : "double", worst.error,
           row->bound, good ? "" : "FAILED ");
    if (worst.error > 0)
        printf("at %a, %a, %a, %d: %a (%d), not %a", worst.call.x, worst.call.y, worst.call.z, worst.call.n,
               worst.got, worst.got_k, worst.expected);
    printf(good ? "\n" : "; %lu times\n", worst.failures);
    fflush(stdout);
    return good;
}

static bool selected(const struct row *row, const char *type, char **names, int count)
{
    if (type && strcmp(type, row->single ? "float" : "double") != 0)
        return false;
    for (int i = 0; i < count; i++)
        if (strcmp(names[i], row->name) == 0)
            return true;
    return count == 0;
}

/* Whether this machine can run the code under test. */
static bool runnable(void)
{
#if NEEDS_FMA
    return __builtin_cpu_supports("fma") && __builtin_cpu_supports("avx2");
#else
    return __builtin_cpu_supports("sse4.2");
#endif
}

int main(int argc, char **argv)
{
    if (!runnable())
        return printf("this CPU lacks instructions that the test uses\n"), SKIPPED;
    size_t count = 2000;
    uint64_t seed = 1;
    const char *type = NULL;
    int first = 1;
    for (; first + 1 < argc && strncmp(argv[first], "--", 2) == 0; first += 2) {
        if (strcmp(argv[first], "--count") == 0)
            count = strtoull(argv[first + 1], NULL, 10);
        else if (strcmp(argv[first], "--seed") == 0)
            seed = strtoull(argv[first + 1], NULL, 10);
        else if (strcmp(argv[first], "--type") == 0)
            type = argv[first + 1];
        else
            return fprintf(stderr, "%s: unknown option %s\n", argv[0], argv[first]), 2;
    }
    int failed = 0, measured = 0;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        if (!selected(&rows[i], type, argv + first, argc - first))
            continue;
        measured++;
        failed += !measure(&rows[i], count, seed);
    }
    printf("%d measured, %d failed\n", measured, failed);
    return failed || !measured ? 1 : 0;
}
