/* SPDX-License-Identifier: MIT */
/* Random kernels: launch, arguments with their script directives, prologue, body, epilogue. What a kernel
 * computed is stored in slots of its own: a hash of its variables in out0, other types in further outputs. */
#include <stdio.h>
#include <string.h>

#include "base/attributes.h"
#include "tests/random/gen.h"

#define MAX_INPUTS 4
#define MAX_OUTPUTS 2
#define NULLABLE 64

static const struct shape plain_uint = {UINT, 1};

struct launch {
    unsigned dims;
    unsigned global[3], local[3], offset[3];
    unsigned items, groups, group_items;
    bool uneven; /* groups at the edge are smaller */
};

/* A kernel under construction. */
struct draft {
    struct gen *gen;
    struct strbuf *script;
    struct strbuf signature; /* parameters */
    struct shape packed;     /* no lanes: there is no such output */
    struct launch launch;
    unsigned arg_count;
};

static unsigned pick(struct gen *g, const unsigned *list, size_t count)
{
    return list[prng_below(&g->prng, (unsigned)count)];
}

static void pick_sizes(struct gen *g, struct launch *launch)
{
    static const unsigned lines[] = {1, 3, 7, 8, 13, 16, 16, 31, 32, 33, 64};
    static const unsigned planes[][2] = {{4, 4}, {8, 2}, {3, 5}, {16, 2}, {7, 3}, {1, 8}, {8, 8}, {2, 16}};
    static const unsigned boxes[][3] = {{2, 2, 2}, {4, 2, 3}, {3, 3, 3}, {8, 2, 2}, {1, 1, 7}, {5, 1, 2}};
    launch->dims = 1 + (prng_chance(&g->prng, 40) ? 1 + prng_below(&g->prng, 2) : 0);
    const unsigned *local = launch->dims == 2   ? planes[prng_below(&g->prng, VG_COUNT(planes))]
                            : launch->dims == 3 ? boxes[prng_below(&g->prng, VG_COUNT(boxes))]
                                                : &lines[prng_below(&g->prng, VG_COUNT(lines))];
    memcpy(launch->local, local, launch->dims * sizeof *local);
}

static void pick_launch(struct gen *g, struct launch *launch)
{
    static const unsigned offsets[] = {1, 5, 16, 100};
    *launch = (struct launch){.local = {1, 1, 1}, .items = 1, .groups = 1, .group_items = 1};
    pick_sizes(g, launch);
    bool uneven = g->std >= 200 && prng_chance(&g->prng, 40), shifted = prng_chance(&g->prng, 15);
    for (unsigned i = 0; i < 3; i++) {
        unsigned most = launch->dims == 1 ? 5 : 3, local = launch->local[i];
        unsigned groups = i < launch->dims ? 1 + prng_below(&g->prng, most) : 1;
        unsigned missing = uneven && i < launch->dims ? prng_below(&g->prng, local) : 0;
        launch->global[i] = groups * local - missing;
        launch->offset[i] = shifted && i < launch->dims ? pick(g, offsets, VG_COUNT(offsets)) : 0;
        launch->uneven = launch->uneven || missing;
        launch->items *= launch->global[i];
        launch->groups *= groups;
        launch->group_items *= local;
    }
}

static void put_sizes(struct strbuf *script, const char *word, const unsigned sizes[3], unsigned dims)
{
    strbuf_print(script, " %s", word);
    for (unsigned i = 0; i < dims; i++)
        strbuf_print(script, " %u", sizes[i]);
}

static void put_run(const struct draft *draft, unsigned number)
{
    const struct launch *launch = &draft->launch;
    strbuf_print(draft->script, "//: run k%u", number);
    put_sizes(draft->script, "global", launch->global, launch->dims);
    put_sizes(draft->script, "local", launch->local, launch->dims);
    if (launch->offset[0])
        put_sizes(draft->script, "offset", launch->offset, launch->dims);
    strbuf_print(draft->script, "\n");
}

/* Begins the next parameter and its directive. */
static void next_arg(struct draft *draft)
{
    strbuf_print(&draft->signature, "%s", draft->arg_count++ ? ", " : "");
    strbuf_print(draft->script, "//: arg ");
}

