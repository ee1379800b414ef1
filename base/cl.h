/* SPDX-License-Identifier: MIT */
/* The OpenCL types and constants, in the version that the whole tree speaks, plus the public constants that
 * Debian's headers are too old for. Everybody includes this file and never CL/ directly. */
#ifndef VG_BASE_CL_H
#define VG_BASE_CL_H

#ifndef CL_TARGET_OPENCL_VERSION
#define CL_TARGET_OPENCL_VERSION 300
#endif
#define CL_USE_DEPRECATED_OPENCL_1_0_APIS
#define CL_USE_DEPRECATED_OPENCL_1_1_APIS
#define CL_USE_DEPRECATED_OPENCL_1_2_APIS
#define CL_USE_DEPRECATED_OPENCL_2_0_APIS
#define CL_USE_DEPRECATED_OPENCL_2_1_APIS
#define CL_USE_DEPRECATED_OPENCL_2_2_APIS

#include <CL/cl.h>
#include <CL/cl_ext.h>

#endif
