/* SPDX-License-Identifier: MIT */
#include "tests/api/api.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"

const char *api_error_name(cl_int code)
{
    static char number[32];
    const char *name = vg_error_name(code);
    if (strncmp(name, "CL_", 3) == 0)
        return name;
    snprintf(number, sizeof(number), "%d", code);
    return number;
}

void api_assert_code(cl_int expected, cl_int code, const char *what, const char *file, int line)
{
    if (expected == code)
        return;
    print_error("%s\n    gave %s", what, api_error_name(code));
    print_error(" instead of %s\n", api_error_name(expected));
    _fail(file, line);
}

struct api api_open_with(api_listener *listener, void *user)
{
    struct api api = {0};
    cl_uint count = 0;
    cl_int code;
    assert_success(clGetPlatformIDs(1, &api.platform, &count));
    assert_int_equal(count, 1);
    assert_success(clGetDeviceIDs(api.platform, CL_DEVICE_TYPE_ALL, 1, &api.device, NULL));
    api.context = clCreateContext(NULL, 1, &api.device, listener, user, &code);
    assert_success(code);
    const cl_queue_properties profiling[] = {CL_QUEUE_PROPERTIES, CL_QUEUE_PROFILING_ENABLE, 0};
    api.queue = clCreateCommandQueueWithProperties(api.context, api.device, profiling, &code);
    assert_success(code);
    return api;
}

struct api api_open(void)
{
    return api_open_with(NULL, NULL);
}

void api_close(struct api *api)
{
    assert_success(clReleaseCommandQueue(api->queue));
    assert_success(clReleaseContext(api->context));
}

static void print_log(const struct api *api, cl_program program)
{
    size_t size = 0;
    assert_success(clGetProgramBuildInfo(program, api->device, CL_PROGRAM_BUILD_LOG, 0, NULL, &size));
    char *log = malloc(size);
    assert_non_null(log);
    assert_success(clGetProgramBuildInfo(program, api->device, CL_PROGRAM_BUILD_LOG, size, log, NULL));
    print_error("build log:\n%s\n", log);
    free(log);
}

cl_program api_build(const struct api *api, const char *source, const char *options)
{
    cl_int code;
    cl_program program = clCreateProgramWithSource(api->context, 1, &source, NULL, &code);
    assert_success(code);
    code = clBuildProgram(program, 0, NULL, options, NULL, NULL);
    if (code != CL_SUCCESS)
        print_log(api, program);
    assert_success(code);
    return program;
}

cl_kernel api_kernel(const struct api *api, const char *source, const char *options, const char *name)
{
    cl_int code;
    cl_program program = api_build(api, source, options);
    cl_kernel kernel = clCreateKernel(program, name, &code);
    assert_success(code);
    assert_success(clReleaseProgram(program));
    return kernel;
}

cl_mem api_buffer(const struct api *api, size_t size, const void *contents)
{
    cl_int code;
    cl_mem_flags flags = contents ? CL_MEM_COPY_HOST_PTR : 0;
    cl_mem buffer = clCreateBuffer(api->context, flags, size, (void *)(uintptr_t)contents, &code);
    assert_success(code);
    return buffer;
}

api_function *api_as_function(void *address)
{
    union {
        void *pointer;
        api_function *function;
    } either = {address};
    return either.function;
}

api_function *api_extension(const struct api *api, const char *name)
{
    void *address = clGetExtensionFunctionAddressForPlatform(api->platform, name);
    if (!address)
        fail_msg("%s is not to be had", name);
    return api_as_function(address);
}
