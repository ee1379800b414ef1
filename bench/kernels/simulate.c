/* SPDX-License-Identifier: MIT */
/* Simulation and pictures: bodies under gravity, fractals, rays, noise, cells. Where the work depends on the
 * data, the reference counts it. */
#include <math.h>

#include "bench/kernels/families.h"

/* The acceleration of body i, as x, y, z and 0. */
static void accelerate(const float *bodies, size_t count, size_t i, double softening, double *out)
{
    const float *self = bodies + 4 * i;
    for (size_t j = 0; j < count; j++) {
        const float *other = bodies + 4 * j;
        double way[3], square = softening;
        for (int axis = 0; axis < 3; axis++) {
            way[axis] = (double)other[axis] - (double)self[axis];
            square += way[axis] * way[axis];
        }
        const double pull = (double)other[3] / (square * sqrt(square));
        for (int axis = 0; axis < 3; axis++)
            out[axis] += way[axis] * pull;
    }
}

static void describe_nbody(struct job *job, bool tiled)
{
    enum { LOCAL = 128 };
    const size_t n = job_size(job, 4096, 256), bytes = 4 * n * sizeof(float);
    const double softening = 0.0625;
    float *bodies = job_floats(job, 4 * n, 0, 1);
    for (size_t i = 0; i < n; i++)
        bodies[4 * i + 3] /= (float)n;
    double *want = job_alloc(job, 4 * n, sizeof(*want));
    for (size_t i = 0; i < n; i++)
        accelerate(bodies, n, i, softening, want + 4 * i);
    cl_mem out = job_output(job, bytes);
    job_launch(job, "nbody", range_1d(n, LOCAL));
    job_arg_mem(job, job_input(job, bodies, bytes));
    job_arg_mem(job, out);
    job_arg_int(job, (cl_int)n);
    job_arg_float(job, (float)softening);
    if (tiled)
        job_arg_local(job, LOCAL * 4 * sizeof(float));
    job_expect_floats(job, out, want, 4 * n, 1e-3);
    job_cost(job, UNIT_FLOAT, 20.0 * (double)n * (double)n, 2.0 * (double)bytes);
}

void prepare_nbody(struct job *job)
{
    describe_nbody(job, false);
}

void prepare_nbody_tiled(struct job *job)
{
    describe_nbody(job, true);
}

static cl_uint mandelbrot_steps(float cx, float cy, cl_uint limit)
{
    float zx = 0, zy = 0;
    cl_uint i = 0;
    while (i < limit && zx * zx + zy * zy <= 4) {
        const float next = zx * zx - zy * zy + cx;
        zy = 2 * zx * zy + cy;
        zx = next;
        i++;
    }
    return i;
}

void prepare_mandelbrot(struct job *job)
{
    const size_t n = job_size(job, 512, 64);
    const float left = -2, top = -1.25f, step = 2.5f / (float)n;
    const cl_uint limit = 256;
    cl_uint *want = job_alloc(job, n * n, sizeof(*want));
    double steps = 0;
    for (size_t i = 0; i < n * n; i++) {
        want[i] = mandelbrot_steps(left + (float)(i % n) * step, top + (float)(i / n) * step, limit);
        steps += want[i];
    }
    cl_mem out = job_output(job, n * n * sizeof(*want));
    job_launch(job, "mandelbrot", range_2d(n, n, 16, 16));
    job_arg_mem(job, out);
    job_arg_float(job, left);
    job_arg_float(job, top);
    job_arg_float(job, step);
    job_arg_uint(job, limit);
    job_expect_mostly_words(job, out, want, n * n, 0.02);
    job_cost(job, UNIT_FLOAT, 7 * steps, (double)(n * n * sizeof(*want)));
}

static cl_uint julia_steps(double x, double y, double cx, double cy, cl_uint limit)
{
    cl_uint i;
    for (i = 0; i < limit && x * x + y * y <= 4; i++) {
        const double next = x * x - y * y + cx;
        y = 2 * x * y + cy;
        x = next;
    }
    return i;
}

