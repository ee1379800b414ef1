/* SPDX-License-Identifier: MIT */
/* How far the quick references are from MPFR: what the margin that they are given rests on. */
#ifndef VG_TESTS_ACCURACY_AUDIT_H
#define VG_TESTS_ACCURACY_AUDIT_H

#include "tests/accuracy/judge.h"

/* The worst call so far: its error in ulp of the function's type, infinite where a special value, a sign or
 * an integer is another one. */
struct vg_audit {
    double error;
    struct vg_call call;
};

void vg_audit_batch(struct vg_audit *audit, const struct vg_row *row, const struct vg_batch *batch,
                    const struct vg_exact *exact);
/* A line for people. Whether the error is small enough. */
bool vg_audit_print(const struct vg_audit *audit, const struct vg_row *row);

#endif
