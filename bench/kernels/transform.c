/* SPDX-License-Identifier: MIT */
/* Fourier and cosine transforms. */
#include <complex.h>
#include <math.h>

#include "bench/kernels/families.h"

static const double pi = 3.14159265358979323846;

/* The transform of 2^k complex numbers that stand step apart, by halves. */
static void transform(const double complex *in, double complex *out, size_t n, size_t step)
{
    if (n == 1) {
        out[0] = in[0];
        return;
    }
    transform(in, out, n / 2, 2 * step);
    transform(in + step, out + n / 2, n / 2, 2 * step);
    for (size_t k = 0; k < n / 2; k++) {
        const double complex even = out[k], odd = cexp(-2 * pi * I * (double)k / (double)n) * out[k + n / 2];
        out[k] = even + odd;
        out[k + n / 2] = even - odd;
    }
}

/* All passes of a transform of n numbers; radix 4 takes the roots of unity. */
static void describe_fft(struct job *job, size_t n, size_t radix)
{
    const size_t bytes = n * sizeof(cl_float2);
    const float *values = job_floats(job, 2 * n, -0.01f, 0.01f);
    double complex *in = job_alloc(job, n, sizeof(*in)), *want = job_alloc(job, n, sizeof(*want));
    float *roots = job_alloc(job, 2 * n, sizeof(*roots));
    for (size_t i = 0; i < n; i++) {
        in[i] = (double)values[2 * i] + I * (double)values[2 * i + 1];
        roots[2 * i] = (float)cos(2 * pi * (double)i / (double)n);
        roots[2 * i + 1] = (float)-sin(2 * pi * (double)i / (double)n);
    }
    transform(in, want, n, 1);
    cl_mem source = job_input(job, values, bytes),
           halves[2] = {job_output(job, bytes), job_output(job, bytes)};
    cl_mem table = job_input(job, roots, bytes);
    double passes = 0;
    for (size_t p = 1, turn = 0; p < n; p *= radix, turn ^= 1, passes++) {
        job_launch(job, "pass", range_1d(n / radix, 64));
        job_arg_mem(job, source);
        job_arg_mem(job, halves[turn]);
        if (radix == 4)
            job_arg_mem(job, table);
        job_arg_uint(job, (cl_uint)p);
        source = halves[turn];
    }
    job_expect_floats(job, source, (const double *)want, 2 * n, 1e-4);
    job_cost(job, UNIT_FLOAT, 5.0 * (double)n * log2((double)n), 2.0 * passes * (double)bytes);
}

void prepare_fft_radix2(struct job *job)
{
    describe_fft(job, job_size(job, 1 << 16, 1 << 8), 2);
}

void prepare_fft_radix4(struct job *job)
{
    describe_fft(job, job_size(job, 1 << 16, 1 << 8), 4);
}

void prepare_dct_8x8(struct job *job)
{
    enum { SIDE = 8 };
    const size_t n = job_size(job, 512, 64), count = n * n, bytes = count * sizeof(float);
    const float *in = job_floats(job, count, -1, 1);
    float *cosines = job_alloc(job, SIDE * SIDE, sizeof(*cosines));
    for (int k = 0; k < SIDE; k++)
        for (int i = 0; i < SIDE; i++)
            cosines[k * SIDE + i] = (float)((k ? 0.5 : sqrt(0.125)) * cos(pi * k * (2 * i + 1) / (2 * SIDE)));
    double *want = job_alloc(job, count, sizeof(*want));
    for (size_t place = 0; place < count; place++) {
        const size_t x = place % n, y = place / n;
        const float *block = in + y / SIDE * SIDE * n + x / SIDE * SIDE;
        for (size_t i = 0; i < SIDE * SIDE; i++)
            want[place] += (double)block[i / SIDE * n + i % SIDE] *
                           (double)cosines[x % SIDE * SIDE + i % SIDE] *
                           (double)cosines[y % SIDE * SIDE + i / SIDE];
    }
    cl_mem out = job_output(job, bytes);
    job_launch(job, "dct", range_2d(n, n, SIDE, SIDE));
    job_arg_mem(job, job_input(job, in, bytes));
    job_arg_mem(job, out);
    job_arg_mem(job, job_input(job, cosines, SIDE * SIDE * sizeof(*cosines)));
    job_expect_floats(job, out, want, count, 1e-5);
    job_cost(job, UNIT_FLOAT, 4.0 * SIDE * (double)count, 2.0 * (double)bytes);
}
