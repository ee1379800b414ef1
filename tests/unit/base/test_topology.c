/* SPDX-License-Identifier: MIT */
/* Usable CPUs and memory, cache sizes from made trees, and synthetic machines. */
#include "tests/unit/unit.h"

#include <sched.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/alloc.h"
#include "base/attributes.h"
#include "base/sysfs.h"
#include "base/topology.h"
#include "tests/unit/base/files.h"

static void the_variable_caps_the_cpus(void **state)
{
    unsetenv("VGPU_THREADS");
    unsigned all = vg_cpu_count();
    assert_true(all >= 1);
    setenv("VGPU_THREADS", "1", 1);
    assert_int_equal(vg_cpu_count(), 1);
    setenv("VGPU_THREADS", "100000", 1);
    assert_int_equal(vg_cpu_count(), all);
    setenv("VGPU_THREADS", "0", 1);
    assert_int_equal(vg_cpu_count(), all);
}

/* Binds this process to the last CPU that it may use and gives its number. */
static int bind_to_last(void)
{
    cpu_set_t set;
    assert_int_equal(sched_getaffinity(0, sizeof(set), &set), 0);
    int last = CPU_SETSIZE - 1;
    while (!CPU_ISSET(last, &set))
        last--;
    CPU_ZERO(&set);
    CPU_SET(last, &set);
    assert_int_equal(sched_setaffinity(0, sizeof(set), &set), 0);
    return last;
}

static void the_affinity_mask_is_obeyed(void **state)
{
    int last = bind_to_last();
    struct vg_topology *topology = vg_topology_create(NULL);
    assert_int_equal(vg_cpu_count(), 1);
    assert_non_null(topology);
    assert_int_equal(topology->count, 1);
    assert_int_equal(topology->places[0].os_cpu, last);
    assert_int_equal(topology->numa_nodes, 1);
    vg_topology_destroy(topology);
}

static void memory_is_within_the_machine(void **state)
{
    struct vg_memory_limits machine = vg_sysfs_memory("");
    struct vg_memory_limits limits = vg_memory_limits();
    assert_true(limits.total > 0 && limits.total <= machine.total);
    assert_true(limits.available <= machine.total);
}

static void meminfo_is_in_kib(void **state)
{
    const char *root = files_make_folder();
    files_write(root, "proc/meminfo", "MemTotal:       8000 kB\nMemFree: 1 kB\nMemAvailable:    5000 kB\n");
    struct vg_memory_limits limits = vg_sysfs_memory(root);
    assert_int_equal(limits.total, 8000 * 1024);
    assert_int_equal(limits.available, 5000 * 1024);
}

static void the_clock_is_cpufreqs_or_the_present_one(void **state)
{
    const char *root = files_make_folder();
    assert_int_equal(vg_sysfs_clock_mhz(root), 0);
    files_write(root, "proc/cpuinfo", "processor\t: 0\ncpu MHz\t\t: 2445.426\ncpu MHz\t\t: 9.0\n");
    assert_int_equal(vg_sysfs_clock_mhz(root), 2445);
    files_write(root, "sys/devices/system/cpu/cpu0/cpufreq/cpuinfo_max_freq", "3500000\n");
    assert_int_equal(vg_sysfs_clock_mhz(root), 3500);
}

static void write_cache(const char *root, int index, const char *level, const char *type, const char *size)
{
    static const char *const files[] = {"level", "type", "size", "coherency_line_size"};
    const char *values[] = {level, type, size, "64"};
    for (int i = 0; i < 4; i++) {
        char path[128];
        snprintf(path, sizeof(path), "sys/devices/system/cpu/cpu3/cache/index%d/%s", index, files[i]);
        files_write(root, path, values[i]);
    }
}

static void data_caches_are_read_by_level(void **state)
{
    const char *root = files_make_folder();
    write_cache(root, 0, "1\n", "Data\n", "48K\n");
    write_cache(root, 1, "1\n", "Instruction\n", "32K\n");
    write_cache(root, 2, "2\n", "Unified\n", "2048K\n");
    write_cache(root, 3, "3\n", "Unified\n", "36M\n");
    write_cache(root, 4, "4\n", "Unified\n", "128M\n");
    struct vg_cache_sizes sizes = vg_sysfs_caches(root, 3);
    assert_int_equal(sizes.l1_bytes, 48 << 10);
    assert_int_equal(sizes.l2_bytes, 2 << 20);
    assert_int_equal(sizes.l3_bytes, 36 << 20);
    assert_int_equal(sizes.line_bytes, 64);
}

static void unknown_caches_are_zero(void **state)
{
    const char *root = files_make_folder();
    write_cache(root, 0, "x\n", "Data\n", "48K\n");
    assert_int_equal(vg_sysfs_caches(root, 3).l1_bytes, 0);
    assert_int_equal(vg_sysfs_caches(root, 0).line_bytes, 0);
}

