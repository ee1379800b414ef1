/* SPDX-License-Identifier: MIT */
/* The first cut alone: parts cover the range, each thread gets its own part, slots run out and come back. */
#include "executor/jobs.h"

#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>

#include "executor/task.h"
#include "executor/work.h"
#include "tests/unit/unit.h"

static struct vg_task task, other;
static struct vg_jobs jobs;

static bool claim(unsigned index, unsigned width, unsigned turn, struct vg_piece *piece)
{
    const struct vg_seat seat = {index, width, 0, width};
    return vg_jobs_claim(&jobs, &seat, false, turn, piece);
}

static void parts_cover_the_range(void **state)
{
    static const uint64_t units[] = {1, 2, 7, 64, 65, 1000, UINT64_MAX / 2};
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        for (unsigned parts = 1; parts <= 64 && parts <= units[i]; parts++) {
            assert_true(vg_jobs_publish(&jobs, &(struct vg_piece){&task, 0, units[i]}, parts));
            assert_int_equal(vg_jobs_open(&jobs), parts);
            uint64_t next = 0;
            struct vg_piece piece;
            for (unsigned part = 0; part < parts; part++) {
                assert_true(claim(part, parts, 0, &piece));
                assert_ptr_equal(piece.task, &task);
                assert_int_equal(piece.first, next);
                assert_true(piece.last - piece.first >= units[i] / parts);
                assert_true(piece.last - piece.first <= units[i] / parts + 1);
                next = piece.last;
            }
            assert_int_equal(next, units[i]);
            assert_false(claim(0, parts, 0, &piece));
            assert_int_equal(vg_jobs_open(&jobs), 0);
        }
    }
}

static void pieces_need_not_begin_at_zero(void **state)
{
    struct vg_piece piece;
    assert_true(vg_jobs_publish(&jobs, &(struct vg_piece){&task, 100, 107}, 2));
    assert_true(claim(0, 2, 0, &piece));
    assert_true(piece.first == 100 && piece.last == 104);
    assert_true(claim(1, 2, 0, &piece));
    assert_true(piece.first == 104 && piece.last == 107);
}

static void own_part_first_then_the_next(void **state)
{
    struct vg_piece piece;
    assert_true(vg_jobs_publish(&jobs, &(struct vg_piece){&task, 0, 80}, 8));
    assert_true(claim(5, 8, 0, &piece));
    assert_int_equal(piece.first, 50);
    assert_true(claim(5, 8, 0, &piece));
    assert_int_equal(piece.first, 60);
    assert_true(claim(7, 8, 0, &piece));
    assert_int_equal(piece.first, 70);
    assert_true(claim(7, 8, 0, &piece));
    assert_int_equal(piece.first, 0);
    for (int i = 0; i < 4; i++)
        assert_true(claim(900, 1024, 0, &piece));
    assert_false(claim(0, 8, 0, &piece));
}

/* Two nodes of four seats each. */
static bool claim_near(unsigned index, bool near, struct vg_piece *piece)
{
    const struct vg_seat seat = {index, 8, index / 4 * 4, 4};
    return vg_jobs_claim(&jobs, &seat, near, 0, piece);
}

static void parts_of_the_node_come_first(void **state)
{
    struct vg_piece piece;
    assert_true(vg_jobs_publish(&jobs, &(struct vg_piece){&task, 0, 80}, 8));
    static const uint64_t near[] = {30, 0, 10, 20}, far[] = {60, 70, 40, 50};
    for (int i = 0; i < 4; i++) {
        assert_true(claim_near(3, true, &piece));
        assert_int_equal(piece.first, near[i]);
    }
    assert_false(claim_near(3, true, &piece));
    for (int i = 0; i < 2; i++) {
        assert_true(claim_near(6, true, &piece));
        assert_int_equal(piece.first, far[i]);
    }
    for (int i = 2; i < 4; i++) {
        assert_true(claim_near(3, false, &piece));
        assert_int_equal(piece.first, far[i]);
    }
    assert_int_equal(vg_jobs_open(&jobs), 0);
    /* A part that two nodes share is near to both. */
    for (unsigned index = 0; index < 8; index += 7) {
        assert_true(vg_jobs_publish(&jobs, &(struct vg_piece){&task, 0, 10}, 1));
        assert_true(claim_near(index, true, &piece));
        assert_int_equal(piece.last, 10);
    }
}

