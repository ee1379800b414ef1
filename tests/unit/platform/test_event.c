/* SPDX-License-Identifier: MIT */
/* Events: status, callbacks, wait lists, user events and profiling. */
#include "tests/unit/platform/fixture.h"

#include <pthread.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static void a_user_event_is_set_once(void **state)
{
    struct vg_context *context = fixture_context();
    struct vg_event *event = fixture_user_event(context);
    cl_event handle = vg_event_handle(event);
    cl_command_type type = 0;
    cl_command_queue queue = (cl_command_queue)1;
    assert_int_equal(fixture_status(handle), CL_SUBMITTED);
    succeeds(vg_event_info(event, CL_EVENT_COMMAND_TYPE, sizeof(type), &type, NULL));
    assert_int_equal(type, CL_COMMAND_USER);
    succeeds(vg_event_info(event, CL_EVENT_COMMAND_QUEUE, sizeof(queue), &queue, NULL));
    assert_null(queue);
    assert_int_equal(vg_user_event_set(event, CL_RUNNING), CL_INVALID_VALUE);
    succeeds(vg_user_event_set(event, CL_COMPLETE));
    assert_int_equal(fixture_status(handle), CL_COMPLETE);
    assert_int_equal(vg_user_event_set(event, CL_COMPLETE), CL_INVALID_OPERATION);
    succeeds(vg_event_wait_all(1, &handle));
    fixture_drop_event(handle);
    fixture_drop_context(context);
}

static void a_commands_event_cannot_be_set(void **state)
{
    struct vg_context *context = fixture_context();
    struct vg_queue *queue = fixture_queue(context, 0);
    const struct vg_command marker = vg_marker(vg_wait_list(0, NULL));
    cl_event event;
    succeeds(fixture_enqueue(queue, &marker, &event));
    assert_int_equal(vg_user_event_set(vg_event_from(event), CL_COMPLETE), CL_INVALID_EVENT);
    fixture_drop_event(event);
    fixture_drop_queue(queue);
    fixture_drop_context(context);
}

/* ---- Callbacks ---- */

struct seen {
    atomic_int calls, status;
};

static void CL_CALLBACK see(cl_event event, cl_int status, void *user)
{
    struct seen *seen = user;
    assert_non_null(event);
    atomic_store(&seen->status, status);
    atomic_fetch_add(&seen->calls, 1);
}

static const cl_int stages[] = {CL_SUBMITTED, CL_RUNNING, CL_COMPLETE};

static void each_stage_is_called_once_with_its_name(void **state)
{
    struct vg_context *context = fixture_context();
    struct vg_queue *queue = fixture_queue(context, 0);
    struct vg_event *gate = fixture_user_event(context);
    struct fixture_log log = {0};
    struct seen seen[3] = {0};
    cl_event event;
    succeeds(fixture_note(queue, &log, 'x', vg_event_handle(gate), &event));
    for (int i = 0; i < 3; i++)
        succeeds(vg_event_on_status(vg_event_from(event), stages[i], see, &seen[i]));
    fixture_eventually(&seen[0].calls, 1);
    assert_int_equal(atomic_load(&seen[1].calls), 0);
    succeeds(vg_user_event_set(gate, CL_COMPLETE));
    succeeds(vg_queue_finish(queue));
    for (int i = 0; i < 3; i++) {
        fixture_eventually(&seen[i].calls, 1);
        assert_int_equal(atomic_load(&seen[i].status), stages[i]);
    }
    fixture_drop_event(event);
    fixture_drop_event(vg_event_handle(gate));
    fixture_drop_queue(queue);
    fixture_drop_context(context);
}

static void a_late_callback_is_called_at_once(void **state)
{
    struct vg_context *context = fixture_context();
    struct vg_event *event = fixture_user_event(context);
    struct seen seen = {0};
    succeeds(vg_user_event_set(event, CL_COMPLETE));
    succeeds(vg_event_on_status(event, CL_COMPLETE, see, &seen));
    fixture_eventually(&seen.calls, 1);
    fixture_drop_event(vg_event_handle(event));
    fixture_drop_context(context);
}

static void bad_callbacks_are_refused(void **state)
{
    struct vg_context *context = fixture_context();
    struct vg_event *event = fixture_user_event(context);
    assert_int_equal(vg_event_on_status(event, CL_COMPLETE, NULL, NULL), CL_INVALID_VALUE);
    assert_int_equal(vg_event_on_status(event, CL_QUEUED, see, NULL), CL_INVALID_VALUE);
    assert_int_equal(vg_event_on_status(event, -1, see, NULL), CL_INVALID_VALUE);
    fixture_drop_event(vg_event_handle(event));
    fixture_drop_context(context);
}

