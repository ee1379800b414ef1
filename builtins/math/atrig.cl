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
    float small = atan_reduced(a.slope);
    small = relaxed() ? small : mul_add(a.quarters, HALF_PI_B_F, small);
    return negate_if_odd(mul_add(a.quarters, HALF_PI_A_F, small), sign_bit(y));
}
float VG_OVERLOAD atan2pi(float y, float x)
{
    struct angle_of_point a = angle_of(magnitude(y), x);
    return negate_if_odd(mul_add(a.quarters, 0.5f, atanpi_reduced(a.slope)), sign_bit(y));
}

/* For asin(|x|) where |x| <= 1/2 the sine s is |x|; above it is 2 sqrt(z), z = (1 - |x|) / 2, for acos(|x|). */
struct half_sine {
    float s, z;
    bool large;
};
VG_HELPER struct half_sine half_sine_of(float ax)
{
    struct half_sine a;
    a.large = ax > 0.5f;
    a.z = a.large ? mul_add(ax, -0.5f, 0.5f) : ax * ax;
    a.s = a.large ? 2.0f * root(a.z) : ax;
    return a;
}
/* asin(|x|) or acos(|x|), in radians and in half turns. */
VG_HELPER float asin_reduced(struct half_sine a)
{
    if (relaxed())
        return mul_add(a.s * a.z, POLY(a.z, ASIN_SHORT_F), a.s);
    return mul_add(a.s * a.z, POLY(a.z, ASIN_F), a.s);
}
VG_HELPER float asinpi_reduced(struct half_sine a)
{
    if (relaxed())
        return a.s * POLY(a.z, ASINPI_SHORT_F);
    return mul_add(a.s, INV_PI_A_F, a.s * mul_add(a.z, PAIRS(a.z, ASINPI_F), INV_PI_B_F));
}

float VG_OVERLOAD asin(float x)
{
    struct half_sine a = half_sine_of(magnitude(x));
    float p = asin_reduced(a);
    float large = HALF_PI_A_F - (relaxed() ? p : p - HALF_PI_B_F);
    return with_sign(a.large ? large : p, x);
}
float VG_OVERLOAD asinpi(float x)
{
    struct half_sine a = half_sine_of(magnitude(x));
    float p = asinpi_reduced(a);
    return with_sign(a.large ? 0.5f - p : p, x);
}

float VG_OVERLOAD acos(float x)
{
    struct half_sine a = half_sine_of(magnitude(x));
    float p = with_sign(asin_reduced(a), x);
    float large = (sign_bit(x) ? PI_A_F : 0.0f) + p;
    return a.large ? large : HALF_PI_A_F - p;
}
float VG_OVERLOAD acospi(float x)
{
    struct half_sine a = half_sine_of(magnitude(x));
    float p = with_sign(asinpi_reduced(a), x);
    float large = (sign_bit(x) ? 1.0f : 0.0f) + p;
    return a.large ? large : 0.5f - p;
}

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

/* asin(|x|) for |x| <= 1/2, asin(sqrt((1 - |x|) / 2)) above, which is half of acos(|x|). */
VG_HELPER double asin_reduced(double ax)
{
    bool large = ax > 0.5;
    double z = large ? 0.5 * (1 - ax) : ax * ax;
    double s = large ? root(z) : ax;
    return mul_add(s * z, POLY(z, ASIN_D), s);
}

double VG_OVERLOAD asin(double x)
{
    double ax = magnitude(x), p = asin_reduced(ax);
    double large = HALF_PI_A_D - mul_add(2.0, p, -HALF_PI_B_D);
    return with_sign(ax > 0.5 ? large : p, x);
}
double VG_OVERLOAD asinpi(double x)
{
    double ax = magnitude(x), p = asin_reduced(ax);
    double scaled = mul_add(p, INV_PI_A_D, p * INV_PI_B_D);
    return with_sign(ax > 0.5 ? 0.5 - 2 * scaled : scaled, x);
}

double VG_OVERLOAD acos(double x)
{
    double ax = magnitude(x), p = asin_reduced(ax);
    double large = x > 0 ? 2 * p : 2 * (HALF_PI_A_D - (p - HALF_PI_B_D));
    return ax > 0.5 ? large : HALF_PI_A_D - (with_sign(p, x) - HALF_PI_B_D);
}
double VG_OVERLOAD acospi(double x)
{
    double ax = magnitude(x), p = asin_reduced(ax);
    double scaled = mul_add(p, INV_PI_A_D, p * INV_PI_B_D);
    double large = x > 0 ? 2 * scaled : 1 - 2 * scaled;
    return ax > 0.5 ? large : 0.5 - with_sign(scaled, x);
}
