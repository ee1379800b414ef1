/* SPDX-License-Identifier: MIT */
/* The root device and its partition into sub-devices. A sub-device limits how many threads work on a command
 * at once; which CPUs these are is the executor's choice. */
#include "platform/device.h"

#include <pthread.h>
#include <stdio.h>
#include <string.h>

#include "base/alloc.h"
#include "base/config.h"
#include "base/cpu.h"
#include "base/error.h"
#include "base/log.h"
#include "base/topology.h"
#include "memory/memory.h"
#include "platform/check.h"
#include "platform/platform.h"

static struct vg_device root;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static cl_device_type configured_type(void)
{
    static const struct {
        const char *name;
        cl_device_type type;
    } types[] = {
        {"cpu", CL_DEVICE_TYPE_CPU},
        {"gpu", CL_DEVICE_TYPE_GPU},
        {"accelerator", CL_DEVICE_TYPE_ACCELERATOR},
    };
    const char *wanted = vg_config_string(VG_ID_VGPU_DEVICE_TYPE);
    for (size_t i = 0; i < VG_COUNT(types); i++) {
        if (strcmp(wanted, types[i].name) == 0)
            return types[i].type;
    }
    vg_log(VG_LOG_WARN, "VGPU_DEVICE_TYPE is \"%s\", not cpu, gpu or accelerator; cpu is used", wanted);
    return CL_DEVICE_TYPE_CPU;
}

static cl_uint lanes_of(enum vg_isa isa)
{
    switch (isa) {
    case VG_ISA_AVX512:
        return 16;
    case VG_ISA_AVX2:
        return 8;
    case VG_ISA_SSE42:
        break;
    }
    return 4;
}

static void root_init(void)
{
    const struct vg_cpu *cpu = vg_cpu();
    vg_object_init(&root.object, VG_KIND_DEVICE, &vg_platform()->object);
    root.object.immortal = true;
    root.type = configured_type();
    root.vendor_id = cpu->vendor_id;
    root.vector_width = lanes_of(cpu->use);
    const char *name = vg_config_string(VG_ID_VGPU_DEVICE_NAME);
    if (name[0] != '\0')
        snprintf(root.name, sizeof(root.name), "%s", name);
    else
        snprintf(root.name, sizeof(root.name), "%s (%s)", cpu->brand, vg_isa_name(cpu->use));
}

struct vg_device *vg_device_root(void)
{
    pthread_once(&once, root_init);
    return &root;
}

void vg_device_destroy(struct vg_device *device)
{
    vg_free(device->partition);
    vg_device_release(&device->parent);
    vg_object_free(&device->object);
}

cl_uint vg_device_compute_units(const struct vg_device *device)
{
    return device->share ? device->share : vg_cpu_count();
}

unsigned vg_device_max_workers(const struct vg_device *device)
{
    return device->share;
}

cl_ulong vg_device_max_alloc(void)
{
    /* Nothing but the budget limits a single block; what comes with it takes a page on either side. */
    const cl_ulong page = 4096;
    cl_ulong budget = vg_memory_budget();
    return budget > 2 * page ? (budget - 2 * page) / page * page : budget;
}

/* ---- Partition ---- */

/* What a partition list asks for: count sub-devices, of counts[i] CPUs, or of `each` when counts is NULL. */
struct partition {
    cl_uint count;
    cl_uint each;
    const cl_device_partition_property *counts;
    const cl_device_partition_property *list;
    size_t bytes; /* of list, the ending 0 included */
};

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
    partition->each = (cl_uint)list[1];
    partition->count = units / partition->each;
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
    partition->counts = counts;
    partition->count = n;
    /* The list may go on with the 0 that ends every property list; the end mark of the counts is itself 0. */
    partition->bytes = (n + 2) * sizeof(*list);
    return CL_SUCCESS;
}

static cl_int read_partition(const struct vg_device *device, const cl_device_partition_property *list,
                             struct partition *partition)
{
    *partition = (struct partition){.list = list};
    if (!list)
        return vg_fail(CL_INVALID_VALUE, "properties is NULL");
    cl_uint units = vg_device_compute_units(device);
    cl_int err;
    switch (list[0]) {
    case CL_DEVICE_PARTITION_EQUALLY:
        err = read_equally(list, units, partition);
        break;
    case CL_DEVICE_PARTITION_BY_COUNTS:
        err = read_counts(list, units, partition);
        break;
    default:
        return vg_fail(CL_INVALID_VALUE, "partition scheme 0x%llx is not supported",
                       (unsigned long long)list[0]);
    }
    VG_TRY(err);
    if (units < 2)
        return vg_fail(CL_DEVICE_PARTITION_FAILED, "a device of one compute unit cannot be partitioned");
    return CL_SUCCESS;
}

static struct vg_device *sub_device(struct vg_device *parent, const struct partition *partition,
                                    cl_uint index)
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
    device->share = partition->counts ? (unsigned)partition->counts[index] : partition->each;
    device->partition = vg_memdup(partition->list, partition->bytes);
    device->partition_bytes = partition->bytes;
    if (!device->partition)
        vg_device_release(&device);
    return device;
}

cl_int vg_device_partition(struct vg_device *device, const cl_device_partition_property *properties,
                           cl_uint capacity, cl_device_id *devices, cl_uint *count_ret)
{
    struct partition partition;
    VG_TRY(read_partition(device, properties, &partition));
    if (!devices && !count_ret)
        return vg_fail(CL_INVALID_VALUE, "out_devices and num_devices_ret are both NULL");
    if (devices && capacity < partition.count)
        return vg_fail(CL_INVALID_VALUE, "num_devices is %u, the partition has %u", capacity,
                       partition.count);
    for (cl_uint i = 0; devices && i < partition.count; i++) {
        struct vg_device *made = sub_device(device, &partition, i);
        if (!made) {
            while (i-- > 0)
                vg_device_api_release(devices[i]);
            return vg_fail(CL_OUT_OF_HOST_MEMORY, "no memory for a sub-device");
        }
        devices[i] = vg_device_handle(made);
    }
    if (count_ret)
        *count_ret = partition.count;
    return CL_SUCCESS;
}
