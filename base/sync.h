/* SPDX-License-Identifier: MIT */
/* Locks with a rank, and reference counts.
 *
 * A thread takes locks in rising rank only; debug builds check this per thread (docs/locking.md lists the
 * ranks). Counts: increments are relaxed, since whoever increments already holds a reference; the decrement
 * that reaches zero is acquire-release and thereby sees every write made under the other references. */
#ifndef VG_BASE_SYNC_H
#define VG_BASE_SYNC_H

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

enum vg_rank {
    VG_RANK_CONTEXT = 1,
    VG_RANK_PROGRAM,
    VG_RANK_KERNEL,
    VG_RANK_QUEUE,
    VG_RANK_MEM,
    VG_RANK_COMPILER,
    VG_RANK_EXECUTOR,
    VG_RANK_TASK,
    VG_RANK_WATCHDOG,
    VG_RANK_PAGER,
    VG_RANK_ARENA,
    VG_RANK_POOL,
    VG_RANK_FILE,
    VG_RANK_TABLES,
};

struct vg_mutex {
    pthread_mutex_t os;
    enum vg_rank rank;
};

#define VG_MUTEX_INIT(rank_) {PTHREAD_MUTEX_INITIALIZER, (rank_)}

void vg_mutex_init(struct vg_mutex *mutex, enum vg_rank rank);
void vg_mutex_finish(struct vg_mutex *mutex);
void vg_mutex_lock(struct vg_mutex *mutex);
void vg_mutex_unlock(struct vg_mutex *mutex);

struct vg_cond {
    pthread_cond_t os;
};

#define VG_COND_INIT {PTHREAD_COND_INITIALIZER}

void vg_cond_init(struct vg_cond *cond);
void vg_cond_finish(struct vg_cond *cond);
void vg_cond_wait(struct vg_cond *cond, struct vg_mutex *mutex);
void vg_cond_broadcast(struct vg_cond *cond);

struct vg_refcount {
    atomic_uint_least32_t count;
};

static inline void vg_ref_init(struct vg_refcount *ref)
{
    atomic_init(&ref->count, 1);
}

static inline void vg_ref_take(struct vg_refcount *ref)
{
    atomic_fetch_add_explicit(&ref->count, 1, memory_order_relaxed);
}

/* True when the caller dropped the last reference and must destroy the object. */
static inline bool vg_ref_drop(struct vg_refcount *ref)
{
    return atomic_fetch_sub_explicit(&ref->count, 1, memory_order_acq_rel) == 1;
}

static inline uint32_t vg_ref_get(const struct vg_refcount *ref)
{
    return (uint32_t)atomic_load_explicit(&ref->count, memory_order_relaxed);
}

/* Sleeps while *word == expected (a futex; wakes may be spurious), until woken or, when timeout_ns >= 0, that
 * long. Wakes at most n sleepers. */
void vg_futex_wait(atomic_uint *word, unsigned expected, int64_t timeout_ns);
void vg_futex_wake(atomic_uint *word, int n);

#endif