static void failure_reaches_every_callback_and_waiter(void **state)
{
    struct vg_context *context = fixture_context();
    struct vg_queue *queue = fixture_queue(context, CL_QUEUE_OUT_OF_ORDER_EXEC_MODE_ENABLE);
    struct vg_event *gate = fixture_user_event(context);
    struct fixture_log log = {0};
    struct seen seen[3] = {0};
    cl_event first, second;
    succeeds(fixture_note(queue, &log, 'x', vg_event_handle(gate), &first));
    succeeds(fixture_note(queue, &log, 'y', first, &second));
    for (int i = 1; i < 3; i++)
        succeeds(vg_event_on_status(vg_event_from(second), stages[i], see, &seen[i]));
    succeeds(vg_user_event_set(gate, -77));
    assert_int_equal(fixture_status(vg_event_handle(gate)), -77);
    assert_int_equal(vg_event_wait_all(1, &second), CL_EXEC_STATUS_ERROR_FOR_EVENTS_IN_WAIT_LIST);
    assert_int_equal(fixture_status(first), CL_EXEC_STATUS_ERROR_FOR_EVENTS_IN_WAIT_LIST);
    for (int i = 1; i < 3; i++) {
        fixture_eventually(&seen[i].calls, 1);
        assert_int_equal(atomic_load(&seen[i].status), CL_EXEC_STATUS_ERROR_FOR_EVENTS_IN_WAIT_LIST);
    }
    assert_int_equal(log.length, 0);
    fixture_drop_event(first);
    fixture_drop_event(second);
    fixture_drop_event(vg_event_handle(gate));
    fixture_drop_queue(queue);
    fixture_drop_context(context);
}

static void *set_complete(void *event)
{
    succeeds(vg_user_event_set(event, CL_COMPLETE));
    return NULL;
}

static void registration_and_completion_may_race(void **state)
{
    struct vg_context *context = fixture_context();
    for (int i = 0; i < 300; i++) {
        struct vg_event *event = fixture_user_event(context);
        struct seen seen = {0};
        pthread_t thread;
        assert_int_equal(pthread_create(&thread, NULL, set_complete, event), 0);
        succeeds(vg_event_on_status(event, CL_COMPLETE, see, &seen));
        pthread_join(thread, NULL);
        fixture_eventually(&seen.calls, 1);
        fixture_drop_event(vg_event_handle(event));
    }
    fixture_drop_context(context);
}

static void CL_CALLBACK open_gate(cl_event event, cl_int status, void *user)
{
    (void)event;
    (void)status;
    succeeds(vg_user_event_set(user, CL_COMPLETE));
}

struct scene {
    struct vg_queue *queue;
    pthread_mutex_t lock;
    atomic_int done;
};

static void CL_CALLBACK lock_and_finish(cl_event event, cl_int status, void *user)
{
    struct scene *scene = user;
    pthread_mutex_lock(&scene->lock);
    succeeds(vg_queue_finish(scene->queue));
    assert_int_equal(fixture_status(event), status);
    pthread_mutex_unlock(&scene->lock);
    atomic_store(&scene->done, 1);
}

static void a_callback_may_wait_and_take_the_applications_locks(void **state)
{
    struct vg_context *context = fixture_context();
    struct scene scene = {.queue = fixture_queue(context, 0), .lock = PTHREAD_MUTEX_INITIALIZER};
    struct vg_event *gate = fixture_user_event(context);
    struct fixture_log log = {0};
    cl_event event;
    pthread_mutex_lock(&scene.lock);
    succeeds(fixture_note(scene.queue, &log, 'x', vg_event_handle(gate), &event));
    succeeds(vg_event_on_status(vg_event_from(event), CL_COMPLETE, lock_and_finish, &scene));
    fixture_drop_event(event);
    succeeds(vg_user_event_set(gate, CL_COMPLETE));
    succeeds(vg_queue_finish(scene.queue));
    pthread_mutex_unlock(&scene.lock);
    fixture_eventually(&scene.done, 1);
    fixture_drop_event(vg_event_handle(gate));
    fixture_drop_queue(scene.queue);
    fixture_drop_context(context);
}

