/* SPDX-License-Identifier: MIT */
/* Build options: the text is cut into words as a shell does, then each word is looked up in one table. A row
 * says how the option is spelt, in which stages it may stand and what it changes; everything that is not in
 * the table is an error, as the specification asks (CL_INVALID_*_OPTIONS). */
#include "compiler/options.h"

#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/attributes.h"

#define MAX_WIDTH 64

enum stages {
    SOURCE = 1u << VG_STAGE_BUILD | 1u << VG_STAGE_COMPILE,
    LINK = 1u << VG_STAGE_LINK,
    ANY = SOURCE | LINK
};

enum effect {
    IGNORE,     /* accepted for what it promises, changes nothing here */
    FLAG,       /* sets a bool */
    MATH,       /* adds enum vg_math_flags */
    LEVEL,      /* -O, -O0.. */
    STANDARD,   /* -cl-std= */
    LANGUAGE,   /* -x */
    WIDTH,      /* -cl-vgpu-width= */
    CHECKS,     /* -cl-vgpu-check= */
    DEFINITION, /* -D and -U */
    DIRECTORY,  /* -I */
};

enum form {
    ALONE,    /* the whole word */
    JOINED,   /* the value follows in the same word */
    EITHER,   /* in the same word or the next one */
    SEPARATE, /* in the next word */
};

struct row {
    const char *name;
    unsigned stages;
    enum form form;
    enum effect effect;
    size_t change; /* FLAG: offset in struct vg_options; MATH: bits */
};

static const struct row rows[] = {
    {"-D", SOURCE, EITHER, DEFINITION, 0},
    {"-U", SOURCE, EITHER, DEFINITION, 0},
    {"-I", SOURCE, EITHER, DIRECTORY, 0},
    {"-w", SOURCE, ALONE, FLAG, offsetof(struct vg_options, no_warnings)},
    {"-Werror", SOURCE, ALONE, FLAG, offsetof(struct vg_options, werror)},
    {"-g", SOURCE, ALONE, FLAG, offsetof(struct vg_options, debug)},
    {"-O", SOURCE, JOINED, LEVEL, 0},
    {"-x", SOURCE, SEPARATE, LANGUAGE, 0},
    {"-cl-std=", SOURCE, JOINED, STANDARD, 0},
    {"-cl-single-precision-constant", SOURCE, ALONE, MATH, VG_MATH_SINGLE_CONSTANT},
    {"-cl-denorms-are-zero", ANY, ALONE, MATH, VG_MATH_DENORMS_ZERO},
    {"-cl-fp32-correctly-rounded-divide-sqrt", SOURCE, ALONE, MATH, VG_MATH_CORRECT_DIVIDE},
    {"-cl-mad-enable", SOURCE, ALONE, MATH, VG_MATH_MAD},
    {"-cl-no-signed-zeros", ANY, ALONE, MATH, VG_MATH_NO_SIGNED_ZEROS},
    {"-cl-no-signed-zeroes", ANY, ALONE, MATH, VG_MATH_NO_SIGNED_ZEROS}, /* as OpenCL 1.2 spells it once */
    {"-cl-unsafe-math-optimizations", ANY, ALONE, MATH, VG_MATH_UNSAFE},
    {"-cl-finite-math-only", ANY, ALONE, MATH, VG_MATH_FINITE},
    {"-cl-fast-relaxed-math", ANY, ALONE, MATH, VG_MATH_FAST_RELAXED},
    {"-cl-opt-disable", SOURCE, ALONE, FLAG, offsetof(struct vg_options, opt_disable)},
    {"-cl-uniform-work-group-size", SOURCE, ALONE, FLAG, offsetof(struct vg_options, uniform_groups)},
    {"-cl-kernel-arg-info", SOURCE, ALONE, FLAG, offsetof(struct vg_options, arg_info)},
    {"-cl-strict-aliasing", SOURCE, ALONE, IGNORE, 0},
    {"-cl-no-subgroup-ifp", ANY, ALONE, IGNORE, 0},
    {"-cl-vgpu-width=", SOURCE, JOINED, WIDTH, 0},
    {"-cl-vgpu-check=", ANY, JOINED, CHECKS, 0},
    {"-cl-vgpu-report", SOURCE, ALONE, FLAG, offsetof(struct vg_options, report)},
    {"-create-library", LINK, ALONE, FLAG, offsetof(struct vg_options, create_library)},
    {"-enable-link-options", LINK, ALONE, FLAG, offsetof(struct vg_options, enable_link_options)},
};

static const struct {
    const char *name;
    unsigned std;
} standards[] = {{"CL", 100}, {"CL1.0", 100}, {"CL1.1", 110}, {"CL1.2", 120}, {"CL2.0", 200}, {"CL3.0", 300},
                 {"cl", 100}, {"cl1.0", 100}, {"cl1.1", 110}, {"cl1.2", 120}, {"cl2.0", 200}, {"cl3.0", 300}};

