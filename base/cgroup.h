/* SPDX-License-Identifier: MIT */
/* Limits that control groups (version 1, 2 or both at once) put on this process, over the whole path from its
 * own group to the root. `root` is put before every path that is read: "" on a real system, a made tree in
 * tests. Any thread. */
#ifndef VG_BASE_CGROUP_H
#define VG_BASE_CGROUP_H

#include <stdint.h>

/* The CPU quota rounded up to whole CPUs; UINT_MAX without one. */
unsigned vg_cgroup_cpus(const char *root);

struct vg_cgroup_memory {
    uint64_t limit; /* bytes; UINT64_MAX without one */
    uint64_t free; /* bytes left below the tightest limit, reclaimable file cache included; UINT64_MAX without
                      one */
};
struct vg_cgroup_memory vg_cgroup_memory(const char *root);

/* Microseconds in which some thread waited for memory so far (pressure stall information): of our group of
 * version 2, or where that has none, of the machine. 0 where the system does not say. */
uint64_t vg_cgroup_stalled_us(const char *root);

#endif
