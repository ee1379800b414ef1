/* SPDX-License-Identifier: MIT */
/* Contexts. */
#include "platform/context.h"

#include <string.h>

#include "base/alloc.h"
#include "base/error.h"
#include "platform/check.h"
#include "platform/destructor.h"
#include "platform/device.h"
#include "platform/info.h"
#include "platform/platform.h"

static cl_int set_platform(void *target, cl_properties value)
{
    (void)target;
    struct vg_platform *platform;
    return vg_platform_get((cl_platform_id)(uintptr_t)value, &platform);
}

static cl_int set_user_sync(void *target, cl_properties value)
{
    (void)target;
    if (value != CL_TRUE && value != CL_FALSE)
        return vg_fail(CL_INVALID_PROPERTY, "CL_CONTEXT_INTEROP_USER_SYNC is %llu, not CL_TRUE or CL_FALSE",
                       (unsigned long long)value);
    return CL_SUCCESS;
}

static const struct vg_props_row context_props[] = {
    {.name = CL_CONTEXT_PLATFORM, .set = set_platform},
    {.name = CL_CONTEXT_INTEROP_USER_SYNC, .set = set_user_sync},
};
static const struct vg_props_table context_props_table =
    VG_PROPS_TABLE("clCreateContext", context_props, CL_INVALID_PROPERTY);

/* Adds a device unless it is there already: the specification says that duplicates are ignored. */
static cl_int add_device(struct vg_context *context, cl_device_id handle)
{
    struct vg_device *device;
    VG_TRY(vg_device_get(handle, &device));
    if (vg_context_has(context, device))
        return CL_SUCCESS;
    vg_device_retain(device);
    context->devices[context->device_count++] = device;
    return CL_SUCCESS;
}

static cl_int fill(struct vg_context *context, const cl_context_properties *properties, cl_uint count,
                   const cl_device_id *devices)
{
    VG_TRY(vg_props_copy(&context_props_table, &context->properties, properties));
    context->devices = vg_zalloc_array(count, sizeof(*context->devices));
    if (!context->devices)
        return vg_fail(CL_OUT_OF_HOST_MEMORY, "no memory for the list of %u devices", count);
    for (cl_uint i = 0; i < count; i++)
        VG_TRY(add_device(context, devices[i]));
    return CL_SUCCESS;
}

cl_int vg_context_create(const cl_context_properties *properties, cl_uint count, const cl_device_id *devices,
                         vg_context_notify notify, void *user, struct vg_context **out)
{
    VG_TRY(vg_props_read(&context_props_table, properties, NULL));
    if (count == 0 || !devices)
        return vg_fail(CL_INVALID_VALUE, "num_devices is %u, devices is %p", count, (const void *)devices);
    if (!notify && user)
        return vg_fail(CL_INVALID_VALUE, "user_data is given without pfn_notify");
    struct vg_context *context =
        vg_object_create(VG_KIND_CONTEXT, sizeof(*context), &vg_device_root()->object);
    if (!context)
        return vg_fail(CL_OUT_OF_HOST_MEMORY, "no memory for a context");
    vg_mutex_init(&context->lock, VG_RANK_CONTEXT);
    context->notify = notify;
    context->user = user;
    cl_int err = fill(context, properties, count, devices);
    if (err != CL_SUCCESS) {
        vg_context_release(&context);
        return err;
    }
    *out = context;
    return CL_SUCCESS;
}

cl_int vg_context_create_from_type(const cl_context_properties *properties, cl_device_type type,
                                   vg_context_notify notify, void *user, struct vg_context **out)
{
    VG_TRY(vg_props_read(&context_props_table, properties, NULL));
    VG_TRY(vg_platform_check_type(type));
    const cl_device_id device = vg_device_handle(vg_device_root());
    return vg_context_create(properties, 1, &device, notify, user, out);
}

static void call_destructor(vg_any_function *notify, void *handle, void *user)
{
    ((vg_context_destructor)notify)(handle, user);
}

void vg_context_destroy(struct vg_context *context)
{
    vg_destructor_run(&context->destructors, vg_context_handle(context), call_destructor);
    for (cl_uint i = 0; i < context->device_count; i++)
        vg_device_release(&context->devices[i]);
    vg_free(context->devices);
    vg_props_finish(&context->properties);
    vg_mutex_finish(&context->lock);
    vg_object_free(&context->object);
}

cl_int vg_context_on_destroy(struct vg_context *context, vg_context_destructor notify, void *user)
{
    return vg_destructor_push(&context->destructors, &context->lock, (vg_any_function *)notify, user);
}

bool vg_context_has(const struct vg_context *context, const struct vg_device *device)
{
    for (cl_uint i = 0; i < context->device_count; i++) {
        if (context->devices[i] == device)
            return true;
    }
    return false;
}

static cl_int devices_row(const void *object, const struct vg_info_out *out)
{
    /* A handle is its object's address, so that the list of objects is the list of handles. */
    const struct vg_context *context = object;
    return vg_info_put(out, context->devices, context->device_count * sizeof(cl_device_id));
}

static cl_int properties_row(const void *object, const struct vg_info_out *out)
{
    const struct vg_context *context = object;
    return vg_info_put(out, context->properties.list, context->properties.bytes);
}

static const struct vg_info_row context_rows[] = {
    VG_CALL(CL_CONTEXT_REFERENCE_COUNT, vg_info_api_refs),
    VG_FIELD(CL_CONTEXT_NUM_DEVICES, vg_context, device_count, cl_uint),
    VG_CALL(CL_CONTEXT_DEVICES, devices_row),
    VG_CALL(CL_CONTEXT_PROPERTIES, properties_row),
};
static const struct vg_info_table context_table = VG_INFO_TABLE("clGetContextInfo", context_rows);

cl_int vg_context_info(const struct vg_context *context, cl_context_info name, size_t capacity, void *value,
                       size_t *size_ret)
{
    return vg_info_get(&context_table, context, name, capacity, value, size_ret);
}

void vg_context_report(struct vg_context *context, cl_int code, const char *message)
{
    if (context->notify)
        context->notify(message, &code, sizeof(code), context->user);
}

static void sink(void *data, cl_int code, const char *message)
{
    vg_context_report(data, code, message);
}

void vg_context_listen(struct vg_context *context)
{
    bool wants = context && context->notify;
    vg_error_set_sink(wants ? sink : NULL, wants ? context : NULL);
}
