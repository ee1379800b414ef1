/* SPDX-License-Identifier: MIT */
/* Random programs: options, types, the functions that keep floating-point values in bounds and fold values
 * to hashes, and the kernels. */
#include "tests/random/program.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/attributes.h"
#include "tests/random/gen.h"

static const unsigned all_lanes[] = {1, 2, 3, 4, 8, 16};

static void pick_options(struct gen *g, struct program *program)
{
    static const unsigned stds[] = {120, 120, 300, 300, 300, 200};
    g->std = stds[prng_below(&g->prng, VG_COUNT(stds))];
    g->exact_divide = prng_chance(&g->prng, 30);
    strbuf_print(&program->options, "//: options -cl-std=CL%u.%u%s\n", g->std / 100, g->std / 10 % 10,
                 g->exact_divide ? " -cl-fp32-correctly-rounded-divide-sqrt" : "");
}

/* The first type is for memory too: without padding, whose bytes would be any. */
static void pick_records(struct gen *g)
{
    static const enum type words[] = {INT, UINT, FLOAT};
    for (unsigned r = 0; r < RECORDS; r++) {
        struct record *record = &g->records[r];
        snprintf(record->name, sizeof record->name, "r%u", r);
        record->field_count = 2 + prng_below(&g->prng, MAX_FIELDS - 1);
        for (unsigned i = 0; i < record->field_count; i++)
            record->fields[i] =
                r ? shape_pick(&g->prng) : (struct shape){words[prng_below(&g->prng, VG_COUNT(words))], 1};
    }
}

static void put_records(const struct gen *g, struct strbuf *out)
{
    for (unsigned r = 0; r < RECORDS; r++) {
        strbuf_print(out, "struct %s {\n", g->records[r].name);
        for (unsigned i = 0; i < g->records[r].field_count; i++)
            strbuf_print(out, "    %s f%u;\n", shape_name(g->records[r].fields[i]).text, i);
        strbuf_print(out, "};\n");
    }
}

/* No NaN, infinity or negative zero comes out. */
static void put_bound(struct shape shape, struct strbuf *out)
{
    struct shape_name type = shape_name(shape);
    const char *name = type.text, *f = shape.base == FLOAT ? "f" : "",
               *most = shape.base == FLOAT ? "1e6f" : "1e12";
    strbuf_print(out, "%s bound_%s(%s v)\n{\n", name, name, name);
    if (shape.lanes == 1)
        strbuf_print(out, "    return fabs(v) < %s ? v + 0.0%s : 0.5%s; //!\n}\n", most, f, f);
    else
        strbuf_print(out,
                     "    return select((%s)(0.5%s), v + (%s)(0.0%s), isless(fabs(v), (%s)(%s))); //!\n}\n",
                     name, f, name, f, name, most);
}

static void put_fold(struct shape shape, struct strbuf *out)
{
    static const char *const views[TYPE_COUNT] = {"", "", "", "", "", "", "", "", "as_uint", "as_ulong"};
    const char *view = views[shape.base];
    struct shape_name type = shape_name(shape);
    strbuf_print(out, "ulong fold_%s(%s v)\n{\n", type.text, type.text);
    if (shape.lanes == 1) {
        strbuf_print(out, "    return (ulong)%s(v); //!\n}\n", view);
        return;
    }
    strbuf_print(out, "    ulong sum = 7; //!\n");
    for (unsigned i = 0; i < shape.lanes; i++)
        strbuf_print(out, "    sum = (sum << 9 | sum >> 55) ^ (ulong)%s(v.s%x); //!\n", view, i);
    strbuf_print(out, "    return sum; //!\n}\n");
}

static void put_functions(const struct gen *g, struct strbuf *out)
{
    for (unsigned base = 0; base < TYPE_COUNT; base++)
        for (unsigned i = 0; i < VG_COUNT(all_lanes); i++) {
            struct shape shape = {(enum type)base, all_lanes[i]};
            if (g->used_bound[base][shape.lanes])
                put_bound(shape, out);
            if (g->used_fold[base][shape.lanes])
                put_fold(shape, out);
        }
}

static void put_pragmas(const struct gen *g, struct strbuf *out)
{
    strbuf_print(out, "#pragma OPENCL FP_CONTRACT OFF\n");
    if (g->std >= 200)
        return;
    strbuf_print(out, "#pragma OPENCL EXTENSION cl_khr_fp64 : enable\n");
    strbuf_print(out, "#pragma OPENCL EXTENSION cl_khr_int64_base_atomics : enable\n");
    strbuf_print(out, "#pragma OPENCL EXTENSION cl_khr_int64_extended_atomics : enable\n");
}

void program_generate(struct program *program, uint64_t seed, bool large)
{
    struct gen *g = calloc(1, sizeof *g);
    if (!g)
        abort();
    *program = (struct program){0};
    g->prng.state = seed;
    g->large = large;
    pick_options(g, program);
    pick_records(g);
    for (unsigned i = 0; i < PROGRAM_KERNELS; i++) {
        gen_kernel(g, i, &program->kernels[i].script);
        program->kernels[i].text = g->out;
        g->out = (struct strbuf){0};
    }
    put_pragmas(g, &program->common);
    put_records(g, &program->common);
    put_functions(g, &program->common);
    free(g);
}

static void append(struct strbuf *out, const struct strbuf *part)
{
    strbuf_add(out, strbuf_text(part), part->size);
}

void program_print(const struct program *program, struct strbuf *out)
{
    append(out, &program->options);
    for (unsigned i = 0; i < PROGRAM_KERNELS; i++)
        append(out, &program->kernels[i].script);
    append(out, &program->common);
    for (unsigned i = 0; i < PROGRAM_KERNELS; i++)
        append(out, &program->kernels[i].text);
}

void program_print_kernel(const struct program *program, unsigned kernel, struct strbuf *out)
{
    append(out, &program->options);
    append(out, &program->kernels[kernel].script);
    append(out, &program->common);
    append(out, &program->kernels[kernel].text);
}

void program_finish(struct program *program)
{
    strbuf_finish(&program->options);
    strbuf_finish(&program->common);
    for (unsigned i = 0; i < PROGRAM_KERNELS; i++) {
        strbuf_finish(&program->kernels[i].script);
        strbuf_finish(&program->kernels[i].text);
    }
}
