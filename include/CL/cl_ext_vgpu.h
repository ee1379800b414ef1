/* SPDX-License-Identifier: MIT */
/* Extensions of the vGPU's own.
 *
 * cl_vgpu_memory_tiers tells where device memory is at the moment: in RAM, or in a store below it (compressed
 * in RAM, or in the spill file). All numbers are bytes. They may be out of date when the query returns if
 * commands are under way. What is in RAM and unchanged since it was read counts in both places; what nobody
 * wrote yet counts in neither. What moves on from one store to the other is neither read nor written. Memory
 * of the application (CL_MEM_USE_HOST_PTR) counts as RAM, wherever the system has put it. */
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

#ifdef __cplusplus
}
#endif

#endif
