/* SPDX-License-Identifier: MIT */
/* What kernels print: every conversion and vector form against the text that the specification asks for, bad
 * formats, and calls from many threads. */
#include "compiler/printf.h"

#include <locale.h>
#include <math.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "compiler/abi.h"
#include "tests/unit/unit.h"

/* Packed arguments under construction, as compiled code leaves them. */
struct packed {
    char bytes[512];
    uint64_t size;
};

static void add(struct packed *packed, const void *elements, uint8_t size, uint8_t count, bool is_float)
{
    struct vg_printf_arg head = {.size = size, .count = count, .is_float = is_float};
    memcpy(packed->bytes + packed->size, &head, sizeof head);
    memcpy(packed->bytes + packed->size + sizeof head, elements, (size_t)size * count);
    packed->size += sizeof head + (((size_t)size * count + 7) & ~(size_t)7);
}

static void add_int(struct packed *packed, int value)
{
    add(packed, &value, 4, 1, false);
}

static void expect(const char *format, const struct packed *packed, const char *expected)
{
    size_t size;
    struct vg_printf_sink *sink = vg_printf_sink_create();
    assert_int_equal(vg_rt_printf(sink, format, packed->bytes, packed->size), 0);
    const char *text = vg_printf_sink_text(sink, &size);
    if (size != strlen(expected) || (size && memcmp(text, expected, size) != 0))
        fail_msg("\"%s\": got \"%.*s\", expected \"%s\"", format, (int)size, text ? text : "", expected);
    vg_printf_sink_destroy(sink);
}

static void integers_print_as_in_c(void **state)
{
    static const struct {
        const char *format, *expected;
        int64_t value;
        uint8_t size;
    } rows[] = {
        {"%d", "-5", -5, 4},
        {"[%5d|%-5d|%05d|%+d|% d]", NULL, 42, 4},
        {"%i", "2147483647", 2147483647, 4},
        {"%u", "4294967295", -1, 4},
        {"%x %X %o %#x %#o", NULL, 255, 4},
        {"%ld", "-9000000000", -9000000000, 8},
        {"%lu", "18446744073709551615", -1, 8},
        {"%lx", "ffffffffffffffff", -1, 8},
        {"%hd", "-1", 65535, 4},
        {"%hhd", "-128", 128, 4},
        {"%hhu", "200", 200, 4},
        {"%hhx", "ff", -1, 1},
        {"%d", "-1", -1, 1},
        {"%d", "-2", -2, 2},
        {"%zu", "77", 77, 8},
        {"%td", "-77", -77, 8},
        {"%.3d", "007", 7, 4},
        {"%+.0d", "+9", 9, 4},
        {"%c", "A", 'A', 4},
        {"[%3c]", "[  B]", 'B', 4},
        {"%p", "0x1000", 0x1000, 8},
        {"100%% of %d", "100% of 3", 3, 4},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct packed packed = {.size = 0};
        char expected[128];
        for (int k = 0; k < 5; k++)
            add(&packed, &rows[i].value, rows[i].size, 1, false);
        int value = (int)rows[i].value;
        if (i == 1)
            snprintf(expected, sizeof expected, "[%5d|%-5d|%05d|%+d|% d]", value, value, value, value, value);
        else if (i == 4)
            snprintf(expected, sizeof expected, "%x %X %o %#x %#o", value, value, value, value, value);
        expect(rows[i].format, &packed, rows[i].expected ? rows[i].expected : expected);
    }
}

static void floats_print_as_in_c(void **state)
{
    static const char *const formats[] = {"%f",    "%10.3f", "%-10.2f|", "%+e", "%.0f", "%#.0f",
                                          "%g",    "%G",     "%.10g",    "%a",  "%A",   "%.2a",
                                          "%020f", "%E",     "% f",      "%F"};
    static const double values[] = {0.0,         -0.0,   1.0,   -1.5,      3.14159265, 1e10,      1e-10,
                                    123456789.0, 0x1p-1, 1e300, 0x1p-1040, INFINITY,   -INFINITY, NAN};
    for (size_t f = 0; f < sizeof formats / sizeof *formats; f++) {
        for (size_t v = 0; v < sizeof values / sizeof *values; v++) {
            char expected[512];
            struct packed packed = {.size = 0};
            float single = (float)values[v];
            add(&packed, &values[v], 8, 1, true);
            snprintf(expected, sizeof expected, formats[f], values[v]);
            expect(formats[f], &packed, expected);
            packed.size = 0;
            add(&packed, &single, 4, 1, true);
            snprintf(expected, sizeof expected, formats[f], (double)single);
            expect(formats[f], &packed, expected);
        }
    }
}

