/* SPDX-License-Identifier: MIT */
/* Queues: creation, order, markers and barriers, finish and release. */
#include "platform/partition.h"
#include "tests/unit/platform/fixture.h"

#include <pthread.h>
#include <string.h>

#define OUT_OF_ORDER CL_QUEUE_OUT_OF_ORDER_EXEC_MODE_ENABLE

static void properties_are_given_back_exactly(void **state)
{
    struct vg_context *context = fixture_context();
    cl_device_id device = vg_device_handle(vg_device_root());
    const cl_queue_properties list[] = {CL_QUEUE_PROPERTIES, CL_QUEUE_PROFILING_ENABLE, 0}, empty[] = {0};
    const cl_queue_properties *const lists[] = {list, empty, NULL};
    const size_t sizes[] = {sizeof(list), sizeof(empty), 0};
    for (int i = 0; i < 3; i++) {
        struct vg_queue *queue;
        cl_queue_properties back[4];
        size_t size = 99;
        succeeds(vg_queue_create(context, device, lists[i], &queue));
        succeeds(vg_queue_info(queue, CL_QUEUE_PROPERTIES_ARRAY, sizeof(back), back, &size));
        assert_int_equal(size, sizes[i]);
        if (size > 0)
            assert_memory_equal(back, lists[i], size);
        fixture_drop_queue(queue);
    }
    fixture_drop_context(context);
}

static void bad_queue_properties_are_refused(void **state)
{
    struct vg_context *context = fixture_context();
    cl_device_id device = vg_device_handle(vg_device_root());
    static const struct {
        cl_queue_properties list[5];
        cl_int error;
    } rows[] = {
        {{CL_QUEUE_PROPERTIES, 1 << 20, 0}, CL_INVALID_VALUE},
        {{0x1234, 1, 0}, CL_INVALID_VALUE},
        {{CL_QUEUE_SIZE, 1024, 0}, CL_INVALID_VALUE},
        {{CL_QUEUE_PROPERTIES, CL_QUEUE_ON_DEVICE, 0}, CL_INVALID_VALUE},
        {{CL_QUEUE_PROPERTIES, CL_QUEUE_ON_DEVICE_DEFAULT, 0}, CL_INVALID_VALUE},
        {{CL_QUEUE_PROPERTIES, OUT_OF_ORDER | CL_QUEUE_ON_DEVICE, 0}, CL_INVALID_QUEUE_PROPERTIES},
        {{CL_QUEUE_PROPERTIES, OUT_OF_ORDER | CL_QUEUE_ON_DEVICE, CL_QUEUE_SIZE, 64, 0},
         CL_INVALID_QUEUE_PROPERTIES},
    };
    struct vg_queue *queue;
    for (size_t i = 0; i < VG_COUNT(rows); i++)
        assert_int_equal(vg_queue_create(context, device, rows[i].list, &queue), rows[i].error);
    assert_int_equal(vg_queue_create_flags(context, device, CL_QUEUE_ON_DEVICE, &queue), CL_INVALID_VALUE);
    assert_int_equal(vg_queue_create_flags(context, NULL, 0, &queue), CL_INVALID_DEVICE);
    fixture_drop_context(context);
}

static void a_device_outside_the_context_is_refused(void **state)
{
    const cl_device_partition_property one[] = {CL_DEVICE_PARTITION_BY_COUNTS, 1, 0, 0};
    cl_device_id part;
    if (vg_device_compute_units(vg_device_root()) < 2)
        skip();
    struct vg_context *context = fixture_context();
    struct vg_queue *queue;
    succeeds(vg_device_partition(vg_device_root(), one, 1, &part, NULL));
    assert_int_equal(vg_queue_create(context, part, NULL, &queue), CL_INVALID_DEVICE);
    succeeds(vg_device_api_release(part));
    fixture_drop_context(context);
}

static void an_in_order_queue_keeps_the_order(void **state)
{
    struct vg_context *context = fixture_context();
    struct vg_queue *queue = fixture_queue(context, 0);
    struct vg_event *gate = fixture_user_event(context);
    struct fixture_log log = {0};
    for (const char *at = "abcdefgh"; *at; at++)
        succeeds(fixture_note(queue, &log, *at, *at == 'a' ? vg_event_handle(gate) : NULL, NULL));
    assert_int_equal(atomic_load(&log.length), 0);
    succeeds(vg_user_event_set(gate, CL_COMPLETE));
    succeeds(vg_queue_finish(queue));
    assert_string_equal(log.text, "abcdefgh");
    fixture_drop_event(vg_event_handle(gate));
    fixture_drop_queue(queue);
    fixture_drop_context(context);
}

static void a_failed_command_does_not_stop_an_in_order_queue(void **state)
{
    struct vg_context *context = fixture_context();
    struct vg_queue *queue = fixture_queue(context, 0);
    struct vg_event *gate = fixture_user_event(context);
    struct fixture_log log = {0};
    succeeds(fixture_note(queue, &log, 'a', vg_event_handle(gate), NULL));
    succeeds(fixture_note(queue, &log, 'b', NULL, NULL));
    succeeds(vg_user_event_set(gate, -5));
    succeeds(vg_queue_finish(queue));
    assert_string_equal(log.text, "b");
    fixture_drop_event(vg_event_handle(gate));
    fixture_drop_queue(queue);
    fixture_drop_context(context);
}

