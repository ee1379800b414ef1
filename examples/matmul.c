/* SPDX-License-Identifier: MIT */
/* A tiled matrix product, checked against OpenBLAS.
 *
 *   matmul [ORDER]    a multiple of 32 */
#include <cblas.h>
#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "examples/common.h"

enum { TILE = 32, PER = 8 };

static void fill(float *matrix, size_t count, unsigned state)
{
    for (size_t i = 0; i < count; i++) {
        state = state * 1664525u + 1013904223u;
        matrix[i] = (float)(state >> 8) * 0x1p-23f - 1.0f;
    }
}

static double multiply(const struct example *e, const cl_mem m[3], int n)
{
    cl_kernel kernel = example_kernel(e, "matmul");
    for (cl_uint i = 0; i < 3; i++)
        check(clSetKernelArg(kernel, i, sizeof(cl_mem), &m[i]), "clSetKernelArg");
    check(clSetKernelArg(kernel, 3, sizeof(n), &n), "clSetKernelArg");
    size_t global[2] = {(size_t)n, (size_t)n / PER}, local[2] = {TILE, TILE / PER};
    double best = 1e9;
    for (int i = 0; i < 3; i++) {
        double start = seconds_now();
        check(clEnqueueNDRangeKernel(e->queue, kernel, 2, NULL, global, local, 0, NULL, NULL),
              "clEnqueueNDRangeKernel");
        check(clFinish(e->queue), "clFinish");
        best = fmin(best, seconds_now() - start);
    }
    clReleaseKernel(kernel);
    return best;
}

int main(int argc, char **argv)
{
    int n = argc > 1 ? atoi(argv[1]) : 512;
    if (n < TILE || n % TILE || n > 16384) {
        fprintf(stderr, "matmul: the order must be a multiple of %d up to 16384, not %d\n", TILE, n);
        return EXIT_FAILURE;
    }
    struct example e = example_open("matmul.cl", "");
    size_t count = (size_t)n * n, size = count * sizeof(float);
    float *a = malloc(size), *b = malloc(size), *c = malloc(size), *reference = malloc(size);
    if (!a || !b || !c || !reference)
        return EXIT_FAILURE;
    fill(a, count, 1);
    fill(b, count, 2);
    cl_mem m[3] = {example_buffer(&e, CL_MEM_READ_ONLY, size, a),
                   example_buffer(&e, CL_MEM_READ_ONLY, size, b),
                   example_buffer(&e, CL_MEM_WRITE_ONLY, size, NULL)};
    double time = multiply(&e, m, n);
    check(clEnqueueReadBuffer(e.queue, m[2], CL_TRUE, 0, size, c, 0, NULL, NULL), "clEnqueueReadBuffer");
    double flop = 2.0 * n * n * n;
    printf("matmul %d x %d: %.2f ms, %.2f GFLOP/s\n", n, n, 1e3 * time, 1e-9 * flop / time);

    double start = seconds_now();
    cblas_sgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, n, n, n, 1, a, n, b, n, 0, reference, n);
    printf("OpenBLAS: %.2f ms\n", 1e3 * (seconds_now() - start));
    double worst = 0;
    for (size_t i = 0; i < count; i++)
        worst = fmax(worst, fabs((double)c[i] - reference[i]));
    /* Both sums of n products of numbers below 1 are off by n * epsilon * n / 2 at most; far less in
     * practice. */
    double limit = 2.0 * n * FLT_EPSILON;
    bool good = verdict(worst <= limit, "largest difference to OpenBLAS", worst, limit);
    for (int i = 0; i < 3; i++)
        clReleaseMemObject(m[i]);
    example_close(&e);
    free(a);
    free(b);
    free(c);
    free(reference);
    return good ? EXIT_SUCCESS : EXIT_FAILURE;
}
