/* SPDX-License-Identifier: MIT */
/* Which bytes of memory objects were ever written, for kernels that are checked for it (docs/checked.md).
 * Objects that were created before anybody wanted to know count as written. */
#ifndef VG_PLATFORM_SHADOW_H
#define VG_PLATFORM_SHADOW_H

#include <stdbool.h>
#include <stddef.h>

#include "base/cl.h"

struct vg_mem;
struct vg_use;

/* Whether a program of this process looks at it; asked when a buffer is created. */
bool vg_shadows_are_wanted(void);
/* The object's shadow, for as long as the object lives. CL_OUT_OF_HOST_MEMORY. */
cl_int vg_shadow_of(struct vg_mem *mem, unsigned char **shadow);
/* What commands write other than in checked kernels, which keep the shadow themselves: their buffers are left
 * out. */
void vg_shadow_written(const struct vg_use *uses, size_t count, bool by_checked_kernel);

#endif
