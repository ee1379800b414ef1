/* SPDX-License-Identifier: MIT */
/* Launch shapes: which are refused, and what the chosen ones have in common. */
#include "platform/geometry.h"

#include "tests/unit/unit.h"

static const struct vg_kernel_info any_kernel = {.name = (char *)"k"};
static const struct vg_code_info eight_wide = {.width = 8, .item_bytes = 64};
static const struct vg_code_info free_form = {.width = 8, .flags = VG_CODE_FREE_FORM};
static const size_t max_sizes[3] = {4096, 4096, 4096};

static struct vg_group_limits limits(const struct vg_code_info *code, bool non_uniform)
{
    return (struct vg_group_limits){.kernel = &any_kernel,
                                    .code = code,
                                    .max_sizes = max_sizes,
                                    .max_items = 4096,
                                    .non_uniform = non_uniform,
                                    .threads = 4};
}

static struct vg_geometry chosen(const struct vg_group_limits *l, size_t x, size_t y, size_t z)
{
    const size_t global[3] = {x, y, z};
    struct vg_geometry g;
    assert_int_equal(vg_geometry_make(&(struct vg_extent){3, NULL, global, NULL}, l, &g), CL_SUCCESS);
    return g;
}

/* The groups cover the range and none is larger than allowed; uniform ones divide it. */
static void assert_sound(const struct vg_geometry *g, const struct vg_group_limits *l)
{
    size_t items = 1, groups = 1;
    for (int i = 0; i < 3; i++) {
        assert_true(g->local[i] >= 1 && g->local[i] <= g->global[i]);
        assert_true(g->groups[i] * g->local[i] >= g->global[i]);
        assert_true((g->groups[i] - 1) * g->local[i] < g->global[i]);
        assert_true(l->non_uniform || g->global[i] % g->local[i] == 0);
        items *= g->local[i];
        groups *= g->groups[i];
    }
    assert_int_equal(items, g->group_items);
    assert_int_equal(groups, g->group_count);
    assert_true(items <= l->max_items);
}

static void choices_are_sound(void **state)
{
    static const size_t sizes[] = {1, 2, 7, 8, 31, 64, 100, 127, 128, 1000, 1024, 4096, 4099, 65536, 1000003};
    const struct vg_code_info *codes[] = {&eight_wide, &free_form};
    const size_t count = sizeof(sizes) / sizeof(*sizes);
    for (size_t n = 0; n < count * count * 8; n++) {
        size_t x = sizes[n % count], y = sizes[n / count % count], z = n / (count * count) % 2 ? 5 : 1;
        struct vg_group_limits l = limits(codes[n / (count * count * 2) % 2], n / (count * count * 4) % 2);
        struct vg_geometry g = chosen(&l, x, y, z);
        assert_sound(&g, &l);
    }
}

static void large_ranges_give_every_thread_work_in_whole_vectors(void **state)
{
    const struct vg_code_info *codes[] = {&eight_wide, &free_form};
    for (int i = 0; i < 2; i++) {
        struct vg_group_limits l = limits(codes[i], true);
        struct vg_geometry g = chosen(&l, 1000003, 1, 1);
        assert_true(g.group_count >= 4 * l.threads);
        assert_int_equal(g.local[0] % 8, 0);
    }
}

static void small_ranges_are_not_cut_to_pieces(void **state)
{
    struct vg_group_limits l = limits(&free_form, true);
    struct vg_geometry g = chosen(&l, 64, 1, 1);
    assert_int_equal(g.group_count, 1);
}

/* What becomes of work-groups that the application chose. */
static struct vg_geometry given(const struct vg_group_limits *l, size_t x, size_t y, size_t lx, size_t ly)
{
    const size_t global[3] = {x, y, 1}, local[3] = {lx, ly, 1};
    struct vg_geometry g;
    assert_int_equal(vg_geometry_make(&(struct vg_extent){3, NULL, global, local}, l, &g), CL_SUCCESS);
    assert_true(g.groups[0] * g.local[0] >= x && (g.groups[0] - 1) * g.local[0] < x);
    return g;
}

