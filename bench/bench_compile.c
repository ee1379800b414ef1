/* SPDX-License-Identifier: MIT */
/* What does a large program cost of which little is used? PARTS copies of compile_part.cl, each with its
 * number in the place of @, make a program of 48 kernels and about a thousand lines. Builds it, runs one
 * kernel of it and checks the result. Prints one line of JSON: kernels, lines, milliseconds to a built
 * program and to the result. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "examples/common.h"

enum { PARTS = 8, KERNELS_A_PART = 6, ITEMS = 1024, COUNT = 100 };

static void *allocate(size_t size)
{
    void *memory = calloc(size, 1);
    if (!memory) {
        fprintf(stderr, "out of memory\n");
        exit(EXIT_FAILURE);
    }
    return memory;
}

/* The text of the program, to be freed. */
static char *generate(void)
{
    char *part = example_read_text(BENCH_DIR "/compile_part.cl");
    char *text = allocate(PARTS * strlen(part) + 1), *to = text;
    for (int i = 0; i < PARTS; i++)
        for (const char *from = part; *from; from++)
            *to++ = *from == '@' ? (char)('0' + i) : *from;
    free(part);
    return text;
}

static int lines_of(const char *text)
{
    int lines = 0;
    for (; *text; text++)
        lines += *text == '\n';
    return lines;
}

/* As scramble_0() of the program. */
static cl_uint scramble(cl_uint x)
{
    x = (x ^ x >> 16) * 0x7feb352du;
    x = (x ^ x >> 15) * 0x846ca68bu;
    return x ^ x >> 16;
}

/* As sample_0() of the program for one item. */
static float sample(cl_uint seed, cl_uint item)
{
    cl_uint state = scramble(seed ^ item), inside = 0;
    for (cl_uint k = 0; k < COUNT; k++) {
        state = scramble(state + k);
        const float u = (float)(state & 0xffff) / 65536, v = (float)(state >> 16) / 65536;
        inside += u * u + v * v < 1;
    }
    return 4 * (float)inside / COUNT;
}

static void launch(const struct example *e, float *result, cl_uint seed)
{
    const cl_uint count = COUNT;
    const size_t items = ITEMS;
    cl_kernel kernel = example_kernel(e, "sample_0");
    cl_mem out = example_buffer(e, CL_MEM_WRITE_ONLY, ITEMS * sizeof(*result), NULL);
    check(clSetKernelArg(kernel, 0, sizeof(out), &out), "clSetKernelArg");
    check(clSetKernelArg(kernel, 1, sizeof(seed), &seed), "clSetKernelArg");
    check(clSetKernelArg(kernel, 2, sizeof(count), &count), "clSetKernelArg");
    check(clEnqueueNDRangeKernel(e->queue, kernel, 1, NULL, &items, NULL, 0, NULL, NULL),
          "clEnqueueNDRangeKernel");
    check(clEnqueueReadBuffer(e->queue, out, CL_TRUE, 0, ITEMS * sizeof(*result), result, 0, NULL, NULL),
          "clEnqueueReadBuffer");
    clReleaseMemObject(out);
    clReleaseKernel(kernel);
}

int main(void)
{
    static float result[ITEMS];
    const cl_uint seed = 7;
    char *text = generate();
    struct example e = {0};
    cl_int status;
    check(clGetDeviceIDs(example_platform(), CL_DEVICE_TYPE_ALL, 1, &e.device, NULL), "clGetDeviceIDs");
    e.context = clCreateContext(NULL, 1, &e.device, NULL, NULL, &status);
    check(status, "clCreateContext");
    e.queue = clCreateCommandQueueWithProperties(e.context, e.device, NULL, &status);
    check(status, "clCreateCommandQueueWithProperties");
    const double start = seconds_now();
    e.program = clCreateProgramWithSource(e.context, 1, (const char **)&text, NULL, &status);
    check(status, "clCreateProgramWithSource");
    check(clBuildProgram(e.program, 1, &e.device, "", NULL, NULL), "clBuildProgram");
    const double built = seconds_now();
    launch(&e, result, seed);
    const double end = seconds_now();
    for (cl_uint i = 0; i < ITEMS; i++) {
        if (fabsf(result[i] - sample(seed, i)) > 1e-6f) {
            fprintf(stderr, "wrong result at %u: %g, not %g\n", i, (double)result[i],
                    (double)sample(seed, i));
            return EXIT_FAILURE;
        }
    }
    printf("{\"kernels\": %d, \"lines\": %d, \"build_ms\": %.3f, \"first_result_ms\": %.3f}\n",
           PARTS * KERNELS_A_PART, lines_of(text), 1e3 * (built - start), 1e3 * (end - start));
    example_close(&e);
    free(text);
    return EXIT_SUCCESS;
}
