/* SPDX-License-Identifier: MIT */
/* The floating-point environment of kernels: round to nearest, no traps, denormals kept. Threads of the
 * application that run a piece may have another one, which they get back, exception flags included. */
#ifndef VG_EXECUTOR_FPENV_H
#define VG_EXECUTOR_FPENV_H

#include <xmmintrin.h>

#define VG_MXCSR_KERNEL 0x1f80u
#define VG_MXCSR_FLAGS 0x003fu

/* The former state, for vg_fp_leave. */
static inline unsigned vg_fp_enter(void)
{
    unsigned before = _mm_getcsr();
    if ((before & ~VG_MXCSR_FLAGS) != VG_MXCSR_KERNEL)
        _mm_setcsr(VG_MXCSR_KERNEL);
    return before;
}

static inline void vg_fp_leave(unsigned before)
{
    if (_mm_getcsr() != before)
        _mm_setcsr(before);
}

#endif
