/* SPDX-License-Identifier: MIT */
/* The numbers of /proc and /sys that topology.c needs. `root` is put before every path: "" on a real system.
 */
#ifndef VG_BASE_SYSFS_H
#define VG_BASE_SYSFS_H

#include <stdint.h>

#include "base/topology.h"

/* RAM of the machine, from /proc/meminfo; zeros when it cannot be read. */
struct vg_memory_limits vg_sysfs_memory(const char *root);
/* Caches of one CPU; zeros when unknown. */
struct vg_cache_sizes vg_sysfs_caches(const char *root, unsigned os_cpu);
/* NUMA nodes that have CPUs; 1 when unknown. */
unsigned vg_sysfs_nodes(const char *root);
/* Highest clock of the first CPU in MHz: cpufreq's, else the present one of /proc/cpuinfo; 0 when unknown. */
unsigned vg_sysfs_clock_mhz(const char *root);

#endif
