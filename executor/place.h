/* SPDX-License-Identifier: MIT */
/* Which worker stands where, and whom it steals from first. */
#ifndef VG_EXECUTOR_PLACE_H
#define VG_EXECUTOR_PLACE_H

#include <stdbool.h>

#include "base/topology.h"

/* The width - 1 other workers, nearest to the thief first. False when out of memory. */
bool vg_place_victims(const struct vg_topology *topology, unsigned thief, unsigned width,
                      unsigned short *victims);

/* Learns the machine's topology, binds each worker to its NUMA node and gives it its victims. Takes
 * milliseconds: called by the last worker to be created, while the others work. */
void vg_place_workers(unsigned width);

/* A fork waits until no worker is in the middle of reading the topology: libraries hold locks while they do.
 */
void vg_place_lock(void);
void vg_place_unlock(void);

#endif
