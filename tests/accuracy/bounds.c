/* SPDX-License-Identifier: MIT */
/* Bounds under relaxed math: see bounds.h. */
#include "tests/accuracy/bounds.h"

#include <math.h>
#include <stddef.h>
#include <string.h>

enum kind { ULP, GROWING, ABSOLUTE, NEAR_ONE };

struct vg_relaxed {
    const char *name;
    enum kind kind;
    double bound;
};

static const struct vg_relaxed rows[] = {
#define RELAXED(name, kind, bound) {#name, kind, bound},
#include "tests/accuracy/bounds.def"
};

const struct vg_relaxed *vg_find_relaxed(const char *name)
{
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
        if (strcmp(rows[i].name, name) == 0)
            return &rows[i];
    return NULL;
}

struct vg_bound vg_relaxed_bound(const struct vg_relaxed *row, double x)
{
    switch (row->kind) {
    case GROWING:
        return (struct vg_bound){row->bound + floor(fabs(2 * x)), 0};
    case ABSOLUTE:
        return (struct vg_bound){0, row->bound};
    case NEAR_ONE:
        return x >= 0.5 && x <= 2 ? (struct vg_bound){0, row->bound} : (struct vg_bound){3, 0};
    default:
        return (struct vg_bound){row->bound, 0};
    }
}