void prepare_julia_double(struct job *job)
{
    const size_t n = job_size(job, 512, 64);
    const double cx = -0.7269, cy = 0.1889, step = 3.0 / (double)n, half = 0.5 * (double)n;
    const cl_uint limit = 256;
    cl_uint *want = job_alloc(job, n * n, sizeof(*want));
    double steps = 0;
    for (size_t i = 0; i < n * n; i++) {
        want[i] =
            julia_steps(((double)(i % n) - half) * step, ((double)(i / n) - half) * step, cx, cy, limit);
        steps += want[i];
    }
    cl_mem out = job_output(job, n * n * sizeof(*want));
    job_launch(job, "julia", range_2d(n, n, 0, 0));
    job_arg_mem(job, out);
    job_arg_double(job, cx);
    job_arg_double(job, cy);
    job_arg_double(job, step);
    job_arg_uint(job, limit);
    job_expect_mostly_words(job, out, want, n * n, 0.02);
    job_cost(job, UNIT_DOUBLE, 8 * steps, (double)(n * n * sizeof(*want)));
}

struct vector {
    double x, y, z;
};

static double dot(struct vector a, struct vector b)
{
    return a.x * b.x + a.y * b.y + a.z * b.z;
}

static struct vector normalized(double x, double y, double z)
{
    const double length = sqrt(x * x + y * y + z * z);
    return (struct vector){x / length, y / length, z / length};
}

/* The way from a point to the centre of a sphere. */
static struct vector way_to(const float *sphere, struct vector from)
{
    return (struct vector){(double)sphere[0] - from.x, (double)sphere[1] - from.y,
                           (double)sphere[2] - from.z};
}

/* As nearest_hit() of spheres.cl. */
static double nearest_hit(struct vector from, struct vector way, const float *spheres, int count, int *which)
{
    double nearest = INFINITY;
    for (int i = 0; i < count; i++) {
        const float *sphere = spheres + 4 * i;
        const struct vector to = way_to(sphere, from);
        const double along = dot(to, way), radius = (double)sphere[3];
        const double square = radius * radius - (dot(to, to) - along * along);
        const double distance = square < 0 ? 0 : along - sqrt(square);
        if (distance > 1e-3 && distance < nearest) {
            nearest = distance;
            *which = i;
        }
    }
    return nearest;
}

/* The shade of a pixel; counts the rays. */
static double shade_of(double x, double y, const float *spheres, int count, double *rays)
{
    const struct vector light = normalized(0.5, 1, -0.7), eye = {0, 0, -4}, way = normalized(x, y, 1);
    int which = -1;
    const double distance = nearest_hit(eye, way, spheres, count, &which);
    ++*rays;
    if (which < 0)
        return 0.1;
    const struct vector point = {eye.x + distance * way.x, eye.y + distance * way.y,
                                 eye.z + distance * way.z};
    const double facing = -dot(way_to(spheres + 4 * which, point), light) / (double)spheres[4 * which + 3];
    if (facing <= 0)
        return 0.1;
    ++*rays;
    return isinf(nearest_hit(point, light, spheres, count, &which)) ? 0.1 + 0.9 * facing : 0.1;
}

void prepare_spheres(struct job *job)
{
    enum { SPHERES = 64 };
    const size_t n = job_size(job, 512, 64);
    float *spheres = job_floats(job, 4 * SPHERES, -1.5f, 1.5f);
    for (int i = 0; i < SPHERES; i++)
        spheres[4 * i + 3] = 0.1f + 0.1f * fabsf(spheres[4 * i + 3]);
    double *want = job_alloc(job, n * n, sizeof(*want)), rays = 0;
    for (size_t i = 0; i < n * n; i++)
        want[i] = shade_of(((double)(i % n) + 0.5) / (double)n - 0.5,
                           ((double)(i / n) + 0.5) / (double)n - 0.5, spheres, SPHERES, &rays);
    cl_mem image = job_output(job, n * n * sizeof(float));
    job_launch(job, "spheres", range_2d(n, n, 8, 8));
    job_arg_mem(job, job_input(job, spheres, 4 * SPHERES * sizeof(*spheres)));
    job_arg_int(job, SPHERES);
    job_arg_mem(job, image);
    job_arg_int(job, (cl_int)n);
    job_arg_int(job, (cl_int)n);
    job_expect_mostly_floats(job, image, want, n * n, 1e-3, 0.01);
    job_cost(job, UNIT_FLOAT, 17.0 * SPHERES * rays, (double)(n * n * sizeof(float)));
}

