/* SPDX-License-Identifier: MIT */
/* log, log2, log10, log1p. x = m 2^e with m near one; log(m) from a polynomial, e times the logarithm of 2 added in
 * two parts, the first of which is exact. */
#include "builtins/math/log.h"
#include "builtins/math/quick.h"

#define BODY "builtins/math/log.inc"
#include "builtins/math/each_type.h"
