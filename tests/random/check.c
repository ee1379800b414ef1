/* SPDX-License-Identifier: MIT */
/* Differential runs: see check.h. */
#include "tests/random/check.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/attributes.h"
#include "base/error.h"
#include "tests/kernels/call.h"
#include "tests/random/expect.h"

#define RUN_SECONDS 10

static const char *const config_options[] = {
    "-cl-opt-disable -cl-vgpu-width=1",
    "-cl-vgpu-width=1",
    "-cl-vgpu-width=4",
    "-cl-vgpu-width=8",
    "-cl-vgpu-width=16",
    "-cl-vgpu-width=32",
    "",
};

enum { REFERENCE, SCALAR, WIDTH_4, WIDTH_8, WIDTH_16, WIDTH_32, OWN_WIDTH };

/* A program in one configuration. */
struct build {
    struct vg_unit *unit; /* NULL when it did not build */
    char *log;
};

/* One run of a kernel; the call's buffers hold the output. */
struct result {
    struct verdict verdict;
    struct call call;
};

size_t check_config_count(void)
{
    return VG_COUNT(config_options);
}

const char *check_config_options(size_t config)
{
    return config_options[config];
}

unsigned check_all_configs(void)
{
    return (1u << VG_COUNT(config_options)) - 1;
}

/* Many kernels in few configurations find more than the reverse; wide vectors take much longer to compile. */
unsigned check_some_configs(uint64_t seed)
{
    static const unsigned char widths[] = {OWN_WIDTH, WIDTH_4,   OWN_WIDTH, WIDTH_8, OWN_WIDTH,
                                           WIDTH_4,   WIDTH_16,  OWN_WIDTH, WIDTH_8, OWN_WIDTH,
                                           WIDTH_32,  OWN_WIDTH, WIDTH_4};
    unsigned scalar = seed % 3 == 0 ? 1u << SCALAR : 0;
    return 1u << REFERENCE | scalar | 1u << widths[seed % VG_COUNT(widths)];
}

static struct build build_program(const char *text, const struct script *script, size_t config)
{
    struct build build = {0};
    char options[TEXT_BYTES + 64];
    snprintf(options, sizeof options, "%s %s", script->options, config_options[config]);
    if (vg_compile(text, strlen(text), options, VG_STAGE_BUILD, NULL, 0, &build.unit, &build.log) !=
        CL_SUCCESS)
        build.unit = NULL;
    return build;
}

static void finish_build(struct build *build)
{
    vg_unit_release(&build->unit);
    vg_free(build->log);
}

static void set_verdict(struct verdict *verdict, enum outcome outcome, const char *what, const char *detail)
{
    verdict->outcome = outcome;
    snprintf(verdict->what, sizeof verdict->what, "%s%.300s", what, detail);
}

/* Keeps the sentence of the last error. */
static void note_error(void *data, cl_int code, const char *message)
{
    struct verdict *verdict = data;
    (void)code;
    set_verdict(verdict, OUTCOME_NOT_BUILT, "no code is made of it: ", message);
    verdict->what[strcspn(verdict->what, "\n")] = 0; /* the rest names values, by numbers that vary */
}

/* The log's first error. */
static void set_not_built(struct verdict *verdict, const struct build *build)
{
    const char *log = build->log ? build->log : "no log";
    const char *error = strstr(log, "error");
    char line[256];
    snprintf(line, sizeof line, "%.*s", (int)strcspn(error ? error : log, "\n"), error ? error : log);
    set_verdict(verdict, OUTCOME_NOT_BUILT, "does not build: ", line);
}

static void judge_status(struct verdict *verdict, int status)
{
    if (WIFSIGNALED(status) && WTERMSIG(status) == SIGALRM)
        set_verdict(verdict, OUTCOME_TIMEOUT, "runs for too long", "");
    else if (WIFSIGNALED(status))
        set_verdict(verdict, OUTCOME_CRASHED, "ends with ", strsignal(WTERMSIG(status)));
    else if (WEXITSTATUS(status) != 0)
        set_verdict(verdict, OUTCOME_CRASHED, "the entry reports an error", "");
}

static void execute(struct result *result, const struct vg_code *code)
{
    fflush(NULL);
    pid_t child = fork();
    if (child == 0) {
        signal(SIGALRM, SIG_DFL);
        alarm(RUN_SECONDS);
        _exit(call_execute(&result->call, code) ? 1 : 0);
    }
    int status = 0;
    if (child < 0 || waitpid(child, &status, 0) != child) {
        perror("random_kernels: fork");
        exit(2);
    }
    judge_status(&result->verdict, status);
}

/* To be finished with finish_result(). */
static void run_kernel(const struct build *build, const struct run *run, struct result *result)
{
    *result = (struct result){0};
    if (!build->unit) {
        set_not_built(&result->verdict, build);
        return;
    }
    const struct vg_program_info *info = vg_unit_info(build->unit);
    const struct vg_code *code;
    size_t index = 0;
    while (index < info->kernel_count && strcmp(info->kernels[index].name, run->kernel) != 0)
        index++;
    if (index == info->kernel_count)
        set_verdict(&result->verdict, OUTCOME_NOT_BUILT, "the program has no such kernel", "");
    vg_error_set_sink(note_error, &result->verdict);
    bool ready = index < info->kernel_count && vg_unit_code(build->unit, index, &code) == CL_SUCCESS;
    vg_error_set_sink(NULL, NULL);
    if (!ready)
        return;
    const char *wrong = call_prepare(&result->call, run, &info->kernels[index], &code->info);
    if (wrong)
        set_verdict(&result->verdict, OUTCOME_NOT_BUILT, wrong, "");
    else
        execute(result, code);
}

