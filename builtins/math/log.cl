/* SPDX-License-Identifier: MIT */
/* log, log2, log10, log1p. x = m 2^e with m near one; log(m) from a polynomial, e times the logarithm of 2 added in
 * two parts, the first of which is exact. */
#include "builtins/math/log.h"
#include "builtins/math/quick.h"

#define BODY "builtins/math/log.inc"
#include "builtins/math/each_type.h"

/* 1 + x = m 2^e; m - 1 comes from x itself, so that no digit of a small x is lost. */
double VG_OVERLOAD log1p(double x)
{
    double sum = 1 + x;
    double e, m = split_exponent(sum, &e);
    double power = power_of_two(-at_most(at_least(e, -64.0), 64.0));
    double f = x < 0x1p60 ? mul_add(x, power, power - 1) : m - 1;
    double result = mul_add(e, LN2_A_D, mul_add(e, LN2_B_D, log1p_reduced(f)));
    return with_sign(log_or_special(sum, result), x);
}

/* The sum is 0 or far from denormal, and at least 2^-24 then. */
float VG_OVERLOAD log1p(float x)
{
    float sum = 1.0f + x;
    int offset = as_int(sum) - 0x3f2aaaab, e = offset >> 23;
    float m = as_float((offset & 0x7fffff) + 0x3f2aaaab), power = as_float(0x3f800000 - (offset & ~0x7fffff));
    float f = x < 0x1p60f ? mul_add(x, power, power - 1.0f) : m - 1.0f;
    if (relaxed())
        return quick_log_or_special(x, -0x1.fffffep-1f, mul_add((float)e, LN2_A_F, f * PAIRS(f, 1.0f, LOG_SHORT_F)));
    float result = mul_add((float)e, LN2_A_F, mul_add((float)e, LN2_B_F, log1p_reduced(f)));
    return with_sign(log_or_special(sum, result), x);
}
