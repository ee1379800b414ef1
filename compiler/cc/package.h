/* SPDX-License-Identifier: MIT */
/* Program binaries from the offline compiler. */
#ifndef VG_COMPILER_CC_PACKAGE_H
#define VG_COMPILER_CC_PACKAGE_H

#include "compiler/cc/request.h"

struct vg_package {
    struct vg_wire_part *parts;
    size_t count, capacity;
};

/* Adds a part; its data must live until the package is written. False when out of memory. */
bool vg_package_add(struct vg_package *package, uint32_t kind, const void *data, size_t size);
/* The whole binary of a built program as a heap block (vg_free); NULL when out of memory. */
void *vg_package_finish(struct vg_package *package, size_t *size);

#endif
