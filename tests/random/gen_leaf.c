/* SPDX-License-Identifier: MIT */
/* The ends of expressions: variables, lanes, conversions, literals, loads, ids, calls. Each leaf_...() gives
 * false and writes nothing when nothing in scope fits. */
#include "base/attributes.h"
#include "tests/random/gen.h"

typedef bool leaf(struct gen *g, struct shape shape);

static bool leaf_variable(struct gen *g, struct shape shape)
{
    const struct var *var = gen_pick_var(g, gen_is_readable, shape);
    if (var)
        strbuf_print(&g->out, "%s", var->text);
    return var != NULL;
}

static bool is_vector_of(const struct gen *g, const struct var *var, struct shape shape)
{
    return var->shape.base == shape.base && var->shape.lanes > 1 && (!g->only_uniform || var->uniform);
}

static bool leaf_lanes(struct gen *g, struct shape shape)
{
    const struct var *var = gen_pick_var(g, is_vector_of, shape);
    if (!var)
        return false;
    strbuf_print(&g->out, "%s.s", var->text);
    for (unsigned i = 0; i < shape.lanes; i++)
        strbuf_print(&g->out, "%x", prng_below(&g->prng, var->shape.lanes));
    return true;
}

static bool has_lanes(const struct gen *g, const struct var *var, struct shape shape)
{
    return var->shape.lanes == shape.lanes && var->shape.base != shape.base &&
           (!g->only_uniform || var->uniform);
}

static bool leaf_converted(struct gen *g, struct shape shape)
{
    static const char *const modes[] = {"", "_rte", "_rtz", "_rtp", "_rtn"};
    const struct var *var = gen_pick_var(g, has_lanes, shape);
    if (!var)
        return false;
    bool from_float = shape_is_float(var->shape), to_float = shape_is_float(shape);
    bool saturate = !to_float && (from_float || prng_chance(&g->prng, 30));
    const char *mode = from_float != to_float ? modes[prng_below(&g->prng, VG_COUNT(modes))] : "";
    strbuf_print(&g->out, "convert_%s%s%s(%s)", shape_name(shape).text, saturate ? "_sat" : "", mode,
                 var->text);
    return true;
}

static bool is_reinterpretable(const struct gen *g, const struct var *var, struct shape shape)
{
    return !shape_is_float(var->shape) && var->shape.lanes != 3 &&
           type_size(var->shape.base) * var->shape.lanes == type_size(shape.base) * shape.lanes &&
           (!g->only_uniform || var->uniform);
}

static bool leaf_reinterpreted(struct gen *g, struct shape shape)
{
    if (shape_is_float(shape) || shape.lanes == 3)
        return false;
    const struct var *var = gen_pick_var(g, is_reinterpretable, shape);
    if (var)
        strbuf_print(&g->out, "as_%s(%s)", shape_name(shape).text, var->text);
    return var != NULL;
}

static bool leaf_literal(struct gen *g, struct shape shape)
{
    gen_literal(g, shape);
    return true;
}

static bool leaf_load(struct gen *g, struct shape shape)
{
    const struct array *array = gen_pick_array(g, &shape, g->only_uniform);
    if (!array)
        return false;
    unsigned way = prng_below(&g->prng, 10);
    strbuf_print(&g->out, way == 0 ? "%s[clamp((int)(" : way == 1 ? "%s[min((uint)(" : "%s[(", array->name);
    gen_index(g);
    if (way == 0)
        strbuf_print(&g->out, ") - 3, 0, %u)]", array->count - 1);
    else
        strbuf_print(&g->out, way == 1 ? "), %uu)]" : ") & %u]", array->count - 1);
    return true;
}

static bool leaf_vector_load(struct gen *g, struct shape shape)
{
    struct shape scalar = shape_scalar(shape);
    const struct array *array = gen_pick_array(g, &scalar, g->only_uniform);
    if (!array || shape.lanes == 1 || array->count < MAX_LANES)
        return false;
    strbuf_print(&g->out, "vload%u((size_t)((", shape.lanes);
    gen_index(g);
    strbuf_print(&g->out, ") & %u), %s)", array->count / (shape.lanes == 3 ? 4 : shape.lanes) - 1,
                 array->name);
    return true;
}

static bool leaf_constructed(struct gen *g, struct shape shape)
{
    struct shape scalar = shape_scalar(shape), half = {shape.base, shape.lanes / 2};
    if (shape.lanes == 1)
        return false;
    bool halves = shape.lanes >= 4 && prng_chance(&g->prng, 60);
    unsigned parts = halves ? 2 : shape.lanes, kept = g->expr_depth;
    g->expr_depth = 0;
    strbuf_print(&g->out, "(%s)(", shape_name(shape).text);
    for (unsigned i = 0; i < parts; i++) {
        strbuf_print(&g->out, "%s", i ? ", " : "");
        gen_expr(g, halves ? half : scalar);
    }
    strbuf_print(&g->out, ")");
    g->expr_depth = kept;
    return true;
}

static bool leaf_index(struct gen *g, struct shape shape)
{
    if (shape.lanes != 1)
        return false;
    strbuf_print(&g->out, "((%s)(uint)(", shape_name(shape).text);
    gen_index(g);
    strbuf_print(&g->out, "))");
    return true;
}

static bool leaf_call(struct gen *g, struct shape shape)
{
    for (unsigned i = 0; i < g->helper_count && !g->only_uniform && g->expr_depth; i++) {
        const struct helper *h = &g->helpers[i];
        if (h->has_out || !shape_equal(h->result, shape) || !gen_can_call(g, h))
            continue;
        gen_call_text(g, h);
        return true;
    }
    return false;
}

