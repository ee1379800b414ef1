/* SPDX-License-Identifier: MIT */
/* Describing a benchmark: the calls of job.h that families use. They only record; run.c executes. */
#include "bench/kernels/job_struct.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench/kernels/caches.h"
#include "examples/common.h"

/* A new element at the end of a growing array. */
static void *append(void **array, size_t *count, size_t size)
{
    void *grown = realloc(*array, (*count + 1) * size);
    if (!grown) {
        fprintf(stderr, "out of memory\n");
        exit(EXIT_FAILURE);
    }
    *array = grown;
    return memset((char *)grown + (*count)++ * size, 0, size);
}

size_t job_size(const struct job *job, size_t full, size_t tiny)
{
    return job->tiny ? tiny : full;
}

size_t job_stream_size(const struct job *job)
{
    const size_t cache = cache_size(3, 0);
    size_t items = (size_t)1 << 23;
    while (items * 4 < cache && items < (size_t)1 << 26)
        items *= 2;
    return job_size(job, items, 1 << 12);
}

void *job_alloc(struct job *job, size_t count, size_t size)
{
    void **slot = append((void **)&job->allocs, &job->alloc_count, sizeof(*job->allocs));
    *slot = calloc(count, size);
    if (!*slot) {
        fprintf(stderr, "out of memory\n");
        exit(EXIT_FAILURE);
    }
    return *slot;
}

/* Marsaglia's xorshift with a multiplication: 32 good bits a step. */
static cl_uint next_random(struct job *job)
{
    cl_ulong x = job->random;
    x ^= x >> 12;
    x ^= x << 25;
    x ^= x >> 27;
    job->random = x;
    return (cl_uint)(x * 0x2545F4914F6CDD1Du >> 32);
}

float *job_floats(struct job *job, size_t count, float low, float high)
{
    float *values = job_alloc(job, count, sizeof(*values));
    for (size_t i = 0; i < count; i++)
        values[i] = low + (high - low) * (float)(next_random(job) >> 8) * 0x1p-24f;
    return values;
}

cl_uint *job_uints(struct job *job, size_t count, cl_uint limit)
{
    cl_uint *values = job_alloc(job, count, sizeof(*values));
    for (size_t i = 0; i < count; i++)
        values[i] = limit ? next_random(job) % limit : next_random(job);
    return values;
}

cl_uchar *job_bytes(struct job *job, size_t count)
{
    cl_uchar *values = job_alloc(job, count, sizeof(*values));
    for (size_t i = 0; i < count; i++)
        values[i] = (cl_uchar)(next_random(job) >> 24);
    return values;
}

cl_mem job_input(struct job *job, const void *data, size_t size)
{
    cl_int status;
    cl_mem *slot = append((void **)&job->buffers, &job->buffer_count, sizeof(*job->buffers));
    *slot =
        clCreateBuffer(job->context, CL_MEM_READ_WRITE | CL_MEM_COPY_HOST_PTR, size, (void *)data, &status);
    check(status, "clCreateBuffer");
    job->footprint += size;
    return *slot;
}

cl_mem job_output(struct job *job, size_t size)
{
    void *zeros = calloc(size, 1);
    if (!zeros) {
        fprintf(stderr, "out of memory\n");
        exit(EXIT_FAILURE);
    }
    cl_mem buffer = job_input(job, zeros, size);
    free(zeros);
    return buffer;
}

cl_mem job_image(struct job *job, const cl_image_format *format, size_t width, size_t height, size_t depth,
                 const void *data)
{
    cl_int status;
    size_t pixel;
    const cl_image_desc shape = {.image_type = depth > 1 ? CL_MEM_OBJECT_IMAGE3D : CL_MEM_OBJECT_IMAGE2D,
                                 .image_width = width,
                                 .image_height = height,
                                 .image_depth = depth};
    cl_mem *slot = append((void **)&job->buffers, &job->buffer_count, sizeof(*job->buffers));
    void *zeros = data ? NULL : job_alloc(job, width * height * depth, 16);
    *slot = clCreateImage(job->context, CL_MEM_READ_WRITE | CL_MEM_COPY_HOST_PTR, format, &shape,
                          data ? (void *)data : zeros, &status);
    check(status, "clCreateImage");
    check(clGetImageInfo(*slot, CL_IMAGE_ELEMENT_SIZE, sizeof(pixel), &pixel, NULL), "CL_IMAGE_ELEMENT_SIZE");
    job->footprint += width * height * depth * pixel;
    return *slot;
}

struct range range_1d(size_t x, size_t local_x)
{
    return (struct range){1, {x, 1, 1}, {local_x, 1, 1}};
}

struct range range_2d(size_t x, size_t y, size_t local_x, size_t local_y)
{
    return (struct range){2, {x, y, 1}, {local_x, local_y, 1}};
}

