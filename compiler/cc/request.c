/* SPDX-License-Identifier: MIT */
/* Compile, link and code requests. WIRE: compiler */
#include "compiler/cc/request.h"

#include <limits.h>
#include <llvm-c/BitWriter.h>
#include <llvm-c/ErrorHandling.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/attributes.h"
#include "compiler/cc/builtins.h"
#include "compiler/cc/front.h"
#include "compiler/cc/link.h"
#include "compiler/cc/machine.h"
#include "compiler/cc/metadata.h"
#include "compiler/cc/pipeline.h"
#include "compiler/cc/retarget.h"

#define SOURCE_NAME "program.cl" /* in diagnostics and __FILE__ */

static LLVMContextRef context; /* all of a process's work is done in it */
static int reply_at_hand = -1; /* where the answer to the request that is being worked on goes */

struct request {
    const struct vg_wire_view *view;
    struct vg_options options;
    enum vg_option_stage stage;
    struct vg_text *log;
    struct vg_answer *answer;
};

static void add_part(struct vg_wire_part *parts, size_t *count, uint32_t kind, const void *data, size_t size)
{
    if (data)
        parts[(*count)++] = (struct vg_wire_part){kind, data, size};
}

static void add_buffer(struct vg_wire_part *parts, size_t *count, uint32_t kind, LLVMMemoryBufferRef buffer)
{
    if (buffer)
        add_part(parts, count, kind, LLVMGetBufferStart(buffer), LLVMGetBufferSize(buffer));
}

static bool write_answer(int reply, const struct vg_text *log, const struct vg_answer *answer)
{
    enum { FIXED = 4 };
    size_t count = 0, files = 0;
    for (const char *file = answer->dependencies; file && *file; file += strlen(file) + 1)
        files++;
    struct vg_wire_part *parts = vg_zalloc_array(FIXED + files, sizeof *parts);
    if (!parts)
        return false;
    add_part(parts, &count, VG_SECTION_LOG, vg_text_get(log), log->size);
    add_buffer(parts, &count, VG_SECTION_BITCODE, answer->bitcode);
    add_buffer(parts, &count, VG_SECTION_OBJECT, answer->object);
    add_part(parts, &count, VG_SECTION_PROGRAM, answer->program, answer->program_size);
    for (const char *file = answer->dependencies; file && *file; file += strlen(file) + 1)
        add_part(parts, &count, VG_SECTION_DEPENDENCY, file, strlen(file));
    bool ok = vg_wire_write(reply, parts, count);
    vg_free(parts);
    return ok;
}

/* LLVM gives up, on input that it cannot handle: the reason still becomes the log. */
static void die_of_llvm(const char *reason)
{
    struct vg_text log = {0};
    vg_text_add(&log, "error: the compiler failed: %s\n", reason);
    if (reply_at_hand >= 0)
        write_answer(reply_at_hand, &log, &(struct vg_answer){0});
    else
        fputs(vg_text_get(&log), stderr);
    _exit(VG_EXIT_REJECTED);
}

void vg_request_prepare(void)
{
    LLVMInstallFatalErrorHandler(die_of_llvm);
    vg_machine_init();
    context = LLVMContextCreate();
}

/* A program that takes most ways through clang and LLVM once. */
static const char warm_source[] = "kernel void k(global const float *x, global float *y, float a, int n)\n"
                                  "{ size_t i = get_global_id(0); if (i < n) y[i] += a * x[i]; }\n";

bool vg_request_warm(unsigned step)
{
    static LLVMModuleRef module;
    static struct vg_options options;
    struct vg_text log = {0};
    struct vg_front_result result;
    struct vg_front_file source = {SOURCE_NAME, warm_source, sizeof warm_source - 1};
    struct vg_generate what = {"k", vg_cpu_target(), VG_EMIT_OBJECT, &options, NULL};
    char *error = NULL;
    switch (step) {
    case 0:
        if (vg_options_parse("", VG_STAGE_BUILD, &options, &error) &&
            vg_front_compile(context, &options, &source, NULL, 0, &log, &result)) {
            module = result.module;
            vg_retarget(module);
            free(result.dependencies);
        }
        break;
    default:
        if (module)
            LLVMDisposeMemoryBuffer(vg_generate(module, &what, &log, NULL));
    }
    vg_text_finish(&log);
    return step == 0 && module;
}

