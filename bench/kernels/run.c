/* SPDX-License-Identifier: MIT */
/* Executing a benchmark: open the device, let the family describe the job, build it cold up to the first
 * result, verify, measure, verify again. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "bench/kernels/job_struct.h"
#include "examples/common.h"

enum { SAMPLES = 200, LEAST_SAMPLES = 3 };
static const double sample_seconds = 1e-3, total_seconds = 40e-3;

struct sample {
    double wall, cpu;
};

struct timing {
    double build, first;         /* seconds from nothing to a built program, and to the first result */
    struct sample least, median; /* seconds a run of all launches */
};

static double cpu_now(void)
{
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

static void open_job(struct job *job)
{
    cl_int status;
    check(clGetDeviceIDs(example_platform(), CL_DEVICE_TYPE_ALL, 1, &job->device, NULL), "clGetDeviceIDs");
    job->context = clCreateContext(NULL, 1, &job->device, NULL, NULL, &status);
    check(status, "clCreateContext");
    job->queue = clCreateCommandQueueWithProperties(job->context, job->device, NULL, &status);
    check(status, "clCreateCommandQueueWithProperties");
}

static void close_job(struct job *job)
{
    for (size_t i = 0; i < job->step_count; i++)
        if (job->steps[i].kernel)
            clReleaseKernel(job->steps[i].kernel);
    for (size_t i = 0; i < job->buffer_count; i++)
        clReleaseMemObject(job->buffers[i]);
    for (size_t i = 0; i < job->alloc_count; i++)
        free(job->allocs[i]);
    free(job->expectations);
    free(job->steps);
    free(job->buffers);
    free(job->allocs);
    if (job->program)
        clReleaseProgram(job->program);
    clReleaseCommandQueue(job->queue);
    clReleaseContext(job->context);
}

static bool has_extension(cl_device_id device, const char *name)
{
    char text[16384] = "";
    check(clGetDeviceInfo(device, CL_DEVICE_EXTENSIONS, sizeof(text), text, NULL), "CL_DEVICE_EXTENSIONS");
    for (char *word = strtok(text, " "); word; word = strtok(NULL, " "))
        if (strcmp(word, name) == 0)
            return true;
    return false;
}

/* A query that devices of OpenCL 2 and older do not know counts as a no. */
static bool has_flag(cl_device_id device, cl_device_info query)
{
    cl_bool value = CL_FALSE;
    return clGetDeviceInfo(device, query, sizeof(value), &value, NULL) == CL_SUCCESS && value;
}

static cl_uint get_uint(cl_device_id device, cl_device_info query)
{
    cl_uint count = 0;
    return clGetDeviceInfo(device, query, sizeof(count), &count, NULL) == CL_SUCCESS ? count : 0;
}

static bool is_capable(cl_device_id device, enum job_need need)
{
    switch (need) {
    case NEED_DOUBLE:
        return has_extension(device, "cl_khr_fp64");
    case NEED_COLLECTIVES:
        return has_flag(device, CL_DEVICE_WORK_GROUP_COLLECTIVE_FUNCTIONS_SUPPORT);
    case NEED_SUB_GROUPS:
        return get_uint(device, CL_DEVICE_MAX_NUM_SUB_GROUPS) > 0;
    case NEED_IMAGES:
        return has_flag(device, CL_DEVICE_IMAGE_SUPPORT);
    case NEED_READ_WRITE_IMAGES:
        return get_uint(device, CL_DEVICE_MAX_READ_WRITE_IMAGE_ARGS) > 0;
    default:
        return true;
    }
}

static void build(struct job *job, const struct job_case *which, const char *text)
{
    cl_int status;
    job->program = clCreateProgramWithSource(job->context, 1, &text, NULL, &status);
    check(status, "clCreateProgramWithSource");
    status = clBuildProgram(job->program, 1, &job->device, which->options, NULL, NULL);
    if (status != CL_SUCCESS) {
        static char log[65536];
        clGetProgramBuildInfo(job->program, job->device, CL_PROGRAM_BUILD_LOG, sizeof(log) - 1, log, NULL);
        fprintf(stderr, "%s\n", log);
    }
    check(status, "clBuildProgram");
}

/* A kernel object a launch, so that repeating the launches sets no arguments. */
static void create_kernels(struct job *job)
{
    for (size_t i = 0; i < job->step_count; i++) {
        struct job_step *step = &job->steps[i];
        if (step->zeroed)
            continue;
        cl_int status;
        step->kernel = clCreateKernel(job->program, step->name, &status);
        check(status, step->name);
        for (cl_uint a = 0; a < step->arg_count; a++)
            check(clSetKernelArg(step->kernel, a, step->args[a].size,
                                 step->args[a].local ? NULL : step->args[a].value),
                  "clSetKernelArg");
    }
}

static void enqueue_steps(const struct job *job)
{
    const cl_uchar zero = 0;
    for (size_t i = 0; i < job->step_count; i++) {
        const struct job_step *step = &job->steps[i];
        if (step->zeroed) {
            check(clEnqueueFillBuffer(job->queue, step->zeroed, &zero, sizeof(zero), 0, step->zeroed_size, 0,
                                      NULL, NULL),
                  "clEnqueueFillBuffer");
            continue;
        }
        const struct range *range = &step->range;
        check(clEnqueueNDRangeKernel(job->queue, step->kernel, range->dims, NULL, range->global,
                                     range->local[0] ? range->local : NULL, 0, NULL, NULL),
              step->name);
    }
}

/* The mean of runs in a row. */
static struct sample take_sample(const struct job *job, int runs)
{
    const double wall = seconds_now(), cpu = cpu_now();
    for (int i = 0; i < runs; i++)
        enqueue_steps(job);
    check(clFinish(job->queue), "clFinish");
    return (struct sample){(seconds_now() - wall) / runs, (cpu_now() - cpu) / runs};
}

static int ascending(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static void measure(const struct job *job, struct timing *timing)
{
    static double wall[SAMPLES], cpu[SAMPLES];
    const struct sample trial = take_sample(job, 1);
    const int runs = trial.wall < sample_seconds ? (int)(sample_seconds / trial.wall) + 1 : 1;
    const double start = seconds_now();
    int count = 0;
    while (count < SAMPLES && (count < LEAST_SAMPLES || seconds_now() - start < total_seconds)) {
        const struct sample sample = take_sample(job, runs);
        wall[count] = sample.wall;
        cpu[count++] = sample.cpu;
    }
    qsort(wall, (size_t)count, sizeof(wall[0]), ascending);
    qsort(cpu, (size_t)count, sizeof(cpu[0]), ascending);
    timing->least = (struct sample){wall[0], cpu[0]};
    timing->median = (struct sample){wall[count / 2], cpu[count / 2]};
}

/* From the program's text to the first result. */
static void run_first(struct job *job, const struct job_case *which, struct timing *timing)
{
    char path[4096];
    snprintf(path, sizeof(path), "%s/%s.cl", BENCH_KERNELS_DIR, which->name);
    char *text = example_read_text(path);
    const double start = seconds_now();
    build(job, which, text);
    timing->build = seconds_now() - start;
    create_kernels(job);
    enqueue_steps(job);
    check(clFinish(job->queue), "clFinish");
    timing->first = seconds_now() - start;
    free(text);
}

static void print_result(const struct job *job, const struct job_case *which, const struct timing *timing)
{
    static const char *const units[] = {"float", "double", "int"};
    printf("{\"kernel\": \"%s\", \"family\": \"%s\", \"verified\": true", which->name, which->family);
    if (job->measured)
        printf(", \"ms\": %.6f, \"median_ms\": %.6f, \"cpu_ms\": %.6f, \"cpu_median_ms\": %.6f, "
               "\"build_ms\": %.3f, \"first_result_ms\": %.3f, \"unit\": \"%s\", \"operations\": %.0f, "
               "\"bytes\": %.0f, \"footprint\": %zu",
               1e3 * timing->least.wall, 1e3 * timing->median.wall, 1e3 * timing->least.cpu,
               1e3 * timing->median.cpu, 1e3 * timing->build, 1e3 * timing->first, units[job->unit],
               job->operations, job->bytes, job->footprint);
    puts("}");
}

bool job_run(const struct job_case *which, bool tiny, bool measured)
{
    struct job job = {.tiny = tiny, .measured = measured, .random = 0x9E3779B97F4A7C15u};
    struct timing timing = {0};
    open_job(&job);
    bool good = true;
    if (is_capable(job.device, which->need)) {
        which->prepare(&job);
        run_first(&job, which, &timing);
        good = job_verify(&job);
        if (good && measured) {
            measure(&job, &timing);
            good = job_verify(&job);
        }
        if (good)
            print_result(&job, which, &timing);
    } else {
        printf("{\"kernel\": \"%s\", \"family\": \"%s\", \"skipped\": \"the device lacks a feature\"}\n",
               which->name, which->family);
    }
    close_job(&job);
    return good;
}
