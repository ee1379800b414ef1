/* SPDX-License-Identifier: MIT */
/* The types of OpenCL C that random kernels compute with: a base type and a number of lanes. */
#ifndef VG_TESTS_RANDOM_SHAPE_H
#define VG_TESTS_RANDOM_SHAPE_H

#include <stdbool.h>

#include "tests/kernels/script.h"
#include "tests/random/prng.h"

#define MAX_LANES 16

struct shape {
    enum type base;
    unsigned lanes; /* 1, 2, 3, 4, 8 or 16 */
};

struct shape_name {
    char text[12];
};

bool shape_equal(struct shape a, struct shape b);
bool shape_is_float(struct shape shape);
bool shape_is_signed(struct shape shape); /* of integers */
/* "uint4" */
struct shape_name shape_name(struct shape shape);
/* The type of the same size: unsigned integer, signed integer, floating-point (of 32 and 64 bits only). */
struct shape shape_unsigned(struct shape shape);
struct shape shape_signed(struct shape shape);
struct shape shape_float(struct shape shape);
struct shape shape_scalar(struct shape shape);
/* Any; 32-bit types and scalars more often than others. */
struct shape shape_pick(struct prng *prng);
struct shape shape_pick_scalar(struct prng *prng);

#endif
