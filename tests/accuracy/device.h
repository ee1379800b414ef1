/* SPDX-License-Identifier: MIT */
/* The functions under test as kernels get them: built by vgpu-cc with some build options for an instruction
 * set, and called without the OpenCL API. */
#ifndef VG_TESTS_ACCURACY_DEVICE_H
#define VG_TESTS_ACCURACY_DEVICE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/cpu.h"

/* T is float or double:
 *   UNARY T(T)   BINARY T(T, T)   TERNARY T(T, T, T)   WITH_INT T(T, int)   TO_INT int(T)   CODE T(uint or
 * ulong) SPLIT T(T, T *)   SPLIT_INT T(T, int *)   DIVIDE T(T, T, int *) */
enum vg_form { UNARY, BINARY, TERNARY, WITH_INT, TO_INT, CODE, SPLIT, SPLIT_INT, DIVIDE };

static inline bool vg_has_two(enum vg_form form)
{
    return form == BINARY || form == DIVIDE;
}
static inline bool vg_has_integer(enum vg_form form)
{
    return form == TO_INT || form == SPLIT_INT || form == DIVIDE;
}

struct vg_device;

/* Options are separated by single spaces. NULL with a message on standard error when the function does not
 * build. */
struct vg_device *vg_device_create(const char *name, enum vg_form form, bool single, enum vg_isa isa,
                                   const char *options);
void vg_device_destroy(struct vg_device *device);
/* Whether both are the same machine code to the byte, so that one may run for both. */
bool vg_device_same(const struct vg_device *device, const struct vg_device *other);

/* x, y, z and n to result, second and k; values are of the function's type. count is a multiple of
 * VG_DEVICE_GROUP. Threads may call at the same time, each with a scratch of its own (free). */
#define VG_DEVICE_GROUP 64
struct vg_operands {
    const void *x, *y, *z;
    const int *n;
    void *result, *second;
    int *k;
};
void *vg_device_scratch(const struct vg_device *device);
void vg_device_call(const struct vg_device *device, void *scratch, const struct vg_operands *operands,
                    size_t count);

#endif
