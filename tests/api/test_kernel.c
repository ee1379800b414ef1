/* SPDX-License-Identifier: MIT */
/* Kernels: arguments, queries, clones, and the shapes of launches. */
#include "tests/api/api.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char source[] =
    "typedef struct { char c; int4 v; short s; } record;\n"
    "kernel void store(global int *a, int v) { a[get_global_id(0)] = v; }\n"
    "kernel void fields(global int *a, record r, float3 f, global int *nothing, constant int *c) {\n"
    "    a[0] = r.c; a[1] = r.v.w; a[2] = r.s; a[3] = (int)f.z; a[4] = nothing == 0; a[5] = c[1];\n"
    "}\n"
    "__attribute__((reqd_work_group_size(4, 2, 1))) kernel void tile(global int *a) {\n"
    "    a[get_global_id(1) * get_global_size(0) + get_global_id(0)] = (int)(get_local_size(0) * 10 + "
    "get_local_size(1));\n"
    "}\n"
    "#if __OPENCL_C_VERSION__ >= 200\n"
    "kernel void sizes(global int *a) {\n"
    "    a[get_global_id(0)] = (int)(get_local_size(0) + 1000 * get_enqueued_local_size(0));\n"
    "}\n"
    "#endif\n"
    "kernel void groups(global int *a) {\n"
    "    local int n;\n"
    "    if (get_local_id(0) == 0) n = 0;\n"
    "    barrier(CLK_LOCAL_MEM_FENCE);\n"
    "    atomic_inc(&n);\n"
    "    barrier(CLK_LOCAL_MEM_FENCE);\n"
    "    a[get_global_id(0)] = n + 1000 * (int)get_num_groups(0);\n"
    "}\n";

struct kernels { /* a program, one of its kernels and a buffer for its results */
    struct api api;
    cl_kernel kernel;
    cl_mem buffer;
    cl_int values[256];
};

static struct kernels open_kernel(const char *options, const char *name)
{
    struct kernels k = {.api = api_open()};
    k.kernel = api_kernel(&k.api, source, options, name);
    k.buffer = api_buffer(&k.api, sizeof(k.values), k.values);
    assert_success(clSetKernelArg(k.kernel, 0, sizeof(k.buffer), &k.buffer));
    return k;
}

static void close_kernel(struct kernels *k)
{
    assert_success(clReleaseKernel(k->kernel));
    assert_success(clReleaseMemObject(k->buffer));
    api_close(&k->api);
}

static void read_values(struct kernels *k)
{
    assert_success(clEnqueueReadBuffer(k->api.queue, k->buffer, CL_TRUE, 0, sizeof(k->values), k->values, 0,
                                       NULL, NULL));
}

static void launch(struct kernels *k, cl_uint dim, const size_t *global, const size_t *local)
{
    assert_success(clEnqueueNDRangeKernel(k->api.queue, k->kernel, dim, NULL, global, local, 0, NULL, NULL));
}

/* The values at the time of the enqueue count, even when the command has to wait. */
static void arguments_are_taken_at_enqueue(void **state)
{
    struct kernels k = open_kernel(NULL, "store");
    cl_int code;
    const size_t one = 1;
    cl_event gate = clCreateUserEvent(k.api.context, &code);
    assert_success(code);
    for (cl_int i = 0; i < 64; i++) {
        const size_t offset = (size_t)i;
        const cl_int value = 100 + i;
        assert_success(clSetKernelArg(k.kernel, 1, sizeof(value), &value));
        assert_success(clEnqueueNDRangeKernel(k.api.queue, k.kernel, 1, &offset, &one, NULL, i == 0,
                                              i ? NULL : &gate, NULL));
    }
    assert_success(clSetUserEventStatus(gate, CL_COMPLETE));
    read_values(&k);
    for (int i = 0; i < 64; i++)
        assert_int_equal(k.values[i], 100 + i);
    assert_success(clReleaseEvent(gate));
    close_kernel(&k);
}

static void a_failed_call_keeps_the_old_value(void **state)
{
    struct kernels k = open_kernel(NULL, "store");
    const cl_int value = 5;
    const cl_long wide = 6;
    const size_t one = 1;
    assert_success(clSetKernelArg(k.kernel, 1, sizeof(value), &value));
    assert_cl(CL_INVALID_ARG_SIZE, clSetKernelArg(k.kernel, 1, sizeof(wide), &wide));
    assert_cl(CL_INVALID_ARG_VALUE, clSetKernelArg(k.kernel, 1, sizeof(value), NULL));
    assert_cl(CL_INVALID_MEM_OBJECT, clSetKernelArg(k.kernel, 0, sizeof(cl_mem), &k.kernel));
    launch(&k, 1, &one, NULL);
    read_values(&k);
    assert_int_equal(k.values[0], 5);
    close_kernel(&k);
}

