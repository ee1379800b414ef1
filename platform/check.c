/* SPDX-License-Identifier: MIT */
/* The rules. Each comment quotes the condition from the OpenCL API specification. */
#include "platform/check.h"

#include "base/checked.h"
#include "base/error.h"
#include "executor/executor.h"
#include "platform/context.h"
#include "platform/device.h"
#include "platform/mem.h"
#include "platform/queue.h"

/* "if event_wait_list is NULL and num_events_in_wait_list > 0, or event_wait_list is not NULL and
 * num_events_in_wait_list is 0, or if event objects in event_wait_list are not valid events" */
cl_int vg_check_wait(const struct vg_context *context, struct vg_wait wait)
{
    if ((wait.count == 0) != (wait.events == NULL))
        return vg_fail(CL_INVALID_EVENT_WAIT_LIST, "num_events_in_wait_list is %u, event_wait_list is %p",
                       wait.count, (const void *)wait.events);
    for (cl_uint i = 0; i < wait.count; i++) {
        const struct vg_event *event = vg_event_from(wait.events[i]);
        if (!event)
            return vg_fail(CL_INVALID_EVENT_WAIT_LIST, "event_wait_list[%u] is %p, not a valid event", i,
                           (const void *)wait.events[i]);
        VG_TRY(vg_check_same_context(context, event->context, "event_wait_list"));
    }
    return CL_SUCCESS;
}

/* "if num_x is zero and x is not NULL, or if num_x is not zero and x is NULL" */
cl_int vg_check_list(const char *what, cl_uint count, const void *list)
{
    if ((count == 0) != (list == NULL))
        return vg_fail(CL_INVALID_VALUE, "%s is %p for %u elements", what, list, count);
    return CL_SUCCESS;
}

/* "if memobj is not a valid memory object" */
cl_int vg_check_mem(const struct vg_queue *queue, cl_mem handle, struct vg_mem **out)
{
    VG_TRY(vg_mem_get(handle, out));
    return vg_check_same_context(queue->context, (*out)->context, "the memory object");
}

/* "if buffer is not a valid buffer object"; the alignment of sub-buffers is the same for all devices and is
 * seen to when they are made. */
cl_int vg_check_buffer(const struct vg_queue *queue, cl_mem handle, struct vg_mem **out)
{
    VG_TRY(vg_check_mem(queue, handle, out));
    return vg_check_is_buffer(*out);
}

cl_int vg_check_is_buffer(const struct vg_mem *mem)
{
    if (mem->type != CL_MEM_OBJECT_BUFFER)
        return vg_fail(CL_INVALID_MEM_OBJECT, "%p is an image, not a buffer", (const void *)mem);
    return CL_SUCCESS;
}

/* "if the context associated with command_queue and ... are not the same" */
cl_int vg_check_same_context(const struct vg_context *a, const struct vg_context *b, const char *what)
{
    if (a != b)
        return vg_fail(CL_INVALID_CONTEXT, "%s belongs to context %p, the call to %p", what, (const void *)b,
                       (const void *)a);
    return CL_SUCCESS;
}

/* "if device is not associated with context" */
cl_int vg_check_device_in(const struct vg_context *context, const struct vg_device *device)
{
    if (!vg_context_has(context, device))
        return vg_fail(CL_INVALID_DEVICE, "device %p is not one of context %p", (const void *)device,
                       (const void *)context);
    return CL_SUCCESS;
}

/* "if the region specified by (offset, size) is out of bounds" */
cl_int vg_check_range(size_t offset, size_t size, size_t limit)
{
    if (!vg_in_range(offset, size, limit))
        return vg_fail(CL_INVALID_VALUE, "offset %zu and size %zu leave the buffer of %zu bytes", offset,
                       size, limit);
    return CL_SUCCESS;
}

/* "if origin or region is NULL" */
cl_int vg_check_origin(const struct vg_end *end)
{
    if (end->no_origin)
        return vg_fail(CL_INVALID_VALUE, "an origin is NULL");
    return CL_SUCCESS;
}

