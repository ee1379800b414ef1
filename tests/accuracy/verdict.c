/* SPDX-License-Identifier: MIT */
/* See verdict.h. Blocks are mostly of one kind, so the cheap questions come first. */
#include "tests/accuracy/verdict.h"

#include <stdint.h>
#include <string.h>

#include "base/attributes.h"

/* The results of a block, the arguments of its calls and what is known of the exact results. */
struct columns {
    const void *x, *y, *got, *nearest;
    const double *high, *low, *per_ulp;
    const double *first; /* the exact first result, high of which is the second */
};

/* An error of so many units is harmless, or one of so much, by whichever bound holds at x. */
struct limits {
    struct vg_bounds bounds;
    struct vg_mode mode;
    double least; /* share of the bound that is not worth a closer look */
    double margin;
};

static double larger(double x, double y)
{
    return x > y ? x : y;
}

/* The largest harmless error in units; per_ulp: how many of them make one. */
static double harmless_units(const struct limits *l, struct vg_bound bound, double per_ulp)
{
    double units = bound.absolute > 0 ? l->least * bound.absolute * per_ulp : l->least * bound.ulp;
    return larger(0.5, units) - l->margin;
}

/* A loop that asks one question about each call, of those below: LOOP(function, type, integer of its size,
 * question) */
#define LOOP(name, T, I, question)                                                                           \
    VG_CLONES static bool name(const struct limits *limits, const struct columns *columns)                   \
    {                                                                                                        \
        const struct limits l = *limits;                                                                     \
        const struct vg_bound fixed = vg_bound_at(&l.bounds, 0);                                             \
        const T *x = columns->x, *y = columns->y, *got = columns->got, *nearest = columns->nearest;          \
        const I *bits = columns->got, *nearest_bits = columns->nearest;                                      \
        const double *high = columns->high, *low = columns->low, *per_ulp = columns->per_ulp;                \
        const double *first = columns->first;                                                                \
        int64_t doubtful = 0;                                                                                \
        (void)fixed, (void)x, (void)y, (void)bits, (void)nearest_bits, (void)nearest;                        \
        (void)high, (void)low, (void)per_ulp, (void)first;                                                   \
        for (int i = 0; i < VG_BLOCK; i++)                                                                   \
            doubtful |= !(question);                                                                         \
        return !doubtful;                                                                                    \
    }

/* Whether the error is harmless, which that of no number that is not finite is. */
#define CLOSE(bound, low)                                                                                    \
    (fabs((got[i] - high[i]) - (low)) * per_ulp[i] < harmless_units(&l, bound, per_ulp[i]))
/* Whether the result is the nearest number to the exact one, or both are not numbers. */
#define SAME ((bits[i] == nearest_bits[i]) | ((got[i] != got[i]) & (nearest[i] != nearest[i])))
/* Whether the result is a zero, as expected, of a sign that the mode leaves open. */
#define ZERO ((got[i] == 0) & (high[i] == 0) & l.mode.flushes)
#define OPEN vg_is_open(&l.mode, x[i], y[i], first[i], l.margin)

LOOP(close_floats, float, int32_t, CLOSE(fixed, 0))
LOOP(close_floats_by_x, float, int32_t, CLOSE(vg_bound_at(&l.bounds, x[i]), 0))
LOOP(same_floats, float, int32_t, SAME)
LOOP(mixed_floats, float, int32_t, CLOSE(vg_bound_at(&l.bounds, x[i]), 0) | SAME | ZERO | OPEN)
LOOP(close_doubles, double, int64_t, CLOSE(fixed, low[i]))
LOOP(mixed_doubles, double, int64_t, CLOSE(fixed, low[i]) | SAME)

/* The operands that a function lacks. */
static const float zeros[VG_BLOCK];

static struct columns columns_of(const struct vg_judge *judge, const struct vg_batch *b,
                                 const struct vg_exact *exact, int which, int first)
{
    struct columns columns = {.high = exact->high[which] + first,
                              .low = exact->low[which] + first,
                              .per_ulp = exact->per_ulp[which] + first,
                              .first = exact->high[0] + first};
    if (judge->row->single) {
        columns.x = (const float *)b->values[0] + first;
        columns.y = vg_has_two(judge->row->form) ? (const float *)b->values[1] + first : zeros;
        columns.got = (const float *)b->values[3 + which] + first;
        columns.nearest = exact->nearest[which] + first;
    } else {
        columns.x = b->values[0] + first;
        columns.got = b->values[3 + which] + first;
        columns.nearest = columns.high;
    }
    return columns;
}

/* Only float functions have modes, and bounds that are not the same for every x. Of doubles the nearest
 * number cannot be told where only that will do. */
static bool results_harmless(const struct vg_judge *judge, const struct columns *columns)
{
    struct limits limits = {judge->bounds, judge->mode, judge->share < 1 ? judge->share : 1,
                            VG_QUICK_MARGIN(judge->row->single)};
    if (!judge->row->single)
        return close_doubles(&limits, columns) || (judge->row->bound > 0 && mixed_doubles(&limits, columns));
    bool vary = vg_bounds_vary(&judge->bounds);
    return (vary ? close_floats_by_x(&limits, columns) : close_floats(&limits, columns)) ||
           same_floats(&limits, columns) || mixed_floats(&limits, columns);
}

bool vg_block_harmless(const struct vg_judge *judge, const struct vg_batch *b, const struct vg_exact *exact,
                       int first)
{
    enum vg_form form = judge->row->form;
    if (vg_has_integer(form) && memcmp(b->k + first, exact->k + first, VG_BLOCK * sizeof(int)) != 0)
        return false;
    for (int which = form == TO_INT; which <= (form == SPLIT); which++) {
        struct columns columns = columns_of(judge, b, exact, which, first);
        if (!results_harmless(judge, &columns))
            return false;
    }
    return true;
}
