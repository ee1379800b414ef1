/* SPDX-License-Identifier: MIT */
/* Compiler attributes under short names, so that GNU syntax stays in this file. */
#ifndef VG_BASE_ATTRIBUTES_H
#define VG_BASE_ATTRIBUTES_H

#define VG_PRINTF(text, first) __attribute__((__format__(__printf__, text, first)))
#define VG_LIKELY(x) __builtin_expect(!!(x), 1)
#define VG_UNLIKELY(x) __builtin_expect(!!(x), 0)
#define VG_NODISCARD __attribute__((warn_unused_result))
#define VG_EXPORT __attribute__((visibility("default")))
/* Compiled for several instruction sets; the CPU's best one runs. */
#define VG_CLONES __attribute__((target_clones("default", "arch=x86-64-v3", "arch=x86-64-v4")))
#define VG_CACHE_LINE 64

/* The pointer to the structure that holds `member` at address `ptr`. */
#define VG_CONTAINER_OF(ptr, type, member) ((type *)(void *)((char *)(ptr) - offsetof(type, member)))
#define VG_COUNT(array) (sizeof(array) / sizeof((array)[0]))

#endif
