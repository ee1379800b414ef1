/* SPDX-License-Identifier: MIT */
/* Programs: building, logs, binaries, separate compilation, and who keeps what alive. */
#include "tests/api/api.h"

#include <stdlib.h>
#include <string.h>

static const char two_kernels[] = "kernel void one(global int *a) { a[0] = VALUE; }\n"
                                  "kernel void two(global int *a, int n) { a[n] = 2; }\n";

static cl_program from_source(const struct api *api, const char *source)
{
    cl_int code;
    cl_program program = clCreateProgramWithSource(api->context, 1, &source, NULL, &code);
    assert_success(code);
    return program;
}

/* An answer of clGetProgramBuildInfo as text; to be freed. */
static char *build_text(const struct api *api, cl_program program, cl_program_build_info name)
{
    size_t size;
    assert_success(clGetProgramBuildInfo(program, api->device, name, 0, NULL, &size));
    char *text = malloc(size);
    assert_non_null(text);
    assert_success(clGetProgramBuildInfo(program, api->device, name, size, text, NULL));
    assert_int_equal(strlen(text) + 1, size);
    return text;
}

static void assert_state(const struct api *api, cl_program program, cl_build_status status,
                         cl_program_binary_type type)
{
    cl_build_status got_status;
    cl_program_binary_type got_type;
    assert_success(clGetProgramBuildInfo(program, api->device, CL_PROGRAM_BUILD_STATUS, sizeof(got_status),
                                         &got_status, NULL));
    assert_success(clGetProgramBuildInfo(program, api->device, CL_PROGRAM_BINARY_TYPE, sizeof(got_type),
                                         &got_type, NULL));
    assert_int_equal(got_status, status);
    assert_int_equal(got_type, type);
}

/* Runs a kernel that stores one number into a[0], and gives that number. */
static cl_int run_store(const struct api *api, cl_program program, const char *name)
{
    cl_int code, value = -1;
    cl_kernel kernel = clCreateKernel(program, name, &code);
    assert_success(code);
    cl_mem buffer = api_buffer(api, sizeof(value), &value);
    assert_success(clSetKernelArg(kernel, 0, sizeof(buffer), &buffer));
    assert_success(clEnqueueTask(api->queue, kernel, 0, NULL, NULL));
    assert_success(clEnqueueReadBuffer(api->queue, buffer, CL_TRUE, 0, sizeof(value), &value, 0, NULL, NULL));
    assert_success(clReleaseKernel(kernel));
    assert_success(clReleaseMemObject(buffer));
    return value;
}

static void source_is_joined_without_nuls(void **state)
{
    struct api api = api_open();
    const char *strings[] = {"kernel void a()", " {\0}", "} ignored"};
    const size_t lengths[] = {0, 4, 1};
    char source[64];
    size_t size;
    cl_int code;
    cl_program program = clCreateProgramWithSource(api.context, 3, strings, lengths, &code);
    assert_success(code);
    assert_success(clGetProgramInfo(program, CL_PROGRAM_SOURCE, sizeof(source), source, &size));
    assert_string_equal(source, "kernel void a() {}}");
    assert_int_equal(size, strlen(source) + 1);
    assert_success(clGetProgramInfo(program, CL_PROGRAM_IL, sizeof(source), source, &size));
    assert_int_equal(size, 0);
    assert_state(&api, program, CL_BUILD_NONE, CL_PROGRAM_BINARY_TYPE_NONE);
    assert_success(clReleaseProgram(program));
    api_close(&api);
}

static void options_reach_the_build(void **state)
{
    struct api api = api_open();
    cl_program program = from_source(&api, two_kernels);
    assert_success(clBuildProgram(program, 1, &api.device, "-D VALUE=41 -w", NULL, NULL));
    assert_state(&api, program, CL_BUILD_SUCCESS, CL_PROGRAM_BINARY_TYPE_EXECUTABLE);
    char *options = build_text(&api, program, CL_PROGRAM_BUILD_OPTIONS);
    assert_string_equal(options, "-D VALUE=41 -w");
    free(options);
    assert_int_equal(run_store(&api, program, "one"), 41);
    assert_success(clBuildProgram(program, 0, NULL, "-DVALUE=42", NULL, NULL));
    assert_int_equal(run_store(&api, program, "one"), 42);
    assert_success(clReleaseProgram(program));
    api_close(&api);
}

