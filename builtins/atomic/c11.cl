/* SPDX-License-Identifier: MIT */
/* The C11 atomics of OpenCL 2.0 and later, on objects in global, local and generic memory.
 *
 * Read-modify-write operations and loads are sequentially consistent whatever the program asks for: on x86
 * that costs no more than a weaker order. Only a store profits from knowing its order. All scopes are one. */
#include "builtins/base.h"

#define STRONGEST memory_order_seq_cst, memory_scope_all_svm_devices

/* One operation of two operands in its three forms. A: the atomic type, T: its value, V: the other operand.
 */
#define FETCH(S, A, T, V, NAME)                                                                              \
    VG_OVERLOAD T atomic_##NAME(volatile S A *object, V value)                                               \
    {                                                                                                        \
        return __opencl_atomic_##NAME(object, value, STRONGEST);                                             \
    }                                                                                                        \
    VG_OVERLOAD T atomic_##NAME##_explicit(volatile S A *object, V value, memory_order order)                \
    {                                                                                                        \
        (void)order;                                                                                         \
        return __opencl_atomic_##NAME(object, value, STRONGEST);                                             \
    }                                                                                                        \
    VG_OVERLOAD T atomic_##NAME##_explicit(volatile S A *object, V value, memory_order order,                \
                                           memory_scope scope)                                               \
    {                                                                                                        \
        (void)order;                                                                                         \
        (void)scope;                                                                                         \
        return __opencl_atomic_##NAME(object, value, STRONGEST);                                             \
    }

#define LOAD_STORE(S, A, T)                                                                                  \
    VG_OVERLOAD void atomic_init(volatile S A *object, T value)                                              \
    {                                                                                                        \
        __opencl_atomic_init(object, value);                                                                 \
    }                                                                                                        \
    VG_OVERLOAD T atomic_load(volatile S A *object)                                                          \
    {                                                                                                        \
        return __opencl_atomic_load(object, STRONGEST);                                                      \
    }                                                                                                        \
    VG_OVERLOAD T atomic_load_explicit(volatile S A *object, memory_order order)                             \
    {                                                                                                        \
        (void)order;                                                                                         \
        return __opencl_atomic_load(object, STRONGEST);                                                      \
    }                                                                                                        \
    VG_OVERLOAD T atomic_load_explicit(volatile S A *object, memory_order order, memory_scope scope)         \
    {                                                                                                        \
        (void)order;                                                                                         \
        (void)scope;                                                                                         \
        return __opencl_atomic_load(object, STRONGEST);                                                      \
    }                                                                                                        \
    VG_OVERLOAD void atomic_store(volatile S A *object, T value)                                             \
    {                                                                                                        \
        __opencl_atomic_store(object, value, STRONGEST);                                                     \
    }                                                                                                        \
    VG_OVERLOAD void atomic_store_explicit(volatile S A *object, T value, memory_order order)                \
    {                                                                                                        \
        if (order == memory_order_seq_cst)                                                                   \
            __opencl_atomic_store(object, value, STRONGEST);                                                 \
        else                                                                                                 \
            __opencl_atomic_store(object, value, memory_order_release, memory_scope_all_svm_devices);        \
    }                                                                                                        \
    VG_OVERLOAD void atomic_store_explicit(volatile S A *object, T value, memory_order order,                \
                                           memory_scope scope)                                               \
    {                                                                                                        \
        (void)scope;                                                                                         \
        atomic_store_explicit(object, value, order);                                                         \
    }

/* E: the address space of the expected value, KIND: strong or weak. */
#define COMPARE(S, E, A, T, KIND)                                                                            \
    VG_OVERLOAD bool atomic_compare_exchange_##KIND(volatile S A *object, E T *expected, T value)            \
    {                                                                                                        \
        return __opencl_atomic_compare_exchange_##KIND(object, expected, value, memory_order_seq_cst,        \
                                                       STRONGEST);                                           \
    }                                                                                                        \
    VG_OVERLOAD bool atomic_compare_exchange_##KIND##_explicit(volatile S A *object, E T *expected, T value, \
                                                               memory_order success, memory_order failure)   \
    {                                                                                                        \
        (void)success;                                                                                       \
        (void)failure;                                                                                       \
        return __opencl_atomic_compare_exchange_##KIND(object, expected, value, memory_order_seq_cst,        \
                                                       STRONGEST);                                           \
    }                                                                                                        \
    VG_OVERLOAD bool atomic_compare_exchange_##KIND##_explicit(volatile S A *object, E T *expected, T value, \
                                                               memory_order success, memory_order failure,   \
                                                               memory_scope scope)                           \
    {                                                                                                        \
        (void)success;                                                                                       \
        (void)failure;                                                                                       \
        (void)scope;                                                                                         \
        return __opencl_atomic_compare_exchange_##KIND(object, expected, value, memory_order_seq_cst,        \
                                                       STRONGEST);                                           \
    }

