/* SPDX-License-Identifier: MIT */
/* How large an error may be: OpenCL's table of relative errors, by mode. */
#ifndef VG_TESTS_ACCURACY_BOUNDS_H
#define VG_TESTS_ACCURACY_BOUNDS_H

#include <float.h>
#include <math.h>
#include <stdbool.h>

struct vg_bound {
    double ulp;
    double absolute; /* the absolute error counts, up to this much; 0: no such rule */
};

/* The bound of a function over its first argument x. */
struct vg_bounds {
    double ulp;
    double growth;   /* times floor(|2 x|) ulp more */
    double absolute; /* takes the place of ulp */
    double from, to; /* for x in this range */
};

/* Without branches: loops over it become vectors. */
static inline struct vg_bound vg_bound_at(const struct vg_bounds *bounds, double x)
{
    bool absolute = (x >= bounds->from) & (x <= bounds->to) & (bounds->absolute > 0);
    double twice = fabs(2 * x) < DBL_MAX ? fabs(2 * x) : DBL_MAX;
    return (struct vg_bound){bounds->ulp + bounds->growth * floor(twice), absolute ? bounds->absolute : 0};
}

/* Whether the bound depends on x. */
static inline bool vg_bounds_vary(const struct vg_bounds *bounds)
{
    return bounds->growth > 0 || (bounds->absolute > 0 && bounds->from > -INFINITY);
}

/* The float functions that have other bounds under relaxed math; NULL for others. */
const struct vg_bounds *vg_find_relaxed(const char *name);

#endif
