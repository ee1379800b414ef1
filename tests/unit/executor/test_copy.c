/* SPDX-License-Identifier: MIT */
/* Copies and fills of random shapes against a byte-by-byte reference, cut anywhere; large ones through the
 * workers. */
#include <stdlib.h>
#include <string.h>

#include "executor/work.h"
#include "tests/unit/executor/tracked.h"
#include "tests/unit/unit.h"

enum { ROOM = 1 << 20 };
static unsigned char from[ROOM], to[ROOM], expected[ROOM];
static unsigned seed = 7;

static size_t below(size_t limit)
{
    return (size_t)rand_r(&seed) % limit;
}

/* A region, and pitches that are packed, or not. */
static void random_side(struct vg_strided *side, unsigned char *bytes, const size_t region[3])
{
    side->row = region[0] + (below(2) ? below(70) : 0);
    side->slice = side->row * region[1] + (below(2) ? below(300) : 0);
    side->at = bytes + below(64);
}

static void random_region(size_t region[3], size_t multiple)
{
    static const size_t most[][3] = {{9, 40, 30}, {12000, 3, 2}, {300000, 1, 1}, {700, 60, 5}};
    size_t shape = below(4);
    region[0] = (1 + below(most[shape][0])) * multiple;
    if (region[0] > most[shape][0] && multiple > 1)
        region[0] = multiple * (1 + below(3));
    region[1] = 1 + below(most[shape][1]);
    region[2] = 1 + below(most[shape][2]);
}

static unsigned char *byte_at(const struct vg_strided *side, size_t x, size_t y, size_t z)
{
    return (unsigned char *)side->at + z * side->slice + y * side->row + x;
}

/* Runs the units in two to four cuts, in any order. */
static void run_cut(const struct vg_task *task)
{
    uint64_t units = vg_work_units(task), a = below((size_t)units + 1),
             b = a + below((size_t)(units - a) + 1);
    if (b < units)
        assert_int_equal(vg_work_run(task, b, units), 0);
    if (a > 0)
        assert_int_equal(vg_work_run(task, 0, a), 0);
    if (a < b)
        assert_int_equal(vg_work_run(task, a, b), 0);
}

static void copies_of_any_shape(void **state)
{
    for (size_t i = 0; i < ROOM; i++)
        from[i] = (unsigned char)rand_r(&seed);
    for (int round = 0; round < 150; round++) {
        struct vg_task task;
        vg_task_init(&task, VG_TASK_COPY);
        struct vg_copy *copy = &task.body.copy;
        random_region(copy->region, 1);
        random_side(&copy->to, to, copy->region);
        random_side(&copy->from, from, copy->region);
        memset(to, 0xee, ROOM);
        memset(expected, 0xee, ROOM);
        struct vg_strided reference = copy->to;
        reference.at = expected + ((unsigned char *)copy->to.at - to);
        for (size_t z = 0; z < copy->region[2]; z++)
            for (size_t y = 0; y < copy->region[1]; y++)
                for (size_t x = 0; x < copy->region[0]; x++)
                    *byte_at(&reference, x, y, z) = *byte_at(&copy->from, x, y, z);
        run_cut(&task);
        assert_memory_equal(to, expected, ROOM);
    }
}

static void fills_of_any_shape(void **state)
{
    static const size_t sizes[] = {1, 2, 3, 4, 8, 12, 16, 32, 64, 128};
    for (int round = 0; round < 150; round++) {
        struct vg_task task;
        vg_task_init(&task, VG_TASK_FILL);
        struct vg_fill *fill = &task.body.fill;
        fill->pattern_size = sizes[below(sizeof sizes / sizeof *sizes)];
        for (size_t i = 0; i < fill->pattern_size; i++)
            fill->pattern[i] = (unsigned char)rand_r(&seed);
        random_region(fill->region, fill->pattern_size);
        random_side(&fill->to, to, fill->region);
        memset(to, 0xee, ROOM);
        memset(expected, 0xee, ROOM);
        struct vg_strided reference = fill->to;
        reference.at = expected + ((unsigned char *)fill->to.at - to);
        for (size_t z = 0; z < fill->region[2]; z++)
            for (size_t y = 0; y < fill->region[1]; y++)
                for (size_t x = 0; x < fill->region[0]; x++)
                    *byte_at(&reference, x, y, z) = fill->pattern[x % fill->pattern_size];
        run_cut(&task);
        assert_memory_equal(to, expected, ROOM);
    }
}

static void onto_itself_changes_nothing(void **state)
{
    struct vg_task task;
    vg_task_init(&task, VG_TASK_COPY);
    from[5] = 9;
    task.body.copy =
        (struct vg_copy){.to = {from, 100, 100}, .from = {from, 100, 100}, .region = {100, 1, 1}};
    assert_int_equal(vg_work_run(&task, 0, 1), 0);
    assert_int_equal(from[5], 9);
}

static void large_ones_are_shared(void **state)
{
    enum { SIZE = 24 << 20 };
    force_width(4);
    unsigned char *a = malloc(SIZE), *b = malloc(SIZE);
    assert_true(a && b);
    for (size_t i = 0; i < SIZE; i++)
        a[i] = (unsigned char)(i * 7 >> 3);
    memset(b, 0, SIZE);
    struct tracked copy, fill;
    tracked_init(&copy, VG_TASK_COPY);
    copy.task.body.copy =
        (struct vg_copy){.to = {b, SIZE, SIZE}, .from = {a, SIZE, SIZE}, .region = {SIZE, 1, 1}};
    vg_task_submit(&copy.task);
    assert_int_equal(tracked_wait(&copy), 0);
    assert_memory_equal(a, b, SIZE);
    assert_true(vg_executor_stats().pieces >= 12);

    tracked_init(&fill, VG_TASK_FILL);
    fill.task.body.fill =
        (struct vg_fill){.to = {b, SIZE, SIZE}, .region = {SIZE, 1, 1}, .pattern = "abcd", .pattern_size = 4};
    vg_task_submit(&fill.task);
    assert_int_equal(tracked_wait(&fill), 0);
    for (size_t i = 0; i < SIZE; i++)
        assert_true(b[i] == "abcd"[i % 4]);
    free(a);
    free(b);
}

VG_TESTS(test_copy, cmocka_unit_test(copies_of_any_shape), cmocka_unit_test(fills_of_any_shape),
         cmocka_unit_test(onto_itself_changes_nothing), cmocka_unit_test(large_ones_are_shared));
