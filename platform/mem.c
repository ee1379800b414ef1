/* SPDX-License-Identifier: MIT */
/* Buffers and sub-buffers, and what images share with them. The block is reserved when the object is created,
 * so that a program learns there that it asks for too much; its pages come with the first touch. */
#include "platform/mem.h"

#include <string.h>

#include "base/alloc.h"
#include "base/checked.h"
#include "base/error.h"
#include "platform/check.h"
#include "platform/context.h"
#include "platform/destructor.h"
#include "platform/device.h"
#include "platform/dlpack.h"
#include "platform/external.h"
#include "platform/info.h"
#include "platform/initial.h"
#include "platform/shadow.h"

#define DEVICE_ACCESS (CL_MEM_READ_WRITE | CL_MEM_WRITE_ONLY | CL_MEM_READ_ONLY)
#define HOST_ACCESS (CL_MEM_HOST_WRITE_ONLY | CL_MEM_HOST_READ_ONLY | CL_MEM_HOST_NO_ACCESS)
struct vg_mapping {
    struct vg_mapping *next;
    void *pointer;
    struct vg_part part;
    bool write;
    struct vg_span held; /* kept in RAM; size 0 = nothing */
};

struct vg_mem *vg_mem_new(struct vg_context *context, cl_mem_object_type type, cl_mem_flags flags,
                          size_t size)
{
    struct vg_mem *mem = vg_object_create(VG_KIND_MEM, sizeof(*mem), &context->object);
    if (!mem)
        return NULL;
    vg_mutex_init(&mem->lock, VG_RANK_MEM);
    vg_context_retain(context);
    mem->context = context;
    mem->type = type;
    mem->flags = flags & DEVICE_ACCESS ? flags : flags | CL_MEM_READ_WRITE;
    mem->size = size;
    return mem;
}

/* ---- Buffers ---- */

static const struct vg_props_row buffer_props[] = {
    VG_EXTERNAL_ROWS,
    {.name = CL_MEM_EXPORT_VGPU, .set = vg_external_set_export},
};
static const struct vg_props_table buffer_props_table =
    VG_PROPS_TABLE("clCreateBufferWithProperties", buffer_props, CL_INVALID_PROPERTY);

/* Memory of the application need not fit into the device's: a file of any size may be mapped. */
static cl_int check_size(const struct vg_external *external, cl_mem_flags flags, size_t size,
                         const void *host_ptr)
{
    if (size != 0 && external->imports)
        return CL_SUCCESS; /* its file is the limit */
    if (size != 0 && flags & CL_MEM_USE_HOST_PTR) {
        if (size > UINTPTR_MAX - (uintptr_t)host_ptr)
            return vg_fail(CL_INVALID_BUFFER_SIZE,
                           "size is %zu, which passes the end of the address space from host_ptr %p", size,
                           host_ptr);
        return CL_SUCCESS;
    }
    if (size == 0 || size > vg_device_max_alloc())
        return vg_fail(CL_INVALID_BUFFER_SIZE, "size is %zu, CL_DEVICE_MAX_MEM_ALLOC_SIZE is %llu", size,
                       (unsigned long long)vg_device_max_alloc());
    return CL_SUCCESS;
}

static cl_int check_buffer(const struct vg_context *context, const struct vg_external *external,
                           cl_mem_flags flags, size_t size, const void *host_ptr)
{
    VG_TRY(vg_check_mem_flags(flags, false));
    VG_TRY(vg_external_check(external, context, flags));
    VG_TRY(check_size(external, flags, size, host_ptr));
    return vg_check_host_ptr(flags, host_ptr);
}

static cl_int make_block(struct vg_mem *mem, size_t spare)
{
    size_t bytes;
    if (!vg_add(mem->size, spare, &bytes))
        return vg_fail(CL_MEM_OBJECT_ALLOCATION_FAILURE, "%zu bytes exceed the address space", mem->size);
    return vg_block_create(bytes, VG_MEM_ALIGN_BYTES, &mem->block);
}

