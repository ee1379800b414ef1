/* SPDX-License-Identifier: MIT */
/* Statements of random kernels without nesting: declarations, assignments, loads that a condition guards,
 * atomics, calls of helpers; and the choice among all kinds of statements. */
#include <stdio.h>

#include "base/attributes.h"
#include "tests/random/gen.h"

static const struct shape plain_int = {INT, 1};

/* The type of some variable that can be assigned, so that values flow from statement to statement. */
static struct shape pick_assigned(struct gen *g)
{
    for (unsigned tries = 0; tries < 8 && g->var_count; tries++) {
        const struct var *var = &g->vars[prng_below(&g->prng, g->var_count)];
        if (var->assignable)
            return var->shape;
    }
    return shape_pick(&g->prng);
}

void gen_declare(struct gen *g, struct shape shape)
{
    unsigned name = gen_name(g);
    g->fresh = name;
    gen_line(g, shape, "%t %0 = %a;");
    struct var *var = gen_add_var(g, shape, "n%u", name);
    var->assignable = var->addressable = true;
}

void gen_need_var(struct gen *g, struct shape shape)
{
    if (!gen_pick_var(g, gen_is_assignable, shape))
        gen_declare(g, shape);
}

void gen_new_var(struct gen *g)
{
    gen_declare(g, shape_pick(&g->prng));
}

void gen_assign(struct gen *g)
{
    static const char *const integer[] = {"%l = %a;",  "%l = %a;",  "%l = %a;",          "%l ^= %a;",
                                          "%l &= %a;", "%l |= %a;", "%l = %c ? %a : %a;"};
    static const char *const wrapping[] = {"%l += %a;", "%l -= %a;", "%l *= %a;", "%l++;", "--%l;"};
    static const char *const floating[] = {"%l = %a;", "%l = %c ? %a : %a;"};
    struct shape shape = pick_assigned(g);
    bool can_wrap = !shape_is_float(shape) && !shape_is_signed(shape) && type_size(shape.base) >= 4;
    if (shape_is_float(shape))
        gen_lines(g, shape, floating[prng_below(&g->prng, shape.lanes == 1 ? 2 : 1)]);
    else if (can_wrap && prng_chance(&g->prng, 40))
        gen_lines(g, shape, wrapping[prng_below(&g->prng, VG_COUNT(wrapping))]);
    else
        gen_lines(g, shape, integer[prng_below(&g->prng, shape.lanes == 1 ? VG_COUNT(integer) : 6)]);
}

void gen_new_array(struct gen *g)
{
    static const unsigned counts[] = {4, 4, 8, 8, 16, 32};
    unsigned count = counts[prng_below(&g->prng, VG_COUNT(counts))], name = gen_name(g);
    struct shape shape = shape_pick(&g->prng);
    if (shape.lanes > 4)
        shape.lanes = 1; /* or it becomes slow to compile */
    char text[16];
    snprintf(text, sizeof text, "n%u", name);
    g->fresh = name;
    strbuf_print(&g->out, "%*s", (int)g->indent * 4, "");
    gen_put(g, shape, "%t %0");
    strbuf_print(&g->out, "[%u] = {", count);
    gen_put(g, shape, prng_chance(&g->prng, 50) ? "%a, %a};\n" : "%a};\n");
    gen_add_array(g, shape, ARRAY_PRIVATE, count, text);
}

/* A structure of one of the program's types, whose fields become variables. */
void gen_new_struct(struct gen *g)
{
    unsigned name = gen_name(g);
    const struct record *record = &g->records[prng_below(&g->prng, RECORDS)];
    strbuf_print(&g->out, "%*sstruct %s n%u = {", (int)g->indent * 4, "", record->name, name);
    for (unsigned i = 0; i < record->field_count; i++)
        gen_put(g, record->fields[i], i ? ", %a" : "%a");
    strbuf_print(&g->out, "};\n");
    if (prng_chance(&g->prng, 30)) {
        unsigned copy = gen_name(g);
        strbuf_print(&g->out, "%*sstruct %s n%u = n%u;\n", (int)g->indent * 4, "", record->name, copy, name);
        name = copy;
    }
    for (unsigned i = 0; i < record->field_count; i++)
        gen_add_var(g, record->fields[i], "n%u.f%u", name, i)->assignable = true;
}

static const struct array *pick_private(struct gen *g)
{
    unsigned fits[MAX_ARRAYS], count = 0;
    for (unsigned i = 0; i < g->array_count; i++)
        if (g->arrays[i].space == ARRAY_PRIVATE)
            fits[count++] = i;
    return count ? &g->arrays[fits[prng_below(&g->prng, count)]] : NULL;
}

void gen_array_write(struct gen *g)
{
    static const char *const writes[] = {
        "%A[(%i) & %M] = %a;",
        "%A[(%i) & %M] = %a;",
        "%A[%k & %M] = %a;",
        "for (uint %0 = 0; %0 < %Nu; %0++) %A[%0] = %a;",
        "for (uint %0 = 1; %0 < %Nu; %0++) %A[%0] = max(%A[%0 - 1], %A[%0]);",
        "if (%c) %A[(%i) & %M] = %a;",
    };
    g->array = pick_private(g);
    if (g->array)
        gen_lines(g, g->array->shape, writes[prng_below(&g->prng, VG_COUNT(writes))]);
}

