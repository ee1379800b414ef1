/* SPDX-License-Identifier: MIT */
/* The heap functions and their failure hook. */
#include "tests/unit/unit.h"

#include <string.h>

#include "base/alloc.h"

static void blocks_are_zeroed(void **state)
{
    static const char zeros[100];
    char *block = vg_zalloc(sizeof(zeros));
    assert_non_null(block);
    assert_memory_equal(block, zeros, sizeof(zeros));
    vg_free(block);
}

static void size_zero_gives_a_block(void **state)
{
    void *blocks[] = {vg_zalloc(0), vg_zalloc_array(0, 8), vg_zalloc_aligned(0, 64), vg_realloc(NULL, 0),
                      vg_memdup("", 0)};
    for (size_t i = 0; i < sizeof(blocks) / sizeof(*blocks); i++) {
        assert_non_null(blocks[i]);
        vg_free(blocks[i]);
    }
}

static void array_refuses_overflow(void **state)
{
    assert_null(vg_zalloc_array(SIZE_MAX / 2, 3));
}

static void aligned_blocks_are_aligned_and_zeroed(void **state)
{
    for (size_t align = 1; align <= 4096; align *= 2) {
        char *block = vg_zalloc_aligned(100, align);
        assert_non_null(block);
        assert_true((uintptr_t)block % align == 0);
        for (int i = 0; i < 100; i++)
            assert_int_equal(block[i], 0);
        memset(block, 0xff, 100); /* so that the next round may not find zeros by luck */
        vg_free(block);
    }
}

static void copies_are_independent(void **state)
{
    char original[] = "text";
    char *whole = vg_strdup(original);
    char *part = vg_strndup(original, 2);
    char *bytes = vg_memdup(original, 3);
    original[0] = 'T';
    assert_string_equal(whole, "text");
    assert_string_equal(part, "te");
    assert_memory_equal(bytes, "tex", 3);
    assert_null(vg_strdup(NULL));
    assert_null(vg_strndup(original, SIZE_MAX));
    vg_free(whole);
    vg_free(part);
    vg_free(bytes);
}

static void fails_from_the_nth_on(void **state)
{
    vg_alloc_fail_after(2);
    void *first = vg_zalloc(1);
    char *second = vg_strdup("x");
    assert_non_null(first);
    assert_non_null(second);
    assert_null(vg_zalloc(1));
    assert_null(vg_zalloc_array(1, 1));
    assert_null(vg_zalloc_aligned(1, 8));
    assert_null(vg_strdup("x"));
    assert_null(vg_memdup("x", 1));
    vg_alloc_fail_after(-1);
    void *third = vg_zalloc(1);
    assert_non_null(third);
    vg_free(first);
    vg_free(second);
    vg_free(third);
}

static void failed_realloc_keeps_the_block(void **state)
{
    char *block = vg_strdup("kept");
    vg_alloc_fail_after(0);
    assert_null(vg_realloc(block, 1000));
    assert_string_equal(block, "kept");
    vg_alloc_fail_after(-1);
    block = vg_realloc(block, 1000);
    assert_string_equal(block, "kept");
    vg_free(block);
}

static void count_tells_the_allocations_between_two_readings(void **state)
{
    uint64_t before = vg_alloc_count();
    void *block = vg_zalloc(1);
    vg_free(vg_strdup("x"));
    vg_free(block);
    assert_int_equal(vg_alloc_count() - before, 2);
}

VG_TESTS(test_alloc, cmocka_unit_test(blocks_are_zeroed), cmocka_unit_test(size_zero_gives_a_block),
         cmocka_unit_test(array_refuses_overflow), cmocka_unit_test(aligned_blocks_are_aligned_and_zeroed),
         cmocka_unit_test(copies_are_independent), cmocka_unit_test(fails_from_the_nth_on),
         cmocka_unit_test(failed_realloc_keeps_the_block),
         cmocka_unit_test(count_tells_the_allocations_between_two_readings));
