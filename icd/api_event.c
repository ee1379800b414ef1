/* SPDX-License-Identifier: MIT */
/* Events. */
#include "base/error.h"
#include "icd/entry.h"
#include "platform/event.h"

cl_event CL_API_CALL clCreateUserEvent(cl_context context, cl_int *errcode_ret)
{
    struct vg_context *c;
    struct vg_event *event = NULL;
    cl_int err = vg_context_get(context, &c);
    if (err == CL_SUCCESS)
        err = vg_user_event_create(c, &event);
    return vg_event_give(err, event, errcode_ret);
}

cl_int CL_API_CALL clSetUserEventStatus(cl_event event, cl_int status)
{
    struct vg_event *e;
    VG_TRY(vg_event_get(event, &e));
    return vg_user_event_set(e, status);
}

cl_int CL_API_CALL clWaitForEvents(cl_uint num_events, const cl_event *events)
{
    return vg_event_wait_all(num_events, events);
}

cl_int CL_API_CALL clGetEventInfo(cl_event event, cl_event_info name, size_t size, void *value,
                                  size_t *size_ret)
{
    struct vg_event *e;
    VG_TRY(vg_event_get(event, &e));
    return vg_event_info(e, name, size, value, size_ret);
}

cl_int CL_API_CALL clGetEventProfilingInfo(cl_event event, cl_profiling_info name, size_t size, void *value,
                                           size_t *size_ret)
{
    struct vg_event *e;
    VG_TRY(vg_event_get(event, &e));
    return vg_event_profiling_info(e, name, size, value, size_ret);
}

cl_int CL_API_CALL clSetEventCallback(cl_event event, cl_int status, vg_event_notify notify, void *user)
{
    struct vg_event *e;
    VG_TRY(vg_event_get(event, &e));
    return vg_event_on_status(e, status, notify, user);
}
