/* SPDX-License-Identifier: MIT */
/* fmod, remainder, remquo: exact. Where the quotient has few enough bits that its rounding cannot reach 1/4, one product
 * is subtracted; where not, which is rare, it is long division in steps of 28 (float) or 51 (double) quotient bits. */
#include "builtins/math/math.h"

/* What is left of |x| after |y| was taken from it as often as quotient says, at most 3/4 of |y| or, in steps, half of it
 * and the tiniest bit more. In steps both are in units of 2^exponent. Of quotient the low 8 bits are right. */
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

VG_HELPER struct division in_steps(float ax, float ay)
{
    double e_x, m_x = split_normal((double)ax, &e_x), e_y, m_y = split_normal((double)ay, &e_y);
    return long_division(m_x, (int)e_x, m_y, (int)e_y, 28);
}
VG_HELPER struct division in_steps(double ax, double ay)
{
    double e_x, m_x = split_exponent(ax, &e_x), e_y, m_y = split_exponent(ay, &e_y);
    return long_division(m_x, (int)e_x, m_y, (int)e_y, 51);
}

VG_HELPER double scaled_back(double rest, int exponent)
{
    int first = exponent >> 1;
    return rest * power_of_two_d(first) * power_of_two_d(exponent - first);
}

/* x - n y, which is a number of the type. */
VG_HELPER double exact_rest(double x, double n, double y)
{
    return __vg_has_fma() ? __builtin_fma(-n, y, x) : x;
}
/* Where that may be called. */
VG_HELPER float quick_limit(float y)
{
    (void)y;
    return 0x1p21f;
}
VG_HELPER double quick_limit(double y)
{
    (void)y;
    return __vg_has_fma() ? 0x1p50 : -1.0;
}

#define BODY "builtins/math/rem.inc"
#include "builtins/math/each_type.h"
