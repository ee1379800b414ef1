/* SPDX-License-Identifier: MIT */
/* mbind by the bare system call: libnuma would be one more dependency, for one call. */
#include "memory/interleave.h"

#include <linux/mempolicy.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/config.h"
#include "base/log.h"
#include "base/sysfs.h"
#include "base/topology.h"

const char *vg_interleave_synthetic;
static struct vg_node_mask wanted;
static bool on; /* set once */

bool vg_interleave_nodes(const struct vg_topology *topology, struct vg_node_mask *nodes)
{
    unsigned count = 0;
    *nodes = (struct vg_node_mask){0};
    for (unsigned i = 0; i < topology->count; i++) {
        unsigned node = topology->places[i].numa;
        if (node >= VG_NODES_MOST)
            continue;
        unsigned long *word = &nodes->words[node / VG_NODE_BITS], bit = 1UL << node % VG_NODE_BITS;
        count += !(*word & bit);
        *word |= bit;
    }
    return count > 1;
}

/* hwloc takes milliseconds, which machines of one node need not spend. */
void vg_interleave_start(void)
{
    if (!vg_config_number(VG_ID_VGPU_NUMA_INTERLEAVE) || (!vg_interleave_synthetic && vg_sysfs_nodes("") < 2))
        return;
    struct vg_topology *topology = vg_topology_create(vg_interleave_synthetic);
    on = topology && vg_interleave_nodes(topology, &wanted);
    vg_topology_destroy(topology);
    if (on)
        vg_log(VG_LOG_INFO, "device memory is interleaved over the NUMA nodes");
}

void vg_interleave(void *at, size_t bytes)
{
    if (on) /* the system takes one from the number of bits */
        (void)syscall(SYS_mbind, at, bytes, (long)MPOL_INTERLEAVE, wanted.words, VG_NODES_MOST + 1L, 0L);
}
