/* SPDX-License-Identifier: MIT */
/* Launch shapes. Sizes come from the application, so that all of their arithmetic is checked.
 *
 * A local size of our choice serves two ends: groups long enough in x that whole vectors run, and several
 * groups per thread, so that threads that finish early find work. */
#include "platform/geometry.h"

#include "base/checked.h"
#include "base/error.h"

enum {
    FRAME_LIMIT = 16 << 20,    /* bytes of frames that a worker keeps for one group */
    GROUPS_PER_THREAD = 8,     /* that we aim at */
    SMALLEST_GROUP = 64,       /* that we choose for the sake of balance */
    LARGEST_OBSERVABLE = 1024, /* that we choose when the kernel can see it: frames stay in cache */
    VECTORS_IN_ROW = 8,        /* of a merged group with several rows: a tile of them fits the first cache */
};

static size_t required_items(const struct vg_kernel_info *kernel)
{
    return (size_t)kernel->reqd_size[0] * kernel->reqd_size[1] * kernel->reqd_size[2];
}

size_t vg_max_group(const struct vg_kernel_info *kernel, const struct vg_code_info *code, size_t device_max)
{
    size_t items = device_max;
    if (code->max_group)
        items = vg_least(items, code->max_group);
    if (code->item_bytes)
        items = vg_least(items, FRAME_LIMIT / code->item_bytes);
    items = vg_most(items, vg_least(required_items(kernel), device_max));
    return vg_most(items, 1);
}

cl_int vg_extent_check(const struct vg_extent *extent, bool *empty)
{
    if (extent->work_dim < 1 || extent->work_dim > 3)
        return vg_fail(CL_INVALID_WORK_DIMENSION, "work_dim is %u; 1 to 3 are supported", extent->work_dim);
    *empty = extent->global == NULL;
    for (cl_uint i = 0; i < extent->work_dim && extent->global; i++) {
        size_t end;
        if (extent->offset && !vg_add(extent->offset[i], extent->global[i], &end))
            return vg_fail(CL_INVALID_GLOBAL_OFFSET,
                           "global_work_offset[%u] %zu + global_work_size[%u] %zu overflows", i,
                           extent->offset[i], i, extent->global[i]);
        *empty |= extent->global[i] == 0;
    }
    return CL_SUCCESS;
}

/* "if the number of work-items specified in any dimension of local_work_size is not valid for the device" */
static cl_int check_local_range(const struct vg_geometry *g, const struct vg_group_limits *limits)
{
    for (unsigned i = 0; i < 3; i++) {
        if (g->local[i] > limits->max_sizes[i])
            return vg_fail(CL_INVALID_WORK_ITEM_SIZE, "local_work_size[%u] is %zu; the device allows %zu", i,
                           g->local[i], limits->max_sizes[i]);
    }
    return CL_SUCCESS;
}

/* "if local_work_size is not NULL and does not match the required work-group size" and the limits of the
 * device. */
static cl_int check_local(const struct vg_geometry *g, const struct vg_group_limits *limits)
{
    const uint32_t *reqd = limits->kernel->reqd_size;
    size_t items = 1;
    for (unsigned i = 0; i < 3; i++) {
        if (g->local[i] == 0)
            return vg_fail(CL_INVALID_WORK_GROUP_SIZE, "local_work_size[%u] is 0", i);
        if (reqd[0] && g->local[i] != reqd[i])
            return vg_fail(CL_INVALID_WORK_GROUP_SIZE,
                           "local_work_size[%u] is %zu, but kernel %s requires %u by reqd_work_group_size", i,
                           g->local[i], limits->kernel->name, reqd[i]);
        if (!vg_mul(items, g->local[i], &items) || items > limits->max_items)
            return vg_fail(CL_INVALID_WORK_GROUP_SIZE,
                           "a work-group of %zu x %zu x %zu is larger than the %zu that kernel %s allows",
                           g->local[0], g->local[1], g->local[2], limits->max_items, limits->kernel->name);
        if (!limits->non_uniform && g->global[i] % g->local[i] != 0)
            return vg_fail(
                CL_INVALID_WORK_GROUP_SIZE,
                "local_work_size[%u] %zu does not divide global_work_size[%u] %zu, and the program was built "
                "for uniform work-groups",
                i, g->local[i], i, g->global[i]);
    }
    return CL_SUCCESS;
}

/* Items per group that give every thread several groups. */
static size_t wanted_items(const struct vg_geometry *g, const struct vg_group_limits *limits, size_t largest)
{
    size_t total = g->global[0], wanted = limits->max_items;
    if (vg_mul(total, g->global[1], &total) && vg_mul(total, g->global[2], &total))
        wanted = vg_divide_up(total, (size_t)limits->threads * GROUPS_PER_THREAD);
    wanted = vg_most(wanted, SMALLEST_GROUP);
    return vg_least(vg_least(wanted, largest), limits->max_items);
}

/* The largest divisor of size up to limit, the largest one that is a multiple of width when there is any. */
static size_t best_divisor(size_t size, size_t limit, size_t width)
{
    size_t best = 1;
    if (size <= limit)
        return size;
    for (size_t d = limit; d > 1; d--) {
        if (size % d != 0)
            continue;
        if (d % width == 0)
            return d;
        best = vg_most(best, d);
    }
    return best;
}

/* Dimensions from the one in which vectors are long. */
static unsigned dimension_at(const struct vg_group_limits *limits, unsigned place)
{
    bool columns = limits->code->flags & VG_CODE_COLUMNS;
    return columns && place < 2 ? 1 - place : place;
}

