/* SPDX-License-Identifier: MIT */
/* Where workers stand: each on a place of the topology, in its logical order, so that neighbours by index are
 * near each other. On machines with several NUMA nodes a worker is bound to the CPUs of its node; on others
 * the affinity mask stays as the process was given it. */
#include <sched.h>
#include <stdlib.h>

#include "base/alloc.h"
#include "base/log.h"
#include "base/sync.h"
#include "base/topology.h"
#include "executor/fleet.h"
#include "executor/place.h"

struct candidate {
    unsigned distance,
        turn; /* turn: by index from the thief on, so that neighbours do not all begin with one victim */
    unsigned short index;
};

static struct vg_mutex lock = VG_MUTEX_INIT(VG_RANK_TASK);

void vg_place_lock(void)
{
    vg_mutex_lock(&lock);
}

void vg_place_unlock(void)
{
    vg_mutex_unlock(&lock);
}

static const struct vg_place *place_of(const struct vg_topology *topology, unsigned index, unsigned width)
{
    return &topology->places[(uint64_t)index * topology->count / width];
}

static int compare(const void *a, const void *b)
{
    const struct candidate *x = a, *y = b;
    if (x->distance != y->distance)
        return x->distance < y->distance ? -1 : 1;
    return x->turn < y->turn ? -1 : x->turn > y->turn;
}

bool vg_place_victims(const struct vg_topology *topology, unsigned thief, unsigned width,
                      unsigned short *victims)
{
    struct candidate *candidates = vg_zalloc_array(width, sizeof *candidates);
    if (!candidates)
        return false;
    for (unsigned i = 1; i < width; i++) {
        unsigned victim = (thief + i) % width;
        candidates[i - 1] = (struct candidate){
            .distance =
                vg_place_distance(place_of(topology, thief, width), place_of(topology, victim, width)),
            .turn = i,
            .index = (unsigned short)victim,
        };
    }
    qsort(candidates, width - 1, sizeof *candidates, compare);
    for (unsigned i = 0; i + 1 < width; i++)
        victims[i] = candidates[i].index;
    vg_free(candidates);
    return true;
}

static void give_victims(const struct vg_topology *topology, unsigned index, unsigned width)
{
    unsigned short *victims = vg_zalloc_array(width, sizeof *victims);
    if (!victims || !vg_place_victims(topology, index, width, victims)) {
        vg_free(victims); /* the order by index does as well, if less so */
        return;
    }
    /* Release: a thief that sees the list sees what is in it. */
    atomic_store_explicit(&vg_fleet.workers[index].victims, victims, memory_order_release);
}

static void bind_to_node(const struct vg_topology *topology, unsigned index, unsigned width)
{
    unsigned highest = 0, node = place_of(topology, index, width)->numa;
    for (unsigned i = 0; i < topology->count; i++)
        if (topology->places[i].os_cpu > highest)
            highest = topology->places[i].os_cpu;
    cpu_set_t *cpus = CPU_ALLOC(highest + 1);
    if (!cpus)
        return;
    size_t bytes = CPU_ALLOC_SIZE(highest + 1);
    CPU_ZERO_S(bytes, cpus);
    for (unsigned i = 0; i < topology->count; i++)
        if (topology->places[i].numa == node)
            CPU_SET_S(topology->places[i].os_cpu, bytes, cpus);
    /* The last worker calls this, and its creator may not have noted its thread yet. */
    pthread_t thread = index + 1 == width ? pthread_self() : vg_fleet.workers[index].thread;
    if (pthread_setaffinity_np(thread, bytes, cpus))
        vg_log(VG_LOG_INFO, "worker %u stays unbound: the system refuses NUMA node %u", index, node);
    CPU_FREE(cpus);
}

void vg_place_workers(unsigned width)
{
    if (width <= 2)
        return; /* no order to choose, and no node to be far from */
    vg_place_lock();
    struct vg_topology *topology = vg_topology_create(NULL);
    for (unsigned i = 0; topology && topology->count && i < width; i++) {
        give_victims(topology, i, width);
        if (topology->numa_nodes > 1)
            bind_to_node(topology, i, width);
    }
    vg_topology_destroy(topology);
    vg_place_unlock();
}
