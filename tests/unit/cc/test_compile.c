/* SPDX-License-Identifier: MIT */
/* What compile requests answer: descriptions of kernels, logs, headers, dependencies. */
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tests/unit/cc/server.h"

static struct server server;

static int start(void **state)
{
    server_start(&server);
    return 0;
}

static int stop(void **state)
{
    return server_stop(&server);
}

static void describe(const char *source, const char *options, struct vg_program_info *info)
{
    struct answer answer;
    compile_source(&server, source, options, VG_STAGE_BUILD, &answer);
    if (answer.status != VG_WIRE_OK)
        fail_msg("%s", log_of(&answer));
    struct vg_wire_part part = part_of(&answer, VG_SECTION_PROGRAM);
    assert_int_equal(vg_program_info_decode(part.data, part.size, info), VG_DECODED);
    answer_finish(&answer);
}

static void arguments_are_described(void **state)
{
    struct vg_program_info info;
    describe("struct pair { char c; double d; };\n"
             "kernel void first(char c, global const float4 *restrict g, constant int *k, local short3 *l,\n"
             "                  float3 v, struct pair p, local struct pair *lp) {}\n"
             "kernel void second(void) {}\n",
             "-cl-kernel-arg-info", &info);
    assert_int_equal(info.kernel_count, 2);
    assert_true(info.has_arg_info);
    assert_string_equal(info.kernels[1].name, "second");
    const struct vg_kernel_info *kernel = &info.kernels[0];
    assert_string_equal(kernel->name, "first");
    assert_int_equal(kernel->arg_count, 7);
    static const struct vg_arg_info wanted[] = {
        {(char *)"c", (char *)"char", VG_ARG_VALUE, 0, 0, 1, 1, 0},
        {(char *)"g", (char *)"float4*", VG_ARG_GLOBAL, 0, VG_QUAL_CONST | VG_QUAL_RESTRICT, 8, 8, 8},
        {(char *)"k", (char *)"int*", VG_ARG_CONSTANT, 0, VG_QUAL_CONST, 8, 8, 16},
        {(char *)"l", (char *)"short3*", VG_ARG_LOCAL, 0, 0, 0, 8, 24},
        {(char *)"v", (char *)"float3", VG_ARG_VALUE, 0, 0, 16, 16, 32},
        {(char *)"p", (char *)"struct pair", VG_ARG_VALUE, 0, 0, 16, 8, 48},
        {(char *)"lp", (char *)"struct pair*", VG_ARG_LOCAL, 0, 0, 0, 128, 64},
    };
    for (unsigned i = 0; i < 7; i++) {
        const struct vg_arg_info *arg = &kernel->args[i];
        assert_string_equal(arg->name, wanted[i].name);
        assert_string_equal(arg->type_name, wanted[i].type_name);
        assert_int_equal(arg->kind, wanted[i].kind);
        assert_int_equal(arg->qualifiers, wanted[i].qualifiers);
        assert_int_equal(arg->size, wanted[i].size);
        assert_int_equal(arg->align, wanted[i].align);
        assert_int_equal(arg->offset, wanted[i].offset);
    }
    assert_int_equal(kernel->args_bytes, 72);
    vg_program_info_finish(&info);
}

