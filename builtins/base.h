/* SPDX-License-Identifier: MIT */
/* Shared by all built-in function sources (OpenCL C, compiled for spir64 with opencl-c.h, so every definition
 * is checked against clang's declaration).
 *
 * One source text serves all types: a file defines a function macro of (type, ...) and expands it through the
 * lists below. Functions that act on each component alone are written for scalars only: vgpu-cc turns a call
 * with vectors that the library does not define into scalar calls. Helpers are VG_HELPER.
 *
 * a * b + c in one expression may become an FMA; where that matters write
 * `#pragma clang fp contract(off)` at the start of the function's body. */
#ifndef VG_BUILTINS_BASE_H
#define VG_BUILTINS_BASE_H

#pragma OPENCL EXTENSION cl_khr_fp16 : enable

#define VG_OVERLOAD __attribute__((overloadable))
#define VG_HELPER static inline __attribute__((overloadable, always_inline))

/* A condition that seldom holds. Functions of vectors run the code without what hangs on it, and if it holds for any
 * component all of the function for each component as well. */
#define VG_SELDOM(condition) __builtin_expect(condition, 0)

/* Special names that vgpu-cc lowers itself. */
/* Memory that the group shares: VG_GROUP_SLOTS_AT bytes, 8 for each of its work-items and as many as at the
 * start; at first it holds anything. Between two barriers work-items run on one thread, vector by vector in
 * the order of their linear ids. */
#define VG_GROUP_SLOTS_AT 32
local void *__vg_group_slots(void);
/* 0 relaxed, 1 acquire, 2 release, 3 acquire and release, 4 sequentially consistent */
void __vg_fence(int order);
/* nonzero where fma is one instruction */
__attribute__((const)) int __vg_has_fma(void);
/* x / y by an approximation of 1 / y and Newton's method where that is quicker: y neither 0, denormal nor infinite. */
__attribute__((const)) float __vg_quick_divide(float x, float y);
/* 1 / x and 1 / sqrt(x) as the machine approximates them, to 11 bits. 0, infinities and what has no root give what they should,
 * and where 1 / x or x is denormal it may count as 0. */
__attribute__((const)) float __vg_estimate_recip(float x);
__attribute__((const)) float __vg_estimate_rsqrt(float x);
/* The sum of the products of bytes of a with those of b, unsigned (u) or signed (s). */
__attribute__((const)) int __vg_dot_uu(uint a, uint b);
__attribute__((const)) int __vg_dot_us(uint a, uint b);
__attribute__((const)) int __vg_dot_ss(uint a, uint b);
/* What the kernel's build options allow, a constant like the above: bits of VG_MATH_. */
#define VG_MATH_RELAXED 1 /* the bounds of relaxed math: -cl-unsafe-math-optimizations */
#define VG_MATH_FINITE 2  /* neither infinities nor NaNs: -cl-finite-math-only */
#define VG_MATH_FLUSH 4   /* denormal floats may count as zeros: -cl-denorms-are-zero */
__attribute__((const)) int __vg_math(void);

/* The lanes of a vector, which are the work-items of a sub-group. They count as taking part while control is
 * with them; straight code without memory accesses is run by all. Calls stay where control flow has them. */
__attribute__((const)) uint __vg_lane_id(void);
/* of the vector, at most 32; 1 in scalar code */
__attribute__((const)) uint __vg_lane_count(void);
#define VG_LANES_TOGETHER __attribute__((const, convergent, nomerge))
/* a bit for each lane that takes part and has a predicate other than 0 */
VG_LANES_TOGETHER uint __vg_lane_ballot(int predicate);
/* what the lane holds, whether it takes part or not; its number counts modulo that of lanes */
VG_LANES_TOGETHER uint __vg_lane_shuffle_uint(uint value, uint lane);
VG_LANES_TOGETHER ulong __vg_lane_shuffle_ulong(ulong value, uint lane);
/* in lanes that do not take part: otherwise */
VG_LANES_TOGETHER uint __vg_lane_fill_uint(uint value, uint otherwise);
VG_LANES_TOGETHER ulong __vg_lane_fill_ulong(ulong value, ulong otherwise);

