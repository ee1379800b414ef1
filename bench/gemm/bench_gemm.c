/* SPDX-License-Identifier: MIT */
/* How fast are the built-in matrix products beside cblas called directly? One line of JSON for each case:
 * GFLOP/s of both by CPU time of all threads, the mean of several rounds, and by elapsed time, the least of
 * them, and our ratio. Rounds alternate. A batch is compared to a loop over cblas.
 *
 * bench_gemm [--blas LIBRARY] [--threads N] [--only s|d]
 *
 * The library is loaded at run time (libopenblas.so.0 by default). Where OpenBLAS does not know the CPU it
 * uses code for old ones; the core that it chose is printed, and OPENBLAS_CORETYPE changes it. */
#include <dlfcn.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "examples/common.h"

enum { COLUMN_MAJOR = 102, NO_TRANSPOSE = 111, ROUNDS = 9 };

typedef void sgemm_function(int order, int ta, int tb, int m, int n, int k, float alpha, const float *a,
                            int lda, const float *b, int ldb, float beta, float *c, int ldc);
typedef void dgemm_function(int order, int ta, int tb, int m, int n, int k, double alpha, const double *a,
                            int lda, const double *b, int ldb, double beta, double *c, int ldc);
typedef void set_threads_function(int threads);
typedef char *core_function(void);

struct blas {
    sgemm_function *sgemm;
    dgemm_function *dgemm;
};

struct test {
    bool wide; /* double */
    cl_ulong n, batch;
    char *a, *b, *c;
};

struct device {
    cl_context context;
    cl_command_queue queue;
    cl_program program;
};

struct times {
    double cpu, elapsed;
};

static void *symbol(void *library, const char *name)
{
    void *found = dlsym(library, name);
    if (!found) {
        fprintf(stderr, "the library has no %s\n", name);
        exit(1);
    }
    return found;
}

static struct blas open_blas(const char *name, int threads)
{
    void *library = dlopen(name, RTLD_NOW | RTLD_LOCAL);
    if (!library) {
        fprintf(stderr, "%s\n", dlerror());
        exit(1);
    }
    struct blas blas;
    set_threads_function *set_threads;
    core_function *core;
    *(void **)&blas.sgemm = symbol(library, "cblas_sgemm");
    *(void **)&blas.dgemm = symbol(library, "cblas_dgemm");
    *(void **)&set_threads = symbol(library, "openblas_set_num_threads");
    *(void **)&core = symbol(library, "openblas_get_corename");
    set_threads(threads);
    printf("{\"blas\": \"%s\", \"core\": \"%s\", \"threads\": %d}\n", name, core(), threads);
    return blas;
}

static struct device open_device(void)
{
    struct device d;
    cl_device_id device;
    cl_int status;
    check(clGetDeviceIDs(example_platform(), CL_DEVICE_TYPE_ALL, 1, &device, NULL), "clGetDeviceIDs");
    d.context = clCreateContext(NULL, 1, &device, NULL, NULL, &status);
    check(status, "clCreateContext");
    d.queue = clCreateCommandQueueWithProperties(d.context, device, NULL, &status);
    check(status, "clCreateCommandQueueWithProperties");
    d.program = clCreateProgramWithBuiltInKernels(
        d.context, 1, &device, "vgpu_sgemm_strided_batched;vgpu_dgemm_strided_batched", &status);
    check(status, "clCreateProgramWithBuiltInKernels");
    return d;
}

static size_t bytes_of(const struct test *t)
{
    return t->n * t->n * t->batch * (t->wide ? sizeof(double) : sizeof(float));
}

static char *random_matrix(const struct test *t)
{
    char *at = aligned_alloc(4096, (bytes_of(t) + 4095) / 4096 * 4096);
    for (size_t i = 0; at && i < t->n * t->n * t->batch; i++) {
        double value = rand() / (double)RAND_MAX - 0.5;
        if (t->wide)
            ((double *)(void *)at)[i] = value;
        else
            ((float *)(void *)at)[i] = (float)value;
    }
    if (!at)
        exit(1);
    return at;
}

static cl_mem buffer(const struct device *d, const struct test *t, void *at)
{
    cl_int status;
    cl_mem mem = clCreateBuffer(d->context, CL_MEM_USE_HOST_PTR, bytes_of(t), at, &status);
    check(status, "clCreateBuffer");
    return mem;
}

static void set_scale(cl_kernel kernel, cl_uint index, const struct test *t, double value)
{
    float narrow = (float)value;
    check(clSetKernelArg(kernel, index, t->wide ? sizeof(value) : sizeof(narrow),
                         t->wide ? (void *)&value : (void *)&narrow),
          "scale");
}

