/* SPDX-License-Identifier: MIT */
/* Launches for programs whose runtime has signal handlers of its own: one context, a good and a faulty
 * kernel. */
#ifndef VG_TESTS_FAULTS_HOSTS_LAUNCH_H
#define VG_TESTS_FAULTS_HOSTS_LAUNCH_H

#include <CL/cl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

static const char *host_source = "kernel void k(global int *a) { a[get_global_id(0)] = get_global_id(0); }";

static struct {
    cl_context context;
    cl_device_id device;
    cl_program program;
    cl_mem buffer;
} host;
static pthread_once_t host_once = PTHREAD_ONCE_INIT;

static void host_check(cl_int status, const char *what)
{
    if (status == CL_SUCCESS)
        return;
    printf("%s gives %d\n", what, status);
    exit(EXIT_FAILURE);
}

static void host_open(void)
{
    cl_platform_id platform;
    cl_int status;
    host_check(clGetPlatformIDs(1, &platform, NULL), "clGetPlatformIDs");
    host_check(clGetDeviceIDs(platform, CL_DEVICE_TYPE_ALL, 1, &host.device, NULL), "clGetDeviceIDs");
    host.context = clCreateContext(NULL, 1, &host.device, NULL, NULL, &status);
    host_check(status, "clCreateContext");
    host.program = clCreateProgramWithSource(host.context, 1, &host_source, NULL, &status);
    host_check(status, "clCreateProgramWithSource");
    host_check(clBuildProgram(host.program, 1, &host.device, "", NULL, NULL), "clBuildProgram");
    host.buffer = clCreateBuffer(host.context, CL_MEM_READ_WRITE, 64 * sizeof(cl_int), NULL, &status);
    host_check(status, "clCreateBuffer");
}

/* Runs a kernel; gives the status of its event. A kernel and a queue for each
 * call, since threads call at once. */
static inline cl_int host_run(cl_bool faulty)
{
    pthread_once(&host_once, host_open);
    const size_t size = 64;
    cl_mem none = NULL;
    cl_event event;
    cl_int status;
    cl_command_queue queue = clCreateCommandQueueWithProperties(host.context, host.device, NULL, &status);
    host_check(status, "clCreateCommandQueueWithProperties");
    cl_kernel kernel = clCreateKernel(host.program, "k", &status);
    host_check(status, "clCreateKernel");
    host_check(clSetKernelArg(kernel, 0, sizeof none, faulty ? &none : &host.buffer), "clSetKernelArg");
    host_check(clEnqueueNDRangeKernel(queue, kernel, 1, NULL, &size, NULL, 0, NULL, &event),
               "clEnqueueNDRangeKernel");
    (void)clWaitForEvents(1, &event);
    host_check(clGetEventInfo(event, CL_EVENT_COMMAND_EXECUTION_STATUS, sizeof status, &status, NULL),
               "clGetEventInfo");
    clReleaseEvent(event);
    clReleaseKernel(kernel);
    clReleaseCommandQueue(queue);
    return status;
}

#endif
