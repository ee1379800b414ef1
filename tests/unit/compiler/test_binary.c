/* SPDX-License-Identifier: MIT */
/* Program binaries: a reload compiles nothing, other machines and compilers make code anew, damage is
 * refused. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "compiler/client/hash.h"
#include "tests/unit/compiler/fixture.h"
#include "tests/unit/unit.h"

struct binary {
    char *bytes;
    size_t size;
};

static struct binary save(struct vg_unit *unit)
{
    struct binary binary;
    void *bytes = NULL;
    assert_int_equal(vg_unit_save(unit, &bytes, &binary.size), CL_SUCCESS);
    binary.bytes = bytes;
    return binary;
}

static struct binary build_and_save(const struct fixture *fixture, const char *words)
{
    struct vg_unit *unit = build(fixture, words, CL_SUCCESS, NULL);
    struct binary binary = save(unit);
    vg_unit_release(&unit);
    return binary;
}

/* Loads a copy at an odd address, which applications may well have. */
static struct vg_unit *load(struct binary binary, cl_int expected)
{
    struct vg_unit *unit = NULL;
    char *copy = malloc(binary.size + 1);
    memcpy(copy + 1, binary.bytes, binary.size);
    cl_int error = vg_unit_load(copy + 1, binary.size, &unit);
    free(copy);
    assert_int_equal(error, expected);
    assert_true((unit != NULL) == (error == CL_SUCCESS));
    return unit;
}

static void a_reload_compiles_nothing(void **state)
{
    struct binary binary = build_and_save(*state, "kernel:a kernel:b");
    size_t requests = request_count(*state);
    assert_int_equal(requests, 3);
    setenv("VGPU_CACHE_DIR", "-", 1);
    struct vg_unit *unit = load(binary, CL_SUCCESS);
    assert_int_equal(vg_unit_kind(unit), VG_UNIT_EXECUTABLE);
    assert_string_equal(vg_unit_info(unit)->kernels[1].name, "b");
    check_kernel(unit, 0);
    check_kernel(unit, 1);
    struct binary again = save(unit);
    assert_int_equal(again.size, binary.size);
    assert_memory_equal(again.bytes, binary.bytes, binary.size);
    assert_int_equal(request_count(*state), requests);
    vg_unit_release(&unit);
    vg_free(again.bytes);
    vg_free(binary.bytes);
}

static void variables_come_back_with_their_first_values(void **state)
{
    const struct vg_code *code;
    int out = 0, *slot = &out;
    struct vg_unit *unit = build(*state, "globals kernel:a", CL_SUCCESS, NULL);
    assert_int_equal(vg_unit_code(unit, 0, &code), CL_SUCCESS);
    code->entry(NULL, &slot, 0, 1, NULL);
    struct binary binary = save(unit);
    vg_unit_release(&unit);
    unit = load(binary, CL_SUCCESS);
    assert_int_equal(vg_unit_code(unit, 0, &code), CL_SUCCESS);
    code->entry(NULL, &slot, 0, 1, NULL);
    assert_int_equal(out, 42042);
    vg_unit_release(&unit);
    vg_free(binary.bytes);
}

static void objects_and_libraries_are_saved(void **state)
{
    struct vg_unit *object = NULL, *library = NULL;
    char *log;
    assert_int_equal(vg_compile("kernel:a", 8, "-D A", VG_STAGE_COMPILE, NULL, 0, &object, &log), CL_SUCCESS);
    vg_free(log);
    assert_int_equal(vg_link(&object, 1, "-create-library", &library, &log), CL_SUCCESS);
    vg_free(log);
    struct binary binaries[2] = {save(object), save(library)};
    vg_unit_release(&object);
    vg_unit_release(&library);
    object = load(binaries[0], CL_SUCCESS);
    library = load(binaries[1], CL_SUCCESS);
    assert_int_equal(vg_unit_kind(object), VG_UNIT_OBJECT);
    assert_string_equal(vg_unit_options(object), "-D A");
    assert_int_equal(vg_unit_kind(library), VG_UNIT_LIBRARY);
    struct vg_unit *program = NULL;
    assert_int_equal(vg_link(&library, 1, "", &program, &log), CL_SUCCESS);
    vg_free(log);
    check_kernel(program, 0);
    vg_unit_release(&program);
    vg_unit_release(&object);
    vg_unit_release(&library);
    vg_free(binaries[0].bytes);
    vg_free(binaries[1].bytes);
}

/* The fields of the head that the tests change; binary.c says what they mean. */
enum {
    AT_VERSION = 8,
    AT_KIND = 12,
    AT_STAGE = 16,
    AT_ABI = 20,
    AT_COMPILER = 24,
    AT_SIZE = 56,
    AT_SUM = 64,
    HEAD = 72
};

/* Makes the checksum fit what the head and the container now are. */
static void seal(struct binary binary)
{
    uint64_t sum = vg_checksum(binary.bytes, AT_SUM) ^ vg_checksum(binary.bytes + HEAD, binary.size - HEAD);
    memcpy(binary.bytes + AT_SUM, &sum, sizeof sum);
}

static void check_requests_of_reload(const struct fixture *fixture, struct binary binary, size_t more)
{
    setenv("VGPU_CACHE_DIR", "-", 1);
    size_t requests = request_count(fixture);
    struct vg_unit *unit = load(binary, CL_SUCCESS);
    check_kernel(unit, 0);
    assert_int_equal(request_count(fixture), requests + more);
    vg_unit_release(&unit);
}