static unsigned noise_seed(struct draft *draft)
{
    return prng_below(&draft->gen->prng, 1000000);
}

static void add_input(struct draft *draft, unsigned number)
{
    struct gen *g = draft->gen;
    struct shape shape = prng_chance(&g->prng, 65) ? shape_pick_scalar(&g->prng) : shape_pick(&g->prng);
    if (shape.lanes == 3)
        shape.lanes = 1; /* four elements' room: no type of a script */
    unsigned count = prng_chance(&g->prng, 50) ? 128 : 256;
    enum array_space space = prng_chance(&g->prng, 20) ? ARRAY_CONSTANT : ARRAY_GLOBAL;
    char name[16];
    snprintf(name, sizeof name, "in%u", number);
    next_arg(draft);
    strbuf_print(&draft->signature, "%s %s *%s%s", space == ARRAY_GLOBAL ? "global const" : "constant",
                 shape_name(shape).text, prng_chance(&g->prng, 20) ? "restrict " : "", name);
    strbuf_print(draft->script, "buffer %s %u noise %u\n", type_name(shape.base), count * shape.lanes,
                 noise_seed(draft));
    gen_add_array(g, shape, space, count, name);
}

static void add_nullable(struct draft *draft)
{
    next_arg(draft);
    strbuf_print(&draft->signature, "global const int *maybe");
    if (prng_chance(&draft->gen->prng, 50))
        strbuf_print(draft->script, "null\n");
    else
        strbuf_print(draft->script, "buffer int %u noise %u\n", NULLABLE, noise_seed(draft));
    draft->gen->nullable = true;
}

static void add_scalar(struct draft *draft, unsigned number)
{
    struct gen *g = draft->gen;
    struct shape shape = prng_chance(&g->prng, 80) ? shape_pick_scalar(&g->prng) : shape_pick(&g->prng);
    if (shape.lanes == 3)
        shape.lanes = 1;
    next_arg(draft);
    strbuf_print(&draft->signature, "%s a%u", shape_name(shape).text, number);
    strbuf_print(draft->script, "value %s", type_name(shape.base));
    for (unsigned i = 0; i < shape.lanes; i++)
        strbuf_print(draft->script, " %u", prng_below(&g->prng, 100));
    strbuf_print(draft->script, "\n");
    struct var *var = gen_add_var(g, shape, "a%u", number);
    var->uniform = true;
    var->is_index = shape.lanes == 1 && !shape_is_float(shape) && type_size(shape.base) >= 4;
}

/* Where the j-th of an item's slots lies. */
static void put_place(char *text, size_t size, const struct launch *launch, unsigned order, unsigned per,
                      unsigned j)
{
    if (order == 0)
        snprintf(text, size, "slot * %u + %u", per, j);
    else if (order == 1)
        snprintf(text, size, "slot + %u", j * launch->items);
    else
        snprintf(text, size, "%u - slot", launch->items * (j + 1) - 1);
}

static void begin_output(struct draft *draft, const char *type, const char *name, enum type base,
                         unsigned count)
{
    next_arg(draft);
    strbuf_print(&draft->signature, "global %s *%s", type, name);
    strbuf_print(draft->script, "buffer %s %u zero\n", type_name(base), count);
}

/* Slots of one type, which are variables for the kernel. */
static void add_output(struct draft *draft, unsigned number)
{
    struct gen *g = draft->gen;
    struct shape shape = shape_pick(&g->prng);
    if (shape.lanes == 3)
        shape.lanes = 4;
    unsigned per = 1 + prng_below(&g->prng, 4), order = prng_below(&g->prng, 3);
    char name[16], place[40];
    snprintf(name, sizeof name, "out%u", number);
    begin_output(draft, shape_name(shape).text, name, shape.base, draft->launch.items * per * shape.lanes);
    for (unsigned j = 0; j < per; j++) {
        put_place(place, sizeof place, &draft->launch, order, per, j);
        gen_add_var(g, shape, "%s[%s]", name, place)->assignable = true;
    }
}