/* "if any region array element is zero" */
cl_int vg_check_region(const size_t region[3])
{
    if (region[0] == 0 || region[1] == 0 || region[2] == 0)
        return vg_fail(CL_INVALID_VALUE, "region is NULL or {%zu, %zu, %zu}", region[0], region[1],
                       region[2]);
    return CL_SUCCESS;
}

/* "if row_pitch is not 0 and is less than region[0]; if slice_pitch is not 0 and is less than region[1] *
 * row_pitch or is not a multiple of row_pitch" */
cl_int vg_check_pitches(struct vg_box *box, const size_t region[3])
{
    if (box->row == 0)
        box->row = region[0];
    else if (box->row < region[0])
        return vg_fail(CL_INVALID_VALUE, "row pitch %zu is less than region[0] %zu", box->row, region[0]);
    size_t rows;
    if (!vg_mul(region[1], box->row, &rows))
        return vg_fail(CL_INVALID_VALUE, "region[1] %zu times row pitch %zu overflows", region[1], box->row);
    if (box->slice == 0)
        box->slice = rows;
    else if (box->slice < rows || (box->row != 0 && box->slice % box->row != 0))
        return vg_fail(CL_INVALID_VALUE,
                       "slice pitch %zu is less than %zu or not a multiple of row pitch %zu", box->slice,
                       rows, box->row);
    return CL_SUCCESS;
}

/* Offset of the box's first byte; false when it overflows. */
static bool box_start(const struct vg_box *box, size_t *start)
{
    return vg_add_mul(box->at[0], box->at[1], box->row, start) &&
           vg_add_mul(*start, box->at[2], box->slice, start);
}

/* "if the region being read or written specified by (origin, region, row_pitch, slice_pitch) is out of
 * bounds" */
cl_int vg_check_box(const struct vg_box *box, const size_t region[3], size_t limit)
{
    size_t end;
    bool fits = box_start(box, &end) && vg_add_mul(end, region[1] - 1, box->row, &end) &&
                vg_add_mul(end, region[2] - 1, box->slice, &end) && vg_add(end, region[0], &end);
    if (!fits || end > limit)
        return vg_fail(
            CL_INVALID_VALUE,
            "origin {%zu, %zu, %zu}, region {%zu, %zu, %zu} and pitches %zu and %zu leave the %zu bytes",
            box->at[0], box->at[1], box->at[2], region[0], region[1], region[2], box->row, box->slice, limit);
    return CL_SUCCESS;
}

struct bounds {
    ptrdiff_t low, high;
};

/* Whether |delta - j * slice - i * row| < width for some i and j in the given bounds. Since slice is at least
 * rows * row and row at least width, only the two nearest multiples of either pitch come into question. */
static bool strides_meet(ptrdiff_t delta, const struct vg_box *box, size_t width, struct bounds i_range,
                         struct bounds j_range)
{
    const ptrdiff_t row = (ptrdiff_t)box->row, slice = (ptrdiff_t)box->slice, w = (ptrdiff_t)width;
    ptrdiff_t j = delta / slice - (delta % slice < 0);
    for (ptrdiff_t j_end = j + 1; j <= j_end; j++) {
        ptrdiff_t rest = delta - j * slice;
        ptrdiff_t i = rest / row - (rest % row < 0);
        for (ptrdiff_t i_end = i + 1; i <= i_end; i++) {
            ptrdiff_t distance = rest - i * row;
            if (distance < w && distance > -w && i >= i_range.low && i <= i_range.high && j >= j_range.low &&
                j <= j_range.high)
                return true;
        }
    }
    return false;
}

/* Boxes with different pitches, one row of a after another. */
static bool rows_meet(ptrdiff_t delta, const struct vg_box *a, const struct vg_box *b, const size_t region[3])
{
    const struct bounds rows = {0, (ptrdiff_t)region[1] - 1}, slices = {0, (ptrdiff_t)region[2] - 1};
    for (size_t j = 0; j < region[2]; j++) {
        for (size_t i = 0; i < region[1]; i++) {
            ptrdiff_t at = delta + (ptrdiff_t)(j * a->slice + i * a->row);
            if (strides_meet(at, b, region[0], rows, slices))
                return true;
        }
    }
    return false;
}

