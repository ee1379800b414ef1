/* SPDX-License-Identifier: MIT */
/* Functions that look at vectors as a whole: geometric, relational, select, any, all, shuffles. */
#include "tests/unit/builtins/device/device.h"

#define RESULT_dot(T, V) T
#define RESULT_length(T, V) T
#define RESULT_distance(T, V) T
#define RESULT_normalize(T, V) V
#define RESULT_fast_length(T, V) T
#define RESULT_fast_distance(T, V) T
#define RESULT_fast_normalize(T, V) V
#define CALL_dot CALL_2
#define CALL_length CALL_1
#define CALL_distance CALL_2
#define CALL_normalize CALL_1
#define CALL_fast_length CALL_1
#define CALL_fast_distance CALL_2
#define CALL_fast_normalize CALL_1

#define GEOMETRIC(NAME, T, V, N)                                                                             \
    void device_##NAME##_##V(ARRAYS) LOOP(V, V, V, RESULT_##NAME(T, V), CALL_##NAME(NAME))
#define ALL_LENGTHS(T, V, N) LENGTHS(GEOMETRIC, T, V, N)
#define ALL_FAST_LENGTHS(T, V, N) FAST_LENGTHS(GEOMETRIC, T, V, N)
GEOMETRIC_SIZES(ALL_LENGTHS, float)
GEOMETRIC_SIZES(ALL_LENGTHS, double)
GEOMETRIC_SIZES(ALL_FAST_LENGTHS, float)

#define CROSS(V) void device_cross_##V(ARRAYS) LOOP(V, V, V, V, cross(a[i], b[i]))
CROSS(float3)
CROSS(float4)
CROSS(double3)
CROSS(double4)

#define TEST_OF_ONE(NAME, V, R, N) void device_##NAME##_##V(ARRAYS) LOOP(V, V, V, R, NAME(a[i]))
#define TEST_OF_TWO(NAME, V, R, N) void device_##NAME##_##V(ARRAYS) LOOP(V, V, V, R, NAME(a[i], b[i]))
#define ALL_TESTS(V, R, N) TESTS_OF_ONE(TEST_OF_ONE, V, R, N) TESTS_OF_TWO(TEST_OF_TWO, V, R, N)
#define VECTOR_TESTS(T, R, N) ALL_TESTS(T##N, R##N, N)
ALL_TESTS(float, int, 1)
ALL_TESTS(double, int, 1)
VECTOR_SIZES(VECTOR_TESTS, float, int)
VECTOR_SIZES(VECTOR_TESTS, double, long)

#define ANY_ALL(V)                                                                                           \
    void device_any_##V(ARRAYS) LOOP(V, V, V, int, any(a[i])) void device_all_##V(ARRAYS)                    \
        LOOP(V, V, V, int, all(a[i]))
#define VECTOR_ANY_ALL(T, N) ANY_ALL(T##N)
#define ALL_ANY_ALL(T) ANY_ALL(T) VECTOR_SIZES(VECTOR_ANY_ALL, T)
SIGNED_TYPES(ALL_ANY_ALL)

#define SELECT(V, C) void device_select_##V##_##C(ARRAYS) LOOP(V, V, C, V, select(a[i], b[i], c[i]))
#define VECTOR_SELECT(T, C, N) SELECT(T##N, C##N)
#define SELECTS(T, I, U)                                                                                     \
    SELECT(T, I)                                                                                             \
    SELECT(T, U) VECTOR_SIZES(VECTOR_SELECT, T, I)                                                           \
        VECTOR_SIZES(VECTOR_SELECT, T, U) void device_bitselect_##T(ARRAYS)                                  \
            LOOP(T, T, T, T, bitselect(a[i], b[i], c[i]))
SELECT_TYPES(SELECTS)

#define SHUFFLE(T, U, M, N)                                                                                  \
    void device_shuffle_##T##M##_##N(ARRAYS)                                                                 \
        LOOP(T##M, T##M, U##N, T##N, shuffle(a[i], c[i])) void device_shuffle2_##T##M##_##N(ARRAYS)          \
            LOOP(T##M, T##M, U##N, T##N, shuffle2(a[i], b[i], c[i]))
#define ALL_SHUFFLES(T, I, U) SHUFFLES(SHUFFLE, T, U)
SELECT_TYPES(ALL_SHUFFLES)
