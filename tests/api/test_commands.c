/* SPDX-License-Identifier: MIT */
/* Every command but kernels does its work through the loader, in both kinds of queue. */
#include "tests/api/api.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <string.h>
#include <time.h>

enum { SIZE = 4096 };

static void fill_bytes(unsigned char bytes[SIZE], unsigned seed)
{
    for (unsigned i = 0; i < SIZE; i++)
        bytes[i] = (unsigned char)(i * 7 + seed);
}

static void read_all(const struct api *api, cl_mem buffer, unsigned char bytes[SIZE])
{
    assert_success(clEnqueueReadBuffer(api->queue, buffer, CL_TRUE, 0, SIZE, bytes, 0, NULL, NULL));
}

static void linear_transfers(void **state)
{
    static unsigned char bytes[SIZE], got[SIZE];
    struct api api = api_open();
    fill_bytes(bytes, 1);
    cl_mem a = api_buffer(&api, SIZE, NULL), b = api_buffer(&api, SIZE, bytes);
    assert_success(clEnqueueWriteBuffer(api.queue, a, CL_FALSE, 100, 200, bytes + 100, 0, NULL, NULL));
    assert_success(clEnqueueCopyBuffer(api.queue, b, a, 0, 0, 100, 0, NULL, NULL));
    assert_success(clEnqueueCopyBuffer(api.queue, b, a, 300, 300, SIZE - 300, 0, NULL, NULL));
    read_all(&api, a, got);
    assert_memory_equal(got, bytes, SIZE);
    assert_success(clReleaseMemObject(a));
    assert_success(clReleaseMemObject(b));
    api_close(&api);
}

/* A box of 16 x 4 x 3 bytes goes from a host array into a buffer, into another one, and back. */
static void rectangles(void **state)
{
    static const size_t host_at[3] = {3, 1, 1}, first[3] = {5, 2, 0}, second[3] = {0, 3, 1},
                        region[3] = {16, 4, 3};
    static unsigned char bytes[SIZE], got[SIZE];
    struct api api = api_open();
    fill_bytes(bytes, 2);
    cl_mem a = api_buffer(&api, SIZE, NULL), b = api_buffer(&api, SIZE, NULL);
    assert_success(clEnqueueWriteBufferRect(api.queue, a, CL_FALSE, first, host_at, region, 32, 32 * 8, 20,
                                            20 * 7, bytes, 0, NULL, NULL));
    assert_success(clEnqueueCopyBufferRect(api.queue, a, b, first, second, region, 32, 32 * 8, 24, 24 * 9, 0,
                                           NULL, NULL));
    assert_success(clEnqueueReadBufferRect(api.queue, b, CL_TRUE, second, host_at, region, 24, 24 * 9, 20,
                                           20 * 7, got, 0, NULL, NULL));
    for (size_t z = 0; z < 3; z++) {
        for (size_t y = 0; y < 4; y++) {
            size_t at = 3 + (y + 1) * 20 + (z + 1) * 20 * 7;
            assert_memory_equal(got + at, bytes + at, 16);
        }
    }
    assert_int_equal(got[2], 0);
    assert_success(clReleaseMemObject(a));
    assert_success(clReleaseMemObject(b));
    api_close(&api);
}

static void fills_and_sub_buffers(void **state)
{
    static unsigned char got[SIZE];
    const cl_buffer_region region = {1024, 512};
    const cl_uint pattern = 0x04030201;
    struct api api = api_open();
    cl_int code;
    memset(got, 9, SIZE);
    cl_mem whole = api_buffer(&api, SIZE, got);
    cl_mem part = clCreateSubBuffer(whole, 0, CL_BUFFER_CREATE_TYPE_REGION, &region, &code);
    assert_success(code);
    assert_success(clEnqueueFillBuffer(api.queue, part, &pattern, sizeof(pattern), 8, 64, 0, NULL, NULL));
    read_all(&api, whole, got);
    for (int i = 0; i < SIZE; i++)
        assert_int_equal(got[i], i >= 1032 && i < 1096 ? i % 4 + 1 : 9);
    assert_success(clReleaseMemObject(part));
    assert_success(clReleaseMemObject(whole));
    api_close(&api);
}