void gen_leaf(struct gen *g, struct shape shape)
{
    static leaf *const leaves[] = {
        leaf_variable, leaf_variable,  leaf_variable,  leaf_variable,      leaf_variable,    leaf_lanes,
        leaf_lanes,    leaf_converted, leaf_converted, leaf_reinterpreted, leaf_load,        leaf_load,
        leaf_load,     leaf_load,      leaf_literal,   leaf_vector_load,   leaf_vector_load, leaf_constructed,
        leaf_index,    leaf_call,      leaf_call,
    };
    unsigned kept = g->expr_depth;
    g->expr_depth = kept ? kept - 1 : 0;
    while (!leaves[prng_below(&g->prng, VG_COUNT(leaves))](g, shape))
        ;
    g->expr_depth = kept;
}

static void scalar_literal(struct gen *g, enum type base)
{
    static const char *const suffixes[TYPE_COUNT] = {"", "", "", "", "", "u", "L", "uL", "f", ""};
    unsigned bits = 8 * (unsigned)type_size(base), wide = prng_below(&g->prng, 8);
    if (base == FLOAT || base == DOUBLE) {
        strbuf_print(&g->out, "%s%u.%03u%s", prng_chance(&g->prng, 30) ? "-" : "", prng_below(&g->prng, 20),
                     prng_below(&g->prng, 8) * 125, suffixes[base]);
    } else if (wide == 0) {
        uint64_t any = prng_next(&g->prng) >> (65 - bits); /* never negative */
        strbuf_print(&g->out, "%#llx%s", (unsigned long long)any, suffixes[base]);
    } else {
        bool minus = base % 2 == 0 && wide == 1;
        strbuf_print(&g->out, "%s%u%s", minus ? "-" : "", prng_below(&g->prng, 100) + minus, suffixes[base]);
    }
}

void gen_literal(struct gen *g, struct shape shape)
{
    strbuf_print(&g->out, "((%s)(", shape_name(shape).text);
    bool splat = shape.lanes == 1 || prng_chance(&g->prng, 40);
    for (unsigned i = 0; i < (splat ? 1 : shape.lanes); i++) {
        strbuf_print(&g->out, "%s", i ? ", " : "");
        scalar_literal(g, shape.base);
    }
    strbuf_print(&g->out, "))");
}

static bool is_index(const struct gen *g, const struct var *var, struct shape shape)
{
    (void)shape;
    return var->is_index && (!g->only_uniform || var->uniform);
}

static bool is_integer(const struct gen *g, const struct var *var, struct shape shape)
{
    (void)shape;
    return var->shape.lanes == 1 && !shape_is_float(var->shape) && (!g->only_uniform || var->uniform);
}

/* An id, a loop's counter, or a constant where there is neither; of any integer type. */
static void put_id(struct gen *g)
{
    static const char *const varying[] = {"get_global_id(0)", "(int)get_global_id(0)",
                                          "(uint)get_local_id(0)", "get_local_id(1)",
                                          "(int)get_global_id(1)"};
    static const char *const uniform[] = {"get_group_id(0)", "(uint)get_local_size(0)",
                                          "(int)get_num_groups(0)", "get_global_size(0)", "get_group_id(1)"};
    struct shape any = {INT, 1};
    const struct var *var = gen_pick_var(g, is_index, any);
    if (var && prng_chance(&g->prng, 75))
        strbuf_print(&g->out, "%s", var->text);
    else if (g->only_uniform || prng_chance(&g->prng, 20))
        strbuf_print(&g->out, "%s", uniform[prng_below(&g->prng, VG_COUNT(uniform))]);
    else
        strbuf_print(&g->out, "%s", varying[prng_below(&g->prng, VG_COUNT(varying))]);
}

/* # is an id, $ any integer expression, @ a small number. Ids are small, so that signed sums are in range. */
static const char *const index_forms[] = {
    "#",
    "#",
    "#",
    "(# + @)",
    "(# - @)",
    "(# * @)",
    "(# * 2 + 1)",
    "(# / @)",
    "(# % @)",
    "(# >> 1)",
    "(# ^ @)",
    "(# & 7)",
    "(# + #)",
    "(# * 4 + #)",
    "(# - #)",
    "(@ - #)",
    "((uint)# - 1u)",
    "((long)# - @)",
    "((ulong)# * @ + @)",
    "((uint)# << 2)",
    "(# * @ + @)",
    "$",
    "$",
    "(uint)$",
    "((uint)$ + (uint)#)",
    "(int)((uint)$ >> 3)",
    "(# | 1)",
    "((ushort)# + @)",
};

void gen_index(struct gen *g)
{
    const char *form = index_forms[prng_below(&g->prng, VG_COUNT(index_forms))];
    for (; *form; form++) {
        if (*form == '#') {
            put_id(g);
        } else if (*form == '@') {
            strbuf_print(&g->out, "%u", 1 + prng_below(&g->prng, 7));
        } else if (*form == '$') {
            const struct var *var = gen_pick_var(g, is_integer, (struct shape){INT, 1});
            unsigned kept = g->expr_depth;
            g->expr_depth = kept ? kept - 1 : 0;
            if (var && prng_chance(&g->prng, 60))
                strbuf_print(&g->out, "%s", var->text);
            else
                gen_expr(g, (struct shape){prng_chance(&g->prng, 50) ? INT : UINT, 1});
            g->expr_depth = kept;
        } else {
            strbuf_add(&g->out, form, 1);
        }
    }
}