/* So that a user can see whether an application runs kernels at all. */
static void launches_are_logged_at_level_debug(void **state)
{
    char path[] = "/tmp/vgpu-launches-XXXXXX", setting[64], text[4096] = "";
    const int file = mkstemp(path);
    assert_true(file >= 0);
    snprintf(setting, sizeof(setting), "debug:%s", path);
    setenv("VGPU_LOG", setting, 1);
    struct kernels k = open_kernel(NULL, "groups");
    const size_t global = 12, local = 4;
    launch(&k, 1, &global, &local);
    read_values(&k);
    assert_true(read(file, text, sizeof(text) - 1) > 0);
    close(file);
    unlink(path);
    assert_non_null(strstr(text, "kernel groups: 12x1x1 work-items in groups of 4x1x1\n"));
    close_kernel(&k);
}

static void CL_CALLBACK keep_message(const char *message, const void *info, size_t size, void *data)
{
    (void)info, (void)size;
    snprintf(data, 256, "%s", message);
}

/* What was wrong is told to the context's callback, with the argument's number and the sizes. */
static void errors_are_explained_to_the_context(void **state)
{
    struct api api = api_open();
    char message[256] = "";
    cl_int code;
    const char *text = source;
    const cl_long wide = 0;
    cl_context context = clCreateContext(NULL, 1, &api.device, keep_message, message, &code);
    assert_success(code);
    cl_program program = clCreateProgramWithSource(context, 1, &text, NULL, &code);
    assert_success(code);
    assert_success(clBuildProgram(program, 0, NULL, NULL, NULL, NULL));
    assert_null(clCreateKernel(program, "absent", &code));
    assert_non_null(strstr(message, "absent"));
    cl_kernel kernel = clCreateKernel(program, "store", &code);
    assert_success(code);
    assert_cl(CL_INVALID_ARG_SIZE, clSetKernelArg(kernel, 1, sizeof(wide), &wide));
    assert_non_null(strstr(message, "argument 1"));
    assert_non_null(strstr(message, "store"));
    assert_success(clReleaseKernel(kernel));
    assert_success(clReleaseProgram(program));
    assert_success(clReleaseContext(context));
    api_close(&api);
}

static void structs_vectors_and_null_pointers(void **state)
{
    struct {
        cl_char c;
        cl_int4 v;
        cl_short s;
    } record = {.c = -3, .v = {.s = {1, 2, 3, 4}}, .s = 300};
    const cl_float3 f = {.s = {1, 2, 99}};
    const cl_int constants[] = {7, 8};
    struct kernels k = open_kernel(NULL, "fields");
    cl_mem c = api_buffer(&k.api, sizeof(constants), constants), nothing = NULL;
    assert_success(clSetKernelArg(k.kernel, 1, sizeof(record), &record));
    assert_success(clSetKernelArg(k.kernel, 2, sizeof(f), &f));
    assert_success(clSetKernelArg(k.kernel, 3, sizeof(cl_mem), NULL));
    assert_success(clSetKernelArg(k.kernel, 3, sizeof(cl_mem), &nothing));
    assert_success(clSetKernelArg(k.kernel, 4, sizeof(c), &c));
    assert_success(clEnqueueTask(k.api.queue, k.kernel, 0, NULL, NULL));
    read_values(&k);
    const cl_int expected[] = {-3, 4, 300, 99, 1, 8};
    assert_memory_equal(k.values, expected, sizeof(expected));
    assert_success(clReleaseMemObject(c));
    close_kernel(&k);
}

static void clones_have_arguments_of_their_own(void **state)
{
    struct kernels k = open_kernel(NULL, "store");
    cl_int code, value = 1;
    cl_uint refs;
    const size_t one = 1, offset = 1;
    assert_success(clSetKernelArg(k.kernel, 1, sizeof(value), &value));
    cl_kernel clone = clCloneKernel(k.kernel, &code);
    assert_success(code);
    assert_success(clGetKernelInfo(clone, CL_KERNEL_REFERENCE_COUNT, sizeof(refs), &refs, NULL));
    assert_int_equal(refs, 1);
    value = 2;
    assert_success(clSetKernelArg(k.kernel, 1, sizeof(value), &value));
    launch(&k, 1, &one, NULL);
    assert_success(clEnqueueNDRangeKernel(k.api.queue, clone, 1, &offset, &one, NULL, 0, NULL, NULL));
    read_values(&k);
    assert_int_equal(k.values[0], 2);
    assert_int_equal(k.values[1], 1);
    assert_success(clReleaseKernel(clone));
    close_kernel(&k);
}

