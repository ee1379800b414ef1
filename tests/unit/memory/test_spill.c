/* SPDX-License-Identifier: MIT */
/* The file below RAM: what is left of it when its process is killed, disks that are full, directories that
 * are not there. */
#include <dirent.h>
#include <errno.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "memory/memory.h"
#include "memory/pager.h"
#include "memory/ring.h"
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

/* ---- Rings ---- */

#define JOB_BYTES ((size_t)64 << 10)

static int make_file(void)
{
    char name[] = "/var/tmp/vgpu-test-XXXXXX";
    int fd = mkstemp(name);
    assert_true(fd >= 0);
    unlink(name);
    return fd;
}

static void fill_jobs(struct vg_ring_job *jobs, char *memory)
{
    for (unsigned i = 0; i < VG_RING_ENTRIES; i++)
        jobs[i] = (struct vg_ring_job){.memory = memory + i * JOB_BYTES,
                                       .bytes = JOB_BYTES,
                                       .at = (VG_RING_ENTRIES - 1 - i) * JOB_BYTES};
}

static void rings_move_all_at_once(void **state)
{
    static char there[VG_RING_ENTRIES * JOB_BYTES], back[VG_RING_ENTRIES * JOB_BYTES];
    struct vg_ring_job jobs[VG_RING_ENTRIES];
    if (!vg_ring_start()) {
        print_message("the system refuses io_uring\n");
        skip();
    }
    int fd = make_file();
    for (size_t i = 0; i < sizeof there; i++)
        there[i] = (char)(i * 7 + (i >> 12));
    for (int round = 0; round < 100; round++) { /* the queues wrap around */
        there[round] ^= 1;
        fill_jobs(jobs, there);
        vg_ring_move(fd, true, jobs, VG_RING_ENTRIES);
        for (unsigned i = 0; i < VG_RING_ENTRIES; i++)
            assert_int_equal(jobs[i].moved, JOB_BYTES);
        fill_jobs(jobs, back);
        vg_ring_move(fd, false, jobs, VG_RING_ENTRIES);
        assert_memory_equal(there, back, sizeof there);
    }
    /* The first in the file is whole, the second ends early, the others have nothing. */
    assert_int_equal(ftruncate(fd, (off_t)(JOB_BYTES + 4096)), 0);
    vg_ring_move(fd, false, jobs, VG_RING_ENTRIES);
    assert_int_equal(jobs[3].moved, JOB_BYTES);
    assert_int_equal(jobs[2].moved, 4096);
    assert_int_equal(jobs[1].moved, 0);
    close(fd);
    vg_ring_move(fd, true, jobs, VG_RING_ENTRIES); /* fails, and says so */
    assert_int_equal(jobs[0].moved, 0);
}

/* From here on the system answers io_uring_setup with an error. */
static void refuse_rings(int error)
{
    struct sock_filter code[] = {
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_io_uring_setup, 0, 1),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | (unsigned)error),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
    };
    struct sock_fprog program = {.len = sizeof code / sizeof code[0], .filter = code};
    assert_int_equal(prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0), 0);
    assert_int_equal(prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program), 0);
}

static void move_without_rings(void)
{
    assert_false(vg_ring_start());
    file_holds_what_ram_cannot(NULL);
}

static void without_rings(void **state)
{
    setenv("VGPU_IO_URING", "0", 1);
    move_without_rings();
}

static void rings_not_permitted(void **state)
{
    refuse_rings(EPERM);
    move_without_rings();
}

static void rings_not_known(void **state)
{
    refuse_rings(ENOSYS);
    move_without_rings();
}

static void children_make_rings_of_their_own(void **state)
{
    if (!vg_ring_start())
        skip();
    pid_t child = fork();
    if (child == 0) {
        vg_ring_abandon();
        rings_move_all_at_once(NULL);
        _exit(0);
    }
    int status;
    waitpid(child, &status, 0);
    assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    rings_move_all_at_once(NULL);
}

/* ---- Compression ---- */

static struct vg_block *start_compressed(const char *room)
{
    struct vg_block *block;
    setenv("VGPU_MEM_VRAM", room, 1);
    start();
    shrink();
    assert_int_equal(vg_block_create(32 * MIB, 128, &block), CL_SUCCESS);
    return block;
}

static void end_compressed(struct vg_block *block)
{
    vg_block_destroy(&block);
    assert_int_equal(vg_paging_stats().packed, 0);
    assert_int_equal(vg_paging_stats().stored, 0);
    rmdir(dir);
}

