/* SPDX-License-Identifier: MIT */
/* Kernels on OpenCL's images, with and without filters. */
#include <math.h>

#include "bench/kernels/families.h"

static const cl_image_format rgba8 = {CL_RGBA, CL_UNORM_INT8};
static const cl_image_format grey8 = {CL_R, CL_UNORM_INT8};
static const cl_image_format byte8 = {CL_R, CL_UNSIGNED_INT8};
static const cl_image_format real = {CL_R, CL_FLOAT};

static size_t clamped(ptrdiff_t i, size_t n)
{
    return i < 0 ? 0 : (size_t)i >= n ? n - 1 : (size_t)i;
}

static void launch(struct job *job, const char *kernel, size_t side, cl_mem in, cl_mem out)
{
    job_launch(job, kernel, range_2d(side, side, 16, 16));
    job_arg_mem(job, in);
    job_arg_mem(job, out);
}

static cl_uchar to_byte(double value)
{
    return (cl_uchar)lrint(fmin(fmax(value, 0), 255));
}

/* Channel c of a pixel of a square picture, by the rules of a linear filter; outside lies the edge again, or
 * nothing. */
struct picture {
    const cl_uchar *bytes;
    size_t side;
    bool border;
};

static double channel(const struct picture *p, ptrdiff_t x, ptrdiff_t y, size_t c)
{
    const size_t column = clamped(x, p->side), row = clamped(y, p->side);
    if (p->border && ((ptrdiff_t)column != x || (ptrdiff_t)row != y))
        return 0;
    return p->bytes[4 * (row * p->side + column) + c];
}

static double filtered(const struct picture *p, double u, double v, size_t c)
{
    const double left = floor(u - 0.5), top = floor(v - 0.5), a = u - 0.5 - left, b = v - 0.5 - top;
    const ptrdiff_t x = (ptrdiff_t)left, y = (ptrdiff_t)top;
    const double upper = channel(p, x, y, c) * (1 - a) + channel(p, x + 1, y, c) * a;
    const double lower = channel(p, x, y + 1, c) * (1 - a) + channel(p, x + 1, y + 1, c) * a;
    return upper * (1 - b) + lower * b;
}

void prepare_image_gauss(struct job *job)
{
    static const double weights[] = {0.0625, 0.25, 0.375, 0.25, 0.0625};
    const size_t n = job_size(job, 1024, 64), bytes = 4 * n * n;
    const struct picture in = {job_bytes(job, bytes), n, false};
    cl_uchar *want = job_alloc(job, bytes, 1);
    for (size_t i = 0; i < bytes; i++) {
        double sum = 0;
        for (int k = 0; k < 25; k++) {
            const ptrdiff_t x = (ptrdiff_t)(i / 4 % n) + k % 5 - 2, y = (ptrdiff_t)(i / 4 / n) + k / 5 - 2;
            sum += weights[k % 5] * weights[k / 5] * channel(&in, x, y, i % 4);
        }
        want[i] = to_byte(sum);
    }
    cl_mem out = job_image(job, &rgba8, n, n, 1, NULL);
    launch(job, "gauss", n, job_image(job, &rgba8, n, n, 1, in.bytes), out);
    job_expect_bytes_near(job, out, want, 1);
    job_cost(job, UNIT_FLOAT, 50.0 * (double)bytes, 2.0 * (double)bytes);
}

void prepare_image_resize(struct job *job)
{
    const size_t from = job_size(job, 768, 48), n = job_size(job, 1024, 64), bytes = 4 * n * n;
    const struct picture in = {job_bytes(job, 4 * from * from), from, false};
    cl_uchar *want = job_alloc(job, bytes, 1);
    const double scale = (double)from / (double)n;
    for (size_t i = 0; i < bytes; i++)
        want[i] = to_byte(
            filtered(&in, ((double)(i / 4 % n) + 0.5) * scale, ((double)(i / 4 / n) + 0.5) * scale, i % 4));
    cl_mem out = job_image(job, &rgba8, n, n, 1, NULL);
    launch(job, "resize", n, job_image(job, &rgba8, from, from, 1, in.bytes), out);
    job_expect_bytes_near(job, out, want, 1);
    job_cost(job, UNIT_FLOAT, 6.0 * (double)bytes, (double)bytes + 4.0 * (double)(from * from));
}

void prepare_image_rotate(struct job *job)
{
    const size_t n = job_size(job, 1024, 64), bytes = 4 * n * n;
    const struct picture in = {job_bytes(job, bytes), n, true};
    const double angle = 0.5, sine = sin(angle), cosine = cos(angle), centre = (double)n * 0.5;
    cl_uchar *want = job_alloc(job, bytes, 1);
    for (size_t i = 0; i < bytes; i++) {
        const double x = (double)(i / 4 % n) + 0.5 - centre, y = (double)(i / 4 / n) + 0.5 - centre;
        const double u = cosine * x + sine * y + centre, v = cosine * y - sine * x + centre;
        want[i] = to_byte(filtered(&in, u, v, i % 4));
    }
    cl_mem out = job_image(job, &rgba8, n, n, 1, NULL);
    launch(job, "rotated", n, job_image(job, &rgba8, n, n, 1, in.bytes), out);
    job_arg_float(job, (float)sine);
    job_arg_float(job, (float)cosine);
    job_expect_bytes_near(job, out, want, 1);
    job_cost(job, UNIT_FLOAT, 6.0 * (double)bytes, 2.0 * (double)bytes);
}

