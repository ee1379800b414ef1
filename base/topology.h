/* SPDX-License-Identifier: MIT */
/* CPUs that we may use, and how near they are to each other.
 *
 * vg_cpu_count() is cheap (affinity mask and cgroup quota) and is all that listing the device needs. The full
 * topology goes through hwloc and is loaded when the executor starts; tests load synthetic ones. */
#ifndef VG_BASE_TOPOLOGY_H
#define VG_BASE_TOPOLOGY_H

#include <limits.h>
#include <stddef.h>
#include <stdint.h>

/* Usable CPUs: min(affinity mask, cgroup v1/v2 CPU quota rounded up, VGPU_THREADS), at least 1. Read anew
 * each time. */
unsigned vg_cpu_count(void);

struct vg_memory_limits {
    uint64_t total;     /* bytes: min(physical RAM, cgroup v1/v2 memory limit) */
    uint64_t available; /* bytes now free for use */
};
struct vg_memory_limits vg_memory_limits(void);

/* What CPUs may share, from far to near. */
enum vg_domain { VG_DOMAIN_NUMA, VG_DOMAIN_L4, VG_DOMAIN_L3, VG_DOMAIN_L2, VG_DOMAIN_L1, VG_DOMAINS };

#define VG_NO_DOMAIN UINT_MAX

struct vg_place { /* one usable CPU */
    unsigned os_cpu, core, l3, numa;
    unsigned domain[VG_DOMAINS]; /* the one it is in, or VG_NO_DOMAIN */
};

struct vg_topology {
    unsigned count;
    struct vg_place *places;               /* [count], in hwloc's logical order, all in the affinity mask */
    uint64_t l1_bytes, l2_bytes, l3_bytes; /* of the first place; 0 when unknown */
    unsigned line_bytes, numa_nodes;
};

/* Loads this machine (synthetic NULL) or an hwloc synthetic description such as "numa:2 l3:1 core:4 pu:1".
 * NULL when out of memory; a machine that hwloc cannot read gives count places without structure. */
struct vg_topology *vg_topology_create(const char *synthetic);
void vg_topology_destroy(struct vg_topology *topology);
/* Distance between two places: 0 same core, 1 same L3, 2 same NUMA node, 3 same machine. */
unsigned vg_place_distance(const struct vg_place *a, const struct vg_place *b);

/* Cache sizes of the first CPU from sysfs, without hwloc; zeros when unknown. */
struct vg_cache_sizes {
    uint64_t l1_bytes, l2_bytes, l3_bytes;
    unsigned line_bytes;
};
struct vg_cache_sizes vg_cache_sizes(void);

#endif