/* These cases save with a cache on disk, which open_layers keeps; the entries are removed by hand. */
static void code_of_another_compiler_is_made_anew(void **state)
{
    setenv("VGPU_CACHE_DIR", "-", 1);
    struct binary binary = build_and_save(*state, "kernel:a");
    check_requests_of_reload(*state, binary, 0);
    binary.bytes[AT_COMPILER] ^= 1;
    seal(binary);
    struct vg_unit *unit = load(binary, CL_SUCCESS);
    check_kernel(unit, 0);
    vg_unit_release(&unit);
    vg_free(binary.bytes);
}

static void code_of_another_abi_or_isa_is_made_anew(void **state)
{
    struct binary binary = build_and_save(*state, "kernel:a");
    binary.bytes[AT_ABI]++;
    seal(binary);
    struct vg_unit *unit = load(binary, CL_SUCCESS);
    check_kernel(unit, 0);
    vg_unit_release(&unit);
    binary.bytes[AT_ABI]--;
    for (size_t at = HEAD; at + 8 < binary.size; at++) {
        if (memcmp(binary.bytes + at, "avx2", 5) == 0 || memcmp(binary.bytes + at, "sse4.2", 7) == 0 ||
            memcmp(binary.bytes + at, "avx512", 7) == 0)
            binary.bytes[at] = 'x';
    }
    seal(binary);
    unit = load(binary, CL_SUCCESS);
    check_kernel(unit, 0);
    vg_unit_release(&unit);
    vg_free(binary.bytes);
}

static void a_binary_with_code_needs_no_compiler(void **state)
{
    struct binary binary = build_and_save(*state, "kernel:a");
    vg_compiler_unload();
    setenv("VGPU_CC", "/nonexistent/vgpu-cc", 1);
    struct vg_unit *unit = load(binary, CL_SUCCESS);
    check_kernel(unit, 0);
    vg_unit_release(&unit);
    vg_free(binary.bytes);
}

static void a_kernel_without_code_does_not_spoil_a_binary(void **state)
{
    const struct vg_code *code;
    struct binary binary = build_and_save(*state, "kernel:bad code:reject");
    struct vg_unit *unit = load(binary, CL_SUCCESS);
    assert_int_equal(vg_unit_code(unit, 0, &code), CL_BUILD_PROGRAM_FAILURE);
    vg_unit_release(&unit);
    vg_free(binary.bytes);
}

static void every_truncated_binary_is_refused(void **state)
{
    struct binary binary = build_and_save(*state, "kernel:a");
    size_t whole = binary.size;
    for (binary.size = 0; binary.size < whole; binary.size += binary.size < 400 ? 1 : 97)
        load(binary, CL_INVALID_BINARY);
    binary.bytes = vg_realloc(binary.bytes, whole + 1);
    binary.bytes[whole] = 0;
    binary.size = whole + 1;
    load(binary, CL_INVALID_BINARY);
    vg_free(binary.bytes);
}

static void every_flipped_bit_makes_a_binary_invalid(void **state)
{
    struct binary binary = build_and_save(*state, "kernel:a");
    for (size_t at = 0; at < binary.size; at += at < 600 ? 1 : 13) {
        binary.bytes[at] ^= (char)(1 << at % 8);
        load(binary, CL_INVALID_BINARY);
        binary.bytes[at] ^= (char)(1 << at % 8);
    }
    vg_free(binary.bytes);
}

static void fields_with_a_right_checksum_are_still_checked(void **state)
{
    static const size_t fields[] = {AT_VERSION, AT_KIND, AT_STAGE};
    struct binary binary = build_and_save(*state, "kernel:a");
    for (size_t i = 0; i < 3; i++) {
        binary.bytes[fields[i]] ^= 0x40;
        seal(binary);
        load(binary, CL_INVALID_BINARY);
        binary.bytes[fields[i]] ^= 0x40;
    }
    /* Any byte of the container: whatever it means then, nothing crashes. */
    unsigned random = 3;
    for (int round = 0; round < 3000; round++) {
        struct vg_unit *unit = NULL;
        random = random * 1103515245 + 12345;
        size_t at = HEAD + (random >> 4) % (round % 2 ? 400 : binary.size - HEAD);
        char former = binary.bytes[at];
        binary.bytes[at] ^= (char)(1 << round % 8);
        seal(binary);
        vg_unit_load(binary.bytes, binary.size, &unit);
        vg_unit_release(&unit);
        binary.bytes[at] = former;
    }
    seal(binary);
    struct vg_unit *unit = load(binary, CL_SUCCESS);
    vg_unit_release(&unit);
    vg_free(binary.bytes);
}

static void a_lack_of_memory_is_told(void **state)
{
    struct binary binary = build_and_save(*state, "kernel:a");
    for (int64_t n = 0;; n++) {
        struct vg_unit *unit = NULL;
        vg_alloc_fail_after(n);
        cl_int error = vg_unit_load(binary.bytes, binary.size, &unit);
        vg_alloc_fail_after(-1);
        vg_unit_release(&unit);
        if (error == CL_SUCCESS)
            break;
        assert_int_equal(error, CL_OUT_OF_HOST_MEMORY);
    }
    vg_free(binary.bytes);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)
VG_TESTS(test_binary, CASE(a_reload_compiles_nothing), CASE(variables_come_back_with_their_first_values),
         CASE(objects_and_libraries_are_saved), CASE(code_of_another_compiler_is_made_anew),
         CASE(code_of_another_abi_or_isa_is_made_anew), CASE(a_binary_with_code_needs_no_compiler),
         CASE(a_kernel_without_code_does_not_spoil_a_binary), CASE(every_truncated_binary_is_refused),
         CASE(every_flipped_bit_makes_a_binary_invalid), CASE(fields_with_a_right_checksum_are_still_checked),
         CASE(a_lack_of_memory_is_told));
