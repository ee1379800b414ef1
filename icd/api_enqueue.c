/* SPDX-License-Identifier: MIT */
/* Every enqueue that the device can carry out: the arguments become one typed command, which platform/ checks
 * and runs. */
#include "base/error.h"
#include "icd/entry.h"
#include "platform/check.h"
#include "platform/cmd_kernel.h"
#include "platform/command.h"
#include "platform/queue.h"

cl_int CL_API_CALL clEnqueueReadBuffer(cl_command_queue queue, cl_mem buffer, cl_bool blocking, size_t offset,
                                       size_t size, void *ptr, cl_uint num_events, const cl_event *events,
                                       cl_event *event)
{
    struct vg_transfer t =
        vg_transfer(CL_COMMAND_READ_BUFFER, vg_end_buffer(buffer, offset), vg_end_host(ptr), size);
    return vg_enqueue(queue, &t.base, vg_wait_list(num_events, events), blocking, event);
}

cl_int CL_API_CALL clEnqueueWriteBuffer(cl_command_queue queue, cl_mem buffer, cl_bool blocking,
                                        size_t offset, size_t size, const void *ptr, cl_uint num_events,
                                        const cl_event *events, cl_event *event)
{
    struct vg_transfer t =
        vg_transfer(CL_COMMAND_WRITE_BUFFER, vg_end_host(ptr), vg_end_buffer(buffer, offset), size);
    return vg_enqueue(queue, &t.base, vg_wait_list(num_events, events), blocking, event);
}

cl_int CL_API_CALL clEnqueueCopyBuffer(cl_command_queue queue, cl_mem from, cl_mem to, size_t from_offset,
                                       size_t to_offset, size_t size, cl_uint num_events,
                                       const cl_event *events, cl_event *event)
{
    struct vg_transfer t = vg_transfer(CL_COMMAND_COPY_BUFFER, vg_end_buffer(from, from_offset),
                                       vg_end_buffer(to, to_offset), size);
    return vg_enqueue(queue, &t.base, vg_wait_list(num_events, events), CL_FALSE, event);
}

cl_int CL_API_CALL clEnqueueReadBufferRect(cl_command_queue queue, cl_mem buffer, cl_bool blocking,
                                           const size_t *buffer_origin, const size_t *host_origin,
                                           const size_t *region, size_t buffer_row, size_t buffer_slice,
                                           size_t host_row, size_t host_slice, void *ptr, cl_uint num_events,
                                           const cl_event *events, cl_event *event)
{
    struct vg_transfer t = vg_transfer_rect(
        CL_COMMAND_READ_BUFFER_RECT, vg_end_buffer_rect(buffer, buffer_origin, buffer_row, buffer_slice),
        vg_end_host_rect(ptr, host_origin, host_row, host_slice), region);
    return vg_enqueue(queue, &t.base, vg_wait_list(num_events, events), blocking, event);
}

cl_int CL_API_CALL clEnqueueWriteBufferRect(cl_command_queue queue, cl_mem buffer, cl_bool blocking,
                                            const size_t *buffer_origin, const size_t *host_origin,
                                            const size_t *region, size_t buffer_row, size_t buffer_slice,
                                            size_t host_row, size_t host_slice, const void *ptr,
                                            cl_uint num_events, const cl_event *events, cl_event *event)
{
    struct vg_transfer t = vg_transfer_rect(
        CL_COMMAND_WRITE_BUFFER_RECT, vg_end_host_rect(ptr, host_origin, host_row, host_slice),
        vg_end_buffer_rect(buffer, buffer_origin, buffer_row, buffer_slice), region);
    return vg_enqueue(queue, &t.base, vg_wait_list(num_events, events), blocking, event);
}

cl_int CL_API_CALL clEnqueueCopyBufferRect(cl_command_queue queue, cl_mem from, cl_mem to,
                                           const size_t *from_origin, const size_t *to_origin,
                                           const size_t *region, size_t from_row, size_t from_slice,
                                           size_t to_row, size_t to_slice, cl_uint num_events,
                                           const cl_event *events, cl_event *event)
{
    struct vg_transfer t = vg_transfer_rect(CL_COMMAND_COPY_BUFFER_RECT,
                                            vg_end_buffer_rect(from, from_origin, from_row, from_slice),
                                            vg_end_buffer_rect(to, to_origin, to_row, to_slice), region);
    return vg_enqueue(queue, &t.base, vg_wait_list(num_events, events), CL_FALSE, event);
}

cl_int CL_API_CALL clEnqueueFillBuffer(cl_command_queue queue, cl_mem buffer, const void *pattern,
                                       size_t pattern_size, size_t offset, size_t size, cl_uint num_events,
                                       const cl_event *events, cl_event *event)
{
    struct vg_fill_command fill = vg_fill_buffer(buffer, pattern, pattern_size, offset, size);
    return vg_enqueue(queue, &fill.base, vg_wait_list(num_events, events), CL_FALSE, event);
}

void *CL_API_CALL clEnqueueMapBuffer(cl_command_queue queue, cl_mem buffer, cl_bool blocking,
                                     cl_map_flags flags, size_t offset, size_t size, cl_uint num_events,
                                     const cl_event *events, cl_event *event, cl_int *errcode_ret)
{
    struct vg_map map = vg_map_buffer(buffer, flags, offset, size);
    return vg_enqueue_map(queue, &map, blocking, vg_wait_list(num_events, events), event, errcode_ret);
}

