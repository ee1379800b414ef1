/* SPDX-License-Identifier: MIT */
/* The client and the real compiler together: source in, running code out; includes, limits, links, binaries.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/clock.h"
#include "compiler/printf.h"
#include "tests/unit/compiler/files.h"
#include "tests/unit/compiler/fixture.h"
#include "tests/unit/unit.h"

static int setup(void **state)
{
    int error = fixture_setup(state);
    setenv("VGPU_CC", VGPU_CC_FILE, 1);
    return error;
}

static struct vg_unit *build_source(const char *source, const char *options, cl_int expected, char **log)
{
    struct vg_unit *unit = NULL;
    cl_int error = vg_compile(source, strlen(source), options, VG_STAGE_BUILD, NULL, 0, &unit, log);
    if (error != expected)
        fail_msg("%d: %s", error, *log ? *log : last_error());
    return unit;
}

static struct vg_unit *build_well(const char *source, const char *options)
{
    char *log;
    struct vg_unit *unit = build_source(source, options, CL_SUCCESS, &log);
    vg_free(log);
    return unit;
}

/* Runs kernel 0 over n items in groups of 16, with a pointer as its only argument. */
static void run(struct vg_unit *unit, void *buffer, uint64_t n, struct vg_printf_sink *sink)
{
    const struct vg_code *code;
    struct vg_launch launch = {.global_size = {n, 1, 1},
                               .local_size = {16, 1, 1},
                               .num_groups = {n / 16, 1, 1},
                               .work_dim = 1,
                               .printf_sink = sink};
    if (vg_unit_code(unit, 0, &code) != CL_SUCCESS)
        fail_msg("%s", last_error());
    launch.frame_at = (code->info.local_bytes + VG_SCRATCH_ALIGN - 1) & ~(uint64_t)(VG_SCRATCH_ALIGN - 1);
    size_t width = code->info.width;
    size_t items = (16 + width - 1) / width * width;
    size_t bytes = VG_SCRATCH_HEAD + launch.frame_at + code->info.fixed_bytes + items * code->info.item_bytes;
    char *scratch = vg_zalloc_aligned(bytes, VG_SCRATCH_ALIGN);
    assert_int_equal(code->entry(&launch, &buffer, 0, n / 16, scratch + VG_SCRATCH_HEAD), 0);
    vg_free(scratch);
}

static void source_becomes_running_code(void **state)
{
    float values[64];
    for (int repeat = 0; repeat < 2; repeat++) { /* compiled, then from the cache */
        struct vg_unit *unit = build_well(
            "kernel void twice(global float *x) { x[get_global_id(0)] *= 2.0f; }", "-cl-kernel-arg-info");
        const struct vg_kernel_info *kernel = &vg_unit_info(unit)->kernels[0];
        assert_string_equal(kernel->name, "twice");
        assert_string_equal(kernel->args[0].name, "x");
        assert_string_equal(kernel->args[0].type_name, "float*");
        assert_int_equal(kernel->args[0].kind, VG_ARG_GLOBAL);
        for (int i = 0; i < 64; i++)
            values[i] = (float)i;
        run(unit, values, 64, NULL);
        for (int i = 0; i < 64; i++)
            assert_true(values[i] == 2.0f * (float)i);
        vg_unit_release(&unit);
        vg_compiler_unload();
    }
}

static void variables_live_as_long_as_the_program(void **state)
{
    int out[16];
    struct vg_unit *unit =
        build_well("global int counter = 40; constant int table[4] = {1, 2, 3, 4};\n"
                   "kernel void count(global int *x) { if (get_local_id(0) == 0) counter += table[1];\n"
                   "    barrier(CLK_GLOBAL_MEM_FENCE); x[get_global_id(0)] = counter; }",
                   "-cl-std=CL3.0");
    run(unit, out, 16, NULL);
    assert_int_equal(out[15], 42);
    run(unit, out, 16, NULL);
    assert_int_equal(out[0], 44);
    vg_unit_release(&unit);
}

static void kernels_print(void **state)
{
    size_t size;
    int dummy[16];
    struct vg_printf_sink *sink = vg_printf_sink_create();
    struct vg_unit *unit = build_well(
        "kernel void p(global int *x) { if (get_global_id(0) == 3)\n"
        "    printf(\"%d %s %.2f %v4hld %c%%\\n\", 5, \"text\", 1.5f, (int4)(1, -2, 3, -4), 'c'); }",
        "");
    run(unit, dummy, 16, sink);
    const char *text = vg_printf_sink_text(sink, &size);
    static const char expected[] = "5 text 1.50 1,-2,3,-4 c%\n";
    assert_int_equal(size, sizeof expected - 1);
    assert_memory_equal(text, expected, size);
    vg_unit_release(&unit);
    vg_printf_sink_destroy(sink);
}

static void errors_come_with_line_and_text(void **state)
{
    char *log;
    build_source("kernel void k(global int *x) {\n    x[0] = nonsense;\n}", "", CL_BUILD_PROGRAM_FAILURE,
                 &log);
    assert_non_null(log);
    assert_non_null(strstr(log, ":2:"));
    assert_non_null(strstr(log, "nonsense"));
    vg_free(log);
}

