/* SPDX-License-Identifier: MIT */
/* See scene.h. */
#include "tests/faults/scene.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>

#if defined(__SANITIZE_THREAD__) || defined(__SANITIZE_ADDRESS__)
#define PATIENCE_NS 20000000000
#else
#define PATIENCE_NS 1000000000
#endif

static const char good_source[] = "kernel void good(global int *a, int seed)\n"
                                  "{\n"
                                  "    local int s[64];\n"
                                  "    int i = get_global_id(0), l = get_local_id(0);\n"
                                  "    s[l] = i * seed;\n"
                                  "    barrier(CLK_LOCAL_MEM_FENCE);\n"
                                  "    a[i] = s[63 - l] + 1;\n"
                                  "}\n";

static void CL_CALLBACK listen(const char *message, const void *info, size_t size, void *user)
{
    struct scene *scene = user;
    size_t used = strlen(scene->sentences);
    snprintf(scene->sentences + used, sizeof scene->sentences - used, "%s\n", message);
    (void)info, (void)size;
}

void scene_open(struct scene *scene)
{
    *scene = (struct scene){.api = api_open_with(listen, scene)};
    scene->a = api_buffer(&scene->api, SCENE_INTS * sizeof(cl_int), NULL);
    scene->b = api_buffer(&scene->api, SCENE_INTS * sizeof(cl_int), NULL);
    cl_int zero = 0;
    assert_success(clEnqueueFillBuffer(scene->api.queue, scene->b, &zero, sizeof zero, 0,
                                       SCENE_INTS * sizeof(cl_int), 0, NULL, NULL));
    scene->page = mmap(NULL, 1 << 20, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    assert_ptr_not_equal(scene->page, MAP_FAILED);
}

void scene_close(struct scene *scene)
{
    munmap(scene->page, 1 << 20);
    assert_success(clReleaseMemObject(scene->a));
    assert_success(clReleaseMemObject(scene->b));
    api_close(&scene->api);
}

static cl_ulong now_ns(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (cl_ulong)now.tv_sec * 1000000000 + (cl_ulong)now.tv_nsec;
}

cl_int scene_run(struct scene *scene, cl_kernel kernel)
{
    size_t items = SCENE_ITEMS, local = 64;
    cl_ulong page = (cl_ulong)(uintptr_t)scene->page;
    cl_int past = SCENE_INTS + SCENE_PAST, status = 1, value;
    cl_event event, dependant;
    assert_success(clSetKernelArg(kernel, 0, sizeof(cl_mem), &scene->a));
    assert_success(clSetKernelArg(kernel, 1, sizeof(cl_mem), &scene->b));
    assert_success(clSetKernelArg(kernel, 2, sizeof(cl_mem), NULL));
    assert_success(clSetKernelArg(kernel, 3, sizeof page, &page));
    assert_success(clSetKernelArg(kernel, 4, sizeof past, &past));
    cl_ulong start = now_ns();
    assert_success(
        clEnqueueNDRangeKernel(scene->api.queue, kernel, 1, NULL, &items, &local, 0, NULL, &event));
    assert_success(clEnqueueReadBuffer(scene->api.queue, scene->a, CL_FALSE, 0, sizeof value, &value, 1,
                                       &event, &dependant));
    cl_int waited = clWaitForEvents(1, &event);
    assert_success(clFinish(scene->api.queue));
    assert_true(now_ns() - start < PATIENCE_NS);
    assert_success(clGetEventInfo(event, CL_EVENT_COMMAND_EXECUTION_STATUS, sizeof status, &status, NULL));
    assert_cl(status < 0 ? CL_EXEC_STATUS_ERROR_FOR_EVENTS_IN_WAIT_LIST : CL_SUCCESS, waited);
    cl_int behind = 1;
    assert_success(
        clGetEventInfo(dependant, CL_EVENT_COMMAND_EXECUTION_STATUS, sizeof behind, &behind, NULL));
    assert_cl(status < 0 ? CL_EXEC_STATUS_ERROR_FOR_EVENTS_IN_WAIT_LIST : CL_SUCCESS, behind);
    assert_success(clReleaseEvent(event));
    assert_success(clReleaseEvent(dependant));
    return status;
}

bool scene_heard(const struct scene *scene, const char *part)
{
    return strstr(scene->sentences, part) != NULL;
}

void scene_forget(struct scene *scene)
{
    scene->sentences[0] = 0;
}

void scene_expect_good(struct scene *scene, unsigned launches)
{
    static cl_int seen[SCENE_ITEMS];
    cl_kernel kernel = api_kernel(&scene->api, good_source, "", "good");
    size_t items = SCENE_ITEMS, local = 64;
    scene_forget(scene);
    for (cl_int seed = 1; seed <= (cl_int)launches; seed++) {
        assert_success(clSetKernelArg(kernel, 0, sizeof(cl_mem), &scene->a));
        assert_success(clSetKernelArg(kernel, 1, sizeof seed, &seed));
        assert_success(
            clEnqueueNDRangeKernel(scene->api.queue, kernel, 1, NULL, &items, &local, 0, NULL, NULL));
        assert_success(
            clEnqueueReadBuffer(scene->api.queue, scene->a, CL_TRUE, 0, sizeof seen, seen, 0, NULL, NULL));
        for (cl_int i = 0; i < SCENE_ITEMS; i++)
            assert_int_equal(seen[i], (i / 64 * 64 + 63 - i % 64) * seed + 1);
    }
    assert_string_equal(scene->sentences, "");
    assert_success(clReleaseKernel(kernel));
}
