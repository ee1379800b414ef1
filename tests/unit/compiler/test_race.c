/* SPDX-License-Identifier: MIT */
/* Two work-groups that access a cell at the same moment: at least one of them sees the other, every time. */
#include <pthread.h>
#include <sched.h>
#include <string.h>

#include "compiler/check.h"
#include "compiler/options.h"
#include "tests/unit/unit.h"

enum { ROUNDS = 5000 };

static struct scene {
    struct vg_check *check;
    struct vg_launch launch;
    int32_t place;
    atomic_uint arrived;
} scene;

/* The threads leave it together. */
static void meet(unsigned round)
{
    atomic_fetch_add(&scene.arrived, 1);
    while (atomic_load(&scene.arrived) < 2 * round)
        sched_yield();
}

static void access_place(uint64_t group, enum vg_access_kind kind)
{
    static const char site[] = "race.cl:1\0an access";
    vg_rt_check_access(scene.check, NULL, site, "a", 0, &scene.place, sizeof scene.place, kind, group + 1, 0,
                       0, group, 0, 0);
}

static void *write_each_round(void *none)
{
    for (unsigned i = 0; i < ROUNDS; i++) {
        meet(2 * i + 1);
        access_place(1, VG_ACCESS_WRITE);
        meet(2 * i + 2);
    }
    return none;
}

/* How many rounds told of nothing. */
static unsigned count_missed(enum vg_access_kind kind)
{
    uint64_t cells[2 * VG_CHECK_CELL_WORDS];
    unsigned missed = 0;
    pthread_t writer;
    scene.launch = (struct vg_launch){.local_size = {1, 1, 1}, .num_groups = {2, 1, 1}};
    scene.check = vg_check_create(1);
    assert_non_null(scene.check);
    scene.check->launch = &scene.launch;
    scene.check->args[0] =
        (struct vg_check_arg){.extent = sizeof scene.place, .start = (uintptr_t)&scene.place, .cells = cells};
    atomic_store(&scene.arrived, 0);
    assert_int_equal(pthread_create(&writer, NULL, write_each_round, NULL), 0);
    for (unsigned i = 0; i < ROUNDS; i++) {
        memset(cells, 0, sizeof cells);
        memset(scene.check->found, 0, sizeof *scene.check->found);
        meet(2 * i + 1);
        access_place(0, kind);
        meet(2 * i + 2);
        missed += vg_check_count(scene.check) == 0;
    }
    pthread_join(writer, NULL);
    vg_check_destroy(scene.check);
    return missed;
}

static void a_read_meets_a_write(void **state)
{
    assert_int_equal(count_missed(VG_ACCESS_READ), 0);
}

static void a_write_meets_a_write(void **state)
{
    assert_int_equal(count_missed(VG_ACCESS_WRITE), 0);
}

static void an_atomic_operation_meets_a_write(void **state)
{
    assert_int_equal(count_missed(VG_ACCESS_ATOMIC), 0);
}

VG_TESTS(test_race, cmocka_unit_test(a_read_meets_a_write), cmocka_unit_test(a_write_meets_a_write),
         cmocka_unit_test(an_atomic_operation_meets_a_write));
