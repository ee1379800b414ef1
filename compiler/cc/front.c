/* SPDX-License-Identifier: MIT */
/* Builds clang's argument list and runs the front end.
 *
 * clang's spir64 target has every extension and feature on. The ones that clang decides itself are set with
 * -cl-ext; the ones that its header opencl-c-base.h defines are taken back by a header of the same name that
 * includes it and then undefines what features.def does not list. */
#include "compiler/cc/front.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/attributes.h"
#include "compiler/cc/blobs.h"

/* Older compilers warned of these, and programs rely on it. */
static const char *const lenient[] = {
    "-Wno-error=int-conversion",
    "-Wno-error=incompatible-pointer-types",
    "-Wno-error=incompatible-function-pointer-types",
    "-Wno-error=implicit-function-declaration",
    "-Wno-error=implicit-int",
    "-Wno-error=return-type",
};

static const struct {
    unsigned std;
    const char *arg;
} standards[] = {{100, "-cl-std=CL1.0"},
                 {110, "-cl-std=CL1.1"},
                 {120, "-cl-std=CL1.2"},
                 {200, "-cl-std=CL2.0"},
                 {300, "-cl-std=CL3.0"}};

/* The weaker options come first, because fast-relaxed-math implies the others. */
static const struct {
    unsigned flag;
    const char *arg;
} math_args[] = {{VG_MATH_SINGLE_CONSTANT, "-cl-single-precision-constant"},
                 {VG_MATH_DENORMS_ZERO, "-fdenormal-fp-math-f32=preserve-sign,preserve-sign"},
                 {VG_MATH_CORRECT_DIVIDE, "-cl-fp32-correctly-rounded-divide-sqrt"},
                 {VG_MATH_MAD, "-cl-mad-enable"},
                 {VG_MATH_NO_SIGNED_ZEROS, "-cl-no-signed-zeros"},
                 {VG_MATH_UNSAFE, "-cl-unsafe-math-optimizations"},
                 {VG_MATH_FINITE, "-cl-finite-math-only"},
                 {VG_MATH_FAST_RELAXED, "-cl-fast-relaxed-math"}};

static const char *const fixed_args[] = {
    "-triple",
    "spir64-unknown-unknown",
    "-x",
    "cl",
    "-O2",
    "-disable-llvm-passes",
    "-relaxed-aliasing", /* programs look at memory through types of their own choice */
    "-fdeclare-opencl-builtins",
    "-finclude-default-header",
    "-disable-free",
    "-D__OPENCL_VERSION__=300",
    "-Wno-format", /* clang's check does not know that %v4f takes float4 */
    "-I.",
};

/* clang knows these itself. */
static const char extensions[] = "-cl-ext=-all"
#define VG_EXTENSION(name, major, minor, patch, where) VG_EXTENSION_##where(name)
#define VG_EXTENSION_LANGUAGE(name) ",+" #name
#define VG_EXTENSION_PLATFORM(name)
#define VG_EXTENSION_DEVICE(name)
#define VG_FEATURE(name) ",+" #name
#include "compiler/features.def"
    ;

static const char *const offered[] = {
#define VG_EXTENSION(name, major, minor, patch, where) #name,
#define VG_FEATURE(name) #name,
#include "compiler/features.def"
    "__opencl_c_named_address_space_builtins", /* clang's own switch, not a feature */
};

/* clang's header defines these from OpenCL C 2.0 on only. */
static const char *const in_every_version[] = {
    "cl_khr_extended_bit_ops",
    "cl_khr_integer_dot_product",
    "__opencl_c_integer_dot_product_input_4x8bit",
    "__opencl_c_integer_dot_product_input_4x8bit_packed",
};

static bool is_offered(const char *name, size_t length)
{
    for (size_t i = 0; i < VG_COUNT(offered); i++)
        if (strlen(offered[i]) == length && memcmp(offered[i], name, length) == 0)
            return true;
    return false;
}

/* Writes the header that stands before clang's: see the head of this file. */
static void write_base_header(struct vg_text *text)
{
    static const char define[] = "#define ";
    vg_text_add(text, "#include \"clang/opencl-c-base.h\"\n");
    for (const char *line = vg_blob_base_header; line; line = strchr(line, '\n')) {
        line += *line == '\n';
        if (strncmp(line, define, sizeof define - 1) != 0)
            continue;
        const char *name = line + sizeof define - 1;
        size_t length = strcspn(name, " (\n");
        bool feature = strncmp(name, "cl_", 3) == 0 || strncmp(name, "__opencl_c_", 11) == 0;
        if (feature && !is_offered(name, length))
            vg_text_add(text, "#undef %.*s\n", (int)length, name);
    }
    for (size_t i = 0; i < VG_COUNT(in_every_version); i++)
        if (is_offered(in_every_version[i], strlen(in_every_version[i])))
            vg_text_add(text, "#ifndef %s\n#define %s 1\n#endif\n", in_every_version[i], in_every_version[i]);
    /* Programs for devices that need no permission to use half exist. */
    vg_text_add(text, "#pragma OPENCL EXTENSION cl_khr_fp16 : enable\n");
}

