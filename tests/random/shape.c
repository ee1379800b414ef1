/* SPDX-License-Identifier: MIT */
/* Types of random kernels: see shape.h. */
#include "tests/random/shape.h"

#include <stdio.h>

#include "base/attributes.h"

static const enum type common_bases[] = {INT,   INT,    UINT,  UINT, INT,  UINT,  FLOAT, FLOAT,
                                         FLOAT, DOUBLE, ULONG, LONG, CHAR, UCHAR, SHORT, USHORT};
static const unsigned common_lanes[] = {1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2, 2, 3, 4, 4, 4, 8};
#define WIDE_PERCENT 1 /* of 16 lanes, which are slow to compile */

bool shape_equal(struct shape a, struct shape b)
{
    return a.base == b.base && a.lanes == b.lanes;
}

bool shape_is_float(struct shape shape)
{
    return shape.base == FLOAT || shape.base == DOUBLE;
}

bool shape_is_signed(struct shape shape)
{
    return !shape_is_float(shape) && shape_equal(shape, shape_signed(shape));
}

struct shape_name shape_name(struct shape shape)
{
    struct shape_name name;
    if (shape.lanes == 1)
        snprintf(name.text, sizeof name.text, "%s", type_name(shape.base));
    else
        snprintf(name.text, sizeof name.text, "%s%u", type_name(shape.base), shape.lanes & 31);
    return name;
}

static struct shape sized(struct shape shape, enum type byte, enum type two, enum type four, enum type eight)
{
    switch (type_size(shape.base)) {
    case 1:
        return (struct shape){byte, shape.lanes};
    case 2:
        return (struct shape){two, shape.lanes};
    case 4:
        return (struct shape){four, shape.lanes};
    default:
        return (struct shape){eight, shape.lanes};
    }
}

struct shape shape_unsigned(struct shape shape)
{
    return sized(shape, UCHAR, USHORT, UINT, ULONG);
}

struct shape shape_signed(struct shape shape)
{
    return sized(shape, CHAR, SHORT, INT, LONG);
}

struct shape shape_float(struct shape shape)
{
    return sized(shape, FLOAT, FLOAT, FLOAT, DOUBLE);
}

struct shape shape_scalar(struct shape shape)
{
    return (struct shape){shape.base, 1};
}

struct shape shape_pick_scalar(struct prng *prng)
{
    return (struct shape){common_bases[prng_below(prng, VG_COUNT(common_bases))], 1};
}

struct shape shape_pick(struct prng *prng)
{
    struct shape shape = shape_pick_scalar(prng);
    shape.lanes = common_lanes[prng_below(prng, VG_COUNT(common_lanes))];
    if (prng_chance(prng, WIDE_PERCENT))
        shape.lanes = MAX_LANES;
    return shape;
}
