/* SPDX-License-Identifier: MIT */
/* Rules on ranges, boxes and overlaps, with values that overflow, and against a byte-by-byte oracle. */
#include "tests/unit/unit.h"

#include <stdlib.h>
#include <string.h>

#include "platform/check.h"
#include "platform/mem.h"

static void a_range_must_lie_inside(void **state)
{
    assert_int_equal(vg_check_range(0, 64, 64), CL_SUCCESS);
    assert_int_equal(vg_check_range(64, 0, 64), CL_SUCCESS);
    assert_int_equal(vg_check_range(1, 64, 64), CL_INVALID_VALUE);
    assert_int_equal(vg_check_range(65, 0, 64), CL_INVALID_VALUE);
    assert_int_equal(vg_check_range(SIZE_MAX - 7, 16, 64), CL_INVALID_VALUE);
    assert_int_equal(vg_check_range(16, SIZE_MAX - 7, 64), CL_INVALID_VALUE);
}

static void pitches_are_packed_or_large_enough(void **state)
{
    const size_t region[3] = {8, 4, 2};
    struct vg_box packed = {{0}, 0, 0}, wide = {{0}, 16, 64};
    struct vg_box narrow = {{0}, 7, 0}, flat = {{0}, 16, 48}, crooked = {{0}, 16, 72};
    assert_int_equal(vg_check_pitches(&packed, region), CL_SUCCESS);
    assert_int_equal(packed.row, 8);
    assert_int_equal(packed.slice, 32);
    assert_int_equal(vg_check_pitches(&wide, region), CL_SUCCESS);
    assert_int_equal(vg_check_pitches(&narrow, region), CL_INVALID_VALUE);
    assert_int_equal(vg_check_pitches(&flat, region), CL_INVALID_VALUE);
    assert_int_equal(vg_check_pitches(&crooked, region), CL_INVALID_VALUE);
}

static void pitches_that_overflow_are_refused(void **state)
{
    const size_t region[3] = {8, SIZE_MAX / 4, 1};
    struct vg_box box = {{0}, 8, 0};
    assert_int_equal(vg_check_pitches(&box, region), CL_INVALID_VALUE);
}

static cl_int check_box(struct vg_box box, const size_t region[3], size_t limit)
{
    cl_int err = vg_check_pitches(&box, region);
    return err != CL_SUCCESS ? err : vg_check_box(&box, region, limit);
}

static void a_box_must_end_inside(void **state)
{
    const size_t region[3] = {8, 4, 2};
    const struct vg_box at_end = {{8, 0, 0}, 16, 64}, past = {{9, 0, 0}, 16, 64};
    assert_int_equal(check_box(at_end, region, 128), CL_SUCCESS);
    assert_int_equal(check_box(past, region, 128), CL_INVALID_VALUE);
}

static void a_box_that_wraps_around_is_refused(void **state)
{
    const size_t region[3] = {8, 1, 1}, tall[3] = {1, 2, SIZE_MAX / 2};
    const size_t big = SIZE_MAX - 7;
    const struct vg_box x = {{big, 0, 0}, 0, 0}, y = {{0, SIZE_MAX / 16 + 1, 0}, 16, 0};
    const struct vg_box z = {{0, 0, SIZE_MAX / 16 + 1}, 16, 16}, pitched = {{0, 0, 1}, big, big};
    assert_int_equal(check_box(x, region, 64), CL_INVALID_VALUE);
    assert_int_equal(check_box(y, region, 64), CL_INVALID_VALUE);
    assert_int_equal(check_box(z, region, 64), CL_INVALID_VALUE);
    assert_int_equal(check_box(pitched, region, 64), CL_INVALID_VALUE);
    assert_int_equal(check_box((struct vg_box){{0}, 0, 0}, tall, 64), CL_INVALID_VALUE);
}

static void regions_have_no_zero(void **state)
{
    for (int i = 0; i < 3; i++) {
        size_t region[3] = {1, 1, 1};
        assert_int_equal(vg_check_region(region), CL_SUCCESS);
        region[i] = 0;
        assert_int_equal(vg_check_region(region), CL_INVALID_VALUE);
    }
}

/* ---- Overlap ---- */

#define ARENA 4096

static void paint(unsigned char *bytes, size_t origin, const struct vg_box *box, const size_t region[3])
{
    for (size_t z = 0; z < region[2]; z++)
        for (size_t y = 0; y < region[1]; y++)
            for (size_t x = 0; x < region[0]; x++)
                bytes[origin + (box->at[2] + z) * box->slice + (box->at[1] + y) * box->row + box->at[0] +
                      x]++;
}

