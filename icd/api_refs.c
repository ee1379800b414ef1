/* SPDX-License-Identifier: MIT */
/* clRetain and clRelease of every kind of object. */
#include "icd/entry.h"
#include "platform/object.h"

#define COUNTED(tag, handle_t, retain, release)                                                              \
    cl_int CL_API_CALL retain(handle_t handle)                                                               \
    {                                                                                                        \
        return vg_##tag##_api_retain(handle);                                                                \
    }                                                                                                        \
    cl_int CL_API_CALL release(handle_t handle)                                                              \
    {                                                                                                        \
        return vg_##tag##_api_release(handle);                                                               \
    }

COUNTED(device, cl_device_id, clRetainDevice, clReleaseDevice)
COUNTED(context, cl_context, clRetainContext, clReleaseContext)
COUNTED(queue, cl_command_queue, clRetainCommandQueue, clReleaseCommandQueue)
COUNTED(mem, cl_mem, clRetainMemObject, clReleaseMemObject)
COUNTED(sampler, cl_sampler, clRetainSampler, clReleaseSampler)
COUNTED(program, cl_program, clRetainProgram, clReleaseProgram)
COUNTED(kernel, cl_kernel, clRetainKernel, clReleaseKernel)
COUNTED(event, cl_event, clRetainEvent, clReleaseEvent)
