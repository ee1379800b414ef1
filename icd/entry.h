/* SPDX-License-Identifier: MIT */
/* Declarations of every entry point that we define, those that CL/cl.h does not declare included. */
#ifndef VG_ICD_ENTRY_H
#define VG_ICD_ENTRY_H

#include "base/cl.h"

#include <CL/cl_egl.h>
#include <CL/cl_gl.h>
#include <CL/cl_icd.h>

cl_int CL_API_CALL clIcdGetPlatformIDsKHR(cl_uint num_entries, cl_platform_id *platforms,
                                          cl_uint *num_platforms);
void *CL_API_CALL clIcdGetFunctionAddressForPlatformKHR(cl_platform_id platform, const char *name);
cl_int CL_API_CALL clIcdSetPlatformDispatchDataKHR(cl_platform_id platform, void *data);

clGetMemObjectFdVGPU_t clGetMemObjectFdVGPU;
clCreateDLPackTensorVGPU_t clCreateDLPackTensorVGPU;
clCreateBufferFromDLPackTensorVGPU_t clCreateBufferFromDLPackTensorVGPU;

#endif
