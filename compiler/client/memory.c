/* SPDX-License-Identifier: MIT */
/* The memory functions that compiled kernels call: ours, so that a bad pointer faults in code that is known
 * to run for a kernel, holds nothing and can be left at any instruction. Whatever the length, a copy is made
 * of two pieces that may overlap, or of blocks and a last one. */
#include "compiler/client/memory.h"

#include <stdint.h>

#include "executor/fault.h"

typedef uint8_t block __attribute__((vector_size(16), aligned(1), may_alias));
typedef uint64_t word8 __attribute__((aligned(1), may_alias));
typedef uint32_t word4 __attribute__((aligned(1), may_alias));
typedef uint16_t word2 __attribute__((aligned(1), may_alias));

#define BLOCK sizeof(block)
#define LONG_BYTES 1024 /* from here on the processor's own copy is as fast */

/* Fewer than 16 bytes. All are read before any is written. */
VG_KERNEL_CODE static void copy_few(uint8_t *to, const uint8_t *from, size_t size)
{
    if (size >= 8) {
        uint64_t first = *(const word8 *)from, last = *(const word8 *)(from + size - 8);
        *(word8 *)to = first;
        *(word8 *)(to + size - 8) = last;
    } else if (size >= 4) {
        uint32_t first = *(const word4 *)from, last = *(const word4 *)(from + size - 4);
        *(word4 *)to = first;
        *(word4 *)(to + size - 4) = last;
    } else if (size >= 2) {
        uint16_t first = *(const word2 *)from, last = *(const word2 *)(from + size - 2);
        *(word2 *)to = first;
        *(word2 *)(to + size - 2) = last;
    } else if (size) {
        *to = *from;
    }
}

VG_KERNEL_CODE static void copy_up(uint8_t *to, const uint8_t *from, size_t size)
{
    block last = *(const block *)(from + size - BLOCK);
    size_t i = 0;
    for (; i + BLOCK < size; i += BLOCK)
        *(block *)(to + i) = *(const block *)(from + i);
    *(block *)(to + size - BLOCK) = last;
}

VG_KERNEL_CODE static void copy_down(uint8_t *to, const uint8_t *from, size_t size)
{
    block first = *(const block *)from;
    for (size_t i = size; i > BLOCK; i -= BLOCK)
        *(block *)(to + i - BLOCK) = *(const block *)(from + i - BLOCK);
    *(block *)to = first;
}

VG_KERNEL_CODE void *vg_kernel_memmove(void *to, const void *from, size_t size)
{
    if (size < BLOCK)
        copy_few(to, from, size);
    else if ((uintptr_t)to - (uintptr_t)from >= size)
        copy_up(to, from, size);
    else
        copy_down(to, from, size);
    return to;
}

VG_KERNEL_CODE void *vg_kernel_memcpy(void *to, const void *from, size_t size)
{
    void *start = to;
    if (size < LONG_BYTES)
        return vg_kernel_memmove(to, from, size);
    __asm__ volatile("rep movsb" : "+D"(to), "+S"(from), "+c"(size) : : "memory");
    return start;
}

VG_KERNEL_CODE void *vg_kernel_memset(void *to, int value, size_t size)
{
    void *start = to;
    __asm__ volatile("rep stosb" : "+D"(to), "+c"(size) : "a"(value) : "memory");
    return start;
}

VG_KERNEL_CODE int vg_kernel_memcmp(const void *left, const void *right, size_t size)
{
    const uint8_t *a = left, *b = right;
    size_t i = 0;
    while (i + 8 <= size && *(const word8 *)(a + i) == *(const word8 *)(b + i))
        i += 8;
    while (i < size && a[i] == b[i])
        i++;
    return i < size ? a[i] - b[i] : 0;
}
