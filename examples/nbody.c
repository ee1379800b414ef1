/* SPDX-License-Identifier: MIT */
/* Integrates a softened Plummer-like cluster of bodies by leapfrog and shows how well energy is kept: the
 * total energy is computed on the host, in double, before and after.
 *
 *   nbody [BODIES [STEPS]]    BODIES a multiple of 256 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "examples/common.h"

enum { TILE = 256 };
#define SOFTENING 1e-3
#define DRIFT_LIMIT 1e-5 /* relative; leapfrog at this step length, with float sums, stays near 1e-7 */

static double uniform(unsigned *state)
{
    *state = *state * 1664525u + 1013904223u;
    return (*state >> 8) * 0x1p-24;
}

/* Bodies of equal mass in a ball of radius 1, turning slowly about the z axis. */
static void make_bodies(cl_float4 *position, cl_float4 *velocity, int n)
{
    unsigned state = 12345;
    for (int i = 0; i < n; i++) {
        double x, y, z;
        do {
            x = 2 * uniform(&state) - 1;
            y = 2 * uniform(&state) - 1;
            z = 2 * uniform(&state) - 1;
        } while (x * x + y * y + z * z > 1);
        position[i] = (cl_float4){{(float)x, (float)y, (float)z, 1.0f / (float)n}};
        velocity[i] = (cl_float4){{(float)(-0.5 * y), (float)(0.5 * x), 0, 0}};
    }
}

static double energy(const cl_float4 *p, const cl_float4 *v, int n)
{
    double sum = 0;
    for (int i = 0; i < n; i++) {
        sum += 0.5 * p[i].s[3] * (v[i].s[0] * v[i].s[0] + v[i].s[1] * v[i].s[1] + v[i].s[2] * v[i].s[2]);
        for (int j = i + 1; j < n; j++) {
            double dx = p[i].s[0] - p[j].s[0], dy = p[i].s[1] - p[j].s[1], dz = p[i].s[2] - p[j].s[2];
            sum -= (double)p[i].s[3] * p[j].s[3] / sqrt(dx * dx + dy * dy + dz * dz + SOFTENING);
        }
    }
    return sum;
}

struct cluster {
    cl_mem position, velocity, acceleration;
};

static double integrate(const struct example *e, const struct cluster *c, int n, int steps, float dt)
{
    cl_kernel accelerate = example_kernel(e, "accelerate"), kick = example_kernel(e, "kick");
    check(clSetKernelArg(accelerate, 0, sizeof(cl_mem), &c->position), "clSetKernelArg");
    check(clSetKernelArg(accelerate, 1, sizeof(cl_mem), &c->acceleration), "clSetKernelArg");
    check(clSetKernelArg(accelerate, 2, sizeof(n), &n), "clSetKernelArg");
    check(clSetKernelArg(kick, 0, sizeof(cl_mem), &c->position), "clSetKernelArg");
    check(clSetKernelArg(kick, 1, sizeof(cl_mem), &c->velocity), "clSetKernelArg");
    check(clSetKernelArg(kick, 2, sizeof(cl_mem), &c->acceleration), "clSetKernelArg");
    check(clSetKernelArg(kick, 3, sizeof(dt), &dt), "clSetKernelArg");
    size_t global = (size_t)n, local = TILE;
    double start = seconds_now();
    for (int step = 0; step <= steps; step++) {
        check(clEnqueueNDRangeKernel(e->queue, accelerate, 1, NULL, &global, &local, 0, NULL, NULL),
              "accelerate");
        /* The half kick that ends one step and the one that begins the next. */
        for (cl_int move = step == 0; move <= (step < steps); move++) {
            check(clSetKernelArg(kick, 4, sizeof(move), &move), "clSetKernelArg");
            check(clEnqueueNDRangeKernel(e->queue, kick, 1, NULL, &global, NULL, 0, NULL, NULL), "kick");
        }
    }
    check(clFinish(e->queue), "clFinish");
    double time = seconds_now() - start;
    clReleaseKernel(accelerate);
    clReleaseKernel(kick);
    return time;
}

int main(int argc, char **argv)
{
    int n = argc > 1 ? atoi(argv[1]) : 4096, steps = argc > 2 ? atoi(argv[2]) : 20;
    if (n < TILE || n % TILE || steps < 1) {
        fprintf(stderr, "nbody: bodies must be a positive multiple of %d, not %d; steps at least 1, not %d\n",
                TILE, n, steps);
        return EXIT_FAILURE;
    }
    struct example e = example_open("nbody.cl", "");
    size_t size = (size_t)n * sizeof(cl_float4);
    cl_float4 *position = malloc(size), *velocity = malloc(size);
    if (!position || !velocity)
        return EXIT_FAILURE;
    make_bodies(position, velocity, n);
    double before = energy(position, velocity, n);
    struct cluster c = {example_buffer(&e, CL_MEM_READ_WRITE, size, position),
                        example_buffer(&e, CL_MEM_READ_WRITE, size, velocity),
                        example_buffer(&e, CL_MEM_READ_WRITE, size, NULL)};
    double time = integrate(&e, &c, n, steps, 0.005f);
    check(clEnqueueReadBuffer(e.queue, c.position, CL_TRUE, 0, size, position, 0, NULL, NULL),
          "clEnqueueReadBuffer");
    check(clEnqueueReadBuffer(e.queue, c.velocity, CL_TRUE, 0, size, velocity, 0, NULL, NULL),
          "clEnqueueReadBuffer");
    double pairs = (double)n * n * (steps + 1);
    printf("nbody %d bodies, %d steps: %.1f ms, %.3f Gpair/s\n", n, steps, 1e3 * time, 1e-9 * pairs / time);
    double drift = fabs(energy(position, velocity, n) / before - 1);
    bool good = verdict(drift < DRIFT_LIMIT, "relative drift of the total energy", drift, DRIFT_LIMIT);
    clReleaseMemObject(c.position);
    clReleaseMemObject(c.velocity);
    clReleaseMemObject(c.acceleration);
    example_close(&e);
    free(position);
    free(velocity);
    return good ? EXIT_SUCCESS : EXIT_FAILURE;
}
