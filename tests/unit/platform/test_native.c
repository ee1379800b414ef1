/* SPDX-License-Identifier: MIT */
/* Native kernels. */
#include "tests/unit/platform/fixture.h"

#include <string.h>

struct args {
    long before;
    void *memory; /* a cl_mem until the kernel runs */
    void *nothing;
    cl_int *result;
};

static void CL_CALLBACK kernel(void *pointer)
{
    struct args *args = pointer;
    *args->result = args->before == 42 && args->nothing == NULL;
    strcpy(args->memory, "native");
}

static void handles_become_addresses_in_a_copy(void **state)
{
    struct vg_context *context = fixture_context();
    struct vg_queue *queue = fixture_queue(context, 0);
    struct vg_mem *mem = fixture_buffer(context, 64);
    struct vg_event *gate = fixture_user_event(context);
    cl_int result = 0;
    struct args args = {42, vg_mem_handle(mem), NULL, &result};
    cl_mem mems[] = {vg_mem_handle(mem), NULL};
    const void *places[] = {&args.memory, &args.nothing};
    const struct vg_native native = vg_native(kernel, &args, sizeof(args), 2, mems, places);
    succeeds(fixture_enqueue_after(queue, &native.base, vg_event_handle(gate), NULL));
    memset(&args, 0xff, sizeof(args)); /* The command has its own copy of all three arrays. */
    memset(mems, 0xff, sizeof(mems));
    memset(places, 0xff, sizeof(places));
    succeeds(vg_user_event_set(gate, CL_COMPLETE));
    succeeds(vg_queue_finish(queue));
    assert_int_equal(result, 1);
    assert_string_equal(vg_mem_address(mem), "native");
    fixture_drop_event(vg_event_handle(gate));
    fixture_drop_mem(mem);
    fixture_drop_queue(queue);
    fixture_drop_context(context);
}

static void CL_CALLBACK no_work(void *args)
{
    assert_null(args);
}

static void bad_native_arguments_are_refused(void **state)
{
    struct vg_context *context = fixture_context();
    struct vg_queue *queue = fixture_queue(context, 0);
    struct vg_mem *mem = fixture_buffer(context, 64);
    char args[16];
    const cl_mem mems[] = {vg_mem_handle(mem)}, wrong[] = {(cl_mem)(void *)vg_queue_handle(queue)};
    const void *inside[] = {args + 8}, *outside[] = {args + 9};
    const struct {
        struct vg_native command;
        cl_int expected;
    } rows[] = {
        {vg_native(no_work, NULL, 0, 0, NULL, NULL), CL_SUCCESS},
        {vg_native(NULL, NULL, 0, 0, NULL, NULL), CL_INVALID_VALUE},
        {vg_native(no_work, args, 0, 0, NULL, NULL), CL_INVALID_VALUE},
        {vg_native(no_work, NULL, 16, 0, NULL, NULL), CL_INVALID_VALUE},
        {vg_native(no_work, NULL, 0, 1, mems, inside), CL_INVALID_VALUE},
        {vg_native(no_work, args, 16, 1, NULL, inside), CL_INVALID_VALUE},
        {vg_native(no_work, args, 16, 1, mems, NULL), CL_INVALID_VALUE},
        {vg_native(no_work, args, 16, 0, mems, NULL), CL_INVALID_VALUE},
        {vg_native(no_work, args, 16, 1, mems, outside), CL_INVALID_VALUE},
        {vg_native(no_work, args, 16, 1, wrong, inside), CL_INVALID_MEM_OBJECT},
        {vg_native(no_work, args, SIZE_MAX - 64, 0, NULL, NULL), CL_OUT_OF_HOST_MEMORY},
    };
    for (size_t i = 0; i < VG_COUNT(rows); i++)
        assert_int_equal(fixture_enqueue(queue, &rows[i].command.base, NULL), rows[i].expected);
    succeeds(vg_queue_finish(queue));
    fixture_drop_mem(mem);
    fixture_drop_queue(queue);
    fixture_drop_context(context);
}

static cl_int wait_inside;

static void CL_CALLBACK waiting_kernel(void *args)
{
    struct vg_queue *queue;
    memcpy(&queue, args, sizeof(queue));
    wait_inside = vg_queue_finish(queue);
}

static void waiting_inside_is_an_error_and_no_deadlock(void **state)
{
    struct vg_context *context = fixture_context();
    struct vg_queue *queue = fixture_queue(context, 0);
    const struct vg_native native = vg_native(waiting_kernel, &queue, sizeof(queue), 0, NULL, NULL);
    succeeds(fixture_enqueue(queue, &native.base, NULL));
    succeeds(vg_queue_finish(queue));
    assert_int_equal(wait_inside, CL_INVALID_OPERATION);
    fixture_drop_queue(queue);
    fixture_drop_context(context);
}

VG_TESTS(test_native, cmocka_unit_test(handles_become_addresses_in_a_copy),
         cmocka_unit_test(bad_native_arguments_are_refused),
         cmocka_unit_test(waiting_inside_is_an_error_and_no_deadlock));
