/* SPDX-License-Identifier: MIT */
/* Tensors that are lent keep an internal reference of their buffer; buffers from tensors are buffers with
 * CL_MEM_USE_HOST_PTR that keep the tensor. */
#include "platform/dlpack.h"

#include "base/alloc.h"
#include "base/checked.h"
#include "base/error.h"
#include "platform/check.h"
#include "platform/command.h"
#include "platform/mem.h"
#include "platform/shadow.h"

/* ---- Shapes ---- */

struct shape {
    size_t count; /* of dimensions */
    const int64_t *sizes, *strides;
    size_t element_bytes;
};

static cl_int check_type(unsigned bits, unsigned lanes, size_t *bytes)
{
    if (lanes == 0 || bits == 0 || bits % 8 != 0)
        return vg_fail(CL_INVALID_VALUE, "%u lanes of %u bits are no element whose lanes are whole bytes",
                       lanes, bits);
    *bytes = (size_t)bits / 8 * lanes;
    return CL_SUCCESS;
}

static cl_int check_sizes(const struct shape *shape)
{
    for (size_t i = 0; i < shape->count; i++) {
        if (shape->sizes[i] < 0)
            return vg_fail(CL_INVALID_VALUE, "shape[%zu] is %lld", i, (long long)shape->sizes[i]);
    }
    return CL_SUCCESS;
}

static bool is_empty(const struct shape *shape)
{
    for (size_t i = 0; i < shape->count; i++) {
        if (shape->sizes[i] == 0)
            return true;
    }
    return false;
}

/* Row-major strides, the last one first; false when the elements exceed the address space. */
static bool fill_packed(const struct shape *shape, int64_t *strides)
{
    size_t elements = 1;
    for (size_t i = shape->count; i-- > 0;) {
        strides[i] = (int64_t)elements;
        if (!vg_mul(elements, (size_t)shape->sizes[i], &elements) || elements > INT64_MAX)
            return false;
    }
    return true;
}

/* Bytes from the first element to the end of the farthest one. */
static bool reach(const struct shape *shape, size_t *bytes)
{
    size_t last = 0;
    *bytes = 0;
    if (is_empty(shape))
        return true;
    for (size_t i = 0; i < shape->count; i++) {
        size_t steps = (size_t)shape->sizes[i] - 1;
        if (steps > 0 &&
            (shape->strides[i] < 0 || !vg_add_mul(last, steps, (size_t)shape->strides[i], &last)))
            return false;
    }
    return vg_add(last, 1, &last) && vg_mul(last, shape->element_bytes, bytes);
}

/* ---- Lending ---- */

struct loan {
    struct DLManagedTensorVersioned tensor;
    struct vg_mem *mem; /* retained */
    int64_t lists[];    /* shape, then strides */
};

static void end_loan(struct DLManagedTensorVersioned *self)
{
    struct loan *loan = self->manager_ctx;
    vg_mem_release(&loan->mem);
    vg_free(loan);
}

static cl_int check_lendable(const struct vg_mem *mem)
{
    VG_TRY(vg_check_is_buffer(mem));
    VG_TRY(vg_check_host_access(mem, true, false));
    if (vg_block_is_paged(mem->block))
        return vg_fail(CL_INVALID_OPERATION,
                       "the buffer may be below RAM: only one with CL_MEM_EXPORT_VGPU or "
                       "CL_MEM_USE_HOST_PTR can be lent");
    return CL_SUCCESS;
}

static cl_int check_layout(const cl_tensor_layout_vgpu *layout, struct shape *shape)
{
    VG_TRY(vg_check_pointer("layout", layout));
    if (layout->num_dims > INT32_MAX || (layout->num_dims > 0 && !layout->shape))
        return vg_fail(CL_INVALID_VALUE, "num_dims is %u, shape is %p", layout->num_dims,
                       (const void *)layout->shape);
    *shape = (struct shape){layout->num_dims, layout->shape, layout->strides, 0};
    VG_TRY(check_type(layout->type_bits, layout->type_lanes, &shape->element_bytes));
    return check_sizes(shape);
}

