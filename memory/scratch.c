/* SPDX-License-Identifier: MIT */
/* A thread's scratch: one mapping with a guard at either end, replaced by a larger one when a kernel needs
 * more. Not part of the device's memory budget, since it belongs to threads rather than to blocks. Scratch of
 * a huge page and more is whole huge pages: panels of matrices are read again and again, across all of it. */
#include "memory/memory.h"

#include <sys/mman.h>

#include "base/checked.h"
#include "memory/area.h"

#define SCRATCH_LEAST ((size_t)64 << 10)

static bool whole_pages(size_t size, size_t *bytes)
{
    size_t page = size >= VG_EXTENT_BYTES ? VG_EXTENT_BYTES : vg_page_bytes();
    return vg_align_up(vg_most(size, SCRATCH_LEAST), page, bytes);
}

bool vg_scratch_reserve(struct vg_scratch *scratch, size_t size)
{
    if (size <= scratch->size)
        return true;
    size_t bytes;
    struct vg_area area;
    if (!whole_pages(size, &bytes) || !vg_area_reserve(bytes, 1, &area))
        return false;
    if (mprotect(area.start, bytes, PROT_READ | PROT_WRITE)) {
        vg_area_release(&area);
        return false;
    }
    if (bytes >= VG_EXTENT_BYTES)
        (void)madvise(area.start, bytes, MADV_HUGEPAGE); /* a hint */
    vg_scratch_finish(scratch);
    *scratch = (struct vg_scratch){
        .base = area.start, .size = bytes, .reserved = area.base, .reserved_bytes = area.length};
    return true;
}

void vg_scratch_finish(struct vg_scratch *scratch)
{
    if (scratch->base)
        munmap(scratch->reserved, scratch->reserved_bytes);
    *scratch = (struct vg_scratch){0};
}