static double fade(double t)
{
    return t * t * t * (t * (t * 6 - 15) + 10);
}

static double gradient(int hash, double x, double y)
{
    const double u = hash & 4 ? y : x, v = hash & 4 ? x : y;
    return (hash & 1 ? -u : u) + (hash & 2 ? -2 * v : 2 * v);
}

static double mix(double a, double b, double t)
{
    return a + (b - a) * t;
}

/* As noise() of perlin.cl. */
static double noise(const cl_uchar *table, double x, double y)
{
    const double fx = x - floor(x), fy = y - floor(y), u = fade(fx);
    const int ix = (int)floor(x) & 255, iy = (int)floor(y) & 255;
    const int a = table[ix] + iy, b = table[ix + 1] + iy;
    const double upper = mix(gradient(table[a], fx, fy), gradient(table[b], fx - 1, fy), u);
    const double lower = mix(gradient(table[a + 1], fx, fy - 1), gradient(table[b + 1], fx - 1, fy - 1), u);
    return mix(upper, lower, fade(fy));
}

void prepare_perlin(struct job *job)
{
    enum { TABLE = 512, OCTAVES = 4 };
    const size_t n = job_size(job, 512, 64);
    const double scale = 0x1p-6;
    const cl_uchar *table = job_bytes(job, TABLE);
    double *want = job_alloc(job, n * n, sizeof(*want));
    for (size_t i = 0; i < n * n; i++)
        for (int octave = 0; octave < OCTAVES; octave++)
            want[i] += ldexp(
                noise(table, (double)(i % n) * ldexp(scale, octave), (double)(i / n) * ldexp(scale, octave)),
                -octave);
    cl_mem out = job_output(job, n * n * sizeof(float));
    job_launch(job, "perlin", range_2d(n, n, 32, 8));
    job_arg_mem(job, job_input(job, table, TABLE));
    job_arg_mem(job, out);
    job_arg_float(job, (float)scale);
    job_expect_floats(job, out, want, n * n, 1e-5);
    job_cost(job, UNIT_FLOAT, 45.0 * OCTAVES * (double)(n * n), (double)(n * n * sizeof(float)));
}

void prepare_life(struct job *job)
{
    const size_t n = job_size(job, 1024, 64), count = n * n;
    cl_uchar *in = job_bytes(job, count), *want = job_alloc(job, count, 1);
    for (size_t i = 0; i < count; i++)
        in[i] &= 1;
    for (size_t i = 0; i < count; i++) {
        const size_t x = i % n, y = i / n, left = (x + n - 1) % n, right = (x + 1) % n;
        const cl_uchar *above = in + (y + n - 1) % n * n, *row = in + y * n, *below = in + (y + 1) % n * n;
        const int neighbours = above[left] + above[x] + above[right] + row[left] + row[right] + below[left] +
                               below[x] + below[right];
        want[i] = neighbours == 3 || (neighbours == 2 && row[x]);
    }
    cl_mem out = job_output(job, count);
    job_launch(job, "life", range_2d(n, n, 64, 4));
    job_arg_mem(job, job_input(job, in, count));
    job_arg_mem(job, out);
    job_expect(job, out, want, count);
    job_cost(job, UNIT_INT, 12.0 * (double)count, 2.0 * (double)count);
}