static size_t box_extent(const struct vg_box *box, const size_t region[3])
{
    return (region[2] - 1) * box->slice + (region[1] - 1) * box->row + region[0];
}

/* "if src_buffer and dst_buffer are the same buffer or sub-buffer object and the source and destination
 * regions overlap or if src_buffer and dst_buffer are different sub-buffers of the same associated buffer
 * object and they overlap" */
cl_int vg_check_overlap(const struct vg_mem *a, const struct vg_box *a_box, const struct vg_mem *b,
                        const struct vg_box *b_box, const size_t region[3])
{
    if (a->block != b->block || region[0] == 0)
        return CL_SUCCESS;
    size_t a_start = 0, b_start = 0;
    (void)box_start(a_box, &a_start); /* Both were found to be within their buffers. */
    (void)box_start(b_box, &b_start);
    ptrdiff_t delta = (ptrdiff_t)(a->origin + a_start) - (ptrdiff_t)(b->origin + b_start);
    if (delta >= (ptrdiff_t)box_extent(b_box, region) || -delta >= (ptrdiff_t)box_extent(a_box, region))
        return CL_SUCCESS;
    bool meet;
    if (a_box->row == b_box->row && a_box->slice == b_box->slice) {
        const ptrdiff_t rows = (ptrdiff_t)region[1] - 1, slices = (ptrdiff_t)region[2] - 1;
        meet = strides_meet(delta, a_box, region[0], (struct bounds){-rows, rows},
                            (struct bounds){-slices, slices});
    } else {
        meet = rows_meet(delta, a_box, b_box, region);
    }
    if (meet)
        return vg_fail(CL_MEM_COPY_OVERLAP, "source and destination overlap, they are %td bytes apart",
                       delta);
    return CL_SUCCESS;
}

/* "if src_buffer and dst_buffer are the same buffer object and src_row_pitch is not equal to dst_row_pitch";
 * likewise the slice pitches */
cl_int vg_check_same_pitches(const struct vg_box *a, const struct vg_box *b)
{
    if (a->row != b->row || a->slice != b->slice)
        return vg_fail(CL_INVALID_VALUE, "pitches %zu, %zu and %zu, %zu differ within one buffer", a->row,
                       a->slice, b->row, b->slice);
    return CL_SUCCESS;
}

/* "if clEnqueueReadBuffer is called on buffer which has been created with CL_MEM_HOST_WRITE_ONLY or
 * CL_MEM_HOST_NO_ACCESS", and the like */
cl_int vg_check_host_access(const struct vg_mem *mem, bool host_reads, bool host_writes)
{
    if (host_reads && (mem->flags & (CL_MEM_HOST_WRITE_ONLY | CL_MEM_HOST_NO_ACCESS)))
        return vg_fail(CL_INVALID_OPERATION, "the host may not read a memory object with flags 0x%llx",
                       (unsigned long long)mem->flags);
    if (host_writes && (mem->flags & (CL_MEM_HOST_READ_ONLY | CL_MEM_HOST_NO_ACCESS)))
        return vg_fail(CL_INVALID_OPERATION, "the host may not write a memory object with flags 0x%llx",
                       (unsigned long long)mem->flags);
    return CL_SUCCESS;
}

/* At most one bit of mask is in flags. */
static bool is_exclusive(cl_mem_flags flags, cl_mem_flags mask)
{
    flags &= mask;
    return (flags & (flags - 1)) == 0;
}

