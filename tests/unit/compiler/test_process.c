/* SPDX-License-Identifier: MIT */
/* A compiler that crashes, hangs, eats memory, answers nonsense, is killed, or is not there; and an
 * application that must not notice that it has one. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/clock.h"
#include "compiler/client/locate.h"
#include "tests/unit/compiler/files.h"
#include "tests/unit/compiler/fixture.h"
#include "tests/unit/unit.h"

static void build_and_run(const struct fixture *fixture, const char *words)
{
    struct vg_unit *unit = build(fixture, words, CL_SUCCESS, NULL);
    check_kernel(unit, 0);
    vg_unit_release(&unit);
}

/* The build fails with this in its log, and the next program builds. */
static void expect_failure(const struct fixture *fixture, const char *words, const char *reason)
{
    char *log;
    build(fixture, words, CL_BUILD_PROGRAM_FAILURE, &log);
    assert_non_null(log);
    if (!strstr(log, reason))
        fail_msg("\"%s\": \"%s\" does not say \"%s\"", words, log, reason);
    vg_free(log);
    build_and_run(fixture, "kernel:after");
}

static void a_crash_is_a_build_failure(void **state)
{
    expect_failure(*state, "compile:crash", "crashed");
}

static void nonsense_is_a_build_failure(void **state)
{
    static const char *const actions[] = {"garbage", "empty", "no-parts", "broken", "odd-status"};
    for (size_t i = 0; i < sizeof actions / sizeof *actions; i++) {
        char words[64];
        snprintf(words, sizeof words, "compile:%s", actions[i]);
        expect_failure(*state, words, "cannot be read");
    }
    expect_failure(*state, "compile:half-record", "crashed");
}

static void a_loop_ends_by_our_own_clock(void **state)
{
    setenv("VGPU_CC_TIMEOUT", "200", 1);
    uint64_t start = vg_now_ns();
    expect_failure(*state, "compile:hang", "longer than 200 ms (VGPU_CC_TIMEOUT)");
    assert_in_range((vg_now_ns() - start) / 1000000, 200, 20000);
}

static void a_time_out_of_the_compiler_names_its_limit(void **state)
{
    expect_failure(*state, "compile:timeout", "VGPU_CC_TIMEOUT");
}

static void eating_memory_names_its_limit(void **state)
{
    setenv("VGPU_CC_MEMORY", "64M", 1);
    expect_failure(*state, "compile:memory", "67108864 bytes of memory (VGPU_CC_MEMORY)");
}

static void a_killed_compiler_is_started_again(void **state)
{
    const struct fixture *fixture = *state;
    char words[2 * PATH_MAX];
    snprintf(words, sizeof words, "kernel:a compile:kill-server once:%s/once", fixture->folder);
    build_and_run(fixture, words);
    snprintf(words, sizeof words, "kernel:b code:kill-server once:%s/once2", fixture->folder);
    build_and_run(fixture, words);
    expect_failure(fixture, "compile:kill-server", "twice");
}

static void a_missing_compiler_is_not_available(void **state)
{
    setenv("VGPU_CC", "/nonexistent/vgpu-cc", 1);
    build(*state, "kernel:a", CL_COMPILER_NOT_AVAILABLE, NULL);
    assert_non_null(strstr(last_error(), "/nonexistent/vgpu-cc"));
    setenv("VGPU_CC", FAKE_CC, 1);
    build_and_run(*state, "kernel:a");
}

static void a_compiler_that_cannot_run_is_not_available(void **state)
{
    const struct fixture *fixture = *state;
    char path[PATH_MAX];
    snprintf(path, sizeof path, "%s/not-a-program", fixture->folder);
    file_write(path, "\177ELF nonsense", 13);
    setenv("VGPU_CC", path, 1);
    build(*state, "kernel:a", CL_COMPILER_NOT_AVAILABLE, NULL); /* no permission */
    assert_int_equal(chmod(path, 0700), 0);
    build(*state, "kernel:a", CL_COMPILER_NOT_AVAILABLE, NULL); /* not a format that can be run */
    setenv("VGPU_CC", fixture->folder, 1);
    build(*state, "kernel:a", CL_COMPILER_NOT_AVAILABLE, NULL); /* a folder */
}

