/* SPDX-License-Identifier: MIT */
/* Objects without programs: platform, device, context, queue, buffer, sampler, event. */
#include "tests/oom/sweep.h"

#include <sys/mman.h>
#include <unistd.h>

/* No symbols of the loader, but of the entry points that are linked in. */
clCreateDLPackTensorVGPU_t clCreateDLPackTensorVGPU;
clCreateBufferFromDLPackTensorVGPU_t clCreateBufferFromDLPackTensorVGPU;

/* As DLPack has it, up to what stays the same in all versions. */
struct DLManagedTensorVersioned {
    uint32_t major, minor;
    void *manager_ctx;
    void (*deleter)(struct DLManagedTensorVersioned *self);
};

static cl_int call_clGetPlatformInfo(struct world *world)
{
    (void)world;
    char text[1024];
    return clGetPlatformInfo(NULL, CL_PLATFORM_EXTENSIONS, sizeof(text), text, NULL);
}

static cl_int call_clGetDeviceInfo(struct world *world)
{
    char text[1024];
    cl_ulong bytes;
    cl_int err = clGetDeviceInfo(world->device, CL_DEVICE_NAME, sizeof(text), text, NULL);
    return err ? err
               : clGetDeviceInfo(world->device, CL_DEVICE_MAX_MEM_ALLOC_SIZE, sizeof(bytes), &bytes, NULL);
}

static cl_int divide(struct world *world, const cl_device_partition_property *list)
{
    cl_device_id devices[256];
    cl_uint count = 0;
    cl_int err = clCreateSubDevices(world->device, list, 256, devices, &count);
    for (cl_uint i = 0; err == CL_SUCCESS && i < count; i++)
        clReleaseDevice(devices[i]);
    return err == CL_DEVICE_PARTITION_FAILED ? CL_SUCCESS : err; /* on one CPU */
}

static cl_int call_clCreateSubDevices(struct world *world)
{
    const cl_device_partition_property equally[] = {CL_DEVICE_PARTITION_EQUALLY, 1, 0};
    const cl_device_partition_property next[] = {CL_DEVICE_PARTITION_BY_AFFINITY_DOMAIN,
                                                 CL_DEVICE_AFFINITY_DOMAIN_NEXT_PARTITIONABLE, 0};
    cl_int err = divide(world, equally);
    return err == CL_SUCCESS ? divide(world, next) : err;
}

static void CL_CALLBACK on_destroy(cl_context context, void *user)
{
    (void)context;
    (void)user;
}

static cl_int call_clCreateContext(struct world *world)
{
    const cl_context_properties list[] = {CL_CONTEXT_INTEROP_USER_SYNC, CL_TRUE, 0};
    cl_int err;
    cl_context context = clCreateContext(list, 1, &world->device, NULL, NULL, &err);
    if (err == CL_SUCCESS)
        clReleaseContext(context);
    return err;
}

static cl_int call_clCreateContextFromType(struct world *world)
{
    (void)world;
    cl_int err;
    cl_context context = clCreateContextFromType(NULL, CL_DEVICE_TYPE_ALL, NULL, NULL, &err);
    if (err == CL_SUCCESS)
        clReleaseContext(context);
    return err;
}

static cl_int call_clSetContextDestructorCallback(struct world *world)
{
    cl_int err;
    cl_context context = clCreateContext(NULL, 1, &world->device, NULL, NULL, &err);
    if (err != CL_SUCCESS)
        return err;
    err = clSetContextDestructorCallback(context, on_destroy, NULL);
    clReleaseContext(context);
    return err;
}

static cl_int call_clCreateCommandQueue(struct world *world)
{
    cl_int err;
    cl_command_queue queue =
        clCreateCommandQueue(world->context, world->device, CL_QUEUE_OUT_OF_ORDER_EXEC_MODE_ENABLE, &err);
    if (err == CL_SUCCESS)
        clReleaseCommandQueue(queue);
    return err;
}