static void nodes_with_cpus_are_counted(void **state)
{
    static const struct {
        const char *list;
        unsigned count;
    } cases[] = {{"0\n", 1}, {"0-1\n", 2}, {"0-1,4\n", 3},   {"0,2,4-7\n", 6}, {"0,2", 2},
                 {"\n", 1},  {"", 1},      {"rubbish\n", 1}, {"3-1\n", 1},     {"1-1\n", 1}};
    const char *root = files_make_folder();
    assert_int_equal(vg_sysfs_nodes(root), 1);
    for (size_t i = 0; i < VG_COUNT(cases); i++) {
        files_write(root, "sys/devices/system/node/has_cpu", cases[i].list);
        assert_int_equal(vg_sysfs_nodes(root), cases[i].count);
    }
}

static struct vg_topology *synthetic(const char *text, unsigned places, unsigned nodes)
{
    struct vg_topology *topology = vg_topology_create(text);
    assert_non_null(topology);
    assert_int_equal(topology->count, places);
    assert_int_equal(topology->numa_nodes, nodes);
    return topology;
}

static void domains_tell_what_is_shared(void **state)
{
    struct vg_topology *topology = synthetic("package:2 numa:1 l3:2 l2:2 core:1 pu:2", 16, 2);
    static const unsigned apart[VG_DOMAINS] = {
        [VG_DOMAIN_NUMA] = 8, [VG_DOMAIN_L3] = 4, [VG_DOMAIN_L2] = 2}; /* places in one */
    for (unsigned i = 0; i < 16; i++)
        for (unsigned domain = 0; domain < VG_DOMAINS; domain++)
            assert_int_equal(topology->places[i].domain[domain],
                             apart[domain] ? i / apart[domain] : VG_NO_DOMAIN);
    vg_topology_destroy(topology);
}

static void a_whole_server_has_four_distances(void **state)
{
    struct vg_topology *topology = synthetic("package:2 numa:1 l3:2 core:2 pu:2", 16, 2);
    const struct vg_place *p = topology->places;
    assert_int_equal(vg_place_distance(&p[0], &p[0]), 0);
    assert_int_equal(vg_place_distance(&p[0], &p[1]), 0);
    assert_int_equal(vg_place_distance(&p[0], &p[2]), 1);
    assert_int_equal(vg_place_distance(&p[0], &p[4]), 2);
    assert_int_equal(vg_place_distance(&p[0], &p[8]), 3);
    assert_int_equal(vg_place_distance(&p[8], &p[0]), 3);
    vg_topology_destroy(topology);
}

static void without_l3_the_node_stands_in(void **state)
{
    struct vg_topology *topology = synthetic("numa:2 core:2 pu:1", 4, 2);
    assert_int_equal(vg_place_distance(&topology->places[0], &topology->places[1]), 1);
    assert_int_equal(vg_place_distance(&topology->places[0], &topology->places[2]), 3);
    vg_topology_destroy(topology);
}

static void without_cores_each_cpu_is_its_own(void **state)
{
    struct vg_topology *topology = synthetic("pu:4", 4, 1);
    assert_int_equal(vg_place_distance(&topology->places[0], &topology->places[1]), 1);
    vg_topology_destroy(topology);
}

static void caches_come_from_the_description(void **state)
{
    struct vg_topology *topology =
        synthetic("l3:1(size=33554432) l2:2(size=1048576) l1d:1(size=32768) core:1 pu:2", 4, 1);
    assert_int_equal(topology->l1_bytes, 32768);
    assert_int_equal(topology->l2_bytes, 1048576);
    assert_int_equal(topology->l3_bytes, 33554432);
    vg_topology_destroy(topology);
}

static void an_unreadable_description_gives_flat_places(void **state)
{
    struct vg_topology *topology = vg_topology_create("no machine");
    assert_non_null(topology);
    assert_true(topology->count >= 1);
    assert_int_equal(topology->numa_nodes, 1);
    for (unsigned i = 1; i < topology->count; i++) {
        assert_true(topology->places[i].os_cpu > topology->places[i - 1].os_cpu);
        assert_int_equal(vg_place_distance(&topology->places[0], &topology->places[i]), 1);
    }
    vg_topology_destroy(topology);
}

static void out_of_memory_gives_null(void **state)
{
    for (int n = 0; n < 2; n++) {
        vg_alloc_fail_after(n);
        assert_null(vg_topology_create("pu:2"));
    }
    vg_alloc_fail_after(-1);
    vg_topology_destroy(NULL);
}

VG_TESTS(test_topology, cmocka_unit_test(the_variable_caps_the_cpus),
         cmocka_unit_test(the_affinity_mask_is_obeyed), cmocka_unit_test(memory_is_within_the_machine),
         cmocka_unit_test(meminfo_is_in_kib), cmocka_unit_test(the_clock_is_cpufreqs_or_the_present_one),
         cmocka_unit_test(data_caches_are_read_by_level), cmocka_unit_test(unknown_caches_are_zero),
         cmocka_unit_test(nodes_with_cpus_are_counted), cmocka_unit_test(domains_tell_what_is_shared),
         cmocka_unit_test(a_whole_server_has_four_distances), cmocka_unit_test(without_l3_the_node_stands_in),
         cmocka_unit_test(without_cores_each_cpu_is_its_own),
         cmocka_unit_test(caches_come_from_the_description),
         cmocka_unit_test(an_unreadable_description_gives_flat_places),
         cmocka_unit_test(out_of_memory_gives_null));