static bool is_lane_writable(const struct gen *g, const struct var *var, struct shape shape)
{
    (void)g;
    (void)shape;
    return var->assignable && var->shape.lanes > 1;
}

void gen_lane_write(struct gen *g)
{
    const struct var *var = gen_pick_var(g, is_lane_writable, plain_int);
    if (!var)
        return;
    struct shape shape = var->shape, two = {shape.base, 2};
    unsigned lane = prng_below(&g->prng, shape.lanes);
    strbuf_print(&g->out, "%*s%s.s%x", (int)g->indent * 4, "", var->text, lane);
    bool pair = prng_chance(&g->prng, 40);
    if (pair)
        strbuf_print(&g->out, "%x", (lane + 1) % shape.lanes);
    gen_put(g, pair ? two : shape_scalar(shape), " = %a;\n");
}

/* Loads that items without the condition must not execute, and other ways through an array of any type. */
static const char *const guarded_loads[] = {
    "{ //!\nuint %0 = (uint)(%i) - %ku;\nif (%0 < %Nu) %l = %A[%0]; //!\n}",
    "{ //!\nint %0 = (int)((uint)(%i) %% 999u) - %k;\nif (%0 >= 0 && %0 < %N) %l = max(%l, %A[%0]); //!\n}",
    "{ //!\nulong %0 = (ulong)(%i) - %k;\nif (%0 < %N) %l = %A[%0]; else %l = %a; //!\n}",
    "{ //!\nfor (uint %0 = (uint)(%i) & 31; ; %0 += %Du) { //!\nif (%0 >= %Nu) break; //!\n"
    "%l = max(%l, %A[%0]);\n}\n}",
    "{ //!\nfor (uint %0 = (uint)(%i) & 31; ; %0 += %Du) { //!\nif (%0 >= %Nu) break; //!\nif (%c) "
    "continue;\n"
    "%l = %A[%0];\nif (%c) break;\n%l = %a;\n}\n}",
    "{ //!\n%Qconst %t *%0 = %c ? %A : 0;\nif (%0 != 0) %l = max(%l, %0[(%i) & %M]); //!\n}",
    "{ //!\n%Qconst %t *%0 = %A + ((%i) & %M);\nif (%c) %0 = %A; //!\n%l = *%0;\n}",
    "for (uint %0 = 0; %0 < 4u; %0++) %l = max(%l, %A[((%i) * 4 + %0) & %M]);",
    "for (int %0 = 0; %0 < 3; %0++) %l = max(%l, %A[((%i) + %0) & %M]);",
    "%l = max(%A[((%i) - 1) & %M], %A[((%i) + 1) & %M]);",
};

/* The same for arrays of scalars. */
static const char *const guarded_scalars[] = {
    "{ //!\nuint %0 = (uint)(%i) & %M;\nwhile (%0 < %Nu && %A[%0] < %e) %0 += %Du; //!\n"
    "if (%0 < %Nu) %l = %A[%0]; //!\n}",
    "{ //!\nuint %0 = (uint)(%i) - %ku;\nif (%0 < %Nu && %A[%0] > %e) %l = %a; //!\n}",
    "{ //!\nuint %0 = (uint)(%i);\n%l = %0 < %Nu || %c ? %A[%0 & %M] : %a; //!\n}",
    "{ //!\nuint %0 = (uint)(%i) %% (%Nu / 4u + 2u);\nif (%0 < %Nu / 4u) %l = max(max(vload4(%0, %A).s0, "
    "vload4(%0, %A).s3), %A[%0 * 4 + 1]); //!\n}",
    "{ //!\nuint %0 = (uint)(%i) & %M;\nfor (int %1 = 0; %1 < 5; %1++) %0 = (uint)convert_int_sat(%A[%0]) & "
    "%M; "
    "//!\n%l = %A[%0];\n}",
};

/* Divisions by what may be zero, of unsigned integers. */
static const char *const guarded_divisions[] = {
    "{ //!\n%t %0 = %e & %k;\nif (%0 != 0) %l = (%t)(%e / %0); //!\n}",
    "{ //!\n%t %0 = %e %% (%t)(%k);\n%l = %0 != 0 ? (%t)(%e %% %0) : (%t)(%k); //!\n}",
    "{ //!\n%t %0 = %e;\nif (%0 != 0 && %e / %0 > %k) %l = %a; //!\n}",
};

static void guarded_division(struct gen *g)
{
    static const enum type bases[] = {UINT, ULONG, UCHAR, USHORT};
    struct shape shape = {bases[prng_below(&g->prng, VG_COUNT(bases))], 1};
    gen_lines(g, shape, guarded_divisions[prng_below(&g->prng, VG_COUNT(guarded_divisions))]);
}

