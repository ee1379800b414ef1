/* SPDX-License-Identifier: MIT */
/* cl_khr_kernel_clock: the CPU's time stamp counter, which all scopes share. */
#include "builtins/base.h"

#define CLOCK(SCOPE)                                                                                         \
    VG_OVERLOAD ulong clock_read_##SCOPE()                                                                   \
    {                                                                                                        \
        return (ulong)__builtin_readcyclecounter();                                                                 \
    }                                                                                                        \
    VG_OVERLOAD uint2 clock_read_hilo_##SCOPE()                                                              \
    {                                                                                                        \
        return as_uint2((ulong)__builtin_readcyclecounter());                                                       \
    }

CLOCK(device)
CLOCK(work_group)
CLOCK(sub_group)