static void out_of_order_commands_wait_for_their_lists_only(void **state)
{
    struct vg_context *context = fixture_context();
    struct vg_queue *queue = fixture_queue(context, OUT_OF_ORDER);
    struct vg_event *gate = fixture_user_event(context);
    struct fixture_log log = {0};
    cl_event a, b;
    succeeds(fixture_note(queue, &log, 'a', vg_event_handle(gate), &a));
    succeeds(fixture_note(queue, &log, 'b', NULL, &b));
    succeeds(vg_event_wait_all(1, &b));
    assert_string_equal(log.text, "b");
    succeeds(vg_user_event_set(gate, CL_COMPLETE));
    succeeds(vg_event_wait_all(1, &a));
    assert_string_equal(log.text, "ba");
    fixture_drop_event(a);
    fixture_drop_event(b);
    fixture_drop_event(vg_event_handle(gate));
    fixture_drop_queue(queue);
    fixture_drop_context(context);
}

static void a_marker_waits_for_all_before_it(void **state)
{
    struct vg_context *context = fixture_context();
    struct vg_queue *queue = fixture_queue(context, OUT_OF_ORDER);
    struct vg_event *gate = fixture_user_event(context);
    struct fixture_log log = {0};
    const struct vg_command marker = vg_marker(vg_wait_list(0, NULL));
    cl_event mark, after;
    succeeds(fixture_note(queue, &log, 'a', vg_event_handle(gate), NULL));
    succeeds(fixture_note(queue, &log, 'b', NULL, NULL));
    succeeds(fixture_enqueue(queue, &marker, &mark));
    succeeds(fixture_note(queue, &log, 'c', NULL, &after));
    succeeds(vg_event_wait_all(1, &after));
    assert_int_not_equal(fixture_status(mark), CL_COMPLETE);
    succeeds(vg_user_event_set(gate, CL_COMPLETE));
    succeeds(vg_event_wait_all(1, &mark));
    assert_non_null(strchr(log.text, 'a'));
    assert_non_null(strchr(log.text, 'b'));
    fixture_drop_event(mark);
    fixture_drop_event(after);
    fixture_drop_event(vg_event_handle(gate));
    fixture_drop_queue(queue);
    fixture_drop_context(context);
}

static void a_barrier_holds_back_what_follows(void **state)
{
    struct vg_context *context = fixture_context();
    struct vg_queue *queue = fixture_queue(context, OUT_OF_ORDER);
    struct vg_event *gate = fixture_user_event(context);
    struct fixture_log log = {0};
    const struct vg_command barrier = vg_barrier(vg_wait_list(0, NULL));
    succeeds(fixture_note(queue, &log, 'a', vg_event_handle(gate), NULL));
    succeeds(fixture_enqueue(queue, &barrier, NULL));
    succeeds(fixture_note(queue, &log, 'b', NULL, NULL));
    succeeds(fixture_enqueue(queue, &barrier, NULL));
    succeeds(fixture_note(queue, &log, 'c', NULL, NULL));
    assert_int_equal(atomic_load(&log.length), 0);
    succeeds(vg_user_event_set(gate, CL_COMPLETE));
    succeeds(vg_queue_finish(queue));
    assert_string_equal(log.text, "abc");
    fixture_drop_event(vg_event_handle(gate));
    fixture_drop_queue(queue);
    fixture_drop_context(context);
}

static void a_barrier_with_a_list_waits_for_the_list_only(void **state)
{
    struct vg_context *context = fixture_context();
    struct vg_queue *queue = fixture_queue(context, OUT_OF_ORDER);
    struct vg_event *slow = fixture_user_event(context), *gate = fixture_user_event(context);
    struct fixture_log log = {0};
    const cl_event list[] = {vg_event_handle(gate)};
    const struct vg_command barrier = vg_barrier(vg_wait_list(1, list));
    cl_event after;
    succeeds(fixture_note(queue, &log, 'a', vg_event_handle(slow), NULL));
    succeeds(vg_enqueue(vg_queue_handle(queue), &barrier, vg_wait_list(1, list), CL_FALSE, NULL));
    succeeds(fixture_note(queue, &log, 'b', NULL, &after));
    assert_int_equal(atomic_load(&log.length), 0);
    succeeds(vg_user_event_set(gate, CL_COMPLETE));
    succeeds(vg_event_wait_all(1, &after));
    assert_string_equal(log.text, "b");
    succeeds(vg_user_event_set(slow, CL_COMPLETE));
    succeeds(vg_queue_finish(queue));
    assert_string_equal(log.text, "ba");
    fixture_drop_event(after);
    fixture_drop_event(list[0]);
    fixture_drop_event(vg_event_handle(slow));
    fixture_drop_queue(queue);
    fixture_drop_context(context);
}

