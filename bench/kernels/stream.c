/* SPDX-License-Identifier: MIT */
/* Streaming: kernels that move more than they compute, over arrays larger than the caches. */
#include <string.h>

#include "bench/kernels/families.h"

/* A launch of a copying kernel with items of so many floats. */
static void describe_copy(struct job *job, const char *kernel, size_t width, size_t local)
{
    const size_t n = job_stream_size(job), bytes = n * sizeof(float);
    const float *in = job_floats(job, n, -1, 1);
    cl_mem out = job_output(job, bytes);
    job_launch(job, kernel, range_1d(n / width, local));
    job_arg_mem(job, job_input(job, in, bytes));
    job_arg_mem(job, out);
    job_expect(job, out, in, bytes);
    job_cost(job, UNIT_FLOAT, 0, 2.0 * (double)bytes);
}

void prepare_copy(struct job *job)
{
    describe_copy(job, "copy", 1, 0);
}

void prepare_copy4(struct job *job)
{
    describe_copy(job, "copy4", 4, 256);
}

/* b + s c in double. */
static const double *sum_of(struct job *job, const float *b, const float *c, double s, size_t n)
{
    double *want = job_alloc(job, n, sizeof(*want));
    for (size_t i = 0; i < n; i++)
        want[i] = (double)b[i] + s * (double)c[i];
    return want;
}

void prepare_saxpy(struct job *job)
{
    const size_t n = job_stream_size(job), used = n - 5, bytes = n * sizeof(float);
    const float *x = job_floats(job, n, -1, 1), *y = job_floats(job, n, -1, 1);
    cl_mem out = job_output(job, bytes);
    job_launch(job, "saxpy", range_1d(n, 256));
    job_arg_mem(job, job_input(job, x, bytes));
    job_arg_mem(job, job_input(job, y, bytes));
    job_arg_mem(job, out);
    job_arg_float(job, 1.5f);
    job_arg_uint(job, (cl_uint)used);
    job_expect_floats(job, out, sum_of(job, y, x, 1.5, used), used, 1e-6);
    job_cost(job, UNIT_FLOAT, 2.0 * (double)used, 12.0 * (double)used);
}

static void describe_triad(struct job *job, const char *kernel, size_t width)
{
    const size_t n = job_stream_size(job), bytes = n * sizeof(float);
    const float *b = job_floats(job, n, -1, 1), *c = job_floats(job, n, -1, 1);
    cl_mem out = job_output(job, bytes);
    job_launch(job, kernel, range_1d(n / width, 0));
    job_arg_mem(job, out);
    job_arg_mem(job, job_input(job, b, bytes));
    job_arg_mem(job, job_input(job, c, bytes));
    job_arg_float(job, 3.0f);
    job_expect_floats(job, out, sum_of(job, b, c, 3.0, n), n, 1e-6);
    job_cost(job, UNIT_FLOAT, 2.0 * (double)n, 3.0 * (double)bytes);
}

void prepare_triad(struct job *job)
{
    describe_triad(job, "triad", 1);
}

void prepare_triad4(struct job *job)
{
    describe_triad(job, "triad4", 4);
}

/* A permutation of 0 .. n - 1, by Fisher and Yates. */
static const cl_uint *shuffled(struct job *job, size_t n)
{
    const cl_uint *random = job_uints(job, n, 0);
    cl_uint *order = job_alloc(job, n, sizeof(*order));
    for (size_t i = 0; i < n; i++) {
        const size_t j = random[i] % (i + 1);
        order[i] = order[j];
        order[j] = (cl_uint)i;
    }
    return order;
}