static void argument_info(void **state)
{
    struct kernels k = open_kernel("-cl-kernel-arg-info", "fields");
    char text[64];
    cl_kernel_arg_address_qualifier space;
    cl_kernel_arg_type_qualifier type;
    assert_success(clGetKernelArgInfo(k.kernel, 0, CL_KERNEL_ARG_NAME, sizeof(text), text, NULL));
    assert_string_equal(text, "a");
    assert_success(clGetKernelArgInfo(k.kernel, 0, CL_KERNEL_ARG_TYPE_NAME, sizeof(text), text, NULL));
    assert_string_equal(text, "int*");
    assert_success(clGetKernelArgInfo(k.kernel, 2, CL_KERNEL_ARG_TYPE_NAME, sizeof(text), text, NULL));
    assert_string_equal(text, "float3");
    assert_success(
        clGetKernelArgInfo(k.kernel, 4, CL_KERNEL_ARG_ADDRESS_QUALIFIER, sizeof(space), &space, NULL));
    assert_int_equal(space, CL_KERNEL_ARG_ADDRESS_CONSTANT);
    assert_success(clGetKernelArgInfo(k.kernel, 4, CL_KERNEL_ARG_TYPE_QUALIFIER, sizeof(type), &type, NULL));
    assert_int_equal(type, CL_KERNEL_ARG_TYPE_CONST);
    close_kernel(&k);
}

static void work_group_info(void **state)
{
    struct kernels k = open_kernel(NULL, "tile");
    size_t required[3], size, multiple;
    cl_ulong local, private_bytes;
    char attributes[64];
    assert_success(clGetKernelWorkGroupInfo(k.kernel, k.api.device, CL_KERNEL_COMPILE_WORK_GROUP_SIZE,
                                            sizeof(required), required, NULL));
    assert_true(required[0] == 4 && required[1] == 2 && required[2] == 1);
    assert_success(
        clGetKernelWorkGroupInfo(k.kernel, NULL, CL_KERNEL_WORK_GROUP_SIZE, sizeof(size), &size, NULL));
    assert_true(size >= 8 && size <= 4096);
    assert_success(clGetKernelWorkGroupInfo(k.kernel, k.api.device,
                                            CL_KERNEL_PREFERRED_WORK_GROUP_SIZE_MULTIPLE, sizeof(multiple),
                                            &multiple, NULL));
    assert_true(multiple >= 1 && multiple <= 64);
    assert_success(clGetKernelWorkGroupInfo(k.kernel, k.api.device, CL_KERNEL_LOCAL_MEM_SIZE, sizeof(local),
                                            &local, NULL));
    assert_int_equal(local, 0);
    assert_success(clGetKernelWorkGroupInfo(k.kernel, k.api.device, CL_KERNEL_PRIVATE_MEM_SIZE,
                                            sizeof(private_bytes), &private_bytes, NULL));
    assert_success(clGetKernelInfo(k.kernel, CL_KERNEL_ATTRIBUTES, sizeof(attributes), attributes, NULL));
    assert_string_equal(attributes, "reqd_work_group_size(4,2,1)");
    close_kernel(&k);
}

static void a_required_size_is_used_when_none_is_given(void **state)
{
    struct kernels k = open_kernel(NULL, "tile");
    const size_t global[] = {8, 4};
    launch(&k, 2, global, NULL);
    read_values(&k);
    for (int i = 0; i < 32; i++)
        assert_int_equal(k.values[i], 42);
    close_kernel(&k);
}

static void uneven_groups_of_newer_programs(void **state)
{
    struct kernels k = open_kernel("-cl-std=CL3.0", "sizes");
    const size_t global = 150, local = 64;
    launch(&k, 1, &global, &local);
    read_values(&k);
    for (int i = 0; i < 150; i++)
        assert_int_equal(k.values[i], (i < 128 ? 64 : 22) + 64000);
    close_kernel(&k);
}

