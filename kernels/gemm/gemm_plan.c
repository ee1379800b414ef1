/* SPDX-License-Identifier: MIT */
/* Plans products, and runs their tiles.
 *
 * A tile is as large as the panels of B allow, so that little is packed twice, and as small as it must be for
 * all threads to have one. Operands that fit into the caches next to the processor, or of which each element
 * is used only a few times, are not packed. */
#include <complex.h>
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
#define TILE_NARROW ((size_t)512)           /* where sums of the tile are kept apart from C */
#define TILE_LEAST_WORK ((double)(1 << 19)) /* multiplications that are worth a thread's waking */
#define TILE_EVEN_WORK ((double)(1 << 27))  /* of tiles that may become smaller to end at the same time */
#define TILES_PER_THREAD 4

/* Bytes of elements, and the parts of a complex number, which those of C are counted in. */
static const struct {
    unsigned char a, b, c, parts;
} types[VG_GEMM_TYPES] = {
    [VG_GEMM_FLOAT] = {4, 4, 4, 1},         [VG_GEMM_DOUBLE] = {8, 8, 8, 1},
    [VG_GEMM_COMPLEX_FLOAT] = {8, 8, 4, 2}, [VG_GEMM_COMPLEX_DOUBLE] = {16, 16, 8, 2},
    [VG_GEMM_HALF] = {2, 2, 2, 1},          [VG_GEMM_HALF_FLOAT] = {2, 2, 4, 1},
    [VG_GEMM_BFLOAT] = {2, 2, 2, 1},        [VG_GEMM_BFLOAT_FLOAT] = {2, 2, 4, 1},
    [VG_GEMM_INT8] = {1, 1, 4, 1},          [VG_GEMM_UINT8_INT8] = {1, 1, 4, 1},
    [VG_GEMM_INT8_UINT8] = {1, 1, 4, 1},
};

static const struct vg_gemm_set *choose_set(enum vg_gemm_type type)
{
    static const struct vg_gemm_set *const of_isa[] = {
        [VG_ISA_SSE42] = vg_gemm_sse42, [VG_ISA_AVX2] = vg_gemm_avx2, [VG_ISA_AVX512] = vg_gemm_avx512};
    static const struct vg_gemm_set *const with_vnni[] = {
        [VG_ISA_SSE42] = NULL, [VG_ISA_AVX2] = vg_gemm_avx2_vnni, [VG_ISA_AVX512] = vg_gemm_avx512_vnni};
    const struct vg_cpu *cpu = vg_cpu();
    if (cpu->vnni && with_vnni[cpu->use] && with_vnni[cpu->use][type].leaf)
        return &with_vnni[cpu->use][type];
    return &of_isa[cpu->use][type];
}

static struct vg_gemm_view transposed(struct vg_gemm_view view)
{
    return (struct vg_gemm_view){view.at, view.column, view.row, view.batch, view.conjugate};
}

static enum vg_gemm_type turned_type(enum vg_gemm_type type)
{
    if (type == VG_GEMM_UINT8_INT8)
        return VG_GEMM_INT8_UINT8;
    return type == VG_GEMM_INT8_UINT8 ? VG_GEMM_UINT8_INT8 : type;
}

/* Of C with contiguous rows' elements, the transposed product. */
static struct vg_gemm turned(const struct vg_gemm *what)
{
    struct vg_gemm result = *what;
    result.type = turned_type(what->type);
    result.m = what->n;
    result.n = what->m;
    result.a = transposed(what->b);
    result.b = transposed(what->a);
    result.c = transposed(what->c);
    result.bias.row = what->bias.column;
    result.bias.column = what->bias.row;
    return result;
}

