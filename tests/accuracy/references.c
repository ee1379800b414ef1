/* SPDX-License-Identifier: MIT */
/* The references, most of them one MPFR function. What OpenCL defines and MPFR does not is composed here; the
 * special values follow C99 Annex F and the specification's list of additions to it. */
#include "tests/accuracy/references.h"

#include <limits.h>
#include <math.h>
#include <stddef.h>
#include <string.h>

static void set(mpfr_t value, double x)
{
    mpfr_set_d(value, x, MPFR_RNDN);
}

#define UNARY(name, function, quick)                                                                         \
    static void ref_##name(struct vg_call *c, mpfr_t result, mpfr_t second, long *k)                         \
    {                                                                                                        \
        (void)second, (void)k;                                                                               \
        set(result, c->x);                                                                                   \
        function(result, result, MPFR_RNDN);                                                                 \
    }
#define INTEGRAL(name, function, quick)                                                                      \
    static void ref_##name(struct vg_call *c, mpfr_t result, mpfr_t second, long *k)                         \
    {                                                                                                        \
        (void)second, (void)k;                                                                               \
        set(result, c->x);                                                                                   \
        function(result, result);                                                                            \
    }
#define BINARY(name, function, quick)                                                                        \
    static void ref_##name(struct vg_call *c, mpfr_t result, mpfr_t second, long *k)                         \
    {                                                                                                        \
        (void)k;                                                                                             \
        set(result, c->x);                                                                                   \
        set(second, c->y);                                                                                   \
        function(result, result, second, MPFR_RNDN);                                                         \
    }
#define EXACT(name, expression)                                                                              \
    static void ref_##name(struct vg_call *c, mpfr_t result, mpfr_t second, long *k)                         \
    {                                                                                                        \
        (void)second, (void)k;                                                                               \
        double x = c->x, y = c->y;                                                                           \
        (void)x, (void)y;                                                                                    \
        set(result, expression);                                                                             \
    }
#include "tests/accuracy/references.def"

static void ref_nextafter(struct vg_call *c, mpfr_t result, mpfr_t second, long *k)
{
    (void)second, (void)k;
    set(result, c->single ? nextafterf((float)c->x, (float)c->y) : nextafter(c->x, c->y));
}

static void ref_fdim(struct vg_call *c, mpfr_t result, mpfr_t second, long *k)
{
    (void)k;
    set(result, c->x);
    set(second, c->y);
    if (c->x <= c->y)
        mpfr_set_zero(result, 1);
    else
        mpfr_sub(result, result, second, MPFR_RNDN);
}

static void ref_fma(struct vg_call *c, mpfr_t result, mpfr_t second, long *k)
{
    (void)k;
    mpfr_t third;
    mpfr_init2(third, 64);
    mpfr_set_prec(result, 4300); /* no rounding between the exact sum and the format */
    set(result, c->x);
    set(second, c->y);
    set(third, c->z);
    mpfr_fma(result, result, second, third, MPFR_RNDN);
    mpfr_clear(third);
}

/* Of two zeros either may be returned. */
static void pick(struct vg_call *c, mpfr_t result, double value)
{
    c->any_zero = c->x == 0 && c->y == 0;
    set(result, value);
}
static void ref_fmax(struct vg_call *c, mpfr_t result, mpfr_t second, long *k)
{
    (void)second, (void)k;
    pick(c, result, fmax(c->x, c->y));
}
static void ref_fmin(struct vg_call *c, mpfr_t result, mpfr_t second, long *k)
{
    (void)second, (void)k;
    pick(c, result, fmin(c->x, c->y));
}
static void ref_maxmag(struct vg_call *c, mpfr_t result, mpfr_t second, long *k)
{
    (void)second, (void)k;
    double ax = fabs(c->x), ay = fabs(c->y);
    pick(c, result, ax > ay ? c->x : ay > ax ? c->y : fmax(c->x, c->y));
}
static void ref_minmag(struct vg_call *c, mpfr_t result, mpfr_t second, long *k)
{
    (void)second, (void)k;
    double ax = fabs(c->x), ay = fabs(c->y);
    pick(c, result, ax < ay ? c->x : ay < ax ? c->y : fmin(c->x, c->y));
}

static void ref_recip(struct vg_call *c, mpfr_t result, mpfr_t second, long *k)
{
    (void)second, (void)k;
    set(result, c->x);
    mpfr_ui_div(result, 1, result, MPFR_RNDN);
}
/* 1 / sqrt(-0) is -infinity. */
static void ref_rsqrt(struct vg_call *c, mpfr_t result, mpfr_t second, long *k)
{
    ref_sqrt(c, result, second, k);
    mpfr_ui_div(result, 1, result, MPFR_RNDN);
}

