/* SPDX-License-Identifier: MIT */
/* Measures the math functions, as the compiler makes them for kernels, against MPFR; fails where an error
 * passes its bound, a special value is wrong or a zero has the wrong sign.
 *
 *   accuracy_test [--count N] [--seed S] [--type float|double] [--options TEXT | --variants | --references]
 *                 [--all] [--threads N] [NAME...]
 *
 * N random calls of each function beside the special ones; with --all float functions of one argument get
 * each of the 2^32 instead. --options are build options: -cl-fast-relaxed-math asks for the bounds of relaxed
 * math, -cl-vgpu-width=1 for scalar code. VGPU_ISA chooses the instruction set. --variants measures
 * vectorised and scalar code, accurate and (for float) relaxed, for every instruction set of this CPU up to
 * VGPU_ISA. --references measures the quick references that stand in for MPFR instead. For each function,
 * type and variant it prints the error that is the largest share of its bound, the bound and the arguments
 * that gave it. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/attributes.h"
#include "tests/accuracy/sweep.h"

#define SKIPPED 77 /* what CTest takes for "skipped" */

static const struct vg_row rows[] = {
#define BOTH(name, reference, form, float_bound, double_bound)                                               \
    {#name, #reference, form, true, float_bound}, {#name, #reference, form, false, double_bound},
#define SINGLE(name, reference, form, bound) {#name, #reference, form, true, bound},
#include "tests/accuracy/functions.def"
};

/* The relaxed ones come last: double has none. */
static const char *const modes[] = {"", "-cl-vgpu-width=1", "-cl-fast-relaxed-math",
                                    "-cl-vgpu-width=1 -cl-fast-relaxed-math"};
#define MODES VG_COUNT(modes)
#define MODES_OF_DOUBLE 2

struct command {
    struct vg_sweep sweep;
    const char *type, *options;
    bool variants, references;
    char **names;
    int name_count;
};

static bool measure(const struct vg_row *row, const struct command *command)
{
    struct vg_variant variants[VG_MOST_VARIANTS];
    struct vg_sweep sweep = command->sweep;
    size_t count = 0;
    if (command->references)
        return vg_sweep_audit(&sweep, row);
    if (!command->variants)
        variants[count++] = (struct vg_variant){vg_cpu()->use, command->options};
    else
        for (enum vg_isa isa = 0; isa <= vg_cpu()->use; isa++)
            for (size_t m = 0; m < (row->single ? MODES : MODES_OF_DOUBLE); m++)
                variants[count++] = (struct vg_variant){isa, modes[m]};
    sweep.variants = variants;
    sweep.variant_count = count;
    return vg_sweep_run(&sweep, row);
}

static bool selected(const struct vg_row *row, const struct command *command)
{
    if (command->type && strcmp(command->type, row->single ? "float" : "double") != 0)
        return false;
    if (command->sweep.all && !(row->single && vg_takes_one(row->form)))
        return false;
    for (int i = 0; i < command->name_count; i++)
        if (strcmp(command->names[i], row->name) == 0)
            return true;
    return command->name_count == 0;
}

static bool parse_flag(struct command *command, const char *name)
{
    if (strcmp(name, "--all") == 0)
        command->sweep.all = true;
    else if (strcmp(name, "--variants") == 0)
        command->variants = true;
    else if (strcmp(name, "--references") == 0)
        command->references = true;
    else
        return false;
    return true;
}

static bool parse_value(struct command *command, const char *name, const char *value)
{
    if (strcmp(name, "--count") == 0)
        command->sweep.count = strtoull(value, NULL, 10);
    else if (strcmp(name, "--seed") == 0)
        command->sweep.seed = strtoull(value, NULL, 10);
    else if (strcmp(name, "--threads") == 0)
        command->sweep.threads = (unsigned)strtoul(value, NULL, 10);
    else if (strcmp(name, "--type") == 0)
        command->type = value;
    else if (strcmp(name, "--options") == 0)
        command->options = value;
    else
        return false;
    return true;
}

static bool parse(struct command *command, int argc, char **argv)
{
    *command = (struct command){.sweep = {.count = 2000, .seed = 1, .threads = 1}, .options = ""};
    int i = 1;
    for (; i < argc && strncmp(argv[i], "--", 2) == 0; i++) {
        if (parse_flag(command, argv[i]))
            continue;
        if (i + 1 == argc || !parse_value(command, argv[i], argv[i + 1]))
            return false;
        i++;
    }
    command->names = argv + i;
    command->name_count = argc - i;
    return command->sweep.threads > 0;
}

/* Whether this machine can run the code that VGPU_ISA asks for. */
static bool runnable(void)
{
    const char *name = getenv("VGPU_ISA");
    enum vg_isa isa;
    return !name || !vg_isa_parse(name, &isa) || isa <= vg_cpu()->host;
}

int main(int argc, char **argv)
{
    struct command command;
    if (!parse(&command, argc, argv))
        return fprintf(stderr, "%s: unknown option; see the head of accuracy.c\n", argv[0]), 2;
    if (!runnable())
        return printf("this CPU lacks instructions that the test uses\n"), SKIPPED;
    int failed = 0, measured = 0;
    for (size_t i = 0; i < VG_COUNT(rows); i++) {
        if (!selected(&rows[i], &command))
            continue;
        measured++;
        failed += !measure(&rows[i], &command);
    }
    printf("%d measured, %d failed\n", measured, failed);
    return failed || !measured ? 1 : 0;
}
