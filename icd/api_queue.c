/* SPDX-License-Identifier: MIT */
/* Command queues. */
#include "base/error.h"
#include "icd/entry.h"
#include "platform/queue.h"

cl_command_queue CL_API_CALL clCreateCommandQueueWithProperties(cl_context context, cl_device_id device,
                                                                const cl_queue_properties *properties,
                                                                cl_int *errcode_ret)
{
    struct vg_context *c;
    struct vg_queue *queue = NULL;
    cl_int err = vg_context_get(context, &c);
    if (err == CL_SUCCESS)
        err = vg_queue_create(c, device, properties, &queue);
    return vg_queue_give(err, queue, errcode_ret);
}

cl_command_queue CL_API_CALL clCreateCommandQueue(cl_context context, cl_device_id device,
                                                  cl_command_queue_properties properties, cl_int *errcode_ret)
{
    struct vg_context *c;
    struct vg_queue *queue = NULL;
    cl_int err = vg_context_get(context, &c);
    if (err == CL_SUCCESS)
        err = vg_queue_create_flags(c, device, properties, &queue);
    return vg_queue_give(err, queue, errcode_ret);
}

/* Of OpenCL 1.0; "may unconditionally return an error if no devices support modifying the properties". */
cl_int CL_API_CALL clSetCommandQueueProperty(cl_command_queue queue, cl_command_queue_properties properties,
                                             cl_bool enable, cl_command_queue_properties *old_properties)
{
    struct vg_queue *q;
    (void)properties, (void)enable, (void)old_properties;
    VG_TRY(vg_queue_get(queue, &q));
    return vg_fail(CL_INVALID_OPERATION, "the properties of a queue cannot be changed");
}

cl_int CL_API_CALL clSetDefaultDeviceCommandQueue(cl_context context, cl_device_id device,
                                                  cl_command_queue queue)
{
    struct vg_context *c;
    struct vg_device *d;
    (void)queue;
    VG_TRY(vg_context_get(context, &c));
    VG_TRY(vg_device_get(device, &d));
    return vg_fail(CL_INVALID_OPERATION, "the device has no queues of its own");
}

cl_int CL_API_CALL clGetCommandQueueInfo(cl_command_queue queue, cl_command_queue_info name, size_t size,
                                         void *value, size_t *size_ret)
{
    struct vg_queue *q;
    VG_TRY(vg_queue_get(queue, &q));
    return vg_queue_info(q, name, size, value, size_ret);
}

/* Commands go to the executor when they are enqueued. */
cl_int CL_API_CALL clFlush(cl_command_queue queue)
{
    struct vg_queue *q;
    return vg_queue_get(queue, &q);
}

cl_int CL_API_CALL clFinish(cl_command_queue queue)
{
    struct vg_queue *q;
    VG_TRY(vg_queue_get(queue, &q));
    return vg_queue_finish(q);
}
