/* SPDX-License-Identifier: MIT */
/* Control groups of both versions, read from made trees. */
#include "tests/unit/unit.h"

#include <limits.h>

#include "base/cgroup.h"
#include "tests/unit/base/files.h"

#define V2_MOUNT "30 1 0:26 / /sys/fs/cgroup rw,nosuid - cgroup2 cgroup2 rw,nsdelegate\n"
#define V1_CPU "33 1 0:29 / /sys/fs/cgroup/cpu,cpuacct rw shared:9 - cgroup cgroup rw,cpu,cpuacct\n"
#define V1_MEMORY "34 1 0:30 / /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory\n"
#define V1_CPUSET "35 1 0:31 / /sys/fs/cgroup/cpuset rw - cgroup cgroup rw,cpuset\n"

static const char *make_tree(const char *groups, const char *mounts)
{
    const char *root = files_make_folder();
    files_write(root, "proc/self/cgroup", groups);
    files_write(root, "proc/self/mountinfo", mounts);
    return root;
}

static void no_files_mean_no_limits(void **state)
{
    const char *root = files_make_folder();
    assert_int_equal(vg_cgroup_cpus(root), UINT_MAX);
    assert_true(vg_cgroup_memory(root).limit == UINT64_MAX);
    assert_true(vg_cgroup_memory(root).free == UINT64_MAX);
}

static void garbage_means_no_limits(void **state)
{
    const char *root = make_tree("rubbish\n0\n:\n::\n", "rubbish\n - \n1 2 3 - cgroup2\n");
    assert_int_equal(vg_cgroup_cpus(root), UINT_MAX);
    assert_true(vg_cgroup_memory(root).limit == UINT64_MAX);
}

static void v2_quota_is_rounded_up(void **state)
{
    const char *root = make_tree("0::/user/app\n", V2_MOUNT);
    files_write(root, "sys/fs/cgroup/user/app/cpu.max", "250000 100000\n");
    assert_int_equal(vg_cgroup_cpus(root), 3);
    files_write(root, "sys/fs/cgroup/user/app/cpu.max", "200000 100000\n");
    assert_int_equal(vg_cgroup_cpus(root), 2);
    files_write(root, "sys/fs/cgroup/user/app/cpu.max", "1000 100000\n");
    assert_int_equal(vg_cgroup_cpus(root), 1);
}

static void v2_max_is_no_quota(void **state)
{
    const char *root = make_tree("0::/app\n", V2_MOUNT);
    files_write(root, "sys/fs/cgroup/app/cpu.max", "max 100000\n");
    files_write(root, "sys/fs/cgroup/app/memory.max", "max\n");
    assert_int_equal(vg_cgroup_cpus(root), UINT_MAX);
    assert_true(vg_cgroup_memory(root).limit == UINT64_MAX);
}

static void a_parent_s_limit_binds(void **state)
{
    const char *root = make_tree("0::/slice/app/leaf\n", V2_MOUNT);
    files_write(root, "sys/fs/cgroup/slice/app/leaf/cpu.max", "max 100000\n");
    files_write(root, "sys/fs/cgroup/slice/app/cpu.max", "400000 100000\n");
    files_write(root, "sys/fs/cgroup/slice/cpu.max", "150000 50000\n");
    files_write(root, "sys/fs/cgroup/slice/app/memory.max", "8192\n");
    files_write(root, "sys/fs/cgroup/slice/memory.max", "4096\n");
    assert_int_equal(vg_cgroup_cpus(root), 3);
    assert_int_equal(vg_cgroup_memory(root).limit, 4096);
}

static void limits_of_the_mount_point_itself_count(void **state)
{
    const char *root = make_tree("0::/\n", V2_MOUNT);
    files_write(root, "sys/fs/cgroup/cpu.max", "100000 100000\n");
    assert_int_equal(vg_cgroup_cpus(root), 1);
}

static void the_way_up_ends_at_the_mount_point(void **state)
{
    const char *root = make_tree("0::/app\n", V2_MOUNT);
    files_write(root, "sys/fs/cgroup/app/cpu.max", "max 100000\n");
    files_write(root, "sys/fs/cpu.max", "100000 100000\n");
    assert_int_equal(vg_cgroup_cpus(root), UINT_MAX);
}

static void v1_quota_is_read_from_its_controller(void **state)
{
    const char *root = make_tree("5:cpuset:/other\n4:cpu,cpuacct:/box/app\n", V1_CPUSET V1_CPU);
    files_write(root, "sys/fs/cgroup/cpu,cpuacct/box/app/cpu.cfs_quota_us", "-1\n");
    files_write(root, "sys/fs/cgroup/cpu,cpuacct/box/app/cpu.cfs_period_us", "100000\n");
    assert_int_equal(vg_cgroup_cpus(root), UINT_MAX);
    files_write(root, "sys/fs/cgroup/cpu,cpuacct/box/cpu.cfs_quota_us", "150000\n");
    files_write(root, "sys/fs/cgroup/cpu,cpuacct/box/cpu.cfs_period_us", "100000\n");
    assert_int_equal(vg_cgroup_cpus(root), 2);
}

static void a_controller_s_name_must_match_whole(void **state)
{
    const char *root = make_tree("4:cpuset:/app\n", V1_CPUSET);
    files_write(root, "sys/fs/cgroup/cpuset/app/cpu.cfs_quota_us", "100000\n");
    files_write(root, "sys/fs/cgroup/cpuset/app/cpu.cfs_period_us", "100000\n");
    assert_int_equal(vg_cgroup_cpus(root), UINT_MAX);
}

