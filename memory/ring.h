/* SPDX-License-Identifier: MIT */
/* Several transfers of one file in flight at once, by io_uring.
 *
 * Any thread may call, fault handlers included: there are a few rings, each used by one caller at a time, and
 * no locks. Rings only make it faster: what they do not move, for whatever reason, is the caller's to move.
 */
#ifndef VG_MEMORY_RING_H
#define VG_MEMORY_RING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define VG_RING_ENTRIES 4 /* transfers at once */

struct vg_ring_job {
    void *memory;
    size_t bytes;
    uint64_t at;  /* in the file */
    size_t moved; /* out: of the bytes, from the first on */
};

/* Makes the first ring. False when VGPU_IO_URING is 0 or the system refuses. Under a lock of the caller's. */
bool vg_ring_start(void);
/* Returns when none of the jobs is under way any more. count is VG_RING_ENTRIES at most. */
void vg_ring_move(int fd, bool write, struct vg_ring_job *jobs, unsigned count);
/* In the child of a fork, whose rings are the parent's. */
void vg_ring_abandon(void);

#endif
