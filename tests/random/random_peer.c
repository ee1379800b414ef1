/* SPDX-License-Identifier: MIT */
/* Random programs (program.h) on every device that the OpenCL loader finds, compared bit for bit with the
 * first device:
 *
 *   random_peer [SEED [PROGRAMS]]
 *
 * Ends with 0 when all agree, 2 when there are not two devices. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/cl.h"
#include "tests/kernels/script.h"
#include "tests/random/program.h"

#define MAX_DEVICES 8

struct peer {
    char name[128];
    cl_device_id id;
    cl_context context;
    cl_command_queue queue;
};

struct peers {
    struct peer list[MAX_DEVICES];
    unsigned count;
    unsigned failures, refused;
};

/* A kernel's output on one device. */
struct output {
    void *buffers[MAX_ARGS];
};

static bool open_device(struct peer *peer, cl_device_id id)
{
    cl_int error;
    peer->id = id;
    clGetDeviceInfo(id, CL_DEVICE_NAME, sizeof peer->name, peer->name, NULL);
    peer->context = clCreateContext(NULL, 1, &id, NULL, NULL, &error);
    if (error == CL_SUCCESS)
        peer->queue = clCreateCommandQueueWithProperties(peer->context, id, NULL, &error);
    return error == CL_SUCCESS;
}

static void open_devices(struct peers *peers)
{
    cl_platform_id platforms[MAX_DEVICES];
    cl_uint platform_count = 0;
    clGetPlatformIDs(MAX_DEVICES, platforms, &platform_count);
    for (cl_uint p = 0; p < platform_count && p < MAX_DEVICES && peers->count < MAX_DEVICES; p++) {
        cl_device_id id;
        struct peer *peer = &peers->list[peers->count];
        if (clGetDeviceIDs(platforms[p], CL_DEVICE_TYPE_ALL, 1, &id, NULL) != CL_SUCCESS ||
            !open_device(peer, id))
            continue;
        printf("device %u: %s\n", peers->count++, peer->name);
    }
}

static cl_program build(const struct peer *peer, const char *text, const char *options, char *log,
                        size_t log_size)
{
    cl_int error;
    cl_program program = clCreateProgramWithSource(peer->context, 1, &text, NULL, &error);
    if (error == CL_SUCCESS && clBuildProgram(program, 1, &peer->id, options, NULL, NULL) == CL_SUCCESS)
        return program;
    snprintf(log, log_size, "no log");
    if (error == CL_SUCCESS) {
        clGetProgramBuildInfo(program, peer->id, CL_PROGRAM_BUILD_LOG, log_size, log, NULL);
        clReleaseProgram(program);
    }
    return NULL;
}

/* Gives the buffer of a buffer argument. */
static cl_int set_arg(const struct peer *peer, cl_kernel kernel, cl_uint i, const struct arg *arg,
                      cl_mem *buffer)
{
    size_t bytes = arg->count * type_size(arg->type);
    cl_int error = CL_SUCCESS;
    switch (arg->form) {
    case ARG_BUFFER:
        *buffer =
            clCreateBuffer(peer->context, CL_MEM_READ_WRITE | CL_MEM_COPY_HOST_PTR, bytes, arg->data, &error);
        return error == CL_SUCCESS ? clSetKernelArg(kernel, i, sizeof *buffer, buffer) : error;
    case ARG_VALUE:
        return clSetKernelArg(kernel, i, bytes, arg->data);
    case ARG_LOCAL:
        return clSetKernelArg(kernel, i, arg->count, NULL);
    default:
        return clSetKernelArg(kernel, i, sizeof(cl_mem), NULL);
    }
}

static cl_int read_output(const struct peer *peer, const struct run *run, const cl_mem *buffers,
                          struct output *output)
{
    cl_int error = CL_SUCCESS;
    for (unsigned i = 0; i < run->arg_count && error == CL_SUCCESS; i++) {
        if (!buffers[i])
            continue;
        size_t bytes = run->args[i].count * type_size(run->args[i].type);
        output->buffers[i] = calloc(1, bytes + 1);
        if (!output->buffers[i])
            return CL_OUT_OF_HOST_MEMORY;
        error = clEnqueueReadBuffer(peer->queue, buffers[i], CL_TRUE, 0, bytes, output->buffers[i], 0, NULL,
                                    NULL);
    }
    return error;
}

