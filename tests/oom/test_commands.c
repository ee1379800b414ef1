/* SPDX-License-Identifier: MIT */
/* Commands but for kernels, and waiting for them. */
#include "tests/oom/sweep.h"

#include "base/alloc.h"

static const size_t origin[3] = {0, 0, 0}, region[3] = {16, 4, 2};

static cl_int call_clEnqueueReadBuffer(struct world *world)
{
    return clEnqueueReadBuffer(world->queue, world->buffer, CL_TRUE, 0, SWEEP_BYTES, world->host, 0, NULL,
                               NULL);
}

static cl_int call_clEnqueueWriteBuffer(struct world *world)
{
    return clEnqueueWriteBuffer(world->queue, world->buffer, CL_TRUE, 0, SWEEP_BYTES, world->host, 0, NULL,
                                NULL);
}

static cl_int call_clEnqueueReadBufferRect(struct world *world)
{
    return clEnqueueReadBufferRect(world->queue, world->buffer, CL_TRUE, origin, origin, region, 0, 0, 0, 0,
                                   world->host, 0, NULL, NULL);
}

static cl_int call_clEnqueueWriteBufferRect(struct world *world)
{
    return clEnqueueWriteBufferRect(world->queue, world->buffer, CL_TRUE, origin, origin, region, 0, 0, 0, 0,
                                    world->host, 0, NULL, NULL);
}

static cl_int call_clEnqueueCopyBuffer(struct world *world)
{
    return clEnqueueCopyBuffer(world->out_of_order, world->buffer, world->other, 0, 0, SWEEP_BYTES, 0, NULL,
                               NULL);
}

static cl_int call_clEnqueueCopyBufferRect(struct world *world)
{
    return clEnqueueCopyBufferRect(world->queue, world->buffer, world->other, origin, origin, region, 0, 0, 0,
                                   0, 0, NULL, NULL);
}

static cl_int call_clEnqueueFillBuffer(struct world *world)
{
    return clEnqueueFillBuffer(world->queue, world->buffer, "ab", 2, 0, SWEEP_BYTES, 0, NULL, NULL);
}

static cl_int call_clEnqueueMapBuffer(struct world *world)
{
    cl_int err;
    void *pointer = clEnqueueMapBuffer(world->queue, world->buffer, CL_TRUE, CL_MAP_WRITE, 0, SWEEP_BYTES, 0,
                                       NULL, NULL, &err);
    if (err != CL_SUCCESS)
        return err;
    err = clEnqueueUnmapMemObject(world->queue, world->buffer, pointer, 0, NULL, NULL);
    if (err == CL_OUT_OF_HOST_MEMORY) { /* The mapping is still there, as an application would find it. */
        vg_alloc_fail_after(-1);
        assert_int_equal(clEnqueueUnmapMemObject(world->queue, world->buffer, pointer, 0, NULL, NULL),
                         CL_SUCCESS);
    }
    return err;
}

static cl_int call_clEnqueueMigrateMemObjects(struct world *world)
{
    const cl_mem mems[] = {world->buffer, world->other};
    return clEnqueueMigrateMemObjects(world->queue, 2, mems, 0, 0, NULL, NULL);
}

static void CL_CALLBACK no_work(void *args)
{
    (void)args;
}

static cl_int call_clEnqueueNativeKernel(struct world *world)
{
    struct {
        cl_mem mem;
        int number;
    } args = {world->buffer, 3};
    const void *place = &args.mem;
    return clEnqueueNativeKernel(world->queue, no_work, &args, sizeof(args), 1, &world->buffer, &place, 0,
                                 NULL, NULL);
}

/* On both kinds of queue, behind an event of the other one. */
static cl_int sync_both(struct world *world,
                        cl_int(CL_API_CALL *enqueue)(cl_command_queue, cl_uint, const cl_event *, cl_event *))
{
    cl_event event;
    cl_int err = enqueue(world->out_of_order, 0, NULL, &event);
    if (err != CL_SUCCESS)
        return err;
    err = enqueue(world->queue, 1, &event, NULL);
    clReleaseEvent(event);
    return err;
}

static cl_int call_clEnqueueMarkerWithWaitList(struct world *world)
{
    return sync_both(world, clEnqueueMarkerWithWaitList);
}

static cl_int call_clEnqueueBarrierWithWaitList(struct world *world)
{
    return sync_both(world, clEnqueueBarrierWithWaitList);
}

static cl_int call_clFinish(struct world *world)
{
    cl_int err =
        clEnqueueFillBuffer(world->out_of_order, world->buffer, "ab", 2, 0, SWEEP_BYTES, 0, NULL, NULL);
    return err ? err : clFinish(world->out_of_order);
}

static cl_int call_clWaitForEvents(struct world *world)
{
    cl_event event;
    cl_int err = clEnqueueMarkerWithWaitList(world->queue, 0, NULL, &event);
    if (err != CL_SUCCESS)
        return err;
    err = clWaitForEvents(1, &event);
    clReleaseEvent(event);
    return err;
}

SWEEP(clEnqueueReadBuffer)
SWEEP(clEnqueueWriteBuffer)
SWEEP(clEnqueueReadBufferRect)
SWEEP(clEnqueueWriteBufferRect)
SWEEP(clEnqueueCopyBuffer)
SWEEP(clEnqueueCopyBufferRect)
SWEEP(clEnqueueFillBuffer)
SWEEP(clEnqueueMapBuffer)
SWEEP(clEnqueueMigrateMemObjects)
SWEEP(clEnqueueNativeKernel)
SWEEP(clEnqueueMarkerWithWaitList)
SWEEP(clEnqueueBarrierWithWaitList)
SWEEP(clFinish)
SWEEP(clWaitForEvents)

VG_TESTS(test_commands, cmocka_unit_test(sweep_clEnqueueReadBuffer),
         cmocka_unit_test(sweep_clEnqueueWriteBuffer), cmocka_unit_test(sweep_clEnqueueReadBufferRect),
         cmocka_unit_test(sweep_clEnqueueWriteBufferRect), cmocka_unit_test(sweep_clEnqueueCopyBuffer),
         cmocka_unit_test(sweep_clEnqueueCopyBufferRect), cmocka_unit_test(sweep_clEnqueueFillBuffer),
         cmocka_unit_test(sweep_clEnqueueMapBuffer), cmocka_unit_test(sweep_clEnqueueMigrateMemObjects),
         cmocka_unit_test(sweep_clEnqueueNativeKernel), cmocka_unit_test(sweep_clEnqueueMarkerWithWaitList),
         cmocka_unit_test(sweep_clEnqueueBarrierWithWaitList), cmocka_unit_test(sweep_clFinish),
         cmocka_unit_test(sweep_clWaitForEvents));
