/* SPDX-License-Identifier: MIT */
/* The platform object, of which there is one, and the list of its devices. Any thread. */
#ifndef VG_PLATFORM_PLATFORM_H
#define VG_PLATFORM_PLATFORM_H

#include "platform/object.h"

struct vg_platform {
    struct vg_object object;
};

struct vg_platform *vg_platform(void);

/* Put the loader's words into the platform and the root device; objects made later inherit them. Called by
 * icd/ when the loader asks for the platform, and when it hands over its own table (ICD 2.0). */
void vg_platform_set_dispatch(const struct _cl_icd_dispatch *dispatch);
void vg_platform_set_dispatch_data(void *disp_data);

/* clGetPlatformInfo and clGetDeviceIDs, whole. A NULL platform handle means the only one. */
cl_int vg_platform_info(cl_platform_id platform, cl_platform_info name, size_t capacity, void *value,
                        size_t *size_ret);
cl_int vg_platform_devices(cl_platform_id platform, cl_device_type type, cl_uint capacity,
                           cl_device_id *devices, cl_uint *count_ret);
/* Whether a device type, valid or not, selects the root device. */
cl_int vg_platform_check_type(cl_device_type type);

#endif
