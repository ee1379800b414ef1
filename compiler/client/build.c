/* SPDX-License-Identifier: MIT */
/* From source, and from units, to units: checks the options, looks into the cache, asks the compiler, and
 * turns whatever happened into an error code and a build log. */
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/attributes.h"
#include "base/config.h"
#include "base/error.h"
#include "base/log.h"
#include "compiler/check.h"
#include "compiler/client/cache.h"
#include "compiler/client/locate.h"
#include "compiler/client/unit.h"

#define MESSAGE_BYTES 512

/* What a stage calls its errors. */
static const struct {
    cl_int bad_options, failure;
    const char *what;
} stages[] = {
    [VG_STAGE_BUILD] = {CL_INVALID_BUILD_OPTIONS, CL_BUILD_PROGRAM_FAILURE, "build"},
    [VG_STAGE_COMPILE] = {CL_INVALID_COMPILER_OPTIONS, CL_COMPILE_PROGRAM_FAILURE, "compilation"},
    [VG_STAGE_LINK] = {CL_INVALID_LINKER_OPTIONS, CL_LINK_PROGRAM_FAILURE, "linking"},
};

/* The parts of a request under construction, and its cache key. */
struct job {
    enum vg_wire_op op;
    enum vg_option_stage stage;
    const char *text;   /* the options */
    char *checked_text; /* with the checks of VGPU_CHECK; NULL when there are none */
    struct vg_options options;
    struct vg_wire_part *parts;
    size_t count;
    uint32_t stage_number;
    char *directory;
    struct vg_hash hash;
    struct vg_reply reply;
};

static cl_int parse_options(const char *text, enum vg_option_stage stage, struct vg_options *options,
                            char **log)
{
    char *error;
    if (vg_options_parse(text, stage, options, &error))
        return CL_SUCCESS;
    if (!error)
        return vg_fail(CL_OUT_OF_HOST_MEMORY, "no memory for the options");
    cl_int code = vg_fail(stages[stage].bad_options, "%s", error);
    if (log)
        *log = error;
    else
        vg_free(error);
    return code;
}

cl_int vg_compiler_check_options(const char *text, enum vg_option_stage stage)
{
    struct vg_options options;
    VG_TRY(parse_options(text, stage, &options, NULL));
    vg_options_finish(&options);
    return CL_SUCCESS;
}

/* Adds a part to the request and to the key. */
static void add_part(struct job *job, uint32_t kind, const void *data, size_t size)
{
    job->parts[job->count++] = (struct vg_wire_part){kind, data, size};
    vg_hash_number(&job->hash, kind);
    vg_hash_field(&job->hash, data, size);
}

static void add_text(struct job *job, uint32_t kind, const char *text)
{
    add_part(job, kind, text, strlen(text));
}

/* Adds what VGPU_CHECK asks for to the options, as if the application had. */
static bool add_checks(struct job *job)
{
    static const char option[] = " -cl-vgpu-check=";
    static atomic_bool complained;
    const char *wanted = vg_config_string(VG_ID_VGPU_CHECK), *bad;
    unsigned checks;
    if (!*wanted)
        return true;
    if (!vg_checks_parse(wanted, &checks, &bad)) {
        if (!atomic_exchange(&complained, true))
            vg_log(VG_LOG_WARN, "VGPU_CHECK: \"%s\" is not all or a list of checks; using none", wanted);
        return true;
    }
    size_t size = strlen(job->text) + sizeof option + strlen(wanted);
    job->checked_text = vg_zalloc(size);
    if (!job->checked_text)
        return false;
    snprintf(job->checked_text, size, "%s%s%s", job->text, option, wanted);
    job->text = job->checked_text;
    return true;
}

/* Parses the options and makes room for `count` parts besides the common ones. */
static cl_int start_job(struct job *job, enum vg_wire_op op, enum vg_option_stage stage, const char *text,
                        size_t count, char **log)
{
    struct vg_digest compiler;
    *job = (struct job){.op = op, .stage = stage, .text = text ? text : "", .stage_number = stage};
    if (!add_checks(job))
        return vg_fail(CL_OUT_OF_HOST_MEMORY, "no memory for the options");
    VG_TRY(parse_options(job->text, stage, &job->options, log));
    vg_check_want(job->options.checks);
    if (!vg_compiler_identity(&compiler)) {
        char *path = vg_locate_compiler();
        cl_int code =
            path ? vg_fail(CL_COMPILER_NOT_AVAILABLE, "the compiler program is not at %s (see VGPU_CC)", path)
                 : vg_fail(CL_OUT_OF_HOST_MEMORY, "no memory for the path of the compiler program");
        vg_free(path);
        return code;
    }
    job->parts = vg_zalloc_array(count + 2, sizeof *job->parts);
    if (!job->parts)
        return vg_fail(CL_OUT_OF_HOST_MEMORY, "no memory for a request of %zu parts", count);
    vg_hash_init(&job->hash);
    vg_hash_number(&job->hash, op);
    vg_hash_number(&job->hash, VG_WIRE_VERSION);
    vg_hash_number(&job->hash, VG_ABI_VERSION);
    vg_hash_field(&job->hash, &compiler, sizeof compiler);
    add_text(job, VG_SECTION_OPTIONS, job->text);
    add_part(job, VG_SECTION_STAGE, &job->stage_number, sizeof job->stage_number);
    return CL_SUCCESS;
}

static void finish_job(struct job *job)
{
    vg_options_finish(&job->options);
    vg_reply_finish(&job->reply);
    vg_free(job->directory);
    vg_free(job->checked_text);
    vg_free(job->parts);
}

static void take_log(const struct vg_reply *reply, char **log)
{
    struct vg_wire_part text;
    if (vg_wire_find(&reply->view, VG_SECTION_LOG, 0, &text) && text.size)
        *log = vg_strdup(text.data);
}

