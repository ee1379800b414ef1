/* SPDX-License-Identifier: MIT */
/* Every faulty kernel, as vectors, as scalar code, with debug information and without optimisation: it ends
 * in its error event, the sentence says where and why, and what comes after works. */
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "tests/faults/scene.h"

struct faulty {
    const char *name, *functions;
    unsigned line;
    const char *what, *body;
};

static const struct faulty faulty[] = {
#define FAULTY(name, functions, line, what, body) {#name, functions, line, what, body},
#include "tests/faults/faulty.def"
#undef FAULTY
};

static cl_kernel build(const struct scene *scene, const struct faulty *row, const char *options)
{
    char source[2048], all[256];
    snprintf(
        source, sizeof source,
        "%s\nkernel void k(global int *a, global int *b, global int *none, ulong page, int past) { int i = "
        "get_global_id(0);\n%s\n}\n",
        row->functions, row->body);
    snprintf(all, sizeof all, "-cl-std=CL3.0 -w %s", options);
    return api_kernel(&scene->api, source, all, "k");
}

static bool is_explained(const struct scene *scene, const struct faulty *row)
{
    char place[64];
    snprintf(place, sizeof place, "program.cl:%u:", row->line);
    return scene_heard(scene, "kernel k, program.cl:") && scene_heard(scene, row->what) &&
           (row->line == 0 || scene_heard(scene, place)) &&
           (scene_heard(scene, "work-group (") || scene_heard(scene, "of the work-items ("));
}

static void run_all(const char *options)
{
    struct scene scene;
    unsigned wrong = 0;
    scene_open(&scene);
    for (size_t i = 0; i < sizeof faulty / sizeof *faulty; i++) {
        cl_kernel kernel = build(&scene, &faulty[i], options);
        for (int again = 0; again < 2; again++) {
            scene_forget(&scene);
            cl_int status = scene_run(&scene, kernel);
            if (status == CL_OUT_OF_RESOURCES && is_explained(&scene, &faulty[i]))
                continue;
            print_error("%s (line %u, %s): status %d, %s\n", faulty[i].name, faulty[i].line, faulty[i].what,
                        status, scene.sentences);
            wrong++;
        }
        scene_expect_good(&scene, 2);
        assert_success(clReleaseKernel(kernel));
    }
    scene_expect_good(&scene, 1000);
    scene_close(&scene);
    assert_int_equal(wrong, 0);
}

static void faults_of_vectors(void **state)
{
    run_all("");
}

static void faults_of_scalar_code(void **state)
{
    run_all("-cl-vgpu-width=1");
}

static void faults_of_narrow_vectors(void **state)
{
    run_all("-cl-vgpu-width=4");
}

static void faults_with_debug_information(void **state)
{
    run_all("-g");
}

static void faults_without_optimisation(void **state)
{
    run_all("-g -cl-opt-disable");
}

/* OpenCL leaves what they give undefined, and lets none of them end a kernel. */
static void divisions_are_no_faults(void **state)
{
    static const char source[] =
        "kernel void k(global int *a, global int *b, global int *none, ulong page, int past) {\n"
        "    int i = get_global_id(0), zero = b[i], minus = zero - 1, least = zero + INT_MIN;\n"
        "    long zero8 = zero, least8 = zero + LONG_MIN;\n"
        "    a[i] = i / zero + i % zero + least / minus + least % minus + (uint)i / (uint)zero;\n"
        "    a[i] += (int)(i / zero8 + least8 / minus + least8 % minus) + (char)i / (char)zero;\n"
        "}\n";
    static const char *const options[] = {"", "-cl-vgpu-width=1", "-cl-opt-disable"};
    struct scene scene;
    scene_open(&scene);
    for (size_t i = 0; i < sizeof options / sizeof *options; i++) {
        cl_kernel kernel = api_kernel(&scene.api, source, options[i], "k");
        assert_int_equal(scene_run(&scene, kernel), CL_COMPLETE);
        assert_success(clReleaseKernel(kernel));
    }
    scene_close(&scene);
}

