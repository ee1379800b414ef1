/* SPDX-License-Identifier: MIT */
/* What the math functions ought to return, by MPFR, to many more bits than a double has. */
#ifndef VG_TESTS_ACCURACY_REFERENCES_H
#define VG_TESTS_ACCURACY_REFERENCES_H

#include <mpfr.h>
#include <stdbool.h>

/* One call. The references see doubles even for float functions; single says which. */
struct vg_call {
    double x, y, z;
    int n;
    bool single;
    bool any_zero; /* set by a reference whose zero results may have either sign */
};

/* Writes the exact result, rounded to the precision of result, the value behind an out-pointer to second (or
 * an int to k). Integer results go to k too. */
typedef void vg_reference(struct vg_call *call, mpfr_t result, mpfr_t second, long *k);

vg_reference *vg_find_reference(const char *name);

#endif
