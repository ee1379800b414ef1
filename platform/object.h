/* SPDX-License-Identifier: MIT */
/* What every API object begins with, and its two reference counts.
 *
 * api_refs counts the application's references (clRetain/clRelease, CL_*_REFERENCE_COUNT); together they own
 * one of refs, the count that decides over life and death. Other objects and running commands own the rest of
 * refs. A handle is the object's address. All functions may be called from any thread.
 *
 * For each line of kinds.def, with mem as the example, this header declares
 *   struct vg_mem *vg_mem_from(cl_mem)                checked cast; NULL when it is not a good handle
 *   cl_int vg_mem_get(cl_mem, struct vg_mem **)       the same with the kind's error code through vg_fail
 *   cl_mem vg_mem_handle(const struct vg_mem *)       NULL for NULL
 *   cl_mem vg_mem_give(cl_int, struct vg_mem *, cl_int *errcode_ret)  end of a clCreate: the handle, or NULL
 * on error void vg_mem_retain(struct vg_mem *)               takes an internal reference void
 * vg_mem_release(struct vg_mem **)             drops one and NULLs; NULL inside is a no-op cl_int
 * vg_mem_api_retain(cl_mem), vg_mem_api_release(cl_mem)      the whole of clRetain and clRelease void
 * vg_mem_destroy(struct vg_mem *)              written in mem.c, called when refs reach 0 (also for
 * half-built objects); ends with vg_object_free */
#ifndef VG_PLATFORM_OBJECT_H
#define VG_PLATFORM_OBJECT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/cl.h"
#include "base/sync.h"

struct _cl_icd_dispatch;

enum vg_kind {
    VG_KIND_NONE,
#define VG_KIND(TAG, tag, handle, retain, release, error, reach) VG_KIND_##TAG,
#include "platform/kinds.def"
#undef VG_KIND
    VG_KIND_COUNT
};

struct vg_object {
    const struct _cl_icd_dispatch *dispatch; /* the loader's two words come first */
    void *disp_data;
    atomic_uint kind; /* enum vg_kind; VG_KIND_NONE once freed */
    bool immortal;    /* the platform and its root device: counts stay 1 */
    struct vg_refcount api_refs, refs;
};

/* A zeroed object of size bytes with both counts 1 and the loader's words of parent, or NULL when out of
 * memory. */
void *vg_object_create(enum vg_kind kind, size_t size, const struct vg_object *parent);
/* The same in memory that the caller has zeroed. */
void vg_object_init(struct vg_object *object, enum vg_kind kind, const struct vg_object *parent);
/* Poisons the kind and frees the memory: the last act of each destroy function. NULL is a no-op. */
void vg_object_free(struct vg_object *object);

struct vg_object *vg_object_from(const void *handle, enum vg_kind kind);
cl_int vg_object_get(const void *handle, enum vg_kind kind, struct vg_object **out);
void vg_object_retain(struct vg_object *object);
void vg_object_release(struct vg_object *object);
cl_int vg_object_api_retain(const void *handle, enum vg_kind kind);
cl_int vg_object_api_release(const void *handle, enum vg_kind kind);
/* The value of CL_*_REFERENCE_COUNT. */
cl_uint vg_object_api_refs(const struct vg_object *object);

#define VG_KIND(TAG, tag, handle_t, retain_, release_, error, reach)                                         \
    struct vg_##tag;                                                                                         \
    void vg_##tag##_destroy(struct vg_##tag *tag);                                                           \
    static inline struct vg_##tag *vg_##tag##_from(handle_t handle)                                          \
    {                                                                                                        \
        return (struct vg_##tag *)(void *)vg_object_from(handle, VG_KIND_##TAG);                             \
    }                                                                                                        \
    static inline cl_int vg_##tag##_get(handle_t handle, struct vg_##tag **out)                              \
    {                                                                                                        \
        struct vg_object *object = NULL;                                                                     \
        cl_int err = vg_object_get(handle, VG_KIND_##TAG, &object);                                          \
        *out = (struct vg_##tag *)(void *)object;                                                            \
        return err;                                                                                          \
    }                                                                                                        \
    static inline handle_t vg_##tag##_handle(const struct vg_##tag *tag)                                     \
    {                                                                                                        \
        return (handle_t)(uintptr_t)tag;                                                                     \
    }                                                                                                        \
    static inline handle_t vg_##tag##_give(cl_int err, struct vg_##tag *tag, cl_int *errcode_ret)            \
    {                                                                                                        \
        if (errcode_ret)                                                                                     \
            *errcode_ret = err;                                                                              \
        return err == CL_SUCCESS ? vg_##tag##_handle(tag) : NULL;                                            \
    }                                                                                                        \
    static inline void vg_##tag##_retain(struct vg_##tag *tag)                                               \
    {                                                                                                        \
        vg_object_retain((struct vg_object *)(void *)tag);                                                   \
    }                                                                                                        \
    static inline void vg_##tag##_release(struct vg_##tag **tag)                                             \
    {                                                                                                        \
        if (*tag)                                                                                            \
            vg_object_release((struct vg_object *)(void *)*tag);                                             \
        *tag = NULL;                                                                                         \
    }                                                                                                        \
    static inline cl_int vg_##tag##_api_retain(handle_t handle)                                              \
    {                                                                                                        \
        return vg_object_api_retain(handle, VG_KIND_##TAG);                                                  \
    }                                                                                                        \
    static inline cl_int vg_##tag##_api_release(handle_t handle)                                             \
    {                                                                                                        \
        return vg_object_api_release(handle, VG_KIND_##TAG);                                                 \
    }
#include "platform/kinds.def"
#undef VG_KIND

#endif
