/* SPDX-License-Identifier: MIT */
/* Reductions and scans. */
#include <math.h>

#include "bench/kernels/families.h"

enum { LOCAL = 256, GROUPS = 64 };

static double sum_of(const float *in, size_t first, size_t count)
{
    double sum = 0;
    for (size_t i = first; i < first + count; i++)
        sum += (double)in[i];
    return sum;
}

/* The sum of each block of LOCAL items. */
static const double *block_sums(struct job *job, const float *in, size_t blocks)
{
    double *sums = job_alloc(job, blocks, sizeof(*sums));
    for (size_t i = 0; i < blocks; i++)
        sums[i] = sum_of(in, i * LOCAL, LOCAL);
    return sums;
}

/* A kernel that makes one sum of each work-group's items. */
static void describe_group_sums(struct job *job)
{
    const size_t n = job_stream_size(job), blocks = n / LOCAL;
    const float *in = job_floats(job, n, 0, 1);
    cl_mem sums = job_output(job, blocks * sizeof(float));
    job_launch(job, "reduce", range_1d(n, LOCAL));
    job_arg_mem(job, job_input(job, in, n * sizeof(*in)));
    job_arg_mem(job, sums);
    job_arg_local(job, LOCAL * sizeof(float));
    job_expect_floats(job, sums, block_sums(job, in, blocks), blocks, 1e-5);
    job_cost(job, UNIT_FLOAT, (double)n, (double)n * sizeof(float));
}

void prepare_reduce_tree(struct job *job)
{
    describe_group_sums(job);
}

void prepare_reduce_sub_group(struct job *job)
{
    describe_group_sums(job);
}

void prepare_reduce_two_stage(struct job *job)
{
    const size_t n = job_stream_size(job);
    const float *in = job_floats(job, n, 0, 1);
    double *want = job_alloc(job, 1, sizeof(*want));
    *want = sum_of(in, 0, n);
    cl_mem sums = job_output(job, GROUPS * sizeof(float)), total = job_output(job, sizeof(float));
    job_launch(job, "reduce", range_1d(GROUPS * LOCAL, LOCAL));
    job_arg_mem(job, job_input(job, in, n * sizeof(*in)));
    job_arg_uint(job, (cl_uint)n);
    job_arg_mem(job, sums);
    job_arg_local(job, LOCAL * sizeof(float));
    job_launch(job, "reduce", range_1d(GROUPS, GROUPS));
    job_arg_mem(job, sums);
    job_arg_uint(job, GROUPS);
    job_arg_mem(job, total);
    job_arg_local(job, GROUPS * sizeof(float));
    job_expect_floats(job, total, want, 1, 1e-5);
    job_cost(job, UNIT_FLOAT, (double)n, (double)n * sizeof(float));
}

void prepare_reduce_float4(struct job *job)
{
    const size_t n = job_stream_size(job), items = n / 1024, quads = n / items / 4;
    const float *in = job_floats(job, n, 0, 1);
    double *want = job_alloc(job, items, sizeof(*want));
    for (size_t i = 0; i < n; i++)
        want[i / (4 * quads)] = fmax(want[i / (4 * quads)], (double)in[i]);
    cl_mem largest = job_output(job, items * sizeof(float));
    job_launch(job, "reduce", range_1d(items, 0));
    job_arg_mem(job, job_input(job, in, n * sizeof(*in)));
    job_arg_mem(job, largest);
    job_arg_uint(job, (cl_uint)quads);
    job_expect_floats(job, largest, want, items, 0);
    job_cost(job, UNIT_FLOAT, (double)n, (double)n * sizeof(float));
}

