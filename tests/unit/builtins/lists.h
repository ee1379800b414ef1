/* SPDX-License-Identifier: MIT */
/* The functions under test, listed once for the programs in device/ (OpenCL C), which call them over arrays,
 * and for the tests (C), which compare the results. All types are names here; what they mean is each side's
 * business.
 *
 * A device function is called device_NAME_TYPES and takes three arrays of operands, one of results and their
 * length. */
#ifndef VG_TESTS_BUILTINS_LISTS_H
#define VG_TESTS_BUILTINS_LISTS_H

/* The formatter would indent every row of a list by its place in it. */
/* clang-format off */

#define SIGNED_TYPES(X, ...)                                                                                 \
    X(char, ##__VA_ARGS__) X(short, ##__VA_ARGS__) X(int, ##__VA_ARGS__) X(long, ##__VA_ARGS__)
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

/* Vector sizes: X(..., size). A vector of 3 takes the room of 4. */
#define VECTOR_SIZES(X, ...)                                                                                 \
    X(__VA_ARGS__, 2) X(__VA_ARGS__, 3) X(__VA_ARGS__, 4) X(__VA_ARGS__, 8) X(__VA_ARGS__, 16)

/* Geometric functions of vectors V with N components of T: X(name, T, V, N). */
#define GEOMETRIC_SIZES(X, T) X(T, T, 1) X(T, T##2, 2) X(T, T##3, 3) X(T, T##4, 4)
#define LENGTHS(X, T, V, N) X(dot, T, V, N) X(length, T, V, N) X(distance, T, V, N) X(normalize, T, V, N)
#define FAST_LENGTHS(X, T, V, N) X(fast_length, T, V, N) X(fast_distance, T, V, N) X(fast_normalize, T, V, N)

/* Relational functions of vectors (or scalars) V; R is the result, N the number of components:
 * X(name, V, R, N). */
#define TESTS_OF_ONE(X, V, R, N)                                                                             \
    X(isnan, V, R, N) X(isinf, V, R, N) X(isfinite, V, R, N) X(isnormal, V, R, N) X(signbit, V, R, N)
#define TESTS_OF_TWO(X, V, R, N)                                                                             \
    X(isequal, V, R, N) X(isnotequal, V, R, N) X(isgreater, V, R, N) X(isgreaterequal, V, R, N)              \
    X(isless, V, R, N) X(islessequal, V, R, N) X(islessgreater, V, R, N) X(isordered, V, R, N)               \
    X(isunordered, V, R, N)

/* select by a condition of either signedness: X(type, its signed integer, its unsigned integer). */
#define SELECT_TYPES(X)                                                                                      \
    X(char, char, uchar) X(uchar, char, uchar) X(short, short, ushort) X(ushort, short, ushort)              \
    X(int, int, uint) X(uint, int, uint) X(float, int, uint)                                                 \
    X(long, long, ulong) X(ulong, long, ulong) X(double, long, ulong)

/* Shuffles: X(type, unsigned type of the mask, components of the source, of the result). */
#define SHUFFLES_TO(X, T, U, N) X(T, U, 2, N) X(T, U, 4, N) X(T, U, 8, N) X(T, U, 16, N)
#define SHUFFLES(X, T, U)                                                                                    \
    SHUFFLES_TO(X, T, U, 2) SHUFFLES_TO(X, T, U, 4) SHUFFLES_TO(X, T, U, 8) SHUFFLES_TO(X, T, U, 16)

/* vload and vstore: X(address space, type, size). */
#define SPACE_SIZES(X, S, T) X(S, T, 2) X(S, T, 3) X(S, T, 4) X(S, T, 8) X(S, T, 16)
#define WRITABLE_SPACES(X, T)                                                                                \
    SPACE_SIZES(X, global, T) SPACE_SIZES(X, local, T) SPACE_SIZES(X, private, T) SPACE_SIZES(X, generic, T)
#define READABLE_SPACES(X, T) WRITABLE_SPACES(X, T) SPACE_SIZES(X, constant, T)

/* Half storage: X(function, vector size), X(type, suffix). */
#define HALF_VECTORS(X, NAME) X(NAME, 2) X(NAME, 3) X(NAME, 4) X(NAME, 8) X(NAME, 16)
#define HALF_ROUNDINGS(X, T) X(T, ) X(T, _rte) X(T, _rtz) X(T, _rtp) X(T, _rtn)

/* Atomic operations of two operands on integers: X(function, operation, space, type, atomic type). */
#define LEGACY_OPERATIONS(X, PREFIX, S, T)                                                                   \
    X(PREFIX##_add, add, S, T, T) X(PREFIX##_sub, sub, S, T, T) X(PREFIX##_min, min, S, T, T)                \
    X(PREFIX##_max, max, S, T, T) X(PREFIX##_and, and, S, T, T) X(PREFIX##_or, or, S, T, T)                  \
    X(PREFIX##_xor, xor, S, T, T) X(PREFIX##_xchg, xchg, S, T, T)
#define C11_OPERATIONS(X, S, T)                                                                              \
    X(atomic_fetch_add, add, S, T, atomic_##T) X(atomic_fetch_sub, sub, S, T, atomic_##T)                    \
    X(atomic_fetch_min, min, S, T, atomic_##T) X(atomic_fetch_max, max, S, T, atomic_##T)                    \
    X(atomic_fetch_and, and, S, T, atomic_##T) X(atomic_fetch_or, or, S, T, atomic_##T)                      \
    X(atomic_fetch_xor, xor, S, T, atomic_##T) X(atomic_exchange, xchg, S, T, atomic_##T)
#define LEGACY_IN_SPACE(X, S)                                                                                \
    LEGACY_OPERATIONS(X, atomic, S, int) LEGACY_OPERATIONS(X, atomic, S, uint)                               \
    LEGACY_OPERATIONS(X, atom, S, int) LEGACY_OPERATIONS(X, atom, S, uint)                                   \
    LEGACY_OPERATIONS(X, atom, S, long) LEGACY_OPERATIONS(X, atom, S, ulong)
#define ATOMIC_OPERATIONS(X)                                                                                 \
    LEGACY_IN_SPACE(X, global) LEGACY_IN_SPACE(X, local)                                                     \
    C11_OPERATIONS(X, generic, int) C11_OPERATIONS(X, generic, uint)                                         \
    C11_OPERATIONS(X, generic, long) C11_OPERATIONS(X, generic, ulong)

/* X(function, space, type) */
#define COMPARES_IN_SPACE(X, S)                                                                              \
    X(atomic_cmpxchg, S, int) X(atomic_cmpxchg, S, uint) X(atom_cmpxchg, S, int) X(atom_cmpxchg, S, uint)    \
    X(atom_cmpxchg, S, long) X(atom_cmpxchg, S, ulong)
#define LEGACY_COMPARES(X) COMPARES_IN_SPACE(X, global) COMPARES_IN_SPACE(X, local)

/* Collectives of work-groups: X(type), X(type, operation). */
#define GROUP_TYPES(X, ...)                                                                                  \
    X(int, ##__VA_ARGS__) X(uint, ##__VA_ARGS__) X(long, ##__VA_ARGS__) X(ulong, ##__VA_ARGS__)              \
    X(float, ##__VA_ARGS__) X(double, ##__VA_ARGS__)
#define GROUP_OPERATIONS(X, T) X(T, add) X(T, min) X(T, max)

/* Element types of asynchronous copies with their sizes; a vector of 3 counts as one of 4. */
#define COPY_TYPES(X)                                                                                        \
    X(char, 1) X(ushort2, 4) X(int3, 16) X(uint3, 16) X(float4, 16) X(long8, 64) X(double16, 128)

#endif
