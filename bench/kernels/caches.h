/* SPDX-License-Identifier: MIT */
/* How large the caches are. */
#ifndef BENCH_KERNELS_CACHES_H
#define BENCH_KERNELS_CACHES_H

#include <stddef.h>

/* Bytes of the data cache of that level, as the kernel tells; fallback where it does not. */
size_t cache_size(int level, size_t fallback);

#endif
