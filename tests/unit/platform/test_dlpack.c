/* SPDX-License-Identifier: MIT */
/* Tensors that are lent and taken. */
#include "tests/unit/platform/fixture.h"

#include <stdlib.h>
#include <string.h>

#include "platform/dlpack.h"

enum { FLOAT = 2 }; /* DLDataTypeCode */

/* ---- Lending ---- */

static struct DLManagedTensorVersioned *lent(struct vg_mem *mem, cl_uint num_dims, const cl_long *shape,
                                             const cl_long *strides)
{
    const cl_tensor_layout_vgpu layout = {FLOAT, 32, 1, num_dims, shape, strides};
    struct DLManagedTensorVersioned *tensor = NULL;
    succeeds(vg_dlpack_lend(mem, &layout, &tensor));
    return tensor;
}

static void a_tensor_says_where_its_elements_are(void **state)
{
    struct vg_context *context = fixture_context();
    struct vg_mem *mem = fixture_buffer(context, 4 * 2 * 3 * 5);
    const cl_long shape[] = {2, 3, 5}, packed[] = {15, 5, 1};
    struct DLManagedTensorVersioned *tensor = lent(mem, 3, shape, NULL);
    const DLTensor *inner = &tensor->dl_tensor;
    assert_int_equal(tensor->version.major, 1);
    assert_int_equal(tensor->flags, 0);
    assert_ptr_equal(inner->data, vg_mem_address(mem));
    assert_int_equal(inner->byte_offset, 0);
    assert_int_equal(inner->device.device_type, kDLCPU);
    assert_int_equal(inner->device.device_id, 0);
    assert_int_equal(inner->ndim, 3);
    assert_int_equal(inner->dtype.code, FLOAT);
    assert_int_equal(inner->dtype.bits, 32);
    assert_int_equal(inner->dtype.lanes, 1);
    assert_memory_equal(inner->shape, shape, sizeof(shape));
    assert_memory_equal(inner->strides, packed, sizeof(packed));
    assert_ptr_not_equal(inner->shape, shape); /* the caller's list need not live */
    tensor->deleter(tensor);
    fixture_drop_mem(mem);
    fixture_drop_context(context);
}

static void strides_may_leave_gaps_and_repeat(void **state)
{
    struct vg_context *context = fixture_context();
    struct vg_mem *mem = fixture_buffer(context, 4 * 20);
    const cl_long shape[] = {2, 3, 4}, strides[] = {10, 0, 3}; /* the farthest is element 19 */
    struct DLManagedTensorVersioned *tensor = lent(mem, 3, shape, strides);
    assert_memory_equal(tensor->dl_tensor.strides, strides, sizeof(strides));
    tensor->deleter(tensor);
    const cl_long farther[] = {11, 0, 3};
    const cl_tensor_layout_vgpu layout = {FLOAT, 32, 1, 3, shape, farther};
    assert_int_equal(vg_dlpack_lend(mem, &layout, &tensor), CL_INVALID_VALUE);
    fixture_drop_mem(mem);
    fixture_drop_context(context);
}

static void scalars_and_empty_tensors(void **state)
{
    struct vg_context *context = fixture_context();
    struct vg_mem *mem = fixture_buffer(context, 4);
    const cl_long none[] = {7, 0, 9};
    struct DLManagedTensorVersioned *scalar = lent(mem, 0, NULL, NULL), *empty = lent(mem, 3, none, NULL);
    assert_ptr_equal(scalar->dl_tensor.data, vg_mem_address(mem));
    assert_null(empty->dl_tensor.data); /* "if the tensor is of size zero, the data pointer should be NULL" */
    scalar->deleter(scalar);
    empty->deleter(empty);
    fixture_drop_mem(mem);
    fixture_drop_context(context);
}

static void a_tensor_keeps_its_buffer(void **state)
{
    struct vg_context *context = fixture_context();
    struct vg_mem *mem = fixture_buffer(context, 4096);
    const cl_long shape[] = {1024};
    struct DLManagedTensorVersioned *tensor = lent(mem, 1, shape, NULL);
    fixture_drop_mem(mem);
    fixture_drop_context(context);
    memset(tensor->dl_tensor.data, 1, 4096);
    tensor->deleter(tensor);
}

