/* SPDX-License-Identifier: MIT */
/* The functions under test, listed once for the programs in device/ (OpenCL C), which call them over arrays, and for the
 * tests (C), which compare the results. All types are names here; what they mean is each side's business.
 *
 * A device function is called device_NAME_TYPES and takes three arrays of operands, one of results and their length. */
#ifndef VG_TESTS_BUILTINS_LISTS_H
#define VG_TESTS_BUILTINS_LISTS_H

#define SIGNED_TYPES(X, ...) X(char, ##__VA_ARGS__) X(short, ##__VA_ARGS__) X(int, ##__VA_ARGS__) X(long, ##__VA_ARGS__)
#define UNSIGNED_TYPES(X, ...)                                                                               \
    X(uchar, ##__VA_ARGS__) X(ushort, ##__VA_ARGS__) X(uint, ##__VA_ARGS__) X(ulong, ##__VA_ARGS__)
#define INT_TYPES(X, ...) SIGNED_TYPES(X, ##__VA_ARGS__) UNSIGNED_TYPES(X, ##__VA_ARGS__)
#define FLOAT_TYPES(X, ...) X(float, ##__VA_ARGS__) X(double, ##__VA_ARGS__)

/* Integer functions: X(name, type, number of operands). */
#define INTEGER_FUNCTIONS(T, X)                                                                              \
    X(abs, T, 1) X(clz, T, 1) X(ctz, T, 1) X(popcount, T, 1)                                                 \
    X(abs_diff, T, 2) X(add_sat, T, 2) X(sub_sat, T, 2) X(hadd, T, 2) X(rhadd, T, 2) X(max, T, 2)            \
    X(min, T, 2) X(mul_hi, T, 2) X(rotate, T, 2)                                                             \
    X(clamp, T, 3) X(mad_hi, T, 3) X(mad_sat, T, 3)
#define PRODUCTS24(X) X(mul24, int, 2) X(mul24, uint, 2) X(mad24, int, 3) X(mad24, uint, 3)
/* X(type, type of the low half, type of the result) */
#define UPSAMPLES(X)                                                                                         \
    X(char, uchar, short) X(short, ushort, int) X(int, uint, long)                                           \
    X(uchar, uchar, ushort) X(ushort, ushort, uint) X(uint, uint, ulong)

/* Common functions: X(name, type, number of operands). */
#define COMMON_FUNCTIONS(T, X)                                                                               \
    X(degrees, T, 1) X(radians, T, 1) X(sign, T, 1)                                                          \
    X(max, T, 2) X(min, T, 2) X(step, T, 2)                                                                  \
    X(clamp, T, 3) X(mix, T, 3) X(smoothstep, T, 3)

/* Conversions: X(destination, source, suffix), the suffix naming saturation and rounding. */
#define ROUNDINGS(X, D, S) X(D, S, ) X(D, S, _rte) X(D, S, _rtz) X(D, S, _rtp) X(D, S, _rtn)
#define SAT_ROUNDINGS(X, D, S)                                                                               \
    X(D, S, _sat) X(D, S, _sat_rte) X(D, S, _sat_rtz) X(D, S, _sat_rtp) X(D, S, _sat_rtn)
#define INT_CONVERSIONS(D, X, S) ROUNDINGS(X, D, S) SAT_ROUNDINGS(X, D, S)
#define CONVERSIONS_FROM(S, X)                                                                               \
    INT_CONVERSIONS(char, X, S) INT_CONVERSIONS(short, X, S) INT_CONVERSIONS(int, X, S)                      \
    INT_CONVERSIONS(long, X, S) INT_CONVERSIONS(uchar, X, S) INT_CONVERSIONS(ushort, X, S)                   \
    INT_CONVERSIONS(uint, X, S) INT_CONVERSIONS(ulong, X, S) ROUNDINGS(X, float, S) ROUNDINGS(X, double, S)
#define CONVERSIONS(X) INT_TYPES(CONVERSIONS_FROM, X) FLOAT_TYPES(CONVERSIONS_FROM, X)

#endif
