/* SPDX-License-Identifier: MIT */
/* Images and their commands. */
#include "tests/oom/sweep.h"

#include "base/alloc.h"

static const size_t origin[3] = {0, 0, 0}, region[3] = {16, 4, 1};

static cl_int call_clCreateImageWithProperties(struct world *world)
{
    static const cl_image_format format = {CL_RGBA, CL_FLOAT};
    static const cl_image_desc desc = {
        .image_type = CL_MEM_OBJECT_IMAGE3D, .image_width = 4, .image_height = 4, .image_depth = 4};
    static const cl_mem_properties none[] = {0};
    cl_int err;
    cl_mem image = clCreateImageWithProperties(world->context, none, CL_MEM_COPY_HOST_PTR, &format, &desc,
                                               world->host, &err);
    if (err == CL_SUCCESS)
        clReleaseMemObject(image);
    return err;
}

static cl_int call_clCreateImage(struct world *world)
{
    static const cl_image_format format = {CL_R, CL_FLOAT};
    const cl_image_desc desc = {
        .image_type = CL_MEM_OBJECT_IMAGE1D_BUFFER, .image_width = 16, .mem_object = world->buffer};
    cl_int err;
    cl_mem image = clCreateImage(world->context, 0, &format, &desc, NULL, &err);
    if (err == CL_SUCCESS)
        clReleaseMemObject(image);
    return err;
}

static cl_int call_clEnqueueReadImage(struct world *world)
{
    return clEnqueueReadImage(world->queue, world->image, CL_TRUE, origin, region, 0, 0, world->host, 0, NULL,
                              NULL);
}

static cl_int call_clEnqueueWriteImage(struct world *world)
{
    return clEnqueueWriteImage(world->queue, world->image, CL_TRUE, origin, region, 0, 0, world->host, 0,
                               NULL, NULL);
}

static cl_int call_clEnqueueCopyImage(struct world *world)
{
    return clEnqueueCopyImage(world->out_of_order, world->image, world->other_image, origin, origin, region,
                              0, NULL, NULL);
}

static cl_int call_clEnqueueCopyImageToBuffer(struct world *world)
{
    return clEnqueueCopyImageToBuffer(world->queue, world->image, world->buffer, origin, region, 0, 0, NULL,
                                      NULL);
}

static cl_int call_clEnqueueCopyBufferToImage(struct world *world)
{
    return clEnqueueCopyBufferToImage(world->queue, world->buffer, world->image, 0, origin, region, 0, NULL,
                                      NULL);
}

static cl_int call_clEnqueueFillImage(struct world *world)
{
    static const cl_float colour[4] = {0, 0.5f, 1, 1};
    return clEnqueueFillImage(world->queue, world->image, colour, origin, region, 0, NULL, NULL);
}

static cl_int call_clEnqueueMapImage(struct world *world)
{
    cl_int err;
    size_t row;
    void *pointer = clEnqueueMapImage(world->queue, world->image, CL_TRUE, CL_MAP_WRITE, origin, region, &row,
                                      NULL, 0, NULL, NULL, &err);
    if (err != CL_SUCCESS)
        return err;
    err = clEnqueueUnmapMemObject(world->queue, world->image, pointer, 0, NULL, NULL);
    if (err == CL_OUT_OF_HOST_MEMORY) { /* The mapping is still there, as an application would find it. */
        vg_alloc_fail_after(-1);
        assert_int_equal(clEnqueueUnmapMemObject(world->queue, world->image, pointer, 0, NULL, NULL),
                         CL_SUCCESS);
    }
    return err;
}

SWEEP(clCreateImageWithProperties)
SWEEP(clCreateImage)
SWEEP(clEnqueueReadImage)
SWEEP(clEnqueueWriteImage)
SWEEP(clEnqueueCopyImage)
SWEEP(clEnqueueCopyImageToBuffer)
SWEEP(clEnqueueCopyBufferToImage)
SWEEP(clEnqueueFillImage)
SWEEP(clEnqueueMapImage)

VG_TESTS(test_images, cmocka_unit_test(sweep_clCreateImageWithProperties),
         cmocka_unit_test(sweep_clCreateImage), cmocka_unit_test(sweep_clEnqueueReadImage),
         cmocka_unit_test(sweep_clEnqueueWriteImage), cmocka_unit_test(sweep_clEnqueueCopyImage),
         cmocka_unit_test(sweep_clEnqueueCopyImageToBuffer),
         cmocka_unit_test(sweep_clEnqueueCopyBufferToImage), cmocka_unit_test(sweep_clEnqueueFillImage),
         cmocka_unit_test(sweep_clEnqueueMapImage));