LLVMContextRef vg_request_context(void)
{
    return context;
}

static enum vg_wire_status broken(struct request *request, const char *what)
{
    vg_text_add(request->log, "error: malformed request to the compiler: %s\n", what);
    return VG_WIRE_BROKEN;
}

static enum vg_wire_status read_options(struct request *request, enum vg_option_stage stage)
{
    struct vg_wire_part text, part;
    if (vg_wire_find(request->view, VG_SECTION_STAGE, 0, &part)) {
        uint32_t number;
        if (part.size != sizeof number)
            return broken(request, "stage");
        memcpy(&number, part.data, sizeof number);
        if (number > VG_STAGE_LINK)
            return broken(request, "stage");
        stage = (enum vg_option_stage)number;
    }
    request->stage = stage;
    bool given = vg_wire_find(request->view, VG_SECTION_OPTIONS, 0, &text);
    char *error = NULL;
    if (vg_options_parse(given ? text.data : "", stage, &request->options, &error))
        return VG_WIRE_OK;
    vg_text_add(request->log, "error: %s\n", error ? error : "out of memory");
    vg_free(error);
    return VG_WIRE_REJECTED;
}

/* The parts that every finished program has: bitcode and information. */
static enum vg_wire_status answer_with(struct request *request, LLVMModuleRef module, bool complete)
{
    if (complete && !vg_builtins_check(module, request->log))
        return VG_WIRE_REJECTED;
    struct vg_program_info info;
    bool ok = vg_metadata_read(module, &info, request->log);
    if (ok)
        request->answer->program = vg_program_info_encode(&info, &request->answer->program_size);
    vg_program_info_finish(&info);
    if (!ok || !request->answer->program)
        return VG_WIRE_REJECTED;
    request->answer->bitcode = LLVMWriteBitcodeToMemoryBuffer(module);
    return VG_WIRE_OK;
}

/* The headers of clCompileProgram; NULL when out of memory or malformed. */
static struct vg_front_file *read_headers(struct request *request, size_t *count)
{
    struct vg_wire_part name, text;
    size_t total = 0;
    while (vg_wire_find(request->view, VG_SECTION_HEADER_NAME, total, &name))
        total++;
    struct vg_front_file *headers = vg_zalloc_array(total + 1, sizeof *headers);
    for (size_t i = 0; headers && i < total; i++) {
        if (!vg_wire_find(request->view, VG_SECTION_HEADER_NAME, i, &name) ||
            !vg_wire_find(request->view, VG_SECTION_HEADER_TEXT, i, &text)) {
            vg_free(headers);
            return NULL;
        }
        headers[i] = (struct vg_front_file){name.data, text.data, text.size};
    }
    *count = total;
    return headers;
}

/* Relative paths mean what they mean to the application. This process serves one request, so it may move. */
static void enter_directory(struct request *request)
{
    struct vg_wire_part path;
    if (vg_wire_find(request->view, VG_SECTION_DIRECTORY, 0, &path) && chdir(path.data) != 0)
        vg_text_add(request->log, "warning: relative paths of #include start elsewhere: cannot enter %s\n",
                    (const char *)path.data);
    /* clang needs some directory, even when the one at hand was removed. */
    char here[PATH_MAX];
    if (!getcwd(here, sizeof here) && chdir("/") != 0)
        vg_text_add(request->log, "warning: there is no current directory\n");
}

static enum vg_wire_status compile(struct request *request)
{
    struct vg_wire_part source;
    if (!vg_wire_find(request->view, VG_SECTION_SOURCE, 0, &source))
        return broken(request, "no source");
    enum vg_wire_status status = read_options(request, VG_STAGE_BUILD);
    if (status != VG_WIRE_OK)
        return status;
    size_t count = 0;
    struct vg_front_file *headers = read_headers(request, &count);
    if (!headers)
        return broken(request, "headers");
    enter_directory(request);
    struct vg_front_file text = {SOURCE_NAME, source.data, source.size};
    struct vg_front_result result;
    bool ok = vg_front_compile(context, &request->options, &text, headers, count, request->log, &result);
    vg_free(headers);
    request->answer->dependencies = result.dependencies;
    if (!ok)
        return VG_WIRE_REJECTED;
    vg_retarget(result.module);
    status = answer_with(request, result.module, request->stage == VG_STAGE_BUILD);
    LLVMDisposeModule(result.module);
    return status;
}