void gen_guarded(struct gen *g)
{
    if (prng_chance(&g->prng, 15)) {
        guarded_division(g);
        return;
    }
    if (g->nullable && !g->in_helper && prng_chance(&g->prng, 15)) {
        gen_lines(g, plain_int, "if (maybe != 0) %l = maybe[(%i) & 63]; //!");
        return;
    }
    g->array = gen_pick_array(g, NULL, true);
    if (!g->array)
        return;
    bool scalar = g->array->shape.lanes == 1 && prng_chance(&g->prng, 50);
    gen_lines(g, g->array->shape,
              scalar ? guarded_scalars[prng_below(&g->prng, VG_COUNT(guarded_scalars))]
                     : guarded_loads[prng_below(&g->prng, VG_COUNT(guarded_loads))]);
}

/* One kind of operation per range of cells, since kinds do not commute. */
static const char *const atomics[] = {
    "%X_add(&%P[(%i) & 7], %e);",
    "%X_add(&%P[%k & 7], %e);",
    "%X_sub(&%P[(%i) & 7], %e);",
    "%X_inc(&%P[(%i) & 7]);",
    "%X_dec(&%P[0]);",
    "if (%c) %X_inc(&%P[3]);",
    "if (%c) %X_add(&%P[(%i) & 3], (%t)(%i));",
    "%X_and(&%P[8 + ((%i) & 7)], %e);",
    "%X_or(&%P[16 + ((%i) & 7)], %e);",
    "%X_xor(&%P[24 + ((%i) & 7)], %e);",
    "%X_min(&%P[32 + ((%i) & 7)], %e);",
    "%X_max(&%P[40 + ((%i) & 7)], %e);",
};

/* Of OpenCL C 3.0, for 32 bits. */
static const char *const typed_atomics[] = {
    "atomic_fetch_add_explicit((volatile %G atomic_%t *)&%P[(%i) & 7], %e, memory_order_relaxed, "
    "memory_scope_device);",
    "atomic_fetch_or_explicit((volatile %G atomic_%t *)&%P[16 + ((%i) & 7)], %e, memory_order_relaxed, "
    "memory_scope_device);",
    "atomic_fetch_xor((volatile %G atomic_%t *)&%P[24], %e);",
    "atomic_fetch_max_explicit((volatile %G atomic_%t *)&%P[40 + ((%i) & 7)], %e, memory_order_relaxed, "
    "memory_scope_device);",
};

void gen_atomic_on(struct gen *g, const char *cells)
{
    bool typed = g->std >= 300 && type_size(g->cells.base) == 4 && prng_chance(&g->prng, 25);
    g->cell_array = cells;
    gen_lines(g, g->cells,
              typed ? typed_atomics[prng_below(&g->prng, VG_COUNT(typed_atomics))]
                    : atomics[prng_below(&g->prng, VG_COUNT(atomics))]);
}

void gen_atomic(struct gen *g)
{
    if (g->global_cells && !g->in_helper)
        gen_atomic_on(g, g->global_cells);
}

/* A helper that writes through a pointer. */
void gen_call(struct gen *g)
{
    for (unsigned i = 0; i < g->helper_count; i++) {
        const struct helper *h = &g->helpers[i];
        if (!h->has_out || !gen_can_call(g, h) || prng_chance(&g->prng, 40))
            continue;
        for (unsigned p = 0; p < h->param_count; p++)
            if (h->params[p].form == PARAM_OUT)
                gen_declare(g, h->params[p].shape);
        strbuf_print(&g->out, "%*s", (int)g->indent * 4, "");
        gen_call_text(g, h);
        strbuf_print(&g->out, ";\n");
        return;
    }
}

static const struct {
    gen_emit *emit;
    unsigned weight;
} statements[] = {
    {gen_assign, 26},    {gen_new_var, 8},  {gen_new_array, 3}, {gen_new_struct, 2}, {gen_array_write, 6},
    {gen_lane_write, 5}, {gen_guarded, 12}, {gen_atomic, 5},    {gen_call, 4},       {gen_if, 14},
    {gen_for, 8},        {gen_while, 6},    {gen_switch, 3},    {gen_break, 5},      {gen_goto, 2},
    {gen_return, 2},     {gen_sync, 14},
};

void gen_statement(struct gen *g)
{
    unsigned total = 0, at = 0;
    for (unsigned i = 0; i < VG_COUNT(statements); i++)
        total += statements[i].weight;
    unsigned pick = prng_below(&g->prng, total);
    while (pick >= statements[at].weight)
        pick -= statements[at++].weight;
    if (g->statements)
        g->statements--;
    statements[at].emit(g);
}

void gen_body_here(struct gen *g, unsigned count)
{
    for (; count && g->statements; count--)
        gen_statement(g);
}

void gen_body(struct gen *g, unsigned count)
{
    unsigned vars = g->var_count, arrays = g->array_count;
    gen_body_here(g, count);
    g->var_count = vars;
    g->array_count = arrays;
}
