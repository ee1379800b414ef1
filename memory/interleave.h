/* SPDX-License-Identifier: MIT */
/* Pages on all NUMA nodes in turn, for memory that no thread has a claim to: VGPU_NUMA_INTERLEAVE. Otherwise,
 * and where there is one node, a page lies on the node of the thread that touches it first. */
#ifndef VG_MEMORY_INTERLEAVE_H
#define VG_MEMORY_INTERLEAVE_H

#include <stdbool.h>
#include <stddef.h>

struct vg_topology;

#define VG_NODES_MOST 1024
#define VG_NODE_BITS (8 * sizeof(unsigned long))

struct vg_node_mask { /* as the system wants it */
    unsigned long words[VG_NODES_MOST / VG_NODE_BITS];
};

/* Test hook: an hwloc synthetic description to use in place of the machine. */
extern const char *vg_interleave_synthetic;

/* Once, before any memory: reads the configuration, and the topology if it is asked for. */
void vg_interleave_start(void);
/* Asks for it at an address range in whole pages that nothing has touched yet; a refusal is no failure.
 * Async-signal-safe. */
void vg_interleave(void *at, size_t bytes);
/* The nodes of the CPUs that we may use. False when there are not two of them. */
bool vg_interleave_nodes(const struct vg_topology *topology, struct vg_node_mask *nodes);

#endif