static void callbacks_work_in_the_child_of_a_fork(void **state)
{
    struct vg_context *context = fixture_context();
    struct vg_event *event = fixture_user_event(context), *later = fixture_user_event(context);
    struct seen seen = {0};
    succeeds(vg_user_event_set(event, CL_COMPLETE));
    succeeds(vg_event_on_status(event, CL_COMPLETE, see, &seen));
    fixture_eventually(&seen.calls, 1);
    pid_t child = fork();
    if (child == 0) {
        bool good = vg_event_on_status(later, CL_COMPLETE, see, &seen) == CL_SUCCESS &&
                    vg_user_event_set(later, CL_COMPLETE) == CL_SUCCESS;
        const struct timespec millisecond = {0, 1000000};
        for (int i = 0; i < 10000 && atomic_load(&seen.calls) != 2; i++)
            nanosleep(&millisecond, NULL);
        _exit(good && atomic_load(&seen.calls) == 2 ? 0 : 1);
    }
    int status = -1;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
    fixture_drop_event(vg_event_handle(event));
    fixture_drop_event(vg_event_handle(later));
    fixture_drop_context(context);
}

static void a_callback_may_complete_another_event(void **state)
{
    struct vg_context *context = fixture_context();
    struct vg_queue *queue = fixture_queue(context, 0);
    struct vg_event *first = fixture_user_event(context), *second = fixture_user_event(context);
    struct fixture_log log = {0};
    succeeds(vg_event_on_status(first, CL_COMPLETE, open_gate, second));
    succeeds(fixture_note(queue, &log, 'x', vg_event_handle(second), NULL));
    succeeds(vg_user_event_set(first, CL_COMPLETE));
    succeeds(vg_queue_finish(queue));
    assert_string_equal(log.text, "x");
    fixture_drop_event(vg_event_handle(first));
    fixture_drop_event(vg_event_handle(second));
    fixture_drop_queue(queue);
    fixture_drop_context(context);
}

/* ---- Wait lists ---- */

static void bad_wait_lists_are_refused(void **state)
{
    struct vg_context *context = fixture_context(), *other = fixture_context();
    struct vg_queue *queue = fixture_queue(context, 0);
    cl_command_queue handle = vg_queue_handle(queue);
    struct vg_event *foreign = fixture_user_event(other);
    cl_event list[] = {vg_event_handle(foreign)}, none[] = {NULL};
    const struct vg_command marker = vg_marker(vg_wait_list(0, NULL));
    assert_int_equal(vg_enqueue(handle, &marker, vg_wait_list(1, NULL), CL_FALSE, NULL),
                     CL_INVALID_EVENT_WAIT_LIST);
    assert_int_equal(vg_enqueue(handle, &marker, vg_wait_list(0, list), CL_FALSE, NULL),
                     CL_INVALID_EVENT_WAIT_LIST);
    assert_int_equal(vg_enqueue(handle, &marker, vg_wait_list(1, none), CL_FALSE, NULL),
                     CL_INVALID_EVENT_WAIT_LIST);
    assert_int_equal(vg_enqueue(handle, &marker, vg_wait_list(1, list), CL_FALSE, NULL), CL_INVALID_CONTEXT);
    assert_int_equal(vg_event_wait_all(0, list), CL_INVALID_VALUE);
    assert_int_equal(vg_event_wait_all(1, NULL), CL_INVALID_VALUE);
    assert_int_equal(vg_event_wait_all(1, none), CL_INVALID_EVENT);
    fixture_drop_event(list[0]);
    fixture_drop_queue(queue);
    fixture_drop_context(context);
    fixture_drop_context(other);
}

static void a_forgotten_user_event_fails_what_waits_for_it(void **state)
{
    struct vg_context *context = fixture_context();
    struct vg_queue *queue = fixture_queue(context, 0);
    struct vg_event *gate = fixture_user_event(context);
    struct fixture_log log = {0};
    cl_event event;
    succeeds(fixture_note(queue, &log, 'x', vg_event_handle(gate), &event));
    fixture_drop_event(vg_event_handle(gate));
    succeeds(vg_queue_finish(queue));
    assert_int_equal(fixture_status(event), CL_EXEC_STATUS_ERROR_FOR_EVENTS_IN_WAIT_LIST);
    fixture_drop_event(event);
    fixture_drop_queue(queue);
    fixture_drop_context(context);
}

static void an_event_may_be_released_before_its_command_is_over(void **state)
{
    struct vg_context *context = fixture_context();
    struct vg_queue *queue = fixture_queue(context, 0);
    struct vg_event *gate = fixture_user_event(context);
    struct fixture_log log = {0};
    cl_event event;
    succeeds(fixture_note(queue, &log, 'x', vg_event_handle(gate), &event));
    fixture_drop_event(event);
    succeeds(vg_user_event_set(gate, CL_COMPLETE));
    fixture_drop_event(vg_event_handle(gate));
    succeeds(vg_queue_finish(queue));
    assert_string_equal(log.text, "x");
    fixture_drop_queue(queue);
    fixture_drop_context(context);
}

