/* SPDX-License-Identifier: MIT */
/* tgamma, lgamma, lgamma_r. gamma(z) for z >= 1/2 is ((z + g - 1/2) / e)^(z - 1/2) times a rational function (Lanczos);
 * the power needs more than double precision. Other arguments are reduced to that by gamma(1 + x) = x gamma(x) and
 * gamma(x) gamma(-x) = -pi / (x sin(pi x)). */
#include "builtins/math/exp.h"
#include "builtins/math/log.h"
#include "builtins/math/trig.h"

float VG_OVERLOAD tgamma(float x)
{
    double y = at_most(at_least((double)x, -60.0), 40.0);
    double ay = magnitude(y), z = ay < 0.5 ? 1.0 + y : ay;
    double power = (z - 0.5) * (log2_short(z + (LANCZOS_SHORT_G_D - 0.5)) - LOG2E_A_D);
    long n;
    double r = power - nearest_integer(power, &n);
    double g = mul_add(r, POLY(r, EXP2_SHORT_D), 1.0) * power_of_two_d(n);
    g *= POLY(z, LANCZOS_SHORT_P_D) / POLY(z, LANCZOS_SHORT_Q_D);
    double sine = sinpi((double)x);
    bool reflect = y <= -0.5;
    double quotient = (reflect ? -M_PI : g) / (reflect ? sine * y * g : y);
    float result = (float)(y >= 0.5 ? g : quotient);
    return (reflect && sine == 0) || x == -INF_F ? NAN_F : result;
}

double VG_OVERLOAD tgamma(double x)
{
    double y = at_most(at_least(x, -190.0), 175.0);
    double ay = magnitude(y), z = ay < 0.5 ? 1.0 + y : ay;
    struct double_pair w = two_sum(z, LANCZOS_G_D - 0.5);
    long n;
    double e, m = split_normal(w.hi, &e);
    struct double_pair l = pair_add(log2_reduced(m, w.lo * power_of_two(-e)), e);
    l = pair_mul(pair_add(l, pair(-LOG2E_A_D, -LOG2E_B_D)), z - 0.5);
    double whole = nearest_integer(l.hi, &n);
    double g = exp2_reduced((l.hi - whole) + l.lo) * (POLY(z, LANCZOS_P_D) / POLY(z, LANCZOS_Q_D));
    double sine = sinpi(x);
    bool reflect = y <= -0.5;
    double quotient = (reflect ? -M_PI : g) / (reflect ? sine * y * g : y);
    double result = scale_near_one(y >= 0.5 ? g : quotient, reflect ? -n : n);
    return (reflect && sine == 0) || x == -INF_D ? NAN_D : result;
}

/* lgamma of x > 0. From 8 up Stirling's series; below a polynomial around 2 and the logarithm of the product that
 * gamma's recurrence gives, which is 1 near 2 and x near 1, so that the zeros there are kept. */
VG_HELPER double lgamma_of_positive(double x)
{
    long n;
    double y = at_most(x, 8.0);
    double t = y - nearest_integer(y, &n);
    double product = n > 2 ? t + 2.0 : 1.0;
    product *= n > 3 ? t + 3.0 : 1.0;
    product *= n > 4 ? t + 4.0 : 1.0;
    product *= n > 5 ? t + 5.0 : 1.0;
    product *= n > 6 ? t + 6.0 : 1.0;
    product *= n > 7 ? t + 7.0 : 1.0;
    product *= n > 1 ? 1.0 : x;
    product *= n > 0 ? 1.0 : 1.0 + x;
    bool large = x >= 8.0;
    double l = log(large ? x : product);
    double small_result = t * POLY(t, LGAMMA_D) + (n < 2 ? -l : l);
    double inverse = 1.0 / x;
    double tail = inverse * POLY(inverse * inverse, STIRLING_D);
    double large_result = (x - 0.5) * (l - 1.0) + (tail + (HALF_LN_2PI_D - 0.5));
    return large ? large_result : small_result;
}

/* sign is that of gamma(x), 0 at a pole that has none. */
VG_HELPER double lgamma_and_sign(double x, int *sign)
{
    double ax = magnitude(x);
    double sine = sinpi(ax);
    double result = lgamma_of_positive(ax);
    double reflected = log(M_PI / (ax * magnitude(sine))) - result;
    result = x < -0x1p-60 ? reflected : result;
    bool pole = x < 0 && sine == 0;
    bool negative = x == 0 ? as_long(x) < 0 : x < 0 && sine > 0;
    *sign = pole ? 0 : negative ? -1 : 1;
    return ax == INF_D || x == 0 || pole ? INF_D : result;
}

double VG_OVERLOAD lgamma(double x)
{
    int sign;
    return lgamma_and_sign(x, &sign);
}
float VG_OVERLOAD lgamma(float x)
{
    int sign;
    return (float)lgamma_and_sign((double)x, &sign);
}

#define LGAMMA_R(SPACE)                                                                                      \
    double VG_OVERLOAD lgamma_r(double x, SPACE int *sign)                                                   \
    {                                                                                                        \
        int s;                                                                                               \
        double result = lgamma_and_sign(x, &s);                                                              \
        *sign = s;                                                                                           \
        return result;                                                                                       \
    }                                                                                                        \
    float VG_OVERLOAD lgamma_r(float x, SPACE int *sign)                                                     \
    {                                                                                                        \
        int s;                                                                                               \
        double result = lgamma_and_sign((double)x, &s);                                                      \
        *sign = s;                                                                                           \
        return (float)result;                                                                                \
    }
VG_ADDRESS_SPACES(LGAMMA_R)
