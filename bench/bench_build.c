/* SPDX-License-Identifier: MIT */
/* From nothing to a first result: opens the device, builds a small kernel, runs it once and reads the result.
 * Prints one line of JSON: milliseconds for the whole and for its parts, and how much the process's peak
 * memory grew, in MiB. Whether the build is cold or warm is the caller's business (compare.py empties or
 * fills the platform's cache). */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "examples/common.h"

enum { N = 4096 };

static const char *source = "kernel void saxpy(global const float *x, global float *y, float a)\n"
                            "{ int i = get_global_id(0); y[i] = a * x[i] + y[i]; }\n";

static double peak_mib(void)
{
    FILE *file = fopen("/proc/self/status", "r");
    char line[256];
    double kib = 0;
    while (file && fgets(line, sizeof(line), file))
        if (strncmp(line, "VmHWM:", 6) == 0)
            kib = atof(line + 6);
    if (file)
        fclose(file);
    return kib / 1024;
}

static cl_mem make_buffer(cl_context context, float *data)
{
    cl_int status;
    cl_mem buffer =
        clCreateBuffer(context, CL_MEM_READ_WRITE | CL_MEM_COPY_HOST_PTR, N * sizeof(float), data, &status);
    check(status, "clCreateBuffer");
    return buffer;
}

int main(void)
{
    static float x[N], y[N];
    for (int i = 0; i < N; i++) {
        x[i] = (float)i;
        y[i] = 1;
    }
    double memory = peak_mib(), start = seconds_now();
    cl_platform_id platform;
    cl_device_id device;
    cl_int status;
    check(clGetPlatformIDs(1, &platform, NULL), "clGetPlatformIDs");
    check(clGetDeviceIDs(platform, CL_DEVICE_TYPE_ALL, 1, &device, NULL), "clGetDeviceIDs");
    double listed = seconds_now();
    cl_context context = clCreateContext(NULL, 1, &device, NULL, NULL, &status);
    check(status, "clCreateContext");
    cl_command_queue queue = clCreateCommandQueueWithProperties(context, device, NULL, &status);
    check(status, "clCreateCommandQueueWithProperties");
    cl_program program = clCreateProgramWithSource(context, 1, &source, NULL, &status);
    check(status, "clCreateProgramWithSource");
    double opened = seconds_now();
    check(clBuildProgram(program, 1, &device, "", NULL, NULL), "clBuildProgram");
    double built = seconds_now();
    cl_kernel kernel = clCreateKernel(program, "saxpy", &status);
    check(status, "clCreateKernel");
    cl_mem bx = make_buffer(context, x), by = make_buffer(context, y);
    float a = 2;
    size_t global = N;
    check(clSetKernelArg(kernel, 0, sizeof(bx), &bx), "clSetKernelArg");
    check(clSetKernelArg(kernel, 1, sizeof(by), &by), "clSetKernelArg");
    check(clSetKernelArg(kernel, 2, sizeof(a), &a), "clSetKernelArg");
    check(clEnqueueNDRangeKernel(queue, kernel, 1, NULL, &global, NULL, 0, NULL, NULL),
          "clEnqueueNDRangeKernel");
    check(clEnqueueReadBuffer(queue, by, CL_TRUE, 0, sizeof(y), y, 0, NULL, NULL), "clEnqueueReadBuffer");
    double end = seconds_now();
    for (int i = 0; i < N; i++) {
        if (y[i] != 2 * x[i] + 1) {
            fprintf(stderr, "wrong result at %d: %g\n", i, (double)y[i]);
            return EXIT_FAILURE;
        }
    }
    printf("{\"total_ms\": %.3f, \"list_ms\": %.3f, \"build_ms\": %.3f, \"first_launch_ms\": %.3f, "
           "\"extra_mib\": %.2f}\n",
           1e3 * (end - start), 1e3 * (listed - start), 1e3 * (built - opened), 1e3 * (end - built),
           peak_mib() - memory);
    return EXIT_SUCCESS;
}