static void buffers_keep_what_they_had(void **state)
{
    struct scene scene;
    static cl_int before[SCENE_ITEMS], after[SCENE_ITEMS];
    scene_open(&scene);
    for (cl_int i = 0; i < SCENE_ITEMS; i++)
        before[i] = i * 7;
    assert_success(
        clEnqueueWriteBuffer(scene.api.queue, scene.b, CL_TRUE, 0, sizeof before, before, 0, NULL, NULL));
    cl_kernel kernel = build(&scene, &faulty[0], "");
    for (int i = 0; i < 100; i++)
        assert_int_equal(scene_run(&scene, kernel), CL_OUT_OF_RESOURCES);
    assert_success(
        clEnqueueReadBuffer(scene.api.queue, scene.b, CL_TRUE, 0, sizeof after, after, 0, NULL, NULL));
    assert_memory_equal(before, after, sizeof before);
    assert_success(clReleaseKernel(kernel));
    scene_close(&scene);
}

/* printf holds a lock while it reads. */
static void printf_survives_what_is_no_text(void **state)
{
    static const char source[] =
        "kernel void k(global int *a, global int *b, global int *none, ulong page, int past) {\n"
        "    if (get_global_id(0) == 3)\n"
        "        printf(\"[%s] [%s] [%d]\\n\", (constant char *)page, (constant char *)0x123456789abcdef0, "
        "7);\n"
        "}\n";
    struct scene scene;
    scene_open(&scene);
    cl_kernel kernel = api_kernel(&scene.api, source, "-cl-std=CL3.0 -w", "k");
    for (int i = 0; i < 10; i++)
        assert_int_equal(scene_run(&scene, kernel), CL_COMPLETE);
    scene_expect_good(&scene, 10);
    assert_success(clReleaseKernel(kernel));
    scene_close(&scene);
}

static void names_of_arguments_are_told(void **state)
{
    struct scene scene;
    scene_open(&scene);
    cl_kernel kernel = build(&scene, &faulty[0], "-cl-kernel-arg-info");
    assert_int_equal(scene_run(&scene, kernel), CL_OUT_OF_RESOURCES);
    assert_true(scene_heard(&scene, "past the end of argument 0 (a), which has"));
    assert_success(clReleaseKernel(kernel));
    scene_close(&scene);
}

/* A file that becomes shorter takes its pages from the buffer. */
static void what_is_cut_off_a_file_is_told(void **state)
{
    const size_t bytes = SCENE_INTS * sizeof(cl_int);
    struct scene scene;
    scene_open(&scene);
    int fd = memfd_create("cut", MFD_CLOEXEC);
    assert_int_equal(ftruncate(fd, (off_t)bytes), 0);
    const cl_mem_properties properties[] = {CL_EXTERNAL_MEMORY_HANDLE_OPAQUE_FD_KHR, (cl_mem_properties)fd,
                                            0};
    cl_int code;
    assert_success(clReleaseMemObject(scene.b));
    scene.b = clCreateBufferWithProperties(scene.api.context, properties, 0, bytes, NULL, &code);
    assert_success(code);
    cl_kernel kernel = api_kernel(&scene.api,
                                  "kernel void k(global int *a, global int *b, global int *none, ulong page, "
                                  "int past) { int i = get_global_id(0); a[i] = b[i + 65536]; }",
                                  "", "k");
    assert_int_equal(scene_run(&scene, kernel), CL_COMPLETE);
    assert_int_equal(ftruncate(fd, 4096), 0);
    assert_int_equal(scene_run(&scene, kernel), CL_OUT_OF_RESOURCES);
    assert_true(scene_heard(&scene, "argument 1, which has 4194304 bytes in a file that has become shorter"));
    assert_int_equal(ftruncate(fd, (off_t)bytes), 0);
    assert_int_equal(scene_run(&scene, kernel), CL_COMPLETE);
    scene_expect_good(&scene, 2);
    assert_success(clReleaseKernel(kernel));
    scene_close(&scene);
    close(fd);
}

VG_TESTS(test_faults, cmocka_unit_test(faults_of_vectors), cmocka_unit_test(faults_of_scalar_code),
         cmocka_unit_test(faults_of_narrow_vectors), cmocka_unit_test(faults_with_debug_information),
         cmocka_unit_test(faults_without_optimisation), cmocka_unit_test(divisions_are_no_faults),
         cmocka_unit_test(buffers_keep_what_they_had), cmocka_unit_test(printf_survives_what_is_no_text),
         cmocka_unit_test(names_of_arguments_are_told), cmocka_unit_test(what_is_cut_off_a_file_is_told));