/* Lists of types. X takes a type name, then whatever else the caller passes. */
#define VG_SIGNED_TYPES(X, ...)                                                                              \
    X(char, ##__VA_ARGS__) X(short, ##__VA_ARGS__) X(int, ##__VA_ARGS__) X(long, ##__VA_ARGS__)
#define VG_UNSIGNED_TYPES(X, ...)                                                                            \
    X(uchar, ##__VA_ARGS__) X(ushort, ##__VA_ARGS__) X(uint, ##__VA_ARGS__) X(ulong, ##__VA_ARGS__)
#define VG_INT_TYPES(X, ...) VG_SIGNED_TYPES(X, ##__VA_ARGS__) VG_UNSIGNED_TYPES(X, ##__VA_ARGS__)
#define VG_FLOAT_TYPES(X, ...) X(half, ##__VA_ARGS__) X(float, ##__VA_ARGS__) X(double, ##__VA_ARGS__)
#define VG_ALL_TYPES(X, ...) VG_INT_TYPES(X, ##__VA_ARGS__) VG_FLOAT_TYPES(X, ##__VA_ARGS__)

/* Vector sizes; X takes arguments of the caller's choice, then the size. */
#define VG_SIZES(X, ...)                                                                                     \
    X(__VA_ARGS__, 2) X(__VA_ARGS__, 3) X(__VA_ARGS__, 4) X(__VA_ARGS__, 8) X(__VA_ARGS__, 16)

/* Address spaces that functions with a pointer parameter are defined for; X takes the space, then the rest.
 */
#define VG_WRITABLE_SPACES(X, ...)                                                                           \
    X(global, ##__VA_ARGS__) X(local, ##__VA_ARGS__) X(private, ##__VA_ARGS__) X(generic, ##__VA_ARGS__)
#define VG_READABLE_SPACES(X, ...) VG_WRITABLE_SPACES(X, ##__VA_ARGS__) X(constant, ##__VA_ARGS__)
#define VG_SHARED_SPACES(X, ...) X(global, ##__VA_ARGS__) X(local, ##__VA_ARGS__) X(generic, ##__VA_ARGS__)

/* Token pasting after expansion, for names such as VG_JOIN(convert_, VG_UNSIGNED(T)). */
#define VG_JOIN(a, b) VG_JOIN_(a, b)
#define VG_JOIN_(a, b) a##b

/* Related types: of the same width and unsigned, or signed; the integer of the same width as a floating-point
 * type. */
#define VG_UNSIGNED(T) VG_JOIN(VG_UNSIGNED_, T)
#define VG_UNSIGNED_char uchar
#define VG_UNSIGNED_short ushort
#define VG_UNSIGNED_int uint
#define VG_UNSIGNED_long ulong
#define VG_UNSIGNED_uchar uchar
#define VG_UNSIGNED_ushort ushort
#define VG_UNSIGNED_uint uint
#define VG_UNSIGNED_ulong ulong
#define VG_UNSIGNED_half ushort
#define VG_UNSIGNED_float uint
#define VG_UNSIGNED_double ulong

#define VG_SIGNED(T) VG_JOIN(VG_SIGNED_, T)
#define VG_SIGNED_char char
#define VG_SIGNED_short short
#define VG_SIGNED_int int
#define VG_SIGNED_long long
#define VG_SIGNED_uchar char
#define VG_SIGNED_ushort short
#define VG_SIGNED_uint int
#define VG_SIGNED_ulong long
#define VG_SIGNED_half short
#define VG_SIGNED_float int
#define VG_SIGNED_double long

/* Limits by type. */
#define VG_MIN(T) VG_JOIN(VG_MIN_, T)
#define VG_MIN_char CHAR_MIN
#define VG_MIN_short SHRT_MIN
#define VG_MIN_int INT_MIN
#define VG_MIN_long LONG_MIN
#define VG_MIN_uchar 0
#define VG_MIN_ushort 0
#define VG_MIN_uint 0
#define VG_MIN_ulong 0
#define VG_MIN_half (-(half)INFINITY)
#define VG_MIN_float (-INFINITY)
#define VG_MIN_double (-(double)INFINITY)

#define VG_MAX(T) VG_JOIN(VG_MAX_, T)
#define VG_MAX_char CHAR_MAX
#define VG_MAX_short SHRT_MAX
#define VG_MAX_int INT_MAX
#define VG_MAX_long LONG_MAX
#define VG_MAX_uchar UCHAR_MAX
#define VG_MAX_ushort USHRT_MAX
#define VG_MAX_uint UINT_MAX
#define VG_MAX_ulong ULONG_MAX
#define VG_MAX_half ((half)INFINITY)
#define VG_MAX_float INFINITY
#define VG_MAX_double ((double)INFINITY)

/* Layout of the floating-point types: fraction bits, exponent bias. */
#define VG_FRACTION_BITS(T) VG_JOIN(VG_FRACTION_BITS_, T)
#define VG_FRACTION_BITS_half 10
#define VG_FRACTION_BITS_float 23
#define VG_FRACTION_BITS_double 52
#define VG_BIAS(T) VG_JOIN(VG_BIAS_, T)
#define VG_BIAS_half 15
#define VG_BIAS_float 127
#define VG_BIAS_double 1023

/* The bits of a floating-point value and back: VG_BITS(float, x) is a uint. */
#define VG_BITS(T, x) __builtin_astype(x, VG_UNSIGNED(T))
#define VG_FROM_BITS(T, bits) __builtin_astype((VG_UNSIGNED(T))(bits), T)

/* The work-item's place in its group and the number of those, all dimensions together. */
VG_HELPER size_t vg_item_index(void)
{
    return (get_local_id(2) * get_local_size(1) + get_local_id(1)) * get_local_size(0) + get_local_id(0);
}

VG_HELPER size_t vg_item_count(void)
{
    return get_local_size(0) * get_local_size(1) * get_local_size(2);
}

#endif