void prepare_reduce_atomic(struct job *job)
{
    const size_t n = job_size(job, 1 << 18, 1 << 12);
    const cl_uint *in = job_uints(job, n, 1 << 20);
    cl_uint *want = job_alloc(job, 2, sizeof(*want));
    for (size_t i = 0; i < n; i++) {
        want[0] += in[i];
        want[1] = in[i] > want[1] ? in[i] : want[1];
    }
    cl_mem sum = job_output(job, sizeof(cl_uint)), most = job_output(job, sizeof(cl_uint));
    job_zero(job, sum, sizeof(cl_uint));
    job_zero(job, most, sizeof(cl_uint));
    job_launch(job, "reduce", range_1d(n, LOCAL));
    job_arg_mem(job, job_input(job, in, n * sizeof(*in)));
    job_arg_mem(job, sum);
    job_arg_mem(job, most);
    job_expect(job, sum, &want[0], sizeof(cl_uint));
    job_expect(job, most, &want[1], sizeof(cl_uint));
    job_cost(job, UNIT_INT, 2.0 * (double)n, (double)n * sizeof(cl_uint));
}

void prepare_reduce_group(struct job *job)
{
    const size_t n = job_stream_size(job), blocks = n / LOCAL;
    const float *in = job_floats(job, n, 0, 1);
    double *most = job_alloc(job, blocks, sizeof(*most));
    for (size_t i = 0; i < n; i++)
        most[i / LOCAL] = fmax(most[i / LOCAL], (double)in[i]);
    cl_mem sums = job_output(job, blocks * sizeof(float)), maxima = job_output(job, blocks * sizeof(float));
    job_launch(job, "reduce", range_1d(n, LOCAL));
    job_arg_mem(job, job_input(job, in, n * sizeof(*in)));
    job_arg_mem(job, sums);
    job_arg_mem(job, maxima);
    job_expect_floats(job, sums, block_sums(job, in, blocks), blocks, 1e-5);
    job_expect_floats(job, maxima, most, blocks, 0);
    job_cost(job, UNIT_FLOAT, 2.0 * (double)n, (double)n * sizeof(float));
}

static double *random_doubles(struct job *job, size_t count)
{
    const float *single = job_floats(job, count, 0, 1);
    double *values = job_alloc(job, count, sizeof(*values));
    for (size_t i = 0; i < count; i++)
        values[i] = (double)single[i];
    return values;
}

void prepare_dot_double(struct job *job)
{
    const size_t n = job_stream_size(job) / 2, bytes = n * sizeof(double), items = GROUPS * LOCAL;
    const double *x = random_doubles(job, n), *y = random_doubles(job, n);
    double *want = job_alloc(job, GROUPS, sizeof(*want));
    for (size_t i = 0; i < n; i++)
        want[i % items / LOCAL] += x[i] * y[i];
    cl_mem sums = job_output(job, GROUPS * sizeof(double));
    job_launch(job, "dot_product", range_1d(items, LOCAL));
    job_arg_mem(job, job_input(job, x, bytes));
    job_arg_mem(job, job_input(job, y, bytes));
    job_arg_uint(job, (cl_uint)n);
    job_arg_mem(job, sums);
    job_arg_local(job, LOCAL * sizeof(double));
    job_expect_doubles(job, sums, want, GROUPS, 1e-12);
    job_cost(job, UNIT_DOUBLE, 2.0 * (double)n, 2.0 * (double)bytes);
}

void prepare_polynomial_double(struct job *job)
{
    enum { DEGREE = 31 };
    const size_t n = job_size(job, 1 << 17, 1 << 10), bytes = n * sizeof(double);
    const double *x = random_doubles(job, n), *factors = random_doubles(job, DEGREE + 1);
    double *want = job_alloc(job, n, sizeof(*want));
    for (size_t i = 0; i < n; i++)
        for (int k = DEGREE; k >= 0; k--)
            want[i] = want[i] * x[i] + factors[k];
    cl_mem y = job_output(job, bytes);
    job_launch(job, "polynomial", range_1d(n, 0));
    job_arg_mem(job, job_input(job, x, bytes));
    job_arg_mem(job, job_input(job, factors, (DEGREE + 1) * sizeof(*factors)));
    job_arg_mem(job, y);
    job_expect_doubles(job, y, want, n, 1e-13);
    job_cost(job, UNIT_DOUBLE, 2.0 * DEGREE * (double)n, 2.0 * (double)bytes);
}

