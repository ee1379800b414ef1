/* SPDX-License-Identifier: MIT */
/* Blocks: alignment, zeroes, budget, guards, pins, and running out of memory. The budget is 256 MiB here. */
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/alloc.h"
#include "memory/area.h"
#include "memory/memory.h"
#include "tests/unit/unit.h"

#define MIB ((size_t)1 << 20)

static struct vg_block *make(size_t size, size_t align)
{
    struct vg_block *block = NULL;
    assert_int_equal(vg_block_create(size, align, &block), CL_SUCCESS);
    assert_int_equal(vg_block_size(block), size);
    assert_int_equal((uintptr_t)vg_block_address(block) % align, 0);
    return block;
}

static bool is_zero(const unsigned char *bytes, size_t size)
{
    return bytes[0] == 0 && memcmp(bytes, bytes + 1, size - 1) == 0;
}

static void sizes_and_alignments(void **state)
{
    static const size_t sizes[] = {1, 127, 128, 129, 4095, 4097, 65535, 65536, 65537, MIB, 3 * MIB + 5};
    static const size_t aligns[] = {1, 128, 256, 4096, 65536, 2 * MIB, 8 * MIB};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        for (size_t j = 0; j < sizeof aligns / sizeof *aligns; j++) {
            struct vg_block *block = make(sizes[i], aligns[j]);
            unsigned char *bytes = vg_block_address(block);
            assert_true((uintptr_t)bytes % 128 == 0);
            assert_true(is_zero(bytes, sizes[i] > 1 ? sizes[i] : 2));
            memset(bytes, 0xa5, sizes[i]);
            vg_block_destroy(&block);
            assert_null(block);
        }
    }
    assert_int_equal(vg_memory_stats().used, 0);
    assert_int_equal(vg_memory_stats().blocks, 0);
}

/* ---- Files ---- */

static int file_of(size_t size)
{
    int fd = memfd_create("block", MFD_CLOEXEC);
    assert_true(fd >= 0);
    assert_int_equal(ftruncate(fd, (off_t)size), 0);
    return fd;
}

static void a_file_is_mapped_in_place(void **state)
{
    struct vg_block *block = NULL;
    void *start;
    size_t size;
    bool guard = true;
    int fd = file_of(MIB + 5);
    assert_int_equal(vg_block_map(fd, MIB + 5, &block), CL_SUCCESS);
    assert_int_equal(vg_block_size(block), MIB + 5);
    assert_int_equal(vg_memory_stats().used, 0);
    assert_int_equal(vg_memory_stats().blocks, 1);
    assert_false(vg_block_is_paged(block));
    unsigned char *bytes = vg_block_address(block), last = 0;
    assert_int_equal((uintptr_t)bytes % 128, 0);
    bytes[MIB + 4] = 9;
    assert_int_equal(pread(fd, &last, 1, MIB + 4), 1);
    assert_int_equal(last, 9);
    close(fd);
    bytes[MIB + 4] = 10;
    assert_true(vg_memory_find(bytes + MIB, &start, &size, &guard));
    assert_ptr_equal(start, bytes);
    assert_int_equal(size, MIB + 5);
    assert_false(guard);
    vg_block_destroy(&block);
    assert_false(vg_memory_find(bytes, &start, &size, &guard));
    assert_int_equal(vg_memory_stats().blocks, 0);
}

/* The longest vector may reach past the last byte, also where that is the last of the file's pages. */
static void the_tail_of_a_file_can_be_touched(void **state)
{
    struct vg_block *block = NULL;
    int fd = file_of(4 * 4096);
    assert_int_equal(vg_block_map(fd, 4 * 4096, &block), CL_SUCCESS);
    volatile unsigned char *end = (unsigned char *)vg_block_address(block) + (size_t)4 * 4096;
    for (size_t i = 0; i < VG_AREA_TAIL; i++)
        assert_int_equal(end[i], 0);
    vg_block_destroy(&block);
    close(fd);
}

static void what_cannot_be_mapped_is_told(void **state)
{
    struct vg_block *block = NULL;
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    assert_int_equal(vg_block_map(ends[0], 4096, &block), CL_MEM_OBJECT_ALLOCATION_FAILURE);
    assert_int_equal(vg_block_map(ends[0], SIZE_MAX - 4096, &block), CL_MEM_OBJECT_ALLOCATION_FAILURE);
    assert_null(block);
    assert_int_equal(vg_memory_stats().blocks, 0);
    close(ends[0]);
    close(ends[1]);
}

