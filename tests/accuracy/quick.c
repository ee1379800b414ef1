/* SPDX-License-Identifier: MIT */
/* The host's own functions, one precision above the one that is tested: see quick.h. */
#include "tests/accuracy/quick.h"

#include <string.h>
#include <tgmath.h>

#define pi ((typeof(x))3.141592653589793238462643383279502884L)
#define DEFINE(name, expression)                                                                             \
    static double double_##name(double x, double y)                                                          \
    {                                                                                                        \
        (void)y;                                                                                             \
        return expression;                                                                                   \
    }                                                                                                        \
    static long double long_##name(long double x, long double y)                                             \
    {                                                                                                        \
        (void)y;                                                                                             \
        return expression;                                                                                   \
    }
#define UNARY(name, function, quick) DEFINE(name, quick)
#define INTEGRAL(name, function, quick) DEFINE(name, quick)
#define BINARY(name, function, quick) DEFINE(name, quick)
#include "tests/accuracy/references.def"

static const struct vg_quick rows[] = {
#define ROW(name) {#name, double_##name, long_##name},
#define UNARY(name, function, quick) ROW(name)
#define INTEGRAL(name, function, quick) ROW(name)
#define BINARY(name, function, quick) ROW(name)
#include "tests/accuracy/references.def"
};

const struct vg_quick *vg_find_quick(const char *name)
{
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
        if (strcmp(rows[i].name, name) == 0)
            return &rows[i];
    return NULL;
}
