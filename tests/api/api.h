/* SPDX-License-Identifier: MIT */
/* What the tests through the OpenCL loader share. They know nothing of our sources but base/cl.h. */
#ifndef VG_TESTS_API_API_H
#define VG_TESTS_API_API_H

#include "base/cl.h"
#include "tests/unit/unit.h"

#include <stdio.h>

struct api {
    cl_platform_id platform;
    cl_device_id device;
    cl_context context;
    cl_command_queue queue; /* in order, with profiling */
};

/* The only platform and its device with a context and a queue; fails the case when something is missing. */
struct api api_open(void);
/* The same with a callback of the context. */
typedef void CL_CALLBACK api_listener(const char *message, const void *info, size_t size, void *user);
struct api api_open_with(api_listener *listener, void *user);
void api_close(struct api *api);

/* "CL_SUCCESS", "CL_INVALID_VALUE", or the number. */
const char *api_error_name(cl_int code);
#define assert_cl(expected, call) api_assert_code((expected), (call), #call, __FILE__, __LINE__)
#define assert_success(call) assert_cl(CL_SUCCESS, call)
void api_assert_code(cl_int expected, cl_int code, const char *what, const char *file, int line);

/* A program built with options; on failure the log is printed and the case fails. */
cl_program api_build(const struct api *api, const char *source, const char *options);
/* A kernel of its only program reference: released with the kernel. */
cl_kernel api_kernel(const struct api *api, const char *source, const char *options, const char *name);
cl_mem api_buffer(const struct api *api, size_t size, const void *contents);
/* An entry point that is no symbol of the loader. */
typedef void api_function(void);
/* ISO C has no conversion between the two kinds of pointer. */
api_function *api_as_function(void *address);
api_function *api_extension(const struct api *api, const char *name);

#endif
