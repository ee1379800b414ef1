/* SPDX-License-Identifier: MIT */
/* What names are in scope in a random kernel. Scopes are stacks: a block remembers the counts. */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "tests/random/gen.h"

unsigned gen_name(struct gen *g)
{
    return ++g->names;
}

/* A full table replaces its last entry, which then is merely not used any more. */
struct var *gen_add_var(struct gen *g, struct shape shape, const char *format, ...)
{
    if (g->var_count == MAX_VARS)
        g->var_count--;
    struct var *var = &g->vars[g->var_count++];
    *var = (struct var){.shape = shape};
    va_list args;
    va_start(args, format);
    vsnprintf(var->text, sizeof var->text, format, args);
    va_end(args);
    return var;
}

struct array *gen_add_array(struct gen *g, struct shape shape, enum array_space space, unsigned count,
                            const char *name)
{
    if (g->array_count == MAX_ARRAYS)
        g->array_count--;
    struct array *array = &g->arrays[g->array_count++];
    *array = (struct array){.shape = shape, .count = count, .space = space};
    snprintf(array->name, sizeof array->name, "%s", name);
    return array;
}

bool gen_is_readable(const struct gen *g, const struct var *var, struct shape shape)
{
    return shape_equal(var->shape, shape) && (!g->only_uniform || var->uniform);
}

bool gen_is_assignable(const struct gen *g, const struct var *var, struct shape shape)
{
    (void)g;
    return var->assignable && shape_equal(var->shape, shape);
}

const struct var *gen_pick_var(struct gen *g, var_filter *filter, struct shape shape)
{
    unsigned fits[MAX_VARS], count = 0;
    for (unsigned i = 0; i < g->var_count; i++)
        if (filter(g, &g->vars[i], shape))
            fits[count++] = i;
    return count ? &g->vars[fits[prng_below(&g->prng, count)]] : NULL;
}

const struct array *gen_pick_array(struct gen *g, const struct shape *shape, bool only_inputs)
{
    unsigned fits[MAX_ARRAYS], count = 0;
    for (unsigned i = 0; i < g->array_count; i++)
        if ((!shape || shape_equal(g->arrays[i].shape, *shape)) &&
            (g->arrays[i].space != ARRAY_PRIVATE || !only_inputs))
            fits[count++] = i;
    return count ? &g->arrays[fits[prng_below(&g->prng, count)]] : NULL;
}
