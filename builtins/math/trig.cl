/* SPDX-License-Identifier: MIT */
/* sin, cos, tan, sincos and sinpi, cospi, tanpi: reduction to [-pi/4, pi/4], two polynomials, selection by quadrant. Those
 * that need no second polynomial do without: tangents of float, and sines of half turns, which are reduced exactly. tan of
 * double and tanpi are rational functions, whose parts take the places of sine and cosine. */
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

VG_HELPER double turned_tangent(double sine, double cosine, long q, long negative)
{
    double tangent = (q & 1 ? cosine : sine) / (q & 1 ? sine : cosine);
    return negate_if_odd(tangent, (q ^ negative) & 1);
}
double VG_OVERLOAD tan(double x)
{
    struct angle_D a = reduce_angle(magnitude(x));
    double z = a.r * a.r, sine = mul_add(a.r * z, POLY(z, TAN_P_D), a.r), cosine = POLY(z, 1.0, TAN_Q_D);
    return turned_tangent(sine, cosine, a.q, sign_bit(x));
}
