/* SPDX-License-Identifier: MIT */
/* The cache as builds see it: what makes a key, dependencies, missing folders, damage, and many processes. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/clock.h"
#include "compiler/client/cache.h"
#include "compiler/client/recent.h"
#include "tests/unit/compiler/files.h"
#include "tests/unit/compiler/fixture.h"
#include "tests/unit/unit.h"

#define KEY_LENGTH 64

static void build_and_run(const struct fixture *fixture, const char *words)
{
    struct vg_unit *unit = build(fixture, words, CL_SUCCESS, NULL);
    check_kernel(unit, 0);
    vg_unit_release(&unit);
}

/* Nothing of the former test process is known to this one but the folder; so a build in a child is a second
 * process. */
static void build_in_child(const struct fixture *fixture, const char *words)
{
    int status;
    pid_t child = fork();
    if (child == 0) {
        build_and_run(fixture, words);
        _exit(0);
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
}

static void a_second_build_asks_nothing(void **state)
{
    build_in_child(*state, "kernel:a");
    assert_int_equal(request_count(*state), 2); /* the program and its kernel */
    build_and_run(*state, "kernel:a");
    build_and_run(*state, "kernel:a");
    assert_int_equal(request_count(*state), 2);
    build_and_run(*state, "kernel:b");
    assert_int_equal(request_count(*state), 4);
}

static void the_log_of_a_cached_build_is_kept(void **state)
{
    for (int i = 0; i < 2; i++) {
        char *log;
        struct vg_unit *unit = build(*state, "kernel:a log:careful", CL_SUCCESS, &log);
        assert_string_equal(log, "careful");
        vg_unit_release(&unit);
        vg_free(log);
    }
}

static cl_int compile(const struct fixture *fixture, const char *options, const struct vg_header *headers,
                      size_t count)
{
    char source[2 * PATH_MAX], *log;
    struct vg_unit *unit = NULL;
    snprintf(source, sizeof source, "count:%s kernel:a", fixture->count);
    cl_int error = vg_compile(source, strlen(source), options, VG_STAGE_COMPILE, headers, count, &unit, &log);
    vg_unit_release(&unit);
    vg_free(log);
    return error;
}

static void options_and_headers_are_part_of_the_key(void **state)
{
    struct vg_header header = {"a.h", "int a;", 6}, other = {"a.h", "int b;", 6},
                     renamed = {"b.h", "int a;", 6};
    const struct {
        const char *options;
        const struct vg_header *headers;
        size_t count;
    } rows[] = {{"", NULL, 0},     {"-cl-denorms-are-zero", NULL, 0},
                {"-D A", NULL, 0}, {"", &header, 1},
                {"", &other, 1},   {"", &renamed, 1}};
    for (size_t i = 0; i < 6; i++) {
        for (int repeat = 0; repeat < 2; repeat++)
            assert_int_equal(compile(*state, rows[i].options, rows[i].headers, rows[i].count), CL_SUCCESS);
        assert_int_equal(request_count(*state), i + 1);
    }
}

static void another_compiler_means_another_entry(void **state)
{
    const struct fixture *fixture = *state;
    char copy[PATH_MAX];
    size_t size;
    build_in_child(fixture, "kernel:a");
    void *program = file_read(FAKE_CC, &size);
    snprintf(copy, sizeof copy, "%s/other-cc", fixture->folder);
    file_write(copy, program, size);
    chmod(copy, 0700);
    setenv("VGPU_CC", copy, 1);
    build_in_child(fixture, "kernel:a"); /* the same build id */
    assert_int_equal(request_count(fixture), 2);
    free(program);
    const char script[] = "#!/bin/sh\nexec " FAKE_CC " \"$@\"\n";
    file_write(copy, script, sizeof script - 1);
    build_in_child(fixture, "kernel:a");
    assert_int_equal(request_count(fixture), 4);
}

static void touch_long_ago(const char *path)
{
    struct timespec times[2] = {{.tv_sec = 1000000}, {.tv_sec = 1000000}};
    assert_int_equal(utimensat(AT_FDCWD, path, times, 0), 0);
}

static void compile_at(const struct fixture *fixture, const char *folder, const char *words,
                       const char *options)
{
    char source[2 * PATH_MAX], *log;
    struct vg_unit *unit = NULL;
    assert_int_equal(chdir(folder), 0);
    snprintf(source, sizeof source, "count:%s %s", fixture->count, words);
    assert_int_equal(vg_compile(source, strlen(source), options, VG_STAGE_COMPILE, NULL, 0, &unit, &log),
                     CL_SUCCESS);
    vg_unit_release(&unit);
    vg_free(log);
}

static void the_current_folder_counts_when_it_is_looked_at(void **state)
{
    const struct fixture *fixture = *state;
    static const struct {
        const char *words, *options;
        size_t requests; /* for two folders */
    } rows[] = {
        {"kernel:a", "", 1},          {"include this #", "", 1},      {"kernel:b", "-I /usr/include", 1},
        {"kernel:c", "-I folder", 2}, {"# \tinclude \"d.h\"", "", 2}, {"#include <e.h>", "", 2},
    };
    for (size_t i = 0, before = 0; i < sizeof rows / sizeof *rows; i++) {
        compile_at(fixture, "/", rows[i].words, rows[i].options);
        compile_at(fixture, "/tmp", rows[i].words, rows[i].options);
        compile_at(fixture, "/", rows[i].words, rows[i].options);
        assert_int_equal(request_count(fixture) - before, rows[i].requests);
        before = request_count(fixture);
    }
}

static void a_changed_include_file_is_noticed(void **state)
{
    const struct fixture *fixture = *state;
    char header[PATH_MAX], words[2 * PATH_MAX];
    snprintf(header, sizeof header, "%s/header.h", fixture->folder);
    snprintf(words, sizeof words, "kernel:a depends:%s", header);
    file_write(header, "one", 3);
    touch_long_ago(header);
    build_and_run(fixture, words);
    build_and_run(fixture, words);
    assert_int_equal(request_count(fixture), 2);
    file_write(header, "two", 3);
    touch_long_ago(header);
    build_and_run(fixture, words);
    assert_int_equal(request_count(fixture), 3); /* the kernel's bitcode is the same */
    unlink(header);
    build_and_run(fixture, words);
    assert_int_equal(request_count(fixture), 4);
}

/* A file that changes while it is compiled must not be stored under its new content. */
static void a_file_younger_than_the_build_is_not_trusted(void **state)
{
    const struct fixture *fixture = *state;
    char header[PATH_MAX], words[2 * PATH_MAX];
    snprintf(header, sizeof header, "%s/header.h", fixture->folder);
    snprintf(words, sizeof words, "kernel:a depends:%s", header);
    file_write(header, "one", 3);
    struct timespec times[2] = {{.tv_sec = time(NULL) + 100}, {.tv_sec = time(NULL) + 100}};
    utimensat(AT_FDCWD, header, times, 0);
    build_and_run(fixture, words);
    build_and_run(fixture, words);
    assert_int_equal(request_count(fixture), 3);
}

static void without_a_folder_memory_serves(void **state)
{
    setenv("VGPU_CACHE_DIR", "-", 1);
    build_and_run(*state, "kernel:a");
    build_and_run(*state, "kernel:a");
    assert_int_equal(request_count(*state), 2);
    assert_string_equal(vg_cache_folder(), "");
}

static void an_unusable_folder_is_survived(void **state)
{
    setenv("VGPU_CACHE_DIR", "/proc/nothing/can/be/made/here", 1);
    build_and_run(*state, "kernel:a");
    build_and_run(*state, "kernel:a");
    assert_int_equal(request_count(*state), 2);
}

static void the_folder_follows_the_environment(void **state)
{
    const struct fixture *fixture = *state;
    static const struct {
        const char *given, *xdg, *home, *expected;
    } rows[] = {
        {"/given", "/xdg", "/home", "/given"},
        {"", "/xdg", "/home", "/xdg/vgpu"},
        {"", "relative", "/home", "/home/.cache/vgpu"},
        {"", NULL, "/home", "/home/.cache/vgpu"},
        {"", NULL, "", ""},
        {"", NULL, "relative", ""},
        {"", NULL, NULL, ""},
        {"-", "/xdg", "/home", ""},
        {"sub/folder", NULL, NULL, "HERE/sub/folder"},
    };
    assert_int_equal(chdir(fixture->folder), 0);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        int status;
        if (fork() == 0) {
            char expected[PATH_MAX];
            setenv("VGPU_CACHE_DIR", rows[i].given, 1);
            rows[i].xdg ? setenv("XDG_CACHE_HOME", rows[i].xdg, 1) : unsetenv("XDG_CACHE_HOME");
            rows[i].home ? setenv("HOME", rows[i].home, 1) : unsetenv("HOME");
            bool here = strncmp(rows[i].expected, "HERE", 4) == 0;
            snprintf(expected, sizeof expected, "%s%s", here ? fixture->folder : "",
                     rows[i].expected + (here ? 4 : 0));
            _exit(strcmp(vg_cache_folder(), expected) != 0);
        }
        assert_true(wait(&status) > 0);
        if (status)
            fail_msg("row %zu", i);
    }
}