static cl_int run_kernel(const struct peer *peer, cl_program program, const struct run *run,
                         struct output *output)
{
    cl_mem buffers[MAX_ARGS] = {NULL};
    cl_int error;
    cl_kernel kernel = clCreateKernel(program, run->kernel, &error);
    for (unsigned i = 0; i < run->arg_count && error == CL_SUCCESS; i++)
        error = set_arg(peer, kernel, i, &run->args[i], &buffers[i]);
    if (error == CL_SUCCESS)
        error = clEnqueueNDRangeKernel(peer->queue, kernel, run->work_dim, run->offset, run->global,
                                       run->local, 0, NULL, NULL);
    if (error == CL_SUCCESS)
        error = read_output(peer, run, buffers, output);
    for (unsigned i = 0; i < run->arg_count; i++)
        if (buffers[i])
            clReleaseMemObject(buffers[i]);
    if (kernel)
        clReleaseKernel(kernel);
    return error;
}

static void finish_output(struct output *output)
{
    for (unsigned i = 0; i < MAX_ARGS; i++)
        free(output->buffers[i]);
}

/* The number of the first argument that differs, or -1. */
static int compare(const struct run *run, const struct output *a, const struct output *b)
{
    for (unsigned i = 0; i < run->arg_count; i++)
        if (a->buffers[i] && b->buffers[i] &&
            memcmp(a->buffers[i], b->buffers[i], run->args[i].count * type_size(run->args[i].type)) != 0)
            return (int)i;
    return -1;
}

/* A device may lack what a kernel needs, such as groups of unequal size. */
static bool is_refusal(cl_int error)
{
    return error == CL_INVALID_WORK_GROUP_SIZE || error == CL_INVALID_KERNEL_NAME;
}

static void judge(struct peers *peers, const struct run *run, unsigned device, cl_int error, int arg,
                  uint64_t seed)
{
    if (error == CL_SUCCESS && arg < 0)
        return;
    peers->failures++;
    printf("seed %llu, kernel %s, device %u: ", (unsigned long long)seed, run->kernel, device);
    if (error != CL_SUCCESS)
        printf("error %d\n", error);
    else
        printf("argument %d differs from the first device's\n", arg);
}

static void check_kernel(struct peers *peers, const cl_program *programs, const struct run *run,
                         uint64_t seed)
{
    struct output outputs[MAX_DEVICES] = {{{NULL}}};
    for (unsigned d = 0; d < peers->count; d++) {
        cl_int error =
            programs[d] ? run_kernel(&peers->list[d], programs[d], run, &outputs[d]) : CL_INVALID_KERNEL_NAME;
        if (is_refusal(error))
            peers->refused++;
        else
            judge(peers, run, d, error, compare(run, &outputs[0], &outputs[d]), seed);
    }
    for (unsigned d = 0; d < peers->count; d++)
        finish_output(&outputs[d]);
}

static void check_seed(struct peers *peers, uint64_t seed)
{
    struct program program;
    struct strbuf text = {0};
    struct script script;
    cl_program programs[MAX_DEVICES];
    char log[400];
    program_generate(&program, seed, false);
    program_print(&program, &text);
    script_read(strbuf_text(&text), &script);
    for (unsigned d = 0; d < peers->count; d++) {
        programs[d] = build(&peers->list[d], strbuf_text(&text), script.options, log, sizeof log);
        if (!programs[d])
            printf("seed %llu, device %u: does not build: %s\n", (unsigned long long)seed, d, log);
    }
    for (size_t i = 0; i < script.run_count; i++)
        check_kernel(peers, programs, &script.runs[i], seed);
    for (unsigned d = 0; d < peers->count; d++)
        if (programs[d])
            clReleaseProgram(programs[d]);
    script_finish(&script);
    strbuf_finish(&text);
    program_finish(&program);
    fflush(stdout);
}

int main(int argc, char **argv)
{
    struct peers peers = {0};
    uint64_t seed = argc > 1 ? strtoull(argv[1], NULL, 0) : 1,
             count = argc > 2 ? strtoull(argv[2], NULL, 0) : 10;
    if (argc > 3 || seed == 0 || count == 0) {
        fprintf(stderr, "usage: random_peer [SEED [PROGRAMS]]\n");
        return 2;
    }
    open_devices(&peers);
    if (peers.count < 2) {
        fprintf(stderr, "random_peer: the loader finds %u devices; two are needed\n", peers.count);
        return 2;
    }
    for (uint64_t i = 0; i < count; i++)
        check_seed(&peers, seed + i);
    printf("%llu programs, %u failures, %u kernels refused\n", (unsigned long long)count, peers.failures,
           peers.refused);
    return peers.failures != 0;
}