/* An array of structures, whose fields are variables. */
static void add_records(struct draft *draft)
{
    struct gen *g = draft->gen;
    const struct record *record = &g->records[0];
    char type[24];
    snprintf(type, sizeof type, "struct %s", record->name);
    begin_output(draft, type, "rec", UINT, draft->launch.items * record->field_count);
    for (unsigned i = 0; i < record->field_count; i++)
        gen_add_var(g, record->fields[i], "rec[slot].f%u", i)->assignable = true;
}

/* Written at the end as vectors that lie close together. */
static void add_packed(struct draft *draft)
{
    static const unsigned lanes[] = {2, 3, 3, 4, 8};
    struct gen *g = draft->gen;
    struct shape shape = shape_pick_scalar(&g->prng);
    unsigned count = pick(g, lanes, VG_COUNT(lanes));
    begin_output(draft, shape_name(shape).text, "packed", shape.base, draft->launch.items * count);
    draft->packed = (struct shape){shape.base, count};
}

static void add_pool(struct draft *draft)
{
    struct gen *g = draft->gen;
    struct shape shape = shape_pick(&g->prng);
    if (shape.lanes == 3)
        shape.lanes = 2;
    unsigned count = draft->launch.groups * draft->launch.group_items * shape.lanes;
    begin_output(draft, shape_name(shape).text, "pool", shape.base, count);
    g->has_pool = true;
    g->pool_shape = shape;
}

static void add_cells(struct draft *draft)
{
    struct gen *g = draft->gen;
    next_arg(draft);
    strbuf_print(&draft->signature, "global %s *cells", shape_name(g->cells).text);
    strbuf_print(draft->script, "buffer %s %u noise %u\n", type_name(g->cells.base), CELLS,
                 noise_seed(draft));
    g->global_cells = "cells";
}

static unsigned power_of_two(unsigned least)
{
    unsigned count = 1;
    while (count < least)
        count *= 2;
    return count;
}

static struct tile *add_tile(struct draft *draft, const char *name)
{
    struct gen *g = draft->gen;
    struct tile *tile = &g->tiles[g->tile_count++];
    *tile = (struct tile){.shape = shape_pick(&g->prng), .count = power_of_two(draft->launch.group_items)};
    if (prng_chance(&g->prng, 30))
        tile->shape = (struct shape){prng_chance(&g->prng, 50) ? UINT : ULONG, 1};
    snprintf(tile->name, sizeof tile->name, "%s", name);
    return tile;
}

static void add_local(struct draft *draft)
{
    const struct tile *tile = add_tile(draft, "scratch");
    struct shape shape = tile->shape;
    unsigned lanes = shape.lanes == 3 ? 4 : shape.lanes;
    next_arg(draft);
    strbuf_print(&draft->signature, "local %s *scratch", shape_name(shape).text);
    strbuf_print(draft->script, "local %u\n", tile->count * lanes * (unsigned)type_size(shape.base));
}

static void add_args(struct draft *draft)
{
    struct gen *g = draft->gen;
    begin_output(draft, "ulong", "out0", ULONG, draft->launch.items);
    for (unsigned i = 0, count = 2 + prng_below(&g->prng, MAX_INPUTS - 1); i < count; i++)
        add_input(draft, i);
    for (unsigned i = 0, count = prng_below(&g->prng, MAX_OUTPUTS + 1); i < count; i++)
        add_output(draft, i + 1);
    for (unsigned i = 0, count = 1 + prng_below(&g->prng, 3); i < count; i++)
        add_scalar(draft, i);
    if (prng_chance(&g->prng, 30))
        add_nullable(draft);
    if (prng_chance(&g->prng, 20))
        add_records(draft);
    if (prng_chance(&g->prng, 25))
        add_packed(draft);
    if (prng_chance(&g->prng, 30))
        add_cells(draft);
    if (g->barriers && prng_chance(&g->prng, 30))
        add_pool(draft);
    if (g->barriers && prng_chance(&g->prng, 40))
        add_local(draft);
}

/* A function with barriers, called where control is uniform. */
static void put_exchange_helper(struct gen *g)
{
    struct tile *tile = &g->tiles[0];
    tile->exchange = gen_name(g);
    g->tile = tile;
    g->fresh = tile->exchange;
    gen_line(g, tile->shape, "%t swap%0(local %t *tile, uint lid, uint items, %t value, uint by)\n{");
    gen_line(g, tile->shape, "tile[lid] = value; //!\nbarrier(CLK_LOCAL_MEM_FENCE); //!");
    gen_line(g, tile->shape, "%t other = tile[(lid + by) %% items]; //!\nbarrier(CLK_LOCAL_MEM_FENCE); //!");
    gen_line(g, tile->shape, "return other; //!");
    gen_line(g, tile->shape, "}");
}

