/* SPDX-License-Identifier: MIT */
/* What CL_MEM_COPY_HOST_PTR puts into a new memory object. */
#ifndef VG_PLATFORM_INITIAL_H
#define VG_PLATFORM_INITIAL_H

#include "platform/mem.h"

/* Fills the object, whose store is new, from `from`, which is not read after the return. Any thread; waits
 * for no command. */
cl_int vg_mem_fill(struct vg_mem *mem, const void *from);

#endif