cl_int vg_mem_make_store(struct vg_mem *mem, const struct vg_external *external, void *host_ptr, size_t spare)
{
    if (mem->flags & CL_MEM_USE_HOST_PTR) {
        mem->host_ptr = host_ptr;
        return vg_block_wrap(host_ptr, mem->size, &mem->block);
    }
    bool shared = external->imports || external->exports;
    VG_TRY(shared ? vg_external_make_store(external, mem) : make_block(mem, spare));
    if (!(mem->flags & CL_MEM_COPY_HOST_PTR)) {
        mem->starts_unwritten = !shared && !mem->format && vg_shadows_are_wanted();
        return CL_SUCCESS;
    }
    return vg_mem_fill(mem, host_ptr);
}

cl_int vg_buffer_create(struct vg_context *context, const cl_mem_properties *properties, cl_mem_flags flags,
                        size_t size, void *host_ptr, struct vg_mem **out)
{
    struct vg_external external = {0};
    VG_TRY(vg_props_read(&buffer_props_table, properties, &external));
    VG_TRY(check_buffer(context, &external, flags, size, host_ptr));
    struct vg_mem *mem = vg_mem_new(context, CL_MEM_OBJECT_BUFFER, flags, size);
    if (!mem)
        return vg_fail(CL_OUT_OF_HOST_MEMORY, "no memory for a buffer object");
    cl_int err = vg_props_copy(&buffer_props_table, &mem->properties, properties);
    if (err == CL_SUCCESS)
        err = vg_mem_make_store(mem, &external, host_ptr, 0);
    if (err != CL_SUCCESS) {
        vg_mem_release(&mem);
        return err;
    }
    *out = mem;
    return CL_SUCCESS;
}

/* ---- Sub-buffers ---- */

static cl_int check_sub_region(const struct vg_mem *parent, cl_buffer_create_type type,
                               const cl_buffer_region *region)
{
    if (type != CL_BUFFER_CREATE_TYPE_REGION)
        return vg_fail(CL_INVALID_VALUE, "buffer_create_type is 0x%x, not CL_BUFFER_CREATE_TYPE_REGION",
                       type);
    VG_TRY(vg_check_pointer("buffer_create_info", region));
    if (region->size == 0)
        return vg_fail(CL_INVALID_BUFFER_SIZE, "the region has no bytes");
    VG_TRY(vg_check_range(region->origin, region->size, parent->size));
    if (region->origin % VG_MEM_ALIGN_BYTES != 0)
        return vg_fail(CL_MISALIGNED_SUB_BUFFER_OFFSET, "origin %zu is not a multiple of %zu", region->origin,
                       VG_MEM_ALIGN_BYTES);
    return CL_SUCCESS;
}

cl_mem_flags vg_mem_inherit(cl_mem_flags flags, const struct vg_mem *parent)
{
    flags |= parent->flags & VG_STORE_FLAGS;
    if (!(flags & DEVICE_ACCESS))
        flags |= parent->flags & DEVICE_ACCESS;
    if (!(flags & HOST_ACCESS))
        flags |= parent->flags & HOST_ACCESS;
    return flags;
}

void vg_mem_share_store(struct vg_mem *mem, struct vg_mem *parent, size_t origin)
{
    vg_mem_retain(parent);
    mem->parent = parent;
    mem->block = parent->block;
    mem->origin = parent->origin + origin;
    mem->host_ptr = parent->host_ptr ? (char *)parent->host_ptr + origin : NULL;
}

cl_int vg_sub_buffer_create(struct vg_mem *parent, cl_mem_flags flags, cl_buffer_create_type type,
                            const void *info, struct vg_mem **out)
{
    if (parent->type != CL_MEM_OBJECT_BUFFER || parent->parent)
        return vg_fail(CL_INVALID_MEM_OBJECT, "buffer is an image or itself a sub-buffer");
    const cl_buffer_region *region = info;
    VG_TRY(vg_check_view_flags(parent, flags));
    VG_TRY(check_sub_region(parent, type, region));
    struct vg_mem *mem =
        vg_mem_new(parent->context, CL_MEM_OBJECT_BUFFER, vg_mem_inherit(flags, parent), region->size);
    if (!mem)
        return vg_fail(CL_OUT_OF_HOST_MEMORY, "no memory for a sub-buffer object");
    vg_mem_share_store(mem, parent, region->origin);
    *out = mem;
    return CL_SUCCESS;
}

