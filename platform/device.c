/* SPDX-License-Identifier: MIT */
/* The root device, and what all devices have in common. */
#include "platform/device.h"

#include <pthread.h>
#include <stdio.h>
#include <string.h>

#include "base/alloc.h"
#include "base/config.h"
#include "base/cpu.h"
#include "base/log.h"
#include "executor/executor.h"
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
    return device->share ? device->share : vg_executor_usable();
}

cl_ulong vg_device_max_alloc(void)
{
    /* Nothing but the budget limits a single block; what comes with it takes a page on either side. */
    const cl_ulong page = 4096;
    cl_ulong budget = vg_memory_budget();
    return budget > 2 * page ? (budget - 2 * page) / page * page : budget;
}
