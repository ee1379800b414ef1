/* SPDX-License-Identifier: MIT */
/* Memory objects: buffers, sub-buffers and images (image.h). A buffer or image owns a block of memory/;
 * sub-buffers, and images that are made from another memory object, name a part of their parent's. */
#ifndef VG_PLATFORM_MEM_H
#define VG_PLATFORM_MEM_H

#include <stdbool.h>

#include "compiler/abi.h"
#include "memory/memory.h"
#include "platform/object.h"
#include "platform/props.h"

struct vg_context;
struct DLManagedTensorVersioned;
struct vg_destructor;
struct vg_external;
struct vg_format;
struct vg_mapping;

typedef void(CL_CALLBACK *vg_mem_destructor)(cl_mem mem, void *user);

enum vg_sharing { VG_NOT_SHARED, VG_IMPORTED, VG_EXPORTED };

struct vg_mem {
    struct vg_object object;
    struct vg_context *context; /* retained */
    cl_mem_object_type type;
    struct vg_mem *parent;  /* whose storage this is, retained; NULL when it has its own */
    struct vg_block *block; /* owned; the parent's when there is one */
    size_t size, origin;    /* origin: within the block */
    cl_mem_flags flags;
    void *host_ptr; /* CL_MEM_HOST_PTR */
    struct vg_props properties;
    enum vg_sharing sharing;                 /* how the storage is a file (external.h) */
    int fd;                                  /* of an exported buffer: the file, owned */
    struct DLManagedTensorVersioned *tensor; /* owned; what the storage was taken from (dlpack.h), or NULL */
    const struct vg_format *format;          /* of an image; else NULL */
    struct vg_image image;                   /* of an image, as kernels see it */

    struct vg_mutex lock;  /* guards what follows */
    bool starts_unwritten; /* checked kernels may complain of what nobody wrote (shadow.c) */
    unsigned char *shadow; /* of struct vg_check_arg, for all of the block; NULL while nobody needed it */
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

/* For image.c: an object without storage, NULL when out of memory; storage of its own with spare bytes behind
 * it, or what properties or CL_MEM_USE_HOST_PTR name, filled as the flags say; storage of another object from
 * origin on. */
struct vg_mem *vg_mem_new(struct vg_context *context, cl_mem_object_type type, cl_mem_flags flags,
                          size_t size);
cl_int vg_mem_make_store(struct vg_mem *mem, const struct vg_external *external, void *host_ptr,
                         size_t spare);
void vg_mem_share_store(struct vg_mem *mem, struct vg_mem *parent, size_t origin);
/* What the flags of an object with a parent leave open comes from the parent. */
cl_mem_flags vg_mem_inherit(cl_mem_flags flags, const struct vg_mem *parent);

/* Itself, or whose storage it is a part of, in the end. */
struct vg_mem *vg_mem_owner(struct vg_mem *mem);
/* First byte, fixed for life. */
void *vg_mem_address(const struct vg_mem *mem);
/* Part of mem as a span of its block. */
struct vg_span vg_mem_span(const struct vg_mem *mem, size_t offset, size_t size, bool write);

/* A part of a memory object: bytes of a buffer in x, pixels of an image. */
struct vg_part {
    size_t at[3], size[3];
};

/* The map table, kept by cmd_map.c in enqueue: a map adds an entry, unmap removes one that begins at pointer.
 * CL_INVALID_OPERATION when two mappings for writing would overlap, CL_INVALID_VALUE when there is none. */
cl_int vg_mem_map(struct vg_mem *mem, void *pointer, const struct vg_part *part, bool write);
cl_int vg_mem_unmap(struct vg_mem *mem, const void *pointer, struct vg_span *held);
/* Keeps what is mapped at pointer in RAM until *held of vg_mem_unmap is released (vg_mem_let_go). */
cl_int vg_mem_hold_mapping(struct vg_mem *mem, const void *pointer, const struct vg_span *span);
void vg_mem_let_go(const struct vg_span *held);

#endif
