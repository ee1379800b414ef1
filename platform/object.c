/* SPDX-License-Identifier: MIT */
/* Reference counts and checked casts, common to all kinds of objects. What differs from kind to kind is in
 * tables made from kinds.def. */
#include "platform/object.h"

#include <stdint.h>

#include "base/alloc.h"
#include "base/error.h"
#include "platform/event.h"

enum reach { OWN, QUERY };

struct kind_traits {
    const char *name;
    enum reach reach;
    cl_int error;
    void (*destroy)(struct vg_object *object);
};

#define VG_KIND(TAG, tag, handle, retain, release, error, reach)                                             \
    static void destroy_##tag(struct vg_object *object)                                                      \
    {                                                                                                        \
        vg_##tag##_destroy((struct vg_##tag *)(void *)object);                                               \
    }
#include "platform/kinds.def"
#undef VG_KIND

static void let_go_event(struct vg_object *object)
{
    vg_event_let_go((struct vg_event *)(void *)object);
}

/* Called when the application lets its last reference go. */
static void (*const let_go_hooks[VG_KIND_COUNT])(struct vg_object *) = {[VG_KIND_EVENT] = let_go_event};

static const struct kind_traits kinds[VG_KIND_COUNT] = {
#define VG_KIND(TAG, tag, handle, retain, release, error, reach)                                             \
    [VG_KIND_##TAG] = {#handle, reach, error, destroy_##tag},
#include "platform/kinds.def"
#undef VG_KIND
};

void vg_object_init(struct vg_object *object, enum vg_kind kind, const struct vg_object *parent)
{
    if (parent) {
        object->dispatch = parent->dispatch;
        object->disp_data = parent->disp_data;
    }
    vg_ref_init(&object->api_refs);
    vg_ref_init(&object->refs);
    atomic_init(&object->kind, kind);
}

void *vg_object_create(enum vg_kind kind, size_t size, const struct vg_object *parent)
{
    struct vg_object *object = vg_zalloc(size);
    if (object)
        vg_object_init(object, kind, parent);
    return object;
}

void vg_object_free(struct vg_object *object)
{
    if (!object)
        return;
    atomic_store_explicit(&object->kind, VG_KIND_NONE, memory_order_relaxed);
    vg_free(object);
}

struct vg_object *vg_object_from(const void *handle, enum vg_kind kind)
{
    struct vg_object *object = (struct vg_object *)(uintptr_t)handle;
    if (!object || (uintptr_t)handle % _Alignof(struct vg_object) != 0)
        return NULL;
    if (atomic_load_explicit(&object->kind, memory_order_relaxed) != kind)
        return NULL;
    if (kinds[kind].reach == OWN && vg_ref_get(&object->api_refs) == 0)
        return NULL;
    return object;
}

cl_int vg_object_get(const void *handle, enum vg_kind kind, struct vg_object **out)
{
    *out = vg_object_from(handle, kind);
    if (!*out)
        return vg_fail(kinds[kind].error, "%p is not a valid %s", handle, kinds[kind].name);
    return CL_SUCCESS;
}

void vg_object_retain(struct vg_object *object)
{
    if (!object->immortal)
        vg_ref_take(&object->refs);
}

void vg_object_release(struct vg_object *object)
{
    if (!object->immortal && vg_ref_drop(&object->refs))
        kinds[atomic_load_explicit(&object->kind, memory_order_relaxed)].destroy(object);
}

cl_int vg_object_api_retain(const void *handle, enum vg_kind kind)
{
    struct vg_object *object;
    VG_TRY(vg_object_get(handle, kind, &object));
    if (object->immortal)
        return CL_SUCCESS;
    /* The first reference after the last one was dropped owns an internal reference again; whoever handed the
     * handle out keeps the object alive meanwhile. */
    if (atomic_fetch_add_explicit(&object->api_refs.count, 1, memory_order_relaxed) == 0)
        vg_object_retain(object);
    return CL_SUCCESS;
}

cl_int vg_object_api_release(const void *handle, enum vg_kind kind)
{
    struct vg_object *object;
    VG_TRY(vg_object_get(handle, kind, &object));
    if (object->immortal)
        return CL_SUCCESS;
    uint_least32_t count = vg_ref_get(&object->api_refs);
    do {
        if (count == 0)
            return vg_fail(kinds[kind].error, "%s %p was released more often than it was retained",
                           kinds[kind].name, handle);
    } while (!atomic_compare_exchange_weak_explicit(&object->api_refs.count, &count, count - 1,
                                                    memory_order_acq_rel, memory_order_relaxed));
    if (count == 1) {
        if (let_go_hooks[kind])
            let_go_hooks[kind](object);
        vg_object_release(object);
    }
    return CL_SUCCESS;
}

cl_uint vg_object_api_refs(const struct vg_object *object)
{
    return vg_ref_get(&object->api_refs);
}
