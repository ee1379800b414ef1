/* SPDX-License-Identifier: MIT */
/* Contexts: validation, queries, error reports and destructor callbacks. */
#include "tests/unit/platform/fixture.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "platform/platform.h"

static void bad_context_arguments_are_refused(void **state)
{
    const cl_device_id device = vg_device_handle(vg_device_root()), wrong[] = {NULL};
    const cl_context_properties unknown[] = {0x7777, 1, 0}, no_platform[] = {CL_CONTEXT_PLATFORM, 0, 0};
    const cl_context_properties sync[] = {CL_CONTEXT_INTEROP_USER_SYNC, 2, 0};
    struct vg_context *context;
    int user;
    assert_int_equal(vg_context_create(NULL, 0, &device, NULL, NULL, &context), CL_INVALID_VALUE);
    assert_int_equal(vg_context_create(NULL, 1, NULL, NULL, NULL, &context), CL_INVALID_VALUE);
    assert_int_equal(vg_context_create(NULL, 1, &device, NULL, &user, &context), CL_INVALID_VALUE);
    assert_int_equal(vg_context_create(NULL, 1, wrong, NULL, NULL, &context), CL_INVALID_DEVICE);
    assert_int_equal(vg_context_create(unknown, 1, &device, NULL, NULL, &context), CL_INVALID_PROPERTY);
    assert_int_equal(vg_context_create(no_platform, 1, &device, NULL, NULL, &context), CL_INVALID_PLATFORM);
    assert_int_equal(vg_context_create(sync, 1, &device, NULL, NULL, &context), CL_INVALID_PROPERTY);
    assert_int_equal(vg_context_create_from_type(NULL, CL_DEVICE_TYPE_GPU, NULL, NULL, &context),
                     CL_DEVICE_NOT_FOUND);
    assert_int_equal(vg_context_create_from_type(NULL, 0, NULL, NULL, &context), CL_INVALID_DEVICE_TYPE);
}

static void queries_give_back_what_was_given(void **state)
{
    const cl_context_properties list[] = {CL_CONTEXT_INTEROP_USER_SYNC, CL_TRUE, CL_CONTEXT_PLATFORM,
                                          (cl_context_properties)vg_platform_handle(vg_platform()), 0};
    const cl_device_id twice[] = {vg_device_handle(vg_device_root()), vg_device_handle(vg_device_root())};
    cl_context_properties back[8];
    cl_device_id devices[2];
    cl_uint count = 0;
    size_t size = 0;
    struct vg_context *context;
    succeeds(vg_context_create(list, 2, twice, NULL, NULL, &context));
    succeeds(vg_context_info(context, CL_CONTEXT_PROPERTIES, sizeof(back), back, &size));
    assert_int_equal(size, sizeof(list));
    assert_memory_equal(back, list, sizeof(list));
    succeeds(vg_context_info(context, CL_CONTEXT_NUM_DEVICES, sizeof(count), &count, NULL));
    assert_int_equal(count, 1);
    succeeds(vg_context_info(context, CL_CONTEXT_DEVICES, sizeof(devices), devices, &size));
    assert_int_equal(size, sizeof(*devices));
    assert_ptr_equal(devices[0], twice[0]);
    fixture_drop_context(context);
}

static char last_message[512];
static cl_int last_code;

static void CL_CALLBACK notify(const char *message, const void *info, size_t info_size, void *user)
{
    assert_ptr_equal(user, last_message);
    assert_int_equal(info_size, sizeof(last_code));
    memcpy(&last_code, info, sizeof(last_code));
    strncpy(last_message, message, sizeof(last_message) - 1);
}

static struct vg_context *listening_context(void)
{
    struct vg_context *context = NULL;
    succeeds(vg_context_create_from_type(NULL, CL_DEVICE_TYPE_CPU, notify, last_message, &context));
    return context;
}

static void errors_of_enqueues_reach_the_callback(void **state)
{
    struct vg_context *context = listening_context();
    struct vg_queue *queue = fixture_queue(context, 0);
    struct vg_mem *mem = fixture_buffer(context, 16);
    char host[32];
    const struct vg_transfer read =
        vg_transfer(CL_COMMAND_READ_BUFFER, vg_end_buffer(vg_mem_handle(mem), 8), vg_end_host(host), 9);
    assert_int_equal(fixture_enqueue(queue, &read.base, NULL), CL_INVALID_VALUE);
    assert_int_equal(last_code, CL_INVALID_VALUE);
    assert_non_null(strstr(last_message, "offset 8"));
    last_message[0] = '\0';
    (void)vg_fail(CL_INVALID_VALUE, "outside of any call");
    assert_string_equal(last_message, "");
    fixture_drop_mem(mem);
    fixture_drop_queue(queue);
    fixture_drop_context(context);
}

static void failed_commands_are_reported(void **state)
{
    struct vg_context *context = listening_context();
    struct vg_queue *queue = fixture_queue(context, 0);
    struct vg_event *user = fixture_user_event(context);
    const struct vg_command marker = vg_marker(vg_wait_list(1, NULL));
    succeeds(fixture_enqueue_after(queue, &marker, vg_event_handle(user), NULL));
    succeeds(vg_user_event_set(user, -1000));
    succeeds(vg_queue_finish(queue));
    assert_int_equal(last_code, CL_EXEC_STATUS_ERROR_FOR_EVENTS_IN_WAIT_LIST);
    fixture_drop_event(vg_event_handle(user));
    fixture_drop_queue(queue);
    fixture_drop_context(context);
}

static char order[8];

static void CL_CALLBACK note_destroyed(cl_context context, void *user)
{
    assert_non_null(context);
    strncat(order, user, 1);
}

static void destructors_run_backwards_after_the_last_user(void **state)
{
    static char names[] = "abc";
    struct vg_context *context = fixture_context();
    struct vg_queue *queue = fixture_queue(context, 0);
    for (int i = 0; i < 3; i++)
        succeeds(vg_context_on_destroy(context, note_destroyed, &names[i]));
    assert_int_equal(vg_context_on_destroy(context, NULL, NULL), CL_INVALID_VALUE);
    fixture_drop_context(context);
    assert_string_equal(order, "");
    fixture_drop_queue(queue);
    assert_string_equal(order, "cba");
}

VG_TESTS(test_context, cmocka_unit_test(bad_context_arguments_are_refused),
         cmocka_unit_test(queries_give_back_what_was_given),
         cmocka_unit_test(errors_of_enqueues_reach_the_callback),
         cmocka_unit_test(failed_commands_are_reported),
         cmocka_unit_test(destructors_run_backwards_after_the_last_user));
