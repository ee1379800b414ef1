/* SPDX-License-Identifier: MIT */
/* The first cut alone: parts cover the range, each thread gets its own part, slots run out and come back. */
#include "executor/jobs.h"

#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>

#include "executor/task.h"
#include "tests/unit/unit.h"

static struct vg_task task, other;

static void parts_cover_the_range(void **state)
{
    static const uint64_t units[] = {1, 2, 7, 64, 65, 1000, UINT64_MAX / 2};
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        for (unsigned parts = 1; parts <= 64 && parts <= units[i]; parts++) {
            assert_true(vg_jobs_publish(&task, units[i], parts, false));
            assert_int_equal(vg_jobs_open(), parts);
            uint64_t next = 0;
            struct vg_piece piece;
            for (unsigned part = 0; part < parts; part++) {
                assert_true(vg_jobs_claim(part, parts, 0, &piece));
                assert_ptr_equal(piece.task, &task);
                assert_int_equal(piece.first, next);
                assert_true(piece.last - piece.first >= units[i] / parts);
                assert_true(piece.last - piece.first <= units[i] / parts + 1);
                next = piece.last;
            }
            assert_int_equal(next, units[i]);
            assert_false(vg_jobs_claim(0, parts, 0, &piece));
            assert_int_equal(vg_jobs_open(), 0);
        }
    }
}

static void own_part_first_then_the_next(void **state)
{
    struct vg_piece piece;
    assert_true(vg_jobs_publish(&task, 80, 8, false));
    assert_true(vg_jobs_claim(5, 8, 0, &piece));
    assert_int_equal(piece.first, 50);
    assert_true(vg_jobs_claim(5, 8, 0, &piece));
    assert_int_equal(piece.first, 60);
    assert_true(vg_jobs_claim(7, 8, 0, &piece));
    assert_int_equal(piece.first, 70);
    assert_true(vg_jobs_claim(7, 8, 0, &piece));
    assert_int_equal(piece.first, 0);
    for (int i = 0; i < 4; i++)
        assert_true(vg_jobs_claim(900, 1024, 0, &piece));
    assert_false(vg_jobs_claim(0, 8, 0, &piece));
}

static void tokens_have_no_units(void **state)
{
    struct vg_piece piece;
    assert_true(vg_jobs_publish(&task, 80, 2, true));
    for (int i = 0; i < 2; i++) {
        assert_true(vg_jobs_claim(0, 2, 0, &piece));
        assert_int_equal(piece.first, VG_TOKEN_DRAW);
        assert_int_equal(piece.last, 0);
    }
    assert_false(vg_jobs_claim(0, 2, 0, &piece));
}

static void slots_run_out_and_come_back(void **state)
{
    struct vg_piece piece;
    unsigned offered = 0;
    while (vg_jobs_publish(&task, 10, 2, false))
        offered++;
    assert_true(offered >= 16);
    assert_int_equal(vg_jobs_open(), 2 * offered);
    assert_true(vg_jobs_claim(0, 2, 3, &piece));
    assert_false(vg_jobs_publish(&other, 10, 2, false));
    assert_true(vg_jobs_claim(0, 2, 3, &piece));
    assert_true(vg_jobs_publish(&other, 10, 2, false));
    vg_jobs_reset();
    assert_int_equal(vg_jobs_open(), 0);
    assert_false(vg_jobs_claim(0, 2, 0, &piece));
}

enum { ROUNDS = 20000, PARTS = 5 };
static atomic_uint claimed, units_claimed;

static void *claimer(void *arg)
{
    unsigned index = (unsigned)(uintptr_t)arg;
    struct vg_piece piece;
    while (atomic_load(&claimed) < ROUNDS * PARTS)
        if (vg_jobs_claim(index, PARTS, index, &piece)) {
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
        if (vg_jobs_publish(&task, 13, PARTS, false))
            i++;
        else
            sched_yield();
    for (size_t i = 0; i < 3; i++)
        pthread_join(threads[i], NULL);
    assert_int_equal(atomic_load(&claimed), ROUNDS * PARTS);
    assert_int_equal(atomic_load(&units_claimed), ROUNDS * 13);
    assert_int_equal(vg_jobs_open(), 0);
}

VG_TESTS(test_jobs, cmocka_unit_test(parts_cover_the_range), cmocka_unit_test(own_part_first_then_the_next),
         cmocka_unit_test(tokens_have_no_units), cmocka_unit_test(slots_run_out_and_come_back),
         cmocka_unit_test(parts_are_claimed_once));
