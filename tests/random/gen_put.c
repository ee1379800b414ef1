/* SPDX-License-Identifier: MIT */
/* Copies templates and replaces their codes (gen.h lists them); lines and blocks of them. */
#include <stdlib.h>
#include <string.h>

#include "tests/random/gen.h"

static void put_name(struct gen *g, struct shape shape)
{
    strbuf_print(&g->out, "%s", shape_name(shape).text);
}

static void put_number(struct gen *g, unsigned number)
{
    strbuf_print(&g->out, "%u", number);
}

static unsigned bits_of(struct shape shape)
{
    return 8 * (unsigned)type_size(shape.base);
}

/* Expressions and names of types; false when the code is another one. */
static bool put_typed(struct gen *g, struct shape shape, char code)
{
    switch (code) {
    case 'e':
        gen_expr(g, shape);
        return true;
    case 'a':
        gen_assigned(g, shape);
        return true;
    case 'l':
        strbuf_print(&g->out, "%s", gen_pick_var(g, gen_is_assignable, shape)->text);
        return true;
    case 'U':
        gen_expr(g, shape_unsigned(shape));
        return true;
    case 'S':
        gen_expr(g, shape_signed(shape));
        return true;
    case 'f':
        gen_assigned(g, shape_float(shape));
        return true;
    case 'b':
        gen_expr(g, shape_scalar(shape));
        return true;
    case 't':
        put_name(g, shape);
        return true;
    case 'u':
        put_name(g, shape_unsigned(shape));
        return true;
    case 's':
        put_name(g, shape_signed(shape));
        return true;
    case 'B':
        put_name(g, shape_scalar(shape));
        return true;
    default:
        return false;
    }
}

static const char *array_qualifier(const struct array *array)
{
    if (array->is_generic || array->space == ARRAY_PRIVATE)
        return "";
    return array->space == ARRAY_GLOBAL ? "global " : "constant ";
}

/* Of the array, tile or cells that the template is for. */
static bool put_memory(struct gen *g, char code)
{
    switch (code) {
    case 'A':
        strbuf_print(&g->out, "%s", g->array->name);
        return true;
    case 'N':
        put_number(g, g->array->count);
        return true;
    case 'M':
        put_number(g, g->array->count - 1);
        return true;
    case 'D':
        put_number(g, g->array->count / 8 + 1 + prng_below(&g->prng, 9));
        return true;
    case 'Q':
        strbuf_print(&g->out, "%s", array_qualifier(g->array));
        return true;
    case 'L':
        strbuf_print(&g->out, "%s", g->tile->name);
        return true;
    case 'Z':
        put_number(g, g->tile->count);
        return true;
    case 'P':
        strbuf_print(&g->out, "%s", g->cell_array);
        return true;
    case 'G':
        strbuf_print(&g->out, "%s", g->cell_array == g->global_cells ? "global" : "local");
        return true;
    case 'X':
        strbuf_print(&g->out, "%s", type_size(g->cells.base) == 8 ? "atom" : "atomic");
        return true;
    default:
        return false;
    }
}

static void put_code(struct gen *g, struct shape shape, char code)
{
    if (put_typed(g, shape, code) || put_memory(g, code))
        return;
    switch (code) {
    case 'c':
        gen_condition(g);
        break;
    case 'i':
        gen_index(g);
        break;
    case 'k':
        put_number(g, 1 + prng_below(&g->prng, 9));
        break;
    case 'x':
        strbuf_print(&g->out, "%x", prng_below(&g->prng, shape.lanes));
        break;
    case 'w':
        put_number(g, prng_below(&g->prng, bits_of(shape)));
        break;
    case 'm':
        put_number(g, bits_of(shape) - 1);
        break;
    case '0':
    case '1':
        strbuf_print(&g->out, "n%u", g->fresh + (unsigned)(code - '0'));
        break;
    case '%':
        strbuf_add(&g->out, "%", 1);
        break;
    default:
        abort(); /* no such code: a template of ours is wrong */
    }
}

static void put_range(struct gen *g, struct shape shape, const char *format, const char *end)
{
    while (format < end) {
        const char *code = memchr(format, '%', (size_t)(end - format));
        const char *plain = code ? code : end;
        strbuf_add(&g->out, format, (size_t)(plain - format));
        if (code)
            put_code(g, shape, code[1]);
        format = code ? code + 2 : end;
    }
}

void gen_put(struct gen *g, struct shape shape, const char *format)
{
    put_range(g, shape, format, format + strlen(format));
}

static bool ends_with(const char *begin, const char *end, const char *what)
{
    size_t size = strlen(what);
    return (size_t)(end - begin) >= size && memcmp(end - size, what, size) == 0;
}

static void put_line(struct gen *g, struct shape shape, const char *begin, const char *end)
{
    enum { SPACES = 4 };
    if (*begin == '}' && g->indent)
        g->indent--;
    for (unsigned i = 0; i < g->indent * SPACES; i++)
        strbuf_add(&g->out, " ", 1);
    g->expr_depth = 1 + prng_below(&g->prng, g->large ? 4 : 2);
    put_range(g, shape, begin, end);
    strbuf_add(&g->out, "\n", 1);
    if (ends_with(begin, end, "{") || ends_with(begin, end, "{ //!"))
        g->indent++;
}

void gen_line(struct gen *g, struct shape shape, const char *format)
{
    put_line(g, shape, format, format + strlen(format));
}

void gen_lines(struct gen *g, struct shape shape, const char *format)
{
    enum { NAMES = 2 };
    if (strstr(format, "%l"))
        gen_need_var(g, shape);
    g->fresh = g->names + 1;
    g->names += NAMES;
    while (*format) {
        size_t size = strcspn(format, "\n");
        put_line(g, shape, format, format + size);
        format += size + (format[size] == '\n');
    }
}
