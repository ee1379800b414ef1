/* SPDX-License-Identifier: MIT */
/* Whole programs, from the context to verified results: what an application does with the device. */
#include "tests/api/api.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static const char saxpy_source[] = "kernel void saxpy(global float *y, global const float *x, float a) {\n"
                                   "    size_t i = get_global_id(0);\n"
                                   "    y[i] = a * x[i] + y[i];\n"
                                   "}\n";

static void read_all(const struct api *api, cl_mem buffer, size_t size, void *to)
{
    assert_success(clEnqueueReadBuffer(api->queue, buffer, CL_TRUE, 0, size, to, 0, NULL, NULL));
}

static void run_saxpy(void)
{
    enum { COUNT = 100003 };
    static float x[COUNT], y[COUNT], result[COUNT];
    const float a = 3;
    const size_t global = COUNT;
    struct api api = api_open();
    for (int i = 0; i < COUNT; i++) {
        x[i] = (float)i;
        y[i] = (float)(COUNT - i);
    }
    cl_mem bx = api_buffer(&api, sizeof(x), x), by = api_buffer(&api, sizeof(y), y);
    cl_kernel kernel = api_kernel(&api, saxpy_source, NULL, "saxpy");
    assert_success(clSetKernelArg(kernel, 0, sizeof(by), &by));
    assert_success(clSetKernelArg(kernel, 1, sizeof(bx), &bx));
    assert_success(clSetKernelArg(kernel, 2, sizeof(a), &a));
    assert_success(clEnqueueNDRangeKernel(api.queue, kernel, 1, NULL, &global, NULL, 0, NULL, NULL));
    read_all(&api, by, sizeof(result), result);
    for (int i = 0; i < COUNT; i++)
        assert_true(result[i] == a * x[i] + y[i]);
    assert_success(clReleaseKernel(kernel));
    assert_success(clReleaseMemObject(bx));
    assert_success(clReleaseMemObject(by));
    api_close(&api);
}

static void saxpy(void **state)
{
    run_saxpy();
}

static void without_a_home(void **state)
{
    unsetenv("HOME");
    unsetenv("XDG_CACHE_HOME");
    unsetenv("VGPU_CACHE_DIR");
    run_saxpy();
}

static void with_an_empty_home(void **state)
{
    setenv("HOME", "", 1);
    unsetenv("XDG_CACHE_HOME");
    unsetenv("VGPU_CACHE_DIR");
    run_saxpy();
}

static void with_a_wrong_home(void **state)
{
    setenv("HOME", "/no/such/folder", 1);
    unsetenv("XDG_CACHE_HOME");
    unsetenv("VGPU_CACHE_DIR");
    run_saxpy();
}

static void with_an_unwritable_cache(void **state)
{
    setenv("VGPU_CACHE_DIR", "/proc/self", 1);
    run_saxpy();
}

/* A child starts anew, whether or not the parent used the device before. */
static void in_a_child_of_fork(void **state)
{
    run_saxpy();
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        run_saxpy();
        _exit(0);
    }
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    run_saxpy();
}

/* Every work-item says who it is; offsets and three dimensions. */
static void ids_in_three_dimensions(void **state)
{
    static const char source[] =
        "kernel void ids(global ulong *out) {\n"
        "    size_t x = get_global_id(0) - get_global_offset(0), y = get_global_id(1) - "
        "get_global_offset(1),\n"
        "           z = get_global_id(2) - get_global_offset(2);\n"
        "    size_t at = (z * get_global_size(1) + y) * get_global_size(0) + x;\n"
        "    out[at] = get_global_id(0) + 1000 * get_global_id(1) + 1000000 * get_global_id(2)\n"
        "              + 1000000000 * (get_local_id(0) + 10 * get_local_id(1) + 100 * get_local_id(2));\n"
        "}\n";
    const size_t offset[3] = {5, 6, 7}, global[3] = {12, 8, 6}, local[3] = {4, 2, 3};
    static cl_ulong out[12 * 8 * 6];
    struct api api = api_open();
    cl_mem buffer = api_buffer(&api, sizeof(out), NULL);
    cl_kernel kernel = api_kernel(&api, source, NULL, "ids");
    assert_success(clSetKernelArg(kernel, 0, sizeof(buffer), &buffer));
    assert_success(clEnqueueNDRangeKernel(api.queue, kernel, 3, offset, global, local, 0, NULL, NULL));
    read_all(&api, buffer, sizeof(out), out);
    for (size_t i = 0; i < sizeof(out) / sizeof(*out); i++) {
        size_t x = i % 12, y = i / 12 % 8, z = i / 96;
        cl_ulong expected = (x + 5) + 1000 * (y + 6) + 1000000 * (z + 7) +
                            1000000000 * (x % 4 + 10 * (y % 2) + 100 * (z % 3));
        assert_int_equal(out[i], expected);
    }
    assert_success(clReleaseKernel(kernel));
    assert_success(clReleaseMemObject(buffer));
    api_close(&api);
}

