/* SPDX-License-Identifier: MIT */
/* Built-in kernels: the list, their programs, what kernels tell of themselves, launches and their errors. */
#include "tests/api/api.h"

#include <string.h>

#include "include/CL/cl_ext_vgpu.h"

enum { SIDE = 4, CELLS = SIDE * SIDE };

static const char names[] = "vgpu_sgemm;vgpu_dgemm_epilogue;vgpu_sgemm_strided_batched";

struct gemm {
    struct api api;
    cl_program program;
    cl_kernel kernel;
    cl_mem a, b, c;
};

static cl_program create(const struct api *api, const char *list)
{
    cl_int code;
    cl_program program = clCreateProgramWithBuiltInKernels(api->context, 1, &api->device, list, &code);
    assert_success(code);
    return program;
}

static void set(cl_kernel kernel, cl_uint index, size_t size, const void *value)
{
    assert_success(clSetKernelArg(kernel, index, size, value));
}

static void set_uint(cl_kernel kernel, cl_uint index, cl_uint value)
{
    set(kernel, index, sizeof(value), &value);
}

static void set_ulong(cl_kernel kernel, cl_uint index, cl_ulong value)
{
    set(kernel, index, sizeof(value), &value);
}

static void set_float(cl_kernel kernel, cl_uint index, float value)
{
    set(kernel, index, sizeof(value), &value);
}

/* C = A * B of 4 x 4 matrices in row-major order, with good arguments. */
static void set_all(const struct gemm *g)
{
    set_uint(g->kernel, 0, CL_GEMM_ROW_MAJOR_VGPU);
    set_uint(g->kernel, 1, CL_GEMM_NO_TRANSPOSE_VGPU);
    set_uint(g->kernel, 2, CL_GEMM_NO_TRANSPOSE_VGPU);
    for (cl_uint i = 3; i < 6; i++)
        set_ulong(g->kernel, i, SIDE);
    set_float(g->kernel, 6, 1);
    set_float(g->kernel, 13, 0);
    const cl_mem buffers[] = {g->a, g->b, g->c};
    static const cl_uint at[] = {7, 10, 14};
    for (unsigned i = 0; i < 3; i++) {
        set(g->kernel, at[i], sizeof(cl_mem), &buffers[i]);
        set_ulong(g->kernel, at[i] + 1, 0);
        set_ulong(g->kernel, at[i] + 2, SIDE);
    }
}

static struct gemm open_gemm(void)
{
    float a[CELLS], b[CELLS];
    for (int i = 0; i < CELLS; i++) {
        a[i] = (float)i;
        b[i] = i / SIDE == i % SIDE ? 2 : 0;
    }
    struct gemm g = {.api = api_open()};
    cl_int code;
    g.program = create(&g.api, names);
    g.kernel = clCreateKernel(g.program, "vgpu_sgemm", &code);
    assert_success(code);
    g.a = api_buffer(&g.api, sizeof(a), a);
    g.b = api_buffer(&g.api, sizeof(b), b);
    g.c = api_buffer(&g.api, sizeof(a), NULL);
    set_all(&g);
    return g;
}

static void close_gemm(struct gemm *g)
{
    clReleaseMemObject(g->a);
    clReleaseMemObject(g->b);
    clReleaseMemObject(g->c);
    clReleaseKernel(g->kernel);
    clReleaseProgram(g->program);
    api_close(&g->api);
}

static cl_int launch(const struct gemm *g, cl_event *event)
{
    const size_t one = 1;
    return clEnqueueNDRangeKernel(g->api.queue, g->kernel, 1, NULL, &one, NULL, 0, NULL, event);
}

