/* SPDX-License-Identifier: MIT */
/* See judge.h. Where there is a quick reference it decides about all calls but those that may be wrong, the
 * worst so far, or too near to either to tell; these MPFR decides. Blocks of usual calls get one verdict; the
 * calls of the others are judged one by one. */
#include "tests/accuracy/judge.h"

#include <float.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "tests/accuracy/verdict.h"

void vg_batch_set(struct vg_batch *batch, bool single, int which, int i, double value)
{
    if (single)
        ((float *)batch->values[which])[i] = (float)value;
    else
        batch->values[which][i] = value;
}

static double load(const struct vg_batch *b, bool single, int which, int i)
{
    return single ? (double)((const float *)b->values[which])[i] : b->values[which][i];
}

struct vg_call vg_batch_call(const struct vg_batch *b, bool single, int i)
{
    return (struct vg_call){.x = load(b, single, 0, i),
                            .y = load(b, single, 1, i),
                            .z = load(b, single, 2, i),
                            .n = b->n[i],
                            .single = single};
}

static bool starts_with(const char *name, const char *prefix)
{
    return strncmp(name, prefix, strlen(prefix)) == 0;
}

static bool is_periodic(const char *reference)
{
    return strcmp(reference, "sin") == 0 || strcmp(reference, "cos") == 0 || strcmp(reference, "tan") == 0;
}

/* native_divide and native_recip may give 0 for larger ones. */
#define MOST_DIVISOR 0x1p125

static double most_of(const struct vg_row *row, bool native, bool half)
{
    if ((native || half) && is_periodic(row->reference))
        return 0x1p16;
    return native && strcmp(row->reference, "recip") == 0 ? MOST_DIVISOR : INFINITY;
}

bool vg_judge_init(struct vg_judge *judge, const struct vg_row *row, bool relaxed)
{
    bool native = starts_with(row->name, "native_"), half = starts_with(row->name, "half_");
    const struct vg_bounds *other = relaxed && row->single ? vg_find_relaxed(row->name) : NULL;
    *judge = (struct vg_judge){.row = row,
                               .reference = vg_find_reference(row->reference),
                               .bounds = other ? *other : (struct vg_bounds){.ulp = row->bound},
                               .mode.flushes = row->single && (native || half || relaxed),
                               .mode.finite = row->single && (native || relaxed),
                               .mode.most_x = most_of(row, native, half),
                               .mode.most_y =
                                   native && strcmp(row->reference, "divide") == 0 ? MOST_DIVISOR : INFINITY};
    return judge->reference != NULL;
}

static double share_of(double error, double absolute_error, struct vg_bound bound)
{
    double value = bound.absolute > 0 ? absolute_error : error;
    double limit = bound.absolute > 0 ? bound.absolute : bound.ulp;
    return value == 0 ? 0 : limit > 0 ? value / limit : INFINITY;
}

/* Whether the error of any result is further than the margin below both the bound and the worst so far. */
static bool is_harmless_number(const struct vg_judge *judge, double x, double got, long double exact)
{
    bool single = judge->row->single;
    int lowest = single ? FLT_MIN_EXP : DBL_MIN_EXP, highest = single ? FLT_MAX_EXP : DBL_MAX_EXP;
    int exponent = isinf(exact) ? highest : ilogbl(exact) + 1;
    exponent = exponent < lowest ? lowest : exponent > highest ? highest : exponent;
    long double ulp = ldexpl(1, exponent - (single ? FLT_MANT_DIG : DBL_MANT_DIG));
    long double value = isinf(got) ? copysignl(ldexpl(1, highest), got) : (long double)got;
    bool beyond = isinf(got) && fabsl(exact) >= fabsl(value) && (exact > 0) == (got > 0);
    double error = beyond ? 0 : (double)(fabsl(value - exact) / ulp), margin = VG_QUICK_MARGIN(single);
    if (error < 0.5 - margin)
        return true;
    double worst = error + margin;
    double least = judge->share < 1 ? judge->share : 1;
    return share_of(worst, (double)(worst * ulp), vg_bound_at(&judge->bounds, x)) < least;
}

/* The quick reference's verdict about a result: whether the call needs no closer look. */
static bool is_harmless_result(const struct vg_judge *judge, double x, double y, double got,
                               long double exact)
{
    if (isnan(exact) || isnan(got))
        return isnan(exact) && isnan(got);
    if (isinf(x) || isinf(y) || exact == 0 || isinf(exact))
        return got == exact && (judge->mode.flushes || !signbit(got) == !signbit(exact));
    if (got == 0 && !signbit(got) != !signbit(exact))
        return false;
    return is_harmless_number(judge, x, got, exact);
}

static long double exact_at(const struct vg_exact *exact, bool single, int which, int i)
{
    return single ? (long double)exact->high[which][i] : exact->wide[which][i];
}

static bool is_harmless(const struct vg_judge *judge, const struct vg_batch *b, const struct vg_exact *exact,
                        int i)
{
    const struct vg_row *row = judge->row;
    double x = load(b, row->single, 0, i), y = vg_has_two(row->form) ? load(b, row->single, 1, i) : 0;
    long double first = exact_at(exact, row->single, 0, i), second = exact_at(exact, row->single, 1, i);
    if (vg_is_open(&judge->mode, x, y, (double)first, VG_QUICK_MARGIN(true)))
        return true;
    if (vg_has_integer(row->form) && b->k[i] != exact->k[i])
        return false;
    if (row->form != TO_INT && !is_harmless_result(judge, x, y, load(b, row->single, 3, i), first))
        return false;
    return row->form != SPLIT || is_harmless_result(judge, x, y, load(b, row->single, 4, i), second);
}

