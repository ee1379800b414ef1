/* SPDX-License-Identifier: MIT */
/* One function in several variants (instruction sets, build options) over the same calls. The references are
 * the larger part of the work and are made once for all variants; threads share the calls. */
#ifndef VG_TESTS_ACCURACY_SWEEP_H
#define VG_TESTS_ACCURACY_SWEEP_H

#include "tests/accuracy/judge.h"

#define VG_MOST_VARIANTS 16

struct vg_variant {
    enum vg_isa isa;
    const char *options;
};

struct vg_sweep {
    const struct vg_variant *variants;
    size_t variant_count;
    unsigned threads;
    bool all;       /* every value of a function of one float; or */
    uint64_t count; /* so many random calls beside the special ones, */
    uint64_t seed;  /* from this seed */
};

/* Prints a line for each variant; returns whether all of them were built and within their bounds. */
bool vg_sweep_run(const struct vg_sweep *sweep, const struct vg_row *row);

/* The same for the function's quick reference, if it has one, instead of any variant. */
bool vg_sweep_audit(const struct vg_sweep *sweep, const struct vg_row *row);

/* Whether the function takes one value, so that all can be tried. */
bool vg_takes_one(enum vg_form form);

#endif