static void device_lists_them(void **state)
{
    struct api api = api_open();
    char list[1024];
    cl_name_version versions[64];
    size_t size, at = 0;
    (void)state;
    assert_success(clGetDeviceInfo(api.device, CL_DEVICE_BUILT_IN_KERNELS, sizeof(list), list, NULL));
    assert_success(clGetDeviceInfo(api.device, CL_DEVICE_BUILT_IN_KERNELS_WITH_VERSION, sizeof(versions),
                                   versions, &size));
    assert_true(size > 0);
    for (size_t i = 0; i < size / sizeof(*versions); i++) { /* the same names in the same order */
        size_t length = strlen(versions[i].name);
        assert_memory_equal(list + at, versions[i].name, length);
        assert_int_equal(list[at + length], i + 1 < size / sizeof(*versions) ? ';' : 0);
        assert_int_equal(versions[i].version, CL_MAKE_VERSION(1, 0, 0));
        at += length + 1;
    }
    clReleaseProgram(create(&api, list));
    api_close(&api);
}

static void program_is_not_built(void **state)
{
    struct api api = api_open();
    cl_program program = create(&api, names);
    cl_build_status status;
    cl_kernel kernels[3];
    cl_uint created;
    size_t count, size;
    char text[256];
    (void)state;
    assert_cl(CL_INVALID_OPERATION, clBuildProgram(program, 0, NULL, NULL, NULL, NULL));
    assert_cl(CL_INVALID_OPERATION, clCompileProgram(program, 0, NULL, NULL, 0, NULL, NULL, NULL, NULL));
    assert_success(
        clGetProgramBuildInfo(program, api.device, CL_PROGRAM_BUILD_STATUS, sizeof(status), &status, NULL));
    assert_int_equal(status, CL_BUILD_NONE);
    assert_success(clGetProgramInfo(program, CL_PROGRAM_NUM_KERNELS, sizeof(count), &count, NULL));
    assert_int_equal(count, 3);
    assert_success(clGetProgramInfo(program, CL_PROGRAM_KERNEL_NAMES, sizeof(text), text, NULL));
    assert_string_equal(text, names);
    assert_success(clGetProgramInfo(program, CL_PROGRAM_BINARY_SIZES, sizeof(size), &size, NULL));
    assert_int_equal(size, 0);
    assert_success(clCreateKernelsInProgram(program, 3, kernels, &created));
    assert_int_equal(created, 3);
    assert_success(clGetKernelInfo(kernels[1], CL_KERNEL_FUNCTION_NAME, sizeof(text), text, NULL));
    assert_string_equal(text, "vgpu_dgemm_epilogue");
    for (unsigned i = 0; i < 3; i++)
        clReleaseKernel(kernels[i]);
    clReleaseProgram(program);
    api_close(&api);
}

static void wrong_names_are_refused(void **state)
{
    static const char *const wrong[] = {"",          "vgpu_sgemm;", ";vgpu_sgemm",
                                        "vgpu_sgem", "vgpu_sgemmm", "vgpu_sgemm; vgpu_dgemm"};
    struct api api = api_open();
    cl_int code;
    (void)state;
    for (unsigned i = 0; i < sizeof(wrong) / sizeof(*wrong); i++) {
        assert_null(clCreateProgramWithBuiltInKernels(api.context, 1, &api.device, wrong[i], &code));
        assert_cl(CL_INVALID_VALUE, code);
    }
    cl_program program = create(&api, names);
    assert_null(clCreateKernel(program, "vgpu_dgemm", &code)); /* not of this program */
    assert_cl(CL_INVALID_KERNEL_NAME, code);
    clReleaseProgram(program);
    api_close(&api);
}

