/* SPDX-License-Identifier: MIT */
#include "tests/api/negative.h"

#include <stdlib.h>
#include <string.h>

cl_int gives(struct fixture *f, const void *object)
{
    if (f->code != CL_SUCCESS && object)
        print_error("an error code came with an object\n");
    return f->code != CL_SUCCESS && object ? CL_SUCCESS : f->code;
}

void CL_CALLBACK ignore_context(cl_context context, void *data)
{
    (void)context, (void)data;
}

void CL_CALLBACK ignore_mem(cl_mem mem, void *data)
{
    (void)mem, (void)data;
}

void CL_CALLBACK ignore_event(cl_event event, cl_int status, void *data)
{
    (void)event, (void)status, (void)data;
}

void CL_CALLBACK ignore_program(cl_program program, void *data)
{
    (void)program, (void)data;
}

void CL_CALLBACK ignore_native(void *args)
{
    (void)args;
}

static cl_mem buffer(struct fixture *f, cl_mem_flags flags)
{
    cl_mem mem = clCreateBuffer(f->context, flags, BUFFER_SIZE, NULL, &f->code);
    assert_success(f->code);
    return mem;
}

static void open_buffers(struct fixture *f)
{
    f->buffer = buffer(f, 0);
    f->second_buffer = buffer(f, 0);
    f->read_only = buffer(f, CL_MEM_READ_ONLY);
    f->write_only = buffer(f, CL_MEM_WRITE_ONLY);
    f->host_read_only = buffer(f, CL_MEM_HOST_READ_ONLY);
    f->host_write_only = buffer(f, CL_MEM_HOST_WRITE_ONLY);
    f->host_no_access = buffer(f, CL_MEM_HOST_NO_ACCESS);
    f->sub_buffer = clCreateSubBuffer(f->buffer, 0, CL_BUFFER_CREATE_TYPE_REGION,
                                      REGION(SUB_BUFFER_AT, SUB_BUFFER_SIZE), &f->code);
    assert_success(f->code);
    f->other_buffer = clCreateBuffer(f->other_context, 0, BUFFER_SIZE, NULL, &f->code);
    assert_success(f->code);
}

static cl_event user_event(struct fixture *f, cl_context context)
{
    cl_event event = clCreateUserEvent(context, &f->code);
    assert_success(f->code);
    return event;
}

static void open_events(struct fixture *f)
{
    assert_success(clEnqueueMarkerWithWaitList(f->queue, 0, NULL, &f->marker));
    assert_success(clEnqueueMarkerWithWaitList(f->plain_queue, 0, NULL, &f->plain_marker));
    assert_success(clEnqueueMarkerWithWaitList(f->other_queue, 0, NULL, &f->other_event));
    f->user_event = user_event(f, f->context);
    f->open_event = user_event(f, f->context);
    f->failed_event = user_event(f, f->context);
    assert_success(clSetUserEventStatus(f->user_event, CL_COMPLETE));
    assert_success(clSetUserEventStatus(f->failed_event, -5));
    assert_success(clFinish(f->queue));
    assert_success(clFinish(f->plain_queue));
    assert_success(clFinish(f->other_queue));
}

void fixture_open(struct fixture *f)
{
    static cl_context_properties on_platform[] = {CL_CONTEXT_PLATFORM, 0, 0};
    f->api = api_open();
    f->platform = f->api.platform;
    f->device = f->api.device;
    f->context = f->api.context;
    f->queue = f->api.queue;
    on_platform[1] = (cl_context_properties)f->platform;
    f->on_platform = on_platform;
    static const cl_device_partition_property equally[] = {CL_DEVICE_PARTITION_EQUALLY, 1, 0};
    f->equally = equally;
    f->format = (cl_image_format){CL_RGBA, CL_UNORM_INT8};
    f->image = (cl_image_desc){.image_type = CL_MEM_OBJECT_IMAGE2D, .image_width = 16, .image_height = 16};
    f->other_context = clCreateContext(NULL, 1, &f->device, NULL, NULL, &f->code);
    assert_success(f->code);
    f->other_queue = clCreateCommandQueueWithProperties(f->other_context, f->device, NULL, &f->code);
    assert_success(f->code);
    f->plain_queue = clCreateCommandQueueWithProperties(f->context, f->device, NULL, &f->code);
    assert_success(f->code);
    cl_ulong max_alloc;
    assert_success(
        clGetDeviceInfo(f->device, CL_DEVICE_MAX_MEM_ALLOC_SIZE, sizeof(max_alloc), &max_alloc, NULL));
    f->max_alloc = max_alloc;
    assert_success(
        clGetDeviceInfo(f->device, CL_DEVICE_MAX_COMPUTE_UNITS, sizeof(f->units), &f->units, NULL));
    open_buffers(f);
    open_events(f);
}

