/* SPDX-License-Identifier: MIT */
/* Shared virtual memory, which the device does not report: allocation gives NULL, as the specification has
 * it, and commands are refused once their queue is known to be one. */
#include "base/error.h"
#include "icd/entry.h"
#include "platform/object.h"

static cl_int refuse(cl_command_queue queue, const char *entry)
{
    struct vg_queue *q;
    VG_TRY(vg_queue_get(queue, &q));
    return vg_fail(CL_INVALID_OPERATION, "%s: the device does not support shared virtual memory", entry);
}

void *CL_API_CALL clSVMAlloc(cl_context context, cl_svm_mem_flags flags, size_t size, cl_uint alignment)
{
    (void)flags, (void)alignment;
    if (vg_context_from(context))
        vg_fail(CL_INVALID_OPERATION, "clSVMAlloc of %zu bytes: no device of the context supports it", size);
    return NULL;
}

void CL_API_CALL clSVMFree(cl_context context, void *pointer)
{
    (void)context, (void)pointer;
}

cl_int CL_API_CALL clEnqueueSVMFree(cl_command_queue queue, cl_uint num_pointers, void *pointers[],
                                    void(CL_CALLBACK *free_function)(cl_command_queue, cl_uint, void *[],
                                                                     void *),
                                    void *user, cl_uint num_events, const cl_event *events, cl_event *event)
{
    (void)num_pointers, (void)pointers, (void)free_function, (void)user, (void)num_events, (void)events,
        (void)event;
    return refuse(queue, __func__);
}

cl_int CL_API_CALL clEnqueueSVMMemcpy(cl_command_queue queue, cl_bool blocking, void *to, const void *from,
                                      size_t size, cl_uint num_events, const cl_event *events,
                                      cl_event *event)
{
    (void)blocking, (void)to, (void)from, (void)size, (void)num_events, (void)events, (void)event;
    return refuse(queue, __func__);
}

cl_int CL_API_CALL clEnqueueSVMMemFill(cl_command_queue queue, void *pointer, const void *pattern,
                                       size_t pattern_size, size_t size, cl_uint num_events,
                                       const cl_event *events, cl_event *event)
{
    (void)pointer, (void)pattern, (void)pattern_size, (void)size, (void)num_events, (void)events, (void)event;
    return refuse(queue, __func__);
}

cl_int CL_API_CALL clEnqueueSVMMap(cl_command_queue queue, cl_bool blocking, cl_map_flags flags,
                                   void *pointer, size_t size, cl_uint num_events, const cl_event *events,
                                   cl_event *event)
{
    (void)blocking, (void)flags, (void)pointer, (void)size, (void)num_events, (void)events, (void)event;
    return refuse(queue, __func__);
}

cl_int CL_API_CALL clEnqueueSVMUnmap(cl_command_queue queue, void *pointer, cl_uint num_events,
                                     const cl_event *events, cl_event *event)
{
    (void)pointer, (void)num_events, (void)events, (void)event;
    return refuse(queue, __func__);
}

cl_int CL_API_CALL clEnqueueSVMMigrateMem(cl_command_queue queue, cl_uint num_pointers, const void **pointers,
                                          const size_t *sizes, cl_mem_migration_flags flags,
                                          cl_uint num_events, const cl_event *events, cl_event *event)
{
    (void)num_pointers, (void)pointers, (void)sizes, (void)flags, (void)num_events, (void)events, (void)event;
    return refuse(queue, __func__);
}
