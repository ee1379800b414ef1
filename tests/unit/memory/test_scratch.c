/* SPDX-License-Identifier: MIT */
/* Scratch: growth, alignment, and sizes that cannot be had. */
#include <string.h>

#include "memory/memory.h"
#include "tests/unit/unit.h"

static void grows_and_stays(void **state)
{
    struct vg_scratch scratch = {0};
    assert_true(vg_scratch_reserve(&scratch, 0));
    for (size_t size = 1; size < (size_t)64 << 20; size *= 3) {
        assert_true(vg_scratch_reserve(&scratch, size));
        assert_true(scratch.size >= size);
        assert_int_equal((uintptr_t)scratch.base % 4096, 0);
        memset(scratch.base, 1, size);
    }
    void *base = scratch.base;
    size_t size = scratch.size;
    assert_true(vg_scratch_reserve(&scratch, 100));
    assert_true(vg_scratch_reserve(&scratch, size));
    assert_ptr_equal(scratch.base, base);
    vg_scratch_finish(&scratch);
    assert_null(scratch.base);
    vg_scratch_finish(&scratch);
}

static void too_much_keeps_the_old(void **state)
{
    struct vg_scratch scratch = {0};
    assert_true(vg_scratch_reserve(&scratch, 1000));
    struct vg_scratch before = scratch;
    assert_false(vg_scratch_reserve(&scratch, SIZE_MAX));
    assert_false(vg_scratch_reserve(&scratch, SIZE_MAX - 4095));
    assert_false(vg_scratch_reserve(&scratch, SIZE_MAX / 2));
    assert_ptr_equal(scratch.base, before.base);
    assert_int_equal(scratch.size, before.size);
    vg_scratch_finish(&scratch);
}

VG_TESTS(test_scratch, cmocka_unit_test(grows_and_stays), cmocka_unit_test(too_much_keeps_the_old));