/* ---- Life ---- */

static void call_destructor(vg_any_function *notify, void *handle, void *user)
{
    ((vg_mem_destructor)notify)(handle, user);
}

void vg_mem_destroy(struct vg_mem *mem)
{
    /* The callbacks come last but one: after them the application may free what the block was wrapped around.
     */
    for (struct vg_mapping *mapping = mem->mappings; mapping; mapping = mapping->next)
        vg_mem_let_go(&mapping->held);
    if (!mem->parent)
        vg_block_destroy(&mem->block);
    vg_external_finish(mem);
    vg_destructor_run(&mem->destructors, vg_mem_handle(mem), call_destructor);
    vg_dlpack_let_go(&mem->tensor);
    while (mem->mappings) {
        struct vg_mapping *mapping = mem->mappings;
        mem->mappings = mapping->next;
        vg_free(mapping);
    }
    vg_props_finish(&mem->properties);
    vg_free(mem->shadow);
    vg_mem_release(&mem->parent);
    vg_context_release(&mem->context);
    vg_mutex_finish(&mem->lock);
    vg_object_free(&mem->object);
}

cl_int vg_mem_on_destroy(struct vg_mem *mem, vg_mem_destructor notify, void *user)
{
    return vg_destructor_push(&mem->destructors, &mem->lock, (vg_any_function *)notify, user);
}

struct vg_mem *vg_mem_owner(struct vg_mem *mem)
{
    while (mem->parent)
        mem = mem->parent;
    return mem;
}

void *vg_mem_address(const struct vg_mem *mem)
{
    return (char *)vg_block_address(mem->block) + mem->origin;
}

struct vg_span vg_mem_span(const struct vg_mem *mem, size_t offset, size_t size, bool write)
{
    return (struct vg_span){
        .block = mem->block, .offset = mem->origin + offset, .size = size, .write = write};
}

/* ---- Map table ---- */

static bool overlaps(const struct vg_part *a, const struct vg_part *b)
{
    for (size_t i = 0; i < VG_COUNT(a->at); i++) {
        if (a->at[i] >= b->at[i] + b->size[i] || b->at[i] >= a->at[i] + a->size[i])
            return false;
    }
    return true;
}

cl_int vg_mem_map(struct vg_mem *mem, void *pointer, const struct vg_part *part, bool write)
{
    struct vg_mapping *mapping = vg_zalloc(sizeof(*mapping));
    if (!mapping)
        return vg_fail(CL_OUT_OF_HOST_MEMORY, "no memory for the record of a mapping");
    *mapping = (struct vg_mapping){.pointer = pointer, .part = *part, .write = write};
    bool clash = false;
    vg_mutex_lock(&mem->lock);
    for (const struct vg_mapping *other = mem->mappings; other && write && !clash; other = other->next)
        clash = other->write && overlaps(&mapping->part, &other->part);
    if (!clash) {
        mapping->next = mem->mappings;
        mem->mappings = mapping;
        mem->map_count++;
    }
    vg_mutex_unlock(&mem->lock);
    if (!clash)
        return CL_SUCCESS;
    vg_free(mapping);
    return vg_fail(CL_INVALID_OPERATION, "the region at %p overlaps with one that is mapped for writing",
                   pointer);
}

/* Where the list leads to the mapping, or its end. */
static struct vg_mapping **find_mapping_locked(struct vg_mem *mem, const void *pointer)
{
    struct vg_mapping **at = &mem->mappings;
    while (*at && (*at)->pointer != pointer)
        at = &(*at)->next;
    return at;
}

cl_int vg_mem_hold_mapping(struct vg_mem *mem, const void *pointer, const struct vg_span *span)
{
    bool paged;
    VG_TRY(vg_spans_hold(span, 1, VG_HOLD_WHOLE, &paged));
    if (paged) {
        vg_spans_release(span, 1, true);
        return vg_fail(CL_MAP_FAILURE, "RAM has no room for all %zu bytes that are to be mapped", span->size);
    }
    vg_mutex_lock(&mem->lock);
    struct vg_mapping *mapping = *find_mapping_locked(mem, pointer);
    bool wanted = mapping && mapping->held.size == 0; /* or unmapped already, by a command behind this one */
    if (wanted)
        mapping->held = *span;
    vg_mutex_unlock(&mem->lock);
    if (!wanted)
        vg_mem_let_go(span);
    return CL_SUCCESS;
}