static void mapped_memory_is_the_buffers(void **state)
{
    static unsigned char got[SIZE];
    struct api api = api_open();
    cl_int code;
    cl_uint maps;
    cl_mem buffer = api_buffer(&api, SIZE, got);
    unsigned char *mapped =
        clEnqueueMapBuffer(api.queue, buffer, CL_TRUE, CL_MAP_WRITE, 16, 64, 0, NULL, NULL, &code);
    assert_success(code);
    memset(mapped, 5, 64);
    assert_success(clGetMemObjectInfo(buffer, CL_MEM_MAP_COUNT, sizeof(maps), &maps, NULL));
    assert_int_equal(maps, 1);
    assert_success(clEnqueueUnmapMemObject(api.queue, buffer, mapped, 0, NULL, NULL));
    read_all(&api, buffer, got);
    assert_int_equal(got[15], 0);
    assert_int_equal(got[16], 5);
    assert_int_equal(got[79], 5);
    assert_int_equal(got[80], 0);
    assert_success(clReleaseMemObject(buffer));
    api_close(&api);
}

static void host_memory_is_used_in_place(void **state)
{
    static unsigned char bytes[SIZE + 1];
    unsigned char *odd = bytes + 1; /* any alignment will do */
    const unsigned char pattern = 77;
    struct api api = api_open();
    cl_int code;
    cl_mem buffer = clCreateBuffer(api.context, CL_MEM_USE_HOST_PTR, SIZE, odd, &code);
    assert_success(code);
    assert_success(clEnqueueFillBuffer(api.queue, buffer, &pattern, 1, 0, SIZE, 0, NULL, NULL));
    void *mapped = clEnqueueMapBuffer(api.queue, buffer, CL_TRUE, CL_MAP_READ, 0, SIZE, 0, NULL, NULL, &code);
    assert_success(code);
    assert_ptr_equal(mapped, odd);
    assert_int_equal(odd[SIZE - 1], 77);
    assert_success(clEnqueueUnmapMemObject(api.queue, buffer, mapped, 0, NULL, NULL));
    assert_success(clFinish(api.queue));
    assert_success(clReleaseMemObject(buffer));
    api_close(&api);
}

struct native { /* what a native kernel is given; the first member is replaced by an address */
    void *place;
    cl_int value;
};

static void CL_CALLBACK store(void *args)
{
    const struct native *native = args;
    memcpy(native->place, &native->value, sizeof(native->value));
}

static void native_kernels(void **state)
{
    struct api api = api_open();
    cl_int value = 0;
    cl_mem buffer = api_buffer(&api, sizeof(value), &value);
    struct native native = {.value = 31};
    const void *place = &native.place;
    assert_success(
        clEnqueueNativeKernel(api.queue, store, &native, sizeof(native), 1, &buffer, &place, 0, NULL, NULL));
    assert_success(
        clEnqueueMigrateMemObjects(api.queue, 1, &buffer, CL_MIGRATE_MEM_OBJECT_HOST, 0, NULL, NULL));
    assert_success(clEnqueueReadBuffer(api.queue, buffer, CL_TRUE, 0, sizeof(value), &value, 0, NULL, NULL));
    assert_int_equal(value, 31);
    assert_success(clReleaseMemObject(buffer));
    api_close(&api);
}

static void CL_CALLBACK note(cl_event event, cl_int status, void *data)
{
    (void)event;
    atomic_fetch_add((atomic_int *)data, status == CL_COMPLETE ? 1 : 100);
}

/* Callbacks come from a thread of their own, soon. */
static void assert_eventually(atomic_int *counter, int value)
{
    const struct timespec millisecond = {0, 1000000};
    for (int i = 0; i < 10000 && atomic_load(counter) != value; i++)
        nanosleep(&millisecond, NULL);
    assert_int_equal(atomic_load(counter), value);
}

