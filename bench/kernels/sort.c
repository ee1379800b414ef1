/* SPDX-License-Identifier: MIT */
/* Histograms and sorting. */
#include <stdlib.h>
#include <string.h>

#include "bench/kernels/families.h"

enum { BINS = 256, DIGITS = 16 };

/* The bytes of a picture: most of them near the middle. */
static const cl_uchar *picture(struct job *job, size_t n)
{
    const cl_uint *random = job_uints(job, n, 0);
    cl_uchar *bytes = job_alloc(job, n, 1);
    for (size_t i = 0; i < n; i++)
        bytes[i] = (cl_uchar)(((random[i] & 255) + (random[i] >> 8 & 255) + (random[i] >> 16 & 255)) / 3);
    return bytes;
}

static void describe_histogram(struct job *job, size_t n, struct range range)
{
    const cl_uchar *in = picture(job, n);
    cl_uint *want = job_alloc(job, BINS, sizeof(*want));
    for (size_t i = 0; i < n; i++)
        want[in[i]]++;
    cl_mem counts = job_output(job, BINS * sizeof(*want));
    job_zero(job, counts, BINS * sizeof(*want));
    job_launch(job, "histogram", range);
    job_arg_mem(job, job_input(job, in, n));
    job_arg_uint(job, (cl_uint)n);
    job_arg_mem(job, counts);
    job_expect(job, counts, want, BINS * sizeof(*want));
    job_cost(job, UNIT_INT, (double)n, (double)n);
}

void prepare_histogram_local(struct job *job)
{
    describe_histogram(job, job_size(job, 1 << 22, 1 << 13), range_1d(job_size(job, 1 << 14, 1 << 9), 256));
}

void prepare_histogram_global(struct job *job)
{
    const size_t n = job_size(job, 1 << 20, 1 << 12);
    describe_histogram(job, n, range_1d(n, 256));
}

void prepare_radix_count(struct job *job)
{
    enum { RUN = 256, SHIFT = 8 };
    const size_t items = job_size(job, 1 << 12, 1 << 6), n = items * RUN;
    const cl_uint *keys = job_uints(job, n, 0);
    cl_uint *want = job_alloc(job, items * DIGITS, sizeof(*want));
    for (size_t i = 0; i < n; i++)
        want[(keys[i] >> SHIFT & (DIGITS - 1)) * items + i / RUN]++;
    cl_mem counts = job_output(job, items * DIGITS * sizeof(*want));
    job_launch(job, "radix_count", range_1d(items, 64));
    job_arg_mem(job, job_input(job, keys, n * sizeof(*keys)));
    job_arg_mem(job, counts);
    job_arg_uint(job, RUN);
    job_arg_uint(job, SHIFT);
    job_expect(job, counts, want, items * DIGITS * sizeof(*want));
    job_cost(job, UNIT_INT, 3.0 * (double)n, (double)(n * sizeof(*keys)));
}

static int ascending(const void *a, const void *b)
{
    const cl_uint x = *(const cl_uint *)a, y = *(const cl_uint *)b;
    return (x > y) - (x < y);
}

/* All steps of the network. It takes as long on sorted keys as on others, so the launches may be repeated. */
void prepare_bitonic_sort(struct job *job)
{
    const size_t n = job_size(job, 1 << 16, 1 << 8), bytes = n * sizeof(cl_uint);
    cl_uint *want = job_uints(job, n, 0);
    cl_mem keys = job_input(job, want, bytes);
    qsort(want, n, sizeof(*want), ascending);
    double steps = 0;
    for (cl_uint block = 2; block <= n; block *= 2) {
        for (cl_uint distance = block / 2; distance > 0; distance /= 2) {
            job_launch(job, "bitonic_step", range_1d(n / 2, 128));
            job_arg_mem(job, keys);
            job_arg_uint(job, distance);
            job_arg_uint(job, block);
            steps++;
        }
    }
    job_expect(job, keys, want, bytes);
    job_cost(job, UNIT_INT, 3.0 * steps * (double)n, 2.0 * steps * (double)bytes);
}

void prepare_bitonic_local(struct job *job)
{
    enum { LOCAL = 128, BLOCK = 2 * LOCAL, STEPS = 36 };
    const size_t n = job_size(job, 1 << 17, 1 << 10), bytes = n * sizeof(cl_uint);
    const cl_uint *in = job_uints(job, n, 0);
    cl_uint *want = job_alloc(job, n, sizeof(*want));
    memcpy(want, in, bytes);
    for (size_t first = 0; first < n; first += BLOCK)
        qsort(want + first, BLOCK, sizeof(*want), ascending);
    cl_mem out = job_output(job, bytes);
    job_launch(job, "sort", range_1d(n / 2, LOCAL));
    job_arg_mem(job, job_input(job, in, bytes));
    job_arg_mem(job, out);
    job_arg_local(job, BLOCK * sizeof(cl_uint));
    job_expect(job, out, want, bytes);
    job_cost(job, UNIT_INT, 3.0 * STEPS * (double)n, 2.0 * (double)bytes);
}
