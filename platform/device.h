/* SPDX-License-Identifier: MIT */
/* The device: one root device for the process, and sub-devices that use a part of its CPUs (partition.h).
 *
 * The root device is described from CPUID, sysfs and the cgroup at first use; no thread is started and
 * nothing is allocated for it. */
#ifndef VG_PLATFORM_DEVICE_H
#define VG_PLATFORM_DEVICE_H

#include <stddef.h>

#include "platform/object.h"

/* Limits that do not depend on the machine. */
#define VG_MAX_WORK_GROUP 4096u
#define VG_MAX_WORK_DIM 3u
#define VG_LOCAL_MEM_BYTES ((cl_ulong)256 * 1024)
#define VG_MAX_PARAMETER_BYTES ((size_t)4096)
#define VG_MAX_CONSTANT_ARGS 128u
#define VG_PRINTF_BYTES ((size_t)1024 * 1024)
#define VG_MEM_ALIGN_BYTES ((size_t)128) /* CL_DEVICE_MEM_BASE_ADDR_ALIGN / 8, sizeof(long16) */
#define VG_MAX_GLOBAL_VARIABLE ((size_t)16 * 1024 * 1024)

struct vg_team;

struct vg_device {
    struct vg_object object;
    struct vg_device *parent; /* of a sub-device, retained; else NULL */
    unsigned first, share;    /* workers of a sub-device; share 0 = all (the root device) */
    struct vg_team *team;     /* the same for the executor; NULL = all */
    cl_device_partition_property
        *partition; /* the list that made the sub-device, and its bytes; NULL for the root */
    size_t partition_bytes;
    cl_device_type type;             /* as VGPU_DEVICE_TYPE says */
    cl_uint vendor_id, vector_width; /* vector_width: 32-bit lanes of the instruction set in use */
    char name[192];
};

/* The root device; described at the first call. Borrowed. */
struct vg_device *vg_device_root(void);
/* CPUs that commands on the device may use now: CL_DEVICE_MAX_COMPUTE_UNITS. */
cl_uint vg_device_compute_units(const struct vg_device *device);
/* The largest single buffer. */
cl_ulong vg_device_max_alloc(void);

cl_int vg_device_info(const struct vg_device *device, cl_device_info name, size_t capacity, void *value,
                      size_t *size_ret);

#endif
