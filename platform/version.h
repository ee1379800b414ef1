/* SPDX-License-Identifier: MIT */
/* Names, versions and extensions that the platform and its device tell about themselves. The extensions come
 * from compiler/features.def. */
#ifndef VG_PLATFORM_VERSION_H
#define VG_PLATFORM_VERSION_H

#include "platform/info.h"

#define VG_PLATFORM_NAME "Spacewink vGPU"
#define VG_VENDOR "Spacewink"
#define VG_VERSION_3_0 CL_MAKE_VERSION(3, 0, 0)

/* Row functions. */
cl_int vg_info_platform_extensions(const void *object, const struct vg_info_out *out);
cl_int vg_info_platform_extension_versions(const void *object, const struct vg_info_out *out);
cl_int vg_info_device_extensions(const void *object, const struct vg_info_out *out);
cl_int vg_info_device_extension_versions(const void *object, const struct vg_info_out *out);
cl_int vg_info_c_features(const void *object, const struct vg_info_out *out);

#endif
