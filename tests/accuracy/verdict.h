/* SPDX-License-Identifier: MIT */
/* The verdict about the usual calls, whole blocks at a time and without branches, so that the compiler makes
 * vectors of it. It may take a good result for a doubtful one, never the reverse. */
#ifndef VG_TESTS_ACCURACY_VERDICT_H
#define VG_TESTS_ACCURACY_VERDICT_H

#include <float.h>
#include <math.h>

#include "tests/accuracy/judge.h"

#define VG_BLOCK 64 /* calls that get one verdict; divides VG_BATCH */

/* Whether none of the calls from `first` on needs a closer look: each is one that the mode leaves open, has
 * the result expected, or an error that is further than the margin below both the bound and the worst so far.
 */
bool vg_block_harmless(const struct vg_judge *judge, const struct vg_batch *batch,
                       const struct vg_exact *exact, int first);

static inline bool vg_is_denormal(double x)
{
    return (x != 0) & (fabs(x) < FLT_MIN);
}

/* Calls that the mode leaves open: large arguments where those are not asked for, denormal arguments and
 * results where those may be flushed, what is not finite where everything is. margin: by how much the
 * magnitude of exact may be wrong. */
static inline bool vg_is_open(const struct vg_mode *mode, double x, double y, double exact, double margin)
{
    double lowest = FLT_MIN * (1 - margin), highest = FLT_MAX * (1 + margin);
    bool beyond =
        ((fabs(x) > mode->most_x) & (fabs(x) <= DBL_MAX)) | ((fabs(y) > mode->most_y) & (fabs(y) <= DBL_MAX));
    bool small_x = vg_is_denormal(x), small_y = vg_is_denormal(y);
    bool flushed = small_x | small_y | ((exact != 0) & (fabs(exact) < lowest));
    bool finite = (fabs(x) <= DBL_MAX) & (fabs(y) <= DBL_MAX) & (fabs(exact) <= highest);
    return beyond | (mode->flushes & flushed) | (mode->finite & !finite);
}

#endif
