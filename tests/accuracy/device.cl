/* SPDX-License-Identifier: MIT */
/* Calls each math function over arrays; linked with the library and made into host code once with and once without FMA.
 * device_NAME_TYPE(x, y, z, n, result, second, k, count): operands x, y, z and n, results, out-pointers second and k. */
#pragma OPENCL EXTENSION cl_khr_fp64 : enable

int __vg_has_fma(void);
int __vg_has_fma(void)
{
    return HAS_FMA;
}

#define code_float(bits) as_uint(bits)
#define code_double(bits) as_ulong(bits)
#define CALL_UNARY(name, T) result[i] = name(x[i]);
#define CALL_BINARY(name, T) result[i] = name(x[i], y[i]);
#define CALL_TERNARY(name, T) result[i] = name(x[i], y[i], z[i]);
#define CALL_WITH_INT(name, T) result[i] = name(x[i], n[i]);
#define CALL_TO_INT(name, T) k[i] = name(x[i]);
#define CALL_CODE(name, T) result[i] = name(code_##T(x[i]));
#define CALL_SPLIT(name, T) result[i] = name(x[i], &second[i]);
#define CALL_SPLIT_INT(name, T) result[i] = name(x[i], &k[i]);
#define CALL_DIVIDE(name, T) result[i] = name(x[i], y[i], &k[i]);

#define DEVICE(name, form, T)                                                                                \
    void device_##name##_##T(global const T *x, global const T *y, global const T *z, global const int *n,   \
                             global T *restrict result, global T *restrict second, global int *restrict k,   \
                             ulong count);                                                                   \
    void device_##name##_##T(global const T *x, global const T *y, global const T *z, global const int *n,   \
                             global T *restrict result, global T *restrict second, global int *restrict k,   \
                             ulong count)                                                                    \
    {                                                                                                        \
        for (ulong i = 0; i < count; i++) {                                                                  \
            CALL_##form(name, T)                                                                             \
        }                                                                                                    \
    }
#define BOTH(name, reference, form, float_bound, double_bound) DEVICE(name, form, float) DEVICE(name, form, double)
#define SINGLE(name, reference, form, bound) DEVICE(name, form, float)
#include "tests/accuracy/functions.def"