static cl_int call_clCreateCommandQueueWithProperties(struct world *world)
{
    const cl_queue_properties list[] = {CL_QUEUE_PROPERTIES, CL_QUEUE_OUT_OF_ORDER_EXEC_MODE_ENABLE, 0};
    cl_int err;
    cl_command_queue queue = clCreateCommandQueueWithProperties(world->context, world->device, list, &err);
    if (err == CL_SUCCESS)
        clReleaseCommandQueue(queue);
    return err;
}

/* ---- Memory ---- */

static cl_int try_buffer(struct world *world, cl_mem_flags flags, size_t size)
{
    cl_int err;
    void *host = flags & (CL_MEM_USE_HOST_PTR | CL_MEM_COPY_HOST_PTR) ? world->host : NULL;
    cl_mem mem = clCreateBuffer(world->context, flags, size, host, &err);
    if (err == CL_SUCCESS)
        clReleaseMemObject(mem);
    return err;
}

static cl_int call_clCreateBuffer(struct world *world)
{
    return try_buffer(world, CL_MEM_COPY_HOST_PTR, 64);
}

static cl_int call_clCreateBuffer_large(struct world *world)
{
    return try_buffer(world, CL_MEM_ALLOC_HOST_PTR, (size_t)4 << 20);
}

static cl_int call_clCreateBuffer_host(struct world *world)
{
    return try_buffer(world, CL_MEM_USE_HOST_PTR, SWEEP_BYTES);
}

static cl_int call_clCreateBufferWithProperties(struct world *world)
{
    const cl_mem_properties empty[] = {0};
    cl_int err;
    cl_mem mem = clCreateBufferWithProperties(world->context, empty, CL_MEM_READ_ONLY, 64, NULL, &err);
    if (err == CL_SUCCESS)
        clReleaseMemObject(mem);
    return err;
}

static cl_int try_properties(struct world *world, const cl_mem_properties *list)
{
    cl_int err;
    cl_mem mem = clCreateBufferWithProperties(world->context, list, 0, SWEEP_BYTES, NULL, &err);
    if (err == CL_SUCCESS)
        clReleaseMemObject(mem);
    return err;
}

static cl_int call_clCreateBufferWithProperties_import(struct world *world)
{
    int fd = memfd_create("sweep", MFD_CLOEXEC);
    const cl_mem_properties list[] = {CL_MEM_DEVICE_HANDLE_LIST_KHR,
                                      (cl_mem_properties)(uintptr_t)world->device,
                                      CL_MEM_DEVICE_HANDLE_LIST_END_KHR,
                                      CL_EXTERNAL_MEMORY_HANDLE_OPAQUE_FD_KHR,
                                      (cl_mem_properties)fd,
                                      0};
    assert_int_equal(ftruncate(fd, SWEEP_BYTES), 0);
    cl_int err = try_properties(world, list);
    close(fd);
    return err;
}

static cl_int call_clCreateBufferWithProperties_export(struct world *world)
{
    const cl_mem_properties list[] = {CL_MEM_EXPORT_VGPU, CL_TRUE, 0};
    return try_properties(world, list);
}

/* Lends a buffer and takes what was lent. */
static cl_int call_clCreateBufferFromDLPackTensorVGPU(struct world *world)
{
    const cl_long shape[] = {4, 4};
    const cl_tensor_layout_vgpu layout = {2, 32, 1, 2, shape, NULL};
    struct DLManagedTensorVersioned *tensor;
    cl_int err = clCreateDLPackTensorVGPU(world->buffer, &layout, &tensor);
    if (err != CL_SUCCESS)
        return err;
    cl_mem mem = clCreateBufferFromDLPackTensorVGPU(world->context, 0, tensor, &err);
    if (err == CL_SUCCESS)
        clReleaseMemObject(mem);
    else
        tensor->deleter(tensor);
    return err;
}

static cl_int call_clCreateSubBuffer(struct world *world)
{
    const cl_buffer_region region = {128, 64};
    cl_int err;
    cl_mem mem = clCreateSubBuffer(world->buffer, 0, CL_BUFFER_CREATE_TYPE_REGION, &region, &err);
    if (err == CL_SUCCESS)
        clReleaseMemObject(mem);
    return err;
}

static void CL_CALLBACK on_mem_destroy(cl_mem mem, void *user)
{
    (void)mem;
    (void)user;
}