static cl_mem picture(struct fixture *f, cl_context context, cl_mem_flags flags)
{
    cl_mem mem = clCreateImage(context, flags, &f->format, &f->image, NULL, &f->code);
    assert_success(f->code);
    return mem;
}

void fixture_open_images(struct fixture *f)
{
    const cl_image_desc line = {
        .image_type = CL_MEM_OBJECT_IMAGE1D_BUFFER, .image_width = 16, .mem_object = f->buffer};
    f->picture = picture(f, f->context, 0);
    f->second_picture = picture(f, f->context, 0);
    f->other_picture = picture(f, f->other_context, 0);
    f->host_read_only_picture = picture(f, f->context, CL_MEM_HOST_READ_ONLY);
    f->host_write_only_picture = picture(f, f->context, CL_MEM_HOST_WRITE_ONLY);
    f->float_picture = clCreateImage(f->context, 0, FORMAT(CL_RGBA, CL_FLOAT), &f->image, NULL, &f->code);
    assert_success(f->code);
    f->volume = clCreateImage3D(f->context, 0, &f->format, 8, 8, 8, 0, 0, NULL, &f->code);
    assert_success(f->code);
    f->line = clCreateImage(f->context, 0, &f->format, &line, NULL, &f->code);
    assert_success(f->code);
    f->sampler = clCreateSampler(f->context, CL_TRUE, CL_ADDRESS_REPEAT, CL_FILTER_LINEAR, &f->code);
    assert_success(f->code);
}

static void close_images(struct fixture *f)
{
    cl_mem mems[] = {f->picture,
                     f->second_picture,
                     f->other_picture,
                     f->host_read_only_picture,
                     f->host_write_only_picture,
                     f->float_picture,
                     f->volume,
                     f->line};
    for (size_t i = 0; i < sizeof(mems) / sizeof(*mems); i++)
        assert_success(clReleaseMemObject(mems[i]));
    assert_success(clReleaseSampler(f->sampler));
}

static cl_program from_source(struct fixture *f, cl_context context, const char *source)
{
    cl_program program = clCreateProgramWithSource(context, 1, &source, NULL, &f->code);
    assert_success(f->code);
    return program;
}

static void open_binary(struct fixture *f)
{
    assert_success(
        clGetProgramInfo(f->program, CL_PROGRAM_BINARY_SIZES, sizeof(size_t), &f->binary_size, NULL));
    f->binary = malloc(f->binary_size);
    assert_non_null(f->binary);
    assert_success(clGetProgramInfo(f->program, CL_PROGRAM_BINARIES, sizeof(f->binary), &f->binary, NULL));
    const unsigned char *binary = f->binary;
    f->from_binary =
        clCreateProgramWithBinary(f->context, 1, &f->device, &f->binary_size, &binary, NULL, &f->code);
    assert_success(f->code);
}

static cl_kernel kernel(struct fixture *f, const char *name)
{
    cl_kernel made = clCreateKernel(f->program, name, &f->code);
    assert_success(f->code);
    return made;
}

