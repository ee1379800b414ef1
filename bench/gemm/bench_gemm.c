/* SPDX-License-Identifier: MIT */
/* How fast are the built-in matrix products beside cblas called directly? One line of JSON for each case:
 * GFLOP/s of both by CPU time of all threads, the mean of several rounds, and by elapsed time, the least of
 * them, and our ratio. Rounds alternate. A batch is compared to a loop over cblas: small products once as a
 * batch that stays in the second-level cache, and once as one that does not. Types that cblas does not have
 * are compared to its product of floats.
 *
 * bench_gemm [--blas LIBRARY] [--threads N] [--only sdczhbi] [--transposed]
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

enum { COLUMN_MAJOR = 102, NO_TRANSPOSE = 111, TRANSPOSE = 112, ROUNDS = 9 };
#define ROUND_FLOP 2e8 /* at least, in so many launches */

typedef void sgemm_function(int order, int ta, int tb, int m, int n, int k, float alpha, const float *a,
                            int lda, const float *b, int ldb, float beta, float *c, int ldc);
typedef void dgemm_function(int order, int ta, int tb, int m, int n, int k, double alpha, const double *a,
                            int lda, const double *b, int ldb, double beta, double *c, int ldc);
/* Of complex numbers, single and double. */
typedef void complex_function(int order, int ta, int tb, int m, int n, int k, const void *alpha,
                              const void *a, int lda, const void *b, int ldb, const void *beta, void *c,
                              int ldc);
typedef void set_threads_function(int threads);
typedef char *core_function(void);

struct blas {
    sgemm_function *sgemm;
    dgemm_function *dgemm;
    complex_function *cgemm, *zgemm;
};

enum scale { FLOAT, DOUBLE, COMPLEX_FLOAT, COMPLEX_DOUBLE, INT };

struct type {
    char letter;
    const char *name, *kernel;
    size_t bytes, c_bytes; /* of elements of A and B, and of C */
    enum scale scale;
    double flop; /* for a multiplication and an addition */
};

static const struct type types[] = {
    {'s', "float", "vgpu_sgemm_strided_batched", 4, 4, FLOAT, 2},
    {'d', "double", "vgpu_dgemm_strided_batched", 8, 8, DOUBLE, 2},
    {'c', "complex float", "vgpu_cgemm_strided_batched", 8, 8, COMPLEX_FLOAT, 8},
    {'z', "complex double", "vgpu_zgemm_strided_batched", 16, 16, COMPLEX_DOUBLE, 8},
    {'h', "half", "vgpu_hgemm_strided_batched", 2, 2, FLOAT, 2},
    {'b', "bfloat16", "vgpu_bgemm_strided_batched", 2, 2, FLOAT, 2},
    {'i', "int8", "vgpu_igemm_strided_batched", 1, 4, INT, 2},
};
#define TYPES (sizeof(types) / sizeof(*types))

struct test {
    const struct type *type;
    cl_ulong n, batch;
    int trans; /* of A and B */
    char *a, *b, *c;
    float *floats[3]; /* for cblas where it does not have the type */
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
    *(void **)&blas.cgemm = symbol(library, "cblas_cgemm");
    *(void **)&blas.zgemm = symbol(library, "cblas_zgemm");
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
    char names[512] = "";
    for (size_t i = 0; i < TYPES; i++) {
        strcat(names, i ? ";" : "");
        strcat(names, types[i].kernel);
    }
    d.program = clCreateProgramWithBuiltInKernels(d.context, 1, &device, names, &status);
    check(status, "clCreateProgramWithBuiltInKernels");
    return d;
}

/* Bit patterns that are small numbers of 16 bits of either kind, and small bytes. */
static void fill(const struct test *t, char *at, size_t elements, size_t bytes)
{
    const bool wide = t->type->scale == DOUBLE || t->type->scale == COMPLEX_DOUBLE;
    const size_t number = wide ? 8 : t->type->bytes < 4 ? t->type->bytes : 4;
    for (size_t i = 0; i < elements * bytes / number; i++) {
        double value = rand() / (double)RAND_MAX - 0.5;
        if (wide)
            ((double *)(void *)at)[i] = value;
        else if (number == 4)
            ((float *)(void *)at)[i] = (float)value;
        else if (number == 2)
            ((cl_ushort *)(void *)at)[i] = value < 0 ? 0x3f80 : 0x3e00;
        else
            at[i] = (char)(16 * value);
    }
}