cl_int CL_API_CALL clEnqueueUnmapMemObject(cl_command_queue queue, cl_mem mem, void *pointer,
                                           cl_uint num_events, const cl_event *events, cl_event *event)
{
    struct vg_unmap unmap = vg_unmap(mem, pointer);
    return vg_enqueue(queue, &unmap.base, vg_wait_list(num_events, events), CL_FALSE, event);
}

cl_int CL_API_CALL clEnqueueMigrateMemObjects(cl_command_queue queue, cl_uint num_mems, const cl_mem *mems,
                                              cl_mem_migration_flags flags, cl_uint num_events,
                                              const cl_event *events, cl_event *event)
{
    struct vg_migrate migrate = vg_migrate(num_mems, mems, flags);
    return vg_enqueue(queue, &migrate.base, vg_wait_list(num_events, events), CL_FALSE, event);
}

static cl_int hand_over(cl_command_type type, cl_command_queue queue, cl_uint num_mems, const cl_mem *mems,
                        struct vg_wait wait, cl_event *event)
{
    struct vg_migrate migrate = vg_hand_over(type, num_mems, mems);
    return vg_enqueue(queue, &migrate.base, wait, CL_FALSE, event);
}

cl_int CL_API_CALL clEnqueueAcquireExternalMemObjectsKHR(cl_command_queue queue, cl_uint num_mems,
                                                         const cl_mem *mems, cl_uint num_events,
                                                         const cl_event *events, cl_event *event)
{
    return hand_over(CL_COMMAND_ACQUIRE_EXTERNAL_MEM_OBJECTS_KHR, queue, num_mems, mems,
                     vg_wait_list(num_events, events), event);
}

cl_int CL_API_CALL clEnqueueReleaseExternalMemObjectsKHR(cl_command_queue queue, cl_uint num_mems,
                                                         const cl_mem *mems, cl_uint num_events,
                                                         const cl_event *events, cl_event *event)
{
    return hand_over(CL_COMMAND_RELEASE_EXTERNAL_MEM_OBJECTS_KHR, queue, num_mems, mems,
                     vg_wait_list(num_events, events), event);
}

cl_int CL_API_CALL clEnqueueNDRangeKernel(cl_command_queue queue, cl_kernel kernel, cl_uint work_dim,
                                          const size_t *offset, const size_t *global, const size_t *local,
                                          cl_uint num_events, const cl_event *events, cl_event *event)
{
    struct vg_launch_plan plan;
    struct vg_ndrange ndrange = vg_ndrange(CL_COMMAND_NDRANGE_KERNEL, kernel,
                                           (struct vg_extent){work_dim, offset, global, local}, &plan);
    return vg_enqueue(queue, &ndrange.base, vg_wait_list(num_events, events), CL_FALSE, event);
}

cl_int CL_API_CALL clEnqueueTask(cl_command_queue queue, cl_kernel kernel, cl_uint num_events,
                                 const cl_event *events, cl_event *event)
{
    static const size_t one = 1;
    struct vg_launch_plan plan;
    struct vg_ndrange ndrange =
        vg_ndrange(CL_COMMAND_TASK, kernel, (struct vg_extent){1, NULL, &one, &one}, &plan);
    return vg_enqueue(queue, &ndrange.base, vg_wait_list(num_events, events), CL_FALSE, event);
}

cl_int CL_API_CALL clEnqueueNativeKernel(cl_command_queue queue, vg_native_function run, void *args,
                                         size_t args_size, cl_uint num_mems, const cl_mem *mems,
                                         const void **mem_places, cl_uint num_events, const cl_event *events,
                                         cl_event *event)
{
    struct vg_native native = vg_native(run, args, args_size, num_mems, mems, mem_places);
    return vg_enqueue(queue, &native.base, vg_wait_list(num_events, events), CL_FALSE, event);
}

cl_int CL_API_CALL clEnqueueMarkerWithWaitList(cl_command_queue queue, cl_uint num_events,
                                               const cl_event *events, cl_event *event)
{
    struct vg_wait wait = vg_wait_list(num_events, events);
    struct vg_command marker = vg_marker(wait);
    return vg_enqueue(queue, &marker, wait, CL_FALSE, event);
}

cl_int CL_API_CALL clEnqueueBarrierWithWaitList(cl_command_queue queue, cl_uint num_events,
                                                const cl_event *events, cl_event *event)
{
    struct vg_wait wait = vg_wait_list(num_events, events);
    struct vg_command barrier = vg_barrier(wait);
    return vg_enqueue(queue, &barrier, wait, CL_FALSE, event);
}

cl_int CL_API_CALL clEnqueueMarker(cl_command_queue queue, cl_event *event)
{
    struct vg_queue *q;
    VG_TRY(vg_queue_get(queue, &q));
    VG_TRY(vg_check_pointer("event", event));
    return clEnqueueMarkerWithWaitList(queue, 0, NULL, event);
}

cl_int CL_API_CALL clEnqueueBarrier(cl_command_queue queue)
{
    return clEnqueueBarrierWithWaitList(queue, 0, NULL, NULL);
}

/* Its error codes are not those of a wait list. */
cl_int CL_API_CALL clEnqueueWaitForEvents(cl_command_queue queue, cl_uint num_events, const cl_event *events)
{
    struct vg_queue *q;
    struct vg_event *e;
    VG_TRY(vg_queue_get(queue, &q));
    if (num_events == 0 || !events)
        return vg_fail(CL_INVALID_VALUE, "num_events is %u and event_list %p", num_events,
                       (const void *)events);
    for (cl_uint i = 0; i < num_events; i++)
        VG_TRY(vg_event_get(events[i], &e));
    struct vg_command command = vg_wait_for();
    return vg_enqueue(queue, &command, vg_wait_list(num_events, events), CL_FALSE, NULL);
}
