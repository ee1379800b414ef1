/* SPDX-License-Identifier: MIT */
/* Sampler objects. Any thread. */
#ifndef VG_PLATFORM_SAMPLER_H
#define VG_PLATFORM_SAMPLER_H

#include <stdint.h>

#include "platform/object.h"
#include "platform/props.h"

struct vg_context;

struct vg_sampler {
    struct vg_object object;
    struct vg_context *context; /* retained */
    cl_bool normalized;
    cl_addressing_mode addressing;
    cl_filter_mode filter;
    struct vg_props properties;
};

/* "CL_INVALID_OPERATION if images are not supported by any device associated with context" */
cl_int vg_check_images(const struct vg_context *context);
cl_int vg_sampler_create(struct vg_context *context, const cl_sampler_properties *properties,
                         struct vg_sampler **out);
/* clCreateSampler: the sampler has no properties that it could give back. */
cl_int vg_sampler_create_modes(struct vg_context *context, cl_bool normalized, cl_addressing_mode addressing,
                               cl_filter_mode filter, struct vg_sampler **out);
cl_int vg_sampler_info(const struct vg_sampler *sampler, cl_sampler_info name, size_t capacity, void *value,
                       size_t *size_ret);
/* The value of a kernel argument: enum vg_sampler_bits of compiler/abi.h. */
uint64_t vg_sampler_code(const struct vg_sampler *sampler);

#endif
