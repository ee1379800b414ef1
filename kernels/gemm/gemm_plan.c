/* SPDX-License-Identifier: MIT */
/* Plans products, and runs their tiles.
 *
 * A tile is as large as the panels of B allow, so that little is packed twice, and as small as it must be for
 * all threads to have one. Operands that fit into the caches next to the processor, or of which each element
 * is used only a few times, are not packed. */
#include <stdatomic.h>

#include "base/checked.h"
#include "base/cpu.h"
#include "base/topology.h"
#include "kernels/gemm/gemm.h"
#include "kernels/gemm/gemm_leaf.h"

#define DIRECT_BYTES ((size_t)160 << 10) /* of A and B together: not packed */
#define DIRECT_MICROS 2                  /* as many micro-tiles share what is packed at most: not packed */
#define DEPTH_BYTES ((size_t)2 << 10)    /* of one row of a block of A */
#define BLOCK_LEAST ((size_t)192 << 10)  /* of a block of A: 7/16 of the second-level cache */
#define BLOCK_MOST ((size_t)900 << 10)
#define TILE_MOST ((size_t)2048)            /* rows and columns */
#define TILE_LEAST_WORK ((double)(1 << 19)) /* multiplications that are worth a thread's waking */
#define TILE_EVEN_WORK ((double)(1 << 27))  /* of tiles that may become smaller to end at the same time */
#define TILES_PER_THREAD 4

static const size_t sizes[] = {[VG_GEMM_FLOAT] = sizeof(float), [VG_GEMM_DOUBLE] = sizeof(double)};

static const struct vg_gemm_leaf *choose_leaf(enum vg_gemm_type type)
{
    static const struct vg_gemm_leaf *const of_isa[] = {
        [VG_ISA_SSE42] = vg_gemm_sse42, [VG_ISA_AVX2] = vg_gemm_avx2, [VG_ISA_AVX512] = vg_gemm_avx512};
    return &of_isa[vg_cpu()->use][type];
}

static struct vg_gemm_view transposed(struct vg_gemm_view view)
{
    return (struct vg_gemm_view){view.at, view.column, view.row, view.batch};
}

/* Of C with contiguous rows' elements, the transposed product. */
static struct vg_gemm turned(const struct vg_gemm *what)
{
    struct vg_gemm result = *what;
    result.m = what->n;
    result.n = what->m;
    result.a = transposed(what->b);
    result.b = transposed(what->a);
    result.c = transposed(what->c);
    result.bias.row = what->bias.column;
    result.bias.column = what->bias.row;
    return result;
}

static void take_product(struct vg_gemm_plan *plan, const struct vg_gemm *what)
{
    plan->turned = what->c.row != 1;
    plan->what = plan->turned ? turned(what) : *what;
    if (what->alpha == 0)
        plan->what.k = 0;
    if (plan->what.k == 0) {
        plan->what.alpha = 0;
        plan->what.a = plan->what.b = (struct vg_gemm_view){0};
    }
}

static size_t round_up(size_t value, size_t to)
{
    return vg_divide_up(value, to) * to;
}

/* value in equal parts of at most `most`, each a multiple of `of`. */
static size_t even_part(size_t value, size_t most, size_t of)
{
    return round_up(vg_divide_up(value, vg_divide_up(value, most)), of);
}

static void choose_packing(struct vg_gemm_plan *plan)
{
    const struct vg_gemm *what = &plan->what;
    const struct vg_gemm_leaf *leaf = plan->leaf;
    size_t elements = DIRECT_BYTES / sizes[what->type], few_rows = DIRECT_MICROS * leaf->rows,
           few_columns = DIRECT_MICROS * leaf->columns;
    bool small = (double)what->k * ((double)what->m + (double)what->n) <= (double)elements;
    plan->direct_a = what->k == 0 || (what->a.row == 1 && (small || what->n <= few_columns));
    plan->direct_b = plan->direct_a || small || what->m <= few_rows;
}

/* Looks at the machine once. */
static size_t block_bytes(void)
{
    static atomic_size_t known;
    size_t bytes = atomic_load_explicit(&known, memory_order_relaxed);
    if (bytes == 0) {
        bytes = vg_most(vg_least(vg_cache_sizes().l2_bytes / 16 * 7, BLOCK_MOST), BLOCK_LEAST);
        atomic_store_explicit(&known, bytes, memory_order_relaxed);
    }
    return bytes;
}

static void choose_blocks(struct vg_gemm_plan *plan)
{
    const struct vg_gemm *what = &plan->what;
    size_t size = sizes[what->type], depth = DEPTH_BYTES / size;
    plan->block_depth = what->k ? even_part(what->k, depth, 1) : 1;
    plan->block_rows =
        vg_most(block_bytes() / size / plan->block_depth / plan->leaf->rows, 1) * plan->leaf->rows;
}

/* Halves the longer side, unless tiles are too small for that. */
static bool halve(struct vg_gemm_plan *plan)
{
    bool rows = plan->tile_rows >= plan->tile_columns;
    size_t *side = rows ? &plan->tile_rows : &plan->tile_columns,
           of = rows ? plan->leaf->rows : plan->leaf->columns;
    size_t half = round_up(vg_divide_up(*side, 2), of);
    if (half >= *side)
        return false;
    *side = half;
    return true;
}