/* |got - exact| in units of the last place of exact; 0 when it is the nearest number. */
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
static double lgamma_error(const struct vg_row *row, const struct vg_call *call, double got, mpfr_t exact,
                           double error)
{
    if (!starts_with(row->name, "lgamma") || call->x >= 0 || !isfinite(got) || !mpfr_number_p(exact))
        return error;
    double epsilon = row->single ? FLT_EPSILON : DBL_EPSILON;
    double absolute = fabs(got - mpfr_get_d(exact, MPFR_RNDN)) / epsilon / fmax(1, fabs(call->x));
    return absolute < error ? absolute : error;
}

static void keep(struct vg_judge *judge, const struct vg_call *call, double got, mpfr_t exact, double error)
{
    double expected = mpfr_get_d(exact, MPFR_RNDN);
    struct vg_bound bound = vg_bound_at(&judge->bounds, call->x);
    double absolute = isnan(got) || isnan(expected) ? error : fabs(got - expected);
    double share = share_of(error, absolute, bound);
    if (vg_is_open(&judge->mode, call->x, vg_has_two(judge->row->form) ? call->y : 0, expected, 0))
        return;
    judge->failures += share > 1;
    if (share <= judge->share)
        return;
    judge->share = share;
    judge->error = bound.absolute > 0 ? absolute : error;
    judge->bound = bound;
    judge->call = *call;
    judge->got = got;
    judge->expected = expected;
}

static void judge_call(struct vg_judge *judge, const struct vg_batch *b, int i)
{
    const struct vg_row *row = judge->row;
    struct vg_call call = vg_batch_call(b, row->single, i);
    mpfr_t exact, second;
    long k = 0;
    mpfr_init2(exact, 160);
    mpfr_init2(second, 160);
    judge->reference(&call, exact, second, &k);
    double got = row->form == TO_INT ? 0 : load(b, row->single, 3, i);
    double error =
        ulp_error(row->single, got, exact, call.any_zero || judge->mode.flushes || row->form == TO_INT);
    if (vg_has_integer(row->form) && b->k[i] != k && !(judge->mode.flushes && vg_is_denormal(call.x)))
        error = INFINITY;
    keep(judge, &call, got, exact, lgamma_error(row, &call, got, exact, error));
    if (row->form == SPLIT) {
        got = load(b, row->single, 4, i);
        keep(judge, &call, got, second, ulp_error(row->single, got, second, judge->mode.flushes));
    }
    mpfr_clear(exact);
    mpfr_clear(second);
}

/* Whether the first result has the very bits of the number nearest to the exact one. Where only that will do
 * the quick reference cannot tell it for double. */
static bool is_nearest(const struct vg_judge *judge, const struct vg_batch *b, const struct vg_exact *exact,
                       int i)
{
    if (judge->row->single)
        return memcmp((const float *)b->values[3] + i, &exact->nearest[0][i], sizeof(float)) == 0;
    return judge->row->bound > 0 && memcmp(&b->values[3][i], &exact->high[0][i], sizeof(double)) == 0;
}

static void judge_block(struct vg_judge *judge, const struct vg_batch *b, const struct vg_exact *exact,
                        int first)
{
    enum vg_form form = judge->row->form;
    bool alone = form == UNARY || form == BINARY;
    for (int i = first; i < first + VG_BLOCK; i++)
        if (!exact || !((alone && is_nearest(judge, b, exact, i)) || is_harmless(judge, b, exact, i)))
            judge_call(judge, b, i);
}

void vg_judge_batch(struct vg_judge *judge, const struct vg_batch *batch, const struct vg_exact *exact)
{
    for (int i = 0; i < VG_BATCH; i += VG_BLOCK)
        if (!exact || !vg_block_harmless(judge, batch, exact, i))
            judge_block(judge, batch, exact, i);
}

void vg_judge_merge(struct vg_judge *judge, const struct vg_judge *other)
{
    unsigned long failures = judge->failures + other->failures;
    if (other->share > judge->share)
        *judge = *other;
    judge->failures = failures;
}

static void print_call(const struct vg_judge *judge)
{
    const struct vg_call *call = &judge->call;
    enum vg_form form = judge->row->form;
    printf("at %a", call->x);
    if (vg_has_two(form) || form == TERNARY)
        printf(", %a", call->y);
    if (form == TERNARY)
        printf(", %a", call->z);
    if (form == WITH_INT)
        printf(", %d", call->n);
    printf(": %a, not %a", judge->got, judge->expected);
}

void vg_judge_print(const struct vg_judge *judge, const char *variant)
{
    const struct vg_row *row = judge->row;
    struct vg_bound bound = judge->share > 0 ? judge->bound : vg_bound_at(&judge->bounds, 1);
    bool absolute = bound.absolute > 0;
    printf("%-14s %-6s %-22s %10.4g of %-9.4g %-8s ", row->name, row->single ? "float" : "double", variant,
           judge->error, absolute ? bound.absolute : bound.ulp, absolute ? "absolute" : "ulp");
    if (judge->share > 0)
        print_call(judge);
    if (judge->failures)
        printf("; FAILED %lu times", judge->failures);
    puts("");
    fflush(stdout);
}
