/* SPDX-License-Identifier: MIT */
/* The built-in Fourier transforms: what their kernels tell, launches of all of them, in place, with strides,
 * over several threads and at once, and their errors. */
#include "tests/api/api.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "include/CL/cl_ext_vgpu.h"

#define TURN 6.283185307179586476925286766559

enum { N0 = 4, N1 = 6, ELEMENTS = N0 * N1, ROW = N1 / 2 + 1 };

static const char names[] = "vgpu_cfft;vgpu_zfft;vgpu_srfft;vgpu_drfft;vgpu_sirfft;vgpu_dirfft";

enum { DIMS, LENGTH, BATCH = 4, SCALE, IN, OUT = 12, REAL_ARGS = 18, DIRECTION = 18, COMPLEX_ARGS };

struct fft {
    struct api api;
    cl_program program;
    cl_kernel kernel;
    cl_mem in, out;
};

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

static cl_kernel create(const struct fft *f, const char *name)
{
    cl_int code;
    cl_kernel kernel = clCreateKernel(f->program, name, &code);
    assert_success(code);
    return kernel;
}

static bool is_wide(const char *name)
{
    return strchr("zd", name[5]) != NULL;
}

/* A transform of 4 x 6 numbers, or of n0, packed and forward. */
static void set_all(const struct fft *f, const char *name, cl_uint dims, cl_ulong n0)
{
    static const float one = 1;
    static const double wide_one = 1;
    set_uint(f->kernel, DIMS, dims);
    set_ulong(f->kernel, LENGTH, n0);
    set_ulong(f->kernel, LENGTH + 1, N1);
    set_ulong(f->kernel, LENGTH + 2, 1);
    set_ulong(f->kernel, BATCH, 1);
    set(f->kernel, SCALE, is_wide(name) ? sizeof(double) : sizeof(float),
        is_wide(name) ? (const void *)&wide_one : (const void *)&one);
    set(f->kernel, IN, sizeof(cl_mem), &f->in);
    set(f->kernel, OUT, sizeof(cl_mem), &f->out);
    for (cl_uint i = 1; i < OUT - IN; i++) {
        set_ulong(f->kernel, IN + i, 0);
        set_ulong(f->kernel, OUT + i, 0);
    }
    if (strchr("cz", name[5]))
        set_uint(f->kernel, DIRECTION, CL_FFT_FORWARD_VGPU);
}

static struct fft open_fft(const char *name, size_t bytes, const void *in)
{
    struct fft f = {.api = api_open()};
    cl_int code;
    f.program = clCreateProgramWithBuiltInKernels(f.api.context, 1, &f.api.device, names, &code);
    assert_success(code);
    f.kernel = create(&f, name);
    f.in = api_buffer(&f.api, bytes, in);
    f.out = api_buffer(&f.api, bytes, NULL);
    set_all(&f, name, 2, N0);
    return f;
}

static void close_fft(struct fft *f)
{
    clReleaseMemObject(f->in);
    clReleaseMemObject(f->out);
    clReleaseKernel(f->kernel);
    clReleaseProgram(f->program);
    api_close(&f->api);
}

static cl_int launch(const struct fft *f)
{
    const size_t one = 1;
    return clEnqueueNDRangeKernel(f->api.queue, f->kernel, 1, NULL, &one, NULL, 0, NULL, NULL);
}

static void read_out(const struct fft *f, size_t size, void *to)
{
    assert_success(clEnqueueReadBuffer(f->api.queue, f->out, CL_TRUE, 0, size, to, 0, NULL, NULL));
}

static void draw(double *x, size_t count)
{
    unsigned state = 7;
    for (size_t i = 0; i < count; i++) {
        state = state * 1664525u + 1013904223u;
        x[i] = (double)(state >> 8) / (1 << 23) - 1;
    }
}

/* One element of the transform of N0 x N1 complex numbers. */
static void sum(const double *x, size_t k0, size_t k1, double *re, double *im)
{
    *re = *im = 0;
    for (size_t i = 0; i < ELEMENTS; i++) {
        double angle = -TURN * ((double)(i / N1 * k0) / N0 + (double)(i % N1 * k1) / N1);
        *re += x[2 * i] * cos(angle) - x[2 * i + 1] * sin(angle);
        *im += x[2 * i] * sin(angle) + x[2 * i + 1] * cos(angle);
    }
}

