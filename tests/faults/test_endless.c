/* SPDX-License-Identifier: MIT */
/* Kernels that never end, under VGPU_KERNEL_TIMEOUT. */
#include <pthread.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/faults/scene.h"

#define HEAD "kernel void k(global int *a, global int *b, global int *none, ulong page, int past) {\n"

static const char *const endless[] = {
    HEAD "int i = get_global_id(0); while (b[i] == 0) a[i]++; }",
    HEAD "volatile global int *p = b; while (!p[0]) ; a[0] = 1; }",
    HEAD "int i = get_global_id(0); if (i == 5) while (atomic_add(b + 1, 0) == 0) ; a[i] = i; }",
    "int f(volatile global int *p) { int n = 0; while (*p == 0) n++; return n; }\n" HEAD "a[0] = f(b); }",
    HEAD "int i = get_global_id(0); a[i] = i; barrier(CLK_GLOBAL_MEM_FENCE);\n"
         "volatile global int *p = b; while (p[i] == 0) barrier(CLK_GLOBAL_MEM_FENCE); }",
    HEAD "volatile global int *p = b; for (uint j = 0; p[0] == 0; j++) if (j % 1000 == 0) a[j % 1024] = j; }",
    "typedef struct { int x[200]; } big;\n" HEAD "while (((volatile global int *)b)[0] == 0) ((global big "
    "*)a)[get_global_id(0) & 1] = ((global big *)b)[1]; }",
};

static void set_limit(void)
{
    setenv("VGPU_KERNEL_TIMEOUT", "0.1", 1);
}

static void run_all(const char *options)
{
    struct scene scene;
    set_limit();
    scene_open(&scene);
    for (size_t i = 0; i < sizeof endless / sizeof *endless; i++) {
        cl_kernel kernel = api_kernel(&scene.api, endless[i], options, "k");
        scene_forget(&scene);
        if (scene_run(&scene, kernel) != CL_OUT_OF_RESOURCES || !scene_heard(&scene, "VGPU_KERNEL_TIMEOUT"))
            fail_msg("kernel %zu: %s", i, scene.sentences);
        scene_expect_good(&scene, 20);
        assert_success(clReleaseKernel(kernel));
    }
    scene_expect_good(&scene, 1000);
    scene_close(&scene);
}

static void endless_vectors_end(void **state)
{
    run_all("");
}

static void endless_scalar_code_ends(void **state)
{
    run_all("-cl-vgpu-width=1");
}

static void endless_code_without_optimisation_ends(void **state)
{
    run_all("-cl-opt-disable");
}

static void run_in_child(void)
{
    struct scene scene;
    scene_open(&scene);
    cl_kernel kernel = api_kernel(&scene.api, endless[0], "", "k");
    assert_int_equal(scene_run(&scene, kernel), CL_OUT_OF_RESOURCES);
    scene_expect_good(&scene, 20);
    assert_success(clReleaseKernel(kernel));
    scene_close(&scene);
}

static void children_have_the_limit_too(void **state)
{
    set_limit();
    run_in_child();
    pid_t child = fork();
    int status = 1;
    if (child == 0) {
        run_in_child();
        _exit(0);
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
}

/* Two launches of the same code, of which one ends by itself: the other's end does not touch it. */
static void the_same_code_goes_on_elsewhere(void **state)
{
    static const char source[] =
        "kernel void k(global int *a, global int *b, global int *none, ulong page, int past) {\n"
        "    int i = get_global_id(0), sum = 0;\n"
        "    volatile global int *p = b;\n"
        "    for (int j = 0; j < past || p[0] == 0; j++)\n"
        "        sum += p[i];\n"
        "    a[i] = sum;\n"
        "}\n";
    struct scene scene;
    cl_int code, ones[SCENE_ITEMS], sums[SCENE_ITEMS];
    set_limit();
    scene_open(&scene);
    for (int i = 0; i < SCENE_ITEMS; i++)
        ones[i] = 1;
    cl_kernel kernel = api_kernel(&scene.api, source, "", "k");
    cl_mem filled = api_buffer(&scene.api, sizeof ones, ones),
           out = api_buffer(&scene.api, sizeof ones, NULL);
    cl_command_queue other =
        clCreateCommandQueueWithProperties(scene.api.context, scene.api.device, NULL, &code);
    assert_success(code);
    for (int round = 0; round < 5; round++) {
        cl_kernel good = clCloneKernel(kernel, &code);
        assert_success(code);
        cl_ulong page = 0;
        cl_int past = 1000;
        size_t items = SCENE_ITEMS, local = 64;
        assert_success(clSetKernelArg(good, 0, sizeof(cl_mem), &out));
        assert_success(clSetKernelArg(good, 1, sizeof(cl_mem), &filled));
        assert_success(clSetKernelArg(good, 2, sizeof(cl_mem), NULL));
        assert_success(clSetKernelArg(good, 3, sizeof page, &page));
        assert_success(clSetKernelArg(good, 4, sizeof past, &past));
        for (int i = 0; i < 100; i++)
            assert_success(clEnqueueNDRangeKernel(other, good, 1, NULL, &items, &local, 0, NULL, NULL));
        assert_success(clFlush(other));
        assert_int_equal(scene_run(&scene, kernel), CL_OUT_OF_RESOURCES);
        assert_success(clEnqueueReadBuffer(other, out, CL_TRUE, 0, sizeof sums, sums, 0, NULL, NULL));
        for (int i = 0; i < SCENE_ITEMS; i++)
            assert_int_equal(sums[i], past);
        assert_success(clReleaseKernel(good));
    }
    assert_success(clReleaseCommandQueue(other));
    assert_success(clReleaseMemObject(filled));
    assert_success(clReleaseMemObject(out));
    assert_success(clReleaseKernel(kernel));
    scene_close(&scene);
}

VG_TESTS(test_endless, cmocka_unit_test(endless_vectors_end), cmocka_unit_test(endless_scalar_code_ends),
         cmocka_unit_test(endless_code_without_optimisation_ends),
         cmocka_unit_test(children_have_the_limit_too), cmocka_unit_test(the_same_code_goes_on_elsewhere));
