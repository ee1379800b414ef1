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

struct cut {
    const char *machine;
    enum vg_domain domain;
    unsigned width, first, count; /* workers, and which of them are cut */
    unsigned groups, sizes[8];
};

static void check_cut(const struct cut *c)
{
    unsigned groups = 99, sizes[64];
    vg_place_synthetic = c->machine;
    vg_place_forget();
    assert_true(vg_place_cut(c->domain, c->width, c->first, c->count, &groups, sizes));
    assert_int_equal(groups, c->groups);
    for (unsigned i = 0; i < groups; i++)
        assert_int_equal(sizes[i], c->sizes[i]);
    assert_true(vg_place_cut(c->domain, c->width, c->first, c->count, &groups, NULL));
    assert_int_equal(groups, c->groups);
}

static void domains_cut_the_workers(void **state)
{
    static const char server[] = "package:2 numa:1 l3:2 l2:2 l1d:1 core:1 pu:2";
    static const struct cut cuts[] = {
        {server, VG_DOMAIN_NUMA, 16, 0, 16, 2, {8, 8}},
        {server, VG_DOMAIN_L4, 16, 0, 16, 0, {0}},
        {server, VG_DOMAIN_L3, 16, 0, 16, 4, {4, 4, 4, 4}},
        {server, VG_DOMAIN_L2, 16, 0, 16, 8, {2, 2, 2, 2, 2, 2, 2, 2}},
        {server, VG_DOMAIN_L1, 16, 0, 16, 8, {2, 2, 2, 2, 2, 2, 2, 2}},
        /* A part of them; across a border. */
        {server, VG_DOMAIN_NUMA, 16, 8, 8, 1, {8}},
        {server, VG_DOMAIN_L3, 16, 8, 8, 2, {4, 4}},
        {server, VG_DOMAIN_NUMA, 16, 6, 4, 2, {2, 2}},
        {server, VG_DOMAIN_L2, 16, 3, 2, 2, {1, 1}},
        /* Fewer workers than CPUs are spread evenly. */
        {server, VG_DOMAIN_NUMA, 2, 0, 2, 2, {1, 1}},
        {server, VG_DOMAIN_L3, 6, 0, 6, 4, {2, 1, 2, 1}},
        {server, VG_DOMAIN_NUMA, 1, 0, 1, 1, {1}},
        {"numa:4 core:2 pu:1", VG_DOMAIN_NUMA, 8, 0, 8, 4, {2, 2, 2, 2}},
        {"numa:4 core:2 pu:1", VG_DOMAIN_L3, 8, 0, 8, 0, {0}},
        {"l4:2 l3:2 core:1 pu:1", VG_DOMAIN_L4, 4, 0, 4, 2, {2, 2}},
        {"l4:2 l3:2 core:1 pu:1", VG_DOMAIN_NUMA, 4, 0, 4, 1, {4}},
        {"pu:4", VG_DOMAIN_NUMA, 4, 0, 4, 1, {4}},
        {"pu:4", VG_DOMAIN_L1, 4, 0, 4, 0, {0}},
    };
    for (size_t i = 0; i < sizeof cuts / sizeof *cuts; i++)
        check_cut(&cuts[i]);
}

VG_TESTS(test_place, cmocka_unit_test(nearest_first),
         cmocka_unit_test(neighbours_begin_with_different_victims),
         cmocka_unit_test(domains_cut_the_workers));