static void bad_arguments(void **state)
{
    struct vg_block *block = NULL;
    assert_int_equal(vg_block_create(0, 128, &block), CL_INVALID_BUFFER_SIZE);
    assert_int_equal(vg_block_create(1, 0, &block), CL_INVALID_VALUE);
    assert_int_equal(vg_block_create(1, 384, &block), CL_INVALID_VALUE);
    assert_int_equal(vg_block_create(SIZE_MAX, 128, &block), CL_MEM_OBJECT_ALLOCATION_FAILURE);
    assert_int_equal(vg_block_create(SIZE_MAX - 4095, 128, &block), CL_MEM_OBJECT_ALLOCATION_FAILURE);
    assert_null(block);
    vg_block_destroy(&block);
    assert_int_equal(vg_memory_stats().used, 0);
}

static void budget_is_kept(void **state)
{
    assert_int_equal(vg_memory_budget(), 256 * MIB);
    struct vg_block *whole = make(256 * MIB, 128), *more = NULL;
    assert_int_equal(vg_memory_stats().used, 256 * MIB);
    assert_int_equal(vg_block_create(1, 128, &more), CL_MEM_OBJECT_ALLOCATION_FAILURE);
    assert_int_equal(vg_block_create(MIB, 128, &more), CL_MEM_OBJECT_ALLOCATION_FAILURE);
    assert_null(more);
    vg_block_destroy(&whole);
    more = make(1, 128);
    vg_block_destroy(&more);
    assert_int_equal(vg_memory_stats().used, 0);
    assert_int_equal(vg_memory_stats().peak, 256 * MIB);
}

static long resident_pages(void)
{
    long all = 0, resident = 0;
    FILE *file = fopen("/proc/self/statm", "r");
    assert_non_null(file);
    assert_int_equal(fscanf(file, "%ld %ld", &all, &resident), 2);
    fclose(file);
    return resident;
}

static void untouched_costs_nothing(void **state)
{
    long before = resident_pages();
    struct vg_block *whole = make(256 * MIB, 128);
    assert_true(resident_pages() - before < 256);
    vg_block_destroy(&whole);
}

/* Whether a read of the byte ends a child process. */
static bool faults(const volatile char *at)
{
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        setrlimit(RLIMIT_CORE, &(struct rlimit){0, 0});
        signal(SIGSEGV, SIG_DFL);
        _exit(*at == 1);
    }
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    return WIFSIGNALED(status) && WTERMSIG(status) == SIGSEGV;
}

static void guards_are_closed(void **state)
{
    struct vg_block *block = make(MIB, 128);
    char *bytes = vg_block_address(block);
    assert_false(faults(bytes));
    assert_false(faults(bytes + MIB - 1));
    assert_true(faults(bytes - 1));
    assert_true(faults(bytes - VG_AREA_GUARD));
    assert_true(faults(bytes + MIB + vg_page_bytes()));
    assert_true(faults(bytes + MIB + VG_AREA_GUARD - 1));
    vg_block_destroy(&block);
}

/* Kernels of OpenCV read three channels of the last pixel as a vector of four. */
static void a_vector_may_be_read_across_the_end(void **state)
{
    static const size_t sizes[] = {225 * 4096, MIB, 4 * MIB, 65536};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        struct vg_block *block = make(sizes[i], 128);
        char *end = (char *)vg_block_address(block) + sizes[i];
        assert_false(faults(end));
        assert_false(faults(end + VG_AREA_TAIL - 1));
        vg_block_destroy(&block);
    }
    struct vg_block *slots[64]; /* the last slot of a slab of 1 MiB is among them */
    for (size_t i = 0; i < 64; i++)
        slots[i] = make(32768, 128);
    for (size_t i = 0; i < 64; i++)
        assert_false(faults((char *)vg_block_address(slots[i]) + 32768 + VG_AREA_TAIL - 1));
    for (size_t i = 0; i < 64; i++)
        vg_block_destroy(&slots[i]);
}

static void wrapped_memory_is_used_in_place(void **state)
{
    char host[100];
    struct vg_block *block = NULL;
    assert_int_equal(vg_block_wrap(host + 3, 90, &block), CL_SUCCESS);
    assert_ptr_equal(vg_block_address(block), host + 3);
    assert_int_equal(vg_block_size(block), 90);
    assert_int_equal(vg_memory_stats().used, 0);
    assert_int_equal(vg_memory_stats().blocks, 1);
    vg_block_destroy(&block);
    assert_int_equal(vg_memory_stats().blocks, 0);
}

