/* SPDX-License-Identifier: MIT */
/* Accesses to extents that are not in RAM, or are clean and now written to.
 *
 * Runs in a signal handler, where it takes the pager's lock, waits and does input and output. That is safe
 * since the access was made by a kernel or by the application, neither of which holds a lock of ours; our own
 * code pins what it touches. Nothing here allocates from the heap, and what the thread was in the middle of
 * is of no concern to the pager. */
#include <errno.h>

#include "memory/index.h"
#include "memory/memory.h"
#include "memory/pager.h"

/* Under the lock, since the table goes with its block, which nothing but the index tells. */
static struct vg_mem_extent *find_locked(const void *address)
{
    struct vg_index_entry entry;
    if (!vg_index_find(address, &entry) || !entry.extents)
        return NULL;
    struct vg_extents *extents = (struct vg_extents *)entry.extents;
    size_t at = (size_t)((const char *)address - extents->start);
    return at < extents->bytes ? vg_extents_at(extents, at) : NULL;
}

bool vg_memory_fault(void *address, bool write)
{
    if (!vg_pager.on)
        return false;
    int saved = errno;
    vg_pager_lock();
    struct vg_mem_extent *extent = find_locked(address);
    int error = extent ? vg_pager_bring_locked(extent, write, false) : EFAULT;
    while (error == ENOMEM && vg_pager.pieces > 0) { /* which end by themselves */
        vg_cond_wait(&vg_pager.changed, &vg_pager.lock);
        extent = find_locked(address);
        error = extent ? vg_pager_bring_locked(extent, write, false) : EFAULT;
    }
    vg_pager.counts.faults += error == 0;
    if (extent && error)
        vg_pager.fault_error = error;
    vg_pager_unlock();
    errno = saved;
    return error == 0;
}
