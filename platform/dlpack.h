/* SPDX-License-Identifier: MIT */
/* Buffers as tensors of DLPack 1, and the other way around (cl_vgpu_dlpack). The structures are those of the
 * DLPack specification's C interface, as far as they are needed. Any thread. */
#ifndef VG_PLATFORM_DLPACK_H
#define VG_PLATFORM_DLPACK_H

#include <stddef.h>
#include <stdint.h>

#include "platform/object.h"

/* ---- Layout by the DLPack specification ---- */

#define DLPACK_MAJOR_VERSION 1
#define DLPACK_MINOR_VERSION 0 /* the least that has all that we hand out */
#define DLPACK_FLAG_BITMASK_READ_ONLY ((uint64_t)1 << 0)

enum { kDLCPU = 1 }; /* DLDeviceType */

typedef struct {
    uint32_t major, minor;
} DLPackVersion;

typedef struct {
    int32_t device_type, device_id;
} DLDevice;

typedef struct {
    uint8_t code, bits;
    uint16_t lanes;
} DLDataType;

typedef struct {
    void *data; /* NULL when there are no elements */
    DLDevice device;
    int32_t ndim;
    DLDataType dtype;
    int64_t *shape;
    int64_t *strides; /* in elements; NULL: row-major, without gaps */
    uint64_t byte_offset;
} DLTensor;

struct DLManagedTensorVersioned {
    DLPackVersion version;
    void *manager_ctx;
    void (*deleter)(struct DLManagedTensorVersioned *self); /* may be NULL; frees self too */
    uint64_t flags;
    DLTensor dl_tensor;
};

_Static_assert(offsetof(DLTensor, ndim) == 16 && offsetof(DLTensor, dtype) == 20 &&
                   offsetof(DLTensor, shape) == 24 && sizeof(DLTensor) == 48,
               "DLTensor has the layout of the specification");
_Static_assert(offsetof(struct DLManagedTensorVersioned, flags) == 24 &&
                   offsetof(struct DLManagedTensorVersioned, dl_tensor) == 32 &&
                   sizeof(struct DLManagedTensorVersioned) == 80,
               "DLManagedTensorVersioned has the layout of the specification");

/* ---- What the entry points do ---- */

struct vg_context;

/* clCreateDLPackTensorVGPU and clCreateBufferFromDLPackTensorVGPU, whole. */
cl_int vg_dlpack_lend(struct vg_mem *mem, const cl_tensor_layout_vgpu *layout,
                      struct DLManagedTensorVersioned **out);
cl_int vg_dlpack_take(struct vg_context *context, cl_mem_flags flags, struct DLManagedTensorVersioned *tensor,
                      struct vg_mem **out);
/* Gives a taken tensor back to its producer and NULLs; NULL inside is a no-op. */
void vg_dlpack_let_go(struct DLManagedTensorVersioned **tensor);

#endif
