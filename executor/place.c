/* SPDX-License-Identifier: MIT */
/* Where workers stand: each on a place of the topology, in its logical order, so that neighbours by index are
 * near each other, and those that share a node or a cache are neighbours. A worker is bound to the CPUs of
 * its node where there are several, and to those that share a cache once a device was divided by it;
 * otherwise the affinity mask stays as the process was given it. */
#include "executor/place.h"

#include <errno.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdlib.h>

#include "base/alloc.h"
#include "base/attributes.h"
#include "base/log.h"
#include "base/sync.h"
#include "base/sysfs.h"
#include "executor/fleet.h"

#define CPUS_MOST 4096 /* whose worker is noted */

struct candidate {
    unsigned distance,
        turn; /* turn: by index from the thief on, so that neighbours do not all begin with one victim */
    unsigned short index;
};

const char *vg_place_synthetic;
static struct vg_mutex lock = VG_MUTEX_INIT(VG_RANK_TASK);
static struct vg_topology *machine; /* under the lock, as last learnt; NULL before */
static atomic_bool by_node;         /* the workers that run were placed early */
static atomic_ushort worker_at[CPUS_MOST];
/* By worker: 1 + the nearest domain that it is to stay in; 0 = it may go anywhere. */
static atomic_uchar promised[VG_FLEET_MAX];

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

void vg_place_forget(void)
{
    vg_place_lock();
    vg_topology_destroy(machine);
    machine = NULL;
    vg_place_unlock();
}

static bool learn_locked(void)
{
    vg_topology_destroy(machine);
    machine = vg_topology_create(vg_place_synthetic);
    return machine && machine->count;
}

static bool in_node_of(const struct vg_place *place, unsigned index, unsigned width)
{
    return place_of(machine, index, width)->numa == place->numa;
}

static void set_near(struct vg_worker *worker, struct vg_interval near)
{
    atomic_store_explicit(&worker->near_first, near.first, memory_order_relaxed);
    atomic_store_explicit(&worker->near_count, near.count, memory_order_relaxed);
}

static void note_neighbours(unsigned index, unsigned width)
{
    const struct vg_place *place = place_of(machine, index, width);
    unsigned first = index, last = index;
    while (first > 0 && in_node_of(place, first - 1, width))
        first--;
    while (last + 1 < width && in_node_of(place, last + 1, width))
        last++;
    set_near(&vg_fleet.workers[index], (struct vg_interval){first, last - first + 1});
}

static void note_cpus(unsigned width)
{
    for (unsigned i = 0; i < machine->count; i++)
        if (machine->places[i].os_cpu < CPUS_MOST)
            atomic_store(&worker_at[machine->places[i].os_cpu],
                         (unsigned short)((uint64_t)i * width / machine->count));
}

static void forget_neighbours(void)
{
    atomic_store(&by_node, false);
    for (unsigned i = 0; i <= vg_fleet.room; i++)
        set_near(&vg_fleet.workers[i], (struct vg_interval){0, 0});
}

bool vg_place_has_nodes(void)
{
    static atomic_uint counted;
    unsigned nodes = atomic_load_explicit(&counted, memory_order_relaxed);
    if (nodes == 0) {
        nodes = vg_sysfs_nodes("");
        atomic_store_explicit(&counted, nodes, memory_order_relaxed);
    }
    return vg_place_synthetic || nodes > 1;
}

void vg_place_early(unsigned width)
{
    forget_neighbours();
    if (!vg_place_has_nodes())
        return;
    vg_place_lock();
    if (learn_locked() && machine->numa_nodes > 1) {
        for (unsigned i = 0; i < width; i++) {
            note_neighbours(i, width);
            give_victims(machine, i, width);
        }
        note_cpus(width);
        vg_place_promise(VG_DOMAIN_NUMA, 0, width);
        atomic_store(&by_node, true);
    }
    vg_place_unlock();
}