static void kernel_tells_of_itself(void **state)
{
    struct gemm g = open_gemm();
    size_t sizes[3], size;
    cl_kernel_arg_address_qualifier space;
    cl_uint count;
    char text[64];
    (void)state;
    assert_success(clGetKernelInfo(g.kernel, CL_KERNEL_NUM_ARGS, sizeof(count), &count, NULL));
    assert_int_equal(count, 17);
    assert_success(clGetKernelInfo(g.kernel, CL_KERNEL_ATTRIBUTES, sizeof(text), text, NULL));
    assert_string_equal(text, "");
    assert_success(clGetKernelArgInfo(g.kernel, 14, CL_KERNEL_ARG_NAME, sizeof(text), text, NULL));
    assert_string_equal(text, "c");
    assert_success(clGetKernelArgInfo(g.kernel, 14, CL_KERNEL_ARG_TYPE_NAME, sizeof(text), text, NULL));
    assert_string_equal(text, "float*");
    assert_success(
        clGetKernelArgInfo(g.kernel, 14, CL_KERNEL_ARG_ADDRESS_QUALIFIER, sizeof(space), &space, NULL));
    assert_int_equal(space, CL_KERNEL_ARG_ADDRESS_GLOBAL);
    assert_success(clGetKernelWorkGroupInfo(g.kernel, g.api.device, CL_KERNEL_GLOBAL_WORK_SIZE, sizeof(sizes),
                                            sizes, NULL));
    assert_true(sizes[0] == 1 && sizes[1] == 1 && sizes[2] == 1);
    assert_success(
        clGetKernelWorkGroupInfo(g.kernel, NULL, CL_KERNEL_WORK_GROUP_SIZE, sizeof(size), &size, NULL));
    assert_int_equal(size, 1);
    close_gemm(&g);
}

static void read_c(const struct gemm *g, float *c)
{
    assert_success(clEnqueueReadBuffer(g->api.queue, g->c, CL_TRUE, 0, CELLS * sizeof(*c), c, 0, NULL, NULL));
}

static void multiplies(void **state)
{
    struct gemm g = open_gemm();
    cl_event event;
    cl_ulong start, end;
    cl_int code;
    float c[CELLS];
    (void)state;
    cl_kernel clone = clCloneKernel(g.kernel, &code);
    assert_success(code);
    assert_success(launch(&g, &event));
    set_ulong(g.kernel, 8, 1000); /* the launch has its own copy of the arguments */
    read_c(&g, c);
    for (int i = 0; i < CELLS; i++)
        assert_true(c[i] == (float)(2 * i));
    assert_success(clGetEventProfilingInfo(event, CL_PROFILING_COMMAND_START, sizeof(start), &start, NULL));
    assert_success(clGetEventProfilingInfo(event, CL_PROFILING_COMMAND_END, sizeof(end), &end, NULL));
    assert_true(0 < start && start <= end);
    clReleaseEvent(event);
    set_float(clone, 13, 1); /* adds to C */
    clReleaseKernel(g.kernel);
    g.kernel = clone;
    assert_success(launch(&g, NULL));
    read_c(&g, c);
    for (int i = 0; i < CELLS; i++)
        assert_true(c[i] == (float)(4 * i));
    close_gemm(&g);
}

/* With alpha 0 A and B are not accessed, and with no elements C is not either: they may be NULL. */
static void null_where_nothing_is_accessed(void **state)
{
    struct gemm g = open_gemm();
    float c[CELLS];
    (void)state;
    set(g.kernel, 7, sizeof(cl_mem), NULL);
    assert_cl(CL_INVALID_VALUE, launch(&g, NULL));
    set(g.kernel, 10, sizeof(cl_mem), NULL);
    set_float(g.kernel, 6, 0);
    assert_success(launch(&g, NULL));
    read_c(&g, c);
    for (int i = 0; i < CELLS; i++)
        assert_true(c[i] == 0);
    set_ulong(g.kernel, 3, 0);
    set(g.kernel, 14, sizeof(cl_mem), NULL);
    assert_success(launch(&g, NULL));
    assert_success(clFinish(g.api.queue));
    close_gemm(&g);
}

