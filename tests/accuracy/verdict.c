/* SPDX-License-Identifier: MIT */
/* See verdict.h. Each loop asks one question about a whole block, in as few operations as it can be asked. */
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

/* Whether all errors are harmless, which no number that is not finite is. CLOSE(function, type, bound at x)
 */
#define CLOSE(name, T, bound_at_x)                                                                           \
    VG_CLONES static bool name(const struct limits *limits, const struct columns *columns)                   \
    {                                                                                                        \
        const struct limits l = *limits;                                                                     \
        const struct vg_bound fixed = vg_bound_at(&l.bounds, 0);                                             \
        const T *xs = columns->x, *got = columns->got;                                                       \
        const double *high = columns->high, *low = columns->low, *per_ulp = columns->per_ulp;                \
        int64_t doubtful = 0;                                                                                \
        (void)xs, (void)fixed;                                                                               \
        for (int i = 0; i < VG_BLOCK; i++) {                                                                 \
            double difference = sizeof(T) == sizeof(float) ? got[i] - high[i] : (got[i] - high[i]) - low[i]; \
            double units = fabs(difference) * per_ulp[i];                                                    \
            doubtful |= !(units < harmless_units(&l, bound_at_x, per_ulp[i]));                               \
        }                                                                                                    \
        return !doubtful;                                                                                    \
    }
CLOSE(close_floats, float, fixed)
CLOSE(close_doubles, double, fixed)
CLOSE(close_floats_by_x, float, vg_bound_at(&l.bounds, xs[i]))

/* Whether all results are the nearest numbers to the exact ones, or both are not numbers. */
#define SAME(name, T, I)                                                                                     \
    VG_CLONES static bool name(const struct columns *columns)                                                \
    {                                                                                                        \
        const T *got = columns->got, *nearest = columns->nearest;                                            \
        const I *bits = columns->got, *nearest_bits = columns->nearest;                                      \
        I doubtful = 0;                                                                                      \
        for (int i = 0; i < VG_BLOCK; i++)                                                                   \
            doubtful |= !((bits[i] == nearest_bits[i]) | ((got[i] != got[i]) & (nearest[i] != nearest[i]))); \
        return !doubtful;                                                                                    \
    }
SAME(same_floats, float, int32_t)
SAME(same_doubles, double, int64_t)

/* Whether the mode leaves all calls open. */
VG_CLONES static bool open_floats(const struct vg_mode *open, double margin, const struct columns *columns)
{
    const struct vg_mode mode = *open;
    const float *x = columns->x, *y = columns->y;
    int64_t doubtful = 0;
    for (int i = 0; i < VG_BLOCK; i++)
        doubtful |= !vg_is_open(&mode, x[i], y[i], columns->first[i], margin);
    return !doubtful;
}

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
        columns.got = b->values[3 + which] + first;
        columns.nearest = columns.high;
    }
    return columns;
}

/* Only float functions have modes, and bounds that are not the same for every x. */
static bool results_harmless(const struct vg_judge *judge, const struct columns *columns)
{
    bool single = judge->row->single, opens = judge->mode.flushes | judge->mode.finite | judge->mode.limited;
    struct limits limits = {judge->bounds, judge->share < 1 ? judge->share : 1, VG_QUICK_MARGIN(single)};
    if (!single)
        return close_doubles(&limits, columns) || (judge->row->bound > 0 && same_doubles(columns));
    if (vg_bounds_vary(&judge->bounds) ? close_floats_by_x(&limits, columns) : close_floats(&limits, columns))
        return true;
    return same_floats(columns) || (opens && open_floats(&judge->mode, limits.margin, columns));
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
