/* SPDX-License-Identifier: MIT */
/* The host's own functions, one precision above the one that is tested: see quick.h. */
#include "tests/accuracy/quick.h"

#include <limits.h>
#include <stdbool.h>
#include <string.h>
#include <tgmath.h>

/* Beside the sign, which the C library's lgamma would leave in a variable of the process. */
static double double_lgamma(double x, int *sign)
{
    return lgamma_r(x, sign);
}
static long double long_lgamma(long double x, int *sign)
{
    return lgammal_r(x, sign);
}

static int lgamma_sign(long double x)
{
    bool pole = x < 0 && isfinite(x) && floor(x) == x;
    bool below = x < 0 && isfinite(x) && fmod(floor(x), 2) != 0;
    return pole ? 0 : below || (x == 0 && signbit(x)) ? -1 : 1;
}

#define pi ((typeof(x))3.141592653589793238462643383279502884L)
#define log_gamma(x) _Generic(x, double: double_lgamma, long double: long_lgamma)(x, &(int){0})
#define before_one (sizeof(x) == sizeof(double) ? 0x1.fffffep-1 : 0x1.fffffffffffffp-1)
#define QUICK(name, first, other, integer)                                                                   \
    static double of_double_##name(double x, double y, double *second, int *k)                               \
    {                                                                                                        \
        (void)x, (void)y;                                                                                    \
        *second = other;                                                                                     \
        *k = integer;                                                                                        \
        return first;                                                                                        \
    }                                                                                                        \
    static long double of_long_##name(long double x, long double y, long double *second, int *k)             \
    {                                                                                                        \
        (void)x, (void)y;                                                                                    \
        *second = other;                                                                                     \
        *k = integer;                                                                                        \
        return first;                                                                                        \
    }
#define UNARY(name, function, quick) QUICK(name, quick, 0, 0)
#define INTEGRAL(name, function, quick) QUICK(name, quick, 0, 0)
#define BINARY(name, function, quick) QUICK(name, quick, 0, 0)
#define EXACT(name, expression) QUICK(name, expression, 0, 0)
#include "tests/accuracy/references.def"

static const struct vg_quick rows[] = {
#define ROW(name) {#name, of_double_##name, of_long_##name},
#define UNARY(name, function, quick) ROW(name)
#define INTEGRAL(name, function, quick) ROW(name)
#define BINARY(name, function, quick) ROW(name)
#define EXACT(name, expression) ROW(name)
#define QUICK(name, first, other, integer) ROW(name)
#include "tests/accuracy/references.def"
};

const struct vg_quick *vg_find_quick(const char *name)
{
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
        if (strcmp(rows[i].name, name) == 0)
            return &rows[i];
    return NULL;
}