static void queues_wait_for_each_other_through_events(void **state)
{
    struct vg_context *context = fixture_context();
    struct vg_queue *first = fixture_queue(context, 0), *second = fixture_queue(context, 0);
    struct vg_event *gate = fixture_user_event(context);
    struct fixture_log log = {0};
    cl_event a;
    succeeds(fixture_note(first, &log, 'a', vg_event_handle(gate), &a));
    succeeds(fixture_note(second, &log, 'b', a, NULL));
    fixture_drop_event(a);
    fixture_drop_queue(first);
    succeeds(vg_user_event_set(gate, CL_COMPLETE));
    succeeds(vg_queue_finish(second));
    assert_string_equal(log.text, "ab");
    fixture_drop_event(vg_event_handle(gate));
    fixture_drop_queue(second);
    fixture_drop_context(context);
}

static void CL_CALLBACK gone(cl_context context, void *user)
{
    (void)context;
    atomic_store((atomic_int *)user, 1);
}

static void commands_keep_their_queue_alive(void **state)
{
    struct vg_context *context = fixture_context();
    atomic_int destroyed = 0;
    succeeds(vg_context_on_destroy(context, gone, &destroyed));
    struct vg_event *gate = fixture_user_event(context);
    static const cl_command_queue_properties kinds[] = {0, OUT_OF_ORDER};
    struct fixture_log log = {0};
    cl_event last[2];
    for (int i = 0; i < 2; i++) {
        struct vg_queue *queue = fixture_queue(context, kinds[i]);
        const struct vg_command barrier = vg_barrier(vg_wait_list(0, NULL));
        succeeds(fixture_note(queue, &log, 'x', vg_event_handle(gate), NULL));
        succeeds(fixture_enqueue(queue, &barrier, &last[i]));
        fixture_drop_queue(queue);
    }
    fixture_drop_context(context);
    assert_int_equal(atomic_load(&destroyed), 0);
    succeeds(vg_user_event_set(gate, CL_COMPLETE));
    succeeds(vg_event_wait_all(2, last));
    assert_string_equal(log.text, "xx");
    fixture_drop_event(last[0]);
    fixture_drop_event(last[1]);
    fixture_drop_event(vg_event_handle(gate));
    for (int i = 0; i < 2000 && !atomic_load(&destroyed); i++) {
        const struct timespec millisecond = {0, 1000000};
        nanosleep(&millisecond, NULL);
    }
    assert_int_equal(atomic_load(&destroyed), 1);
}

struct load {
    struct vg_queue *queue;
    struct fixture_log *log;
};

static void CL_CALLBACK count_up(void *args)
{
    atomic_fetch_add(*(atomic_uint **)args, 1);
}

static void *enqueue_many(void *arg)
{
    struct load *load = arg;
    atomic_uint *counter = &load->log->length;
    const struct vg_native native = vg_native(count_up, &counter, sizeof(counter), 0, NULL, NULL);
    const struct vg_command barrier = vg_barrier(vg_wait_list(0, NULL));
    for (int i = 0; i < 500; i++) {
        succeeds(fixture_enqueue(load->queue, &native.base, NULL));
        if (i % 50 == 0)
            succeeds(fixture_enqueue(load->queue, &barrier, NULL));
        if (i % 100 == 0)
            succeeds(vg_queue_finish(load->queue));
    }
    return NULL;
}

static void threads_may_share_a_queue(void **state)
{
    static const cl_command_queue_properties kinds[] = {0, OUT_OF_ORDER};
    struct vg_context *context = fixture_context();
    for (size_t k = 0; k < VG_COUNT(kinds); k++) {
        struct fixture_log log = {0};
        struct load load = {fixture_queue(context, kinds[k]), &log};
        pthread_t threads[4];
        for (int i = 0; i < 4; i++)
            assert_int_equal(pthread_create(&threads[i], NULL, enqueue_many, &load), 0);
        for (int i = 0; i < 4; i++)
            pthread_join(threads[i], NULL);
        succeeds(vg_queue_finish(load.queue));
        assert_int_equal(atomic_load(&log.length), 2000);
        fixture_drop_queue(load.queue);
    }
    fixture_drop_context(context);
}

VG_TESTS(test_queue, cmocka_unit_test(properties_are_given_back_exactly),
         cmocka_unit_test(bad_queue_properties_are_refused),
         cmocka_unit_test(a_device_outside_the_context_is_refused),
         cmocka_unit_test(an_in_order_queue_keeps_the_order),
         cmocka_unit_test(a_failed_command_does_not_stop_an_in_order_queue),
         cmocka_unit_test(out_of_order_commands_wait_for_their_lists_only),
         cmocka_unit_test(a_marker_waits_for_all_before_it),
         cmocka_unit_test(a_barrier_holds_back_what_follows),
         cmocka_unit_test(a_barrier_with_a_list_waits_for_the_list_only),
         cmocka_unit_test(queues_wait_for_each_other_through_events),
         cmocka_unit_test(commands_keep_their_queue_alive), cmocka_unit_test(threads_may_share_a_queue));
