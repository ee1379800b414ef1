/* SPDX-License-Identifier: MIT */
/* Partitions. A sub-device is an interval of its parent's compute units, that is, a team of workers
 * (executor/team.h). Workers stand on the CPUs in the order of the machine's topology, so that neighbours
 * share what there is to share, and a NUMA node or a cache is an interval too. */
#include "platform/partition.h"

#include <string.h>

#include "base/alloc.h"
#include "base/checked.h"
#include "base/error.h"
#include "executor/place.h"
#include "executor/team.h"
#include "platform/check.h"

struct partition {
    cl_uint count;
    unsigned *sizes; /* [count] compute units; owned */
    const cl_device_partition_property *list;
    size_t bytes;                        /* of list, the ending 0 included */
    cl_device_partition_property own[3]; /* the list when it is not the application's */
    bool by_domain;
    enum vg_domain domain;
};

/* In the order of CL_DEVICE_AFFINITY_DOMAIN_NEXT_PARTITIONABLE. */
static const cl_device_affinity_domain domain_bits[] = {
    [VG_DOMAIN_NUMA] = CL_DEVICE_AFFINITY_DOMAIN_NUMA,   [VG_DOMAIN_L4] = CL_DEVICE_AFFINITY_DOMAIN_L4_CACHE,
    [VG_DOMAIN_L3] = CL_DEVICE_AFFINITY_DOMAIN_L3_CACHE, [VG_DOMAIN_L2] = CL_DEVICE_AFFINITY_DOMAIN_L2_CACHE,
    [VG_DOMAIN_L1] = CL_DEVICE_AFFINITY_DOMAIN_L1_CACHE,
};

static cl_int no_memory(void)
{
    return vg_fail(CL_OUT_OF_HOST_MEMORY, "no memory for a partition");
}

static cl_int make_sizes(struct partition *partition, cl_uint count)
{
    partition->count = count;
    partition->sizes = vg_zalloc_array(count, sizeof(*partition->sizes));
    return partition->sizes ? CL_SUCCESS : no_memory();
}

/* ---- By numbers ---- */

static cl_int read_equally(const cl_device_partition_property *list, cl_uint units,
                           struct partition *partition)
{
    if (list[1] <= 0 || list[2] != 0)
        return vg_fail(CL_INVALID_VALUE,
                       "CL_DEVICE_PARTITION_EQUALLY needs one positive number and an ending 0");
    if ((cl_ulong)list[1] > units)
        return vg_fail(CL_INVALID_DEVICE_PARTITION_COUNT, "sub-devices of %lld compute units exceed the %u",
                       (long long)list[1], units);
    if ((cl_ulong)list[1] == units)
        return vg_fail(CL_DEVICE_PARTITION_FAILED, "%u compute units give no two sub-devices of %lld", units,
                       (long long)list[1]);
    unsigned each = (unsigned)list[1];
    VG_TRY(make_sizes(partition, units / each));
    for (cl_uint i = 0; i < partition->count; i++)
        partition->sizes[i] = each;
    partition->bytes = 3 * sizeof(*list);
    return CL_SUCCESS;
}

static cl_int read_counts(const cl_device_partition_property *list, cl_uint units,
                          struct partition *partition)
{
    const cl_device_partition_property *counts = list + 1;
    cl_ulong total = 0;
    cl_uint n = 0;
    for (; counts[n] != CL_DEVICE_PARTITION_BY_COUNTS_LIST_END; n++) {
        if (counts[n] < 0 || (cl_ulong)counts[n] > units - total || n == units)
            return vg_fail(CL_INVALID_DEVICE_PARTITION_COUNT,
                           "sub-device %u of %lld compute units exceeds the %u", n, (long long)counts[n],
                           units);
        total += (cl_ulong)counts[n];
    }
    if (n == 0)
        return vg_fail(CL_INVALID_DEVICE_PARTITION_COUNT,
                       "CL_DEVICE_PARTITION_BY_COUNTS names no sub-device");
    if (units < 2)
        return vg_fail(CL_DEVICE_PARTITION_FAILED, "a device of one compute unit cannot be partitioned");
    VG_TRY(make_sizes(partition, n));
    for (cl_uint i = 0; i < n; i++)
        partition->sizes[i] = (unsigned)counts[i];
    /* The list may go on with the 0 that ends every property list; the end mark of the counts is itself 0. */
    partition->bytes = (n + 2) * sizeof(*list);
    return CL_SUCCESS;
}

/* ---- By what compute units share ---- */

/* *groups: how many parts the domain makes of the device, of sizes[i] compute units; 0 and 1 are none. */
static cl_int cut(const struct vg_device *device, enum vg_domain domain, unsigned *groups, unsigned *sizes)
{
    /* Workers are as many as the root device has compute units, whichever device is asked about. */
    unsigned width = vg_device_compute_units(vg_device_root());
    if (!vg_place_cut(domain, width, device->first, vg_device_compute_units(device), groups, sizes))
        return no_memory();
    return CL_SUCCESS;
}

cl_int vg_device_domains(const struct vg_device *device, cl_device_affinity_domain *domains)
{
    *domains = 0;
    for (unsigned i = 0; i < VG_DOMAINS; i++) {
        unsigned groups;
        VG_TRY(cut(device, (enum vg_domain)i, &groups, NULL));
        if (groups > 1)
            *domains |= domain_bits[i];
    }
    if (*domains)
        *domains |= CL_DEVICE_AFFINITY_DOMAIN_NEXT_PARTITIONABLE;
    return CL_SUCCESS;
}

