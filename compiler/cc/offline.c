/* SPDX-License-Identifier: MIT */
/* The offline compiler. It makes the same requests as the driver does, in its own process, so that what it
 * shows is what runs. */
#include "compiler/cc/offline.h"

#include <errno.h>
#include <llvm-c/Core.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/attributes.h"
#include "base/cpu.h"
#include "compiler/cc/link.h"
#include "compiler/cc/package.h"
#include "compiler/cc/pipeline.h"
#include "compiler/cc/request.h"
#include "compiler/kernel_info.h"

enum kind { KIND_BINARY, KIND_IR, KIND_BITCODE, KIND_ASSEMBLY, KIND_OBJECT, KIND_REPORT };

static const struct {
    const char *name, *suffix;
} kinds[] = {
    [KIND_BINARY] = {"binary", ".vgpu"}, [KIND_IR] = {"ll", ".ll"},     [KIND_BITCODE] = {"bc", ".bc"},
    [KIND_ASSEMBLY] = {"asm", ".s"},     [KIND_OBJECT] = {"obj", ".o"}, [KIND_REPORT] = {"report", ".txt"},
};

struct command {
    const char *input, *output, *kernel;
    enum kind kind;
    struct vg_target target;
    struct vg_text options; /* of the build */
};

static const char help[] =
    "usage: vgpu-cc [option...] FILE.cl [-- build option...]\n"
    "       vgpu-cc --serve [FD]\n"
    "\n"
    "Compiles OpenCL C for CPUs, as the vGPU driver does.\n"
    "\n"
    "  -o FILE        where to write the result; - is standard output. Default: FILE with the form's suffix\n"
    "  --emit=FORM    binary  program for clCreateProgramWithBinary (default)\n"
    "                 obj     ELF object of one kernel\n"
    "                 asm     its assembly text\n"
    "                 ll      its final LLVM IR\n"
    "                 bc      LLVM bitcode of the whole program, before code generation\n"
    "                 report  what the compiler made of each kernel\n"
    "  --kernel=NAME  the kernel; may be left out when the program has one\n"
    "  --isa=ISA      sse4.2, avx2[+vnni] or avx512[+vnni][+gather]. Default: this machine's\n"
    "  --help, --version\n"
    "\n"
    "Build options are those of clBuildProgram, for example: -- -cl-std=CL3.0 -DN=16 -I include\n"
    "--serve is how the driver starts the compiler: it answers requests from a socket (standard input, or "
    "FD).\n";

/* Always 2, the exit status for wrong usage. */
VG_PRINTF(1, 2) static int usage_error(const char *format, ...)
{
    va_list args;
    va_start(args, format);
    fprintf(stderr, "vgpu-cc: ");
    vfprintf(stderr, format, args);
    fprintf(stderr, "; see vgpu-cc --help\n");
    va_end(args);
    return 2;
}

static const char *value_of(const char *word, const char *option)
{
    size_t length = strlen(option);
    return strncmp(word, option, length) == 0 ? word + length : NULL;
}

/* One build option, quoted so that the option reader sees one word. */
static void add_option(struct vg_text *options, const char *word)
{
    vg_text_add(options, "%s\"", options->size ? " " : "");
    for (; *word; word++)
        vg_text_add(options, *word == '"' || *word == '\\' ? "\\%c" : "%c", *word);
    vg_text_add(options, "\"");
}

static int parse_word(struct command *command, const char *word)
{
    const char *value;
    if ((value = value_of(word, "--emit="))) {
        for (size_t i = 0; i < VG_COUNT(kinds); i++) {
            if (strcmp(value, kinds[i].name) == 0) {
                command->kind = (enum kind)i;
                if (command->kind == KIND_REPORT) /* source lines are kept for it */
                    add_option(&command->options, "-cl-vgpu-report");
                return 0;
            }
        }
        return usage_error("--emit=%s is not one of binary, obj, asm, ll, bc and report", value);
    }
    if ((value = value_of(word, "--isa="))) {
        if (vg_target_parse(value, &command->target))
            return 0;
        return usage_error("--isa=%s is not one of sse4.2, avx2[+vnni] and avx512[+vnni][+gather]", value);
    }
    if ((value = value_of(word, "--kernel="))) {
        command->kernel = value;
        return 0;
    }
    if (word[0] == '-' && word[1])
        return usage_error("unknown option %s (build options go behind --)", word);
    if (command->input)
        return usage_error("two input files, %s and %s", command->input, word);
    command->input = word;
    return 0;
}

static int parse(struct command *command, int argc, char **argv)
{
    int status = 0, i = 1;
    for (; i < argc && status == 0 && strcmp(argv[i], "--") != 0; i++) {
        if (strcmp(argv[i], "-o") != 0)
            status = parse_word(command, argv[i]);
        else if (++i < argc)
            command->output = argv[i];
        else
            status = usage_error("-o needs a file name");
    }
    for (i++; i < argc; i++)
        add_option(&command->options, argv[i]);
    if (status == 0 && !command->input)
        status = usage_error("no input file");
    return status;
}

