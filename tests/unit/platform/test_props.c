/* SPDX-License-Identifier: MIT */
/* The row engine of the property lists. */
#include "tests/unit/unit.h"

#include "base/alloc.h"
#include "platform/props.h"

static cl_int add(void *target, cl_properties value)
{
    *(cl_properties *)target += value;
    return value == 13 ? CL_INVALID_DEVICE : CL_SUCCESS;
}

static cl_int add_list(void *target, const cl_properties *values)
{
    for (; *values; values++)
        *(cl_properties *)target += *values * 1000;
    return CL_SUCCESS;
}

static const struct vg_props_row rows[] = {
    {.name = 100, .set = add}, {.name = 200, .set = add}, {.name = 300, .set_list = add_list}};
static const struct vg_props_table table = VG_PROPS_TABLE("clCreateSample", rows, CL_INVALID_PROPERTY);

static void each_value_reaches_its_row(void **state)
{
    const cl_properties list[] = {200, 5, 100, 7, 0};
    cl_properties sum = 0;
    assert_int_equal(vg_props_read(&table, list, &sum), CL_SUCCESS);
    assert_int_equal(sum, 12);
    assert_int_equal(vg_props_read(&table, NULL, NULL), CL_SUCCESS);
}

static void unknown_and_repeated_names_are_refused(void **state)
{
    const cl_properties unknown[] = {100, 1, 400, 1, 0}, repeated[] = {100, 1, 200, 1, 100, 1, 0};
    cl_properties sum = 0;
    assert_int_equal(vg_props_read(&table, unknown, &sum), CL_INVALID_PROPERTY);
    assert_int_equal(vg_props_read(&table, repeated, &sum), CL_INVALID_PROPERTY);
}

/* What stands in a list is no name, and what follows it is. */
static void lists_end_where_their_0_is(void **state)
{
    const cl_properties list[] = {100, 5, 300, 100, 100, 0, 200, 7, 0};
    const cl_properties empty[] = {300, 0, 100, 4, 0}, unknown[] = {300, 1, 2, 0, 2, 1, 0};
    const cl_properties repeated[] = {300, 1, 2, 0, 100, 1, 300, 1, 0, 0};
    struct vg_props props;
    cl_properties sum = 0;
    assert_int_equal(vg_props_read(&table, list, &sum), CL_SUCCESS);
    assert_int_equal(sum, 200012);
    assert_int_equal(vg_props_read(&table, empty, &sum), CL_SUCCESS);
    assert_int_equal(sum, 200016);
    assert_int_equal(vg_props_read(&table, unknown, &sum), CL_INVALID_PROPERTY);
    assert_int_equal(vg_props_read(&table, repeated, &sum), CL_INVALID_PROPERTY);
    assert_int_equal(vg_props_copy(&table, &props, list), CL_SUCCESS);
    assert_int_equal(props.bytes, sizeof(list));
    assert_memory_equal(props.list, list, sizeof(list));
    vg_props_finish(&props);
}

static void a_rows_own_error_is_passed_on(void **state)
{
    const cl_properties list[] = {100, 13, 0};
    cl_properties sum = 0;
    assert_int_equal(vg_props_read(&table, list, &sum), CL_INVALID_DEVICE);
}

static void the_copy_is_exact(void **state)
{
    const cl_properties list[] = {200, 0, 100, 7, 0};
    const cl_properties empty[] = {0};
    struct vg_props props;
    assert_int_equal(vg_props_copy(&table, &props, list), CL_SUCCESS);
    assert_int_equal(props.bytes, sizeof(list));
    assert_memory_equal(props.list, list, sizeof(list));
    vg_props_finish(&props);
    assert_int_equal(vg_props_copy(&table, &props, empty), CL_SUCCESS);
    assert_int_equal(props.bytes, sizeof(empty));
    vg_props_finish(&props);
    assert_int_equal(vg_props_copy(&table, &props, NULL), CL_SUCCESS);
    assert_int_equal(props.bytes, 0);
    assert_null(props.list);
}

static void no_memory_is_told(void **state)
{
    const cl_properties list[] = {200, 0, 0};
    struct vg_props props;
    vg_alloc_fail_after(0);
    assert_int_equal(vg_props_copy(&table, &props, list), CL_OUT_OF_HOST_MEMORY);
    vg_alloc_fail_after(-1);
    vg_props_finish(&props);
}

VG_TESTS(test_props, cmocka_unit_test(each_value_reaches_its_row),
         cmocka_unit_test(unknown_and_repeated_names_are_refused),
         cmocka_unit_test(lists_end_where_their_0_is), cmocka_unit_test(a_rows_own_error_is_passed_on),
         cmocka_unit_test(the_copy_is_exact), cmocka_unit_test(no_memory_is_told));
