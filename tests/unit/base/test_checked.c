/* SPDX-License-Identifier: MIT */
/* Overflow-safe arithmetic at its limits. */
#include "tests/unit/unit.h"

#include "base/checked.h"

static void add_refuses_only_what_does_not_fit(void **state)
{
    size_t sum = 7;
    assert_true(vg_add(SIZE_MAX - 1, 1, &sum));
    assert_true(sum == SIZE_MAX);
    assert_false(vg_add(SIZE_MAX, 1, &sum));
}

static void mul_refuses_only_what_does_not_fit(void **state)
{
    size_t product;
    assert_true(vg_mul(SIZE_MAX / 2, 2, &product));
    assert_true(product == SIZE_MAX - 1);
    assert_true(vg_mul(0, SIZE_MAX, &product));
    assert_true(product == 0);
    assert_false(vg_mul(SIZE_MAX / 2 + 1, 2, &product));
}

static void add_mul_refuses_an_overflow_of_either_step(void **state)
{
    size_t result;
    assert_true(vg_add_mul(5, 6, 7, &result));
    assert_true(result == 47);
    assert_false(vg_add_mul(0, SIZE_MAX, 2, &result));
    assert_false(vg_add_mul(1, SIZE_MAX, 1, &result));
}

static void align_up_keeps_multiples_and_refuses_overflow(void **state)
{
    size_t result;
    assert_true(vg_align_up(0, 64, &result) && result == 0);
    assert_true(vg_align_up(1, 64, &result) && result == 64);
    assert_true(vg_align_up(64, 64, &result) && result == 64);
    assert_true(vg_align_up(SIZE_MAX - 63, 64, &result) && result == SIZE_MAX - 63);
    assert_false(vg_align_up(SIZE_MAX - 62, 64, &result));
}

static void in_range_accepts_the_end_and_refuses_wrapping(void **state)
{
    assert_true(vg_in_range(0, 10, 10));
    assert_true(vg_in_range(10, 0, 10));
    assert_false(vg_in_range(10, 1, 10));
    assert_false(vg_in_range(11, 0, 10));
    assert_false(vg_in_range(SIZE_MAX - 7, 16, 4096));
}

static void zero_is_no_power_of_two(void **state)
{
    assert_false(vg_is_power_of_two(0));
    assert_true(vg_is_power_of_two(1));
    assert_false(vg_is_power_of_two(3));
    assert_true(vg_is_power_of_two((size_t)1 << 63));
}

VG_TESTS(test_checked, cmocka_unit_test(add_refuses_only_what_does_not_fit),
         cmocka_unit_test(mul_refuses_only_what_does_not_fit),
         cmocka_unit_test(add_mul_refuses_an_overflow_of_either_step),
         cmocka_unit_test(align_up_keeps_multiples_and_refuses_overflow),
         cmocka_unit_test(in_range_accepts_the_end_and_refuses_wrapping),
         cmocka_unit_test(zero_is_no_power_of_two));
