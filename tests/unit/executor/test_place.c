/* SPDX-License-Identifier: MIT */
/* Victims in order of distance, on machines that hwloc makes up. */
#include "executor/place.h"

#include "tests/unit/unit.h"

static const struct vg_place *place_of(const struct vg_topology *topology, unsigned index, unsigned width)
{
    return &topology->places[(uint64_t)index * topology->count / width];
}

static void check_order(const char *synthetic, unsigned width)
{
    struct vg_topology *topology = vg_topology_create(synthetic);
    assert_non_null(topology);
    unsigned short victims[64];
    assert_true(width <= 64);
    for (unsigned thief = 0; thief < width; thief++) {
        assert_true(vg_place_victims(topology, thief, width, victims));
        uint64_t seen = UINT64_C(1) << thief;
        unsigned before = 0;
        for (unsigned i = 0; i + 1 < width; i++) {
            assert_true(victims[i] < width);
            assert_false(seen >> victims[i] & 1);
            seen |= UINT64_C(1) << victims[i];
            unsigned distance =
                vg_place_distance(place_of(topology, thief, width), place_of(topology, victims[i], width));
            assert_true(distance >= before);
            before = distance;
        }
    }
    vg_topology_destroy(topology);
}

static void nearest_first(void **state)
{
    check_order("numa:2 l3:2 core:4 pu:2", 32);
    check_order("numa:2 l3:2 core:4 pu:2", 7);
    check_order("numa:4 core:4 pu:1", 16);
    check_order("core:3 pu:1", 3);
    check_order("core:1 pu:1", 1);
}

static void neighbours_begin_with_different_victims(void **state)
{
    struct vg_topology *topology = vg_topology_create("numa:1 l3:1 core:8 pu:1");
    assert_non_null(topology);
    unsigned short first[8], second[8];
    assert_true(vg_place_victims(topology, 0, 8, first));
    assert_true(vg_place_victims(topology, 1, 8, second));
    assert_int_equal(first[0], 1);
    assert_int_equal(second[0], 2);
    vg_topology_destroy(topology);
}

VG_TESTS(test_place, cmocka_unit_test(nearest_first),
         cmocka_unit_test(neighbours_begin_with_different_victims));
