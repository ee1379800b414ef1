/* SPDX-License-Identifier: MIT */
/* API errors: code, message, sink, log. */
#include "tests/unit/unit.h"

#include <pthread.h>
#include <string.h>

#include "base/error.h"
#include "tests/unit/base/files.h"

struct seen {
    int calls;
    cl_int code;
    char message[600];
};

static void remember(void *data, cl_int code, const char *message)
{
    struct seen *seen = data;
    seen->calls++;
    seen->code = code;
    strcpy(seen->message, message);
}

static void fail_gives_the_code_to_caller_and_sink(void **state)
{
    struct seen seen = {0};
    vg_error_set_sink(remember, &seen);
    assert_int_equal(vg_fail(CL_INVALID_VALUE, "size %d is over %s", 7, "six"), CL_INVALID_VALUE);
    assert_int_equal(seen.calls, 1);
    assert_int_equal(seen.code, CL_INVALID_VALUE);
    assert_string_equal(seen.message, "size 7 is over six");
}

static void a_removed_sink_hears_nothing(void **state)
{
    struct seen seen = {0};
    vg_error_set_sink(remember, &seen);
    vg_error_set_sink(NULL, NULL);
    vg_fail(CL_INVALID_VALUE, "nobody listens");
    assert_int_equal(seen.calls, 0);
}

static void *fail_elsewhere(void *unused)
{
    vg_fail(CL_INVALID_KERNEL, "on another thread");
    return unused;
}

static void a_sink_hears_its_own_thread_only(void **state)
{
    struct seen seen = {0};
    pthread_t thread;
    vg_error_set_sink(remember, &seen);
    assert_int_equal(pthread_create(&thread, NULL, fail_elsewhere, NULL), 0);
    assert_int_equal(pthread_join(thread, NULL), 0);
    assert_int_equal(seen.calls, 0);
}

static void long_messages_are_cut_not_overrun(void **state)
{
    struct seen seen = {0};
    char text[2000];
    memset(text, 'x', sizeof(text) - 1);
    text[sizeof(text) - 1] = '\0';
    vg_error_set_sink(remember, &seen);
    vg_fail(CL_INVALID_VALUE, "%s", text);
    assert_int_equal(strlen(seen.message), 511);
}

static cl_int twice(cl_int first, cl_int second, int *reached)
{
    VG_TRY(first);
    ++*reached;
    VG_TRY(second);
    ++*reached;
    return CL_SUCCESS;
}

static void try_forwards_the_first_error(void **state)
{
    int reached = 0;
    assert_int_equal(twice(CL_SUCCESS, CL_SUCCESS, &reached), CL_SUCCESS);
    assert_int_equal(reached, 2);
    reached = 0;
    assert_int_equal(twice(CL_INVALID_EVENT, CL_INVALID_KERNEL, &reached), CL_INVALID_EVENT);
    assert_int_equal(reached, 0);
}

static void codes_have_names(void **state)
{
    assert_string_equal(vg_error_name(CL_SUCCESS), "CL_SUCCESS");
    assert_string_equal(vg_error_name(CL_INVALID_VALUE), "CL_INVALID_VALUE");
    assert_string_equal(vg_error_name(CL_MAX_SIZE_RESTRICTION_EXCEEDED), "CL_MAX_SIZE_RESTRICTION_EXCEEDED");
    assert_string_equal(vg_error_name(-9999), "unknown error");
}

/* Every code from the first to the last of the two ranges that cl.h defines. */
static void no_core_code_is_without_a_name(void **state)
{
    for (cl_int code = CL_KERNEL_ARG_INFO_NOT_AVAILABLE; code <= CL_SUCCESS; code++)
        assert_memory_equal(vg_error_name(code), "CL_", 3);
    for (cl_int code = CL_MAX_SIZE_RESTRICTION_EXCEEDED; code <= CL_INVALID_VALUE; code++)
        assert_memory_equal(vg_error_name(code), "CL_", 3);
}

static void errors_reach_the_log(void **state)
{
    const char *dir = files_make_folder();
    files_log_to(dir, "error");
    vg_fail(CL_INVALID_EVENT, "event %d is none", 3);
    assert_string_equal(files_read(dir, "log"), "vgpu error: CL_INVALID_EVENT: event 3 is none\n");
}

VG_TESTS(test_error, cmocka_unit_test(fail_gives_the_code_to_caller_and_sink),
         cmocka_unit_test(a_removed_sink_hears_nothing), cmocka_unit_test(a_sink_hears_its_own_thread_only),
         cmocka_unit_test(long_messages_are_cut_not_overrun), cmocka_unit_test(try_forwards_the_first_error),
         cmocka_unit_test(codes_have_names), cmocka_unit_test(no_core_code_is_without_a_name),
         cmocka_unit_test(errors_reach_the_log));
