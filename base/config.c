/* SPDX-License-Identifier: MIT */
/* The table of config.def and the readers of its types. secure_getenv() is used since VGPU_CC names a program
 * to run and VGPU_LOG a file to write, which the caller of a set-user-id program may not choose. */
#include "base/config.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"

enum type { STRING, COUNT, SIZE, MS, SECONDS };

struct row {
    const char *name, *doc, *text;
    enum type type;
    uint64_t number; /* the default of the numeric types */
};

#define ROW_STRING(name, def, doc) {#name, doc, def, STRING, 0}
#define ROW_COUNT(name, def, doc) {#name, doc, #def, COUNT, UINT64_C(def)}
#define ROW_SIZE(name, def, doc) {#name, doc, #def, SIZE, UINT64_C(def)}
#define ROW_MS(name, def, doc) {#name, doc, #def, MS, UINT64_C(def)}
#define ROW_SECONDS(name, def, doc) {#name, doc, #def, SECONDS, UINT64_C(def) * 1000}

static const struct row rows[VG_ID_END] = {
#define VG_CONFIG(name, type, def, doc) [VG_ID_##name] = ROW_##type(name, def, doc),
#include "base/config.def"
#undef VG_CONFIG
};

static const char *const type_texts[] = {
    [STRING] = "text",
    [COUNT] = "a whole number",
    [SIZE] = "a size such as 4096, 512M or 2G",
    [MS] = "a whole number of milliseconds",
    [SECONDS] = "a number of seconds with at most three decimals",
};

/* Reads decimal digits; *end is the first other character. False when there are none or too many. */
static bool parse_digits(const char *text, uint64_t *number, const char **end)
{
    uint64_t value = 0;
    const char *at = text;
    for (; *at >= '0' && *at <= '9'; at++)
        if (__builtin_mul_overflow(value, 10, &value) || __builtin_add_overflow(value, *at - '0', &value))
            return false;
    *number = value;
    *end = at;
    return at != text;
}

/* "2" or "0.25", as milliseconds. */
static bool parse_seconds(const char *text, uint64_t *ms)
{
    const char *end;
    uint64_t whole, part = 0;
    if (!parse_digits(text, &whole, &end) || __builtin_mul_overflow(whole, 1000, &whole))
        return false;
    if (*end == '.') {
        const char *decimals = end + 1;
        if (!parse_digits(decimals, &part, &end) || end - decimals > 3)
            return false;
        for (ptrdiff_t digits = end - decimals; digits < 3; digits++)
            part *= 10;
    }
    return !*end && !__builtin_add_overflow(whole, part, ms);
}

static bool parse(enum type type, const char *text, uint64_t *number)
{
    static const char suffixes[] = "KMGT";
    const char *end;
    uint64_t value;
    if (type == SECONDS)
        return parse_seconds(text, number);
    if (!parse_digits(text, &value, &end))
        return false;
    if (type == SIZE && *end) {
        const char *suffix = strchr(suffixes, *end >= 'a' ? *end - 'a' + 'A' : *end);
        if (!suffix || __builtin_mul_overflow(value, UINT64_C(1024) << 10 * (suffix - suffixes), &value))
            return false;
        end++;
    }
    *number = value;
    return !*end;
}

const char *vg_env(const char *name)
{
    return secure_getenv(name);
}

const char *vg_config_string(enum vg_config_id id)
{
    const char *value = vg_env(rows[id].name);
    return value ? value : rows[id].text;
}

uint64_t vg_config_number(enum vg_config_id id)
{
    static atomic_bool complained[VG_ID_END];
    const struct row *row = &rows[id];
    const char *text = vg_env(row->name);
    uint64_t number;
    if (!text || !*text)
        return row->number;
    if (parse(row->type, text, &number))
        return number;
    if (!atomic_exchange(&complained[id], true))
        vg_log(VG_LOG_WARN, "%s: \"%s\" is not %s; using %s", row->name, text, type_texts[row->type],
               row->text);
    return row->number;
}

const char *vg_config_name(enum vg_config_id id)
{
    return rows[id].name;
}

const char *vg_config_doc(enum vg_config_id id)
{
    return rows[id].doc;
}

const char *vg_config_default(enum vg_config_id id)
{
    return rows[id].text;
}
