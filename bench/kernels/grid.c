/* SPDX-License-Identifier: MIT */
/* Grids: convolutions and stencils. */
#include "bench/kernels/families.h"

/* The sides of the plane that the kernels work on; 4 MiB of floats at full size. */
static size_t side_of(const struct job *job)
{
    return job_size(job, 1024, 128);
}

static long clamped(long i, long n)
{
    return i < 0 ? 0 : i >= n ? n - 1 : i;
}

void prepare_convolution_5x5(struct job *job)
{
    enum { RADIUS = 2, SIDE = 5 };
    const long n = (long)side_of(job);
    const size_t count = (size_t)(n * n), bytes = count * sizeof(float);
    const float *in = job_floats(job, count, 0, 1), *weights = job_floats(job, SIDE * SIDE, -0.2f, 0.3f);
    double *want = job_alloc(job, count, sizeof(*want));
    for (long y = 0; y < n; y++)
        for (long x = 0; x < n; x++)
            for (long j = -RADIUS; j <= RADIUS; j++)
                for (long i = -RADIUS; i <= RADIUS; i++)
                    want[y * n + x] += (double)weights[(j + RADIUS) * SIDE + i + RADIUS] *
                                       (double)in[clamped(y + j, n) * n + clamped(x + i, n)];
    cl_mem out = job_output(job, bytes);
    job_launch(job, "convolve", range_2d((size_t)n, (size_t)n, 16, 16));
    job_arg_mem(job, job_input(job, in, bytes));
    job_arg_mem(job, job_input(job, weights, SIDE * SIDE * sizeof(*weights)));
    job_arg_mem(job, out);
    job_arg_int(job, (cl_int)n);
    job_arg_int(job, (cl_int)n);
    job_expect_floats(job, out, want, count, 1e-5);
    job_cost(job, UNIT_FLOAT, 2.0 * SIDE * SIDE * (double)count, 2.0 * (double)bytes);
}

/* One pass of the separable filter with so many steps from tap to tap of index, which runs to n. */
static void filter_line(const double *in, double *out, const float *weights, long n, long step)
{
    enum { RADIUS = 8 };
    for (long i = 0; i < n; i++) {
        double sum = 0;
        for (long k = -RADIUS; k <= RADIUS; k++)
            sum += (double)weights[k + RADIUS] * in[clamped(i + k, n) * step];
        out[i * step] = sum;
    }
}

void prepare_convolution_separable(struct job *job)
{
    enum { TAPS = 17 };
    const long n = (long)side_of(job);
    const size_t count = (size_t)(n * n), bytes = count * sizeof(float);
    const float *in = job_floats(job, count, 0, 1), *weights = job_floats(job, TAPS, -0.1f, 0.2f);
    double *source = job_alloc(job, count, sizeof(*source)), *middle = job_alloc(job, count, sizeof(*middle));
    double *want = job_alloc(job, count, sizeof(*want));
    for (size_t i = 0; i < count; i++)
        source[i] = (double)in[i];
    for (long y = 0; y < n; y++)
        filter_line(source + y * n, middle + y * n, weights, n, 1);
    for (long x = 0; x < n; x++)
        filter_line(middle + x, want + x, weights, n, n);
    cl_mem between = job_output(job, bytes), out = job_output(job, bytes);
    cl_mem factors = job_input(job, weights, TAPS * sizeof(*weights));
    job_launch(job, "rows", range_2d((size_t)n, (size_t)n, 128, 1));
    job_arg_mem(job, job_input(job, in, bytes));
    job_arg_mem(job, factors);
    job_arg_mem(job, between);
    job_arg_int(job, (cl_int)n);
    job_launch(job, "columns", range_2d((size_t)n, (size_t)n, 64, 4));
    job_arg_mem(job, between);
    job_arg_mem(job, factors);
    job_arg_mem(job, out);
    job_arg_int(job, (cl_int)n);
    job_arg_int(job, (cl_int)n);
    job_expect_floats(job, out, want, count, 1e-5);
    job_cost(job, UNIT_FLOAT, 4.0 * TAPS * (double)count, 4.0 * (double)bytes);
}