static void finish_result(struct result *result)
{
    call_finish(&result->call);
}

/* The first element that differs, in words. */
static void compare(const struct run *run, const struct result *reference, struct result *result)
{
    for (unsigned i = 0; i < run->arg_count; i++) {
        const struct arg *arg = &run->args[i];
        size_t size = type_size(arg->type), at = 0;
        const char *want = reference->call.buffers[i].bytes, *got = result->call.buffers[i].bytes;
        if (arg->form != ARG_BUFFER || memcmp(want, got, arg->count * size) == 0)
            continue;
        while (memcmp(want + at * size, got + at * size, size) == 0)
            at++;
        char a[EXPECT_VALUE_BYTES], b[EXPECT_VALUE_BYTES];
        expect_value(arg->type, got, at, a);
        expect_value(arg->type, want, at, b);
        result->verdict.outcome = OUTCOME_DIFFERENT;
        snprintf(result->verdict.what, sizeof result->verdict.what,
                 "argument %u (%s), element %zu is %s, should be %s", i, type_name(arg->type), at, a, b);
        return;
    }
}

static uint64_t hash_output(const struct run *run, const struct result *result)
{
    uint64_t hash = 14695981039346656037u;
    for (unsigned i = 0; i < run->arg_count; i++) {
        const unsigned char *bytes = result->call.buffers[i].bytes;
        size_t size = bytes ? run->args[i].count * type_size(run->args[i].type) : 0;
        for (size_t at = 0; at < size; at++)
            hash = (hash ^ bytes[at]) * 1099511628211u;
    }
    return hash;
}

/* Runs and compares one kernel in a configuration that is not the reference. */
static struct verdict compare_kernel(const struct build *build, const struct run *run,
                                     const struct result *reference)
{
    struct result result;
    run_kernel(build, run, &result);
    if (result.verdict.outcome == OUTCOME_SAME)
        compare(run, reference, &result);
    finish_result(&result);
    return result.verdict;
}

static void check_config(const char *text, const struct script *script, size_t config,
                         const struct result *references, check_found *found, void *data)
{
    struct build build = build_program(text, script, config);
    for (size_t i = 0; i < script->run_count; i++) {
        if (references[i].verdict.outcome != OUTCOME_SAME)
            continue;
        struct verdict verdict = compare_kernel(&build, &script->runs[i], &references[i]);
        if (verdict.outcome != OUTCOME_SAME)
            found(data, (unsigned)i, config, &verdict);
    }
    finish_build(&build);
}

static struct result *run_references(const char *text, const struct script *script)
{
    struct result *references = calloc(script->run_count + 1, sizeof *references);
    if (!references)
        abort();
    struct build build = build_program(text, script, REFERENCE);
    for (size_t i = 0; i < script->run_count; i++)
        run_kernel(&build, &script->runs[i], &references[i]);
    finish_build(&build);
    return references;
}

void check_program(const char *text, unsigned configs, uint64_t *hashes, check_found *found, void *data)
{
    struct script script;
    script_read(text, &script);
    struct result *references = run_references(text, &script);
    for (size_t i = 0; i < script.run_count; i++) {
        hashes[i] = hash_output(&script.runs[i], &references[i]);
        if (references[i].verdict.outcome != OUTCOME_SAME)
            found(data, (unsigned)i, REFERENCE, &references[i].verdict);
    }
    for (size_t config = 1; config < VG_COUNT(config_options); config++)
        if (configs >> config & 1)
            check_config(text, &script, config, references, found, data);
    for (size_t i = 0; i < script.run_count; i++)
        finish_result(&references[i]);
    free(references);
    script_finish(&script);
}

static void expect_output(const struct run *run, const struct result *result, struct strbuf *out)
{
    for (unsigned i = 0; i < run->arg_count; i++) {
        const struct arg *arg = &run->args[i];
        const void *bytes = result->call.buffers[i].bytes;
        if (arg->form == ARG_BUFFER && memcmp(bytes, arg->data, arg->count * type_size(arg->type)) != 0)
            expect_list(out, i, arg->type, bytes, arg->count);
    }
}

struct verdict check_kernel(const char *text, size_t config, struct strbuf *expected)
{
    struct script script;
    script_read(text, &script);
    struct result *reference = run_references(text, &script);
    struct verdict verdict = reference->verdict;
    if (config && verdict.outcome == OUTCOME_SAME) {
        struct build build = build_program(text, &script, config);
        verdict = compare_kernel(&build, &script.runs[0], reference);
        finish_build(&build);
    } else if (config) {
        verdict.outcome = OUTCOME_SAME; /* nothing to compare with */
    }
    if (expected && reference->verdict.outcome == OUTCOME_SAME)
        expect_output(&script.runs[0], reference, expected);
    finish_result(reference);
    free(reference);
    script_finish(&script);
    return verdict;
}