/* The domain that the property stands for. */
static cl_int choose(const struct vg_device *device, cl_device_affinity_domain wanted, enum vg_domain *domain)
{
    cl_device_affinity_domain known = CL_DEVICE_AFFINITY_DOMAIN_NEXT_PARTITIONABLE, domains;
    for (unsigned i = 0; i < VG_DOMAINS; i++)
        known |= domain_bits[i];
    if (!vg_is_power_of_two((size_t)wanted) || !(wanted & known))
        return vg_fail(CL_INVALID_VALUE, "0x%llx is not an affinity domain", (unsigned long long)wanted);
    VG_TRY(vg_device_domains(device, &domains));
    if (!domains)
        return vg_fail(CL_DEVICE_PARTITION_FAILED,
                       "all compute units share the same NUMA node and caches, or there is only one");
    if (!(domains & wanted))
        return vg_fail(CL_INVALID_VALUE, "the device cannot be partitioned by affinity domain 0x%llx",
                       (unsigned long long)wanted);
    if (wanted == CL_DEVICE_AFFINITY_DOMAIN_NEXT_PARTITIONABLE)
        wanted = domains;
    unsigned first = 0;
    while (!(wanted & domain_bits[first]))
        first++;
    *domain = (enum vg_domain)first;
    return CL_SUCCESS;
}

static cl_int read_affinity(const struct vg_device *device, const cl_device_partition_property *list,
                            struct partition *partition)
{
    enum vg_domain domain = VG_DOMAIN_NUMA;
    unsigned groups;
    if (list[1] == 0 || list[2] != 0)
        return vg_fail(CL_INVALID_VALUE,
                       "CL_DEVICE_PARTITION_BY_AFFINITY_DOMAIN needs one domain and an ending 0");
    VG_TRY(choose(device, (cl_device_affinity_domain)list[1], &domain));
    VG_TRY(make_sizes(partition, vg_device_compute_units(device)));
    VG_TRY(cut(device, domain, &groups, partition->sizes));
    partition->count = groups;
    partition->by_domain = true;
    partition->domain = domain;
    /* What the next domain was is for CL_DEVICE_PARTITION_TYPE to tell. */
    partition->own[0] = CL_DEVICE_PARTITION_BY_AFFINITY_DOMAIN;
    partition->own[1] = (cl_device_partition_property)domain_bits[domain];
    partition->list = partition->own;
    partition->bytes = sizeof(partition->own);
    return CL_SUCCESS;
}

/* ---- Sub-devices ---- */

static cl_int read_partition(const struct vg_device *device, const cl_device_partition_property *list,
                             struct partition *partition)
{
    if (!list)
        return vg_fail(CL_INVALID_VALUE, "properties is NULL");
    cl_uint units = vg_device_compute_units(device);
    partition->list = list;
    switch (list[0]) {
    case CL_DEVICE_PARTITION_EQUALLY:
        return read_equally(list, units, partition);
    case CL_DEVICE_PARTITION_BY_COUNTS:
        return read_counts(list, units, partition);
    case CL_DEVICE_PARTITION_BY_AFFINITY_DOMAIN:
        return read_affinity(device, list, partition);
    }
    return vg_fail(CL_INVALID_VALUE, "partition scheme 0x%llx is not supported", (unsigned long long)list[0]);
}

static struct vg_device *sub_device(struct vg_device *parent, const struct partition *partition,
                                    unsigned first, unsigned count)
{
    struct vg_device *device = vg_object_create(VG_KIND_DEVICE, sizeof(*device), &parent->object);
    if (!device)
        return NULL;
    vg_device_retain(parent);
    device->parent = parent;
    device->type = parent->type;
    device->vendor_id = parent->vendor_id;
    device->vector_width = parent->vector_width;
    memcpy(device->name, parent->name, sizeof(device->name));
    device->first = first;
    device->share = count;
    device->team = vg_team_get(first, count);
    device->partition = vg_memdup(partition->list, partition->bytes);
    device->partition_bytes = partition->bytes;
    if (!device->team || !device->partition)
        vg_device_release(&device);
    return device;
}

static cl_int make_devices(struct vg_device *parent, const struct partition *partition, cl_device_id *devices)
{
    unsigned first = parent->first;
    for (cl_uint i = 0; i < partition->count; i++) {
        struct vg_device *made = sub_device(parent, partition, first, partition->sizes[i]);
        if (!made) {
            while (i-- > 0)
                vg_device_api_release(devices[i]);
            return vg_fail(CL_OUT_OF_HOST_MEMORY, "no memory for a sub-device");
        }
        devices[i] = vg_device_handle(made);
        first += partition->sizes[i];
    }
    if (partition->by_domain)
        vg_place_promise(partition->domain, parent->first, first - parent->first);
    return CL_SUCCESS;
}

static cl_int give(struct vg_device *device, const struct partition *partition, cl_uint capacity,
                   cl_device_id *devices, cl_uint *count_ret)
{
    if (!devices && !count_ret)
        return vg_fail(CL_INVALID_VALUE, "out_devices and num_devices_ret are both NULL");
    if (devices && capacity < partition->count)
        return vg_fail(CL_INVALID_VALUE, "num_devices is %u, the partition has %u", capacity,
                       partition->count);
    if (devices)
        VG_TRY(make_devices(device, partition, devices));
    if (count_ret)
        *count_ret = partition->count;
    return CL_SUCCESS;
}

cl_int vg_device_partition(struct vg_device *device, const cl_device_partition_property *properties,
                           cl_uint capacity, cl_device_id *devices, cl_uint *count_ret)
{
    struct partition partition = {0};
    cl_int err = read_partition(device, properties, &partition);
    if (err == CL_SUCCESS)
        err = give(device, &partition, capacity, devices, count_ret);
    vg_free(partition.sizes);
    return err;
}