static void what_the_host_may_only_read_is_lent_so(void **state)
{
    struct vg_context *context = fixture_context();
    struct vg_mem *mem = NULL;
    const cl_long shape[] = {16};
    succeeds(vg_buffer_create(context, NULL, CL_MEM_HOST_READ_ONLY, 64, NULL, &mem));
    struct DLManagedTensorVersioned *tensor = lent(mem, 1, shape, NULL);
    assert_int_equal(tensor->flags, DLPACK_FLAG_BITMASK_READ_ONLY);
    tensor->deleter(tensor);
    fixture_drop_mem(mem);
    fixture_drop_context(context);
}

/* Checked kernels do not complain of what came by way of the tensor. */
static void what_is_lent_counts_as_written(void **state)
{
    setenv("VGPU_CHECK", "uninit", 1);
    struct vg_context *context = fixture_context();
    struct vg_mem *mem = fixture_buffer(context, 64);
    const cl_long shape[] = {16};
    assert_true(mem->starts_unwritten);
    struct DLManagedTensorVersioned *tensor = lent(mem, 1, shape, NULL);
    assert_false(mem->starts_unwritten);
    tensor->deleter(tensor);
    fixture_drop_mem(mem);
    fixture_drop_context(context);
}

/* Blocks below RAM have no bytes at their addresses; small ones and shared ones always have. */
static void what_may_leave_ram_is_not_lent(void **state)
{
    setenv("VGPU_THREADS", "1", 1);
    setenv("VGPU_MEM_RAM", "192M", 1);
    setenv("VGPU_MEM_SSD", "64M", 1);
    struct vg_context *context = fixture_context();
    const cl_mem_properties list[] = {CL_MEM_EXPORT_VGPU, CL_TRUE, 0};
    const size_t size = (size_t)4 << 20;
    const cl_long shape[] = {16};
    const cl_tensor_layout_vgpu layout = {FLOAT, 32, 1, 1, shape, NULL};
    struct vg_mem *paged = fixture_buffer(context, size), *small = fixture_buffer(context, 64),
                  *shared = NULL;
    struct DLManagedTensorVersioned *tensor = NULL;
    succeeds(vg_buffer_create(context, list, 0, size, NULL, &shared));
    assert_int_equal(vg_dlpack_lend(paged, &layout, &tensor), CL_INVALID_OPERATION);
    assert_null(tensor);
    tensor = lent(small, 1, shape, NULL);
    tensor->deleter(tensor);
    tensor = lent(shared, 1, shape, NULL);
    tensor->deleter(tensor);
    fixture_drop_mem(paged);
    fixture_drop_mem(small);
    fixture_drop_mem(shared);
    fixture_drop_context(context);
}

/* ---- Taking ---- */

static int deletions;

static void count_deletion(struct DLManagedTensorVersioned *self)
{
    assert_non_null(self);
    deletions++;
}

static _Alignas(64) float numbers[64];
static int64_t shape_4_by_3[] = {4, 3};

static struct DLManagedTensorVersioned foreign(void)
{
    return (struct DLManagedTensorVersioned){
        .version = {1, 7},
        .deleter = count_deletion,
        .dl_tensor = {.data = numbers,
                      .device = {kDLCPU, 0},
                      .ndim = 2,
                      .dtype = {FLOAT, 32, 1},
                      .shape = shape_4_by_3,
                      .byte_offset = 8},
    };
}

static void a_taken_tensor_is_the_buffer(void **state)
{
    struct vg_context *context = fixture_context();
    struct DLManagedTensorVersioned tensor = foreign();
    struct vg_mem *mem = NULL;
    void *host = NULL;
    succeeds(vg_dlpack_take(context, 0, &tensor, &mem));
    assert_ptr_equal(vg_mem_address(mem), numbers + 2);
    assert_int_equal(mem->size, 48);
    succeeds(vg_mem_info(mem, CL_MEM_HOST_PTR, sizeof(host), &host, NULL));
    assert_ptr_equal(host, numbers + 2);
    assert_int_equal(deletions, 0);
    fixture_drop_mem(mem);
    assert_int_equal(deletions, 1);
    fixture_drop_context(context);
}

static void a_tensor_without_deleter_is_taken(void **state)
{
    struct vg_context *context = fixture_context();
    struct DLManagedTensorVersioned tensor = foreign();
    struct vg_mem *mem = NULL;
    tensor.deleter = NULL;
    succeeds(vg_dlpack_take(context, 0, &tensor, &mem));
    fixture_drop_mem(mem);
    fixture_drop_context(context);
}

