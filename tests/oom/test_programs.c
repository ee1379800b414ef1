/* SPDX-License-Identifier: MIT */
/* Programs and kernels; skipped where the compiler is not built. */
#include "tests/oom/sweep.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static const char *const source = "int answer(void);\nkernel void k(global int *p) { *p = answer(); }\n";
static const char *const library = "int answer(void) { return 42; }\n";

static cl_int call_clCreateProgramWithSource(struct world *world)
{
    cl_int err;
    const char *text = source;
    cl_program program = clCreateProgramWithSource(world->context, 1, &text, NULL, &err);
    if (err == CL_SUCCESS)
        clReleaseProgram(program);
    return err;
}

static cl_int build(struct world *world, const char *options)
{
    const char *text = "kernel void k(global int *p) { *p = X; }\n";
    cl_int err;
    cl_program program = clCreateProgramWithSource(world->context, 1, &text, NULL, &err);
    if (err != CL_SUCCESS)
        return err;
    err = clBuildProgram(program, 0, NULL, options, NULL, NULL);
    clReleaseProgram(program);
    return err;
}

static cl_int call_clBuildProgram(struct world *world)
{
    return build(world, "-D X=1");
}

/* Never in a cache: each time another value, which nobody built before this process. */
static cl_int call_clBuildProgram_anew(struct world *world)
{
    static unsigned count;
    char options[64];
    snprintf(options, sizeof(options), "-D X=%u -D PROCESS=%d", count++, (int)getpid());
    return build(world, options);
}

static cl_int compiled(struct world *world, const char *text, cl_program *program)
{
    cl_int err;
    *program = clCreateProgramWithSource(world->context, 1, &text, NULL, &err);
    if (err != CL_SUCCESS)
        return err;
    err = clCompileProgram(*program, 0, NULL, NULL, 0, NULL, NULL, NULL, NULL);
    if (err != CL_SUCCESS)
        clReleaseProgram(*program);
    return err;
}

static cl_int call_clLinkProgram(struct world *world)
{
    cl_program parts[2], linked;
    cl_int err = compiled(world, source, &parts[0]);
    if (err != CL_SUCCESS)
        return err;
    err = compiled(world, library, &parts[1]);
    if (err == CL_SUCCESS) {
        linked = clLinkProgram(world->context, 0, NULL, NULL, 2, parts, NULL, NULL, &err);
        if (linked)
            clReleaseProgram(linked);
        clReleaseProgram(parts[1]);
    }
    clReleaseProgram(parts[0]);
    return err;
}

static cl_int load(struct world *world, const unsigned char *bytes, size_t size)
{
    cl_int err;
    cl_program program =
        clCreateProgramWithBinary(world->context, 1, &world->device, &size, &bytes, NULL, &err);
    if (err != CL_SUCCESS)
        return err;
    err = clBuildProgram(program, 0, NULL, NULL, NULL, NULL);
    clReleaseProgram(program);
    return err;
}

static cl_int call_clCreateProgramWithBinary(struct world *world)
{
    size_t size;
    cl_int err = clGetProgramInfo(world->program, CL_PROGRAM_BINARY_SIZES, sizeof(size), &size, NULL);
    if (err != CL_SUCCESS)
        return err;
    unsigned char *bytes = malloc(size);
    assert_non_null(bytes);
    err = clGetProgramInfo(world->program, CL_PROGRAM_BINARIES, sizeof(bytes), &bytes, NULL);
    if (err == CL_SUCCESS)
        err = load(world, bytes, size);
    free(bytes);
    return err;
}

static cl_int call_clGetProgramInfo(struct world *world)
{
    char text[1024];
    cl_int err = clGetProgramInfo(world->program, CL_PROGRAM_KERNEL_NAMES, sizeof(text), text, NULL);
    return err ? err : clGetProgramInfo(world->program, CL_PROGRAM_SOURCE, sizeof(text), text, NULL);
}

/* ---- Kernels ---- */

static cl_int call_clCreateKernel(struct world *world)
{
    cl_int err;
    cl_kernel kernel = clCreateKernel(world->program, "halve", &err);
    if (err == CL_SUCCESS)
        clReleaseKernel(kernel);
    return err;
}

