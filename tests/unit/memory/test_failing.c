/* SPDX-License-Identifier: MIT */
/* Both stores under the pager while the system fails: reads and writes that fail, are short or are
 * interrupted, disks that are full, mappings that cannot be had, allocations too. What is in the device must
 * neither get lost nor change, which a model in plain memory tells.
 *
 * The system calls of memory/ come here first (--wrap). How often each fails changes every few operations.
 * TEST_FAILING asks for more operations than are good for every day, TEST_SEED for others. */
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/attributes.h"
#include "memory/pager.h"
#include "memory/ring.h"
#include "tests/unit/memory/model.h"
#include "tests/unit/memory/paged.h"

#ifdef __SANITIZE_THREAD__
#define OPERATIONS 400
#else
#define OPERATIONS 1500
#endif
#define SAME_WEATHER 40 /* operations */

enum call { OPEN, READ, WRITE, SYNC, PUNCH, MAP, MOVE, PROTECT, RING, CALLS };

static const char *const names[CALLS] = {"open", "pread",  "pwrite",   "fdatasync", "fallocate",
                                         "mmap", "mremap", "mprotect", "io_uring"};

static atomic_uint one_in[CALLS]; /* fails; 0: none */
static atomic_uint struck[CALLS];
static atomic_uint_least64_t drawn;
static uint64_t first_drawn;
static bool no_direct; /* as a file system without O_DIRECT */

/* From the pager's threads too, so there is no state but a counter. */
static unsigned draw(unsigned bound)
{
    uint64_t z = (first_drawn + atomic_fetch_add(&drawn, 1)) * 0x9e3779b97f4a7c15;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
    z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
    return (unsigned)((z ^ (z >> 31)) % bound);
}

static bool strikes(enum call call)
{
    unsigned often = atomic_load(&one_in[call]);
    if (often == 0 || draw(often))
        return false;
    atomic_fetch_add(&struck[call], 1);
    return true;
}

static int refuse(int error)
{
    errno = error;
    return -1;
}

/* ---- System calls ---- */

int __real_open(const char *path, int flags, ...);
int __wrap_open(const char *path, int flags, ...);
int __real_fcntl(int fd, int command, ...);
int __wrap_fcntl(int fd, int command, ...);
ssize_t __real_pread(int fd, void *memory, size_t bytes, off_t at);
ssize_t __wrap_pread(int fd, void *memory, size_t bytes, off_t at);
ssize_t __real_pwrite(int fd, const void *memory, size_t bytes, off_t at);
ssize_t __wrap_pwrite(int fd, const void *memory, size_t bytes, off_t at);
int __real_fdatasync(int fd);
int __wrap_fdatasync(int fd);
int __real_fallocate(int fd, int mode, off_t at, off_t bytes);
int __wrap_fallocate(int fd, int mode, off_t at, off_t bytes);
void *__real_mmap(void *at, size_t bytes, int protection, int flags, int fd, off_t offset);
void *__wrap_mmap(void *at, size_t bytes, int protection, int flags, int fd, off_t offset);
void *__real_mremap(void *old, size_t old_bytes, size_t bytes, int flags, ...);
void *__wrap_mremap(void *old, size_t old_bytes, size_t bytes, int flags, ...);
int __real_mprotect(void *at, size_t bytes, int protection);
int __wrap_mprotect(void *at, size_t bytes, int protection);
void __real_vg_ring_move(int fd, bool write, struct vg_ring_job *jobs, unsigned count);
void __wrap_vg_ring_move(int fd, bool write, struct vg_ring_job *jobs, unsigned count);

int __wrap_open(const char *path, int flags, ...)
{
    return strikes(OPEN) ? refuse(EMFILE) : __real_open(path, flags, 0600);
}

int __wrap_fcntl(int fd, int command, ...)
{
    va_list rest;
    va_start(rest, command);
    int argument = command == F_SETFL ? va_arg(rest, int) : 0;
    va_end(rest);
    return no_direct && argument & O_DIRECT ? refuse(EINVAL) : __real_fcntl(fd, command, argument);
}

ssize_t __wrap_pread(int fd, void *memory, size_t bytes, off_t at)
{
    if (!strikes(READ))
        return __real_pread(fd, memory, bytes, at);
    switch (draw(4)) {
    case 0:
        return refuse(EINTR);
    case 1:
        return refuse(EIO);
    case 2:
        return 0;
    default: { /* all may have been read, of which a part is told */
        ssize_t n = __real_pread(fd, memory, bytes, at);
        return n > 1 ? 1 + draw((unsigned)n - 1) : n;
    }
    }
}

ssize_t __wrap_pwrite(int fd, const void *memory, size_t bytes, off_t at)
{
    if (!strikes(WRITE))
        return __real_pwrite(fd, memory, bytes, at);
    switch (draw(4)) {
    case 0:
        return refuse(EINTR);
    case 1: /* half of it may be there all the same */
        (void)__real_pwrite(fd, memory, bytes / 8192 * 4096, at);
        return refuse(EIO);
    case 2:
        return refuse(ENOSPC);
    default: {
        ssize_t n = __real_pwrite(fd, memory, bytes, at);
        return n > 1 ? 1 + draw((unsigned)n - 1) : n;
    }
    }
}

int __wrap_fdatasync(int fd)
{
    return strikes(SYNC) ? refuse(EIO) : __real_fdatasync(fd);
}

