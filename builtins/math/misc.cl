/* SPDX-License-Identifier: MIT */
/* Functions on signs, exponents and bits: all exact. */
#include "builtins/math/math.h"

float VG_OVERLOAD nan(uint code)
{
    return as_float(0x7fc00000u | (code & 0x3fffffu));
}
double VG_OVERLOAD nan(ulong code)
{
    return as_double(0x7ff8000000000000ul | (code & 0x7fffffffffffful));
}

/* Every product of a float and 2^n that matters is exact in double, so that the result rounds once. */
float VG_OVERLOAD ldexp(float x, int n)
{
    return (float)((double)x * power_of_two_d(clamped(n, -300, 300)));
}
/* |x| = m 2^e; the first factor leaves a normal number, the second rounds if the result is denormal. */
VG_HELPER double ldexp_of_any(double x, int n)
{
    double exponent, m = split_exponent(magnitude(x), &exponent);
    int e = (int)exponent + clamped(n, -2200, 2200);
    int first = clamped(e, -1000, 1000);
    double result = m * power_of_two_d(first) * power_of_two_d(clamped(e - first, -1000, 1000));
    return x == 0 || !is_finite(x) ? x : with_sign(result, x);
}
/* Two halves of the power serve while the first leaves either a normal number or one that the second makes 0. */
double VG_OVERLOAD ldexp(double x, int n)
{
    long first = n >> 1;
    double result = x * power_of_two_d(first) * power_of_two_d(n - first);
    bool tiny = as_ulong(magnitude(x)) - 1 < as_ulong(0x1p-960) - 1, far = (uint)n + 2044 > 4090;
    if (VG_SELDOM(tiny | far))
        result = ldexp_of_any(x, n);
    return result;
}

#define BODY "builtins/math/misc.inc"
#include "builtins/math/each_type.h"