static void groups_that_cannot_be_seen_are_merged_to_whole_vectors(void **state)
{
    static const struct vg_code_info streams = {.width = 8, .flags = VG_CODE_FREE_FORM | VG_CODE_STREAMS};
    struct vg_group_limits own = limits(&free_form, false), rows = limits(&streams, false);
    assert_int_equal(given(&own, 1024, 1024, 4, 4).local[0], 8);
    assert_int_equal(given(&own, 1008, 1024, 12, 4).local[0], 24);
    assert_int_equal(given(&own, 1024, 1024, 16, 4).local[0], 16);
    assert_int_equal(given(&own, 6, 1024, 3, 4).local[0], 6);
    assert_int_equal(given(&rows, 1024, 1024, 16, 16).local[0], 64);
    assert_int_equal(given(&rows, 1024, 1024, 16, 16).local[1], 16);
    assert_true(given(&own, 1 << 20, 1, 1, 1).local[0] >= 64);
}

static void vectors_along_y_get_groups_that_are_long_in_y(void **state)
{
    static const struct vg_code_info columns = {.width = 8, .flags = VG_CODE_FREE_FORM | VG_CODE_COLUMNS};
    struct vg_group_limits l = limits(&columns, true);
    assert_int_equal(given(&l, 1024, 1024, 4, 4).local[0], 4);
    assert_int_equal(given(&l, 1024, 1024, 4, 4).local[1], 8);
    assert_int_equal(given(&l, 64, 1024, 64, 1).local[1], 8);
    assert_int_equal(chosen(&l, 1000, 1000, 1).local[1] % 8, 0);
    assert_true(chosen(&l, 16, 1000, 1).local[1] > 64);
}

static void groups_that_can_be_seen_stay_as_they_are(void **state)
{
    struct vg_group_limits l = limits(&eight_wide, false);
    assert_int_equal(given(&l, 1024, 1024, 4, 4).local[0], 4);
    assert_int_equal(given(&l, 1024, 1, 1, 1).local[0], 1);
}

static void uniform_choice_prefers_whole_vectors(void **state)
{
    struct vg_group_limits l = limits(&eight_wide, false);
    struct vg_geometry g = chosen(&l, 24 * 1009, 1, 1);
    assert_int_equal(g.local[0] % 8, 0);
    assert_true(g.local[0] > 1);
}

static cl_int make(const struct vg_group_limits *l, const size_t global[3], const size_t local[3])
{
    struct vg_geometry g;
    return vg_geometry_make(&(struct vg_extent){3, NULL, global, local}, l, &g);
}

#define SIZES(x, y, z) ((const size_t[]){x, y, z})

static void explicit_sizes_are_checked(void **state)
{
    struct vg_group_limits l = limits(&eight_wide, false);
    assert_int_equal(make(&l, SIZES(64, 64, 1), SIZES(64, 64, 1)), CL_SUCCESS);
    assert_int_equal(make(&l, SIZES(64, 64, 2), SIZES(64, 64, 2)), CL_INVALID_WORK_GROUP_SIZE);
    assert_int_equal(make(&l, SIZES(64, 64, 1), SIZES(48, 1, 1)), CL_INVALID_WORK_GROUP_SIZE);
    assert_int_equal(make(&l, SIZES(64, 64, 1), SIZES(8, 0, 1)), CL_INVALID_WORK_GROUP_SIZE);
    assert_int_equal(make(&l, SIZES(8192, 1, 1), SIZES(8192, 1, 1)), CL_INVALID_WORK_ITEM_SIZE);
    l.non_uniform = true;
    assert_int_equal(make(&l, SIZES(64, 64, 1), SIZES(48, 1, 1)), CL_SUCCESS);
    assert_int_equal(make(&l, SIZES(SIZE_MAX / 2, SIZE_MAX / 2, 1), SIZES(1, 1, 1)), CL_OUT_OF_RESOURCES);
}

static void required_sizes_are_kept(void **state)
{
    const struct vg_kernel_info kernel = {.name = (char *)"k", .reqd_size = {8, 4, 1}};
    struct vg_group_limits l = limits(&eight_wide, false);
    l.kernel = &kernel;
    struct vg_geometry g = chosen(&l, 64, 64, 1);
    assert_true(g.local[0] == 8 && g.local[1] == 4 && g.local[2] == 1);
    assert_int_equal(make(&l, SIZES(64, 64, 1), SIZES(8, 8, 1)), CL_INVALID_WORK_GROUP_SIZE);
    assert_int_equal(make(&l, SIZES(60, 64, 1), NULL), CL_INVALID_WORK_GROUP_SIZE);
}