static char *matrices(const struct test *t, size_t bytes)
{
    size_t elements = t->n * t->n * t->batch;
    char *at = aligned_alloc(4096, (elements * bytes + 4095) / 4096 * 4096);
    if (!at)
        exit(1);
    fill(t, at, elements, bytes);
    return at;
}

static float *floats(const struct test *t)
{
    size_t elements = t->n * t->n * t->batch;
    float *at = aligned_alloc(4096, (elements * sizeof(*at) + 4095) / 4096 * 4096);
    for (size_t i = 0; at && i < elements; i++)
        at[i] = (float)(rand() % 1000) / 1000 - 0.5f;
    if (!at)
        exit(1);
    return at;
}

static cl_mem buffer(const struct device *d, const struct test *t, void *at, size_t bytes)
{
    cl_int status;
    cl_mem mem = clCreateBuffer(d->context, CL_MEM_USE_HOST_PTR, t->n * t->n * t->batch * bytes, at, &status);
    check(status, "clCreateBuffer");
    return mem;
}

static void set_scale(cl_kernel kernel, cl_uint index, const struct test *t, int value)
{
    const cl_float narrow[] = {(cl_float)value, 0};
    const cl_double wide[] = {value, 0};
    const struct {
        size_t bytes;
        const void *value;
    } of[] = {{4, narrow}, {8, wide}, {8, narrow}, {16, wide}, {4, &value}};
    check(clSetKernelArg(kernel, index, of[t->type->scale].bytes, of[t->type->scale].value), "scale");
}