static void assert_near(double got, double want, double error)
{
    if (!(fabs(got - want) <= error))
        fail_msg("%.17g is not %.17g within %g", got, want, error);
}

static void text_of_arg(const struct fft *f, cl_uint index, cl_kernel_arg_info what, const char *expected)
{
    char text[64];
    assert_success(clGetKernelArgInfo(f->kernel, index, what, sizeof(text), text, NULL));
    assert_string_equal(text, expected);
}

static void transforms_tell_of_themselves(void **state)
{
    struct fft f = open_fft("vgpu_cfft", 4096, NULL);
    cl_uint count;
    (void)state;
    assert_success(clGetKernelInfo(f.kernel, CL_KERNEL_NUM_ARGS, sizeof(count), &count, NULL));
    assert_int_equal(count, COMPLEX_ARGS);
    text_of_arg(&f, IN, CL_KERNEL_ARG_TYPE_NAME, "float2*");
    text_of_arg(&f, OUT + 5, CL_KERNEL_ARG_NAME, "out_distance");
    text_of_arg(&f, DIRECTION, CL_KERNEL_ARG_NAME, "direction");
    clReleaseKernel(f.kernel);
    f.kernel = create(&f, "vgpu_dirfft");
    assert_success(clGetKernelInfo(f.kernel, CL_KERNEL_NUM_ARGS, sizeof(count), &count, NULL));
    assert_int_equal(count, REAL_ARGS);
    text_of_arg(&f, IN, CL_KERNEL_ARG_TYPE_NAME, "double2*");
    text_of_arg(&f, OUT, CL_KERNEL_ARG_TYPE_NAME, "double*");
    close_fft(&f);
}

static void transforms_and_comes_back(void **state)
{
    double x[2 * ELEMENTS], y[2 * ELEMENTS], scale = 1.0 / ELEMENTS, re, im;
    (void)state;
    draw(x, 2 * ELEMENTS);
    struct fft f = open_fft("vgpu_zfft", sizeof(x), x);
    assert_success(launch(&f));
    read_out(&f, sizeof(y), y);
    for (size_t k = 0; k < ELEMENTS; k++) {
        sum(x, k / N1, k % N1, &re, &im);
        assert_near(y[2 * k], re, 1e-13);
        assert_near(y[2 * k + 1], im, 1e-13);
    }
    set(f.kernel, IN, sizeof(cl_mem), &f.out); /* in place */
    set(f.kernel, SCALE, sizeof(scale), &scale);
    set_uint(f.kernel, DIRECTION, CL_FFT_INVERSE_VGPU);
    assert_success(launch(&f));
    read_out(&f, sizeof(y), y);
    for (size_t i = 0; i < 2 * ELEMENTS; i++)
        assert_near(y[i], x[i], 1e-14);
    close_fft(&f);
}

/* The columns of a matrix with gaps behind its rows, from an offset, to packed rows. */
static void strides_and_offsets(void **state)
{
    enum { LD = N1 + 3, AT = 5, CELLS = AT + N0 * LD };
    float x[2 * CELLS], y[2 * ELEMENTS];
    double wide[2 * CELLS], re, im;
    (void)state;
    draw(wide, 2 * CELLS);
    for (size_t i = 0; i < 2 * (size_t)CELLS; i++)
        x[i] = (float)wide[i];
    struct fft f = open_fft("vgpu_cfft", sizeof(x), x);
    set_uint(f.kernel, DIMS, 1);
    set_ulong(f.kernel, BATCH, N1);
    set_ulong(f.kernel, IN + 1, AT);
    set_ulong(f.kernel, IN + 2, LD);
    set_ulong(f.kernel, IN + 5, 1);
    assert_success(launch(&f));
    read_out(&f, sizeof(y), y);
    for (size_t i = 0; i < ELEMENTS; i++) {
        size_t column = i / N0, k = i % N0;
        re = im = 0;
        for (size_t j = 0; j < N0; j++) {
            const float *from = x + 2 * (AT + j * LD + column);
            double angle = -TURN * (double)(j * k) / N0;
            re += (double)from[0] * cos(angle) - (double)from[1] * sin(angle);
            im += (double)from[0] * sin(angle) + (double)from[1] * cos(angle);
        }
        assert_near((double)y[2 * i], re, 1e-6);
        assert_near((double)y[2 * i + 1], im, 1e-6);
    }
    close_fft(&f);
}

