/* SPDX-License-Identifier: MIT */
/* Which ranges are bound to which nodes, on machines that hwloc makes up: the system calls come here first
 * (--wrap). */
#include <linux/mempolicy.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/attributes.h"
#include "base/topology.h"
#include "memory/interleave.h"
#include "tests/unit/memory/paged.h"

long __real_syscall(long number, ...);
long __wrap_syscall(long number, ...);

static unsigned calls, mode;
static uintptr_t lowest, highest; /* of what was bound */
static struct vg_node_mask nodes;

static long note_binding(const long *args)
{
    uintptr_t start = (uintptr_t)args[0], end = start + (size_t)args[1];
    lowest = calls == 0 || start < lowest ? start : lowest;
    highest = calls == 0 || end > highest ? end : highest;
    calls++;
    mode = (unsigned)args[2];
    nodes = (struct vg_node_mask){0};
    memcpy(&nodes, (const void *)args[3], ((size_t)args[4] - 1) / 8);
    assert_int_equal(start % 4096, 0);
    return 0;
}

long __wrap_syscall(long number, ...)
{
    long args[6];
    va_list rest;
    va_start(rest, number);
    for (size_t i = 0; i < VG_COUNT(args); i++)
        args[i] = va_arg(rest, long);
    va_end(rest);
    if (number == SYS_mbind)
        return note_binding(args);
    return __real_syscall(number, args[0], args[1], args[2], args[3], args[4], args[5]);
}

static void ask(const char *machine)
{
    setenv("VGPU_NUMA_INTERLEAVE", "1", 1);
    vg_interleave_synthetic = machine;
}

static void expect_bound(const struct vg_block *block, size_t size)
{
    uintptr_t start = (uintptr_t)vg_block_address(block);
    assert_true(calls > 0);
    assert_int_equal(mode, MPOL_INTERLEAVE);
    assert_true(lowest <= start && start + size <= highest);
}

static unsigned long nodes_of(const char *machine, bool several)
{
    struct vg_node_mask found;
    struct vg_topology *topology = vg_topology_create(machine);
    assert_non_null(topology);
    assert_int_equal(vg_interleave_nodes(topology, &found), several);
    vg_topology_destroy(topology);
    return found.words[0];
}

static void nodes_are_those_of_the_cpus(void **state)
{
    assert_int_equal(nodes_of("numa:2 l3:2 core:4 pu:2", true), 0x3);
    assert_int_equal(nodes_of("numa:4 core:4 pu:1", true), 0xf);
    assert_int_equal(nodes_of("package:2 numa:2 core:1 pu:1", true), 0xf);
    assert_int_equal(nodes_of("numa:1 core:4 pu:1", false), 0x1);
    assert_int_equal(nodes_of("core:4 pu:2", false), 0x1);
}

static void large_blocks_are_bound(void **state)
{
    ask("numa:4 core:4 pu:1");
    struct vg_block *block = paged_make(10 * MIB);
    expect_bound(block, 10 * MIB);
    assert_int_equal(nodes.words[0], 0xf);
    vg_block_destroy(&block);
}

/* Extents get other pages each time they come. */
static void extents_are_bound_anew(void **state)
{
    ask("numa:2 core:2 pu:1");
    paged_start(8 * MIB, "64M");
    struct vg_block *block = paged_make(24 * MIB);
    expect_bound(block, 24 * MIB);
    assert_int_equal(nodes.words[0], 0x3);
    for (size_t at = 0; at < 24 * MIB; at += 2 * MIB)
        paged_put(block, at, 2 * MIB, 1);
    unsigned before = calls;
    for (size_t at = 0; at < 24 * MIB; at += 2 * MIB)
        paged_expect(block, at, 2 * MIB, 1);
    assert_true(calls >= before + 2 * 8); /* one that comes and one that goes for it */
    vg_block_destroy(&block);
}

static void one_node_is_left_alone(void **state)
{
    ask("numa:1 core:4 pu:1");
    struct vg_block *block = paged_make(10 * MIB);
    assert_int_equal(calls, 0);
    vg_block_destroy(&block);
}

static void nothing_is_bound_unasked(void **state)
{
    vg_interleave_synthetic = "numa:4 core:4 pu:1";
    struct vg_block *block = paged_make(10 * MIB);
    assert_int_equal(calls, 0);
    vg_block_destroy(&block);
}

VG_TESTS(test_interleave, cmocka_unit_test(nodes_are_those_of_the_cpus),
         cmocka_unit_test(large_blocks_are_bound), cmocka_unit_test(extents_are_bound_anew),
         cmocka_unit_test(one_node_is_left_alone), cmocka_unit_test(nothing_is_bound_unasked));