static void choose_uniform(struct vg_geometry *g, const struct vg_group_limits *limits, size_t wanted)
{
    size_t width = vg_most(limits->code->width, 1);
    for (unsigned place = 0; place < 3; place++) {
        unsigned i = dimension_at(limits, place);
        g->local[i] = best_divisor(g->global[i], vg_most(wanted, 1), place == 0 ? width : 1);
        wanted /= g->local[i];
    }
}

/* Groups at the edges may be smaller: whole rows as far as they go, in whole vectors. */
static void choose_any(struct vg_geometry *g, const struct vg_group_limits *limits, size_t wanted)
{
    size_t width = vg_most(limits->code->width, 1);
    for (unsigned place = 0; place < 3; place++) {
        unsigned i = dimension_at(limits, place);
        size_t step = place == 0 && wanted > width ? wanted - wanted % width : vg_most(wanted, 1);
        g->local[i] = vg_least(g->global[i], step);
        wanted /= g->local[i];
    }
}

static void choose_local(struct vg_geometry *g, const struct vg_group_limits *limits)
{
    bool free_form = limits->code->flags & VG_CODE_FREE_FORM;
    size_t wanted = wanted_items(g, limits, free_form ? limits->max_items : LARGEST_OBSERVABLE);
    if (limits->kernel->reqd_size[0]) {
        for (unsigned i = 0; i < 3; i++)
            g->local[i] = limits->kernel->reqd_size[i];
    } else if (limits->non_uniform) {
        choose_any(g, limits, wanted);
    } else {
        choose_uniform(g, limits, wanted);
    }
}

static size_t greatest_divisor(size_t a, size_t b)
{
    while (b) {
        size_t rest = a % b;
        a = b;
        b = rest;
    }
    return a;
}

/* Work-items along vectors that neighbouring groups are merged to at most. Rows one after the other run as
 * they would have; where there are several, the application may have blocked accesses for the caches, so that
 * only kernels that stream along them get long ones. */
static size_t merge_limit(const struct vg_geometry *g, const struct vg_group_limits *limits, size_t whole,
                          size_t rows)
{
    if (rows == 1 && !(limits->code->flags & VG_CODE_COLUMNS))
        return vg_most(whole, wanted_items(g, limits, limits->max_items));
    return vg_most(whole, limits->code->flags & VG_CODE_STREAMS ? VECTORS_IN_ROW * limits->code->width : 0);
}

/* A kernel that cannot see its work-groups does not mind when neighbours are merged: until whole vectors run,
 * and further where that costs nothing. */
static void merge_groups(struct vg_geometry *g, const struct vg_group_limits *limits)
{
    unsigned lanes = dimension_at(limits, 0);
    size_t width = vg_most(limits->code->width, 1);
    size_t rows = g->local[0] * g->local[1] * g->local[2] / g->local[lanes];
    size_t whole = g->local[lanes] * (width / greatest_divisor(width, g->local[lanes]));
    if (limits->kernel->reqd_size[0] || !(limits->code->flags & VG_CODE_FREE_FORM))
        return;
    size_t local = vg_least(merge_limit(g, limits, whole, rows) / whole * whole, g->global[lanes]);
    local = vg_least(local, limits->max_sizes[lanes]);
    if (local > g->local[lanes] && local * rows <= limits->max_items)
        g->local[lanes] = local;
}

cl_int vg_geometry_make(const struct vg_extent *extent, const struct vg_group_limits *limits,
                        struct vg_geometry *geometry)
{
    struct vg_geometry g = {.work_dim = extent->work_dim, .group_items = 1, .group_count = 1};
    for (unsigned i = 0; i < 3; i++) {
        bool used = i < extent->work_dim;
        g.global[i] = used ? extent->global[i] : 1;
        g.offset[i] = used && extent->offset ? extent->offset[i] : 0;
        g.local[i] = used && extent->local ? extent->local[i] : 1;
    }
    if (!extent->local)
        choose_local(&g, limits);
    VG_TRY(check_local_range(&g, limits));
    VG_TRY(check_local(&g, limits));
    if (extent->local)
        merge_groups(&g, limits);
    for (unsigned i = 0; i < 3; i++) {
        g.groups[i] = vg_divide_up(g.global[i], g.local[i]);
        g.group_items *= g.local[i];
        if (!vg_mul(g.group_count, g.groups[i], &g.group_count))
            return vg_fail(CL_OUT_OF_RESOURCES,
                           "%zu x %zu x %zu work-items are more work-groups than can be counted", g.global[0],
                           g.global[1], g.global[2]);
    }
    *geometry = g;
    return CL_SUCCESS;
}

cl_int vg_scratch_layout(const struct vg_code_info *code, size_t local_end, const size_t local[3],
                         size_t *frame_at, size_t *scratch_bytes)
{
    size_t width = vg_most(code->width, 1), frames, at;
    size_t items = vg_divide_up(local[0], width) * width * local[1] * local[2];
    if (!vg_align_up(local_end, VG_SCRATCH_ALIGN, &at) ||
        !vg_add_mul(code->fixed_bytes, items, code->item_bytes, &frames) ||
        !vg_add(at, frames, scratch_bytes))
        return vg_fail(CL_OUT_OF_RESOURCES,
                       "the private memory of %zu work-items, %llu bytes each, does not fit", items,
                       (unsigned long long)code->item_bytes);
    *frame_at = at;
    return CL_SUCCESS;
}