static void add_math(const struct vg_options *options, const char **args, size_t *count)
{
    for (size_t i = 0; i < VG_COUNT(math_args); i++)
        if (options->math & math_args[i].flag)
            args[(*count)++] = math_args[i].arg;
}

static void add_warnings(const struct vg_options *options, const char **args, size_t *count)
{
    if (options->no_warnings)
        args[(*count)++] = "-w";
    if (options->werror) {
        args[(*count)++] = "-Werror";
        return;
    }
    for (size_t i = 0; i < VG_COUNT(lenient); i++)
        args[(*count)++] = lenient[i];
}

static void add_switches(const struct vg_options *options, const char **args, size_t *count)
{
    for (size_t i = 0; i < VG_COUNT(standards); i++)
        if (standards[i].std == options->std)
            args[(*count)++] = standards[i].arg;
    if (options->arg_info)
        args[(*count)++] = "-cl-kernel-arg-info";
    /* Messages about faults and the report name source lines whatever the options. */
    args[(*count)++] = options->debug ? "-debug-info-kind=limited" : "-debug-info-kind=line-tables-only";
    args[(*count)++] = "-dwarf-version=4"; /* which compiler/client/lines.c reads */
    args[(*count)++] = "-debugger-tuning=gdb";
    args[(*count)++] = extensions;
}

/* The list borrows from options. NULL when out of memory. */
static const char **build_args(const struct vg_options *options, size_t *count)
{
    enum { OTHERS = 32 }; /* room for what the functions above add */
    size_t room = VG_COUNT(fixed_args) + VG_COUNT(math_args) + VG_COUNT(lenient) + OTHERS +
                  2 * (options->define_count + options->include_count);
    const char **args = vg_zalloc_array(room, sizeof *args);
    if (!args)
        return NULL;
    *count = VG_COUNT(fixed_args);
    memcpy(args, fixed_args, sizeof fixed_args);
    add_switches(options, args, count);
    add_math(options, args, count);
    add_warnings(options, args, count);
    for (size_t i = 0; i < options->include_count; i++) {
        args[(*count)++] = "-I";
        args[(*count)++] = options->includes[i];
    }
    for (size_t i = 0; i < options->define_count; i++) {
        args[(*count)++] = options->defines[i][0] == 'D' ? "-D" : "-U";
        args[(*count)++] = options->defines[i] + 1;
    }
    return args;
}

static bool run(LLVMContextRef context, const struct vg_front_input *input, struct vg_text *log,
                struct vg_front_result *result)
{
    struct vg_front_output output;
    bool ran = vg_front_run(context, input, &output);
    if (output.log)
        vg_text_append(log, output.log, strlen(output.log));
    else if (!ran)
        vg_text_add(log, "error: the compiler's front end failed\n");
    free(output.log);
    result->module = output.module;
    result->dependencies = output.dependencies;
    return output.module != NULL;
}

bool vg_front_compile(LLVMContextRef context, const struct vg_options *options,
                      const struct vg_front_file *source, const struct vg_front_file *headers,
                      size_t header_count, struct vg_text *log, struct vg_front_result *result)
{
    *result = (struct vg_front_result){0};
    struct vg_text base = {0};
    write_base_header(&base);
    size_t arg_count = 0;
    const char **args = build_args(options, &arg_count);
    struct vg_front_file *files = vg_zalloc_array(header_count + 1, sizeof *files);
    bool ok = args && files && !base.failed;
    if (ok) {
        files[0] = (struct vg_front_file){"base/opencl-c-base.h", base.data, base.size};
        if (header_count)
            memcpy(files + 1, headers, header_count * sizeof *files);
        struct vg_front_input input = {args, arg_count, *source, files, header_count + 1};
        ok = run(context, &input, log, result);
    } else {
        vg_text_add(log, "error: out of memory\n");
    }
    vg_free(files);
    vg_free(args);
    vg_text_finish(&base);
    return ok;
}
