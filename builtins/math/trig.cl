/* SPDX-License-Identifier: MIT */
/* sin, cos, tan, sincos and sinpi, cospi, tanpi: reduction to [-pi/4, pi/4], two polynomials, selection by quadrant. Those
 * that need no second polynomial do without: tangents of float, and sines of half turns, which are reduced exactly. */
#include "builtins/math/quick.h"
#include "builtins/math/trig.h"

#define BODY "builtins/math/trig.inc"
#include "builtins/math/each_type.h"

float VG_OVERLOAD tan(float x)
{
    struct angle_F a = reduce_angle(magnitude(x));
    if (relaxed())
        return negate_if_odd(quick_tangent(a.r, a.q), sign_bit(x));
    float t = tan_reduced(a.r);
    return negate_if_odd(a.q & 1 ? -1.0f / t : t, sign_bit(x));
}

/* tan(pi y) has the signs of sin(pi y) = sin(pi t) and of cos(pi y), which is that of 1/2 - |y|: for x >= 0 tanpi(n) is +0 for
 * even n and -0 for odd n, tanpi(n + 1/2) is +inf for even n and -inf for odd n. */
float VG_OVERLOAD tanpi(float x)
{
    float y = less_whole_turns(magnitude(x)), t = less_half_turns(y), at = magnitude(t);
    bool steep = at > 0.25f;
    float near = steep ? 0.5f - at : at;
    float tangent = relaxed() ? quick_tanpi(near) : tanpi_reduced(near);
    float size = steep ? 1.0f / tangent : tangent;
    return negate_if_odd(size, sign_bit(x) ^ sign_bit(t) ^ sign_bit(0.5f - magnitude(y)));
}

VG_HELPER double turned_tangent(double sine, double cosine, long q, long negative)
{
    double tangent = (q & 1 ? cosine : sine) / (q & 1 ? sine : cosine);
    return negate_if_odd(tangent, (q ^ negative) & 1);
}
double VG_OVERLOAD tan(double x)
{
    struct angle_D a = reduce_angle(magnitude(x));
    return turned_tangent(sine_of(a), cosine_of(a), a.q, sign_bit(x));
}

/* For x >= 0 tanpi(n) is +0 for even n and -0 for odd n, tanpi(n + 1/2) is +inf for even n and -inf for odd n, which is
 * as if r were -0 in every second pair of quadrants. */
double VG_OVERLOAD tanpi(double x)
{
    struct angle_D a = reduce_half_turns(magnitude(x));
    long flip = a.r == 0 ? (a.q + 1) >> 1 : 0;
    return turned_tangent(sinpi_reduced(a.r), cospi_reduced(a.r), a.q, sign_bit(x) ^ flip);
}
