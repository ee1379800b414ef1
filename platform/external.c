/* SPDX-License-Identifier: MIT */
/* Imports and exports. An imported descriptor stays the application's, since the mapping keeps the file; the
 * descriptor of an exported buffer's file is the buffer's, and whoever asks gets another one of the same
 * file. */
#include "platform/external.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "platform/check.h"
#include "platform/context.h"
#include "platform/mem.h"

#ifndef F_SEAL_FUTURE_WRITE
#define F_SEAL_FUTURE_WRITE 0x0010
#endif

/* ---- Properties ---- */

cl_int vg_external_set_fd(void *target, cl_properties value)
{
    struct vg_external *external = target;
    if (value > INT_MAX)
        return vg_fail(CL_INVALID_PROPERTY,
                       "CL_EXTERNAL_MEMORY_HANDLE_OPAQUE_FD_KHR is %lld, not a descriptor", (long long)value);
    external->imports = true;
    external->fd = (int)value;
    return CL_SUCCESS;
}

cl_int vg_external_set_devices(void *target, const cl_properties *devices)
{
    struct vg_external *external = target;
    if (devices[0] == CL_MEM_DEVICE_HANDLE_LIST_END_KHR)
        return vg_fail(CL_INVALID_PROPERTY, "CL_MEM_DEVICE_HANDLE_LIST_KHR names no device");
    external->devices = devices;
    return CL_SUCCESS;
}

cl_int vg_external_set_export(void *target, cl_properties value)
{
    struct vg_external *external = target;
    if (value != CL_TRUE && value != CL_FALSE)
        return vg_fail(CL_INVALID_PROPERTY, "CL_MEM_EXPORT_VGPU is %llu, not CL_TRUE or CL_FALSE",
                       (unsigned long long)value);
    external->exports = value == CL_TRUE;
    return CL_SUCCESS;
}

/* ---- Rules ---- */

/* "if a device identified by the property CL_MEM_DEVICE_HANDLE_LIST_KHR is not a valid device or is not
 * associated with context" */
static cl_int check_devices(const struct vg_context *context, const cl_properties *devices)
{
    for (; *devices != CL_MEM_DEVICE_HANDLE_LIST_END_KHR; devices++) {
        struct vg_device *device;
        VG_TRY(vg_device_get((cl_device_id)(uintptr_t)*devices, &device));
        VG_TRY(vg_check_device_in(context, device));
    }
    return CL_SUCCESS;
}

/* "if properties does not include a supported external memory handle and CL_MEM_DEVICE_HANDLE_LIST_KHR is
 * specified", "if properties includes a supported external memory handle and flags includes
 * CL_MEM_USE_HOST_PTR, CL_MEM_ALLOC_HOST_PTR, or CL_MEM_COPY_HOST_PTR" */
cl_int vg_external_check(const struct vg_external *external, const struct vg_context *context,
                         cl_mem_flags flags)
{
    if (external->devices && !external->imports)
        return vg_fail(CL_INVALID_PROPERTY,
                       "CL_MEM_DEVICE_HANDLE_LIST_KHR is given without an external memory handle");
    if (external->imports && external->exports)
        return vg_fail(CL_INVALID_PROPERTY,
                       "an imported buffer cannot have CL_MEM_EXPORT_VGPU: the descriptor "
                       "that it comes from can be passed on instead");
    if (external->devices)
        VG_TRY(check_devices(context, external->devices));
    cl_mem_flags excluded = external->imports ? VG_STORE_FLAGS : external->exports ? CL_MEM_USE_HOST_PTR : 0;
    if (flags & excluded)
        return vg_fail(CL_INVALID_VALUE, "flags 0x%llx name host memory for a buffer that %s",
                       (unsigned long long)flags, external->imports ? "is imported" : "is to be exported");
    return CL_SUCCESS;
}

static cl_int check_access(int fd)
{
    int mode = fcntl(fd, F_GETFL);
    if (mode < 0 || (mode & O_ACCMODE) != O_RDWR)
        return vg_fail(CL_INVALID_PROPERTY, "descriptor %d is not open for reading and writing", fd);
    int seals = fcntl(fd, F_GET_SEALS); /* -1 for files that cannot have any */
    if (seals > 0 && seals & (F_SEAL_WRITE | F_SEAL_FUTURE_WRITE))
        return vg_fail(CL_INVALID_PROPERTY, "the file of descriptor %d is sealed against writing", fd);
    return CL_SUCCESS;
}

