/* SPDX-License-Identifier: MIT */
/* The symbols have the names that clang gives OpenCL C functions. */
#include "tests/unit/builtins/group.h"

#include <pthread.h>
#include <stdatomic.h>

#include "tests/unit/unit.h"

struct item {
    const struct call *call;
    size_t id[3];
};

struct call {
    vg_device *run;
    const void *a, *b, *c;
    void *r;
    size_t n;
};

static size_t group_size[3];
static pthread_barrier_t group_barrier;
static _Alignas(8) unsigned char slots[8 * VG_MOST_ITEMS];
static _Thread_local const struct item *this_item;

size_t device_get_local_id(unsigned dimension) __asm__("_Z12get_local_idj");
size_t device_get_local_size(unsigned dimension) __asm__("_Z14get_local_sizej");
void device_barrier(unsigned flags) __asm__("_Z7barrierj");
void *device_slots(void) __asm__("__vg_group_slots");
void device_fence(int order) __asm__("__vg_fence");
int device_has_fma(void) __asm__("__vg_has_fma");

size_t device_get_local_id(unsigned dimension)
{
    return dimension < 3 ? this_item->id[dimension] : 0;
}

size_t device_get_local_size(unsigned dimension)
{
    return dimension < 3 ? group_size[dimension] : 1;
}

void device_barrier(unsigned flags)
{
    (void)flags;
    pthread_barrier_wait(&group_barrier);
}

void *device_slots(void)
{
    return slots;
}

void device_fence(int order)
{
    (void)order;
    atomic_thread_fence(memory_order_seq_cst);
}

int device_has_fma(void)
{
    return 0;
}

static void *run_item(void *argument)
{
    this_item = argument;
    const struct call *call = this_item->call;
    call->run(call->a, call->b, call->c, call->r, call->n);
    return NULL;
}

void vg_run_group(const size_t size[3], vg_device *run, const void *a, const void *b, const void *c, void *r,
                  size_t n)
{
    const struct call call = {run, a, b, c, r, n};
    struct item items[VG_MOST_ITEMS];
    pthread_t threads[VG_MOST_ITEMS];
    size_t count = size[0] * size[1] * size[2];
    assert_in_range(count, 1, VG_MOST_ITEMS);
    for (int i = 0; i < 3; i++)
        group_size[i] = size[i];
    assert_int_equal(pthread_barrier_init(&group_barrier, NULL, (unsigned)count), 0);
    for (size_t i = 0; i < count; i++) {
        items[i] = (struct item){&call, {i % size[0], i / size[0] % size[1], i / size[0] / size[1]}};
        assert_int_equal(pthread_create(&threads[i], NULL, run_item, &items[i]), 0);
    }
    for (size_t i = 0; i < count; i++)
        assert_int_equal(pthread_join(threads[i], NULL), 0);
    pthread_barrier_destroy(&group_barrier);
}