static void errors_are_in_the_log(void **state)
{
    struct api api = api_open();
    cl_program program =
        from_source(&api, "kernel void a(global int *p) {\n    p[0] = undeclared_name;\n}\n");
    assert_cl(CL_BUILD_PROGRAM_FAILURE, clBuildProgram(program, 0, NULL, NULL, NULL, NULL));
    assert_state(&api, program, CL_BUILD_ERROR, CL_PROGRAM_BINARY_TYPE_NONE);
    char *log = build_text(&api, program, CL_PROGRAM_BUILD_LOG);
    assert_non_null(strstr(log, "undeclared_name"));
    assert_non_null(strstr(log, "2:"));
    free(log);
    assert_success(clReleaseProgram(program));
    api_close(&api);
}

static void kernels_are_named(void **state)
{
    struct api api = api_open();
    cl_program program = api_build(&api, two_kernels, "-DVALUE=1");
    size_t count, size;
    char names[64];
    assert_success(clGetProgramInfo(program, CL_PROGRAM_NUM_KERNELS, sizeof(count), &count, NULL));
    assert_int_equal(count, 2);
    assert_success(clGetProgramInfo(program, CL_PROGRAM_KERNEL_NAMES, sizeof(names), names, &size));
    assert_string_equal(names, "one;two");
    assert_int_equal(size, 8);
    cl_kernel kernels[2];
    cl_uint made;
    assert_success(clCreateKernelsInProgram(program, 0, NULL, &made));
    assert_int_equal(made, 2);
    assert_success(clCreateKernelsInProgram(program, 2, kernels, NULL));
    for (int i = 0; i < 2; i++) {
        cl_uint args;
        assert_success(clGetKernelInfo(kernels[i], CL_KERNEL_NUM_ARGS, sizeof(args), &args, NULL));
        assert_int_equal(args, i + 1);
        assert_success(clReleaseKernel(kernels[i]));
    }
    assert_success(clReleaseProgram(program));
    api_close(&api);
}

static void kernels_keep_their_program(void **state)
{
    struct api api = api_open();
    cl_int code, refs;
    cl_program program = api_build(&api, two_kernels, "-DVALUE=7"), again;
    cl_kernel kernel = clCreateKernel(program, "one", &code);
    assert_success(code);
    assert_cl(CL_INVALID_OPERATION, clBuildProgram(program, 0, NULL, NULL, NULL, NULL));
    assert_success(clGetProgramInfo(program, CL_PROGRAM_REFERENCE_COUNT, sizeof(refs), &refs, NULL));
    assert_int_equal(refs, 1);
    assert_success(clReleaseProgram(program));
    assert_success(clGetKernelInfo(kernel, CL_KERNEL_PROGRAM, sizeof(again), &again, NULL));
    assert_ptr_equal(again, program);
    assert_int_equal(run_store(&api, again, "one"), 7);
    assert_success(clReleaseKernel(kernel));
    api_close(&api);
}

static void a_program_is_free_again_without_kernels(void **state)
{
    struct api api = api_open();
    cl_int code;
    cl_program program = api_build(&api, two_kernels, "-DVALUE=7");
    cl_kernel kernel = clCreateKernel(program, "one", &code);
    assert_success(code);
    assert_success(clReleaseKernel(kernel));
    assert_success(clBuildProgram(program, 0, NULL, "-DVALUE=8", NULL, NULL));
    assert_int_equal(run_store(&api, program, "one"), 8);
    assert_success(clReleaseProgram(program));
    api_close(&api);
}