int __wrap_fallocate(int fd, int mode, off_t at, off_t bytes)
{
    return strikes(PUNCH) ? refuse(EOPNOTSUPP) : __real_fallocate(fd, mode, at, bytes);
}

void *__wrap_mmap(void *at, size_t bytes, int protection, int flags, int fd, off_t offset)
{
    if (!strikes(MAP))
        return __real_mmap(at, bytes, protection, flags, fd, offset);
    errno = ENOMEM;
    return MAP_FAILED;
}

void *__wrap_mremap(void *old, size_t old_bytes, size_t bytes, int flags, ...)
{
    va_list rest;
    va_start(rest, flags);
    void *to = va_arg(rest, void *);
    va_end(rest);
    if (!strikes(MOVE))
        return __real_mremap(old, old_bytes, bytes, flags, to);
    errno = ENOMEM;
    return MAP_FAILED;
}

int __wrap_mprotect(void *at, size_t bytes, int protection)
{
    return strikes(PROTECT) ? refuse(ENOMEM) : __real_mprotect(at, bytes, protection);
}

/* Rings may move less than they are asked to, at worst nothing. */
void __wrap_vg_ring_move(int fd, bool write, struct vg_ring_job *jobs, unsigned count)
{
    __real_vg_ring_move(fd, write, jobs, count);
    for (struct vg_ring_job *job = jobs; job < jobs + count; job++)
        if (job->moved && strikes(RING))
            job->moved = draw((unsigned)job->moved);
}

/* ---- Weather ---- */

static void change_weather(int operation)
{
    static const unsigned often[] = {0, 0, 0, 30, 8, 3};
    if (operation % SAME_WEATHER)
        return;
    for (enum call call = 0; call < CALLS; call++)
        atomic_store(&one_in[call], often[model_below(VG_COUNT(often))]);
    if (model_below(6) == 0)
        atomic_store(&one_in[WRITE], 1); /* the disk is away for a while */
}

static void clear_up(void)
{
    for (enum call call = 0; call < CALLS; call++)
        atomic_store(&one_in[call], 0);
}

static unsigned number_from(const char *name, unsigned otherwise)
{
    const char *text = getenv(name);
    return text ? (unsigned)strtoul(text, NULL, 10) : otherwise;
}

static bool all_struck(unsigned used)
{
    for (enum call call = 0; call < CALLS; call++)
        if (used >> call & 1 && atomic_load(&struck[call]) == 0)
            return false;
    return true;
}

/* Threads' timing decides which calls the weather meets: goes on until it has met each that is used. */
static void run_until_all_struck(unsigned operations, unsigned used)
{
    enum { TURNS_MOST = 20 };
    for (unsigned turn = 0; turn == 0 || (turn < TURNS_MOST && !all_struck(used)); turn++)
        model_run((int)operations, change_weather);
}

/* used: a bit for each call that this kind of store makes. */
static void run_through(unsigned used)
{
    unsigned operations = number_from("TEST_FAILING", OPERATIONS), seed = number_from("TEST_SEED", 1);
    char dir[] = "/var/tmp/vgpu-test-XXXXXX";
    assert_non_null(mkdtemp(dir));
    setenv("VGPU_SPILL_DIR", dir, 1);
    paged_start(24 * MIB, "32M");
    vg_pager.store.ops = &vg_store_file_ops;
    model_seed(seed);
    first_drawn = (uint64_t)seed << 32;
    vg_ahead_start();
    run_until_all_struck(operations, used);
    clear_up();
    struct vg_paging_stats stats = vg_paging_stats();
    model_end();
    print_message(
        "turns of %u operations with seed %u, of which %u failed; errors of the store: %llu; failed:",
        operations, seed, model_failed(), (unsigned long long)stats.errors);
    for (enum call call = 0; call < CALLS; call++)
        print_message(" %s %u", names[call], atomic_load(&struck[call]));
    print_message("\n");
    assert_true(all_struck(used));
    assert_true(model_failed() > 0 && stats.errors > 0);
    stats = vg_paging_stats();
    assert_int_equal(stats.ram_used, 0);
    assert_int_equal(stats.stored, 0);
    assert_int_equal(stats.packed, 0);
    vg_memory_stop();
    rmdir(dir);
}

enum { ALWAYS = 1 << READ | 1 << WRITE | 1 << PUNCH | 1 << MAP | 1 << MOVE | 1 << PROTECT };

static void a_failing_disk(void **state)
{
    setenv("VGPU_IO_URING", "0", 1);
    run_through(ALWAYS);
}

static void a_failing_disk_with_rings(void **state)
{
    if (!vg_ring_start()) {
        print_message("the system refuses io_uring\n");
        skip();
    }
    run_through(ALWAYS | 1 << RING);
}

static void a_failing_disk_behind_the_page_cache(void **state)
{
    no_direct = true;
    run_through(ALWAYS | 1 << SYNC);
}

/* A part of what is compressed fits, the rest moves on. */
static void a_failing_disk_below_compression(void **state)
{
    setenv("VGPU_MEM_VRAM", "600K", 1);
    run_through(ALWAYS);
    assert_true(vg_paging_stats().packed_bytes > 0 && vg_paging_stats().counts.demoted > 0);
}

VG_TESTS(test_failing, cmocka_unit_test(a_failing_disk), cmocka_unit_test(a_failing_disk_with_rings),
         cmocka_unit_test(a_failing_disk_behind_the_page_cache),
         cmocka_unit_test(a_failing_disk_below_compression));
