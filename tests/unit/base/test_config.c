/* SPDX-License-Identifier: MIT */
/* Values of the environment: types, defaults, malformed text. */
#include "tests/unit/unit.h"

#include <stdlib.h>
#include <string.h>

#include "base/config.h"
#include "tests/unit/base/files.h"

static uint64_t number(enum vg_config_id id, const char *text)
{
    setenv(vg_config_name(id), text, 1);
    return vg_config_number(id);
}

static void unset_and_empty_mean_the_default(void **state)
{
    unsetenv("VGPU_SPIN_US");
    assert_int_equal(vg_config_number(VG_ID_VGPU_SPIN_US), 20);
    assert_int_equal(number(VG_ID_VGPU_SPIN_US, ""), 20);
    unsetenv("VGPU_DEVICE_TYPE");
    assert_string_equal(vg_config_string(VG_ID_VGPU_DEVICE_TYPE), "cpu");
}

static void values_are_read_at_each_call(void **state)
{
    assert_int_equal(number(VG_ID_VGPU_THREADS, "3"), 3);
    assert_int_equal(number(VG_ID_VGPU_THREADS, "4"), 4);
    setenv("VGPU_CC", "/a b", 1);
    assert_string_equal(vg_config_string(VG_ID_VGPU_CC), "/a b");
}

static void sizes_take_suffixes(void **state)
{
    assert_int_equal(number(VG_ID_VGPU_MEM_RAM, "4096"), 4096);
    assert_int_equal(number(VG_ID_VGPU_MEM_RAM, "2K"), 2048);
    assert_int_equal(number(VG_ID_VGPU_MEM_RAM, "3m"), 3 << 20);
    assert_int_equal(number(VG_ID_VGPU_MEM_RAM, "5G"), UINT64_C(5) << 30);
    assert_int_equal(number(VG_ID_VGPU_MEM_RAM, "1T"), UINT64_C(1) << 40);
}

static void seconds_take_decimals(void **state)
{
    assert_int_equal(number(VG_ID_VGPU_KERNEL_TIMEOUT, "2"), 2000);
    assert_int_equal(number(VG_ID_VGPU_KERNEL_TIMEOUT, "0.25"), 250);
    assert_int_equal(number(VG_ID_VGPU_KERNEL_TIMEOUT, "10.5"), 10500);
    assert_int_equal(number(VG_ID_VGPU_KERNEL_TIMEOUT, "0.001"), 1);
}

static void malformed_numbers_give_the_default(void **state)
{
    static const struct {
        enum vg_config_id id;
        const char *text;
    } rows[] = {
        {VG_ID_VGPU_THREADS, "many"},
        {VG_ID_VGPU_THREADS, "-1"},
        {VG_ID_VGPU_THREADS, "+1"},
        {VG_ID_VGPU_THREADS, " 1"},
        {VG_ID_VGPU_THREADS, "1 "},
        {VG_ID_VGPU_THREADS, "0x10"},
        {VG_ID_VGPU_THREADS, "2K"}, /* a count has no suffix */
        {VG_ID_VGPU_THREADS, "18446744073709551616"},
        {VG_ID_VGPU_CC_TIMEOUT, "1s"},
        {VG_ID_VGPU_KERNEL_TIMEOUT, "1."},
        {VG_ID_VGPU_KERNEL_TIMEOUT, ".5"},
        {VG_ID_VGPU_KERNEL_TIMEOUT, "0.0001"},
        {VG_ID_VGPU_KERNEL_TIMEOUT, "1s"},
        {VG_ID_VGPU_KERNEL_TIMEOUT, "18446744073709552"}, /* 2^64 milliseconds */
        {VG_ID_VGPU_MEM_RAM, "K"},
        {VG_ID_VGPU_MEM_RAM, "1KB"},
        {VG_ID_VGPU_MEM_RAM, "1P"},
        {VG_ID_VGPU_MEM_RAM, "1.5G"},
        {VG_ID_VGPU_MEM_RAM, "16777216T"}, /* 2^64 bytes */
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
        uint64_t expected = strtoull(vg_config_default(rows[i].id), NULL, 10);
        if (number(rows[i].id, rows[i].text) != expected)
            fail_msg("\"%s\" was accepted for %s", rows[i].text, vg_config_name(rows[i].id));
    }
}

static void the_largest_numbers_fit(void **state)
{
    assert_true(number(VG_ID_VGPU_THREADS, "18446744073709551615") == UINT64_MAX);
    assert_true(number(VG_ID_VGPU_MEM_RAM, "16777215T") == UINT64_C(16777215) << 40);
}

static void malformed_text_is_logged_once(void **state)
{
    const char *dir = files_make_folder();
    files_log_to(dir, "warn");
    number(VG_ID_VGPU_THREADS, "many");
    number(VG_ID_VGPU_THREADS, "more");
    number(VG_ID_VGPU_MEM_RAM, "lots");
    const char *log = files_read(dir, "log");
    assert_non_null(strstr(log, "VGPU_THREADS: \"many\" is not a whole number; using 0\n"));
    assert_non_null(strstr(log, "VGPU_MEM_RAM: \"lots\" is not a size"));
    assert_null(strstr(log, "more"));
}

static void every_variable_describes_itself(void **state)
{
    for (int id = 0; id < VG_ID_END; id++) {
        assert_memory_equal(vg_config_name((enum vg_config_id)id), "VGPU_", 5);
        const char *doc = vg_config_doc((enum vg_config_id)id);
        assert_int_equal(doc[strlen(doc) - 1], '.');
        assert_non_null(vg_config_default((enum vg_config_id)id));
    }
}

VG_TESTS(test_config, cmocka_unit_test(unset_and_empty_mean_the_default),
         cmocka_unit_test(values_are_read_at_each_call), cmocka_unit_test(sizes_take_suffixes),
         cmocka_unit_test(seconds_take_decimals), cmocka_unit_test(malformed_numbers_give_the_default),
         cmocka_unit_test(the_largest_numbers_fit), cmocka_unit_test(malformed_text_is_logged_once),
         cmocka_unit_test(every_variable_describes_itself));