static void count_parts(struct vg_gemm *what)
{
    what->m *= 2;
    what->k *= 2;
    what->c.column *= 2;
    what->c.batch *= 2;
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
    if (types[what->type].parts == 2)
        count_parts(&plan->what);
    plan->set = choose_set(plan->what.type);
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

/* A and B are not much for the caches. */
static bool is_small(const struct vg_gemm_plan *plan)
{
    const struct vg_gemm *what = &plan->what;
    return (double)what->k * ((double)what->m + (double)what->n) <=
           (double)(DIRECT_BYTES / plan->set->leaf->unit);
}

static bool may_be_direct(const struct vg_gemm_plan *plan)
{
    return plan->what.type == VG_GEMM_FLOAT || plan->what.type == VG_GEMM_DOUBLE;
}

static void choose_packing(struct vg_gemm_plan *plan)
{
    const struct vg_gemm *what = &plan->what;
    const struct vg_gemm_leaf *leaf = plan->set->leaf;
    size_t few_rows = DIRECT_MICROS * leaf->rows, few_columns = DIRECT_MICROS * leaf->columns;
    if (!may_be_direct(plan))
        return;
    bool small = is_small(plan);
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

/* Units of a row of a block. */
static size_t units_of(const struct vg_gemm_plan *plan)
{
    return vg_divide_up(plan->block_depth, plan->set->leaf->group);
}

static void choose_blocks(struct vg_gemm_plan *plan)
{
    const struct vg_gemm *what = &plan->what;
    const struct vg_gemm_leaf *leaf = plan->set->leaf;
    size_t depth = DEPTH_BYTES / leaf->unit * leaf->group, of = leaf->group * types[what->type].parts;
    plan->block_depth = what->k ? even_part(what->k, depth, of) : 1;
    plan->block_rows = vg_most(block_bytes() / leaf->unit / units_of(plan) / leaf->rows, 1) * leaf->rows;
}

/* Halves the longer side, unless tiles are too small for that. */
static bool halve(struct vg_gemm_plan *plan)
{
    const struct vg_gemm_leaf *leaf = plan->set->leaf;
    bool rows = plan->tile_rows >= plan->tile_columns;
    size_t *side = rows ? &plan->tile_rows : &plan->tile_columns, of = rows ? leaf->rows : leaf->columns;
    size_t half = round_up(vg_divide_up(*side, 2), of);
    if (half >= *side)
        return false;
    *side = half;
    return true;
}

static void choose_tiles(struct vg_gemm_plan *plan, unsigned threads)
{
    const struct vg_gemm *what = &plan->what;
    const size_t most = plan->set->narrow ? TILE_NARROW : TILE_MOST;
    plan->tile_rows = even_part(what->m, most, plan->set->leaf->rows);
    plan->tile_columns = even_part(what->n, most, plan->set->leaf->columns);
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
    plan->small = plan->direct_b && what->k > 0 && is_small(plan) && plan->groups == what->batch;
}

static void lay_out_scratch(struct vg_gemm_plan *plan)
{
    const struct vg_gemm_leaf *leaf = plan->set->leaf;
    size_t rows = vg_least(plan->block_rows, plan->tile_rows), units = units_of(plan);
    size_t a = plan->direct_a ? 0 : rows * units * leaf->unit;
    size_t b = plan->direct_b ? 0 : plan->tile_columns * (leaf->head + units) * leaf->unit;
    size_t sums = plan->set->narrow ? plan->tile_rows * plan->tile_columns * sizeof(float) : 0;
    if (plan->small)
        a = leaf->packs_small(&plan->what) ? plan->tile_rows * plan->what.k * leaf->unit : 0;
    plan->panels_b_at = round_up(a, 64);
    plan->sums_at = round_up(plan->panels_b_at + b, 64);
    plan->scratch_bytes = plan->sums_at + sums;
}

/* One vector operation a cycle of a third of a nanosecond. */
static uint64_t guess_ns(const struct vg_gemm_plan *plan)
{
    double tile =
        (double)vg_least(plan->tile_rows, plan->what.m) * (double)vg_least(plan->tile_columns, plan->what.n);
    double depth = (double)vg_divide_up(plan->what.k, plan->set->leaf->group) + 1;
    return (uint64_t)(tile * depth / (16.0 * 4 / (double)plan->set->leaf->unit) / 3) + 20;
}

void vg_gemm_make(const struct vg_gemm *what, unsigned threads, struct vg_gemm_plan *plan)
{
    *plan = (struct vg_gemm_plan){0};
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
    what->bias.at = what->bias.row || what->bias.column ? bias : NULL;
}

static void *at_element(const struct vg_gemm_view *view, size_t elements, size_t bytes)
{
    return elements ? (char *)view->at + elements * bytes : view->at;
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

static struct vg_gemm_tile make_tile(const struct vg_gemm_plan *plan, struct place at, char *scratch)
{
    const struct vg_gemm *what = &plan->what;
    const struct vg_gemm_view *a = &what->a, *b = &what->b, *c = &what->c;
    return (struct vg_gemm_tile){
        .what = what,
        .set = plan->set,
        .row = at.row,
        .column = at.column,
        .m = vg_least(plan->tile_rows, what->m - at.row),
        .n = vg_least(plan->tile_columns, what->n - at.column),
        .a = {at_element(a, at.item * a->batch, types[what->type].a), a->row, a->column, a->conjugate},
        .b = {at_element(b, at.item * b->batch, types[what->type].b), b->column, b->row, b->conjugate},
        .c = at_element(c, at.item * c->batch + at.row + at.column * c->column, types[what->type].c),
        .ldc = c->column,
        .beta = what->beta,
        .finish = what->activation || what->bias.at,
        .direct_a = plan->direct_a,
        .direct_b = plan->direct_b,
        .block_rows = plan->block_rows,
        .block_depth = plan->block_depth,
        .panels_a = scratch,
        .panels_b = scratch + plan->panels_b_at,
    };
}

/* The sums first, which are rounded once. */
static void run_narrow(const struct vg_gemm_plan *plan, const struct vg_gemm_tile *tile, char *scratch)
{
    struct vg_gemm_tile wide = *tile;
    wide.c = scratch + plan->sums_at;
    wide.ldc = tile->m;
    wide.beta = 0;
    wide.finish = false;
    plan->set->leaf->run(&wide);
    plan->set->narrow(tile, wide.c);
}

int vg_gemm_run(const struct vg_launch *launch, const void *args, uint64_t first, uint64_t last,
                void *scratch)
{
    const struct vg_gemm_plan *plan = args;
    if (plan->small) {
        plan->set->leaf->run_small(plan, first, last, scratch);
        return (void)launch, 0;
    }
    for (uint64_t group = first; group < last; group++) {
        const struct vg_gemm_tile tile = make_tile(plan, place_of(plan, group), scratch);
        if (plan->set->narrow)
            run_narrow(plan, &tile, scratch);
        else
            plan->set->leaf->run(&tile);
    }
    return 0;
}