#define COMPARES(E, S, A, T) COMPARE(S, E, A, T, strong) COMPARE(S, E, A, T, weak)

#define EXCHANGES(S, A, T)                                                                                   \
    LOAD_STORE(S, A, T)                                                                                      \
    FETCH(S, A, T, T, exchange)                                                                              \
    VG_WRITABLE_SPACES(COMPARES, S, A, T)

#define ORDERED(S, A, T, V) FETCH(S, A, T, V, fetch_min) FETCH(S, A, T, V, fetch_max)
#define SUMS(S, A, T, V) FETCH(S, A, T, V, fetch_add) FETCH(S, A, T, V, fetch_sub)
#define BITS(S, A, T, V) FETCH(S, A, T, V, fetch_or) FETCH(S, A, T, V, fetch_xor) FETCH(S, A, T, V, fetch_and)
#define INTEGER(S, A, T, V) SUMS(S, A, T, V) BITS(S, A, T, V) ORDERED(S, A, T, V)
#define FLOATING(S, A, T) EXCHANGES(S, A, T) SUMS(S, A, T, T) ORDERED(S, A, T, T)

/* intptr_t, uintptr_t, ptrdiff_t and size_t are long and ulong; operations on one of them may have the other
 * as operand. */
#define SPACE(S)                                                                                             \
    EXCHANGES(S, atomic_int, int)                                                                            \
    EXCHANGES(S, atomic_uint, uint)                                                                          \
    EXCHANGES(S, atomic_long, long)                                                                          \
    EXCHANGES(S, atomic_ulong, ulong)                                                                        \
    INTEGER(S, atomic_int, int, int)                                                                         \
    INTEGER(S, atomic_uint, uint, uint)                                                                      \
    INTEGER(S, atomic_long, long, long)                                                                      \
    INTEGER(S, atomic_ulong, ulong, ulong)                                                                   \
    INTEGER(S, atomic_long, long, ulong)                                                                     \
    INTEGER(S, atomic_ulong, ulong, long)                                                                    \
    FLOATING(S, atomic_float, float)                                                                         \
    FLOATING(S, atomic_double, double)

VG_SHARED_SPACES(SPACE)

#define FLAG(S)                                                                                              \
    VG_OVERLOAD bool atomic_flag_test_and_set(volatile S atomic_flag *flag)                                  \
    {                                                                                                        \
        return atomic_exchange(flag, 1) != 0;                                                                \
    }                                                                                                        \
    VG_OVERLOAD bool atomic_flag_test_and_set_explicit(volatile S atomic_flag *flag, memory_order order)     \
    {                                                                                                        \
        return atomic_exchange_explicit(flag, 1, order) != 0;                                                \
    }                                                                                                        \
    VG_OVERLOAD bool atomic_flag_test_and_set_explicit(volatile S atomic_flag *flag, memory_order order,     \
                                                       memory_scope scope)                                   \
    {                                                                                                        \
        return atomic_exchange_explicit(flag, 1, order, scope) != 0;                                         \
    }                                                                                                        \
    VG_OVERLOAD void atomic_flag_clear(volatile S atomic_flag *flag)                                         \
    {                                                                                                        \
        atomic_store(flag, 0);                                                                               \
    }                                                                                                        \
    VG_OVERLOAD void atomic_flag_clear_explicit(volatile S atomic_flag *flag, memory_order order)            \
    {                                                                                                        \
        atomic_store_explicit(flag, 0, order);                                                               \
    }                                                                                                        \
    VG_OVERLOAD void atomic_flag_clear_explicit(volatile S atomic_flag *flag, memory_order order,            \
                                                memory_scope scope)                                          \
    {                                                                                                        \
        atomic_store_explicit(flag, 0, order, scope);                                                        \
    }

VG_SHARED_SPACES(FLAG)
