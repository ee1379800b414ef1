/* SPDX-License-Identifier: MIT */
/* What the items of a work-group do together: exchanges through local and global memory between barriers,
 * reductions, scans, local atomics, work-group functions. Kernels with barriers have the variables `lid` and
 * `items` (the linear local id, the size of the group) and, for global memory, `first` (the group's place).
 */
#include <string.h>

#include "base/attributes.h"
#include "tests/random/gen.h"

#define SYNC "barrier(CLK_LOCAL_MEM_FENCE); //!\n"

static const struct shape plain_int = {INT, 1};

/* All items have written the tile before any reads, and have read before any writes again. */
static const char *const exchanges[] = {
    "{ //!\n%L[lid] = %a; //!\n" SYNC
    "%l = %L[(uint)(%i) %% items];\n%l = max(%l, %L[(lid + %ku) %% items]);\n" SYNC "}",
    "{ //!\n%L[items - 1 - lid] = %a; //!\n" SYNC "%l = %L[lid];\nif (%c) %l = %L[items - 1];\n" SYNC "}",
    "for (uint %0 = 0; %0 < %ku; %0++) { //!\n%L[lid] = %a; //!\n" SYNC
    "%l = max(%l, %L[(lid + %0) %% items]);\n" SYNC "}",
    "{ //!\n%L[lid] = %a; //!\n" SYNC "for (uint %0 = %Z / 2; %0 > 0; %0 >>= 1) { //!\n"
    "if (lid < %0 && lid + %0 < items) %L[lid] = max(%L[lid], %L[lid + %0]); //!\n" SYNC
    "}\n%l = %L[0];\n" SYNC "}",
    "{ //!\n%L[lid] = %a; //!\n" SYNC "for (uint %0 = 1; %0 < items; %0 *= 2) { //!\n"
    "%t %1 = %L[lid >= %0 ? lid - %0 : lid]; //!\n" SYNC "%L[lid] = max(%L[lid], %1); //!\n" SYNC "}\n"
    "%l = %L[lid];\n%l = %L[items - 1];\n" SYNC "}",
    "{ //!\nfor (uint %0 = lid; %0 < %Zu; %0 += items) %L[%0] = %a; //!\n" SYNC
    "for (uint %0 = 0; %0 < %ku; %0++) %l = max(%l, %L[((%i) + %0) & (%Z - 1)]);\n" SYNC "}",
    "{ //!\nif (lid == 0) //!\nfor (uint %0 = 0; %0 < %Zu; %0++) %L[%0] = %a; //!\n" SYNC
    "%l = %L[(%i) & (%Z - 1)];\n" SYNC "}",
    "{ //!\nint %0 = 0; //!\n%L[lid] = %a; //!\ndo { //!\n" SYNC "%t %1 = %L[(lid + 1) %% items];\n" SYNC
    "%L[lid] = max(%1, %a); //!\n} while (++%0 < 3); //!\n" SYNC "%l = %L[items / 2];\n" SYNC "}",
};

/* Of unsigned integers, whose sums wrap. */
static const char *const sums[] = {
    "{ //!\n%L[lid] = %a; //!\n" SYNC "for (uint %0 = %Z / 2; %0 > 0; %0 >>= 1) { //!\n"
    "if (lid < %0 && lid + %0 < items) %L[lid] += %L[lid + %0]; //!\n" SYNC "}\n%l = %L[0];\n" SYNC "}",
    "{ //!\n%L[lid] = %a; //!\n" SYNC "for (uint %0 = 1; %0 < items; %0 <<= 1) { //!\n"
    "%t %1 = 0; //!\nif (lid >= %0) %1 = %L[lid - %0]; //!\n" SYNC "%L[lid] += %1; //!\n" SYNC "}\n"
    "%l = %L[lid] ^ %L[items - 1];\n" SYNC "}",
};

/* Through the group's part of global memory. */
static const char *const pool_exchange =
    "{ //!\npool[first + lid] = %a; //!\nbarrier(CLK_GLOBAL_MEM_FENCE); //!\n"
    "%l = pool[first + (uint)(%i) %% items];\nbarrier(CLK_GLOBAL_MEM_FENCE); //!\n}";

static const char *const async_copy =
    "{ //!\nevent_t %0 = async_work_group_copy(%L, %A, %Z, 0); //!\nwait_group_events(1, &%0); //!\n"
    "%l = max(%l, %L[(%i) & (%Z - 1)]);\n" SYNC "}";

static const char *const group_functions[] = {
    "work_group_reduce_min(%e)",         "work_group_reduce_max(%e)",
    "work_group_scan_inclusive_max(%e)", "work_group_scan_exclusive_min(%e)",
    "work_group_scan_inclusive_min(%e)", "work_group_reduce_max(%e)",
};

static const char *const group_sums[] = {
    "work_group_reduce_add(%e)",
    "work_group_scan_inclusive_add(%e)",
    "work_group_scan_exclusive_add(%e)",
};