static const char *const languages[] = {"cl", "clc", "CL"};

struct words {
    char *text; /* all words, each with its NUL */
    char **list;
    size_t count;
};

struct parser {
    struct vg_options *options;
    enum vg_option_stage stage;
    struct words words;
    size_t next; /* word to read next */
    char **error;
};

/* Always false, so that a failure is one return statement. */
VG_PRINTF(2, 3) static bool fail(struct parser *parser, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    int length = vsnprintf(NULL, 0, format, args);
    va_end(args);
    if (length < 0)
        return false;
    *parser->error = vg_zalloc((size_t)length + 1);
    if (!*parser->error)
        return false;
    va_start(args, format);
    vsnprintf(*parser->error, (size_t)length + 1, format, args);
    va_end(args);
    return false;
}

/* Copies one word of *in to *out, quotes and backslashes resolved; false when a quote is not closed. As in a
 * shell, a backslash inside double quotes only escapes a double quote and a backslash. */
static bool copy_word(const char **in, char **out)
{
    const char *at = *in;
    char quote = 0;
    for (; *at && (quote || !isspace((unsigned char)*at)); at++) {
        bool escapes = *at == '\\' && at[1] && (!quote || (quote == '"' && (at[1] == '"' || at[1] == '\\')));
        if (escapes)
            *(*out)++ = *++at;
        else if (quote ? *at == quote : (*at == '"' || *at == '\''))
            quote = quote ? 0 : *at;
        else
            *(*out)++ = *at;
    }
    *(*out)++ = 0;
    *in = at;
    return quote == 0;
}

static bool split(struct parser *parser, const char *text)
{
    size_t length = strlen(text);
    struct words *words = &parser->words;
    words->text = vg_zalloc(length + 1);
    words->list = vg_zalloc_array(length / 2 + 1, sizeof *words->list);
    if (!words->text || !words->list)
        return false;
    for (char *out = words->text;;) {
        while (isspace((unsigned char)*text))
            text++;
        if (!*text)
            return true;
        words->list[words->count++] = out;
        if (!copy_word(&text, &out))
            return fail(parser, "a quote in the options is not closed, after: %s",
                        words->list[words->count - 1]);
    }
}

static bool matches(const struct row *row, const char *word)
{
    size_t length = strlen(row->name);
    bool prefix = strncmp(word, row->name, length) == 0;
    bool whole = prefix && word[length] == 0;
    return row->form == JOINED || row->form == EITHER ? prefix : whole;
}

static const struct row *find_row(const char *word)
{
    for (size_t i = 0; i < VG_COUNT(rows); i++)
        if (matches(&rows[i], word))
            return &rows[i];
    return NULL;
}

/* The value of the option in `word`, "" when it takes none; NULL when it is missing. */
static const char *take_value(struct parser *parser, const struct row *row, const char *word)
{
    const char *rest = word + strlen(row->name);
    bool in_next = row->form == SEPARATE || (row->form == EITHER && !*rest);
    if (!in_next)
        return rest;
    return parser->next < parser->words.count ? parser->words.list[parser->next++] : NULL;
}

static bool append(char ***list, size_t *count, const char *prefix, const char *value)
{
    char **grown = vg_realloc(*list, (*count + 1) * sizeof **list);
    if (!grown)
        return false;
    *list = grown;
    size_t size = strlen(prefix) + strlen(value) + 1;
    char *text = vg_zalloc(size);
    if (!text)
        return false;
    snprintf(text, size, "%s%s", prefix, value);
    grown[(*count)++] = text;
    return true;
}

static bool apply_definition(struct parser *parser, const struct row *row, const char *value)
{
    unsigned char first = (unsigned char)value[0];
    if (!isalpha(first) && first != '_' && first < 0x80)
        return fail(parser, "option %s needs the name of a macro, got \"%s\"", row->name, value);
    return append(&parser->options->defines, &parser->options->define_count, row->name + 1, value);
}

static bool apply_standard(struct parser *parser, const char *value)
{
    for (size_t i = 0; i < VG_COUNT(standards); i++) {
        if (strcmp(value, standards[i].name) == 0) {
            parser->options->std = standards[i].std;
            parser->options->std_given = true;
            return true;
        }
    }
    return fail(parser,
                "-cl-std=%s is not a language of this device; it takes CL1.0, CL1.1, CL1.2, CL2.0 and CL3.0",
                value);
}

static bool apply_level(struct parser *parser, const char *value)
{
    bool known = value[0] == 0 || (value[0] >= '0' && value[0] <= '3' && value[1] == 0);
    if (!known)
        return fail(parser, "unknown option \"-O%s\"; -O takes 0, 1, 2 or 3", value);
    parser->options->opt_disable = value[0] == '0';
    return true;
}

static bool apply_language(struct parser *parser, const char *value)
{
    for (size_t i = 0; i < VG_COUNT(languages); i++)
        if (strcmp(value, languages[i]) == 0)
            return true;
    return fail(parser, "-x %s is not supported; the only language is clc", value);
}

