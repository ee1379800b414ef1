/* SPDX-License-Identifier: MIT */
/* The atomics of half (cl_ext_float_atomics) on the 16 bits that hold it. Like the others they are sequentially consistent
 * whatever the program asks for. */
#include "builtins/base.h"

/* The forms that name an order and a scope, of a function that gives R and takes TAKEN; CALLED does it. */
#define EXPLICIT(S, R, NAME, CALLED, TAKEN, GIVEN)                                                                   \
    VG_OVERLOAD R NAME##_explicit(volatile S atomic_half *object TAKEN, memory_order order)                  \
    {                                                                                                        \
        (void)order;                                                                                         \
        return CALLED(object GIVEN);                                                                           \
    }                                                                                                        \
    VG_OVERLOAD R NAME##_explicit(volatile S atomic_half *object TAKEN, memory_order order,                  \
                                  memory_scope scope)                                                        \
    {                                                                                                        \
        (void)order;                                                                                         \
        (void)scope;                                                                                         \
        return CALLED(object GIVEN);                                                                           \
    }

#define NOTHING
#define VALUE , half value
#define ATOMIC_VALUE , atomic_half value
#define THE_VALUE , value
#define THE_HALF , *(half *)&value

#define LOAD_STORE(S)                                                                                        \
    VG_OVERLOAD half atomic_load(volatile S atomic_half *object)                                             \
    {                                                                                                        \
        return as_half(__atomic_load_n((volatile S ushort *)object, __ATOMIC_SEQ_CST));                      \
    }                                                                                                        \
    VG_HELPER void store_half(volatile S atomic_half *object, half value)                                    \
    {                                                                                                        \
        __atomic_store_n((volatile S ushort *)object, as_ushort(value), __ATOMIC_SEQ_CST);                   \
    }                                                                                                        \
    VG_OVERLOAD void atomic_store(volatile S atomic_half *object, half value)                                \
    {                                                                                                        \
        store_half(object, value);                                                                           \
    }                                                                                                        \
    VG_OVERLOAD half atomic_exchange(volatile S atomic_half *object, half value)                             \
    {                                                                                                        \
        return as_half(__atomic_exchange_n((volatile S ushort *)object, as_ushort(value), __ATOMIC_SEQ_CST)); \
    }                                                                                                        \
    EXPLICIT(S, half, atomic_load, atomic_load, NOTHING, NOTHING)                                                         \
    EXPLICIT(S, void, atomic_store, store_half, VALUE, THE_VALUE)                                                        \
    EXPLICIT(S, half, atomic_exchange, atomic_exchange, VALUE, THE_VALUE)

/* What clang calls when it declares the functions itself: the value has the atomic type there. */
#define STORE_AS_DECLARED(S)                                                                                 \
    VG_OVERLOAD void atomic_store(volatile S atomic_half *object, atomic_half value)                         \
    {                                                                                                        \
        store_half(object THE_HALF);                                                                         \
    }                                                                                                        \
    EXPLICIT(S, void, atomic_store, store_half, ATOMIC_VALUE, THE_HALF)

/* The new value is made from the old one until nobody came between. */
#define FETCH(S, NAME, RESULT)                                                                               \
    VG_OVERLOAD half atomic_fetch_##NAME(volatile S atomic_half *object, half value)                         \
    {                                                                                                        \
        volatile S ushort *bits = (volatile S ushort *)object;                                               \
        ushort found = __atomic_load_n(bits, __ATOMIC_RELAXED), wanted;                                      \
        do {                                                                                                 \
            half old = as_half(found);                                                                       \
            wanted = as_ushort((half)(RESULT));                                                              \
        } while (!__atomic_compare_exchange_n(bits, &found, wanted, false, __ATOMIC_SEQ_CST,                 \
                                              __ATOMIC_SEQ_CST));                                            \
        return as_half(found);                                                                               \
    }                                                                                                        \
    EXPLICIT(S, half, atomic_fetch_##NAME, atomic_fetch_##NAME, VALUE, THE_VALUE)

#define SPACE(S)                                                                                             \
    LOAD_STORE(S)                                                                                            \
    STORE_AS_DECLARED(S)                                                                                     \
    FETCH(S, add, old + value)                                                                               \
    FETCH(S, sub, old - value)                                                                               \
    FETCH(S, min, fmin(old, value))                                                                          \
    FETCH(S, max, fmax(old, value))

VG_SHARED_SPACES(SPACE)
