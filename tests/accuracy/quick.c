/* SPDX-License-Identifier: MIT */
/* The host's own functions, one precision above the one that is tested: see quick.h. */
#include "tests/accuracy/quick.h"

#include <float.h>
#include <limits.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <tgmath.h>

#include "base/attributes.h"

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

static void set_double(struct vg_exact *exact, int which, int i, long double result)
{
    exact->wide[which][i] = result;
    exact->high[which][i] = (double)result;
    exact->low[which][i] = (double)(result - exact->high[which][i]);
}

#define pi ((typeof(x))3.141592653589793238462643383279502884L)

/* The functions of pi x. x is taken as an integer and a rest, and that as its distance from where the result
 * is zero, all of it exact, so that the error remains a few units however small the result is. */
#define OF_PI(kind, T)                                                                                       \
    static inline bool kind##_is_odd(T x)                                                                    \
    {                                                                                                        \
        T half = rint(x) / 2;                                                                                \
        return half != floor(half);                                                                          \
    }                                                                                                        \
    static inline T kind##_sin_pi(T x)                                                                       \
    {                                                                                                        \
        T rest = x - rint(x), result = sin(pi * rest);                                                       \
        return rest == 0 ? copysign((T)0, x) : kind##_is_odd(x) ? -result : result;                          \
    }                                                                                                        \
    static inline T kind##_cos_pi(T x)                                                                       \
    {                                                                                                        \
        T rest = x - rint(x), result = sin(pi * ((T)0.5 - fabs(rest)));                                      \
        return result == 0 ? 0 : kind##_is_odd(x) ? -result : result;                                        \
    }                                                                                                        \
    static inline T kind##_tan_pi(T x)                                                                       \
    {                                                                                                        \
        T rest = x - rint(x), size = fabs(rest);                                                             \
        T tangent = tan(pi * (size <= (T)0.25 ? size : (T)0.5 - size));                                      \
        T zero = kind##_is_odd(x) ? -copysign((T)0, x) : copysign((T)0, x);                                  \
        return rest == 0 ? zero : copysign(size <= (T)0.25 ? tangent : 1 / tangent, rest);                   \
    }
OF_PI(double, double)
OF_PI(long, long double)

#define GENERIC(x, function) _Generic(x, double: double_##function, long double: long_##function)
#define sin_pi(x) GENERIC(x, sin_pi)(x)
#define cos_pi(x) GENERIC(x, cos_pi)(x)
#define tan_pi(x) GENERIC(x, tan_pi)(x)
#define log_gamma(x) GENERIC(x, lgamma)(x, &(int){0})

/* The unit is that of a number a little smaller, so that the reference's error cannot make it too large. */
#define SCALE(name, lowest_usual, lowest, highest, digits)                                                   \
    VG_CLONES static void name(const double *restrict high, double *restrict per_ulp)                        \
    {                                                                                                        \
        for (int i = 0; i < VG_BATCH; i++) {                                                                 \
            double size = fabs(high[i]), below = size * (1 - 0x1p-30), inverse;                              \
            uint64_t bits;                                                                                   \
            below = below > lowest ? below : lowest;                                                         \
            memcpy(&bits, &below, sizeof(bits));                                                             \
            bits = 0x7fe0000000000000 - (bits & 0x7ff0000000000000);                                         \
            memcpy(&inverse, &bits, sizeof(inverse));                                                        \
            per_ulp[i] = ((size >= lowest_usual) & (size <= highest)) ? inverse * digits : NAN;              \
        }                                                                                                    \
    }
SCALE(scale_floats, DBL_MIN, FLT_MIN, FLT_MAX, 0x1p23)
SCALE(scale_doubles, 0x1p-960, DBL_MIN, DBL_MAX, 0x1p52)

#define before_one (sizeof(x) == sizeof(double) ? 0x1.fffffep-1 : 0x1.fffffffffffffp-1)
/* A loop for each result: one that has a vector form does not wait for one that has none. */
#define EACH(T, statement)                                                                                   \
    for (int i = 0; i < VG_BATCH; i++) {                                                                     \
        T x = xs[i], y = ys[i];                                                                              \
        (void)x, (void)y;                                                                                    \
        statement;                                                                                           \
    }
#define SET_FLOAT(which, result) exact->nearest[which][i] = (float)(exact->high[which][i] = (result))
#define QUICK(name, first, other, integer)                                                                   \
    VG_CLONES static void of_floats_##name(const float *xs, const float *ys,                                 \
                                           struct vg_exact *restrict exact)                                  \
    {                                                                                                        \
        EACH(double, SET_FLOAT(0, first))                                                                    \
        EACH(double, SET_FLOAT(1, other))                                                                    \
        EACH(double, exact->k[i] = integer)                                                                  \
        scale_floats(exact->high[0], exact->per_ulp[0]);                                                     \
        scale_floats(exact->high[1], exact->per_ulp[1]);                                                     \
    }                                                                                                        \
    static void of_doubles_##name(const double *xs, const double *ys, struct vg_exact *restrict exact)       \
    {                                                                                                        \
        EACH(long double, set_double(exact, 0, i, first))                                                    \
        EACH(long double, set_double(exact, 1, i, other))                                                    \
        EACH(long double, exact->k[i] = integer)                                                             \
        scale_doubles(exact->high[0], exact->per_ulp[0]);                                                    \
        scale_doubles(exact->high[1], exact->per_ulp[1]);                                                    \
    }
#define UNARY(name, function, quick) QUICK(name, quick, 0, 0)
#define INTEGRAL(name, function, quick) QUICK(name, quick, 0, 0)
#define BINARY(name, function, quick) QUICK(name, quick, 0, 0)
#define EXACT(name, expression) QUICK(name, expression, 0, 0)
#include "tests/accuracy/references.def"

static const struct vg_quick rows[] = {
#define ROW(name) {#name, of_floats_##name, of_doubles_##name},
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
