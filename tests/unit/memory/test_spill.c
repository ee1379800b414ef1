/* SPDX-License-Identifier: MIT */
/* The file below RAM: what is left of it when its process is killed, disks that are full, directories that
 * are not there. */
#include <dirent.h>
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "memory/memory.h"
#include "memory/pager.h"
#include "tests/unit/unit.h"

#define MIB ((size_t)1 << 20)
#define KILLS 20

static char dir[] = "/var/tmp/vgpu-test-XXXXXX";

static void start(void)
{
    assert_non_null(mkdtemp(dir));
    setenv("VGPU_SPILL_DIR", dir, 1);
    setenv("VGPU_MEM_SSD", "256M", 1);
}

static void shrink(void)
{
    (void)vg_memory_budget();
    vg_pager.budget = vg_pager.most = vg_pager.least = 8 * MIB;
}

static int write_all(struct vg_block *block, size_t size, int value)
{
    for (size_t at = 0; at < size; at += 2 * MIB) {
        struct vg_span span = {.block = block, .offset = at, .size = 2 * MIB, .write = true};
        if (vg_pieces_pin(&span, 1) != CL_SUCCESS)
            return -1;
        memset((char *)vg_block_address(block) + at, value + (int)(at / MIB), 2 * MIB);
        vg_pieces_unpin(&span, 1);
    }
    return 0;
}

static void compare_all(struct vg_block *block, size_t size, int value)
{
    for (size_t at = 0; at < size; at += 2 * MIB) {
        struct vg_span span = {.block = block, .offset = at, .size = 2 * MIB};
        assert_int_equal(vg_pieces_pin(&span, 1), CL_SUCCESS);
        unsigned char *bytes = (unsigned char *)vg_block_address(block) + at;
        for (size_t i = 0; i < 2 * MIB; i += 512)
            assert_int_equal(bytes[i], (unsigned char)(value + (int)(at / MIB)));
        vg_pieces_unpin(&span, 1);
    }
}

static size_t entries(const char *path)
{
    DIR *stream = opendir(path);
    size_t count = 0;
    assert_non_null(stream);
    for (struct dirent *entry; (entry = readdir(stream)) != NULL;)
        count += entry->d_name[0] != '.';
    closedir(stream);
    return count;
}

static void file_holds_what_ram_cannot(void **state)
{
    start();
    shrink();
    struct vg_block *block;
    assert_int_equal(vg_block_create(32 * MIB, 128, &block), CL_SUCCESS);
    for (int round = 1; round < 4; round++) {
        assert_int_equal(write_all(block, 32 * MIB, round), 0);
        compare_all(block, 32 * MIB, round);
    }
    assert_true(vg_paging_stats().read_bytes > 0);
    assert_int_equal(entries(dir), 0);
    vg_block_destroy(&block);
    rmdir(dir);
}

static _Noreturn void spill_for_ever(int ready)
{
    struct vg_block *block;
    shrink();
    if (vg_block_create(64 * MIB, 128, &block) != CL_SUCCESS || write_all(block, 64 * MIB, 1))
        _exit(1);
    if (write(ready, "", 1) != 1)
        _exit(1);
    for (int round = 1;; round++)
        if (write_all(block, 64 * MIB, round))
            _exit(1);
}

/* TEST_KILLS asks for more of them. */
static void nothing_is_left_after_a_kill(void **state)
{
    const char *wanted = getenv("TEST_KILLS");
    int kills = wanted ? atoi(wanted) : KILLS;
    start();
    size_t shared = entries("/dev/shm");
    for (int i = 0; i < kills; i++) {
        int ready[2];
        char byte;
        assert_int_equal(pipe(ready), 0);
        pid_t child = fork();
        if (child == 0)
            spill_for_ever(ready[1]);
        close(ready[1]);
        assert_int_equal(read(ready[0], &byte, 1), 1);
        nanosleep(&(struct timespec){.tv_nsec = 1000000 * (i % 7)}, NULL);
        kill(child, SIGKILL);
        int status;
        waitpid(child, &status, 0);
        assert_true(WIFSIGNALED(status));
        close(ready[0]);
        assert_int_equal(entries(dir), 0);
    }
    assert_true(entries("/dev/shm") <= shared);
    rmdir(dir);
}

/* A limit on the size of files stands for a full disk. */
static void full_disk(void **state)
{
    start();
    shrink();
    struct vg_block *block;
    assert_int_equal(vg_block_create(128 * MIB, 128, &block), CL_SUCCESS);
    struct rlimit limit = {.rlim_cur = 16 * MIB, .rlim_max = RLIM_INFINITY};
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
    assert_int_equal(write_all(block, 8 * MIB, 1), 0);
    assert_int_equal(write_all(block, 128 * MIB, 1), -1);
    compare_all(block, 8 * MIB, 1);
    vg_block_destroy(&block);
    rmdir(dir);
}

static void missing_directory(void **state)
{
    start();
    shrink();
    rmdir(dir);
    struct vg_block *block;
    assert_int_equal(vg_block_create(32 * MIB, 128, &block), CL_SUCCESS);
    assert_int_equal(write_all(block, 6 * MIB, 1), 0);
    assert_int_equal(write_all(block, 32 * MIB, 1), -1);
    compare_all(block, 6 * MIB, 1);
    vg_block_destroy(&block);
}

static void small_budgets_are_raised(void **state)
{
    start();
    setenv("VGPU_MEM_RAM", "1M", 1);
    assert_true(vg_memory_budget() > 256 * MIB);
    assert_true(vg_pager.budget >= 128 * MIB);
    rmdir(dir);
}

VG_TESTS(test_spill, cmocka_unit_test(file_holds_what_ram_cannot),
         cmocka_unit_test(nothing_is_left_after_a_kill), cmocka_unit_test(full_disk),
         cmocka_unit_test(missing_directory), cmocka_unit_test(small_budgets_are_raised));
