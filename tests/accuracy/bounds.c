/* SPDX-License-Identifier: MIT */
/* Bounds under relaxed math: see bounds.h. */
#include "tests/accuracy/bounds.h"

#include <stddef.h>
#include <string.h>

#define ULP(bound) {.ulp = (bound)}
#define GROWING(bound) {.ulp = (bound), .growth = 1}
#define ABSOLUTE(bound) {.absolute = (bound), .from = -INFINITY, .to = INFINITY}
#define NEAR_ONE(bound) {.ulp = 3, .absolute = (bound), .from = 0.5, .to = 2}

static const struct {
    const char *name;
    struct vg_bounds bounds;
} rows[] = {
#define RELAXED(name, kind, bound) {#name, kind(bound)},
#include "tests/accuracy/bounds.def"
};

const struct vg_bounds *vg_find_relaxed(const char *name)
{
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
        if (strcmp(rows[i].name, name) == 0)
            return &rows[i].bounds;
    return NULL;
}
