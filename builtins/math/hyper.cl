/* SPDX-License-Identifier: MIT */
/* sinh, cosh, tanh and their inverses, all from expm1 and log1p, which keep the digits of small arguments. */
#include "builtins/math/exp.h"
#include "builtins/math/log.h"

#define BODY "builtins/math/hyper.inc"
#include "builtins/math/each_type.h"
