/* SPDX-License-Identifier: MIT */
/* A thread's scratch: one mapping with a guard at either end, replaced by a larger one when a kernel needs
 * more. Not part of the device's memory budget, since it belongs to threads rather than to blocks. */
#include "memory/memory.h"

#include <sys/mman.h>

#include "base/checked.h"
#include "memory/area.h"

#define SCRATCH_LEAST ((size_t)64 << 10)

bool vg_scratch_reserve(struct vg_scratch *scratch, size_t size)
{
    if (size <= scratch->size)
        return true;
    size_t usable, length;
    if (!vg_align_up(size < SCRATCH_LEAST ? SCRATCH_LEAST : size, vg_page_bytes(), &usable) ||
        !vg_add(usable, 2 * VG_AREA_GUARD, &length))
        return false;
    char *base = mmap(NULL, length, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (base == MAP_FAILED)
        return false;
    if (mprotect(base + VG_AREA_GUARD, usable, PROT_READ | PROT_WRITE)) {
        munmap(base, length);
        return false;
    }
    vg_scratch_finish(scratch);
    *scratch = (struct vg_scratch){.base = base + VG_AREA_GUARD, .size = usable};
    return true;
}

void vg_scratch_finish(struct vg_scratch *scratch)
{
    if (scratch->base)
        munmap((char *)scratch->base - VG_AREA_GUARD, scratch->size + 2 * VG_AREA_GUARD);
    *scratch = (struct vg_scratch){0};
}
