/* SPDX-License-Identifier: MIT */
/* What the system lets us use (cheap, no hwloc), and the shape of the machine (hwloc, only in
 * vg_topology_create). Both honour the affinity mask: a CPU that this process may not run on does not exist
 * for us. */
#include "base/topology.h"

#include <errno.h>
#include <hwloc.h>
#include <sched.h>
#include <stdbool.h>

#include "base/alloc.h"
#include "base/attributes.h"
#include "base/cgroup.h"
#include "base/config.h"
#include "base/log.h"
#include "base/sysfs.h"

struct mask {
    cpu_set_t *set;
    size_t bytes;
};

static void mask_finish(struct mask *mask)
{
    if (mask->set)
        CPU_FREE(mask->set);
}

/* The kernel refuses a mask shorter than its own, whose length it does not tell; so grow until it fits. Empty
 * (set is NULL) when the mask cannot be read. */
static struct mask affinity_mask(void)
{
    for (int cpus = 1024; cpus <= 1 << 20; cpus *= 2) {
        struct mask mask = {CPU_ALLOC((size_t)cpus), CPU_ALLOC_SIZE((size_t)cpus)};
        if (mask.set && sched_getaffinity(0, mask.bytes, mask.set) == 0)
            return mask;
        int reason = mask.set ? errno : ENOMEM;
        mask_finish(&mask);
        if (reason != EINVAL)
            break;
    }
    return (struct mask){0};
}

static unsigned mask_count(const struct mask *mask)
{
    return mask->set ? (unsigned)CPU_COUNT_S(mask->bytes, mask->set) : 1;
}

static bool mask_has(const struct mask *mask, unsigned cpu)
{
    return mask->set && CPU_ISSET_S(cpu, mask->bytes, mask->set);
}

/* The first CPU of the mask that is not below `from`, which exists. */
static unsigned mask_next(const struct mask *mask, unsigned from)
{
    while (mask->set && from < mask->bytes * 8 && !mask_has(mask, from))
        from++;
    return from;
}

unsigned vg_cpu_count(void)
{
    struct mask mask = affinity_mask();
    unsigned count = mask_count(&mask);
    unsigned quota = vg_cgroup_cpus("");
    uint64_t threads = vg_config_number(VG_ID_VGPU_THREADS);
    mask_finish(&mask);
    if (quota < count)
        count = quota;
    if (threads && threads < count)
        count = (unsigned)threads;
    return count;
}

struct vg_memory_limits vg_memory_limits(void)
{
    struct vg_memory_limits limits = vg_sysfs_memory("");
    struct vg_cgroup_memory group = vg_cgroup_memory("");
    if (group.limit < limits.total)
        limits.total = group.limit;
    if (group.free < limits.available)
        limits.available = group.free;
    return limits;
}

struct vg_cache_sizes vg_cache_sizes(void)
{
    struct mask mask = affinity_mask();
    struct vg_cache_sizes sizes = vg_sysfs_caches("", mask_next(&mask, 0));
    mask_finish(&mask);
    return sizes;
}

/* hwloc's view; NULL when it cannot read the machine or the description. Its default filters leave out
 * devices, which would be slow to find, and keep the groups and packages without which memory nodes lose
 * their CPUs. */
static hwloc_topology_t load(const char *synthetic)
{
    hwloc_topology_t topology;
    if (hwloc_topology_init(&topology) != 0)
        return NULL;
    if ((!synthetic || hwloc_topology_set_synthetic(topology, synthetic) == 0) &&
        hwloc_topology_load(topology) == 0)
        return topology;
    vg_log(VG_LOG_WARN, "hwloc cannot read %s", synthetic ? synthetic : "this machine");
    hwloc_topology_destroy(topology);
    return NULL;
}

/* The number of pu's ancestor of a type, or `otherwise` on machines without such objects. */
static unsigned ancestor(hwloc_topology_t topology, hwloc_obj_t pu, hwloc_obj_type_t type, unsigned otherwise)
{
    hwloc_obj_t object = hwloc_get_ancestor_obj_by_type(topology, type, pu);
    return object ? object->logical_index : otherwise;
}

