/* SPDX-License-Identifier: MIT */
/* Kernels and their arguments. */
#include "base/error.h"
#include "icd/entry.h"
#include "platform/cmd_kernel.h"
#include "platform/context.h"
#include "platform/kernel.h"
#include "platform/program.h"

cl_kernel CL_API_CALL clCreateKernel(cl_program program, const char *name, cl_int *errcode_ret)
{
    struct vg_program *p;
    struct vg_kernel *kernel = NULL;
    cl_int err = vg_program_get(program, &p);
    if (err == CL_SUCCESS) {
        vg_context_listen(p->context);
        err = vg_kernel_create(p, name, &kernel);
        vg_context_listen(NULL);
    }
    return vg_kernel_give(err, kernel, errcode_ret);
}

cl_int CL_API_CALL clCreateKernelsInProgram(cl_program program, cl_uint num_kernels, cl_kernel *kernels,
                                            cl_uint *num_kernels_ret)
{
    struct vg_program *p;
    VG_TRY(vg_program_get(program, &p));
    return vg_kernel_create_all(p, num_kernels, kernels, num_kernels_ret);
}

cl_kernel CL_API_CALL clCloneKernel(cl_kernel source, cl_int *errcode_ret)
{
    struct vg_kernel *k, *kernel = NULL;
    cl_int err = vg_kernel_get(source, &k);
    if (err == CL_SUCCESS)
        err = vg_kernel_clone(k, &kernel);
    return vg_kernel_give(err, kernel, errcode_ret);
}

cl_int CL_API_CALL clSetKernelArg(cl_kernel kernel, cl_uint index, size_t size, const void *value)
{
    struct vg_kernel *k;
    VG_TRY(vg_kernel_get(kernel, &k));
    vg_context_listen(k->program->context);
    cl_int err = vg_kernel_set_arg(k, index, size, value);
    vg_context_listen(NULL);
    return err;
}

cl_int CL_API_CALL clSetKernelArgSVMPointer(cl_kernel kernel, cl_uint index, const void *value)
{
    struct vg_kernel *k;
    (void)value;
    VG_TRY(vg_kernel_get(kernel, &k));
    return vg_kernel_set_svm_arg(k, index);
}

cl_int CL_API_CALL clSetKernelExecInfo(cl_kernel kernel, cl_kernel_exec_info name, size_t size,
                                       const void *value)
{
    struct vg_kernel *k;
    VG_TRY(vg_kernel_get(kernel, &k));
    return vg_kernel_set_exec_info(k, name, size, value);
}

cl_int CL_API_CALL clGetKernelInfo(cl_kernel kernel, cl_kernel_info name, size_t size, void *value,
                                   size_t *size_ret)
{
    struct vg_kernel *k;
    VG_TRY(vg_kernel_get(kernel, &k));
    return vg_kernel_info(k, name, size, value, size_ret);
}

cl_int CL_API_CALL clGetKernelArgInfo(cl_kernel kernel, cl_uint index, cl_kernel_arg_info name, size_t size,
                                      void *value, size_t *size_ret)
{
    struct vg_kernel *k;
    VG_TRY(vg_kernel_get(kernel, &k));
    return vg_kernel_arg_info(k, index, name, size, value, size_ret);
}

cl_int CL_API_CALL clGetKernelWorkGroupInfo(cl_kernel kernel, cl_device_id device,
                                            cl_kernel_work_group_info name, size_t size, void *value,
                                            size_t *size_ret)
{
    struct vg_kernel *k;
    VG_TRY(vg_kernel_get(kernel, &k));
    return vg_kernel_work_group_info(k, device, name, size, value, size_ret);
}

cl_int CL_API_CALL clGetKernelSubGroupInfo(cl_kernel kernel, cl_device_id device,
                                           cl_kernel_sub_group_info name, size_t input_size,
                                           const void *input, size_t size, void *value, size_t *size_ret)
{
    struct vg_kernel *k;
    const struct vg_info_out out = {size, value, size_ret};
    VG_TRY(vg_kernel_get(kernel, &k));
    return vg_kernel_sub_group_info(k, device, name, input_size, input, &out);
}

cl_int CL_API_CALL clGetKernelSuggestedLocalWorkSize(cl_command_queue queue, cl_kernel kernel,
                                                     cl_uint work_dim, const size_t *offset,
                                                     const size_t *global, size_t *local)
{
    return vg_suggest_local_size(queue, kernel, (struct vg_extent){work_dim, offset, global, NULL}, local);
}
