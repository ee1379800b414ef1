/* SPDX-License-Identifier: MIT */
/* The file store on a disk that behaves badly: the system calls of store_file.c come here first (--wrap). */
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

#include "memory/store.h"
#include "tests/unit/unit.h"

#define BYTES ((size_t)256 << 10)
#define ENOUGH 1000 /* transfers, after which somebody goes round in circles */

static ssize_t moves_most;      /* bytes in one call; 0: all */
static unsigned transfers_made; /* under that limit */
static bool no_direct;          /* as a file system without O_DIRECT */
static void (*after_write)(void);

static bool no_proc;         /* as where it is not mounted */
static atomic_uint failures; /* to write the page cache back, of which nobody was told; each is told once */

int __real_open(const char *path, int flags, ...);
int __wrap_open(const char *path, int flags, ...);
ssize_t __real_pwrite(int fd, const void *memory, size_t bytes, off_t at);
ssize_t __wrap_pwrite(int fd, const void *memory, size_t bytes, off_t at);
ssize_t __real_pread(int fd, void *memory, size_t bytes, off_t at);
ssize_t __wrap_pread(int fd, void *memory, size_t bytes, off_t at);
int __real_fdatasync(int fd);
int __wrap_fdatasync(int fd);
int __real_fcntl(int fd, int command, ...);
int __wrap_fcntl(int fd, int command, ...);

int __wrap_open(const char *path, int flags, ...)
{
    if (no_proc && strncmp(path, "/proc", 5) == 0) {
        errno = ENOENT;
        return -1;
    }
    return __real_open(path, flags, 0600);
}

int __wrap_fcntl(int fd, int command, ...)
{
    va_list rest;
    va_start(rest, command);
    int argument = command == F_SETFL ? va_arg(rest, int) : 0;
    va_end(rest);
    if (no_direct && argument & O_DIRECT) {
        errno = EINVAL;
        return -1;
    }
    return __real_fcntl(fd, command, argument);
}

static ssize_t cut(ssize_t n)
{
    if (moves_most == 0)
        return n;
    assert_true(++transfers_made < ENOUGH);
    return n > moves_most ? moves_most : n;
}

ssize_t __wrap_pwrite(int fd, const void *memory, size_t bytes, off_t at)
{
    ssize_t n = cut(__real_pwrite(fd, memory, bytes, at));
    void (*then)(void) = after_write;
    if (then) {
        after_write = NULL;
        then();
    }
    return n;
}

ssize_t __wrap_pread(int fd, void *memory, size_t bytes, off_t at)
{
    return cut(__real_pread(fd, memory, bytes, at));
}

int __wrap_fdatasync(int fd)
{
    if (atomic_exchange(&failures, 0) == 0)
        return __real_fdatasync(fd);
    errno = EIO;
    return -1;
}

static char dir[] = "/var/tmp/vgpu-test-XXXXXX";
static struct vg_store store;

static void start(void)
{
    assert_non_null(mkdtemp(dir));
    setenv("VGPU_SPILL_DIR", dir, 1);
    assert_true(vg_store_init(&store, &vg_store_file_ops, 64 * BYTES));
    assert_int_equal(vg_store_open(&store), 0);
    rmdir(dir);
}

static struct vg_transfer make(int value)
{
    struct vg_transfer transfer = {
        .memory = aligned_alloc(4096, BYTES), .bytes = BYTES, .slot = vg_store_take(&store, BYTES)};
    assert_non_null(transfer.memory);
    memset(transfer.memory, value, BYTES);
    return transfer;
}

static void expect_back(struct vg_transfer *transfer, int value)
{
    unsigned char *bytes = transfer->memory;
    memset(bytes, 0, BYTES);
    vg_store_read(&store, transfer, 1);
    assert_int_equal(transfer->error, 0);
    for (size_t i = 0; i < BYTES; i++)
        assert_int_equal(bytes[i], value);
}

static void end(struct vg_transfer *transfer)
{
    vg_store_give(&store, transfer->slot, BYTES);
    free(transfer->memory);
}

/* A direct transfer must begin where a block does, wherever the one before it ended. */
static void what_ends_within_a_block_goes_on(void **state)
{
    start();
    if (!store.direct)
        skip(); /* not direct here */
    struct vg_transfer transfer = make(7);
    moves_most = 100000;
    vg_store_write(&store, &transfer, 1);
    assert_int_equal(transfer.error, 0);
    expect_back(&transfer, 7);
    assert_true(transfers_made >= 6);
    end(&transfer);
}

static void what_never_fills_a_block_fails(void **state)
{
    start();
    if (!store.direct)
        skip();
    struct vg_transfer transfer = make(7);
    moves_most = 100;
    vg_store_write(&store, &transfer, 1);
    assert_int_equal(transfer.error, EIO);
    vg_store_read(&store, &transfer, 1);
    assert_int_equal(transfer.error, EIO);
    end(&transfer);
}

static void the_page_cache_goes_on_anywhere(void **state)
{
    no_direct = true;
    start();
    assert_false(store.direct);
    struct vg_transfer transfer = make(7);
    moves_most = 1000;
    vg_store_write(&store, &transfer, 1);
    assert_int_equal(transfer.error, 0);
    expect_back(&transfer, 7);
    end(&transfer);
}

static struct vg_transfer other;
static pthread_t other_writer;

static void *write_other(void *unused)
{
    vg_store_write(&store, &other, 1);
    return unused;
}

/* Between the first writer's write and its flush; the other one has time to come before that flush. */
static void lose_it_while_another_writes(void)
{
    failures = 1;
    assert_int_equal(pthread_create(&other_writer, NULL, write_other, NULL), 0);
    usleep(100000);
}

/* A failure is the business of whoever wrote, also when somebody else writes at the same time. */
static void failures_are_told_to_the_writer(void **state)
{
    no_direct = true;
    start();
    struct vg_transfer first = make(1);
    other = make(2);
    after_write = lose_it_while_another_writes;
    vg_store_write(&store, &first, 1);
    assert_null(after_write);
    pthread_join(other_writer, NULL);
    assert_int_equal(first.error, EIO);
    assert_int_equal(other.error, 0);
    vg_store_write(&store, &first, 1); /* and is no reason to refuse what comes later */
    assert_int_equal(first.error, 0);
    expect_back(&first, 1);
    expect_back(&other, 2);
    end(&first);
    end(&other);
}

/* As in a root directory where it is not mounted. */
static void without_proc(void **state)
{
    no_proc = true;
    start();
    struct vg_transfer transfer = make(3);
    vg_store_write(&store, &transfer, 1);
    assert_int_equal(transfer.error, 0);
    expect_back(&transfer, 3);
    end(&transfer);
    no_direct = true;
    store.direct = false;
    transfer = make(4);
    vg_store_write(&store, &transfer, 1);
    assert_int_equal(transfer.error, 0);
    expect_back(&transfer, 4);
    end(&transfer);
}

VG_TESTS(test_file, cmocka_unit_test(what_ends_within_a_block_goes_on),
         cmocka_unit_test(what_never_fills_a_block_fails), cmocka_unit_test(the_page_cache_goes_on_anywhere),
         cmocka_unit_test(failures_are_told_to_the_writer), cmocka_unit_test(without_proc));
