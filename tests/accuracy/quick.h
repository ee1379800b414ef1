/* SPDX-License-Identifier: MIT */
/* Quick references, a batch at a time: the host's double functions for float, its long double ones for
 * double. Their errors are a few of their own units, which is less than 2^-20 ulp of a float and 2^-7 ulp of
 * a double; so a result that is further than VG_QUICK_MARGIN from every limit by them needs no MPFR. That
 * holds for the vector forms of the double functions in the C library too, which promise 4 units: 2^-27 ulp
 * of a float. */
#ifndef VG_TESTS_ACCURACY_QUICK_H
#define VG_TESTS_ACCURACY_QUICK_H

#define VG_QUICK_MARGIN(single) ((single) ? 0x1p-16 : 0x1p-6)
#define VG_QUICK_ERROR(single) ((single) ? 0x1p-20 : 0x1p-7)
#define VG_BATCH 8192 /* calls at a time; a multiple of VG_DEVICE_GROUP */

/* Results: the function's, and where it has one what goes through its pointer or is an integer. */
struct vg_exact {
    double high[2][VG_BATCH];
    float nearest[2][VG_BATCH];  /* for float: high rounded */
    double low[2][VG_BATCH];     /* for double: what high lacks of wide */
    double per_ulp[2][VG_BATCH]; /* 1 / ulp, rather too large; NaN where the exact result is not a usual
                                    number */
    long double wide[2][VG_BATCH];
    int k[VG_BATCH];
};

struct vg_quick {
    const char *name;
    void (*of_floats)(const float *x, const float *y, struct vg_exact *exact);
    void (*of_doubles)(const double *x, const double *y, struct vg_exact *exact);
};

/* NULL for functions that have none. */
const struct vg_quick *vg_find_quick(const char *name);

#endif