static struct vg_place place_of(hwloc_topology_t topology, hwloc_obj_t pu)
{
    int node = hwloc_bitmap_first(pu->nodeset);
    unsigned numa = node < 0 ? 0 : (unsigned)node;
    unsigned l3 = ancestor(topology, pu, HWLOC_OBJ_L3CACHE, VG_NO_DOMAIN);
    return (struct vg_place){
        .os_cpu = pu->os_index,
        .core = ancestor(topology, pu, HWLOC_OBJ_CORE, pu->logical_index),
        .l3 = l3 == VG_NO_DOMAIN ? numa : l3,
        .numa = numa,
        .domain =
            {
                [VG_DOMAIN_NUMA] = numa,
                [VG_DOMAIN_L4] = ancestor(topology, pu, HWLOC_OBJ_L4CACHE, VG_NO_DOMAIN),
                [VG_DOMAIN_L3] = l3,
                [VG_DOMAIN_L2] = ancestor(topology, pu, HWLOC_OBJ_L2CACHE, VG_NO_DOMAIN),
                [VG_DOMAIN_L1] = ancestor(topology, pu, HWLOC_OBJ_L1CACHE, VG_NO_DOMAIN),
            },
    };
}

static uint64_t cache_bytes(hwloc_topology_t topology, hwloc_obj_t pu, hwloc_obj_type_t type)
{
    hwloc_obj_t cache = hwloc_get_ancestor_obj_by_type(topology, type, pu);
    return cache ? cache->attr->cache.size : 0;
}

static void fill_caches(struct vg_topology *out, hwloc_topology_t topology, hwloc_obj_t pu)
{
    hwloc_obj_t l1 = hwloc_get_ancestor_obj_by_type(topology, HWLOC_OBJ_L1CACHE, pu);
    out->l1_bytes = cache_bytes(topology, pu, HWLOC_OBJ_L1CACHE);
    out->l2_bytes = cache_bytes(topology, pu, HWLOC_OBJ_L2CACHE);
    out->l3_bytes = cache_bytes(topology, pu, HWLOC_OBJ_L3CACHE);
    out->line_bytes = l1 ? l1->attr->cache.linesize : 0;
}

/* mask NULL takes every CPU. hwloc's order visits the nodes one after another. */
static void fill(struct vg_topology *out, unsigned room, hwloc_topology_t topology, const struct mask *mask)
{
    for (hwloc_obj_t pu = NULL;
         (pu = hwloc_get_next_obj_by_type(topology, HWLOC_OBJ_PU, pu)) && out->count < room;) {
        if (mask && !mask_has(mask, pu->os_index))
            continue;
        if (out->count == 0)
            fill_caches(out, topology, pu);
        struct vg_place place = place_of(topology, pu);
        out->numa_nodes += out->count == 0 || out->places[out->count - 1].numa != place.numa;
        out->places[out->count++] = place;
    }
}

/* Places as far apart as need be: a core each, one L3, one node. */
static void fill_flat(struct vg_topology *out, unsigned count, const struct mask *mask)
{
    unsigned cpu = mask_next(mask, 0);
    for (unsigned i = 0; i < count; i++, cpu = mask_next(mask, cpu + 1)) {
        out->places[i] = (struct vg_place){.os_cpu = cpu, .core = i};
        for (unsigned domain = VG_DOMAIN_L4; domain < VG_DOMAINS; domain++)
            out->places[i].domain[domain] = VG_NO_DOMAIN;
    }
    out->count = count;
    out->numa_nodes = 1;
}

struct vg_topology *vg_topology_create(const char *synthetic)
{
    struct mask mask = affinity_mask();
    hwloc_topology_t topology = load(synthetic);
    unsigned room = mask_count(&mask);
    if (synthetic && topology)
        room = (unsigned)hwloc_get_nbobjs_by_type(topology, HWLOC_OBJ_PU);
    struct vg_topology *out = vg_zalloc(sizeof(*out));
    struct vg_place *places = vg_zalloc_array(room, sizeof(*places));
    if (out && places) {
        out->places = places;
        if (topology)
            fill(out, room, topology, synthetic ? NULL : &mask);
        if (out->count == 0)
            fill_flat(out, room, &mask);
    } else {
        vg_free(places);
        vg_free(out);
        out = NULL;
    }
    if (topology)
        hwloc_topology_destroy(topology);
    mask_finish(&mask);
    return out;
}

void vg_topology_destroy(struct vg_topology *topology)
{
    if (!topology)
        return;
    vg_free(topology->places);
    vg_free(topology);
}

unsigned vg_place_distance(const struct vg_place *a, const struct vg_place *b)
{
    if (a->core == b->core)
        return 0;
    if (a->l3 == b->l3)
        return 1;
    return a->numa == b->numa ? 2 : 3;
}
