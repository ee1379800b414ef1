/* SPDX-License-Identifier: MIT */
/* The functions that compiled kernels may call. ABI: kernel */
#ifndef VG_COMPILER_CLIENT_RUNTIME_H
#define VG_COMPILER_CLIENT_RUNTIME_H

#include <stdint.h>

/* The address of one of VG_RUNTIME_SYMBOLS; 0 when the name is none. */
uintptr_t vg_runtime_symbol(const char *name);

#endif
