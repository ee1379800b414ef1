/* SPDX-License-Identifier: MIT */
/* Build options: what applications pass, what each stage refuses, and what quoting does. */
#include "compiler/options.h"

#include <stdio.h>
#include <string.h>

#include "base/alloc.h"
#include "tests/unit/unit.h"

static struct vg_options parse(const char *text, enum vg_option_stage stage)
{
    struct vg_options options;
    char *error;
    if (!vg_options_parse(text, stage, &options, &error))
        fail_msg("\"%s\": %s", text, error);
    assert_null(error);
    return options;
}

static void expect_refused(const char *text, enum vg_option_stage stage, const char *names)
{
    struct vg_options options;
    char *error;
    if (vg_options_parse(text, stage, &options, &error))
        fail_msg("\"%s\" was accepted", text);
    assert_non_null(error);
    if (!strstr(error, names))
        fail_msg("\"%s\": \"%s\" does not name %s", text, error, names);
    assert_int_equal(options.define_count + options.include_count, 0);
    assert_null(options.defines);
    vg_free(error);
}

static void no_options_are_opencl_c_1_2(void **state)
{
    const char *texts[] = {NULL, "", " \t\n "};
    for (size_t i = 0; i < 3; i++) {
        struct vg_options options = parse(texts[i], VG_STAGE_BUILD);
        assert_int_equal(options.std, 120);
        assert_false(options.std_given);
        assert_int_equal(options.math, 0);
        assert_int_equal(options.define_count, 0);
        vg_options_finish(&options);
    }
}

static void every_option_of_the_specification_is_taken(void **state)
{
    static const char *const source_options[] = {"-D NAME",
                                                 "-DNAME=1",
                                                 "-I .",
                                                 "-I/usr/include",
                                                 "-cl-single-precision-constant",
                                                 "-cl-denorms-are-zero",
                                                 "-cl-fp32-correctly-rounded-divide-sqrt",
                                                 "-cl-opt-disable",
                                                 "-cl-strict-aliasing",
                                                 "-cl-uniform-work-group-size",
                                                 "-cl-no-subgroup-ifp",
                                                 "-cl-mad-enable",
                                                 "-cl-no-signed-zeros",
                                                 "-cl-unsafe-math-optimizations",
                                                 "-cl-finite-math-only",
                                                 "-cl-fast-relaxed-math",
                                                 "-w",
                                                 "-Werror",
                                                 "-cl-std=CL1.0",
                                                 "-cl-std=CL1.1",
                                                 "-cl-std=CL1.2",
                                                 "-cl-std=CL2.0",
                                                 "-cl-std=CL3.0",
                                                 "-cl-kernel-arg-info",
                                                 "-g",
                                                 "-O0",
                                                 "-O3",
                                                 "-O",
                                                 "-x clc",
                                                 "-U NAME",
                                                 "-cl-vgpu-width=8",
                                                 "-cl-vgpu-report"};
    static const char *const link_options[] = {"-create-library",      "-create-library -enable-link-options",
                                               "-cl-denorms-are-zero", "-cl-no-signed-zeros",
                                               "-cl-no-signed-zeroes", "-cl-unsafe-math-optimizations",
                                               "-cl-finite-math-only", "-cl-fast-relaxed-math",
                                               "-cl-no-subgroup-ifp"};
    for (size_t i = 0; i < sizeof source_options / sizeof *source_options; i++) {
        struct vg_options options = parse(source_options[i], VG_STAGE_BUILD);
        vg_options_finish(&options);
        options = parse(source_options[i], VG_STAGE_COMPILE);
        vg_options_finish(&options);
    }
    for (size_t i = 0; i < sizeof link_options / sizeof *link_options; i++) {
        struct vg_options options = parse(link_options[i], VG_STAGE_LINK);
        vg_options_finish(&options);
    }
}

