/* SPDX-License-Identifier: MIT */
/* Runs golden kernels (script.h) through the compiler's client: run_kernels FILE.cl [FILE.vgpu]. Each run's
 * buffers and scratch lie between pages that nobody may touch (call.h). */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "compiler/printf.h"
#include "tests/kernels/call.h"

#define TOLERANCE 1e-6 /* relative, of float results */

static const char *file_name;

static void fail(const struct run *run, const char *what)
{
    fprintf(stderr, "%s: %s: %s\n", file_name, run ? run->kernel : "build", what);
    exit(1);
}

/* Followed by a NUL that *size does not count. */
static char *read_file(const char *path, size_t *size)
{
    enum { MOST = 8 << 20 };
    FILE *file = fopen(path, "rb");
    char *text = file ? calloc(1, MOST) : NULL;
    *size = text ? fread(text, 1, MOST - 1, file) : 0;
    if (*size == 0) {
        fprintf(stderr, "cannot read %s\n", path);
        exit(2);
    }
    fclose(file);
    return text;
}

static size_t find_kernel(struct vg_unit *unit, const struct run *run, const char *name)
{
    const struct vg_program_info *info = vg_unit_info(unit);
    for (size_t i = 0; i < info->kernel_count; i++)
        if (strcmp(info->kernels[i].name, name) == 0)
            return i;
    fail(run, "the program has no such kernel");
    return 0;
}

static struct call run_kernel(struct vg_unit *unit, const struct run *run, const char *name)
{
    size_t index = find_kernel(unit, run, name);
    const struct vg_code *code;
    struct call call;
    if (vg_unit_code(unit, index, &code) != CL_SUCCESS)
        fail(run, "no code");
    const char *wrong = call_prepare(&call, run, &vg_unit_info(unit)->kernels[index], &code->info);
    if (!wrong)
        wrong = call_execute(&call, code);
    if (wrong)
        fail(run, wrong);
    return call;
}

static bool is_near(double a, double b, enum type type)
{
    if (a == b || (a != a && b != b))
        return true;
    double size = a < 0 ? -a : a, gap = a < b ? b - a : a - b;
    return (type == FLOAT || type == DOUBLE) && gap <= size * TOLERANCE;
}

static void compare(const struct run *run, unsigned arg, const void *got, const void *want)
{
    const struct arg *shape = &run->args[arg];
    for (size_t i = 0; i < shape->count; i++) {
        double a = element_at(shape->type, got, i), b = element_at(shape->type, want, i);
        if (is_near(a, b, shape->type))
            continue;
        fprintf(stderr, "%s: %s: argument %u, element %zu is %.9g, should be %.9g\n", file_name, run->kernel,
                arg, i, a, b);
        exit(1);
    }
}

static void compare_print(const struct run *run, const struct call *call)
{
    size_t size = 0;
    const char *text = vg_printf_sink_text(call->launch.printf_sink, &size);
    if (size == strlen(run->print) && (size == 0 || memcmp(text, run->print, size) == 0))
        return;
    fprintf(stderr, "%s: %s: printed \"%.*s\", should be \"%s\"\n", file_name, run->kernel, (int)size, text,
            run->print);
    exit(1);
}

static void check_like(struct vg_unit *unit, const struct run *run, const struct expect *expect,
                       const void *got)
{
    struct call other = run_kernel(unit, run, expect->like);
    compare(run, expect->arg, got, other.buffers[expect->arg].bytes);
    call_finish(&other);
}

static void check_run(struct vg_unit *unit, const struct run *run)
{
    struct call call = run_kernel(unit, run, run->kernel);
    for (unsigned i = 0; i < run->expect_count; i++) {
        const struct expect *expect = &run->expects[i];
        const void *got = call.buffers[expect->arg].bytes;
        if (*expect->like)
            check_like(unit, run, expect, got);
        else
            compare(run, expect->arg, got, expect->data);
    }
    compare_print(run, &call);
    call_finish(&call);
}

/* The program from its source, or from a binary that the offline compiler made of it. */
static cl_int make_unit(const char *text, const struct script *script, const char *binary,
                        struct vg_unit **unit, char **log)
{
    size_t size = 0;
    if (!binary)
        return vg_compile(text, strlen(text), script->options, VG_STAGE_BUILD, NULL, 0, unit, log);
    char *bytes = read_file(binary, &size);
    cl_int status = vg_unit_load(bytes, size, unit);
    free(bytes);
    return status;
}

static void check_script(const struct script *script, const char *text, const char *binary)
{
    struct vg_unit *unit = NULL;
    char *log = NULL;
    cl_int status = make_unit(text, script, binary, &unit, &log);
    if (*script->error) {
        if (status == CL_SUCCESS || !log || !strstr(log, script->error))
            fail(NULL, log ? log : "built, but should have failed");
    } else if (status != CL_SUCCESS) {
        fail(NULL, log ? log : "failed without a log");
    } else if (script->run_count == 0) {
        fail(NULL, "the script runs nothing");
    }
    for (size_t i = 0; unit && i < script->run_count; i++)
        check_run(unit, &script->runs[i]);
    vg_unit_release(&unit);
    vg_free(log);
}

int main(int argc, char **argv)
{
    if (argc != 2 && argc != 3) {
        fprintf(stderr, "usage: run_kernels FILE.cl [FILE.vgpu | -cl-vgpu-width=N]\n");
        return 2;
    }
    file_name = argv[1];
    struct script script;
    size_t size;
    char *text = read_file(file_name, &size);
    script_read(text, &script);
    bool option = argc == 3 && argv[2][0] == '-';
    if (option)
        script_add_option(&script, argv[2]);
    check_script(&script, text, argc == 3 && !option ? argv[2] : NULL);
    script_finish(&script);
    free(text);
    return 0;
}