/* The failure of a request as error code and log. */
static cl_int fail_job(const struct job *job, enum vg_outcome outcome, char **log)
{
    char text[MESSAGE_BYTES];
    cl_int failure = stages[job->stage].failure;
    if (outcome == VG_OUTCOME_REJECTED) {
        take_log(&job->reply, log);
        return vg_fail(failure, "%s failed: see the build log", stages[job->stage].what);
    }
    vg_outcome_text(outcome, text, sizeof text);
    if (outcome == VG_OUTCOME_NO_RESOURCE)
        return vg_fail(CL_OUT_OF_HOST_MEMORY, "%s", text);
    if (outcome == VG_OUTCOME_NO_COMPILER)
        return vg_fail(CL_COMPILER_NOT_AVAILABLE, "%s", text);
    *log = vg_strdup(text);
    return vg_fail(failure, "%s failed: %s", stages[job->stage].what, text);
}

/* Runs the job, or finds its result in the cache. */
static cl_int run_job(struct job *job, char **log)
{
    struct timespec since;
    struct vg_digest key = vg_hash_finish(&job->hash);
    if (vg_cache_get(&key, &job->reply))
        return CL_SUCCESS;
    clock_gettime(CLOCK_REALTIME, &since);
    enum vg_outcome outcome = vg_request_run(job->op, job->parts, job->count, &job->reply);
    if (outcome != VG_OUTCOME_OK)
        return fail_job(job, outcome, log);
    vg_cache_put(&key, &job->reply, since);
    return CL_SUCCESS;
}

static void append_log(char **log, const struct vg_wire_part *text)
{
    size_t length = *log ? strlen(*log) : 0;
    char *grown = vg_realloc(*log, length + text->size + 1);
    if (!grown)
        return;
    memcpy(grown + length, text->data, text->size + 1);
    *log = grown;
}

/* A report was asked for: what the code generator says of each kernel goes into the build log. */
static void report_code(struct vg_unit *unit, char **log)
{
    for (size_t i = 0; i < unit->piece_count; i++) {
        struct vg_wire_part text;
        if (vg_piece_hold(unit, i) == CL_SUCCESS &&
            vg_wire_find(&unit->pieces[i].reply.view, VG_SECTION_LOG, 0, &text))
            append_log(log, &text);
    }
}

/* Runs the job and makes its reply a unit, whose code is started. */
static cl_int make_unit(struct job *job, enum vg_unit_kind kind, struct vg_unit **out, char **log)
{
    VG_TRY(run_job(job, log));
    take_log(&job->reply, log);
    cl_int error = vg_unit_create(kind, job->stage, job->text, &job->reply, out);
    if (error == CL_INVALID_BINARY)
        return fail_job(job, VG_OUTCOME_BROKEN, log);
    VG_TRY(error);
    if (kind == VG_UNIT_EXECUTABLE)
        vg_unit_start(*out);
    if (job->options.report)
        report_code(*out, log);
    return CL_SUCCESS;
}

/* Whether the source has an #include, or something that looks like one. */
static bool has_include(const char *source, size_t size)
{
    static const char word[] = "include";
    const char *end = source + size;
    for (const char *at = source; size && (at = memmem(at, (size_t)(end - at), word, sizeof word - 1));
         at++) {
        const char *before = at;
        while (before > source && (before[-1] == ' ' || before[-1] == '\t'))
            before--;
        if (before > source && before[-1] == '#')
            return true;
    }
    return false;
}

/* Whether the current directory has a say in what is included. */
static bool looks_around(const struct job *job, const char *source, size_t size)
{
    for (size_t i = 0; i < job->options.include_count; i++)
        if (job->options.includes[i][0] != '/')
            return true;
    return has_include(source, size);
}

cl_int vg_compile(const char *source, size_t size, const char *options, enum vg_option_stage stage,
                  const struct vg_header *headers, size_t header_count, struct vg_unit **out, char **log)
{
    struct job job;
    *log = NULL;
    cl_int error = start_job(&job, VG_WIRE_COMPILE, stage, options, 2 + 2 * header_count, log);
    if (error == CL_SUCCESS) {
        add_part(&job, VG_SECTION_SOURCE, source, size);
        for (size_t i = 0; i < header_count; i++) {
            add_text(&job, VG_SECTION_HEADER_NAME, headers[i].name);
            add_part(&job, VG_SECTION_HEADER_TEXT, headers[i].text, headers[i].size);
        }
        if (looks_around(&job, source, size) && (job.directory = getcwd(NULL, 0)))
            add_text(&job, VG_SECTION_DIRECTORY, job.directory);
        error = make_unit(&job, stage == VG_STAGE_BUILD ? VG_UNIT_EXECUTABLE : VG_UNIT_OBJECT, out, log);
    }
    finish_job(&job);
    return error;
}

cl_int vg_link(struct vg_unit *const *units, size_t count, const char *options, struct vg_unit **out,
               char **log)
{
    struct job job;
    *log = NULL;
    for (size_t i = 0; i < count; i++)
        if (units[i]->kind == VG_UNIT_EXECUTABLE)
            return vg_fail(CL_INVALID_OPERATION, "program %zu of %zu to link is an executable", i, count);
    cl_int error = start_job(&job, VG_WIRE_LINK, VG_STAGE_LINK, options, count, log);
    if (error == CL_SUCCESS) {
        for (size_t i = 0; i < count; i++)
            add_part(&job, VG_SECTION_BITCODE, units[i]->bitcode, units[i]->bitcode_size);
        error = make_unit(&job, job.options.create_library ? VG_UNIT_LIBRARY : VG_UNIT_EXECUTABLE, out, log);
    }
    finish_job(&job);
    return error;
}
