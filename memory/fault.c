/* SPDX-License-Identifier: MIT */
/* Accesses to extents that are not in RAM, or are clean and now written to.
 *
 * Runs in a signal handler, where it takes the pager's lock, waits and does input and output. That is safe
 * since the access was made by a kernel or by the application, neither of which holds a lock of ours; our own
 * code pins what it touches. Nothing here allocates from the heap, and what the thread was in the middle of
 * is of no concern to the pager. */
#include <errno.h>

#include "memory/memory.h"
#include "memory/pager.h"

bool vg_memory_fault(void *address, bool write)
{
    if (!vg_pager.on)
        return false;
    int saved = errno;
    vg_pager_lock();
    struct vg_extents *extents;
    struct vg_mem_extent *extent;
    int error;
    for (;;) { /* the table goes with its block, so it is looked up again after each wait */
        extent = vg_pager_find_locked(address, &extents);
        error = extent ? vg_pager_bring_locked(extent, write, false) : EFAULT;
        if (error != ENOMEM || vg_pager.pieces == 0)
            break;
        vg_cond_wait(&vg_pager.changed, &vg_pager.lock); /* for transfers, which end by themselves */
    }
    if (error == 0) {
        vg_pager.counts.faults++;
        vg_ahead_ask_locked(extents, extent);
    } else if (extent) {
        vg_pager.fault_error = error;
    }
    vg_pager_unlock();
    errno = saved;
    return error == 0;
}