static void extents_are_checked(void **state)
{
    bool empty;
    const size_t global[3] = {4, 0, 4}, offset[3] = {SIZE_MAX - 3, 0, 0};
    assert_int_equal(vg_extent_check(&(struct vg_extent){0, NULL, global, NULL}, &empty),
                     CL_INVALID_WORK_DIMENSION);
    assert_int_equal(vg_extent_check(&(struct vg_extent){4, NULL, global, NULL}, &empty),
                     CL_INVALID_WORK_DIMENSION);
    assert_int_equal(vg_extent_check(&(struct vg_extent){1, offset, global, NULL}, &empty),
                     CL_INVALID_GLOBAL_OFFSET);
    assert_int_equal(vg_extent_check(&(struct vg_extent){1, NULL, global, NULL}, &empty), CL_SUCCESS);
    assert_false(empty);
    assert_int_equal(vg_extent_check(&(struct vg_extent){2, NULL, global, NULL}, &empty), CL_SUCCESS);
    assert_true(empty);
    assert_int_equal(vg_extent_check(&(struct vg_extent){2, NULL, NULL, NULL}, &empty), CL_SUCCESS);
    assert_true(empty);
}

static void private_memory_bounds_the_group(void **state)
{
    const struct vg_code_info small = {.item_bytes = 128}, large = {.item_bytes = 1 << 20},
                              huge = {.item_bytes = (uint64_t)1 << 40}, limited = {.max_group = 100};
    const struct vg_kernel_info required = {.reqd_size = {64, 2, 1}};
    assert_int_equal(vg_max_group(&any_kernel, &small, 4096), 4096);
    assert_int_equal(vg_max_group(&any_kernel, &large, 4096), 16);
    assert_int_equal(vg_max_group(&any_kernel, &huge, 4096), 1);
    assert_int_equal(vg_max_group(&any_kernel, &limited, 4096), 100);
    assert_int_equal(vg_max_group(&required, &large, 4096), 128);
}

static void scratch_is_laid_out_in_order(void **state)
{
    const struct vg_code_info code = {.width = 8, .fixed_bytes = 100, .item_bytes = 10};
    const struct vg_code_info huge = {.item_bytes = UINT64_MAX / 2};
    const size_t row[3] = {13, 1, 1}, rows[3] = {3, 5, 2};
    size_t frame_at, bytes;
    assert_int_equal(vg_scratch_layout(&code, 130, row, &frame_at, &bytes), CL_SUCCESS);
    assert_int_equal(frame_at, 256);
    assert_int_equal(bytes, 256 + 100 + 16 * 10);
    assert_int_equal(vg_scratch_layout(&code, 0, rows, &frame_at, &bytes), CL_SUCCESS);
    assert_int_equal(bytes, 100 + 8 * 5 * 2 * 10);
    assert_int_equal(vg_scratch_layout(&huge, 0, row, &frame_at, &bytes), CL_OUT_OF_RESOURCES);
    assert_int_equal(vg_scratch_layout(&code, SIZE_MAX, row, &frame_at, &bytes), CL_OUT_OF_RESOURCES);
}

VG_TESTS(test_geometry, cmocka_unit_test(choices_are_sound),
         cmocka_unit_test(large_ranges_give_every_thread_work_in_whole_vectors),
         cmocka_unit_test(small_ranges_are_not_cut_to_pieces),
         cmocka_unit_test(groups_that_cannot_be_seen_are_merged_to_whole_vectors),
         cmocka_unit_test(vectors_along_y_get_groups_that_are_long_in_y),
         cmocka_unit_test(groups_that_can_be_seen_stay_as_they_are),
         cmocka_unit_test(uniform_choice_prefers_whole_vectors), cmocka_unit_test(explicit_sizes_are_checked),
         cmocka_unit_test(required_sizes_are_kept), cmocka_unit_test(extents_are_checked),
         cmocka_unit_test(private_memory_bounds_the_group), cmocka_unit_test(scratch_is_laid_out_in_order));
