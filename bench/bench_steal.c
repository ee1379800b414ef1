/* SPDX-License-Identifier: MIT */
/* How well is uneven work spread? The same number of steps is given to work-groups in four ways: evenly, all
 * the long groups first, all of them last, and in one group that is as long as a CPU's fair share. Prints one
 * line of JSON: the best time of each, in microseconds. On a scheduler without loss all are as short as the
 * even one. */
#include <stdio.h>
#include <stdlib.h>

#include "examples/common.h"

enum { GROUPS = 4096, STEPS = 4000, LONG_GROUPS = GROUPS / 16, ROUNDS = 9 };

enum shape { EVEN, LONG_FIRST, LONG_LAST, ONE_GIANT, SHAPES };
static const char *const names[SHAPES] = {"even_us", "long_first_us", "long_last_us", "one_giant_us"};

/* Steps of group i; all groups together take GROUPS * STEPS of them in every shape. */
static cl_int steps_of(enum shape shape, size_t i, cl_uint cpus)
{
    const cl_int long_steps = STEPS * 12,
                 short_steps = (STEPS * GROUPS - LONG_GROUPS * long_steps) / (GROUPS - LONG_GROUPS);
    const cl_int giant = STEPS * (GROUPS / (cl_int)cpus);
    switch (shape) {
    case LONG_FIRST:
        return i < LONG_GROUPS ? long_steps : short_steps;
    case LONG_LAST:
        return i >= GROUPS - LONG_GROUPS ? long_steps : short_steps;
    case ONE_GIANT:
        return i == 0 ? giant : (STEPS * GROUPS - giant) / (GROUPS - 1);
    default:
        return STEPS;
    }
}

static double measure(const struct example *e, cl_kernel kernel, cl_mem rounds, enum shape shape,
                      cl_uint cpus)
{
    static cl_int steps[GROUPS];
    for (size_t i = 0; i < GROUPS; i++)
        steps[i] = steps_of(shape, i, cpus);
    check(clEnqueueWriteBuffer(e->queue, rounds, CL_TRUE, 0, sizeof(steps), steps, 0, NULL, NULL),
          "clEnqueueWriteBuffer");
    double best = 1e9;
    for (int round = 0; round < ROUNDS; round++) {
        const size_t global = GROUPS, local = 1;
        double start = seconds_now();
        check(clEnqueueNDRangeKernel(e->queue, kernel, 1, NULL, &global, &local, 0, NULL, NULL),
              "clEnqueueNDRangeKernel");
        check(clFinish(e->queue), "clFinish");
        double time = seconds_now() - start;
        best = time < best ? time : best;
    }
    return best;
}

int main(void)
{
    struct example e = example_open("../bench/steal.cl", "");
    cl_uint cpus;
    check(clGetDeviceInfo(e.device, CL_DEVICE_MAX_COMPUTE_UNITS, sizeof(cpus), &cpus, NULL),
          "clGetDeviceInfo");
    cl_kernel kernel = example_kernel(&e, "uneven");
    cl_mem rounds = example_buffer(&e, CL_MEM_READ_ONLY, GROUPS * sizeof(cl_int), NULL);
    cl_mem out = example_buffer(&e, CL_MEM_WRITE_ONLY, GROUPS * sizeof(cl_float), NULL);
    check(clSetKernelArg(kernel, 0, sizeof(rounds), &rounds), "clSetKernelArg");
    check(clSetKernelArg(kernel, 1, sizeof(out), &out), "clSetKernelArg");
    double times[SHAPES];
    for (int shape = 0; shape < SHAPES; shape++)
        times[shape] = measure(&e, kernel, rounds, (enum shape)shape, cpus);
    for (int shape = 0; shape < SHAPES; shape++)
        printf("%s\"%s\": %.3f", shape ? ", " : "{", names[shape], 1e6 * times[shape]);
    puts("}");
    clReleaseMemObject(out);
    clReleaseMemObject(rounds);
    clReleaseKernel(kernel);
    example_close(&e);
    return EXIT_SUCCESS;
}
