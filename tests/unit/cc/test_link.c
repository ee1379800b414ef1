/* SPDX-License-Identifier: MIT */
/* Link and code requests. */
#include <elf.h>
#include <string.h>

#include "tests/unit/cc/server.h"

static struct server server;

static int start(void **state)
{
    server_start(&server);
    return 0;
}

static int stop(void **state)
{
    return server_stop(&server);
}

static void compile_object(const char *source, struct answer *answer)
{
    compile_source(&server, source, "", VG_STAGE_COMPILE, answer);
    if (answer->status != VG_WIRE_OK)
        fail_msg("%s", log_of(answer));
}

/* Links the answers of two compile requests. */
static void link_two(const struct answer *a, const struct answer *b, const char *options,
                     struct answer *linked)
{
    uint32_t stage = VG_STAGE_LINK;
    struct vg_wire_part parts[] = {part_of(a, VG_SECTION_BITCODE),
                                   part_of(b, VG_SECTION_BITCODE),
                                   text_part(VG_SECTION_OPTIONS, options),
                                   {VG_SECTION_STAGE, &stage, sizeof stage}};
    send_parts(&server, call_of(VG_WIRE_LINK), parts, 4, linked);
    wait_answer(linked);
}

static void make_code(struct vg_wire_part bitcode, const char *kernel, struct answer *answer)
{
    struct vg_wire_part parts[] = {bitcode, text_part(VG_SECTION_KERNEL, kernel),
                                   text_part(VG_SECTION_ISA, "avx2"), text_part(VG_SECTION_OPTIONS, "")};
    send_parts(&server, call_of(VG_WIRE_CODE), parts, 4, answer);
    wait_answer(answer);
}

static void objects_become_a_program(void **state)
{
    struct answer a, b, linked, code;
    compile_object("int f(int x) { return x + 1; }", &a);
    compile_object("int f(int); kernel void k(global int *o) { o[0] = f(2); }", &b);
    link_two(&a, &b, "", &linked);
    if (linked.status != VG_WIRE_OK)
        fail_msg("%s", log_of(&linked));
    make_code(part_of(&linked, VG_SECTION_BITCODE), "k", &code);
    assert_int_equal(code.status, VG_WIRE_OK);
    const Elf64_Ehdr *head = part_of(&code, VG_SECTION_OBJECT).data;
    assert_memory_equal(head->e_ident, ELFMAG, SELFMAG);
    assert_int_equal(head->e_machine, EM_X86_64);
    assert_int_equal(head->e_type, ET_REL);
    answer_finish(&a);
    answer_finish(&b);
    answer_finish(&linked);
    answer_finish(&code);
}

static void expect_link_error(const char *first, const char *second, const char *text)
{
    struct answer a, b, linked;
    compile_object(first, &a);
    compile_object(second, &b);
    link_two(&a, &b, "", &linked);
    assert_int_equal(linked.status, VG_WIRE_REJECTED);
    if (!strstr(log_of(&linked), text))
        fail_msg("%s", log_of(&linked));
    answer_finish(&a);
    answer_finish(&b);
    answer_finish(&linked);
}

static void link_errors_name_the_symbol(void **state)
{
    expect_link_error("int twice(int x) { return x; }", "int twice(int x) { return x + 1; }", "twice");
    expect_link_error("int missing(int); kernel void k(global int *o) { o[0] = missing(1); }",
                      "kernel void l(global int *o) { o[0] = 2; }", "undefined function missing");
    expect_link_error("extern constant int lost; kernel void k(global int *o) { o[0] = lost; }",
                      "kernel void l(global int *o) { o[0] = 2; }", "undefined variable lost");
}

static void a_library_may_have_gaps(void **state)
{
    struct answer a, b, linked;
    compile_object("int later(int); int f(int x) { return later(x); }", &a);
    compile_object("int g(int x) { return x; }", &b);
    link_two(&a, &b, "-create-library", &linked);
    assert_int_equal(linked.status, VG_WIRE_OK);
    answer_finish(&a);
    answer_finish(&b);
    answer_finish(&linked);
}

static void code_errors_are_explained(void **state)
{
    struct answer program, code;
    compile_source(&server,
                   "int f(int n) { return n < 2 ? n : f(n - 1) + f(n - 2); }\n"
                   "kernel void k(global int *o) { o[0] = f(o[1]); }",
                   "", VG_STAGE_BUILD, &program);
    assert_int_equal(program.status, VG_WIRE_OK);
    make_code(part_of(&program, VG_SECTION_BITCODE), "k", &code);
    assert_int_equal(code.status, VG_WIRE_REJECTED);
    assert_non_null(strstr(log_of(&code), "function f calls itself"));
    answer_finish(&code);
    make_code(part_of(&program, VG_SECTION_BITCODE), "other", &code);
    assert_int_equal(code.status, VG_WIRE_REJECTED);
    assert_non_null(strstr(log_of(&code), "no kernel other"));
    answer_finish(&code);
    answer_finish(&program);
    compile_source(&server, "kernel void k(global int *o) { __asm__ volatile(\"bogus\"); o[0] = 1; }", "",
                   VG_STAGE_BUILD, &program);
    assert_int_equal(program.status, VG_WIRE_OK);
    make_code(part_of(&program, VG_SECTION_BITCODE), "k", &code);
    assert_int_equal(code.status, VG_WIRE_REJECTED);
    assert_non_null(strstr(log_of(&code), "bogus"));
    answer_finish(&code);
    answer_finish(&program);
}

VG_TESTS(test_link, cmocka_unit_test_setup_teardown(objects_become_a_program, start, stop),
         cmocka_unit_test_setup_teardown(link_errors_name_the_symbol, start, stop),
         cmocka_unit_test_setup_teardown(a_library_may_have_gaps, start, stop),
         cmocka_unit_test_setup_teardown(code_errors_are_explained, start, stop));
