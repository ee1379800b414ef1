/* SPDX-License-Identifier: MIT */
/* Accesses to extents that are not in RAM. With RAM as the only tier everything is there already, and no
 * fault is ours to resolve. */
#include "memory/memory.h"

bool vg_memory_fault(void *address, bool write)
{
    (void)address, (void)write;
    return false;
}
