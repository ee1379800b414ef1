/* SPDX-License-Identifier: MIT */
/* Rounding to integers, splitting into whole and fraction, fma and mad: exact functions. */
#include "builtins/math/math.h"

#define BODY "builtins/math/round.inc"
#include "builtins/math/each_type.h"
