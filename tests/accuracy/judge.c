/* SPDX-License-Identifier: MIT */
/* See judge.h. Where there is a quick reference it decides about all calls but those that may be wrong, the
 * worst so far, or too near to either to tell; these MPFR decides. */
#include "tests/accuracy/judge.h"

#include <float.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

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

static bool starts_with(const char *name, const char *prefix)
{
    return strncmp(name, prefix, strlen(prefix)) == 0;
}

bool vg_in_domain(const struct vg_row *row, double x)
{
    bool half = starts_with(row->name, "half_") || starts_with(row->name, "native_");
    bool periodic = strcmp(row->reference, "sin") == 0 || strcmp(row->reference, "cos") == 0 ||
                    strcmp(row->reference, "tan") == 0;
    return !(half && periodic && isfinite(x) && fabs(x) > 0x1p16);
}

bool vg_judge_init(struct vg_judge *judge, const struct vg_row *row, bool relaxed)
{
    bool native = starts_with(row->name, "native_"), half = starts_with(row->name, "half_");
    *judge = (struct vg_judge){
        .row = row,
        .reference = vg_find_reference(row->reference),
        .quick = row->form == UNARY || row->form == BINARY ? vg_find_quick(row->reference) : NULL,
        .flushes = row->single && (native || half || relaxed),
        .finite = row->single && (native || relaxed)};
    if (relaxed && row->single)
        judge->relaxed = vg_find_relaxed(row->name);
    return judge->reference != NULL;
}

static struct vg_bound bound_at(const struct vg_judge *judge, double x)
{
    return judge->relaxed ? vg_relaxed_bound(judge->relaxed, x) : (struct vg_bound){judge->row->bound, 0};
}

static double share_of(double error, double absolute_error, struct vg_bound bound)
{
    double value = bound.absolute > 0 ? absolute_error : error;
    double limit = bound.absolute > 0 ? bound.absolute : bound.ulp;
    return value == 0 ? 0 : limit > 0 ? value / limit : INFINITY;
}

/* The distance between floats near x, |x| at most FLT_MAX; below the smallest normal number it stays the
 * same. */
static double float_ulp(double x)
{
    float nearest = (float)fabs(x);
    uint32_t bits;
    memcpy(&bits, &nearest, sizeof(bits));
    int exponent = (int)(bits >> 23);
    return ldexp(1, (exponent < 1 ? 1 : exponent) - 150);
}

/* The verdict about the usual case, a finite result: the unit is that of the smaller number, so that the
 * error is rather too large. */
static bool is_harmless_float(const struct vg_judge *judge, double x, double got, double exact)
{
    double difference = fabs(got - exact);
    double ulp = float_ulp(fabs(got) < fabs(exact) ? got : exact);
    if (difference < (0.5 - VG_QUICK_MARGIN(true)) * ulp)
        return true;
    double worst = difference + VG_QUICK_MARGIN(true) * ulp;
    double least = judge->share < 1 ? judge->share : 1;
    return share_of(worst / ulp, worst, bound_at(judge, x)) < least;
}

/* The same for any type and result. */
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
    return share_of(worst, (double)(worst * ulp), bound_at(judge, x)) < least;
}

/* The quick reference's verdict: whether the call needs no closer look. */
static bool is_harmless(const struct vg_judge *judge, const struct vg_batch *b, int i)
{
    bool single = judge->row->single;
    double x = load(b, single, 0, i), y = judge->row->form == BINARY ? load(b, single, 1, i) : 0;
    double got = load(b, single, 3, i);
    long double exact = single ? (long double)judge->quick->of_double(x, y) : judge->quick->of_long(x, y);
    if (isnan(exact) || isnan(got))
        return isnan(exact) && isnan(got);
    if (isinf(x) || isinf(y) || exact == 0)
        return got == exact && signbit(got) == signbit(exact);
    if (got == 0 && signbit(got) != signbit(exact))
        return false;
    if (single && isfinite(got) && fabsl(exact) <= FLT_MAX)
        return is_harmless_float(judge, x, got, (double)exact);
    return is_harmless_number(judge, x, got, exact);
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

static bool is_denormal(double x)
{
    return x != 0 && fabs(x) < FLT_MIN;
}

/* Calls that the mode leaves open: denormal arguments and results where those may be flushed, what is not
 * finite where everything is. */
static bool is_open(const struct vg_judge *judge, const struct vg_call *call, double got, double exact)
{
    bool binary = judge->row->form == BINARY;
    if (judge->flushes && (is_denormal(call->x) || (binary && is_denormal(call->y)) || fabs(exact) < FLT_MIN))
        return true;
    return judge->finite &&
           !(isfinite(call->x) && isfinite(call->y) && fabs(exact) <= FLT_MAX && !isnan(got));
}

static struct vg_call call_of(const struct vg_row *row, const struct vg_batch *b, int i)
{
    return (struct vg_call){load(b, row->single, 0, i),
                            load(b, row->single, 1, i),
                            load(b, row->single, 2, i),
                            b->n[i],
                            row->single,
                            false};
}

static void keep(struct vg_judge *judge, const struct vg_call *call, double got, mpfr_t exact, double error)
{
    double expected = mpfr_get_d(exact, MPFR_RNDN);
    struct vg_bound bound = bound_at(judge, call->x);
    double absolute = isnan(got) || isnan(expected) ? error : fabs(got - expected);
    double share = share_of(error, absolute, bound);
    if (is_open(judge, call, got, expected))
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

void vg_judge_call(struct vg_judge *judge, const struct vg_batch *b, int i)
{
    const struct vg_row *row = judge->row;
    if (judge->quick && is_harmless(judge, b, i))
        return;
    struct vg_call call = call_of(row, b, i);
    mpfr_t exact, second;
    long k = 0;
    mpfr_init2(exact, 160);
    mpfr_init2(second, 160);
    judge->reference(&call, exact, second, &k);
    bool has_k = row->form == TO_INT || row->form == SPLIT_INT || row->form == DIVIDE;
    double got = row->form == TO_INT ? 0 : load(b, row->single, 3, i);
    double error = ulp_error(row->single, got, exact, call.any_zero || row->form == TO_INT);
    if (has_k && b->k[i] != k && !(judge->flushes && is_denormal(call.x)))
        error = INFINITY;
    keep(judge, &call, got, exact, lgamma_error(row, &call, got, exact, error));
    if (row->form == SPLIT) {
        got = load(b, row->single, 4, i);
        keep(judge, &call, got, second, ulp_error(row->single, got, second, false));
    }
    mpfr_clear(exact);
    mpfr_clear(second);
}

void vg_judge_print(const struct vg_judge *judge)
{
    const struct vg_row *row = judge->row;
    struct vg_bound bound = judge->share > 0 ? judge->bound : bound_at(judge, 1);
    bool absolute = bound.absolute > 0;
    printf("%-14s %-6s %10.4g of %-9.4g %-8s ", row->name, row->single ? "float" : "double", judge->error,
           absolute ? bound.absolute : bound.ulp, absolute ? "absolute" : "ulp");
    if (judge->share > 0)
        printf("at %a, %a, %a, %d: %a, not %a", judge->call.x, judge->call.y, judge->call.z, judge->call.n,
               judge->got, judge->expected);
    if (judge->failures)
        printf("; FAILED %lu times", judge->failures);
    puts("");
    fflush(stdout);
}
