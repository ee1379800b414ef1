/* SPDX-License-Identifier: MIT */
/* Atomics on the elements of c, which stands for memory of any address space; the results are what the
 * functions return. */
#include "tests/unit/builtins/device/device.h"

#define OBJECT(S, A) ((volatile S A *)(S A *)(ulong)pc)

#define OPERATION(NAME, OP, S, T, A)                                                                         \
    void device_##NAME##_##S##_##T(ARRAYS)                                                                   \
    {                                                                                                        \
        for (ulong i = 0; i < n; i++)                                                                        \
            ((global T *)pr)[i] = NAME(OBJECT(S, A) + i, ((global const T *)pa)[i]);                         \
    }
ATOMIC_OPERATIONS(OPERATION)

void device_atomic_xchg_float(ARRAYS)
{
    for (ulong i = 0; i < n; i++)
        ((global float *)pr)[i] = atomic_xchg(OBJECT(global, float) + i, ((global const float *)pa)[i]);
}

/* atomic_cmpxchg: a is expected, b comes in. */
#define COMPARE(NAME, S, T)                                                                                  \
    void device_##NAME##_##S##_##T(ARRAYS)                                                                   \
    {                                                                                                        \
        for (ulong i = 0; i < n; i++)                                                                        \
            ((global T *)pr)[i] =                                                                            \
                NAME(OBJECT(S, T) + i, ((global const T *)pa)[i], ((global const T *)pb)[i]);                \
    }
LEGACY_COMPARES(COMPARE)

/* The C11 form: the result is the value found, which the function leaves in `expected` or tells by returning
 * true. */
#define C11_COMPARE(KIND, T)                                                                                 \
    void device_compare_exchange_##KIND##_##T(ARRAYS)                                                        \
    {                                                                                                        \
        for (ulong i = 0; i < n; i++) {                                                                      \
            T wanted = ((global const T *)pa)[i], found = wanted;                                            \
            bool changed = atomic_compare_exchange_##KIND##_explicit(                                        \
                OBJECT(generic, atomic_##T) + i, &found, ((global const T *)pb)[i], memory_order_acq_rel,    \
                memory_order_relaxed, memory_scope_device);                                                  \
            ((global T *)pr)[i] = changed ? wanted : found;                                                  \
        }                                                                                                    \
    }
#define C11_COMPARES(T) C11_COMPARE(strong, T) C11_COMPARE(weak, T)
GROUP_TYPES(C11_COMPARES)

/* Increments, decrements, loads and stores, init and flags: r becomes what is found after all of them. */
#define LOAD_STORE(T)                                                                                        \
    void device_load_store_##T(ARRAYS)                                                                       \
    {                                                                                                        \
        for (ulong i = 0; i < n; i++) {                                                                      \
            volatile generic atomic_##T *object = OBJECT(generic, atomic_##T) + i;                           \
            global const T *a = (global const T *)pa, *b = (global const T *)pb;                             \
            atomic_init(object, a[i]);                                                                       \
            T first = atomic_load(object);                                                                   \
            atomic_store_explicit(object, b[i], i % 2 ? memory_order_release : memory_order_seq_cst,         \
                                  memory_scope_work_group);                                                  \
            T second = atomic_load_explicit(object, memory_order_acquire, memory_scope_device);              \
            atomic_store(object, first);                                                                     \
            ((global T *)pr)[i] = second;                                                                    \
        }                                                                                                    \
    }
GROUP_TYPES(LOAD_STORE)

void device_inc_dec(ARRAYS)
{
    for (ulong i = 0; i < n; i++) {
        int before = atomic_inc(OBJECT(global, int) + i);
        uint between = atomic_dec(OBJECT(global, uint) + i);
        long after = atom_inc(OBJECT(local, long) + n + i);
        ((global long *)pr)[i] = (long)before + between + after + atom_dec(OBJECT(local, ulong) + n + i);
    }
}

void device_flag(ARRAYS)
{
    volatile generic atomic_flag *flag = OBJECT(generic, atomic_flag);
    global int *r = (global int *)pr;
    r[0] = atomic_flag_test_and_set(flag);
    r[1] = atomic_flag_test_and_set_explicit(flag, memory_order_acquire, memory_scope_device);
    atomic_flag_clear_explicit(flag, memory_order_release);
    r[2] = atomic_flag_test_and_set_explicit(flag, memory_order_acquire);
    atomic_flag_clear(flag);
    r[3] = atomic_load((volatile generic atomic_int *)flag);
}

/* For threads that share c: adds n times to an integer and, by comparing and exchanging, to a float. */
void device_contend(ARRAYS)
{
    volatile generic atomic_float *sum = OBJECT(generic, atomic_float) + 1;
    for (ulong i = 0; i < n; i++) {
        atomic_fetch_add_explicit(OBJECT(generic, atomic_int), 1, memory_order_relaxed);
        float seen = atomic_load(sum);
        while (!atomic_compare_exchange_weak(sum, &seen, seen + 1))
            ;
    }
}