void prepare_stencil_5pt(struct job *job)
{
    const size_t n = side_of(job), count = n * n, bytes = count * sizeof(float);
    const float *in = job_floats(job, count, 0, 1);
    const double k = 0.125;
    double *want = job_alloc(job, count, sizeof(*want));
    for (size_t i = 0; i < count; i++) {
        const size_t x = i % n, y = i / n;
        want[i] = (double)in[i];
        if (x > 0 && y > 0 && x < n - 1 && y < n - 1)
            want[i] += k * ((double)in[i - 1] + (double)in[i + 1] + (double)in[i - n] + (double)in[i + n] -
                            4 * (double)in[i]);
    }
    cl_mem out = job_output(job, bytes);
    job_launch(job, "stencil", range_2d(n, n, 0, 0));
    job_arg_mem(job, job_input(job, in, bytes));
    job_arg_mem(job, out);
    job_arg_int(job, (cl_int)n);
    job_arg_int(job, (cl_int)n);
    job_arg_float(job, (float)k);
    job_expect_floats(job, out, want, count, 1e-6);
    job_cost(job, UNIT_FLOAT, 6.0 * (double)count, 2.0 * (double)bytes);
}

void prepare_stencil_7pt(struct job *job)
{
    const size_t n = job_size(job, 128, 32), plane = n * n, count = plane * n, bytes = count * sizeof(float);
    const float *in = job_floats(job, count, 0, 1);
    const double k = 0.125;
    double *want = job_alloc(job, count, sizeof(*want));
    for (size_t i = 0; i < count; i++) {
        const size_t x = i % n, y = i / n % n, z = i / plane;
        want[i] = (double)in[i];
        if (x > 0 && y > 0 && z > 0 && x < n - 1 && y < n - 1 && z < n - 1)
            want[i] += k * ((double)in[i - 1] + (double)in[i + 1] + (double)in[i - n] + (double)in[i + n] +
                            (double)in[i - plane] + (double)in[i + plane] - 6 * (double)in[i]);
    }
    cl_mem out = job_output(job, bytes);
    job_launch(job, "stencil", range_3d(n, n, n, 32, 4, 1));
    job_arg_mem(job, job_input(job, in, bytes));
    job_arg_mem(job, out);
    job_arg_float(job, (float)k);
    job_expect_floats(job, out, want, count, 1e-6);
    job_cost(job, UNIT_FLOAT, 8.0 * (double)count, 2.0 * (double)bytes);
}

void prepare_jacobi_local(struct job *job)
{
    const size_t n = side_of(job), count = n * n, bytes = count * sizeof(float);
    const float *in = job_floats(job, count, 0, 1), *source = job_floats(job, count, -1, 1);
    double *want = job_alloc(job, count, sizeof(*want));
    for (size_t i = 0; i < count; i++) {
        const size_t x = i % n, y = i / n;
        want[i] = (double)in[i];
        if (x > 0 && y > 0 && x < n - 1 && y < n - 1)
            want[i] = 0.25 * ((double)in[i - 1] + (double)in[i + 1] + (double)in[i - n] + (double)in[i + n] -
                              (double)source[i]);
    }
    cl_mem out = job_output(job, bytes);
    job_launch(job, "jacobi", range_2d(n, n, 16, 16));
    job_arg_mem(job, job_input(job, in, bytes));
    job_arg_mem(job, job_input(job, source, bytes));
    job_arg_mem(job, out);
    job_arg_int(job, (cl_int)n);
    job_arg_int(job, (cl_int)n);
    job_expect_floats(job, out, want, count, 1e-6);
    job_cost(job, UNIT_FLOAT, 5.0 * (double)count, 3.0 * (double)bytes);
}