static void a_program_that_is_no_compiler_is_a_build_failure(void **state)
{
    char *log;
    setenv("VGPU_CC", "/bin/true", 1);
    build(*state, "kernel:a", CL_BUILD_PROGRAM_FAILURE, &log);
    assert_non_null(log);
    vg_free(log);
}

static void the_compiler_is_found_around_the_library(void **state)
{
    const struct fixture *fixture = *state;
    char *path;
    setenv("VGPU_CC", "", 1);
    path = vg_locate_compiler();
    assert_non_null(path);
    assert_int_equal(path[0], '/');
    assert_string_equal(path + strlen(path) - 8, "/vgpu-cc");
    vg_free(path);
    setenv("VGPU_CC", fixture->folder, 1);
    path = vg_locate_compiler();
    assert_string_equal(path, fixture->folder);
    vg_free(path);
}

static void a_relative_path_of_the_compiler_will_do(void **state)
{
    char folder[] = FAKE_CC;
    *strrchr(folder, '/') = 0;
    assert_int_equal(chdir(folder), 0);
    setenv("VGPU_CC", "./fake_cc", 1);
    build_and_run(*state, "kernel:a");
}

static volatile sig_atomic_t child_signals;

static void count_signal(int number)
{
    child_signals++;
}

static void the_application_sees_no_child(void **state)
{
    signal(SIGCHLD, count_signal);
    build_and_run(*state, "kernel:a");
    expect_failure(*state, "compile:kill-server", "twice");
    vg_compiler_unload();
    assert_int_equal(waitpid(-1, NULL, WNOHANG), -1);
    assert_int_equal(errno, ECHILD);
    assert_int_equal(child_signals, 0);
}

static void an_application_that_ignores_children_is_served(void **state)
{
    signal(SIGCHLD, SIG_IGN);
    build_and_run(*state, "kernel:a");
}

static size_t open_descriptors(bool *inherited)
{
    size_t count = 0;
    DIR *folder = opendir("/proc/self/fd");
    *inherited = false;
    for (struct dirent *entry; (entry = readdir(folder));) {
        int fd = atoi(entry->d_name);
        if (entry->d_name[0] == '.' || fd <= STDERR_FILENO || fd == dirfd(folder))
            continue;
        count++;
        char target[64] = "", path[64];
        snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
        if (readlink(path, target, sizeof target - 1) > 0 && !(fcntl(fd, F_GETFD) & FD_CLOEXEC) &&
            (strstr(target, "socket:") || strstr(target, "memfd:")))
            *inherited = true;
    }
    closedir(folder);
    return count;
}

static void no_descriptor_leaks(void **state)
{
    bool inherited;
    size_t before = open_descriptors(&inherited);
    build_and_run(*state, "kernel:a");
    expect_failure(*state, "compile:crash", "crashed");
    struct vg_unit *unit = build(*state, "kernel:x kernel:y kernel:z", CL_SUCCESS, NULL);
    open_descriptors(&inherited);
    assert_false(inherited);
    vg_unit_release(&unit);
    assert_int_equal(open_descriptors(&inherited), before + 1); /* the connection */
    assert_false(inherited);
    vg_compiler_unload();
    assert_int_equal(open_descriptors(&inherited), before);
}

/* A daemon closes all descriptors that it did not open; what it opens then may have our numbers. */
static void closed_descriptors_are_survived(void **state)
{
    struct fixture *fixture = *state;
    char path[PATH_MAX];
    struct stat status;
    build_and_run(fixture, "kernel:a");
    for (int fd = 3; fd < 100; fd++)
        close(fd);
    snprintf(path, sizeof path, "%s/own", fixture->folder);
    int own[20];
    for (int i = 0; i < 20; i++)
        own[i] = open(path, O_CREAT | O_RDWR, 0600);
    build_and_run(fixture, "kernel:b");
    for (int i = 0; i < 20; i++)
        assert_int_equal(fstat(own[i], &status), 0);
    assert_int_equal(status.st_size, 0);
}

static void a_forked_child_builds(void **state)
{
    build_and_run(*state, "kernel:a"); /* the child inherits the connection */
    for (int p = 0; p < 4; p++) {
        if (fork() == 0) {
            char words[32];
            snprintf(words, sizeof words, "kernel:c%d", p);
            build_and_run(*state, words);
            _exit(0);
        }
    }
    build_and_run(*state, "kernel:b");
    for (int p = 0; p < 4; p++) {
        int status;
        assert_true(wait(&status) > 0);
        assert_int_equal(status, 0);
    }
    build_and_run(*state, "kernel:d");
}

