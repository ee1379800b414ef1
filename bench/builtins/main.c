/* SPDX-License-Identifier: MIT */
/* How fast are the mathematical functions? Each is called on vectors of 8 float and 4 double that lie in the
 * L2 cache, or with --l1 in the L1 cache, or with --scalars by one work-item for each number, and compared
 * with the host's long double. For a function a line of JSON: {"function": NAME, "forms": [{"form": "float",
 * "ns": CPU time for 8 float or 4 double, "ulp": the largest error}, ...]}. Forms are float and double,
 * relaxed (float under -cl-fast-relaxed-math), native and half. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "bench/one_cpu.h"
#include "examples/common.h"

enum { ELEMENTS = 16384, ELEMENTS_IN_L1 = 2048, REPEATS = 24, SAMPLES = 12, GROUP = 64 };

#define pi 3.141592653589793238462643383279502884L
#define FUNCTION(name, code, reference, operands, low, high, low_y, high_y)                                  \
    static long double reference_##name(long double x, long double y)                                        \
    {                                                                                                        \
        int e = 0;                                                                                           \
        (void)y, (void)e;                                                                                    \
        return reference;                                                                                    \
    }
#include "bench/builtins/functions.def"

struct function {
    const char *name, *code;
    long double (*reference)(long double x, long double y);
    int operands;
    double low[2], high[2];
};

static const struct function functions[] = {
#define FUNCTION(name, code, reference, operands, low, high, low_y, high_y)                                  \
    {#name, code, reference_##name, operands, {low, low_y}, {high, high_y}},
#include "bench/builtins/functions.def"
};

static const char *const quick[] = {
#define QUICK(name) #name,
#include "bench/builtins/functions.def"
};

struct bench {
    cl_device_id device;
    cl_context context;
    cl_command_queue queue;
    cl_mem x, y, result;
    double values[2][ELEMENTS], results[ELEMENTS]; /* as float or double */
    bool scalars;
    size_t elements; /* of them in use */
};

struct form {
    const char *name, *prefix, *options;
    bool single;
};
static const struct form forms[] = {{"float", "", "-cl-std=CL1.2", true},
                                    {"relaxed", "", "-cl-std=CL1.2 -cl-fast-relaxed-math", true},
                                    {"native", "native_", "-cl-std=CL1.2", true},
                                    {"half", "half_", "-cl-std=CL1.2", true},
                                    {"double", "", "-cl-std=CL1.2", false}};

static bool exists(const struct function *f, const struct form *form)
{
    if (!*form->prefix)
        return true;
    for (size_t i = 0; i < sizeof(quick) / sizeof(quick[0]); i++)
        if (strcmp(quick[i], f->name) == 0)
            return true;
    return false;
}

static void open_bench(struct bench *b)
{
    cl_platform_id platform = example_platform();
    cl_int status;
    check(clGetDeviceIDs(platform, CL_DEVICE_TYPE_ALL, 1, &b->device, NULL), "clGetDeviceIDs");
    b->context = clCreateContext(NULL, 1, &b->device, NULL, NULL, &status);
    check(status, "clCreateContext");
    b->queue = clCreateCommandQueueWithProperties(b->context, b->device, NULL, &status);
    check(status, "clCreateCommandQueueWithProperties");
    cl_mem *buffers[] = {&b->x, &b->y, &b->result};
    for (int i = 0; i < 3; i++) {
        *buffers[i] = clCreateBuffer(b->context, CL_MEM_READ_WRITE, sizeof(b->results), NULL, &status);
        check(status, "clCreateBuffer");
    }
}

static void set_value(void *array, bool single, size_t i, double value)
{
    if (single)
        ((float *)array)[i] = (float)value;
    else
        ((double *)array)[i] = value;
}

static double value_of(const void *array, bool single, size_t i)
{
    return single ? (double)((const float *)array)[i] : ((const double *)array)[i];
}

static void fill(struct bench *b, const struct function *f, bool single)
{
    cl_ulong random = 88172645463325252u;
    size_t bytes = ELEMENTS * (single ? sizeof(float) : sizeof(double));
    for (int operand = 0; operand < 2; operand++) {
        for (size_t i = 0; i < ELEMENTS; i++) {
            random ^= random << 13, random ^= random >> 7, random ^= random << 17;
            double unit = (double)(random >> 11) * 0x1p-53;
            double value = f->low[operand] + (f->high[operand] - f->low[operand]) * unit;
            set_value(b->values[operand], single, i, value);
        }
        check(clEnqueueWriteBuffer(b->queue, operand ? b->y : b->x, CL_TRUE, 0, bytes, b->values[operand], 0,
                                   NULL, NULL),
              "clEnqueueWriteBuffer");
    }
}