static void v1_memory_leaves_reclaimable_cache_free(void **state)
{
    const char *root = make_tree("7:memory:/app\n", V1_MEMORY);
    files_write(root, "sys/fs/cgroup/memory/app/memory.limit_in_bytes", "1000000\n");
    files_write(root, "sys/fs/cgroup/memory/app/memory.usage_in_bytes", "700000\n");
    files_write(root, "sys/fs/cgroup/memory/app/memory.stat",
                "cache 5\ninactive_file 7\ntotal_inactive_file 200000\n");
    struct vg_cgroup_memory memory = vg_cgroup_memory(root);
    assert_int_equal(memory.limit, 1000000);
    assert_int_equal(memory.free, 500000);
}

static void stalls_are_those_of_the_group_or_of_the_machine(void **state)
{
    const char *root = make_tree("0::/app\n", V2_MOUNT);
    assert_int_equal(vg_cgroup_stalled_us(root), 0);
    files_write(root, "proc/pressure/memory",
                "some avg10=0.12 avg60=3.00 avg300=0.00 total=4567\nfull avg10=0.00 avg60=0.00 avg300=0.00 "
                "total=8\n");
    assert_int_equal(vg_cgroup_stalled_us(root), 4567);
    files_write(root, "sys/fs/cgroup/app/memory.pressure",
                "some avg10=0.00 avg60=0.00 avg300=0.00 total=89\n");
    assert_int_equal(vg_cgroup_stalled_us(root), 89);
    files_write(root, "sys/fs/cgroup/app/memory.pressure", "some of it\n");
    assert_int_equal(vg_cgroup_stalled_us(root), 4567);
}

static void usage_over_the_limit_leaves_nothing_free(void **state)
{
    const char *root = make_tree("0::/app\n", V2_MOUNT);
    files_write(root, "sys/fs/cgroup/app/memory.max", "1000\n");
    files_write(root, "sys/fs/cgroup/app/memory.current", "5000\n");
    assert_int_equal(vg_cgroup_memory(root).free, 0);
}

static void both_versions_at_once_both_bind(void **state)
{
    const char *root =
        make_tree("7:memory:/old\n0::/new\n", V1_MEMORY "30 1 0:26 / /cg2 rw - cgroup2 none rw\n");
    files_write(root, "sys/fs/cgroup/memory/old/memory.limit_in_bytes", "5000\n");
    files_write(root, "cg2/new/memory.max", "6000\n");
    files_write(root, "cg2/new/cpu.max", "100000 100000\n");
    assert_int_equal(vg_cgroup_memory(root).limit, 5000);
    assert_int_equal(vg_cgroup_cpus(root), 1);
}

/* A container without a cgroup namespace: the mount shows the container's group as its root. */
static void a_mount_of_our_own_group_is_entered_at_its_root(void **state)
{
    const char *root =
        make_tree("0::/docker/abc\n", "30 1 0:26 /docker/abc /sys/fs/cgroup rw - cgroup2 cgroup2 rw\n");
    files_write(root, "sys/fs/cgroup/cpu.max", "200000 100000\n");
    assert_int_equal(vg_cgroup_cpus(root), 2);
}

static void a_mount_of_a_parent_group_is_descended(void **state)
{
    const char *root =
        make_tree("0::/docker/abc/sub\n", "30 1 0:26 /docker/abc /sys/fs/cgroup rw - cgroup2 cgroup2 rw\n");
    files_write(root, "sys/fs/cgroup/cpu.max", "300000 100000\n");
    files_write(root, "sys/fs/cgroup/sub/cpu.max", "100000 100000\n");
    assert_int_equal(vg_cgroup_cpus(root), 1);
}

static void a_group_outside_the_mount_is_the_mount_point(void **state)
{
    const char *root = make_tree("0::/../../elsewhere\n", V2_MOUNT);
    files_write(root, "sys/fs/cgroup/cpu.max", "100000 100000\n");
    files_write(root, "sys/elsewhere/cpu.max", "900000 100000\n");
    assert_int_equal(vg_cgroup_cpus(root), 1);
}

VG_TESTS(test_cgroup, cmocka_unit_test(no_files_mean_no_limits), cmocka_unit_test(garbage_means_no_limits),
         cmocka_unit_test(v2_quota_is_rounded_up), cmocka_unit_test(v2_max_is_no_quota),
         cmocka_unit_test(a_parent_s_limit_binds), cmocka_unit_test(limits_of_the_mount_point_itself_count),
         cmocka_unit_test(the_way_up_ends_at_the_mount_point),
         cmocka_unit_test(v1_quota_is_read_from_its_controller),
         cmocka_unit_test(a_controller_s_name_must_match_whole),
         cmocka_unit_test(v1_memory_leaves_reclaimable_cache_free),
         cmocka_unit_test(stalls_are_those_of_the_group_or_of_the_machine),
         cmocka_unit_test(usage_over_the_limit_leaves_nothing_free),
         cmocka_unit_test(both_versions_at_once_both_bind),
         cmocka_unit_test(a_mount_of_our_own_group_is_entered_at_its_root),
         cmocka_unit_test(a_mount_of_a_parent_group_is_descended),
         cmocka_unit_test(a_group_outside_the_mount_is_the_mount_point));
