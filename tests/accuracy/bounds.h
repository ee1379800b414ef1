/* SPDX-License-Identifier: MIT */
/* How large an error may be: OpenCL's table of relative errors, by mode. */
#ifndef VG_TESTS_ACCURACY_BOUNDS_H
#define VG_TESTS_ACCURACY_BOUNDS_H

#include <stdbool.h>

struct vg_bound {
    double ulp;
    double absolute; /* an error up to this much is within the bound too; 0: no such rule */
};

/* The float functions that have another bound under relaxed math; NULL for others. */
struct vg_relaxed;
const struct vg_relaxed *vg_find_relaxed(const char *name);
struct vg_bound vg_relaxed_bound(const struct vg_relaxed *row, double x);

#endif
