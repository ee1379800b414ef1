/* SPDX-License-Identifier: MIT */
/* Includes the file BODY once for float and once for double (no include guard: each source includes this once per
 * body). In BODY:
 *   T, INT, UINT     the type and the integers of its size
 *   K(1.5)           a constant of the type
 *   C(NAME)          a constant or a list of them from coefficients.h
 *   B(floor)         the compiler's builtin for the type
 *   INF, NOT_A_NUMBER, DIGITS (of the significand), EXPONENT_MAX (127 or 1023)
 *   AS_INT, AS_UINT, AS_T, POWER_OF_TWO
 *   RELAXED          whether the type's functions need fewer digits: quick.h */
#define T float
#define INT int
#define UINT uint
#define K(c) c##f
#define C(name) name##_F
#define B(name) __builtin_##name##f
#define INF INF_F
#define NOT_A_NUMBER NAN_F
#define DIGITS 24
#define EXPONENT_MAX 127
#define AS_INT as_int
#define AS_UINT as_uint
#define AS_T as_float
#define POWER_OF_TWO power_of_two_f
#define RELAXED relaxed()
#include BODY
#undef T
#undef INT
#undef UINT
#undef K
#undef C
#undef B
#undef INF
#undef NOT_A_NUMBER
#undef DIGITS
#undef EXPONENT_MAX
#undef AS_INT
#undef AS_UINT
#undef AS_T
#undef POWER_OF_TWO
#undef RELAXED

#define T double
#define INT long
#define UINT ulong
#define K(c) c
#define C(name) name##_D
#define B(name) __builtin_##name
#define INF INF_D
#define NOT_A_NUMBER NAN_D
#define DIGITS 53
#define EXPONENT_MAX 1023
#define AS_INT as_long
#define AS_UINT as_ulong
#define AS_T as_double
#define POWER_OF_TWO power_of_two_d
#define RELAXED false
#include BODY
#undef T
#undef INT
#undef UINT
#undef K
#undef C
#undef B
#undef INF
#undef NOT_A_NUMBER
#undef DIGITS
#undef EXPONENT_MAX
#undef AS_INT
#undef AS_UINT
#undef AS_T
#undef POWER_OF_TWO
#undef RELAXED
