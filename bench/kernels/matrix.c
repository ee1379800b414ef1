/* SPDX-License-Identifier: MIT */
/* Dense linear algebra: transposes, products of matrices, products with a vector. */
#include "bench/kernels/families.h"

static void describe_transpose(struct job *job)
{
    const size_t width = job_size(job, 4096, 64), height = job_size(job, 2048, 32);
    const size_t n = width * height, bytes = n * sizeof(float);
    const float *in = job_floats(job, n, -1, 1);
    float *want = job_alloc(job, n, sizeof(*want));
    for (size_t y = 0; y < height; y++)
        for (size_t x = 0; x < width; x++)
            want[x * height + y] = in[y * width + x];
    cl_mem out = job_output(job, bytes);
    job_launch(job, "transpose", range_2d(width, height, 16, 16));
    job_arg_mem(job, job_input(job, in, bytes));
    job_arg_mem(job, out);
    job_arg_uint(job, (cl_uint)width);
    job_arg_uint(job, (cl_uint)height);
    job_expect(job, out, want, bytes);
    job_cost(job, UNIT_FLOAT, 0, 2.0 * (double)bytes);
}

void prepare_transpose_naive(struct job *job)
{
    describe_transpose(job);
}

void prepare_transpose_tiled(struct job *job)
{
    describe_transpose(job);
}

/* A launch of a product of n x n matrices with work-groups of 16 x 16, each work-item making per x per
 * elements. */
static void describe_gemm(struct job *job, size_t per)
{
    const size_t n = job_size(job, 512, 64), bytes = n * n * sizeof(float);
    const float *a = job_floats(job, n * n, 0, 1), *b = job_floats(job, n * n, 0, 1);
    double *want = job_alloc(job, n * n, sizeof(*want));
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < n; k++)
            for (size_t j = 0; j < n; j++)
                want[i * n + j] += (double)a[i * n + k] * (double)b[k * n + j];
    cl_mem c = job_output(job, bytes);
    job_launch(job, "gemm", range_2d(n / per, n / per, 16, 16));
    job_arg_mem(job, job_input(job, a, bytes));
    job_arg_mem(job, job_input(job, b, bytes));
    job_arg_mem(job, c);
    job_arg_int(job, (cl_int)n);
    job_expect_floats(job, c, want, n * n, 1e-4);
    job_cost(job, UNIT_FLOAT, 2.0 * (double)n * (double)n * (double)n, 3.0 * (double)bytes);
}

void prepare_gemm_naive(struct job *job)
{
    describe_gemm(job, 1);
}

void prepare_gemm_tiled(struct job *job)
{
    describe_gemm(job, 1);
}

void prepare_gemm_blocked(struct job *job)
{
    describe_gemm(job, 4);
}

void prepare_sgemv(struct job *job)
{
    const size_t rows = job_size(job, 4096, 128), columns = job_size(job, 4096, 96);
    const size_t bytes = rows * columns * sizeof(float);
    const float *a = job_floats(job, rows * columns, 0, 1), *x = job_floats(job, columns, 0, 1);
    double *want = job_alloc(job, rows, sizeof(*want));
    for (size_t i = 0; i < rows; i++)
        for (size_t j = 0; j < columns; j++)
            want[i] += (double)a[i * columns + j] * (double)x[j];
    cl_mem y = job_output(job, rows * sizeof(float));
    job_launch(job, "sgemv", range_1d(rows, 64));
    job_arg_mem(job, job_input(job, a, bytes));
    job_arg_mem(job, job_input(job, x, columns * sizeof(*x)));
    job_arg_mem(job, y);
    job_arg_uint(job, (cl_uint)columns);
    job_expect_floats(job, y, want, rows, 1e-4);
    job_cost(job, UNIT_FLOAT, 2.0 * (double)rows * (double)columns, (double)bytes);
}

void prepare_gemv_int8(struct job *job)
{
    const size_t rows = job_size(job, 2048, 128), columns = job_size(job, 2048, 96);
    const cl_char *a = (const cl_char *)job_bytes(job, rows * columns);
    const cl_char *x = (const cl_char *)job_bytes(job, columns);
    const float *scale = job_floats(job, rows, 0, 1e-5f);
    double *want = job_alloc(job, rows, sizeof(*want));
    for (size_t i = 0; i < rows; i++) {
        cl_int sum = 0;
        for (size_t j = 0; j < columns; j++)
            sum += a[i * columns + j] * x[j];
        want[i] = (double)scale[i] * sum;
    }
    cl_mem y = job_output(job, rows * sizeof(float));
    job_launch(job, "gemv_int8", range_1d(rows, 64));
    job_arg_mem(job, job_input(job, a, rows * columns));
    job_arg_mem(job, job_input(job, x, columns));
    job_arg_mem(job, job_input(job, scale, rows * sizeof(*scale)));
    job_arg_mem(job, y);
    job_arg_uint(job, (cl_uint)(columns / 4));
    job_expect_floats(job, y, want, rows, 1e-6);
    job_cost(job, UNIT_INT, 2.0 * (double)rows * (double)columns, (double)rows * (double)columns);
}