static cl_program reload(const struct api *api, cl_program program)
{
    size_t size;
    cl_int code, status = -1;
    assert_success(clGetProgramInfo(program, CL_PROGRAM_BINARY_SIZES, sizeof(size), &size, NULL));
    assert_true(size > 0);
    unsigned char *binary = malloc(size);
    assert_non_null(binary);
    assert_success(clGetProgramInfo(program, CL_PROGRAM_BINARIES, sizeof(binary), &binary, NULL));
    const unsigned char *bytes = binary;
    cl_program copy = clCreateProgramWithBinary(api->context, 1, &api->device, &size, &bytes, &status, &code);
    assert_success(code);
    assert_success(status);
    free(binary);
    return copy;
}

static void binaries_come_back(void **state)
{
    struct api api = api_open();
    cl_program program = api_build(&api, two_kernels, "-DVALUE=77"), copy = reload(&api, program);
    assert_success(clReleaseProgram(program));
    assert_state(&api, copy, CL_BUILD_NONE, CL_PROGRAM_BINARY_TYPE_EXECUTABLE);
    assert_success(clBuildProgram(copy, 0, NULL, NULL, NULL, NULL));
    assert_int_equal(run_store(&api, copy, "one"), 77);
    assert_success(clReleaseProgram(copy));
    api_close(&api);
}

/* Any damaged byte is found. */
static void damaged_binaries_are_refused(void **state)
{
    struct api api = api_open();
    cl_program program = api_build(&api, two_kernels, "-DVALUE=1");
    size_t size;
    assert_success(clGetProgramInfo(program, CL_PROGRAM_BINARY_SIZES, sizeof(size), &size, NULL));
    unsigned char *binary = malloc(size);
    assert_non_null(binary);
    assert_success(clGetProgramInfo(program, CL_PROGRAM_BINARIES, sizeof(binary), &binary, NULL));
    const unsigned char *bytes = binary;
    for (size_t at = 0; at < size; at += size / 61 + 1) {
        cl_int code, status = CL_SUCCESS;
        binary[at] ^= 0x10;
        cl_program copy =
            clCreateProgramWithBinary(api.context, 1, &api.device, &size, &bytes, &status, &code);
        assert_cl(CL_INVALID_BINARY, code);
        assert_cl(CL_INVALID_BINARY, status);
        assert_null(copy);
        binary[at] ^= 0x10;
    }
    free(binary);
    assert_success(clReleaseProgram(program));
    api_close(&api);
}

static void compile_with_a_header_and_link(void **state)
{
    struct api api = api_open();
    cl_int code;
    cl_program header = from_source(&api, "int twice(int x);\n#define BASE 20\n");
    cl_program helper = from_source(&api, "int twice(int x) { return 2 * x; }");
    cl_program user = from_source(&api, "#include \"part/twice.h\"\n"
                                        "kernel void one(global int *a) { a[0] = twice(BASE) + 2; }");
    const char *name = "part/twice.h";
    assert_success(clCompileProgram(helper, 0, NULL, NULL, 0, NULL, NULL, NULL, NULL));
    assert_success(clCompileProgram(user, 0, NULL, NULL, 1, &header, &name, NULL, NULL));
    assert_state(&api, user, CL_BUILD_SUCCESS, CL_PROGRAM_BINARY_TYPE_COMPILED_OBJECT);
    cl_program inputs[] = {user, helper};
    cl_program linked = clLinkProgram(api.context, 0, NULL, NULL, 2, inputs, NULL, NULL, &code);
    assert_success(code);
    assert_state(&api, linked, CL_BUILD_SUCCESS, CL_PROGRAM_BINARY_TYPE_EXECUTABLE);
    assert_int_equal(run_store(&api, linked, "one"), 42);
    cl_program programs[] = {header, helper, user, linked};
    for (int i = 0; i < 4; i++)
        assert_success(clReleaseProgram(programs[i]));
    api_close(&api);
}

