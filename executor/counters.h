/* SPDX-License-Identifier: MIT */
/* The counters behind vg_executor_stats, in shards so that threads rarely share a cache line. */
#ifndef VG_EXECUTOR_COUNTERS_H
#define VG_EXECUTOR_COUNTERS_H

#include <stdatomic.h>

#include "executor/local.h"

enum vg_count {
    VG_COUNT_TASKS,
    VG_COUNT_PIECES,
    VG_COUNT_STEALS,
    VG_COUNT_PARKS,
    VG_COUNT_INLINE_RUNS,
    VG_COUNTS,
};

struct vg_counters {
    _Alignas(64) atomic_uint_least64_t of[VG_COUNTS];
};

static inline void vg_counters_add(struct vg_local *local, enum vg_count count)
{
    atomic_fetch_add_explicit(&local->counters->of[count], 1, memory_order_relaxed);
}

#endif
