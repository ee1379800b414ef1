/* SPDX-License-Identifier: MIT */
/* The description of a program survives the trip, and a damaged one is refused. */
#include "compiler/kernel_info.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "tests/unit/unit.h"

static struct vg_arg_info args[] = {
    {(char *)"out", (char *)"float4*", VG_ARG_GLOBAL, VG_ACCESS_NONE, VG_QUAL_RESTRICT, 8, 16, 0},
    {(char *)"n", (char *)"uint", VG_ARG_VALUE, VG_ACCESS_NONE, 0, 4, 4, 8},
    {(char *)"tile", (char *)"float*", VG_ARG_LOCAL, VG_ACCESS_NONE, 0, 0, 4, 16},
};
static struct vg_kernel_info kernels[] = {
    {(char *)"first", (char *)"reqd_work_group_size(8,4,1)", 3, args, 24, {8, 4, 1}, {0, 0, 0}, 0},
    {(char *)"second", (char *)"", 0, NULL, 0, {0, 0, 0}, {2, 2, 2}, 16},
};
static const struct vg_program_info program = {2, kernels, 1234567890123, true, true};

static void check_arg(const struct vg_arg_info *a, const struct vg_arg_info *b)
{
    assert_string_equal(a->name, b->name);
    assert_string_equal(a->type_name, b->type_name);
    assert_memory_equal(&a->kind, &b->kind, sizeof *a - offsetof(struct vg_arg_info, kind));
}

static void a_description_is_read_back(void **state)
{
    struct vg_program_info info;
    size_t size;
    void *bytes = vg_program_info_encode(&program, &size);
    assert_non_null(bytes);
    assert_int_equal(vg_program_info_decode(bytes, size, &info), VG_DECODED);
    assert_int_equal(info.kernel_count, 2);
    assert_int_equal(info.global_bytes, 1234567890123);
    assert_true(info.has_globals && info.has_arg_info);
    for (size_t i = 0; i < 2; i++) {
        assert_string_equal(info.kernels[i].name, kernels[i].name);
        assert_string_equal(info.kernels[i].attributes, kernels[i].attributes);
        assert_int_equal(info.kernels[i].args_bytes, kernels[i].args_bytes);
        assert_memory_equal(info.kernels[i].reqd_size, kernels[i].reqd_size, sizeof kernels[i].reqd_size);
        assert_memory_equal(info.kernels[i].hint_size, kernels[i].hint_size, sizeof kernels[i].hint_size);
        assert_int_equal(info.kernels[i].reqd_sub_group, kernels[i].reqd_sub_group);
        assert_int_equal(info.kernels[i].arg_count, kernels[i].arg_count);
        for (size_t k = 0; k < kernels[i].arg_count; k++)
            check_arg(&info.kernels[i].args[k], &args[k]);
    }
    vg_program_info_finish(&info);
    vg_free(bytes);
}

static void an_empty_program_is_read_back(void **state)
{
    struct vg_program_info info, empty = {0};
    size_t size;
    void *bytes = vg_program_info_encode(&empty, &size);
    assert_int_equal(vg_program_info_decode(bytes, size, &info), VG_DECODED);
    assert_int_equal(info.kernel_count, 0);
    vg_program_info_finish(&info);
    vg_free(bytes);
}

static bool decode_copy(const void *bytes, size_t size)
{
    struct vg_program_info info;
    char *copy = malloc(size ? size : 1);
    if (size)
        memcpy(copy, bytes, size);
    enum vg_decoded decoded = vg_program_info_decode(copy, size, &info);
    assert_int_not_equal(decoded, VG_DECODE_NO_MEMORY);
    bool ok = decoded == VG_DECODED;
    if (!ok)
        assert_true(info.kernels == NULL && info.kernel_count == 0);
    vg_program_info_finish(&info);
    free(copy);
    return ok;
}

static void truncated_and_prolonged_ones_are_refused(void **state)
{
    size_t size;
    char *bytes = vg_program_info_encode(&program, &size);
    for (size_t cut = 0; cut < size; cut++)
        assert_false(decode_copy(bytes, cut));
    bytes = vg_realloc(bytes, size + 1);
    bytes[size] = 0;
    assert_false(decode_copy(bytes, size + 1));
    assert_true(decode_copy(bytes, size));
    vg_free(bytes);
}

static void damage_is_survived(void **state)
{
    size_t size;
    char *bytes = vg_program_info_encode(&program, &size);
    for (size_t i = 0; i < size; i++) {
        for (int value = 0; value < 256; value += 51) {
            char former = bytes[i];
            bytes[i] = (char)value;
            decode_copy(bytes, size);
            bytes[i] = former;
        }
    }
    assert_true(decode_copy(bytes, size));
    vg_free(bytes);
}

/* Encodes the program with one change to its first argument. */
static bool accepts(struct vg_arg_info changed)
{
    size_t size;
    struct vg_arg_info former = args[1];
    args[1] = changed;
    void *bytes = vg_program_info_encode(&program, &size);
    args[1] = former;
    bool ok = decode_copy(bytes, size);
    vg_free(bytes);
    return ok;
}

static void arguments_must_fit_their_block(void **state)
{
    struct vg_arg_info arg = args[1];
    assert_true(accepts(arg));
    arg.offset = 21;
    assert_false(accepts(arg));
    arg = args[1], arg.offset = UINT32_MAX;
    assert_false(accepts(arg));
    arg = args[1], arg.align = 3;
    assert_false(accepts(arg));
    arg = args[1], arg.align = 0;
    assert_false(accepts(arg));
    arg = args[1], arg.size = 0;
    assert_false(accepts(arg));
    arg = args[1], arg.kind = VG_ARG_QUEUE + 1;
    assert_false(accepts(arg));
    arg = args[1], arg.kind = VG_ARG_LOCAL;
    assert_false(accepts(arg));
    arg = args[1], arg.kind = VG_ARG_GLOBAL, arg.size = 8, arg.offset = 17;
    assert_false(accepts(arg));
    arg = args[1], arg.access = VG_ACCESS_READ_WRITE + 1;
    assert_false(accepts(arg));
    arg = args[1], arg.qualifiers = 16;
    assert_false(accepts(arg));
}

static void a_lack_of_memory_leaks_nothing(void **state)
{
    size_t size;
    void *bytes = vg_program_info_encode(&program, &size);
    for (int64_t n = 0;; n++) {
        struct vg_program_info info;
        vg_alloc_fail_after(n);
        enum vg_decoded decoded = vg_program_info_decode(bytes, size, &info);
        vg_alloc_fail_after(-1);
        vg_program_info_finish(&info);
        if (decoded == VG_DECODED) {
            assert_true(n > 10);
            break;
        }
        assert_int_equal(decoded, VG_DECODE_NO_MEMORY);
    }
    vg_alloc_fail_after(0);
    assert_null(vg_program_info_encode(&program, &size));
    vg_alloc_fail_after(-1);
    vg_free(bytes);
}

VG_TESTS(test_kernel_info, cmocka_unit_test(a_description_is_read_back),
         cmocka_unit_test(an_empty_program_is_read_back),
         cmocka_unit_test(truncated_and_prolonged_ones_are_refused), cmocka_unit_test(damage_is_survived),
         cmocka_unit_test(arguments_must_fit_their_block), cmocka_unit_test(a_lack_of_memory_leaks_nothing));
