/* SPDX-License-Identifier: MIT */
/* Contexts. */
#include "base/error.h"
#include "icd/entry.h"
#include "platform/context.h"

cl_context CL_API_CALL clCreateContext(const cl_context_properties *properties, cl_uint num_devices,
                                       const cl_device_id *devices, vg_context_notify notify, void *user,
                                       cl_int *errcode_ret)
{
    struct vg_context *context = NULL;
    cl_int err = vg_context_create(properties, num_devices, devices, notify, user, &context);
    return vg_context_give(err, context, errcode_ret);
}

cl_context CL_API_CALL clCreateContextFromType(const cl_context_properties *properties, cl_device_type type,
                                               vg_context_notify notify, void *user, cl_int *errcode_ret)
{
    struct vg_context *context = NULL;
    cl_int err = vg_context_create_from_type(properties, type, notify, user, &context);
    return vg_context_give(err, context, errcode_ret);
}

cl_int CL_API_CALL clGetContextInfo(cl_context context, cl_context_info name, size_t size, void *value,
                                    size_t *size_ret)
{
    struct vg_context *c;
    VG_TRY(vg_context_get(context, &c));
    return vg_context_info(c, name, size, value, size_ret);
}

cl_int CL_API_CALL clSetContextDestructorCallback(cl_context context, vg_context_destructor notify,
                                                  void *user)
{
    struct vg_context *c;
    VG_TRY(vg_context_get(context, &c));
    return vg_context_on_destroy(c, notify, user);
}
