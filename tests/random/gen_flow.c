/* SPDX-License-Identifier: MIT */
/* Control flow of random kernels. Every loop has a counter that ends it. Where `uniform` holds, a condition
 * may be uniform too, and what is inside then still is: there barriers may come. No item leaves a loop or
 * switch that is marked `sync` without the others. */
#include <stdio.h>

#include "base/attributes.h"
#include "tests/random/gen.h"

static const struct shape plain_int = {INT, 1};

static void line_in_mode(struct gen *g, bool only_uniform, const char *format)
{
    bool kept = g->only_uniform;
    g->only_uniform = kept || only_uniform;
    gen_line(g, plain_int, format);
    g->only_uniform = kept;
}

/* Whether the next condition shall be uniform. */
static bool choose_uniform(struct gen *g)
{
    return g->uniform && prng_chance(&g->prng, g->barriers ? 60 : 30);
}

static void body_in_mode(struct gen *g, bool uniform, unsigned most)
{
    bool kept = g->uniform;
    g->uniform = uniform;
    gen_body(g, 1 + prng_below(&g->prng, most));
    g->uniform = kept;
}

void gen_if(struct gen *g)
{
    bool uniform = choose_uniform(g), kept = g->uniform;
    if (g->nest_count + 1 >= MAX_NESTING || g->indent > 8)
        return;
    line_in_mode(g, uniform, "if (%c) {");
    body_in_mode(g, uniform && kept, 4);
    if (prng_chance(&g->prng, 20)) {
        line_in_mode(g, uniform, "} else if (%c) {");
        body_in_mode(g, uniform && kept, 3);
    }
    if (prng_chance(&g->prng, 50)) {
        gen_line(g, plain_int, "} else {");
        body_in_mode(g, uniform && kept, 3);
    }
    gen_line(g, plain_int, "}");
}

static void enter(struct gen *g, bool is_switch, bool sync, unsigned trips)
{
    g->nests[g->nest_count++] = (struct nest){.is_switch = is_switch, .sync = sync};
    g->weight *= trips;
    if (g->peak_weight < g->weight)
        g->peak_weight = g->weight;
}

static void leave(struct gen *g)
{
    const struct nest *nest = &g->nests[--g->nest_count];
    if (nest->label)
        strbuf_print(&g->out, "%*sout%u:; //!\n", (int)g->indent * 4, "", nest->label);
}

static bool may_loop(const struct gen *g, unsigned trips)
{
    return g->nest_count + 1 < MAX_NESTING && g->indent <= 8 && g->weight * trips <= g->most_weight;
}

struct loop_form {
    const char *text;
    enum type counter;
    unsigned trips;
};

/* %0 is the counter; bounds are constant or any small number. */
static const struct loop_form for_loops[] = {
    {"for (int %0 = 0; %0 < 5; %0++) {", INT, 5},
    {"for (uint %0 = 0; %0 < %ku; %0++) {", UINT, 9},
    {"for (int %0 = 0; %0 < (int)((%i) & 7); %0++) {", INT, 7},
    {"for (uint %0 = 0; %0 < ((uint)(%i) & 7u); ++%0) {", UINT, 7},
    {"for (int %0 = (int)((%i) & 7); %0 >= 0; %0 -= 2) {", INT, 4},
    {"for (uint %0 = (uint)(%i) & 63u; %0 > 0; %0 >>= 1) {", UINT, 6},
    {"for (ulong %0 = 1; %0 < 40; %0 = %0 * 2 + %k) {", ULONG, 5},
    {"for (int %0 = 0; %0 < 6 && %c; %0++) {", INT, 6},
    {"for (long %0 = -2; %0 < (long)((%i) & 3); %0++) {", LONG, 5},
    {"for (uint %0 = 0; ; %0++) { //!\nif (%0 >= ((uint)(%i) & 7u) || %0 > 7u) break; //!", UINT, 8},
};

static void open_loop(struct gen *g, const struct loop_form *form, bool sync)
{
    bool kept = g->only_uniform;
    g->only_uniform = kept || sync;
    gen_lines(g, plain_int, form->text);
    g->only_uniform = kept;
}

void gen_for(struct gen *g)
{
    const struct loop_form *form = &for_loops[prng_below(&g->prng, VG_COUNT(for_loops))];
    bool sync = choose_uniform(g);
    if (!may_loop(g, form->trips))
        return;
    open_loop(g, form, sync);
    unsigned vars = g->var_count;
    struct var *counter = gen_add_var(g, (struct shape){form->counter, 1}, "n%u", g->fresh);
    counter->is_index = true;
    counter->uniform = sync;
    enter(g, false, sync, form->trips);
    body_in_mode(g, sync, 5);
    g->weight /= form->trips;
    g->var_count = vars;
    gen_line(g, plain_int, "}");
    leave(g);
}

