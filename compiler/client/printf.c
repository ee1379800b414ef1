/* SPDX-License-Identifier: MIT */
/* printf of OpenCL C. The format decides how an argument looks, the argument itself how many bytes it has, so
 * that a format that does not fit its arguments prints odd text but reads nothing that is not there. A
 * conversion that is unknown, or has no argument left, is printed as it is written. */
#include "compiler/printf.h"

#include <locale.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "base/alloc.h"
#include "base/attributes.h"
#include "base/checked.h"
#include "base/sync.h"
#include "compiler/abi.h"
#include "executor/fault.h"

#define FLUSH_BYTES ((size_t)1 << 20)
#define FIRST_BYTES 512
#define MAX_STRING ((uint64_t)1 << 20)
#define MAX_FIELD 4095 /* of width and precision, the least that C promises */

struct vg_printf_sink {
    struct vg_mutex lock;
    char *text;
    size_t size, capacity;
};

struct vg_printf_sink *vg_printf_sink_create(void)
{
    struct vg_printf_sink *sink = vg_zalloc(sizeof *sink);
    if (sink)
        vg_mutex_init(&sink->lock, VG_RANK_POOL);
    return sink;
}

static void flush_locked(struct vg_printf_sink *sink)
{
    if (sink->size)
        fwrite(sink->text, 1, sink->size, stdout);
    sink->size = 0;
}

void vg_printf_sink_flush(struct vg_printf_sink *sink)
{
    vg_mutex_lock(&sink->lock);
    flush_locked(sink);
    vg_mutex_unlock(&sink->lock);
}

void vg_printf_sink_destroy(struct vg_printf_sink *sink)
{
    if (!sink)
        return;
    vg_mutex_finish(&sink->lock);
    vg_free(sink->text);
    vg_free(sink);
}

const char *vg_printf_sink_text(struct vg_printf_sink *sink, size_t *size)
{
    *size = sink->size;
    return sink->text;
}

/* Makes room for `size` bytes and a NUL. */
static bool reserve(struct vg_printf_sink *sink, size_t size)
{
    size_t need;
    if (!vg_add(sink->size, size, &need) || !vg_add(need, 1, &need))
        return false;
    if (need <= sink->capacity)
        return true;
    size_t capacity = need < FIRST_BYTES ? FIRST_BYTES : need + need / 2;
    char *grown = vg_realloc(sink->text, capacity);
    if (!grown)
        return false;
    sink->text = grown;
    sink->capacity = capacity;
    return true;
}

static bool put(struct vg_printf_sink *sink, const char *text, size_t size)
{
    if (!reserve(sink, size))
        return false;
    memcpy(sink->text + sink->size, text, size);
    sink->size += size;
    return true;
}

/* Appends what the C library makes of a format that we composed. */
static bool put_formatted(struct vg_printf_sink *sink, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    int length = vsnprintf(NULL, 0, format, args);
    va_end(args);
    if (length < 0 || !reserve(sink, (size_t)length))
        return false;
    va_start(args, format);
    vsnprintf(sink->text + sink->size, (size_t)length + 1, format, args);
    va_end(args);
    sink->size += (size_t)length;
    return true;
}

/* One conversion of the format: % flags width .precision vN length letter. */
struct conversion {
    const char *text; /* from the % on */
    size_t length;    /* with the letter */
    char head[32];    /* "%", flags, width and precision, to be completed for the C library */
    unsigned vector;  /* elements, 1 for a scalar */
    unsigned bytes;   /* that the length modifier names, 0 = none */
    char letter;
};

struct cursor {
    const char *at;
    char *out, *end; /* of conversion.head */
};

static void copy_flags(struct cursor *cursor)
{
    bool seen[128] = {false};
    for (; *cursor->at && strchr("-+ #0", *cursor->at); cursor->at++) {
        if (!seen[(unsigned char)*cursor->at])
            *cursor->out++ = *cursor->at;
        seen[(unsigned char)*cursor->at] = true;
    }
}