static void choose_tiles(struct vg_gemm_plan *plan, unsigned threads)
{
    const struct vg_gemm *what = &plan->what;
    plan->tile_rows = even_part(what->m, TILE_MOST, plan->leaf->rows);
    plan->tile_columns = even_part(what->n, TILE_MOST, plan->leaf->columns);
    for (;;) {
        plan->tiles_down = vg_divide_up(what->m, plan->tile_rows);
        plan->tiles_across = vg_divide_up(what->n, plan->tile_columns);
        plan->groups = plan->tiles_down * plan->tiles_across * what->batch;
        double work = (double)plan->tile_rows * (double)plan->tile_columns * (double)what->k;
        bool few = plan->groups < threads && work >= 2 * TILE_LEAST_WORK;
        bool uneven =
            threads > 1 && plan->groups < (uint64_t)TILES_PER_THREAD * threads && work >= 2 * TILE_EVEN_WORK;
        if ((!few && !uneven) || !halve(plan))
            break;
    }
}

static void lay_out_scratch(struct vg_gemm_plan *plan)
{
    size_t size = sizes[plan->what.type];
    size_t rows = vg_least(plan->block_rows, plan->tile_rows);
    size_t a = plan->direct_a ? 0 : rows * plan->block_depth * size;
    size_t b = plan->direct_b ? 0 : plan->tile_columns * plan->block_depth * size;
    plan->panels_b_at = round_up(a, 64);
    plan->scratch_bytes = plan->panels_b_at + b;
}

/* One vector operation a cycle of a third of a nanosecond. */
static uint64_t guess_ns(const struct vg_gemm_plan *plan)
{
    double tile =
        (double)vg_least(plan->tile_rows, plan->what.m) * (double)vg_least(plan->tile_columns, plan->what.n);
    double operations = tile * (double)(plan->what.k + 1) / (16.0 * 4 / (double)sizes[plan->what.type]);
    return (uint64_t)(operations / 3) + 20;
}

void vg_gemm_make(const struct vg_gemm *what, unsigned threads, struct vg_gemm_plan *plan)
{
    *plan = (struct vg_gemm_plan){.leaf = choose_leaf(what->type)};
    take_product(plan, what);
    if (what->m == 0 || what->n == 0 || what->batch == 0)
        return;
    choose_packing(plan);
    choose_blocks(plan);
    choose_tiles(plan, threads);
    lay_out_scratch(plan);
    plan->group_ns = guess_ns(plan);
}

void vg_gemm_place(struct vg_gemm_plan *plan, void *a, void *b, void *c, const void *bias)
{
    struct vg_gemm *what = &plan->what;
    if (what->k > 0) {
        what->a.at = plan->turned ? b : a;
        what->b.at = plan->turned ? a : b;
    }
    what->c.at = c;
    what->bias.at = bias;
}

/* The part of a view that begins at a row and column. */
static struct vg_gemm_view part(const struct vg_gemm *what, const struct vg_gemm_view *view, size_t item,
                                size_t row, size_t column)
{
    size_t elements = item * view->batch + row * view->row + column * view->column;
    struct vg_gemm_view result = *view;
    if (elements)
        result.at = (char *)view->at + elements * sizes[what->type];
    return result;
}

struct place { /* of a tile */
    size_t item, row, column;
};

static struct place place_of(const struct vg_gemm_plan *plan, uint64_t group)
{
    size_t down = plan->tiles_down, tiles = down * plan->tiles_across;
    if (tiles == 1) /* divisions would take as long as a small product */
        return (struct place){.item = group};
    size_t tile = group % tiles;
    return (struct place){group / tiles, tile % down * plan->tile_rows, tile / down * plan->tile_columns};
}

static void run_group(const struct vg_gemm_plan *plan, uint64_t group, char *scratch)
{
    const struct vg_gemm *what = &plan->what;
    const struct place at = place_of(plan, group);
    const struct vg_gemm_tile t = {
        .m = vg_least(plan->tile_rows, what->m - at.row),
        .n = vg_least(plan->tile_columns, what->n - at.column),
        .k = what->k,
        .a = part(what, &what->a, at.item, at.row, 0),
        .b = part(what, &what->b, at.item, 0, at.column),
        .c = part(what, &what->c, at.item, at.row, at.column),
        .alpha = what->alpha,
        .beta = what->beta,
        .bias = what->bias,
        .bias_row = at.row,
        .bias_column = at.column,
        .activation = what->activation,
        .direct_a = plan->direct_a,
        .direct_b = plan->direct_b,
        .block_rows = plan->block_rows,
        .block_depth = plan->block_depth,
        .panels_a = scratch,
        .panels_b = scratch + plan->panels_b_at,
    };
    plan->leaf->run(&t);
}

int vg_gemm_run(const struct vg_launch *launch, const void *args, uint64_t first, uint64_t last,
                void *scratch)
{
    const struct vg_gemm_plan *plan = args;
    for (uint64_t group = first; group < last; group++)
        run_group(plan, group, scratch);
    return (void)launch, 0;
}
