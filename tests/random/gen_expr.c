/* SPDX-License-Identifier: MIT */
/* Expressions of random kernels: tables of forms, each a template (gen_put) with the types that it is for. */
#include "base/attributes.h"
#include "tests/random/gen.h"

enum lanes { ONE = 1, THREE = 2, EVEN = 4, MANY = THREE | EVEN, ANY = ONE | MANY };
enum kinds { U = 1, S = 2, F = 4, UF = 8, INTEGER = U | S, ALL = U | S | F }; /* UF: exact division needed */
enum sizes { B1 = 1, B2 = 2, B4 = 4, B8 = 8, SMALL = B1 | B2, WIDE = B4 | B8, SIZES = SMALL | WIDE };

struct form {
    const char *text;
    unsigned lanes, kinds, sizes;
};

/* Casts to the type undo the promotion of small scalars to int. */
static const struct form forms[] = {
    /* wrapping arithmetic */
    {"(%e + %e)", ANY, U, WIDE},
    {"(%e - %e)", ANY, U, WIDE},
    {"(%e * %e)", ANY, U, WIDE},
    {"as_%t((%u)(%U + %U))", ANY, INTEGER, SIZES},
    {"as_%t((%u)(%U - %U))", ANY, INTEGER, SIZES},
    {"as_%t((%u)((uint)%U * (uint)%U))", ONE, INTEGER, SMALL | B4},
    {"as_%t(%U * %U)", MANY, INTEGER, SIZES},
    {"as_%t(%U * %U)", ONE, INTEGER, B8},
    {"as_%t((%u)(%U * (%u)(%k)))", ANY, INTEGER, SIZES},
    /* bits */
    {"((%t)(%e & %e))", ANY, INTEGER, SIZES},
    {"((%t)(%e | %e))", ANY, INTEGER, SIZES},
    {"((%t)(%e ^ %e))", ANY, INTEGER, SIZES},
    {"((%t)~%e)", ANY, INTEGER, SIZES},
    {"as_%t((%u)(%U << %w))", ANY, INTEGER, SIZES},
    {"((%t)(%e >> %w))", ANY, INTEGER, SIZES},
    {"((%t)(%e >> (%e & (%t)(%m))))", ANY, INTEGER, SIZES},
    {"(%e << %e)", ANY, U, WIDE},
    {"(%e >> %e)", ANY, U, WIDE},
    {"rotate(%e, %e)", ANY, INTEGER, SIZES},
    {"bitselect(%e, %e, %e)", ANY, INTEGER, SIZES},
    {"popcount(%e)", ANY, INTEGER, SIZES},
    {"clz(%e)", ANY, INTEGER, SIZES},
    /* division */
    {"((%t)(%e / (%t)((%e & (%t)(15)) + (%t)(1))))", ANY, INTEGER, SIZES},
    {"((%t)(%e %% (%t)((%e & (%t)(7)) + (%t)(1))))", ANY, INTEGER, SIZES},
    {"((%t)(%e / (%t)(%k)))", ANY, INTEGER, SIZES},
    {"((%t)(%e %% (%t)(%k)))", ANY, INTEGER, SIZES},
    {"((%t)(%e / (%t)(%e | (%t)(1))))", ANY, U, SIZES},
    /* integer functions */
    {"min(%e, %e)", ANY, INTEGER, SIZES},
    {"max(%e, %e)", ANY, INTEGER, SIZES},
    {"as_%t(abs_diff(%e, %e))", ANY, INTEGER, SIZES},
    {"as_%t(abs(%e))", ANY, INTEGER, SIZES},
    {"add_sat(%e, %e)", ANY, INTEGER, SIZES},
    {"sub_sat(%e, %e)", ANY, INTEGER, SIZES},
    {"hadd(%e, %e)", ANY, INTEGER, SIZES},
    {"rhadd(%e, %e)", ANY, INTEGER, SIZES},
    {"mul_hi(%e, %e)", ANY, INTEGER, SIZES},
    {"mad_sat(%e, %e, %e)", ANY, INTEGER, SIZES},
    {"mul24((%t)(%e & (%t)(4095)), (%t)(%e & (%t)(255)))", ANY, INTEGER, B4},
    {"clamp(%e, (%t)(%k), (%t)(99))", ANY, INTEGER, SIZES},
    {"select(%e, %e, %U)", ANY, ALL, SIZES},
    {"select(%e, %e, %S)", ANY, ALL, SIZES},
    /* choices */
    {"((%t)(%c ? %e : %e))", ONE, ALL, SIZES},
    {"(%S ? %e : %e)", MANY, ALL, SIZES},
    {"((%t)(%c))", ONE, INTEGER, SIZES},
    {"(%e < %e)", MANY, S, SIZES},
    {"(%U >= %U)", MANY, S, SIZES},
    {"(%e == %e)", MANY, S, SIZES},
    {"(%e && %e)", MANY, S, SIZES},
    {"(!%e)", MANY, S, SIZES},
    {"(%f < %f)", MANY, S, WIDE},
    {"isequal(%f, %f)", MANY, S, WIDE},
    {"shuffle(%e, %U)", EVEN, ALL, SIZES},
    {"shuffle2(%e, %e, %U)", EVEN, ALL, SIZES},
    /* floating point */
    {"(%e + %e)", ANY, F, WIDE},
    {"(%e - %e)", ANY, F, WIDE},
    {"(%e * %e)", ANY, F, WIDE},
    {"(%e + %e * %e)", ANY, F, WIDE},
    {"(%e * (%t)(0.5f))", ANY, F, WIDE},
    {"(-%e)", ANY, F, WIDE},
    {"fabs(%e)", ANY, F, WIDE},
    {"fmin(%e, %e)", ANY, F, WIDE},
    {"fmax(%e, %e)", ANY, F, WIDE},
    {"fma(%e, %e, %e)", ANY, F, WIDE},
    {"floor(%e)", ANY, F, WIDE},
    {"ceil(%e)", ANY, F, WIDE},
    {"trunc(%e)", ANY, F, WIDE},
    {"rint(%e)", ANY, F, WIDE},
    {"(%e / (fabs(%e) + (%t)(1)))", ANY, F, B8},
    {"sqrt(fabs(%e))", ANY, F, B8},
    {"(%e / (fabs(%e) + (%t)(1)))", ANY, UF, B4},
    {"sqrt(fabs(%e))", ANY, UF, B4},
    /* between the two */
    {"as_%t(%f)", ANY, INTEGER, WIDE},
    {"as_%t(%U & (%u)(0x3fffffff))", ANY, F, B4},
    {"as_%t(%U & (%u)(0x3fffffffffffffff))", ANY, F, B8},
};

