/* SPDX-License-Identifier: MIT */
/* Reduction of failing kernels by lines: see reduce.h. */
#include "tests/random/reduce.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"

struct line {
    const char *text;
    size_t size; /* without the marker and the spaces before it */
    bool fixed;  /* had the marker, or is a directive */
    bool gone;
};

struct reduction {
    struct line *lines;
    size_t count;
    uint64_t deadline;
    reduce_fails *fails;
    void *data;
    bool changed;
};

static bool starts(const struct line *line, const char *what)
{
    size_t skip = strspn(line->text, " ");
    return strncmp(line->text + skip, what, strlen(what)) == 0;
}

static bool opens(const struct line *line)
{
    return line->size && line->text[line->size - 1] == '{';
}

static bool closes(const struct line *line)
{
    return starts(line, "}");
}

static void read_line(struct line *line, const char *text, size_t size)
{
    *line = (struct line){.text = text, .size = size};
    if (size >= 3 && memcmp(text + size - 3, "//!", 3) == 0) {
        line->fixed = true;
        line->size -= 3;
    }
    while (line->size && line->text[line->size - 1] == ' ')
        line->size--;
    line->fixed = line->fixed || starts(line, "//:") || starts(line, "#");
}

static void split(struct reduction *r, const char *text)
{
    size_t room = 1;
    for (const char *at = text; *at; at++)
        room += *at == '\n';
    r->lines = calloc(room, sizeof *r->lines);
    if (!r->lines)
        abort();
    while (*text) {
        size_t size = strcspn(text, "\n");
        read_line(&r->lines[r->count++], text, size);
        text += size + (text[size] == '\n');
    }
}

static void join(const struct reduction *r, struct strbuf *out)
{
    for (size_t i = 0; i < r->count; i++) {
        const struct line *line = &r->lines[i];
        if (line->gone)
            continue;
        strbuf_add(out, line->text, line->size);
        strbuf_add(out, "\n", 1);
    }
}

/* Leaves out the lines of a set that are still there, if the rest fails. */
static bool try_without(struct reduction *r, const size_t *set, size_t size)
{
    if (vg_now_ns() > r->deadline)
        return false;
    for (size_t i = 0; i < size; i++)
        r->lines[set[i]].gone = true;
    struct strbuf text = {0};
    join(r, &text);
    bool fails = r->fails(r->data, strbuf_text(&text));
    strbuf_finish(&text);
    for (size_t i = 0; i < size && !fails; i++)
        r->lines[set[i]].gone = false;
    r->changed = r->changed || fails;
    return fails;
}

/* The line that closes the block that line `at` opens, or opens again as "} else {". */
static size_t find_close(const struct reduction *r, size_t at)
{
    unsigned depth = 0;
    for (size_t i = at; i < r->count; i++) {
        if (r->lines[i].gone)
            continue;
        if (i > at && closes(&r->lines[i]) && --depth == 0)
            return i;
        depth += opens(&r->lines[i]);
    }
    return at;
}

/* All lines that are there from `first` to `last`. */
static bool try_without_range(struct reduction *r, size_t first, size_t last)
{
    size_t *set = calloc(last - first + 1, sizeof *set), size = 0;
    if (!set)
        abort();
    for (size_t i = first; i <= last; i++)
        if (!r->lines[i].gone)
            set[size++] = i;
    bool fails = try_without(r, set, size);
    free(set);
    return fails;
}

/* A function's head is the line before its brace. */
static size_t head_of(const struct reduction *r, size_t open)
{
    if (r->lines[open].size != 1)
        return open;
    while (open > 0 && (r->lines[open].size == 1 || r->lines[open].gone))
        open--;
    return open;
}

static void reduce_block(struct reduction *r, size_t open)
{
    size_t close = find_close(r, open), end = close, head = open;
    while (opens(&r->lines[end]))
        end = find_close(r, end);
    bool function = r->lines[open].text[0] == '{';
    if (closes(&r->lines[open])) { /* an else: what follows it stays */
        try_without_range(r, open, close - 1);
        return;
    }
    if (function)
        head = head_of(r, open);
    if (try_without_range(r, head, end) || function || r->lines[open].fixed || close != end)
        return;
    size_t braces[] = {open, close};
    try_without(r, braces, 2);
}

static void reduce_blocks(struct reduction *r)
{
    for (size_t i = 0; i < r->count; i++)
        if (!r->lines[i].gone && opens(&r->lines[i]))
            reduce_block(r, i);
}

static void reduce_lines(struct reduction *r)
{
    for (size_t i = r->count; i-- > 0;) {
        struct line *line = &r->lines[i];
        if (!line->gone && !line->fixed && !opens(line) && !closes(line))
            try_without(r, &i, 1);
    }
}

void reduce_text(struct strbuf *text, unsigned seconds, reduce_fails *fails, void *data)
{
    struct reduction r = {.fails = fails, .data = data};
    struct strbuf source = *text, small = {0};
    r.deadline = vg_now_ns() + (uint64_t)seconds * 1000000000u;
    split(&r, strbuf_text(&source));
    do {
        r.changed = false;
        reduce_blocks(&r);
        reduce_lines(&r);
    } while (r.changed && vg_now_ns() < r.deadline);
    join(&r, &small);
    strbuf_finish(&source);
    free(r.lines);
    *text = small;
}
