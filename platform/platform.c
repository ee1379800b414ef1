/* SPDX-License-Identifier: MIT */
/* The one platform and its list of devices. */
#include "platform/platform.h"

#include <pthread.h>
#include <string.h>

#include "base/error.h"
#include "platform/device.h"
#include "platform/info.h"
#include "platform/version.h"

static struct vg_platform the_platform;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void platform_init(void)
{
    vg_object_init(&the_platform.object, VG_KIND_PLATFORM, NULL);
    the_platform.object.immortal = true;
}

struct vg_platform *vg_platform(void)
{
    pthread_once(&once, platform_init);
    return &the_platform;
}

void vg_platform_destroy(struct vg_platform *platform)
{
    (void)platform; /* Immortal: no count of it ever reaches 0. */
}

void vg_platform_set_dispatch(const struct _cl_icd_dispatch *dispatch)
{
    vg_platform()->object.dispatch = dispatch;
    vg_device_root()->object.dispatch = dispatch;
}

void vg_platform_set_dispatch_data(void *disp_data)
{
    vg_platform()->object.disp_data = disp_data;
    vg_device_root()->object.disp_data = disp_data;
}

static const struct vg_info_row platform_rows[] = {
    VG_CONST_TEXT(CL_PLATFORM_PROFILE, "FULL_PROFILE"),
    VG_CONST_TEXT(CL_PLATFORM_VERSION, "OpenCL 3.0 vGPU " VGPU_VERSION),
    VG_CONST(CL_PLATFORM_NUMERIC_VERSION, cl_version, VG_VERSION_3_0),
    VG_CONST_TEXT(CL_PLATFORM_NAME, VG_PLATFORM_NAME),
    VG_CONST_TEXT(CL_PLATFORM_VENDOR, VG_VENDOR),
    VG_CALL(CL_PLATFORM_EXTENSIONS, vg_info_platform_extensions),
    VG_CALL(CL_PLATFORM_EXTENSIONS_WITH_VERSION, vg_info_platform_extension_versions),
    VG_CONST(CL_PLATFORM_EXTERNAL_MEMORY_IMPORT_HANDLE_TYPES_KHR, cl_external_memory_handle_type_khr,
             CL_EXTERNAL_MEMORY_HANDLE_OPAQUE_FD_KHR),
    VG_CONST(CL_PLATFORM_HOST_TIMER_RESOLUTION, cl_ulong, 1),
    VG_CONST_TEXT(CL_PLATFORM_ICD_SUFFIX_KHR, "VGPU"),
};
static const struct vg_info_table platform_table = VG_INFO_TABLE("clGetPlatformInfo", platform_rows);

/* The platform that a handle means; NULL means the only one. */
static cl_int resolve(cl_platform_id handle, struct vg_platform **out)
{
    if (!handle) {
        *out = vg_platform();
        return CL_SUCCESS;
    }
    return vg_platform_get(handle, out);
}

cl_int vg_platform_info(cl_platform_id handle, cl_platform_info name, size_t capacity, void *value,
                        size_t *size_ret)
{
    struct vg_platform *platform;
    VG_TRY(resolve(handle, &platform));
    return vg_info_get(&platform_table, platform, name, capacity, value, size_ret);
}

cl_int vg_platform_check_type(cl_device_type type)
{
    const cl_device_type known = CL_DEVICE_TYPE_DEFAULT | CL_DEVICE_TYPE_CPU | CL_DEVICE_TYPE_GPU |
                                 CL_DEVICE_TYPE_ACCELERATOR | CL_DEVICE_TYPE_CUSTOM;
    if (type != CL_DEVICE_TYPE_ALL && (type == 0 || (type & ~known) != 0))
        return vg_fail(CL_INVALID_DEVICE_TYPE, "device_type is 0x%llx", (unsigned long long)type);
    /* CL_DEVICE_TYPE_ALL means all but custom devices, of which there is none. */
    if ((type & (CL_DEVICE_TYPE_DEFAULT | vg_device_root()->type)) == 0)
        return vg_fail(CL_DEVICE_NOT_FOUND, "no device of type 0x%llx", (unsigned long long)type);
    return CL_SUCCESS;
}

cl_int vg_platform_devices(cl_platform_id handle, cl_device_type type, cl_uint capacity,
                           cl_device_id *devices, cl_uint *count_ret)
{
    struct vg_platform *platform;
    VG_TRY(resolve(handle, &platform));
    if (devices && capacity == 0)
        return vg_fail(CL_INVALID_VALUE, "num_entries is 0 although devices is not NULL");
    if (!devices && !count_ret)
        return vg_fail(CL_INVALID_VALUE, "devices and num_devices are both NULL");
    VG_TRY(vg_platform_check_type(type));
    if (devices)
        devices[0] = vg_device_handle(vg_device_root());
    if (count_ret)
        *count_ret = 1;
    return CL_SUCCESS;
}
