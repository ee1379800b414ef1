/* SPDX-License-Identifier: MIT */
/* What the doors of built-in kernels share: lists of arguments, each in a slot of the same size, their values
 * at a launch, and rules that several families have. */
#ifndef VG_KERNELS_DOOR_H
#define VG_KERNELS_DOOR_H

#include "kernels/kernels.h"

#define VG_DOOR_SLOT 16 /* the largest scalar's */

#define VG_DOOR_VALUE(index, text, cl_type, bytes)                                                           \
    [index] = {.name = (text),                                                                               \
               .type_name = (cl_type),                                                                       \
               .kind = VG_ARG_VALUE,                                                                         \
               .size = (bytes),                                                                              \
               .align = (bytes),                                                                             \
               .offset = (index) * VG_DOOR_SLOT}
#define VG_DOOR_UINT(index, text) VG_DOOR_VALUE(index, text, "uint", 4)
#define VG_DOOR_ULONG(index, text) VG_DOOR_VALUE(index, text, "ulong", 8)
#define VG_DOOR_SCALAR(index, text, type) VG_DOOR_VALUE(index, text, #type, sizeof(cl_##type))
#define VG_DOOR_BUFFER(index, text, type, bits)                                                              \
    [index] = {.name = (text),                                                                               \
               .type_name = #type "*",                                                                       \
               .kind = VG_ARG_GLOBAL,                                                                        \
               .qualifiers = (bits),                                                                         \
               .size = sizeof(cl_mem),                                                                       \
               .align = sizeof(cl_##type),                                                                   \
               .offset = (index) * VG_DOOR_SLOT}

/* A kernel of the first `count` arguments of a list. */
#define VG_DOOR_INFO(text, list, count)                                                                      \
    {.name = (text),                                                                                         \
     .attributes = "",                                                                                       \
     .arg_count = (count),                                                                                   \
     .args = (list),                                                                                         \
     .args_bytes = (count) * VG_DOOR_SLOT,                                                                   \
     .reqd_size = {1, 1, 1}}

/* A launch's arguments while they are checked. */
struct vg_door_call {
    const struct vg_built_in *self;
    const unsigned char *block;
    const struct vg_built_in_buffer *buffers;
};

const char *vg_door_name(const struct vg_door_call *call, unsigned arg);
cl_uint vg_door_uint(const struct vg_door_call *call, unsigned arg);
cl_ulong vg_door_ulong(const struct vg_door_call *call, unsigned arg);
double vg_door_scalar(const struct vg_door_call *call, unsigned arg); /* float or double */
bool vg_door_has(const struct vg_door_call *call, unsigned arg);

/* An argument that is one of count successive numbers from first on. */
cl_int vg_door_check_choice(const struct vg_door_call *call, unsigned arg, cl_uint first, cl_uint count);
/* A buffer has so many elements of so many bytes from the value of the argument `offset` on; then *reach is
 * them. */
cl_int vg_door_check_buffer(const struct vg_door_call *call, unsigned arg, unsigned offset, size_t elements,
                            size_t size, struct vg_built_in_reach *reach);
cl_int vg_door_check_written(const struct vg_door_call *call, unsigned arg);
/* The address of a reach. */
uintptr_t vg_door_begin(const struct vg_door_call *call, const struct vg_built_in_reach *reach);
bool vg_door_overlap(const struct vg_door_call *call, const struct vg_built_in_reach *a,
                     const struct vg_built_in_reach *b);
cl_int vg_door_fail_overlap(const struct vg_door_call *call, unsigned arg, unsigned other);

/* NULL for a NULL argument. */
void *vg_door_address(const struct vg_built_in_buffer *buffer, size_t offset);

#endif