static void ref_pown(struct vg_call *c, mpfr_t result, mpfr_t second, long *k)
{
    (void)second, (void)k;
    set(result, c->x);
    mpfr_pow_si(result, result, c->n, MPFR_RNDN);
}
static void ref_powr(struct vg_call *c, mpfr_t result, mpfr_t second, long *k)
{
    double ax = fabs(c->x);
    bool undefined = c->x < 0 || isnan(c->x) || isnan(c->y) || (c->y == 0 && (ax == 0 || isinf(ax))) ||
                     (ax == 1 && isinf(c->y));
    struct vg_call positive = *c;
    positive.x = ax;
    ref_pow(&positive, result, second, k);
    if (undefined)
        mpfr_set_nan(result);
}
static void ref_rootn(struct vg_call *c, mpfr_t result, mpfr_t second, long *k)
{
    (void)second, (void)k;
    set(result, c->x);
    mpfr_rootn_si(result, result, c->n, MPFR_RNDN);
}

static void ref_ldexp(struct vg_call *c, mpfr_t result, mpfr_t second, long *k)
{
    (void)second, (void)k;
    set(result, c->x);
    mpfr_mul_2si(result, result, c->n, MPFR_RNDN);
}
static void ref_ilogb(struct vg_call *c, mpfr_t result, mpfr_t second, long *k)
{
    (void)second;
    mpfr_set_zero(result, 1);
    *k = c->x == 0 ? INT_MIN : isfinite(c->x) ? ilogb(c->x) : INT_MAX;
}
static void ref_frexp(struct vg_call *c, mpfr_t result, mpfr_t second, long *k)
{
    (void)second;
    int e = 0;
    set(result, isfinite(c->x) ? frexp(c->x, &e) : c->x);
    *k = e;
}

/* x - floor(x), at most the number before 1. */
static void ref_fract(struct vg_call *c, mpfr_t result, mpfr_t second, long *k)
{
    (void)k;
    double before_one = c->single ? 0x1.fffffep-1 : 0x1.fffffffffffffp-1;
    set(second, floor(c->x));
    set(result, c->x);
    if (c->x == 0)
        return;
    if (isinf(c->x))
        set(result, copysign(0, c->x));
    else
        mpfr_sub(result, result, second, MPFR_RNDN);
    if (mpfr_cmp_d(result, before_one) > 0)
        set(result, before_one);
}
static void ref_modf(struct vg_call *c, mpfr_t result, mpfr_t second, long *k)
{
    (void)k;
    double whole;
    set(result, modf(c->x, &whole));
    set(second, whole);
}
static void ref_sincos(struct vg_call *c, mpfr_t result, mpfr_t second, long *k)
{
    (void)k;
    set(result, c->x);
    mpfr_cos(second, result, MPFR_RNDN);
    mpfr_sin(result, result, MPFR_RNDN);
}

/* Seven bits of the quotient; the host's remquo promises three, MPFR's all that fit a long. */
static void ref_remquo(struct vg_call *c, mpfr_t result, mpfr_t second, long *k)
{
    set(result, c->x);
    set(second, c->y);
    bool regular = isfinite(c->x) && c->x != 0 && isfinite(c->y) && c->y != 0;
    long quotient = 0;
    mpfr_remquo(result, &quotient, result, second, MPFR_RNDN);
    *k = regular ? (quotient < 0 ? -(-quotient & 0x7f) : quotient & 0x7f) : 0;
}

static void ref_lgamma_r(struct vg_call *c, mpfr_t result, mpfr_t second, long *k)
{
    (void)second;
    int sign = 1;
    set(result, c->x);
    bool pole = c->x < 0 && isfinite(c->x) && floor(c->x) == c->x;
    mpfr_lgamma(result, &sign, result, MPFR_RNDN);
    *k = pole ? 0 : isnan(c->x) || isinf(c->x) ? 1 : sign;
}
static void ref_lgamma(struct vg_call *c, mpfr_t result, mpfr_t second, long *k)
{
    ref_lgamma_r(c, result, second, k);
    *k = 0;
}

static const struct {
    const char *name;
    vg_reference *function;
} rows[] = {
#define ROW(name) {#name, ref_##name},
#define UNARY(name, function, quick) ROW(name)
#define INTEGRAL(name, function, quick) ROW(name)
#define BINARY(name, function, quick) ROW(name)
#define EXACT(name, expression) ROW(name)
#define QUICK(name, first, other, integer) ROW(name)
#define COMPOSED(name) ROW(name)
#include "tests/accuracy/references.def"
};

vg_reference *vg_find_reference(const char *name)
{
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
        if (strcmp(rows[i].name, name) == 0)
            return rows[i].function;
    return NULL;
}