static void vectors_print_with_commas(void **state)
{
    static const float floats[16] = {1, 2.5f, -3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16};
    static const int8_t bytes[4] = {-1, 2, 127, -128};
    static const int16_t shorts[3] = {-1, 300, -32768};
    static const int32_t ints[8] = {1, -2, 3, -4, 5, -6, 7, -8};
    static const int64_t longs[2] = {-1, 1LL << 40};
    struct packed packed = {.size = 0};
    add(&packed, floats, 4, 4, true);
    expect("%v4hlf", &packed, "1.000000,2.500000,-3.000000,4.000000");
    expect("f4 = <%6.2v4hlf>", &packed, "f4 = <  1.00,  2.50, -3.00,  4.00>");
    expect("%2.2v4hlf!", &packed, "1.00,2.50,-3.00,4.00!");
    expect("%v2hla", &packed, "0x1p+0,0x1.4p+1");
    packed.size = 0;
    add(&packed, floats, 4, 16, true);
    expect("%v16hlg", &packed, "1,2.5,-3,4,5,6,7,8,9,10,11,12,13,14,15,16");
    packed.size = 0;
    add(&packed, bytes, 1, 4, false);
    expect("%v4hhd", &packed, "-1,2,127,-128");
    expect("%#v4hhx", &packed, "0xff,0x2,0x7f,0x80");
    packed.size = 0;
    add(&packed, shorts, 2, 3, false);
    expect("%v3hd|%d", &packed, "-1,300,-32768|%d");
    packed.size = 0;
    add(&packed, ints, 4, 8, false);
    expect("%v8hld", &packed, "1,-2,3,-4,5,-6,7,-8");
    expect("%+03v8hld", &packed, "+01,-02,+03,-04,+05,-06,+07,-08");
    packed.size = 0;
    add(&packed, longs, 8, 2, false);
    expect("%v2ld %v2lx", &packed, "-1,1099511627776 %v2lx");
}

static void strings_print_with_width_and_precision(void **state)
{
    struct packed packed = {.size = 0};
    const char *text = "a%%b";
    uint64_t address = (uintptr_t)text, null = 0;
    add(&packed, &address, 8, 1, false);
    expect("%s", &packed, "a%%b");
    expect("[%6s]", &packed, "[  a%%b]");
    expect("[%-6s]", &packed, "[a%%b  ]");
    expect("[%.2s]", &packed, "[a%]");
    packed.size = 0;
    add(&packed, &null, 8, 1, false);
    expect("%s", &packed, "(null)");
    packed.size = 0;
    add_int(&packed, 77);
    expect("%s", &packed, "(null)"); /* too small to be an address */
}

static void bad_formats_do_no_harm(void **state)
{
    struct packed none = {.size = 0}, one = {.size = 0};
    add_int(&one, 5);
    expect("", &none, "");
    expect("%", &none, "%");
    expect("50%", &one, "50%");
    expect("%d %d", &one, "5 %d");
    expect("%q %d", &one, "%q 5");
    expect("%*d %d", &one, "%*d 5");
    expect("%n%d", &one, "%n5");
    expect("%v5d %d", &one, "%v5d 5");
    expect("%v", &one, "%v");
    expect("%-+ #0-+ #0-", &one, "%-+ #0-+ #0-");
    expect("%s", &none, "%s");
    expect("%v4d", &one, "5");
    char *text = malloc(5000);
    memset(text, ' ', 4095);
    strcpy(text + 4094, "5");
    expect("%99999999999999999999d", &one, text);
    free(text);
    /* Argument blocks that lie about their sizes. */
    one.bytes[0] = 9;
    expect("%d", &one, "%d");
    one.bytes[0] = 3;
    expect("%d", &one, "%d");
    one.bytes[0] = 8, one.bytes[1] = 16;
    expect("%d", &one, "%d");
    one.bytes[0] = 4, one.bytes[1] = 0;
    expect("%d", &one, "%d");
    assert_int_equal(vg_rt_printf(NULL, "%d", one.bytes, one.size), -1);
}

