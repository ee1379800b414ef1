/* SPDX-License-Identifier: MIT */
/* The inverse trigonometric functions and their ...pi forms, which are in half turns. */
#include "builtins/math/quick.h"

#define BODY "builtins/math/atrig.inc"
#include "builtins/math/each_type.h"