static void libraries_are_linked(void **state)
{
    struct api api = api_open();
    cl_int code;
    cl_program helper = from_source(&api, "int twice(int x) { return 2 * x; }");
    cl_program user =
        from_source(&api, "int twice(int x);\nkernel void one(global int *a) { a[0] = twice(4); }");
    assert_success(clCompileProgram(helper, 0, NULL, NULL, 0, NULL, NULL, NULL, NULL));
    assert_success(clCompileProgram(user, 0, NULL, NULL, 0, NULL, NULL, NULL, NULL));
    cl_program library =
        clLinkProgram(api.context, 0, NULL, "-create-library", 1, &helper, NULL, NULL, &code);
    assert_success(code);
    assert_state(&api, library, CL_BUILD_SUCCESS, CL_PROGRAM_BINARY_TYPE_LIBRARY);
    cl_program inputs[] = {user, reload(&api, library)};
    assert_state(&api, inputs[1], CL_BUILD_NONE, CL_PROGRAM_BINARY_TYPE_LIBRARY);
    cl_program linked = clLinkProgram(api.context, 1, &api.device, NULL, 2, inputs, NULL, NULL, &code);
    assert_success(code);
    assert_int_equal(run_store(&api, linked, "one"), 8);
    cl_program programs[] = {helper, user, library, inputs[1], linked};
    for (int i = 0; i < 5; i++)
        assert_success(clReleaseProgram(programs[i]));
    api_close(&api);
}

static void a_failed_link_gives_a_program_with_a_log(void **state)
{
    struct api api = api_open();
    cl_int code;
    cl_program user =
        from_source(&api, "int absent(int x);\nkernel void one(global int *a) { a[0] = absent(4); }");
    assert_success(clCompileProgram(user, 0, NULL, NULL, 0, NULL, NULL, NULL, NULL));
    cl_program linked = clLinkProgram(api.context, 0, NULL, NULL, 1, &user, NULL, NULL, &code);
    assert_cl(CL_LINK_PROGRAM_FAILURE, code);
    assert_non_null(linked);
    assert_state(&api, linked, CL_BUILD_ERROR, CL_PROGRAM_BINARY_TYPE_NONE);
    char *log = build_text(&api, linked, CL_PROGRAM_BUILD_LOG);
    assert_non_null(strstr(log, "absent"));
    free(log);
    assert_success(clReleaseProgram(linked));
    assert_success(clReleaseProgram(user));
    api_close(&api);
}

struct told {
    const struct api *api;
    int calls;
    cl_build_status status;
};

static void CL_CALLBACK built(cl_program program, void *data)
{
    struct told *told = data;
    told->calls++;
    clGetProgramBuildInfo(program, told->api->device, CL_PROGRAM_BUILD_STATUS, sizeof(told->status),
                          &told->status, NULL);
}

static void callbacks_see_the_end_of_the_build(void **state)
{
    struct api api = api_open();
    struct told told = {.api = &api};
    cl_program program = from_source(&api, two_kernels);
    assert_success(clBuildProgram(program, 0, NULL, "-DVALUE=1", built, &told));
    assert_int_equal(told.calls, 1);
    assert_int_equal(told.status, CL_BUILD_SUCCESS);
    clBuildProgram(program, 0, NULL, "-DVALUE=does_not_exist", built, &told);
    assert_int_equal(told.calls, 2);
    assert_int_equal(told.status, CL_BUILD_ERROR);
    assert_success(clReleaseProgram(program));
    api_close(&api);
}

/* Every query of OpenCL 3.0 answers, with a size that does not depend on whether there is room for the value.
 */