static void random_formats_do_no_harm(void **state)
{
    static const char alphabet[] = "%%%%v24816hldioxXfeEgGaAcp.0123-+ #q*";
    struct packed packed = {.size = 0};
    double values[4] = {1, 2, 3, 4};
    unsigned random = 7;
    add(&packed, values, 8, 4, true);
    add_int(&packed, 3);
    add(&packed, values, 8, 1, true);
    for (int round = 0; round < 20000; round++) {
        char format[24];
        struct vg_printf_sink *sink = vg_printf_sink_create();
        for (size_t i = 0; i < sizeof format; i++) {
            random = random * 1103515245 + 12345;
            format[i] = alphabet[(random >> 8) % (sizeof alphabet - 1)];
        }
        format[sizeof format - 1] = 0;
        assert_int_equal(vg_rt_printf(sink, format, packed.bytes, packed.size), 0);
        vg_printf_sink_destroy(sink);
    }
}

static void the_locale_of_the_application_does_not_matter(void **state)
{
    struct packed packed = {.size = 0};
    double half = 0.5;
    add(&packed, &half, 8, 1, true);
    const char *found = setlocale(LC_ALL, "de_DE.UTF-8");
    expect("%.1f", &packed, "0.5");
    if (found)
        assert_string_equal(localeconv()->decimal_point, ",");
}

static void a_lack_of_memory_prints_nothing_of_the_call(void **state)
{
    struct packed packed = {.size = 0};
    size_t size;
    struct vg_printf_sink *sink = vg_printf_sink_create();
    add_int(&packed, 5);
    assert_int_equal(vg_rt_printf(sink, "whole", NULL, 0), 0);
    vg_alloc_fail_after(0);
    assert_int_equal(vg_rt_printf(sink, "%4000d", packed.bytes, packed.size), -1);
    vg_alloc_fail_after(-1);
    assert_memory_equal(vg_printf_sink_text(sink, &size), "whole", 5);
    assert_int_equal(size, 5);
    vg_printf_sink_destroy(sink);
    vg_printf_sink_destroy(NULL);
}

#define THREADS 8
#define CALLS 2000

static void *print_often(void *sink)
{
    struct packed packed = {.size = 0};
    add_int(&packed, 123456);
    for (int i = 0; i < CALLS; i++)
        vg_rt_printf(sink, "<%d abcdefghijklmnopqrstuvwxyz %d>\n", packed.bytes, packed.size);
    return NULL;
}

/* Also goes past the size at which the sink flushes itself. */
static void calls_of_many_threads_are_not_split(void **state)
{
    static const char line[] = "<123456 abcdefghijklmnopqrstuvwxyz %d>\n";
    char path[] = "/tmp/vgpu-printf-XXXXXX", text[128];
    int saved = dup(STDOUT_FILENO), fd = mkstemp(path);
    pthread_t threads[THREADS];
    size_t count = 0;
    struct vg_printf_sink *sink = vg_printf_sink_create();
    fflush(stdout);
    dup2(fd, STDOUT_FILENO);
    for (int i = 0; i < THREADS; i++)
        pthread_create(&threads[i], NULL, print_often, sink);
    for (int i = 0; i < THREADS; i++)
        pthread_join(threads[i], NULL);
    for (int i = 0; i < 20; i++)
        print_often(sink);
    vg_printf_sink_flush(sink);
    fflush(stdout);
    dup2(saved, STDOUT_FILENO);
    FILE *file = fopen(path, "r");
    for (; fgets(text, sizeof text, file); count++)
        assert_string_equal(text, line);
    assert_int_equal(count, (THREADS + 20) * CALLS);
    fclose(file);
    close(fd);
    close(saved);
    unlink(path);
    vg_printf_sink_destroy(sink);
}

VG_TESTS(test_printf, cmocka_unit_test(integers_print_as_in_c), cmocka_unit_test(floats_print_as_in_c),
         cmocka_unit_test(vectors_print_with_commas),
         cmocka_unit_test(strings_print_with_width_and_precision), cmocka_unit_test(bad_formats_do_no_harm),
         cmocka_unit_test(random_formats_do_no_harm),
         cmocka_unit_test(the_locale_of_the_application_does_not_matter),
         cmocka_unit_test(a_lack_of_memory_prints_nothing_of_the_call),
         cmocka_unit_test(calls_of_many_threads_are_not_split));