static bool apply_width(struct parser *parser, const char *value)
{
    char *end;
    unsigned long width = isdigit((unsigned char)value[0]) ? strtoul(value, &end, 10) : 0;
    if (width == 0 || *end || width > MAX_WIDTH || (width & (width - 1)))
        return fail(parser, "-cl-vgpu-width=%s is not a power of two from 1 to %d", value, MAX_WIDTH);
    parser->options->width = (unsigned)width;
    return true;
}

bool vg_checks_parse(const char *text, unsigned *checks, const char **bad)
{
    static const struct {
        const char *name;
        unsigned checks;
    } names[] = {{"bounds", VG_CHECK_BOUNDS},
                 {"divergence", VG_CHECK_DIVERGENCE},
                 {"uninit", VG_CHECK_UNINIT | VG_CHECK_BOUNDS}, /* nothing is known of what is outside */
                 {"race", VG_CHECK_RACE},
                 {"all", VG_CHECK_BOUNDS | VG_CHECK_DIVERGENCE | VG_CHECK_UNINIT | VG_CHECK_RACE}};
    unsigned found = 0;
    for (;; text++) {
        size_t length = strcspn(text, ","), i = 0;
        while (i < VG_COUNT(names) &&
               (strlen(names[i].name) != length || strncmp(names[i].name, text, length) != 0))
            i++;
        *bad = text;
        if (i == VG_COUNT(names))
            return false;
        found |= names[i].checks;
        text += length;
        if (!*text)
            break;
    }
    *checks = found;
    return true;
}

static bool apply_checks(struct parser *parser, const char *value)
{
    unsigned checks;
    const char *bad;
    if (!vg_checks_parse(value, &checks, &bad))
        return fail(
            parser,
            "-cl-vgpu-check=%s: \"%.*s\" is no check; there are bounds, divergence, uninit, race and all",
            value, (int)strcspn(bad, ","), bad);
    parser->options->checks |= checks;
    return true;
}

static bool apply(struct parser *parser, const struct row *row, const char *value)
{
    struct vg_options *options = parser->options;
    switch (row->effect) {
    case IGNORE:
        return true;
    case FLAG:
        *(bool *)(void *)((char *)options + row->change) = true;
        return true;
    case MATH:
        options->math |= (unsigned)row->change;
        return true;
    case LEVEL:
        return apply_level(parser, value);
    case STANDARD:
        return apply_standard(parser, value);
    case LANGUAGE:
        return apply_language(parser, value);
    case WIDTH:
        return apply_width(parser, value);
    case CHECKS:
        return apply_checks(parser, value);
    case DEFINITION:
        return apply_definition(parser, row, value);
    case DIRECTORY:
        return append(&options->includes, &options->include_count, "", value);
    }
    return false;
}

static bool read_option(struct parser *parser)
{
    static const char *const entries[] = {"clBuildProgram", "clCompileProgram", "clLinkProgram"};
    const char *word = parser->words.list[parser->next++];
    const struct row *row = find_row(word);
    if (!row)
        return fail(parser, "unknown option \"%s\"", word);
    if (!(row->stages & 1u << parser->stage))
        return fail(parser, "option \"%s\" is not one of %s", word, entries[parser->stage]);
    const char *value = take_value(parser, row, word);
    if (!value || (row->form != ALONE && row->effect != LEVEL && !*value))
        return fail(parser, "option %s needs a value", row->name);
    return apply(parser, row, value);
}

static bool read_options(struct parser *parser, const char *text)
{
    if (!split(parser, text))
        return false;
    while (parser->next < parser->words.count)
        if (!read_option(parser))
            return false;
    if (parser->options->enable_link_options && !parser->options->create_library)
        return fail(parser, "-enable-link-options is only for use with -create-library");
    return true;
}

static unsigned with_implied(unsigned math)
{
    if (math & VG_MATH_FAST_RELAXED)
        math |= VG_MATH_UNSAFE | VG_MATH_FINITE;
    if (math & VG_MATH_UNSAFE)
        math |= VG_MATH_MAD | VG_MATH_NO_SIGNED_ZEROS;
    return math;
}

bool vg_options_parse(const char *text, enum vg_option_stage stage, struct vg_options *options, char **error)
{
    *options = (struct vg_options){.std = 120};
    *error = NULL;
    struct parser parser = {.options = options, .stage = stage, .error = error};
    bool ok = read_options(&parser, text ? text : "");
    vg_free(parser.words.text);
    vg_free(parser.words.list);
    options->math = with_implied(options->math);
    if (!ok)
        vg_options_finish(options);
    return ok;
}

void vg_options_finish(struct vg_options *options)
{
    for (size_t i = 0; i < options->define_count; i++)
        vg_free(options->defines[i]);
    for (size_t i = 0; i < options->include_count; i++)
        vg_free(options->includes[i]);
    vg_free(options->defines);
    vg_free(options->includes);
    *options = (struct vg_options){0};
}