/* All BITCODE sections as one module; NULL with the reason in the log. */
static LLVMModuleRef read_modules(struct request *request)
{
    LLVMModuleRef all = NULL;
    struct vg_wire_part part;
    for (size_t i = 0; vg_wire_find(request->view, VG_SECTION_BITCODE, i, &part); i++) {
        LLVMModuleRef module = vg_link_read(context, part.data, part.size, request->log);
        if (module && all && !vg_link_add(all, module))
            module = NULL;
        if (!module) {
            if (all)
                LLVMDisposeModule(all);
            return NULL;
        }
        all = all ? all : module;
    }
    if (!all)
        broken(request, "nothing to link");
    return all;
}

static enum vg_wire_status link_modules(struct request *request)
{
    enum vg_wire_status status = read_options(request, VG_STAGE_LINK);
    if (status != VG_WIRE_OK)
        return status;
    LLVMModuleRef module = read_modules(request);
    if (!module)
        return VG_WIRE_REJECTED;
    status = answer_with(request, module, !request->options.create_library);
    LLVMDisposeModule(module);
    return status;
}

static enum vg_wire_status code(struct request *request)
{
    struct vg_wire_part kernel, isa;
    struct vg_generate what = {.emit = VG_EMIT_OBJECT, .options = &request->options};
    if (!vg_wire_find(request->view, VG_SECTION_KERNEL, 0, &kernel))
        return broken(request, "no kernel name");
    if (!vg_wire_find(request->view, VG_SECTION_ISA, 0, &isa) || !vg_target_parse(isa.data, &what.target))
        return broken(request, "instruction set");
    enum vg_wire_status status = read_options(request, VG_STAGE_BUILD);
    if (status != VG_WIRE_OK)
        return status;
    LLVMModuleRef module = read_modules(request);
    if (!module)
        return VG_WIRE_REJECTED;
    what.kernel = kernel.data;
    what.report = request->options.report ? request->log : NULL;
    request->answer->object = vg_generate(module, &what, request->log, NULL);
    return request->answer->object ? VG_WIRE_OK : VG_WIRE_REJECTED;
}

enum vg_wire_status vg_request_answer(uint32_t op, const struct vg_wire_view *view, struct vg_text *log,
                                      struct vg_answer *answer)
{
    *answer = (struct vg_answer){0};
    struct request request = {.view = view, .log = log, .answer = answer};
    vg_link_report_to(context, log);
    enum vg_wire_status status;
    switch (op) {
    case VG_WIRE_COMPILE:
        status = compile(&request);
        break;
    case VG_WIRE_LINK:
        status = link_modules(&request);
        break;
    case VG_WIRE_CODE:
        status = code(&request);
        break;
    default:
        status = broken(&request, "operation");
    }
    vg_options_finish(&request.options);
    if (status == VG_WIRE_OK && vg_link_reported())
        status = VG_WIRE_REJECTED;
    return status;
}

void vg_answer_finish(struct vg_answer *answer)
{
    if (answer->bitcode)
        LLVMDisposeMemoryBuffer(answer->bitcode);
    if (answer->object)
        LLVMDisposeMemoryBuffer(answer->object);
    vg_free(answer->program);
    free(answer->dependencies);
    *answer = (struct vg_answer){0};
}

enum vg_wire_status vg_request_run(uint32_t op, int request, int reply)
{
    struct vg_wire_view view;
    struct vg_text log = {0};
    struct vg_answer answer = {0};
    enum vg_wire_status status = VG_WIRE_BROKEN;
    reply_at_hand = reply;
    if (vg_wire_map(request, &view)) {
        status = vg_request_answer(op, &view, &log, &answer);
        vg_wire_unmap(&view);
    }
    if (!write_answer(reply, &log, &answer))
        status = VG_WIRE_BROKEN;
    vg_answer_finish(&answer);
    vg_text_finish(&log);
    return status;
}
