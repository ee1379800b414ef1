/* SPDX-License-Identifier: MIT */
/* What does a launch cost? Prints one line of JSON, in microseconds: the median and minimum of enqueue +
 * finish of an empty kernel, the time per command of BATCH enqueues without a pause up to their finish, and
 * of a chain through events. */
#include <stdio.h>
#include <stdlib.h>

#include "examples/common.h"

enum { SINGLES = 5000, BATCH = 10000, ROUNDS = 7 };

static const char *source = "kernel void empty(global int *p, int n) { if (n < 0) p[0] = n; }";

struct bench {
    cl_context context;
    cl_command_queue queue;
    cl_kernel kernel;
};

static struct bench open_bench(void)
{
    struct bench b;
    cl_platform_id platform;
    cl_device_id device;
    cl_int status;
    check(clGetPlatformIDs(1, &platform, NULL), "clGetPlatformIDs");
    check(clGetDeviceIDs(platform, CL_DEVICE_TYPE_ALL, 1, &device, NULL), "clGetDeviceIDs");
    b.context = clCreateContext(NULL, 1, &device, NULL, NULL, &status);
    check(status, "clCreateContext");
    b.queue = clCreateCommandQueueWithProperties(b.context, device, NULL, &status);
    check(status, "clCreateCommandQueueWithProperties");
    cl_program program = clCreateProgramWithSource(b.context, 1, &source, NULL, &status);
    check(status, "clCreateProgramWithSource");
    check(clBuildProgram(program, 1, &device, "", NULL, NULL), "clBuildProgram");
    b.kernel = clCreateKernel(program, "empty", &status);
    check(status, "clCreateKernel");
    clReleaseProgram(program);
    cl_mem buffer = clCreateBuffer(b.context, CL_MEM_READ_WRITE, 4096, NULL, &status);
    check(status, "clCreateBuffer");
    cl_int n = 1;
    check(clSetKernelArg(b.kernel, 0, sizeof(buffer), &buffer), "clSetKernelArg");
    check(clSetKernelArg(b.kernel, 1, sizeof(n), &n), "clSetKernelArg");
    return b;
}

static void enqueue(const struct bench *b, cl_uint waits, const cl_event *wait, cl_event *event)
{
    size_t global = 64, local = 64;
    check(clEnqueueNDRangeKernel(b->queue, b->kernel, 1, NULL, &global, &local, waits, wait, event),
          "enqueue");
}

static int ascending(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static void measure_single(const struct bench *b, double *median, double *least)
{
    static double times[SINGLES];
    for (int i = 0; i < SINGLES; i++) {
        double start = seconds_now();
        enqueue(b, 0, NULL, NULL);
        check(clFinish(b->queue), "clFinish");
        times[i] = seconds_now() - start;
    }
    qsort(times, SINGLES, sizeof(times[0]), ascending);
    *median = times[SINGLES / 2];
    *least = times[0];
}

/* The best time per command of a batch, with each command waiting for the event of the one before when
 * chained. */
static double measure_batch(const struct bench *b, bool chained)
{
    double best = 1e9;
    for (int round = 0; round < ROUNDS; round++) {
        double start = seconds_now();
        cl_event last = NULL;
        for (int i = 0; i < BATCH; i++) {
            cl_event next = NULL;
            enqueue(b, last != NULL, last ? &last : NULL, chained ? &next : NULL);
            if (last)
                clReleaseEvent(last);
            last = next;
        }
        check(clFinish(b->queue), "clFinish");
        double time = (seconds_now() - start) / BATCH;
        if (last)
            clReleaseEvent(last);
        best = time < best ? time : best;
    }
    return best;
}

int main(void)
{
    struct bench b = open_bench();
    double median, least;
    measure_single(&b, &median, &least);
    double batch = measure_batch(&b, false), chain = measure_batch(&b, true);
    printf("{\"single_median_us\": %.3f, \"single_min_us\": %.3f, \"batch_us\": %.3f, \"chain_us\": %.3f}\n",
           1e6 * median, 1e6 * least, 1e6 * batch, 1e6 * chain);
    return EXIT_SUCCESS;
}
