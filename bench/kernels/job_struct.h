/* SPDX-License-Identifier: MIT */
/* What a job records; shared by job.c, which fills it, verify.c and run.c, which execute it. */
#ifndef BENCH_KERNELS_JOB_STRUCT_H
#define BENCH_KERNELS_JOB_STRUCT_H

#include "bench/kernels/job.h"

enum { JOB_ARGS = 16 };

struct job_arg {
    size_t size;
    unsigned char value[8];
    bool local;
};

/* A launch, or the zeroing of a buffer when zeroed is set. */
struct job_step {
    const char *name;
    struct range range;
    struct job_arg args[JOB_ARGS];
    cl_uint arg_count;
    cl_kernel kernel; /* from the build until the job ends */
    cl_mem zeroed;
    size_t zeroed_size;
};

enum expectation_kind { EXPECT_BYTES, EXPECT_BYTES_NEAR, EXPECT_WORDS, EXPECT_FLOATS, EXPECT_DOUBLES };

struct job_expectation {
    enum expectation_kind kind;
    cl_mem buffer;
    const void *want;
    size_t count, size; /* items, and bytes of the buffer */
    double tolerance, share;
};

struct job {
    cl_device_id device;
    cl_context context;
    cl_command_queue queue;
    cl_program program;
    bool tiny, measured;
    cl_ulong random;

    void **allocs;
    size_t alloc_count;
    cl_mem *buffers;
    size_t buffer_count;
    struct job_step *steps;
    size_t step_count;
    struct job_expectation *expectations;
    size_t expectation_count;

    enum job_unit unit;
    double operations, bytes;
    size_t footprint; /* bytes of all buffers */
};

/* Reads what the job's buffers hold and compares: the first difference is printed to standard error. */
bool job_verify(const struct job *job);

#endif
