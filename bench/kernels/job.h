/* SPDX-License-Identifier: MIT */
/* One benchmark of a compiled kernel, as data: what to launch on which buffers, what must come out, and how
 * many operations and bytes that takes. A function prepare_NAME() of one of the families (stream.c, matrix.c,
 * ...) describes the benchmark NAME through the calls below; the kernels it names are in NAME.cl. job_run()
 * then builds, runs, verifies and measures it. A job's launches may be repeated without end: they always
 * compute the same from the same. Any error ends the program with a message. */
#ifndef BENCH_KERNELS_JOB_H
#define BENCH_KERNELS_JOB_H

#include <CL/cl.h>
#include <stdbool.h>
#include <stddef.h>

struct job;

/* What the device must be able to do for a benchmark to make sense. */
enum job_need {
    NEED_NOTHING,
    NEED_DOUBLE,
    NEED_COLLECTIVES,
    NEED_SUB_GROUPS,
    NEED_IMAGES,
    NEED_READ_WRITE_IMAGES
};

struct job_case {
    const char *family;
    const char *name;
    enum job_need need;
    const char *options; /* build options */
    void (*prepare)(struct job *job);
};

/* The operations that a benchmark counts: the machine's peak differs. */
enum job_unit { UNIT_FLOAT, UNIT_DOUBLE, UNIT_INT };

/* Every benchmark, in the order of cases.def. */
extern const struct job_case job_cases[];
extern const size_t job_case_count;

/* Sizes: full, or tiny to check only and for slow platforms. A stream has so many 4-byte items that one array
 * of them is no smaller than the last-level cache. */
size_t job_size(const struct job *job, size_t full, size_t tiny);
size_t job_stream_size(const struct job *job);

/* Host memory that lives as long as the job: zeroed, or random and the same in every run. Integers are below
 * limit, or of 32 random bits when limit is 0. */
void *job_alloc(struct job *job, size_t count, size_t size);
float *job_floats(struct job *job, size_t count, float low, float high);
cl_uint *job_uints(struct job *job, size_t count, cl_uint limit);
cl_uchar *job_bytes(struct job *job, size_t count);

/* Buffers: filled from data, or zeroed. */
cl_mem job_input(struct job *job, const void *data, size_t size);
cl_mem job_output(struct job *job, size_t size);

/* An image of two dimensions, or of three when depth is more than 1: filled from data, or zeroed. */
cl_mem job_image(struct job *job, const cl_image_format *format, size_t width, size_t height, size_t depth,
                 const void *data);

/* The index space of a launch; a local size of 0 leaves the choice to the platform. */
struct range {
    cl_uint dims;
    size_t global[3], local[3];
};
struct range range_1d(size_t x, size_t local_x);
struct range range_2d(size_t x, size_t y, size_t local_x, size_t local_y);
struct range range_3d(size_t x, size_t y, size_t z, size_t local_x, size_t local_y, size_t local_z);

/* Appends a launch; the arguments that follow are its. */
void job_launch(struct job *job, const char *kernel, struct range range);
void job_arg_mem(struct job *job, cl_mem buffer);
void job_arg_int(struct job *job, cl_int value);
void job_arg_uint(struct job *job, cl_uint value);
void job_arg_uint2(struct job *job, cl_uint2 value);
void job_arg_byte(struct job *job, cl_uchar value);
void job_arg_float(struct job *job, cl_float value);
void job_arg_double(struct job *job, cl_double value);
void job_arg_local(struct job *job, size_t size);

/* Appends a command that zeroes a buffer. */
void job_zero(struct job *job, cl_mem buffer, size_t size);

/* What all launches together need at least: operations, and bytes of global memory. */
void job_cost(struct job *job, enum job_unit unit, double operations, double bytes);

/* What a buffer or an image must hold afterwards. Borrows want until the job ends. Floats and doubles may
 * differ by tolerance * max(1, |want|). In the mostly functions the given share of the items may differ more:
 * for results that jump where a rounding decides. */
void job_expect(struct job *job, cl_mem buffer, const void *want, size_t size);
/* All bytes of an image, each of which may differ by so many steps. */
void job_expect_bytes_near(struct job *job, cl_mem image, const cl_uchar *want, double steps);
void job_expect_floats(struct job *job, cl_mem buffer, const double *want, size_t count, double tolerance);
void job_expect_doubles(struct job *job, cl_mem buffer, const double *want, size_t count, double tolerance);
void job_expect_mostly_words(struct job *job, cl_mem buffer, const cl_uint *want, size_t count, double share);
void job_expect_mostly_floats(struct job *job, cl_mem buffer, const double *want, size_t count,
                              double tolerance, double share);

/* Runs a benchmark on the platform of example_platform() and prints its line of JSON. False when a
 * result is wrong. */
bool job_run(const struct job_case *which, bool tiny, bool measured);

#endif