static void put_functions(struct draft *draft, unsigned number)
{
    struct gen *g = draft->gen;
    char name[16];
    if (g->tile_count && prng_chance(&g->prng, 40))
        put_exchange_helper(g);
    for (unsigned i = 0, count = prng_below(&g->prng, g->large ? 4 : 2); i < count; i++) {
        snprintf(name, sizeof name, "h%u_%u", number, i);
        gen_helper(g, name);
    }
}

static void add_id(struct gen *g, struct shape shape, const char *name, const char *format)
{
    gen_line(g, shape, format);
    gen_add_var(g, shape, "%s", name)->is_index = true;
}

static struct shape id_type(struct gen *g)
{
    static const enum type bases[] = {UINT, INT, ULONG, LONG, INT, UINT};
    return (struct shape){bases[prng_below(&g->prng, VG_COUNT(bases))], 1};
}

/* The item's place in the outputs. */
static void put_slot(struct draft *draft)
{
    struct gen *g = draft->gen;
    const struct launch *launch = &draft->launch;
    char line[256], id[3][48];
    for (unsigned i = 0; i < 3; i++)
        snprintf(id[i], sizeof id[i], launch->offset[i] ? "(get_global_id(%u) - %u)" : "get_global_id(%u)", i,
                 launch->offset[i]);
    if (g->std >= 200 && prng_chance(&g->prng, 20))
        snprintf(line, sizeof line, "const %%t slot = get_global_linear_id();");
    else if (launch->dims == 1)
        snprintf(line, sizeof line, "const %%t slot = %s;", id[0]);
    else if (launch->dims == 2 && prng_chance(&g->prng, 40)) /* the first dimension counts rows */
        snprintf(line, sizeof line, "const %%t slot = %s * %u + %s;", id[0], launch->global[1], id[1]);
    else if (launch->dims == 2)
        snprintf(line, sizeof line, "const %%t slot = %s * %u + %s;", id[1], launch->global[0], id[0]);
    else
        snprintf(line, sizeof line,
                 "const %%t slot = (%s * get_global_size(1) + %s) * get_global_size(0) + %s;", id[2], id[1],
                 id[0]);
    add_id(g, id_type(g), "slot", line);
}

static void put_group_ids(struct gen *g)
{
    gen_line(g, plain_uint, "const uint items = get_local_size(0) * get_local_size(1) * get_local_size(2);");
    if (g->std >= 200 && prng_chance(&g->prng, 50))
        add_id(g, plain_uint, "lid", "const uint lid = get_local_linear_id();");
    else
        add_id(g, plain_uint, "lid",
               "const uint lid = (get_local_id(2) * get_local_size(1) + get_local_id(1)) "
               "* get_local_size(0) + get_local_id(0);");
    struct var *items = gen_add_var(g, plain_uint, "items");
    items->uniform = items->is_index = true;
}

static void put_local_memory(struct draft *draft)
{
    struct gen *g = draft->gen;
    static const char *const names[] = {"tile0", "tile1"};
    for (unsigned i = 0, count = 1 + prng_below(&g->prng, 2); i < count; i++) {
        g->tile = add_tile(draft, names[i]);
        gen_line(g, g->tile->shape, "local %t %L[%Z];");
    }
    if (prng_chance(&g->prng, 40)) {
        gen_line(g, g->cells, "local %t pot[48];");
        g->local_cells = true;
    }
    if (g->has_pool)
        strbuf_print(&g->out,
                     "    const uint first = ((get_group_id(2) * get_num_groups(1) + get_group_id(1)) * "
                     "get_num_groups(0) + get_group_id(0)) * %u;\n",
                     draft->launch.group_items);
}