/* Running sums that begin anew every block items; without the item itself when exclusive. */
static const cl_uint *running_sums(struct job *job, const cl_uint *in, size_t n, size_t block, bool exclusive)
{
    cl_uint *sums = job_alloc(job, n, sizeof(*sums)), sum = 0;
    for (size_t i = 0; i < n; i++) {
        sum = i % block == 0 ? 0 : sum;
        sums[i] = exclusive ? sum : sum + in[i];
        sum += in[i];
    }
    return sums;
}

static void describe_group_scan(struct job *job, bool in_local_memory)
{
    const size_t n = job_size(job, 1 << 20, 1 << 12), bytes = n * sizeof(cl_uint);
    const cl_uint *in = job_uints(job, n, 1 << 16);
    cl_mem out = job_output(job, bytes);
    job_launch(job, "scan", range_1d(n, LOCAL));
    job_arg_mem(job, job_input(job, in, bytes));
    job_arg_mem(job, out);
    if (in_local_memory)
        job_arg_local(job, LOCAL * sizeof(cl_uint));
    job_expect(job, out, running_sums(job, in, n, LOCAL, false), bytes);
    job_cost(job, UNIT_INT, (double)n, 2.0 * (double)bytes);
}

void prepare_scan_hillis(struct job *job)
{
    describe_group_scan(job, true);
}

void prepare_scan_group(struct job *job)
{
    describe_group_scan(job, false);
}

void prepare_scan_blelloch(struct job *job)
{
    /* At full size the second level is one block too: 512 items a block, 512 blocks. */
    enum { BLOCK = 2 * LOCAL };
    const size_t n = job_size(job, BLOCK * BLOCK, BLOCK * 16), bytes = n * sizeof(cl_uint),
                 blocks = n / BLOCK;
    const cl_uint *in = job_uints(job, n, 1 << 12);
    cl_mem out = job_output(job, bytes), totals = job_output(job, blocks * sizeof(cl_uint));
    cl_mem before = job_output(job, blocks * sizeof(cl_uint)), total = job_output(job, sizeof(cl_uint));
    job_launch(job, "scan", range_1d(n / 2, LOCAL));
    job_arg_mem(job, job_input(job, in, bytes));
    job_arg_mem(job, out);
    job_arg_mem(job, totals);
    job_arg_local(job, BLOCK * sizeof(cl_uint));
    job_launch(job, "scan", range_1d(blocks / 2, blocks / 2));
    job_arg_mem(job, totals);
    job_arg_mem(job, before);
    job_arg_mem(job, total);
    job_arg_local(job, blocks * sizeof(cl_uint));
    job_launch(job, "add_totals", range_1d(n / 2, LOCAL));
    job_arg_mem(job, out);
    job_arg_mem(job, before);
    job_expect(job, out, running_sums(job, in, n, n, true), bytes);
    job_cost(job, UNIT_INT, 3.0 * (double)n, 4.0 * (double)bytes);
}

void prepare_compact(struct job *job)
{
    const size_t n = job_size(job, 1 << 19, 1 << 12), bytes = n * sizeof(float), blocks = n / LOCAL;
    const float *in = job_floats(job, n, 0, 1), level = 0.75f;
    float *want = job_alloc(job, n, sizeof(*want));
    cl_uint *counts = job_alloc(job, blocks, sizeof(*counts));
    for (size_t i = 0; i < n; i++)
        if (in[i] > level)
            want[i / LOCAL * LOCAL + counts[i / LOCAL]++] = in[i];
    cl_mem out = job_output(job, bytes), kept = job_output(job, blocks * sizeof(*counts));
    job_launch(job, "compact", range_1d(n, LOCAL));
    job_arg_mem(job, job_input(job, in, bytes));
    job_arg_mem(job, out);
    job_arg_mem(job, kept);
    job_arg_float(job, level);
    job_arg_local(job, LOCAL * sizeof(cl_uint));
    job_expect(job, out, want, bytes);
    job_expect(job, kept, counts, blocks * sizeof(*counts));
    job_cost(job, UNIT_INT, 2.0 * (double)n, 1.25 * (double)bytes);
}
