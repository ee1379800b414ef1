/* SPDX-License-Identifier: MIT */
/* Generator of arguments; see inputs.h. */
#include "tests/accuracy/inputs.h"

#include <float.h>
#include <limits.h>
#include <math.h>
#include <string.h>

static const double specials[] = {
    0,
    0.5,
    1,
    1.5,
    2,
    3,
    4,
    7,
    8,
    10,
    64,
    127.5,
    1e3,
    0x1p23,
    0x1p23 + 1,
    0x1p24 - 1,
    0x1p31,
    0x1p52,
    0x1p53 - 1,
    0x1p63,
    1e30,
    0x1p-10,
    0x1p-30,
    0x1p-126,
    0x1.fffffcp-127,
    0x1p-149,
    FLT_MAX,
    0x1.fffffep-1,
    0x1.000002p0,
    0x1p-1022,
    0x1p-1074,
    DBL_MAX,
    0x1.fffffffffffffp-1,
    0x1.0000000000001p0,
    INFINITY,
    NAN,
    M_PI,
    M_PI_2,
    M_PI_4,
    0.25,
    0.75,
};
#define SPECIALS (2 * sizeof(specials) / sizeof(specials[0]))
static const int int_specials[] = {0,     1,     -1,        2,       -2,      3,           -3,         4,
                                   7,     8,     -8,        31,      127,     -126,        128,        1023,
                                   -1022, -1074, 0x1000001, INT_MAX, INT_MIN, INT_MAX - 1, INT_MIN + 1};
#define INT_SPECIALS (sizeof(int_specials) / sizeof(int_specials[0]))

/* splitmix64: numbers that differ little become states that differ much. */
static uint64_t mixed(uint64_t x)
{
    x += 0x9e3779b97f4a7c15;
    x = (x ^ x >> 30) * 0xbf58476d1ce4e5b9;
    x = (x ^ x >> 27) * 0x94d049bb133111eb;
    return x ^ x >> 31;
}

void vg_inputs_init(struct vg_inputs *inputs, uint64_t seed, uint64_t call, bool single, int operands)
{
    uint64_t state = mixed(mixed(seed) ^ call);
    *inputs = (struct vg_inputs){
        .state = state ? state : 1, .single = single, .specials = call, .operands = operands};
}

/* All combinations of one or two operands, a sample of those of three. */
size_t vg_inputs_specials(const struct vg_inputs *inputs)
{
    return inputs->operands == 1   ? SPECIALS * INT_SPECIALS
           : inputs->operands == 2 ? SPECIALS * SPECIALS
                                   : 20000;
}

/* xorshift64* */
static uint64_t random_bits(struct vg_inputs *inputs)
{
    uint64_t s = inputs->state;
    s ^= s >> 12;
    s ^= s << 25;
    s ^= s >> 27;
    inputs->state = s;
    return s * 0x2545f4914f6cdd1d;
}

static double uniform(struct vg_inputs *inputs)
{
    return (double)(random_bits(inputs) >> 11) * 0x1p-53;
}

/* A NaN becomes a quiet one. */
static double from_bits(uint64_t bits, bool single)
{
    if (single) {
        uint32_t low = (uint32_t)(bits >> 32);
        float f;
        memcpy(&f, &low, sizeof(f));
        return isnan(f) ? NAN : f;
    }
    double d;
    memcpy(&d, &bits, sizeof(d));
    return isnan(d) ? NAN : d;
}

/* A few ulps away. */
static double nudged(struct vg_inputs *inputs, double x)
{
    int steps = (int)(random_bits(inputs) >> 60) - 8;
    for (; steps > 0; steps--)
        x = inputs->single ? nextafterf((float)x, INFINITY) : nextafter(x, INFINITY);
    for (; steps < 0; steps++)
        x = inputs->single ? nextafterf((float)x, -INFINITY) : nextafter(x, -INFINITY);
    return x;
}

static double one_value(struct vg_inputs *inputs)
{
    uint64_t kind = random_bits(inputs) >> 32;
    double sign = kind & 0x100 ? -1 : 1;
    double u = uniform(inputs);
    switch (kind % 8) {
    case 0:
    case 1:
        return from_bits(random_bits(inputs), inputs->single);
    case 2:
        return sign * u;
    case 3:
        return sign * u * 32;
    case 4:
        return sign * u * (inputs->single ? 110 : 760);
    case 5:
        return sign * ldexp(1 + u, (int)(uniform(inputs) * 60) - 40);
    case 6:
        return nudged(inputs, sign * floor(u * 80) * 0.25);
    default:
        return nudged(inputs, sign * floor(exp2(u * 40)) * M_PI_2);
    }
}

/* The second operand is often related to the first: close to it, a multiple, or an exponent that makes a
 * power large. */
static double related_value(struct vg_inputs *inputs, double x)
{
    uint64_t kind = random_bits(inputs) >> 32;
    double u = uniform(inputs);
    switch (kind % 6) {
    case 0:
        return nudged(inputs, x);
    case 1:
        return x * (0.25 + u * 4);
    case 2:
        return x / (1 + floor(exp2(u * 60)));
    case 3:
        return (2 * u - 1) * (inputs->single ? 160 : 1100) / log2(fabs(x));
    default:
        return one_value(inputs);
    }
}

static double special(size_t i)
{
    return i & 1 ? -specials[i / 2] : specials[i / 2];
}

static double in_format(const struct vg_inputs *inputs, double x)
{
    return inputs->single ? (double)(float)x : x;
}

void vg_inputs_next(struct vg_inputs *inputs, double xyz[3], int *n)
{
    size_t i = inputs->specials;
    if (i < vg_inputs_specials(inputs)) {
        inputs->specials++;
        i = inputs->operands == 3 ? i * 7919 : i;
        xyz[0] = special(i % SPECIALS);
        xyz[1] = special(i / SPECIALS % SPECIALS);
        xyz[2] = special(i / SPECIALS / SPECIALS % SPECIALS);
        *n = int_specials[i / SPECIALS % INT_SPECIALS];
    } else {
        xyz[0] = in_format(inputs, one_value(inputs));
        xyz[1] = related_value(inputs, xyz[0]);
        xyz[2] = in_format(inputs, xyz[0]) * -in_format(inputs, xyz[1]) * (1 + 1e-7 * uniform(inputs));
        uint64_t bits = random_bits(inputs);
        *n = bits & 1   ? (int)(bits >> 40) % 1200 - 600
             : bits & 2 ? (int)(bits >> 40) % 8 - 4
                        : (int)(bits >> 32);
    }
    for (int j = 0; j < 3; j++)
        xyz[j] = in_format(inputs, xyz[j]);
}