/* ---- Profiling ---- */

static cl_ulong timestamp(cl_event event, cl_profiling_info name)
{
    cl_ulong time = 0;
    succeeds(vg_event_profiling_info(vg_event_from(event), name, sizeof(time), &time, NULL));
    return time;
}

static void assert_times_rise(cl_event event)
{
    static const cl_profiling_info names[] = {CL_PROFILING_COMMAND_QUEUED, CL_PROFILING_COMMAND_SUBMIT,
                                              CL_PROFILING_COMMAND_START, CL_PROFILING_COMMAND_END,
                                              CL_PROFILING_COMMAND_COMPLETE};
    cl_ulong before = 1;
    for (size_t i = 0; i < VG_COUNT(names); i++) {
        cl_ulong time = timestamp(event, names[i]);
        assert_true(time >= before);
        before = time;
    }
}

static void profiled_times_rise(void **state)
{
    struct vg_context *context = fixture_context();
    struct vg_queue *queue = fixture_queue(context, CL_QUEUE_PROFILING_ENABLE);
    struct vg_event *gate = fixture_user_event(context);
    struct fixture_log log = {0};
    const struct vg_command marker = vg_marker(vg_wait_list(0, NULL));
    cl_event note, mark;
    cl_ulong time;
    succeeds(fixture_note(queue, &log, 'x', vg_event_handle(gate), &note));
    succeeds(fixture_enqueue(queue, &marker, &mark));
    assert_int_equal(
        vg_event_profiling_info(vg_event_from(note), CL_PROFILING_COMMAND_END, sizeof(time), &time, NULL),
        CL_PROFILING_INFO_NOT_AVAILABLE);
    succeeds(vg_user_event_set(gate, CL_COMPLETE));
    succeeds(vg_queue_finish(queue));
    assert_times_rise(note);
    assert_times_rise(mark);
    assert_int_equal(vg_event_profiling_info(gate, CL_PROFILING_COMMAND_END, sizeof(time), &time, NULL),
                     CL_PROFILING_INFO_NOT_AVAILABLE);
    assert_int_equal(vg_event_profiling_info(vg_event_from(note), 0, sizeof(time), &time, NULL),
                     CL_INVALID_VALUE);
    fixture_drop_event(note);
    fixture_drop_event(mark);
    fixture_drop_event(vg_event_handle(gate));
    fixture_drop_queue(queue);
    fixture_drop_context(context);
}

static void without_profiling_there_are_no_times(void **state)
{
    struct vg_context *context = fixture_context();
    struct vg_queue *queue = fixture_queue(context, 0);
    const struct vg_command marker = vg_marker(vg_wait_list(0, NULL));
    cl_event event;
    cl_ulong time;
    succeeds(fixture_enqueue(queue, &marker, &event));
    succeeds(vg_queue_finish(queue));
    assert_int_equal(
        vg_event_profiling_info(vg_event_from(event), CL_PROFILING_COMMAND_END, sizeof(time), &time, NULL),
        CL_PROFILING_INFO_NOT_AVAILABLE);
    fixture_drop_event(event);
    fixture_drop_queue(queue);
    fixture_drop_context(context);
}

VG_TESTS(test_event, cmocka_unit_test(a_user_event_is_set_once),
         cmocka_unit_test(a_commands_event_cannot_be_set),
         cmocka_unit_test(each_stage_is_called_once_with_its_name),
         cmocka_unit_test(a_late_callback_is_called_at_once), cmocka_unit_test(bad_callbacks_are_refused),
         cmocka_unit_test(failure_reaches_every_callback_and_waiter),
         cmocka_unit_test(registration_and_completion_may_race),
         cmocka_unit_test(a_callback_may_wait_and_take_the_applications_locks),
         cmocka_unit_test(callbacks_work_in_the_child_of_a_fork),
         cmocka_unit_test(a_callback_may_complete_another_event),
         cmocka_unit_test(bad_wait_lists_are_refused),
         cmocka_unit_test(a_forgotten_user_event_fails_what_waits_for_it),
         cmocka_unit_test(an_event_may_be_released_before_its_command_is_over),
         cmocka_unit_test(profiled_times_rise), cmocka_unit_test(without_profiling_there_are_no_times));