/* Bytes first..last-1 that the seat's part of a task has, where a unit has so many. */
static void bytes_of(const struct vg_task *of, uint64_t unit_bytes, unsigned index, uint64_t bytes[2])
{
    enum { WIDTH = 8 };
    uint64_t units = vg_work_units(of);
    struct vg_cut cut = vg_work_cut(of, units, WIDTH);
    struct vg_piece piece;
    assert_int_equal(cut.parts, WIDTH);
    assert_true(vg_jobs_publish(&jobs, &(struct vg_piece){&task, 0, units}, cut.parts));
    assert_true(claim(index, WIDTH, 0, &piece));
    bytes[0] = piece.first * unit_bytes;
    bytes[1] = piece.last * unit_bytes;
    vg_jobs_reset(&jobs);
}

/* What a seat's part of a fill touches first is what its part of a launch works on, but for the page at
 * either end. */
static void fills_and_launches_are_cut_alike(void **state)
{
    enum { PAGE = 4096, GROUP = 1024, PAGES = 16400 };
    struct vg_task fill, launch;
    vg_task_init(&fill, VG_TASK_FILL);
    fill.body.fill.region[0] = (size_t)PAGES * PAGE;
    fill.body.fill.region[1] = fill.body.fill.region[2] = 1;
    atomic_uint_least64_t ns = 1000;
    vg_task_init(&launch, VG_TASK_RANGE);
    launch.body.range = (struct vg_range){.groups = (uint64_t)PAGES * PAGE / GROUP, .group_ns = &ns};
    for (unsigned index = 0; index < 8; index++) {
        uint64_t touched[2], used[2];
        bytes_of(&fill, PAGE, index, touched);
        bytes_of(&launch, GROUP, index, used);
        for (int end = 0; end < 2; end++)
            assert_true(touched[end] + PAGE >= used[end] && used[end] + PAGE >= touched[end]);
    }
}

static void slots_run_out_and_come_back(void **state)
{
    struct vg_piece piece;
    unsigned offered = 0;
    while (vg_jobs_publish(&jobs, &(struct vg_piece){&task, 0, 10}, 2))
        offered++;
    assert_true(offered >= 16);
    assert_int_equal(vg_jobs_open(&jobs), 2 * offered);
    assert_true(claim(0, 2, 3, &piece));
    assert_false(vg_jobs_publish(&jobs, &(struct vg_piece){&other, 0, 10}, 2));
    assert_true(claim(0, 2, 3, &piece));
    assert_true(vg_jobs_publish(&jobs, &(struct vg_piece){&other, 0, 10}, 2));
    vg_jobs_reset(&jobs);
    assert_int_equal(vg_jobs_open(&jobs), 0);
    assert_false(claim(0, 2, 0, &piece));
}

enum { ROUNDS = 20000, PARTS = 5 };
static atomic_uint claimed, units_claimed;

static void *claimer(void *arg)
{
    unsigned index = (unsigned)(uintptr_t)arg;
    struct vg_piece piece;
    while (atomic_load(&claimed) < ROUNDS * PARTS)
        if (claim(index, PARTS, index, &piece)) {
            atomic_fetch_add(&units_claimed, (unsigned)(piece.last - piece.first));
            atomic_fetch_add(&claimed, 1);
        } else {
            sched_yield();
        }
    return NULL;
}

static void parts_are_claimed_once(void **state)
{
    pthread_t threads[3];
    for (uintptr_t i = 0; i < 3; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, claimer, (void *)i), 0);
    for (int i = 0; i < ROUNDS;)
        if (vg_jobs_publish(&jobs, &(struct vg_piece){&task, 0, 13}, PARTS))
            i++;
        else
            sched_yield();
    for (size_t i = 0; i < 3; i++)
        pthread_join(threads[i], NULL);
    assert_int_equal(atomic_load(&claimed), ROUNDS * PARTS);
    assert_int_equal(atomic_load(&units_claimed), ROUNDS * 13);
    assert_int_equal(vg_jobs_open(&jobs), 0);
}

VG_TESTS(test_jobs, cmocka_unit_test(parts_cover_the_range), cmocka_unit_test(pieces_need_not_begin_at_zero),
         cmocka_unit_test(own_part_first_then_the_next), cmocka_unit_test(parts_of_the_node_come_first),
         cmocka_unit_test(fills_and_launches_are_cut_alike), cmocka_unit_test(slots_run_out_and_come_back),
         cmocka_unit_test(parts_are_claimed_once));