/* Copies the lists behind the loan; they are those of shape then. */
static bool copy_lists(struct loan *loan, struct shape *shape)
{
    int64_t *sizes = loan->lists, *strides = loan->lists + shape->count;
    for (size_t i = 0; i < shape->count; i++) {
        sizes[i] = shape->sizes[i];
        strides[i] = shape->strides ? shape->strides[i] : 0;
    }
    bool fits = shape->strides || fill_packed(shape, strides);
    shape->sizes = sizes;
    shape->strides = strides;
    return fits;
}

static cl_int fill_loan(struct loan *loan, struct vg_mem *mem, const cl_tensor_layout_vgpu *layout,
                        struct shape *shape)
{
    size_t bytes;
    if (!copy_lists(loan, shape) || !reach(shape, &bytes) || bytes > mem->size)
        return vg_fail(CL_INVALID_VALUE, "the layout leaves the %zu bytes of the buffer", mem->size);
    loan->tensor = (struct DLManagedTensorVersioned){
        .version = {DLPACK_MAJOR_VERSION, DLPACK_MINOR_VERSION},
        .manager_ctx = loan,
        .deleter = end_loan,
        .flags = mem->flags & CL_MEM_HOST_READ_ONLY ? DLPACK_FLAG_BITMASK_READ_ONLY : 0,
        .dl_tensor = {.data = bytes ? vg_mem_address(mem) : NULL,
                      .device = {kDLCPU, 0},
                      .ndim = (int32_t)shape->count,
                      .dtype = {layout->type_code, layout->type_bits, layout->type_lanes},
                      .shape = loan->lists,
                      .strides = loan->lists + shape->count},
    };
    vg_mem_retain(mem);
    loan->mem = mem;
    const struct vg_use use = {.object = &mem->object,
                               .write = true}; /* by whoever has it, as far as we know */
    vg_shadow_written(&use, 1, false);
    return CL_SUCCESS;
}

cl_int vg_dlpack_lend(struct vg_mem *mem, const cl_tensor_layout_vgpu *layout,
                      struct DLManagedTensorVersioned **out)
{
    struct shape shape = {0};
    VG_TRY(vg_check_pointer("tensor", out));
    VG_TRY(check_lendable(mem));
    VG_TRY(check_layout(layout, &shape));
    struct loan *loan = vg_zalloc(sizeof *loan + 2 * shape.count * sizeof *loan->lists);
    if (!loan)
        return vg_fail(CL_OUT_OF_HOST_MEMORY, "no memory for a tensor of %zu dimensions", shape.count);
    cl_int err = fill_loan(loan, mem, layout, &shape);
    if (err != CL_SUCCESS) {
        vg_free(loan);
        return err;
    }
    *out = &loan->tensor;
    return CL_SUCCESS;
}

/* ---- Taking ---- */

/* Dimensions of one element may have any stride. */
static bool is_packed(const struct shape *shape)
{
    size_t elements = 1;
    if (!shape->strides || is_empty(shape))
        return true;
    for (size_t i = shape->count; i-- > 0;) {
        if (shape->sizes[i] > 1 && (uint64_t)shape->strides[i] != elements)
            return false;
        if (!vg_mul(elements, (size_t)shape->sizes[i], &elements))
            return false;
    }
    return true;
}

static cl_int check_header(const struct DLManagedTensorVersioned *tensor)
{
    VG_TRY(vg_check_pointer("tensor", tensor));
    if (tensor->version.major != DLPACK_MAJOR_VERSION)
        return vg_fail(CL_INVALID_OPERATION, "the tensor is of version %u of DLPack, not of %d",
                       tensor->version.major, DLPACK_MAJOR_VERSION);
    if (tensor->dl_tensor.device.device_type != kDLCPU)
        return vg_fail(CL_INVALID_OPERATION, "the tensor is on a device of type %d, not on a CPU",
                       tensor->dl_tensor.device.device_type);
    return CL_SUCCESS;
}

