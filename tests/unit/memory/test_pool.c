/* SPDX-License-Identifier: MIT */
/* Pools: slot sizes, reuse that shows no old contents, and storage that goes back when slabs fall empty. */
#include <stdlib.h>
#include <string.h>

#include "memory/memory.h"
#include "memory/pool.h"
#include "tests/unit/unit.h"

static void slot_sizes(void **state)
{
    assert_int_equal(vg_pool_slot_bytes(1, 128), 128);
    assert_int_equal(vg_pool_slot_bytes(128, 128), 128);
    assert_int_equal(vg_pool_slot_bytes(129, 128), 256);
    assert_int_equal(vg_pool_slot_bytes(257, 128), 384);
    assert_int_equal(vg_pool_slot_bytes(257, 256), 512);
    assert_int_equal(vg_pool_slot_bytes(1, 4096), 4096);
    assert_int_equal(vg_pool_slot_bytes(5000, 4096), 8192);
    assert_int_equal(vg_pool_slot_bytes(1, 65536), 65536);
    assert_int_equal(vg_pool_slot_bytes(VG_POOL_MAX, 128), VG_POOL_MAX);
    assert_int_equal(vg_pool_slot_bytes(VG_POOL_MAX + 1, 128), 0);
    assert_int_equal(vg_pool_slot_bytes(1, 131072), 0);
    for (size_t size = 1; size <= VG_POOL_MAX; size++)
        assert_true(vg_pool_slot_bytes(size, 128) >= size && vg_pool_slot_bytes(size, 128) <= 2 * size + 128);
}

static void reuse_shows_zeros(void **state)
{
    struct vg_block *block = NULL;
    assert_int_equal(vg_block_create(700, 128, &block), CL_SUCCESS);
    void *first = vg_block_address(block);
    memset(first, 0x77, 700);
    vg_block_destroy(&block);
    assert_int_equal(vg_block_create(600, 128, &block), CL_SUCCESS);
    assert_ptr_equal(vg_block_address(block), first);
    for (size_t i = 0; i < 600; i++)
        assert_int_equal(((char *)first)[i], 0);
    vg_block_destroy(&block);
}

static int by_address(const void *a, const void *b)
{
    const char *x = vg_block_address(*(struct vg_block *const *)a);
    const char *y = vg_block_address(*(struct vg_block *const *)b);
    return x < y ? -1 : x > y;
}

/* Several slabs are filled, emptied and filled again; no two blocks ever overlap. */
static void slabs_come_and_go(void **state)
{
    enum { N = 200, SIZE = 40000 };
    struct vg_block *blocks[N];
    for (int round = 0; round < 3; round++) {
        for (size_t i = 0; i < N; i++) {
            assert_int_equal(vg_block_create(SIZE, 128, &blocks[i]), CL_SUCCESS);
            char *bytes = vg_block_address(blocks[i]);
            for (size_t at = 0; at < SIZE; at += 997)
                assert_int_equal(bytes[at], 0);
            memset(bytes, 1, SIZE);
        }
        qsort(blocks, N, sizeof *blocks, by_address);
        for (size_t i = 1; i < N; i++)
            assert_true((char *)vg_block_address(blocks[i - 1]) + SIZE <=
                        (char *)vg_block_address(blocks[i]));
        assert_int_equal(vg_memory_stats().used, N * 49152);
        for (size_t i = 0; i < N; i++)
            vg_block_destroy(&blocks[(i * 7) % N]);
        assert_int_equal(vg_memory_stats().used, 0);
    }
}

VG_TESTS(test_pool, cmocka_unit_test(slot_sizes), cmocka_unit_test(reuse_shows_zeros),
         cmocka_unit_test(slabs_come_and_go));