static void real_numbers_and_back(void **state)
{
    double x[ELEMENTS], pairs[2 * ELEMENTS], y[2 * N0 * ROW], scale = 1.0 / ELEMENTS, re, im;
    (void)state;
    draw(x, ELEMENTS);
    for (size_t i = 0; i < ELEMENTS; i++) {
        pairs[2 * i] = x[i];
        pairs[2 * i + 1] = 0;
    }
    struct fft f = open_fft("vgpu_drfft", sizeof(pairs), NULL);
    assert_success(clEnqueueWriteBuffer(f.api.queue, f.in, CL_TRUE, 0, sizeof(x), x, 0, NULL, NULL));
    assert_success(launch(&f));
    read_out(&f, sizeof(y), y);
    for (size_t i = 0; i < N0 * ROW; i++) {
        sum(pairs, i / ROW, i % ROW, &re, &im);
        assert_near(y[2 * i], re, 1e-13);
        assert_near(y[2 * i + 1], im, 1e-13);
    }
    clReleaseKernel(f.kernel);
    f.kernel = create(&f, "vgpu_dirfft");
    set_all(&f, "vgpu_dirfft", 2, N0);
    set(f.kernel, IN, sizeof(cl_mem), &f.out);
    set(f.kernel, OUT, sizeof(cl_mem), &f.in);
    set(f.kernel, SCALE, sizeof(scale), &scale);
    assert_success(launch(&f));
    assert_success(clEnqueueReadBuffer(f.api.queue, f.in, CL_TRUE, 0, sizeof(x), y, 0, NULL, NULL));
    for (size_t i = 0; i < ELEMENTS; i++)
        assert_near(y[i], x[i], 1e-14);
    close_fft(&f);
}

/* A one at element 1 becomes all roots of unity, in the phases of a launch over several threads: in place as
 * well as not, and of a length whose factors are too large. */
static void long_ones_are_shared_by_threads(void **state)
{
    static const size_t lengths[] = {1 << 18, 1 << 18, 100003};
    (void)state;
    setenv("VGPU_THREADS", "4", 1);
    for (unsigned i = 0; i < 3; i++) {
        size_t n = lengths[i];
        float *x = calloc(2 * n, sizeof(*x));
        assert_non_null(x);
        x[2] = 1;
        struct fft f = open_fft("vgpu_cfft", 2 * n * sizeof(*x), x);
        set_all(&f, "vgpu_cfft", 1, n);
        if (i == 1) {
            assert_success(
                clEnqueueCopyBuffer(f.api.queue, f.in, f.out, 0, 0, 2 * n * sizeof(*x), 0, NULL, NULL));
            set(f.kernel, IN, sizeof(cl_mem), &f.out);
        }
        for (unsigned round = 0; round < (i == 1 ? 1 : 5); round++)
            assert_success(launch(&f));
        read_out(&f, 2 * n * sizeof(*x), x);
        for (size_t k = 0; k < n; k++) {
            double angle = -TURN * (double)k / (double)n;
            assert_near((double)x[2 * k], cos(angle), 2e-6);
            assert_near((double)x[2 * k + 1], sin(angle), 2e-6);
        }
        close_fft(&f);
        free(x);
    }
}