static bool read_file(const char *path, struct vg_text *text)
{
    FILE *file = strcmp(path, "-") == 0 ? stdin : fopen(path, "rb");
    if (!file) {
        fprintf(stderr, "vgpu-cc: cannot read %s: %s\n", path, strerror(errno));
        return false;
    }
    char block[65536];
    for (size_t n; (n = fread(block, 1, sizeof block, file)) > 0;)
        vg_text_append(text, block, n);
    bool ok = !ferror(file) && !text->failed;
    if (!ok)
        fprintf(stderr, "vgpu-cc: cannot read %s\n", path);
    if (file != stdin)
        fclose(file);
    return ok;
}

/* The output's name: what -o says, or the input's with another suffix. */
static void output_name(const struct command *command, struct vg_text *name)
{
    if (command->output) {
        vg_text_add(name, "%s", command->output);
        return;
    }
    const char *slash = strrchr(command->input, '/'), *base = slash ? slash + 1 : command->input;
    const char *dot = strrchr(base, '.');
    int length = (int)(dot && dot != base ? (size_t)(dot - base) : strlen(base));
    vg_text_add(name, "%.*s%s", length, base, kinds[command->kind].suffix);
}

static bool write_result(const struct command *command, const void *bytes, size_t size)
{
    bool to_stdout = command->output ? strcmp(command->output, "-") == 0 : command->kind == KIND_REPORT;
    struct vg_text name = {0};
    output_name(command, &name);
    FILE *file = to_stdout ? stdout : fopen(vg_text_get(&name), "wb");
    bool ok = file && fwrite(bytes, 1, size, file) == size;
    if (file)
        ok = (to_stdout ? fflush(file) : fclose(file)) == 0 && ok;
    if (!ok)
        fprintf(stderr, "vgpu-cc: cannot write %s: %s\n", vg_text_get(&name), strerror(errno));
    vg_text_finish(&name);
    return ok;
}

/* Sends a request to ourselves, and shows the log. */
static bool ask(uint32_t op, const struct vg_wire_part *parts, size_t count, struct vg_answer *answer)
{
    size_t size;
    struct vg_wire_view view;
    struct vg_text log = {0};
    void *bytes = vg_wire_pack(parts, count, &size);
    bool ok = bytes && vg_wire_borrow(bytes, size, &view) &&
              vg_request_answer(op, &view, &log, answer) == VG_WIRE_OK;
    fputs(vg_text_get(&log), stderr);
    vg_text_finish(&log);
    vg_free(bytes);
    return ok;
}

static struct vg_wire_part text_part(enum vg_wire_section kind, const char *text)
{
    return (struct vg_wire_part){kind, text, strlen(text)};
}

/* The kernel that was asked for, or the only one. */
static const char *choose_kernel(const struct command *command, const struct vg_program_info *info)
{
    for (uint32_t i = 0; i < info->kernel_count; i++)
        if (command->kernel && strcmp(info->kernels[i].name, command->kernel) == 0)
            return command->kernel;
    if (!command->kernel && info->kernel_count == 1)
        return info->kernels[0].name;
    if (command->kernel)
        fprintf(stderr, "vgpu-cc: %s has no kernel %s; it has:", command->input, command->kernel);
    else
        fprintf(stderr, "vgpu-cc: --kernel= must say which of these:");
    for (uint32_t i = 0; i < info->kernel_count; i++)
        fprintf(stderr, " %s", info->kernels[i].name);
    fprintf(stderr, "\n");
    return NULL;
}

/* The program's bitcode to one kernel's code in any form. */
static LLVMMemoryBufferRef generate(const struct command *command, const char *kernel,
                                    LLVMMemoryBufferRef bitcode, enum vg_emit emit, struct vg_text *report)
{
    struct vg_text log = {0};
    struct vg_options options;
    char *error = NULL;
    LLVMMemoryBufferRef result = NULL;
    LLVMContextRef context = vg_request_context();
    vg_link_report_to(context, &log);
    if (vg_options_parse(vg_text_get(&command->options), VG_STAGE_BUILD, &options, &error)) {
        struct vg_generate what = {kernel, command->target, emit, &options, report};
        LLVMModuleRef module =
            vg_link_read(context, LLVMGetBufferStart(bitcode), LLVMGetBufferSize(bitcode), &log);
        result = module ? vg_generate(module, &what, &log, NULL) : NULL;
        vg_options_finish(&options);
    }
    if (result && vg_link_reported()) {
        LLVMDisposeMemoryBuffer(result);
        result = NULL;
    }
    fputs(vg_text_get(&log), stderr);
    vg_text_finish(&log);
    vg_free(error);
    return result;
}

