/* SPDX-License-Identifier: MIT */
/* The shape of every device function. The programs of this folder are compiled as those of applications are,
 * and then linked with the library for the host. */
#ifndef VG_TESTS_BUILTINS_DEVICE_H
#define VG_TESTS_BUILTINS_DEVICE_H

#include "tests/unit/builtins/lists.h"

#define ARRAYS global const void *pa, global const void *pb, global const void *pc, global void *pr, ulong n

/* The body: a, b, c are the operands' types, RESULT is an expression of a[i], b[i] and c[i]. */
#define LOOP(A, B, C, R, RESULT)                                                                             \
    {                                                                                                        \
        global const A *a = (global const A *)pa;                                                            \
        global const B *b = (global const B *)pb;                                                            \
        global const C *c = (global const C *)pc;                                                            \
        global R *r = (global R *)pr;                                                                        \
        for (ulong i = 0; i < n; i++)                                                                        \
            r[i] = RESULT;                                                                                   \
    }

#define CALL_1(NAME) NAME(a[i])
#define CALL_2(NAME) NAME(a[i], b[i])
#define CALL_3(NAME) NAME(a[i], b[i], c[i])

/* A function whose operands and result have one size. */
#define UNIFORM(NAME, T, ARITY) void device_##NAME##_##T(ARRAYS) LOOP(T, T, T, T, CALL_##ARITY(NAME))

#endif
