/* SPDX-License-Identifier: MIT */
/* Units: compile and link, code on first use by many threads, variables, failures of one kernel, forks,
 * reports. */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/alloc.h"
#include "tests/unit/compiler/fixture.h"
#include "tests/unit/unit.h"

static void a_build_describes_its_kernels(void **state)
{
    struct vg_unit *unit = build(*state, "kernel:one kernel:two", CL_SUCCESS, NULL);
    const struct vg_program_info *info = vg_unit_info(unit);
    assert_int_equal(vg_unit_kind(unit), VG_UNIT_EXECUTABLE);
    assert_int_equal(info->kernel_count, 2);
    assert_string_equal(info->kernels[0].name, "one");
    assert_string_equal(info->kernels[1].name, "two");
    assert_int_equal(info->kernels[1].arg_count, 1);
    assert_string_equal(vg_unit_options(unit), "");
    check_kernel(unit, 0);
    check_kernel(unit, 1);
    const struct vg_code *code;
    assert_int_equal(vg_unit_code(unit, 2, &code), CL_INVALID_VALUE);
    vg_unit_release(&unit);
    assert_null(unit);
    vg_unit_release(&unit);
}

static void references_keep_a_unit(void **state)
{
    struct vg_unit *unit = build(*state, "kernel:a", CL_SUCCESS, NULL), *other = unit;
    vg_unit_retain(unit);
    vg_unit_release(&unit);
    check_kernel(other, 0);
    vg_unit_release(&other);
}

static void each_unit_has_its_own_data(void **state)
{
    struct vg_unit *a = build(*state, "kernel:a", CL_SUCCESS, NULL);
    struct vg_unit *b = build(*state, "kernel:a", CL_SUCCESS, NULL);
    const struct vg_code *first, *second;
    int out[3] = {0}, *slot = out;
    assert_int_equal(vg_unit_code(a, 0, &first), CL_SUCCESS);
    assert_int_equal(vg_unit_code(b, 0, &second), CL_SUCCESS);
    assert_true(first->entry != second->entry);
    first->entry(NULL, &slot, 0, 1, NULL);
    first->entry(NULL, &slot, 0, 1, NULL);
    assert_int_equal(out[1], 2);
    second->entry(NULL, &slot, 0, 1, NULL);
    assert_int_equal(out[1], 1);
    vg_unit_release(&a);
    vg_unit_release(&b);
}

static void kernels_share_the_program_s_variables(void **state)
{
    struct vg_unit *unit = build(*state, "globals kernel:a kernel:b", CL_SUCCESS, NULL);
    const struct vg_code *code;
    int out = 0, *slot = &out;
    for (size_t i = 0; i < 4; i++) {
        assert_int_equal(vg_unit_code(unit, i % 2, &code), CL_SUCCESS);
        code->entry(NULL, &slot, 0, 1, NULL);
        assert_int_equal(out, (42 + (int)i) * 1001);
    }
    vg_unit_release(&unit);
}

static struct vg_unit *compile_part(const char *words, cl_int expected)
{
    struct vg_unit *unit = NULL;
    char *log;
    assert_int_equal(vg_compile(words, strlen(words), NULL, VG_STAGE_COMPILE, NULL, 0, &unit, &log),
                     expected);
    vg_free(log);
    return unit;
}

static struct vg_unit *link_parts(struct vg_unit **parts, size_t count, const char *options, cl_int expected)
{
    struct vg_unit *unit = NULL;
    char *log;
    assert_int_equal(vg_link(parts, count, options, &unit, &log), expected);
    vg_free(log);
    return unit;
}

static void objects_and_libraries_are_linked(void **state)
{
    struct vg_unit *parts[2] = {compile_part("kernel:a", CL_SUCCESS), compile_part("kernel:b", CL_SUCCESS)};
    const struct vg_code *code;
    assert_int_equal(vg_unit_kind(parts[0]), VG_UNIT_OBJECT);
    assert_int_equal(vg_unit_code(parts[0], 0, &code), CL_INVALID_VALUE);
    struct vg_unit *library = link_parts(parts, 1, "-create-library", CL_SUCCESS);
    assert_int_equal(vg_unit_kind(library), VG_UNIT_LIBRARY);
    struct vg_unit *both[2] = {library, parts[1]};
    struct vg_unit *program = link_parts(both, 2, "", CL_SUCCESS);
    assert_int_equal(vg_unit_kind(program), VG_UNIT_EXECUTABLE);
    check_kernel(program, 0);
    struct vg_unit *wrong[1] = {program};
    link_parts(wrong, 1, "", CL_INVALID_OPERATION);
    link_parts(parts, 2, "-g", CL_INVALID_LINKER_OPTIONS);
    vg_unit_release(&program);
    vg_unit_release(&library);
    vg_unit_release(&parts[0]);
    vg_unit_release(&parts[1]);
}

static void failures_have_the_stage_s_code(void **state)
{
    struct vg_unit *unit = NULL;
    char *log;
    compile_part("compile:reject", CL_COMPILE_PROGRAM_FAILURE);
    compile_part("compile:crash", CL_COMPILE_PROGRAM_FAILURE);
    struct vg_unit *part = compile_part("link:reject kernel:a", CL_SUCCESS);
    link_parts(&part, 1, "", CL_LINK_PROGRAM_FAILURE);
    vg_unit_release(&part);
    assert_int_equal(vg_compile("", 0, "-bad", VG_STAGE_BUILD, NULL, 0, &unit, &log),
                     CL_INVALID_BUILD_OPTIONS);
    assert_non_null(strstr(log, "-bad"));
    vg_free(log);
    assert_int_equal(vg_compile("", 0, "-bad", VG_STAGE_COMPILE, NULL, 0, &unit, &log),
                     CL_INVALID_COMPILER_OPTIONS);
    vg_free(log);
    assert_null(unit);
    assert_int_equal(vg_compiler_check_options("-bad", VG_STAGE_LINK), CL_INVALID_LINKER_OPTIONS);
    assert_non_null(strstr(last_error(), "-bad"));
    assert_int_equal(vg_compiler_check_options(NULL, VG_STAGE_BUILD), CL_SUCCESS);
}