static void describe_permutation(struct job *job, const char *kernel, bool scatters)
{
    const size_t n = job_size(job, 1 << 20, 1 << 12), bytes = n * sizeof(float);
    const float *in = job_floats(job, n, -1, 1);
    const cl_uint *order = shuffled(job, n);
    float *want = job_alloc(job, n, sizeof(*want));
    for (size_t i = 0; i < n; i++)
        want[scatters ? order[i] : i] = in[scatters ? i : order[i]];
    cl_mem out = job_output(job, bytes);
    job_launch(job, kernel, range_1d(n, 256));
    job_arg_mem(job, job_input(job, in, bytes));
    job_arg_mem(job, job_input(job, order, bytes));
    job_arg_mem(job, out);
    job_expect(job, out, want, bytes);
    job_cost(job, UNIT_FLOAT, 0, 3.0 * (double)bytes);
}

void prepare_gather(struct job *job)
{
    describe_permutation(job, "gather", false);
}

void prepare_scatter(struct job *job)
{
    describe_permutation(job, "scatter", true);
}

/* As the reflect() of particles.cl. */
static double reflect(double position, double *velocity)
{
    if (position >= 0 && position <= 1)
        return position;
    *velocity = -*velocity;
    return position < 0 ? -position : 2 - position;
}

void prepare_particles(struct job *job)
{
    enum { FIELDS = 8 };
    const size_t n = job_stream_size(job) / FIELDS, bytes = n * FIELDS * sizeof(float);
    const double gravity = 9.8125, dt = 0.0625;
    float *in = job_floats(job, n * FIELDS, 0, 1);
    double *want = job_alloc(job, n * FIELDS, sizeof(*want));
    for (size_t i = 0; i < n; i++) {
        double *p = want + i * FIELDS;
        for (int k = 0; k < FIELDS; k++)
            p[k] = (double)in[i * FIELDS + (size_t)k];
        p[5] -= gravity * dt;
        for (int axis = 0; axis < 3; axis++)
            p[axis] = reflect(p[axis] + p[axis + 3] * dt, &p[axis + 3]);
        p[7] += dt;
    }
    cl_mem out = job_output(job, bytes);
    job_launch(job, "particles", range_1d(n, 64));
    job_arg_mem(job, job_input(job, in, bytes));
    job_arg_mem(job, out);
    job_arg_float(job, (float)gravity);
    job_arg_float(job, (float)dt);
    job_expect_mostly_floats(job, out, want, n * FIELDS, 1e-5, 1e-5);
    job_cost(job, UNIT_FLOAT, 9.0 * (double)n, 2.0 * (double)bytes);
}

/* The half-precision number next to a float that is a normal number of that format, in its 16 bits. */
static cl_ushort half_bits(float value)
{
    cl_uint bits;
    memcpy(&bits, &value, sizeof(bits));
    const cl_uint magnitude = bits & 0x7fffffff;
    if (magnitude == 0)
        return (cl_ushort)(bits >> 16);
    const cl_uint rounded = magnitude + 0xfff + (magnitude >> 13 & 1);
    return (cl_ushort)((bits >> 16 & 0x8000) | (rounded - (112u << 23)) >> 13);
}

void prepare_half_saxpy(struct job *job)
{
    const size_t n = job_stream_size(job), bytes = n * sizeof(cl_ushort);
    /* Multiples of 1/64 below 8 are exact in half precision; only the results are rounded. */
    const cl_uint *a = job_uints(job, n, 512), *b = job_uints(job, n, 512);
    cl_ushort *x = job_alloc(job, n, sizeof(*x)), *y = job_alloc(job, n, sizeof(*y));
    cl_ushort *want = job_alloc(job, n, sizeof(*want));
    for (size_t i = 0; i < n; i++) {
        x[i] = half_bits((float)a[i] / 64);
        y[i] = half_bits((float)b[i] / 64);
        want[i] = half_bits(1.5f * ((float)a[i] / 64) + (float)b[i] / 64);
    }
    cl_mem out = job_output(job, bytes);
    job_launch(job, "half_saxpy", range_1d(n, 256));
    job_arg_mem(job, job_input(job, x, bytes));
    job_arg_mem(job, job_input(job, y, bytes));
    job_arg_mem(job, out);
    job_arg_float(job, 1.5f);
    job_expect(job, out, want, bytes);
    job_cost(job, UNIT_FLOAT, 2.0 * (double)n, 3.0 * (double)bytes);
}