static cl_int take(const struct DLManagedTensorVersioned *tensor)
{
    struct vg_context *context = fixture_context();
    struct DLManagedTensorVersioned copy = *tensor;
    struct vg_mem *mem = NULL;
    deletions = 0;
    cl_int err = vg_dlpack_take(context, 0, &copy, &mem);
    if (err == CL_SUCCESS)
        fixture_drop_mem(mem);
    assert_int_equal(deletions, err == CL_SUCCESS); /* what is refused stays the caller's */
    fixture_drop_context(context);
    return err;
}

static void strides_without_gaps_are_taken(void **state)
{
    struct DLManagedTensorVersioned tensor = foreign();
    int64_t strides[] = {3, 1}, shape[] = {1, 12}, any[] = {77, 1}, wide[] = {4, 1}, columns[] = {1, 4};
    tensor.dl_tensor.strides = strides;
    assert_int_equal(take(&tensor), CL_SUCCESS);
    tensor.dl_tensor.strides = wide;
    assert_int_equal(take(&tensor), CL_INVALID_OPERATION);
    tensor.dl_tensor.strides = columns;
    assert_int_equal(take(&tensor), CL_INVALID_OPERATION);
    tensor.dl_tensor.shape = shape;
    tensor.dl_tensor.strides = any; /* of a dimension with one element */
    assert_int_equal(take(&tensor), CL_SUCCESS);
}

static void what_cannot_be_used_in_place_is_refused(void **state)
{
    struct DLManagedTensorVersioned tensor = foreign();
    tensor.version.major = 2;
    assert_int_equal(take(&tensor), CL_INVALID_OPERATION);
    tensor = foreign();
    tensor.dl_tensor.device.device_type = 2;
    assert_int_equal(take(&tensor), CL_INVALID_OPERATION);
    tensor = foreign();
    tensor.dl_tensor.byte_offset = 6;
    assert_int_equal(take(&tensor), CL_INVALID_OPERATION);
    tensor.dl_tensor.dtype.bits = 16;
    assert_int_equal(take(&tensor), CL_SUCCESS);
    tensor = foreign();
    tensor.flags = DLPACK_FLAG_BITMASK_READ_ONLY;
    assert_int_equal(take(&tensor), CL_INVALID_OPERATION);
}

static void what_is_no_tensor_is_refused(void **state)
{
    int64_t negative[] = {4, -3}, huge[] = {(int64_t)1 << 62, 8}, none[] = {0, 3};
    struct DLManagedTensorVersioned tensor = foreign();
    tensor.dl_tensor.data = NULL;
    assert_int_equal(take(&tensor), CL_INVALID_VALUE);
    tensor = foreign();
    tensor.dl_tensor.ndim = -1;
    assert_int_equal(take(&tensor), CL_INVALID_VALUE);
    tensor = foreign();
    tensor.dl_tensor.dtype.bits = 1;
    assert_int_equal(take(&tensor), CL_INVALID_VALUE);
    tensor = foreign();
    tensor.dl_tensor.shape = negative;
    assert_int_equal(take(&tensor), CL_INVALID_VALUE);
    tensor.dl_tensor.shape = huge;
    assert_int_equal(take(&tensor), CL_INVALID_BUFFER_SIZE);
    tensor.dl_tensor.shape = none;
    assert_int_equal(take(&tensor), CL_INVALID_BUFFER_SIZE);
    tensor.dl_tensor.shape = NULL;
    assert_int_equal(take(&tensor), CL_INVALID_VALUE);
}

VG_TESTS(test_dlpack, cmocka_unit_test(a_tensor_says_where_its_elements_are),
         cmocka_unit_test(strides_may_leave_gaps_and_repeat), cmocka_unit_test(scalars_and_empty_tensors),
         cmocka_unit_test(a_tensor_keeps_its_buffer),
         cmocka_unit_test(what_the_host_may_only_read_is_lent_so),
         cmocka_unit_test(what_is_lent_counts_as_written), cmocka_unit_test(what_may_leave_ram_is_not_lent),
         cmocka_unit_test(a_taken_tensor_is_the_buffer), cmocka_unit_test(a_tensor_without_deleter_is_taken),
         cmocka_unit_test(strides_without_gaps_are_taken),
         cmocka_unit_test(what_cannot_be_used_in_place_is_refused),
         cmocka_unit_test(what_is_no_tensor_is_refused));
