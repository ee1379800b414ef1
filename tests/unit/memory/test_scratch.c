/* SPDX-License-Identifier: MIT */
/* Scratch: growth, alignment, and sizes that cannot be had. */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "memory/memory.h"
#include "tests/unit/unit.h"

static void grows_and_stays(void **state)
{
    struct vg_scratch scratch = {0};
    assert_true(vg_scratch_reserve(&scratch, 0));
    for (size_t size = 1; size < (size_t)64 << 20; size *= 3) {
        assert_true(vg_scratch_reserve(&scratch, size));
        assert_true(scratch.size >= size);
        assert_int_equal((uintptr_t)scratch.base % 4096, 0);
        memset(scratch.base, 1, size);
    }
    void *base = scratch.base;
    size_t size = scratch.size;
    assert_true(vg_scratch_reserve(&scratch, 100));
    assert_true(vg_scratch_reserve(&scratch, size));
    assert_ptr_equal(scratch.base, base);
    vg_scratch_finish(&scratch);
    assert_null(scratch.base);
    vg_scratch_finish(&scratch);
}

static void too_much_keeps_the_old(void **state)
{
    struct vg_scratch scratch = {0};
    assert_true(vg_scratch_reserve(&scratch, 1000));
    struct vg_scratch before = scratch;
    assert_false(vg_scratch_reserve(&scratch, SIZE_MAX));
    assert_false(vg_scratch_reserve(&scratch, SIZE_MAX - 4095));
    assert_false(vg_scratch_reserve(&scratch, SIZE_MAX / 2));
    assert_ptr_equal(scratch.base, before.base);
    assert_int_equal(scratch.size, before.size);
    vg_scratch_finish(&scratch);
}

/* What maps the address, as /proc/self/smaps has it: its last byte, and whether huge pages were asked for. */
static bool mapping_of(const void *address, uintptr_t *last)
{
    FILE *file = fopen("/proc/self/smaps", "r");
    char line[512];
    bool here = false, huge = false;
    assert_non_null(file);
    while (fgets(line, sizeof(line), file)) {
        unsigned long begin, end;
        if (sscanf(line, "%lx-%lx ", &begin, &end) == 2) {
            here = (uintptr_t)address >= begin && (uintptr_t)address < end;
            if (here)
                *last = end - 1;
        } else if (here && strncmp(line, "VmFlags:", 8) == 0) {
            huge = strstr(line, " hg") != NULL;
        }
    }
    fclose(file);
    return huge;
}

static void large_is_of_huge_pages(void **state)
{
    const size_t huge = (size_t)2 << 20;
    struct vg_scratch scratch = {0};
    uintptr_t last;
    (void)state;
    assert_true(vg_scratch_reserve(&scratch, huge / 2));
    assert_false(mapping_of(scratch.base, &last));
    assert_true(vg_scratch_reserve(&scratch, 5 * huge / 2));
    assert_int_equal((uintptr_t)scratch.base % huge, 0);
    assert_int_equal(scratch.size, 3 * huge);
    if (access("/sys/kernel/mm/transparent_hugepage", F_OK) != 0)
        skip(); /* the system has none */
    assert_true(mapping_of(scratch.base, &last));
    assert_int_equal(last, (uintptr_t)scratch.base + scratch.size - 1);
    vg_scratch_finish(&scratch);
}

VG_TESTS(test_scratch, cmocka_unit_test(grows_and_stays), cmocka_unit_test(too_much_keeps_the_old),
         cmocka_unit_test(large_is_of_huge_pages));
