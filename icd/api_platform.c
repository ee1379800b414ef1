/* SPDX-License-Identifier: MIT */
/* Platform and devices, and the functions that loaders themselves call (cl_khr_icd 2.0). */
#include <pthread.h>

#include "base/clock.h"
#include "base/error.h"
#include "compiler/compiler.h"
#include "icd/dispatch.h"
#include "icd/entry.h"
#include "platform/check.h"
#include "platform/device.h"
#include "platform/partition.h"
#include "platform/platform.h"

static void give_table(void)
{
    vg_platform_set_dispatch(vg_dispatch_table());
}

cl_int CL_API_CALL clGetPlatformIDs(cl_uint num_entries, cl_platform_id *platforms, cl_uint *num_platforms)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, give_table);
    if (platforms ? num_entries == 0 : !num_platforms)
        return vg_fail(CL_INVALID_VALUE, "num_entries is %u, platforms %p and num_platforms %p", num_entries,
                       (void *)platforms, (void *)num_platforms);
    if (platforms)
        platforms[0] = vg_platform_handle(vg_platform());
    if (num_platforms)
        *num_platforms = 1;
    return CL_SUCCESS;
}

VG_EXPORT cl_int CL_API_CALL clIcdGetPlatformIDsKHR(cl_uint num_entries, cl_platform_id *platforms,
                                                    cl_uint *num_platforms)
{
    return clGetPlatformIDs(num_entries, platforms, num_platforms);
}

cl_int CL_API_CALL clIcdSetPlatformDispatchDataKHR(cl_platform_id platform, void *data)
{
    struct vg_platform *p;
    VG_TRY(vg_platform_get(platform, &p));
    vg_platform_set_dispatch_data(data);
    return CL_SUCCESS;
}

void *CL_API_CALL clIcdGetFunctionAddressForPlatformKHR(cl_platform_id platform, const char *name)
{
    return vg_platform_from(platform) ? vg_dispatch_find(name) : NULL;
}

void *CL_API_CALL clGetExtensionFunctionAddressForPlatform(cl_platform_id platform, const char *name)
{
    return vg_platform_from(platform) ? vg_dispatch_find(name) : NULL;
}

VG_EXPORT void *CL_API_CALL clGetExtensionFunctionAddress(const char *name)
{
    return vg_dispatch_find(name);
}

VG_EXPORT cl_int CL_API_CALL clGetPlatformInfo(cl_platform_id platform, cl_platform_info name, size_t size,
                                               void *value, size_t *size_ret)
{
    return vg_platform_info(platform, name, size, value, size_ret);
}

cl_int CL_API_CALL clUnloadPlatformCompiler(cl_platform_id platform)
{
    struct vg_platform *p;
    VG_TRY(vg_platform_get(platform, &p));
    vg_compiler_unload();
    return CL_SUCCESS;
}

cl_int CL_API_CALL clUnloadCompiler(void)
{
    vg_compiler_unload();
    return CL_SUCCESS;
}

cl_int CL_API_CALL clGetDeviceIDs(cl_platform_id platform, cl_device_type type, cl_uint num_entries,
                                  cl_device_id *devices, cl_uint *num_devices)
{
    return vg_platform_devices(platform, type, num_entries, devices, num_devices);
}

cl_int CL_API_CALL clGetDeviceInfo(cl_device_id device, cl_device_info name, size_t size, void *value,
                                   size_t *size_ret)
{
    struct vg_device *d;
    VG_TRY(vg_device_get(device, &d));
    return vg_device_info(d, name, size, value, size_ret);
}

cl_int CL_API_CALL clCreateSubDevices(cl_device_id device, const cl_device_partition_property *properties,
                                      cl_uint num_entries, cl_device_id *devices, cl_uint *num_devices)
{
    struct vg_device *d;
    VG_TRY(vg_device_get(device, &d));
    return vg_device_partition(d, properties, num_entries, devices, num_devices);
}

cl_int CL_API_CALL clGetHostTimer(cl_device_id device, cl_ulong *host_time)
{
    struct vg_device *d;
    VG_TRY(vg_device_get(device, &d));
    VG_TRY(vg_check_pointer("host_timestamp", host_time));
    *host_time = vg_now_ns();
    return CL_SUCCESS;
}

/* One clock serves both. */
cl_int CL_API_CALL clGetDeviceAndHostTimer(cl_device_id device, cl_ulong *device_time, cl_ulong *host_time)
{
    VG_TRY(clGetHostTimer(device, host_time));
    VG_TRY(vg_check_pointer("device_timestamp", device_time));
    *device_time = *host_time;
    return CL_SUCCESS;
}
