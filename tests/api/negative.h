/* SPDX-License-Identifier: MIT */
/* What the rows of negative_*.def work on: good objects of every kind, and enough of them of another context.
 */
#ifndef VG_TESTS_API_NEGATIVE_H
#define VG_TESTS_API_NEGATIVE_H

#include "tests/api/api.h"

#define BUFFER_SIZE ((size_t)4096)
#define SUB_BUFFER_AT ((size_t)1024)
#define SUB_BUFFER_SIZE ((size_t)256)

struct fixture {
    struct api api;
    cl_platform_id platform;
    cl_device_id device;
    cl_context context, other_context;
    cl_command_queue queue, other_queue, plain_queue; /* the last one without profiling */
    cl_mem buffer, second_buffer, sub_buffer, other_buffer;
    cl_mem read_only, write_only, host_read_only, host_write_only, host_no_access;
    cl_event marker, plain_marker, user_event, open_event, failed_event, other_event;
    size_t max_alloc;
    cl_uint units; /* compute units */
    unsigned char bytes[BUFFER_SIZE * 2];
    const cl_context_properties *on_platform;
    const cl_device_partition_property *equally;
    cl_image_format format;
    cl_image_desc image;

    /* Of the images' table only; picture is of the format and the size above. */
    cl_mem picture, second_picture, float_picture, other_picture, volume, line;
    cl_mem host_read_only_picture, host_write_only_picture;
    cl_sampler sampler;

    /* Of the programs' table only. */
    const char *source;
    cl_program program, unbuilt, broken, object, from_binary, other_program;
    cl_kernel kernel, bare_kernel, required_kernel, greedy_kernel, uneven_kernel;
    unsigned char *binary;
    size_t binary_size;
    clGetKernelSuggestedLocalWorkSizeKHR_fn suggest;

    cl_int code;
    struct { /* results that no row looks at */
        cl_platform_id platform;
        cl_device_id device;
        cl_kernel kernel;
        cl_event event;
        cl_ulong time;
        cl_uint count;
        size_t size, sizes[3];
    } spare;
};

/* A row: its line in the .def file tells it from the others. */
struct negative {
    int line;
    const char *entry, *what;
    cl_int expected;
};

#define AT(x, y, z) ((const size_t[]){(x), (y), (z)})
#define REGION(origin, size) (&(const cl_buffer_region){(origin), (size)})
#define FORMAT(order, type) (&(const cl_image_format){(order), (type)})
#define DESC(...) (&(const cl_image_desc){__VA_ARGS__})
#define PARTITION(...) ((const cl_device_partition_property[]){__VA_ARGS__})
#define CONTEXT_PROPERTIES(...) ((const cl_context_properties[]){__VA_ARGS__, 0})
#define QUEUE_PROPERTIES(...) ((const cl_queue_properties[]){__VA_ARGS__, 0})
/* The code of a call that returns an object and stores its code in f->code; an error must give no object. */
#define GIVES(...) gives(f, (const void *)(__VA_ARGS__))

cl_int gives(struct fixture *f, const void *object);
void CL_CALLBACK ignore_context(cl_context context, void *data);
void CL_CALLBACK ignore_mem(cl_mem mem, void *data);
void CL_CALLBACK ignore_event(cl_event event, cl_int status, void *data);
void CL_CALLBACK ignore_program(cl_program program, void *data);
void CL_CALLBACK ignore_native(void *args);

void fixture_open(struct fixture *f);
void fixture_open_images(struct fixture *f);
void fixture_open_programs(struct fixture *f);
void fixture_close(struct fixture *f);
/* Runs all rows and fails the case with a line for each wrong one. */
void run_negatives(struct fixture *f, const struct negative *rows, size_t count,
                   cl_int (*call)(struct fixture *f, int line));

#endif
