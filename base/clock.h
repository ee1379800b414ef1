/* SPDX-License-Identifier: MIT */
/* The device's and the host's one clock: CLOCK_MONOTONIC in nanoseconds. */
#ifndef VG_BASE_CLOCK_H
#define VG_BASE_CLOCK_H

#include <stdint.h>

uint64_t vg_now_ns(void);

#endif
