/* SPDX-License-Identifier: MIT */
/* Memory objects: buffers and sub-buffers. A buffer owns a block of memory/, a sub-buffer names a part of its
 * parent's. */
#ifndef VG_PLATFORM_MEM_H
#define VG_PLATFORM_MEM_H

#include <stdbool.h>

#include "memory/memory.h"
#include "platform/object.h"
#include "platform/props.h"

struct vg_context;
struct vg_destructor;
struct vg_mapping;

typedef void(CL_CALLBACK *vg_mem_destructor)(cl_mem mem, void *user);

struct vg_mem {
    struct vg_object object;
    struct vg_context *context; /* retained */
    struct vg_mem *parent;      /* of a sub-buffer, retained */
    struct vg_block *block;     /* owned; the parent's for a sub-buffer */
    size_t size, origin;        /* origin: within the parent */
    cl_mem_flags flags;
    void *host_ptr; /* CL_MEM_HOST_PTR */
    struct vg_props properties;

    struct vg_mutex lock; /* guards what follows */
    struct vg_mapping *mappings;
    cl_uint map_count;
    struct vg_destructor *destructors; /* last registered first */
};

cl_int vg_buffer_create(struct vg_context *context, const cl_mem_properties *properties, cl_mem_flags flags,
                        size_t size, void *host_ptr, struct vg_mem **out);
/* clCreateSubBuffer; info is a cl_buffer_region when type is CL_BUFFER_CREATE_TYPE_REGION. */
cl_int vg_sub_buffer_create(struct vg_mem *parent, cl_mem_flags flags, cl_buffer_create_type type,
                            const void *info, struct vg_mem **out);
cl_int vg_mem_info(const struct vg_mem *mem, cl_mem_info name, size_t capacity, void *value,
                   size_t *size_ret);
cl_int vg_mem_on_destroy(struct vg_mem *mem, vg_mem_destructor notify, void *user);

/* First byte, fixed for life. */
void *vg_mem_address(const struct vg_mem *mem);
/* Part of mem as a span of its block. */
struct vg_span vg_mem_span(const struct vg_mem *mem, size_t offset, size_t size, bool write);

/* The map table, kept by cmd_map.c in enqueue: a map adds an entry, unmap removes one that begins at pointer.
 * CL_INVALID_OPERATION when two mappings for writing would overlap, CL_INVALID_VALUE when there is none. */
cl_int vg_mem_map(struct vg_mem *mem, void *pointer, size_t size, bool write);
cl_int vg_mem_unmap(struct vg_mem *mem, const void *pointer);

#endif