static void images_are_described(void **state)
{
    static const struct {
        const char *type;
        uint32_t kind, access;
    } wanted[] = {{"image2d_t", VG_ARG_IMAGE, VG_ACCESS_READ_ONLY},
                  {"image3d_t", VG_ARG_IMAGE, VG_ACCESS_WRITE_ONLY},
                  {"image2d_array_depth_t", VG_ARG_IMAGE, VG_ACCESS_READ_WRITE},
                  {"image1d_buffer_t", VG_ARG_IMAGE, VG_ACCESS_READ_ONLY},
                  {"sampler_t", VG_ARG_SAMPLER, VG_ACCESS_NONE}};
    struct vg_program_info info;
    describe(
        "typedef image1d_buffer_t line;\n"
        "kernel void k(image2d_t a, write_only image3d_t b, read_write image2d_array_depth_t c, line d,\n"
        "              sampler_t s) {}\n",
        "-cl-std=CL3.0 -cl-kernel-arg-info", &info);
    const struct vg_kernel_info *kernel = &info.kernels[0];
    assert_int_equal(kernel->arg_count, 5);
    for (unsigned i = 0; i < 5; i++) {
        assert_int_equal(kernel->args[i].kind, wanted[i].kind);
        assert_int_equal(kernel->args[i].access, wanted[i].access);
        assert_int_equal(kernel->args[i].size, 8);
        assert_int_equal(kernel->args[i].offset, 8 * i);
        if (i != 3) /* a typedef keeps its own name */
            assert_string_equal(kernel->args[i].type_name, wanted[i].type);
    }
    vg_program_info_finish(&info);
}

static void attributes_are_described(void **state)
{
    struct vg_program_info info;
    describe("__attribute__((reqd_work_group_size(8, 4, 1))) __attribute__((vec_type_hint(uint4)))\n"
             "kernel void k(global int *o) { o[0] = 1; }\n"
             "__attribute__((work_group_size_hint(64, 1, 1))) kernel void h(global int *o) { o[0] = 1; }\n",
             "", &info);
    assert_string_equal(info.kernels[0].attributes, "vec_type_hint(uint4) reqd_work_group_size(8,4,1)");
    assert_int_equal(info.kernels[0].reqd_size[0], 8);
    assert_int_equal(info.kernels[0].reqd_size[1], 4);
    assert_string_equal(info.kernels[1].attributes, "work_group_size_hint(64,1,1)");
    assert_int_equal(info.kernels[1].hint_size[0], 64);
    assert_false(info.has_arg_info);
    vg_program_info_finish(&info);
}

static void globals_are_counted(void **state)
{
    struct vg_program_info info;
    describe("global int a[10]; global long b = 3; constant int c = 4;\n"
             "kernel void k(global int *o) { o[0] = a[1] + b + c; }\n",
             "-cl-std=CL3.0", &info);
    assert_true(info.has_globals);
    assert_int_equal(info.global_bytes, 48);
    vg_program_info_finish(&info);
    describe("constant int c = 4; kernel void k(global int *o) { o[0] = c; }", "", &info);
    assert_false(info.has_globals);
    assert_int_equal(info.global_bytes, 0);
    vg_program_info_finish(&info);
}

static void expect_log(const char *source, const char *options, int status, const char *text)
{
    struct answer answer;
    compile_source(&server, source, options, VG_STAGE_BUILD, &answer);
    if (answer.status != status || !strstr(log_of(&answer), text))
        fail_msg("status %d, log: %s", answer.status, log_of(&answer));
    answer_finish(&answer);
}

static void errors_name_their_place(void **state)
{
    expect_log("kernel void k(global int *o)\n{\n    o[0] = nothing;\n}\n", "", VG_WIRE_REJECTED,
               "program.cl:3:12: error: use of undeclared identifier 'nothing'");
    expect_log("int f(int); kernel void k(global int *o) { o[0] = f(1); }", "", VG_WIRE_REJECTED,
               "undefined function f");
    expect_log("kernel void k(read_only pipe int p) {}", "-cl-std=CL3.0", VG_WIRE_REJECTED, "pipe");
    expect_log("", "-cl-std=CLC++", VG_WIRE_REJECTED, "-cl-std=CLC++");
}

static void warnings_can_be_errors_or_silent(void **state)
{
    static const char source[] = "kernel void k(global int *o, global float *f) { o = f; o[0] = 1; }";
    expect_log(source, "", VG_WIRE_OK, "warning: incompatible pointer types");
    expect_log(source, "-Werror", VG_WIRE_REJECTED, "error: incompatible pointer types");
    struct answer answer;
    compile_source(&server, source, "-w", VG_STAGE_BUILD, &answer);
    assert_int_equal(answer.status, VG_WIRE_OK);
    assert_string_equal(log_of(&answer), "");
    answer_finish(&answer);
}