/* Launches of many lengths at once, of which each has its tables and memory. */
static void many_at_once(void **state)
{
    enum { LAUNCHES = 60, MOST = 4096 };
    static const cl_queue_properties any_order[] = {CL_QUEUE_PROPERTIES,
                                                    CL_QUEUE_OUT_OF_ORDER_EXEC_MODE_ENABLE, 0};
    cl_mem outs[LAUNCHES];
    float ones[2 * MOST], *y = malloc(sizeof(ones));
    cl_int code;
    (void)state;
    for (size_t i = 0; i < MOST; i++) {
        ones[2 * i] = 1;
        ones[2 * i + 1] = 0;
    }
    setenv("VGPU_THREADS", "4", 1);
    struct fft f = open_fft("vgpu_cfft", sizeof(ones), ones);
    clReleaseCommandQueue(f.api.queue);
    f.api.queue = clCreateCommandQueueWithProperties(f.api.context, f.api.device, any_order, &code);
    assert_success(code);
    for (size_t i = 0; i < LAUNCHES; i++) {
        outs[i] = api_buffer(&f.api, sizeof(ones), NULL);
        set_all(&f, "vgpu_cfft", 1, MOST - 37 * i);
        set(f.kernel, OUT, sizeof(cl_mem), &outs[i]);
        assert_success(launch(&f));
    }
    assert_success(clFinish(f.api.queue));
    for (size_t i = 0; i < LAUNCHES; i++) { /* the sum, and nothing else */
        size_t n = MOST - 37 * i;
        assert_success(
            clEnqueueReadBuffer(f.api.queue, outs[i], CL_TRUE, 0, 2 * n * sizeof(*y), y, 0, NULL, NULL));
        for (size_t k = 0; k < 2 * n; k++)
            assert_near((double)y[k], k ? 0 : (double)n, 2e-2);
        clReleaseMemObject(outs[i]);
    }
    free(y);
    close_fft(&f);
}

/* Input and output together do not fit into RAM. */
static void more_than_ram(void **state)
{
    enum { LONG = 1 << 11, ROWS = 9000 };
    const size_t bytes = (size_t)LONG * ROWS * 2 * sizeof(float);
    const float one[2] = {1, 0};
    float row[2 * LONG];
    (void)state;
    setenv("VGPU_THREADS", "2", 1);
    setenv("VGPU_MEM_RAM", "192M", 1);
    setenv("VGPU_MEM_SSD", "1G", 1);
    struct fft f = open_fft("vgpu_cfft", bytes, NULL);
    assert_success(clEnqueueFillBuffer(f.api.queue, f.in, one, sizeof(one), 0, bytes, 0, NULL, NULL));
    set_all(&f, "vgpu_cfft", 1, LONG);
    set_ulong(f.kernel, BATCH, ROWS);
    assert_success(launch(&f));
    for (size_t i = 0; i < ROWS; i += 100) {
        assert_success(clEnqueueReadBuffer(f.api.queue, f.out, CL_TRUE, i * sizeof(row), sizeof(row), row, 0,
                                           NULL, NULL));
        for (size_t k = 0; k < 2 * (size_t)LONG; k++)
            assert_near((double)row[k], k ? 0 : LONG, 1e-2);
    }
    close_fft(&f);
}

/* A launch that never runs gives back what it holds. */
static void failed_dependency(void **state)
{
    struct fft f = open_fft("vgpu_cfft", 2 * 65536 * sizeof(float), NULL);
    const size_t one = 1;
    cl_event event;
    cl_int code, status;
    (void)state;
    set_all(&f, "vgpu_cfft", 1, 65536);
    cl_event user = clCreateUserEvent(f.api.context, &code);
    assert_success(code);
    assert_success(clEnqueueNDRangeKernel(f.api.queue, f.kernel, 1, NULL, &one, NULL, 1, &user, &event));
    assert_success(clSetUserEventStatus(user, -1));
    assert_cl(CL_EXEC_STATUS_ERROR_FOR_EVENTS_IN_WAIT_LIST, clWaitForEvents(1, &event));
    assert_success(clGetEventInfo(event, CL_EVENT_COMMAND_EXECUTION_STATUS, sizeof(status), &status, NULL));
    assert_true(status < 0);
    clReleaseEvent(event);
    clReleaseEvent(user);
    assert_success(clFinish(f.api.queue));
    close_fft(&f);
}

static void nothing_to_do(void **state)
{
    struct fft f = open_fft("vgpu_cfft", 64, NULL);
    (void)state;
    set_ulong(f.kernel, BATCH, 0);
    set(f.kernel, IN, sizeof(cl_mem), NULL);
    set(f.kernel, OUT, sizeof(cl_mem), NULL);
    assert_success(launch(&f));
    assert_success(clFinish(f.api.queue));
    close_fft(&f);
}

