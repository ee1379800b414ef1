/* SPDX-License-Identifier: MIT */
/* Measures the math functions, as the compiler makes them for kernels, against MPFR; fails where an error
 * passes its bound, a special value is wrong or a zero has the wrong sign.
 *
 *   accuracy_test [--count N] [--seed S] [--type float|double] [--options TEXT] [--all] [NAME...]
 *
 * N random calls of each function beside the special ones; with --all float functions of one argument get
 * each of the 2^32 instead. --options are build options: -cl-fast-relaxed-math asks for the bounds of relaxed
 * math, -cl-vgpu-width=1 for scalar code. VGPU_ISA chooses the instruction set. For each function and type it
 * prints the largest error as a share of its bound, the arguments that gave it and the bound. */
#include <float.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/cpu.h"
#include "tests/accuracy/judge.h"

#define SKIPPED 77 /* what CTest takes for "skipped" */

static const struct vg_row rows[] = {
#define BOTH(name, reference, form, float_bound, double_bound)                                               \
    {#name, #reference, form, true, float_bound}, {#name, #reference, form, false, double_bound},
#define SINGLE(name, reference, form, bound) {#name, #reference, form, true, bound},
#include "tests/accuracy/functions.def"
};

struct command {
    size_t count;
    uint64_t seed;
    const char *type, *options;
    bool all;
    char **names;
    int name_count;
};

static void fill(const struct vg_row *row, struct vg_batch *b, struct vg_inputs *inputs)
{
    for (int i = 0; i < VG_BATCH; i++) {
        double xyz[3];
        do {
            vg_inputs_next(inputs, xyz, &b->n[i]);
        } while (!vg_in_domain(row, xyz[0]));
        for (int j = 0; j < 3; j++)
            vg_batch_set(b, row->single, j, i, xyz[j]);
    }
}

static void run_batch(struct vg_judge *judge, struct vg_device *device, struct vg_batch *b)
{
    struct vg_operands operands = {b->values[0], b->values[1], b->values[2], b->n,
                                   b->values[3], b->values[4], b->k};
    vg_device_call(device, &operands, VG_BATCH);
    for (int i = 0; i < VG_BATCH; i++)
        vg_judge_call(judge, b, i);
}

static void run_some(struct vg_judge *judge, struct vg_device *device, const struct command *command)
{
    static struct vg_batch batch;
    const struct vg_row *row = judge->row;
    struct vg_inputs inputs;
    int operands = row->form == TERNARY ? 3 : row->form == BINARY || row->form == DIVIDE ? 2 : 1;
    vg_inputs_init(&inputs, command->seed, row->single, operands);
    size_t total = vg_inputs_specials(&inputs) + command->count;
    for (size_t done = 0; done < total; done += VG_BATCH) {
        fill(row, &batch, &inputs);
        run_batch(judge, device, &batch);
    }
}

static void run_all(struct vg_judge *judge, struct vg_device *device)
{
    static struct vg_batch batch;
    uint32_t *x = (uint32_t *)(void *)batch.values[0];
    for (uint64_t at = 0; at < UINT64_C(1) << 32; at += VG_BATCH) {
        for (uint32_t i = 0; i < VG_BATCH; i++)
            x[i] = (uint32_t)at + i;
        run_batch(judge, device, &batch);
    }
}

/* Returns whether all errors are within the bound. */
static bool measure(const struct vg_row *row, const struct command *command)
{
    bool relaxed = strstr(command->options, "relaxed") || strstr(command->options, "unsafe");
    struct vg_judge judge;
    struct vg_device *device = vg_device_create(row->name, row->form, row->single, command->options);
    if (!device || !vg_judge_init(&judge, row, relaxed)) {
        printf("%s: not built or without a reference\n", row->name);
        vg_device_destroy(device);
        return false;
    }
    if (command->all)
        run_all(&judge, device);
    else
        run_some(&judge, device, command);
    vg_judge_print(&judge);
    vg_device_destroy(device);
    return judge.failures == 0;
}

static bool selected(const struct vg_row *row, const struct command *command)
{
    if (command->type && strcmp(command->type, row->single ? "float" : "double") != 0)
        return false;
    if (command->all && !(row->single && row->form == UNARY))
        return false;
    for (int i = 0; i < command->name_count; i++)
        if (strcmp(command->names[i], row->name) == 0)
            return true;
    return command->name_count == 0;
}

static bool parse(struct command *command, int argc, char **argv)
{
    *command = (struct command){.count = 2000, .seed = 1, .options = ""};
    int i = 1;
    for (; i < argc && strncmp(argv[i], "--", 2) == 0; i++) {
        const char *value = i + 1 < argc ? argv[i + 1] : "";
        if (strcmp(argv[i], "--all") == 0) {
            command->all = true;
            continue;
        }
        if (strcmp(argv[i], "--count") == 0)
            command->count = strtoull(value, NULL, 10);
        else if (strcmp(argv[i], "--seed") == 0)
            command->seed = strtoull(value, NULL, 10);
        else if (strcmp(argv[i], "--type") == 0)
            command->type = value;
        else if (strcmp(argv[i], "--options") == 0)
            command->options = value;
        else
            return false;
        i++;
    }
    command->names = argv + (i < argc ? i : argc);
    command->name_count = i < argc ? argc - i : 0;
    return true;
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
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        if (!selected(&rows[i], &command))
            continue;
        measured++;
        failed += !measure(&rows[i], &command);
    }
    printf("%d measured, %d failed\n", measured, failed);
    return failed || !measured ? 1 : 0;
}
