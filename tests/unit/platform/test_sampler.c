/* SPDX-License-Identifier: MIT */
/* Sampler objects: property lists, queries, and the value that a kernel gets. */
#include "platform/sampler.h"

#include "tests/unit/platform/fixture.h"
#include "tests/unit/unit.h"

static void a_sampler_without_properties_has_the_defaults(void **state)
{
    struct vg_context *context = fixture_context();
    struct vg_sampler *sampler;
    cl_filter_mode filter;
    size_t size;
    assert_int_equal(vg_sampler_create(context, NULL, &sampler), CL_SUCCESS);
    assert_int_equal(vg_sampler_info(sampler, CL_SAMPLER_FILTER_MODE, sizeof(filter), &filter, NULL),
                     CL_SUCCESS);
    assert_int_equal(filter, CL_FILTER_NEAREST);
    assert_int_equal(vg_sampler_info(sampler, CL_SAMPLER_PROPERTIES, 0, NULL, &size), CL_SUCCESS);
    assert_int_equal(size, 0);
    assert_int_equal(vg_sampler_code(sampler), 1 | 4 | 0x10);
    assert_int_equal(vg_sampler_api_release(vg_sampler_handle(sampler)), CL_SUCCESS);
    fixture_drop_context(context);
}

static void sampler_properties_are_read_and_given_back(void **state)
{
    static const cl_sampler_properties list[] = {CL_SAMPLER_NORMALIZED_COORDS,
                                                 CL_FALSE,
                                                 CL_SAMPLER_ADDRESSING_MODE,
                                                 CL_ADDRESS_CLAMP_TO_EDGE,
                                                 CL_SAMPLER_FILTER_MODE,
                                                 CL_FILTER_LINEAR,
                                                 0};
    struct vg_context *context = fixture_context();
    struct vg_sampler *sampler;
    cl_sampler_properties copy[8];
    size_t size;
    assert_int_equal(vg_sampler_create(context, list, &sampler), CL_SUCCESS);
    assert_int_equal(vg_sampler_info(sampler, CL_SAMPLER_PROPERTIES, sizeof(copy), copy, &size), CL_SUCCESS);
    assert_int_equal(size, sizeof(list));
    assert_memory_equal(copy, list, sizeof(list));
    assert_int_equal(vg_sampler_code(sampler), 2 | 0x20);
    assert_int_equal(vg_sampler_api_release(vg_sampler_handle(sampler)), CL_SUCCESS);
    fixture_drop_context(context);
}

static void modes_are_no_properties(void **state)
{
    struct vg_context *context = fixture_context();
    struct vg_sampler *sampler;
    size_t size = 99;
    assert_int_equal(
        vg_sampler_create_modes(context, CL_FALSE, CL_ADDRESS_MIRRORED_REPEAT, CL_FILTER_LINEAR, &sampler),
        CL_SUCCESS);
    assert_int_equal(vg_sampler_info(sampler, CL_SAMPLER_PROPERTIES, 0, NULL, &size), CL_SUCCESS);
    assert_int_equal(size, 0);
    assert_int_equal(vg_sampler_code(sampler), 8 | 0x20);
    assert_int_equal(vg_sampler_api_release(vg_sampler_handle(sampler)), CL_SUCCESS);
    fixture_drop_context(context);
}

static void bad_sampler_properties_are_refused(void **state)
{
    static const cl_sampler_properties lists[][5] = {
        {0x1234, 1, 0},
        {CL_SAMPLER_FILTER_MODE, 7, 0},
        {CL_SAMPLER_ADDRESSING_MODE, 7, 0},
        {CL_SAMPLER_NORMALIZED_COORDS, 7, 0},
        {CL_SAMPLER_FILTER_MODE, CL_FILTER_LINEAR, CL_SAMPLER_FILTER_MODE, CL_FILTER_LINEAR, 0},
    };
    struct vg_context *context = fixture_context();
    for (size_t i = 0; i < sizeof(lists) / sizeof(*lists); i++) {
        struct vg_sampler *sampler = NULL;
        assert_int_equal(vg_sampler_create(context, lists[i], &sampler), CL_INVALID_VALUE);
        assert_null(sampler);
    }
    fixture_drop_context(context);
}

VG_TESTS(test_sampler, cmocka_unit_test(a_sampler_without_properties_has_the_defaults),
         cmocka_unit_test(sampler_properties_are_read_and_given_back),
         cmocka_unit_test(modes_are_no_properties), cmocka_unit_test(bad_sampler_properties_are_refused));
