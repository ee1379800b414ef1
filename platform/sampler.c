/* SPDX-License-Identifier: MIT */
/* Sampler objects: a property list read into three modes. */
#include "platform/sampler.h"

#include "base/error.h"
#include "compiler/abi.h"
#include "platform/context.h"
#include "platform/device.h"
#include "platform/info.h"

cl_int vg_check_images(const struct vg_context *context)
{
    for (cl_uint i = 0; i < context->device_count; i++) {
        cl_bool images = CL_FALSE;
        VG_TRY(vg_device_info(context->devices[i], CL_DEVICE_IMAGE_SUPPORT, sizeof(images), &images, NULL));
        if (images)
            return CL_SUCCESS;
    }
    return vg_fail(CL_INVALID_OPERATION, "no device of the context supports images");
}

static cl_int set_normalized(void *target, cl_properties value)
{
    struct vg_sampler *sampler = target;
    if (value != CL_TRUE && value != CL_FALSE)
        return vg_fail(CL_INVALID_VALUE, "CL_SAMPLER_NORMALIZED_COORDS is %llu", (unsigned long long)value);
    sampler->normalized = (cl_bool)value;
    return CL_SUCCESS;
}

static cl_int set_addressing(void *target, cl_properties value)
{
    struct vg_sampler *sampler = target;
    if (value < CL_ADDRESS_NONE || value > CL_ADDRESS_MIRRORED_REPEAT)
        return vg_fail(CL_INVALID_VALUE, "CL_SAMPLER_ADDRESSING_MODE is 0x%llx", (unsigned long long)value);
    sampler->addressing = (cl_addressing_mode)value;
    return CL_SUCCESS;
}

static cl_int set_filter(void *target, cl_properties value)
{
    struct vg_sampler *sampler = target;
    if (value != CL_FILTER_NEAREST && value != CL_FILTER_LINEAR)
        return vg_fail(CL_INVALID_VALUE, "CL_SAMPLER_FILTER_MODE is 0x%llx", (unsigned long long)value);
    sampler->filter = (cl_filter_mode)value;
    return CL_SUCCESS;
}

static const struct vg_props_row property_rows[] = {
    {.name = CL_SAMPLER_NORMALIZED_COORDS, .set = set_normalized},
    {.name = CL_SAMPLER_ADDRESSING_MODE, .set = set_addressing},
    {.name = CL_SAMPLER_FILTER_MODE, .set = set_filter},
};

/* Reads list; kept is what CL_SAMPLER_PROPERTIES answers. */
static cl_int create(struct vg_context *context, const cl_sampler_properties *list,
                     const cl_sampler_properties *kept, struct vg_sampler **out)
{
    static const struct vg_props_table table =
        VG_PROPS_TABLE("clCreateSamplerWithProperties", property_rows, CL_INVALID_VALUE);
    struct vg_sampler *sampler = vg_object_create(VG_KIND_SAMPLER, sizeof(*sampler), &context->object);
    if (!sampler)
        return vg_fail(CL_OUT_OF_HOST_MEMORY, "a sampler object");
    vg_context_retain(context);
    sampler->context = context;
    sampler->normalized = CL_TRUE;
    sampler->addressing = CL_ADDRESS_CLAMP;
    sampler->filter = CL_FILTER_NEAREST;
    cl_int err = vg_props_read(&table, list, sampler);
    if (err == CL_SUCCESS)
        err = vg_props_copy(&table, &sampler->properties, kept);
    if (err != CL_SUCCESS) {
        vg_sampler_release(&sampler);
        return err;
    }
    *out = sampler;
    return CL_SUCCESS;
}

cl_int vg_sampler_create(struct vg_context *context, const cl_sampler_properties *properties,
                         struct vg_sampler **out)
{
    return create(context, properties, properties, out);
}

cl_int vg_sampler_create_modes(struct vg_context *context, cl_bool normalized, cl_addressing_mode addressing,
                               cl_filter_mode filter, struct vg_sampler **out)
{
    const cl_sampler_properties list[] = {CL_SAMPLER_NORMALIZED_COORDS,
                                          normalized,
                                          CL_SAMPLER_ADDRESSING_MODE,
                                          addressing,
                                          CL_SAMPLER_FILTER_MODE,
                                          filter,
                                          0};
    return create(context, list, NULL, out);
}

void vg_sampler_destroy(struct vg_sampler *sampler)
{
    vg_props_finish(&sampler->properties);
    vg_context_release(&sampler->context);
    vg_object_free(&sampler->object);
}

static cl_int put_properties(const void *object, const struct vg_info_out *out)
{
    const struct vg_sampler *sampler = object;
    return vg_info_put(out, sampler->properties.list, sampler->properties.bytes);
}

static const struct vg_info_row sampler_rows[] = {
    VG_CALL(CL_SAMPLER_REFERENCE_COUNT, vg_info_api_refs),
    VG_FIELD(CL_SAMPLER_CONTEXT, vg_sampler, context, cl_context),
    VG_FIELD(CL_SAMPLER_NORMALIZED_COORDS, vg_sampler, normalized, cl_bool),
    VG_FIELD(CL_SAMPLER_ADDRESSING_MODE, vg_sampler, addressing, cl_addressing_mode),
    VG_FIELD(CL_SAMPLER_FILTER_MODE, vg_sampler, filter, cl_filter_mode),
    VG_CALL(CL_SAMPLER_PROPERTIES, put_properties),
};

cl_int vg_sampler_info(const struct vg_sampler *sampler, cl_sampler_info name, size_t capacity, void *value,
                       size_t *size_ret)
{
    static const struct vg_info_table table = VG_INFO_TABLE("clGetSamplerInfo", sampler_rows);
    return vg_info_get(&table, sampler, name, capacity, value, size_ret);
}

uint64_t vg_sampler_code(const struct vg_sampler *sampler)
{
    static const uint64_t addressing[] = {
        [CL_ADDRESS_NONE - CL_ADDRESS_NONE] = VG_SAMPLER_ADDRESS_NONE,
        [CL_ADDRESS_CLAMP_TO_EDGE - CL_ADDRESS_NONE] = VG_SAMPLER_CLAMP_TO_EDGE,
        [CL_ADDRESS_CLAMP - CL_ADDRESS_NONE] = VG_SAMPLER_CLAMP,
        [CL_ADDRESS_REPEAT - CL_ADDRESS_NONE] = VG_SAMPLER_REPEAT,
        [CL_ADDRESS_MIRRORED_REPEAT - CL_ADDRESS_NONE] = VG_SAMPLER_MIRRORED_REPEAT,
    };
    uint64_t code = addressing[sampler->addressing - CL_ADDRESS_NONE];
    code |= sampler->normalized ? VG_SAMPLER_NORMALIZED : 0;
    return code | (sampler->filter == CL_FILTER_LINEAR ? VG_SAMPLER_LINEAR : VG_SAMPLER_NEAREST);
}
