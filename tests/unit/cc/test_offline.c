/* SPDX-License-Identifier: MIT */
/* The command line of vgpu-cc. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/unit/unit.h"

static char folder[32];

static int enter(void **state)
{
    strcpy(folder, "/tmp/vgpu-cc-XXXXXX");
    if (!mkdtemp(folder) || chdir(folder) != 0)
        return -1;
    FILE *file = fopen("two.cl", "w");
    fputs("kernel void a(global int *o) { o[get_global_id(0)] = N; }\n"
          "kernel void b(global int *o) { barrier(CLK_LOCAL_MEM_FENCE); o[0] = 1; }\n",
          file);
    return fclose(file);
}

static int leave(void **state)
{
    char command[64];
    snprintf(command, sizeof command, "rm -r %s", folder);
    return system(command);
}

/* Runs vgpu-cc; gives its exit status, and both its outputs as one text. */
static int run(const char *arguments, char output[4096])
{
    char command[512];
    snprintf(command, sizeof command, "%s %s 2>&1", VGPU_CC_PATH, arguments);
    FILE *pipe = popen(command, "r");
    assert_non_null(pipe);
    size_t size = fread(output, 1, 4095, pipe);
    output[size] = 0;
    while (fgetc(pipe) != EOF)
        continue;
    return WEXITSTATUS(pclose(pipe));
}

static void expect(const char *arguments, int status, const char *text)
{
    char output[4096];
    int got = run(arguments, output);
    if (got != status || !strstr(output, text))
        fail_msg("vgpu-cc %s: status %d, output: %s", arguments, got, output);
}

static void every_form_is_written(void **state)
{
    expect("two.cl --kernel=a --emit=ll -o - -- -DN=77", 0, "define");
    expect("two.cl --kernel=a --emit=asm -o - -- -DN=77", 0, "vg_kernel_entry");
    expect("two.cl --emit=report -- -DN=77", 0, "kernel b");
    expect("two.cl --emit=obj --kernel=b -o out.o --isa=sse4.2 -- -D N=77", 0, "");
    assert_int_equal(access("out.o", R_OK), 0);
    expect("two.cl -- -DN=1", 0, "");
    assert_int_equal(access("two.vgpu", R_OK), 0);
    expect("two.cl --emit=bc -- -DN=1", 0, "");
    assert_int_equal(access("two.bc", R_OK), 0);
}

/* What the report says of a kernel with one of each that it names, on its lines. */
static const char notes_source[] =
    "kernel void notes(global float *o, global const float *a, global const int *at, int n)\n"
    "{\n"
    "    int i = get_global_id(0);\n"
    "    float x = a[i] * a[n];\n"
    "    x += a[at[i]];\n"
    "    x += a[clamp(i + 1, 0, n)];\n"
    "    for (int k = 0; k < at[i]; k++)\n"
    "        x = x * x + 1;\n"
    "    if (at[i] > 7)\n"
    "        o[i + n] = sqrt(x);\n"
    "    o[i] = x;\n"
    "    o[i] += a[clamp(i + 2, 0, n)];\n"
    "}\n"
    "kernel void follows(global const int *next, global int *o)\n"
    "{\n"
    "    int i = get_global_id(0);\n"
    "    while (next[i] > 0)\n"
    "        i = next[i];\n"
    "    o[get_global_id(0)] = i;\n"
    "}\n";

static void the_report_names_source_lines(void **state)
{
    static const char *const rows[] = {
        "width            8 work-items at once, as -cl-vgpu-width asks",
        "1 loop that turns until its last work-item leaves (line 7)",
        "2 branches whose sides both run, under masks (lines 7, 9)",
        "1 access to one place for all (line 4)",
        "checks that a vector passes as a whole, or else starts anew under masks (line 6)",
        "1 access at once where a check while running allows it (line 12)",
        "1 access of each work-item by itself (gather or scatter) (line 5)",
    };
    FILE *file = fopen("notes.cl", "w");
    fputs(notes_source, file);
    fclose(file);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        expect("notes.cl --kernel=notes --emit=report -o - --isa=avx2 -- -cl-vgpu-width=8", 0, rows[i]);
    expect("notes.cl --kernel=follows --emit=report -o - --isa=avx2", 0,
           "work-items run one at a time, because most of its work is memory accesses of each lane's own");
    expect("notes.cl --kernel=notes --emit=report -o - -- -cl-vgpu-width=1", 0,
           "because -cl-vgpu-width=1 asks for it");
}

