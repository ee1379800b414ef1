/* SPDX-License-Identifier: MIT */
/* clCreateSubDevices: how the compute units of a device, which are workers of the executor, are divided. */
#ifndef VG_PLATFORM_PARTITION_H
#define VG_PLATFORM_PARTITION_H

#include "platform/device.h"

/* clCreateSubDevices, whole. */
cl_int vg_device_partition(struct vg_device *device, const cl_device_partition_property *properties,
                           cl_uint capacity, cl_device_id *devices, cl_uint *count_ret);
/* CL_DEVICE_PARTITION_AFFINITY_DOMAIN: those that divide the device into two parts or more, and which then
 * has a next one. CL_OUT_OF_HOST_MEMORY. */
cl_int vg_device_domains(const struct vg_device *device, cl_device_affinity_domain *domains);

#endif