/* By the number of dimensions. */
static const char *const broadcasts[] = {
    "",
    "work_group_broadcast(%e, 0)",
    "work_group_broadcast(%e, get_local_size(0) - 1, 0)",
    "work_group_broadcast(%e, 0, get_local_size(1) - 1, 0)",
};

static bool gen_exchange(struct gen *g)
{
    if (!g->tile_count)
        return false;
    g->tile = &g->tiles[prng_below(&g->prng, g->tile_count)];
    struct shape shape = g->tile->shape;
    bool wraps = !shape_is_float(shape) && !shape_is_signed(shape) && shape.lanes == 1;
    if (wraps && prng_chance(&g->prng, 30))
        gen_lines(g, shape, sums[prng_below(&g->prng, VG_COUNT(sums))]);
    else
        gen_lines(g, shape, exchanges[prng_below(&g->prng, VG_COUNT(exchanges))]);
    return true;
}

static bool gen_pool_exchange(struct gen *g)
{
    if (g->has_pool)
        gen_lines(g, g->pool_shape, pool_exchange);
    return g->has_pool;
}

static bool gen_async_copy(struct gen *g)
{
    for (unsigned t = 0; t < g->tile_count; t++)
        for (unsigned a = 0; a < g->array_count; a++) {
            g->tile = &g->tiles[t];
            g->array = &g->arrays[a];
            if (g->array->space != ARRAY_GLOBAL || g->array->count < g->tile->count ||
                !shape_equal(g->array->shape, g->tile->shape) || g->tile->shape.lanes == 3)
                continue;
            gen_lines(g, g->tile->shape, async_copy);
            return true;
        }
    return false;
}

static bool gen_local_atomics(struct gen *g)
{
    if (!g->local_cells)
        return false;
    gen_need_var(g, g->cells); /* outside of the block */
    gen_lines(g, g->cells,
              "{ //!\nfor (uint %0 = lid; %0 < 48u; %0 += items) pot[%0] = (%t)(%0 * %k); //!\n" SYNC);
    for (unsigned i = 1 + prng_below(&g->prng, 3); i; i--)
        gen_atomic_on(g, "pot");
    gen_lines(g, g->cells, SYNC "%l = pot[(uint)(%i) %% 48u];\n" SYNC "}");
    return true;
}

/* The result of a reduction is the same for the group: it becomes a variable for uniform expressions. */
static bool gen_group_function(struct gen *g)
{
    static const enum type bases[] = {UINT, ULONG, INT, LONG, FLOAT, DOUBLE};
    if (g->std < 200)
        return false;
    struct shape shape = {bases[prng_below(&g->prng, VG_COUNT(bases))], 1};
    bool add = (shape.base == UINT || shape.base == ULONG) && prng_chance(&g->prng, 50);
    const char *call = add ? group_sums[prng_below(&g->prng, VG_COUNT(group_sums))]
                           : group_functions[prng_below(&g->prng, VG_COUNT(group_functions))];
    bool vote = prng_chance(&g->prng, 20), broadcast = !vote && prng_chance(&g->prng, 20);
    if (broadcast)
        call = broadcasts[g->dims];
    if (vote) {
        shape = plain_int;
        call = prng_chance(&g->prng, 50) ? "work_group_any(%c) != 0" : "work_group_all(%c) != 0";
    }
    bool uniform = vote || broadcast || strstr(call, "reduce") != NULL;
    unsigned name = gen_name(g);
    strbuf_print(&g->out, "%*sconst %s n%u = ", (int)g->indent * 4, "", shape_name(shape).text, name);
    g->expr_depth = 2;
    if (shape_is_float(shape)) {
        g->used_bound[shape.base][1] = true;
        strbuf_print(&g->out, "bound_%s(", shape_name(shape).text);
    }
    gen_put(g, shape, call);
    strbuf_print(&g->out, "%s; //!\n", shape_is_float(shape) ? ")" : "");
    gen_add_var(g, shape, "n%u", name)->uniform = uniform;
    return true;
}

static bool gen_helper_exchange(struct gen *g)
{
    if (!g->tile_count || !g->tiles[0].exchange)
        return false;
    g->tile = &g->tiles[0];
    g->fresh = g->tile->exchange;
    gen_need_var(g, g->tile->shape);
    g->fresh = g->tile->exchange;
    gen_line(g, g->tile->shape, "%l = swap%0(%L, lid, items, %a, (uint)(%i)); //!");
    return true;
}

void gen_sync(struct gen *g)
{
    typedef bool try_sync(struct gen * g);
    static try_sync *const kinds[] = {gen_exchange,       gen_exchange,       gen_exchange,
                                      gen_exchange,       gen_pool_exchange,  gen_async_copy,
                                      gen_local_atomics,  gen_local_atomics,  gen_group_function,
                                      gen_group_function, gen_helper_exchange};
    if (!g->barriers || !g->uniform)
        return;
    for (unsigned tries = 0; tries < 8; tries++)
        if (kinds[prng_below(&g->prng, VG_COUNT(kinds))](g))
            return;
}