/* "if values specified in flags are not valid" as the table of memory flags defines them */
cl_int vg_check_mem_flags(cl_mem_flags flags, bool sub)
{
    const cl_mem_flags device = CL_MEM_READ_WRITE | CL_MEM_WRITE_ONLY | CL_MEM_READ_ONLY;
    const cl_mem_flags host = CL_MEM_HOST_WRITE_ONLY | CL_MEM_HOST_READ_ONLY | CL_MEM_HOST_NO_ACCESS;
    VG_TRY(vg_check_bits("flags", flags, device | host | (sub ? 0 : VG_STORE_FLAGS)));
    if (!is_exclusive(flags, device) || !is_exclusive(flags, host) ||
        !is_exclusive(flags, CL_MEM_USE_HOST_PTR | CL_MEM_ALLOC_HOST_PTR) ||
        !is_exclusive(flags, CL_MEM_USE_HOST_PTR | CL_MEM_COPY_HOST_PTR))
        return vg_fail(CL_INVALID_VALUE, "flags 0x%llx exclude each other", (unsigned long long)flags);
    return CL_SUCCESS;
}

/* "if buffer (mem_object) was created with CL_MEM_WRITE_ONLY and flags specifies CL_MEM_READ_WRITE or
 * CL_MEM_READ_ONLY", and the like: bits of flags that a parent with one of the bits of held excludes. */
static const struct {
    cl_mem_flags held, excluded;
} view_rules[] = {
    {CL_MEM_WRITE_ONLY, CL_MEM_READ_WRITE | CL_MEM_READ_ONLY},
    {CL_MEM_READ_ONLY, CL_MEM_READ_WRITE | CL_MEM_WRITE_ONLY},
    {CL_MEM_HOST_WRITE_ONLY, CL_MEM_HOST_READ_ONLY},
    {CL_MEM_HOST_READ_ONLY, CL_MEM_HOST_WRITE_ONLY},
    {CL_MEM_HOST_NO_ACCESS, CL_MEM_HOST_READ_ONLY | CL_MEM_HOST_WRITE_ONLY},
};

cl_int vg_check_view_flags(const struct vg_mem *parent, cl_mem_flags flags)
{
    VG_TRY(vg_check_mem_flags(flags, true));
    for (size_t i = 0; i < VG_COUNT(view_rules); i++) {
        if ((parent->flags & view_rules[i].held) && (flags & view_rules[i].excluded))
            return vg_fail(CL_INVALID_VALUE, "flags 0x%llx contradict the 0x%llx of what it is made from",
                           (unsigned long long)flags, (unsigned long long)parent->flags);
    }
    return CL_SUCCESS;
}

/* "if host_ptr is NULL and CL_MEM_USE_HOST_PTR or CL_MEM_COPY_HOST_PTR are set in flags or if host_ptr is not
 * NULL but CL_MEM_COPY_HOST_PTR or CL_MEM_USE_HOST_PTR are not set in flags" */
cl_int vg_check_host_ptr(cl_mem_flags flags, const void *host_ptr)
{
    bool wanted = (flags & (CL_MEM_USE_HOST_PTR | CL_MEM_COPY_HOST_PTR)) != 0;
    if (wanted != (host_ptr != NULL))
        return vg_fail(CL_INVALID_HOST_PTR, "host_ptr is %p with flags 0x%llx", host_ptr,
                       (unsigned long long)flags);
    return CL_SUCCESS;
}

cl_int vg_check_bits(const char *what, cl_bitfield bits, cl_bitfield allowed)
{
    if (bits & ~allowed)
        return vg_fail(CL_INVALID_VALUE, "%s 0x%llx has bits outside 0x%llx", what, (unsigned long long)bits,
                       (unsigned long long)allowed);
    return CL_SUCCESS;
}

cl_int vg_check_pointer(const char *what, const void *pointer)
{
    if (!pointer)
        return vg_fail(CL_INVALID_VALUE, "%s is NULL", what);
    return CL_SUCCESS;
}

/* "The behavior of calling ... blocking OpenCL operations from the following list below, in a callback is
 * undefined." */
cl_int vg_check_may_wait(void)
{
    if (vg_executor_on_worker())
        return vg_fail(CL_INVALID_OPERATION,
                       "a native kernel or destructor callback must not wait for commands");
    return CL_SUCCESS;
}
