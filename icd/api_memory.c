/* SPDX-License-Identifier: MIT */
/* Buffers and sub-buffers, and what they share with others. */
#include "base/error.h"
#include "icd/entry.h"
#include "platform/context.h"
#include "platform/dlpack.h"
#include "platform/external.h"
#include "platform/mem.h"

cl_mem CL_API_CALL clCreateBufferWithProperties(cl_context context, const cl_mem_properties *properties,
                                                cl_mem_flags flags, size_t size, void *host_ptr,
                                                cl_int *errcode_ret)
{
    struct vg_context *c;
    struct vg_mem *mem = NULL;
    cl_int err = vg_context_get(context, &c);
    if (err == CL_SUCCESS) {
        vg_context_listen(c);
        err = vg_buffer_create(c, properties, flags, size, host_ptr, &mem);
        vg_context_listen(NULL);
    }
    return vg_mem_give(err, mem, errcode_ret);
}

cl_mem CL_API_CALL clCreateBuffer(cl_context context, cl_mem_flags flags, size_t size, void *host_ptr,
                                  cl_int *errcode_ret)
{
    return clCreateBufferWithProperties(context, NULL, flags, size, host_ptr, errcode_ret);
}

cl_mem CL_API_CALL clCreateSubBuffer(cl_mem buffer, cl_mem_flags flags, cl_buffer_create_type type,
                                     const void *info, cl_int *errcode_ret)
{
    struct vg_mem *parent, *mem = NULL;
    cl_int err = vg_mem_get(buffer, &parent);
    if (err == CL_SUCCESS) {
        vg_context_listen(parent->context);
        err = vg_sub_buffer_create(parent, flags, type, info, &mem);
        vg_context_listen(NULL);
    }
    return vg_mem_give(err, mem, errcode_ret);
}

cl_int CL_API_CALL clGetMemObjectInfo(cl_mem mem, cl_mem_info name, size_t size, void *value,
                                      size_t *size_ret)
{
    struct vg_mem *m;
    VG_TRY(vg_mem_get(mem, &m));
    return vg_mem_info(m, name, size, value, size_ret);
}

cl_int CL_API_CALL clSetMemObjectDestructorCallback(cl_mem mem, vg_mem_destructor notify, void *user)
{
    struct vg_mem *m;
    VG_TRY(vg_mem_get(mem, &m));
    return vg_mem_on_destroy(m, notify, user);
}

cl_int CL_API_CALL clGetMemObjectFdVGPU(cl_mem mem, int *fd, size_t *offset)
{
    struct vg_mem *m;
    VG_TRY(vg_mem_get(mem, &m));
    return vg_external_get_fd(m, fd, offset);
}

cl_int CL_API_CALL clCreateDLPackTensorVGPU(cl_mem mem, const cl_tensor_layout_vgpu *layout,
                                            struct DLManagedTensorVersioned **tensor)
{
    struct vg_mem *m;
    VG_TRY(vg_mem_get(mem, &m));
    return vg_dlpack_lend(m, layout, tensor);
}

cl_mem CL_API_CALL clCreateBufferFromDLPackTensorVGPU(cl_context context, cl_mem_flags flags,
                                                      struct DLManagedTensorVersioned *tensor,
                                                      cl_int *errcode_ret)
{
    struct vg_context *c;
    struct vg_mem *mem = NULL;
    cl_int err = vg_context_get(context, &c);
    if (err == CL_SUCCESS) {
        vg_context_listen(c);
        err = vg_dlpack_take(c, flags, tensor, &mem);
        vg_context_listen(NULL);
    }
    return vg_mem_give(err, mem, errcode_ret);
}
