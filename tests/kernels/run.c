/* SPDX-License-Identifier: MIT */
/* Runs golden kernels (script.h) through the compiler's client: run_kernels FILE.cl [FILE.vgpu]. Each run's
 * scratch is exactly as large as the code asks for and ends at a page that nobody may touch. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "base/alloc.h"
#include "compiler/compiler.h"
#include "compiler/printf.h"
#include "tests/kernels/script.h"

#define PAGE 4096
#define TOLERANCE 1e-6 /* relative, of float results */

/* What a kernel is called with; buffers are copies. */
struct call {
    struct vg_launch launch;
    unsigned char *block;
    void *buffers[MAX_ARGS];
    uint64_t groups;
    size_t local_bytes;
};

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

static void set_arg(struct call *call, const struct run *run, const struct vg_kernel_info *info, unsigned i)
{
    const struct arg *arg = &run->args[i];
    unsigned char *slot = call->block + info->args[i].offset;
    size_t bytes = arg->form == ARG_BUFFER || arg->form == ARG_VALUE ? arg->count * type_size(arg->type) : 0;
    uint64_t word = 0;
    if (arg->form == ARG_VALUE) {
        if (bytes != info->args[i].size)
            fail(run, "an argument by value has another size than the kernel's");
        memcpy(slot, arg->data, bytes);
        return;
    }
    if (arg->form == ARG_BUFFER) {
        call->buffers[i] = aligned_alloc(128, (bytes + 255) / 128 * 128);
        memcpy(call->buffers[i], arg->data, bytes);
        word = (uint64_t)(uintptr_t)call->buffers[i];
    } else if (arg->form == ARG_LOCAL) {
        uint64_t align = info->args[i].align;
        word = (call->local_bytes + align - 1) / align * align;
        call->local_bytes = word + arg->count;
    }
    memcpy(slot, &word, sizeof word);
}

static void prepare(struct call *call, const struct run *run, const struct vg_kernel_info *info,
                    const struct vg_code_info *code)
{
    *call = (struct call){.groups = 1, .local_bytes = code->local_bytes};
    if (info->arg_count != run->arg_count)
        fail(run, "the script and the kernel differ in the number of arguments");
    call->block = aligned_alloc(128, (info->args_bytes + 255) / 128 * 128);
    for (unsigned i = 0; i < run->arg_count; i++)
        set_arg(call, run, info, i);
    for (unsigned i = 0; i < 3; i++) {
        call->launch.global_size[i] = run->global[i];
        call->launch.local_size[i] = run->local[i];
        call->launch.global_offset[i] = run->offset[i];
        call->launch.num_groups[i] = (run->global[i] + run->local[i] - 1) / run->local[i];
        call->groups *= call->launch.num_groups[i];
    }
    call->launch.work_dim = run->work_dim;
    call->launch.frame_at = (call->local_bytes + VG_SCRATCH_ALIGN - 1) / VG_SCRATCH_ALIGN * VG_SCRATCH_ALIGN;
}

/* The area ends at a page without access, up to the alignment of its start. */
static void *map_scratch(size_t size, void **area, size_t *area_size)
{
    size_t whole = (size + PAGE - 1) / PAGE * PAGE;
    *area_size = whole + PAGE;
    *area = mmap(NULL, *area_size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (*area == MAP_FAILED)
        exit(2);
    char *end = (char *)*area + whole;
    mprotect(end, PAGE, PROT_NONE);
    return end - (size + VG_SCRATCH_ALIGN - 1) / VG_SCRATCH_ALIGN * VG_SCRATCH_ALIGN;
}

/* In two calls of the entry, so that a start in the middle of the grid is tried too. */
static void execute(struct call *call, const struct run *run, const struct vg_code *code)
{
    size_t items = run->local[0] * run->local[1] * run->local[2], area_size;
    size_t width = code->info.width;
    items = (items + width - 1) / width * width;
    void *area;
    void *scratch = map_scratch(
        call->launch.frame_at + code->info.fixed_bytes + items * code->info.item_bytes, &area, &area_size);
    uint64_t half = call->groups / 2;
    call->launch.printf_sink = vg_printf_sink_create();
    if (code->entry(&call->launch, call->block, half, call->groups, scratch) != 0 ||
        code->entry(&call->launch, call->block, 0, half, scratch) != 0)
        fail(run, "the entry reports an error");
    munmap(area, area_size);
}

static void finish(struct call *call)
{
    for (unsigned i = 0; i < MAX_ARGS; i++)
        free(call->buffers[i]);
    vg_printf_sink_destroy(call->launch.printf_sink);
    free(call->block);
}

static struct call run_kernel(struct vg_unit *unit, const struct run *run, const char *name)
{
    size_t index = find_kernel(unit, run, name);
    const struct vg_code *code;
    struct call call;
    if (vg_unit_code(unit, index, &code) != CL_SUCCESS)
        fail(run, "no code");
    prepare(&call, run, &vg_unit_info(unit)->kernels[index], &code->info);
    execute(&call, run, code);
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
    compare(run, expect->arg, got, other.buffers[expect->arg]);
    finish(&other);
}

static void check_run(struct vg_unit *unit, const struct run *run)
{
    struct call call = run_kernel(unit, run, run->kernel);
    for (unsigned i = 0; i < run->expect_count; i++) {
        const struct expect *expect = &run->expects[i];
        const void *got = call.buffers[expect->arg];
        if (*expect->like)
            check_like(unit, run, expect, got);
        else
            compare(run, expect->arg, got, expect->data);
    }
    compare_print(run, &call);
    finish(&call);
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
        fprintf(stderr, "usage: run_kernels FILE.cl [FILE.vgpu]\n");
        return 2;
    }
    file_name = argv[1];
    struct script script;
    size_t size;
    char *text = read_file(file_name, &size);
    script_read(text, &script);
    check_script(&script, text, argc == 3 ? argv[2] : NULL);
    script_finish(&script);
    free(text);
    return 0;
}
