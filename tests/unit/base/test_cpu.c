/* SPDX-License-Identifier: MIT */
/* The CPU's description against /proc/cpuinfo, and VGPU_ISA. */
#include "tests/unit/unit.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/cpu.h"
#include "tests/unit/base/files.h"

static void names_and_levels_agree(void **state)
{
    for (int i = VG_ISA_SSE42; i <= VG_ISA_AVX512; i++) {
        enum vg_isa isa;
        assert_true(vg_isa_parse(vg_isa_name((enum vg_isa)i), &isa));
        assert_int_equal(isa, i);
    }
    enum vg_isa isa;
    assert_false(vg_isa_parse("avx", &isa));
    assert_false(vg_isa_parse("", &isa));
}

static void names_and_targets_agree(void **state)
{
    struct vg_target target;
    assert_true(vg_target_parse(vg_target_name(vg_cpu_target()), &target));
    assert_int_equal(target.isa, vg_cpu()->use);
    assert_int_equal(target.vnni, vg_cpu()->vnni);
    assert_int_equal(target.gather, vg_cpu()->gather);
    assert_true(vg_target_parse("avx2+vnni", &target));
    assert_int_equal(target.isa, VG_ISA_AVX2);
    assert_true(target.vnni);
    assert_false(target.gather);
    assert_true(vg_target_parse("avx512+gather", &target));
    assert_int_equal(target.isa, VG_ISA_AVX512);
    assert_false(target.vnni);
    assert_true(target.gather);
    assert_string_equal(vg_target_name(target), "avx512+gather");
    assert_false(vg_target_parse("avx2+gather", &target));
    assert_false(vg_target_parse("sse4.2+vnni", &target));
    assert_false(vg_target_parse("avx2+", &target));
}

static void code_for_more_than_the_cpu_has_does_not_fit(void **state)
{
    setenv("VGPU_ISA", "sse4.2", 1);
    assert_true(vg_target_fits((struct vg_target){.isa = VG_ISA_SSE42}));
    assert_false(vg_target_fits((struct vg_target){.isa = VG_ISA_SSE42, .vnni = true}));
    assert_false(vg_target_fits((struct vg_target){.isa = VG_ISA_AVX2}));
}

/* The kernel's list of this CPU's flags, with a space around each. */
static void read_flags(char *flags, int room)
{
    FILE *stream = fopen("/proc/cpuinfo", "r");
    if (!stream)
        skip();
    while (fgets(flags, room, stream) && strncmp(flags, "flags", 5) != 0)
        ;
    fclose(stream);
    flags[strcspn(flags, "\n")] = ' ';
}

static void host_level_is_what_the_kernel_says(void **state)
{
    char flags[8192];
    read_flags(flags, sizeof(flags));
    enum vg_isa expected = VG_ISA_SSE42;
    if (strstr(flags, " avx2 ") && strstr(flags, " fma ") && strstr(flags, " bmi2 "))
        expected = strstr(flags, " avx512bw ") && strstr(flags, " avx512vl ") ? VG_ISA_AVX512 : VG_ISA_AVX2;
    assert_int_equal(vg_cpu()->host, expected);
}

static void the_level_in_use_is_the_host_s_by_default(void **state)
{
    unsetenv("VGPU_ISA");
    assert_int_equal(vg_cpu()->use, vg_cpu()->host);
}

static void the_variable_lowers_the_level_and_its_features(void **state)
{
    setenv("VGPU_ISA", "sse4.2", 1);
    assert_int_equal(vg_cpu()->use, VG_ISA_SSE42);
    assert_false(vg_cpu()->fma);
    assert_false(vg_cpu()->f16c);
    assert_false(vg_cpu()->vnni);
    assert_false(vg_cpu()->gather);
}

static void the_variable_never_raises_the_level(void **state)
{
    setenv("VGPU_ISA", "avx512", 1);
    assert_int_equal(vg_cpu()->use, vg_cpu()->host);
}

static void an_unknown_level_is_logged_and_ignored(void **state)
{
    const char *dir = files_make_folder();
    files_log_to(dir, "warn");
    setenv("VGPU_ISA", "neon", 1);
    assert_int_equal(vg_cpu()->use, vg_cpu()->host);
    assert_non_null(strstr(files_read(dir, "log"), "VGPU_ISA: \"neon\" is not sse4.2, avx2 or avx512"));
}

static void the_brand_is_trimmed(void **state)
{
    const char *brand = vg_cpu()->brand;
    assert_true(strlen(brand) > 0);
    assert_false(isspace((unsigned char)brand[0]));
    assert_false(isspace((unsigned char)brand[strlen(brand) - 1]));
    assert_null(strstr(brand, "  "));
    assert_int_equal(strlen(vg_cpu()->vendor), 12);
}

VG_TESTS(test_cpu, cmocka_unit_test(names_and_levels_agree), cmocka_unit_test(names_and_targets_agree),
         cmocka_unit_test(code_for_more_than_the_cpu_has_does_not_fit),
         cmocka_unit_test(host_level_is_what_the_kernel_says),
         cmocka_unit_test(the_level_in_use_is_the_host_s_by_default),
         cmocka_unit_test(the_variable_lowers_the_level_and_its_features),
         cmocka_unit_test(the_variable_never_raises_the_level),
         cmocka_unit_test(an_unknown_level_is_logged_and_ignored), cmocka_unit_test(the_brand_is_trimmed));