static void open_kernels(struct fixture *f)
{
    const float factor = 2;
    f->kernel = kernel(f, "scale");
    f->bare_kernel = kernel(f, "scale");
    f->greedy_kernel = kernel(f, "scale");
    f->required_kernel = kernel(f, "tile");
    f->uneven_kernel = kernel(f, "scale");
    cl_kernel with_args[] = {f->kernel, f->greedy_kernel, f->uneven_kernel};
    for (size_t i = 0; i < 3; i++) {
        assert_success(clSetKernelArg(with_args[i], 0, sizeof(cl_mem), &f->buffer));
        assert_success(clSetKernelArg(with_args[i], 1, sizeof(factor), &factor));
        assert_success(clSetKernelArg(with_args[i], 2, 64, NULL));
    }
    assert_success(clSetKernelArg(f->greedy_kernel, 2, (size_t)1 << 30, NULL));
    assert_success(clSetKernelArg(f->required_kernel, 0, sizeof(cl_mem), &f->buffer));
}

void fixture_open_programs(struct fixture *f)
{
    f->source = "float helper(float x) { return x * 2; }\n"
                "kernel void scale(global float *a, float factor, local float *scratch) {\n"
                "    scratch[0] = factor;\n"
                "    barrier(CLK_LOCAL_MEM_FENCE);\n"
                "    a[get_global_id(0) % 1024] = helper(scratch[0]);\n"
                "}\n"
                "__attribute__((reqd_work_group_size(8, 8, 1))) kernel void tile(global float *a) {\n"
                "    a[get_local_id(0)] = get_local_id(1);\n"
                "}\n";
    f->program = api_build(&f->api, f->source, "-cl-kernel-arg-info");
    f->unbuilt = from_source(f, f->context, f->source);
    f->broken = from_source(f, f->context, "kernel void broken(global int *a) { a[0] = undeclared; }");
    f->object = from_source(f, f->context, f->source);
    assert_success(clCompileProgram(f->object, 0, NULL, NULL, 0, NULL, NULL, NULL, NULL));
    f->other_program = from_source(f, f->other_context, f->source);
    f->suggest = (clGetKernelSuggestedLocalWorkSizeKHR_fn)api_extension(
        &f->api, "clGetKernelSuggestedLocalWorkSizeKHR");
    open_binary(f);
    open_kernels(f);
}

static void close_programs(struct fixture *f)
{
    cl_kernel kernels[] = {f->kernel, f->bare_kernel, f->required_kernel, f->greedy_kernel, f->uneven_kernel};
    cl_program programs[] = {f->program, f->unbuilt, f->broken, f->object, f->from_binary, f->other_program};
    for (size_t i = 0; i < sizeof(kernels) / sizeof(*kernels); i++)
        assert_success(clReleaseKernel(kernels[i]));
    for (size_t i = 0; i < sizeof(programs) / sizeof(*programs); i++)
        assert_success(clReleaseProgram(programs[i]));
    free(f->binary);
}

void fixture_close(struct fixture *f)
{
    cl_mem mems[] = {f->buffer,         f->second_buffer,   f->sub_buffer,     f->other_buffer, f->read_only,
                     f->host_read_only, f->host_write_only, f->host_no_access, f->write_only};
    cl_event events[] = {f->marker,     f->plain_marker, f->user_event,
                         f->open_event, f->failed_event, f->other_event};
    if (f->program)
        close_programs(f);
    if (f->picture)
        close_images(f);
    assert_success(clSetUserEventStatus(f->open_event, CL_COMPLETE));
    for (size_t i = 0; i < sizeof(mems) / sizeof(*mems); i++)
        assert_success(clReleaseMemObject(mems[i]));
    for (size_t i = 0; i < sizeof(events) / sizeof(*events); i++)
        assert_success(clReleaseEvent(events[i]));
    assert_success(clReleaseCommandQueue(f->other_queue));
    assert_success(clReleaseCommandQueue(f->plain_queue));
    assert_success(clReleaseContext(f->other_context));
    api_close(&f->api);
}

void run_negatives(struct fixture *f, const struct negative *rows, size_t count,
                   cl_int (*call)(struct fixture *f, int line))
{
    size_t wrong = 0;
    for (size_t i = 0; i < count; i++) {
        cl_int code = call(f, rows[i].line);
        if (code == rows[i].expected)
            continue;
        print_error("%s, %s: gave %s", rows[i].entry, rows[i].what, api_error_name(code));
        print_error(" instead of %s\n", api_error_name(rows[i].expected));
        wrong++;
    }
    if (wrong)
        fail_msg("%zu of %zu rows gave another code", wrong, count);
}