static void *build_many(void *state)
{
    for (int i = 0; i < 10; i++) {
        char words[64];
        snprintf(words, sizeof words, "kernel:t%d", i);
        build_and_run(state, words);
    }
    return NULL;
}

static void threads_build_at_once(void **state)
{
    pthread_t threads[8];
    for (int i = 0; i < 8; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, build_many, *state), 0);
    for (int i = 0; i < 8; i++)
        pthread_join(threads[i], NULL);
}

static void an_unloaded_compiler_comes_back(void **state)
{
    for (int i = 0; i < 3; i++) {
        char words[32];
        snprintf(words, sizeof words, "kernel:u%d", i);
        build_and_run(*state, words);
        vg_compiler_unload();
        vg_compiler_unload();
    }
}

static void a_lack_of_descriptors_is_an_error(void **state)
{
    struct rlimit limit;
    getrlimit(RLIMIT_NOFILE, &limit);
    rlim_t former = limit.rlim_cur;
    bool failed = false;
    for (rlim_t allowed = 3; allowed < 16; allowed++) {
        char source[2 * PATH_MAX], *log;
        struct vg_unit *unit = NULL;
        limit.rlim_cur = allowed;
        setrlimit(RLIMIT_NOFILE, &limit);
        snprintf(source, sizeof source, "kernel:n%d", (int)allowed);
        cl_int error = vg_compile(source, strlen(source), "", VG_STAGE_BUILD, NULL, 0, &unit, &log);
        limit.rlim_cur = former;
        setrlimit(RLIMIT_NOFILE, &limit);
        failed |= error != CL_SUCCESS;
        assert_true(error == CL_SUCCESS || error == CL_OUT_OF_HOST_MEMORY ||
                    error == CL_COMPILER_NOT_AVAILABLE);
        vg_unit_release(&unit);
        vg_free(log);
    }
    assert_true(failed);
    build_and_run(*state, "kernel:a");
}

static void a_lack_of_memory_is_an_error(void **state)
{
    build_and_run(*state, "kernel:a");
    setenv("VGPU_CACHE_DIR", "-", 1);
    for (int64_t n = 0;; n++) {
        char *log, source[64];
        struct vg_unit *unit = NULL;
        const struct vg_code *code;
        snprintf(source, sizeof source, "kernel:m%d", (int)n);
        vg_alloc_fail_after(n);
        cl_int error = vg_compile(source, strlen(source), "-D A=1", VG_STAGE_BUILD, NULL, 0, &unit, &log);
        if (error == CL_SUCCESS)
            error = vg_unit_code(unit, 0, &code);
        vg_alloc_fail_after(-1);
        vg_unit_release(&unit);
        vg_free(log);
        if (error == CL_SUCCESS && n > 60)
            break;
        assert_true(error == CL_SUCCESS || error == CL_OUT_OF_HOST_MEMORY ||
                    error == CL_COMPILER_NOT_AVAILABLE || error == CL_BUILD_PROGRAM_FAILURE);
    }
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)
VG_TESTS(test_process, CASE(a_crash_is_a_build_failure), CASE(nonsense_is_a_build_failure),
         CASE(a_loop_ends_by_our_own_clock), CASE(a_time_out_of_the_compiler_names_its_limit),
         CASE(eating_memory_names_its_limit), CASE(a_killed_compiler_is_started_again),
         CASE(a_missing_compiler_is_not_available), CASE(a_compiler_that_cannot_run_is_not_available),
         CASE(a_program_that_is_no_compiler_is_a_build_failure),
         CASE(the_compiler_is_found_around_the_library), CASE(a_relative_path_of_the_compiler_will_do),
         CASE(the_application_sees_no_child), CASE(an_application_that_ignores_children_is_served),
         CASE(no_descriptor_leaks), CASE(closed_descriptors_are_survived), CASE(a_forked_child_builds),
         CASE(threads_build_at_once), CASE(an_unloaded_compiler_comes_back),
         CASE(a_lack_of_descriptors_is_an_error), CASE(a_lack_of_memory_is_an_error));