/* Conditions on values of one random type. */
static const struct form condition_forms[] = {
    {"(%e < %e)", ONE, ALL, SIZES},
    {"(%e <= %e)", ONE, ALL, SIZES},
    {"(%e > %e)", ONE, ALL, SIZES},
    {"(%e == %e)", ONE, ALL, SIZES},
    {"(%e != %e)", ONE, ALL, SIZES},
    {"isless(%e, %e)", ONE, F, SIZES},
    {"isgreaterequal(%e, %e)", ONE, F, SIZES},
    {"islessgreater(%e, %e)", ONE, F, SIZES},
    {"((%e & (%t)(1)) != 0)", ONE, INTEGER, SIZES},
    {"((%e & (%t)(%k)) == 0)", ONE, INTEGER, SIZES},
    {"(%e > (%t)(%k))", ONE, ALL, SIZES},
    {"any(%e)", MANY, S, SIZES},
    {"all(%e)", MANY, S, SIZES},
    {"any(%e < %e)", MANY, ALL, SIZES},
    {"all(%e != %e)", MANY, ALL, SIZES},
};

/* Conditions on ids and on other conditions. */
static const char *const free_conditions[] = {
    "((%i & 1) == 0)",
    "((%i & 3) != 1)",
    "((uint)(%i) %% 3u == 1u)",
    "((uint)(%i) < 9u)",
    "((%i) > 12)",
    "(%c && %c)",
    "(%c || %c)",
    "(!%c)",
    "((%c) != (%c))",
    "((%c) == (%c))",
    "(((int)(%i) >> 1) - %k > 0)",
    "((uint)(%i) - 1u < 20u)",
};

static bool fits(const struct gen *g, const struct form *form, struct shape shape)
{
    unsigned lanes = shape.lanes == 1 ? ONE : shape.lanes == 3 ? THREE : EVEN;
    unsigned floating = g->exact_divide ? F | UF : F;
    unsigned kind = shape_is_float(shape) ? floating : shape_is_signed(shape) ? S : U;
    return (form->lanes & lanes) && (form->kinds & kind) && (form->sizes & type_size(shape.base));
}

static const struct form *pick_form(struct gen *g, const struct form *list, unsigned count,
                                    struct shape shape)
{
    const struct form *form;
    do
        form = &list[prng_below(&g->prng, count)];
    while (!fits(g, form, shape));
    return form;
}

void gen_expr(struct gen *g, struct shape shape)
{
    if (g->expr_depth == 0 || prng_chance(&g->prng, 20)) {
        gen_leaf(g, shape);
        return;
    }
    g->expr_depth--;
    gen_put(g, shape, pick_form(g, forms, VG_COUNT(forms), shape)->text);
    g->expr_depth++;
}

void gen_assigned(struct gen *g, struct shape shape)
{
    if (!shape_is_float(shape)) {
        gen_expr(g, shape);
        return;
    }
    g->used_bound[shape.base][shape.lanes] = true;
    strbuf_print(&g->out, "bound_%s(", shape_name(shape).text);
    gen_expr(g, shape);
    strbuf_print(&g->out, ")");
}

/* The type for a condition: one that some variable has, when possible. */
static struct shape pick_compared(struct gen *g)
{
    if (g->var_count && prng_chance(&g->prng, 70))
        return g->vars[prng_below(&g->prng, g->var_count)].shape;
    return shape_pick(&g->prng);
}

void gen_condition(struct gen *g)
{
    unsigned kept = g->expr_depth;
    if (kept && prng_chance(&g->prng, 35)) {
        g->expr_depth--;
        gen_put(g, (struct shape){INT, 1}, free_conditions[prng_below(&g->prng, VG_COUNT(free_conditions))]);
    } else {
        struct shape shape = pick_compared(g);
        g->expr_depth = kept ? kept - 1 : 0;
        gen_put(g, shape, pick_form(g, condition_forms, VG_COUNT(condition_forms), shape)->text);
    }
    g->expr_depth = kept;
}