static void options_set_their_fields(void **state)
{
    struct vg_options options =
        parse(" -cl-std=CL3.0 -g -w -Werror -cl-opt-disable -cl-kernel-arg-info -cl-uniform-work-group-size "
              "-cl-vgpu-width=16 -cl-vgpu-report  ",
              VG_STAGE_BUILD);
    assert_int_equal(options.std, 300);
    assert_true(options.std_given && options.debug && options.no_warnings && options.werror);
    assert_true(options.opt_disable && options.arg_info && options.uniform_groups && options.report);
    assert_int_equal(options.width, 16);
    assert_false(options.create_library);
    vg_options_finish(&options);

    options = parse("-create-library -enable-link-options", VG_STAGE_LINK);
    assert_true(options.create_library && options.enable_link_options);
    vg_options_finish(&options);
}

static void checks_are_lists_of_names(void **state)
{
    static const char *const wrong[] = {"bound", "bounds,", ",bounds", "all,nothing", "BOUNDS"};
    struct vg_options options = parse("-cl-vgpu-check=bounds", VG_STAGE_BUILD);
    assert_int_equal(options.checks, VG_CHECK_BOUNDS);
    options = parse("-cl-vgpu-check=uninit", VG_STAGE_BUILD);
    assert_int_equal(options.checks, VG_CHECK_UNINIT | VG_CHECK_BOUNDS);
    options = parse("-cl-vgpu-check=race,divergence", VG_STAGE_BUILD);
    assert_int_equal(options.checks, VG_CHECK_RACE | VG_CHECK_DIVERGENCE);
    options = parse("-cl-vgpu-check=bounds,all", VG_STAGE_LINK);
    assert_true(options.checks & VG_CHECK_BOUNDS);
    options = parse("", VG_STAGE_BUILD);
    assert_int_equal(options.checks, 0);
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        char text[64];
        snprintf(text, sizeof text, "-cl-vgpu-check=%s", wrong[i]);
        expect_refused(text, VG_STAGE_BUILD, "is no check");
        expect_refused(text, VG_STAGE_COMPILE, wrong[i]);
    }
    expect_refused("-cl-vgpu-check=", VG_STAGE_BUILD, "needs a value");
}

static void the_last_level_counts(void **state)
{
    struct vg_options options = parse("-O0 -O2", VG_STAGE_BUILD);
    assert_false(options.opt_disable);
    vg_options_finish(&options);
    options = parse("-O3 -O0", VG_STAGE_BUILD);
    assert_true(options.opt_disable);
    vg_options_finish(&options);
}

static void math_options_imply_others(void **state)
{
    struct vg_options options = parse("-cl-fast-relaxed-math", VG_STAGE_BUILD);
    assert_int_equal(options.math, VG_MATH_FAST_RELAXED | VG_MATH_UNSAFE | VG_MATH_FINITE | VG_MATH_MAD |
                                       VG_MATH_NO_SIGNED_ZEROS);
    vg_options_finish(&options);
    options = parse("-cl-unsafe-math-optimizations", VG_STAGE_BUILD);
    assert_int_equal(options.math, VG_MATH_UNSAFE | VG_MATH_MAD | VG_MATH_NO_SIGNED_ZEROS);
    vg_options_finish(&options);
    options = parse("-cl-denorms-are-zero -cl-single-precision-constant", VG_STAGE_BUILD);
    assert_int_equal(options.math, VG_MATH_DENORMS_ZERO | VG_MATH_SINGLE_CONSTANT);
    vg_options_finish(&options);
}

static void definitions_keep_their_order(void **state)
{
    struct vg_options options =
        parse("-D A -DB=2 -U A -D \"F(x)=x + 1\" -D S=\\\"text\\\" -DE=", VG_STAGE_BUILD);
    static const char *const expected[] = {"DA", "DB=2", "UA", "DF(x)=x + 1", "DS=\"text\"", "DE="};
    assert_int_equal(options.define_count, 6);
    for (size_t i = 0; i < 6; i++)
        assert_string_equal(options.defines[i], expected[i]);
    vg_options_finish(&options);
}