/* One argument is set to a wrong value at a time. */
static void wrong_lengths_and_strides_are_refused(void **state)
{
    static const struct {
        cl_uint index;
        cl_ulong value;
        cl_int expected;
    } rows[] = {
        {DIMS, 0, CL_INVALID_VALUE},
        {DIMS, 4, CL_INVALID_VALUE},
        {LENGTH, 0, CL_INVALID_VALUE},
        {LENGTH, (1ull << 31) + 1, CL_INVALID_VALUE},
        {LENGTH, N0 + 1, CL_INVALID_BUFFER_SIZE},
        {LENGTH + 1, N1 + 1, CL_INVALID_BUFFER_SIZE},
        {BATCH, 2, CL_INVALID_BUFFER_SIZE},
        {BATCH, ~0ull, CL_INVALID_BUFFER_SIZE},
        {IN + 1, 1, CL_INVALID_BUFFER_SIZE},
        {IN + 1, ~0ull, CL_INVALID_BUFFER_SIZE},
        {IN + 2, N1 + 1, CL_INVALID_BUFFER_SIZE},
        {IN + 2, ~0ull, CL_INVALID_BUFFER_SIZE},
        {IN + 3, 1ull << 61, CL_INVALID_BUFFER_SIZE},
        {OUT + 1, 1, CL_INVALID_BUFFER_SIZE},
        {OUT + 2, N1 - 1, CL_INVALID_VALUE},
        {OUT + 2, N1 + 1, CL_INVALID_BUFFER_SIZE},
        {OUT + 3, 2, CL_INVALID_BUFFER_SIZE},
        {DIRECTION, 2, CL_INVALID_VALUE},
    };
    struct fft f = open_fft("vgpu_cfft", 2 * ELEMENTS * sizeof(float), NULL);
    (void)state;
    for (unsigned i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
        set_all(&f, "vgpu_cfft", 2, N0);
        set(f.kernel, rows[i].index, rows[i].index == DIMS || rows[i].index == DIRECTION ? 4 : 8,
            &rows[i].value);
        cl_int code = launch(&f);
        if (code != rows[i].expected)
            fail_msg("argument %u = %llu: %s", rows[i].index, (unsigned long long)rows[i].value,
                     api_error_name(code));
    }
    set_all(&f, "vgpu_cfft", 2, N0);
    set(f.kernel, IN, sizeof(cl_mem), NULL);
    assert_cl(CL_INVALID_VALUE, launch(&f));
    close_fft(&f);
}

static void wrong_buffers_are_refused(void **state)
{
    struct fft f = open_fft("vgpu_cfft", 4 * ELEMENTS * sizeof(float), NULL);
    cl_int code;
    (void)state;
    set(f.kernel, IN, sizeof(cl_mem), &f.out);
    set_ulong(f.kernel, IN + 1, 1); /* shifted by an element */
    assert_cl(CL_MEM_COPY_OVERLAP, launch(&f));
    set_ulong(f.kernel, IN + 1, ELEMENTS); /* the other half */
    assert_success(launch(&f));
    set_ulong(f.kernel, IN + 1, 0);
    set_ulong(f.kernel, IN + 2, N1 + 1); /* other strides */
    assert_cl(CL_MEM_COPY_OVERLAP, launch(&f));
    cl_mem constant = clCreateBuffer(f.api.context, CL_MEM_READ_ONLY, 4096, NULL, &code);
    assert_success(code);
    set_all(&f, "vgpu_cfft", 2, N0);
    set(f.kernel, OUT, sizeof(cl_mem), &constant);
    assert_cl(CL_INVALID_VALUE, launch(&f));
    clReleaseMemObject(constant);
    clReleaseKernel(f.kernel);
    f.kernel = create(&f, "vgpu_srfft");
    set_all(&f, "vgpu_srfft", 2, N0);
    set(f.kernel, IN, sizeof(cl_mem), &f.out); /* real transforms are not in place */
    assert_cl(CL_MEM_COPY_OVERLAP, launch(&f));
    close_fft(&f);
}

VG_TESTS(test_built_in_fft, cmocka_unit_test(transforms_tell_of_themselves),
         cmocka_unit_test(transforms_and_comes_back), cmocka_unit_test(strides_and_offsets),
         cmocka_unit_test(real_numbers_and_back), cmocka_unit_test(long_ones_are_shared_by_threads),
         cmocka_unit_test(many_at_once), cmocka_unit_test(more_than_ram), cmocka_unit_test(failed_dependency),
         cmocka_unit_test(nothing_to_do), cmocka_unit_test(wrong_lengths_and_strides_are_refused),
         cmocka_unit_test(wrong_buffers_are_refused));
