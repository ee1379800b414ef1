/* SPDX-License-Identifier: MIT */
/* Quick references: the host's double functions for float, its long double ones for double. Their errors are
 * a few of their own units, which is less than 2^-20 ulp of a float and 2^-7 ulp of a double; so a result
 * that is further than VG_QUICK_MARGIN from every limit by them needs no MPFR. */
#ifndef VG_TESTS_ACCURACY_QUICK_H
#define VG_TESTS_ACCURACY_QUICK_H

#define VG_QUICK_MARGIN(single) ((single) ? 0x1p-16 : 0x1p-6)

/* Results: the function's, and where it has one what goes through its pointer or is an integer. */
struct vg_quick {
    const char *name;
    double (*of_double)(double x, double y, double *second, int *k);
    long double (*of_long)(long double x, long double y, long double *second, int *k);
};

/* NULL for functions that have none. */
const struct vg_quick *vg_find_quick(const char *name);

#endif
