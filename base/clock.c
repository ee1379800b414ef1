/* SPDX-License-Identifier: MIT */
/* The one clock: monotonic, so that profiling times never run backwards when somebody sets the system time.
 */
#include "base/clock.h"

#include <time.h>

uint64_t vg_now_ns(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * UINT64_C(1000000000) + (uint64_t)now.tv_nsec;
}