static void put_prologue(struct draft *draft)
{
    struct gen *g = draft->gen;
    put_slot(draft);
    if (g->barriers) {
        put_group_ids(g);
        put_local_memory(draft);
    }
    if (prng_chance(&g->prng, 40))
        add_id(g, id_type(g), "lx", "const %t lx = get_local_id(0);");
    if (draft->launch.dims > 1)
        add_id(g, id_type(g), "gy", "const %t gy = get_global_id(1);");
    if (!g->barriers && prng_chance(&g->prng, 35))
        strbuf_print(&g->out, "    if (slot >= %u) return;\n",
                     draft->launch.items - prng_below(&g->prng, draft->launch.items / 3 + 1));
    if (!g->barriers && draft->launch.dims > 1 && prng_chance(&g->prng, 20))
        strbuf_print(&g->out, "    if (gy < 1 || get_global_id(0) > %u) return;\n",
                     draft->launch.offset[0] + draft->launch.global[0] - 2);
    for (unsigned i = 1 + prng_below(&g->prng, g->large ? 5 : 3); i; i--)
        gen_declare(g, shape_pick(&g->prng));
}

static void put_fold(struct gen *g, const struct var *var)
{
    g->used_fold[var->shape.base][var->shape.lanes] = true;
    strbuf_print(&g->out, "    hash = (hash << 9 | hash >> 55) ^ fold_%s(%s);\n", shape_name(var->shape).text,
                 var->text);
}

static void put_epilogue(struct draft *draft)
{
    struct gen *g = draft->gen;
    strbuf_print(&g->out, "    ulong hash = 17;\n");
    for (unsigned i = 0; i < g->var_count; i++)
        if (g->vars[i].assignable)
            put_fold(g, &g->vars[i]);
    for (unsigned i = 0; i < g->array_count; i++)
        if (g->arrays[i].space == ARRAY_PRIVATE) {
            const struct array *array = &g->arrays[i];
            struct var last = {.shape = array->shape};
            snprintf(last.text, sizeof last.text, "%s[slot & %u]", array->name, array->count - 1);
            put_fold(g, &last);
        }
    if (draft->packed.lanes) {
        char line[48];
        snprintf(line, sizeof line, "vstore%u(%%a, slot, packed);", draft->packed.lanes);
        gen_line(g, draft->packed, line);
    }
    strbuf_print(&g->out, "    out0[slot] = hash;\n}\n");
}

static void put_attributes(const struct draft *draft)
{
    struct gen *g = draft->gen;
    const unsigned *local = draft->launch.local;
    if (!draft->launch.uneven && prng_chance(&g->prng, 15))
        strbuf_print(&g->out, "__attribute__((reqd_work_group_size(%u, %u, %u)))\n", local[0], local[1],
                     local[2]);
    else if (prng_chance(&g->prng, 10))
        strbuf_print(&g->out, "__attribute__((work_group_size_hint(%u, %u, %u)))\n", local[0], local[1],
                     local[2]);
}

static void reset(struct gen *g, const struct launch *launch)
{
    static const enum type cells[] = {UINT, INT, UINT, INT, ULONG, LONG};
    g->var_count = g->array_count = g->tile_count = g->helper_count = g->nest_count = 0;
    g->nullable = g->has_pool = g->local_cells = g->in_helper = g->only_uniform = false;
    g->global_cells = NULL;
    g->indent = 0;
    g->dims = launch->dims;
    g->barriers = prng_chance(&g->prng, 45);
    g->cells = (struct shape){cells[prng_below(&g->prng, VG_COUNT(cells))], 1};
}

void gen_kernel(struct gen *g, unsigned number, struct strbuf *script)
{
    struct draft draft = {.gen = g, .script = script};
    pick_launch(g, &draft.launch);
    reset(g, &draft.launch);
    put_run(&draft, number);
    add_args(&draft);
    put_functions(&draft, number);
    put_attributes(&draft);
    strbuf_print(&g->out, "kernel void k%u(%s)\n{\n", number, strbuf_text(&draft.signature));
    g->indent = 1;
    g->uniform = true;
    g->weight = g->peak_weight = 1;
    g->most_weight = 200;
    put_prologue(&draft);
    g->statements = g->large ? 30 + prng_below(&g->prng, 50) : 3 + prng_below(&g->prng, 8);
    while (g->statements)
        gen_statement(g);
    put_epilogue(&draft);
    strbuf_finish(&draft.signature);
}