static void quotes_work_as_in_a_shell(void **state)
{
    struct vg_options options =
        parse("-I\"dir with space\" -I 'single \"quoted\"' -I back\\ slash -D X=\"a\\\\b\\n\" -I \"a\"'b'c",
              VG_STAGE_BUILD);
    static const char *const expected[] = {"dir with space", "single \"quoted\"", "back slash", "abc"};
    assert_int_equal(options.include_count, 4);
    for (size_t i = 0; i < 4; i++)
        assert_string_equal(options.includes[i], expected[i]);
    assert_int_equal(options.define_count, 1);
    assert_string_equal(options.defines[0], "DX=a\\b\\n");
    vg_options_finish(&options);
}

static void wrong_options_are_named(void **state)
{
    static const struct {
        const char *text, *names;
    } rows[] = {
        {"-unknown", "-unknown"},
        {"-cl-nv-verbose", "-cl-nv-verbose"},
        {"-cl-fast-relaxed-mathx", "-cl-fast-relaxed-mathx"},
        {"--help", "--help"},
        {"word", "word"},
        {"-", "\"-\""},
        {"\"\"", "\"\""},
        {"-Wall", "-Wall"},
        {"-cl-std=CL9.9", "CL9.9"},
        {"-cl-std=", "-cl-std="},
        {"-cl-std", "-cl-std"},
        {"-O4", "-O4"},
        {"-O33", "-O33"},
        {"-x spir", "spir"},
        {"-x", "-x"},
        {"-D", "-D"},
        {"-D 1X", "1X"},
        {"-D =3", "=3"},
        {"-D \"\"", "-D"},
        {"-I", "-I"},
        {"-U", "-U"},
        {"-cl-vgpu-width=3", "width=3"},
        {"-cl-vgpu-width=128", "width=128"},
        {"-cl-vgpu-width=-8", "width=-8"},
        {"-cl-vgpu-width=8x", "width=8x"},
        {"-cl-vgpu-width=99999999999999999999", "width="},
        {"-D \"open", "quote"},
        {"'open", "quote"},
        {"-create-library", "-create-library"},
        {"-enable-link-options", "-enable-link-options"},
        {"-DA -DB -unknown", "-unknown"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        expect_refused(rows[i].text, VG_STAGE_BUILD, rows[i].names);
        expect_refused(rows[i].text, VG_STAGE_COMPILE, rows[i].names);
    }
}

static void linking_refuses_source_options(void **state)
{
    static const char *const texts[] = {"-D A",
                                        "-I .",
                                        "-w",
                                        "-Werror",
                                        "-g",
                                        "-cl-std=CL1.2",
                                        "-cl-opt-disable",
                                        "-cl-kernel-arg-info",
                                        "-cl-mad-enable",
                                        "-O2",
                                        "-unknown"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        expect_refused(texts[i], VG_STAGE_LINK, "-");
    expect_refused("-enable-link-options", VG_STAGE_LINK, "-create-library");
}

static void a_lack_of_memory_is_told_without_a_sentence(void **state)
{
    for (int64_t n = 0;; n++) {
        struct vg_options options;
        char *error;
        vg_alloc_fail_after(n);
        bool ok = vg_options_parse("-D A=1 -I dir -U B -g", VG_STAGE_BUILD, &options, &error);
        vg_alloc_fail_after(-1);
        assert_null(error);
        if (ok) {
            vg_options_finish(&options);
            assert_true(n >= 4);
            return;
        }
        assert_int_equal(options.define_count, 0);
    }
}

VG_TESTS(test_options, cmocka_unit_test(no_options_are_opencl_c_1_2),
         cmocka_unit_test(every_option_of_the_specification_is_taken),
         cmocka_unit_test(options_set_their_fields), cmocka_unit_test(checks_are_lists_of_names),
         cmocka_unit_test(the_last_level_counts), cmocka_unit_test(math_options_imply_others),
         cmocka_unit_test(definitions_keep_their_order), cmocka_unit_test(quotes_work_as_in_a_shell),
         cmocka_unit_test(wrong_options_are_named), cmocka_unit_test(linking_refuses_source_options),
         cmocka_unit_test(a_lack_of_memory_is_told_without_a_sentence));