/* Local memory as argument and as variable, and a barrier between writing and reading it. */
static void local_memory_and_barrier(void **state)
{
    enum { GROUP = 64, GROUPS = 20, COUNT = GROUP * GROUPS };
    static const char source[] =
        "kernel void reverse(global const int *in, global int *out, local int *a, local short *b) {\n"
        "    local int c[64];\n"
        "    size_t l = get_local_id(0), n = get_local_size(0), g = get_global_id(0);\n"
        "    a[l] = in[g]; b[l] = (short)l; c[l] = (int)get_group_id(0);\n"
        "    barrier(CLK_LOCAL_MEM_FENCE);\n"
        "    out[g] = a[n - 1 - l] * 1000 + b[n - 1 - l] + c[(l + 1) % n] * 100000000;\n"
        "}\n";
    static cl_int in[COUNT], out[COUNT];
    const size_t global = COUNT, local = GROUP;
    for (int i = 0; i < COUNT; i++)
        in[i] = i;
    struct api api = api_open();
    cl_mem from = api_buffer(&api, sizeof(in), in), to = api_buffer(&api, sizeof(out), NULL);
    cl_kernel kernel = api_kernel(&api, source, NULL, "reverse");
    assert_success(clSetKernelArg(kernel, 0, sizeof(from), &from));
    assert_success(clSetKernelArg(kernel, 1, sizeof(to), &to));
    assert_success(clSetKernelArg(kernel, 2, GROUP * sizeof(cl_int), NULL));
    assert_success(clSetKernelArg(kernel, 3, GROUP * sizeof(cl_short), NULL));
    assert_success(clEnqueueNDRangeKernel(api.queue, kernel, 1, NULL, &global, &local, 0, NULL, NULL));
    read_all(&api, to, sizeof(out), out);
    for (int i = 0; i < COUNT; i++) {
        int l = i % GROUP, g = i / GROUP, mirrored = g * GROUP + GROUP - 1 - l;
        assert_int_equal(out[i], mirrored * 1000 + (GROUP - 1 - l) + g * 100000000);
    }
    assert_success(clReleaseKernel(kernel));
    assert_success(clReleaseMemObject(from));
    assert_success(clReleaseMemObject(to));
    api_close(&api);
}

/* What kernels print is in the C library's stdout when the event is complete. */
static void printf_before_the_event(void **state)
{
    static const char source[] =
        "kernel void hello(int n) { printf(\"item %d of %d\\n\", (int)get_global_id(0), n); }";
    char name[] = "/tmp/vgpu-test-XXXXXX", text[256] = "";
    int file = mkstemp(name);
    assert_true(file >= 0);
    struct api api = api_open();
    cl_kernel kernel = api_kernel(&api, source, NULL, "hello");
    const cl_int n = 1;
    const size_t global = 1;
    assert_success(clSetKernelArg(kernel, 0, sizeof(n), &n));
    fflush(stdout);
    int saved = dup(STDOUT_FILENO);
    dup2(file, STDOUT_FILENO);
    cl_event event;
    cl_int code = clEnqueueNDRangeKernel(api.queue, kernel, 1, NULL, &global, NULL, 0, NULL, &event);
    if (code == CL_SUCCESS)
        code = clWaitForEvents(1, &event);
    fflush(stdout);
    dup2(saved, STDOUT_FILENO);
    close(saved);
    assert_success(code);
    assert_true(pread(file, text, sizeof(text) - 1, 0) >= 0);
    assert_string_equal(text, "item 0 of 1\n");
    close(file);
    unlink(name);
    assert_success(clReleaseEvent(event));
    assert_success(clReleaseKernel(kernel));
    api_close(&api);
}

