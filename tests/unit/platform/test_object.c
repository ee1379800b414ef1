/* SPDX-License-Identifier: MIT */
/* Reference counts and checked casts. */
#include "tests/unit/platform/fixture.h"

#include "platform/sampler.h"

static void a_handle_is_good_for_its_kind_only(void **state)
{
    struct vg_context *context = fixture_context();
    struct vg_mem *mem = fixture_buffer(context, 16);
    struct vg_mem *found;
    assert_ptr_equal(vg_mem_from(vg_mem_handle(mem)), mem);
    assert_null(vg_mem_from(NULL));
    assert_null(vg_mem_from((cl_mem)(void *)vg_context_handle(context)));
    assert_null(vg_mem_from((cl_mem)(void *)((char *)mem + 1)));
    assert_int_equal(vg_mem_get(NULL, &found), CL_INVALID_MEM_OBJECT);
    fixture_drop_mem(mem);
    fixture_drop_context(context);
}

static void the_loaders_words_are_inherited(void **state)
{
    static char dispatch, data;
    vg_device_root()->object.dispatch = (const struct _cl_icd_dispatch *)(const void *)&dispatch;
    vg_device_root()->object.disp_data = &data;
    struct vg_context *context = fixture_context();
    struct vg_queue *queue = fixture_queue(context, 0);
    assert_ptr_equal(*(void **)(void *)queue, &dispatch);
    assert_ptr_equal(((void **)(void *)queue)[1], &data);
    fixture_drop_queue(queue);
    fixture_drop_context(context);
}

static void the_application_sees_its_own_references(void **state)
{
    struct vg_context *context = fixture_context();
    cl_context handle = vg_context_handle(context);
    struct vg_queue *queue = fixture_queue(context, 0);
    assert_int_equal(vg_object_api_refs(&context->object), 1);
    succeeds(vg_context_api_retain(handle));
    assert_int_equal(vg_object_api_refs(&context->object), 2);
    succeeds(vg_context_api_release(handle));
    fixture_drop_queue(queue);
    fixture_drop_context(context);
}

static void a_parent_can_be_retained_again_through_its_child(void **state)
{
    struct vg_context *context = fixture_context();
    cl_context handle = vg_context_handle(context);
    struct vg_queue *queue = fixture_queue(context, 0);
    fixture_drop_context(context);
    assert_int_equal(vg_context_api_release(handle), CL_INVALID_CONTEXT);
    assert_ptr_equal(vg_context_from(handle), context);
    succeeds(vg_context_api_retain(handle));
    fixture_drop_queue(queue);
    assert_ptr_equal(vg_context_from(handle), context);
    succeeds(vg_context_api_release(handle));
}

static void a_kernel_or_sampler_is_gone_with_the_last_reference(void **state)
{
    struct vg_context *context = fixture_context();
    struct vg_sampler *sampler = NULL;
    succeeds(vg_sampler_create(context, NULL, &sampler));
    cl_sampler handle = vg_sampler_handle(sampler);
    vg_sampler_retain(sampler); /* as a command would */
    succeeds(vg_sampler_api_release(handle));
    assert_null(vg_sampler_from(handle));
    assert_int_equal(vg_sampler_api_retain(handle), CL_INVALID_SAMPLER);
    vg_sampler_release(&sampler);
    assert_null(sampler);
    fixture_drop_context(context);
}

static void the_root_device_is_not_counted(void **state)
{
    cl_device_id device = vg_device_handle(vg_device_root());
    for (int i = 0; i < 3; i++)
        succeeds(vg_device_api_release(device));
    succeeds(vg_device_api_retain(device));
    assert_int_equal(vg_object_api_refs(&vg_device_root()->object), 1);
    assert_non_null(vg_device_from(device));
}

static void give_sets_the_error_code(void **state)
{
    struct vg_context *context = fixture_context();
    cl_int err = 1;
    assert_ptr_equal(vg_context_give(CL_SUCCESS, context, &err), vg_context_handle(context));
    assert_int_equal(err, CL_SUCCESS);
    assert_null(vg_context_give(CL_OUT_OF_HOST_MEMORY, context, &err));
    assert_int_equal(err, CL_OUT_OF_HOST_MEMORY);
    assert_null(vg_context_give(CL_INVALID_VALUE, NULL, NULL));
    fixture_drop_context(context);
}

VG_TESTS(test_object, cmocka_unit_test(a_handle_is_good_for_its_kind_only),
         cmocka_unit_test(the_loaders_words_are_inherited),
         cmocka_unit_test(the_application_sees_its_own_references),
         cmocka_unit_test(a_parent_can_be_retained_again_through_its_child),
         cmocka_unit_test(a_kernel_or_sampler_is_gone_with_the_last_reference),
         cmocka_unit_test(the_root_device_is_not_counted), cmocka_unit_test(give_sets_the_error_code));
