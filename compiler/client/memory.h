/* SPDX-License-Identifier: MIT */
/* memcpy, memmove, memset and memcmp of compiled kernels. ABI: kernel */
#ifndef VG_COMPILER_CLIENT_MEMORY_H
#define VG_COMPILER_CLIENT_MEMORY_H

#include <stddef.h>

void *vg_kernel_memcpy(void *to, const void *from, size_t size);
void *vg_kernel_memmove(void *to, const void *from, size_t size);
void *vg_kernel_memset(void *to, int value, size_t size);
int vg_kernel_memcmp(const void *left, const void *right, size_t size);

#endif