static void copy_number(struct cursor *cursor)
{
    unsigned number = 0;
    if (*cursor->at < '0' || *cursor->at > '9')
        return;
    for (; *cursor->at >= '0' && *cursor->at <= '9'; cursor->at++)
        number = number > MAX_FIELD ? number : number * 10 + (unsigned)(*cursor->at - '0');
    cursor->out += snprintf(cursor->out, (size_t)(cursor->end - cursor->out), "%u",
                            number > MAX_FIELD ? MAX_FIELD : number);
}

/* "v2" .. "v16"; gives 1 when there is none, 0 when it is malformed. */
static unsigned read_vector(const char **at)
{
    unsigned count = 0;
    if (**at != 'v')
        return 1;
    for (++*at; **at >= '0' && **at <= '9' && count < 100; ++*at)
        count = count * 10 + (unsigned)(**at - '0');
    return count == 2 || count == 3 || count == 4 || count == 8 || count == 16 ? count : 0;
}

static unsigned read_length(const char **at)
{
    static const struct {
        char text[3];
        unsigned bytes;
    } lengths[] = {{"hh", 1}, {"hl", 4}, {"h", 2}, {"ll", 8}, {"l", 8}, {"j", 8}, {"z", 8}, {"t", 8}};
    for (size_t i = 0; i < VG_COUNT(lengths); i++) {
        size_t size = strlen(lengths[i].text);
        if (strncmp(*at, lengths[i].text, size) == 0) {
            *at += size;
            return lengths[i].bytes;
        }
    }
    return 0;
}

/* Reads the conversion at a %; false when it is none that we know. */
static bool read_conversion(const char *text, struct conversion *conversion)
{
    *conversion = (struct conversion){.text = text};
    struct cursor cursor = {
        .at = text + 1, .out = conversion->head, .end = conversion->head + sizeof conversion->head};
    *cursor.out++ = '%';
    copy_flags(&cursor);
    copy_number(&cursor);
    if (*cursor.at == '.') {
        *cursor.out++ = *cursor.at++;
        copy_number(&cursor);
    }
    *cursor.out = 0;
    conversion->vector = read_vector(&cursor.at);
    conversion->bytes = read_length(&cursor.at);
    conversion->letter = *cursor.at;
    conversion->length = (size_t)(cursor.at - text) + (*cursor.at != 0);
    return conversion->vector && conversion->letter && strchr("diouxXfFeEgGaAcsp", conversion->letter);
}

/* The arguments that are left. */
struct arguments {
    const char *at;
    uint64_t left;
};

struct argument {
    struct vg_printf_arg shape;
    const char *elements;
};

static bool next_argument(struct arguments *arguments, struct argument *argument)
{
    size_t bytes;
    if (arguments->left < sizeof argument->shape)
        return false;
    memcpy(&argument->shape, arguments->at, sizeof argument->shape);
    argument->elements = arguments->at + sizeof argument->shape;
    const struct vg_printf_arg *shape = &argument->shape;
    bool sound =
        shape->size <= 8 && vg_is_power_of_two(shape->size) && shape->count >= 1 && shape->count <= 16;
    if (!sound || !vg_align_up((size_t)shape->size * shape->count, 8, &bytes) ||
        bytes > arguments->left - sizeof *shape)
        return false;
    arguments->at += sizeof *shape + bytes;
    arguments->left -= sizeof *shape + bytes;
    return true;
}

static uint64_t raw_bits(const struct argument *argument, unsigned index)
{
    uint64_t bits = 0;
    memcpy(&bits, argument->elements + (size_t)index * argument->shape.size, argument->shape.size);
    return bits;
}

static double as_double(const struct argument *argument, unsigned index)
{
    uint64_t bits = raw_bits(argument, index);
    float single;
    double value;
    if (!argument->shape.is_float)
        return (double)(int64_t)bits;
    if (argument->shape.size == sizeof value) {
        memcpy(&value, &bits, sizeof value);
        return value;
    }
    memcpy(&single, &bits, sizeof single);
    return (double)single;
}

static uint64_t narrow(uint64_t bits, unsigned bytes, bool is_signed)
{
    unsigned unused = 64 - 8 * bytes;
    if (is_signed)
        return (uint64_t)((int64_t)(bits << unused) >> unused);
    return bits << unused >> unused;
}

