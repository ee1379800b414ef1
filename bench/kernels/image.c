/* SPDX-License-Identifier: MIT */
/* Images of bytes, larger than the caches where a pixel takes little work. */
#include <stdlib.h>

#include "bench/kernels/families.h"

/* A launch on an image: input, output, and for some kernels its width and height. */
static void launch_on(struct job *job, const char *kernel, struct range range, cl_mem in, cl_mem out)
{
    job_launch(job, kernel, range);
    job_arg_mem(job, in);
    job_arg_mem(job, out);
}

static void launch_on_plane(struct job *job, const char *kernel, size_t side, cl_mem in, cl_mem out)
{
    launch_on(job, kernel, range_2d(side, side, 16, 16), in, out);
    job_arg_int(job, (cl_int)side);
    job_arg_int(job, (cl_int)side);
}

void prepare_grey(struct job *job)
{
    const size_t n = job_stream_size(job);
    const cl_uchar *in = job_bytes(job, 4 * n);
    cl_uchar *want = job_alloc(job, n, 1);
    for (size_t i = 0; i < n; i++)
        want[i] = (cl_uchar)((77 * in[4 * i] + 150 * in[4 * i + 1] + 29 * in[4 * i + 2] + 128) >> 8);
    cl_mem out = job_output(job, n);
    launch_on(job, "grey", range_1d(n, 0), job_input(job, in, 4 * n), out);
    job_expect(job, out, want, n);
    job_cost(job, UNIT_INT, 7.0 * (double)n, 5.0 * (double)n);
}

static size_t clamped(size_t i, int by, size_t n)
{
    const size_t moved = i + (size_t)(by + 1);
    return moved == 0 ? 0 : moved - 1 >= n ? n - 1 : moved - 1;
}

void prepare_box_blur(struct job *job)
{
    const size_t n = job_size(job, 1024, 64), bytes = 4 * n * n;
    const cl_uchar *in = job_bytes(job, bytes);
    cl_uchar *want = job_alloc(job, bytes, 1);
    for (size_t i = 0; i < bytes; i++) {
        const size_t x = i / 4 % n, y = i / 4 / n;
        unsigned sum = 0;
        for (int dy = -1; dy <= 1; dy++)
            for (int dx = -1; dx <= 1; dx++)
                sum += in[4 * (clamped(y, dy, n) * n + clamped(x, dx, n)) + i % 4];
        want[i] = (cl_uchar)(sum / 9);
    }
    cl_mem out = job_output(job, bytes);
    launch_on_plane(job, "box_blur", n, job_input(job, in, bytes), out);
    job_expect(job, out, want, bytes);
    job_cost(job, UNIT_INT, 10.0 * (double)bytes, 2.0 * (double)bytes);
}

/* The neighbour of pixel i of a plane with rows of n. */
static int pixel(const cl_uchar *in, size_t i, size_t n, int dx, int dy)
{
    return in[(ptrdiff_t)i + dy * (ptrdiff_t)n + dx];
}

static bool is_inside(size_t i, size_t n)
{
    const size_t x = i % n, y = i / n;
    return x > 0 && y > 0 && x < n - 1 && y < n - 1;
}

void prepare_sobel(struct job *job)
{
    const size_t n = job_size(job, 2048, 64), count = n * n;
    const cl_uchar *in = job_bytes(job, count);
    cl_uchar *want = job_alloc(job, count, 1);
    for (size_t i = 0; i < count; i++) {
        int gx = 0, gy = 0;
        for (int k = -1; k <= 1 && is_inside(i, n); k++) {
            const int weight = k == 0 ? 2 : 1;
            gx += weight * (pixel(in, i, n, 1, k) - pixel(in, i, n, -1, k));
            gy += weight * (pixel(in, i, n, k, 1) - pixel(in, i, n, k, -1));
        }
        want[i] = (cl_uchar)(abs(gx) + abs(gy) > 255 ? 255 : abs(gx) + abs(gy));
    }
    cl_mem out = job_output(job, count);
    launch_on_plane(job, "sobel", n, job_input(job, in, count), out);
    job_expect(job, out, want, count);
    job_cost(job, UNIT_INT, 18.0 * (double)count, 2.0 * (double)count);
}

void prepare_threshold(struct job *job)
{
    const size_t n = 4 * job_stream_size(job);
    const cl_uchar *in = job_bytes(job, n), level = 100;
    cl_uchar *want = job_alloc(job, n, 1);
    for (size_t i = 0; i < n; i++)
        want[i] = in[i] > level ? 255 : 0;
    cl_mem out = job_output(job, n);
    launch_on(job, "threshold", range_1d(n / 16, 64), job_input(job, in, n), out);
    job_arg_byte(job, level);
    job_expect(job, out, want, n);
    job_cost(job, UNIT_INT, (double)n, 2.0 * (double)n);
}

void prepare_equalise(struct job *job)
{
    enum { LEVELS = 256 };
    const size_t n = job_size(job, 1 << 22, 1 << 12);
    const cl_uchar *in = job_bytes(job, n), *table = job_bytes(job, LEVELS);
    cl_uchar *want = job_alloc(job, n, 1);
    for (size_t i = 0; i < n; i++)
        want[i] = table[in[i]];
    cl_mem out = job_output(job, n);
    job_launch(job, "equalise", range_1d(n, 256));
    job_arg_mem(job, job_input(job, in, n));
    job_arg_mem(job, job_input(job, table, LEVELS));
    job_arg_mem(job, out);
    job_expect(job, out, want, n);
    job_cost(job, UNIT_INT, (double)n, 2.0 * (double)n);
}

static int by_value(const void *a, const void *b)
{
    return *(const cl_uchar *)a - *(const cl_uchar *)b;
}

void prepare_median_3x3(struct job *job)
{
    const size_t n = job_size(job, 1024, 64), count = n * n;
    const cl_uchar *in = job_bytes(job, count);
    cl_uchar *want = job_alloc(job, count, 1);
    for (size_t i = 0; i < count; i++) {
        cl_uchar around[9] = {0};
        for (int k = 0; k < 9 && is_inside(i, n); k++)
            around[k] = (cl_uchar)pixel(in, i, n, k % 3 - 1, k / 3 - 1);
        qsort(around, 9, 1, by_value);
        want[i] = is_inside(i, n) ? around[4] : in[i];
    }
    cl_mem out = job_output(job, count);
    launch_on_plane(job, "median", n, job_input(job, in, count), out);
    job_expect(job, out, want, count);
    job_cost(job, UNIT_INT, 30.0 * (double)count, 2.0 * (double)count);
}