static cl_kernel make_kernel(const struct device *d, const struct test *t, const cl_mem mems[3])
{
    static const cl_uint buffers[] = {7, 10, 14}, choices[] = {COLUMN_MAJOR, NO_TRANSPOSE, NO_TRANSPOSE};
    const cl_ulong zero = 0, stride = t->n * t->n;
    cl_int status;
    cl_kernel kernel = clCreateKernel(
        d->program, t->wide ? "vgpu_dgemm_strided_batched" : "vgpu_sgemm_strided_batched", &status);
    check(status, "clCreateKernel");
    for (cl_uint i = 0; i < 3; i++) {
        check(clSetKernelArg(kernel, i, sizeof(cl_uint), &choices[i]), "choice");
        check(clSetKernelArg(kernel, 3 + i, sizeof(t->n), &t->n), "size");
        check(clSetKernelArg(kernel, buffers[i], sizeof(cl_mem), &mems[i]), "buffer");
        check(clSetKernelArg(kernel, buffers[i] + 1, sizeof(zero), &zero), "offset");
        check(clSetKernelArg(kernel, buffers[i] + 2, sizeof(t->n), &t->n), "leading dimension");
        check(clSetKernelArg(kernel, 17 + i, sizeof(stride), &stride), "stride");
    }
    check(clSetKernelArg(kernel, 20, sizeof(t->batch), &t->batch), "batch");
    set_scale(kernel, 6, t, 1);
    set_scale(kernel, 13, t, 0);
    return kernel;
}

static double cpu_now(void)
{
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

static void run_ours(const struct device *d, cl_kernel kernel)
{
    const size_t one = 1;
    check(clEnqueueNDRangeKernel(d->queue, kernel, 1, NULL, &one, NULL, 0, NULL, NULL), "enqueue");
    check(clFinish(d->queue), "clFinish");
}

static void run_blas(const struct blas *blas, const struct test *t)
{
    int n = (int)t->n;
    for (size_t i = 0; i < t->batch; i++) {
        size_t at = i * t->n * t->n * (t->wide ? sizeof(double) : sizeof(float));
        void *a = t->a + at, *b = t->b + at, *c = t->c + at;
        if (t->wide)
            blas->dgemm(COLUMN_MAJOR, NO_TRANSPOSE, NO_TRANSPOSE, n, n, n, 1, a, n, b, n, 0, c, n);
        else
            blas->sgemm(COLUMN_MAJOR, NO_TRANSPOSE, NO_TRANSPOSE, n, n, n, 1, a, n, b, n, 0, c, n);
    }
}

/* CPU time adds up: that of a thread that runs is known to the others only now and then. */
static void take(struct times *times, double cpu, double elapsed)
{
    times->cpu += cpu / ROUNDS;
    times->elapsed = elapsed < times->elapsed ? elapsed : times->elapsed;
}

static void measure(const struct device *d, const struct blas *blas, struct test *t)
{
    t->a = random_matrix(t);
    t->b = random_matrix(t);
    t->c = random_matrix(t);
    const cl_mem mems[] = {buffer(d, t, t->a), buffer(d, t, t->b), buffer(d, t, t->c)};
    cl_kernel kernel = make_kernel(d, t, mems);
    struct times ours = {0, 1e9}, theirs = {0, 1e9};
    for (int round = 0; round < ROUNDS; round++) {
        double cpu = cpu_now(), start = seconds_now();
        run_ours(d, kernel);
        take(&ours, cpu_now() - cpu, seconds_now() - start);
        cpu = cpu_now(), start = seconds_now();
        run_blas(blas, t);
        take(&theirs, cpu_now() - cpu, seconds_now() - start);
    }
    double flop = 2e-9 * (double)t->n * (double)t->n * (double)t->n * (double)t->batch;
    printf("{\"type\": \"%s\", \"n\": %zu, \"batch\": %zu, \"cpu\": [%.1f, %.1f, %.3f], \"elapsed\": [%.1f, "
           "%.1f, %.3f]}\n",
           t->wide ? "double" : "float", (size_t)t->n, (size_t)t->batch, flop / ours.cpu, flop / theirs.cpu,
           theirs.cpu / ours.cpu, flop / ours.elapsed, flop / theirs.elapsed, theirs.elapsed / ours.elapsed);
    fflush(stdout);
    clReleaseKernel(kernel);
    for (int i = 0; i < 3; i++)
        clReleaseMemObject(mems[i]);
    free(t->a);
    free(t->b);
    free(t->c);
}

int main(int argc, char **argv)
{
    static const cl_ulong cases[][2] = {{4, 20000}, {8, 10000}, {16, 4000}, {24, 2000}, {32, 1000},
                                        {48, 500},  {64, 300},  {128, 1},   {256, 1},   {512, 1},
                                        {768, 1},   {1024, 1},  {2048, 1}};
    const char *library = "libopenblas.so.0", *only = "sd";
    int threads = 1;
    for (int i = 1; i + 1 < argc; i += 2) {
        library = strcmp(argv[i], "--blas") == 0 ? argv[i + 1] : library;
        threads = strcmp(argv[i], "--threads") == 0 ? atoi(argv[i + 1]) : threads;
        only = strcmp(argv[i], "--only") == 0 ? argv[i + 1] : only;
    }
    char count[16];
    snprintf(count, sizeof(count), "%d", threads);
    setenv("VGPU_THREADS", count, 1);
    struct blas blas = open_blas(library, threads);
    struct device device = open_device();
    for (int wide = 0; wide < 2; wide++) {
        for (size_t i = 0; i < sizeof(cases) / sizeof(*cases) && strchr(only, wide ? 'd' : 's'); i++) {
            struct test test = {.wide = wide, .n = cases[i][0], .batch = cases[i][1]};
            measure(&device, &blas, &test);
        }
    }
    return 0;
}