/* The size is asked for on two ways to the barrier: it must not become a choice between two values there, for
 * then the condition of the barrier would seem to differ. */
static void what_is_one_value_stays_one(void **state)
{
    FILE *file = fopen("once.cl", "w");
    fputs("kernel void once(global uint *o, global const uint *a, uint n)\n"
          "{\n"
          "    uint i = get_global_id(0);\n"
          "    uint x = a[i] > 4 ? get_global_size(0) + n : a[i + 1];\n"
          "    if ((char)n <= (char)(get_global_size(0) << 2))\n"
          "        barrier(CLK_GLOBAL_MEM_FENCE);\n"
          "    o[i] = x;\n"
          "}\n",
          file);
    fclose(file);
    expect("once.cl --emit=report -o - --isa=avx2", 0, "work-items at once");
}

static void nothing_is_said_of_good_kernels(void **state)
{
    char output[4096];
    FILE *file = fopen("image.cl", "w");
    fputs("kernel void f(read_only image2d_t in, sampler_t s, global float4 *o)\n"
          "{\n"
          "    int2 at = clamp((int2)(get_global_id(0), 7), (int2)(1), (int2)(5));\n"
          "    o[get_global_id(0)] = read_imagef(in, s, convert_float2(at));\n"
          "}\n",
          file);
    fclose(file);
    assert_int_equal(run("image.cl --kernel=f --emit=obj -o f.o", output), 0);
    assert_string_equal(output, "");
}

/* Two users of one value each, and two of them each: LLVM would take exponential time to find out that both
 * are the same. */
static void what_is_not_optimised_has_no_twins(void **state)
{
    FILE *file = fopen("twins.cl", "w");
    fputs("kernel void twins(global uint *o, uint a) { o[0] = (a * 77u ^ 1u) + (a * 77u ^ 2u); }\n", file);
    fclose(file);
    expect("twins.cl --emit=ll -o twins.ll -- -cl-opt-disable", 0, "");
    assert_int_equal(system("test $(grep -c 'mul i32 .*77' twins.ll) = 1"), 0);
}

static void mistakes_are_explained(void **state)
{
    expect("", 2, "no input file");
    expect("two.cl --emit=exe", 2, "--emit=exe is not one of");
    expect("two.cl --isa=mips", 2, "--isa=mips is not one of");
    expect("two.cl -O2", 2, "unknown option -O2");
    expect("two.cl three.cl", 2, "two input files");
    expect("two.cl -o", 2, "-o needs a file name");
    expect("--serve x", 2, "--serve takes");
    expect("nothing.cl", 1, "cannot read nothing.cl");
    expect("two.cl --emit=asm -- -DN=1", 1, "--kernel= must say which of these: a b");
    expect("two.cl --emit=obj --kernel=c -- -DN=1", 1, "has no kernel c");
    expect("two.cl --kernel=a", 1, "undeclared identifier 'N'");
    expect("two.cl -- -bad", 1, "-bad");
    expect("--help", 0, "usage: vgpu-cc");
    expect("--version", 0, "vgpu-cc");
}

VG_TESTS(test_offline, cmocka_unit_test_setup_teardown(every_form_is_written, enter, leave),
         cmocka_unit_test_setup_teardown(the_report_names_source_lines, enter, leave),
         cmocka_unit_test_setup_teardown(what_is_one_value_stays_one, enter, leave),
         cmocka_unit_test_setup_teardown(nothing_is_said_of_good_kernels, enter, leave),
         cmocka_unit_test_setup_teardown(what_is_not_optimised_has_no_twins, enter, leave),
         cmocka_unit_test_setup_teardown(mistakes_are_explained, enter, leave));
