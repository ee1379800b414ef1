/* SPDX-License-Identifier: MIT */
/* Estimates, cuts, and what is learned from a run. */
#include "executor/work.h"

#include "tests/unit/unit.h"

static struct vg_task range_of(uint64_t groups, atomic_uint_least64_t *group_ns)
{
    struct vg_task task;
    vg_task_init(&task, VG_TASK_RANGE);
    task.body.range = (struct vg_range){.groups = groups, .group_ns = group_ns};
    return task;
}

static struct vg_task copy_of(size_t bytes, size_t rows)
{
    struct vg_task task;
    vg_task_init(&task, VG_TASK_COPY);
    task.body.copy.region[0] = bytes;
    task.body.copy.region[1] = rows;
    task.body.copy.region[2] = 1;
    return task;
}

static void estimates(void **state)
{
    atomic_uint_least64_t ns = 0;
    struct vg_task task = range_of(10, NULL);
    assert_true(vg_work_estimate(&task) == VG_WORK_UNKNOWN);
    task = range_of(10, &ns);
    assert_true(vg_work_estimate(&task) == VG_WORK_UNKNOWN);
    ns = 100;
    assert_int_equal(vg_work_estimate(&task), 1000);
    task = range_of(UINT64_MAX, &ns);
    assert_true(vg_work_estimate(&task) == VG_WORK_UNKNOWN);
    task = range_of(0, &ns);
    assert_int_equal(vg_work_estimate(&task), 0);
    task = copy_of(64, 1);
    assert_true(vg_work_estimate(&task) < 1000);
    assert_int_equal(vg_work_units(&task), 1);
    task = copy_of((size_t)64 << 20, 1);
    assert_true(vg_work_estimate(&task) > 1000000);
    assert_int_equal(vg_work_units(&task), 16384);
    task = copy_of(1, 4097);
    assert_int_equal(vg_work_units(&task), 2);
    vg_task_init(&task, VG_TASK_CALL);
    assert_true(vg_work_estimate(&task) == VG_WORK_UNKNOWN);
    vg_task_init(&task, VG_TASK_NONE);
    assert_int_equal(vg_work_estimate(&task), 0);
}

static struct vg_cut cut(uint64_t groups, uint64_t ns, unsigned threads)
{
    atomic_uint_least64_t each = ns;
    struct vg_task task = range_of(groups, &each);
    struct vg_cut made = vg_work_cut(&task, groups, threads);
    assert_true(made.parts >= 1 && made.parts <= threads && made.parts <= groups && made.grain >= 1);
    return made;
}

static void cuts(void **state)
{
    /* Long groups: every thread, one group at a time. */
    assert_int_equal(cut(1000, 1000000, 8).parts, 8);
    assert_int_equal(cut(1000, 1000000, 8).grain, 1);
    /* Short work is not worth many threads. */
    assert_int_equal(cut(100, 100, 8).parts, 1);
    assert_int_equal(cut(100, 200, 8).parts, 2);
    /* Pieces between 5 and 50 us. */
    assert_int_equal(cut(10000000, 10, 8).grain, 5000);
    assert_true(cut(6000, 10, 8).grain >= 250);
    /* Fewer groups than threads; caps. */
    assert_int_equal(cut(3, 1000000, 8).parts, 3);
    assert_int_equal(cut(100000, 1000000, 1000).parts, 64);
    /* Nothing known. */
    assert_int_equal(cut(1024, 0, 4).parts, 4);
    assert_int_equal(cut(1024, 0, 4).grain, 16);
    assert_int_equal(cut(1, 0, 4).grain, 1);

    struct vg_task task = copy_of((size_t)3 << 20, 1);
    assert_int_equal(vg_work_cut(&task, vg_work_units(&task), 8).parts, 3);
    task = copy_of(4096, 1);
    assert_int_equal(vg_work_cut(&task, vg_work_units(&task), 8).parts, 1);
}

static void learning(void **state)
{
    atomic_uint_least64_t ns = 0;
    struct vg_task task = range_of(10, &ns);
    vg_work_learn(&task, 1000);
    assert_int_equal(ns, 100);
    vg_work_learn(&task, 500);
    assert_int_equal(ns, 75);
    vg_work_learn(&task, 10000000); /* an interruption, perhaps */
    assert_int_equal(ns, 75 * 16);
    for (int i = 0; i < 20; i++)
        vg_work_learn(&task, 1);
    assert_int_equal(ns, 1);
    task = range_of(10, NULL);
    vg_work_learn(&task, 1000);
    task = range_of(0, &ns);
    vg_work_learn(&task, 1000);
    assert_int_equal(ns, 1);
}

VG_TESTS(test_work, cmocka_unit_test(estimates), cmocka_unit_test(cuts), cmocka_unit_test(learning));
