/* SPDX-License-Identifier: MIT */
/* Per-thread state. It needs no memory of its own, so that any thread can submit; only scratch is freed when
 * a thread ends, through a key that exists for its destructor. */
#include "executor/local.h"

#include <pthread.h>

#include "executor/counters.h"
#include "executor/executor.h"
#include "executor/fleet.h"

#define SHARDS 16

static _Thread_local struct vg_local local;
static struct vg_counters shards[SHARDS];
static atomic_uint next_shard;
static pthread_key_t scratch_key;
static atomic_bool key_made;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void free_scratch(void *scratch)
{
    vg_scratch_finish(scratch);
}

static void process_init(void)
{
    atomic_store(&key_made, pthread_key_create(&scratch_key, free_scratch) == 0);
    vg_fleet_init();
}

static void thread_init(void)
{
    pthread_once(&once, process_init);
    local.counters = &shards[atomic_fetch_add_explicit(&next_shard, 1, memory_order_relaxed) % SHARDS];
}

struct vg_local *vg_local(void)
{
    if (VG_UNLIKELY(!local.counters))
        thread_init();
    return &local;
}

void *vg_local_scratch(size_t size)
{
    struct vg_local *here = vg_local();
    struct vg_scratch *scratch = &here->scratch;
    if (size == 0)
        return here->head + VG_SCRATCH_HEAD;
    if (VG_LIKELY(size < scratch->size && size + VG_SCRATCH_HEAD <= scratch->size))
        return (char *)scratch->base + VG_SCRATCH_HEAD;
    if (size > SIZE_MAX - VG_SCRATCH_HEAD || !vg_scratch_reserve(scratch, size + VG_SCRATCH_HEAD))
        return NULL;
    if (atomic_load_explicit(&key_made, memory_order_relaxed))
        pthread_setspecific(scratch_key, scratch);
    return (char *)scratch->base + VG_SCRATCH_HEAD;
}

bool vg_executor_on_worker(void)
{
    const struct vg_local *here = vg_local();
    return here->depth > 0 || (here->self && !here->self->helper);
}

struct vg_executor_stats vg_executor_stats(void)
{
    uint64_t sums[VG_COUNTS] = {0};
    for (size_t i = 0; i < SHARDS; i++)
        for (size_t j = 0; j < VG_COUNTS; j++)
            sums[j] += atomic_load_explicit(&shards[i].of[j], memory_order_relaxed);
    return (struct vg_executor_stats){
        .tasks = sums[VG_COUNT_TASKS],
        .pieces = sums[VG_COUNT_PIECES],
        .steals = sums[VG_COUNT_STEALS],
        .parks = sums[VG_COUNT_PARKS],
        .inline_runs = sums[VG_COUNT_INLINE_RUNS],
    };
}

void vg_local_unload(void)
{
    if (atomic_load(&key_made))
        pthread_key_delete(scratch_key);
}
