/* SPDX-License-Identifier: MIT */
/* Reads the directives of golden kernels: see script.h. */
#include "tests/kernels/script.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/kernels/script_image.h"

struct words {
    char *list[MAX_WORDS];
    size_t count, next;
};

static const char *const type_names[TYPE_COUNT] = {"char", "uchar", "short", "ushort", "int",
                                                   "uint", "long",  "ulong", "float",  "double"};
static const size_t type_sizes[TYPE_COUNT] = {1, 1, 2, 2, 4, 4, 8, 8, 4, 8};

static void bad(const char *what, const char *word)
{
    fprintf(stderr, "script: %s: %s\n", what, word);
    exit(2);
}

size_t type_size(enum type type)
{
    return type_sizes[type];
}

const char *type_name(enum type type)
{
    return type_names[type];
}

static const char *take(struct words *words)
{
    if (words->next == words->count)
        bad("a word is missing behind", words->list[words->count - 1]);
    return words->list[words->next++];
}

static bool more(const struct words *words)
{
    return words->next < words->count;
}

static enum type take_type(struct words *words)
{
    const char *name = take(words);
    for (unsigned i = 0; i < TYPE_COUNT; i++)
        if (strcmp(name, type_names[i]) == 0)
            return (enum type)i;
    bad("not a type", name);
    return CHAR;
}

static bool is_number(const char *word)
{
    char *end;
    strtod(word, &end);
    return end != word;
}

/* Numbers as written; integers keep all 64 bits. */
static void store(enum type type, void *data, size_t index, const char *word)
{
    char *at = (char *)data + index * type_sizes[type];
    if (!is_number(word))
        bad("not a number", word);
    if (type == FLOAT) {
        float value = strtof(word, NULL);
        memcpy(at, &value, sizeof value);
    } else if (type == DOUBLE) {
        double value = strtod(word, NULL);
        memcpy(at, &value, sizeof value);
    } else {
        uint64_t value = *word == '-' ? (uint64_t)strtoll(word, NULL, 0) : strtoull(word, NULL, 0);
        memcpy(at, &value, type_sizes[type]);
    }
}

static void store_integer(enum type type, void *data, size_t index, long long value)
{
    char text[32];
    snprintf(text, sizeof text, "%lld", value);
    store(type, data, index, text);
}

double element_at(enum type type, const void *data, size_t index)
{
    const char *at = (const char *)data + index * type_sizes[type];
    union {
        float f;
        double d;
        int64_t i;
        uint64_t u;
    } value = {.u = 0};
    memcpy(&value, at, type_sizes[type]);
    if (type == FLOAT)
        return (double)value.f;
    if (type == DOUBLE)
        return value.d;
    if (type == ULONG || type % 2 == UCHAR)
        return (double)value.u;
    unsigned unused = 64 - 8 * (unsigned)type_sizes[type];
    return (double)((int64_t)(value.u << unused) >> unused);
}

static void fill_list(struct words *words, enum type type, size_t count, void *data)
{
    size_t at = 0;
    while (at < count) {
        const char *word = take(words), *star = strchr(word, '*');
        size_t times = star ? strtoul(star + 1, NULL, 10) : 1;
        for (; times && at < count; times--)
            store(type, data, at++, word);
    }
}

/* Every bit of an integer varies; floating-point values are exact in every type and never infinite. */
static void fill_noise(enum type type, size_t count, void *data, uint64_t seed)
{
    for (size_t i = 0; i < count; i++) {
        uint64_t word = (seed + i + 1) * 0x9e3779b97f4a7c15u;
        word = (word ^ word >> 31) * 0xbf58476d1ce4e5b9u;
        word ^= word >> 29;
        double value = ((double)(word % 16001) - 8000) / 8;
        float single = (float)value;
        const void *from = type == FLOAT ? (void *)&single : type == DOUBLE ? (void *)&value : (void *)&word;
        memcpy((char *)data + i * type_sizes[type], from, type_sizes[type]);
    }
}