static cl_int check_tensor(const DLTensor *tensor, size_t *bytes)
{
    if (tensor->ndim < 0 || (tensor->ndim > 0 && !tensor->shape))
        return vg_fail(CL_INVALID_VALUE, "the tensor has %d dimensions and shape %p", tensor->ndim,
                       (const void *)tensor->shape);
    struct shape shape = {(size_t)tensor->ndim, tensor->shape, tensor->strides, 0};
    VG_TRY(check_type(tensor->dtype.bits, tensor->dtype.lanes, &shape.element_bytes));
    VG_TRY(check_sizes(&shape));
    if (!is_packed(&shape))
        return vg_fail(CL_INVALID_OPERATION, "the tensor's strides leave gaps or are not row-major");
    *bytes = is_empty(&shape) ? 0 : shape.element_bytes;
    for (size_t i = 0; i < shape.count; i++) {
        if (!vg_mul(*bytes, (size_t)shape.sizes[i], bytes))
            return vg_fail(CL_INVALID_BUFFER_SIZE, "the tensor exceeds the address space");
    }
    if (*bytes > 0 && !tensor->data)
        return vg_fail(CL_INVALID_VALUE, "the tensor has %zu bytes at NULL", *bytes);
    return CL_SUCCESS;
}

/* As its type demands in C: the largest power of two that divides the bytes of a lane. */
static cl_int check_alignment(const DLTensor *tensor)
{
    uintptr_t address = (uintptr_t)tensor->data + tensor->byte_offset;
    size_t lane = tensor->dtype.bits / 8u;
    size_t align = lane & (~lane + 1);
    if (address % align != 0)
        return vg_fail(CL_INVALID_OPERATION, "the tensor begins at %p, which is no multiple of %zu",
                       (void *)address, align);
    return CL_SUCCESS;
}

static cl_int check_writes(uint64_t tensor_flags, cl_mem_flags flags)
{
    bool writes = !(flags & CL_MEM_READ_ONLY) || !(flags & (CL_MEM_HOST_READ_ONLY | CL_MEM_HOST_NO_ACCESS));
    if (tensor_flags & DLPACK_FLAG_BITMASK_READ_ONLY && writes)
        return vg_fail(CL_INVALID_OPERATION,
                       "the tensor is read-only and flags are 0x%llx, not CL_MEM_READ_ONLY "
                       "with CL_MEM_HOST_READ_ONLY or CL_MEM_HOST_NO_ACCESS",
                       (unsigned long long)flags);
    return CL_SUCCESS;
}

cl_int vg_dlpack_take(struct vg_context *context, cl_mem_flags flags, struct DLManagedTensorVersioned *tensor,
                      struct vg_mem **out)
{
    size_t bytes = 0;
    VG_TRY(check_header(tensor));
    VG_TRY(check_tensor(&tensor->dl_tensor, &bytes));
    VG_TRY(check_alignment(&tensor->dl_tensor));
    if (flags & VG_STORE_FLAGS)
        return vg_fail(CL_INVALID_VALUE, "flags 0x%llx name host memory besides the tensor's",
                       (unsigned long long)flags);
    VG_TRY(check_writes(tensor->flags, flags));
    char *data = (char *)tensor->dl_tensor.data + tensor->dl_tensor.byte_offset;
    VG_TRY(vg_buffer_create(context, NULL, flags | CL_MEM_USE_HOST_PTR, bytes, data, out));
    (*out)->tensor = tensor;
    return CL_SUCCESS;
}

void vg_dlpack_let_go(struct DLManagedTensorVersioned **tensor)
{
    struct DLManagedTensorVersioned *mine = *tensor;
    *tensor = NULL;
    if (mine && mine->deleter)
        mine->deleter(mine);
}
