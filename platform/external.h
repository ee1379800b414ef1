/* SPDX-License-Identifier: MIT */
/* Memory objects whose storage is a file that others may map too: imported by
 * cl_khr_external_memory_opaque_fd or made to be exported by cl_vgpu_memory_export. Any thread. */
#ifndef VG_PLATFORM_EXTERNAL_H
#define VG_PLATFORM_EXTERNAL_H

#include <stdbool.h>

#include "platform/object.h"
#include "platform/props.h"

struct vg_context;
struct vg_device;

/* What the properties of a memory object ask for. */
struct vg_external {
    bool imports, exports;
    int fd;                       /* what to import; the application's */
    const cl_properties *devices; /* CL_MEM_DEVICE_HANDLE_LIST_KHR; NULL: all of the context */
};

/* Rows of property tables, whose target is a struct vg_external. */
cl_int vg_external_set_fd(void *target, cl_properties value);
cl_int vg_external_set_devices(void *target, const cl_properties *devices);
cl_int vg_external_set_export(void *target, cl_properties value);
#define VG_EXTERNAL_ROWS                                                                                     \
    {.name = CL_EXTERNAL_MEMORY_HANDLE_OPAQUE_FD_KHR, .set = vg_external_set_fd},                            \
    {                                                                                                        \
        .name = CL_MEM_DEVICE_HANDLE_LIST_KHR, .set_list = vg_external_set_devices                           \
    }

/* The rules that concern properties and flags. */
cl_int vg_external_check(const struct vg_external *external, const struct vg_context *context,
                         cl_mem_flags flags);
/* The object's block for a request that imports or exports. CL_INVALID_PROPERTY if the descriptor cannot be
 * used, CL_INVALID_BUFFER_SIZE if its file is too small. */
cl_int vg_external_make_store(const struct vg_external *external, struct vg_mem *mem);
void vg_external_finish(struct vg_mem *mem);

/* mem is imported and the device may acquire it: CL_INVALID_MEM_OBJECT, CL_INVALID_COMMAND_QUEUE otherwise.
 */
cl_int vg_external_check_acquire(const struct vg_mem *mem, const struct vg_device *device);
/* clGetMemObjectFdVGPU, whole. */
cl_int vg_external_get_fd(const struct vg_mem *mem, int *fd, size_t *offset);

#endif
