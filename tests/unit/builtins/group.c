/* SPDX-License-Identifier: MIT */
/* The symbols have the names that clang gives OpenCL C functions. */
#include "tests/unit/builtins/group.h"

#include <pthread.h>
#include <stdatomic.h>

#include "tests/unit/unit.h"

enum { SLOTS_BYTES = 64 }; /* twice VG_GROUP_SLOTS_AT of the library */

struct item {
    const struct call *call;
    size_t id[3], index;
};

struct call {
    vg_device *run;
    const void *a, *b, *c;
    void *r;
    size_t n;
    bool in_order;
};

static size_t group_size[3];
static pthread_mutex_t turn_lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t turn_ended = PTHREAD_COND_INITIALIZER;
static size_t turn; /* index of the work-item that runs, of those that run in order */
static _Alignas(8) unsigned char slots[SLOTS_BYTES + 8 * VG_MOST_ITEMS];
static _Thread_local const struct item *this_item;

size_t device_get_local_id(unsigned dimension) __asm__("_Z12get_local_idj");
size_t device_get_local_size(unsigned dimension) __asm__("_Z14get_local_sizej");
void device_barrier(unsigned flags) __asm__("_Z7barrierj");
void *device_slots(void) __asm__("__vg_group_slots");
void device_fence(int order) __asm__("__vg_fence");
int device_has_fma(void) __asm__("__vg_has_fma");
int device_math(void) __asm__("__vg_math");
unsigned device_sub_group_id(void) __asm__("_Z16get_sub_group_idv");
unsigned device_num_sub_groups(void) __asm__("_Z18get_num_sub_groupsv");
unsigned device_lane_id(void) __asm__("__vg_lane_id");
unsigned device_lane_count(void) __asm__("__vg_lane_count");
unsigned device_ballot(int predicate) __asm__("__vg_lane_ballot");
uint32_t device_shuffle_uint(uint32_t value, unsigned lane) __asm__("__vg_lane_shuffle_uint");
uint64_t device_shuffle_ulong(uint64_t value, unsigned lane) __asm__("__vg_lane_shuffle_ulong");
uint32_t device_fill_uint(uint32_t value, uint32_t otherwise) __asm__("__vg_lane_fill_uint");
uint64_t device_fill_ulong(uint64_t value, uint64_t otherwise) __asm__("__vg_lane_fill_ulong");

size_t device_get_local_id(unsigned dimension)
{
    return dimension < 3 ? this_item->id[dimension] : 0;
}

size_t device_get_local_size(unsigned dimension)
{
    return dimension < 3 ? group_size[dimension] : 1;
}

static void wait_for_turn(void)
{
    pthread_mutex_lock(&turn_lock);
    while (turn != this_item->index)
        pthread_cond_wait(&turn_ended, &turn_lock);
    pthread_mutex_unlock(&turn_lock);
}

static void end_turn(void)
{
    pthread_mutex_lock(&turn_lock);
    turn = (turn + 1) % (group_size[0] * group_size[1] * group_size[2]);
    pthread_cond_broadcast(&turn_ended);
    pthread_mutex_unlock(&turn_lock);
}

void device_barrier(unsigned flags)
{
    (void)flags;
    end_turn();
    wait_for_turn();
}

unsigned device_sub_group_id(void)
{
    return (unsigned)this_item->index;
}

unsigned device_num_sub_groups(void)
{
    return (unsigned)(group_size[0] * group_size[1] * group_size[2]);
}

unsigned device_lane_id(void)
{
    return 0;
}

unsigned device_lane_count(void)
{
    return 1;
}

unsigned device_ballot(int predicate)
{
    return predicate != 0;
}

uint32_t device_shuffle_uint(uint32_t value, unsigned lane)
{
    (void)lane;
    return value;
}

uint64_t device_shuffle_ulong(uint64_t value, unsigned lane)
{
    (void)lane;
    return value;
}

uint32_t device_fill_uint(uint32_t value, uint32_t otherwise)
{
    (void)otherwise;
    return value;
}

uint64_t device_fill_ulong(uint64_t value, uint64_t otherwise)
{
    (void)otherwise;
    return value;
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

int device_math(void)
{
    return 0;
}

static void *run_item(void *argument)
{
    this_item = argument;
    const struct call *call = this_item->call;
    if (call->in_order)
        wait_for_turn();
    call->run(call->a, call->b, call->c, call->r, call->n);
    if (call->in_order)
        end_turn();
    return NULL;
}

static void run_items(const size_t size[3], const struct call *call)
{
    struct item items[VG_MOST_ITEMS];
    pthread_t threads[VG_MOST_ITEMS];
    size_t count = size[0] * size[1] * size[2];
    assert_in_range(count, 1, VG_MOST_ITEMS);
    for (int i = 0; i < 3; i++)
        group_size[i] = size[i];
    turn = 0;
    for (size_t i = 0; i < count; i++) {
        items[i] = (struct item){call, {i % size[0], i / size[0] % size[1], i / size[0] / size[1]}, i};
        assert_int_equal(pthread_create(&threads[i], NULL, run_item, &items[i]), 0);
    }
    for (size_t i = 0; i < count; i++)
        assert_int_equal(pthread_join(threads[i], NULL), 0);
}

void vg_run_group(const size_t size[3], vg_device *run, const void *a, const void *b, const void *c, void *r,
                  size_t n)
{
    const struct call call = {run, a, b, c, r, n, true};
    run_items(size, &call);
}

void vg_run_at_once(const size_t size[3], vg_device *run, const void *a, const void *b, const void *c,
                    void *r, size_t n)
{
    const struct call call = {run, a, b, c, r, n, false};
    run_items(size, &call);
}