static void uneven_groups_can_be_forbidden(void **state)
{
    struct kernels k = open_kernel("-cl-std=CL3.0 -cl-uniform-work-group-size", "store");
    const size_t global = 150, local = 64;
    const cl_int value = 0;
    assert_success(clSetKernelArg(k.kernel, 1, sizeof(value), &value));
    assert_cl(CL_INVALID_WORK_GROUP_SIZE,
              clEnqueueNDRangeKernel(k.api.queue, k.kernel, 1, NULL, &global, &local, 0, NULL, NULL));
    close_kernel(&k);
}

/* Whatever we choose, each item runs once, in a group that is as large as get_local_size would say. */
static void our_choice_of_a_local_size_covers_the_range(void **state)
{
    struct kernels k = open_kernel(NULL, "groups");
    for (size_t global = 1; global <= 256; global = global * 2 + 1) {
        memset(k.values, 0, sizeof(k.values));
        launch(&k, 1, &global, NULL);
        read_values(&k);
        for (size_t i = 0; i < global; i++) {
            assert_true(k.values[i] > 0);
            assert_int_equal((size_t)(k.values[i] % 1000) * (size_t)(k.values[i] / 1000), global);
        }
    }
    close_kernel(&k);
}

static void the_suggested_size_is_the_one_we_choose(void **state)
{
    struct kernels k = open_kernel("-cl-std=CL3.0", "sizes");
    clGetKernelSuggestedLocalWorkSizeKHR_fn suggest = (clGetKernelSuggestedLocalWorkSizeKHR_fn)api_extension(
        &k.api, "clGetKernelSuggestedLocalWorkSizeKHR");
    for (size_t global = 1; global <= 256; global += 51) {
        size_t local = 0;
        assert_success(suggest(k.api.queue, k.kernel, 1, NULL, &global, &local));
        launch(&k, 1, &global, NULL);
        read_values(&k);
        assert_int_equal(k.values[0] / 1000, local);
    }
    close_kernel(&k);
}

static void an_empty_range_is_a_success(void **state)
{
    struct kernels k = open_kernel(NULL, "store");
    const size_t global[] = {4, 0};
    const cl_int value = 9;
    cl_event event;
    cl_int status;
    assert_success(clSetKernelArg(k.kernel, 1, sizeof(value), &value));
    assert_success(clEnqueueNDRangeKernel(k.api.queue, k.kernel, 2, NULL, global, NULL, 0, NULL, &event));
    assert_success(clWaitForEvents(1, &event));
    assert_success(clGetEventInfo(event, CL_EVENT_COMMAND_EXECUTION_STATUS, sizeof(status), &status, NULL));
    assert_int_equal(status, CL_COMPLETE);
    read_values(&k);
    assert_int_equal(k.values[0], 0);
    assert_success(clReleaseEvent(event));
    close_kernel(&k);
}

static void kernels_are_profiled(void **state)
{
    struct kernels k = open_kernel(NULL, "store");
    const size_t global = 256;
    const cl_int value = 1;
    cl_event event;
    cl_ulong times[4];
    assert_success(clSetKernelArg(k.kernel, 1, sizeof(value), &value));
    assert_success(clEnqueueNDRangeKernel(k.api.queue, k.kernel, 1, NULL, &global, NULL, 0, NULL, &event));
    assert_success(clWaitForEvents(1, &event));
    for (cl_uint i = 0; i < 4; i++)
        assert_success(clGetEventProfilingInfo(event, CL_PROFILING_COMMAND_QUEUED + i, sizeof(cl_ulong),
                                               &times[i], NULL));
    assert_true(times[0] > 0 && times[0] <= times[1] && times[1] <= times[2] && times[2] <= times[3]);
    assert_success(clReleaseEvent(event));
    close_kernel(&k);
}

VG_TESTS(test_kernel, cmocka_unit_test(arguments_are_taken_at_enqueue),
         cmocka_unit_test(a_failed_call_keeps_the_old_value),
         cmocka_unit_test(launches_are_logged_at_level_debug),
         cmocka_unit_test(errors_are_explained_to_the_context),
         cmocka_unit_test(structs_vectors_and_null_pointers),
         cmocka_unit_test(clones_have_arguments_of_their_own), cmocka_unit_test(argument_info),
         cmocka_unit_test(work_group_info), cmocka_unit_test(a_required_size_is_used_when_none_is_given),
         cmocka_unit_test(uneven_groups_of_newer_programs), cmocka_unit_test(uneven_groups_can_be_forbidden),
         cmocka_unit_test(our_choice_of_a_local_size_covers_the_range),
         cmocka_unit_test(the_suggested_size_is_the_one_we_choose),
         cmocka_unit_test(an_empty_range_is_a_success), cmocka_unit_test(kernels_are_profiled));