static void macros_are_those_of_the_device(void **state)
{
    expect_log("#if !defined cl_khr_fp64 || !defined __IMAGE_SUPPORT__ || __OPENCL_VERSION__ != 300 || \\\n"
               "    __OPENCL_C_VERSION__ != 120 || defined __opencl_c_fp64 || !defined __ENDIAN_LITTLE__\n"
               "#error\n#endif\n",
               "", VG_WIRE_OK, "");
    expect_log(
        "#if !defined __opencl_c_fp64 || !defined __opencl_c_images || defined cl_khr_subgroups || \\\n"
        "    __OPENCL_C_VERSION__ != 300 || !defined __FAST_RELAXED_MATH__ || N != 7 || defined M\n"
        "#error\n#endif\n",
        "-cl-std=CL3.0 -cl-fast-relaxed-math -DN=7 -D M -U M", VG_WIRE_OK, "");
}

static void headers_come_with_the_request(void **state)
{
    struct answer answer;
    uint32_t stage = VG_STAGE_COMPILE;
    struct vg_wire_part parts[] = {
        text_part(
            VG_SECTION_SOURCE,
            "#include \"dir/one.h\"\n#include <two.h>\nkernel void k(global int *o) { *o = ONE + TWO; }"),
        text_part(VG_SECTION_HEADER_NAME, "dir/one.h"),
        text_part(VG_SECTION_HEADER_TEXT, "#include \"two.h\"\n#define ONE 1\n"),
        text_part(VG_SECTION_HEADER_NAME, "two.h"),
        text_part(VG_SECTION_HEADER_TEXT, "#define TWO 2\n"),
        {VG_SECTION_STAGE, &stage, sizeof stage}};
    send_parts(&server, call_of(VG_WIRE_COMPILE), parts, 6, &answer);
    wait_answer(&answer);
    if (answer.status != VG_WIRE_OK)
        fail_msg("%s", log_of(&answer));
    struct vg_wire_part part;
    assert_false(vg_wire_find(&answer.view, VG_SECTION_DEPENDENCY, 0, &part));
    answer_finish(&answer);
}

static void files_read_from_disk_are_reported(void **state)
{
    char folder[] = "/tmp/vgpu-cc-XXXXXX", path[PATH_MAX], options[PATH_MAX];
    assert_non_null(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/found.h", folder);
    FILE *file = fopen(path, "w");
    fputs("#define FOUND 3\n", file);
    fclose(file);
    snprintf(options, sizeof options, "-I %s", folder);
    struct answer answer;
    compile_source(&server, "#include <found.h>\nkernel void k(global int *o) { *o = FOUND; }", options,
                   VG_STAGE_BUILD, &answer);
    unlink(path);
    rmdir(folder);
    if (answer.status != VG_WIRE_OK)
        fail_msg("%s", log_of(&answer));
    assert_string_equal((const char *)part_of(&answer, VG_SECTION_DEPENDENCY).data, path);
    answer_finish(&answer);
}

VG_TESTS(test_compile, cmocka_unit_test_setup_teardown(arguments_are_described, start, stop),
         cmocka_unit_test_setup_teardown(images_are_described, start, stop),
         cmocka_unit_test_setup_teardown(attributes_are_described, start, stop),
         cmocka_unit_test_setup_teardown(globals_are_counted, start, stop),
         cmocka_unit_test_setup_teardown(errors_name_their_place, start, stop),
         cmocka_unit_test_setup_teardown(warnings_can_be_errors_or_silent, start, stop),
         cmocka_unit_test_setup_teardown(macros_are_those_of_the_device, start, stop),
         cmocka_unit_test_setup_teardown(headers_come_with_the_request, start, stop),
         cmocka_unit_test_setup_teardown(files_read_from_disk_are_reported, start, stop));
