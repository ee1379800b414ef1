/* SPDX-License-Identifier: MIT */
/* How long does a built-in Fourier transform take? Each line on standard input has it done once, and is
 * answered with seconds: CPU time of all threads, and elapsed time. compare_fft.py asks, in turns with
 * other libraries.
 *
 * bench_fft KIND TYPE SHAPE BATCH [THREADS]     KIND c (complex) or r (real), TYPE f or d, SHAPE as 1024 or
 * 512x512 */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "examples/common.h"

enum { DIMS, LENGTH, BATCH = 4, SCALE, IN, OUT = 12, DIRECTION = 18, DIMS_MOST = 3, PAGE = 4096 };

struct test {
    bool real, wide;
    cl_uint dims;
    cl_ulong n[DIMS_MOST], batch;
};

static struct test read_test(char **argv)
{
    struct test t = {.real = *argv[1] == 'r', .wide = *argv[2] == 'd', .n = {1, 1, 1}};
    for (const char *at = argv[3]; at && t.dims < DIMS_MOST; at = strchr(at, 'x')) {
        at += *at == 'x';
        t.n[t.dims++] = strtoull(at, NULL, 10);
    }
    t.batch = strtoull(argv[4], NULL, 10);
    return t;
}

/* Reals of the larger side. */
static size_t reals_of(const struct test *t)
{
    size_t rows = t->batch, last = t->n[t->dims - 1];
    for (cl_uint i = 0; i + 1 < t->dims; i++)
        rows *= t->n[i];
    return rows * 2 * (t->real ? last / 2 + 1 : last);
}

static cl_mem make_buffer(cl_context context, const struct test *t)
{
    size_t count = reals_of(t),
           bytes = (count * (t->wide ? sizeof(double) : sizeof(float)) + PAGE - 1) / PAGE * PAGE;
    char *at = aligned_alloc(PAGE, bytes);
    cl_int status;
    for (size_t i = 0; at && i < count; i++) {
        double value = rand() / (double)RAND_MAX - 0.5;
        if (t->wide)
            ((double *)(void *)at)[i] = value;
        else
            ((float *)(void *)at)[i] = (float)value;
    }
    if (!at)
        exit(1);
    cl_mem mem = clCreateBuffer(context, CL_MEM_USE_HOST_PTR, bytes, at, &status);
    check(status, "clCreateBuffer");
    return mem;
}

static cl_kernel make_kernel(cl_context context, cl_device_id device, const struct test *t)
{
    static const char *const names[2][2] = {{"vgpu_cfft", "vgpu_zfft"}, {"vgpu_srfft", "vgpu_drfft"}};
    const char *name = names[t->real][t->wide];
    const cl_mem in = make_buffer(context, t), out = make_buffer(context, t);
    const cl_uint forward = 0;
    const cl_ulong packed = 0;
    const float narrow = 1;
    const double wide = 1;
    cl_int status;
    cl_program program = clCreateProgramWithBuiltInKernels(context, 1, &device, name, &status);
    check(status, "clCreateProgramWithBuiltInKernels");
    cl_kernel kernel = clCreateKernel(program, name, &status);
    check(status, "clCreateKernel");
    check(clSetKernelArg(kernel, DIMS, sizeof(t->dims), &t->dims), "dims");
    for (cl_uint i = 0; i < DIMS_MOST; i++)
        check(clSetKernelArg(kernel, LENGTH + i, sizeof(t->n[i]), &t->n[i]), "length");
    check(clSetKernelArg(kernel, BATCH, sizeof(t->batch), &t->batch), "batch");
    check(clSetKernelArg(kernel, SCALE, t->wide ? sizeof(wide) : sizeof(narrow),
                         t->wide ? (const void *)&wide : (const void *)&narrow),
          "scale");
    for (cl_uint i = 1; i < OUT - IN; i++) {
        check(clSetKernelArg(kernel, IN + i, sizeof(packed), &packed), "stride");
        check(clSetKernelArg(kernel, OUT + i, sizeof(packed), &packed), "stride");
    }
    check(clSetKernelArg(kernel, IN, sizeof(in), &in), "in");
    check(clSetKernelArg(kernel, OUT, sizeof(out), &out), "out");
    if (!t->real)
        check(clSetKernelArg(kernel, DIRECTION, sizeof(forward), &forward), "direction");
    return kernel;
}

static double cpu_now(void)
{
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

static void run(cl_command_queue queue, cl_kernel kernel)
{
    const size_t one = 1;
    check(clEnqueueNDRangeKernel(queue, kernel, 1, NULL, &one, NULL, 0, NULL, NULL), "enqueue");
    check(clFinish(queue), "clFinish");
}

int main(int argc, char **argv)
{
    char line[16];
    cl_device_id device;
    cl_int status;
    if (argc < 5) {
        fprintf(stderr, "bench_fft KIND TYPE SHAPE BATCH [THREADS]\n");
        return 1;
    }
    setenv("VGPU_THREADS", argc > 5 ? argv[5] : "1", 1);
    const struct test test = read_test(argv);
    check(clGetDeviceIDs(example_platform(), CL_DEVICE_TYPE_ALL, 1, &device, NULL), "clGetDeviceIDs");
    cl_context context = clCreateContext(NULL, 1, &device, NULL, NULL, &status);
    check(status, "clCreateContext");
    cl_command_queue queue = clCreateCommandQueueWithProperties(context, device, NULL, &status);
    check(status, "clCreateCommandQueueWithProperties");
    cl_kernel kernel = make_kernel(context, device, &test);
    while (fgets(line, sizeof(line), stdin)) {
        double cpu = cpu_now(), start = seconds_now();
        run(queue, kernel);
        printf("%.9f %.9f\n", cpu_now() - cpu, seconds_now() - start);
        fflush(stdout);
    }
    return 0;
}
