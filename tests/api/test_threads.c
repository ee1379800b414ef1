/* SPDX-License-Identifier: MIT */
/* Many threads use one context, queue and program at once; ThreadSanitizer looks on. */
#include "tests/api/api.h"

#include <pthread.h>

enum { THREADS = 6, ROUNDS = 40, ITEMS = 300 };

static const char source[] = "kernel void add(global int *a, int n) { a[get_global_id(0)] += n; }\n";

struct shared {
    struct api api;
    cl_command_queue queue;
    cl_program program;
};

struct thread {
    pthread_t id;
    const struct shared *shared;
    cl_int code; /* the first that was not a success */
};

static void note(struct thread *thread, cl_int code)
{
    if (thread->code == CL_SUCCESS)
        thread->code = code;
}

static void run_threads(const struct shared *shared, void *(*body)(void *))
{
    struct thread threads[THREADS];
    for (int i = 0; i < THREADS; i++) {
        threads[i] = (struct thread){.shared = shared};
        assert_int_equal(pthread_create(&threads[i].id, NULL, body, &threads[i]), 0);
    }
    for (int i = 0; i < THREADS; i++) {
        pthread_join(threads[i].id, NULL);
        assert_success(threads[i].code);
    }
}

static struct shared open_shared(cl_command_queue_properties flags)
{
    struct shared shared = {.api = api_open()};
    const cl_queue_properties properties[] = {CL_QUEUE_PROPERTIES, flags, 0};
    cl_int code;
    shared.queue =
        clCreateCommandQueueWithProperties(shared.api.context, shared.api.device, properties, &code);
    assert_success(code);
    return shared;
}

static void close_shared(struct shared *shared)
{
    if (shared->program)
        assert_success(clReleaseProgram(shared->program));
    assert_success(clReleaseCommandQueue(shared->queue));
    api_close(&shared->api);
}

/* A kernel and a buffer of its own, launched many times into the shared queue, each launch after the one
 * before. */
static void *launch_often(void *data)
{
    struct thread *thread = data;
    const struct shared *shared = thread->shared;
    const size_t global = ITEMS;
    cl_int values[ITEMS] = {0}, code, sum = 0;
    cl_event last = NULL;
    cl_kernel kernel = clCreateKernel(shared->program, "add", &code);
    note(thread, code);
    cl_mem buffer = clCreateBuffer(shared->api.context, CL_MEM_COPY_HOST_PTR, sizeof(values), values, &code);
    note(thread, code);
    note(thread, clSetKernelArg(kernel, 0, sizeof(buffer), &buffer));
    for (cl_int n = 0; n < ROUNDS; n++) {
        cl_event next;
        note(thread, clSetKernelArg(kernel, 1, sizeof(n), &n));
        note(thread, clEnqueueNDRangeKernel(shared->queue, kernel, 1, NULL, &global, NULL, last != NULL,
                                            last ? &last : NULL, &next));
        if (last)
            note(thread, clReleaseEvent(last));
        last = next;
        sum += n;
    }
    note(thread,
         clEnqueueReadBuffer(shared->queue, buffer, CL_TRUE, 0, sizeof(values), values, 1, &last, NULL));
    for (int i = 0; i < ITEMS; i++)
        note(thread, values[i] == sum ? CL_SUCCESS : CL_INVALID_VALUE);
    note(thread, clReleaseEvent(last));
    note(thread, clReleaseKernel(kernel));
    note(thread, clReleaseMemObject(buffer));
    return NULL;
}

static void threads_share_an_in_order_queue(void **state)
{
    struct shared shared = open_shared(0);
    shared.program = api_build(&shared.api, source, NULL);
    run_threads(&shared, launch_often);
    close_shared(&shared);
}

static void threads_share_an_out_of_order_queue(void **state)
{
    struct shared shared = open_shared(CL_QUEUE_OUT_OF_ORDER_EXEC_MODE_ENABLE);
    shared.program = api_build(&shared.api, source, NULL);
    run_threads(&shared, launch_often);
    close_shared(&shared);
}

/* Of several builds of one program at a time one goes on and the others are refused; queries always answer.
 */
static void *build_often(void *data)
{
    struct thread *thread = data;
    const struct shared *shared = thread->shared;
    for (int n = 0; n < 8; n++) {
        cl_build_status status;
        char log[64];
        size_t size;
        cl_int code = clBuildProgram(shared->program, 0, NULL, n % 2 ? "-DX" : NULL, NULL, NULL);
        note(thread, code == CL_INVALID_OPERATION ? CL_SUCCESS : code);
        note(thread, clGetProgramBuildInfo(shared->program, shared->api.device, CL_PROGRAM_BUILD_STATUS,
                                           sizeof(status), &status, NULL));
        note(thread, clGetProgramBuildInfo(shared->program, shared->api.device, CL_PROGRAM_BUILD_LOG,
                                           sizeof(log), log, &size));
        note(thread, clGetProgramInfo(shared->program, CL_PROGRAM_BINARY_SIZES, sizeof(size), &size, NULL));
    }
    return NULL;
}

static void threads_build_one_program(void **state)
{
    struct shared shared = open_shared(0);
    const char *text = source;
    cl_int code;
    shared.program = clCreateProgramWithSource(shared.api.context, 1, &text, NULL, &code);
    assert_success(code);
    run_threads(&shared, build_often);
    close_shared(&shared);
}

/* Each thread makes everything anew. */
static void *whole_programs(void *data)
{
    struct thread *thread = data;
    struct shared own = open_shared(0);
    own.program = api_build(&own.api, source, NULL);
    struct thread inner = {.shared = &own};
    launch_often(&inner);
    note(thread, inner.code);
    close_shared(&own);
    return NULL;
}

static void threads_have_contexts_of_their_own(void **state)
{
    struct shared shared = open_shared(0);
    run_threads(&shared, whole_programs);
    close_shared(&shared);
}

VG_TESTS(test_threads, cmocka_unit_test(threads_share_an_in_order_queue),
         cmocka_unit_test(threads_share_an_out_of_order_queue), cmocka_unit_test(threads_build_one_program),
         cmocka_unit_test(threads_have_contexts_of_their_own));