static void spans_are_checked(void **state)
{
    struct vg_block *block = make(1000, 128);
    struct vg_span good = {.block = block, .offset = 100, .size = 900};
    struct vg_span past = {.block = block, .offset = 101, .size = 900};
    struct vg_span wraps = {.block = block, .offset = SIZE_MAX, .size = 2};
    assert_int_equal(vg_span_pin(&good), CL_SUCCESS);
    assert_int_equal(vg_span_pin(&good), CL_SUCCESS);
    assert_int_equal(vg_span_pin(&past), CL_OUT_OF_RESOURCES);
    assert_int_equal(vg_span_pin(&wraps), CL_OUT_OF_RESOURCES);
    vg_span_unpin(&good);
    vg_span_unpin(&good);
    vg_block_destroy(&block);
}

/* Each allocation fails in turn; nothing is left behind by any of the failures. */
static void out_of_memory_leaves_nothing(void **state)
{
    static const size_t sizes[] = {100, MIB};
    for (size_t i = 0; i < 2; i++) {
        bool done = false;
        for (int n = 0; !done; n++) {
            struct vg_block *block = NULL;
            vg_alloc_fail_after(n);
            cl_int status = vg_block_create(sizes[i], 128, &block);
            vg_alloc_fail_after(-1);
            done = status == CL_SUCCESS;
            assert_true(done || status == CL_OUT_OF_HOST_MEMORY ||
                        status == CL_MEM_OBJECT_ALLOCATION_FAILURE);
            assert_true(done == (block != NULL));
            vg_block_destroy(&block);
            assert_int_equal(vg_memory_stats().used, 0);
            assert_int_equal(vg_memory_stats().blocks, 0);
            assert_true(n < 10);
        }
    }
    struct vg_block *block = NULL;
    vg_alloc_fail_after(0);
    assert_int_equal(vg_block_wrap(&block, 1, &block), CL_OUT_OF_HOST_MEMORY);
    vg_alloc_fail_after(-1);
}

static void *churn(void *arg)
{
    unsigned seed = (unsigned)(uintptr_t)arg;
    struct vg_block *held[16] = {0};
    for (int i = 0; i < 4000; i++) {
        struct vg_block **slot = &held[rand_r(&seed) % 16];
        if (*slot) {
            unsigned char *bytes = vg_block_address(*slot);
            for (size_t at = 0; at < vg_block_size(*slot); at += 61)
                assert_int_equal(bytes[at], (unsigned char)(uintptr_t)arg);
            vg_block_destroy(slot);
            continue;
        }
        size_t size = (size_t)1 << rand_r(&seed) % 18;
        assert_int_equal(vg_block_create(size + (size_t)rand_r(&seed) % size, 128, slot), CL_SUCCESS);
        unsigned char *bytes = vg_block_address(*slot);
        assert_true(vg_block_size(*slot) == 1 || is_zero(bytes, vg_block_size(*slot)));
        memset(bytes, (int)(uintptr_t)arg, vg_block_size(*slot));
    }
    for (size_t i = 0; i < 16; i++)
        vg_block_destroy(&held[i]);
    return NULL;
}

static void threads_do_not_share_blocks(void **state)
{
    pthread_t threads[4];
    for (uintptr_t i = 0; i < 4; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, churn, (void *)(i + 1)), 0);
    for (size_t i = 0; i < 4; i++)
        pthread_join(threads[i], NULL);
    assert_int_equal(vg_memory_stats().used, 0);
    assert_int_equal(vg_memory_stats().blocks, 0);
}

VG_TESTS(test_block, cmocka_unit_test(sizes_and_alignments), cmocka_unit_test(a_file_is_mapped_in_place),
         cmocka_unit_test(the_tail_of_a_file_can_be_touched), cmocka_unit_test(what_cannot_be_mapped_is_told),
         cmocka_unit_test(bad_arguments), cmocka_unit_test(budget_is_kept),
         cmocka_unit_test(untouched_costs_nothing), cmocka_unit_test(guards_are_closed),
         cmocka_unit_test(a_vector_may_be_read_across_the_end),
         cmocka_unit_test(wrapped_memory_is_used_in_place), cmocka_unit_test(spans_are_checked),
         cmocka_unit_test(out_of_memory_leaves_nothing), cmocka_unit_test(threads_do_not_share_blocks));
