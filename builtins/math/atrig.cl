/* SPDX-License-Identifier: MIT */
/* The inverse trigonometric functions and their ...pi forms, which are in half turns. Those of float have one polynomial up
 * to a slope of 1, those of double one up to an eighth of a turn. To pi and pi / 2, which are off by 0.4 ulp as float, their
 * second parts are added where the bound asks for that. */
#include "builtins/math/quick.h"

/* atan(t) for |t| <= 1, in radians and in half turns. */
VG_HELPER float atan_reduced(float t)
{
    float z = t * t;
    if (relaxed())
        return mul_add(t * z, POLY(z, ATAN_SHORT_F), t);
    return mul_add(t * z, PAIRS(z, ATAN_F), t);
}
VG_HELPER float atanpi_reduced(float t)
{
    float z = t * t;
    if (relaxed())
        return t * PAIRS(z, ATANPI_SHORT_F);
    return mul_add(t, INV_PI_A_F, t * mul_add(z, PAIRS(z, ATANPI_F), INV_PI_B_F));
}

/* quarters turns / 4, small added. */
VG_HELPER float quarters_and(float quarters, float small)
{
    small = relaxed() ? small : mul_add(quarters, HALF_PI_B_F, small);
    return mul_add(quarters, HALF_PI_A_F, small);
}
VG_HELPER double quarters_and(double quarters, double small)
{
    return mul_add(quarters, HALF_PI_A_D, mul_add(quarters, HALF_PI_B_D, small));
}

/* a / b for 0 <= a <= b: 0 for zeros, 1 for infinities. */
VG_HELPER float slope(float a, float b)
{
    float quotient = a / b, same = b == 0 ? 0.0f : 1.0f;
    return a == b ? same : quotient;
}

/* The angle of the point (x, y) with y >= 0 is quarters, 0 to 2, of a turn and atan(slope). */
struct angle_of_point {
    float quarters, slope;
};
VG_HELPER struct angle_of_point angle_of(float y, float x)
{
    float ax = magnitude(x);
    bool steep = y > ax;
    float t = slope(y < ax ? y : ax, y < ax ? ax : y);
    float level = sign_bit(x) ? 2.0f : 0.0f;
    struct angle_of_point a = {steep ? 1.0f : level, negate_if_odd(t, sign_bit(x) ^ steep)};
    return a;
}

float VG_OVERLOAD atan(float x)
{
    float ax = magnitude(x);
    float t = atan_reduced(at_most(ax, 1.0f) / at_least(ax, 1.0f));
    float steep = relaxed() ? HALF_PI_A_F - t : HALF_PI_A_F - (t - HALF_PI_B_F);
    return with_sign(ax > 1.0f ? steep : t, x);
}
float VG_OVERLOAD atanpi(float x)
{
    float ax = magnitude(x);
    float t = atanpi_reduced(at_most(ax, 1.0f) / at_least(ax, 1.0f));
    return with_sign(ax > 1.0f ? 0.5f - t : t, x);
}

float VG_OVERLOAD atan2(float y, float x)
{
    struct angle_of_point a = angle_of(magnitude(y), x);
    return negate_if_odd(quarters_and(a.quarters, atan_reduced(a.slope)), sign_bit(y));
}
float VG_OVERLOAD atan2pi(float y, float x)
{
    struct angle_of_point a = angle_of(magnitude(y), x);
    return negate_if_odd(mul_add(a.quarters, 0.5f, atanpi_reduced(a.slope)), sign_bit(y));
}

/* For |x| <= 1/2 the sine s is |x|; above it is sqrt(z), z = (1 - |x|) / 2, that of half of acos(|x|). z is the smaller one of
 * both squares. */
VG_HELPER float half_sine_square(float ax)
{
    float square = ax * ax, half_rest = mul_add(ax, -0.5f, 0.5f);
    return square < half_rest ? square : half_rest;
}
VG_HELPER double half_sine_square(double ax)
{
    double square = ax * ax, half_rest = mul_add(ax, -0.5, 0.5);
    return square < half_rest ? square : half_rest;
}
/* The angle with the sine s, s^2 = z <= 1/4, in radians and in half turns. */
VG_HELPER float asin_reduced(float s, float z)
{
    if (relaxed())
        return mul_add(s * z, POLY(z, ASIN_SHORT_F), s);
    return mul_add(s * z, POLY(z, ASIN_F), s);
}
VG_HELPER float asinpi_reduced(float s, float z)
{
    if (relaxed())
        return s * POLY(z, ASINPI_SHORT_F);
    return mul_add(s, INV_PI_A_F, s * mul_add(z, PAIRS(z, ASINPI_F), INV_PI_B_F));
}
VG_HELPER double asin_reduced(double s, double z)
{
    return mul_add(s * z, POLY(z, ASIN_D), s);
}
VG_HELPER double asinpi_reduced(double s, double z)
{
    double p = asin_reduced(s, z);
    return mul_add(p, INV_PI_A_D, p * INV_PI_B_D);
}
#define BODY "builtins/math/atrig.inc"
#include "builtins/math/each_type.h"

/* An angle as eighths of a turn, 0 to 4 of them, plus a small one, |small| <= pi / 8. */
struct octant {
    double eighths, small;
};

/* The angle of the point (x, y) with y >= 0 and x of any sign: atan(min / max) by a polynomial, or where that ratio is
 * above tan(pi / 8) pi / 4 + atan((min - max) / (min + max)); then the mirrors at y = |x| and x = 0. */
VG_HELPER struct octant angle_of(double y, double x)
{
    double ax = magnitude(x);
    bool steep = y > ax, left = sign_bit(x) != 0;
    double a = steep ? ax : y, b = steep ? y : ax;
    if (VG_SELDOM(!(b > 0x1p-900 && b < 0x1p1000))) {
        double scale = b > 1 ? 0.25 : 0x1p60, finite = a * scale;
        a = b == INF_D ? (a == INF_D ? 1.0 : 0.0) : finite;
        a = x == x && y == y ? a : NAN_D;
        b = b == INF_D ? 1.0 : b == 0 ? 1.0 : b * scale;
    }
    bool middle = a > b * 0.41421356;
    double t = (middle ? a - b : a) / (middle ? a + b : b);
    double z = t * t;
    double small = mul_add(t * z, POLY(z, ATAN_D), t);
    double eighths = middle ? 1.0 : 0.0;

    eighths = steep ? 2 - eighths : eighths;
    small = steep ? -small : small;
    struct octant o = {left ? 4 - eighths : eighths, left ? -small : small};
    return o;
}

VG_HELPER double in_radians(struct octant o)
{
    return mul_add(o.eighths, QUARTER_PI_A_D, mul_add(o.eighths, QUARTER_PI_B_D, o.small));
}
VG_HELPER double in_half_turns(struct octant o)
{
    return mul_add(o.eighths, 0.25, mul_add(o.small, INV_PI_A_D, o.small * INV_PI_B_D));
}

double VG_OVERLOAD atan(double x)
{
    return with_sign(in_radians(angle_of(magnitude(x), 1)), x);
}
double VG_OVERLOAD atanpi(double x)
{
    return with_sign(in_half_turns(angle_of(magnitude(x), 1)), x);
}

double VG_OVERLOAD atan2(double y, double x)
{
    return with_sign(in_radians(angle_of(magnitude(y), x)), y);
}
double VG_OVERLOAD atan2pi(double y, double x)
{
    return with_sign(in_half_turns(angle_of(magnitude(y), x)), y);
}