static void relative_includes_start_at_the_current_folder(void **state)
{
    const struct fixture *fixture = *state;
    char path[PATH_MAX];
    int out[16];
    snprintf(path, sizeof path, "%s/headers", fixture->folder);
    assert_int_equal(mkdir(path, 0700), 0);
    assert_int_equal(chdir(fixture->folder), 0);
    struct vg_unit *unit =
        build_well("kernel void early(global int *x) {}", ""); /* the compiler runs before the move */
    vg_unit_release(&unit);
    assert_int_equal(chdir("/"), 0);
    assert_int_equal(chdir(fixture->folder), 0);
    for (int value = 1; value < 3; value++) {
        char text[32];
        snprintf(text, sizeof text, "#define VALUE %d\n", value);
        file_write("headers/value.h", text, strlen(text));
        usleep(30000); /* else the header is too young to be vouched for */
        for (int repeat = 0; repeat < 2; repeat++) {
            unit = build_well(
                "#include \"value.h\"\nkernel void k(global int *x) { x[get_global_id(0)] = VALUE; }",
                "-I headers");
            run(unit, out, 16, NULL);
            assert_int_equal(out[7], value);
            vg_unit_release(&unit);
        }
    }
}

static void headers_and_libraries_are_linked(void **state)
{
    static const char function[] = "#include \"shared.h\"\nint square(int a) { return a * a + OFFSET; }";
    static const char kernel[] =
        "#include \"shared.h\"\nkernel void k(global int *x) { x[get_global_id(0)] = square(7); }";
    struct vg_header header = {"shared.h", "int square(int a);\n#define OFFSET 1\n", 36};
    struct vg_unit *parts[2] = {NULL}, *library = NULL, *program = NULL;
    char *log;
    int out[16];
    assert_int_equal(
        vg_compile(function, strlen(function), "", VG_STAGE_COMPILE, &header, 1, &parts[0], &log),
        CL_SUCCESS);
    vg_free(log);
    assert_int_equal(vg_compile(kernel, strlen(kernel), "", VG_STAGE_COMPILE, &header, 1, &parts[1], &log),
                     CL_SUCCESS);
    vg_free(log);
    assert_int_equal(vg_link(parts, 1, "-create-library", &library, &log), CL_SUCCESS);
    vg_free(log);
    struct vg_unit *both[2] = {library, parts[1]};
    assert_int_equal(vg_link(both, 2, "", &program, &log), CL_SUCCESS);
    vg_free(log);
    run(program, out, 16, NULL);
    assert_int_equal(out[3], 50);
    vg_unit_release(&program);
    assert_int_equal(vg_link(&parts[1], 1, "", &program, &log), CL_LINK_PROGRAM_FAILURE);
    assert_non_null(log);
    assert_non_null(strstr(log, "square"));
    vg_free(log);
    vg_unit_release(&library);
    vg_unit_release(&parts[0]);
    vg_unit_release(&parts[1]);
}

static void a_binary_runs_again(void **state)
{
    int out[16];
    void *bytes;
    size_t size;
    struct vg_unit *unit = build_well("kernel void k(global int *x) { x[get_global_id(0)] = 9; }", "");
    assert_int_equal(vg_unit_save(unit, &bytes, &size), CL_SUCCESS);
    vg_unit_release(&unit);
    setenv("VGPU_CC", "/nonexistent", 1);
    assert_int_equal(vg_unit_load(bytes, size, &unit), CL_SUCCESS);
    run(unit, out, 16, NULL);
    assert_int_equal(out[15], 9);
    vg_unit_release(&unit);
    vg_free(bytes);
}

/* A preprocessor bomb: each macro doubles the one before. */
static void a_source_that_explodes_meets_a_limit(void **state)
{
    char source[4096] = "#define M0 1+1\n", *log;
    for (int i = 1; i < 40; i++)
        snprintf(source + strlen(source), 64, "#define M%d M%d+M%d\n", i, i - 1, i - 1);
    strcat(source, "kernel void k(global int *x) { x[0] = M39; }");
    setenv("VGPU_CC_TIMEOUT", "3000", 1);
    setenv("VGPU_CC_MEMORY", "500M", 1);
    uint64_t start = vg_now_ns();
    build_source(source, "", CL_BUILD_PROGRAM_FAILURE, &log);
    assert_non_null(log);
    assert_true(strstr(log, "VGPU_CC_TIMEOUT") || strstr(log, "VGPU_CC_MEMORY") || strstr(log, "error"));
    assert_true((vg_now_ns() - start) / 1000000 < 20000);
    vg_free(log);
    source_becomes_running_code(state);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, setup, fixture_teardown)
VG_TESTS(test_real, CASE(source_becomes_running_code), CASE(variables_live_as_long_as_the_program),
         CASE(kernels_print), CASE(errors_come_with_line_and_text),
         CASE(relative_includes_start_at_the_current_folder), CASE(headers_and_libraries_are_linked),
         CASE(a_binary_runs_again), CASE(a_source_that_explodes_meets_a_limit));