static cl_int check_file(int fd, size_t size)
{
    struct stat file;
    if (fstat(fd, &file))
        return vg_fail(CL_INVALID_PROPERTY, "CL_EXTERNAL_MEMORY_HANDLE_OPAQUE_FD_KHR is %d: %s", fd,
                       strerror(errno));
    if (!S_ISREG(file.st_mode))
        return vg_fail(CL_INVALID_PROPERTY, "descriptor %d is of no file that holds memory", fd);
    VG_TRY(check_access(fd));
    if ((uint64_t)file.st_size < size)
        return vg_fail(CL_INVALID_BUFFER_SIZE, "size is %zu, the file of descriptor %d has %lld bytes", size,
                       fd, (long long)file.st_size);
    return CL_SUCCESS;
}

/* ---- Storage ---- */

static cl_int make_file(size_t size, int *out)
{
    int fd = memfd_create("vgpu-buffer", MFD_CLOEXEC | MFD_ALLOW_SEALING);
    if (fd < 0)
        return vg_fail(CL_OUT_OF_HOST_MEMORY, "the system makes no file in memory: %s", strerror(errno));
    if (ftruncate(fd, (off_t)size) || fcntl(fd, F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL)) {
        int error = errno;
        close(fd);
        return vg_fail(CL_MEM_OBJECT_ALLOCATION_FAILURE, "a file in memory cannot have %zu bytes: %s", size,
                       strerror(error));
    }
    *out = fd;
    return CL_SUCCESS;
}

cl_int vg_external_make_store(const struct vg_external *external, struct vg_mem *mem)
{
    if (external->imports) {
        mem->sharing = VG_IMPORTED;
        VG_TRY(check_file(external->fd, mem->size));
        return vg_block_map(external->fd, mem->size, &mem->block);
    }
    VG_TRY(make_file(mem->size, &mem->fd));
    mem->sharing = VG_EXPORTED;
    return vg_block_map(mem->fd, mem->size, &mem->block);
}

void vg_external_finish(struct vg_mem *mem)
{
    if (mem->sharing == VG_EXPORTED)
        close(mem->fd);
    mem->sharing = VG_NOT_SHARED;
}

/* ---- Uses ---- */

/* The list that the object was created with; NULL when it had none. */
static const cl_properties *devices_of(const struct vg_mem *mem)
{
    const cl_properties *at = mem->properties.list;
    while (*at != 0 && *at != CL_MEM_DEVICE_HANDLE_LIST_KHR)
        at += 2;
    return *at ? at + 1 : NULL;
}

/* "if device associated with command_queue is not one of the devices specified by
 * CL_MEM_DEVICE_HANDLE_LIST_KHR ..., or if one or more of mem_objects belong to a context that does not
 * contain a device associated with command_queue" */
cl_int vg_external_check_acquire(const struct vg_mem *mem, const struct vg_device *device)
{
    if (mem->sharing != VG_IMPORTED)
        return vg_fail(CL_INVALID_MEM_OBJECT, "%p was not made from an external memory handle",
                       (const void *)mem);
    const cl_properties *listed = devices_of(mem);
    bool reaches = vg_context_has(mem->context, device) && !listed;
    for (; listed && *listed && !reaches; listed++)
        reaches = (cl_device_id)(uintptr_t)*listed == vg_device_handle(device);
    if (!reaches)
        return vg_fail(CL_INVALID_COMMAND_QUEUE, "the queue's device %p is none of those of memory object %p",
                       (const void *)device, (const void *)mem);
    return CL_SUCCESS;
}

cl_int vg_external_get_fd(const struct vg_mem *mem, int *fd, size_t *offset)
{
    VG_TRY(vg_check_pointer("fd", fd));
    VG_TRY(vg_check_pointer("offset", offset));
    const struct vg_mem *owner = mem->parent ? mem->parent : mem;
    if (mem->type != CL_MEM_OBJECT_BUFFER || owner->sharing != VG_EXPORTED)
        return vg_fail(CL_INVALID_OPERATION, "%p is no buffer with CL_MEM_EXPORT_VGPU", (const void *)mem);
    int copy = fcntl(owner->fd, F_DUPFD_CLOEXEC, 0);
    if (copy < 0)
        return vg_fail(CL_OUT_OF_HOST_MEMORY, "no other descriptor for the buffer's file: %s",
                       strerror(errno));
    *fd = copy;
    *offset = mem->origin;
    return CL_SUCCESS;
}