static bool oracle(const struct vg_mem *a, const struct vg_box *a_box, const struct vg_mem *b,
                   const struct vg_box *b_box, const size_t region[3])
{
    unsigned char bytes[ARENA] = {0};
    paint(bytes, a->origin, a_box, region);
    paint(bytes, b->origin, b_box, region);
    return memchr(bytes, 2, sizeof(bytes)) != NULL;
}

static size_t pick(size_t limit)
{
    return (size_t)rand() % limit;
}

static struct vg_box random_box(const size_t region[3])
{
    struct vg_box box = {{pick(6), pick(4), pick(3)}, region[0] + pick(7), 0};
    box.slice = box.row * (region[1] + pick(3));
    return box;
}

static void overlap_agrees_with_the_bytes(void **state)
{
    struct vg_mem a = {.block = (struct vg_block *)&a}, b = {.block = a.block};
    unsigned met = 0;
    srand(1);
    for (int i = 0; i < 20000; i++) {
        const size_t region[3] = {1 + pick(6), 1 + pick(4), 1 + pick(3)};
        struct vg_box a_box = random_box(region), b_box = random_box(region);
        if (i % 2) {
            b_box.row = a_box.row;
            b_box.slice = a_box.slice;
        }
        a.origin = pick(200);
        b.origin = pick(200);
        bool expected = oracle(&a, &a_box, &b, &b_box, region);
        met += expected;
        assert_int_equal(vg_check_overlap(&a, &a_box, &b, &b_box, region),
                         expected ? CL_MEM_COPY_OVERLAP : CL_SUCCESS);
    }
    assert_in_range(met, 2000, 18000);
}

static void different_buffers_never_overlap(void **state)
{
    struct vg_mem a = {.block = (struct vg_block *)&a}, b = {.block = (struct vg_block *)&b};
    const struct vg_box box = {{0}, 8, 8};
    const size_t region[3] = {8, 1, 1};
    assert_int_equal(vg_check_overlap(&a, &box, &b, &box, region), CL_SUCCESS);
}

static void flags_that_exclude_each_other_are_refused(void **state)
{
    static const cl_mem_flags good[] = {
        0,
        CL_MEM_READ_ONLY | CL_MEM_USE_HOST_PTR,
        CL_MEM_ALLOC_HOST_PTR | CL_MEM_COPY_HOST_PTR,
        CL_MEM_WRITE_ONLY | CL_MEM_HOST_NO_ACCESS,
    };
    static const cl_mem_flags bad[] = {
        CL_MEM_READ_ONLY | CL_MEM_WRITE_ONLY,
        CL_MEM_READ_WRITE | CL_MEM_READ_ONLY,
        CL_MEM_USE_HOST_PTR | CL_MEM_ALLOC_HOST_PTR,
        CL_MEM_USE_HOST_PTR | CL_MEM_COPY_HOST_PTR,
        CL_MEM_HOST_READ_ONLY | CL_MEM_HOST_WRITE_ONLY,
        CL_MEM_HOST_READ_ONLY | CL_MEM_HOST_NO_ACCESS,
        CL_MEM_KERNEL_READ_AND_WRITE,
        (cl_mem_flags)1 << 40,
    };
    for (size_t i = 0; i < VG_COUNT(good); i++)
        assert_int_equal(vg_check_mem_flags(good[i], false), CL_SUCCESS);
    for (size_t i = 0; i < VG_COUNT(bad); i++)
        assert_int_equal(vg_check_mem_flags(bad[i], false), CL_INVALID_VALUE);
    assert_int_equal(vg_check_mem_flags(CL_MEM_COPY_HOST_PTR, true), CL_INVALID_VALUE);
}

VG_TESTS(test_check, cmocka_unit_test(a_range_must_lie_inside),
         cmocka_unit_test(pitches_are_packed_or_large_enough),
         cmocka_unit_test(pitches_that_overflow_are_refused), cmocka_unit_test(a_box_must_end_inside),
         cmocka_unit_test(a_box_that_wraps_around_is_refused), cmocka_unit_test(regions_have_no_zero),
         cmocka_unit_test(overlap_agrees_with_the_bytes), cmocka_unit_test(different_buffers_never_overlap),
         cmocka_unit_test(flags_that_exclude_each_other_are_refused));