static bool emit_kernel(const struct command *command, const struct vg_program_info *info,
                        LLVMMemoryBufferRef bitcode)
{
    static const enum vg_emit forms[] = {
        [KIND_IR] = VG_EMIT_IR, [KIND_ASSEMBLY] = VG_EMIT_ASSEMBLY, [KIND_OBJECT] = VG_EMIT_OBJECT};
    const char *kernel = choose_kernel(command, info);
    if (!kernel)
        return false;
    LLVMMemoryBufferRef buffer = generate(command, kernel, bitcode, forms[command->kind], NULL);
    if (!buffer)
        return false;
    bool ok = write_result(command, LLVMGetBufferStart(buffer), LLVMGetBufferSize(buffer));
    LLVMDisposeMemoryBuffer(buffer);
    return ok;
}

static bool emit_report(const struct command *command, const struct vg_program_info *info,
                        LLVMMemoryBufferRef bitcode)
{
    struct vg_text text = {0};
    bool ok = true;
    for (uint32_t i = 0; ok && i < info->kernel_count; i++) {
        const struct vg_kernel_info *kernel = &info->kernels[i];
        if (command->kernel && strcmp(command->kernel, kernel->name) != 0)
            continue;
        LLVMMemoryBufferRef object = generate(command, kernel->name, bitcode, VG_EMIT_OBJECT, &text);
        ok = object != NULL;
        if (ok)
            LLVMDisposeMemoryBuffer(object);
    }
    ok = ok && write_result(command, vg_text_get(&text), text.size);
    vg_text_finish(&text);
    return ok;
}

/* The program's code follows its bitcode, so that loading it on a machine like this one compiles nothing. */
static bool add_code(const struct command *command, struct vg_package *package, const char *kernel,
                     LLVMMemoryBufferRef bitcode)
{
    const char *isa = vg_target_name(command->target);
    LLVMMemoryBufferRef object = generate(command, kernel, bitcode, VG_EMIT_OBJECT, NULL);
    return object && vg_package_add(package, VG_SECTION_KERNEL, kernel, strlen(kernel)) &&
           vg_package_add(package, VG_SECTION_ISA, isa, strlen(isa)) &&
           vg_package_add(package, VG_SECTION_OBJECT, LLVMGetBufferStart(object), LLVMGetBufferSize(object));
}

static bool emit_binary(const struct command *command, const struct vg_program_info *info,
                        const struct vg_answer *program)
{
    struct vg_package package = {0};
    LLVMMemoryBufferRef bitcode = program->bitcode;
    bool ok =
        vg_package_add(&package, VG_SECTION_OPTIONS, vg_text_get(&command->options), command->options.size) &&
        vg_package_add(&package, VG_SECTION_PROGRAM, program->program, program->program_size) &&
        vg_package_add(&package, VG_SECTION_BITCODE, LLVMGetBufferStart(bitcode), LLVMGetBufferSize(bitcode));
    for (uint32_t i = 0; ok && i < info->kernel_count; i++)
        ok = add_code(command, &package, info->kernels[i].name, bitcode);
    if (ok && info->has_globals)
        ok = add_code(command, &package, "", bitcode);
    size_t size = 0;
    void *binary = ok ? vg_package_finish(&package, &size) : NULL;
    if (!ok)
        vg_free(package.parts);
    ok = binary && write_result(command, binary, size);
    vg_free(binary);
    return ok;
}

static bool emit(const struct command *command, const struct vg_answer *program)
{
    struct vg_program_info info;
    if (command->kind == KIND_BITCODE)
        return write_result(command, LLVMGetBufferStart(program->bitcode),
                            LLVMGetBufferSize(program->bitcode));
    if (vg_program_info_decode(program->program, program->program_size, &info) != VG_DECODED)
        return false;
    bool ok;
    if (command->kind == KIND_BINARY)
        ok = emit_binary(command, &info, program);
    else if (command->kind == KIND_REPORT)
        ok = emit_report(command, &info, program->bitcode);
    else
        ok = emit_kernel(command, &info, program->bitcode);
    vg_program_info_finish(&info);
    return ok;
}

static bool run(const struct command *command)
{
    struct vg_text source = {0};
    struct vg_answer program = {0};
    bool ok = read_file(command->input, &source);
    vg_request_prepare();
    struct vg_wire_part parts[] = {{VG_SECTION_SOURCE, vg_text_get(&source), source.size},
                                   text_part(VG_SECTION_OPTIONS, vg_text_get(&command->options))};
    ok = ok && ask(VG_WIRE_COMPILE, parts, VG_COUNT(parts), &program) && emit(command, &program);
    vg_answer_finish(&program);
    vg_text_finish(&source);
    return ok;
}

int vg_offline_run(int argc, char **argv)
{
    if (argc == 2 && strcmp(argv[1], "--help") == 0) {
        fputs(help, stdout);
        return 0;
    }
    if (argc == 2 && strcmp(argv[1], "--version") == 0) {
        printf("vgpu-cc %s\n", VG_VERSION);
        return 0;
    }
    struct command command = {.kind = KIND_BINARY, .target = vg_cpu_target()};
    int status = parse(&command, argc, argv);
    if (status == 0)
        status = run(&command) ? 0 : 1;
    vg_text_finish(&command.options);
    return status;
}