static void *take_fill(struct words *words, enum type type, size_t count)
{
    const char *form = take(words);
    void *data = calloc(count + 1, type_sizes[type]);
    if (!data)
        exit(2);
    if (strcmp(form, "list") == 0) {
        fill_list(words, type, count, data);
        return data;
    }
    if (strcmp(form, "noise") == 0) {
        fill_noise(type, count, data, strtoull(take(words), NULL, 10));
        return data;
    }
    bool constant = strcmp(form, "const") == 0, affine = strcmp(form, "affine") == 0;
    bool random = strcmp(form, "random") == 0, iota = strcmp(form, "iota") == 0;
    if (!constant && !affine && !random && !iota && strcmp(form, "zero") != 0)
        bad("not a way to fill a buffer", form);
    const char *first = constant || affine ? take(words) : "0";
    long long slope = affine ? atoll(first) : iota, start = affine ? atoll(take(words)) : 0;
    uint32_t state = 12345;
    for (size_t i = 0; i < count; i++) {
        state = state * 1664525 + 1013904223;
        if (constant)
            store(type, data, i, first);
        else
            store_integer(type, data, i,
                          random ? (long long)(state >> 16) % 1000 : slope * (long long)i + start);
    }
    return data;
}

static void read_image(struct words *words, struct arg *arg)
{
    arg->form = ARG_IMAGE;
    const char *kind = take(words), *order = take(words), *type = take(words);
    if (!script_image_order(order, &arg->image) || !script_image_type(type, &arg->image, &arg->type))
        bad("not a format", type);
    arg->image.width = (unsigned)strtoul(take(words), NULL, 10);
    size_t height = strtoul(take(words), NULL, 10), depth = strtoul(take(words), NULL, 10);
    if (more(words) && strcmp(words->list[words->next], "pitch") == 0) {
        words->next++;
        arg->image.row_pitch = strtoul(take(words), NULL, 10);
        arg->image.slice_pitch = strtoul(take(words), NULL, 10);
    }
    arg->count = script_image_settle(kind, height, depth, &arg->image) / type_size(arg->type);
    arg->data = take_fill(words, arg->type, arg->count);
}

static void read_sampler(struct words *words, struct arg *arg)
{
    arg->form = ARG_SAMPLER;
    while (more(words)) {
        const char *word = take(words);
        if (!script_sampler_word(word, &arg->sampler))
            bad("not a word of a sampler", word);
    }
}

static void read_arg(struct words *words, struct run *run)
{
    if (run->arg_count == MAX_ARGS)
        bad("too many arguments for", run->kernel);
    struct arg *arg = &run->args[run->arg_count++];
    const char *form = take(words);
    if (strcmp(form, "buffer") == 0) {
        arg->form = ARG_BUFFER;
        arg->type = take_type(words);
        arg->count = strtoul(take(words), NULL, 10);
        arg->data = take_fill(words, arg->type, arg->count);
    } else if (strcmp(form, "value") == 0) {
        arg->form = ARG_VALUE;
        arg->type = take_type(words);
        arg->count = words->count - words->next;
        arg->data = calloc(arg->count + 1, type_sizes[arg->type]);
        if (!arg->data)
            exit(2);
        fill_list(words, arg->type, arg->count, arg->data);
    } else if (strcmp(form, "local") == 0) {
        arg->form = ARG_LOCAL;
        arg->count = strtoul(take(words), NULL, 10);
    } else if (strcmp(form, "image") == 0) {
        read_image(words, arg);
    } else if (strcmp(form, "sampler") == 0) {
        read_sampler(words, arg);
    } else if (strcmp(form, "null") == 0) {
        arg->form = ARG_NULL;
    } else {
        bad("not a form of argument", form);
    }
}

