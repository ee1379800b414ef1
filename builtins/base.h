/* SPDX-License-Identifier: MIT */
/* Shared by all built-in function sources (OpenCL C, compiled for spir64 with opencl-c.h, so every definition is checked
 * against clang's declaration).
 *
 * One source text serves all types: a file defines a function macro of (type, ...) and expands it through the lists below.
 * Functions that act on each component alone are written for scalars only: vgpu-cc turns a call with vectors that the
 * library does not define into scalar calls. Functions of a program call the public names; helpers are VG_HELPER.
 *
 * a * b + c in one expression may become an FMA; where that matters write
 * `#pragma clang fp contract(off)` at the start of the function's body. */
#ifndef VG_BUILTINS_BASE_H
#define VG_BUILTINS_BASE_H

#define VG_OVERLOAD __attribute__((overloadable))
#define VG_HELPER static inline __attribute__((overloadable, always_inline))

/* Special names that vgpu-cc lowers itself. */
local void *__vg_group_slots(void); /* 8 bytes for each work-item of the group, shared by the group */
void __vg_fence(int order);         /* 0 relaxed, 1 acquire, 2 release, 3 acquire and release, 4 sequentially consistent */
int __vg_has_fma(void);             /* nonzero where fma is one instruction */

#define VG_SIGNED_TYPES(X) X(char) X(short) X(int) X(long)
#define VG_UNSIGNED_TYPES(X) X(uchar) X(ushort) X(uint) X(ulong)
#define VG_INT_TYPES(X) VG_SIGNED_TYPES(X) VG_UNSIGNED_TYPES(X)
#define VG_FLOAT_TYPES(X) X(float) X(double)
#define VG_ALL_TYPES(X) VG_INT_TYPES(X) VG_FLOAT_TYPES(X)

/* The names of the other integer type of the same and of twice the width: VG_UNSIGNED(char) is uchar. */
#define VG_UNSIGNED(T) VG_UNSIGNED_##T
#define VG_UNSIGNED_char uchar
#define VG_UNSIGNED_short ushort
#define VG_UNSIGNED_int uint
#define VG_UNSIGNED_long ulong
#define VG_UNSIGNED_uchar uchar
#define VG_UNSIGNED_ushort ushort
#define VG_UNSIGNED_uint uint
#define VG_UNSIGNED_ulong ulong

#endif
