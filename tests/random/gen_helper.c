/* SPDX-License-Identifier: MIT */
/* Helper functions of random kernels, and calls of them. */
#include <stdio.h>
#include <string.h>

#include "base/attributes.h"
#include "tests/random/gen.h"

#define FEW 4    /* elements that any array has */
#define INPUT 64 /* elements that an input has at least */

static const char *qualifier(const struct param *param)
{
    if (param->generic)
        return "";
    return param->space == ARRAY_GLOBAL     ? "global "
           : param->space == ARRAY_CONSTANT ? "constant "
                                            : "private ";
}

static void pick_param(struct gen *g, struct helper *h)
{
    struct param *param = &h->params[h->param_count];
    const struct array *input = gen_pick_array(g, NULL, true);
    *param = (struct param){.form = PARAM_VALUE, .shape = shape_pick(&g->prng)};
    if (input && prng_chance(&g->prng, 25)) {
        *param = (struct param){PARAM_ARRAY, input->shape, input->space, false};
        param->generic = g->std >= 200 && input->space == ARRAY_GLOBAL && prng_chance(&g->prng, 50);
    } else if (h->has_out && (h->param_count == 0 || prng_chance(&g->prng, 20))) {
        *param = (struct param){PARAM_OUT, param->shape, ARRAY_PRIVATE, false};
        param->generic = g->std >= 200 && prng_chance(&g->prng, 50);
    }
    h->param_count++;
}

static void declare_param(struct gen *g, const struct param *param, unsigned number)
{
    struct shape_name type = shape_name(param->shape);
    if (number)
        strbuf_print(&g->out, ", ");
    if (param->form == PARAM_VALUE)
        strbuf_print(&g->out, "%s p%u", type.text, number);
    else
        strbuf_print(&g->out, "%s%s%s *p%u", qualifier(param), param->form == PARAM_ARRAY ? "const " : "",
                     type.text, number);
}

static void add_param(struct gen *g, const struct param *param, unsigned number)
{
    char name[16];
    snprintf(name, sizeof name, "p%u", number);
    if (param->form == PARAM_ARRAY) {
        unsigned count = param->generic ? FEW : INPUT;
        gen_add_array(g, param->shape, param->space, count, name)->is_generic = param->generic;
        return;
    }
    struct var *var = gen_add_var(g, param->shape, param->form == PARAM_OUT ? "(*p%u)" : "p%u", number);
    var->assignable = true;
    var->addressable = param->form == PARAM_VALUE;
}

static void put_head(struct gen *g, const struct helper *h)
{
    if (prng_chance(&g->prng, 20))
        strbuf_print(&g->out, "__attribute__((noinline)) ");
    strbuf_print(&g->out, "%s %s(", h->has_out ? "void" : shape_name(h->result).text, h->name);
    for (unsigned i = 0; i < h->param_count; i++)
        declare_param(g, &h->params[i], i);
    gen_line(g, h->result, ")\n{");
}

static void begin_body(struct gen *g, const struct helper *h)
{
    g->var_count = g->array_count = g->nest_count = 0;
    g->in_helper = true;
    g->uniform = false;
    g->returns_value = !h->has_out;
    g->result = h->result;
    g->weight = g->peak_weight = 1;
    g->most_weight = 40;
    g->statements = g->large ? 10 : 3;
    for (unsigned i = 0; i < h->param_count; i++)
        add_param(g, &h->params[i], i);
}

/* The inputs of the kernel are in scope: parameters are made for them. */
void gen_helper(struct gen *g, const char *name)
{
    struct array inputs[MAX_ARRAYS];
    unsigned input_count = g->array_count, vars = g->var_count;
    memcpy(inputs, g->arrays, sizeof inputs);
    struct helper *h = &g->helpers[g->helper_count];
    *h = (struct helper){.has_out = prng_chance(&g->prng, 35), .result = shape_pick(&g->prng)};
    snprintf(h->name, sizeof h->name, "%s", name);
    for (unsigned count = 1 + prng_below(&g->prng, g->large ? MAX_PARAMS - 1 : 6); count; count--)
        pick_param(g, h);
    put_head(g, h);
    struct var kept[MAX_VARS];
    memcpy(kept, g->vars, sizeof kept);
    begin_body(g, h);
    gen_body_here(g, 3 + prng_below(&g->prng, 5));
    if (!h->has_out)
        gen_line(g, h->result, "return %a; //!");
    gen_line(g, h->result, "}");
    h->weight = g->peak_weight;
    memcpy(g->arrays, inputs, sizeof inputs);
    memcpy(g->vars, kept, sizeof kept);
    g->array_count = input_count;
    g->var_count = vars;
    g->in_helper = false;
    g->helper_count++;
}

/* What a parameter may be given: an array large enough in the right address space. */
static const struct array *pick_argument(struct gen *g, const struct param *param)
{
    unsigned fits[MAX_ARRAYS], count = 0;
    for (unsigned i = 0; i < g->array_count; i++) {
        const struct array *array = &g->arrays[i];
        bool reachable = param->generic ? array->space != ARRAY_CONSTANT
                                        : array->space == param->space && !array->is_generic;
        if (reachable && array->count >= (param->generic ? FEW : INPUT) &&
            shape_equal(array->shape, param->shape))
            fits[count++] = i;
    }
    return count ? &g->arrays[fits[prng_below(&g->prng, count)]] : NULL;
}

bool gen_can_call(struct gen *g, const struct helper *h)
{
    for (unsigned i = 0; i < h->param_count; i++)
        if (h->params[i].form == PARAM_ARRAY && !pick_argument(g, &h->params[i]))
            return false;
    if (g->weight * h->weight > g->most_weight)
        return false;
    return true;
}

static bool is_addressable(const struct gen *g, const struct var *var, struct shape shape)
{
    (void)g;
    return var->addressable && shape_equal(var->shape, shape);
}

void gen_call_text(struct gen *g, const struct helper *h)
{
    unsigned kept = g->expr_depth;
    g->expr_depth = kept > 1;
    strbuf_print(&g->out, "%s(", h->name);
    for (unsigned i = 0; i < h->param_count; i++) {
        const struct param *param = &h->params[i];
        strbuf_print(&g->out, "%s", i ? ", " : "");
        if (param->form == PARAM_VALUE)
            gen_assigned(g, param->shape);
        else if (param->form == PARAM_ARRAY)
            strbuf_print(&g->out, "%s", pick_argument(g, param)->name);
        else
            strbuf_print(&g->out, "&%s", gen_pick_var(g, is_addressable, param->shape)->text);
    }
    strbuf_print(&g->out, ")");
    g->expr_depth = kept;
    if (g->peak_weight < g->weight * h->weight)
        g->peak_weight = g->weight * h->weight;
}
