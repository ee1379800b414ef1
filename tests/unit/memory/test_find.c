/* SPDX-License-Identifier: MIT */
/* vg_memory_find: large blocks, their guards, pooled blocks, and lookups while other threads change the
 * index. */
#include <pthread.h>
#include <stdatomic.h>

#include "memory/area.h"
#include "memory/memory.h"
#include "tests/unit/unit.h"

#define COUNT 300

static void expect_block(const struct vg_block *block, const char *at, bool guard)
{
    void *start = NULL;
    size_t size = 0;
    bool in_guard = !guard;
    assert_true(vg_memory_find(at, &start, &size, &in_guard));
    assert_ptr_equal(start, vg_block_address(block));
    assert_int_equal(size, vg_block_size(block));
    assert_int_equal(in_guard, guard);
}

static void large_blocks_and_guards(void **state)
{
    static struct vg_block *blocks[COUNT];
    for (size_t i = 0; i < COUNT; i++)
        assert_int_equal(vg_block_create(70000 + i * 1000, 128, &blocks[i]), CL_SUCCESS);
    for (size_t i = 0; i < COUNT; i += 3)
        vg_block_destroy(&blocks[i]);
    for (size_t i = 0; i < COUNT; i++) {
        if (!blocks[i])
            continue;
        char *start = vg_block_address(blocks[i]);
        size_t size = vg_block_size(blocks[i]);
        expect_block(blocks[i], start, false);
        expect_block(blocks[i], start + size - 1, false);
        expect_block(blocks[i], start + size, true);
        expect_block(blocks[i], start - 1, true);
        expect_block(blocks[i], start - VG_AREA_GUARD, true);
    }
    for (size_t i = 0; i < COUNT; i++)
        vg_block_destroy(&blocks[i]);
}

static void pooled_blocks(void **state)
{
    struct vg_block *blocks[COUNT];
    for (size_t i = 0; i < COUNT; i++)
        assert_int_equal(vg_block_create(1 + i, 128, &blocks[i]), CL_SUCCESS);
    for (size_t i = 0; i < COUNT; i++) {
        char *start = vg_block_address(blocks[i]);
        expect_block(blocks[i], start, false);
        expect_block(blocks[i], start + i, false);
    }
    char *gone = vg_block_address(blocks[7]);
    vg_block_destroy(&blocks[7]);
    void *start;
    size_t size;
    bool guard;
    assert_false(vg_memory_find(gone, &start, &size, &guard));
    for (size_t i = 0; i < COUNT; i++)
        vg_block_destroy(&blocks[i]);
}

static void strangers_are_not_found(void **state)
{
    void *start;
    size_t size;
    bool guard;
    int local = 0;
    assert_false(vg_memory_find(&local, &start, &size, &guard));
    assert_false(vg_memory_find(NULL, &start, &size, &guard));
    struct vg_block *block = NULL;
    assert_int_equal(vg_block_create(100000, 128, &block), CL_SUCCESS);
    char *at = vg_block_address(block);
    assert_false(vg_memory_find(&local, &start, &size, &guard));
    assert_false(vg_memory_find((void *)UINTPTR_MAX, &start, &size, &guard));
    vg_block_destroy(&block);
    assert_false(vg_memory_find(at, &start, &size, &guard));
}

static atomic_bool stop;

static void *change(void *arg)
{
    while (!atomic_load(&stop)) {
        struct vg_block *blocks[8] = {0};
        for (size_t i = 0; i < 8; i++)
            assert_int_equal(vg_block_create(70000, 128, &blocks[i]), CL_SUCCESS);
        for (size_t i = 0; i < 8; i++)
            vg_block_destroy(&blocks[i]);
    }
    return arg;
}

static void lookups_race_with_changes(void **state)
{
    struct vg_block *fixed = NULL;
    assert_int_equal(vg_block_create(200000, 128, &fixed), CL_SUCCESS);
    pthread_t threads[2];
    for (size_t i = 0; i < 2; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, change, NULL), 0);
    for (int i = 0; i < 20000; i++)
        expect_block(fixed, (char *)vg_block_address(fixed) + i, false);
    atomic_store(&stop, true);
    for (size_t i = 0; i < 2; i++)
        pthread_join(threads[i], NULL);
    vg_block_destroy(&fixed);
}

VG_TESTS(test_find, cmocka_unit_test(large_blocks_and_guards), cmocka_unit_test(pooled_blocks),
         cmocka_unit_test(strangers_are_not_found), cmocka_unit_test(lookups_race_with_changes));