void vg_place_late(unsigned width)
{
    if (width <= 2 || atomic_load(&by_node))
        return; /* no order to choose, or chosen already */
    vg_place_lock();
    if (learn_locked())
        for (unsigned i = 0; i < width; i++)
            give_victims(machine, i, width);
    vg_place_unlock();
}

/* Binds the calling thread to all places, or to those that are in the same domain as `here`. */
static void bind_locked(const struct vg_place *here, enum vg_domain domain)
{
    unsigned highest = 0;
    for (unsigned i = 0; i < machine->count; i++)
        if (machine->places[i].os_cpu > highest)
            highest = machine->places[i].os_cpu;
    cpu_set_t *cpus = CPU_ALLOC(highest + 1);
    if (!cpus)
        return;
    size_t bytes = CPU_ALLOC_SIZE(highest + 1);
    CPU_ZERO_S(bytes, cpus);
    for (unsigned i = 0; i < machine->count; i++)
        if (!here || machine->places[i].domain[domain] == here->domain[domain])
            CPU_SET_S(machine->places[i].os_cpu, bytes, cpus);
    if (sched_setaffinity(0, bytes, cpus) != 0) /* the CPUs may have been taken from the process */
        vg_log(VG_LOG_INFO, "a worker cannot be bound to its CPUs: errno %d", errno);
    CPU_FREE(cpus);
}

void vg_place_promise(enum vg_domain domain, unsigned first, unsigned count)
{
    unsigned char nearest = (unsigned char)(domain + 1);
    for (unsigned i = first; i - first < count && i < VG_FLEET_MAX; i++) {
        unsigned char known = atomic_load(&promised[i]);
        while (known < nearest && !atomic_compare_exchange_weak(&promised[i], &known, nearest))
            continue;
    }
}

void vg_place_keep(struct vg_worker *self)
{
    unsigned char nearest = atomic_load_explicit(&promised[self->index], memory_order_relaxed);
    if (VG_LIKELY(self->bound == nearest))
        return;
    self->bound = nearest;
    unsigned width = atomic_load_explicit(&vg_fleet.width, memory_order_relaxed);
    vg_place_lock();
    if (machine && machine->count && !vg_place_synthetic)
        bind_locked(place_of(machine, self->index, width), (enum vg_domain)(nearest - 1));
    vg_place_unlock();
}

void vg_place_free_locked(const struct vg_worker *self)
{
    if (self->bound && machine && machine->count && !vg_place_synthetic)
        bind_locked(NULL, VG_DOMAIN_NUMA);
}

void vg_place_helper(struct vg_worker *helper)
{
    unsigned width = atomic_load_explicit(&vg_fleet.width, memory_order_relaxed);
    helper->index = width - 1;
    if (!atomic_load_explicit(&by_node, memory_order_relaxed))
        return;
    int cpu = sched_getcpu();
    unsigned index = cpu >= 0 && cpu < CPUS_MOST ? atomic_load(&worker_at[cpu]) : width - 1;
    if (index < width)
        helper->index = index;
    set_near(helper, vg_near(&vg_fleet.workers[helper->index]));
    atomic_store(&vg_fleet.reserve, helper->index);
}

bool vg_place_cut(enum vg_domain domain, unsigned width, unsigned first, unsigned count, unsigned *groups,
                  unsigned *sizes)
{
    unsigned made = 0, size = 0, before = VG_NO_DOMAIN;
    vg_place_lock();
    bool known = machine || learn_locked();
    for (unsigned i = first; known && i - first < count && i < width; i++) {
        unsigned at = place_of(machine, i, width)->domain[domain];
        if (at == VG_NO_DOMAIN) {
            made = 0;
            break;
        }
        size = at == before ? size + 1 : 1;
        made += at != before;
        before = at;
        if (sizes)
            sizes[made - 1] = size;
    }
    vg_place_unlock();
    *groups = made;
    return known;
}
