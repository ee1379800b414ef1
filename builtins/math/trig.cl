/* SPDX-License-Identifier: MIT */
/* sin, cos, tan, sincos and sinpi, cospi, tanpi: reduction to [-pi/4, pi/4], two polynomials, selection by quadrant. */
#include "builtins/math/quick.h"
#include "builtins/math/trig.h"

#define BODY "builtins/math/trig.inc"
#include "builtins/math/each_type.h"