static void every_query_answers(void **state)
{
    static const cl_program_info infos[] = {CL_PROGRAM_REFERENCE_COUNT,
                                            CL_PROGRAM_CONTEXT,
                                            CL_PROGRAM_NUM_DEVICES,
                                            CL_PROGRAM_DEVICES,
                                            CL_PROGRAM_SOURCE,
                                            CL_PROGRAM_BINARY_SIZES,
                                            CL_PROGRAM_NUM_KERNELS,
                                            CL_PROGRAM_KERNEL_NAMES,
                                            CL_PROGRAM_IL,
                                            CL_PROGRAM_SCOPE_GLOBAL_CTORS_PRESENT,
                                            CL_PROGRAM_SCOPE_GLOBAL_DTORS_PRESENT};
    static const cl_program_build_info builds[] = {CL_PROGRAM_BUILD_STATUS, CL_PROGRAM_BUILD_OPTIONS,
                                                   CL_PROGRAM_BUILD_LOG, CL_PROGRAM_BINARY_TYPE,
                                                   CL_PROGRAM_BUILD_GLOBAL_VARIABLE_TOTAL_SIZE};
    static unsigned char value[4096];
    struct api api = api_open();
    size_t size, again;
    cl_program program = api_build(&api, two_kernels, "-DVALUE=1");
    for (size_t i = 0; i < sizeof(infos) / sizeof(*infos); i++) {
        assert_success(clGetProgramInfo(program, infos[i], 0, NULL, &size));
        assert_success(clGetProgramInfo(program, infos[i], sizeof(value), value, &again));
        assert_int_equal(size, again);
        if (size > 0)
            assert_cl(CL_INVALID_VALUE, clGetProgramInfo(program, infos[i], size - 1, value, NULL));
    }
    for (size_t i = 0; i < sizeof(builds) / sizeof(*builds); i++) {
        assert_success(clGetProgramBuildInfo(program, api.device, builds[i], 0, NULL, &size));
        assert_success(clGetProgramBuildInfo(program, api.device, builds[i], sizeof(value), value, &again));
        assert_int_equal(size, again);
        assert_cl(CL_INVALID_VALUE,
                  clGetProgramBuildInfo(program, api.device, builds[i], size - 1, value, NULL));
    }
    assert_success(clReleaseProgram(program));
    api_close(&api);
}

/* Program-scope variables take room in the global address space, and keep their values from launch to launch.
 */
static void program_scope_variables(void **state)
{
    static const char counter[] = "global int count = 40;\n"
                                  "kernel void one(global int *a) { a[0] = ++count; }\n";
    struct api api = api_open();
    size_t size;
    cl_program program = api_build(&api, counter, "-cl-std=CL3.0");
    assert_success(clGetProgramBuildInfo(program, api.device, CL_PROGRAM_BUILD_GLOBAL_VARIABLE_TOTAL_SIZE,
                                         sizeof(size), &size, NULL));
    assert_int_equal(size, sizeof(cl_int));
    assert_int_equal(run_store(&api, program, "one"), 41);
    assert_int_equal(run_store(&api, program, "one"), 42);
    cl_program copy = reload(&api, program);
    assert_success(clBuildProgram(copy, 0, NULL, NULL, NULL, NULL));
    assert_int_equal(run_store(&api, copy, "one"), 41);
    assert_int_equal(run_store(&api, program, "one"), 43);
    assert_success(clReleaseProgram(program));
    assert_success(clReleaseProgram(copy));
    api_close(&api);
}

/* Two devices in one context are served by one build, a part of them by a build of their own. */
static void sub_devices_share_a_build(void **state)
{
    struct api api = api_open();
    const cl_device_partition_property by_one[] = {CL_DEVICE_PARTITION_EQUALLY, 1, 0};
    cl_device_id parts[2];
    cl_uint count = 0;
    if (clCreateSubDevices(api.device, by_one, 0, NULL, &count) != CL_SUCCESS || count != 2) {
        api_close(&api);
        skip(); /* needs a machine of two CPUs */
    }
    assert_success(clCreateSubDevices(api.device, by_one, 2, parts, NULL));
    cl_int code, value = 0;
    cl_context context = clCreateContext(NULL, 2, parts, NULL, NULL, &code);
    assert_success(code);
    const char *source = two_kernels;
    cl_program program = clCreateProgramWithSource(context, 1, &source, NULL, &code);
    assert_success(code);
    assert_success(clBuildProgram(program, 0, NULL, "-DVALUE=5", NULL, NULL));
    cl_kernel kernel = clCreateKernel(program, "one", &code);
    assert_success(code);
    for (int i = 0; i < 2; i++) {
        cl_command_queue queue = clCreateCommandQueueWithProperties(context, parts[i], NULL, &code);
        assert_success(code);
        cl_mem buffer = clCreateBuffer(context, 0, sizeof(value), NULL, &code);
        assert_success(code);
        assert_success(clSetKernelArg(kernel, 0, sizeof(buffer), &buffer));
        assert_success(clEnqueueTask(queue, kernel, 0, NULL, NULL));
        assert_success(clEnqueueReadBuffer(queue, buffer, CL_TRUE, 0, sizeof(value), &value, 0, NULL, NULL));
        assert_int_equal(value, 5);
        assert_success(clReleaseMemObject(buffer));
        assert_success(clReleaseCommandQueue(queue));
    }
    assert_cl(CL_INVALID_DEVICE,
              clGetKernelWorkGroupInfo(kernel, NULL, CL_KERNEL_WORK_GROUP_SIZE, 0, NULL, NULL));
    assert_success(clReleaseKernel(kernel));
    assert_success(clReleaseProgram(program));
    assert_success(clReleaseContext(context));
    assert_success(clReleaseDevice(parts[0]));
    assert_success(clReleaseDevice(parts[1]));
    api_close(&api);
}

