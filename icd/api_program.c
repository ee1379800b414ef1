/* SPDX-License-Identifier: MIT */
/* Programs. */
#include "base/error.h"
#include "icd/entry.h"
#include "platform/context.h"
#include "platform/program.h"

cl_program CL_API_CALL clCreateProgramWithSource(cl_context context, cl_uint count, const char **strings,
                                                 const size_t *lengths, cl_int *errcode_ret)
{
    struct vg_context *c;
    struct vg_program *program = NULL;
    cl_int err = vg_context_get(context, &c);
    if (err == CL_SUCCESS) {
        vg_context_listen(c);
        err = vg_program_from_source(c, count, strings, lengths, &program);
        vg_context_listen(NULL);
    }
    return vg_program_give(err, program, errcode_ret);
}

cl_program CL_API_CALL clCreateProgramWithBinary(cl_context context, cl_uint num_devices,
                                                 const cl_device_id *devices, const size_t *lengths,
                                                 const unsigned char **binaries, cl_int *status,
                                                 cl_int *errcode_ret)
{
    const struct vg_binary_list list = {{num_devices, devices}, lengths, binaries, status};
    struct vg_context *c;
    struct vg_program *program = NULL;
    cl_int err = vg_context_get(context, &c);
    if (err == CL_SUCCESS) {
        vg_context_listen(c);
        err = vg_program_from_binaries(c, &list, &program);
        vg_context_listen(NULL);
    }
    return vg_program_give(err, program, errcode_ret);
}

cl_program CL_API_CALL clCreateProgramWithBuiltInKernels(cl_context context, cl_uint num_devices,
                                                         const cl_device_id *devices, const char *names,
                                                         cl_int *errcode_ret)
{
    struct vg_context *c;
    struct vg_program *program = NULL;
    cl_int err = vg_context_get(context, &c);
    if (err == CL_SUCCESS) {
        vg_context_listen(c);
        err = vg_program_from_built_ins(c, (struct vg_device_list){num_devices, devices}, names, &program);
        vg_context_listen(NULL);
    }
    return vg_program_give(err, program, errcode_ret);
}

cl_program CL_API_CALL clCreateProgramWithIL(cl_context context, const void *il, size_t length,
                                             cl_int *errcode_ret)
{
    struct vg_context *c;
    cl_int err = vg_context_get(context, &c);
    (void)il;
    if (err == CL_SUCCESS)
        err = vg_fail(CL_INVALID_OPERATION,
                      "no device of the context reads an intermediate language (%zu bytes)", length);
    return vg_program_give(err, NULL, errcode_ret);
}

cl_int CL_API_CALL clBuildProgram(cl_program program, cl_uint num_devices, const cl_device_id *devices,
                                  const char *options, vg_program_notify notify, void *user)
{
    const struct vg_build_call call = {.stage = VG_STAGE_BUILD,
                                       .devices = {num_devices, devices},
                                       .options = options,
                                       .notify = notify,
                                       .user = user};
    struct vg_program *p;
    VG_TRY(vg_program_get(program, &p));
    return vg_program_build(p, &call);
}

cl_int CL_API_CALL clCompileProgram(cl_program program, cl_uint num_devices, const cl_device_id *devices,
                                    const char *options, cl_uint num_headers, const cl_program *headers,
                                    const char **header_names, vg_program_notify notify, void *user)
{
    const struct vg_build_call call = {VG_STAGE_COMPILE, {num_devices, devices}, options, num_headers,
                                       headers,          header_names,           notify,  user};
    struct vg_program *p;
    VG_TRY(vg_program_get(program, &p));
    return vg_program_build(p, &call);
}

/* A link that fails as such still gives its program, which has the log. */
cl_program CL_API_CALL clLinkProgram(cl_context context, cl_uint num_devices, const cl_device_id *devices,
                                     const char *options, cl_uint num_inputs, const cl_program *inputs,
                                     vg_program_notify notify, void *user, cl_int *errcode_ret)
{
    const struct vg_link_call call = {{num_devices, devices}, options, num_inputs, inputs, notify, user};
    struct vg_context *c;
    struct vg_program *program = NULL;
    cl_int err = vg_context_get(context, &c);
    if (err == CL_SUCCESS)
        err = vg_program_link(c, &call, &program);
    if (errcode_ret)
        *errcode_ret = err;
    return vg_program_handle(program);
}

/* "may unconditionally return an error if no devices support destructors for program scope global variables"
 */
cl_int CL_API_CALL clSetProgramReleaseCallback(cl_program program, vg_program_notify notify, void *user)
{
    struct vg_program *p;
    (void)user;
    VG_TRY(vg_program_get(program, &p));
    if (!notify)
        return vg_fail(CL_INVALID_VALUE, "pfn_notify is NULL");
    return vg_fail(CL_INVALID_OPERATION,
                   "no device of the context has destructors of program-scope variables");
}

cl_int CL_API_CALL clSetProgramSpecializationConstant(cl_program program, cl_uint id, size_t size,
                                                      const void *value)
{
    struct vg_program *p;
    (void)size, (void)value;
    VG_TRY(vg_program_get(program, &p));
    return vg_fail(CL_INVALID_OPERATION,
                   "constant %u: no device of the program reads an intermediate language", id);
}

cl_int CL_API_CALL clGetProgramInfo(cl_program program, cl_program_info name, size_t size, void *value,
                                    size_t *size_ret)
{
    struct vg_program *p;
    VG_TRY(vg_program_get(program, &p));
    return vg_program_info(p, name, size, value, size_ret);
}

cl_int CL_API_CALL clGetProgramBuildInfo(cl_program program, cl_device_id device, cl_program_build_info name,
                                         size_t size, void *value, size_t *size_ret)
{
    struct vg_program *p;
    VG_TRY(vg_program_get(program, &p));
    return vg_program_build_info(p, device, name, size, value, size_ret);
}
