/* SPDX-License-Identifier: MIT */
/* fmod, remainder, remquo: exact, by long division in steps of 28 (float) or 51 (double) quotient bits. Both calculate
 * in double; arguments whose exponents differ by less than a step need one. */
#include "builtins/math/math.h"

/* What is left of |x| after |y| was taken from it as often as quotient says, |rest| <= |y| / 2 or the tiniest bit
 * above; in units of 2^exponent, as is divisor. Of quotient the low 8 bits are right. */
struct division {
    double rest, divisor;
    int exponent;
    uint quotient;
};

/* x and y positive, finite and normal but for a shift that e_x and e_y hold; step is a constant. Each product
 * quotient * y is subtracted whole: for float it fits a double, for double its error is subtracted too. */
VG_HELPER struct division long_division(double m_x, int e_x, double m_y, int e_y, int step)
{
    int left = e_x - e_y;
    bool small = left < -1;
    struct division d = {left == -1 ? 0.5 * m_x : m_x, m_y, small ? e_x : e_y, 0};
    left = left < 0 ? 0 : left;
    do {
        int bits = left < step ? left : step;
        double rest = d.rest * power_of_two_d(bits);
        double q = __builtin_rint(rest / m_y);
        q = small ? 0.0 : q;
        double p = q * m_y;
        d.rest = (rest - p) - (step > 28 ? product_error(q, m_y, p) : 0.0);
        d.quotient = (d.quotient << clamped(bits, 0, 31)) + (uint)(int)(q - 0x1p8 * __builtin_rint(q * 0x1p-8));
        left -= bits;
    } while (left > 0);
    d.divisor = small ? 4.0 : m_y;
    return d;
}

VG_HELPER struct division divided(float ax, float ay)
{
    int e_x, e_y;
    double m_x = split_normal((double)ax, &e_x), m_y = split_normal((double)ay, &e_y);
    return long_division(m_x, e_x, m_y, e_y, 28);
}
VG_HELPER struct division divided(double ax, double ay)
{
    int e_x, e_y;
    double m_x = split_exponent(ax, &e_x), m_y = split_exponent(ay, &e_y);
    return long_division(m_x, e_x, m_y, e_y, 51);
}

VG_HELPER double scaled_back(double rest, int exponent)
{
    int first = exponent >> 1;
    return rest * power_of_two_d(first) * power_of_two_d(exponent - first);
}

/* To the nearest quotient, the even one of two. */
VG_HELPER struct division to_nearest(struct division d)
{
    double twice = 2 * magnitude(d.rest);
    bool more = twice > d.divisor || (twice == d.divisor && (d.quotient & 1));
    bool up = d.rest > 0;
    d.rest -= more ? (up ? d.divisor : -d.divisor) : 0.0;
    d.quotient += more ? (up ? 1 : -1) : 0;
    return d;
}

#define BODY "builtins/math/rem.inc"
#include "builtins/math/each_type.h"