/* One argument is set to a wrong value at a time. */
static void wrong_values_are_refused(void **state)
{
    static const struct {
        cl_uint index;
        cl_ulong value;
        cl_int expected;
    } rows[] = {
        {0, 100, CL_INVALID_VALUE},
        {0, 103, CL_INVALID_VALUE},
        {1, 110, CL_INVALID_VALUE},
        {2, 114, CL_INVALID_VALUE},
        {3, SIDE + 1, CL_INVALID_BUFFER_SIZE},
        {4, SIDE + 1, CL_INVALID_VALUE},
        {5, SIDE + 1, CL_INVALID_VALUE},
        {8, 1, CL_INVALID_BUFFER_SIZE},
        {8, ~0ull, CL_INVALID_BUFFER_SIZE},
        {8, 1ull << 62, CL_INVALID_BUFFER_SIZE},
        {9, SIDE - 1, CL_INVALID_VALUE},
        {9, SIDE + 1, CL_INVALID_BUFFER_SIZE},
        {9, ~0ull, CL_INVALID_BUFFER_SIZE},
        {12, 0, CL_INVALID_VALUE},
        {11, 1, CL_INVALID_BUFFER_SIZE},
        {12, SIDE + 1, CL_INVALID_BUFFER_SIZE},
        {15, 1, CL_INVALID_BUFFER_SIZE},
        {16, SIDE - 1, CL_INVALID_VALUE},
        {16, SIDE + 1, CL_INVALID_BUFFER_SIZE},
    };
    struct gemm g = open_gemm();
    (void)state;
    for (unsigned i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
        set_all(&g);
        set(g.kernel, rows[i].index, rows[i].index < 3 ? 4 : 8, &rows[i].value);
        cl_int code = launch(&g, NULL);
        if (code != rows[i].expected)
            fail_msg("argument %u = %llu: %s", rows[i].index, (unsigned long long)rows[i].value,
                     api_error_name(code));
    }
    set_all(&g);
    set(g.kernel, 14, sizeof(cl_mem), &g.a); /* C is A */
    assert_cl(CL_MEM_COPY_OVERLAP, launch(&g, NULL));
    close_gemm(&g);
}

static void wrong_launches_are_refused(void **state)
{
    struct gemm g = open_gemm();
    const size_t two[] = {2, 1}, one[] = {1, 1};
    cl_int code;
    (void)state;
    assert_cl(CL_INVALID_GLOBAL_WORK_SIZE,
              clEnqueueNDRangeKernel(g.api.queue, g.kernel, 1, NULL, two, NULL, 0, NULL, NULL));
    assert_cl(CL_INVALID_WORK_GROUP_SIZE,
              clEnqueueNDRangeKernel(g.api.queue, g.kernel, 2, NULL, one, two, 0, NULL, NULL));
    assert_cl(CL_INVALID_WORK_DIMENSION,
              clEnqueueNDRangeKernel(g.api.queue, g.kernel, 4, NULL, one, NULL, 0, NULL, NULL));
    assert_cl(CL_INVALID_ARG_SIZE, clSetKernelArg(g.kernel, 3, 4, one));
    assert_cl(CL_INVALID_ARG_INDEX, clSetKernelArg(g.kernel, 17, 8, one));
    cl_mem constant = clCreateBuffer(g.api.context, CL_MEM_READ_ONLY, CELLS * sizeof(float), NULL, &code);
    assert_success(code);
    set(g.kernel, 14, sizeof(constant), &constant);
    assert_cl(CL_INVALID_VALUE, launch(&g, NULL));
    clReleaseMemObject(constant);
    clReleaseKernel(g.kernel);
    g.kernel = clCreateKernel(g.program, "vgpu_sgemm", &code);
    assert_success(code);
    assert_cl(CL_INVALID_KERNEL_ARGS, launch(&g, NULL)); /* nothing is set */
    close_gemm(&g);
}

VG_TESTS(test_built_in, cmocka_unit_test(device_lists_them), cmocka_unit_test(program_is_not_built),
         cmocka_unit_test(wrong_names_are_refused), cmocka_unit_test(kernel_tells_of_itself),
         cmocka_unit_test(multiplies), cmocka_unit_test(null_where_nothing_is_accessed),
         cmocka_unit_test(wrong_values_are_refused), cmocka_unit_test(wrong_launches_are_refused));
