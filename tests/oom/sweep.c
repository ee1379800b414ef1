/* SPDX-License-Identifier: MIT */
/* The sweep itself, and the world that calls work in. */
#include "tests/oom/sweep.h"

#include <malloc.h>
#include <stdbool.h>
#include <stdlib.h>
#include <time.h>

#include "base/alloc.h"

#define ATTEMPTS 5000 /* far more allocations than any call makes */
#define SWEEPS 10

static cl_mem make_image(const struct world *world)
{
    static const cl_image_format format = {CL_RGBA, CL_UNORM_INT8};
    static const cl_image_desc desc = {
        .image_type = CL_MEM_OBJECT_IMAGE2D, .image_width = 16, .image_height = 4};
    cl_int err;
    cl_mem image = clCreateImage(world->context, CL_MEM_READ_WRITE, &format, &desc, NULL, &err);
    assert_int_equal(err, CL_SUCCESS);
    return image;
}

/* Objects are made through the platform's own entry points, which the test program contains. */
static void world_init(struct world *world)
{
    cl_platform_id platform;
    cl_int err;
    assert_int_equal(clGetPlatformIDs(1, &platform, NULL), CL_SUCCESS);
    assert_int_equal(clGetDeviceIDs(platform, CL_DEVICE_TYPE_ALL, 1, &world->device, NULL), CL_SUCCESS);
    world->context = clCreateContext(NULL, 1, &world->device, NULL, NULL, &err);
    assert_int_equal(err, CL_SUCCESS);
    world->queue = clCreateCommandQueue(world->context, world->device, 0, &err);
    assert_int_equal(err, CL_SUCCESS);
    world->out_of_order =
        clCreateCommandQueue(world->context, world->device, CL_QUEUE_OUT_OF_ORDER_EXEC_MODE_ENABLE, &err);
    assert_int_equal(err, CL_SUCCESS);
    world->buffer = clCreateBuffer(world->context, CL_MEM_READ_WRITE, SWEEP_BYTES, NULL, &err);
    assert_int_equal(err, CL_SUCCESS);
    world->other = clCreateBuffer(world->context, CL_MEM_READ_WRITE, SWEEP_BYTES, NULL, &err);
    assert_int_equal(err, CL_SUCCESS);
    world->image = make_image(world);
    world->other_image = make_image(world);
}

static void add_program(struct world *world)
{
    const char *source = "int half_of(int x) { return x / 2; }\n"
                         "kernel void halve(global int *data, local int *scratch, int4 unused)\n"
                         "{ size_t i = get_global_id(0); scratch[get_local_id(0)] = half_of(data[i]);\n"
                         "  barrier(CLK_LOCAL_MEM_FENCE); data[i] = scratch[get_local_id(0)]; }\n";
    cl_int err;
    world->program = clCreateProgramWithSource(world->context, 1, &source, NULL, &err);
    assert_int_equal(err, CL_SUCCESS);
    if (clBuildProgram(world->program, 0, NULL, "-cl-kernel-arg-info", NULL, NULL) != CL_SUCCESS) {
        print_message("no compiler\n");
        skip();
    }
    world->kernel = clCreateKernel(world->program, "halve", &err);
    assert_int_equal(err, CL_SUCCESS);
}

static void world_finish(struct world *world)
{
    clFinish(world->queue);
    clFinish(world->out_of_order);
    if (world->program) {
        clReleaseKernel(world->kernel);
        clReleaseProgram(world->program);
    }
    clReleaseMemObject(world->buffer);
    clReleaseMemObject(world->other);
    clReleaseMemObject(world->image);
    clReleaseMemObject(world->other_image);
    clReleaseCommandQueue(world->queue);
    clReleaseCommandQueue(world->out_of_order);
    clReleaseContext(world->context);
}

static int is_about_memory(cl_int err)
{
    return err == CL_SUCCESS || err == CL_OUT_OF_HOST_MEMORY || err == CL_OUT_OF_RESOURCES ||
           err == CL_MEM_OBJECT_ALLOCATION_FAILURE;
}

/* Calls with n good allocations; whether one failed. */
static bool call_with(sweep_call *call, struct world *world, uint64_t n)
{
    uint64_t before = vg_alloc_count();
    vg_alloc_fail_after((int64_t)n);
    cl_int err = call(world);
    uint64_t made = vg_alloc_count() - before;
    vg_alloc_fail_after(-1);
    if (!is_about_memory(err))
        fail_msg("with %llu allocations the call returned %d", (unsigned long long)n, err);
    if (made <= n && err != CL_SUCCESS)
        fail_msg("the call returned %d although no allocation failed", err);
    return made > n;
}

static size_t bytes_in_use(void)
{
    return mallinfo2().uordblks;
}

static void finish(struct world *world)
{
    clFinish(world->queue);
    clFinish(world->out_of_order);
}

static void run(sweep_call *call, struct world *world)
{
    uint64_t n = 0;
    while (call_with(call, world, n)) {
        n++;
        assert_in_range(n, 0, ATTEMPTS);
    }
    finish(world);
}

/* Commands may give their memory back a moment after the application was told of their end. */
static bool settles_at(size_t bytes)
{
    const struct timespec millisecond = {0, 1000000};
    for (int i = 0; i < 500 && bytes_in_use() > bytes; i++)
        nanosleep(&millisecond, NULL);
    return bytes_in_use() <= bytes;
}

/* What the process or a worker allocates once does not come back in the next sweep; a leak does, each time.
 */
static void run_and_compare(sweep_call *call, struct world *world)
{
    assert_int_equal(call(world), CL_SUCCESS);
    finish(world);
    for (int i = 0; i < SWEEPS; i++) {
        size_t before = bytes_in_use();
        run(call, world);
        if (settles_at(before))
            return;
    }
    fail_msg("each of %d sweeps left bytes behind", SWEEPS);
}

void sweep(sweep_call *call)
{
    struct world world = {0};
    world_init(&world);
    run_and_compare(call, &world);
    world_finish(&world);
}

void sweep_with_program(sweep_call *call)
{
    struct world world = {0};
    world_init(&world);
    add_program(&world);
    run_and_compare(call, &world);
    world_finish(&world);
}

void sweep_filling_caches(sweep_call *call)
{
    struct world world = {0};
    world_init(&world);
    add_program(&world);
    run(call, &world);
    world_finish(&world);
}
