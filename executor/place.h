/* SPDX-License-Identifier: MIT */
/* Which worker stands where, whom it steals from first, and which workers share what. */
#ifndef VG_EXECUTOR_PLACE_H
#define VG_EXECUTOR_PLACE_H

#include <stdbool.h>

#include "base/topology.h"

struct vg_worker;

/* Test hook: an hwloc synthetic description to use in place of the machine; no worker is bound then. */
extern const char *vg_place_synthetic;

/* The width - 1 other workers, nearest to the thief first. False when out of memory. */
bool vg_place_victims(const struct vg_topology *topology, unsigned thief, unsigned width,
                      unsigned short *victims);

/* Where there are several NUMA nodes: learns which worker belongs to which before any of them starts, so that
 * not even the first task touches memory from elsewhere. Elsewhere the topology only says whom to steal from,
 * and the last worker learns it (vg_place_late) while the others work: it takes milliseconds. */
void vg_place_early(unsigned width);
void vg_place_late(unsigned width);
/* From now on these workers stay on the CPUs that share the domain with their place, or a nearer one; there
 * is no way back. To be called when vg_place_cut() has said that they are in one. */
void vg_place_promise(enum vg_domain domain, unsigned first, unsigned count);
/* Binds the calling worker to what it was promised for; cheap when it is so already. */
void vg_place_keep(struct vg_worker *self);
/* Frees the calling thread, which was this worker in the parent of a fork. The caller holds the lock. */
void vg_place_free_locked(const struct vg_worker *self);
/* Gives the helper the place of a worker, which yields to it: where nodes matter, one near the calling
 * thread. */
void vg_place_helper(struct vg_worker *helper);
/* Whether the machine has several nodes, so that it matters who touches memory first. Cheap. */
bool vg_place_has_nodes(void);

/* Cuts the workers first..first+count-1 of `width` into runs that share a domain: *groups of them, of
 * sizes[i] workers (NULL: not wanted; else room for count). *groups is 0 where some are in no such domain.
 * False when out of memory. */
bool vg_place_cut(enum vg_domain domain, unsigned width, unsigned first, unsigned count, unsigned *groups,
                  unsigned *sizes);

/* What was learnt is learnt anew when it is asked for next. */
void vg_place_forget(void);

/* A fork waits until no thread is in the middle of reading the topology: libraries hold locks while they do.
 */
void vg_place_lock(void);
void vg_place_unlock(void);

#endif
