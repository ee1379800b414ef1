/* SPDX-License-Identifier: MIT */
/* The account of a tier's capacity, with a tier made for the test, and the RAM tier's promises. */
#include <pthread.h>
#include <string.h>
#include <sys/mman.h>

#include "memory/area.h"
#include "memory/tier.h"
#include "tests/unit/unit.h"

static uint64_t small_capacity(struct vg_tier *tier)
{
    return 1000;
}

static bool accept(struct vg_tier *tier, void *at, size_t bytes)
{
    return true;
}

static const struct vg_tier_ops small_ops = {
    .name = "small",
    .capacity = small_capacity,
    .commit = accept,
    .discard = accept,
};

static void capacity_is_kept(void **state)
{
    struct vg_tier tier;
    vg_tier_register(&tier, &small_ops);
    assert_true(vg_tier_reserve(&tier, 600));
    assert_false(vg_tier_reserve(&tier, 401));
    assert_true(vg_tier_reserve(&tier, 400));
    assert_false(vg_tier_reserve(&tier, 1));
    assert_true(vg_tier_reserve(&tier, 0));
    vg_tier_release(&tier, 1000);
    assert_false(vg_tier_reserve(&tier, UINT64_MAX));
    assert_int_equal(tier.used, 0);
    assert_int_equal(tier.peak, 1000);
}

static void *take_and_give(void *arg)
{
    struct vg_tier *tier = arg;
    for (int i = 0; i < 20000; i++)
        if (vg_tier_reserve(tier, 300))
            vg_tier_release(tier, 300);
    return NULL;
}

static void account_is_exact_under_threads(void **state)
{
    struct vg_tier tier;
    vg_tier_register(&tier, &small_ops);
    pthread_t threads[4];
    for (size_t i = 0; i < 4; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, take_and_give, &tier), 0);
    for (size_t i = 0; i < 4; i++)
        pthread_join(threads[i], NULL);
    assert_int_equal(tier.used, 0);
    assert_true(tier.peak <= 1000 && tier.peak >= 300);
}

static void ram_commits_and_discards(void **state)
{
    struct vg_tier tier;
    vg_tier_register(&tier, &vg_tier_ram_ops);
    struct vg_area area;
    assert_true(vg_area_reserve(3 * VG_EXTENT_BYTES, 128, &area));
    assert_int_equal((uintptr_t)area.start % VG_EXTENT_BYTES, 0);
    assert_true(tier.ops->commit(&tier, area.start, area.size));
    memset(area.start, 9, area.size);
    assert_true(tier.ops->discard(&tier, area.start, area.size));
    for (size_t at = 0; at < area.size; at += 509)
        assert_int_equal(area.start[at], 0);
    vg_area_release(&area);
    vg_area_release(&area);
    assert_false(vg_area_reserve(SIZE_MAX - 1, 128, &area));
    assert_false(vg_area_reserve(4096, (size_t)1 << 63, &area));
}

VG_TESTS(test_tier, cmocka_unit_test(capacity_is_kept), cmocka_unit_test(account_is_exact_under_threads),
         cmocka_unit_test(ram_commits_and_discards));
