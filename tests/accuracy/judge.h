/* SPDX-License-Identifier: MIT */
/* Compares results with the references and keeps the worst. */
#ifndef VG_TESTS_ACCURACY_JUDGE_H
#define VG_TESTS_ACCURACY_JUDGE_H

#include "tests/accuracy/bounds.h"
#include "tests/accuracy/device.h"
#include "tests/accuracy/inputs.h"
#include "tests/accuracy/quick.h"
#include "tests/accuracy/references.h"

struct vg_row {
    const char *name, *reference;
    enum vg_form form;
    bool single;
    double bound;
};

/* Arguments and results of one batch: x, y, z, result and what is behind an out-pointer, in the function's
 * type. */
struct vg_batch {
    double values[5][VG_BATCH];
    int n[VG_BATCH], k[VG_BATCH];
};
struct vg_call vg_batch_call(const struct vg_batch *batch, bool single, int i);
void vg_batch_set(struct vg_batch *batch, bool single, int which, int i, double value);

/* What a function and its build options leave open. */
struct vg_mode {
    bool flushes;          /* denormals may count as zeros */
    bool finite;           /* infinities and NaNs are not asked for */
    double most_x, most_y; /* finite arguments with larger magnitudes are not asked for */
};

struct vg_judge {
    const struct vg_row *row;
    vg_reference *reference;
    struct vg_bounds bounds;
    struct vg_mode mode;
    unsigned long failures;

    /* The worst call: its error, and that as a share of the bound. */
    double error, share;
    struct vg_bound bound;
    struct vg_call call;
    double got, expected;
};

bool vg_judge_init(struct vg_judge *judge, const struct vg_row *row, bool relaxed);
/* exact may be NULL. */
void vg_judge_batch(struct vg_judge *judge, const struct vg_batch *batch, const struct vg_exact *exact);
/* Adds what another has judged. */
void vg_judge_merge(struct vg_judge *judge, const struct vg_judge *other);
/* A line for people. */
void vg_judge_print(const struct vg_judge *judge, const char *variant);

#endif
