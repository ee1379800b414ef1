/* SPDX-License-Identifier: MIT */
/* Contexts: the devices that objects may be used on, and where errors are told. Any thread. */
#ifndef VG_PLATFORM_CONTEXT_H
#define VG_PLATFORM_CONTEXT_H

#include <stdbool.h>

#include "platform/object.h"
#include "platform/props.h"

struct vg_device;

typedef void(CL_CALLBACK *vg_context_notify)(const char *message, const void *info, size_t info_size,
                                             void *user);
typedef void(CL_CALLBACK *vg_context_destructor)(cl_context context, void *user);

struct vg_destructor;

struct vg_context {
    struct vg_object object;
    cl_uint device_count;
    struct vg_device **devices; /* retained */
    struct vg_props properties;
    vg_context_notify notify; /* may be NULL */
    void *user;
    struct vg_mutex lock;              /* guards destructors */
    struct vg_destructor *destructors; /* last registered first */
};

/* clCreateContext and clCreateContextFromType. */
cl_int vg_context_create(const cl_context_properties *properties, cl_uint count, const cl_device_id *devices,
                         vg_context_notify notify, void *user, struct vg_context **out);
cl_int vg_context_create_from_type(const cl_context_properties *properties, cl_device_type type,
                                   vg_context_notify notify, void *user, struct vg_context **out);
cl_int vg_context_info(const struct vg_context *context, cl_context_info name, size_t capacity, void *value,
                       size_t *size_ret);
cl_int vg_context_on_destroy(struct vg_context *context, vg_context_destructor notify, void *user);

bool vg_context_has(const struct vg_context *context, const struct vg_device *device);

/* Sends the sentences of this thread's vg_fail() calls to the context's pfn_notify until called with NULL.
 * Entry points whose work belongs to a context bracket that work with the two calls; the context must live
 * that long. */
void vg_context_listen(struct vg_context *context);
/* Tells the context about a command that failed after its enqueue. */
void vg_context_report(struct vg_context *context, cl_int code, const char *message);

#endif
