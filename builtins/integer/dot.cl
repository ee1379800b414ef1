/* SPDX-License-Identifier: MIT */
/* cl_khr_integer_dot_product. The sums of four products fit; what is added to them saturates. */
#include "builtins/base.h"

#define as_sum_int(x) (x)
#define as_sum_uint(x) as_uint(x)
#define DOT(NAME, R, A, B, KIND, FIRST, SECOND)                                                              \
    VG_OVERLOAD R dot_4x8packed_##NAME##_##R(uint a, uint b)                                                 \
    {                                                                                                        \
        return as_sum_##R(__vg_dot_##KIND(FIRST, SECOND));                                                   \
    }                                                                                                        \
    VG_OVERLOAD R dot_acc_sat_4x8packed_##NAME##_##R(uint a, uint b, R sum)                                  \
    {                                                                                                        \
        return add_sat(dot_4x8packed_##NAME##_##R(a, b), sum);                                               \
    }                                                                                                        \
    VG_OVERLOAD R dot(A a, B b)                                                                              \
    {                                                                                                        \
        return dot_4x8packed_##NAME##_##R(as_uint(a), as_uint(b));                                           \
    }                                                                                                        \
    VG_OVERLOAD R dot_acc_sat(A a, B b, R sum)                                                               \
    {                                                                                                        \
        return add_sat(dot(a, b), sum);                                                                      \
    }

DOT(uu, uint, uchar4, uchar4, uu, a, b)
DOT(ss, int, char4, char4, ss, a, b)
DOT(us, int, uchar4, char4, us, a, b)
DOT(su, int, char4, uchar4, us, b, a)