static void write_source(char *source, size_t size, const struct bench *b, const struct function *f,
                         const struct form *form)
{
    static const char *const names[2][2] = {{"double4", "int4"}, {"float8", "int8"}};
    static const char *const scalars[2] = {"double", "float"};
    const char *type = b->scalars ? scalars[form->single] : names[form->single][0];
    const char *integer = b->scalars ? "int" : form->single ? "int8" : "int4";
    char code[512];
    if (*form->prefix)
        snprintf(code, sizeof(code), "%s%s(%s)", form->prefix, f->name, f->operands == 1 ? "x" : "x, y");
    else
        snprintf(code, sizeof(code), "%s", f->code);
    snprintf(source, size,
             "#pragma OPENCL EXTENSION cl_khr_fp64 : enable\n"
             "typedef %s T; typedef %s I;\n"
             "#define CONVERT_T convert_%s\n#define CONVERT_I convert_%s\n"
             "kernel void run(global const T *restrict a, global const T *restrict b, global T *restrict r)\n"
             "{ size_t i = get_global_id(0); T x = a[i]%s; r[i] = %s; }\n",
             type, integer, type, integer, f->operands == 2 ? ", y = b[i]" : "", code);
}

static cl_kernel build(struct bench *b, const char *source, const char *options)
{
    cl_int status;
    cl_program program = clCreateProgramWithSource(b->context, 1, &source, NULL, &status);
    check(status, "clCreateProgramWithSource");
    status = clBuildProgram(program, 1, &b->device, options, NULL, NULL);
    cl_kernel kernel = status == CL_SUCCESS ? clCreateKernel(program, "run", &status) : NULL;
    if (kernel) {
        cl_mem args[] = {b->x, b->y, b->result};
        for (cl_uint i = 0; i < 3; i++)
            check(clSetKernelArg(kernel, i, sizeof(cl_mem), &args[i]), "clSetKernelArg");
    }
    clReleaseProgram(program);
    return kernel;
}

static double cpu_now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

/* Nanoseconds of CPU time for each 8 float or 4 double, the least of some samples. */
static double measure(struct bench *b, cl_kernel kernel, bool single)
{
    size_t lanes = single ? 8 : 4, items = b->scalars ? b->elements : b->elements / lanes;
    size_t global[2] = {items, REPEATS * ELEMENTS / b->elements}, local[2] = {GROUP, 1};
    double least = INFINITY;
    for (int i = 0; i <= SAMPLES; i++) {
        double start = cpu_now();
        check(clEnqueueNDRangeKernel(b->queue, kernel, 2, NULL, global, local, 0, NULL, NULL), "run");
        check(clFinish(b->queue), "clFinish");
        double taken = cpu_now() - start;
        if (i > 0 && taken < least)
            least = taken;
    }
    return 1e9 * least / REPEATS / (ELEMENTS / (double)lanes);
}

static double worst_error(struct bench *b, const struct function *f, bool single)
{
    size_t bytes = ELEMENTS * (single ? sizeof(float) : sizeof(double));
    check(clEnqueueReadBuffer(b->queue, b->result, CL_TRUE, 0, bytes, b->results, 0, NULL, NULL),
          "clEnqueueReadBuffer");
    double worst = 0;
    for (size_t i = 0; i < b->elements; i++) {
        long double exact =
            f->reference(value_of(b->values[0], single, i), value_of(b->values[1], single, i));
        int exponent = exact == 0 ? -1000 : ilogbl(exact);
        if (single && exponent < -126)
            exponent = -126;
        long double ulp = ldexpl(1, exponent - (single ? 23 : 52));
        double error = (double)(fabsl(value_of(b->results, single, i) - exact) / ulp);
        if (!(error <= worst))
            worst = error;
    }
    return worst;
}

static void run(struct bench *b, const struct function *f)
{
    const char *separator = "";
    printf("{\"function\": \"%s\", \"forms\": [", f->name);
    for (size_t i = 0; i < sizeof(forms) / sizeof(forms[0]); i++) {
        const struct form *form = &forms[i];
        char source[2048];
        if (!exists(f, form))
            continue;
        fill(b, f, form->single);
        write_source(source, sizeof(source), b, f, form);
        cl_kernel kernel = build(b, source, form->options);
        if (!kernel) {
            printf("%s{\"form\": \"%s\", \"failed\": true}", separator, form->name);
        } else {
            double ns = measure(b, kernel, form->single), ulp = worst_error(b, f, form->single);
            printf("%s{\"form\": \"%s\", \"ns\": %.4f, \"ulp\": %.4g}", separator, form->name, ns,
                   isfinite(ulp) ? ulp : 1e300);
            clReleaseKernel(kernel);
        }
        separator = ", ";
    }
    puts("]}");
    fflush(stdout);
}

static int usage(void)
{
    fputs("usage: bench_builtins [--l1] [--scalars] [--only NAME | --list]\n", stderr);
    return 2;
}

int main(int argc, char **argv)
{
    static struct bench b = {.elements = ELEMENTS};
    const char *only = NULL;
    bool list = false;
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--scalars") == 0)
            b.scalars = true;
        else if (strcmp(argv[i], "--l1") == 0)
            b.elements = ELEMENTS_IN_L1;
        else if (strcmp(argv[i], "--list") == 0)
            list = true;
        else if (strcmp(argv[i], "--only") == 0 && i + 1 < argc)
            only = argv[++i];
        else
            return usage();
    }
    bench_use_one_cpu();
    if (!list)
        open_bench(&b);
    for (size_t i = 0; i < sizeof(functions) / sizeof(functions[0]); i++) {
        if (only && strcmp(only, functions[i].name) != 0)
            continue;
        if (list)
            puts(functions[i].name);
        else
            run(&b, &functions[i]);
    }
    return EXIT_SUCCESS;
}