static cl_int call_clSetMemObjectDestructorCallback(struct world *world)
{
    cl_int err;
    cl_mem mem = clCreateBuffer(world->context, 0, 64, NULL, &err);
    if (err != CL_SUCCESS)
        return err;
    err = clSetMemObjectDestructorCallback(mem, on_mem_destroy, NULL);
    clReleaseMemObject(mem);
    return err;
}

static cl_int call_clCreateSampler(struct world *world)
{
    cl_int err;
    cl_sampler sampler = clCreateSampler(world->context, CL_TRUE, CL_ADDRESS_CLAMP, CL_FILTER_NEAREST, &err);
    if (err == CL_SUCCESS)
        clReleaseSampler(sampler);
    return err == CL_INVALID_OPERATION ? CL_SUCCESS : err; /* a device without images may refuse samplers */
}

/* ---- Events ---- */

static cl_int call_clCreateUserEvent(struct world *world)
{
    cl_int err;
    cl_event event = clCreateUserEvent(world->context, &err);
    if (err != CL_SUCCESS)
        return err;
    err = clSetUserEventStatus(event, CL_COMPLETE);
    clReleaseEvent(event);
    return err;
}

static void CL_CALLBACK on_event(cl_event event, cl_int status, void *user)
{
    (void)event;
    (void)status;
    (void)user;
}

static cl_int call_clSetEventCallback(struct world *world)
{
    cl_int err;
    cl_event event = clCreateUserEvent(world->context, &err);
    if (err != CL_SUCCESS)
        return err;
    err = clSetEventCallback(event, CL_COMPLETE, on_event, NULL);
    clSetUserEventStatus(event, CL_COMPLETE);
    clReleaseEvent(event);
    return err;
}

SWEEP(clGetPlatformInfo)
SWEEP(clGetDeviceInfo)
SWEEP(clCreateSubDevices)
SWEEP(clCreateContext)
SWEEP(clCreateContextFromType)
SWEEP(clSetContextDestructorCallback)
SWEEP(clCreateCommandQueue)
SWEEP(clCreateCommandQueueWithProperties)
SWEEP(clCreateBuffer)
SWEEP(clCreateBuffer_large)
SWEEP(clCreateBuffer_host)
SWEEP(clCreateBufferWithProperties)
SWEEP(clCreateBufferWithProperties_import)
SWEEP(clCreateBufferWithProperties_export)
SWEEP(clCreateBufferFromDLPackTensorVGPU)
SWEEP(clCreateSubBuffer)
SWEEP(clSetMemObjectDestructorCallback)
SWEEP(clCreateSampler)
SWEEP(clCreateUserEvent)
SWEEP(clSetEventCallback)

VG_TESTS(test_objects, cmocka_unit_test(sweep_clGetPlatformInfo), cmocka_unit_test(sweep_clGetDeviceInfo),
         cmocka_unit_test(sweep_clCreateSubDevices), cmocka_unit_test(sweep_clCreateContext),
         cmocka_unit_test(sweep_clCreateContextFromType),
         cmocka_unit_test(sweep_clSetContextDestructorCallback), cmocka_unit_test(sweep_clCreateCommandQueue),
         cmocka_unit_test(sweep_clCreateCommandQueueWithProperties), cmocka_unit_test(sweep_clCreateBuffer),
         cmocka_unit_test(sweep_clCreateBuffer_large), cmocka_unit_test(sweep_clCreateBuffer_host),
         cmocka_unit_test(sweep_clCreateBufferWithProperties),
         cmocka_unit_test(sweep_clCreateBufferWithProperties_import),
         cmocka_unit_test(sweep_clCreateBufferWithProperties_export),
         cmocka_unit_test(sweep_clCreateBufferFromDLPackTensorVGPU),
         cmocka_unit_test(sweep_clCreateSubBuffer), cmocka_unit_test(sweep_clSetMemObjectDestructorCallback),
         cmocka_unit_test(sweep_clCreateSampler), cmocka_unit_test(sweep_clCreateUserEvent),
         cmocka_unit_test(sweep_clSetEventCallback));