/* Widens the element as its own size says, then cuts it to the size that the conversion names. */
static uint64_t as_integer(const struct argument *argument, unsigned index,
                           const struct conversion *conversion)
{
    bool is_signed = conversion->letter == 'd' || conversion->letter == 'i';
    unsigned bytes = conversion->bytes;
    if (bytes == 0)
        bytes = argument->shape.count > 1 ? argument->shape.size : 4;
    uint64_t wide = narrow(raw_bits(argument, index), argument->shape.size, is_signed);
    return narrow(wide, bytes, is_signed);
}

static bool put_string(struct vg_printf_sink *sink, const char *format, const struct argument *argument)
{
    uint64_t address = raw_bits(argument, 0);
    bool pointer = argument->shape.size == sizeof address && !argument->shape.is_float && address;
    const char *text = pointer ? (const char *)(uintptr_t)address : "(null)";
    return put_formatted(sink, format, vg_fault_is_text(text, MAX_STRING) ? text : "(no text)");
}

static bool put_element(struct vg_printf_sink *sink, const struct conversion *conversion,
                        const struct argument *argument, unsigned index)
{
    char format[sizeof conversion->head + 4];
    const char *length = strchr("diouxX", conversion->letter) ? "ll" : "";
    snprintf(format, sizeof format, "%s%s%c", conversion->head, length, conversion->letter);
    switch (conversion->letter) {
    case 'c':
        return put_formatted(sink, format, (int)(unsigned char)raw_bits(argument, index));
    case 's':
        return put_string(sink, format, argument);
    case 'p':
        return put_formatted(sink, format, (void *)(uintptr_t)raw_bits(argument, index));
    case 'd':
    case 'i':
    case 'o':
    case 'u':
    case 'x':
    case 'X':
        return put_formatted(sink, format, (long long)as_integer(argument, index, conversion));
    default:
        return put_formatted(sink, format, as_double(argument, index));
    }
}

static bool put_conversion(struct vg_printf_sink *sink, const struct conversion *conversion,
                           struct arguments *arguments)
{
    struct argument argument;
    if (!next_argument(arguments, &argument))
        return put(sink, conversion->text, conversion->length);
    unsigned count = conversion->vector < argument.shape.count ? conversion->vector : argument.shape.count;
    for (unsigned i = 0; i < count; i++)
        if ((i && !put(sink, ",", 1)) || !put_element(sink, conversion, &argument, i))
            return false;
    return true;
}

static bool put_all(struct vg_printf_sink *sink, const char *format, struct arguments *arguments)
{
    for (const char *at = format; *at;) {
        size_t plain = strcspn(at, "%");
        struct conversion conversion;
        bool ok;
        if (plain) {
            ok = put(sink, at, plain);
            at += plain;
        } else if (at[1] == '%') {
            ok = put(sink, "%", 1);
            at += 2;
        } else {
            bool known = read_conversion(at, &conversion);
            ok = known ? put_conversion(sink, &conversion, arguments) : put(sink, at, conversion.length);
            at += conversion.length;
        }
        if (!ok)
            return false;
    }
    return true;
}

static locale_t c_locale;

static void make_locale(void)
{
    c_locale = newlocale(LC_ALL_MASK, "C", (locale_t)0);
}

/* Kernels print the same numbers whatever language the application speaks. */
static locale_t enter_c_locale(void)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, make_locale);
    return c_locale ? uselocale(c_locale) : (locale_t)0;
}

int vg_rt_printf(void *data, const char *format, const void *args, uint64_t args_bytes)
{
    struct vg_printf_sink *sink = data;
    struct arguments arguments = {.at = args, .left = args_bytes};
    if (!sink || !format)
        return -1;
    locale_t former = enter_c_locale();
    vg_mutex_lock(&sink->lock);
    size_t start = sink->size;
    bool ok = put_all(sink, format, &arguments);
    if (!ok)
        sink->size = start;
    if (sink->size >= FLUSH_BYTES)
        flush_locked(sink);
    vg_mutex_unlock(&sink->lock);
    if (former)
        uselocale(former);
    return ok ? 0 : -1;
}