static void what_compresses_stays_in_ram(void **state)
{
    struct vg_block *block = start_compressed("4M");
    assert_true(vg_memory_budget() < 1024 * MIB); /* it is no promise of room */
    for (int round = 1; round < 4; round++) {
        assert_int_equal(write_all(block, 32 * MIB, round), 0);
        compare_all(block, 32 * MIB, round);
    }
    struct vg_paging_stats stats = vg_paging_stats();
    assert_int_equal(stats.written_bytes, 0);
    assert_int_equal(stats.in_file, 0);
    assert_true(stats.stored >= 24 * MIB && stats.stored < 33 * MIB);
    assert_true(stats.packed_bytes >= 24 * MIB && stats.unpacked_bytes >= 24 * MIB);
    assert_true(stats.packed > 0 && stats.packed < MIB);
    end_compressed(block);
}

static void what_finds_no_room_goes_to_disk(void **state)
{
    struct vg_block *block = start_compressed("40K");
    assert_int_equal(write_all(block, 32 * MIB, 1), 0);
    struct vg_paging_stats stats = vg_paging_stats();
    assert_true(stats.packed > 0 && stats.packed <= 40 << 10);
    assert_true(stats.in_file > 0 && stats.in_file < stats.stored);
    compare_all(block, 32 * MIB, 1);
    end_compressed(block);
}

static void noise(uint64_t *words, size_t count, uint64_t seed)
{
    for (size_t i = 0; i < count; i++) {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        words[i] = seed;
    }
}

static void noise_goes_to_disk(void **state)
{
    struct vg_block *block = start_compressed("64M");
    static uint64_t expected[2 * MIB / sizeof(uint64_t)];
    for (size_t at = 0; at < 32 * MIB; at += 2 * MIB) {
        struct vg_span span = {.block = block, .offset = at, .size = 2 * MIB, .write = true};
        assert_int_equal(vg_pieces_pin(&span, 1), CL_SUCCESS);
        noise((uint64_t *)((char *)vg_block_address(block) + at), 2 * MIB / sizeof(uint64_t), at + 1);
        vg_pieces_unpin(&span, 1);
    }
    struct vg_paging_stats stats = vg_paging_stats();
    assert_int_equal(stats.packed, 0);
    assert_true(stats.stored >= 24 * MIB);
    assert_int_equal(stats.errors, 0);
    for (size_t at = 0; at < 32 * MIB; at += 2 * MIB) {
        struct vg_span span = {.block = block, .offset = at, .size = 2 * MIB};
        assert_int_equal(vg_pieces_pin(&span, 1), CL_SUCCESS);
        noise(expected, 2 * MIB / sizeof(uint64_t), at + 1);
        assert_memory_equal((char *)vg_block_address(block) + at, expected, sizeof expected);
        vg_pieces_unpin(&span, 1);
    }
    end_compressed(block);
}

/* The child has none of it, and can fill a store of its own; the parent keeps what it has. */
static void compressed_extents_are_not_inherited(void **state)
{
    struct vg_block *block = start_compressed("4M");
    assert_int_equal(write_all(block, 32 * MIB, 1), 0);
    pid_t child = fork();
    if (child == 0) {
        struct vg_block *more;
        struct vg_span first = {.block = block, .size = 4096};
        bool lost = vg_pieces_pin(&first, 1) == CL_OUT_OF_RESOURCES && vg_paging_stats().packed == 0;
        assert_int_equal(vg_block_create(32 * MIB, 128, &more), CL_SUCCESS);
        assert_int_equal(write_all(more, 32 * MIB, 5), 0);
        compare_all(more, 32 * MIB, 5);
        vg_block_destroy(&more);
        _exit(lost ? 0 : 1);
    }
    int status;
    waitpid(child, &status, 0);
    assert_int_equal(status, 0);
    compare_all(block, 32 * MIB, 1);
    end_compressed(block);
}

/* ---- Ends ---- */

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

VG_TESTS(test_spill, cmocka_unit_test(file_holds_what_ram_cannot), cmocka_unit_test(rings_move_all_at_once),
         cmocka_unit_test(without_rings), cmocka_unit_test(rings_not_permitted),
         cmocka_unit_test(rings_not_known), cmocka_unit_test(children_make_rings_of_their_own),
         cmocka_unit_test(what_compresses_stays_in_ram), cmocka_unit_test(what_finds_no_room_goes_to_disk),
         cmocka_unit_test(noise_goes_to_disk), cmocka_unit_test(compressed_extents_are_not_inherited),
         cmocka_unit_test(nothing_is_left_after_a_kill), cmocka_unit_test(full_disk),
         cmocka_unit_test(missing_directory), cmocka_unit_test(small_budgets_are_raised));
