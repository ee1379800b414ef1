/* SPDX-License-Identifier: MIT */
/* The log: levels, files, long lines. */
#include "tests/unit/unit.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "tests/unit/base/files.h"

static void silent_by_default(void **state)
{
    unsetenv("VGPU_LOG");
    assert_false(vg_log_wants(VG_LOG_ERROR));
}

static void a_level_includes_the_graver_ones(void **state)
{
    const char *dir = files_make_folder();
    files_log_to(dir, "info");
    vg_log(VG_LOG_ERROR, "one");
    vg_log(VG_LOG_INFO, "two %d", 2);
    vg_log(VG_LOG_DEBUG, "three");
    assert_true(vg_log_wants(VG_LOG_WARN));
    assert_false(vg_log_wants(VG_LOG_DEBUG));
    assert_string_equal(files_read(dir, "log"), "vgpu error: one\nvgpu info: two 2\n");
}

static void a_long_line_is_cut_and_ends_in_a_newline(void **state)
{
    const char *dir = files_make_folder();
    char text[3000];
    memset(text, 'x', sizeof(text) - 1);
    text[sizeof(text) - 1] = '\0';
    files_log_to(dir, "error");
    vg_log(VG_LOG_ERROR, "%s", text);
    vg_log(VG_LOG_ERROR, "next");
    const char *log = files_read(dir, "log");
    assert_int_equal(strchr(log, '\n') - log, 1022);
    assert_string_equal(strchr(log, '\n') + 1, "vgpu error: next\n");
}

/* Sends standard error to dir/stderr. */
static void capture_stderr(const char *dir)
{
    char path[4096];
    files_write(dir, "stderr", "");
    strcpy(path, dir);
    assert_non_null(freopen(strcat(path, "/stderr"), "w", stderr));
}

static void a_misspelt_level_is_told_and_means_warn(void **state)
{
    const char *dir = files_make_folder();
    capture_stderr(dir);
    setenv("VGPU_LOG", "loud", 1);
    assert_true(vg_log_wants(VG_LOG_WARN));
    assert_false(vg_log_wants(VG_LOG_INFO));
    assert_string_equal(files_read(dir, "stderr"),
                        "vgpu warn: VGPU_LOG: \"loud\" is not error, warn, info or debug; using warn\n");
}

static void an_unwritable_file_falls_back_to_standard_error(void **state)
{
    const char *dir = files_make_folder();
    capture_stderr(dir);
    setenv("VGPU_LOG", "error:/nowhere/at/all", 1);
    vg_log(VG_LOG_ERROR, "still heard");
    const char *text = files_read(dir, "stderr");
    assert_non_null(strstr(text, "cannot open \"/nowhere/at/all\""));
    assert_non_null(strstr(text, "vgpu error: still heard\n"));
}

static void errno_survives(void **state)
{
    const char *dir = files_make_folder();
    files_log_to(dir, "error");
    vg_log(VG_LOG_ERROR, "opens the file");
    errno = EDOM;
    vg_log(VG_LOG_ERROR, "text");
    assert_int_equal(errno, EDOM);
}

VG_TESTS(test_log, cmocka_unit_test(silent_by_default), cmocka_unit_test(a_level_includes_the_graver_ones),
         cmocka_unit_test(a_long_line_is_cut_and_ends_in_a_newline),
         cmocka_unit_test(a_misspelt_level_is_told_and_means_warn),
         cmocka_unit_test(an_unwritable_file_falls_back_to_standard_error), cmocka_unit_test(errno_survives));