static void an_empty_source_is_a_program_without_kernels(void **state)
{
    struct vg_unit *unit = NULL;
    char *log;
    assert_int_equal(vg_compile(NULL, 0, NULL, VG_STAGE_BUILD, NULL, 0, &unit, &log),
                     CL_BUILD_PROGRAM_FAILURE);
    vg_free(log); /* the fake compiler's bitcode is then empty, which no compiler gives */
    assert_int_equal(vg_compile(" ", 1, NULL, VG_STAGE_BUILD, NULL, 0, &unit, &log), CL_SUCCESS);
    assert_int_equal(vg_unit_info(unit)->kernel_count, 0);
    assert_null(log);
    vg_unit_release(&unit);
}

static void code_that_fails_names_its_kernel(void **state)
{
    static const struct {
        const char *words, *reason;
    } rows[] = {
        {"kernel:bad code:crash", "crashed"},
        {"kernel:bad code:reject", "error: rejected"},
        {"kernel:bad code:no-parts", "cannot be read"},
        {"kernel:bad code:timeout", "VGPU_CC_TIMEOUT"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const struct vg_code *code;
        struct vg_unit *unit = build(*state, rows[i].words, CL_SUCCESS, NULL);
        for (int repeat = 0; repeat < 2; repeat++) {
            assert_int_equal(vg_unit_code(unit, 0, &code), CL_BUILD_PROGRAM_FAILURE);
            assert_non_null(strstr(last_error(), "kernel bad"));
            assert_non_null(strstr(last_error(), rows[i].reason));
        }
        vg_unit_release(&unit);
    }
}

static void a_report_waits_for_the_code(void **state)
{
    const struct fixture *fixture = *state;
    for (int i = 0; i < 2; i++) {
        struct vg_unit *unit = NULL;
        char *log, source[2 * PATH_MAX];
        snprintf(source, sizeof source, "count:%s log:front kernel:a kernel:b", fixture->count);
        assert_int_equal(
            vg_compile(source, strlen(source), "-cl-vgpu-report", VG_STAGE_BUILD, NULL, 0, &unit, &log),
            CL_SUCCESS);
        assert_string_equal(log, "frontcode code ");
        assert_int_equal(request_count(fixture), 3);
        vg_free(log);
        vg_unit_release(&unit);
    }
}

static void more_kernels_than_fit_ahead_are_made(void **state)
{
    char words[8192] = "";
    for (int i = 0; i < 300; i++)
        snprintf(words + strlen(words), 16, "kernel:k%d ", i);
    struct vg_unit *unit = NULL;
    char *log;
    assert_int_equal(vg_compile(words, strlen(words), "", VG_STAGE_BUILD, NULL, 0, &unit, &log), CL_SUCCESS);
    for (size_t i = 300; i-- > 0;)
        check_kernel(unit, i);
    vg_unit_release(&unit);
}

static void *use_all(void *data)
{
    struct vg_unit *unit = data;
    const struct vg_code *code;
    for (size_t i = 0; i < 20; i++)
        if (vg_unit_code(unit, i, &code) != CL_SUCCESS)
            return data;
    return NULL;
}

static void threads_wait_for_the_same_code(void **state)
{
    char words[512] = "globals ";
    pthread_t threads[8];
    for (int i = 0; i < 20; i++)
        snprintf(words + strlen(words), 16, "kernel:k%d ", i);
    struct vg_unit *unit = build(*state, words, CL_SUCCESS, NULL);
    for (int i = 0; i < 8; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, use_all, unit), 0);
    for (int i = 0; i < 8; i++) {
        void *failed;
        pthread_join(threads[i], &failed);
        assert_null(failed);
    }
    vg_unit_release(&unit);
    assert_int_equal(request_count(*state), 22); /* each piece was made once */
}

static void a_fork_while_code_is_made_serves_both(void **state)
{
    int status;
    struct vg_unit *unit = build(*state, "kernel:a kernel:b kernel:c", CL_SUCCESS, NULL);
    pid_t child = fork();
    for (size_t i = 0; i < 3; i++)
        check_kernel(unit, i);
    vg_unit_release(&unit);
    if (child == 0)
        _exit(0);
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
}

static void a_unit_may_go_before_its_code_comes(void **state)
{
    for (int i = 0; i < 20; i++) {
        char words[64];
        snprintf(words, sizeof words, "kernel:x%d kernel:y", i);
        struct vg_unit *unit = build(*state, words, CL_SUCCESS, NULL);
        vg_unit_release(&unit);
    }
    struct vg_unit *unit = build(*state, "kernel:last", CL_SUCCESS, NULL);
    check_kernel(unit, 0);
    vg_unit_release(&unit);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)
VG_TESTS(test_unit, CASE(a_build_describes_its_kernels), CASE(references_keep_a_unit),
         CASE(each_unit_has_its_own_data), CASE(kernels_share_the_program_s_variables),
         CASE(objects_and_libraries_are_linked), CASE(failures_have_the_stage_s_code),
         CASE(an_empty_source_is_a_program_without_kernels), CASE(code_that_fails_names_its_kernel),
         CASE(a_report_waits_for_the_code), CASE(more_kernels_than_fit_ahead_are_made),
         CASE(threads_wait_for_the_same_code), CASE(a_fork_while_code_is_made_serves_both),
         CASE(a_unit_may_go_before_its_code_comes));