/* Markers and barriers of an out-of-order queue wait for a user event. */
static void markers_barriers_and_callbacks(void **state)
{
    struct api api = api_open();
    const cl_queue_properties properties[] = {CL_QUEUE_PROPERTIES, CL_QUEUE_OUT_OF_ORDER_EXEC_MODE_ENABLE, 0};
    atomic_int calls = 0;
    cl_int code, status;
    cl_command_queue queue = clCreateCommandQueueWithProperties(api.context, api.device, properties, &code);
    assert_success(code);
    cl_event gate = clCreateUserEvent(api.context, &code), events[3];
    assert_success(code);
    assert_success(clEnqueueMarkerWithWaitList(queue, 1, &gate, &events[0]));
    assert_success(clEnqueueBarrierWithWaitList(queue, 0, NULL, &events[1]));
    assert_success(clEnqueueMarker(queue, &events[2]));
    assert_success(clFlush(queue));
    for (int i = 0; i < 3; i++) {
        assert_success(clSetEventCallback(events[i], CL_COMPLETE, note, &calls));
        assert_success(
            clGetEventInfo(events[i], CL_EVENT_COMMAND_EXECUTION_STATUS, sizeof(status), &status, NULL));
        assert_true(status > CL_COMPLETE);
    }
    assert_success(clSetUserEventStatus(gate, CL_COMPLETE));
    assert_success(clWaitForEvents(3, events));
    assert_eventually(&calls, 3);
    for (int i = 0; i < 3; i++)
        assert_success(clReleaseEvent(events[i]));
    assert_success(clReleaseEvent(gate));
    assert_success(clReleaseCommandQueue(queue));
    api_close(&api);
}

static void a_failed_event_fails_what_waits_for_it(void **state)
{
    struct api api = api_open();
    atomic_int calls = 0;
    cl_int code, status;
    cl_event gate = clCreateUserEvent(api.context, &code), marker;
    assert_success(code);
    assert_success(clEnqueueMarkerWithWaitList(api.queue, 1, &gate, &marker));
    assert_success(clSetEventCallback(marker, CL_COMPLETE, note, &calls));
    assert_success(clSetUserEventStatus(gate, -7));
    assert_cl(CL_EXEC_STATUS_ERROR_FOR_EVENTS_IN_WAIT_LIST, clWaitForEvents(1, &marker));
    assert_success(clGetEventInfo(marker, CL_EVENT_COMMAND_EXECUTION_STATUS, sizeof(status), &status, NULL));
    assert_true(status < 0);
    assert_eventually(&calls, 100);
    assert_success(clReleaseEvent(gate));
    assert_success(clReleaseEvent(marker));
    assert_success(clFinish(api.queue));
    api_close(&api);
}

static void timers_agree(void **state)
{
    struct api api = api_open();
    cl_ulong device, host, later;
    assert_success(clGetDeviceAndHostTimer(api.device, &device, &host));
    assert_success(clGetHostTimer(api.device, &later));
    assert_true(later >= host && later - host < 1000000000);
    api_close(&api);
}

static int destroyed[2];

static void CL_CALLBACK context_gone(cl_context context, void *data)
{
    (void)context;
    destroyed[*(int *)data] = destroyed[0] + destroyed[1] + 1;
}

static void CL_CALLBACK buffer_gone(cl_mem mem, void *data)
{
    (void)mem;
    destroyed[*(int *)data] = destroyed[0] + destroyed[1] + 1;
}

static void destructors_run(void **state)
{
    static int buffer_index = 0, context_index = 1;
    struct api api = api_open();
    cl_mem buffer = api_buffer(&api, SIZE, NULL);
    assert_success(clSetMemObjectDestructorCallback(buffer, buffer_gone, &buffer_index));
    assert_success(clSetContextDestructorCallback(api.context, context_gone, &context_index));
    assert_success(clReleaseCommandQueue(api.queue));
    assert_success(clReleaseContext(api.context));
    assert_int_equal(destroyed[0] + destroyed[1], 0); /* the buffer keeps the context */
    assert_success(clReleaseMemObject(buffer));
    assert_int_equal(destroyed[0], 1);
    assert_int_equal(destroyed[1], 2);
}

VG_TESTS(test_commands, cmocka_unit_test(linear_transfers), cmocka_unit_test(rectangles),
         cmocka_unit_test(fills_and_sub_buffers), cmocka_unit_test(mapped_memory_is_the_buffers),
         cmocka_unit_test(host_memory_is_used_in_place), cmocka_unit_test(native_kernels),
         cmocka_unit_test(markers_barriers_and_callbacks),
         cmocka_unit_test(a_failed_event_fails_what_waits_for_it), cmocka_unit_test(timers_agree),
         cmocka_unit_test(destructors_run));
