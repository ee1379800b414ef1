/* SPDX-License-Identifier: MIT */
/* The rules of the specification: one function per condition, the only place that writes the rule's error
 * code. */
#ifndef VG_PLATFORM_CHECK_H
#define VG_PLATFORM_CHECK_H

#include <stdbool.h>
#include <stddef.h>

#include "platform/command.h"
#include "platform/event.h"

struct vg_context;
struct vg_device;
struct vg_mem;
struct vg_queue;

/* Wait lists: count and pointer agree, all are events of the context. */
cl_int vg_check_wait(const struct vg_context *context, struct vg_wait wait);
/* count and list are both empty or both not: CL_INVALID_VALUE otherwise. what names the list. */
cl_int vg_check_list(const char *what, cl_uint count, const void *list);

/* A handle that commands of the queue may use: valid and of the queue's context; then also a buffer. */
cl_int vg_check_mem(const struct vg_queue *queue, cl_mem handle, struct vg_mem **out);
cl_int vg_check_buffer(const struct vg_queue *queue, cl_mem handle, struct vg_mem **out);
cl_int vg_check_is_buffer(const struct vg_mem *mem);
cl_int vg_check_same_context(const struct vg_context *a, const struct vg_context *b, const char *what);
cl_int vg_check_device_in(const struct vg_context *context, const struct vg_device *device);

/* [offset, offset + size) lies within limit bytes. */
cl_int vg_check_range(size_t offset, size_t size, size_t limit);
/* The application gave an origin. */
cl_int vg_check_origin(const struct vg_end *end);
/* No element is zero. */
cl_int vg_check_region(const size_t region[3]);
/* Pitches are 0 or large enough; fills in the packed ones. */
cl_int vg_check_pitches(struct vg_box *box, const size_t region[3]);
/* The region at the box (with its pitches filled in) ends within limit bytes. */
cl_int vg_check_box(const struct vg_box *box, const size_t region[3], size_t limit);
/* The regions at two boxes (pitches filled in, both within their buffers) share no byte: CL_MEM_COPY_OVERLAP.
 */
cl_int vg_check_overlap(const struct vg_mem *a, const struct vg_box *a_box, const struct vg_mem *b,
                        const struct vg_box *b_box, const size_t region[3]);
/* Two boxes in the same buffer have the same pitches: CL_INVALID_VALUE otherwise. */
cl_int vg_check_same_pitches(const struct vg_box *a, const struct vg_box *b);

/* CL_MEM_HOST_* allow the host to read or write mem: CL_INVALID_OPERATION otherwise. */
cl_int vg_check_host_access(const struct vg_mem *mem, bool host_reads, bool host_writes);
/* Which memory of the host an object uses, or copies. */
#define VG_STORE_FLAGS (CL_MEM_USE_HOST_PTR | CL_MEM_ALLOC_HOST_PTR | CL_MEM_COPY_HOST_PTR)
/* Legal combinations of cl_mem_flags, for buffers (sub false) and sub-buffers. */
cl_int vg_check_mem_flags(cl_mem_flags flags, bool sub);
/* The same for an object that is made from another one, whose flags they must not contradict. */
cl_int vg_check_view_flags(const struct vg_mem *parent, cl_mem_flags flags);
/* Host pointer and flags agree: CL_INVALID_HOST_PTR. */
cl_int vg_check_host_ptr(cl_mem_flags flags, const void *host_ptr);
/* Bits outside allowed: CL_INVALID_VALUE. what names the argument. */
cl_int vg_check_bits(const char *what, cl_bitfield bits, cl_bitfield allowed);
/* A required pointer: CL_INVALID_VALUE. */
cl_int vg_check_pointer(const char *what, const void *pointer);
/* Waiting is not possible from a native kernel or destructor callback that runs on a worker. */
cl_int vg_check_may_wait(void);

#endif