/* A loop whose counter is declared before it and counted in its body. */
void gen_while(struct gen *g)
{
    enum { TRIPS = 6 };
    bool sync = choose_uniform(g), at_end = prng_chance(&g->prng, 40);
    if (!may_loop(g, TRIPS))
        return;
    unsigned vars = g->var_count;
    gen_lines(g, plain_int, "int %0 = 0;");
    unsigned name = g->fresh;
    struct var *counter = gen_add_var(g, plain_int, "n%u", name);
    counter->is_index = true;
    counter->uniform = sync;
    line_in_mode(g, sync, at_end ? "do {" : "while (%0 < 6 && %c) {");
    gen_line(g, plain_int, "%0++; //!");
    enter(g, false, sync, TRIPS);
    body_in_mode(g, sync, 5);
    g->weight /= TRIPS;
    g->fresh = name;
    if (at_end)
        line_in_mode(g, sync, "} while (%0 < 6 && %c);");
    else
        gen_line(g, plain_int, "}");
    g->var_count = vars;
    leave(g);
}

void gen_switch(struct gen *g)
{
    bool sync = choose_uniform(g);
    unsigned cases = 2 + prng_below(&g->prng, 4), fallback = prng_below(&g->prng, cases + 2);
    if (g->nest_count + 1 >= MAX_NESTING || g->indent > 6)
        return;
    line_in_mode(g, sync, "switch ((%i) & 7) {");
    enter(g, true, sync, 1);
    for (unsigned i = 0; i < cases; i++) {
        if (i == fallback)
            gen_line(g, plain_int, "default: {");
        else
            strbuf_print(&g->out, "%*scase %u: {\n", (int)g->indent++ * 4, "", i * 7 % 8);
        body_in_mode(g, sync, 3);
        if (prng_chance(&g->prng, 65))
            gen_line(g, plain_int, "break;");
        gen_line(g, plain_int, "}");
    }
    leave(g);
    gen_line(g, plain_int, "}");
}

/* Whether the current items may leave the nests from the innermost to the `depth`-th around; then *sync says
 * whether they must do it together. */
static bool may_leave(const struct gen *g, unsigned depth, bool *sync)
{
    *sync = false;
    for (unsigned i = 1; i <= depth; i++)
        *sync = *sync || g->nests[g->nest_count - i].sync;
    return !*sync || g->uniform;
}

/* How many nests there are up to the innermost loop; 0 when there is no loop. */
static unsigned depth_of_loop(const struct gen *g)
{
    unsigned depth = 1;
    while (depth <= g->nest_count && g->nests[g->nest_count - depth].is_switch)
        depth++;
    return depth <= g->nest_count ? depth : 0;
}

void gen_break(struct gen *g)
{
    bool sync, skip = prng_chance(&g->prng, 40);
    unsigned depth = skip ? depth_of_loop(g) : g->nest_count > 0;
    if (depth && may_leave(g, depth, &sync))
        line_in_mode(g, sync, skip ? "if (%c) continue;" : "if (%c) break;");
}

/* Out of any number of loops and switches, to behind the outermost of them. */
void gen_goto(struct gen *g)
{
    bool sync;
    unsigned depth = g->nest_count ? 1 + prng_below(&g->prng, g->nest_count) : 0;
    if (!depth || g->nests[g->nest_count - depth].is_switch || !may_leave(g, depth, &sync))
        return;
    struct nest *nest = &g->nests[g->nest_count - depth];
    if (!nest->label)
        nest->label = gen_name(g);
    char line[40];
    snprintf(line, sizeof line, "if (%%c) goto out%u;", nest->label);
    line_in_mode(g, sync, line);
}

void gen_return(struct gen *g)
{
    bool sync = g->barriers && !g->in_helper;
    if (sync && !g->uniform)
        return;
    line_in_mode(g, sync, "if (%c) {");
    if (g->in_helper)
        gen_line(g, g->result, g->returns_value ? "return %a;" : "return;");
    else {
        gen_line(g, (struct shape){ULONG, 1}, "out0[slot] = %e;");
        gen_line(g, plain_int, "return;");
    }
    gen_line(g, plain_int, "}");
}