/* Identifiers are 64 bits wide, also where vectors of them are made. */
static void ids_past_32_bits(void **state)
{
    enum { COUNT = 100 };
    static const char source[] = "kernel void ids(global ulong *out) { out[get_global_id(0) - "
                                 "get_global_offset(0)] = get_global_id(0); }";
    static cl_ulong out[COUNT];
    const size_t offset = ((size_t)1 << 33) - 50, global = COUNT;
    struct api api = api_open();
    cl_mem buffer = api_buffer(&api, sizeof(out), NULL);
    cl_kernel kernel = api_kernel(&api, source, NULL, "ids");
    assert_success(clSetKernelArg(kernel, 0, sizeof(buffer), &buffer));
    assert_success(clEnqueueNDRangeKernel(api.queue, kernel, 1, &offset, &global, NULL, 0, NULL, NULL));
    read_all(&api, buffer, sizeof(out), out);
    for (size_t i = 0; i < COUNT; i++)
        assert_int_equal(out[i], offset + i);
    assert_success(clReleaseKernel(kernel));
    assert_success(clReleaseMemObject(buffer));
    api_close(&api);
}

/* Private arrays far larger than a stack, alive across a barrier, in groups as large as the kernel allows. */
static void large_private_arrays(void **state)
{
    static const char source[] = "kernel void sum(global int *out) {\n"
                                 "    int a[8192];\n"
                                 "    for (int i = 0; i < 8192; i++) a[i] = i ^ (int)get_global_id(0);\n"
                                 "    barrier(CLK_GLOBAL_MEM_FENCE);\n"
                                 "    int s = 0;\n"
                                 "    for (int i = 0; i < 8192; i++) s += a[i] & 1023;\n"
                                 "    out[get_global_id(0)] = s;\n"
                                 "}\n";
    static cl_int out[4096];
    struct api api = api_open();
    size_t local;
    cl_mem buffer = api_buffer(&api, sizeof(out), NULL);
    cl_kernel kernel = api_kernel(&api, source, NULL, "sum");
    assert_success(clSetKernelArg(kernel, 0, sizeof(buffer), &buffer));
    assert_success(
        clGetKernelWorkGroupInfo(kernel, api.device, CL_KERNEL_WORK_GROUP_SIZE, sizeof(local), &local, NULL));
    assert_true(local >= 1 && local <= 4096);
    assert_success(clEnqueueNDRangeKernel(api.queue, kernel, 1, NULL, &local, &local, 0, NULL, NULL));
    read_all(&api, buffer, sizeof(out), out);
    for (size_t i = 0; i < local; i++)
        assert_int_equal(out[i], 8 * (1023 * 1024 / 2)); /* xor permutes the low bits */
    assert_success(clReleaseKernel(kernel));
    assert_success(clReleaseMemObject(buffer));
    api_close(&api);
}

/* Setting a buffer as argument does not retain it, and the next one may get the same handle. */
static void buffers_of_arguments_may_come_and_go(void **state)
{
    static const char source[] = "kernel void set(global int *a, int n) { a[get_global_id(0)] = n; }";
    static cl_int out[64];
    const size_t global = 64;
    struct api api = api_open();
    cl_kernel kernel = api_kernel(&api, source, NULL, "set");
    for (cl_int n = 0; n < 50; n++) {
        cl_mem buffer = api_buffer(&api, sizeof(out) * (size_t)(n + 1), NULL);
        assert_success(clSetKernelArg(kernel, 0, sizeof(buffer), &buffer));
        assert_success(clSetKernelArg(kernel, 1, sizeof(n), &n));
        assert_success(clEnqueueNDRangeKernel(api.queue, kernel, 1, NULL, &global, NULL, 0, NULL, NULL));
        read_all(&api, buffer, sizeof(out), out);
        assert_int_equal(out[63], n);
        assert_success(clReleaseMemObject(buffer));
    }
    assert_success(clReleaseKernel(kernel));
    api_close(&api);
}

