/* SPDX-License-Identifier: MIT */
/* Integer and common functions and conversions. */
#include "tests/unit/builtins/device/device.h"

#define ALL_INTEGER(T) INTEGER_FUNCTIONS(T, UNIFORM)
INT_TYPES(ALL_INTEGER)
PRODUCTS24(UNIFORM)

#define UPSAMPLE(T, LOW, WIDE) void device_upsample_##T(ARRAYS) LOOP(T, LOW, LOW, WIDE, upsample(a[i], b[i]))
UPSAMPLES(UPSAMPLE)

#define ALL_COMMON(T) COMMON_FUNCTIONS(T, UNIFORM)
FLOAT_TYPES(ALL_COMMON)

#define CONVERT(D, S, SUFFIX)                                                                                \
    void device_convert_##D##SUFFIX##_##S(ARRAYS) LOOP(S, S, S, D, convert_##D##SUFFIX(a[i]))
CONVERSIONS(CONVERT)