void vg_mem_let_go(const struct vg_span *held)
{
    if (held->size > 0)
        vg_spans_release(held, 1, false);
}

cl_int vg_mem_unmap(struct vg_mem *mem, const void *pointer, struct vg_span *held)
{
    vg_mutex_lock(&mem->lock);
    struct vg_mapping **at = find_mapping_locked(mem, pointer);
    struct vg_mapping *mapping = *at;
    if (mapping) {
        *at = mapping->next;
        mem->map_count--;
    }
    vg_mutex_unlock(&mem->lock);
    if (!mapping)
        return vg_fail(CL_INVALID_VALUE, "mapped_ptr %p is no mapping of this memory object", pointer);
    *held = mapping->held;
    vg_free(mapping);
    return CL_SUCCESS;
}

/* ---- Queries ---- */

static cl_int map_count_row(const void *object, const struct vg_info_out *out)
{
    struct vg_mem *mem = (struct vg_mem *)(uintptr_t)object; /* Only its lock is changed. */
    vg_mutex_lock(&mem->lock);
    cl_uint count = mem->map_count;
    vg_mutex_unlock(&mem->lock);
    return vg_info_put_uint(out, count);
}

/* Only sub-buffers have an offset of their own. */
static cl_int offset_row(const void *object, const struct vg_info_out *out)
{
    const struct vg_mem *mem = object;
    return vg_info_put_size(out, mem->type == CL_MEM_OBJECT_BUFFER ? mem->origin : 0);
}

static cl_int properties_row(const void *object, const struct vg_info_out *out)
{
    const struct vg_mem *mem = object;
    return vg_info_put(out, mem->properties.list, mem->properties.bytes);
}

static struct vg_places places_of(const struct vg_mem *mem)
{
    const struct vg_span span = vg_mem_span(mem, 0, mem->size, false);
    return vg_span_places(&span);
}

static cl_int resident_row(const void *object, const struct vg_info_out *out)
{
    return vg_info_put_size(out, places_of(object).ram);
}

static cl_int stored_row(const void *object, const struct vg_info_out *out)
{
    return vg_info_put_size(out, places_of(object).stored);
}

static const struct vg_info_row mem_rows[] = {
    VG_FIELD(CL_MEM_TYPE, vg_mem, type, cl_mem_object_type),
    VG_FIELD(CL_MEM_FLAGS, vg_mem, flags, cl_mem_flags),
    VG_FIELD(CL_MEM_SIZE, vg_mem, size, size_t),
    VG_FIELD(CL_MEM_HOST_PTR, vg_mem, host_ptr, void *),
    VG_CALL(CL_MEM_MAP_COUNT, map_count_row),
    VG_CALL(CL_MEM_REFERENCE_COUNT, vg_info_api_refs),
    VG_FIELD(CL_MEM_CONTEXT, vg_mem, context, cl_context),
    VG_FIELD(CL_MEM_ASSOCIATED_MEMOBJECT, vg_mem, parent, cl_mem),
    VG_CALL(CL_MEM_OFFSET, offset_row),
    VG_CONST(CL_MEM_USES_SVM_POINTER, cl_bool, CL_FALSE),
    VG_CALL(CL_MEM_PROPERTIES, properties_row),
    VG_CALL(CL_MEM_RESIDENT_SIZE_VGPU, resident_row),
    VG_CALL(CL_MEM_STORED_SIZE_VGPU, stored_row),
};
static const struct vg_info_table mem_table = VG_INFO_TABLE("clGetMemObjectInfo", mem_rows);

cl_int vg_mem_info(const struct vg_mem *mem, cl_mem_info name, size_t capacity, void *value, size_t *size_ret)
{
    return vg_info_get(&mem_table, mem, name, capacity, value, size_ret);
}
