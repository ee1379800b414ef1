/* SPDX-License-Identifier: MIT */
/* The deque alone: order at both ends, a full one, and thieves against the owner. */
#include "executor/deque.h"

#include <pthread.h>
#include <sched.h>

#include "executor/fleet.h"
#include "executor/task.h"
#include "executor/team.h"
#include "tests/unit/unit.h"

static struct vg_deque deque;

static struct vg_task tasks[7];

static struct vg_piece numbered(uint64_t number)
{
    return (struct vg_piece){&tasks[number % 7], number, number + 1};
}

static void owner_takes_the_newest_thief_the_oldest(void **state)
{
    struct vg_piece piece;
    assert_false(vg_deque_offers(&deque, 0));
    assert_false(vg_deque_pop(&deque, &piece));
    assert_false(vg_deque_steal(&deque, 0, &piece));
    for (uint64_t i = 0; i < 4; i++)
        assert_true(vg_deque_push(&deque, &(struct vg_piece){tasks, i, i + 1}));
    assert_true(vg_deque_pop(&deque, &piece));
    assert_int_equal(piece.first, 3);
    assert_true(vg_deque_steal(&deque, 0, &piece));
    assert_int_equal(piece.first, 0);
    assert_true(vg_deque_steal(&deque, 0, &piece));
    assert_int_equal(piece.first, 1);
    assert_true(vg_deque_pop(&deque, &piece));
    assert_int_equal(piece.first, 2);
    assert_int_equal(piece.last, 3);
    assert_false(vg_deque_offers(&deque, 0));
    assert_false(vg_deque_pop(&deque, &piece));
}

static void full_is_refused(void **state)
{
    struct vg_piece piece;
    for (int round = 0; round < 3; round++) {
        for (uint64_t i = 0; i < VG_DEQUE_ROOM; i++)
            assert_true(vg_deque_push(&deque, &(struct vg_piece){tasks, i, i + 1}));
        assert_false(vg_deque_push(&deque, &(struct vg_piece){tasks, 999, 1000}));
        for (uint64_t i = 0; i < VG_DEQUE_ROOM; i++) {
            assert_true(vg_deque_steal(&deque, 0, &piece));
            assert_int_equal(piece.first, i);
        }
    }
}

enum { PIECES = 100000, THIEVES = 3 };
static atomic_uchar taken[PIECES];
static atomic_uint total;

static void take(const struct vg_piece *piece)
{
    assert_ptr_equal(piece->task, numbered(piece->first).task);
    assert_int_equal(piece->last, piece->first + 1);
    atomic_fetch_add(&taken[piece->first], 1);
    atomic_fetch_add(&total, 1);
}

static void *thief(void *arg)
{
    struct vg_piece piece;
    while (atomic_load(&total) < PIECES)
        if (vg_deque_steal(&deque, 0, &piece))
            take(&piece);
        else
            sched_yield();
    return arg;
}

static void every_piece_is_taken_once(void **state)
{
    pthread_t threads[THIEVES];
    for (size_t i = 0; i < THIEVES; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, thief, NULL), 0);
    struct vg_piece piece;
    for (uint64_t i = 0; i < PIECES;) {
        for (uint64_t burst = 1 + i % 7; burst && i < PIECES; burst--) {
            piece = numbered(i);
            if (vg_deque_push(&deque, &piece))
                i++;
            else
                sched_yield();
        }
        if (i % 3 && vg_deque_pop(&deque, &piece))
            take(&piece);
    }
    while (vg_deque_pop(&deque, &piece))
        take(&piece);
    for (size_t i = 0; i < THIEVES; i++)
        pthread_join(threads[i], NULL);
    for (size_t i = 0; i < PIECES; i++)
        assert_int_equal(atomic_load(&taken[i]), 1);
}

static void only_members_steal(void **state)
{
    atomic_store(&vg_fleet.width, 8);
    struct vg_task task = {.team = vg_team_get(2, 3)};
    struct vg_piece piece;
    assert_non_null(task.team);
    assert_false(vg_deque_has_teams(&deque));
    assert_true(vg_deque_push(&deque, &(struct vg_piece){&task, 0, 1}));
    assert_true(vg_deque_has_teams(&deque));
    static const unsigned strangers[] = {0, 1, 5, 7, VG_NO_MEMBER};
    for (size_t i = 0; i < sizeof strangers / sizeof *strangers; i++) {
        assert_false(vg_deque_offers(&deque, strangers[i]));
        assert_false(vg_deque_steal(&deque, strangers[i], &piece));
    }
    assert_true(vg_deque_offers(&deque, 2));
    assert_true(vg_deque_steal(&deque, 4, &piece));
    assert_ptr_equal(piece.task, &task);
    assert_false(vg_deque_offers(&deque, 2));
}

static void pieces_of_teams_are_seen_below_others(void **state)
{
    struct vg_task task = {.team = vg_team_get(2, 3)};
    struct vg_piece piece;
    for (uint64_t below = 0; below < 3; below++) {
        for (uint64_t i = 0; i < 3; i++)
            assert_true(vg_deque_push(&deque, &(struct vg_piece){i == below ? &task : tasks, i, i + 1}));
        for (uint64_t left = 3; left > below; left--) {
            assert_true(vg_deque_has_teams(&deque));
            assert_true(vg_deque_pop(&deque, &piece));
        }
        for (; !vg_deque_has_teams(&deque) && vg_deque_pop(&deque, &piece);)
            assert_ptr_equal(piece.task, tasks);
        assert_false(vg_deque_pop(&deque, &piece));
    }
}

VG_TESTS(test_deque, cmocka_unit_test(owner_takes_the_newest_thief_the_oldest),
         cmocka_unit_test(full_is_refused), cmocka_unit_test(every_piece_is_taken_once),
         cmocka_unit_test(only_members_steal), cmocka_unit_test(pieces_of_teams_are_seen_below_others));