static cl_int call_clCreateKernelsInProgram(struct world *world)
{
    cl_kernel kernel;
    cl_int err = clCreateKernelsInProgram(world->program, 1, &kernel, NULL);
    if (err == CL_SUCCESS)
        clReleaseKernel(kernel);
    return err;
}

static cl_int set_args(struct world *world, cl_kernel kernel)
{
    const cl_int4 unused = {{1, 2, 3, 4}};
    cl_int err = clSetKernelArg(kernel, 0, sizeof(world->buffer), &world->buffer);
    if (err == CL_SUCCESS)
        err = clSetKernelArg(kernel, 1, 64 * sizeof(cl_int), NULL);
    return err ? err : clSetKernelArg(kernel, 2, sizeof(unused), &unused);
}

static cl_int call_clSetKernelArg(struct world *world)
{
    return set_args(world, world->kernel);
}

static cl_int call_clCloneKernel(struct world *world)
{
    cl_int err = set_args(world, world->kernel);
    if (err != CL_SUCCESS)
        return err;
    cl_kernel clone = clCloneKernel(world->kernel, &err);
    if (err == CL_SUCCESS)
        clReleaseKernel(clone);
    return err;
}

static cl_int call_clGetKernelArgInfo(struct world *world)
{
    char text[256];
    return clGetKernelArgInfo(world->kernel, 0, CL_KERNEL_ARG_TYPE_NAME, sizeof(text), text, NULL);
}

static cl_int call_clGetKernelWorkGroupInfo(struct world *world)
{
    size_t size;
    return clGetKernelWorkGroupInfo(world->kernel, world->device, CL_KERNEL_WORK_GROUP_SIZE, sizeof(size),
                                    &size, NULL);
}

static cl_int call_clEnqueueNDRangeKernel(struct world *world)
{
    const size_t global = SWEEP_BYTES / sizeof(cl_int), local = 64;
    cl_event event;
    cl_int err = set_args(world, world->kernel);
    if (err == CL_SUCCESS)
        err = clEnqueueNDRangeKernel(world->queue, world->kernel, 1, NULL, &global, &local, 0, NULL, &event);
    if (err != CL_SUCCESS)
        return err;
    err = clWaitForEvents(1, &event);
    /* Memory that a worker wants for itself is missed when the kernel runs. */
    if (err == CL_EXEC_STATUS_ERROR_FOR_EVENTS_IN_WAIT_LIST)
        clGetEventInfo(event, CL_EVENT_COMMAND_EXECUTION_STATUS, sizeof(err), &err, NULL);
    clReleaseEvent(event);
    return err;
}

SWEEP(clCreateProgramWithSource)
SWEEP_WITH_PROGRAM(clBuildProgram)
SWEEP_FILLING_CACHES(clBuildProgram_anew)
SWEEP_WITH_PROGRAM(clLinkProgram)
SWEEP_WITH_PROGRAM(clCreateProgramWithBinary)
SWEEP_WITH_PROGRAM(clGetProgramInfo)
SWEEP_WITH_PROGRAM(clCreateKernel)
SWEEP_WITH_PROGRAM(clCreateKernelsInProgram)
SWEEP_WITH_PROGRAM(clSetKernelArg)
SWEEP_WITH_PROGRAM(clCloneKernel)
SWEEP_WITH_PROGRAM(clGetKernelArgInfo)
SWEEP_WITH_PROGRAM(clGetKernelWorkGroupInfo)
SWEEP_WITH_PROGRAM(clEnqueueNDRangeKernel)

VG_TESTS(test_programs, cmocka_unit_test(sweep_clCreateProgramWithSource),
         cmocka_unit_test(sweep_clBuildProgram), cmocka_unit_test(sweep_clBuildProgram_anew),
         cmocka_unit_test(sweep_clLinkProgram), cmocka_unit_test(sweep_clCreateProgramWithBinary),
         cmocka_unit_test(sweep_clGetProgramInfo), cmocka_unit_test(sweep_clCreateKernel),
         cmocka_unit_test(sweep_clCreateKernelsInProgram), cmocka_unit_test(sweep_clSetKernelArg),
         cmocka_unit_test(sweep_clCloneKernel), cmocka_unit_test(sweep_clGetKernelArgInfo),
         cmocka_unit_test(sweep_clGetKernelWorkGroupInfo), cmocka_unit_test(sweep_clEnqueueNDRangeKernel));
