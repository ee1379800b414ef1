/* SPDX-License-Identifier: MIT */
/* Reservations: one inaccessible mapping each, of which a tier later opens the middle. */
#include "memory/area.h"

#include <stdint.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/checked.h"
#include "memory/tier.h"

size_t vg_page_bytes(void)
{
    return (size_t)sysconf(_SC_PAGESIZE);
}

bool vg_area_reserve(size_t size, size_t align, struct vg_area *out)
{
    size_t page = vg_page_bytes(), usable, length;
    if (align < page)
        align = page;
    /* Only a range that starts at a multiple of the huge page size can be mapped by huge pages throughout. */
    if (size >= VG_EXTENT_BYTES && align < VG_EXTENT_BYTES)
        align = VG_EXTENT_BYTES;
    if (!vg_add(size, VG_AREA_TAIL, &usable) || !vg_align_up(usable, page, &usable) ||
        !vg_add(usable, 2 * VG_AREA_GUARD, &length) || !vg_add(length, align - page, &length))
        return false;
    char *base = mmap(NULL, length, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (base == MAP_FAILED)
        return false;
    uintptr_t first = (uintptr_t)base + VG_AREA_GUARD;
    size_t skip = (size_t)(-first & (align - 1));
    *out = (struct vg_area){
        .base = base, .length = length, .start = base + VG_AREA_GUARD + skip, .size = usable};
    return true;
}

void vg_area_release(struct vg_area *area)
{
    if (area->base)
        munmap(area->base, area->length);
    *area = (struct vg_area){0};
}