struct range range_3d(size_t x, size_t y, size_t z, size_t local_x, size_t local_y, size_t local_z)
{
    return (struct range){3, {x, y, z}, {local_x, local_y, local_z}};
}

static struct job_step *add_step(struct job *job)
{
    return append((void **)&job->steps, &job->step_count, sizeof(*job->steps));
}

void job_launch(struct job *job, const char *kernel, struct range range)
{
    struct job_step *step = add_step(job);
    step->name = kernel;
    step->range = range;
}

/* Records an argument of the last launch; value is NULL for local memory. */
static void add_arg(struct job *job, const void *value, size_t size)
{
    struct job_step *step = &job->steps[job->step_count - 1];
    if (job->step_count == 0 || step->arg_count == JOB_ARGS) {
        fprintf(stderr, "a launch takes at most %d arguments\n", JOB_ARGS);
        exit(EXIT_FAILURE);
    }
    struct job_arg *arg = &step->args[step->arg_count++];
    arg->size = size;
    arg->local = !value;
    if (value)
        memcpy(arg->value, value, size);
}

void job_arg_mem(struct job *job, cl_mem buffer)
{
    add_arg(job, &buffer, sizeof(buffer));
}

void job_arg_int(struct job *job, cl_int value)
{
    add_arg(job, &value, sizeof(value));
}

void job_arg_uint(struct job *job, cl_uint value)
{
    add_arg(job, &value, sizeof(value));
}

void job_arg_uint2(struct job *job, cl_uint2 value)
{
    add_arg(job, &value, sizeof(value));
}

void job_arg_byte(struct job *job, cl_uchar value)
{
    add_arg(job, &value, sizeof(value));
}

void job_arg_float(struct job *job, cl_float value)
{
    add_arg(job, &value, sizeof(value));
}

void job_arg_double(struct job *job, cl_double value)
{
    add_arg(job, &value, sizeof(value));
}

void job_arg_local(struct job *job, size_t size)
{
    add_arg(job, NULL, size);
}

void job_zero(struct job *job, cl_mem buffer, size_t size)
{
    struct job_step *step = add_step(job);
    step->zeroed = buffer;
    step->zeroed_size = size;
}

void job_cost(struct job *job, enum job_unit unit, double operations, double bytes)
{
    job->unit = unit;
    job->operations = operations;
    job->bytes = bytes;
}

static void add_expectation(struct job *job, struct job_expectation expectation)
{
    struct job_expectation *slot =
        append((void **)&job->expectations, &job->expectation_count, sizeof(*job->expectations));
    *slot = expectation;
}

void job_expect(struct job *job, cl_mem buffer, const void *want, size_t size)
{
    add_expectation(job, (struct job_expectation){EXPECT_BYTES, buffer, want, size, size, 0, 0});
}

void job_expect_bytes_near(struct job *job, cl_mem image, const cl_uchar *want, double steps)
{
    size_t width, height, pixel;
    check(clGetImageInfo(image, CL_IMAGE_WIDTH, sizeof(width), &width, NULL), "CL_IMAGE_WIDTH");
    check(clGetImageInfo(image, CL_IMAGE_HEIGHT, sizeof(height), &height, NULL), "CL_IMAGE_HEIGHT");
    check(clGetImageInfo(image, CL_IMAGE_ELEMENT_SIZE, sizeof(pixel), &pixel, NULL), "CL_IMAGE_ELEMENT_SIZE");
    const size_t size = width * height * pixel;
    add_expectation(job, (struct job_expectation){EXPECT_BYTES_NEAR, image, want, size, size, steps, 0});
}

void job_expect_floats(struct job *job, cl_mem buffer, const double *want, size_t count, double tolerance)
{
    job_expect_mostly_floats(job, buffer, want, count, tolerance, 0);
}

void job_expect_doubles(struct job *job, cl_mem buffer, const double *want, size_t count, double tolerance)
{
    const size_t size = count * sizeof(double);
    add_expectation(job, (struct job_expectation){EXPECT_DOUBLES, buffer, want, count, size, tolerance, 0});
}

void job_expect_mostly_words(struct job *job, cl_mem buffer, const cl_uint *want, size_t count, double share)
{
    const size_t size = count * sizeof(*want);
    add_expectation(job, (struct job_expectation){EXPECT_WORDS, buffer, want, count, size, 0, share});
}

void job_expect_mostly_floats(struct job *job, cl_mem buffer, const double *want, size_t count,
                              double tolerance, double share)
{
    const size_t size = count * sizeof(float);
    add_expectation(job,
                    (struct job_expectation){EXPECT_FLOATS, buffer, want, count, size, tolerance, share});
}