static cl_kernel make_kernel(const struct device *d, const struct test *t, const cl_mem mems[3])
{
    static const cl_uint buffers[] = {7, 10, 14};
    const cl_uint choices[] = {COLUMN_MAJOR, (cl_uint)t->trans, (cl_uint)t->trans};
    const cl_ulong zero = 0, stride = t->n * t->n;
    cl_int status;
    cl_kernel kernel = clCreateKernel(d->program, t->type->kernel, &status);
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

static void call_blas(const struct blas *blas, const struct test *t, size_t item)
{
    static const float one[] = {1, 0}, zero[] = {0, 0};
    static const double wide_one[] = {1, 0}, wide_zero[] = {0, 0};
    const int n = (int)t->n, trans = t->trans;
    const size_t at = item * t->n * t->n, bytes = at * t->type->bytes;
    void *a = t->a + bytes, *b = t->b + bytes, *c = t->c + bytes;
    if (t->floats[0])
        blas->sgemm(COLUMN_MAJOR, trans, trans, n, n, n, 1, t->floats[0] + at, n, t->floats[1] + at, n, 0,
                    t->floats[2] + at, n);
    else if (t->type->scale == FLOAT)
        blas->sgemm(COLUMN_MAJOR, trans, trans, n, n, n, 1, a, n, b, n, 0, c, n);
    else if (t->type->scale == DOUBLE)
        blas->dgemm(COLUMN_MAJOR, trans, trans, n, n, n, 1, a, n, b, n, 0, c, n);
    else if (t->type->scale == COMPLEX_FLOAT)
        blas->cgemm(COLUMN_MAJOR, trans, trans, n, n, n, one, a, n, b, n, zero, c, n);
    else
        blas->zgemm(COLUMN_MAJOR, trans, trans, n, n, n, wide_one, a, n, b, n, wide_zero, c, n);
}

static void run_blas(const struct blas *blas, const struct test *t)
{
    for (size_t i = 0; i < t->batch; i++)
        call_blas(blas, t, i);
}

/* CPU time adds up: that of a thread that runs is known to the others only now and then. */
static void take(struct times *times, double cpu, double elapsed)
{
    times->cpu += cpu / ROUNDS;
    times->elapsed = elapsed < times->elapsed ? elapsed : times->elapsed;
}

static void report(const struct test *t, double flop, const struct times *ours, const struct times *theirs)
{
    printf("{\"type\": \"%s\", \"n\": %zu, \"batch\": %zu, \"cpu\": [%.1f, %.1f, %.3f], \"elapsed\": [%.1f, "
           "%.1f, %.3f]}\n",
           t->type->name, (size_t)t->n, (size_t)t->batch, flop / ours->cpu, flop / theirs->cpu,
           theirs->cpu / ours->cpu, flop / ours->elapsed, flop / theirs->elapsed,
           theirs->elapsed / ours->elapsed);
    fflush(stdout);
}

static void run_rounds(const struct device *d, const struct blas *blas, const struct test *t,
                       cl_kernel kernel)
{
    struct times ours = {0, 1e9}, theirs = {0, 1e9};
    double flop = t->type->flop * (double)t->n * (double)t->n * (double)t->n * (double)t->batch;
    int launches = 1 + (int)(ROUND_FLOP / flop);
    for (int round = -1; round < ROUNDS; round++) { /* the first to warm up */
        double cpu = cpu_now(), start = seconds_now();
        for (int i = 0; i < launches; i++)
            run_ours(d, kernel);
        if (round >= 0)
            take(&ours, cpu_now() - cpu, seconds_now() - start);
        cpu = cpu_now(), start = seconds_now();
        for (int i = 0; i < launches; i++)
            run_blas(blas, t);
        if (round >= 0)
            take(&theirs, cpu_now() - cpu, seconds_now() - start);
    }
    report(t, flop * launches * 1e-9, &ours, &theirs);
}

static void measure(const struct device *d, const struct blas *blas, struct test *t)
{
    t->a = matrices(t, t->type->bytes);
    t->b = matrices(t, t->type->bytes);
    t->c = matrices(t, t->type->c_bytes);
    for (int i = 0; i < 3 && t->type->bytes < 4; i++)
        t->floats[i] = floats(t);
    const cl_mem mems[] = {buffer(d, t, t->a, t->type->bytes), buffer(d, t, t->b, t->type->bytes),
                           buffer(d, t, t->c, t->type->c_bytes)};
    cl_kernel kernel = make_kernel(d, t, mems);
    run_rounds(d, blas, t, kernel);
    clReleaseKernel(kernel);
    for (int i = 0; i < 3; i++) {
        clReleaseMemObject(mems[i]);
        free(t->floats[i]);
    }
    free(t->a);
    free(t->b);
    free(t->c);
}

/* Bytes of A, B and C of a batch. */
#define RESIDENT ((cl_ulong)768 << 10)
#define STREAMED ((cl_ulong)12 << 20)

static void measure_type(const struct device *d, const struct blas *blas, const struct type *type, int trans)
{
    static const cl_ulong small[] = {4, 8, 12, 16, 20, 24, 28, 32, 40, 48, 56, 64},
                          large[] = {128, 256, 512, 768, 1024, 2048};
    struct test test = {.type = type, .trans = trans};
    for (size_t i = 0; i < 2 * sizeof(small) / sizeof(*small); i++) {
        test.n = small[i / 2];
        test.batch = (i % 2 ? STREAMED : RESIDENT) / (test.n * test.n * (2 * type->bytes + type->c_bytes));
        measure(d, blas, &test);
    }
    test.batch = 1;
    for (size_t i = 0; i < sizeof(large) / sizeof(*large); i++) {
        test.n = large[i];
        measure(d, blas, &test);
    }
}

int main(int argc, char **argv)
{
    const char *library = "libopenblas.so.0", *only = "sdczhbi";
    int threads = 1, trans = NO_TRANSPOSE;
    for (int i = 1; i < argc; i++) {
        bool has_value = i + 1 < argc;
        if (has_value && strcmp(argv[i], "--blas") == 0)
            library = argv[++i];
        else if (has_value && strcmp(argv[i], "--threads") == 0)
            threads = atoi(argv[++i]);
        else if (has_value && strcmp(argv[i], "--only") == 0)
            only = argv[++i];
        else if (strcmp(argv[i], "--transposed") == 0)
            trans = TRANSPOSE;
    }
    char count[16];
    snprintf(count, sizeof(count), "%d", threads);
    setenv("VGPU_THREADS", count, 1);
    struct blas blas = open_blas(library, threads);
    struct device device = open_device();
    for (size_t i = 0; i < TYPES; i++) {
        if (strchr(only, types[i].letter))
            measure_type(&device, &blas, &types[i], trans);
    }
    return 0;
}