static void read_expect(struct words *words, struct run *run)
{
    struct expect *expect = &run->expects[run->expect_count];
    expect->arg = (unsigned)strtoul(take(words), NULL, 10);
    if (++run->expect_count > MAX_EXPECTS || expect->arg >= run->arg_count)
        bad("expect names no argument of", run->kernel);
    const struct arg *arg = &run->args[expect->arg];
    if (strcmp(words->list[words->next], "like") == 0) {
        words->next++;
        snprintf(expect->like, sizeof expect->like, "%s", take(words));
    } else {
        expect->data = take_fill(words, arg->type, arg->count);
    }
}

static unsigned take_sizes(struct words *words, size_t sizes[3])
{
    unsigned count = 0;
    while (more(words) && is_number(words->list[words->next]) && count < 3)
        sizes[count++] = strtoul(take(words), NULL, 10);
    return count;
}

static struct run *add_run(struct words *words, struct script *script)
{
    script->runs = realloc(script->runs, (script->run_count + 1) * sizeof *script->runs);
    if (!script->runs)
        exit(2);
    struct run *run = &script->runs[script->run_count++];
    *run = (struct run){.global = {1, 1, 1}, .local = {1, 1, 1}};
    snprintf(run->kernel, sizeof run->kernel, "%s", take(words));
    while (more(words)) {
        const char *word = take(words);
        if (strcmp(word, "global") == 0)
            run->work_dim = take_sizes(words, run->global);
        else if (strcmp(word, "local") == 0)
            take_sizes(words, run->local);
        else if (strcmp(word, "offset") == 0)
            take_sizes(words, run->offset);
        else
            bad("not a size", word);
    }
    return run;
}

/* The rest of a line as it stands, "\n" read as a line's end. */
static void append_text(char text[TEXT_BYTES], const char *rest)
{
    size_t at = strlen(text);
    for (; *rest && at + 1 < TEXT_BYTES; rest++) {
        if (rest[0] == '\\' && rest[1] == 'n') {
            text[at++] = '\n';
            rest++;
        } else {
            text[at++] = *rest;
        }
    }
    text[at] = 0;
}

static void split(char *line, struct words *words)
{
    words->count = words->next = 0;
    for (char *word = strtok(line, " \t"); word; word = strtok(NULL, " \t")) {
        if (words->count == MAX_WORDS)
            bad("too many words from", word);
        words->list[words->count++] = word;
    }
}

static void read_line(char *line, struct script *script)
{
    static struct words words;
    char *rest = line + strspn(line, " ");
    size_t length = strcspn(rest, " ");
    char *text = rest + length + (rest[length] == ' ');
    struct run *run = script->run_count ? &script->runs[script->run_count - 1] : NULL;
    if (strncmp(rest, "options", length) == 0) {
        append_text(script->options, text);
    } else if (strncmp(rest, "error", length) == 0) {
        append_text(script->error, text);
    } else if (strncmp(rest, "print", length) == 0 && run) {
        append_text(run->print, text);
    } else {
        split(rest, &words);
        const char *name = take(&words);
        if (strcmp(name, "run") == 0)
            add_run(&words, script);
        else if (strcmp(name, "arg") == 0 && run)
            read_arg(&words, run);
        else if (strcmp(name, "expect") == 0 && run)
            read_expect(&words, run);
        else
            bad("not a directive here", name);
    }
}

void script_read(const char *text, struct script *script)
{
    *script = (struct script){0};
    for (const char *at = text; (at = strstr(at, "//:")); at++) {
        const char *start = at + 3;
        char *line = strndup(start, strcspn(start, "\n"));
        if (!line)
            exit(2);
        read_line(line, script);
        free(line);
    }
}

static void finish_run(struct run *run)
{
    for (unsigned i = 0; i < run->arg_count; i++)
        free(run->args[i].data);
    for (unsigned i = 0; i < run->expect_count; i++)
        free(run->expects[i].data);
}

void script_finish(struct script *script)
{
    for (size_t i = 0; i < script->run_count; i++)
        finish_run(&script->runs[i]);
    free(script->runs);
}

void script_add_option(struct script *script, const char *option)
{
    append_text(script->options, " ");
    append_text(script->options, option);
}
