/* SPDX-License-Identifier: MIT */
/* The row engine of the queries. */
#include "tests/unit/unit.h"

#include <string.h>

#include "platform/info.h"

struct vg_sample {
    cl_uint number;
    char *text;
};

static cl_int twice(const void *object, const struct vg_info_out *out)
{
    const struct vg_sample *sample = object;
    return vg_info_put_size(out, 2 * (size_t)sample->number);
}

static const struct vg_info_row rows[] = {
    VG_FIELD(1, vg_sample, number, cl_uint),
    VG_TEXT(2, vg_sample, text),
    VG_CONST(3, cl_ulong, 77),
    VG_CONST_TEXT(4, "constant"),
    VG_EMPTY(5),
    VG_CALL(6, twice),
};
static const struct vg_info_table table = VG_INFO_TABLE("clGetSampleInfo", rows);
static const struct vg_sample sample = {21, NULL};

static void each_source_answers(void **state)
{
    cl_uint number = 0;
    cl_ulong constant = 0;
    size_t doubled = 0, size = 0;
    char text[16] = "?";
    assert_int_equal(vg_info_get(&table, &sample, 1, sizeof(number), &number, &size), CL_SUCCESS);
    assert_int_equal(number, 21);
    assert_int_equal(size, sizeof(number));
    assert_int_equal(vg_info_get(&table, &sample, 2, sizeof(text), text, &size), CL_SUCCESS);
    assert_string_equal(text, "");
    assert_int_equal(size, 1);
    assert_int_equal(vg_info_get(&table, &sample, 3, sizeof(constant), &constant, NULL), CL_SUCCESS);
    assert_int_equal(constant, 77);
    assert_int_equal(vg_info_get(&table, &sample, 4, sizeof(text), text, &size), CL_SUCCESS);
    assert_string_equal(text, "constant");
    assert_int_equal(size, strlen("constant") + 1);
    assert_int_equal(vg_info_get(&table, &sample, 6, sizeof(doubled), &doubled, NULL), CL_SUCCESS);
    assert_int_equal(doubled, 42);
}

static void a_text_member_is_followed(void **state)
{
    char word[] = "word", out[8];
    const struct vg_sample with_text = {0, word};
    size_t size = 0;
    assert_int_equal(vg_info_get(&table, &with_text, 2, sizeof(out), out, &size), CL_SUCCESS);
    assert_string_equal(out, "word");
    assert_int_equal(size, 5);
}

static void the_size_alone_can_be_asked_for(void **state)
{
    size_t size = 99;
    assert_int_equal(vg_info_get(&table, &sample, 3, 0, NULL, &size), CL_SUCCESS);
    assert_int_equal(size, sizeof(cl_ulong));
    assert_int_equal(vg_info_get(&table, &sample, 5, 0, NULL, &size), CL_SUCCESS);
    assert_int_equal(size, 0);
    assert_int_equal(vg_info_get(&table, &sample, 3, 0, NULL, NULL), CL_SUCCESS);
}

static void too_little_room_changes_nothing(void **state)
{
    cl_ulong value = 5;
    size_t size = 99;
    assert_int_equal(vg_info_get(&table, &sample, 3, sizeof(value) - 1, &value, &size), CL_INVALID_VALUE);
    assert_int_equal(value, 5);
    assert_int_equal(size, 99);
}

static void an_unknown_name_is_invalid(void **state)
{
    cl_ulong value;
    assert_int_equal(vg_info_get(&table, &sample, 0, sizeof(value), &value, NULL), CL_INVALID_VALUE);
    assert_int_equal(vg_info_get(&table, &sample, 7, sizeof(value), &value, NULL), CL_INVALID_VALUE);
}

VG_TESTS(test_info, cmocka_unit_test(each_source_answers), cmocka_unit_test(a_text_member_is_followed),
         cmocka_unit_test(the_size_alone_can_be_asked_for), cmocka_unit_test(too_little_room_changes_nothing),
         cmocka_unit_test(an_unknown_name_is_invalid));