static void damage(const char *path, void *data)
{
    size_t size, *kind = data;
    char *bytes = file_read(path, &size);
    bytes[size / 2] ^= 4;
    file_write(path, bytes, *kind ? size / 2 : size);
    free(bytes);
}

static void damaged_entries_are_compiled_anew(void **state)
{
    const struct fixture *fixture = *state;
    build_in_child(fixture, "kernel:a");
    for (size_t kind = 0; kind < 2; kind++) {
        assert_int_equal(folder_visit(fixture->cache, KEY_LENGTH, damage, &kind), 2);
        build_in_child(fixture, "kernel:a");
        assert_int_equal(request_count(fixture), 2 * (kind + 2));
    }
    build_in_child(fixture, "kernel:a");
    assert_int_equal(request_count(fixture), 6);
}

static void rejected_programs_are_not_kept(void **state)
{
    for (int i = 0; i < 2; i++) {
        char *log;
        build(*state, "compile:reject", CL_BUILD_PROGRAM_FAILURE, &log);
        assert_string_equal(log, "1:1: error: rejected");
        vg_free(log);
    }
    assert_int_equal(request_count(*state), 2);
}

static void eight_processes_build_the_same_at_once(void **state)
{
    for (int p = 0; p < 8; p++) {
        if (fork() == 0) {
            for (int i = 0; i < 5; i++) {
                struct vg_unit *unit = build(*state, "kernel:a kernel:b", CL_SUCCESS, NULL);
                check_kernel(unit, 0);
                check_kernel(unit, 1);
                vg_unit_release(&unit);
            }
            _exit(0);
        }
    }
    for (int p = 0; p < 8; p++) {
        int status;
        assert_true(wait(&status) > 0);
        assert_int_equal(status, 0);
    }
    size_t requests = request_count(*state);
    assert_in_range(requests, 3, 3 * 8);
    build_and_run(*state, "kernel:a kernel:b");
    assert_int_equal(request_count(*state), requests);
}