/* Parts of a device that a program was not built for use the program of the whole. */
static void sub_devices_use_their_parents_build(void **state)
{
    struct api api = api_open();
    const cl_device_partition_property by_one[] = {CL_DEVICE_PARTITION_EQUALLY, 1, 0};
    cl_device_id devices[3] = {api.device};
    cl_uint count = 0;
    if (clCreateSubDevices(api.device, by_one, 0, NULL, &count) != CL_SUCCESS || count != 2) {
        api_close(&api);
        skip(); /* needs a machine of two CPUs */
    }
    assert_success(clCreateSubDevices(api.device, by_one, 2, devices + 1, NULL));
    cl_int code;
    struct api part = {.platform = api.platform, .device = devices[1]};
    part.context = clCreateContext(NULL, 3, devices, NULL, NULL, &code);
    assert_success(code);
    part.queue = clCreateCommandQueueWithProperties(part.context, part.device, NULL, &code);
    assert_success(code);
    cl_program program = from_source(&part, two_kernels);
    assert_state(&part, program, CL_BUILD_NONE, CL_PROGRAM_BINARY_TYPE_NONE);
    assert_success(clBuildProgram(program, 1, &api.device, "-DVALUE=6", NULL, NULL));
    assert_state(&part, program, CL_BUILD_SUCCESS, CL_PROGRAM_BINARY_TYPE_EXECUTABLE);
    assert_int_equal(run_store(&part, program, "one"), 6);
    assert_success(clReleaseProgram(program));
    api_close(&part);
    assert_success(clReleaseDevice(devices[1]));
    assert_success(clReleaseDevice(devices[2]));
    api_close(&api);
}

static void the_compiler_comes_back_after_unloading(void **state)
{
    struct api api = api_open();
    cl_program program = api_build(&api, two_kernels, "-DVALUE=123");
    assert_success(clUnloadPlatformCompiler(api.platform));
    cl_program second = api_build(&api, two_kernels, "-DVALUE=124");
    assert_int_equal(run_store(&api, program, "one"), 123);
    assert_int_equal(run_store(&api, second, "one"), 124);
    assert_success(clReleaseProgram(program));
    assert_success(clReleaseProgram(second));
    api_close(&api);
}

VG_TESTS(test_program, cmocka_unit_test(source_is_joined_without_nuls),
         cmocka_unit_test(options_reach_the_build), cmocka_unit_test(errors_are_in_the_log),
         cmocka_unit_test(kernels_are_named), cmocka_unit_test(kernels_keep_their_program),
         cmocka_unit_test(a_program_is_free_again_without_kernels), cmocka_unit_test(every_query_answers),
         cmocka_unit_test(program_scope_variables), cmocka_unit_test(binaries_come_back),
         cmocka_unit_test(damaged_binaries_are_refused), cmocka_unit_test(compile_with_a_header_and_link),
         cmocka_unit_test(libraries_are_linked), cmocka_unit_test(a_failed_link_gives_a_program_with_a_log),
         cmocka_unit_test(callbacks_see_the_end_of_the_build), cmocka_unit_test(sub_devices_share_a_build),
         cmocka_unit_test(sub_devices_use_their_parents_build),
         cmocka_unit_test(the_compiler_comes_back_after_unloading));