/* Objects may be released while the command that needs them waits. */
static void release_during_execution(void **state)
{
    enum { COUNT = 256 };
    static const char source[] =
        "kernel void set(global int *a) { a[get_global_id(0)] = (int)get_global_id(0); }";
    static cl_int out[COUNT];
    const size_t global = COUNT;
    cl_int code;
    struct api api = api_open();
    cl_mem buffer = clCreateBuffer(api.context, CL_MEM_USE_HOST_PTR, sizeof(out), out, &code);
    assert_success(code);
    cl_kernel kernel = api_kernel(&api, source, NULL, "set");
    assert_success(clSetKernelArg(kernel, 0, sizeof(buffer), &buffer));
    cl_event gate = clCreateUserEvent(api.context, &code), done;
    assert_success(code);
    assert_success(clEnqueueNDRangeKernel(api.queue, kernel, 1, NULL, &global, NULL, 1, &gate, &done));
    assert_success(clReleaseKernel(kernel));
    assert_success(clReleaseMemObject(buffer));
    assert_success(clReleaseCommandQueue(api.queue));
    assert_success(clReleaseContext(api.context));
    assert_success(clSetUserEventStatus(gate, CL_COMPLETE));
    assert_success(clWaitForEvents(1, &done));
    for (int i = 0; i < COUNT; i++)
        assert_int_equal(out[i], i);
    assert_success(clReleaseEvent(gate));
    assert_success(clReleaseEvent(done));
}

/* Commands of an out-of-order queue run in the order of their events only. */
static void out_of_order_by_events(void **state)
{
    enum { STEPS = 50 };
    static const char source[] = "kernel void step(global int *a, int i) { a[0] = a[0] * 3 + i; }";
    const cl_queue_properties properties[] = {CL_QUEUE_PROPERTIES, CL_QUEUE_OUT_OF_ORDER_EXEC_MODE_ENABLE, 0};
    struct api api = api_open();
    cl_int code, value = 1, expected = 1;
    cl_command_queue queue = clCreateCommandQueueWithProperties(api.context, api.device, properties, &code);
    assert_success(code);
    cl_mem buffer = api_buffer(&api, sizeof(value), &value);
    cl_kernel kernel = api_kernel(&api, source, NULL, "step");
    assert_success(clSetKernelArg(kernel, 0, sizeof(buffer), &buffer));
    cl_event gate = clCreateUserEvent(api.context, &code), before = gate;
    assert_success(code);
    for (cl_int i = 0; i < STEPS; i++) {
        cl_event next;
        assert_success(clSetKernelArg(kernel, 1, sizeof(i), &i));
        assert_success(clEnqueueTask(queue, kernel, 1, &before, &next));
        if (before != gate)
            assert_success(clReleaseEvent(before));
        before = next;
        expected = (cl_int)((cl_uint)expected * 3u + (cl_uint)i);
    }
    assert_success(clSetUserEventStatus(gate, CL_COMPLETE));
    assert_success(clEnqueueReadBuffer(queue, buffer, CL_TRUE, 0, sizeof(value), &value, 1, &before, NULL));
    assert_int_equal(value, expected);
    assert_success(clReleaseEvent(before));
    assert_success(clReleaseEvent(gate));
    assert_success(clReleaseKernel(kernel));
    assert_success(clReleaseMemObject(buffer));
    assert_success(clReleaseCommandQueue(queue));
    api_close(&api);
}

VG_TESTS(test_flow, cmocka_unit_test(saxpy), cmocka_unit_test(without_a_home),
         cmocka_unit_test(with_an_empty_home), cmocka_unit_test(with_a_wrong_home),
         cmocka_unit_test(with_an_unwritable_cache), cmocka_unit_test(in_a_child_of_fork),
         cmocka_unit_test(ids_in_three_dimensions), cmocka_unit_test(local_memory_and_barrier),
         cmocka_unit_test(printf_before_the_event), cmocka_unit_test(ids_past_32_bits),
         cmocka_unit_test(large_private_arrays), cmocka_unit_test(buffers_of_arguments_may_come_and_go),
         cmocka_unit_test(release_during_execution), cmocka_unit_test(out_of_order_by_events));