static void a_hit_takes_less_than_a_millisecond(void **state)
{
    uint64_t best = UINT64_MAX;
    build_and_run(*state, "kernel:a");
    for (int i = 0; i < 50; i++) {
        uint64_t start = vg_now_ns();
        build_and_run(*state, "kernel:a");
        uint64_t took = vg_now_ns() - start;
        best = took < best ? took : best;
    }
    print_message("warm build and load: %.3f ms\n", (double)best / 1e6);
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
    assert_true(best < 1000000);
#endif
}

static void the_memory_layer_is_bounded(void **state)
{
    size_t size;
    char *text = vg_zalloc(1 << 20);
    struct vg_wire_part part = {VG_SECTION_OBJECT, text, 1 << 20};
    void *bytes = vg_wire_pack(&part, 1, &size);
    struct vg_reply reply;
    for (unsigned i = 0; i < 40; i++) {
        struct vg_digest key = vg_digest_of(&i, sizeof i);
        vg_recent_put(&key, bytes, size);
        vg_recent_put(&key, bytes, size);
        assert_true(vg_recent_has(&key));
        assert_true(vg_recent_get(&key, &reply));
        vg_reply_finish(&reply);
    }
    size_t held = 0;
    for (unsigned i = 0; i < 40; i++) {
        struct vg_digest key = vg_digest_of(&i, sizeof i);
        held += vg_recent_has(&key);
    }
    assert_int_equal(held, 15); /* 16 MiB hold 15 entries of a little over 1 MiB */
    vg_free(bytes);
    vg_free(text);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)
VG_TESTS(test_cache, CASE(a_second_build_asks_nothing), CASE(the_log_of_a_cached_build_is_kept),
         CASE(options_and_headers_are_part_of_the_key), CASE(another_compiler_means_another_entry),
         CASE(the_current_folder_counts_when_it_is_looked_at), CASE(a_changed_include_file_is_noticed),
         CASE(a_file_younger_than_the_build_is_not_trusted), CASE(without_a_folder_memory_serves),
         CASE(an_unusable_folder_is_survived), CASE(the_folder_follows_the_environment),
         CASE(damaged_entries_are_compiled_anew), CASE(rejected_programs_are_not_kept),
         CASE(eight_processes_build_the_same_at_once), CASE(a_hit_takes_less_than_a_millisecond),
         cmocka_unit_test(the_memory_layer_is_bounded));
