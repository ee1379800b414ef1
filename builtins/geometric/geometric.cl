/* SPDX-License-Identifier: MIT */
/* Geometric functions for scalars and vectors of 2, 3 and 4.
 *
 * length and normalize must neither overflow nor lose bits for any finite vector: components are scaled by a
 * power of two taken from the largest one, which is exact, before they are squared. */
#include "builtins/base.h"

#define SUM_1(v) (v)
#define SUM_2(v) ((v).x + (v).y)
#define SUM_3(v) ((v).x + (v).y + (v).z)
#define SUM_4(v) (((v).x + (v).y) + ((v).z + (v).w))

#define LARGEST_1(v) (v)
#define LARGEST_2(v) max((v).x, (v).y)
#define LARGEST_3(v) max(max((v).x, (v).y), (v).z)
#define LARGEST_4(v) max(max((v).x, (v).y), max((v).z, (v).w))

/* The power of two next below x >= 0 (both it and its inverse are normal numbers), as bits. */
#define POWER_BELOW(T)                                                                                       \
    VG_HELPER VG_UNSIGNED(T) power_below(T x)                                                                \
    {                                                                                                        \
        const VG_UNSIGNED(T) one = (VG_UNSIGNED(T))1 << VG_FRACTION_BITS(T);                                 \
        return clamp(VG_BITS(T, x) & -one, one, one * (2 * VG_BIAS(T) - 1));                                 \
    }                                                                                                        \
    VG_HELPER VG_UNSIGNED(T) inverse_power(VG_UNSIGNED(T) power)                                             \
    {                                                                                                        \
        return ((VG_UNSIGNED(T))(2 * VG_BIAS(T)) << VG_FRACTION_BITS(T)) - power;                            \
    }

/* normalize replaces infinite vectors by the signs of their infinite components, as the specification asks.
 */
#define VECTORS(T, V, N)                                                                                     \
    VG_OVERLOAD T dot(V p, V q)                                                                              \
    {                                                                                                        \
        V products = p * q;                                                                                  \
        return SUM_##N(products);                                                                            \
    }                                                                                                        \
    VG_OVERLOAD T length(V p)                                                                                \
    {                                                                                                        \
        V magnitudes = __builtin_elementwise_abs(p);                                                         \
        VG_UNSIGNED(T) power = power_below(LARGEST_##N(magnitudes));                                         \
        V scaled = p * VG_FROM_BITS(T, inverse_power(power));                                                \
        return VG_FROM_BITS(T, power) * __builtin_elementwise_sqrt(dot(scaled, scaled));                     \
    }                                                                                                        \
    VG_OVERLOAD T distance(V p, V q)                                                                         \
    {                                                                                                        \
        return length(p - q);                                                                                \
    }                                                                                                        \
    VG_OVERLOAD V normalize(V p)                                                                             \
    {                                                                                                        \
        V magnitudes = __builtin_elementwise_abs(p);                                                         \
        T largest = LARGEST_##N(magnitudes);                                                                 \
        V ones = __builtin_elementwise_copysign((V)1, p);                                                    \
        V signs = magnitudes == (V)(T)INFINITY ? ones : p * (T)0;                                            \
        V finite = p * VG_FROM_BITS(T, inverse_power(power_below(largest)));                                 \
        V direction = largest == (T)INFINITY ? signs : finite;                                               \
        T square = dot(direction, direction);                                                                \
        return square == 0 ? p : direction / __builtin_elementwise_sqrt(square);                             \
    }

/* The plain formulas; results are unspecified where the sum of squares leaves the range of float. */
#define FAST_VECTORS(V)                                                                                      \
    VG_OVERLOAD float fast_length(V p)                                                                       \
    {                                                                                                        \
        return __builtin_elementwise_sqrt(dot(p, p));                                                        \
    }                                                                                                        \
    VG_OVERLOAD float fast_distance(V p, V q)                                                                \
    {                                                                                                        \
        return fast_length(p - q);                                                                           \
    }                                                                                                        \
    VG_OVERLOAD V fast_normalize(V p)                                                                        \
    {                                                                                                        \
        float square = dot(p, p);                                                                            \
        return square == 0 ? p : p * (1.0f / __builtin_elementwise_sqrt(square));                            \
    }

#define CROSS(T)                                                                                             \
    VG_OVERLOAD T##3 cross(T##3 p, T##3 q)                                                                   \
    {                                                                                                        \
        return p.yzx * q.zxy - p.zxy * q.yzx;                                                                \
    }                                                                                                        \
    VG_OVERLOAD T##4 cross(T##4 p, T##4 q)                                                                   \
    {                                                                                                        \
        return (T##4)(cross(p.xyz, q.xyz), 0);                                                               \
    }

#define ALL_LENGTHS(T)                                                                                       \
    POWER_BELOW(T)                                                                                           \
    VECTORS(T, T, 1)                                                                                         \
    VECTORS(T, T##2, 2)                                                                                      \
    VECTORS(T, T##3, 3)                                                                                      \
    VECTORS(T, T##4, 4)                                                                                      \
    CROSS(T)

ALL_LENGTHS(float)
ALL_LENGTHS(double)

FAST_VECTORS(float)
FAST_VECTORS(float2)
FAST_VECTORS(float3)
FAST_VECTORS(float4)

/* In float, rounded once; no sum of squares of halves leaves the range of float. */
#define VECTOR(x, V) __builtin_convertvector(x, V)
#define SCALAR(x, T) ((T)(x))
#define HALF_VECTORS(V, F, AS)                                                                               \
    VG_OVERLOAD half dot(V p, V q)                                                                           \
    {                                                                                                        \
        return (half)dot(AS(p, F), AS(q, F));                                                                \
    }                                                                                                        \
    VG_OVERLOAD half length(V p)                                                                             \
    {                                                                                                        \
        return (half)fast_length(AS(p, F));                                                                  \
    }                                                                                                        \
    VG_OVERLOAD half distance(V p, V q)                                                                      \
    {                                                                                                        \
        return (half)fast_length(AS(p, F) - AS(q, F));                                                       \
    }                                                                                                        \
    VG_OVERLOAD V normalize(V p)                                                                             \
    {                                                                                                        \
        return AS(normalize(AS(p, F)), V);                                                                   \
    }

HALF_VECTORS(half, float, SCALAR)
HALF_VECTORS(half2, float2, VECTOR)
HALF_VECTORS(half3, float3, VECTOR)
HALF_VECTORS(half4, float4, VECTOR)

VG_OVERLOAD half3 cross(half3 p, half3 q)
{
    return VECTOR(cross(VECTOR(p, float3), VECTOR(q, float3)), half3);
}
VG_OVERLOAD half4 cross(half4 p, half4 q)
{
    return VECTOR(cross(VECTOR(p, float4), VECTOR(q, float4)), half4);
}