void prepare_image_grey(struct job *job)
{
    const size_t n = job_size(job, 2048, 64), count = n * n;
    const cl_uchar *in = job_bytes(job, 4 * count);
    cl_uchar *want = job_alloc(job, count, 1);
    for (size_t i = 0; i < count; i++)
        want[i] = to_byte(0.299 * in[4 * i] + 0.587 * in[4 * i + 1] + 0.114 * in[4 * i + 2]);
    cl_mem out = job_image(job, &grey8, n, n, 1, NULL);
    launch(job, "image_grey", n, job_image(job, &rgba8, n, n, 1, in), out);
    job_expect_bytes_near(job, out, want, 1);
    job_cost(job, UNIT_FLOAT, 6.0 * (double)count, 5.0 * (double)count);
}

/* Along x and z only: the rays of a row stay in its plane. */
static double in_volume(const float *volume, size_t n, double u, size_t y, double w)
{
    const double left = floor(u - 0.5), near = floor(w - 0.5), a = u - 0.5 - left, b = w - 0.5 - near;
    double sum = 0;
    for (int k = 0; k < 4; k++) {
        const size_t x = clamped((ptrdiff_t)left + k % 2, n), z = clamped((ptrdiff_t)near + k / 2, n);
        sum += (k % 2 ? a : 1 - a) * (k / 2 ? b : 1 - b) * (double)volume[(z * n + y) * n + x];
    }
    return sum;
}

void prepare_image_volume(struct job *job)
{
    const size_t n = job_size(job, 128, 16), steps = 2 * n;
    const float *volume = job_floats(job, n * n * n, 0, 1), slant = 0.25f;
    double *want = job_alloc(job, n * n, sizeof(*want));
    for (size_t i = 0; i < n * n; i++)
        for (size_t k = 0; k < steps; k++) {
            const double z = ((double)k + 0.5) / (double)steps, x = ((double)(i % n) + 0.5) / (double)n;
            const double u = (x + (double)slant * z) * (double)n;
            want[i] = fmax(want[i], in_volume(volume, n, u, i / n, z * (double)n));
        }
    cl_mem out = job_output(job, n * n * sizeof(float));
    launch(job, "project", n, job_image(job, &real, n, n, n, volume), out);
    job_arg_int(job, (cl_int)steps);
    job_arg_float(job, slant);
    job_expect_floats(job, out, want, n * n, 1e-3);
    const double samples = (double)(n * n * steps);
    job_cost(job, UNIT_FLOAT, 14 * samples, 4 * (double)(n * n * n));
}

void prepare_image_dilate(struct job *job)
{
    const size_t n = job_size(job, 2048, 64), count = n * n;
    const cl_uchar *in = job_bytes(job, count);
    cl_uchar *want = job_alloc(job, count, 1);
    for (size_t i = 0; i < count; i++)
        for (int k = 0; k < 9; k++) {
            const size_t x = clamped((ptrdiff_t)(i % n) + k % 3 - 1, n);
            const size_t y = clamped((ptrdiff_t)(i / n) + k / 3 - 1, n);
            want[i] = in[y * n + x] > want[i] ? in[y * n + x] : want[i];
        }
    cl_mem out = job_image(job, &byte8, n, n, 1, NULL);
    launch(job, "dilate", n, job_image(job, &byte8, n, n, 1, in), out);
    job_expect_bytes_near(job, out, want, 0);
    job_cost(job, UNIT_INT, 9.0 * (double)count, 2.0 * (double)count);
}

void prepare_image_sobel(struct job *job)
{
    const size_t n = job_size(job, 1024, 64), count = n * n;
    const float *in = job_floats(job, count, 0, 1);
    double *want = job_alloc(job, count, sizeof(*want));
    for (size_t i = 0; i < count; i++) {
        double gx = 0, gy = 0;
        for (int k = 0; k < 9; k++) {
            const int dx = k % 3 - 1, dy = k / 3 - 1;
            const size_t x = clamped((ptrdiff_t)(i % n) + dx, n), y = clamped((ptrdiff_t)(i / n) + dy, n);
            gx += dx * (dy ? 1 : 2) * (double)in[y * n + x];
            gy += dy * (dx ? 1 : 2) * (double)in[y * n + x];
        }
        want[i] = sqrt(gx * gx + gy * gy);
    }
    cl_mem out = job_image(job, &real, n, n, 1, NULL);
    launch(job, "sobel", n, job_image(job, &real, n, n, 1, in), out);
    job_expect_floats(job, out, want, count, 1e-5);
    job_cost(job, UNIT_FLOAT, 20.0 * (double)count, 8.0 * (double)count);
}
