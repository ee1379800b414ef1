/* SPDX-License-Identifier: MIT */
/* Extensions of the vGPU's own. Their functions are found by clGetExtensionFunctionAddressForPlatform.
 *
 * cl_vgpu_memory_tiers tells where device memory is at the moment: in RAM, or in a store below it (compressed
 * in RAM, or in the spill file). All numbers are bytes. They may be out of date when the query returns if
 * commands are under way. What is in RAM and unchanged since it was read counts in both places; what nobody
 * wrote yet counts in neither. What moves on from one store to the other is neither read nor written. Memory
 * of the application (CL_MEM_USE_HOST_PTR, and what is shared by the extensions below) counts as RAM,
 * wherever the system has put it.
 *
 * cl_vgpu_memory_export makes buffers whose storage other processes can map, or import by
 * cl_khr_external_memory_opaque_fd.
 *
 * cl_vgpu_dlpack lends buffers to libraries that speak DLPack 1, and takes theirs, without a copy. */
#ifndef CL_EXT_VGPU_H
#define CL_EXT_VGPU_H

#include <CL/cl.h>

#ifdef __cplusplus
extern "C" {
#endif

#define cl_vgpu_memory_tiers 1
#define CL_VGPU_MEMORY_TIERS_EXTENSION_NAME "cl_vgpu_memory_tiers"

/* clGetMemObjectInfo, size_t. Of a sub-buffer: of its region. */
#define CL_MEM_RESIDENT_SIZE_VGPU 0x56470001
#define CL_MEM_STORED_SIZE_VGPU 0x56470002

/* clGetDeviceInfo, cl_ulong. Of all devices of the process, which share their memory. */
#define CL_DEVICE_MEMORY_USED_VGPU 0x56470010     /* of CL_DEVICE_GLOBAL_MEM_SIZE, by memory objects */
#define CL_DEVICE_MEMORY_PEAK_VGPU 0x56470011     /* the most there was of that */
#define CL_DEVICE_MEMORY_RAM_SIZE_VGPU 0x56470012 /* RAM that memory objects may take now */
#define CL_DEVICE_MEMORY_RESIDENT_VGPU 0x56470013
#define CL_DEVICE_MEMORY_STORED_VGPU 0x56470014
#define CL_DEVICE_MEMORY_READ_VGPU 0x56470015    /* moved from stores to RAM so far */
#define CL_DEVICE_MEMORY_WRITTEN_VGPU 0x56470016 /* and from RAM to stores */

#define cl_vgpu_memory_export 1
#define CL_VGPU_MEMORY_EXPORT_EXTENSION_NAME "cl_vgpu_memory_export"

/* clCreateBufferWithProperties, cl_bool. CL_TRUE: the storage is a file in memory that is sealed against
 * becoming shorter or longer. Not together with CL_MEM_USE_HOST_PTR. */
#define CL_MEM_EXPORT_VGPU 0x56470003

/* *fd becomes a new descriptor of the file, which the caller closes; the buffer's first byte is at *offset of
 * it. The file outlives the buffer while somebody has a descriptor or a mapping of it.
 * CL_INVALID_MEM_OBJECT; CL_INVALID_VALUE if fd or offset is NULL; CL_INVALID_OPERATION if mem is not a
 * buffer with CL_MEM_EXPORT_VGPU or a sub-buffer of one; CL_OUT_OF_HOST_MEMORY if the process has no
 * descriptor left. */
typedef cl_int CL_API_CALL clGetMemObjectFdVGPU_t(cl_mem mem, int *fd, size_t *offset);
typedef clGetMemObjectFdVGPU_t *clGetMemObjectFdVGPU_fn;

#define cl_vgpu_dlpack 1
#define CL_VGPU_DLPACK_EXTENSION_NAME "cl_vgpu_dlpack"

struct DLManagedTensorVersioned; /* of dlpack/dlpack.h */

/* The elements of a tensor, as DLTensor has them; its first one is the buffer's first byte. */
typedef struct _cl_tensor_layout_vgpu {
    cl_uchar type_code; /* DLDataTypeCode */
    cl_uchar type_bits; /* whole bytes */
    cl_ushort type_lanes;
    cl_uint num_dims;
    const cl_long *shape;
    const cl_long *strides; /* in elements, none below 0; NULL: the last dimension is the fastest, no gaps */
} cl_tensor_layout_vgpu;

/* *tensor becomes a tensor of kDLCPU in the memory of the buffer, which its deleter gives back: until then
 * the buffer is not destroyed. Host access and commands are ordered by the application. A buffer with
 * CL_MEM_HOST_READ_ONLY makes a read-only tensor.
 * CL_INVALID_MEM_OBJECT if mem is not a buffer; CL_INVALID_VALUE for a NULL pointer or a layout that is not
 * one or leaves the buffer; CL_INVALID_OPERATION if the host may not read the buffer, or if it may be in a
 * store below RAM (see cl_vgpu_memory_tiers; exported buffers and the application's memory never are). */
typedef cl_int CL_API_CALL clCreateDLPackTensorVGPU_t(cl_mem mem, const cl_tensor_layout_vgpu *layout,
                                                      struct DLManagedTensorVersioned **tensor);
typedef clCreateDLPackTensorVGPU_t *clCreateDLPackTensorVGPU_fn;

/* A buffer in the memory of the tensor, as with CL_MEM_USE_HOST_PTR. On success it has taken the tensor,
 * whose deleter is called when the buffer is destroyed, from any thread; on error the tensor stays the
 * caller's. CL_INVALID_VALUE for a NULL or unreadable tensor and for CL_MEM_*_HOST_PTR in flags;
 * CL_INVALID_BUFFER_SIZE if it has no elements; CL_INVALID_OPERATION if it cannot be used in place: it is not
 * of kDLCPU and version 1, has gaps, is not aligned to its elements, or is read-only and flags are not
 * CL_MEM_READ_ONLY with CL_MEM_HOST_READ_ONLY or CL_MEM_HOST_NO_ACCESS. */
typedef cl_mem CL_API_CALL clCreateBufferFromDLPackTensorVGPU_t(cl_context context, cl_mem_flags flags,
                                                                struct DLManagedTensorVersioned *tensor,
                                                                cl_int *errcode_ret);
typedef clCreateBufferFromDLPackTensorVGPU_t *clCreateBufferFromDLPackTensorVGPU_fn;

/* Arguments of the built-in kernels vgpu_sgemm, vgpu_dgemm and their relatives, with the numbers that BLAS
 * interfaces use: order, trans_a and trans_b, activation. */
#define CL_GEMM_ROW_MAJOR_VGPU 101
#define CL_GEMM_COLUMN_MAJOR_VGPU 102
#define CL_GEMM_NO_TRANSPOSE_VGPU 111
#define CL_GEMM_TRANSPOSE_VGPU 112
#define CL_GEMM_CONJUGATE_TRANSPOSE_VGPU 113
#define CL_GEMM_NO_ACTIVATION_VGPU 0
#define CL_GEMM_RELU_VGPU 1
#define CL_GEMM_GELU_VGPU 2

/* Direction of the built-in kernels vgpu_cfft and vgpu_zfft. */
#define CL_FFT_FORWARD_VGPU 0
#define CL_FFT_INVERSE_VGPU 1

#ifdef __cplusplus
}
#endif

#endif
