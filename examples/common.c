/* SPDX-License-Identifier: MIT */
/* Set-up and checking for the examples; see common.h. */
#include "examples/common.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

void check(cl_int status, const char *what)
{
    if (status == CL_SUCCESS)
        return;
    fprintf(stderr, "%s failed with OpenCL error %d\n", what, status);
    exit(EXIT_FAILURE);
}

double seconds_now(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

bool verdict(bool good, const char *what, double value, double limit)
{
    printf("%s: %s %.3g (limit %.3g)\n", good ? "verified" : "WRONG", what, value, limit);
    return good;
}

cl_platform_id example_platform(void)
{
    cl_platform_id all[16];
    cl_uint count = 0;
    check(clGetPlatformIDs(16, all, &count), "clGetPlatformIDs");
    const char *wanted = getenv("PLATFORM");
    for (cl_uint i = 0; wanted && i < count && i < 16; i++) {
        char name[256] = "";
        check(clGetPlatformInfo(all[i], CL_PLATFORM_NAME, sizeof(name), name, NULL), "clGetPlatformInfo");
        if (strstr(name, wanted))
            return all[i];
    }
    return all[0];
}

char *example_read_text(const char *path)
{
    FILE *file = fopen(path, "rb");
    if (!file) {
        perror(path);
        exit(EXIT_FAILURE);
    }
    fseek(file, 0, SEEK_END);
    size_t size = (size_t)ftell(file);
    rewind(file);
    char *text = calloc(size + 1, 1);
    if (!text || fread(text, 1, size, file) != size) {
        fprintf(stderr, "%s: cannot be read\n", path);
        exit(EXIT_FAILURE);
    }
    fclose(file);
    return text;
}

static void print_build_log(const struct example *example)
{
    static char log[65536];
    clGetProgramBuildInfo(example->program, example->device, CL_PROGRAM_BUILD_LOG, sizeof(log) - 1, log,
                          NULL);
    fprintf(stderr, "%s\n", log);
}

struct example example_open(const char *kernel_file, const char *options)
{
    struct example e = {0};
    cl_int status;
    check(clGetDeviceIDs(example_platform(), CL_DEVICE_TYPE_ALL, 1, &e.device, NULL), "clGetDeviceIDs");
    char name[256] = "";
    check(clGetDeviceInfo(e.device, CL_DEVICE_NAME, sizeof(name), name, NULL), "clGetDeviceInfo");
    printf("device: %s\n", name);

    e.context = clCreateContext(NULL, 1, &e.device, NULL, NULL, &status);
    check(status, "clCreateContext");
    e.queue = clCreateCommandQueueWithProperties(e.context, e.device, NULL, &status);
    check(status, "clCreateCommandQueueWithProperties");

    char path[4096];
    snprintf(path, sizeof(path), "%s/%s", EXAMPLES_DIR, kernel_file);
    char *text = example_read_text(path);
    double start = seconds_now();
    e.program = clCreateProgramWithSource(e.context, 1, (const char **)&text, NULL, &status);
    check(status, "clCreateProgramWithSource");
    status = clBuildProgram(e.program, 1, &e.device, options, NULL, NULL);
    if (status != CL_SUCCESS)
        print_build_log(&e);
    check(status, "clBuildProgram");
    printf("build: %.1f ms\n", 1e3 * (seconds_now() - start));
    free(text);
    return e;
}

void example_close(struct example *example)
{
    clReleaseProgram(example->program);
    clReleaseCommandQueue(example->queue);
    clReleaseContext(example->context);
}

cl_kernel example_kernel(const struct example *example, const char *name)
{
    cl_int status;
    cl_kernel kernel = clCreateKernel(example->program, name, &status);
    check(status, name);
    return kernel;
}

cl_mem example_buffer(const struct example *example, cl_mem_flags flags, size_t size, const void *data)
{
    cl_int status;
    if (data)
        flags |= CL_MEM_COPY_HOST_PTR;
    cl_mem buffer = clCreateBuffer(example->context, flags, size, (void *)data, &status);
    check(status, "clCreateBuffer");
    return buffer;
}
